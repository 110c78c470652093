package annotation

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const second = time.Second

func segment(start, end time.Duration) Event {
	return Event{Kind: KindSegment, Start: start, End: end, Labels: []string{"x"}}
}

func point(at time.Duration) Event {
	return Event{Kind: KindPoint, Start: at, End: at, Labels: []string{"x"}}
}

// TestRemedies uses every remedy of every case on a video of ten seconds.
func TestRemedies(t *testing.T) {
	type events = []Event
	keep, drop, clamp, swap, refuse := RemedyKeep, RemedyDrop, RemedyClamp, RemedySwap, RemedyRefuse
	reversed, empty, before, long, late := segment(5*second, 2*second), segment(3*second, 3*second), segment(-second/2, 2*second), segment(8*second, 11*second), segment(10*second, 12*second)
	tests := []struct {
		name   string
		repair Repair
		in     Event
		want   events
		code   Code // what is told; "" for nothing
	}{
		{"good", Repair{}, segment(0, 10*second), events{segment(0, 10*second)}, ""},
		{"a good point", Repair{}, point(10 * second), events{point(10 * second)}, ""},
		{"open", Repair{}, segment(9*second, ToEnd), events{segment(9*second, ToEnd)}, ""},
		{"whole", Repair{}, Event{Kind: KindWhole, Start: 20 * second}, events{{Kind: KindWhole, Start: 20 * second}}, ""},

		{"past the end", Repair{}, long, events{segment(8*second, 10*second)}, CodePastEnd},
		{"past the end, clamp", Repair{PastEnd: clamp}, long, events{segment(8*second, 10*second)}, CodePastEnd},
		{"past the end, drop", Repair{PastEnd: drop}, long, nil, CodePastEnd},
		{"past the end, keep", Repair{PastEnd: keep}, long, events{long}, CodePastEnd},
		{"past the end, refuse", Repair{PastEnd: refuse}, long, nil, CodePastEnd},

		{"after the end", Repair{}, late, nil, CodeAfterEnd},
		{"after the end, open", Repair{}, segment(10*second, ToEnd), nil, CodeAfterEnd},
		{"after the end, a point", Repair{}, point(10*second + 1), events{point(10 * second)}, CodeAfterEnd},
		{"after the end, drop", Repair{AfterEnd: drop}, late, nil, CodeAfterEnd},
		{"after the end, keep", Repair{AfterEnd: keep}, late, events{late}, CodeAfterEnd},
		{"after the end, refuse", Repair{AfterEnd: refuse}, late, nil, CodeAfterEnd},

		{"reversed", Repair{}, reversed, nil, CodeReversed},
		{"reversed, drop", Repair{Reversed: drop}, reversed, nil, CodeReversed},
		{"reversed, swap", Repair{Reversed: swap}, reversed, events{segment(2*second, 5*second)}, CodeReversed},
		{"reversed, keep", Repair{Reversed: keep}, reversed, events{reversed}, CodeReversed},
		{"reversed, refuse", Repair{Reversed: refuse}, reversed, nil, CodeReversed},

		{"empty", Repair{}, empty, events{point(3 * second)}, CodeEmpty},
		{"empty, point", Repair{Empty: RemedyPoint}, empty, events{point(3 * second)}, CodeEmpty},
		{"empty, drop", Repair{Empty: drop}, empty, nil, CodeEmpty},
		{"empty, refuse", Repair{Empty: refuse}, empty, nil, CodeEmpty},

		{"negative", Repair{}, before, events{segment(0, 2*second)}, CodeNegative},
		{"negative by a second", Repair{}, segment(-second, 2*second), nil, CodeNegative},
		{"all of it negative", Repair{}, segment(-second/2, -second/4), nil, CodeNegative},
		{"negative, to 0", Repair{}, segment(-second/2, 0), events{point(0)}, CodeNegative},
		{"negative, open", Repair{}, segment(-second/2, ToEnd), events{segment(0, ToEnd)}, CodeNegative},
		{"a negative point", Repair{}, point(-second / 100), events{point(0)}, CodeNegative},
		{"a negative point by a second", Repair{}, point(-second), nil, CodeNegative},
		{"a negative point, clamp", Repair{Negative: clamp}, point(-second / 2), events{point(0)}, CodeNegative},
		{"a point past the end", Repair{}, point(10*second + second/100), events{point(10 * second)}, CodeAfterEnd},
		{"a point past the end by half a second", Repair{}, point(10*second + second/2), nil, CodeAfterEnd},
		{"a point past the end, drop", Repair{AfterEnd: drop}, point(10*second + second/100), nil, CodeAfterEnd},
		{"a stretch past the end", Repair{}, segment(10*second+second/100, 11*second), nil, CodeAfterEnd},
		{"negative, clamp", Repair{Negative: clamp}, segment(-5*second, 2*second), events{segment(0, 2*second)}, CodeNegative},
		{"negative, drop", Repair{Negative: drop}, before, nil, CodeNegative},
		{"negative, refuse", Repair{Negative: refuse}, before, nil, CodeNegative},

		{"another unit", Repair{}, segment(8*second, 8000*second), nil, CodeUnit},
		{"another unit, open", Repair{}, segment(8000*second, ToEnd), nil, CodeUnit},
		{"another unit, a point", Repair{}, point(8000 * second), nil, CodeUnit},
		{"another unit, one remedy", Repair{PastEnd: clamp}, segment(8*second, 8000*second), nil, CodeUnit},
		{"far past the end, as chosen", Repair{PastEnd: clamp, AfterEnd: drop}, segment(8*second, 8000*second), events{segment(8*second, 10*second)}, CodePastEnd},
		{"three times the video", Repair{}, segment(8*second, 30*second), events{segment(8*second, 10*second)}, CodePastEnd},
	}
	for _, tt := range tests {
		tt.in.Record = 4
		for i := range tt.want {
			tt.want[i].Record = 4
		}
		v := &Video{ID: "v", Duration: 10 * second, Events: events{tt.in}}
		var told []Diagnostic
		err := tt.repair.Apply(v, func(d Diagnostic) { told = append(told, d) })
		var e *Error
		if errors.As(err, &e) {
			told = append(told, e.Diagnostic)
			if e.Hint == "" || !cmp.Equal(v.Events, events{tt.in}) {
				t.Errorf("%s: refused with %+v, %v", tt.name, e, v.Events)
			}
		} else if err != nil || !slices.EqualFunc(v.Events, tt.want, func(a, b Event) bool { return cmp.Equal(a, b) }) {
			t.Errorf("%s: %+v, want %+v, %v", tt.name, v.Events, tt.want, err)
		}
		if lost := len(v.Events) == 0; lost != (v.Lost == 1) {
			t.Errorf("%s: %d lost", tt.name, v.Lost)
		}
		refused := strings.HasSuffix(tt.name, "refuse") || tt.code == CodeUnit
		if refused != (err != nil) {
			t.Errorf("%s: error %v", tt.name, err)
		}
		if tt.code == "" && len(told) == 0 {
			continue
		}
		if len(told) != 1 || told[0].Code != tt.code || told[0].Record != 4 || told[0].Video != "v" || (told[0].Severity == Refusal) != refused {
			t.Errorf("%s: told %+v, want %s once", tt.name, told, tt.code)
		}
	}
}

func TestDuplicates(t *testing.T) {
	confident := 0.5
	a := segment(second, 2*second)
	list := []Event{a, a, {Kind: KindWhole, Labels: []string{"x"}}, {Kind: KindWhole, Labels: []string{"x"}, End: 1}, a}
	for _, change := range []func(*Event){
		func(e *Event) { e.Labels = []string{"x", "y"} }, func(e *Event) { e.Labels = []string{"x y"} }, func(e *Event) { e.Text = "x" },
		func(e *Event) { e.Kind = KindTrack }, func(e *Event) { e.Annotator = "A" }, func(e *Event) { e.Confidence = &confident },
		func(e *Event) { e.Attributes = map[string]any{"a": "1"} }, func(e *Event) { e.Attributes = map[string]any{"a": true} }, func(e *Event) { e.End++ },
	} {
		e := a
		change(&e)
		list = append(list, e)
	}
	for i := range list {
		list[i].Record = i + 1
	}
	for _, tt := range []struct {
		remedy     Remedy
		left, told int
	}{{RemedyDefault, len(list) - 3, 3}, {RemedyMerge, len(list) - 3, 3}, {RemedyKeep, len(list), 0}, {RemedyRefuse, 0, 0}} {
		v := &Video{ID: "v", Events: slices.Clone(list)}
		var records []int
		err := Repair{Duplicate: tt.remedy}.Apply(v, func(d Diagnostic) {
			if d.Code == CodeDuplicate {
				records = append(records, d.Record)
			}
		})
		var e *Error
		if tt.remedy == RemedyRefuse {
			if !errors.As(err, &e) || e.Code != CodeDuplicate {
				t.Errorf("%v", err)
			}
			continue
		}
		if err != nil || len(v.Events) != tt.left || len(records) != tt.told || tt.told > 0 && !slices.Equal(records, []int{4, 2, 5}) {
			t.Errorf("%q: %d events, told of %v, %v", tt.remedy, len(v.Events), records, err)
		}
	}
}

// TestManyPastTheEnd is a dataset like Charades, of whose events 29 % end after their
// videos: all of them stay.
func TestManyPastTheEnd(t *testing.T) {
	v := &Video{ID: "v", Duration: 30 * second}
	for i := range 1000 {
		end := 25 * second
		if i%100 < 29 {
			end = 30*second + time.Duration(i+1)*10*time.Millisecond
		}
		v.Events = append(v.Events, Event{Kind: KindSegment, Start: time.Duration(i) * time.Millisecond, End: end, Labels: []string{"c092"}, Record: i + 1})
	}
	told := 0
	if err := (Repair{}).Apply(v, func(d Diagnostic) {
		if told++; d.Code != CodePastEnd || d.Severity != Warning {
			t.Errorf("%+v", d)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if len(v.Events) != 1000 || told != 290 {
		t.Errorf("%d events, %d told; want all 1000, and 290", len(v.Events), told)
	}
	for _, e := range v.Events {
		want := 25 * second
		if (e.Record-1)%100 < 29 {
			want = 30 * second
		}
		if e.End != want {
			t.Fatalf("record %d ends at %v, want %v", e.Record, e.End, want)
		}
	}
}

func TestRepairValidate(t *testing.T) {
	for _, c := range repairs {
		for _, remedy := range []Remedy{RemedyClamp, RemedyDrop, RemedyKeep, RemedySwap, RemedyPoint, RemedyMerge, RemedyRefuse, "crop"} {
			var r Repair
			*c.get(&r) = remedy
			err := r.Validate()
			if slices.Contains(c.choice, remedy) != (err == nil) {
				t.Errorf("%s: %q: %v", c.name, remedy, err)
			}
			if err != nil && (!strings.Contains(err.Error(), "repair."+c.name) || r.Apply(&Video{}, nil) == nil) {
				t.Errorf("%s: %q: %v", c.name, remedy, err)
			}
		}
	}
}

// drawRepair draws remedies, of which none refuses.
func drawRepair(t *rapid.T) (r Repair) {
	for _, c := range repairs {
		choice := append([]Remedy{RemedyDefault}, slices.DeleteFunc(slices.Clone(c.choice), func(r Remedy) bool { return r == RemedyRefuse })...)
		*c.get(&r) = rapid.SampledFrom(choice).Draw(t, c.name)
	}
	return r
}

func drawEvent(t *rapid.T) Event {
	at := rapid.Int64Range(-3, 14)
	e := segment(time.Duration(at.Draw(t, "start"))*second/2, time.Duration(at.Draw(t, "end"))*second/2)
	e.Kind = rapid.SampledFrom([]Kind{KindSegment, KindSegment, KindCue, KindTrack, KindWhole, KindPoint}).Draw(t, "kind")
	e.Labels = []string{rapid.SampledFrom([]string{"x", "y"}).Draw(t, "label")}
	switch {
	case e.Kind == KindPoint:
		e.End = e.Start
	case rapid.IntRange(0, 9).Draw(t, "open") == 0:
		e.End = ToEnd
	}
	return e
}

// TestApply tries any events: what is good stays as it is, what is not is told once,
// and a second time changes nothing.
func TestApply(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRepair(t)
		v := &Video{ID: "v", Duration: time.Duration(rapid.Int64Range(0, 5).Draw(t, "duration")) * second}
		v.Events = rapid.SliceOfN(rapid.Custom(drawEvent), 0, 12).Draw(t, "events")
		for i := range v.Events {
			v.Events[i].Record = i + 1
		}
		before := slices.Clone(v.Events)
		input := v.Events
		told := map[int][]Code{}
		dropped := 0
		left := map[int]bool{}
		if err := r.Apply(v, func(d Diagnostic) {
			if d.Left {
				left[d.Record] = true
				if d.Code != CodeDuplicate {
					dropped++
				}
			}
			if slices.Contains(told[d.Record], d.Code) || d.Video != "v" || d.Message == "" {
				t.Fatalf("told twice, or of nothing: %+v", d)
			}
			told[d.Record] = append(told[d.Record], d.Code)
		}); err != nil {
			t.Fatal(err)
		}
		if !cmp.Equal(before, input) {
			t.Fatal("the events that were given were written to")
		}
		if !slices.IsSortedFunc(v.Events, compareEvents) {
			t.Fatalf("not sorted: %+v", v.Events)
		}
		checkApplied(t, r, v, before, told)
		if v.Lost != dropped || len(left)+len(v.Events) != len(before) {
			t.Fatalf("of %d events %d are left out and %d left; lost are %d, want %d", len(before), len(left), len(v.Events), v.Lost, dropped)
		}

		once := slices.Clone(v.Events)
		if err := r.Apply(v, func(d Diagnostic) {
			if !strings.HasSuffix(d.Message, done[RemedyKeep]) {
				t.Fatalf("a second time: %+v", d)
			}
		}); err != nil || !cmp.Equal(once, v.Events) || v.Lost != dropped {
			t.Fatalf("a second time: %v, then %v, %v", once, v.Events, err)
		}
	})
}

// checkApplied compares events before and after.
func checkApplied(t *rapid.T, r Repair, v *Video, before []Event, told map[int][]Code) {
	after := map[int]Event{}
	for _, e := range v.Events {
		after[e.Record] = e
	}
	for _, old := range before {
		e, left := after[old.Record]
		if len(told[old.Record]) == 0 && (!left || !cmp.Equal(old, e)) {
			t.Fatalf("%+v became %+v, %v, and nothing was told", old, e, left)
		}
		if !left || e.Kind == KindWhole {
			continue
		}
		d := v.Duration
		switch {
		case e.Start < 0,
			e.End < e.Start && r.Reversed != RemedyKeep,
			e.End == e.Start && e.Kind != KindPoint,
			d > 0 && e.End != ToEnd && e.End > d && r.PastEnd != RemedyKeep && r.AfterEnd != RemedyKeep,
			d > 0 && e.Start > d && r.AfterEnd != RemedyKeep:
			t.Fatalf("%+v is left of %+v by %+v in %v", e, old, r, d)
		}
		e.Kind, e.Start, e.End = old.Kind, old.Start, old.End
		if !cmp.Equal(e, old) {
			t.Fatalf("more than times changed: %+v, %+v", e, old)
		}
	}
}
