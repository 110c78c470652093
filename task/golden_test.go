package task_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A useCase is a task with the clips of its golden files.
type useCase struct {
	name  string
	task  task.Task
	clips []task.Clip
	trip  func(*testing.T, *task.Clip) string // reads the answer back by value
}

// tripOf makes the answer of a clip, and compares what Parse reads with the answer
// that was rendered.
func tripOf[A any](from func(*task.Clip) (A, task.Notes, error), render func(A) (string, task.Notes, error), parse func(string) (A, error), rounded func(A) A) func(*testing.T, *task.Clip) string {
	return func(t *testing.T, c *task.Clip) string {
		t.Helper()
		a, notes, err := from(c)
		if err != nil {
			t.Fatal(err)
		}
		text, more, err := render(a)
		if err != nil {
			t.Fatal(err)
		}
		notes.Add(more)
		back, err := parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if diff := cmp.Diff(rounded(a), back); diff != "" {
			t.Errorf("%s is read as another value (-want +got):\n%s", text, diff)
		}
		again, _, err := render(back)
		if err != nil || again != text {
			t.Errorf("%s becomes %s, %v", text, again, err)
		}
		return fmt.Sprintf("%s\n%+v\n", text, notes)
	}
}

func same[A any](a A) A { return a }

var (
	football = task.Labels{
		{Name: "goal", Definition: "the whole ball crosses the line", Aliases: []string{"Tor"}},
		{Name: "foul"},
		{Name: "corner", Definition: "a corner kick, from the whistle to the first touch"},
	}
	policy  = task.Labels{{Name: "weapon", Definition: "firearms & blades; not toys"}, {Name: "smoking"}}
	animals = task.Labels{{Name: "dog"}, {Name: "cat"}, {Name: "rabbit"}}
)

func segment(start, end time.Duration, labels ...string) annotation.Event {
	return annotation.Event{Kind: annotation.KindSegment, Start: start, End: end, Labels: labels}
}

func text(e annotation.Event, text string) annotation.Event {
	e.Text = text
	return e
}

func severe(e annotation.Event, severity string) annotation.Event {
	e.Attributes = map[string]any{"severity": severity}
	return e
}

var useCases = func() []useCase {
	empty := task.Clip{Length: time.Minute}
	whole := annotation.Event{Kind: annotation.KindWhole}
	var (
		summarize = &task.Summarize{Language: "English"}
		localize  = &task.Localize{Instructions: "Find the events of this football match.", Labels: football, Fence: true}
		dense     = &task.Localize{Unit: task.ClockHours, Language: "German"}
		moderate  = &task.Moderate{Labels: policy}
		caption   = &task.Caption{Unit: task.ClockMillis}
		one       = &task.Classify{Instructions: "You are a video analysis expert. Detect which animal appears in the video.", Labels: animals, Fence: true}
		many      = &task.Classify{Labels: animals, Multi: true}
	)
	return []useCase{
		{"summarize", summarize, []task.Clip{
			{Events: []annotation.Event{text(whole, `A dog "talks" <loudly> & sleeps.`), text(segment(0, time.Second), "A dog barks.")}},
			{Events: []annotation.Event{text(segment(0, time.Second), "A dog barks."), text(segment(time.Second, 2*time.Second), "It sleeps.\n")}},
		}, tripOf(summarize.FromClip, summarize.Render, summarize.Parse, same)},
		{"localize", localize, []task.Clip{
			{Length: 75 * time.Minute, Events: []annotation.Event{
				segment(12200*ms, 14100*ms, "Tor", "foul"),
				{Kind: annotation.KindPoint, Start: 5500 * ms, End: 5500 * ms, Labels: []string{"foul"}},
				segment(3661*time.Second, annotation.ToEnd, "corner"),
				segment(74*time.Minute, 80*time.Minute, "corner", "kick-off"),
			}}, empty,
		}, tripOf(localize.FromClip, localize.Render, localize.Parse, func(a task.LocalizeAnswer) task.LocalizeAnswer {
			return roundEvents(a, "")
		})},
		{"localize-describe", dense, []task.Clip{
			{Length: 12300 * ms, Events: []annotation.Event{text(whole, "Ein Hund schläft."), text(segment(11900*ms, 12300*ms), "Er bellt.")}}, empty,
		}, tripOf(dense.FromClip, dense.Render, dense.Parse, func(a task.LocalizeAnswer) task.LocalizeAnswer {
			return roundEvents(a, task.ClockHours)
		})},
		{"moderate", moderate, []task.Clip{
			{Length: time.Minute, Events: []annotation.Event{
				severe(segment(5*time.Second, 9500*ms, "weapon"), "low"), severe(segment(20*time.Second, 30*time.Second, "smoking", "weapon"), "high"),
				severe(annotation.Event{Kind: annotation.KindWhole, Labels: []string{"smoking"}}, "medium"),
			}}, empty,
		}, tripOf(moderate.FromClip, moderate.Render, moderate.Parse, func(a task.ModerateAnswer) task.ModerateAnswer {
			a.Segments = append([]task.ModeratedSegment(nil), a.Segments...)
			for i := range a.Segments {
				s := &a.Segments[i]
				s.Start, s.End = task.Unit("").Span(s.Start.Duration, s.End.Duration, new(task.Notes))
			}
			return a
		})},
		{"caption", caption, []task.Clip{
			{Length: 20 * time.Second, Events: []annotation.Event{
				text(segment(4100*ms, 6750*ms), "Wer hat die Tür\noffen gelassen?"), segment(8*time.Second, 9*time.Second, "applause"), text(segment(7000*ms+1, 7400*ms), "♪ Akkordeon ♪"),
			}}, empty,
		}, tripOf(caption.FromClip, caption.Render, caption.Parse, func(a task.CaptionAnswer) task.CaptionAnswer {
			a.Cues = append([]task.Cue(nil), a.Cues...)
			for i := range a.Cues {
				c := &a.Cues[i]
				c.Start, c.End = task.ClockMillis.Span(c.Start.Duration, c.End.Duration, new(task.Notes))
			}
			return a
		})},
		{"classify", one, []task.Clip{{Events: []annotation.Event{segment(0, time.Second, "dog")}}, empty},
			tripOf(one.FromClip, one.Render, one.Parse, same)},
		{"classify-multi", many, []task.Clip{{Events: []annotation.Event{segment(0, time.Second, "rabbit", "dog"), segment(0, time.Second, "dog")}}, empty},
			tripOf(many.FromClip, many.Render, many.Parse, same)},
	}
}()

func roundEvents(a task.LocalizeAnswer, u task.Unit) task.LocalizeAnswer {
	a.Events = append([]task.LocalizedEvent(nil), a.Events...)
	for i := range a.Events {
		e := &a.Events[i]
		e.Start, e.End = u.Span(e.Start.Duration, e.End.Duration, new(task.Notes))
	}
	return a
}

// Each use case has the prompt and the answers of its golden file, and Parse reads
// every answer back to an equal value.
func TestGolden(t *testing.T) {
	for _, u := range useCases {
		t.Run(u.name, func(t *testing.T) {
			prompt, err := u.task.Prompt()
			if err != nil {
				t.Fatal(err)
			}
			if again, err := u.task.Prompt(); err != nil || again != prompt {
				t.Errorf("a second prompt differs: %s, %v", again, err)
			}
			got := "=== prompt\n" + prompt + "\n"
			for i := range u.clips {
				got += "=== answer\n" + u.trip(t, &u.clips[i])
				answer, _, err := u.task.Answer(&u.clips[i])
				if err != nil || u.task.Check(answer) != nil || !strings.Contains(got, answer) {
					t.Errorf("Answer: %s, %v", answer, err)
				}
			}
			path := filepath.Join("testdata", u.name+".golden")
			if *update {
				if err := os.MkdirAll("testdata", 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s (-want +got); run go test -update ./task and look at the change:\n%s", path, diff)
			}
		})
	}
}
