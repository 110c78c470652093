package task

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune/internal/config"
)

// None is the word for "nothing applies" in the answers of [Moderate] and [Classify].
// No label may have this name there.
const None = "none"

// A Label is one of a closed list.
type Label struct {
	Name       string   `json:"name"`                 // as it stands in prompts and answers
	Definition string   `json:"definition,omitempty"` // what counts as it and what does not, for the prompt
	Aliases    []string `json:"aliases,omitempty"`    // other labels of events that mean this one; they stand nowhere
}

// UnmarshalJSON reads an object with the names of the fields, or a string, which is
// the Name. An unknown name is an error that says the nearest right one.
func (l *Label) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		*l = Label{}
		return json.Unmarshal(data, &l.Name)
	}
	if len(data) > 0 && data[0] != '{' {
		return fmt.Errorf("task: %s is no label: want a name, in quotes, or an object with one", cut(string(data)))
	}
	type plain Label // without this method
	var p plain
	if err := config.Decode(data, &p); err != nil {
		return fmt.Errorf("task: a label: %w", err)
	}
	*l = Label(p)
	return nil
}

// Labels are a closed list of labels, in any order: prompts and answers have them in
// the order of their names, by bytes. Names are compared exactly.
type Labels []Label

// UnmarshalJSON reads a list of labels, and validates it.
func (ls *Labels) UnmarshalJSON(data []byte) error {
	var list []Label
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	*ls = list
	return ls.Validate()
}

// Validate returns nil or a [*LabelsError] with all that is wrong: a name that is
// empty, has a control character or is not UTF-8; one that is there twice, as a name
// or alias; and two that differ only in upper and lower case or outer white space,
// which no model can tell apart reliably.
func (ls Labels) Validate() error {
	var e LabelsError
	exact, alike := map[string]int{}, map[string]int{}
	add := func(i int, name, what string) {
		if reason := unfit(name); reason != "" {
			e.add(i, name, what+reason)
			return
		}
		if first, ok := exact[name]; ok {
			e.add(i, name, fmt.Sprintf("%sit is there already, at index %d", what, first))
			return
		}
		exact[name] = i
		key := strings.ToLower(strings.TrimSpace(name))
		if first, ok := alike[key]; ok && (first != i || what == "") {
			e.add(i, name, fmt.Sprintf("%sit differs from that at index %d only in case or outer spaces", what, first))
			return
		}
		alike[key] = i
	}
	for i, l := range ls {
		add(i, l.Name, "")
		if !utf8.ValidString(l.Definition) {
			e.add(i, l.Name, "its definition is not valid UTF-8")
		}
	}
	for i, l := range ls {
		for _, alias := range l.Aliases {
			add(i, alias, "as an alias, ")
		}
	}
	if len(e.Faults) > 0 {
		return &e
	}
	return nil
}

// unfit says why a text is no name.
func unfit(name string) string {
	switch {
	case strings.TrimSpace(name) == "":
		return "it is empty"
	case !utf8.ValidString(name):
		return "it is not valid UTF-8"
	case strings.ContainsFunc(name, unicode.IsControl):
		return "it has a control character, such as a line break"
	}
	return ""
}

// Resolve returns the name of the label that an event's label means: itself, or that
// of which it is an alias; false if there is none.
func (ls Labels) Resolve(name string) (string, bool) {
	for i := range ls {
		if ls[i].Name == name {
			return name, true
		}
	}
	for i := range ls {
		if slices.Contains(ls[i].Aliases, name) {
			return ls[i].Name, true
		}
	}
	return "", false
}

// Names returns the names in their order.
func (ls Labels) Names() []string {
	names := make([]string, len(ls))
	for i, l := range ls {
		names[i] = l.Name
	}
	slices.Sort(names)
	return names
}

// sorted returns a copy in the order of the names.
func (ls Labels) sorted() Labels {
	ls = slices.Clone(ls)
	slices.SortStableFunc(ls, func(a, b Label) int { return strings.Compare(a.Name, b.Name) })
	return ls
}

// need returns an error if the list is empty, has a fault or one of the reserved
// names.
func (ls Labels) need(reserved ...string) error {
	if len(ls) == 0 {
		return fmt.Errorf("task: %w", ErrNoLabels)
	}
	if err := ls.Validate(); err != nil {
		return err
	}
	var e LabelsError
	for i, l := range ls {
		if slices.Contains(reserved, l.Name) {
			e.add(i, l.Name, "it is the answer when nothing applies, and no label")
		}
	}
	if len(e.Faults) > 0 {
		return &e
	}
	return nil
}

// set is SetLabels of the tasks.
func (ls *Labels) set(labels Labels) error {
	if len(*ls) > 0 {
		return fmt.Errorf("task: %w", ErrLabelsSet)
	}
	if err := labels.Validate(); err != nil {
		return err
	}
	*ls = labels.sorted()
	return nil
}

// list writes the labels for a prompt, a line each.
func (ls Labels) list() string {
	var b strings.Builder
	for i, l := range ls {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("- " + l.Name)
		if d := strings.Fields(l.Definition); len(d) > 0 {
			b.WriteString(": " + strings.Join(d, " "))
		}
	}
	return b.String()
}

// A LabelFault is what is wrong with one label of a list.
type LabelFault struct {
	Index  int // in the list
	Name   string
	Reason string // for people
}

// A LabelsError has all that is wrong with a list of labels.
type LabelsError struct{ Faults []LabelFault }

func (e *LabelsError) add(i int, name, reason string) {
	e.Faults = append(e.Faults, LabelFault{i, name, reason})
}

// Error lists the first faults.
func (e *LabelsError) Error() string {
	const most = 20
	var parts []string
	for _, f := range e.Faults[:min(len(e.Faults), most)] {
		parts = append(parts, fmt.Sprintf("label %d, %.60q: %s", f.Index, f.Name, f.Reason))
	}
	if more := len(e.Faults) - len(parts); more > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", more))
	}
	return "task: " + strings.Join(parts, "; ")
}
