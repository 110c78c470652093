package task_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune/task"
)

// Whatever a reply is, it is read or refused; what is read is what its text says, so
// that it can be written and read again.
func FuzzParse(f *testing.F) {
	for _, u := range useCases {
		for i := range u.clips {
			answer, _, err := u.task.Answer(&u.clips[i])
			if err != nil {
				f.Fatal(err)
			}
			f.Add(answer)
			f.Add("It is: " + answer + "\n[1] {x}")
			f.Add(answer[:len(answer)-3])
		}
	}
	f.Add(shotJSON)
	f.Add(`{"events":[{"start":"61:05","end":"1:01:05.001","label":"goal"}]}`)
	f.Add(`[[1,{"a":"\ud800"}] {"events":`)
	var (
		summarize = &task.Summarize{}
		localize  = &task.Localize{Labels: football, Fence: true}
		dense     = &task.Localize{Unit: task.ClockMillis}
		moderate  = &task.Moderate{Labels: policy, Unit: task.ClockMillis}
		caption   = &task.Caption{Unit: task.ClockMillis}
		one       = &task.Classify{Labels: animals}
		many      = &task.Classify{Labels: animals, Multi: true}
		custom    = shots()
		list      = &task.Custom[[]any]{}
	)
	f.Fuzz(func(t *testing.T, reply string) {
		reread(t, reply, summarize.Parse, summarize.Render)
		reread(t, reply, localize.Parse, nil) // its times may be finer than the unit
		reread(t, reply, dense.Parse, dense.Render)
		reread(t, reply, moderate.Parse, moderate.Render)
		reread(t, reply, caption.Parse, caption.Render)
		reread(t, reply, one.Parse, one.Render)
		reread(t, reply, many.Parse, many.Render)
		reread(t, reply, custom.Parse, nil)
		reread(t, reply, list.Parse, nil)
	})
}

func reread[A any](t *testing.T, reply string, parse func(string) (A, error), render func(A) (string, task.Notes, error)) {
	a, err := parse(reply)
	if err != nil {
		if len(err.Error()) > 50_000 {
			t.Errorf("%T: an error of %d bytes", a, len(err.Error()))
		}
		return
	}
	if render == nil {
		return
	}
	text, n, err := render(a)
	if err != nil || n.Rounded != 0 || n.Widened != 0 {
		t.Fatalf("%+v: %s, %+v, %v", a, text, n, err)
	}
	back, err := parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	again, _, err := render(back)
	if diff := cmp.Diff(text, again); err != nil || diff != "" {
		t.Fatalf("%v (-want +got):\n%s", err, diff)
	}
}

// A time is read in the documented forms only, and means the same however it is
// written.
func FuzzTime(f *testing.F) {
	for _, s := range []string{"00:05", "61:05", "1:01:05", "00:05.250", "100:00:00", "1:05", "00:60", "٠٠:٠٥", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var got task.Time
		if got.UnmarshalText([]byte(s)) != nil {
			return
		}
		text, err := got.MarshalText()
		var back task.Time
		if err != nil || back.UnmarshalText(text) != nil || back.Duration != got.Duration || got.Duration < 0 {
			t.Errorf("%q is %v, written %q, %v, read as %v", s, got.Duration, text, err, back.Duration)
		}
	})
}
