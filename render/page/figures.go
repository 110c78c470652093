package page

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// A resolutionsView compares the resolutions.
type resolutionsView struct {
	Words []string
	Rows  []resolutionRow
}

// A resolutionRow is what training would be at one resolution.
type resolutionRow struct {
	Name, Limit, Dropped, Share, Tokens, Time, Job string
	Own, Fails                                     bool
}

func (b *builder) resolutions() resolutionsView {
	var v resolutionsView
	if b.noTraining() {
		v.Words = append(v.Words, "No training file is JSONL: there is nothing to compare.")
		return v
	}
	examples := 0
	for i := range b.report.Files {
		if f := &b.report.Files[i]; f.Split == videotune.Train && f.NotJSONL() == "" {
			examples += f.Examples
		}
	}
	for _, r := range b.report.Resolutions {
		row := resolutionRow{
			Name: resolutionName(r.Resolution), Dropped: words.Group(int64(r.Dropped)), Share: share(r.Dropped, examples),
			Tokens: tokenRange(r.Tokens), Own: b.report.Resolution == string(r.Resolution), Fails: r.WouldFail, Job: "would start",
		}
		if r.WouldFail {
			row.Job = "would fail"
		}
		if r.RelativeTime > 0 {
			row.Time = "× " + strconv.FormatFloat(r.RelativeTime, 'f', -1, 64)
		}
		if b.survey.Limits != nil {
			if at, ok := b.survey.Limits.At(r.Resolution); ok {
				row.Limit = length(at.MaxDuration)
			}
		}
		v.Rows = append(v.Rows, row)
	}
	switch b.report.Resolution {
	case "":
		v.Words = append(v.Words, "No line sets a resolution.")
	case "mixed":
		v.Words = append(v.Words, "The lines differ in their resolution; the service wants one for all.")
	default:
		v.Words = append(v.Words, "All lines that set a resolution set "+resolutionName(videotune.MediaResolution(b.report.Resolution))+".")
	}
	if text := b.lowAgainstMedium(); text != "" {
		v.Words = append(v.Words, text)
	}
	return v
}

// noTraining reports whether there are training files, none of which is JSONL.
func (b *builder) noTraining() bool {
	files := 0
	for i := range b.report.Files {
		if f := &b.report.Files[i]; f.Split == videotune.Train {
			if files++; f.NotJSONL() == "" {
				return false
			}
		}
	}
	return files > 0
}

// lowAgainstMedium says what MEDIUM would change; "" where not both are known.
func (b *builder) lowAgainstMedium() string {
	var low, medium *videotune.ResolutionReport
	for i := range b.report.Resolutions {
		switch r := &b.report.Resolutions[i]; r.Resolution {
		case videotune.ResolutionLow:
			low = r
		case videotune.ResolutionMedium:
			medium = r
		}
	}
	if low == nil || medium == nil {
		return ""
	}
	text := "MEDIUM would leave out as many training examples as LOW"
	switch n := medium.Dropped - low.Dropped; {
	case n > 0:
		text = "MEDIUM would leave out " + counted(n, "training example") + " more than LOW"
	case n < 0:
		text = "MEDIUM would leave out " + counted(-n, "training example") + " fewer than LOW"
	}
	if low.Tokens.Lower > 0 && low.Dropped == medium.Dropped {
		text += " and have " + big.NewRat(medium.Tokens.Lower, low.Tokens.Lower).FloatString(1) + " times its tokens, by the lower estimate"
	}
	return text + "."
}

// A chartGroup is a chart with its heading.
type chartGroup struct {
	Title string
	Words []string
	Chart *chartView
}

var sideNames = [2]string{"Training", "Validation"}

// lengths returns the charts of lengths of what examples use.
func (b *builder) lengths() []chartGroup {
	var list []chartGroup
	for split := range b.survey.Sides {
		for i := range b.survey.Sides[split].Lengths {
			l := &b.survey.Sides[split].Lengths[i]
			if l.N == 0 {
				continue
			}
			g := chartGroup{Title: sideNames[split] + " at " + resolutionName(l.Resolution), Chart: chartOf(&l.Histogram, timeUnit, "segments")}
			g.Words = append(g.Words, fmt.Sprintf("%s, %s to %s; half are at most %s long.", counted(l.N, "segment"), timeUnit.name(l.Min), timeUnit.name(l.Max), timeUnit.name(l.AtMost(1, 2))))
			g.Words = append(g.Words, against(l.Over, l.Limit, timeUnit))
			list = append(list, g)
		}
	}
	return list
}

// against says how many are over a limit; "" for no limit.
func against(over int, limit int64, unit *unit) string {
	switch {
	case limit <= 0:
		return ""
	case over == 0:
		return "None is over the limit of " + unit.name(limit) + "."
	}
	return words.Group(int64(over)) + " over the limit of " + unit.name(limit) + "."
}

func (b *builder) unmeasured() string {
	n := b.survey.Sides[0].Unmeasured + b.survey.Sides[1].Unmeasured
	if n == 0 {
		return ""
	}
	return counted(n, "use") + " of unknown length: to the end of a video whose length is not known, or at a resolution that is not listed."
}

// tokens returns the charts of tokens per example.
func (b *builder) tokens() []chartGroup {
	var list []chartGroup
	for split := range b.survey.Sides {
		s := &b.survey.Sides[split]
		if s.Tokens.N == 0 {
			continue
		}
		h := &s.Tokens
		g := chartGroup{Title: sideNames[split], Chart: chartOf(h, tokenUnit, "examples")}
		g.Words = append(g.Words, fmt.Sprintf("%s to %s tokens by the lower estimate; half of the examples have at most %s.", words.Group(h.Min), words.Group(h.Max), words.Group(h.AtMost(1, 2))))
		g.Words = append(g.Words, against(h.Over, h.Limit, tokenUnit))
		if s.TokensNear > 0 {
			g.Words = append(g.Words, words.Group(int64(s.TokensNear))+" more may be over it, by the upper estimate.")
		}
		list = append(list, g)
	}
	return list
}

// A costView is what training costs.
type costView struct {
	Tokens, All  string
	Lower, Upper int64
	Epochs       int
	Price, Cost  string // "" without a price
}

func (b *builder) cost() costView {
	epochs := max(b.opts.Epochs, 1)
	t := b.report.Tokens
	v := costView{Tokens: tokenRange(t), Lower: t.Lower, Upper: t.Upper, Epochs: epochs}
	all := func(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), big.NewInt(int64(epochs))) }
	lower, upper := all(t.Lower), all(t.Upper)
	v.All = grouped(lower)
	if lower.Cmp(upper) != 0 {
		v.All += " to " + grouped(upper)
	}
	if b.opts.Price != nil {
		cost := func(n *big.Int) string {
			r := new(big.Rat).SetFrac(n, big.NewInt(1_000_000))
			return r.Mul(r, b.opts.Price).FloatString(2)
		}
		v.Price = b.opts.Price.FloatString(6)
		for v.Price[len(v.Price)-1] == '0' {
			v.Price = v.Price[:len(v.Price)-1]
		}
		if v.Price[len(v.Price)-1] == '.' {
			v.Price = v.Price[:len(v.Price)-1]
		}
		if v.Cost = cost(lower); lower.Cmp(upper) != 0 {
			v.Cost += " to " + cost(upper)
		}
	}
	return v
}

func grouped(n *big.Int) string {
	if n.IsInt64() {
		return words.Group(n.Int64())
	}
	return n.String()
}
