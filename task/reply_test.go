package task_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune/task"
)

// Parse finds the answer in whatever stands around it, with either setting of Fence.
func TestParseTolerance(t *testing.T) {
	const json = `{"events":[{"start":"00:05","end":"00:12","label":"goal"}]}`
	want := task.LocalizeAnswer{Events: []task.LocalizedEvent{{Start: task.At(5 * time.Second), End: task.At(12 * time.Second), Label: "goal"}}}
	for _, reply := range []string{
		json,
		" \n\t" + json + "\r\n",
		"```json\n" + json + "\n```",
		"```\n" + json + "\n```\n",
		"```json\n" + json, // the fence is not closed
		json + "\n```",
		"Here is the answer {as asked} of [1] a video:\n\n```json\n" + json + "\n```\nIs there {more} that I can do, or {\"x\" ?",
		"{smile} " + json,
		"\ufeff" + json,
		`{ "events" : [ { "label" : "goal", "end":"00:12", "start":"\u0030\u0030:05" } ] }`,
		`{"events":[{"start":"00:05.000","end":"0:00:12","label":"goal"}]}`, // times in other units
	} {
		for _, fence := range []bool{false, true} {
			l := task.Localize{Labels: football, Fence: fence}
			got, err := l.Parse(reply)
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%s: %v (-want +got):\n%s", reply, err, diff)
			}
			if err := l.Check(reply); err != nil {
				t.Errorf("Check(%s): %v", reply, err)
			}
		}
	}
}

// A time that is finer than the unit keeps the form in which it can be written.
func TestParseFinerTime(t *testing.T) {
	l := task.Localize{Labels: football}
	got, err := l.Parse(`{"events":[{"start":"00:05.250","end":"61:05","label":"goal"}]}`)
	want := task.LocalizeAnswer{Events: []task.LocalizedEvent{{
		Start: task.Time{Duration: 5250 * ms, Unit: task.ClockMillis}, End: task.At(3665 * time.Second), Label: "goal",
	}}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if again, _, err := l.Render(got); err != nil || again != `{"events":[{"start":"00:05","end":"1:01:05","label":"goal"}]}` {
		t.Errorf("rendered: %s, %v", again, err)
	}
}

// A fault is told with its place, its value and what was expected.
func TestParseFaults(t *testing.T) {
	localize := &task.Localize{Labels: football}
	describe := &task.Localize{}
	moderate := &task.Moderate{Labels: policy}
	caption := &task.Caption{}
	one := &task.Classify{Labels: animals}
	many := &task.Classify{Labels: animals, Multi: true}
	event := func(s string) string { return `{"events":[` + s + `]}` }
	for _, tt := range []struct {
		task  task.Task
		reply string
		err   error
		want  string // pointer|value|part of what is wanted; of the first fault
	}{
		{localize, "", task.ErrNoJSON, "|in an empty reply|one JSON object"},
		{localize, "none", task.ErrNoJSON, `|in "none"|one JSON object`},
		{localize, `[]`, task.ErrNoJSON, `|in "[]"|one JSON object`},
		{localize, `[1] {x} {y}`, task.ErrNoJSON, `|in |one JSON object`},
		{localize, `{"events":[`, task.ErrBroken, `|at byte 11 (it ends in the middle)|`},
		{localize, `{"events":[{"start":"00:01"`, task.ErrBroken, `|at byte 27 |`},
		{localize, `{'events':[]}`, task.ErrBroken, `|single quotes|`},
		{localize, `{"events":[],}`, task.ErrBroken, `|a comma|`},
		{localize, `So: {"events":[],}`, task.ErrBroken, `||behind byte 4`},
		{localize, `{"events":[]} {"events":[]}`, task.ErrSeveral, `||one`},
		{localize, "\xff{}", task.ErrValue, `||valid UTF-8`},
		{localize, `{}`, task.ErrMissingMember, `/events||a list`},
		{localize, `{"events":null}`, task.ErrType, `/events|null|a list`},
		{localize, `{"events":{}}`, task.ErrType, `/events|an object|a list`},
		{localize, `{"Events":[]}`, task.ErrUnknownMember, `/Events||did you mean events?`},
		{localize, `{"events":[],"note":"x"}`, task.ErrUnknownMember, `/note||no other than events`},
		{localize, `{"events":[],"a/b~c":"x"}`, task.ErrUnknownMember, `/a~1b~0c||events`},
		{localize, `{"events":[],"events":[]}`, task.ErrDuplicateMember, `/events||once`},
		{localize, event(`"goal"`), task.ErrType, `/events/0|"goal"|an object`},
		{localize, event(`{"start":"00:01","end":"00:02","label":"gaol"}`), task.ErrNotListed, `/events/0/label|"gaol"|one of "corner", "foul", "goal"; did you mean goal?`},
		{localize, event(`{"start":"00:01","end":"00:02","label":"Tor"}`), task.ErrNotListed, `/events/0/label|"Tor"|one of`}, // an alias is of the source, not of answers
		{localize, event(`{"start":"00:01","end":"00:02","label":7}`), task.ErrType, `/events/0/label|7|a string`},
		{localize, event(`{"start":"00:01","end":"00:02"}`), task.ErrMissingMember, `/events/0/label||one of "corner"`},
		{localize, event(`{"end":"00:02","label":"goal"}`), task.ErrMissingMember, `/events/0/start||a time such as 00:00`},
		{localize, event(`{"start":"00:01","end":"00:02","label":"goal","description":"x"}`), task.ErrUnknownMember, `/events/0/description||start, end, label`},
		{localize, event(`{"start":"1:05","end":"00:02","label":"goal"}`), task.ErrNotTime, `/events/0/start|"1:05"|a time such as 00:00`},
		{localize, event(`{"start":5,"end":"00:02","label":"goal"}`), task.ErrType, `/events/0/start|5|a string`},
		{localize, event(`{"start":"00:03","end":"00:02","label":"goal"}`), task.ErrReversed, `/events/0/end|"00:02"|not before the start, 00:03`},
		{describe, event(`{"start":"00:01","end":"00:02","description":""}`), task.ErrValue, `/events/0/description|""|at least 1`},
		{describe, event(`{"start":"00:01","end":"00:02","description":" "}`), task.ErrValue, `/events/0/description|" "|not empty`},
		{describe, event(`{"start":"00:01","end":"00:02","description":"x","label":"goal"}`), task.ErrUnknownMember, `/events/0/label|`},
		{moderate, `{"labels":[],"severity":"none","segments":[]}`, task.ErrValue, `/labels|with 0 elements|at least 1`},
		{moderate, `{"labels":["none","weapon"],"severity":"low","segments":[]}`, task.ErrValue, `/labels|"none"|none alone`},
		{moderate, `{"labels":["none"],"severity":"low","segments":[]}`, task.ErrValue, `/severity|"low"|"none"`},
		{moderate, `{"labels":["weapon"],"severity":"none","segments":[]}`, task.ErrValue, `/severity|"none"|a severity`},
		{moderate, `{"labels":["weapon"],"severity":"severe","segments":[]}`, task.ErrNotListed, `/severity|"severe"|one of "low", "medium", "high", "none"`},
		{moderate, `{"labels":["weapon","weapon"],"severity":"low","segments":[]}`, task.ErrValue, `/labels/1|"weapon"|once`},
		{moderate, `{"labels":["weapon"],"severity":"low"}`, task.ErrMissingMember, `/segments||a list`},
		{moderate, `{"labels":["none"],"severity":"none","segments":[{"start":"00:01","end":"00:02","label":"weapon","severity":"low"}]}`, task.ErrValue, `/segments|with 1 elements|an empty list`},
		{moderate, `{"labels":["weapon"],"severity":"low","segments":[{"start":"00:01","end":"00:02","label":"smoking","severity":"low"}]}`, task.ErrValue, `/segments/0/label|"smoking"|one of /labels`},
		{moderate, `{"labels":["weapon"],"severity":"low","segments":[{"start":"00:01","end":"00:02","label":"weapon","severity":"high"}]}`, task.ErrValue, `/segments/0/severity|"high"|no graver one than /severity, "low"`},
		{moderate, `{"labels":["weapon"],"severity":"low","segments":[{"start":"00:01","end":"00:02","label":"weapon","severity":"none"}]}`, task.ErrNotListed, `/segments/0/severity|"none"|one of "low"`},
		{caption, `{"cues":[{"start":"00:01","end":"00:01","text":"x"}]}`, task.ErrReversed, `/cues/0/end|"00:01"|after the start`},
		{caption, `{"cues":[{"start":"00:01","end":"00:02","text":"\n"}]}`, task.ErrValue, `/cues/0/text|"\n"|not empty`},
		{one, `{"label":"fox"}`, task.ErrNotListed, `/label|"fox"|one of "cat", "dog", "rabbit", "none"`},
		{one, `{"labels":["dog"]}`, task.ErrUnknownMember, `/labels||did you mean label?`},
		{many, `{"labels":["dog","none"]}`, task.ErrNotListed, `/labels/1|"none"|one of "cat"`},
		{many, `{"labels":["dog","dog"]}`, task.ErrValue, `/labels/1|"dog"|once`},
		{&task.Classify{Labels: animals, Exhaustive: true}, `{"label":"none"}`, task.ErrNotListed, `/label|"none"|one of`},
		{&task.Classify{Labels: animals, Exhaustive: true, Multi: true}, `{"labels":[]}`, task.ErrValue, `/labels|with 0 elements|a label`},
		{&task.Summarize{}, `{"summary":["x"]}`, task.ErrType, `/summary|a list|a string`},
	} {
		err := tt.task.Check(tt.reply)
		var e *task.ReplyError
		if !errors.As(err, &e) || !errors.Is(err, tt.err) {
			t.Errorf("%s: %v, want %v", tt.reply, err, tt.err)
			continue
		}
		f := e.Faults[0]
		got := fmt.Sprintf("%s|%s|%s", f.Pointer, f.Value, f.Want)
		for i, part := range strings.SplitN(tt.want, "|", 3) {
			if all := strings.SplitN(got, "|", 3)[i]; i == 0 && all != part || !strings.Contains(all, part) {
				t.Errorf("%s: %s, want %s", tt.reply, got, tt.want)
			}
		}
		if !strings.Contains(err.Error(), string(f.Pointer)) || !strings.Contains(err.Error(), f.Value) || !strings.Contains(err.Error(), f.Want) {
			t.Errorf("the error does not tell: %v", err)
		}
	}
}

// All faults of a reply are told, up to a bound.
func TestParseAllFaults(t *testing.T) {
	l := task.Localize{Labels: football}
	err := l.Check(`{"events":[{"start":"x","end":"y","label":"z"},{}]}`)
	var e *task.ReplyError
	if !errors.As(err, &e) || len(e.Faults) != 6 || e.More != 0 {
		t.Fatalf("%v", err)
	}
	err = l.Check(`{"events":[` + strings.Repeat(`1,`, 99) + `1]}`)
	if !errors.As(err, &e) || len(e.Faults) != 20 || e.More != 80 || !strings.Contains(err.Error(), "and 80 more") {
		t.Errorf("%d faults, %d more: %v", len(e.Faults), e.More, err)
	}
}

// Replies that were made to cost much cost little.
func TestParseHostile(t *testing.T) {
	l := &task.Localize{Labels: football}
	c := &task.Custom[[]string]{}
	const many = 1 << 20
	start := time.Now()
	for name, reply := range map[string]string{
		"too large":     strings.Repeat(" ", many+1),
		"brackets":      strings.Repeat("[", many),
		"braces":        strings.Repeat("{", many),
		"brace, space":  strings.Repeat("{ ", many/2),
		"empty objects": strings.Repeat("{}", many/2),
		"long lists":    strings.Repeat("[1,", 30) + strings.Repeat("1,", many/4),
		"deep":          strings.Repeat(`{"events":`, 5000) + "1" + strings.Repeat("}", 5000),
		"deep lists":    strings.Repeat("[", 9000) + strings.Repeat("]", 9000),
		"members":       "{" + strings.TrimSuffix(strings.Repeat(`"a":1,`, many/8), ",") + "}",
		"spaces":        "{" + strings.Repeat(" ", many-2) + "}",
		"quotes":        strings.Repeat(`{"`, many/2),
		"number":        `{"events":1e` + strings.Repeat("9", 1000) + "}",
	} {
		for _, err := range []error{l.Check(reply), c.Check(reply)} {
			if err == nil || len(err.Error()) > 20_000 {
				t.Errorf("%s: %.200v", name, err)
			}
		}
	}
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("took %v", took)
	}
}

// What is no answer of the task is not rendered.
func TestRenderRefuses(t *testing.T) {
	l := task.Localize{Labels: football}
	event := func(start, end time.Duration, label string) task.LocalizeAnswer {
		return task.LocalizeAnswer{Events: []task.LocalizedEvent{{Start: task.At(start), End: task.At(end), Label: label}}}
	}
	for name, a := range map[string]task.LocalizeAnswer{
		"label":           event(0, time.Second, "fowl"),
		"no label":        event(0, time.Second, ""),
		"reversed":        event(500*ms, 400*ms, "goal"), // equal once they are rounded
		"negative":        event(-ms, time.Second, "goal"),
		"over the bound":  event(0, 101*time.Hour, "goal"),
		"the largest":     event(0, 1<<63-1, "goal"),
		"the description": {Events: []task.LocalizedEvent{{End: task.At(time.Second), Label: "goal", Description: "x"}}},
	} {
		if text, _, err := l.Render(a); err == nil {
			t.Errorf("%s: %s", name, text)
		}
	}
	s := task.Summarize{}
	if text, _, err := s.Render(task.SummarizeAnswer{Summary: "a\xffb"}); !errors.Is(err, task.ErrValue) {
		t.Errorf("%s, %v", text, err)
	}
	for _, good := range []string{"a\ufffdb", `a\ufffdb`, "<&>\u2028```\n"} {
		text, _, err := s.Render(task.SummarizeAnswer{Summary: good})
		if back, perr := s.Parse(text); err != nil || perr != nil || back.Summary != good {
			t.Errorf("%q: %s, %v, %v", good, text, err, perr)
		}
	}
	if _, _, err := s.Render(task.SummarizeAnswer{Summary: strings.Repeat("x", 1<<20)}); !errors.Is(err, task.ErrTooLarge) {
		t.Errorf("%v, want that it is too large", err)
	}
}
