package task

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"text/template"
)

// Custom is a task of your own: the answer is a value of the Go type A, a struct or a
// list, and the prompt a template.
//
// The JSON Schema of the answer is made from A by invopop/jsonschema; its tags count,
// and Parse judges replies by it. A field of type [Time] is a time in the unit, and a
// string with the tag `jsonschema:"format=label"` is one of the Labels, with
// "format=verdict" one of them or "none". A keyword that replies cannot be judged by
// is an error of Prompt.
type Custom[A any] struct {
	// Template is the prompt as text/template has it, executed with a [CustomPrompt].
	Template string
	// Data is there for the template, as its Data; it must be the same for all clips.
	Data any

	// Value makes the answer of a clip. Use [Clip.Span], [Clip.Labels] and [Unit.Span]
	// for the times and labels, so that what is moved or left out is noted.
	Value func(*Clip) (A, Notes, error)
	// Validate finds what the schema cannot say of an answer; nil finds nothing.
	Validate func(*A) error
	// Nothing is the answer when nothing applies, for the template; nil if there is none.
	Nothing *A

	Labels Labels
	Unit   Unit
	Fence  bool // answers stand in a code fence
}

// A CustomPrompt is what the template of a [Custom] task is executed with.
type CustomPrompt struct {
	Labels  Labels // in the order of their names
	List    string // the same as lines, with their definitions
	Times   string // how times are written, and that they count from the start of the segment
	Format  string // how to answer, with the Schema
	Schema  string // JSON Schema of the answer, one line
	Nothing string // the answer when nothing applies, as it is written; "" if there is none
	Data    any    // the task's
}

func (t *Custom[A]) form() *form[A] {
	names := t.Labels.Names()
	f := &form[A]{unit: t.Unit, fence: t.Fence, lists: map[string][]string{
		formatLabel: names, formatVerdict: append(slices.Clone(names), None),
	}}
	if t.Validate != nil {
		f.settle = func(a *A, faults *ReplyError) {
			if err := t.Validate(a); err != nil {
				faults.add("", "", err.Error(), ErrValue)
			}
		}
	}
	return f
}

// Prompt executes the template. Faults of the labels, the unit, the type and the
// template are errors.
func (t *Custom[A]) Prompt() (string, error) {
	if err := t.Labels.Validate(); err != nil {
		return "", err
	}
	if err := t.Unit.validate(); err != nil {
		return "", err
	}
	if k := reflect.TypeFor[A]().Kind(); k != reflect.Struct && k != reflect.Slice && k != reflect.Array && k != reflect.Map {
		return "", fmt.Errorf("task: %w: its answer is a %v; make it a struct or a list", ErrConfig, reflect.TypeFor[A]())
	}
	if blank(t.Template) {
		return "", fmt.Errorf("task: %w: it has no template for the prompt", ErrConfig)
	}
	f := t.form()
	p := CustomPrompt{Labels: t.Labels.sorted(), Times: t.Unit.sentence(), Data: t.Data}
	p.List = p.Labels.list()
	var err error
	if p.Schema, err = f.schema(); err != nil {
		return "", err
	}
	p.Format = formatSentence(t.Fence, p.Schema)
	if t.Nothing != nil {
		if p.Nothing, err = f.write(*t.Nothing); err != nil {
			return "", err
		}
	}
	page, err := template.New("prompt").Option("missingkey=error").Parse(t.Template)
	if err != nil {
		return "", fmt.Errorf("task: %w: %w", ErrConfig, err)
	}
	var b strings.Builder
	if err := page.Execute(&b, p); err != nil {
		return "", fmt.Errorf("task: %w: %w", ErrConfig, err)
	}
	return b.String(), nil
}

// FromClip returns the answer for a clip: it calls Value.
func (t *Custom[A]) FromClip(c *Clip) (A, Notes, error) {
	if t.Value == nil {
		var none A
		return none, Notes{}, fmt.Errorf("task: %w: it has no Value that makes an answer of a clip", ErrConfig)
	}
	return t.Value(c)
}

// Render returns the text of an answer. Its times must be exact in the unit: see
// [Unit.Span]. A nil slice is null in JSON, which is no list.
func (t *Custom[A]) Render(a A) (string, Notes, error) {
	text, err := t.form().write(a)
	return text, Notes{}, err
}

// Answer returns the text of the answer for a clip: FromClip and Render.
func (t *Custom[A]) Answer(c *Clip) (string, Notes, error) { return answerOf(c, t.FromClip, t.Render) }

// Parse reads a reply.
func (t *Custom[A]) Parse(reply string) (A, error) { return t.form().read(reply) }

// Check returns the error of Parse.
func (t *Custom[A]) Check(reply string) error { return errorOf(t.Parse(reply)) }

// SetLabels sets the labels, in the order of their names.
func (t *Custom[A]) SetLabels(labels Labels) error { return t.Labels.set(labels) }

var _ Labeled = (*Custom[struct{}])(nil)
