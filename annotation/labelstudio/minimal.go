package labelstudio

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// ownMembers are the members of JSON-MIN that are neither data nor results.
var ownMembers = []string{"id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement"}

// Roles of members, as the option fields gives them.
const (
	roleChoices = "choices"
	roleLabels  = "labels"
	roleText    = "text"
	roleIgnore  = "ignore"
)

// minimal reads a record of JSON-MIN: one annotation, whose results stand beside the
// data of the task.
func (f *file) minimal(rec object, at reading.At) error {
	at.Video = text(rec["id"])
	n := head(rec, at)
	n.id, n.annotator = text(rec["annotation_id"]), text(rec["annotator"])
	data, asked := object{}, []string(nil)
	for _, name := range slices.Sorted(maps.Keys(rec)) {
		v := rec[name]
		if slices.Contains(ownMembers, name) || v == nil {
			continue
		}
		kind, perRegion, known := f.role(name, v)
		switch {
		case kind != "":
			f.results(&n, name, kind, perRegion, v)
		case known || !bare(v) || f.isMedia(name, v):
			data[name] = v
		default:
			asked = append(asked, name)
			data[name] = v
		}
	}
	t, err := f.newTask(at.Video, data, f.config, at)
	if err != nil {
		return err
	}
	if len(asked) > 0 {
		b, _ := json.Marshal(map[string]string{asked[0]: roleChoices}) // of texts: no error
		return f.Refuse(annotation.CodeOptionMissing, t.at,
			"say fields: "+string(b)+", with choices, text, labels or ignore for each of them; or give label_config; or export as JSON",
			"JSON-MIN does not say what these members are, a choice, a text or the data of the task: %.200s", strings.Join(asked, ", "))
	}
	n.at.Video = t.at.Video
	if n.id != "" || len(n.results) > 0 || n.lost > 0 { // without either, nobody has annotated the task
		t.annotations = []note{n}
	}
	return f.add(t)
}

// role returns the type of the results that a member holds; "" for data. known is
// false where nobody says what a text in it would be.
func (f *file) role(name string, v any) (kind string, perRegion, known bool) {
	role := f.Options.Fields[name]
	if role == roleIgnore {
		return "", false, true
	}
	if f.config != nil {
		if c, ok := f.config.controls[name]; ok {
			return c.kind, c.perRegion, true
		}
	}
	if kind = kindOfMember(v); kind != "" {
		return kind, false, true
	}
	switch role {
	case roleText:
		return "textarea", false, true
	case roleChoices, roleLabels:
		return "choices", false, true
	}
	return "", false, f.config != nil && !f.config.repeated
}

// bare reports whether a value is a text, or has one in a list.
func bare(v any) bool {
	if s, ok := v.(string); ok {
		return strings.TrimSpace(s) != ""
	}
	list, _ := v.([]any)
	return slices.ContainsFunc(list, bare)
}

// isMedia reports whether a member is known to be data: it is the video, or the
// frame rate.
func (f *file) isMedia(name string, v any) bool {
	s, ok := v.(string)
	return ok && (slices.Contains(videoNames, name) || isVideo(s)) || name == f.Options.FPSField
}

// results adds the results that a member of JSON-MIN holds.
func (f *file) results(n *note, name, kind string, perRegion bool, v any) {
	values, isList := v.([]any)
	if !isList {
		values = []any{v}
	}
	torn := perRegion || len(values) > 1
	for _, v := range values {
		value, ok := v.(object)
		placed := ok && (has(value, "ranges") || has(value, "sequence") || has(value, "start"))
		switch {
		case torn && !placed && (kind == "choices" || kind == "textarea" || kind == "taxonomy"):
			n.lost += len(values)
			f.Warn(annotation.CodeUnsupported, n.at, "export as JSON",
				"left out: %s of %s; JSON-MIN does not say to which regions they belong", words.Count(len(values), "value"), reading.Quote(name))
			return
		case !ok && kind == "textarea":
			value = object{"text": v}
		case !ok:
			value = object{kind: v}
		}
		r := result{kind: kind, from: name, value: value}
		if k := kindOf(value); k != "" && k != kind && kind != "labels" && kind != "videorectangle" {
			r.kind = k
		}
		n.results = append(n.results, r)
	}
}

// kindOf returns the type of a result by what its value holds; "" if that says nothing.
func kindOf(value object) string {
	for _, kind := range []string{"choices", "taxonomy", "rating", "number", "timelinelabels"} {
		if has(value, kind) {
			return kind
		}
	}
	_, isList := value["text"].([]any)
	switch {
	case isList:
		return "textarea"
	case has(value, "ranges"):
		return "timelinelabels"
	case has(value, "sequence"):
		return "videorectangle"
	case has(value, "labels") && has(value, "start"):
		return "labels"
	}
	return ""
}

// kindOfMember returns the type of the results that a member of JSON-MIN is, by its
// shape: a list of values, or one choice or text of several entries.
func kindOfMember(v any) string {
	switch v := v.(type) {
	case object:
		if kind := kindOf(v); kind == "choices" || kind == "textarea" {
			return kind
		}
	case []any:
		if len(v) == 0 {
			return ""
		}
		for _, e := range v {
			if value, ok := e.(object); ok && kindOf(value) != "" {
				return kindOf(value)
			}
		}
	}
	return ""
}
