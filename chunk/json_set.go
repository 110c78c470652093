package chunk

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

type jsonOutcome struct {
	Way          Way      `json:"way"`
	Videos       int      `json:"videos"`
	Lost         int      `json:"lost"`
	Examples     int64    `json:"examples"`
	LostExamples int64    `json:"lostExamples"`
	Share        float64  `json:"share"` // for readers that do not compute; not read back
	Fails        bool     `json:"fails"` // the same
	Pieces       int      `json:"pieces"`
	Files        int      `json:"files"`
	Length       jsonTime `json:"length"`
	Bytes        int64    `json:"bytes"`
}

type jsonSet struct {
	Way      Way               `json:"way"`
	Cheapest Way               `json:"cheapest"`
	Because  Because           `json:"because"`
	Large    int               `json:"large"`
	Long     int               `json:"long"`
	Ways     []jsonOutcome     `json:"ways"`
	Plans    []json.RawMessage `json:"plans"`
}

// MarshalJSON writes the set as one object, with a member for each field and the
// plans in their form. In each of the ways, share and fails are what [Outcome.Share]
// and [Outcome.Fails] return.
func (s Set) MarshalJSON() ([]byte, error) {
	var buf bytes.Buffer
	if _, err := s.WriteTo(&buf); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// UnmarshalJSON reads what MarshalJSON writes, as strictly as [Plan.UnmarshalJSON].
func (s *Set) UnmarshalJSON(data []byte) error {
	q, err := ReadSet(bytes.NewReader(data))
	if err == nil {
		*s = *q
	}
	return err
}

// WriteTo writes the form that [ReadSet] reads, a plan a line. It returns the number
// of bytes written.
func (s *Set) WriteTo(w io.Writer) (int64, error) {
	j := jsonSet{Way: s.Way, Cheapest: s.Cheapest, Because: s.Because, Large: s.Large, Long: s.Long, Plans: []json.RawMessage{}}
	for _, o := range s.Ways {
		j.Ways = append(j.Ways, jsonOutcome{o.Way, o.Videos, o.Lost, o.Examples, o.LostExamples, o.Share(), o.Fails(), o.Pieces, o.Files, jsonTime(o.Length), o.Bytes})
	}
	head, err := marshal(j)
	if err != nil {
		return 0, fmt.Errorf("chunk: %w", err)
	}
	cw := &countingWriter{w: w}
	bw := bufio.NewWriter(cw)
	bw.Write(bytes.TrimSuffix(head, []byte("]}"))) // a bufio.Writer keeps its first error for Flush
	for i, p := range s.Plans {
		line, err := marshal(p)
		if err != nil {
			return cw.n, err
		}
		if i > 0 {
			bw.WriteByte(',')
		}
		bw.WriteByte('\n')
		bw.Write(line)
	}
	bw.WriteString("\n]}\n")
	if err := bw.Flush(); err != nil {
		return cw.n, fmt.Errorf("chunk: a set of plans: %w", err)
	}
	return cw.n, nil
}

// A countingWriter counts what goes through it.
type countingWriter struct {
	w io.Writer
	n int64
}

func (c *countingWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// check returns an error if the figures of a set that was read are those of none.
func (s *Set) check() error {
	switch {
	case s.Way > WayDrop:
		return fmt.Errorf("its way is %s: want chunk, reencode or drop", s.Way)
	case s.Cheapest > WayDrop:
		return fmt.Errorf("its cheapest way is %s: want chunk, reencode or drop", s.Cheapest)
	case !slices.Contains([]Because{BecauseNone, BecauseFew, BecauseMany, BecauseTooDense}, s.Because):
		return fmt.Errorf("because is the unknown %.100q", s.Because)
	case min(s.Large, s.Long) < 0:
		return fmt.Errorf("%d large and %d long videos: a number cannot be negative", s.Large, s.Long)
	}
	for _, o := range s.Ways {
		switch {
		case min(int64(o.Videos), int64(o.Lost), int64(o.Pieces), int64(o.Files), int64(o.Length), o.Bytes) < 0:
			return fmt.Errorf("way %s: a number is negative", o.Way)
		case o.Lost > o.Videos || o.LostExamples > o.Examples || o.Examples < int64(o.Videos) || o.LostExamples < int64(o.Lost):
			return fmt.Errorf("way %s: %d of %d examples and %d of %d videos are lost: no set comes to that", o.Way, o.LostExamples, o.Examples, o.Lost, o.Videos)
		}
	}
	return nil
}

// ReadSet reads what [Set.WriteTo] writes. An unknown member, figures that no set
// has, a plan that [Plan.UnmarshalJSON] refuses, and two plans for one video or with
// files of one name are errors.
func ReadSet(r io.Reader) (*Set, error) {
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	var j jsonSet
	err := dec.Decode(&j)
	if err == nil {
		if _, end := dec.Token(); end != io.EOF {
			err = errors.New("something follows the object")
		}
	}
	if err != nil {
		return nil, fmt.Errorf("chunk: a set of plans: %w", err)
	}
	s := &Set{Way: j.Way, Cheapest: j.Cheapest, Because: j.Because, Large: j.Large, Long: j.Long}
	if len(j.Ways) != len(s.Ways) {
		return nil, fmt.Errorf("chunk: a set of plans: %d ways: want chunk, reencode and drop", len(j.Ways))
	}
	for i, o := range j.Ways {
		if o.Way != Way(i) {
			return nil, fmt.Errorf("chunk: a set of plans: way %d is %s: want chunk, reencode and drop", i+1, o.Way)
		}
		s.Ways[i] = Outcome{o.Way, o.Videos, o.Lost, o.Examples, o.LostExamples, o.Pieces, o.Files, time.Duration(o.Length), o.Bytes}
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("chunk: a set of plans: %w", err)
	}
	sources := make([]Source, 0, len(j.Plans))
	for i, raw := range j.Plans {
		p := new(Plan)
		if err := p.UnmarshalJSON(raw); err != nil {
			return nil, fmt.Errorf("plan %d: %w", i+1, err)
		}
		s.Plans = append(s.Plans, p)
		sources = append(sources, Source{URI: p.Source.URI})
	}
	if err := checkAll(sources); err != nil {
		return nil, err
	}
	return s, s.checkNames()
}
