package vertex_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/vertex"
)

// bucketed are objects of which the buckets are known.
type bucketed struct {
	*world
	gone  string // a bucket that does not exist
	asked map[string]int
}

func (l *bucketed) Location(_ context.Context, bucket string) (string, error) {
	l.asked[bucket]++
	if bucket == l.gone {
		return "", fs.ErrNotExist
	}
	return "US", nil
}

// A told fault says itself what is wrong and what to do.
type toldFault struct{ kind error }

func (f toldFault) Error() string  { return "the whole text" }
func (f toldFault) Unwrap() error  { return f.kind }
func (f toldFault) Reason() string { return "the reason" }
func (f toldFault) Remedy() string { return "the remedy" }

// TestNoBucket: where the bucket is missing, it is that which is told.
func TestNoBucket(t *testing.T) {
	w := newWorld(t)
	for uri := range w.objects {
		if strings.HasPrefix(uri, "gs://videos/") {
			delete(w.objects, uri)
		}
	}
	for _, gone := range []string{"videos", "other"} {
		l := &bucketed{world: w, gone: gone, asked: map[string]int{}}
		w.opts.Objects = l
		r := w.preflight(t)
		refused := r.Refused()
		if len(refused) != 1 || refused[0].Rule != vertex.RuleObjectMissing || refused[0].Count != 44 ||
			strings.Contains(refused[0].Message, "no such bucket as gs://videos") != (gone == "videos") || l.asked["videos"] != 1 {
			t.Errorf("%s: %v, asked %v", gone, refused, l.asked)
		}
	}
}

// TestToldFault: what a storage says for people is told once, with one remedy.
func TestToldFault(t *testing.T) {
	w := newWorld(t)
	for kind, rule := range map[error]vertex.Rule{fs.ErrNotExist: vertex.RuleObjectMissing, fs.ErrPermission: vertex.RuleObjectForbidden, context.DeadlineExceeded: vertex.RuleObjectUnreachable} {
		for _, uri := range []string{w.spec.Train, "gs://videos/taa.mp4"} {
			w.objects[uri] = toldFault{kind}
			r := w.preflight(t).Refused()
			delete(w.objects, uri)
			w.objects[uri] = nil
			if len(r) != 1 || r[0].Rule != rule || strings.Contains(r[0].Error(), "whole") || strings.Count(r[0].Error(), "the reason") != 1 ||
				!strings.HasPrefix(r[0].Hint, "the remedy") || strings.Contains(r[0].Hint, "grant") {
				t.Errorf("%v: %v", kind, r)
			}
		}
	}
}

// TestFirstFailure: a dataset that fails says where.
func TestFirstFailure(t *testing.T) {
	w := newWorld(t)
	appendTo(t, w.opts.Train, "{\n")
	r := w.preflight(t).Refused()
	if want := "; the first: " + w.opts.Train + ":41 [line-cut-short]"; len(r) != 1 || !strings.HasSuffix(r[0].Message, want) {
		t.Errorf("%v, want %q", r, want)
	}
}

// TestRegionInCapitals: what is meant is known.
func TestRegionInCapitals(t *testing.T) {
	fs := (&vertex.Spec{Model: "gemini-2.5-flash", Region: "US-Central1", Train: "gs://bucket/a.jsonl"}).Check(time.Time{})
	if len(fs) != 1 || fs[0].Rule != vertex.RuleRegionForm || !strings.Contains(fs[0].Hint, "lower case: us-central1") {
		t.Errorf("%v", fs)
	}
	if err := vertex.CheckRegion("US-Central1"); err == nil || !strings.Contains(err.Error(), "lower case: us-central1") {
		t.Error(err)
	}
}
