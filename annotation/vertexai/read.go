package vertexai

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// Read reads the JSON lines of a managed video dataset, one video in memory at a time.
// It takes the options duration, negative_labels, uri and repair. The last pair has an
// [*annotation.Error] if the file cannot be read to its end.
func Read(in videotune.Input, o *annotation.Options) iter.Seq2[*annotation.Video, error] {
	return reading.Videos(annotation.FormatVertex, in, o, func(r *reading.Reading, text *bufio.Reader, emit func(*annotation.Video) error) error {
		met := reading.Places{}
		return jsonread.NewStream(text).Elements(func(n, line int, raw json.RawMessage) error {
			rec := &record{Reading: r, at: reading.At{Line: line, Record: n}}
			v, err := rec.video(raw)
			if err != nil {
				return err
			}
			met.Meet(r, rec.at)
			return emit(v)
		})
	})
}

// A record is one line of a managed dataset.
type record struct {
	*reading.Reading
	at reading.At
}

// bad refuses a record for a value in it.
func (rec *record) bad(err error) error {
	code := annotation.CodeValue
	if errors.Is(err, errLabel) {
		code = annotation.CodeLabelMissing
	}
	return rec.Refuse(code, rec.at, "", "%w", err)
}

// video reads a record.
func (rec *record) video(raw json.RawMessage) (*annotation.Video, error) {
	value, err := jsonread.Decode(raw)
	if err != nil {
		return nil, rec.bad(err)
	}
	o, err := object(value)
	if err != nil {
		return nil, rec.bad(err)
	}
	uri, err := o.Text("videoGcsUri")
	if err != nil {
		return nil, rec.bad(err)
	}
	if uri == "" {
		return nil, rec.noVideo(o)
	}
	rec.at.Video = uri
	v := &annotation.Video{ID: uri, URI: uri}
	looked, err := rec.lookedThrough(o)
	if err != nil {
		return nil, err
	}
	if v.Events, err = rec.events(o); err != nil {
		return nil, err
	}
	v.Unlabelled = len(v.Events) == 0 && !looked
	if err := rec.labels(v, o); err != nil {
		return nil, err
	}
	v.Metadata = o.Rest()
	return v, nil
}

// noVideo says what a record without a video is.
func (rec *record) noVideo(o jsonread.Object) error {
	switch {
	case o.Has("instance") && o.Has("prediction", "predictions"):
		return rec.Refuse(annotation.CodeFormat, rec.at, "read the dataset that people have annotated; to learn from a model, make a table of its predictions and read that as rows",
			"it is a batch prediction of Vertex AI, not annotations")
	case o.Has("imageGcsUri"):
		return rec.Refuse(annotation.CodeFormat, rec.at, "", "it is a dataset of images, not videos")
	}
	return rec.Refuse(annotation.CodeVideoMissing, rec.at, "every line names its video", "there is no videoGcsUri")
}

// each calls read for the elements of a list of objects, and returns the list.
func (rec *record) each(o jsonread.Object, name string, read func(jsonread.Object) error) ([]any, error) {
	list, err := o.List(name)
	if err != nil {
		return nil, rec.bad(err)
	}
	for i, v := range list {
		part, err := object(v)
		if err == nil {
			err = read(part)
		}
		if err != nil {
			return nil, rec.bad(fmt.Errorf("%s[%d]: %w", name, i, err))
		}
	}
	return list, nil
}

// lookedThrough checks timeSegments, which stay where they are, and reports whether
// there are any.
func (rec *record) lookedThrough(o jsonread.Object) (bool, error) {
	const name = "timeSegments"
	list, err := rec.each(o, name, func(part jsonread.Object) error {
		return rec.place(new(annotation.Event), part)
	})
	if list != nil {
		o[name] = list
	}
	return len(list) > 0, err
}

// events reads the annotations of a record.
func (rec *record) events(o jsonread.Object) (events []annotation.Event, err error) {
	_, err = rec.each(o, "timeSegmentAnnotations", func(part jsonread.Object) error {
		e, err := rec.segment(part)
		events = append(events, e)
		return err
	})
	if err != nil {
		return nil, err
	}
	var boxes []box
	_, err = rec.each(o, "temporalBoundingBoxAnnotations", func(part jsonread.Object) error {
		b, err := rec.box(part)
		boxes = append(boxes, b)
		return err
	})
	return append(events, tracks(boxes)...), err
}

// segment reads one of timeSegmentAnnotations.
func (rec *record) segment(o jsonread.Object) (e annotation.Event, err error) {
	e.Record = rec.at.Record
	label, err := label(o)
	if err != nil {
		return e, err
	}
	e.Labels = []string{label}
	err = rec.place(&e, o)
	e.Attributes = o.Rest()
	return e, err
}

// place takes the times of an event out of an object.
func (rec *record) place(e *annotation.Event, o jsonread.Object) (err error) {
	times := [2]time.Duration{0, annotation.ToEnd}
	for i, name := range [2]string{"startTime", "endTime"} {
		text, err := o.Text(name)
		if err == nil && text != "" {
			times[i], err = moment(rec.Reading, text)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return place(e, times[0], times[1])
}

// box reads one of temporalBoundingBoxAnnotations.
func (rec *record) box(o jsonread.Object) (b box, err error) {
	b.record = rec.at.Record
	if b.label, err = label(o); err != nil {
		return b, err
	}
	if b.instance, err = o.Text("instanceId"); err != nil {
		return b, err
	}
	if b.instance == noInstance {
		b.instance = ""
	}
	text, err := o.Text("timeOffset")
	if err != nil {
		return b, err
	}
	if b.at, err = offset(rec.Reading, text); err != nil {
		return b, fmt.Errorf("timeOffset: %w", err)
	}
	for i, name := range sides {
		text, err := o.Text(name)
		if err == nil && text != "" {
			b.sides[i], err = coordinate(text)
		}
		if err != nil {
			return b, fmt.Errorf("%s: %w", name, err)
		}
	}
	b.rest = o.Rest()
	return b, nil
}

// label takes out the label of an annotation.
func label(o jsonread.Object) (string, error) {
	name, err := o.Text("displayName")
	if err == nil && name == "" {
		err = errLabel
	}
	return name, err
}

// mlUse are the names of the label that says what a video is for.
var mlUse = []string{"aiplatform.googleapis.com/ml_use", "ml_use"}

// labels takes the split out of the labels of a video.
func (rec *record) labels(v *annotation.Video, o jsonread.Object) error {
	const name = "dataItemResourceLabels"
	all := o.Take(name)
	if all == nil {
		return nil
	}
	labels, err := jsonread.AsObject(all)
	if err != nil {
		return rec.bad(fmt.Errorf("%s: %w", name, err))
	}
	for _, key := range mlUse {
		text, err := labels.Text(key)
		if err != nil {
			return rec.bad(err)
		}
		split, ok := annotation.ParseSplit(text)
		if !ok {
			return rec.bad(fmt.Errorf("%s is %.50q; want training, validation or test", key, text))
		}
		if split != annotation.SplitNone && v.Split != annotation.SplitNone && split != v.Split {
			return rec.Refuse(annotation.CodeConflict, rec.at, "", "two labels ml_use say %s and %s", v.Split, split)
		}
		v.Split = cmp.Or(v.Split, split)
	}
	if rest := labels.Rest(); rest != nil {
		o[name] = rest
	}
	return nil
}
