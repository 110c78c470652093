package annotation

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-57910ec4/videotune"
	"pgregory.net/rapid"
)

func TestSort(t *testing.T) {
	want := []Event{
		{Kind: KindWhole, Labels: []string{"z"}, Start: 9},
		{Kind: KindSegment, Start: -1, End: 5},
		{Kind: KindPoint, Start: 0, End: 0},
		{Kind: KindSegment, Start: 0, End: 5},
		{Kind: KindCue, Start: 0, End: 5, Text: "a"},
		{Kind: KindSegment, Start: 0, End: 5, Labels: []string{"a"}, Text: "b"},
		{Kind: KindTrack, Start: 0, End: 5, Labels: []string{"a"}, Text: "b"}, // equal: they keep their order
		{Kind: KindSegment, Start: 0, End: 5, Labels: []string{"a", "a"}},
		{Kind: KindSegment, Start: 0, End: 5, Labels: []string{"b"}, Text: "a"},
		{Kind: KindSegment, Start: 0, End: ToEnd},
		{Kind: KindSegment, Start: 1, End: 2},
	}
	rapid.Check(t, func(t *rapid.T) {
		got := Video{Events: rapid.Permutation(want).Draw(t, "events")}
		segmentFirst := slices.IndexFunc(got.Events, func(e Event) bool { return e.Text == "b" && e.Kind == KindSegment }) <
			slices.IndexFunc(got.Events, func(e Event) bool { return e.Kind == KindTrack })
		got.Sort()
		if !segmentFirst {
			got.Events[5], got.Events[6] = got.Events[6], got.Events[5]
		}
		if diff := cmp.Diff(want, got.Events); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestKey holds that the keys of two events are equal if and only if the events are.
func TestKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		event := rapid.Custom(func(t *rapid.T) Event {
			short := rapid.SampledFrom([]string{"", `"`, " ", "a", `a" "b`, "b"})
			e := Event{
				Kind: rapid.SampledFrom([]Kind{KindSegment, KindCue}).Draw(t, "kind"), Start: time.Duration(rapid.IntRange(0, 2).Draw(t, "start")), End: 12,
				Labels: rapid.SliceOfN(short, 0, 2).Draw(t, "labels"), Text: short.Draw(t, "text"), Annotator: short.Draw(t, "annotator"), Record: rapid.Int().Draw(t, "record"),
			}
			if rapid.Bool().Draw(t, "attributes") {
				e.Attributes = map[string]any{"a": short.Draw(t, "a")}
			}
			return e
		})
		a, b := event.Draw(t, "a"), event.Draw(t, "b")
		if rapid.Bool().Draw(t, "equal") {
			b = a
			b.Record++
		}
		x, y := a, b
		x.Record, y.Record = 0, 0
		if equal := cmp.Equal(x, y); equal != (a.key() == b.key()) {
			t.Fatalf("%+v, %+v: equal is %v\n%s\n%s", a, b, equal, a.key(), b.key())
		}
	})
}

func TestDescribe(t *testing.T) {
	for want, e := range map[string]Event{
		`"a, b" from 1s to 2s`:   {Kind: KindSegment, Start: time.Second, End: 2 * time.Second, Labels: []string{"a", "b"}, Text: "t"},
		`"t" at 1s`:              {Kind: KindPoint, Start: time.Second, End: time.Second, Text: "t"},
		`from 1s to the end`:     {Kind: KindCue, Start: time.Second, End: ToEnd},
		`"a" of the whole video`: {Kind: KindWhole, Labels: []string{"a"}},
	} {
		if got := e.describe(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestDiagnosticString(t *testing.T) {
	for want, d := range map[string]Diagnostic{
		`m`:                           {Message: "m"},
		`f: m`:                        {File: "f", Message: "m"},
		`f:3: m`:                      {File: "f", Line: 3, Record: 2, Message: "m"},
		`f: record 2: video "v\n": m`: {File: "f", Record: 2, Video: "v\n", Message: "m"},
	} {
		if got := d.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	cause := fmt.Errorf("cause")
	e := &Error{Diagnostic: Diagnostic{File: "f", Message: "m", Hint: "do it"}, Err: cause}
	if e.Error() != "f: m; do it" || e.Unwrap() != cause {
		t.Error(e, e.Unwrap())
	}
}

func TestSpanAndKey(t *testing.T) {
	const s = time.Second
	tests := []struct {
		e        Event
		duration time.Duration
		want     videotune.Span
		ok       bool
	}{
		{Event{Kind: KindSegment, Start: s, End: 2 * s}, 0, videotune.Span{Start: s, End: 2 * s}, true},
		{Event{Kind: KindSegment, Start: s, End: ToEnd}, 9 * s, videotune.Span{Start: s, End: 9 * s}, true},
		{Event{Kind: KindSegment, Start: s, End: ToEnd}, 0, videotune.Span{Start: s}, false},
		{Event{Kind: KindWhole, Start: s, End: s}, 9 * s, videotune.Span{End: 9 * s}, true},
		{Event{Kind: KindWhole}, 0, videotune.Span{}, false},
	}
	for _, tt := range tests {
		if got, ok := tt.e.Span(tt.duration); got != tt.want || ok != tt.ok {
			t.Errorf("%+v in %v: %v, %v", tt.e, tt.duration, got, ok)
		}
	}
	for want, v := range map[string]Video{"r": {ID: "i", URI: "u", Recording: "r"}, "u": {ID: "i", URI: "u"}, "i": {ID: "i"}} {
		if got := v.RecordingKey(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
