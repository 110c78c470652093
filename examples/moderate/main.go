// Moderate writes a dataset that teaches the model to moderate videos: which
// rules of the house a video breaks, how gravely, and where one sees it.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// A verdict is the answer. All verdicts have the same members, also that on a
// harmless video: the model learns one form.
type verdict struct {
	Labels   []string `json:"labels"`
	Severity string   `json:"severity"`
	Evidence string   `json:"evidence"`
}

// A policy is what a label means, in the words that moderators work by.
type policy struct{ label, meaning string }

func main() {
	if err := write(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// prompt names every label with what counts and what does not, and says what to
// answer when nothing applies.
func prompt(policies []policy) string {
	var b strings.Builder
	b.WriteString("Which of these labels apply to the video?\n")
	for _, p := range policies {
		fmt.Fprintf(&b, "- %s: %s\n", p.label, p.meaning)
	}
	b.WriteString(`Severity is the gravest that is seen: "low" (alluded to), "medium" (shown), "high" (shown in detail or praised).` + "\n" +
		"Answer with one JSON object, the labels in the order of the list:\n" +
		`{"labels":["weapon"],"severity":"low","evidence":"a rifle hangs on the wall"}` + "\n" +
		`If no label applies, the only label is "none", the severity is "none", and the evidence says what is seen.`)
	return b.String()
}

// write writes one example for each reviewed video.
func write(out io.Writer) error {
	task := prompt([]policy{
		{"weapon", "firearms, or blades held against someone; not kitchen knives in use, not toys"},
		{"fight", "people who hurt each other in earnest; not sport under its rules"},
		{"smoking", "someone smokes or vapes; not smoke from fires or stages"},
	})
	reviews := []struct {
		uri string
		verdict
	}{
		{"gs://example-uploads/a/7f21.mp4", verdict{[]string{"fight", "smoking"}, "medium", "two men push and hit each other, a bystander smokes"}},
		{"gs://example-uploads/a/80c4.mp4", verdict{[]string{"none"}, "none", "a judo match with a referee"}},
		{"gs://example-uploads/b/0013.mp4", verdict{[]string{"weapon"}, "high", "a pistol is loaded in close-up and praised"}},
		{"gs://example-uploads/b/91ae.mp4", verdict{[]string{"smoking"}, "low", "a full ashtray on the table"}},
	}

	w := videotune.NewWriter(out, &videotune.WriterOptions{Resolution: videotune.ResolutionLow})
	for _, r := range reviews {
		ex, err := new(videotune.Builder).
			User(videotune.Video(r.uri), videotune.Text(task)).
			ModelJSON(r.verdict).
			Build()
		if err == nil {
			err = w.Write(ex)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", r.uri, err)
		}
	}
	return w.Flush()
}
