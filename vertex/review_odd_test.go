package vertex_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
	"google.golang.org/genai"
)

// leftOut is a job that succeeded and left examples out.
func leftOut(total int64, indices ...int64) *genai.TuningJob {
	return &genai.TuningJob{State: genai.JobStateSucceeded, TuningDataStats: &genai.TuningDataStats{
		SupervisedTuningDataStats: &genai.SupervisedTuningDataStats{TruncatedExampleIndices: indices, TotalTruncatedExampleCount: total},
	}}
}

// TestReviewOfOddFiles: an index is what Check counts, whatever the lines are: the last
// one means the last line, and the one behind it none.
func TestReviewOfOddFiles(t *testing.T) {
	w := newWorld(t)
	data, err := os.ReadFile(w.opts.Train)
	if err != nil {
		t.Fatal(err)
	}
	good := string(data)
	head, rest, _ := strings.Cut(good, "\n")
	for _, c := range []struct {
		name, text        string
		size, first, last int // of examples, and lines
	}{
		{"plain", good, 40, 1, 40},
		{"byte order mark", "\ufeff" + good, 40, 1, 40},
		{"byte order mark alone", "\ufeff\n" + good, 40, 2, 41},
		{"byte order mark alone, CRLF", "\ufeff\r\n" + good, 40, 2, 41},
		{"byte order mark and blanks", "\ufeff \t\n" + good, 41, 1, 41},
		{"spaces", "  \t\n" + good, 40, 2, 41},
		{"too many spaces", strings.Repeat(" ", 17<<20) + "\n" + good, 41, 1, 41},
		{"too long", strings.Repeat("x", 17<<20) + "\n" + good, 41, 1, 41},
		{"blank lines", "\r\n\n" + head + "\n\n\n" + rest + "\n\n", 40, 3, 44},
		{"no JSON", "\v\n\u00a0\n" + good, 42, 1, 42},
		{"string over two lines", strings.Replace(good, "Which", "Wh\nich", 1), 41, 1, 41},
		{"no end", strings.TrimSuffix(good, "\n"), 40, 1, 40},
		{"array", "[\n" + good + "]", 42, 1, 42},
		{"table", "a,b\n1,2\n\n3,4\n", 3, 1, 4},
	} {
		path := filepath.Join(t.TempDir(), "train.jsonl")
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		size := int64(c.size)
		r, err := vertex.NewReview(t.Context(), leftOut(3, size, size+1, 1), &vertex.ReviewOptions{Train: path})
		var ie *vertex.IndexError
		if !errors.As(err, &ie) || ie.Index != size+1 || r.Size != c.size {
			t.Errorf("%s: size %d: %v", c.name, r.Size, err)
		}
		if last, beyond, first := r.Dropped[0].Line, r.Dropped[1].Line, r.Dropped[2].Line; first != c.first || last != c.last || beyond != 0 {
			t.Errorf("%s: lines %d and %d, want %d and %d", c.name, first, last, c.first, c.last)
		}
	}
}

// TestLeftOut: an example that is named twice is one, and no total is less than what is
// named.
func TestLeftOut(t *testing.T) {
	reasons := func(job *genai.TuningJob, reasons ...string) *genai.TuningJob {
		job.TuningDataStats.SupervisedTuningDataStats.DroppedExampleReasons = reasons
		return job
	}
	for _, c := range []struct {
		name    string
		job     *genai.TuningJob
		total   int64
		named   int
		partial bool
		reason  string // of the first
	}{
		{"nothing", leftOut(0), 0, 0, false, ""},
		{"all", reasons(leftOut(2, 5, 7), "a", "b"), 2, 2, false, "a"},
		{"a sample", leftOut(3, 5, 7), 3, 2, true, ""},
		{"twice", reasons(leftOut(2, 5, 5), "a", "b"), 2, 1, true, "a; b"},
		{"twice for one reason", reasons(leftOut(1, 5, 5), "a", "a"), 1, 1, false, "a"},
		{"twice, the reason later", reasons(leftOut(1, 5, 5), "", "a"), 1, 1, false, "a"},
		{"no total", leftOut(0, 5, 7), 2, 2, false, ""},
		{"no index", reasons(leftOut(0), "a"), 1, 1, true, "a"},
		{"more reasons", reasons(leftOut(2, 5), "a", "b"), 2, 2, true, "a"},
	} {
		l := vertex.LeftOutOf(c.job)
		if !l.Told || l.Total != c.total || len(l.Examples) != c.named || l.Partial != c.partial || c.named > 0 && l.Examples[0].Reason != c.reason {
			t.Errorf("%s: %+v", c.name, l)
		}
	}
	if l := vertex.LeftOutOf(&genai.TuningJob{}); l.Told || l.Total != 0 {
		t.Errorf("%+v", l)
	}
}

// TestReviewOfExampleNamedTwice: what else was left out is not known then.
func TestReviewOfExampleNamedTwice(t *testing.T) {
	w, _ := reviewed(t, vertextest.Plan{})
	r, err := vertex.NewReview(t.Context(), leftOut(2, 5, 5), &vertex.ReviewOptions{Train: w.opts.Train})
	if err != nil || !r.Partial || r.Spared != nil || len(r.Dropped) != 1 || r.Dropped[0].Line != 6 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestReviewOfOtherCount: where no checksum tells, numbers of examples do.
func TestReviewOfOtherCount(t *testing.T) {
	w, job := reviewed(t, vertextest.Plan{Dropped: []vertextest.Dropped{{Index: 5}}, Total: 3})
	stats := job.TuningDataStats.SupervisedTuningDataStats
	labels := job.Labels
	for _, c := range []struct {
		counted int64
		labels  map[string]string
		fault   bool
	}{
		{0, nil, false},
		{40, nil, false},
		{37, nil, false}, // without those that were left out
		{4000, nil, true},
		{39, nil, true},
		{4000, labels, false}, // it is that file
	} {
		stats.TuningDatasetExampleCount, job.Labels = c.counted, c.labels
		r, err := vertex.NewReview(t.Context(), job, &vertex.ReviewOptions{Train: w.opts.Train})
		var ce *vertex.CountError
		if errors.As(err, &ce) != c.fault || c.fault && (ce.Counted != c.counted || ce.Examples != 40) {
			t.Errorf("%d counted: %v", c.counted, err)
		}
		if line := r.Dropped[0].Line; (line == 0) != c.fault || r.Spared != nil {
			t.Errorf("%d counted: line %d, spared %v", c.counted, line, r.Spared)
		}
	}
	// Nothing is said to be spared by a file that is another one.
	stats.TuningDatasetExampleCount, stats.TotalTruncatedExampleCount, job.Labels = 4000, 1, nil
	if r, err := vertex.NewReview(t.Context(), job, &vertex.ReviewOptions{Train: w.opts.Train}); err == nil || r.Spared != nil {
		t.Errorf("spared %v: %v", r.Spared, err)
	}
}

// TestReviewOfLabelAndObject: a label tells what the object held when the job was
// created. Who writes another one before the job reads it has it read that.
func TestReviewOfLabelAndObject(t *testing.T) {
	w, job := reviewed(t, vertextest.Plan{})
	copied := sumOf(w.opts.Train)
	label := job.Labels
	other := map[string]string{}
	for key := range label {
		other[key] = "crc32c-00000001-00000001"
	}
	const zeros = "AAAAAA=="
	created, minute := job.CreateTime, time.Minute
	for _, c := range []struct {
		name           string
		labels         map[string]string
		sum            string
		updated, ended time.Duration // after the creation; 0 is not known
		same           vertex.Identification
		changed        bool
	}{
		{"as it was", label, copied, -minute, 0, vertex.Identical, false},
		{"attributes changed", label, copied, minute, 0, vertex.Identical, false},
		{"written while it ran", label, zeros, minute, 0, vertex.Unidentified, true},
		{"written before it ended", label, zeros, minute, 2 * minute, vertex.Unidentified, true},
		{"written after it ended", label, zeros, 2 * minute, minute, vertex.Identical, true},
		{"the copy is what was written while it ran", other, copied, minute, 0, vertex.Unidentified, true},
		{"the copy is what was written after it ended", other, copied, 2 * minute, minute, vertex.Different, true},
		{"the copy is neither", other, zeros, minute, 0, vertex.Different, true},
		{"labelled as other bytes than lie there", other, copied, -minute, 0, vertex.Identical, false},
		{"labelled as the copy, and others lie there", label, zeros, -minute, 0, vertex.Different, false},
		{"nobody knows when it was written", label, zeros, 0, 0, vertex.Identical, false},
		{"labelled as others, nobody knows when it was written", other, copied, 0, 0, vertex.Different, false},
	} {
		seen := *job
		seen.Labels, w.sums[w.spec.Train], w.updated = c.labels, c.sum, time.Time{}
		if c.updated != 0 {
			w.updated = created.Add(c.updated)
		}
		if c.ended != 0 {
			seen.EndTime = created.Add(c.ended)
		}
		r, err := vertex.NewReview(t.Context(), &seen, &vertex.ReviewOptions{Train: w.opts.Train, Objects: w})
		if r.Same != c.same || r.Changed.IsZero() == c.changed || (err != nil) != (c.same == vertex.Different) {
			t.Errorf("%s: %v, changed %v: %v", c.name, r.Same, r.Changed, err)
		}
		var de *vertex.DifferentFileError
		if c.same == vertex.Different && (!errors.As(err, &de) || de.Have != copied || de.Want == copied) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	// Without the time of the creation nobody knows what is later than it.
	seen := *job
	seen.Labels, seen.CreateTime, w.sums[w.spec.Train], w.updated = nil, time.Time{}, copied, created
	if r, err := vertex.NewReview(t.Context(), &seen, &vertex.ReviewOptions{Train: w.opts.Train, Objects: w}); err != nil || r.Same != vertex.Identical || !r.Changed.IsZero() {
		t.Errorf("no time of the creation: %v, changed %v: %v", r.Same, r.Changed, err)
	}
}
