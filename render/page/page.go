// Package page writes what [survey.Check] finds as one HTML page that people look at:
// would the job start and why, problems with their first places, lengths, sizes and
// tokens against their limits, labels, which stretches of which videos are used, and a
// sample of the examples.
//
// The page is one file of at most [MaxBytes], which needs nothing else: it works from
// file://, light and dark, and on paper. It asks for nothing until somebody clicks on a
// player. All text of the dataset is escaped, a Content-Security-Policy lets only the
// page's own script run, and no URI of the dataset becomes a link. The same report and
// survey give the same bytes.
package page

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the parts of the page
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"math/big"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/survey"
)

// MaxBytes is the largest size of a page.
const MaxBytes = 2 << 20

// The rooms that the parts of a page have whose size depends on the texts of the
// dataset, in bytes as escaped. Together with what has a fixed size they stay under
// MaxBytes.
const (
	verdictRoom = 50 << 10
	problemRoom = 250 << 10
	videoRoom   = 350 << 10
	labelRoom   = 150 << 10
	textRoom    = 200 << 10
	sampleRoom  = 750 << 10
)

// Options say how to write a page. The zero value is ready to use.
type Options struct {
	Title string   // "" for the names of the files
	Facts string   // the name of the facts of media by which was judged; "" for none
	Notes []string // remarks, before those of the report

	// Epochs is how often training goes over the set, for the cost; 0 is 1.
	Epochs int
	// Price is that of a million training tokens, in any currency; nil for none.
	Price *big.Rat

	// Media returns where the page finds a video: an http, https or file URL, or a path
	// from where the page lies; "" for a video that cannot be played. Nil plays what
	// has an http or https URL in the dataset.
	Media func(uri string) string
}

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

//go:embed page.js
var pageJS string

var pageTemplate = template.Must(template.New("page").Parse(strings.Replace(pageHTML, "SCRIPT-HASH", scriptHash(), 1)))

// scriptHash returns what the Content-Security-Policy knows the script by.
func scriptHash() string {
	sum := sha256.Sum256([]byte(pageJS))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// Write writes the page of a report and a survey of the same dataset. Nil stands for
// nothing that was found.
func Write(w io.Writer, report *videotune.Report, s *survey.Survey, opts *Options) error {
	if report == nil {
		report = new(videotune.Report)
	}
	if s == nil {
		s = new(survey.Survey)
	}
	if opts == nil {
		opts = new(Options)
	}
	b := &builder{report: report, survey: s, opts: opts}
	var out bytes.Buffer
	if err := pageTemplate.Execute(&out, b.view()); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	if _, err := out.WriteTo(w); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	return nil
}

// A builder makes what the template shows.
type builder struct {
	report *videotune.Report
	survey *survey.Survey
	opts   *Options
}

// A view is all that the template shows.
type view struct {
	Title         string
	Style, Script template.HTML // the page's own
	Model         string
	Facts         string
	Notes         []string
	Verdict       verdictView
	Files         []fileView
	Problems      problemsView
	Resolutions   resolutionsView
	Lengths       []chartGroup
	Unmeasured    string
	Sizes         *chartView
	Unsized       string
	Tokens        []chartGroup
	Labels        labelsView
	Coverage      coverageView
	Media         []tableView
	Prompts       []textsView
	Cost          costView
	NoTraining    bool // none of its files is JSONL
	Samples       sampleView
}

func (b *builder) view() *view {
	v := &view{
		Title: b.opts.Title,
		Style: template.HTML("<style>\n" + pageCSS + "</style>"), Script: template.HTML("<script>" + pageJS + "</script>"),
		Model: b.report.Model + ", edition " + b.report.Edition,
		Facts: line(b.opts.Facts, 200), Notes: b.notes(),
		Verdict: b.verdict(), Files: b.files(), Problems: b.problems(), Resolutions: b.resolutions(),
		Lengths: b.lengths(), Unmeasured: b.unmeasured(), Tokens: b.tokens(),
		Labels: b.labels(), Coverage: b.coverage(), Media: b.media(), Prompts: b.prompts(), Cost: b.cost(), NoTraining: b.noTraining(), Samples: b.samples(),
	}
	if h := &b.survey.Sizes; h.N > 0 {
		v.Sizes = chartOf(h, bytesUnit, "videos")
	}
	if n := b.survey.Unsized; n > 0 {
		v.Unsized = counted(n, "video") + " of unknown size: without facts of the media, sizes are not judged."
	}
	if v.Title == "" {
		var names []string
		for _, f := range v.Files {
			names = append(names, f.Name)
		}
		v.Title = cut(strings.Join(names, ", "), 120)
	}
	return v
}

// notes returns the remarks on the page as a whole.
func (b *builder) notes() []string {
	list := append([]string{}, b.opts.Notes...)
	if day := b.report.ModelRetired; !day.IsZero() {
		list = append(list, b.report.Model+" is to be retired on "+day.Format("2006-01-02")+", which may have been put off: make sure that it can still be tuned.")
	}
	for _, a := range b.report.Assumptions {
		list = append(list, "Taken for granted: "+a+".")
	}
	for split := range b.survey.Sides {
		if n := b.survey.Sides[split].Large; n > 0 {
			list = append(list, counted(n, "line")+" of "+videotune.Split(split).String()+" over 256 KiB: of these only lengths and tokens are shown.")
		}
	}
	return list
}
