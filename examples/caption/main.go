// Caption writes a dataset that teaches the model to caption videos, sounds that
// are not speech included.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

// captions is the task: production uses the same value, its Prompt for requests and
// its Parse for replies.
var captions = &task.Caption{
	Instructions: "Caption this clip. Each cue has at most two lines of 40 characters. Write the sounds that matter too; music stands between notes, such as ♪ slow piano ♪.",
	Unit:         task.ClockMillis,
}

func main() {
	if err := write(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// write writes one example for each clip of a film.
func write(out io.Writer) error {
	const ms = time.Millisecond
	const film = "https://media.example.org/films/die-tuer.mp4"
	cues := []annotation.Event{
		cue(61200*ms, 63900*ms, "[Regen prasselt]"),
		cue(64100*ms, 66750*ms, "Wer hat die Tür offen gelassen?"),
		cue(67000*ms, 69400*ms, "– Ich nicht.\n– [leise] Doch, du."),
		cue(91500*ms, 97000*ms, "♪ Akkordeon, langsam ♪"),
		cue(98250*ms, 100000*ms, "[Tür fällt zu]"),
	}
	prompt, err := captions.Prompt()
	if err != nil {
		return err
	}
	w := videotune.NewWriter(out, &videotune.WriterOptions{Resolution: videotune.ResolutionLow})
	for _, c := range []videotune.Span{{Start: 60 * time.Second, End: 80 * time.Second}, {Start: 90500 * ms, End: 105 * time.Second}} {
		clip := task.Clip{Length: c.End - c.Start}
		for _, q := range cues {
			if q.Start < c.End && q.End > c.Start { // its times count from the start of the clip
				q.Start, q.End = max(q.Start, c.Start)-c.Start, min(q.End, c.End)-c.Start
				clip.Events = append(clip.Events, q)
			}
		}
		answer, _, err := captions.Answer(&clip)
		if err == nil {
			err = w.Write(&videotune.Example{Contents: []videotune.Content{
				videotune.User(videotune.Video(film).Segment(c.Start, c.End), videotune.Text(prompt)),
				videotune.Model(videotune.Text(answer)),
			}})
		}
		if err != nil {
			return fmt.Errorf("%s at %v: %w", film, c.Start, err)
		}
	}
	return w.Flush()
}

// cue is one of the film's subtitles.
func cue(start, end time.Duration, text string) annotation.Event {
	return annotation.Event{Kind: annotation.KindCue, Start: start, End: end, Text: text}
}
