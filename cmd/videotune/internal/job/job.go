package job

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	AsOf       string            `json:"as_of"`      // the day of the limits; "" is the newest
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
	Share    *float64         `json:"share"` // the most; 0 leaves it to the source; absent is the library's default
	Seed     string           `json:"seed"`
	Stratify bool             `json:"stratify"` // the same shares of labels on both sides
	TestAs   annotation.Split `json:"test_as"`  // train or validation; else what the source calls test is left out
}

// An Output says which files are written.
type Output struct {
	Train      string `json:"train"`      // train.jsonl if it is absent
	Validation string `json:"validation"` // validation.jsonl beside it
	Origins    string `json:"origins"`    // origins.jsonl: what each line was made of, and what was left out; "-" writes none
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
			return fmt.Errorf("%q is no time: want seconds, or a text such as 1m30s", text)
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
		return fmt.Errorf("task: want the name of a task, or an object with its name")
	}
	if err := json.Unmarshal(members["name"], &name); err != nil || name == "" {
		return fmt.Errorf("task: it lacks its name, one of %s", strings.Join(task.Names(), ", "))
	}
	delete(members, "name")
	rest, err := json.Marshal(members)
	if err != nil {
		return err
	}
	t.Task, err = task.New(name, rest)
	return err
}

// Read reads a job.
func Read(r io.Reader) (*File, error) {
	f := new(File)
	if err := Decode(r, f); err != nil {
		return nil, err
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	return f, nil
}

// check returns what is wrong with a job before anything is read.
func (f *File) check() error {
	var errs []error
	if _, err := annotation.ParseFormat(string(f.Source.Format)); err != nil {
		if f.Source.Format == "" {
			err = errors.New("source.format is not there: it names what the annotations are, such as rows or labelstudio")
		}
		errs = append(errs, err)
	} else if err := f.Source.Options.CheckFor(f.Source.Format); err != nil {
		errs = append(errs, err)
	}
	if sql := f.Source.Format == annotation.FormatSQL; sql == (len(f.Source.Files) > 0) {
		errs = append(errs, fmt.Errorf("source.files: the format %s %s", f.Source.Format, map[bool]string{true: "reads a database and no files", false: "needs files"}[sql]))
	}
	if f.Task.Task == nil && f.Source.Format != annotation.FormatChat {
		errs = append(errs, fmt.Errorf("task is not there: one of %s", strings.Join(task.Names(), ", ")))
	}
	if len(f.Labels) > 0 && f.Task.Task != nil {
		labeled, ok := f.Task.Task.(task.Labeled)
		if !ok {
			errs = append(errs, errors.New("labels: this task has none"))
		} else if err := labeled.SetLabels(f.Labels); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// Config returns what the job says, without what stands in other files: the policy,
// facts and plans.
func (f *File) Config(source dataset.Source) dataset.Config {
	c := dataset.Config{
		Source: source, Task: f.Task.Task, Per: f.Per, Window: time.Duration(f.Window), Padding: time.Duration(f.Padding),
		Train: f.Output.Train, Validation: f.Output.Validation, Sidecar: f.Output.sidecar(), System: f.System,
		Edges: f.Plan.Edges, Repair: f.Source.Repair, Negatives: f.Negatives, Sampling: f.Sampling,
		Seed: f.Split.Seed, Stratify: f.Split.Stratify, TestAs: f.Split.TestAs,
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

// String returns the job as JSON, for tests and messages.
func (f *File) String() string {
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(f); err != nil {
		return err.Error()
	}
	return b.String()
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

// sidecar is the path of the file of origins; "" for none.
func (o *Output) sidecar() string {
	if o.Origins == "-" {
		return ""
	}
	return o.Origins
}
