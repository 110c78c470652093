package vertextest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Plan is what becomes of a job. The zero value is a job that is queued, runs and
// succeeds.
type Plan struct {
	// States are those that the job is seen in, one for each Get; the last stays.
	// Without any they are those of a job that succeeds, or, if Error is set, fails.
	States []string

	Error    string // message of the job's error
	Examples int64  // of the training set
	Billable int64  // tokens of it
	Dropped  []Dropped
	Total    int64 // examples dropped, where Dropped is a part of them; 0 is all of Dropped
	Epochs   int   // checkpoints; 0 is 3
}

// A Dropped is an example that the service says it left out.
type Dropped struct {
	Index  int64 // from 1
	Reason string
}

// A job is a tuning job.
type job struct {
	name    string
	created time.Time
	spec    map[string]any // as it was created
	plan    Plan
	seen    int // of the plan's states
	ending  bool
}

// create creates a job, unless the service would refuse it.
func (s *Server) create(body []byte) (int, any) {
	var spec map[string]any
	if err := json.Unmarshal(body, &spec); err != nil {
		return http.StatusBadRequest, "Invalid JSON payload received. " + err.Error()
	}
	sft, _ := spec["supervisedTuningSpec"].(map[string]any)
	uri, _ := sft["trainingDatasetUri"].(string)
	switch {
	case sft == nil:
		return http.StatusBadRequest, "A tuning spec is required."
	case !strings.HasPrefix(uri, "gs://") || !strings.HasSuffix(uri, ".jsonl"):
		return http.StatusBadRequest, "List of found errors: 1.Field: tuning_job.supervised_tuning_spec.training_dataset_uri; Message: training_dataset_uri should be a GCS object of type JSONL."
	case spec["baseModel"] == nil && spec["preTunedModel"] == nil:
		return http.StatusBadRequest, "A base model is required."
	}
	spell(sft)
	j := &job{
		name:    fmt.Sprintf("projects/%s/locations/%s/tuningJobs/%d", Project, Region, 1000+len(s.jobs)),
		created: time.Date(2026, 11, 22, 12, 0, len(s.jobs), 0, time.UTC),
		spec:    spec,
	}
	if len(s.plans) > 0 {
		j.plan, s.plans = s.plans[0], s.plans[1:]
	}
	if len(j.plan.States) == 0 {
		end := "JOB_STATE_SUCCEEDED"
		if j.plan.Error != "" {
			end = "JOB_STATE_FAILED"
		}
		j.plan.States = []string{"JOB_STATE_QUEUED", "JOB_STATE_RUNNING", end}
	}
	s.jobs = append(s.jobs, j)
	return http.StatusOK, j.show("JOB_STATE_PENDING")
}

// spell spells the 64-bit numbers of a spec as the API's answers do.
func spell(sft map[string]any) {
	parameters, _ := sft["hyperParameters"].(map[string]any)
	if epochs, ok := parameters["epochCount"].(float64); ok {
		parameters["epochCount"] = strconv.FormatFloat(epochs, 'f', -1, 64)
	}
}

// next shows the job and moves it on by one state.
func (j *job) next() map[string]any {
	state := j.plan.States[min(j.seen, len(j.plan.States)-1)]
	if j.ending {
		state = "JOB_STATE_CANCELLING"
		j.plan.States, j.seen, j.ending = []string{"JOB_STATE_CANCELLED"}, 0, false
		return j.show(state)
	}
	j.seen++
	return j.show(state)
}

// now is the state that was shown last.
func (j *job) now() string {
	if j.seen == 0 {
		return "JOB_STATE_PENDING"
	}
	return j.plan.States[min(j.seen, len(j.plan.States))-1]
}

func (j *job) cancel() (int, any) {
	switch j.now() {
	case "JOB_STATE_SUCCEEDED", "JOB_STATE_FAILED", "JOB_STATE_CANCELLED":
		return http.StatusBadRequest, "The job is in a terminal state and cannot be cancelled."
	}
	j.ending = true
	return http.StatusOK, map[string]any{}
}

// show returns the job as the API does. 64-bit numbers are strings.
func (j *job) show(state string) map[string]any {
	m := maps.Clone(j.spec)
	m["name"], m["state"] = j.name, state
	m["createTime"], m["updateTime"] = j.created.Format(time.RFC3339), j.created.Format(time.RFC3339)
	switch state {
	case "JOB_STATE_RUNNING":
		m["tuningJobState"] = "TUNING_JOB_STATE_TUNING"
	case "JOB_STATE_FAILED":
		m["error"] = map[string]any{"code": 3, "message": j.plan.Error}
	case "JOB_STATE_CANCELLED":
		m["error"] = map[string]any{"code": 1, "message": "The job was cancelled."}
	case "JOB_STATE_SUCCEEDED":
		m["tunedModel"] = j.model()
		m["experiment"] = fmt.Sprintf("projects/%s/locations/%s/metadataStores/default/contexts/tuning-experiment-1", Project, Region)
	}
	if state == "JOB_STATE_SUCCEEDED" || state == "JOB_STATE_FAILED" {
		m["tuningDataStats"] = map[string]any{"supervisedTuningDataStats": j.stats()}
	}
	return m
}

func (j *job) stats() map[string]any {
	p := j.plan
	total := max(p.Total, int64(len(p.Dropped)))
	m := map[string]any{
		"tuningDatasetExampleCount":  number(p.Examples),
		"totalBillableTokenCount":    number(p.Billable),
		"totalTruncatedExampleCount": number(total),
		"tuningStepCount":            "12",
	}
	var indices, reasons []string
	for _, d := range p.Dropped {
		indices, reasons = append(indices, number(d.Index)), append(reasons, d.Reason)
	}
	if len(indices) > 0 {
		m["truncatedExampleIndices"], m["droppedExampleReasons"] = indices, reasons
	}
	return m
}

func (j *job) model() map[string]any {
	endpoint := func(i int) string {
		return fmt.Sprintf("projects/%s/locations/%s/endpoints/%d", Project, Region, i)
	}
	epochs := j.plan.Epochs
	if epochs == 0 {
		epochs = 3
	}
	var checkpoints []any
	for i := 1; i <= epochs; i++ {
		checkpoints = append(checkpoints, map[string]any{
			"checkpointId": strconv.Itoa(i), "epoch": strconv.Itoa(i), "step": strconv.Itoa(4 * i), "endpoint": endpoint(i),
		})
	}
	return map[string]any{
		"model":       fmt.Sprintf("projects/%s/locations/%s/models/77@1", Project, Region),
		"endpoint":    endpoint(epochs),
		"checkpoints": checkpoints,
	}
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// list lists jobs, the newest first, by the page. Of filters it knows labels.KEY=VALUE
// and labels.KEY:*.
func (s *Server) list(query url.Values) (int, any) {
	shown := slices.Clone(s.jobs)
	if s.hidden > 0 {
		s.hidden--
		shown = nil
	}
	slices.Reverse(shown)
	if filter := query.Get("filter"); filter != "" {
		keep, err := labelFilter(filter)
		if err != nil {
			return http.StatusBadRequest, err.Error()
		}
		shown = slices.DeleteFunc(shown, func(j *job) bool { return !keep(j) })
	}
	size, from := 100, 0
	if n, err := strconv.Atoi(query.Get("pageSize")); err == nil && n > 0 {
		size = min(n, size)
	}
	if token := query.Get("pageToken"); token != "" {
		n, err := strconv.Atoi(token)
		if err != nil || n < 0 || n > len(shown) {
			return http.StatusBadRequest, "Invalid page token."
		}
		from = n
	}
	answer := map[string]any{}
	to := min(from+size, len(shown))
	var jobs []any
	for _, j := range shown[from:to] {
		jobs = append(jobs, j.show(j.now()))
	}
	if jobs != nil {
		answer["tuningJobs"] = jobs
	}
	if to < len(shown) {
		answer["nextPageToken"] = strconv.Itoa(to)
	}
	return http.StatusOK, answer
}

func labelFilter(filter string) (func(*job) bool, error) {
	rest, ok := strings.CutPrefix(filter, "labels.")
	if !ok {
		return nil, fmt.Errorf("invalid filter %q", filter)
	}
	if key, ok := strings.CutSuffix(rest, ":*"); ok {
		return func(j *job) bool { _, has := j.labels()[key]; return has }, nil
	}
	key, value, ok := strings.Cut(rest, "=")
	if !ok {
		return nil, fmt.Errorf("invalid filter %q", filter)
	}
	value = strings.Trim(value, `"`)
	return func(j *job) bool { v, has := j.labels()[key]; return has && v == value }, nil
}

func (j *job) labels() map[string]any {
	labels, _ := j.spec["labels"].(map[string]any)
	return labels
}
