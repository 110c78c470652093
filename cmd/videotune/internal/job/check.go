package job

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/dataset"
	"github.com/seed-57910ec4/videotune/internal/config"
	"github.com/seed-57910ec4/videotune/internal/nearest"
	"github.com/seed-57910ec4/videotune/task"
)

// A checker finds what is wrong with a job before anything else is read.
type checker struct {
	*tree
	faults []*Error
}

// fault adds what is wrong with the value of a path.
func (c *checker) fault(path string, err error) {
	c.faults = append(c.faults, c.tree.fault(&config.Error{Path: path, Err: err}))
}

func (c *checker) file(f *File) {
	c.source(&f.Source)
	switch t := f.Task.Task; {
	case t != nil:
		c.task(t, f.Labels)
	case f.Source.Format != annotation.FormatChat:
		c.fault("task", fmt.Errorf("it is not there; want one of %s", strings.Join(task.Names(), ", ")))
	}
	if f.Resolution != "" && !slices.Contains(resolutions, strings.ToUpper(f.Resolution)) {
		c.fault("resolution", fmt.Errorf("%q is none of LOW, MEDIUM, HIGH", f.Resolution))
	}
	if s := f.Split.Share; s != nil && !(*s >= 0 && *s < 1) {
		c.fault("split.share", fmt.Errorf("%v: want 0, or a share below 1 such as 0.1", *s))
	}
	f.policy = c.policy(f)
	c.config(f)
}

// policy returns the policy of a job.
func (c *checker) policy(f *File) *videotune.Policy {
	p := &videotune.Policy{Severity: map[videotune.Rule]videotune.Severity{}}
	var day time.Time
	var err error
	if f.AsOf != "" {
		if day, err = time.Parse(time.DateOnly, string(f.AsOf)); err != nil {
			c.fault("as_of", fmt.Errorf("%.40q is no day; write it like 2026-08-31", f.AsOf))
		}
	}
	switch {
	case f.Limits == "":
		if p.Limits, err = videotune.LimitsFor(f.Model, day); err != nil {
			c.fault("model", plain(err))
		}
	case f.Model != "" || f.AsOf != "":
		c.fault("limits", errors.New("the file stands in place of model and as_of; leave these out"))
	}
	for _, id := range slices.Sorted(maps.Keys(f.Severity)) {
		rule, severity, err := parseSeverity(id, f.Severity[id])
		if err != nil {
			c.fault("severity."+id, err)
			continue
		}
		p.Severity[rule] = severity
	}
	return p
}

// parseSeverity returns the rule of an id, and the severity of a name.
func parseSeverity(id, name string) (videotune.Rule, videotune.Severity, error) {
	info, ok := videotune.LookupRule(videotune.Rule(id))
	if !ok {
		var ids []string
		for _, known := range videotune.Rules() {
			ids = append(ids, string(known.Rule))
		}
		hint := nearest.DidYouMean("", nearest.Word(id, ids))
		if hint == "" {
			hint = "; \"videotune rules\" lists them"
		}
		return "", 0, errors.New("there is no such rule" + hint)
	}
	severity, err := videotune.ParseSeverity(name)
	if err != nil {
		err = plain(err)
	}
	return info.Rule, severity, err
}

// config judges a job as dataset.Build does, but for what was told already.
func (c *checker) config(f *File) {
	named := *f
	named.Output.Fill("")
	d := named.Config(func(context.Context) iter.Seq2[*annotation.Video, error] { return nil })
	told := map[string]bool{}
	for _, e := range c.faults {
		var at *config.Error
		if errors.As(e, &at) {
			told[at.Path] = true
		}
	}
	for _, e := range faultsOf[*dataset.ConfigError](d.Validate()) {
		// What a plan can have depends on the limits, which are not known yet.
		if member := memberOf(e.Field); !told[member] && !(f.Limits != "" && strings.HasPrefix(member, "plan.")) {
			c.faults = append(c.faults, f.fault(e))
		}
	}
}

// Faults returns an [*Error] for each [*dataset.ConfigError] that err joins, with the
// member of the job that it is of.
func (f *File) Faults(err error) (faults []error) {
	for _, e := range faultsOf[*dataset.ConfigError](err) {
		faults = append(faults, f.fault(e))
	}
	return faults
}

// fault returns what is wrong with a field of a Config as what is wrong with a member of
// the job.
func (f *File) fault(e *dataset.ConfigError) *Error {
	path := memberOf(e.Field)
	fault := f.tree.fault(&config.Error{Path: path, Err: errors.New(e.Reason)})
	if path == "window" && !f.tree.has(path) { // which per asks for
		at := f.tree.place("per")
		fault.Line, fault.Column = at.line, at.column
	}
	return fault
}

// members are the names in a job file of those fields of a dataset.Config that stand
// elsewhere there.
var members = map[string]string{
	"Train": "output.train", "Validation": "output.validation", "Sidecar": "output.origins",
	"Share": "split.share", "Seed": "split.seed", "Stratify": "split.stratify", "TestAs": "split.test_as",
	"Edges": "plan.edges", "Repair": "source.repair",
}

var capital = regexp.MustCompile(`([a-z])([A-Z])`)

// memberOf returns the name in a job file of a field such as "Plan.MaxLength".
func memberOf(field string) string {
	if name, ok := members[field]; ok {
		return name
	}
	return strings.ToLower(capital.ReplaceAllString(field, "${1}_$2"))
}

func (c *checker) source(s *Source) {
	if s.Format == "" {
		c.fault("source.format", fmt.Errorf("it is not there; it names what the annotations are: one of %v", annotation.Formats()))
		return
	}
	if _, err := annotation.ParseFormat(string(s.Format)); err != nil {
		c.fault("source.format", plain(err))
		return
	}
	for _, e := range OptionFaults(s.CheckFor(s.Format)) {
		path := "source"
		if words := strings.Fields(e.Message); len(words) > 2 && c.has("source."+words[2]) { // the option NAME …
			path = "source." + words[2]
		}
		c.fault(path, e)
	}
	if s.Format != annotation.FormatSQL {
		if len(s.Files) == 0 {
			c.fault("source.files", errors.New("there is none; name the files of annotations"))
		}
		return
	}
	if len(s.Files) > 0 {
		c.fault("source.files", errors.New("the format sql reads a database and no files"))
	}
	if err := s.checkDatabase(); err != nil {
		c.fault("source", err)
	}
}

func (c *checker) task(t task.Task, labels task.Labels) {
	if len(labels) > 0 {
		labeled, ok := t.(task.Labeled)
		if !ok {
			c.fault("labels", errors.New("this task has none"))
			return
		}
		if err := labeled.SetLabels(labels); err != nil {
			c.fault("labels", plain(err))
			return
		}
	}
	if _, err := t.Prompt(); err != nil {
		c.fault("task", plain(err))
	}
}

// OptionFaults returns the errors that annotation.Options.CheckFor joins.
func OptionFaults(err error) []*annotation.Error { return faultsOf[*annotation.Error](err) }

// faultsOf returns the errors of a type that err joins.
func faultsOf[E error](err error) (faults []E) {
	list := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		list = joined.Unwrap()
	}
	for _, one := range list {
		var e E
		if errors.As(one, &e) {
			faults = append(faults, e)
		}
	}
	return faults
}

// plain takes the name of a package, or another that stands there already, off an error.
func plain(err error, names ...string) error {
	text := err.Error()
	for _, name := range append([]string{"videotune", "task", "annotation", "dataset", "chunk"}, names...) {
		text = strings.TrimPrefix(text, name+": ")
	}
	if text == err.Error() {
		return err
	}
	return errors.New(text)
}
