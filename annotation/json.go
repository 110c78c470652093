package annotation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// A videoJSON is the form of a Video as a JSON line. Times are whole microseconds.
type videoJSON struct {
	ID         string             `json:"id"`
	URI        string             `json:"uri"`
	Recording  string             `json:"recording"`
	Split      Split              `json:"split"`
	Language   string             `json:"language"`
	MIMEType   string             `json:"mime_type,omitempty"`
	DurationUS *int64             `json:"duration_us"`
	OffsetUS   int64              `json:"offset_us,omitempty"`
	FrameRate  videotune.Rational `json:"frame_rate,omitzero"`
	Metadata   map[string]any     `json:"metadata,omitempty"`
	Unlabelled bool               `json:"unlabelled"`
	Lost       int                `json:"lost,omitempty"`
	Events     []eventJSON        `json:"events,omitempty"`
	Turns      []turnJSON         `json:"turns,omitempty"`
}

type eventJSON struct {
	StartUS    *int64         `json:"start_us"`
	EndUS      endJSON        `json:"end_us"`
	Labels     []string       `json:"labels"`
	Text       string         `json:"text"`
	Kind       Kind           `json:"kind"`
	Confidence *float64       `json:"confidence,omitempty"`
	Annotator  string         `json:"annotator,omitempty"`
	Attributes map[string]any `json:"attributes"`
	Record     int            `json:"record,omitempty"`
}

// An endJSON is a number of microseconds, null for none, or "inf".
type endJSON struct {
	us   *int64
	open bool
}

func (e endJSON) MarshalJSON() ([]byte, error) {
	if e.open {
		return []byte(`"inf"`), nil
	}
	return json.Marshal(e.us)
}

func (e *endJSON) UnmarshalJSON(data []byte) error {
	if string(data) == `"inf"` {
		e.open = true
		return nil
	}
	return json.Unmarshal(data, &e.us)
}

type turnJSON struct {
	Role videotune.Role `json:"role"`
	Text string         `json:"text"`
}

// MarshalJSON writes the video as one object, as "videotune annotations" prints it.
// Times are whole microseconds: "end_us" is null for a point and "inf" for the end of
// the video; both are null for an event of the whole video. A conversation has
// "turns" in place of "events". A time that is finer than a microsecond is an error.
func (v Video) MarshalJSON() ([]byte, error) {
	j := videoJSON{
		ID: v.ID, URI: v.URI, Recording: v.Recording, Split: v.Split, Language: v.Language, MIMEType: v.MIMEType,
		FrameRate: v.FrameRate, Metadata: v.Metadata, Unlabelled: v.Unlabelled, Lost: v.Lost,
	}
	var err error
	if v.Duration > 0 {
		if j.DurationUS, err = micros(v.Duration); err != nil {
			return nil, err
		}
	}
	offset, err := micros(v.Offset)
	if err != nil {
		return nil, err
	}
	j.OffsetUS = *offset
	for _, t := range v.Turns {
		j.Turns = append(j.Turns, turnJSON(t))
	}
	for i := range v.Events {
		e, err := v.Events[i].json()
		if err != nil {
			return nil, err
		}
		j.Events = append(j.Events, e)
	}
	var out any = j
	if len(j.Events) == 0 && len(j.Turns) == 0 { // an empty list, in place of none
		out = struct {
			videoJSON
			Events []eventJSON `json:"events"`
		}{j, []eventJSON{}}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		return nil, fmt.Errorf("annotation: video %q: %w", clip(v.ID), err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

func (e *Event) json() (j eventJSON, err error) {
	j = eventJSON{Labels: e.Labels, Text: e.Text, Kind: e.Kind, Confidence: e.Confidence, Annotator: e.Annotator, Attributes: e.Attributes, Record: e.Record}
	if j.Labels == nil {
		j.Labels = []string{}
	}
	if j.Attributes == nil {
		j.Attributes = map[string]any{}
	}
	if e.Kind == KindWhole {
		return j, nil
	}
	if j.StartUS, err = micros(e.Start); err != nil {
		return j, err
	}
	switch {
	case e.Kind == KindPoint:
	case e.End == ToEnd:
		j.EndUS.open = true
	default:
		j.EndUS.us, err = micros(e.End)
	}
	return j, err
}

func micros(d time.Duration) (*int64, error) {
	if d%time.Microsecond != 0 {
		return nil, fmt.Errorf("annotation: %v is finer than a microsecond", d)
	}
	n := d.Microseconds()
	return &n, nil
}

// UnmarshalJSON reads what MarshalJSON writes. An unknown member is an error.
func (v *Video) UnmarshalJSON(data []byte) error {
	var j videoJSON
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	dec.UseNumber()
	if err := dec.Decode(&j); err != nil {
		return fmt.Errorf("annotation: %w", err)
	}
	w := Video{
		ID: j.ID, URI: j.URI, Recording: j.Recording, Split: j.Split, Language: j.Language, MIMEType: j.MIMEType,
		FrameRate: j.FrameRate, Metadata: j.Metadata, Unlabelled: j.Unlabelled, Lost: j.Lost,
	}
	var err error
	if w.Offset, err = fromMicros(j.OffsetUS); err != nil {
		return err
	}
	if j.DurationUS != nil {
		if w.Duration, err = fromMicros(*j.DurationUS); err != nil {
			return err
		}
	}
	for _, t := range j.Turns {
		w.Turns = append(w.Turns, Turn(t))
	}
	for _, e := range j.Events {
		event, err := e.event()
		if err != nil {
			return err
		}
		w.Events = append(w.Events, event)
	}
	*v = w
	return nil
}

func (j *eventJSON) event() (e Event, err error) {
	e = Event{Kind: j.Kind, Text: j.Text, Confidence: j.Confidence, Annotator: j.Annotator, Record: j.Record}
	if len(j.Labels) > 0 {
		e.Labels = j.Labels
	}
	if len(j.Attributes) > 0 {
		e.Attributes = j.Attributes
	}
	if j.StartUS == nil {
		if j.EndUS != (endJSON{}) || j.Kind != KindWhole {
			return e, fmt.Errorf("annotation: an event of kind %q lacks its start", clip(string(j.Kind)))
		}
		return e, nil
	}
	if e.Start, err = fromMicros(*j.StartUS); err != nil {
		return e, err
	}
	switch {
	case j.EndUS.open:
		e.End = ToEnd
	case j.EndUS.us != nil:
		e.End, err = fromMicros(*j.EndUS.us)
	case j.Kind == KindPoint:
		e.End = e.Start
	default:
		err = fmt.Errorf("annotation: an event of kind %q lacks its end", clip(string(j.Kind)))
	}
	return e, err
}

func fromMicros(n int64) (time.Duration, error) {
	d := time.Duration(n) * time.Microsecond
	if d/time.Microsecond != time.Duration(n) {
		return 0, fmt.Errorf("annotation: %d microseconds: %w", n, ErrRange)
	}
	return d, nil
}
