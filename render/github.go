package render

import (
	"io"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// DefaultMaxGitHub is the number of problems of each severity that a [GitHub]
// sink shows where its options name none. GitHub shows 10 annotations of each
// level of a step; the tenth is left for the verdict and for the count.
const DefaultMaxGitHub = 9

// GitHubOptions say how to write annotations. The zero value is ready to use.
type GitHubOptions struct {
	// Max is the number of problems of each severity that are shown; the others
	// are counted. 0 is [DefaultMaxGitHub], a negative number shows none.
	Max int
	// Notes are written with those of the report, before them.
	Notes []string
}

// A GitHub sink writes a report as workflow commands, which GitHub Actions shows
// beside the lines of the files:
//
//	::error file=train.jsonl,line=3,col=118,title=the-rule::the message
//
// Error, drop and warning become the levels error, warning and notice. So few are
// shown that they are chosen from as many rules and files as there are: the first
// of each, then the second of each, and so on. A notice counts the others by rule,
// and an error says why the job would fail. Nothing is written before Close.
//
// The file is named as it was given, which should be from the root of the
// repository; columns count bytes. Characters that a terminal could act on are
// spelt out, and no text can begin a command of its own.
type GitHub struct {
	out   stickyWriter
	max   int
	notes []string
	keeper
}

// NewGitHub returns a sink that writes workflow commands to w.
func NewGitHub(w io.Writer, opts GitHubOptions) *GitHub {
	if opts.Max == 0 {
		opts.Max = DefaultMaxGitHub
	}
	return &GitHub{out: newStickyWriter(w), max: opts.Max, notes: opts.Notes, keeper: newKeeper(opts.Max)}
}

// Problem takes note of one problem.
func (s *GitHub) Problem(p *videotune.Problem) { s.add(p) }

// Close writes the annotations and the verdict.
func (s *GitHub) Close(report *videotune.Report) error {
	if report == nil {
		report = &videotune.Report{}
	}
	s.rest(report, s.annotations())
	for _, n := range notes(report, s.notes) {
		s.out.str("Note: ", Clean(n), "\n")
	}
	switch {
	case len(report.Files) == 0:
		s.out.str("Nothing was checked.\n")
	case report.WouldFail():
		s.command("error", "videotune check", nil, "The job would fail: "+strings.Join(report.FailReasons, "; and ")+".")
	default:
		s.out.str("The job would start.\n")
	}
	return s.out.flush()
}

// annotations writes the problems that are shown, and returns their number by rule.
func (s *GitHub) annotations() map[videotune.Rule]int {
	shown := map[videotune.Rule]int{}
	levels := map[string]int{}
	for round, more := 0, true; more; round++ {
		more = false
		for _, at := range s.order {
			list := s.kept[at]
			if round >= len(list) {
				continue
			}
			p := &list[round]
			level := gitHubLevel(p.Severity)
			if levels[level] >= s.max {
				continue
			}
			more = true
			levels[level]++
			shown[at.rule]++
			text := []string{p.Message}
			if p.Hint != "" {
				text = append(text, "hint: "+p.Hint)
			}
			s.command(level, string(p.Rule), p, text...)
		}
	}
	return shown
}

// gitHubLevel returns the command that tells of a severity.
func gitHubLevel(s videotune.Severity) string {
	switch s {
	case videotune.SeverityError:
		return "error"
	case videotune.SeverityDrop:
		return "warning"
	}
	return "notice"
}

// rest counts the problems that are not shown.
func (s *GitHub) rest(report *videotune.Report, shown map[videotune.Rule]int) {
	totals := s.totals(report)
	var list []string
	n := 0
	count := func(rule videotune.Rule) {
		if more := totals[rule] - shown[rule]; more > 0 {
			n += more
			list = append(list, string(rule)+" "+words.Group(int64(more)))
		}
		delete(totals, rule)
	}
	for _, info := range videotune.Rules() {
		count(info.Rule)
	}
	for _, at := range s.order { // rules that are not in the table
		count(at.rule)
	}
	if n > 0 {
		s.command("notice", "videotune check", nil, words.Count(n, "more problem")+": "+strings.Join(list, ", "))
	}
}

// command writes one command, at the place of p if there is one.
func (s *GitHub) command(level, title string, p *videotune.Problem, lines ...string) {
	s.out.str("::", level, " ")
	if p != nil && p.File != "" {
		s.out.str("file=", gitHubProperty(slashed(p.File)), ",")
		if p.Line > 0 {
			s.out.str("line=", strconv.Itoa(p.Line), ",")
			if p.Column > 0 {
				s.out.str("col=", strconv.Itoa(p.Column), ",")
			}
		}
	}
	s.out.str("title=", gitHubProperty(title), "::")
	for i, line := range lines {
		if i > 0 {
			s.out.str("%0A")
		}
		s.out.str(strings.ReplaceAll(Clean(line), "%", "%25"))
	}
	s.out.str("\n")
}

// propertyEscapes are the escapes of a property's value.
var propertyEscapes = strings.NewReplacer("%", "%25", ":", "%3A", ",", "%2C")

// gitHubProperty returns s as the value of a property. Ends of lines, for which
// there are escapes, keep their value, since s may be the name of a file; what
// else a terminal could act on is spelt out.
func gitHubProperty(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexAny(s, "\r\n")
		if i < 0 {
			b.WriteString(propertyEscapes.Replace(Clean(s)))
			return b.String()
		}
		b.WriteString(propertyEscapes.Replace(Clean(s[:i])))
		if s[i] == '\n' {
			b.WriteString("%0A")
		} else {
			b.WriteString("%0D")
		}
		s = s[i+1:]
	}
}
