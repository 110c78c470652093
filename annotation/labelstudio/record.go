package labelstudio

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// A task is a video and what people said of it.
type task struct {
	at          reading.At // with its ID
	uri         string
	data        object // without the member that holds the video
	config      *config
	annotations []note
}

// A note is one annotation of a task.
type note struct {
	id        string
	at        reading.At
	annotator string
	cancelled bool
	truth     bool // it is marked as the ground truth
	updated   time.Time
	results   []result
	lost      int // values that may be events, and were left out
}

// A result is what one control says.
type result struct {
	id, parent string
	kind       string // the type, in lower case
	from       string // the name of the control
	value      object
	meta       any
	score      any
}

// record reads one value of the file: a task, a payload of a webhook, an annotation
// that holds its task, or a record of JSON-MIN.
func (f *file) record(record, line int, raw json.RawMessage) error {
	at := reading.At{Record: record, Line: line}
	v, err := jsonread.Decode(raw)
	if err != nil {
		return f.Refuse(annotation.CodeSyntax, at, "", "%w", err)
	}
	rec, ok := v.(object)
	if !ok {
		return f.Refuse(annotation.CodeFormat, at, "", "the record is %s; want a task, which is an object", jsonread.Describe(v))
	}
	hooked, within := asObject(rec["annotation"]), asObject(rec["task"])
	switch data := asObject(rec["data"]); {
	case hooked != nil && within != nil:
		config, err := f.hook(asObject(rec["project"]), at)
		if err != nil {
			return err
		}
		return f.task(within, config, []any{hooked}, at)
	case within != nil && rec["result"] != nil:
		return f.task(within, f.config, []any{rec}, at)
	case data != nil && rec["result"] != nil:
		return f.task(rec, f.config, []any{rec}, at)
	case data != nil:
		list, err := f.annotations(rec, at)
		if err != nil {
			return err
		}
		return f.task(rec, f.config, list, at)
	case has(rec, "annotation_id") || has(rec, "annotator"):
		return f.minimal(rec, at)
	case has(rec, "action"):
		f.Warn(annotation.CodeSkipped, at, "", "the payload of the webhook %.50q has no task with an annotation: it was left out", text(rec["action"]))
		return nil
	}
	return f.Refuse(annotation.CodeFormat, at, "a table of your own is read as rows",
		"the record is no task, which has data, and none of JSON-MIN, which has an annotation_id")
}

func has(o object, name string) bool {
	_, ok := o[name]
	return ok
}

// annotations returns those of a task; files before version 1.0 call them completions.
func (f *file) annotations(rec object, at reading.At) ([]any, error) {
	for _, name := range []string{"annotations", "completions"} {
		list, ok := asList(rec[name])
		if !ok {
			return nil, f.Refuse(annotation.CodeValue, at, "", "%s is %s; want a list", name, jsonread.Describe(rec[name]))
		}
		if len(list) > 0 {
			return list, nil
		}
	}
	return nil, nil
}

// task reads a task with its annotations.
func (f *file) task(rec object, config *config, list []any, at reading.At) error {
	data := asObject(rec["data"])
	if data == nil {
		return f.Refuse(annotation.CodeValue, at, "", "data of the task is %s; want an object", jsonread.Describe(rec["data"]))
	}
	t, err := f.newTask(text(rec["id"]), data, config, at)
	if err != nil {
		return err
	}
	f.predictions += length(rec["predictions"])
	f.drafts += length(rec["drafts"])
	for _, v := range list {
		n, err := f.note(asObject(v), t.at)
		if err != nil {
			return err
		}
		t.annotations = append(t.annotations, n)
	}
	return f.add(t)
}

func length(v any) int {
	list, _ := asList(v)
	return len(list)
}

// newTask returns a task without annotations.
func (f *file) newTask(id string, data object, config *config, at reading.At) (*task, error) {
	at.Video = id
	name, err := f.videoMember(data, config, at)
	if err != nil {
		return nil, err
	}
	t := &task{at: at, uri: location(text(data[name])), config: config, data: make(object, len(data))}
	if t.uri == "" {
		return nil, f.Refuse(annotation.CodeVideoMissing, at, "", "data.%s holds the video and is %s; want a text", name, jsonread.Describe(data[name]))
	}
	if id == "" {
		t.at.Video = t.uri
	}
	for k, v := range data {
		if k != name && v != nil {
			t.data[k] = v
		}
	}
	return t, nil
}

// note reads an annotation.
func (f *file) note(rec object, at reading.At) (note, error) {
	list, ok := asList(rec["result"])
	if rec == nil || !ok {
		return note{}, f.Refuse(annotation.CodeValue, at, "", "an annotation is no object with a list called result")
	}
	n := head(rec, at)
	if who := asObject(rec["completed_by"]); who != nil {
		n.annotator = text(who["email"])
		if n.annotator == "" {
			n.annotator = text(who["id"])
		}
	} else if n.annotator = text(rec["completed_by"]); n.annotator == "" {
		n.annotator = text(rec["completed_by_id"]) // as the column is called
	}
	for _, v := range list {
		r := asObject(v)
		value := asObject(r["value"])
		if r == nil || value == nil && text(r["type"]) != "relation" {
			return n, f.Refuse(annotation.CodeValue, at, "", "a result of the annotation %s is no object with a value", n.name())
		}
		kind := strings.ToLower(text(r["type"]))
		if kind == "" {
			kind = kindOf(value)
		}
		n.results = append(n.results, result{
			id: text(r["id"]), parent: text(r["parentID"]), kind: kind, from: text(r["from_name"]),
			value: value, meta: r["meta"], score: r["score"],
		})
	}
	return n, nil
}

// head reads what both forms of an annotation have.
func head(rec object, at reading.At) note {
	n := note{id: text(rec["id"]), at: at, cancelled: flag(rec["was_cancelled"]) || flag(rec["skipped"]), truth: flag(rec["ground_truth"])}
	if n.updated = moment(rec["updated_at"]); n.updated.IsZero() {
		n.updated = moment(rec["created_at"])
	}
	return n
}

// name names an annotation in a message.
func (n *note) name() string {
	if n.id == "" {
		return "without an id"
	}
	return reading.Quote(n.id)
}

// moment reads when something was made: as exports and databases write it, or in
// seconds since 1970. The zero value is unknown.
func moment(v any) time.Time {
	s := text(v)
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04:05-07", "2006-01-02 15:04:05-07:00", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	if n, ok := frame(v); ok {
		return time.Unix(n, 0)
	}
	return time.Time{}
}

// videoNames are the members of data that hold the video where nothing says which.
var videoNames = []string{"video", "video_url"}

// videoMember returns the name of the member of data that holds the video.
func (f *file) videoMember(data object, config *config, at reading.At) (string, error) {
	const hint = `say which with label_config: '<View><Video name="video" value="$name_of_the_member"/></View>'`
	if config != nil && config.member != "" {
		if text(data[config.member]) == "" {
			return "", f.Refuse(annotation.CodeVideoMissing, at, "", "the labeling interface shows the video $%s, which is not in data", config.member)
		}
		return config.member, nil
	}
	var found []string
	for _, name := range videoNames {
		if text(data[name]) != "" {
			found = append(found, name)
		}
	}
	if len(found) == 0 {
		for name, v := range data {
			if s, ok := v.(string); ok && isVideo(s) {
				found = append(found, name)
			}
		}
		slices.Sort(found)
	}
	switch {
	case len(found) == 0:
		return "", f.Refuse(annotation.CodeVideoMissing, at, hint, "no member of data looks like a video")
	case len(found) > 1:
		return "", f.Refuse(annotation.CodeVideoMissing, at, hint, "data holds several videos: %s", strings.Join(found, ", "))
	}
	return found[0], nil
}

// hook returns the labeling interface of a webhook's payload; that of the option goes
// before it.
func (f *file) hook(project object, at reading.At) (*config, error) {
	xml := text(project["label_config"])
	if f.config != nil || xml == "" {
		return f.config, nil
	}
	if f.hookConfig == nil || f.hookXML != xml {
		c, err := parseConfig(xml)
		if err != nil {
			return nil, f.Refuse(annotation.CodeValue, at, "", "project.label_config: %w", err)
		}
		f.hookXML, f.hookConfig = xml, c
	}
	return f.hookConfig, nil
}
