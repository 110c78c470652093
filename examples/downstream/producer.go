// Package downstream stands for a repository that is not videotune's: it has
// annotations of its own, and one function that makes a dataset of them. What
// such a repository needs besides is a test that its lines will be taken, and
// that they stay as they are; see the test of this package.
package downstream

import (
	"fmt"
	"io"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// A Clip is what the annotation tool of this repository exports.
type Clip struct {
	URI        string
	Start, End time.Duration
	Dish       string // what is cooked
	Step       string // what is done
}

const prompt = `Which dish is being cooked, and which step is seen? The steps are: prepare, cook, serve.
Answer with one JSON object: {"dish":"pancakes","step":"cook"}`

// WriteDataset writes one line for each clip.
func WriteDataset(w io.Writer, clips []Clip) error {
	template := new(videotune.Builder).System("You watch cooking videos.").Resolution(videotune.ResolutionLow)
	lines := videotune.NewWriter(w, nil)
	for i, c := range clips {
		ex, err := template.Clone().
			User(videotune.Video(c.URI).Segment(c.Start, c.End), videotune.Text(prompt)).
			ModelJSON(struct {
				Dish string `json:"dish"`
				Step string `json:"step"`
			}{c.Dish, c.Step}).
			Build()
		if err == nil {
			err = lines.Write(ex)
		}
		if err != nil {
			return fmt.Errorf("clip %d: %w", i, err)
		}
	}
	return lines.Flush()
}
