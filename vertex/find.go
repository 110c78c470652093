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
func Find(ctx context.Context, client *genai.Client, label string, retry Retry) (found []*genai.TuningJob, err error) {
	if err := usable(client); err != nil {
		return nil, err
	}
	err = retry.do(ctx, func() error {
		found = nil
		return each(ctx, client, retry, func(job *genai.TuningJob) {
			if _, ok := job.Labels[label]; ok {
				found = append(found, job)
			}
		})
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(found, func(a, b *genai.TuningJob) int { return a.CreateTime.Compare(b.CreateTime) })
	return found, nil
}

// each calls f for all jobs of the location.
func each(ctx context.Context, client *genai.Client, retry Retry, f func(*genai.TuningJob)) error {
	token := ""
	for range maxPages {
		var page genai.Page[genai.TuningJob]
		err := retry.once(ctx, func(ctx context.Context) (err error) {
			page, err = client.Tunings.List(ctx, &genai.ListTuningJobsConfig{HTTPOptions: onlyOnce(), PageSize: 100, PageToken: token})
			return err
		})
		if err != nil {
			return err
		}
		for _, job := range page.Items {
			if job != nil {
				f(job)
			}
		}
		if page.NextPageToken == "" {
			return nil
		}
		token = page.NextPageToken
	}
	return fmt.Errorf("the list of tuning jobs has more than %d pages", maxPages)
}
