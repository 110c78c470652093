package render

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"io"
	"strconv"

	"github.com/seed-57910ec4/videotune"
)

// CheckSchema is the JSON Schema (draft 2020-12) of what [NewJSON] writes, and
// with it "videotune check --format json".
//
//go:embed check.schema.json
var CheckSchema []byte

// JSONOptions say how to write JSON. The zero value is ready to use.
type JSONOptions struct {
	// Max is the number of problems that are listed, in all; problems_omitted
	// says how many more the report counts. 0 lists all of them, a negative
	// number none.
	Max int
	// Notes are written with those of the report, before them.
	Notes []string
}

// A JSON sink writes a report as one JSON object, in the form that programs
// outside this project read: members are added to it, and none is renamed or
// removed. It is described by [CheckSchema].
//
// The object stands on several lines, one for each problem, and ends in a line
// feed. Control characters, also those that JSON allows, are escaped, so that
// the output is safe to look at in a terminal. Bytes of a file name that are not
// UTF-8 become U+FFFD, because JSON cannot hold them.
type JSON struct {
	out     stickyWriter
	max     int
	notes   []string
	listed  int
	omitted int
	buf     []byte
}

// NewJSON returns a sink that writes JSON to w.
func NewJSON(w io.Writer, opts JSONOptions) *JSON {
	s := &JSON{out: newStickyWriter(w), max: opts.Max, notes: opts.Notes}
	s.out.str(`{"problems":[`)
	return s
}

// Problem writes one problem.
func (s *JSON) Problem(p *videotune.Problem) {
	if s.max < 0 || s.max > 0 && s.listed >= s.max {
		s.omitted++
		return
	}
	line, err := p.MarshalJSON()
	if err != nil { // strings and whole numbers: it cannot
		s.omitted++
		return
	}
	if s.listed > 0 {
		s.out.str(",")
	}
	s.listed++
	s.buf = appendEscaped(append(s.buf[:0], '\n'), line)
	s.out.bytes(s.buf)
}

// Close writes the summary, and with it the end of the object.
func (s *JSON) Close(report *videotune.Report) error {
	if s.listed > 0 {
		s.out.str("\n")
	}
	if report == nil {
		report = &videotune.Report{}
	}
	var summary bytes.Buffer
	enc := json.NewEncoder(&summary)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(newJSONSummary(report, s.notes)); err != nil {
		return err
	}
	// Check counts more than it tells where one line has very many problems.
	omitted := max(s.omitted, countOf(report)-s.listed)
	s.out.str("],\n\"problems_omitted\":", strconv.Itoa(omitted), ",\n\"summary\":")
	s.out.bytes(appendEscaped(s.buf[:0], bytes.TrimSuffix(summary.Bytes(), []byte{'\n'})))
	s.out.str("}\n")
	return s.out.flush()
}

// jsonSummary and the types below are the contract: their order is that of the
// members, and no member is left out but those that say so.
type jsonSummary struct {
	Model        string     `json:"model"`
	Profile      string     `json:"profile"`
	ModelRetired string     `json:"model_retired,omitempty"`
	Resolution   string     `json:"resolution"`
	Examples     int        `json:"examples"`
	Dropped      int        `json:"dropped"`
	DropShare    float64    `json:"drop_share"`
	JobWouldFail bool       `json:"job_would_fail"`
	FailReasons  []string   `json:"fail_reasons"`
	Files        []jsonFile `json:"files"`

	Unprobed    int                          `json:"unprobed"`
	Tokens      videotune.Range              `json:"tokens"`
	Resolutions []videotune.ResolutionReport `json:"resolutions"`
	Assumptions []string                     `json:"assumptions"`
	Notes       []string                     `json:"notes"`
}

type jsonFile struct {
	File       string                 `json:"file"`
	Split      string                 `json:"split"`
	Examples   int                    `json:"examples"`
	Dropped    int                    `json:"dropped"`
	DropShare  float64                `json:"drop_share"`
	BySeverity jsonSeverities         `json:"by_severity"`
	ByRule     map[videotune.Rule]int `json:"by_rule"`
}

type jsonSeverities struct {
	Error   int `json:"error"`
	Drop    int `json:"drop"`
	Warning int `json:"warning"`
}

func newJSONSummary(r *videotune.Report, more []string) *jsonSummary {
	train := r.Train()
	s := &jsonSummary{
		Model:        r.Model,
		Profile:      r.Edition,
		Resolution:   r.Resolution,
		Examples:     train.Examples,
		Dropped:      train.Dropped,
		DropShare:    share4(&train),
		JobWouldFail: r.WouldFail(),
		FailReasons:  orEmpty(r.FailReasons),
		Files:        make([]jsonFile, len(r.Files)),
		Unprobed:     r.Unprobed,
		Tokens:       r.Tokens,
		Resolutions:  orEmpty(r.Resolutions),
		Assumptions:  orEmpty(r.Assumptions),
		Notes:        notes(r, more),
	}
	if !r.ModelRetired.IsZero() {
		s.ModelRetired = r.ModelRetired.Format(dateLayout)
	}
	for i := range r.Files {
		f := &r.Files[i]
		s.Files[i] = jsonFile{
			File: f.File, Split: f.Split.String(), Examples: f.Examples, Dropped: f.Dropped, DropShare: share4(f),
			BySeverity: jsonSeverities{Error: f.Errors, Drop: f.Drops, Warning: f.Warnings},
			ByRule:     f.ByRule,
		}
		if f.ByRule == nil {
			s.Files[i].ByRule = map[videotune.Rule]int{}
		}
	}
	return s
}

// countOf returns the number of problems that the report counts.
func countOf(r *videotune.Report) int {
	n := 0
	for i := range r.Files {
		n += r.Files[i].Errors + r.Files[i].Drops + r.Files[i].Warnings
	}
	return n
}

// orEmpty makes a list that is written as [], not as null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
