package task_test

import (
	"encoding/json"
	"errors"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

const ms = time.Millisecond

func TestTimeText(t *testing.T) {
	for _, tt := range []struct {
		time task.Time
		want string
	}{
		{task.Time{}, "00:00"},
		{task.At(65 * time.Second), "01:05"},
		{task.At(time.Hour - time.Second), "59:59"},
		{task.At(time.Hour), "1:00:00"},
		{task.At(3665 * time.Second), "1:01:05"},
		{task.At(100 * time.Hour), "100:00:00"},
		{task.Time{Duration: 65 * time.Second, Unit: task.ClockSeconds}, "01:05"},
		{task.Time{Duration: 65 * time.Second, Unit: task.ClockHours}, "0:01:05"},
		{task.Time{Duration: 65 * time.Second, Unit: task.ClockMillis}, "01:05.000"},
		{task.Time{Duration: 3665040 * ms, Unit: task.ClockMillis}, "1:01:05.040"},
	} {
		got, err := tt.time.MarshalText()
		if err != nil || string(got) != tt.want || tt.time.String() != tt.want {
			t.Errorf("%#v: %q, %q, %v; want %q", tt.time, got, tt.time, err, tt.want)
		}
		var back task.Time
		if err := back.UnmarshalText(got); err != nil || back.Duration != tt.time.Duration {
			t.Errorf("%q is read as %v, %v", got, back.Duration, err)
		}
	}
	for _, bad := range []task.Time{
		task.At(-time.Second), task.At(ms), task.At(100*time.Hour + time.Second), task.At(annotation.ToEnd),
		{Duration: time.Microsecond, Unit: task.ClockMillis},
	} {
		if got, err := bad.MarshalText(); err == nil {
			t.Errorf("%v: %q, want an error", bad.Duration, got)
		}
		if got := bad.String(); got != bad.Duration.String() {
			t.Errorf("String: %q, want %v", got, bad.Duration)
		}
	}
}

func TestTimeForms(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"00:00": 0, "01:05": 65 * time.Second, "99:59": 5999 * time.Second,
		"61:05": 3665 * time.Second, "1:01:05": 3665 * time.Second, "01:01:05": 3665 * time.Second, // one time
		"125:00": 7500 * time.Second, "2:05:00": 7500 * time.Second,
		"00:05.250": 5250 * ms, "1:01:05.250": 3665250 * ms, "61:05.250": 3665250 * ms,
		"100:00:00": 100 * time.Hour,
	} {
		var got task.Time
		if err := got.UnmarshalText([]byte(text)); err != nil || got.Duration != want {
			t.Errorf("%q: %v, %v; want %v", text, got.Duration, err, want)
		}
	}
	for _, text := range []string{
		"", "5", "5.0", "12", ":05", "5:", "1:05", "00:5", "00:005", "00:60", "00:99", "001:05", "1:60:00", "1:5:00", "001:00:00", "1:2:3:4",
		"-00:05", "+00:05", "00:-5", " 00:05", "00:05 ", "00:05s", "00:05.", "00:05.2", "00:05.25", "00:05.2500", "00:05,250", "00.5:05",
		"100:00:01", "170000000:00", "99999999999:00", "999:00:00", "100000000:00", "00:05:00.000.000", "٠٠:٠٥", "00：05", "NaN", "1e3",
	} {
		var got task.Time
		if err := got.UnmarshalText([]byte(text)); !errors.Is(err, task.ErrNotTime) {
			t.Errorf("%q: %v, %v; want an error", text, got.Duration, err)
		}
	}
}

func TestUnitName(t *testing.T) {
	var u task.Unit
	for _, name := range []string{"", "MM:SS", "H:MM:SS", "MM:SS.sss"} {
		if err := json.Unmarshal([]byte(`"`+name+`"`), &u); err != nil || string(u) != name {
			t.Errorf("%q: %v, %v", name, u, err)
		}
	}
	if err := json.Unmarshal([]byte(`"seconds"`), &u); err == nil {
		t.Error("a unit that is none is read")
	}
}

var units = rapid.SampledFrom([]task.Unit{"", task.ClockSeconds, task.ClockHours, task.ClockMillis})

// times are those of a video, with whole and half units among them.
var times = rapid.Custom(func(t *rapid.T) time.Duration {
	step := rapid.SampledFrom([]time.Duration{time.Microsecond, ms, 500 * ms, time.Second}).Draw(t, "step")
	return rapid.Custom(func(t *rapid.T) time.Duration {
		return time.Duration(rapid.Int64Range(0, int64(2*time.Hour/step)).Draw(t, "n")) * step
	}).Draw(t, "time")
})

func TestRoundingProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := units.Draw(t, "unit")
		a, b := times.Draw(t, "a"), times.Draw(t, "b")
		if a > b {
			a, b = b, a
		}
		if u.Start(a).Duration > u.Start(b).Duration || u.End(a).Duration > u.End(b).Duration {
			t.Fatalf("rounding of %v and %v is not monotone", a, b)
		}
		var n task.Notes
		s, e := u.Span(a, b, &n)
		if s.Duration > a || e.Duration < b && a != b || a-s.Duration >= u.Step() || e.Duration-b >= u.Step() {
			t.Fatalf("%v to %v becomes %v to %v", a, b, s.Duration, e.Duration)
		}
		if (s.Duration == e.Duration) != (a == b) {
			t.Fatalf("%v to %v becomes %v to %v", a, b, s, e)
		}
		want := task.Notes{Times: 2}
		if s.Duration != a {
			want.Rounded++
		}
		if e.Duration != b {
			want.Rounded++
		}
		if n.Times != want.Times || n.Rounded != want.Rounded {
			t.Fatalf("counted %+v, want %+v", n, want)
		}
		var n2 task.Notes
		if s2, e2 := u.Span(s.Duration, e.Duration, &n2); s2 != s || e2 != e || n2.Rounded != 0 {
			t.Fatalf("rounded again, %v to %v becomes %v to %v", s, e, s2, e2)
		}
		for _, x := range []task.Time{s, e} {
			text, err := x.MarshalText()
			var back task.Time
			if err != nil || back.UnmarshalText(text) != nil || back.Duration != x.Duration {
				t.Fatalf("%v: %q, %v, read as %v", x.Duration, text, err, back.Duration)
			}
		}
	})
}

// What is no time of a video overflows nowhere.
func TestRoundingExtremes(t *testing.T) {
	for _, d := range []time.Duration{math.MinInt64, math.MinInt64 + 1, -1, math.MaxInt64 - 1, math.MaxInt64} {
		for _, u := range []task.Unit{"", task.ClockMillis} {
			s, e := u.Start(d), u.End(d)
			if s.Duration > e.Duration || (s.Duration < 0) != (d < 0) {
				t.Errorf("%d in %q: %d, %d", d, u, s.Duration, e.Duration)
			}
		}
	}
}
