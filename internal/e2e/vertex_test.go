package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/fsouza/fake-gcs-server/fakestorage"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
)

// buildVertex builds the program that uploads and tunes, beside the command.
var buildVertex = sync.OnceValue(func() error {
	if err := build(); err != nil {
		return err
	}
	cmd := exec.Command("go", "build", "-o", binDir+string(filepath.Separator), "github.com/seed-57910ec4/videotune/cmd/videotune-vertex")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
})

// A tuningWorld is a folder with a dataset, a storage that holds its videos, and a
// tuning service.
type tuningWorld struct {
	t       *testing.T
	dir     string
	storage *fakestorage.Server
	service *vertextest.Server
	env     []string
}

const lineOfWorld = `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://garden-cams/%d.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"0s","endOffset":"20s"}},{"text":"Which animal?"}]},{"role":"model","parts":[{"text":"%s"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}` + "\n"

func newTuningWorld(t *testing.T) *tuningWorld {
	t.Helper()
	if err := buildVertex(); err != nil {
		t.Fatal(err)
	}
	w := &tuningWorld{t: t, dir: t.TempDir(), service: vertextest.NewServer()}
	t.Cleanup(w.service.Close)
	var err error
	if w.storage, err = fakestorage.NewServerWithOptions(fakestorage.Options{NoListener: true, PublicHost: "127.0.0.1"}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.storage.Stop)
	w.storage.CreateBucketWithOpts(fakestorage.CreateBucketOpts{Name: bucket})
	front := httptest.NewServer(w.storage.HTTPHandler())
	t.Cleanup(front.Close)
	w.env = append(os.Environ(),
		"PATH="+binDir+string(filepath.ListSeparator)+os.Getenv("PATH"), "HOME="+w.dir,
		"STORAGE_EMULATOR_HOST="+front.URL, "VIDEOTUNE_VERTEX_URL="+w.service.URL,
		"GOOGLE_CLOUD_PROJECT="+vertextest.Project, "GOOGLE_OAUTH_ACCESS_TOKEN=", "GOOGLE_API_KEY=", "GEMINI_API_KEY=")

	// The third line of the training file is blank: examples are not lines.
	var train, validation, origins bytes.Buffer
	for i := range 120 {
		if i == 2 {
			train.WriteByte('\n')
		}
		fmt.Fprintf(&train, lineOfWorld, i, []string{"fox", "cat"}[i%2])
		line := i + 1 + min(i/2, 1)
		fmt.Fprintf(&origins, `{"file":"out/train.jsonl","line":%d,"video":"v%d","uri":"gs://garden-cams/%d.mp4","recording":"r","start_us":0,"end_us":20000000,"labels":[],"records":[%d]}`+"\n", line, i, i, 1000+i)
		w.video(i)
	}
	for i := range 12 {
		fmt.Fprintf(&validation, lineOfWorld, 500+i, []string{"fox", "cat"}[i%2])
		w.video(500 + i)
	}
	origins.WriteString(`{"left":"label-unknown","video":"v999"}` + "\n")
	w.write("train.jsonl", train.Bytes())
	w.write("validation.jsonl", validation.Bytes())
	w.write("origins.jsonl", origins.Bytes())
	return w
}

func (w *tuningWorld) video(i int) {
	w.storage.CreateObject(fakestorage.Object{
		ObjectAttrs: fakestorage.ObjectAttrs{BucketName: bucket, Name: fmt.Sprintf("%d.mp4", i)}, Content: []byte("a video"),
	})
}

func (w *tuningWorld) write(name string, data []byte) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), data, 0o666); err != nil {
		w.t.Fatal(err)
	}
}

// run runs "videotune" in the folder, which hands on to the other program, and demands
// an exit status.
func (w *tuningWorld) run(want int, args ...string) (stdout, stderr string) {
	w.t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.Command(filepath.Join(binDir, "videotune"), args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = w.dir, w.env, &out, &errs
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		w.t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		w.t.Fatalf("videotune %q: exit status %d, want %d\n%s%s", args, got, want, &out, &errs)
	}
	return out.String(), errs.String()
}

func (w *tuningWorld) upload() {
	w.t.Helper()
	w.run(0, "upload", "--to", "gs://garden-cams/run-7", "train.jsonl", "validation.jsonl")
}

var tuneArgs = []string{"tune", "--at", "gs://garden-cams/run-7/", "--region", vertextest.Region, "--validation", "validation.jsonl", "--epochs", "3", "--poll", "1ms", "train.jsonl"}

// tuneWith returns the arguments of tune with others before the file.
func tuneWith(args ...string) []string { return slices.Insert(slices.Clone(tuneArgs), 1, args...) }

// contains demands that all of wants stand in a text, in this order.
func contains(t *testing.T, text string, wants ...string) {
	t.Helper()
	rest := text
	for _, want := range wants {
		_, after, ok := strings.Cut(rest, want)
		if !ok {
			t.Errorf("%q does not stand in, or not in this place:\n%s", want, text)
			return
		}
		rest = after
	}
}

// The whole path by the command: upload, a look, the job, and the lines it left out. The
// answer to the creation is lost, and there is one job all the same.
func TestTuneCommand(t *testing.T) {
	w := newTuningWorld(t)
	w.service.Plan(vertextest.Plan{
		Examples: 120, Billable: 70_000, Total: 3,
		Dropped: []vertextest.Dropped{{Index: 2, Reason: "too long"}, {Index: 3, Reason: "no video"}},
	})
	w.service.Fail(vertextest.Create, vertextest.Fault{Lost: true})
	w.service.Fail(vertextest.Get, vertextest.Fault{}, vertextest.Fault{Status: 503})
	out, _ := w.run(0, "upload", "--to", "gs://garden-cams/run-7", "train.jsonl", "validation.jsonl")
	contains(t, out, "gs://garden-cams/run-7/train.jsonl: ", "2 files: 2 uploaded, 0 there already, 0 left")
	out, _ = w.run(0, "upload", "--to", "gs://garden-cams/run-7", "train.jsonl", "validation.jsonl")
	contains(t, out, "2 files: 0 uploaded, 2 there already, 0 left")

	out, _ = w.run(0, tuneWith("--dry-run", "--price", "5")...)
	contains(t, out, "training: gs://garden-cams/run-7/train.jsonl, 120 examples", "validation:", "12 examples", "objects: 132 named, 132 looked for", "tokens:", "cost:", "nothing was submitted")
	if len(w.service.Requests("")) > 0 {
		t.Error("a dry run asks the tuning service")
	}

	out, errs := w.run(0, tuneWith("--origins", "origins.jsonl")...)
	contains(t, errs, "job projects/my-project/locations/us-central1/tuningJobs/1000", "queued", "running", "succeeded")
	contains(t, out, "tuningJobs/1000: succeeded", "left out by the service: 3 of 120 examples; predicted: 0",
		"train.jsonl:2: too long (not predicted)\n      video v1, gs://garden-cams/1.mp4, 0s to 20s, record 1001\n",
		"train.jsonl:4: no video", "v2", "and 1 more, which the service does not name", "checkpoints:", "(default)")
	if jobs := w.service.Jobs(); len(jobs) != 1 {
		t.Errorf("%d jobs: %v", len(jobs), jobs)
	}
	// Again: the same job.
	out, _ = w.run(0, tuneWith("--detach")...)
	contains(t, out, "job: projects/my-project/locations/us-central1/tuningJobs/1000")
	// Without a look at the objects nobody knows whether it would be the same.
	_, errs = w.run(1, tuneWith("--detach", "--no-objects")...)
	contains(t, errs, "tuningJobs/1000", "is not known")
	if jobs := w.service.Jobs(); len(jobs) != 1 {
		t.Errorf("%d jobs: %v", len(jobs), jobs)
	}
}

// What a preflight finds keeps the job from being submitted, until it is accepted.
func TestTuneCommandRefuses(t *testing.T) {
	w := newTuningWorld(t)
	w.upload()
	if err := w.storage.Backend().DeleteObject(bucket, "7.mp4"); err != nil {
		t.Fatal(err)
	}
	out, _ := w.run(1, tuneArgs...)
	contains(t, out, "error ", "gs://garden-cams/7.mp4: train.jsonl:9 names it", "[object-missing]", "The job is not submitted: 1 finding")
	out, _ = w.run(1, tuneWith("--format", "json")...)
	var result struct {
		Preflight struct {
			Refused  bool
			Findings []struct{ Rule, Where, Severity string }
		}
		Job *struct{ Name string }
	}
	if err := json.Unmarshal([]byte(out), &result); err != nil || !result.Preflight.Refused || result.Job != nil ||
		!slices.ContainsFunc(result.Preflight.Findings, func(f struct{ Rule, Where, Severity string }) bool {
			return f.Rule == "object-missing" && f.Severity == "error"
		}) {
		t.Errorf("%v\n%s", err, out)
	}
	if len(w.service.Requests("")) > 0 {
		t.Error("the tuning service was asked")
	}
	out, _ = w.run(0, tuneWith("--accept", "object-missing", "--format", "json")...)
	if err := json.Unmarshal([]byte(out), &result); err != nil || result.Preflight.Refused || result.Job == nil {
		t.Errorf("%v\n%s", err, out)
	}

	// A file that is no longer the one that was uploaded.
	w.write("train.jsonl", []byte(fmt.Sprintf(lineOfWorld, 1, "fox")))
	out, _ = w.run(1, tuneWith("--accept", "object-missing")...)
	contains(t, out, "[file-differs]")
	out, errs := w.run(1, "job", "--train", "train.jsonl", "projects/my-project/locations/us-central1/tuningJobs/1000")
	contains(t, out, "tuningJobs/1000: ")
	contains(t, errs, "is not the file that the job read")
}

// A job is told of by its name, watched and ended.
func TestJobCommand(t *testing.T) {
	w := newTuningWorld(t)
	w.upload()
	w.service.Plan(
		vertextest.Plan{States: []string{"JOB_STATE_RUNNING"}},
		vertextest.Plan{Error: "More than 10% of the examples were dropped.", Total: 40, Dropped: []vertextest.Dropped{{Index: 120, Reason: "x"}}},
	)
	w.run(0, tuneWith("--detach")...)
	name := w.service.Jobs()[0]
	out, _ := w.run(0, "job", name)
	contains(t, out, name+": running")
	out, errs := w.run(1, "job", "--cancel", "--watch", "--poll", "1ms", "--region", vertextest.Region, name[strings.LastIndexByte(name, '/')+1:])
	contains(t, errs, "asked to end the job", "cancelling", "cancelled")
	contains(t, out, name+": cancelled")

	// A job that fails: what was predicted stands beside it.
	out, errs = w.run(1, tuneArgs...)
	contains(t, out, "failed", "left out by the service: 40 of 120 examples; predicted: 0", "train.jsonl:121: x", "and 39 more")
	contains(t, errs, "More than 10%", "predicted were 0 of 120")
	out, _ = w.run(1, "job", "--train", "train.jsonl", "--origins", "origins.jsonl", "--format", "json", w.service.Jobs()[1])
	var result struct {
		Job    struct{ State, Error string }
		Review struct {
			LeftOut int `json:"left_out"`
			Partial bool
			Same    string
			Dropped []struct {
				Index, Line    int
				Reason, Record string
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &result); err != nil || result.Job.State != "JOB_STATE_FAILED" || result.Review.LeftOut != 40 || !result.Review.Partial ||
		result.Review.Same != "identical" || len(result.Review.Dropped) != 1 || result.Review.Dropped[0].Line != 121 || !strings.Contains(result.Review.Dropped[0].Record, "record 1119") {
		t.Errorf("%v\n%s", err, out)
	}
	_, errs = w.run(1, "job", "projects/my-project/locations/us-central1/tuningJobs/9")
	contains(t, errs, "The TuningJob does not exist.")
}

// Who ends the watching does not end the job, and is told how to go on.
func TestTuneCommandInterrupted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("processes are not asked to end there")
	}
	w := newTuningWorld(t)
	w.upload()
	w.service.Plan(vertextest.Plan{States: []string{"JOB_STATE_RUNNING"}})
	var out, errs bytes.Buffer
	cmd := exec.Command(filepath.Join(binDir, "videotune"), append(slices.Clone(tuneArgs), "--poll", "1h")...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = w.dir, w.env, &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for len(w.service.Requests(vertextest.Get)) == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if status := cmd.ProcessState.ExitCode(); status != 1 {
		t.Errorf("exit status %d", status)
	}
	contains(t, out.String(), w.service.Jobs()[0]+": running", "left out by the service: not told yet; predicted: 0 of 120 examples")
	contains(t, errs.String(), "which goes on", "--cancel ends it")
	if n := len(w.service.Requests(vertextest.Cancel)); n > 0 {
		t.Errorf("%d requests to end the job", n)
	}
}

// The files that cut made go up by the names that the plan gave them.
func TestUploadCommandMapping(t *testing.T) {
	w := newTuningWorld(t)
	set, err := chunk.All([]chunk.Source{{
		URI:   "gs://garden-cams/lecture.mp4",
		Media: videotune.Media{Bytes: 150 << 20, Duration: 10 * time.Minute, MIMEType: "video/mp4", Container: "mp4", Video: videotune.Present},
	}}, &chunk.Options{Base: "gs://garden-cams/chunks"})
	if err != nil {
		t.Fatal(err)
	}
	files := set.Plans[0].Files()
	for _, f := range files {
		w.write(f.Name, []byte("what was cut"))
		if err := set.Plans[0].Record(f.Name, chunk.Made{Bytes: 12, Start: f.Span.Start, Duration: f.Span.Length()}); err != nil {
			t.Fatal(err)
		}
	}
	var mapping bytes.Buffer
	if _, err := set.WriteTo(&mapping); err != nil {
		t.Fatal(err)
	}
	w.write("mapping.json", mapping.Bytes())
	out, _ := w.run(0, "upload", "--mapping", "mapping.json")
	contains(t, out, fmt.Sprintf("%d files: %[1]d uploaded, 0 there already, 0 left", len(files)))
	for _, f := range files {
		if _, err := w.storage.GetObject(bucket, "chunks/"+f.Name); err != nil {
			t.Error(err)
		}
	}
}

// What cannot be uploaded is told, with what to do.
func TestUploadCommandRefuses(t *testing.T) {
	w := newTuningWorld(t)
	w.upload()
	w.write("train.jsonl", []byte("{}\n"))
	out, errs := w.run(1, "upload", "--to", "gs://garden-cams/run-7", "train.jsonl", "validation.jsonl")
	contains(t, out, "2 files: 0 uploaded, 1 there already, 1 left")
	_, replace, ok := strings.Cut(errs, "replace it by ")
	if !ok {
		t.Fatal(errs)
	}
	out, _ = w.run(0, "upload", "--to", "gs://garden-cams/run-7", strings.TrimSpace(replace), "train.jsonl", "--format", "json")
	contains(t, out, `{"files":[{"path":"train.jsonl","uri":"gs://garden-cams/run-7/train.jsonl","bytes":3,`, `"present":false`)
	_, errs = w.run(1, "upload", "--to", "gs://nobody-s-bucket", "train.jsonl")
	contains(t, errs, "there is no such bucket", "gcloud storage buckets create")

	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"upload"}, "no file is named"},
		{[]string{"upload", "train.jsonl"}, "set --to"},
		{[]string{"upload", "--to", "b", "train.jsonl"}, "want gs://"},
		{[]string{"upload", "--to", "gs://b", "none.jsonl"}, "none.jsonl: "},
		{[]string{"upload", "--to", "gs://b", "--replace", "x", "train.jsonl"}, "lacks the generation"},
		{[]string{"upload", "--to", "gs://b", "--replace", "gs://b/y=1", "train.jsonl"}, "no file is to become gs://b/y"},
		{[]string{"upload", "--mapping", "train.jsonl"}, "videotune cut"},
		{[]string{"tune"}, "no training file is named"},
		{[]string{"tune", "--region", "us-central1", "train.jsonl"}, "set --at or --train-uri"},
		{tuneWith("--accept", "object-mising"), "did you mean object-missing?"},
		{tuneWith("--label", "x"), "write it like"},
		{tuneWith("--format", "xml"), "want text or json"},
		{tuneWith("--nonsense"), "--nonsense"},
		{[]string{"job"}, "no job is named"},
		{[]string{"job", "1"}, "set --region"},
		{[]string{"job", "projects/p/locations/127.0.0.1:9444#/tuningJobs/1"}, "no name of a region"},
		{[]string{"job", "--project", "p", "--region", "example.com/", "1"}, "no name of a region"},
		{[]string{"job", "--origins", "origins.jsonl", "1"}, "--train"},
		{[]string{"job", "--train", "validation.jsonl", "--origins", "origins.jsonl", "projects/p/locations/l/tuningJobs/1"}, "tells of no line of a file validation.jsonl"},
	} {
		if _, errs := w.run(2, c.args...); !strings.Contains(errs, c.want) {
			t.Errorf("%v: want %q:\n%s", c.args, c.want, errs)
		}
	}
}
