package render

import (
	"io"
	"maps"
	"slices"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// DefaultMax is the number of problems of each rule and file that a [Text] sink
// shows where its options name none.
const DefaultMax = 20

// TextOptions say how to write text. The zero value is ready to use.
type TextOptions struct {
	// Max is the number of problems of each rule and file that are shown; the
	// others are counted. 0 is [DefaultMax], a negative number shows none.
	Max int
	// Color marks severities, places and the verdict with ANSI colors. Whether
	// that is wanted (a terminal, and no NO_COLOR) is for the caller to know.
	Color bool
	// Facts is the name of the facts of media by which the dataset was judged,
	// such as "facts.json"; "" if there were none.
	Facts string
	// Notes are written with those of the report, before them.
	Notes []string
}

// A Text sink writes a report for people: each problem like a compiler does,
//
//	train.jsonl:3:118: error: the message [the-rule]
//	    hint: what to do
//
// then a summary, whose last line says whether the job would start. Control
// characters in names and messages are spelt out and never reach a terminal.
// The text may change at any time; programs read [JSON].
type Text struct {
	out      stickyWriter
	opts     TextOptions
	seen     map[place]int
	order    []place // of seen, as first met
	severity map[videotune.Rule]videotune.Severity
	shown    bool // something stands above
}

// A place is what problems are counted by.
type place struct {
	rule videotune.Rule
	file string
}

// NewText returns a sink that writes text to w.
func NewText(w io.Writer, opts TextOptions) *Text {
	if opts.Max == 0 {
		opts.Max = DefaultMax
	}
	return &Text{out: newStickyWriter(w), opts: opts,
		seen: map[place]int{}, severity: map[videotune.Rule]videotune.Severity{}}
}

// Problem writes one problem, unless enough of its rule and file stand above.
func (s *Text) Problem(p *videotune.Problem) {
	at := place{p.Rule, p.File}
	n := s.seen[at]
	if n == 0 {
		s.order = append(s.order, at)
	}
	s.seen[at] = n + 1
	if p.Severity > s.severity[p.Rule] {
		s.severity[p.Rule] = p.Severity
	}
	if n < s.opts.Max {
		s.shown = true
		writeProblem(s.out, p, s.opts.Color)
	}
}

// Problem writes p to w as a [Text] sink does, in two lines at most.
func Problem(w io.Writer, p *videotune.Problem, color bool) error {
	out := newStickyWriter(w)
	writeProblem(out, p, color)
	return out.flush()
}

func writeProblem(out stickyWriter, p *videotune.Problem, color bool) {
	if pos := p.Position(); pos != "" {
		out.str(paint(color, bold, Clean(pos)), ": ")
	}
	out.str(paint(color, severityColor(p.Severity), p.Severity.String()), ": ", Clean(p.Message), " ",
		paint(color, dim, "["+Clean(string(p.Rule))+"]"), "\n")
	if p.Hint != "" {
		out.str("    ", paint(color, dim, "hint:"), " ", Clean(p.Hint), "\n")
	}
}

// Close writes what was held back and the summary.
func (s *Text) Close(report *videotune.Report) error {
	if report == nil {
		report = &videotune.Report{}
	}
	s.more(report)
	if s.shown {
		s.out.str("\n")
	}
	s.summary(report)
	return s.out.flush()
}

// more tells how many problems of each rule and file are not shown.
func (s *Text) more(report *videotune.Report) {
	counts := map[place][2]int{} // of each side, by the report: Check counts more than it tells where one line has very many problems
	both := onBothSides(report)
	for i := range report.Files {
		f := &report.Files[i]
		for _, rule := range slices.Sorted(maps.Keys(f.ByRule)) {
			at := place{rule, f.File}
			if _, ok := s.seen[at]; !ok {
				s.seen[at] = 0
				s.order = append(s.order, at)
			}
			n := counts[at]
			n[side(f)] += f.ByRule[rule]
			counts[at] = n
		}
	}
	for _, at := range s.order {
		seen, n := s.seen[at], counts[at]
		shown := min(seen, max(s.opts.Max, 0))
		more := max(seen, n[0]+n[1]) - shown
		if !both[at.file] {
			s.moreOf(at, more, "")
			continue
		}
		train := max(0, n[videotune.Train]-shown) // what is shown is told of training first
		s.moreOf(at, train, " ("+videotune.Train.String()+")")
		s.moreOf(at, more-train, " ("+videotune.Validation.String()+")")
	}
}

// moreOf tells that n problems are not shown.
func (s *Text) moreOf(at place, n int, side string) {
	if n <= 0 {
		return
	}
	s.shown = true
	s.out.str("… and ", words.Group(int64(n)), " more of [", Clean(string(at.rule)), "]")
	if at.file != "" {
		s.out.str(" in ", Clean(at.file), side)
	}
	s.out.str("\n")
}

// side returns the side of a file as an index.
func side(f *videotune.FileReport) int {
	if f.Split == videotune.Validation {
		return 1
	}
	return 0
}

// onBothSides returns the names that training and validation files share.
func onBothSides(report *videotune.Report) map[string]bool {
	var names [2]map[string]bool
	both := map[string]bool{}
	for i := range report.Files {
		f := &report.Files[i]
		if names[side(f)] == nil {
			names[side(f)] = map[string]bool{}
		}
		names[side(f)][f.File] = true
		both[f.File] = names[1-side(f)][f.File]
	}
	return both
}

// The ANSI colors in use: SGR parameters.
const (
	bold   = "1"
	dim    = "2"
	red    = "1;31"
	green  = "1;32"
	yellow = "1;33"
	purple = "1;35"
)

// paint returns text in a color if color is set.
func paint(color bool, sgr, text string) string {
	if !color {
		return text
	}
	return "\x1b[" + sgr + "m" + text + "\x1b[0m"
}

func severityColor(s videotune.Severity) string {
	switch s {
	case videotune.SeverityError:
		return red
	case videotune.SeverityDrop:
		return purple
	}
	return yellow
}
