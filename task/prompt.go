package task

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"

	"github.com/seed-57910ec4/videotune/schema"
)

// A page is a prompt of sections, with an empty line between them.
type page []string

func (p *page) add(section string) {
	if section = strings.TrimSpace(section); section != "" {
		*p = append(*p, section)
	}
}

func (p page) text() string { return strings.Join(p, "\n\n") }

// or returns the text, or another one where it is blank.
func or(text, otherwise string) string {
	if strings.TrimSpace(text) == "" {
		return otherwise
	}
	return text
}

// labelSection lists the labels.
func labelSection(ls Labels) string {
	if len(ls) == 0 {
		return ""
	}
	return "The labels, and no others, are:\n" + ls.sorted().list()
}

// languageSection says in which language texts are written.
func languageSection(language string) string {
	if language == "" {
		return ""
	}
	return "Write texts in this language: " + language + "."
}

// output says how an answer looks, with its schema.
func (f *form[A]) output() (string, error) {
	schema, err := f.schema()
	if err != nil {
		return "", err
	}
	return formatSentence(f.fence, schema), nil
}

func formatSentence(fence bool, schema string) string {
	what := "Answer with JSON, without a code fence and without any other text."
	if fence {
		what = "Answer with JSON in a code fence, without any other text."
	}
	return what + " It must be valid under this JSON Schema:\n" + schema
}

// finish adds the output format and, unless it is "", the answer when nothing applies.
func (f *form[A]) finish(p *page, when, nothing string) (string, error) {
	out, err := f.output()
	if err != nil {
		return "", err
	}
	p.add(out)
	if nothing != "" {
		p.add(when + ", answer:\n" + nothing)
	}
	return p.text(), nil
}

// schema returns the JSON Schema of the answers as one line.
func (f *form[A]) schema() (string, error) {
	s, err := schema.Answer[A]()
	if err != nil {
		return "", err
	}
	if _, err := compile(s); err != nil {
		return "", err
	}
	f.narrow(s)
	text, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("task: the schema of the answer: %w", err)
	}
	return plain(string(text)), nil
}

// narrow says in a schema what is known of the task only: the lists, the form of
// times, the members that it does without.
func (f *form[A]) narrow(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	if s.Format == formatClock {
		s.Format, s.Pattern = "", f.unit.pattern()
	}
	if names, ok := f.lists[s.Format]; ok && s.Format != "" {
		s.Format = ""
		for _, name := range names {
			s.Enum = append(s.Enum, name)
		}
	}
	for _, o := range append(slices.Clone(s.OneOf), s.AnyOf...) {
		f.narrow(o)
	}
	f.narrow(s.Items)
	f.narrow(s.AdditionalProperties)
	if s.Properties == nil {
		return
	}
	for _, name := range f.absent {
		s.Properties.Delete(name)
		s.Required = slices.DeleteFunc(s.Required, func(r string) bool { return r == name })
	}
	for p := s.Properties.Oldest(); p != nil; p = p.Next() {
		f.narrow(p.Value)
	}
}

// plain writes JSON with <, > and & as they are.
func plain(text string) string {
	var b strings.Builder
	last := 0
	for i, escape := range escapes(text) {
		c, ok := map[string]byte{`\u003c`: '<', `\u003e`: '>', `\u0026`: '&'}[escape]
		if !ok {
			continue
		}
		b.WriteString(text[last:i])
		b.WriteByte(c)
		last = i + len(escape)
	}
	return b.String() + text[last:]
}

// escapes yields the escapes of JSON with their offsets.
func escapes(text string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		for i := 0; i+1 < len(text); i++ {
			if text[i] != '\\' {
				continue
			}
			size := 2
			if text[i+1] == 'u' {
				size = min(6, len(text)-i)
			}
			if !yield(i, text[i:i+size]) {
				return
			}
			i += size - 1
		}
	}
}
