package vertex_test

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/vertex"
)

func TestPreflightFindings(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*testing.T, *world)
		want   []vertex.Rule
	}{
		{"nothing", func(*testing.T, *world) {}, nil},
		{"wrong bucket", func(_ *testing.T, w *world) {
			for uri := range w.objects {
				if strings.HasPrefix(uri, "gs://videos/") {
					delete(w.objects, uri)
				}
			}
		}, []vertex.Rule{vertex.RuleObjectMissing}},
		{"403", func(_ *testing.T, w *world) {
			w.objects["gs://videos/taa.mp4"] = &fs.PathError{Op: "stat", Path: "x", Err: fs.ErrPermission}
		}, []vertex.Rule{vertex.RuleObjectForbidden}},
		{"no answer", func(_ *testing.T, w *world) { w.objects["gs://videos/taa.mp4"] = errors.New("timeout") }, []vertex.Rule{vertex.RuleObjectUnreachable}},
		{"training file gone", func(_ *testing.T, w *world) { delete(w.objects, w.spec.Train) }, []vertex.Rule{vertex.RuleObjectMissing}},
		{"other bytes", func(_ *testing.T, w *world) { w.sums[w.spec.Train] = "AAAAAA==" }, []vertex.Rule{vertex.RuleFileDiffers}},
		{"no objects", func(_ *testing.T, w *world) { w.opts.Objects = nil }, []vertex.Rule{vertex.RuleObjectsUnchecked}},
		{"no copy", func(_ *testing.T, w *world) { w.opts.Train = "" }, []vertex.Rule{vertex.RuleFileNoCopy}},
		{"no copy of validation", func(_ *testing.T, w *world) { w.opts.Validation = "" }, []vertex.Rule{vertex.RuleFileNoCopy}},
		{"broken line", func(t *testing.T, w *world) { appendTo(t, w.opts.Train, "{\n") }, []vertex.Rule{vertex.RuleFileFails}},
		{"no JSONL", func(t *testing.T, w *world) {
			if err := os.WriteFile(w.opts.Train, []byte("<html>"+strings.Repeat("x", 1<<20)), 0o644); err != nil {
				t.Fatal(err)
			}
		}, []vertex.Rule{vertex.RuleFileFails}},
		{"model", func(_ *testing.T, w *world) { w.spec.Model = "gemini-9" }, []vertex.Rule{vertex.RuleModelUnknown}},
		{"no model", func(_ *testing.T, w *world) { w.spec.Model = "" }, []vertex.Rule{vertex.RuleModelUnknown}},
		{"resource name of a model", func(_ *testing.T, w *world) {
			w.spec.Model = "projects/p/locations/l/publishers/google/models/gemini-2.5-flash"
		}, nil},
		{"no region", func(_ *testing.T, w *world) { w.spec.Region = "" }, []vertex.Rule{vertex.RuleRegionMissing}},
		{"global", func(_ *testing.T, w *world) { w.spec.Region = "global" }, []vertex.Rule{vertex.RuleRegionGlobal}},
		{"eu", func(_ *testing.T, w *world) { w.spec.Region = "eu" }, []vertex.Rule{vertex.RuleRegionMulti}},
		{"no form", func(_ *testing.T, w *world) { w.spec.Region = "US Central" }, []vertex.Rule{vertex.RuleRegionForm}},
		{"epochs", func(_ *testing.T, w *world) { w.spec.Epochs = -1 }, []vertex.Rule{vertex.RuleEpochs}},
		{"multiplier", func(_ *testing.T, w *world) { w.spec.LearningRateMultiplier = -0.5 }, []vertex.Rule{vertex.RuleMultiplier}},
		{"no number", func(_ *testing.T, w *world) { w.spec.LearningRateMultiplier = float32(math.NaN()) }, []vertex.Rule{vertex.RuleMultiplier}},
		{"adapter 3", func(_ *testing.T, w *world) { w.spec.AdapterSize = 3 }, []vertex.Rule{vertex.RuleAdapterForm}},
		{"adapter 32", func(_ *testing.T, w *world) { w.spec.AdapterSize = 32 }, []vertex.Rule{vertex.RuleAdapterSize}},
		{"name that is no text", func(_ *testing.T, w *world) { w.spec.DisplayName = "a\xff" }, []vertex.Rule{vertex.RuleText}},
		{"region without a number", func(_ *testing.T, w *world) { w.spec.Region = "us-central" }, []vertex.Rule{vertex.RuleRegionUnusual}},
		{"region that is a host", func(_ *testing.T, w *world) { w.spec.Region = "127.0.0.1:9444#" }, []vertex.Rule{vertex.RuleRegionForm}},
		{"adapter 16 of pro", func(_ *testing.T, w *world) { w.spec.Model, w.spec.AdapterSize = "gemini-2.5-pro", 16 }, []vertex.Rule{vertex.RuleAdapterSize}},
		{"adapter 16", func(_ *testing.T, w *world) { w.spec.AdapterSize = 16 }, nil},
		{"name of 128", func(_ *testing.T, w *world) { w.spec.DisplayName = strings.Repeat("ä", 128) }, nil},
		{"name of 129", func(_ *testing.T, w *world) { w.spec.DisplayName = strings.Repeat("ä", 129) }, []vertex.Rule{vertex.RuleDisplayName}},
		{"label", func(_ *testing.T, w *world) { w.spec.Labels = map[string]string{"Team": "x y", "": ""} }, []vertex.Rule{vertex.RuleLabelKey, vertex.RuleLabelKey, vertex.RuleLabelValue}},
		{"label of 64", func(_ *testing.T, w *world) {
			w.spec.Labels = map[string]string{strings.Repeat("é", 64): strings.Repeat("日", 64)}
		}, nil},
		{"label of 65", func(_ *testing.T, w *world) {
			w.spec.Labels = map[string]string{strings.Repeat("a", 65): strings.Repeat("b", 65)}
		}, []vertex.Rule{vertex.RuleLabelKey, vertex.RuleLabelValue}},
		{"our label", func(_ *testing.T, w *world) { w.spec.Labels = map[string]string{"videotune-x": ""} }, []vertex.Rule{vertex.RuleLabelReserved}},
		{"checkpoint", func(_ *testing.T, w *world) { w.spec.Checkpoint = "1" }, []vertex.Rule{vertex.RuleCheckpointAlone}},
		{"tuned model", func(_ *testing.T, w *world) { w.spec.TunedModel = "models/1" }, []vertex.Rule{vertex.RuleTunedModelForm}},
		{"tuned elsewhere", func(_ *testing.T, w *world) { w.spec.TunedModel = "projects/p/locations/europe-west4/models/1" }, []vertex.Rule{vertex.RuleRegionDiffers}},
		{"key", func(_ *testing.T, w *world) { w.spec.KMSKey = "key" }, []vertex.Rule{vertex.RuleKeyForm}},
		{"key elsewhere", func(_ *testing.T, w *world) { w.spec.KMSKey = "projects/p/locations/us/keyRings/r/cryptoKeys/k" }, []vertex.Rule{vertex.RuleKeyRegion}},
		{"key of 3.5", func(_ *testing.T, w *world) {
			w.spec.Model, w.spec.KMSKey = "gemini-3.5-flash", "projects/p/locations/us-central1/keyRings/r/cryptoKeys/k"
		}, []vertex.Rule{vertex.RuleKeyUnsupported}},
		{"no gs", func(_ *testing.T, w *world) { w.spec.Train = "/tmp/train.jsonl" }, []vertex.Rule{vertex.RuleFileURI}},
		{"no jsonl", func(_ *testing.T, w *world) { w.spec.Train = "gs://data/train.json" }, []vertex.Rule{vertex.RuleFileURI, vertex.RuleObjectMissing}},
		{"folder", func(_ *testing.T, w *world) { w.spec.Train = "gs://data/x/" }, []vertex.Rule{vertex.RuleFileURI, vertex.RuleObjectMissing}},
		{"bucket", func(_ *testing.T, w *world) { w.spec.Train = "gs://B/x.jsonl" }, []vertex.Rule{vertex.RuleFileURI, vertex.RuleObjectMissing}},
		{"one file", func(_ *testing.T, w *world) { w.spec.Validation = w.spec.Train }, []vertex.Rule{vertex.RuleFileSame, vertex.RuleFileDiffers}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			c.change(t, w)
			r := w.preflight(t)
			if got := rules(r.Refused()); !slices.Equal(got, c.want) {
				t.Errorf("refused by %v, want %v", r.Refused(), c.want)
			}
		})
	}
}

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

func TestPreflightCounts(t *testing.T) {
	w := newWorld(t)
	for uri := range w.objects {
		if strings.HasPrefix(uri, "gs://videos/t") {
			w.objects[uri] = fs.ErrNotExist
		}
	}
	f := w.preflight(t).Refused()
	if len(f) != 1 || f[0].Count != 40 || f[0].Where != "gs://videos/taa.mp4" || !strings.Contains(f[0].Message, "train.jsonl:1 names it") || !strings.Contains(f[0].Message, "39 more in gs://videos") {
		t.Errorf("%v", f)
	}
	w.opts.Sample, w.opts.Workers = 10, 3
	w.stats.Store(0)
	r := w.preflight(t)
	if r.Looked != 10 || w.stats.Load() != 12 || r.Objects != 44 {
		t.Errorf("looked for %d of %d with %d calls", r.Looked, r.Objects, w.stats.Load())
	}
	if r2 := w.preflight(t); r2.Refused()[0].Where != r.Refused()[0].Where {
		t.Error("another sample in another run")
	}
	w.opts.Today = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	if got := rules(w.preflight(t).Findings); got[0] != vertex.RuleModelRetired {
		t.Errorf("%v", got)
	}
}

// A located world knows where its buckets lie.
type located struct {
	*world
	err error
}

func (l located) Location(_ context.Context, bucket string) (string, error) {
	if bucket != "data" {
		return "", fs.ErrNotExist
	}
	return "US-CENTRAL1", l.err
}

// TestPreflightLocation: where buckets lie is told, and is no reason to refuse.
func TestPreflightLocation(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		objects vertex.Objects
		want    string
	}{{w, ""}, {located{w, nil}, "US-CENTRAL1"}, {located{w, fs.ErrPermission}, ""}} {
		w.opts.Objects, w.spec.Region = c.objects, "europe-west4"
		r := w.preflight(t)
		if r.Train.Location != c.want || r.Validation.Location != c.want || len(r.Refused()) > 0 {
			t.Errorf("%q, %q: %v", r.Train.Location, r.Validation.Location, r.Findings)
		}
		if r.Train.Uploaded.CRC32C != r.Train.CRC32C || r.Train.CRC32C == "" {
			t.Errorf("%+v", r.Train)
		}
	}
}

// TestFinalRules: what cannot be sent as it is meant cannot be accepted.
func TestFinalRules(t *testing.T) {
	changes := map[vertex.Rule]func(*vertex.Spec){
		vertex.RuleTunedModelForm:  func(s *vertex.Spec) { s.TunedModel = "models/1" },
		vertex.RuleCheckpointAlone: func(s *vertex.Spec) { s.Checkpoint = "1" },
		vertex.RuleRegionMissing:   func(s *vertex.Spec) { s.Region = "" },
		vertex.RuleRegionGlobal:    func(s *vertex.Spec) { s.Region = "global" },
		vertex.RuleRegionForm:      func(s *vertex.Spec) { s.Region = "evil.example#" },
		vertex.RuleEpochs:          func(s *vertex.Spec) { s.Epochs = math.MinInt },
		vertex.RuleMultiplier:      func(s *vertex.Spec) { s.LearningRateMultiplier = float32(math.Inf(1)) },
		vertex.RuleAdapterForm:     func(s *vertex.Spec) { s.AdapterSize = 3 },
		vertex.RuleLabelReserved:   func(s *vertex.Spec) { s.Labels = map[string]string{"videotune-x": ""} },
		vertex.RuleText:            func(s *vertex.Spec) { s.Description = "\xff" },
	}
	for _, info := range vertex.Rules() {
		if (changes[info.Rule] != nil) != info.Final {
			t.Errorf("%s is final: %v", info.Rule, info.Final)
		}
		if !info.Final {
			continue
		}
		w := newWorld(t)
		changes[info.Rule](w.spec)
		if got := rules(w.preflight(t).Refused(info.Rule)); !slices.Equal(got, []vertex.Rule{info.Rule}) {
			t.Errorf("%s is accepted, and left is %v", info.Rule, got)
		}
	}
}

func TestPreflightEnds(t *testing.T) {
	w := newWorld(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := vertex.Preflight(ctx, w.spec, w.opts); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	w.opts.Train += ".gone"
	if _, err := vertex.Preflight(t.Context(), w.spec, w.opts); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if r, err := vertex.Preflight(t.Context(), nil, nil); err != nil || len(r.Refused()) == 0 {
		t.Errorf("%v, %v", r, err)
	}
}

func TestRules(t *testing.T) {
	seen := map[vertex.Rule]bool{}
	for _, info := range vertex.Rules() {
		if seen[info.Rule] || info.Sentence == "" || info.Source == "" || info.Severity == videotune.SeverityOff {
			t.Errorf("%+v", info)
		}
		seen[info.Rule] = true
	}
	for _, model := range videotune.Models() {
		if vertex.AdapterSizes(model) == nil {
			t.Errorf("no adapter sizes of %s", model)
		}
	}
}
