package vertex

import (
	"context"
	"fmt"
	"slices"

	"google.golang.org/genai"
)

// maxPages bounds the search for a job: 100 jobs each.
const maxPages = 1000

// Find returns the jobs of the client's location that have a label of this key, the
// oldest first: of the [UncertainError] whose Label it is, or of any other. A job that
// was created a moment ago may not be in the service's list yet.
//
// All jobs of the location are looked through. The service has filters, but does not
// document those for labels of tuning jobs; one that is misunderstood would cost a
// second job.
func Find(ctx context.Context, client *genai.Client, label string, retry Retry) ([]*genai.TuningJob, error) {
	if err := usable(client); err != nil {
		return nil, err
	}
	return search(ctx, client, retry, func(job *genai.TuningJob) bool {
		_, ok := job.Labels[label]
		return ok
	})
}

// search returns the jobs of the location that are wanted, the oldest first.
func search(ctx context.Context, client *genai.Client, retry Retry, wanted func(*genai.TuningJob) bool) ([]*genai.TuningJob, error) {
	var found []*genai.TuningJob
	given := map[string]bool{"": true}
	for token := ""; ; {
		page, err := list(ctx, client, retry, token)
		if err != nil {
			return nil, err
		}
		for _, job := range page.Items {
			if job != nil && wanted(job) {
				found = append(found, job)
			}
		}
		switch token = page.NextPageToken; {
		case token == "":
			slices.SortStableFunc(found, func(a, b *genai.TuningJob) int { return a.CreateTime.Compare(b.CreateTime) })
			return found, nil
		case given[token]:
			return nil, fmt.Errorf("the list of tuning jobs has no end: page %d is followed by one that was there before", len(given))
		case len(given) == maxPages:
			return nil, fmt.Errorf("the list of tuning jobs has more than %d pages", maxPages)
		}
		given[token] = true
	}
}

// list returns a page of the jobs of the location.
func list(ctx context.Context, client *genai.Client, retry Retry, token string) (page genai.Page[genai.TuningJob], err error) {
	err = retry.do(ctx, func() error {
		return retry.once(ctx, func(ctx context.Context) (err error) {
			page, err = client.Tunings.List(ctx, &genai.ListTuningJobsConfig{HTTPOptions: onlyOnce(), PageSize: 100, PageToken: token})
			return err
		})
	})
	return page, err
}
