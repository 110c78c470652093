package job

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/dataset"
	"github.com/seed-57910ec4/videotune/task"
)

// A File is a job: where annotations come from, what is asked, and which files are
// written. Paths are relative to the folder of the job file.
type File struct {
	Source Source      `json:"source"`
	Task   Task        `json:"task"`
	Labels task.Labels `json:"labels"` // of the task: names, or objects of name, definition and aliases

	Per     dataset.Per `json:"per"`     // what an example is made of: video (default), event, label, window
	Window  Duration    `json:"window"`  // of per: window, the longest
	Padding Duration    `json:"padding"` // of per: event, before and after it

	Model      string            `json:"model"`      // "" is the default of the library
	AsOf       Text              `json:"as_of"`      // the day of the limits; "" is the newest
	Limits     string            `json:"limits"`     // a file of limits, in place of model and as_of
	Severity   map[string]string `json:"severity"`   // by rule: off, warning, drop, error
	Resolution string            `json:"resolution"` // LOW, MEDIUM or HIGH; "" is the default of the limits
	System     string            `json:"system"`     // an instruction for all examples

	Facts annotation.Texts `json:"facts"` // files of facts of the videos
	Plans annotation.Texts `json:"plans"` // plans whose files were made: what "videotune cut" wrote

	Plan      Plan               `json:"plan"`
	Split     Split              `json:"split"`
	Negatives *float64           `json:"negatives"` // share of the clips without events that is kept; all if it is absent
	Sampling  map[string]float64 `json:"sampling"`  // how often examples with a label stand there
	Output    Output             `json:"output"`

	tree   *tree             // of the file
	policy *videotune.Policy // see File.Policy
}

// A Source says where annotations come from, and what they do not say themselves.
type Source struct {
	Format annotation.Format `json:"format"`
	Files  annotation.Texts  `json:"files"`
	annotation.Options
}

// A Plan says how long videos are divided.
type Plan struct {
	MaxLength Duration         `json:"max_length"`
	MinLength Duration         `json:"min_length"`
	Overlap   Duration         `json:"overlap"`
	Edges     chunk.EdgePolicy `json:"edges"` // split, most, drop
	Large     chunk.Way        `json:"large"` // chunk, reencode, drop
}

// A Split says which examples go to validation.
type Split struct {
	Share    *float64         `json:"share"`    // the most; 0 leaves it to the source; absent is the library's default
	Seed     Text             `json:"seed"`     // another seed chooses others
	Stratify bool             `json:"stratify"` // the same shares of labels on both sides
	TestAs   annotation.Split `json:"test_as"`  // train or validation; else what the source calls test is left out
}

// An Output says which files are written.
type Output struct {
	Train      string `json:"train"`      // train.jsonl if it is absent
	Validation string `json:"validation"` // validation.jsonl beside it
	Origins    string `json:"origins"`    // origins.jsonl: what each line was made of, and what was left out; "-" writes none
}

// A Text is a text that may be written as a number.
type Text string

// UnmarshalJSON reads a text, or a number as it is written.
func (t *Text) UnmarshalJSON(data []byte) error {
	var n json.Number
	if err := json.Unmarshal(data, &n); err == nil && data[0] != '"' {
		*t = Text(n)
		return nil
	}
	return json.Unmarshal(data, (*string)(t))
}

// A Duration is a time: seconds as a number, or a text such as "30s" or "1m30s".
type Duration time.Duration

// UnmarshalJSON reads seconds, or a text with a unit.
func (d *Duration) UnmarshalJSON(data []byte) error {
	text := strings.Trim(string(data), `"`)
	t, err := annotation.Seconds(text)
	if err != nil {
		var long time.Duration
		if long, err = time.ParseDuration(text); err != nil {
			return fmt.Errorf("%.50q is no time: want seconds, or a text such as 1m30s", text)
		}
		t.Duration = long
	}
	if t.Duration < 0 {
		return fmt.Errorf("%q is less than 0", text)
	}
	*d = Duration(t.Duration)
	return nil
}

// A Task is the name of a task, or an object with its name and what it takes.
type Task struct{ task.Task }

// UnmarshalJSON reads a name, or an object with one.
func (t *Task) UnmarshalJSON(data []byte) error {
	var name string
	if err := json.Unmarshal(data, &name); err == nil {
		t.Task, err = task.New(name, nil)
		return err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return errors.New("want the name of a task, or an object with its name")
	}
	if err := json.Unmarshal(members["name"], &name); err != nil || name == "" {
		return fmt.Errorf("it lacks its name, one of %s", strings.Join(task.Names(), ", "))
	}
	delete(members, "name")
	rest, err := json.Marshal(members)
	if err != nil {
		return err
	}
	t.Task, err = task.New(name, rest)
	return err
}

// Read reads a job. The error joins an [*Error] for each fault.
func Read(r io.Reader) (*File, error) {
	f := new(File)
	t, err := decode(r, f)
	if err != nil {
		return nil, err
	}
	f.tree = t
	c := checker{tree: t}
	c.file(f)
	if len(c.faults) > 0 {
		return nil, joined(c.faults)
	}
	return f, nil
}

// resolutions are the names that the job's resolution can have, in capitals.
var resolutions = []string{"LOW", "MEDIUM", "HIGH"}

// Policy returns what the job says of limits and severities. Its Limits are nil where a
// file has them.
func (f *File) Policy() *videotune.Policy {
	p := *f.policy
	return &p
}

// Config returns what the job says, without what stands in other files: facts, plans and
// limits.
func (f *File) Config(source dataset.Source) dataset.Config {
	c := dataset.Config{
		Source: source, Task: f.Task.Task, Per: f.Per, Window: time.Duration(f.Window), Padding: time.Duration(f.Padding),
		Resolution: f.resolution(),
		Train:      f.Output.Train, Validation: f.Output.Validation, Sidecar: f.Output.Sidecar(), System: f.System,
		Policy: f.Policy(),
		Edges:  f.Plan.Edges, Repair: f.Source.Repair, Negatives: f.Negatives, Sampling: f.Sampling,
		Seed: string(f.Split.Seed), Stratify: f.Split.Stratify, TestAs: f.Split.TestAs,
		Plan: chunk.Options{
			MaxLength: time.Duration(f.Plan.MaxLength), MinLength: time.Duration(f.Plan.MinLength),
			Overlap: time.Duration(f.Plan.Overlap), Large: f.Plan.Large,
		},
	}
	switch s := f.Split.Share; {
	case s != nil && *s == 0:
		c.Share = videotune.PinnedOnly
	case s != nil:
		c.Share = *s
	}
	return c
}

// resolution returns the resolution by its long name; "" stays so.
func (f *File) resolution() videotune.MediaResolution {
	if f.Resolution == "" {
		return ""
	}
	return videotune.MediaResolution("MEDIA_RESOLUTION_" + strings.ToUpper(f.Resolution))
}

// Fill fills in the paths that are not named, and makes all of them relative to dir.
func (o *Output) Fill(dir string) {
	for _, p := range []struct {
		to   *string
		name string
	}{{&o.Train, "train.jsonl"}, {&o.Validation, "validation.jsonl"}, {&o.Origins, "origins.jsonl"}} {
		if *p.to == "" {
			*p.to = p.name
		}
		if *p.to != "-" {
			*p.to = Path(dir, *p.to)
		}
	}
}

// Sidecar is the path of the file of origins; "" for none.
func (o *Output) Sidecar() string {
	if o.Origins == "-" {
		return ""
	}
	return o.Origins
}

// Paths returns the files that are written.
func (o *Output) Paths() []string {
	return slices.DeleteFunc([]string{o.Train, o.Validation, o.Sidecar()}, func(p string) bool { return p == "" })
}

// Inputs returns the files that the job names to be read. Paths are relative to dir.
func (f *File) Inputs(dir string) []string {
	names := f.Source.Inputs(dir)
	for _, name := range slices.Concat(f.Facts, f.Plans, []string{f.Limits}) {
		if name != "" {
			names = append(names, Path(dir, name))
		}
	}
	return names
}
