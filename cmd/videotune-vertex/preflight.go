package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/cli"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/seed-57910ec4/videotune/vertex"
)

// writePreflight tells what was found, and what the training takes.
func (t *tuner) writePreflight(r *vertex.Report, accept []vertex.Rule) error {
	var b strings.Builder
	known := 0
	for _, f := range r.Findings {
		f = inFlags(f)
		word := f.Severity.String()
		if accepted(f, accept) {
			known++
			f.Hint, word = "", "accepted" // nothing is to be done
		}
		fmt.Fprintf(&b, "%-8s %s\n", word, render.Clean(f.Error()))
	}
	writeFacts(&b, "training", &r.Train)
	if r.Validation.URI != "" {
		writeFacts(&b, "validation", &r.Validation)
	}
	fmt.Fprintf(&b, "objects: %s named, %s looked for\n", cli.Group(int64(r.Objects)), cli.Group(int64(r.Looked)))
	if r.Dataset != nil {
		fmt.Fprintf(&b, "tokens: an estimated %s for each epoch", rangeText(r.PerEpoch))
		if t.spec.Epochs > 0 {
			fmt.Fprintf(&b, ", %s in all", rangeText(r.Billed))
		}
		b.WriteByte('\n')
		if n := r.Dataset.Unprobed; n > 0 {
			fmt.Fprintf(&b, "  videos of unknown length or size are in %s; --media with what \"videotune probe\" writes narrows this, and finds what is too long\n", cli.Count(n, "example"))
		}
	}
	switch {
	case r.Cost.Upper > 0:
		fmt.Fprintf(&b, "cost: an estimated %s to %s at the price that was given\n", money(r.Cost.Lower), money(r.Cost.Upper))
	case r.CostPerEpoch.Upper > 0:
		fmt.Fprintf(&b, "cost: an estimated %s to %s for each epoch at the price that was given; the service chooses their number, unless --epochs does\n",
			money(r.CostPerEpoch.Lower), money(r.CostPerEpoch.Upper))
	}
	switch n := len(r.Refused(accept...)); {
	case n > 0:
		fmt.Fprintf(&b, "The job is not submitted: %s would make it fail.\n", cli.Count(n, "finding"))
	case t.dryRun && known > 0:
		fmt.Fprintf(&b, "But for what was accepted (%s), nothing was found that would make the job fail; nothing was submitted.\n", cli.Count(known, "finding"))
	case t.dryRun:
		b.WriteString("Nothing was found that would make the job fail; nothing was submitted.\n")
	}
	_, err := io.WriteString(t.stdout, b.String())
	return err
}

// accepted reports whether a finding would keep the job from being submitted, were it
// not accepted.
func accepted(f *vertex.Finding, accept []vertex.Rule) bool {
	return f.Blocks() && !f.Blocks(accept...)
}

func writeFacts(w io.Writer, name string, f *vertex.FileFacts) {
	place := render.Clean(f.URI)
	if f.Location != "" {
		place += " in " + render.Clean(f.Location)
	}
	fmt.Fprintf(w, "%s: %s, %s in %s bytes, %d of them would be left out\n", name, place,
		cli.Count(f.Examples, "example"), cli.Group(f.Bytes), len(f.Dropped))
}

func rangeText(r videotune.Range) string {
	return cli.Group(r.Lower) + " to " + cli.Group(r.Upper)
}

func money(v float64) string { return fmt.Sprintf("%.2f", v) }

// A preflightJSON is what JSON says of a preflight.
type preflightJSON struct {
	Findings   []findingJSON `json:"findings"`
	Refused    bool          `json:"refused"` // it keeps the job from being submitted
	Train      fileJSON      `json:"train"`
	Validation *fileJSON     `json:"validation,omitempty"`
	Objects    int           `json:"objects"`
	Looked     int           `json:"looked"`
	Unprobed   int           `json:"unprobed"` // training examples with a video of unknown length or size
	PerEpoch   rangeJSON     `json:"estimated_tokens_per_epoch"`
	Billed     *rangeJSON    `json:"estimated_tokens,omitempty"` // of all epochs, unless the service chooses their number
	Cost       *costJSON     `json:"estimated_cost,omitempty"`
	EpochCost  *costJSON     `json:"estimated_cost_per_epoch,omitempty"`
}

type findingJSON struct {
	Rule     vertex.Rule `json:"rule"`
	Severity string      `json:"severity"`
	Accepted bool        `json:"accepted,omitempty"`
	Where    string      `json:"where,omitempty"`
	Message  string      `json:"message"`
	Hint     string      `json:"hint,omitempty"`
	Count    int         `json:"count"`
}

type fileJSON struct {
	URI      string     `json:"uri"`
	File     string     `json:"file"`
	Bytes    int64      `json:"bytes"`
	CRC32C   string     `json:"crc32c,omitempty"`
	Location string     `json:"location,omitempty"` // of the bucket
	Examples int        `json:"examples"`
	Dropped  []dropJSON `json:"dropped"`
}

type dropJSON struct {
	Line  int              `json:"line"`
	Rules []videotune.Rule `json:"rules"`
}

type rangeJSON struct {
	Lower int64 `json:"lower"`
	Upper int64 `json:"upper"`
}

type costJSON struct {
	Lower float64 `json:"lower"`
	Upper float64 `json:"upper"`
}

func newPreflightJSON(r *vertex.Report, accept []vertex.Rule) *preflightJSON {
	p := &preflightJSON{
		Findings: []findingJSON{}, Refused: len(r.Refused(accept...)) > 0,
		Train: newFileJSON(&r.Train), Objects: r.Objects, Looked: r.Looked, PerEpoch: rangeJSON(r.PerEpoch),
	}
	if r.Dataset != nil {
		p.Unprobed = r.Dataset.Unprobed
	}
	for _, f := range r.Findings {
		f = inFlags(f)
		p.Findings = append(p.Findings, findingJSON{
			Rule: f.Rule, Severity: f.Severity.String(), Where: f.Where, Message: f.Message, Hint: f.Hint, Count: max(f.Count, 1),
			Accepted: accepted(f, accept),
		})
	}
	if r.Validation.URI != "" {
		v := newFileJSON(&r.Validation)
		p.Validation = &v
	}
	if r.Billed.Upper > 0 {
		p.Billed = &rangeJSON{r.Billed.Lower, r.Billed.Upper}
	}
	if r.Cost.Upper > 0 {
		p.Cost = &costJSON{r.Cost.Lower, r.Cost.Upper}
	}
	if r.CostPerEpoch.Upper > 0 {
		p.EpochCost = &costJSON{r.CostPerEpoch.Lower, r.CostPerEpoch.Upper}
	}
	return p
}

func newFileJSON(f *vertex.FileFacts) fileJSON {
	return fileJSON{URI: f.URI, File: f.Path, Bytes: f.Bytes, CRC32C: f.CRC32C, Location: f.Location, Examples: f.Examples, Dropped: listed(newDrops(f.Dropped))}
}

// listed returns a list that is known to be empty instead of nil.
func listed(drops []dropJSON) []dropJSON { return append([]dropJSON{}, drops...) }

// newDrops returns nil, which is null, for nil.
func newDrops(drops []vertex.Drop) []dropJSON {
	if drops == nil {
		return nil
	}
	list := make([]dropJSON, len(drops))
	for i, d := range drops {
		list[i] = dropJSON{d.Line, d.Rules}
	}
	return list
}
