package stats

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/align"
	"github.com/seed-57910ec4/videotune/internal/exact"
	"github.com/seed-57910ec4/videotune/internal/words"
	"github.com/seed-57910ec4/videotune/render"
)

// DefaultWidth is the number of columns of a line where nobody says another, and
// MinWidth the least that is taken.
const (
	DefaultWidth = 80
	MinWidth     = 40
)

// The most rows of values, and the longest bar and name of one.
const (
	maxRows  = 12
	maxBar   = 40
	wantBar  = 14 // names are cut for bars of this length,
	wantName = 24 // but not to less than this: before, bars are shortened,
	minBar   = 5  // to this, and left out; then percents are
)

// resolutionPrefix is what people leave out of the names of resolutions.
const resolutionPrefix = "MEDIA_RESOLUTION_"

// Text returns the figures for people, in lines of at most so many columns; 0 is
// [DefaultWidth]. The table of totals is as wide as its numbers.
func (s *Stats) Text(width int) string {
	t := texter{Stats: s, width: max(cmp.Or(width, DefaultWidth), MinWidth), sides: 1}
	if s.Validation {
		t.sides = 2
	}
	t.figures()
	for i := range s.Lengths {
		h := &s.Lengths[i]
		t.histogram("LENGTH OF WHAT IS USED, AT "+strings.TrimPrefix(h.Of, resolutionPrefix), h)
	}
	for i := range s.Tokens {
		t.histogram("TOKENS OF AN EXAMPLE, AT LEAST", &s.Tokens[i])
	}
	for i := range s.Sizes {
		t.sides, t.alone = 1, true
		t.histogram("SIZE OF VIDEO FILES", &s.Sizes[i])
		t.alone = false
		if s.Validation {
			t.sides = 2
		}
	}
	for i := range s.Labels {
		title := "LABELS OF PLAIN ANSWERS"
		if m := s.Labels[i].Of; m != "" {
			title = "LABELS " + render.Clean(m)
		}
		t.values(title, &s.Labels[i], "")
	}
	t.values("RESOLUTIONS", &s.Resolutions, "(none)")
	t.values("TYPES OF FILES", &s.MIMETypes, "(none)")
	t.values("WHERE THE FILES ARE", &s.Places, "(local paths)")
	t.values("PROMPTS", &s.Prompts, "(empty)")
	return t.b.String()
}

// A texter writes the figures as text.
type texter struct {
	*Stats
	b     strings.Builder
	width int
	sides int  // 2 with validation
	alone bool // what is shown is of no side
}

// A row is a name, and a number for each side.
type row struct {
	name string
	n    Pair[int]
	note string
}

// figures writes the table of totals.
func (t *texter) figures() {
	table := align.Table{Left: []bool{true}}
	cells := func(name string, n Pair[int64]) {
		row := []string{name}
		for _, v := range n[:t.sides] {
			row = append(row, words.Group(v))
		}
		table.Row(row...)
	}
	table.Row([]string{"", "TRAINING", "VALIDATION"}[:1+t.sides]...)
	wide := func(n Pair[int]) Pair[int64] { return Pair[int64]{int64(n[0]), int64(n[1])} }
	cells("examples", wide(t.Examples))
	if t.Readable != t.Examples {
		cells("that can be read", wide(t.Readable))
	}
	cells("that would be left out", wide(t.Dropped))
	cells("distinct videos", wide(t.Videos))
	if t.Unmeasured != (Pair[int]{}) {
		cells("uses of unknown length", wide(t.Unmeasured))
	}
	cells("bytes", t.Bytes)
	t.b.WriteString(table.String())
}

func (t *texter) histogram(title string, h *Histogram) {
	unit := map[string]string{"s": "s", "tokens": "", "bytes": ""}[h.Unit]
	show := func(n Number) string { return grouped(n) + unit }
	if h.Limit != "" {
		title = t.joined(title, "LIMIT "+show(h.Limit))
	}
	var rows []row
	last := int64(0)
	for i := range h.Bins {
		b := &h.Bins[i]
		r := row{name: fmt.Sprintf("%s – %s", grouped(b.From), show(b.To)), n: b.N}
		if h.limit > 0 && last >= h.limit {
			r.note = "over"
		}
		last = b.to
		rows = append(rows, r)
	}
	t.section(title, rows, false)
	for side := range t.sides {
		if h.Max[side] == "0" {
			continue
		}
		name := [2]string{"training: ", "validation: "}[side]
		if t.alone {
			name = ""
		}
		parts := []string{name + "median " + show(h.Median[side]), "95 % ≤ " + show(h.P95[side]), "largest " + show(h.Max[side])}
		if h.Over[side] > 0 {
			parts = append(parts, "over the limit "+words.Group(int64(h.Over[side])))
		}
		t.b.WriteString(t.joined(parts...) + "\n")
	}
}

// joined joins texts by commas, and breaks the line where it would be too long.
func (t *texter) joined(texts ...string) string {
	out, at := texts[0], align.Width(texts[0])
	for _, text := range texts[1:] {
		n := align.Width(text)
		if at+len(", ")+n+len(",") > t.width {
			out, at = out+",\n"+text, n
		} else {
			out, at = out+", "+text, at+len(", ")+n
		}
	}
	return out
}

// grouped returns a number with commas; one with a fraction as it is.
func grouped(n Number) string {
	if i, err := n.Int64(); err == nil {
		return words.Group(i)
	}
	return n.String()
}

// values writes the most frequent values; none is what an empty one is called.
func (t *texter) values(title string, v *Values, none string) {
	if len(v.List) == 0 {
		return
	}
	distinct := fmt.Sprintf("%s distinct", words.Group(int64(v.Distinct[0])))
	if t.sides == 2 {
		distinct = fmt.Sprintf("%s and %s distinct", words.Group(int64(v.Distinct[0])), words.Group(int64(v.Distinct[1])))
	}
	var rows []row
	rest := row{name: "others", n: v.Rest}
	for i, one := range v.List {
		if i >= maxRows {
			rest.n[0] += one.N[0]
			rest.n[1] += one.N[1]
			continue
		}
		rows = append(rows, row{name: cmp.Or(render.Clean(strings.TrimPrefix(one.Value, resolutionPrefix)), none), n: one.N})
	}
	if rest.n != (Pair[int]{}) {
		rows = append(rows, rest)
	}
	t.section(t.joined(align.Cut(title, t.width), distinct), rows, true)
}

// section writes rows with their bars; shares tells that percents are of use.
func (t *texter) section(title string, rows []row, shares bool) {
	var most, sum [2]int
	number := 0 // the width of the widest
	for _, r := range rows {
		for side, n := range r.n[:t.sides] {
			most[side] = max(most[side], n)
			sum[side] += n
			number = max(number, len(words.Group(int64(n))))
		}
	}
	longest, note, percent := 0, 0, 0
	for _, r := range rows {
		if shares {
			for side, n := range r.n[:t.sides] {
				percent = max(percent, align.Width(exact.Percent(int64(n), int64(sum[side]))))
			}
		}
		longest = max(longest, align.Width(r.name))
		if r.note != "" {
			note = len("  ") + len(r.note)
		}
	}
	l := layoutOf(t.width-note, t.sides, number, percent, longest)
	name, bar, shares := l.name, l.bar, l.shares
	table := align.Table{Left: append([]bool{true}, append(leftBars(t.sides, shares, bar > 0), true)...)}
	var names []string
	for _, r := range rows {
		names = append(names, r.name)
	}
	names = cutNames(names, name)
	for i, r := range rows {
		cells := []string{names[i]}
		for side := range t.sides {
			cells = append(cells, words.Group(int64(r.n[side])))
			if shares {
				cells = append(cells, exact.Percent(int64(r.n[side]), int64(sum[side])))
			}
			if bar > 0 {
				cells = append(cells, barOf(r.n[side], most[side], bar))
			}
		}
		switch {
		case r.note == "":
		case bar > 0: // behind the bar, or in its place
			cells[len(cells)-1] = strings.TrimSpace(cells[len(cells)-1] + " " + r.note)
		default:
			cells = append(cells, r.note)
		}
		table.Row(cells...)
	}
	fmt.Fprintf(&t.b, "\n%s\n", title)
	for line := range strings.Lines(table.String()) {
		t.b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
}

// A layout says how wide names and bars are, and whether there is room for percents.
type layout struct {
	name, bar int // 0: no bar
	shares    bool
}

// layoutOf divides a line of some width among names, of which the longest has so many
// columns, and numbers, percents and bars of each side. Percents of no columns are none.
func layoutOf(width, sides, number, percent, longest int) layout {
	room := width - sides*(len("  ")+number)
	shares := percent > 0
	percent += len("  ")
	if shares && room-sides*percent < min(longest, wantName) {
		shares = false
	}
	if shares {
		room -= sides * percent
	}
	withBars := room - sides*len("  ")
	l := layout{shares: shares, name: min(longest, max(withBars-sides*wantBar, min(wantName, withBars-sides*minBar)))}
	l.bar = min(maxBar, (withBars-l.name)/sides)
	if l.bar < minBar || l.name < min(longest, wantName) {
		return layout{name: min(longest, max(room, 1)), shares: shares}
	}
	return l
}

// leftBars tells which columns behind the first are aligned to the left: bars.
func leftBars(sides int, shares, bars bool) (left []bool) {
	for range sides {
		left = append(left, false)
		if shares {
			left = append(left, false)
		}
		if bars {
			left = append(left, true)
		}
	}
	return left
}

// barOf returns a bar for n, where the longest stands for most.
func barOf(n, most, width int) string {
	if n == 0 || most == 0 {
		return ""
	}
	return strings.Repeat("#", max(1, int(int64(n)*int64(width)/int64(most))))
}
