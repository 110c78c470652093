package task_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

// A dataset of any task passes the check without a finding: its answers are JSON of
// one shape and one use of fences, with times within their segments.
func TestCheckFindsNothing(t *testing.T) {
	for _, fence := range []bool{false, true} {
		for _, tk := range []task.Task{
			&task.Summarize{Fence: fence},
			&task.Localize{Labels: football, Fence: fence},
			&task.Localize{Unit: task.ClockMillis, Fence: fence},
			&task.Moderate{Labels: football, Fence: fence},
			&task.Moderate{Labels: football, WholeOnly: true, Fence: fence},
			&task.Caption{Unit: task.ClockHours, Fence: fence},
			&task.Classify{Labels: football, Fence: fence},
			&task.Classify{Labels: football, Multi: true, Fence: fence},
		} {
			var file bytes.Buffer
			w := videotune.NewWriter(&file, &videotune.WriterOptions{Resolution: videotune.ResolutionLow})
			prompt, err := tk.Prompt()
			if err != nil {
				t.Fatal(err)
			}
			for i := range 120 {
				start := time.Duration(i) * 7300 * time.Millisecond
				c := clipOf(i)
				answer, _, err := tk.Answer(&c)
				if err != nil {
					t.Fatal(err)
				}
				err = w.Write(&videotune.Example{Contents: []videotune.Content{
					videotune.User(videotune.Video(fmt.Sprintf("gs://bucket/%d.mp4", i)).Segment(start, start+c.Length), videotune.Text(prompt)),
					videotune.Model(videotune.Text(answer)),
				}})
				if err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			_, err = videotune.Check(videotune.Dataset{Train: []videotune.Input{{Name: "train.jsonl", R: &file}}}, &videotune.CheckOptions{
				OnProblem: func(p *videotune.Problem) { t.Errorf("%+v, fence %v: %v", tk, fence, p) },
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// clipOf is a clip with an event that lasts to its end, as a third of them have, and
// for some tasks also a moment; every fifth shows nothing but a text.
func clipOf(i int) task.Clip {
	label := []string{"goal", "foul", "corner"}[i%3]
	c := task.Clip{Length: 12300*ms + time.Duration(i)*ms}
	first := severe(text(segment(time.Duration(i)*50*ms, 9*sec, label), fmt.Sprint("Something happens, ", i)), "low")
	if i%5 == 0 {
		first.Labels = []string{"other"}
	}
	if i%3 == 0 {
		first.End = annotation.ToEnd
	}
	c.Events = append(c.Events, first)
	if i%4 == 0 {
		c.Events = append(c.Events, severe(text(segment(2*sec, 20*sec, label), "And more"), "high"))
	}
	return c
}
