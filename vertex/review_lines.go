package vertex

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/lines"
	"google.golang.org/genai"
)

// place fills in what was dropped.
func (r *Review) place(stats *genai.SupervisedTuningDataStats, record func(int) string) error {
	for i, index := range stats.TruncatedExampleIndices {
		d := DroppedExample{Index: index}
		if i < len(stats.DroppedExampleReasons) {
			d.Reason = stats.DroppedExampleReasons[i]
		}
		r.Dropped = append(r.Dropped, d)
	}
	// A reason without an index is still a dropped example; nothing is lost.
	for i := len(r.Dropped); i < len(stats.DroppedExampleReasons); i++ {
		r.Dropped = append(r.Dropped, DroppedExample{Reason: stats.DroppedExampleReasons[i]})
	}
	r.Total = max(stats.TotalTruncatedExampleCount, int64(len(r.Dropped)))
	r.Partial = r.Total > int64(len(stats.TruncatedExampleIndices))
	if r.Same == Different {
		return nil
	}
	at, err := linesOf(r.File, stats.TruncatedExampleIndices)
	if err != nil {
		return err
	}
	predicted := make(map[int][]videotune.Rule, len(r.Predicted))
	for _, p := range r.Predicted {
		predicted[p.Line] = p.Rules
	}
	dropped := map[int]bool{}
	var faults []error
	for i := range stats.TruncatedExampleIndices {
		d := &r.Dropped[i]
		if d.Line = at[d.Index]; d.Line == 0 {
			faults = append(faults, &IndexError{r.File, d.Index, r.Size})
			continue
		}
		dropped[d.Line] = true
		d.Predicted = predicted[d.Line]
		if record != nil {
			d.Record = record(d.Line)
		}
	}
	if r.Told && r.State == genai.JobStateSucceeded && !r.Partial && len(faults) == 0 {
		for _, p := range r.Predicted {
			if !dropped[p.Line] {
				r.Spared = append(r.Spared, p)
			}
		}
	}
	return errors.Join(faults...)
}

// linesOf returns the physical lines of examples, which are the non-blank lines,
// counted from 1.
func linesOf(path string, indices []int64) (map[int64]int, error) {
	at := make(map[int64]int, len(indices))
	wanted := make(map[int64]bool, len(indices))
	for _, i := range indices {
		wanted[i] = true
	}
	if len(wanted) == 0 {
		return at, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("vertex: %w", err)
	}
	defer f.Close()
	var index int64
	for r := lines.New(f, 0); ; {
		line, err := r.Next()
		if err == io.EOF {
			return at, nil
		}
		if err != nil {
			return nil, fmt.Errorf("vertex: %w", err)
		}
		if line.Blank {
			continue
		}
		if index++; wanted[index] {
			at[index] = line.Number
		}
	}
}
