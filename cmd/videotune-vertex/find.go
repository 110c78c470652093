package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/internal/cli"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/seed-57910ec4/videotune/vertex"
	"google.golang.org/genai"
)

// A foundJSON is what JSON says of a search for jobs.
type foundJSON struct {
	Jobs  []listedJSON `json:"jobs"`
	Error *errorJSON   `json:"error,omitempty"`
}

// A listedJSON is a job of a list.
type listedJSON struct {
	Name    string         `json:"name"`
	State   genai.JobState `json:"state"`
	Created *time.Time     `json:"created,omitempty"`
}

func newListed(jobs []*genai.TuningJob) []listedJSON {
	list := make([]listedJSON, len(jobs))
	for i, job := range jobs {
		list[i] = listedJSON{Name: job.Name, State: job.State}
		if !job.CreateTime.IsZero() {
			list[i].Created = &job.CreateTime
		}
	}
	return list
}

// search tells which jobs have the label.
func (j *jobs) search(ctx context.Context) error {
	client, err := j.open(ctx)
	if err != nil {
		return err
	}
	jobs, err := vertex.Find(ctx, client, j.find, patience.Retry)
	result := foundJSON{Jobs: newListed(jobs)}
	if err != nil {
		err = fmt.Errorf("looking for jobs with the label %s: %w", j.find, err)
		result.Error = newErrorJSON(ctx, err)
	}
	switch {
	case j.format == "json":
		if err := j.json(result); err != nil {
			return err
		}
	default:
		if _, err := io.WriteString(j.stdout, listText(result.Jobs)); err != nil {
			return err
		}
	}
	switch {
	case err != nil:
		j.tell(err)
		return result.Error.exit()
	case len(jobs) == 0:
		j.tell(fmt.Errorf("no job in project %s and region %s has the label %s; the list may not hold one yet that was created a moment ago", j.project, j.region, j.find))
		return cli.ErrFindings
	}
	return nil
}

// listText lists jobs for people.
func listText(jobs []listedJSON) string {
	var b strings.Builder
	for _, job := range jobs {
		fmt.Fprintf(&b, "%s: %s", render.Clean(job.Name), stateWord(job.State))
		if job.Created != nil {
			fmt.Fprintf(&b, ", created on %s", job.Created.UTC().Format(time.RFC3339))
		}
		b.WriteByte('\n')
	}
	return b.String()
}
