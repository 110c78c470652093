package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

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
	fmt.Fprintf(&b, "%s: %s\n", job.Name, stateWord(job.State))
	if job.TunedModel != nil {
		fmt.Fprintf(&b, "tuned model: %s\nendpoint: %s\n", job.TunedModel.Model, job.TunedModel.Endpoint)
	}
	if r == nil {
		writeUnplaced(&b, job)
	} else {
		writeDropped(&b, r)
		writeTokens(&b, &r.Tokens)
		writeCheckpoints(&b, &r.Checkpoints)
	}
	_, err := io.WriteString(w.stdout, b.String())
	return err
}

// writeUnplaced tells what the service says where there is no copy of the file.
func writeUnplaced(w io.Writer, job *genai.TuningJob) {
	defer writeCheckpoints(w, &vertex.Checkpoints{List: checkpointsOf(job), Experiment: job.Experiment})
	if job.TuningDataStats == nil || job.TuningDataStats.SupervisedTuningDataStats == nil {
		return
	}
	stats := job.TuningDataStats.SupervisedTuningDataStats
	fmt.Fprintf(w, "left out by the service: %s of %s; --train tells their lines\n",
		cli.Group(stats.TotalTruncatedExampleCount), cli.Count(int(stats.TuningDatasetExampleCount), "example"))
	for i, index := range stats.TruncatedExampleIndices {
		reason := "no reason is told"
		if i < len(stats.DroppedExampleReasons) {
			reason = stats.DroppedExampleReasons[i]
		}
		fmt.Fprintf(w, "  example %d: %s\n", index, render.Clean(reason))
	}
}

// writeDropped tells what was left out, as lines of the file.
func writeDropped(w io.Writer, r *vertex.Review) {
	fmt.Fprintf(w, "left out by the service: %s of %s; predicted: %s\n",
		cli.Group(r.Total), cli.Count(r.Size, "example"), cli.Group(int64(len(r.Predicted))))
	for i := range r.Dropped {
		d := &r.Dropped[i]
		place := render.Clean(r.File) + ":" + strconv.Itoa(d.Line)
		if d.Line == 0 {
			place = fmt.Sprintf("example %d, which no line is known for", d.Index)
		}
		reason := "no reason is told"
		if d.Reason != "" {
			reason = render.Clean(d.Reason)
		}
		fmt.Fprintf(w, "  %s: %s (%s)\n", place, reason, expected(d.Predicted))
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
	if r.Same == vertex.Unidentified {
		fmt.Fprintf(w, "  whether %s is the file that the job read is not known: there is no checksum to compare\n", render.Clean(r.File))
	}
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
		endpoint := p.Endpoint
		if p.Default {
			endpoint += " (default)"
		}
		table.Row("  "+p.ID, strconv.FormatInt(p.Epoch, 10), strconv.FormatInt(p.Step, 10), endpoint)
	}
	fmt.Fprintf(w, "checkpoints:\n%s", table.String())
	metrics := "the metrics"
	if len(c.Metrics) > 0 {
		metrics = strings.Join(c.Metrics, ", ")
	}
	fmt.Fprintf(w, "  Take the one before the loss flattens or rises: see %s", metrics)
	if c.Experiment != "" {
		fmt.Fprintf(w, " in %s", c.Experiment)
	}
	if c.MetricsURI != "" {
		fmt.Fprintf(w, " or %s", c.MetricsURI)
	}
	fmt.Fprintln(w, ".")
}

// checkpointsOf returns the checkpoints of a job's model.
func checkpointsOf(job *genai.TuningJob) []vertex.Checkpoint {
	if job.TunedModel == nil {
		return nil
	}
	var list []vertex.Checkpoint
	for _, p := range job.TunedModel.Checkpoints {
		if p != nil {
			list = append(list, vertex.Checkpoint{
				ID: p.CheckpointID, Epoch: p.Epoch, Step: p.Step, Endpoint: p.Endpoint,
				Default: p.Endpoint != "" && p.Endpoint == job.TunedModel.Endpoint,
			})
		}
	}
	return list
}
