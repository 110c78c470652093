// Summarize writes a dataset that teaches the model to summarize recorded talks:
// the whole of a video goes in, a text of a few sentences comes out.
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

// summaries is the task: production uses the same value, its Prompt for requests and
// its Parse for replies.
var summaries = &task.Summarize{
	Instructions: "Summarize this talk for a visitor who decides whether to watch it. Begin with one sentence that says what the talk is about. " +
		"Then give its two or three main points in a sentence each, in the order of the talk. Name no speaker, and judge nothing.",
	Language: "English",
}

// A talk is what an editor wrote about a video.
type talk struct {
	uri     string
	length  time.Duration
	summary string
}

func main() {
	if err := write(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// write writes one example for each talk.
func write(out io.Writer) error {
	talks := []talk{{
		"gs://example-talks/2026/bridges.mp4", 18*time.Minute + 40*time.Second,
		"The talk shows how old stone bridges are kept open to traffic. Water in the joints does more harm than load. Lime mortar moves with the stone, cement breaks it. Sensors tell early which arch sinks.",
	}, {
		"gs://example-talks/2026/bees.mp4", 12*time.Minute + 7*time.Second,
		"The talk explains what wild bees need in a town. Most species nest in bare ground, not in boxes. A strip that is mown late feeds more of them than a flower bed.",
	}, {
		"gs://example-talks/2026/tides.mp4", 19*time.Minute + 59*time.Second,
		"The talk follows a year of measurements at a tidal power plant. Silt costs more energy than storms do. Fish pass the slow turbines unharmed. The plant earns most at neap tide, when others stand still.",
	}}
	prompt, err := summaries.Prompt()
	if err != nil {
		return err
	}

	// With facts of the videos, the Writer refuses what the service would drop:
	// at this resolution, a talk of more than 20 minutes.
	facts := make(videotune.MediaMap)
	for _, t := range talks {
		facts[t.uri] = videotune.Media{Duration: t.length}
	}
	w := videotune.NewWriter(out, &videotune.WriterOptions{
		Policy:     &videotune.Policy{Media: facts.Lookup},
		Resolution: videotune.ResolutionLow, // one for all lines: the Writer fills it in
	})
	for _, t := range talks {
		answer, _, err := summaries.Answer(&task.Clip{
			Length: t.length,
			Events: []annotation.Event{{Kind: annotation.KindWhole, Text: t.summary}},
		})
		if err == nil {
			err = w.Write(&videotune.Example{Contents: []videotune.Content{
				videotune.User(videotune.Video(t.uri), videotune.Text(prompt)),
				videotune.Model(videotune.Text(answer)),
			}})
		}
		if err != nil {
			return fmt.Errorf("%s: %w", t.uri, err)
		}
	}
	return w.Flush()
}
