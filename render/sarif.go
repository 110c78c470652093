package render

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// DefaultMaxSARIF is the number of problems that a [SARIF] sink lists where its
// options name none: GitHub's code scanning refuses a run with more results.
const DefaultMaxSARIF = 25_000

// sarifSchema is the schema that a log names: that of the standard's first errata.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// SARIFOptions say how to write SARIF. The zero value is ready to use.
type SARIFOptions struct {
	// Max is the number of problems that are listed, in all; a notification says
	// how many more the report counts. 0 is [DefaultMaxSARIF], a negative number
	// lists none. Some 16 bytes are kept for each that is listed.
	Max int
	// Version is that of the program, such as "v1.2.3"; "" for none.
	Version string
	// Severity is that of the policy by which was judged, told as overrides of the
	// rules' own. Nil stands for the severities of the rules.
	Severity map[videotune.Rule]videotune.Severity
	// Notes are written with those of the report, before them.
	Notes []string
}

// A SARIF sink writes a report as a SARIF 2.1.0 log with one run: the rules with
// their help, a result for each problem, and an invocation with the exit code of
// "videotune check". The run's properties hold problems_omitted and summary, which
// are those of [JSON].
//
// Error, drop and warning become the levels error, warning and note; the property
// severity of a result has the word itself. A relative file is told relative to
// %SRCROOT%, the root of the sources; the problem's pointer is a logical location.
//
// Columns count bytes, as everywhere here: behind characters outside of ASCII they
// are larger than those of an editor. The run names no columnKind, whose two values
// are UTF-16 code units and code points, and says columnUnit "bytes" among its
// properties: to count anew takes the line, which a problem does not hold, and which
// is gone when problems of the whole dataset are told.
//
// The fingerprint "videotuneProblem/v1" does not change when lines move: it is made
// of rule, file, pointer and message without the numbers of lines, and of how many
// such problems stand before.
//
// Each rule and each result stands on a line of its own, and what a terminal could
// act on is escaped, as [JSON] does.
type SARIF struct {
	out     stickyWriter
	opts    SARIFOptions
	index   map[videotune.Rule]int // in the list of rules
	prints  map[uint64]int
	listed  int
	omitted int
	buf     []byte
}

// NewSARIF returns a sink that writes SARIF to w.
func NewSARIF(w io.Writer, opts SARIFOptions) *SARIF {
	if opts.Max == 0 {
		opts.Max = DefaultMaxSARIF
	}
	s := &SARIF{out: newStickyWriter(w), opts: opts, index: map[videotune.Rule]int{}, prints: map[uint64]int{}}
	s.out.str(`{"$schema":"`, sarifSchema, `","version":"2.1.0","runs":[{`, "\n", `"tool":{"driver":{"name":"videotune",`)
	if opts.Version != "" {
		s.out.str(`"version":`)
		s.json(opts.Version)
		s.out.str(",")
	}
	s.out.str(`"informationUri":"`, projectPage, `","rules":[`)
	for i, info := range videotune.Rules() {
		s.index[info.Rule] = i
		s.item(i, newSARIFRule(info))
	}
	s.out.str("\n]}},\n", `"results":[`)
	return s
}

// Problem writes one result.
func (s *SARIF) Problem(p *videotune.Problem) {
	if s.listed >= s.opts.Max {
		s.omitted++
		return
	}
	s.item(s.listed, s.result(p))
	s.listed++
}

// Close writes what the report says, and with it the end of the log.
func (s *SARIF) Close(report *videotune.Report) error {
	if report == nil {
		report = &videotune.Report{}
	}
	omitted := max(s.omitted, countOf(report)-s.listed) // Check counts more than it tells where one line has very many problems
	s.out.str("\n],\n", `"invocations":[`)
	s.json(s.invocation(report, omitted))
	s.out.str("],\n", `"properties":{"columnUnit":"bytes","problems_omitted":`, strconv.Itoa(omitted), `,"summary":`)
	s.json(newJSONSummary(report, s.opts.Notes))
	s.out.str("}\n}]}\n")
	return s.out.flush()
}

// item writes an element of a list, on a line of its own.
func (s *SARIF) item(i int, v any) {
	if i > 0 {
		s.out.str(",")
	}
	s.out.str("\n")
	s.json(v)
}

// json writes a value. It is of strings, numbers and lists of such, which JSON
// has; what is not UTF-8 becomes U+FFFD.
func (s *SARIF) json(v any) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		b.Reset()
		b.WriteString("null")
	}
	s.buf = appendEscaped(s.buf[:0], bytes.TrimSuffix(b.Bytes(), []byte{'\n'}))
	s.out.bytes(s.buf)
}

// result returns what is told of a problem.
func (s *SARIF) result(p *videotune.Problem) *sarifResult {
	text := p.Message
	if p.Hint != "" {
		text += "\nhint: " + p.Hint
	}
	r := &sarifResult{
		RuleID: p.Rule, Level: sarifLevel(p.Severity), Message: newSARIFMessage(text),
		Fingerprints: map[string]string{"videotuneProblem/v1": s.fingerprint(p)},
		Properties:   sarifSeverity{Severity: p.Severity},
	}
	if i, ok := s.index[p.Rule]; ok {
		r.RuleIndex = &i
	}
	if loc := newSARIFLocation(p); loc != nil {
		r.Locations = []*sarifLocation{loc}
	}
	return r
}

// invocation returns what is told of the run as such.
func (s *SARIF) invocation(report *videotune.Report, omitted int) *sarifInvocation {
	inv := &sarifInvocation{Successful: true, Description: "the job would start"}
	if report.WouldFail() {
		inv.ExitCode, inv.Description = 1, "the job would fail: "+strings.Join(report.FailReasons, "; and ")
	}
	for i, info := range videotune.Rules() {
		if severity, ok := s.opts.Severity[info.Rule]; ok && severity != info.Severity {
			o := sarifOverride{Descriptor: sarifDescriptor{info.Rule, i}}
			if severity == videotune.SeverityOff {
				o.Configuration.Enabled = new(bool)
			} else {
				o.Configuration.Level = sarifLevel(severity)
			}
			inv.Overrides = append(inv.Overrides, o)
		}
	}
	if omitted > 0 {
		inv.notify("warning", words.Count(omitted, "more problem")+" than are listed here; summary counts all by file and rule")
	}
	for _, a := range report.Assumptions {
		inv.notify("note", "assumption: "+a)
	}
	for _, n := range notes(report, s.opts.Notes) {
		inv.notify("note", n)
	}
	return inv
}
