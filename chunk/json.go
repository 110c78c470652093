package chunk

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// A jsonTime is a time or length in seconds with an "s", such as "5.5s".
type jsonTime time.Duration

func (t jsonTime) MarshalText() ([]byte, error) { return pbtime.Append(nil, time.Duration(t)), nil }

func (t *jsonTime) UnmarshalText(text []byte) error {
	d, form := pbtime.Parse(string(text))
	if form != pbtime.Strict {
		return fmt.Errorf(`%.100q is no time: want seconds with an s, such as "5.5s"`, text)
	}
	*t = jsonTime(d)
	return nil
}

type jsonSpan struct {
	Start jsonTime `json:"start"`
	End   jsonTime `json:"end"`
}

func (s jsonSpan) span() videotune.Span {
	return videotune.Span{Start: time.Duration(s.Start), End: time.Duration(s.End)}
}

func toJSONSpan(s videotune.Span) jsonSpan { return jsonSpan{jsonTime(s.Start), jsonTime(s.End)} }

type jsonBounds struct {
	Resolution  videotune.MediaResolution `json:"resolution,omitempty"`
	MaxBytes    int64                     `json:"maxBytes,omitempty"`
	TargetBytes int64                     `json:"targetBytes,omitempty"`
	MaxLength   jsonTime                  `json:"maxLength,omitempty"`
	MinLength   jsonTime                  `json:"minLength,omitempty"`
	Overlap     jsonTime                  `json:"overlap,omitempty"`
	MinHeight   int                       `json:"minHeight,omitempty"`
}

type jsonEncode struct {
	Width        int   `json:"width"`
	Height       int   `json:"height"`
	VideoBitrate int64 `json:"videoBitrate"`
	AudioBitrate int64 `json:"audioBitrate,omitempty"`
}

type jsonPiece struct {
	jsonSpan
	Segment  bool      `json:"segment,omitempty"`
	URI      string    `json:"uri,omitempty"`
	MIMEType string    `json:"mimeType,omitempty"`
	Name     string    `json:"name,omitempty"`
	Bytes    int64     `json:"bytes,omitempty"`
	Made     *jsonMade `json:"made,omitempty"`
}

// A jsonMade is what a file holds of the source, once it was made.
type jsonMade struct {
	jsonSpan
	FirstPTS jsonTime `json:"firstPTS,omitempty"`
}

type jsonPlan struct {
	URI        string          `json:"uri"`
	Recording  string          `json:"recording,omitempty"`
	Action     *Action         `json:"action"`
	Reason     Reason          `json:"reason"`
	Bounds     jsonBounds      `json:"bounds"`
	Base       string          `json:"base,omitempty"`
	Encode     *jsonEncode     `json:"encode,omitempty"`
	Unencoded  Unencoded       `json:"unencoded,omitempty"`
	StreamCopy bool            `json:"streamCopy,omitempty"`
	Broken     int             `json:"broken,omitempty"`
	Pieces     []jsonPiece     `json:"pieces,omitempty"`
	Left       []jsonSpan      `json:"left,omitempty"`
	Media      json.RawMessage `json:"media,omitempty"`
	Use        []jsonSpan      `json:"use,omitzero"` // [] is not the same as none
	Weight     int             `json:"weight,omitempty"`
	Events     []jsonSpan      `json:"events,omitempty"`
	Keyframes  []jsonTime      `json:"keyframes,omitempty"`
}

// MarshalJSON writes the plan as one object. Times and lengths are seconds with an
// "s", exact to the nanosecond; the facts have the form of facts.json; what is zero
// is left out.
func (p Plan) MarshalJSON() ([]byte, error) {
	media, err := marshalMedia(p.Source.Media)
	if err != nil {
		return nil, fmt.Errorf("chunk: the plan of %.200q: %w", p.Source.URI, err)
	}
	b := p.Bounds
	j := jsonPlan{
		URI: p.Source.URI, Action: &p.Action, Reason: p.Reason, Base: p.Base, Unencoded: p.Unencoded, StreamCopy: p.StreamCopy, Broken: p.Broken, Media: media,
		Bounds: jsonBounds{b.Resolution, b.MaxBytes, b.TargetBytes, jsonTime(b.MaxLength), jsonTime(b.MinLength), jsonTime(b.Overlap), b.MinHeight},
		Left:   toJSONSpans(p.Left), Use: toJSONSpans(p.Source.Use), Events: toJSONSpans(p.Source.Events),
		Weight: p.Source.Weight,
	}
	if p.Source.Use != nil && j.Use == nil {
		j.Use = []jsonSpan{}
	}
	if p.Source.Recording != p.Source.URI {
		j.Recording = p.Source.Recording
	}
	if p.Encode != nil {
		e := jsonEncode(*p.Encode)
		j.Encode = &e
	}
	for _, k := range p.Source.Keyframes {
		j.Keyframes = append(j.Keyframes, jsonTime(k))
	}
	for i := range p.Pieces {
		j.Pieces = append(j.Pieces, p.Pieces[i].toJSON())
	}
	return marshal(j)
}

func (p *Piece) toJSON() jsonPiece {
	j := jsonPiece{
		jsonSpan: toJSONSpan(p.Span), Segment: p.Segment, URI: p.URI, MIMEType: p.MIMEType, Name: p.Name, Bytes: p.Bytes,
	}
	if p.Made {
		j.Made = &jsonMade{toJSONSpan(p.File), jsonTime(p.File.Start - p.Origin)}
	}
	return j
}

// UnmarshalJSON reads what MarshalJSON writes. A piece may lack the uri, and the
// name of a file to be made: they follow from the rest. An unknown member, a name
// that is another than the plan's, and whatever else no plan can be is an error.
func (p *Plan) UnmarshalJSON(data []byte) error {
	var j jsonPlan
	if err := unmarshal(data, &j); err != nil {
		return fmt.Errorf("chunk: a plan: %w", err)
	}
	q, err := j.plan()
	if err == nil {
		err = q.check()
	}
	if err != nil {
		return fmt.Errorf("chunk: the plan of %.200q: %w", j.URI, err)
	}
	*p = *q
	return nil
}

func (j *jsonPlan) plan() (*Plan, error) {
	if j.Action == nil {
		return nil, errors.New("it has no action")
	}
	b := j.Bounds
	p := &Plan{
		Source: Source{URI: j.URI, Recording: j.Recording, Use: toSpans(j.Use), Events: toSpans(j.Events), Weight: j.Weight},
		Action: *j.Action, Reason: j.Reason, Base: j.Base, Unencoded: j.Unencoded, StreamCopy: j.StreamCopy, Broken: j.Broken, Left: toSpans(j.Left),
		Bounds: Bounds{b.Resolution, b.MaxBytes, b.TargetBytes, time.Duration(b.MaxLength), time.Duration(b.MinLength), time.Duration(b.Overlap), b.MinHeight},
	}
	if j.Use != nil && p.Source.Use == nil {
		p.Source.Use = []videotune.Span{}
	}
	if p.Source.Recording == "" {
		p.Source.Recording = p.Source.URI
	}
	if j.Encode != nil {
		e := Encode(*j.Encode)
		p.Encode = &e
	}
	for _, k := range j.Keyframes {
		p.Source.Keyframes = append(p.Source.Keyframes, time.Duration(k))
	}
	if len(j.Media) > 0 {
		m, err := unmarshalMedia(j.Media)
		if err != nil {
			return nil, err
		}
		p.Source.Media = m
	}
	for i := range j.Pieces {
		piece, err := j.Pieces[i].piece(p)
		if err != nil {
			return nil, fmt.Errorf("piece %d: %w", i+1, err)
		}
		p.Pieces = append(p.Pieces, piece)
	}
	return p, nil
}

// piece returns the piece. Where its file was not made yet, check fills that in.
func (j *jsonPiece) piece(p *Plan) (Piece, error) {
	piece := Piece{
		Span: j.span(), Segment: j.Segment, URI: j.URI, MIMEType: j.MIMEType, Name: j.Name, Bytes: j.Bytes,
		Recording: p.Source.Recording,
	}
	if j.Made == nil {
		return piece, nil
	}
	piece.File, piece.Made = j.Made.span(), true
	firstPTS := time.Duration(j.Made.FirstPTS)
	switch {
	case piece.File.Start < 0 || firstPTS < 0:
		return piece, errors.New("made: a time before 0")
	case piece.File.End <= piece.File.Start || firstPTS > math.MaxInt64-piece.File.Length():
		return piece, errors.New("made: impossible times")
	}
	piece.Origin = piece.File.Start - firstPTS
	return piece, nil
}

func toJSONSpans(spans []videotune.Span) (out []jsonSpan) {
	for _, s := range spans {
		out = append(out, toJSONSpan(s))
	}
	return out
}

func toSpans(spans []jsonSpan) (out []videotune.Span) {
	for _, s := range spans {
		out = append(out, s.span())
	}
	return out
}

// marshalMedia returns an entry of facts.json, without its URI.
func marshalMedia(m videotune.Media) (json.RawMessage, error) {
	if m == (videotune.Media{}) {
		return nil, nil
	}
	var buf bytes.Buffer
	if _, err := (videotune.MediaMap{"media": m}).WriteTo(&buf); err != nil {
		return nil, err
	}
	var facts struct{ Media json.RawMessage }
	err := json.Unmarshal(buf.Bytes(), &facts)
	return facts.Media, err
}

func unmarshalMedia(raw json.RawMessage) (videotune.Media, error) {
	m, err := videotune.ReadMedia(io.MultiReader(bytes.NewReader([]byte(`{"media":`)), bytes.NewReader(raw), bytes.NewReader([]byte(`}`))))
	return m["media"], err
}

// marshal is json.Marshal without the escapes that only HTML needs.
func marshal(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte{'\n'}), nil
}

// unmarshal is json.Unmarshal that refuses unknown members.
func unmarshal(data []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	return dec.Decode(v)
}
