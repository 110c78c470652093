package vertexai

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
)

// Errors of rows.
var (
	errHalf    = errors.New(`one of two times is empty; write 0, or "inf" for the end of the video`)
	errNothing = errors.New("there is a time but no label")
)

// An objective is what a row has behind the URI.
type objective struct {
	columns int
	read    func(t *table, v *rows, w *row) error
}

var objectives = map[annotation.AutoML]objective{
	annotation.AutoMLClassification: {3, (*table).classification},
	annotation.AutoMLAction:         {4, (*table).action},
	annotation.AutoMLTracking:       {11, (*table).tracking},
}

// add takes a row of a video.
func (t *table) add(w *row) error {
	v := t.video(w.uri)
	var err error
	if v.split, err = t.merge(w.at, w.split, v.split); err != nil {
		return err
	}
	o := objectives[t.Options.AutoML]
	for i := o.columns; i < len(w.fields); i++ {
		if w.fields[i] != "" {
			return t.Refuse(annotation.CodeValue, w.at, fmt.Sprintf("a row of the objective %s has at most %d columns behind the URI; is the option automl right?", t.Options.AutoML, o.columns),
				"there is %.50q in column %d behind the URI", w.fields[i], i+1)
		}
	}
	switch err := o.read(t, v, w); {
	case errors.Is(err, errNothing):
		return t.Refuse(annotation.CodeLabelMissing, w.at, "", "%w", err)
	case err != nil:
		return t.Refuse(annotation.CodeValue, w.at, "is the option automl right?", "%w", err)
	}
	return nil
}

// segment adds an event with a label.
func (t *table) segment(v *rows, w *row, label, start, end string) error {
	e := annotation.Event{Labels: []string{label}, Record: w.at.Record}
	from, to, err := t.span(start, end)
	if err == nil {
		err = place(&e, from, to)
	}
	v.events = append(v.events, e)
	return err
}

// span reads two times, or none: the whole video.
func (t *table) span(start, end string) (from, to time.Duration, err error) {
	if start == "" && end == "" {
		return 0, annotation.ToEnd, nil
	}
	if start == "" || end == "" {
		return 0, 0, errHalf
	}
	if from, err = moment(t.Reading, start); err != nil {
		return 0, 0, err
	}
	to, err = moment(t.Reading, end)
	return from, to, err
}

// classification reads LABEL,START,END.
func (t *table) classification(v *rows, w *row) error {
	label, start, end := w.field(0), w.field(1), w.field(2)
	if label != "" {
		return t.segment(v, w, label, start, end)
	}
	from, to, err := t.span(start, end)
	if err != nil {
		return err
	}
	if start != "" {
		v.lost = append(v.lost, videotune.Span{Start: min(from, to), End: max(from, to)})
		t.Warn(annotation.CodeSkipped, w.at, "", "a stretch without a label says nothing: it was left out")
	}
	return nil
}

// action reads START,END,LABEL,TIMESTAMP.
func (t *table) action(v *rows, w *row) error {
	start, end, label, stamp := w.field(0), w.field(1), w.field(2), w.field(3)
	if label == "" && stamp != "" {
		return errNothing
	}
	if label != "" && stamp == "" {
		return t.segment(v, w, label, start, end)
	}
	from, to, err := t.span(start, end)
	if err == nil {
		err = place(new(annotation.Event), from, to)
	}
	if err != nil {
		return err
	}
	if start != "" {
		v.look(start, end)
	}
	if label == "" {
		return nil
	}
	at, err := offset(t.Reading, stamp)
	v.events = append(v.events, annotation.Event{Kind: annotation.KindPoint, Start: at, End: at, Labels: []string{label}, Record: w.at.Record})
	return err
}

// tracking reads LABEL,INSTANCE,TIMESTAMP and the corners of a box.
func (t *table) tracking(v *rows, w *row) (err error) {
	b := box{label: w.field(0), instance: w.field(1), record: w.at.Record}
	if b.instance == noInstance {
		b.instance = ""
	}
	if b.label == "" {
		for _, f := range w.fields {
			if f != "" {
				return errNothing
			}
		}
		return nil
	}
	if b.at, err = offset(t.Reading, w.field(2)); err != nil {
		return err
	}
	b.sides, err = corners(w)
	v.boxes = append(v.boxes, b)
	return err
}

// corners returns the sides of a box by two or four of its corners.
func corners(w *row) (s [4]json.Number, err error) {
	var low, high [2]float64
	for i := 3; i < 11; i++ {
		text := w.field(i)
		if text == "" {
			continue
		}
		n, err := coordinate(text)
		if err != nil {
			return s, err
		}
		f, err := n.Float64()
		if err != nil {
			return s, fmt.Errorf("%.50q: %w", text, err)
		}
		axis := (i - 3) % 2
		if s[axis] == "" || cmp.Less(f, low[axis]) {
			s[axis], low[axis] = n, f
		}
		if s[axis+2] == "" || cmp.Less(high[axis], f) {
			s[axis+2], high[axis] = n, f
		}
	}
	return s, nil
}
