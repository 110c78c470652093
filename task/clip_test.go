package task_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

const sec = time.Second

// answered is the answer of a clip with its notes, in one line.
func answered(t *testing.T, tk task.Task, c task.Clip) string {
	t.Helper()
	text, n, err := tk.Answer(&c)
	if err != nil {
		return err.Error()
	}
	if err := tk.Check(text); err != nil {
		t.Errorf("Check(%s): %v", text, err)
	}
	notes, err := json.Marshal(n)
	if err != nil {
		t.Fatal(err)
	}
	return text + " " + string(notes)
}

func clip(length time.Duration, events ...annotation.Event) task.Clip {
	return task.Clip{Length: length, Events: events}
}

func TestLocalizeClips(t *testing.T) {
	whole := annotation.Event{Kind: annotation.KindWhole, Labels: []string{"goal"}}
	point := func(at time.Duration) annotation.Event {
		return annotation.Event{Kind: annotation.KindPoint, Start: at, End: at, Labels: []string{"goal"}}
	}
	for _, tt := range []struct {
		name string
		clip task.Clip
		want string // parts, by " … "
	}{
		{"exact", clip(9*sec, segment(sec, 2*sec, "goal")), `"00:01","end":"00:02" … "times":2,"rounded":0,"clamped":0,"widened":0,`},
		{"start down, end up", clip(9*sec, segment(1999*ms, 2001*ms, "goal")), `"00:01","end":"00:03" … "rounded":2`},
		{"short", clip(9*sec, segment(1500*ms, 1501*ms, "goal")), `"00:01","end":"00:02" … "rounded":2`},
		{"to the end of a clip of no whole seconds", clip(12300*ms, segment(12100*ms, 12300*ms, "goal")), `"00:12","end":"00:13" … "rounded":2,"clamped":0`},
		{"clip under a unit", clip(400*ms, segment(0, 400*ms, "goal")), `"00:00","end":"00:01"`},
		{"past the end", clip(12300*ms, segment(sec, 30*sec, "goal")), `"00:01","end":"00:13" … "rounded":1,"clamped":1`},
		{"from before", clip(12*sec, segment(-sec, 2*sec, "goal")), `"00:00","end":"00:02" … "clamped":1`},
		{"both", clip(12*sec, segment(-sec, 20*sec, "goal", "foul")), `"00:00","end":"00:12","label":"foul" … "00:12","label":"goal" … "times":4,"rounded":0,"clamped":4`},
		{"length not known", clip(0, segment(sec, 30*sec, "goal")), `"end":"00:30" … "clamped":0`},
		{"whole", clip(90*sec, whole), `"00:00","end":"01:30" … "whole":1`},
		{"the same once rounded", clip(9*sec, segment(1100*ms, 1900*ms, "goal"), segment(1200*ms, 2*sec, "goal"), segment(1200*ms, 2*sec, "foul")),
			`{"events":[{"start":"00:01","end":"00:02","label":"foul"},{"start":"00:01","end":"00:02","label":"goal"}]} … "times":6,"rounded":4 … "merged":1,"whole":0`},
		{"open", clip(90*sec, segment(sec, annotation.ToEnd, "goal")), `"00:01","end":"01:30" … "clamped":0`},
		{"whole of unknown length", clip(0, whole), `event 0 runs to the end of the clip, but the length of the clip is not known`},
		{"open in unknown length", clip(0, segment(0, annotation.ToEnd, "goal")), `not known`},
		{"point", clip(9*sec, point(1500*ms)), `"00:01","end":"00:01" … "times":2,"rounded":2`},
		{"point at the end", clip(9*sec, point(9*sec)), `"00:09","end":"00:09"`},
		{"segment without length", clip(9*sec, segment(sec, sec, "goal")), `"00:01","end":"00:01"`},
		{"point after the clip", clip(9*sec, point(10*sec)), `{"events":[]} … it lies after the clip`},
		{"point before the clip", clip(9*sec, point(-1)), `{"events":[]} … it lies before the clip`},
		{"after the clip", clip(9*sec, segment(9*sec, 10*sec, "goal")), `{"events":[]} … it lies after the clip`},
		{"before the clip", clip(9*sec, segment(-2*sec, 0, "goal")), `{"events":[]} … it lies before the clip`},
		{"open after the clip", clip(9*sec, segment(10*sec, annotation.ToEnd, "goal")), `{"events":[]} … it lies after the clip`},
		{"reversed", clip(9*sec, segment(3*sec, 2*sec, "goal")), `{"events":[]} … it ends before it starts`},
		{"alias", clip(9*sec, segment(0, sec, "Tor")), `"label":"goal"`},
		{"alias and name", clip(9*sec, segment(0, sec, "Tor", "goal")), `{"events":[{"start":"00:00","end":"00:01","label":"goal"}]}`},
		{"unknown", clip(9*sec, segment(0, sec, "Goal")), `{"events":[]} … "left":[{"event":0,"reason":"its label \"Goal\" is none of the task's"}]`},
		{"one of two", clip(9*sec, segment(0, sec, "x", "goal")), `"label":"goal"}]} … its label \"x\" is none`},
		{"no label", clip(9*sec, text(segment(0, sec), "what")), `task: something happens, but no event of the clip has a label of the task`},
		{"one of two has no label", clip(9*sec, segment(0, sec), segment(0, sec, "goal")), `"label":"goal"}]} … it has no label`},
		{"no label, after the clip", clip(9*sec, segment(9*sec, 10*sec)), `{"events":[]} … it has no label`},
	} {
		got := answered(t, &task.Localize{Labels: football}, tt.clip)
		for part := range strings.SplitSeq(tt.want, " … ") {
			if !strings.Contains(got, part) {
				t.Errorf("%s: %s, want %s", tt.name, got, part)
			}
		}
	}
	if _, _, err := (&task.Localize{}).Answer(&task.Clip{Events: []annotation.Event{text(whole, "x")}}); !errors.Is(err, task.ErrNoLength) {
		t.Errorf("%v, want ErrNoLength", err)
	}
	described := &task.Localize{Labels: football, Describe: true}
	got := answered(t, described, clip(9*sec, segment(0, sec, "goal"), text(segment(2*sec, 3*sec, "goal"), "a header")))
	if want := `{"events":[{"start":"00:02","end":"00:03","label":"goal","description":"a header"}]} `; !strings.HasPrefix(got, want) || !strings.Contains(got, "it has no text") {
		t.Error(got)
	}
}

// Without texts nothing can be described: that is not to say that nothing happens.
func TestLocalizeWithoutTexts(t *testing.T) {
	for name, tt := range map[string]struct {
		task task.Localize
		clip task.Clip
		err  error
	}{
		"no labels":             {task.Localize{}, clip(9*sec, segment(0, sec, "goal")), task.ErrNoText},
		"described":             {task.Localize{Labels: football, Describe: true}, clip(9*sec, segment(0, sec, "goal"), segment(0, sec, "x")), task.ErrNoText},
		"of an unknown label":   {task.Localize{Labels: football, Describe: true}, clip(9*sec, segment(0, sec, "x")), nil},
		"after the clip":        {task.Localize{}, clip(9*sec, segment(9*sec, 10*sec)), nil},
		"nothing":               {task.Localize{}, clip(9 * sec), nil},
		"one of two has a text": {task.Localize{}, clip(9*sec, segment(0, sec), text(segment(0, sec), "a header")), nil},
	} {
		if text, _, err := tt.task.Answer(&tt.clip); !errors.Is(err, tt.err) || (text == "") != (err != nil) {
			t.Errorf("%s: %q, %v, want %v", name, text, err, tt.err)
		}
	}
}

// Of a dataset in which a third of the events end after their videos, all are kept.
func TestLocalizeKeepsClamped(t *testing.T) {
	l := task.Localize{Labels: football}
	var all task.Notes
	kept := 0
	for i := range 300 {
		length := 30*sec + time.Duration(i)*10*ms
		end := 20 * sec
		if i%3 == 0 {
			end = length + time.Duration(i+1)*ms
		}
		c := clip(length, segment(3*sec+time.Duration(i)*ms, end, "goal"))
		text, n, err := l.Answer(&c)
		if err != nil {
			t.Fatal(err)
		}
		all.Add(n)
		a, err := l.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		kept += len(a.Events)
	}
	if kept != 300 || all.Times != 600 || all.Clamped != 100 || len(all.Left) != 0 {
		t.Errorf("%d events kept, %+v", kept, all)
	}
}

func TestModerateClips(t *testing.T) {
	whole := func(labels ...string) annotation.Event {
		return annotation.Event{Kind: annotation.KindWhole, Labels: labels}
	}
	five := []task.Label{{Name: "1"}, {Name: "2", Aliases: []string{"two"}}}
	numbered := whole("weapon")
	numbered.Attributes = map[string]any{"grade": json.Number("2")}
	for _, tt := range []struct {
		name string
		task task.Moderate
		clip task.Clip
		want string
	}{
		{"nothing", task.Moderate{}, clip(9 * sec), `{"labels":["none"],"severity":"none","segments":[]} {"times":0`},
		{"whole", task.Moderate{}, clip(0, severe(whole("weapon"), "low")), `{"labels":["weapon"],"severity":"low","segments":[]} `},
		{"the gravest", task.Moderate{}, clip(9*sec, severe(whole("weapon"), "high"), severe(segment(0, sec, "smoking"), "low")),
			`{"labels":["smoking","weapon"],"severity":"high","segments":[{"start":"00:00","end":"00:01","label":"smoking","severity":"low"}]} `},
		{"whole only", task.Moderate{WholeOnly: true}, clip(9*sec, severe(segment(0, sec, "smoking"), "low")), `{"labels":["smoking"],"severity":"low"} `},
		{"whole only, nothing", task.Moderate{WholeOnly: true}, clip(9 * sec), `{"labels":["none"],"severity":"none"} `},
		{"no label", task.Moderate{}, clip(9*sec, segment(0, sec)), `task: something happens, but no event of the clip has a label of the task`},
		{"unknown label", task.Moderate{}, clip(9*sec, segment(0, sec, "dance")), `{"labels":["none"],"severity":"none","segments":[]} `},
		{"outside", task.Moderate{}, clip(9*sec, severe(segment(10*sec, 11*sec, "smoking"), "low")), `{"labels":["none"],"severity":"none","segments":[]} `},
		{"no severity", task.Moderate{}, clip(9*sec, segment(0, sec, "smoking")), `task: event 0: the event has no severity of the task: it has no attribute "severity"; set default_severity`},
		{"default", task.Moderate{DefaultSeverity: "medium"}, clip(9*sec, whole("smoking")), `{"labels":["smoking"],"severity":"medium","segments":[]} `},
		{"another severity", task.Moderate{DefaultSeverity: "medium"}, clip(9*sec, severe(whole("smoking"), "Low")), `task: event 0: the event has no severity of the task: its attribute "severity" is "Low"; want one of "low", "medium", "high"`},
		{"numbers", task.Moderate{Severities: five, SeverityAttribute: "grade"}, clip(9*sec, numbered), `{"labels":["weapon"],"severity":"2","segments":[]} `},
		{"alias", task.Moderate{Severities: five}, clip(9*sec, severe(whole("weapon"), "two")), `{"labels":["weapon"],"severity":"2","segments":[]} `},
	} {
		tt.task.Labels = policy
		if got := answered(t, &tt.task, tt.clip); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	for name, bad := range map[string]task.Moderate{
		"no labels": {}, "none": {Labels: task.Labels{{Name: "none"}}}, "none in severities": {Labels: policy, Severities: []task.Label{{Name: "none"}}},
		"default": {Labels: policy, DefaultSeverity: "x"}, "unit": {Labels: policy, Unit: "x"},
	} {
		if text, err := bad.Prompt(); err == nil {
			t.Errorf("%s: %s", name, text)
		}
	}
	m := task.Moderate{Labels: policy}
	if text, _, err := m.Render(task.ModerateAnswer{}); err != nil || text != `{"labels":["none"],"severity":"none","segments":[]}` {
		t.Errorf("the zero answer: %s, %v", text, err)
	}
	for _, a := range []task.ModerateAnswer{{}, {Labels: []string{"none"}}, {Labels: []string{"x"}}} {
		if got := a.None(); got != (len(a.Labels) == 0 || a.Labels[0] == "none") {
			t.Errorf("%v: None is %v", a, got)
		}
	}
}

func TestCaptionClips(t *testing.T) {
	point := annotation.Event{Kind: annotation.KindPoint, Start: 5 * sec, End: 5 * sec, Text: "[bang]"}
	for _, tt := range []struct {
		name string
		unit task.Unit
		clip task.Clip
		want string
	}{
		{"a moment is widened", "", clip(9*sec, point), `{"cues":[{"start":"00:05","end":"00:06","text":"[bang]"}]} {"times":2,"rounded":0,"clamped":0,"widened":1,`},
		{"by its unit", task.ClockMillis, clip(9*sec, point), `{"cues":[{"start":"00:05.000","end":"00:05.001","text":"[bang]"}]} `},
		{"labels are a sound", "", clip(9*sec, segment(0, sec, "laughter", "applause")), `{"cues":[{"start":"00:00","end":"00:01","text":"[laughter, applause]"}]} `},
		{"blank", "", clip(9*sec, text(segment(0, sec, ""), " \n")), `task: something happens, but no event of the clip has a text`},
		{"blank, and a sound", "", clip(9*sec, text(segment(0, sec), " "), segment(0, sec, "laughter")), `{"cues":[{"start":"00:00","end":"00:01","text":"[laughter]"}]} {"times":2,"rounded":0,"clamped":0,"widened":0,"merged":0,"whole":0,"left":[{"event":0,"reason":"it has no text"}]}`},
		{"nothing", "", clip(9 * sec), `{"cues":[]} `},
		{"length", "", clip(0, annotation.Event{Kind: annotation.KindCue, End: annotation.ToEnd, Text: "x"}), `task: event 0 runs to the end of the clip`},
	} {
		if got := answered(t, &task.Caption{Unit: tt.unit}, tt.clip); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	for text, want := range map[string]bool{
		"[applause]": true, " (door slams)\n": true, "♪ piano ♪": true, "♪": false, "[applause] Thank you. [laughs]": false,
		"Hello [laughs]": false, "": false, "[": false, "Hello": false, "[a [b] c]": false,
	} {
		if got := (&task.Cue{Text: text}).NonVerbal(); got != want {
			t.Errorf("%q: NonVerbal is %v", text, got)
		}
	}
}

func TestSummarizeClips(t *testing.T) {
	if _, _, err := new(task.Summarize).Answer(&task.Clip{Events: []annotation.Event{segment(0, sec, "goal")}}); !errors.Is(err, task.ErrNoText) {
		t.Errorf("%v, want ErrNoText", err)
	}
	whole := annotation.Event{Kind: annotation.KindWhole}
	c := clip(0, text(segment(0, sec), "x"), text(whole, " "), text(whole, "First."), text(whole, "Second."))
	want := `{"summary":"First."} {"times":0,"rounded":0,"clamped":0,"widened":0,"merged":0,"whole":0,"left":[{"event":0,"reason":"another text is the summary of the whole"},{"event":1,"reason":"it has no text"},{"event":3,`
	if got := answered(t, new(task.Summarize), c); !strings.HasPrefix(got, want) {
		t.Error(got)
	}
}

func TestClassifyClips(t *testing.T) {
	two := clip(0, segment(0, sec, "dog"), segment(0, sec, "cat"))
	for _, tt := range []struct {
		name string
		task task.Classify
		clip task.Clip
		want string
	}{
		{"one", task.Classify{}, clip(0, segment(0, sec, "dog"), segment(0, sec, "dog")), `{"label":"dog"} `},
		{"none", task.Classify{}, clip(0), `{"label":"none"} `},
		{"others", task.Classify{}, clip(0, segment(0, sec, "fox")), `{"label":"none"} {"times":0,"rounded":0,"clamped":0,"widened":0,"merged":0,"whole":0,"left":[{"event":0,"reason":"its label \"fox\"`},
		{"no label", task.Classify{}, clip(0, segment(0, sec)), `task: something happens, but no event of the clip has a label of the task`},
		{"two", task.Classify{}, two, `task: the clip has several labels where one is wanted: cat, dog`},
		{"two of many", task.Classify{Multi: true}, two, `{"labels":["cat","dog"]} `},
		{"none of many", task.Classify{Multi: true}, clip(0), `{"labels":[]} `},
		{"exhaustive", task.Classify{Exhaustive: true}, clip(0), `task: no event of the clip has a label of the task, and one always applies`},
	} {
		tt.task.Labels = animals
		if got := answered(t, &tt.task, tt.clip); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	t.Run("none as a label", func(t *testing.T) {
		labels := task.Labels{{Name: "none"}, {Name: "dog"}}
		if _, err := (&task.Classify{Labels: labels}).Prompt(); err == nil {
			t.Error("no error")
		}
		c := &task.Classify{Labels: labels, Exhaustive: true}
		got, err := c.Parse(`{"label":"none"}`)
		if diff := cmp.Diff(task.ClassifyAnswer{Labels: []string{"none"}}, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
		if text, err := c.Prompt(); err != nil || strings.Contains(text, "If no") {
			t.Error(text, err)
		}
		if text, _, err := c.Render(task.ClassifyAnswer{}); !errors.Is(err, task.ErrNoLabel) {
			t.Error(text, err)
		}
	})
	if text, _, err := (&task.Classify{Labels: animals}).Render(task.ClassifyAnswer{Labels: []string{"dog", "cat"}}); !errors.Is(err, task.ErrSeveralLabels) {
		t.Error(text, err)
	}
	if _, err := (&task.Classify{}).Prompt(); !errors.Is(err, task.ErrNoLabels) {
		t.Error(err)
	}
}
