package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render/page"
	"github.com/seed-57910ec4/videotune/survey"
)

// pageLines is how many lines the page is made of: the most that the service takes.
const pageLines = 300_000

// maxPageRatio is the target of the page: so many times the time of Check.
const maxPageRatio = 2

// A pageFigure is what the page of a dataset takes, beside Check.
type pageFigure struct {
	lines, bytes int
	check, page  time.Duration // medians
	ratio        float64       // the median of those of neighbouring runs
	size         int           // of the page
}

// measurePage measures the page of lines that a generator makes.
func measurePage(g generator, lines, runs int, progress func(string)) (*pageFigure, error) {
	d := g.dataset(lines)
	f := &pageFigure{lines: lines, bytes: len(d.data)}
	var checks, pages []time.Duration
	var ratios []float64
	for i := range runs + 1 {
		progress(fmt.Sprintf("page, run %d of %d", i, runs))
		begun := time.Now()
		want, err := videotune.Check(oneFile(d.reader()), nil)
		if err != nil {
			return nil, err
		}
		check := time.Since(begun)
		begun = time.Now()
		report, s, err := survey.Check(oneFile(d.reader()), nil, nil)
		if err != nil {
			return nil, err
		}
		var out bytes.Buffer
		if err := page.Write(&out, report, s, nil); err != nil {
			return nil, err
		}
		made := time.Since(begun)
		if report.Train().Examples != want.Train().Examples || s.Sides[0].Examples != lines || report.Tokens != want.Tokens {
			return nil, errors.New("the page is of another report than that of Check")
		}
		f.size = out.Len()
		if i == 0 {
			continue // warms up
		}
		checks, pages, ratios = append(checks, check), append(pages, made), append(ratios, float64(made)/float64(check))
	}
	slices.Sort(checks)
	slices.Sort(pages)
	slices.Sort(ratios)
	f.check, f.page, f.ratio = checks[len(checks)/2], pages[len(pages)/2], ratios[len(ratios)/2]
	return f, nil
}

// write writes the figure as Markdown.
func (f *pageFigure) write(w io.Writer) error {
	met := "not met"
	if f.ratio <= maxPageRatio && f.size <= page.MaxBytes {
		met = "**met**"
	}
	_, err := fmt.Fprintf(w, "| what | figure | target |\n|---|---|---|\n"+
		"| page of `videotune report`, %d lines, %d MB | %s, where `Check` takes %s: %.2f ×; a page of %d KB | ≤ %d × `Check`, ≤ %d KB: %s |\n",
		f.lines, f.bytes/1_000_000, f.page.Round(time.Millisecond), f.check.Round(time.Millisecond), f.ratio, f.size>>10, maxPageRatio, page.MaxBytes>>10, met)
	return err
}
