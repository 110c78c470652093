package vertexai

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// A box is where an object is at one moment.
type box struct {
	label    string
	instance string // "" if the source does not say which object it is
	at       time.Duration
	sides    [4]json.Number // xMin, yMin, xMax, yMax; "" where the source has none
	rest     map[string]any // what else the source says of it
	record   int
}

// sides are the names of the sides of a box, from 0 at the left and the top to 1.
var sides = [4]string{"xMin", "yMin", "xMax", "yMax"}

// noInstance is the instance of boxes that belong to none.
const noInstance = "-1"

// coordinate reads a part of the width or the height.
func coordinate(text string) (json.Number, error) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return "", fmt.Errorf("%.50q is not a coordinate", text)
	}
	return json.Number(strconv.FormatFloat(f, 'f', -1, 64)), nil
}

// tracks makes events of boxes.
func tracks(boxes []box) []annotation.Event {
	type object struct{ instance, label string }
	var events []annotation.Event
	at := map[object]int{}
	byTime := slices.Clone(boxes)
	slices.SortStableFunc(byTime, func(a, b box) int { return cmp.Compare(a.at, b.at) })
	for _, b := range byTime {
		o := object{b.instance, b.label}
		i, ok := at[o]
		if !ok || b.instance == "" {
			i = len(events)
			at[o] = i
			events = append(events, b.event())
			continue
		}
		e := &events[i]
		e.End = b.at
		if e.End > e.Start {
			e.Kind = annotation.KindTrack
		}
		e.Record = min(e.Record, b.record)
		list, _ := e.Attributes["boxes"].([]any)
		e.Attributes["boxes"] = append(list, b.attributes())
	}
	return events
}

// event returns the event of the first box of an object.
func (b *box) event() annotation.Event {
	e := annotation.Event{
		Kind: annotation.KindPoint, Start: b.at, End: b.at, Labels: []string{b.label}, Record: b.record,
		Attributes: map[string]any{"boxes": []any{b.attributes()}},
	}
	if b.instance != "" {
		e.Attributes["instance"] = b.instance
	}
	return e
}

func (b *box) attributes() map[string]any {
	m := map[string]any{"timeOffset": pbtime.Format(b.at)}
	for i, n := range b.sides {
		if n != "" {
			m[sides[i]] = n
		}
	}
	maps.Copy(m, b.rest)
	return m
}
