package task_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

// anyEvents are events of all kinds, in and around a clip.
func anyEvents(t *rapid.T, labels []string) []annotation.Event {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) annotation.Event {
		e := annotation.Event{Kind: annotation.KindSegment, Text: rapid.SampledFrom([]string{"", " ", "a dog", "[barks]", "\"<&>\\\u2028\n```", "\ufffd"}).Draw(t, "text")}
		e.Labels = rapid.SliceOfN(rapid.SampledFrom(labels), 0, 3).Draw(t, "labels")
		e.Start = times.Draw(t, "start") - time.Duration(rapid.IntRange(0, 1).Draw(t, "before"))*time.Hour
		e.End = e.Start + times.Draw(t, "length")
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			e.Kind, e.End = annotation.KindPoint, e.Start
		case 1:
			e.Kind = annotation.KindWhole
		case 2:
			e.End = annotation.ToEnd
		case 3:
			e.End = e.Start + times.Draw(t, "length")/1000
		}
		e.Attributes = map[string]any{"severity": rapid.SampledFrom([]string{"low", "medium", "high"}).Draw(t, "severity")}
		return e
	}), 0, 6).Draw(t, "events")
}

// A stretch is what is compared of the events, segments and cues of answers.
type stretch struct {
	start, end time.Duration
	what       string
}

// Whatever the events of a clip are: what is answered has their times, moved by less
// than a unit and clamped to the clip, in order; every event is in the answer or among
// those that were left out; and the text is read back to what it says.
func TestTimesProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := units.Draw(t, "unit")
		fence := rapid.Bool().Draw(t, "fence")
		c := &task.Clip{Length: times.Draw(t, "length") + 1, Events: anyEvents(t, []string{"goal", "foul", "Tor", "dance"})}
		switch rapid.IntRange(0, 2).Draw(t, "task") {
		case 0:
			l := &task.Localize{Labels: football, Unit: u, Fence: fence}
			a, n := tripped(t, c, l.FromClip, l.Render, l.Parse)
			exact, _, _ := l.FromClip(c)
			hold(t, c, u, n, len(exact.Events), stretchesOf(exact), stretchesOf(a), false)
		case 1:
			k := &task.Caption{Unit: u, Fence: fence}
			a, n := tripped(t, c, k.FromClip, k.Render, k.Parse)
			exact, _, _ := k.FromClip(c)
			hold(t, c, u, n, len(exact.Cues), cuesOf(exact), cuesOf(a), true)
			if len(a.Cues)+n.Merged+len(n.Left) != len(c.Events) {
				t.Fatalf("%d cues, %d merged and %d left of %d events", len(a.Cues), n.Merged, len(n.Left), len(c.Events))
			}
		case 2:
			m := &task.Moderate{Labels: football, Unit: u, Fence: fence}
			a, n := tripped(t, c, m.FromClip, m.Render, m.Parse)
			exact, _, _ := m.FromClip(c)
			hold(t, c, u, n, len(exact.Segments), segmentsOf(exact), segmentsOf(a), false)
		}
	})
}

// tripped renders the answer of a clip, reads it and renders it again.
func tripped[A any](t *rapid.T, c *task.Clip, from func(*task.Clip) (A, task.Notes, error), render func(A) (string, task.Notes, error), parse func(string) (A, error)) (A, task.Notes) {
	exact, n, err := from(c)
	if errors.Is(err, task.ErrNoLabel) || errors.Is(err, task.ErrNoText) { // which says that something was left out for it
		named := slices.DeleteFunc(slices.Clone(c.Events), func(e annotation.Event) bool { return len(e.Labels) == 0 })
		if len(n.Left) == 0 || len(named) == len(c.Events) {
			t.Fatal(err)
		}
		c.Events = named
		exact, n, err = from(c)
	}
	if err != nil {
		t.Fatal(err)
	}
	text, more, err := render(exact)
	if err != nil {
		t.Fatalf("%+v: %v", exact, err)
	}
	back, err := parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	again, none, err := render(back)
	if err != nil || again != text {
		t.Fatalf("%s becomes %s, %v", text, again, err)
	}
	if none.Rounded+none.Widened+none.Clamped+none.Merged != 0 {
		t.Fatalf("rounded again: %+v", none)
	}
	n.Add(more)
	return back, n
}

func hold(t *rapid.T, c *task.Clip, u task.Unit, n task.Notes, count int, exact, got []stretch, wide bool) {
	if len(got)+n.Merged != count || n.Times != 2*count {
		t.Fatalf("%d of %d stretches, %+v", len(got), count, n)
	}
	for i := range exact {
		e := &exact[i]
		if e.start < 0 || e.end < e.start || e.end > c.Length {
			t.Fatalf("%v lies outside of a clip of %v", *e, c.Length)
		}
		s, end := u.Start(e.start).Duration, u.End(e.end).Duration
		if e.start == e.end {
			if end = s; wide {
				end += u.Step()
			}
		}
		*e = stretch{s, end, e.what}
		if s >= end && (wide || e.start != e.end) || end-c.Length > u.Step() {
			t.Fatalf("%v in a clip of %v", *e, c.Length)
		}
	}
	byTime := func(a, b stretch) int {
		return cmp2(a.start, b.start, cmp2(a.end, b.end, strings.Compare(a.what, b.what)))
	}
	if !slices.IsSortedFunc(got, func(a, b stretch) int { return cmp2(a.start, b.start, cmp2(a.end, b.end, 0)) }) {
		t.Fatalf("not in order: %v", got)
	}
	slices.SortStableFunc(exact, byTime)
	exact = slices.Compact(exact) // merged
	slices.SortStableFunc(got, byTime)
	if diff := cmp.Diff(exact, got, cmp.AllowUnexported(stretch{})); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
}

func cmp2(a, b time.Duration, otherwise int) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return otherwise
}

func stretchesOf(a task.LocalizeAnswer) (all []stretch) {
	for _, e := range a.Events {
		all = append(all, stretch{e.Start.Duration, e.End.Duration, e.Label})
	}
	return all
}

func cuesOf(a task.CaptionAnswer) (all []stretch) {
	for _, e := range a.Cues {
		all = append(all, stretch{e.Start.Duration, e.End.Duration, e.Text})
	}
	return all
}

func segmentsOf(a task.ModerateAnswer) (all []stretch) {
	for _, e := range a.Segments {
		all = append(all, stretch{e.Start.Duration, e.End.Duration, e.Label + e.Severity})
	}
	return all
}

// A clip of unknown length is answered, or it is said that its length is missing.
func TestUnknownLengthProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := &task.Clip{Events: anyEvents(t, []string{"goal"})}
		l := &task.Localize{Labels: football}
		text, n, err := l.Answer(c)
		if errors.Is(err, task.ErrNoLength) || errors.Is(err, task.ErrNoLabel) {
			return
		}
		if err != nil || l.Check(text) != nil {
			t.Fatalf("%s, %v", text, err)
		}
		a, err := l.Parse(text)
		for _, e := range a.Events {
			if e.Start.Duration < 0 || e.End.Duration < e.Start.Duration {
				t.Fatalf("%s, %+v, %v", text, n, err)
			}
		}
	})
}
