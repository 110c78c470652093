package activitynet

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

var errLabel = errors.New("there is neither a label nor a sentence")

// annotations takes the annotations.
func (rec *record) annotations() error {
	const name = "annotations"
	value := rec.object.Take(name)
	switch value := value.(type) {
	case nil:
		rec.video.Unlabelled = rec.object["timestamps"] == nil
	case []any:
		for i, v := range value {
			if err := rec.annotation(fmt.Sprintf("%s[%d]", name, i), v); err != nil {
				return err
			}
		}
		if len(value) == 0 && rec.video.Split == annotation.SplitTest {
			rec.video.Unlabelled = true
			rec.hidden++
		}
	case map[string]any:
		if err := rec.annotation(name, value); err != nil {
			return err
		}
		rec.clip()
	default:
		return fmt.Errorf("annotations is %s; want a list", jsonread.Describe(value))
	}
	return nil
}

// clipSlack is how much the duration of a clip may differ from that of its segment.
const clipSlack = time.Second

// clip takes back a duration that is that of the segment, where this lies in a longer
// video.
func (rec *record) clip() {
	v := &rec.video
	for _, e := range v.Events {
		if d := v.Duration; d > 0 && e.Kind == annotation.KindSegment && e.End > d && e.Start > 0 && (e.End-e.Start-d).Abs() < clipSlack {
			rec.object["duration"] = json.Number(strings.TrimSuffix(videotune.At(d).String(), "s"))
			v.Duration = 0
			rec.clips++
		}
	}
}

// captions takes two lists, one of stretches and one of what is said of them.
func (rec *record) captions() error {
	if rec.object["timestamps"] == nil && rec.object["sentences"] == nil {
		return nil
	}
	times, err := rec.object.List("timestamps")
	if err != nil {
		return err
	}
	sentences, err := rec.object.List("sentences")
	if err != nil {
		return err
	}
	if len(times) != len(sentences) {
		return fmt.Errorf("there are %d timestamps and %d sentences", len(times), len(sentences))
	}
	for i, v := range times {
		e := annotation.Event{Record: rec.at.Record}
		if err := rec.segment(&e, v); err != nil {
			return fmt.Errorf("timestamps[%d]: %w", i, err)
		}
		text, ok := sentences[i].(string)
		if !ok {
			return fmt.Errorf("sentences[%d] is %s; want a text", i, jsonread.Describe(sentences[i]))
		}
		e.Text = strings.TrimSpace(text)
		rec.add(e, fmt.Sprintf("sentences[%d]", i))
	}
	return nil
}

// add adds an event, unless nothing is said of it.
func (rec *record) add(e annotation.Event, where string) {
	if len(e.Labels) == 0 && e.Text == "" {
		rec.Lose(&rec.video, annotation.CodeSkipped, rec.at, "", "%s is empty: the event was left out", where)
		rec.empty++
		return
	}
	rec.video.Events = append(rec.video.Events, e)
}

// annotation reads one annotation.
func (rec *record) annotation(where string, v any) error {
	o, err := jsonread.AsObject(v)
	if err == nil && !o.Has("label", "sentence") {
		err = errLabel
	}
	e := annotation.Event{Kind: annotation.KindWhole, Record: rec.at.Record}
	if segment := o.Take("segment"); err == nil && segment != nil {
		err = rec.segment(&e, segment)
	} else if err == nil {
		err = untimed(o)
	}
	if err == nil {
		e.Labels, err = labels(o.Take("label"))
	}
	if err == nil {
		e.Text, err = o.Text("sentence")
	}
	if err == nil {
		e.Confidence, err = confidence(o)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", where, err)
	}
	e.Attributes = o.Rest()
	rec.add(e, "the text of "+where)
	return nil
}

// untimed returns an error if an annotation without a segment has a member that looks
// as if it were one under another name.
func untimed(o jsonread.Object) error {
	for _, name := range slices.Sorted(maps.Keys(o)) {
		list, _ := o[name].([]any)
		_, isNumber := o[name].(json.Number)
		lower := strings.ToLower(name)
		pair := len(list) == 2 && isTime(list[0]) && isTime(list[1])
		if pair || (isNumber || len(list) > 0) && (strings.Contains(lower, "segment") || strings.Contains(lower, "time")) {
			return fmt.Errorf("there is no segment, and %.80q looks like one: it must be %q, in seconds, or go where the label is for the whole video", name, "segment")
		}
	}
	return nil
}

// isTime reports whether a value could be a time.
func isTime(v any) bool {
	text, ok := jsonread.Text(v)
	_, err := annotation.Seconds(text)
	return ok && err == nil
}

// labels reads a label, or a list of them.
func labels(v any) (labels []string, err error) {
	list, ok := v.([]any)
	if !ok && v != nil {
		list = []any{v}
	}
	for _, v := range list {
		label, ok := jsonread.Text(v)
		if !ok {
			return nil, fmt.Errorf("the label is %s; want a text", jsonread.Describe(v))
		}
		if label != "" && !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	return labels, nil
}

// confidence takes out how sure the source is.
func confidence(o jsonread.Object) (*float64, error) {
	name := "confidence"
	if o[name] == nil {
		name = "score"
	}
	text, err := o.Text(name)
	if err != nil || text == "" {
		return nil, err
	}
	f, err := json.Number(text).Float64()
	if err != nil || f-f != 0 {
		return nil, fmt.Errorf("%s is %.50q; want a number", name, text)
	}
	return &f, nil
}

// segment reads a start and an end.
func (rec *record) segment(e *annotation.Event, v any) (err error) {
	times, ok := v.([]any)
	if !ok || len(times) != 2 {
		return fmt.Errorf("the segment is %s; want [start, end]", describe(v))
	}
	e.Kind = annotation.KindSegment
	if e.Start, err = rec.moment(times[0], rec.Start); err != nil {
		return err
	}
	e.End, err = rec.moment(times[1], rec.End)
	return err
}

// describe says what stands in the place of two times.
func describe(v any) string {
	if list, ok := v.([]any); ok {
		return fmt.Sprintf("a list of %d", len(list))
	}
	return jsonread.Describe(v)
}

// moment reads a time, which is one of seconds or, by at, one of a frame.
func (rec *record) moment(v any, at func(n int64, f reading.Frames) (time.Duration, error)) (time.Duration, error) {
	text, ok := jsonread.Text(v)
	if !ok {
		return 0, fmt.Errorf("%s is not a time", jsonread.Describe(v))
	}
	if rec.frames == nil {
		t, err := annotation.Seconds(text)
		return rec.Time(t), err
	}
	n, err := frame(text)
	if err != nil {
		return 0, fmt.Errorf("%.50q is no number of a frame; the times are frames, since there is num_frames and no duration", text)
	}
	return at(n, *rec.frames)
}
