// Caption writes a dataset that teaches the model to caption videos, sounds that
// are not speech included. Answers are WebVTT, as a player reads it.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
)

const prompt = `Caption this clip as WebVTT in the language that is spoken.
Each cue has at most two lines of 40 characters. Put sounds that matter into brackets, such as [door slams], and music between notes, such as ♪ slow piano ♪. Times count from the start of the clip.`

// A cue is a caption with its times in the film, which stay times until the
// clip is rendered.
type cue struct {
	start, end time.Duration
	text       string
}

// A clip is a stretch of a film.
type clip struct {
	film       string
	start, end time.Duration
}

func main() {
	if err := write(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// webVTT renders the cues of the clip, with times from the start of the clip.
func (c *clip) webVTT(cues []cue) string {
	var b strings.Builder
	b.WriteString("WEBVTT")
	for _, q := range cues {
		if q.start < c.end && q.end > c.start {
			fmt.Fprintf(&b, "\n\n%s --> %s\n%s", stamp(max(q.start, c.start)-c.start), stamp(min(q.end, c.end)-c.start), q.text)
		}
	}
	return b.String()
}

// stamp renders a time as WebVTT wants it: MM:SS.mmm.
func stamp(d time.Duration) string {
	ms := d.Milliseconds()
	return fmt.Sprintf("%02d:%02d.%03d", ms/60000, ms/1000%60, ms%1000)
}

// write writes one example for each clip.
func write(out io.Writer) error {
	const ms = time.Millisecond
	cues := []cue{
		{61200 * ms, 63900 * ms, "[Regen prasselt]"},
		{64100 * ms, 66750 * ms, "Wer hat die Tür offen gelassen?"},
		{67000 * ms, 69400 * ms, "– Ich nicht.\n– [leise] Doch, du."},
		{91500 * ms, 97000 * ms, "♪ Akkordeon, langsam ♪"},
		{98250 * ms, 100000 * ms, "[Tür fällt zu]"},
	}
	const film = "https://media.example.org/films/die-tuer.mp4"
	w := videotune.NewWriter(out, &videotune.WriterOptions{Resolution: videotune.ResolutionLow})
	for _, c := range []clip{{film, 60 * time.Second, 80 * time.Second}, {film, 90500 * ms, 105 * time.Second}} {
		err := w.Write(&videotune.Example{Contents: []videotune.Content{
			videotune.User(videotune.Video(c.film).Segment(c.start, c.end), videotune.Text(prompt)),
			videotune.Model(videotune.Text(c.webVTT(cues))),
		}})
		if err != nil {
			return fmt.Errorf("%s at %v: %w", c.film, c.start, err)
		}
	}
	return w.Flush()
}
