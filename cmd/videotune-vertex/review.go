package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/align"
	"github.com/seed-57910ec4/videotune/internal/cli"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/seed-57910ec4/videotune/vertex"
	"google.golang.org/genai"
)

// writeJob tells of a job, and of its review if there is one.
func (w *watcher) writeJob(job *genai.TuningJob, r *vertex.Review) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", render.Clean(job.Name), stateWord(job.State))
	if job.TunedModel != nil {
		fmt.Fprintf(&b, "tuned model: %s\nendpoint: %s\n", render.Clean(job.TunedModel.Model), render.Clean(job.TunedModel.Endpoint))
	}
	if r == nil {
		writeUnplaced(&b, job)
	} else {
		writeDropped(&b, r)
		if r.Same != vertex.Different { // else the estimate is that of another file
			writeTokens(&b, &r.Tokens)
		}
		writeCheckpoints(&b, &r.Checkpoints)
	}
	_, err := io.WriteString(w.stdout, b.String())
	return err
}

// writeUnplaced tells what the service says where there is no copy of the file.
func writeUnplaced(w io.Writer, job *genai.TuningJob) {
	checkpoints := vertex.CheckpointsOf(job)
	defer writeCheckpoints(w, &checkpoints)
	left := vertex.LeftOutOf(job)
	if !left.Told {
		fmt.Fprintf(w, "left out by the service: %s\n", untold(job.State))
		return
	}
	tokens := vertex.TokensOf(job)
	fmt.Fprintf(w, "left out by the service: %s of %s; --train tells their lines\n", cli.Group(left.Total), cli.Count(int(tokens.Examples), "example"))
	for _, d := range left.Examples {
		fmt.Fprintf(w, "  %s: %s\n", placeOf(d.Index), reasonText(d.Reason))
	}
	if tokens.Billable > 0 {
		fmt.Fprintf(w, "tokens: %s billed for each epoch\n", cli.Group(tokens.Billable))
	}
}

// placeOf says which example it is.
func placeOf(index int64) string {
	if index == 0 {
		return "an example without a number"
	}
	return fmt.Sprintf("example %d", index)
}

// untold says of a job in a state that it has not said what it left out.
func untold(state genai.JobState) string {
	if vertex.Ended(state) {
		return "not told"
	}
	return "not told yet"
}

// writeDropped tells what was left out, as lines of the file.
func writeDropped(w io.Writer, r *vertex.Review) {
	defer writeSame(w, r)
	count := untold(r.State)
	if r.Told {
		count = cli.Group(r.Total)
	}
	switch {
	case r.Same == vertex.Different:
		fmt.Fprintf(w, "left out by the service: %s, of another file than %s\n", count, render.Clean(r.File))
	case r.Told:
		fmt.Fprintf(w, "left out by the service: %s of %s; predicted: %s\n", count, cli.Count(r.Size, "example"), cli.Group(int64(len(r.Predicted))))
	default:
		fmt.Fprintf(w, "left out by the service: %s; predicted: %s of %s\n", count, cli.Group(int64(len(r.Predicted))), cli.Count(r.Size, "example"))
	}
	for i := range r.Dropped {
		d := &r.Dropped[i]
		place, predicted := render.Clean(r.File)+":"+strconv.Itoa(d.Line), " ("+expected(d.Predicted)+")"
		if d.Line == 0 {
			place, predicted = placeOf(d.Index)+", which no line is known for", ""
		}
		fmt.Fprintf(w, "  %s: %s%s\n", place, reasonText(d.Reason), predicted)
		if d.Record != "" {
			fmt.Fprintf(w, "      %s\n", render.Clean(d.Record))
		}
	}
	if n := r.Total - int64(len(r.Dropped)); n > 0 {
		fmt.Fprintf(w, "  and %s more, which the service does not name\n", cli.Group(n))
	}
	for _, d := range r.Spared {
		fmt.Fprintf(w, "  kept although predicted: %s:%d (%s)\n", render.Clean(r.File), d.Line, ruleList(d.Rules))
	}
}

// writeSame tells where the copy may be another file than the one that the job read.
func writeSame(w io.Writer, r *vertex.Review) {
	if r.Same != vertex.Unidentified {
		return
	}
	why := "there is no checksum to compare"
	if !r.Changed.IsZero() {
		why = "the object was changed on " + r.Changed.UTC().Format(time.RFC3339) + ", after the job was created"
	}
	fmt.Fprintf(w, "  whether %s is the file that the job read is not known: %s\n", render.Clean(r.File), why)
}

// reasonText is why an example was left out, as the service says it.
func reasonText(reason string) string {
	if reason == "" {
		return "no reason is told"
	}
	return render.Clean(reason)
}

// expected says whether it was predicted that an example is left out.
func expected(rules []videotune.Rule) string {
	if len(rules) == 0 {
		return "not predicted"
	}
	return "predicted: " + ruleList(rules)
}

func ruleList(rules []videotune.Rule) string {
	words := make([]string, len(rules))
	for i, r := range rules {
		words[i] = string(r)
	}
	return strings.Join(words, ", ")
}

// writeTokens lays the tokens beside the estimate.
func writeTokens(w io.Writer, t *vertex.Tokens) {
	within, ok := t.Within()
	if !ok {
		return
	}
	verdict := "within"
	if !within {
		verdict = "outside of"
	}
	fmt.Fprintf(w, "tokens: %s billed for each epoch, %s the estimate of %s\n", cli.Group(t.Billable), verdict, rangeText(t.Estimate))
}

// writeCheckpoints lists the checkpoints, and what to choose one by.
func writeCheckpoints(w io.Writer, c *vertex.Checkpoints) {
	if len(c.List) == 0 {
		return
	}
	table := align.Table{Left: []bool{true, false, false, true}}
	table.Row("  checkpoint", "epoch", "step", "endpoint")
	for _, p := range c.List {
		endpoint := render.Clean(p.Endpoint)
		if p.Default {
			endpoint += " (default)"
		}
		table.Row("  "+render.Clean(p.ID), strconv.FormatInt(p.Epoch, 10), strconv.FormatInt(p.Step, 10), endpoint)
	}
	fmt.Fprintf(w, "checkpoints:\n%s", table.String())
	fmt.Fprintf(w, "  Take the one at which the loss of validation has flattened, and does not rise yet: see %s", strings.Join(c.Metrics, ", "))
	if c.Experiment != "" {
		fmt.Fprintf(w, " in %s", render.Clean(c.Experiment))
	}
	if c.MetricsURI != "" {
		fmt.Fprintf(w, " or %s", render.Clean(c.MetricsURI))
	}
	fmt.Fprintln(w, ".")
}
