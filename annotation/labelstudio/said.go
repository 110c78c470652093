package labelstudio

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// A said is what the results of a region say of it.
type said struct {
	labels     []string
	text       string
	confidence *float64
	attributes map[string]any
}

// An answer is what one control says.
type answer struct {
	from   string
	values []string
}

// answers are those of several controls, in their order. The zero value is ready to
// use.
type answers struct {
	list  []answer
	place map[string]int // in list, by control
}

// add adds the values of a control.
func (a *answers) add(from string, values []string) {
	if len(values) == 0 {
		return
	}
	i, ok := a.place[from]
	if !ok {
		if a.place == nil {
			a.place = map[string]int{}
		}
		i = len(a.list)
		a.place[from] = i
		a.list = append(a.list, answer{from: from})
	}
	a.list[i].values = append(a.list[i].values, values...)
}

// split returns the answers of the controls that keep is true of, and the others.
func (a *answers) split(keep func(from string) bool) (taken, left []answer) {
	for _, each := range a.list {
		if keep(each.from) {
			taken = append(taken, each)
		} else {
			left = append(left, each)
		}
	}
	return taken, left
}

// say puts together what the results of a region say.
func (f *file) say(at reading.At, reg *region) (*said, error) {
	s := &said{attributes: map[string]any{}}
	var labels, choices, texts answers
	for i := range reg.results {
		r := &reg.results[i]
		if err := f.meta(at, s, r); err != nil {
			return nil, err
		}
		if f.Options.Fields[r.from] == roleIgnore {
			continue
		}
		if r.kind == "rating" || r.kind == "number" {
			if v := r.value[r.kind]; v != nil {
				s.attributes[r.from] = v
			}
			continue
		}
		values, ok := valuesOf(r)
		if !ok {
			return nil, f.Refuse(annotation.CodeValue, at, "", "a result of %s has no texts", reading.Quote(r.from))
		}
		switch r.kind {
		case "textarea":
			texts.add(r.from, values)
		case "choices", "taxonomy":
			choices.add(r.from, values)
		default:
			labels.add(r.from, values)
		}
	}
	if err := f.sayLabels(at, s, labels, choices); err != nil {
		return nil, err
	}
	return s, f.sayText(at, s, texts)
}

// sayLabels decides which values are the labels; the others are attributes.
func (f *file) sayLabels(at reading.At, s *said, labels, choices answers) error {
	all := slices.Concat(labels.list, choices.list)
	for _, a := range all {
		f.controls[a.from] = true
	}
	from := f.Options.LabelFrom
	is := func(name string) bool { return name == from }
	taken, rest := labels.split(is)
	fromChoices, otherChoices := choices.split(is)
	taken, rest = append(taken, fromChoices...), append(rest, otherChoices...)
	switch {
	case from != "" && len(taken) > 0:
	case len(labels.list) > 0:
		taken, rest = labels.list, choices.list
		if from != "" {
			f.others++
		}
	case from != "":
	case len(choices.list) > 1:
		return f.Refuse(annotation.CodeOptionMissing, at, "say label_from: "+reading.Quote(all[0].from)+"; the values of the others become attributes",
			"several controls give choices of one thing, and any of them could be its labels: %s", names(all))
	default:
		taken, rest = choices.list, nil
	}
	seen := map[string]bool{}
	for _, a := range taken {
		for _, v := range a.values {
			if !seen[v] {
				seen[v] = true
				s.labels = append(s.labels, v)
			}
		}
	}
	s.addAttributes(rest)
	return nil
}

// sayText decides which of several texts is that of the region; the others are
// attributes.
func (f *file) sayText(at reading.At, s *said, texts answers) error {
	chosen := false // the options say which
	for _, role := range f.Options.Fields {
		chosen = chosen || role == roleText
	}
	taken, rest := texts.split(func(name string) bool { return !chosen || f.Options.Fields[name] == roleText })
	if len(taken) > 1 {
		hint := "say fields: {" + reading.Quote(taken[0].from) + `: "text"}; the others become attributes`
		if chosen {
			hint = "say fields: {" + reading.Quote(taken[1].from) + `: "ignore"}`
		}
		return f.Refuse(annotation.CodeOptionMissing, at, hint, "several controls give texts of one thing: %s", names(taken))
	}
	if len(taken) == 1 {
		s.text = strings.Join(taken[0].values, "\n")
	}
	s.addAttributes(rest)
	return nil
}

// names lists controls in a message.
func names(list []answer) string {
	var names []string
	for _, a := range list[:min(len(list), 10)] {
		names = append(names, reading.Quote(a.from))
	}
	return strings.Join(names, ", ")
}

// addAttributes adds the values of controls as attributes by their names.
func (s *said) addAttributes(list []answer) {
	for _, n := range list {
		if len(n.values) == 1 {
			s.attributes[n.from] = n.values[0]
			continue
		}
		values := make([]any, len(n.values))
		for i, v := range n.values {
			values[i] = v
		}
		s.attributes[n.from] = values
	}
}

// meta takes what a result says besides its value.
func (f *file) meta(at reading.At, s *said, r *result) error {
	if r.meta != nil && s.attributes["meta"] == nil {
		s.attributes["meta"] = r.meta
	}
	if r.score == nil || s.confidence != nil {
		return nil
	}
	score, err := json.Number(text(r.score)).Float64()
	if err != nil {
		return f.Refuse(annotation.CodeValue, at, "", "the score of a result is %s; want a number", jsonread.Describe(r.score))
	}
	s.confidence = &score
	return nil
}

// valuesOf returns the texts that a result holds. The path of a taxonomy is one text.
func valuesOf(r *result) (values []string, ok bool) {
	switch r.kind {
	case "textarea":
		return texts(r.value["text"])
	case "videorectangle":
		return texts(r.value["labels"])
	case "taxonomy":
		return paths(r.value["taxonomy"])
	}
	return texts(r.value[r.kind])
}

// paths returns the paths of a taxonomy, each joined to one text.
func paths(v any) (list []string, ok bool) {
	values, isList := v.([]any)
	if !isList {
		return texts(v)
	}
	for _, v := range values {
		parts, ok := texts(v)
		if !ok {
			return nil, false
		}
		if len(parts) > 0 {
			list = append(list, strings.Join(parts, " / "))
		}
	}
	return list, true
}
