package videotunetest

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"time"

	"github.com/seed-57910ec4/videotune"
)

//go:generate go test -count=1 -run ^TestVectorFiles$ . -update

//go:embed vectors
var embedded embed.FS

// Vectors holds the test vectors, a folder each; README.md in it describes their
// form. [LoadVectors] reads them.
var Vectors = func() fs.FS {
	fsys, err := fs.Sub(embedded, "vectors")
	if err != nil {
		panic("videotunetest: " + err.Error()) // the name is a constant
	}
	return fsys
}()

// The values of [Vector].Expect.
const (
	ExpectFail = "fail" // the vector's rule is found
	ExpectPass = "pass" // the vector's rule is not found; others may be
)

// A Vector is a small dataset, and what is to be found in it.
type Vector struct {
	Name string `json:"-"` // that of its folder

	About        string                                `json:"about"`          // what is the matter here
	Rule         videotune.Rule                        `json:"rule"`           // what it is about
	Expect       string                                `json:"expect"`         // ExpectFail or ExpectPass
	Near         string                                `json:"near"`           // of a passing vector: the failing one it differs little from; "" for none
	Model        string                                `json:"model"`          // "" is videotune.DefaultModel
	AsOf         string                                `json:"as_of"`          // a day; "" is the newest edition
	Severity     map[videotune.Rule]videotune.Severity `json:"severity"`       // in place of the rules' own
	Train        []string                              `json:"train"`          // names of files, for Open
	Validation   []string                              `json:"validation"`     // likewise; empty for none
	Media        string                                `json:"media"`          // the file of facts; "" for none
	Limits       string                                `json:"limits"`         // the file of limits; "" for those of Model
	JobWouldFail bool                                  `json:"job_would_fail"` // the service would refuse the job
	Problems     []VectorProblem                       `json:"problems"`       // all that is to be found, in order

	// Example is what a vector judges that is about a rule which no file can
	// break, only an Example in memory. Such a vector has no files, and is one of
	// GeneratedVectors.
	Example *videotune.Example `json:"-"`

	open func(name string) (io.ReadCloser, error)
}

// A VectorProblem is a problem that is to be found, without the texts.
type VectorProblem struct {
	Severity videotune.Severity `json:"severity"`
	Rule     videotune.Rule     `json:"rule"`
	File     string             `json:"file"`
	Line     int                `json:"line"`    // 0 if it does not apply
	Column   int                `json:"column"`  // 0 if it does not apply
	Pointer  *videotune.Pointer `json:"pointer"` // nil if it does not apply; "" is the whole line
}

// LoadVectors reads [Vectors], in the order of their names.
func LoadVectors() ([]Vector, error) {
	entries, err := fs.ReadDir(Vectors, ".")
	if err != nil {
		return nil, err
	}
	var vs []Vector
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		name := e.Name()
		data, err := fs.ReadFile(Vectors, path.Join(name, "vector.json"))
		if err != nil {
			return nil, err
		}
		v := Vector{Name: name, open: func(file string) (io.ReadCloser, error) { return Vectors.Open(path.Join(name, file)) }}
		if err := json.Unmarshal(data, &v); err != nil {
			return nil, fmt.Errorf("videotunetest: %s/vector.json: %w", name, err)
		}
		vs = append(vs, v)
	}
	return vs, nil
}

// Open opens a file of the vector: one of Train or Validation, Media or Limits.
func (v *Vector) Open(name string) (io.ReadCloser, error) {
	if v.open == nil {
		return nil, fmt.Errorf("videotunetest: vector %s has no file %q", v.Name, name)
	}
	return v.open(name)
}

// Policy returns what the vector is judged by.
func (v *Vector) Policy() (*videotune.Policy, error) {
	p := &videotune.Policy{Severity: v.Severity}
	var err error
	if v.Limits != "" {
		err = v.read(v.Limits, func(r io.Reader) (err error) {
			p.Limits, err = videotune.LoadLimits(r)
			return err
		})
	} else {
		var asOf time.Time
		if v.AsOf != "" {
			if asOf, err = time.Parse(time.DateOnly, v.AsOf); err != nil {
				return nil, err
			}
		}
		model := v.Model
		if model == "" {
			model = videotune.DefaultModel
		}
		p.Limits, err = videotune.LimitsFor(model, asOf)
	}
	if err != nil {
		return nil, err
	}
	if v.Media != "" {
		var m videotune.MediaMap
		if err := v.read(v.Media, func(r io.Reader) (err error) {
			m, err = videotune.ReadMedia(r)
			return err
		}); err != nil {
			return nil, err
		}
		p.Media = m.Lookup
	}
	return p, nil
}

// read opens a file and hands it to f.
func (v *Vector) read(name string, f func(io.Reader) error) error {
	r, err := v.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f(r), r.Close())
}

// Check runs [videotune.Check] as the vector says, and returns the report and all
// problems in order. A vector with an Example is judged by [videotune.Validate];
// its report is nil. The error is one of reading; problems are none.
func (v *Vector) Check() (*videotune.Report, videotune.Problems, error) {
	policy, err := v.Policy()
	if err != nil {
		return nil, nil, fmt.Errorf("videotunetest: vector %s: %w", v.Name, err)
	}
	if v.Example != nil {
		return nil, videotune.Validate(v.Example, policy), nil
	}
	var data videotune.Dataset
	for _, side := range []struct {
		names  []string
		inputs *[]videotune.Input
	}{{v.Train, &data.Train}, {v.Validation, &data.Validation}} {
		for _, name := range side.names {
			r, err := v.Open(name)
			if err != nil {
				return nil, nil, err
			}
			defer r.Close()
			*side.inputs = append(*side.inputs, videotune.Input{Name: name, R: r})
		}
	}
	var all videotune.Problems
	report, err := videotune.Check(data, &videotune.CheckOptions{
		Policy:    policy,
		OnProblem: func(p *videotune.Problem) { all = append(all, *p) },
	})
	if err != nil {
		return report, all, fmt.Errorf("videotunetest: vector %s: %w", v.Name, err)
	}
	return report, all, nil
}

// Compare returns an error that shows the difference if got is not the list that
// the vector expects: in severity, rule, file, line, column, pointer or order.
func (v *Vector) Compare(got videotune.Problems) error {
	want := make([]string, len(v.Problems))
	for i := range v.Problems {
		want[i] = v.Problems[i].String()
	}
	have, notes := make([]string, len(got)), make([]string, len(got))
	for i := range got {
		have[i], notes[i] = problemOf(&got[i]).String(), got[i].Message
	}
	if diff := diffLists(want, have, notes); diff != "" {
		return fmt.Errorf("vector %s: %s\nproblems (-want +got):\n%s", v.Name, v.About, diff)
	}
	return nil
}

// Verify checks the vector with videotune itself, and returns what differs from
// its expectations.
func (v *Vector) Verify() error {
	report, got, err := v.Check()
	if err != nil {
		return err
	}
	if err := v.Compare(got); err != nil {
		return err
	}
	if report != nil && report.WouldFail() != v.JobWouldFail {
		return fmt.Errorf("vector %s: %s\njob_would_fail: want %v, got %v %q", v.Name, v.About, v.JobWouldFail, report.WouldFail(), report.FailReasons)
	}
	return nil
}

// problemOf returns p without its texts.
func problemOf(p *videotune.Problem) *VectorProblem {
	v := &VectorProblem{Severity: p.Severity, Rule: p.Rule, File: p.File, Line: p.Line, Column: p.Column}
	if p.HasPointer() {
		v.Pointer = &p.Pointer
	}
	return v
}

// String returns the problem on one line: "train.jsonl:1:5: error rule at pointer".
func (p *VectorProblem) String() string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
	}
	if p.Column > 0 {
		s += fmt.Sprintf(":%d", p.Column)
	}
	if s != "" {
		s += ": "
	}
	s += fmt.Sprintf("%s %s", p.Severity, p.Rule)
	if p.Pointer != nil {
		s += fmt.Sprintf(" at %q", *p.Pointer)
	}
	return s
}
