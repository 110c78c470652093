package vertex

import (
	"github.com/seed-57910ec4/videotune"
	"google.golang.org/genai"
)

// A LeftOut is what a job says that it left out of its training file.
type LeftOut struct {
	// Told tells that the job says it at all: one that waits or runs does not yet, and one
	// that failed may never. Without it all else is zero, since nobody has counted.
	Told bool
	// Examples are those that the service names, each index once, without lines: a sample,
	// where there are more.
	Examples []DroppedExample
	// Total is how many there are, at least len(Examples).
	Total int64
	// Partial tells that the service does not say the index of each.
	Partial bool

	indexed int // of Examples, that have an index: the first ones
}

// A DroppedExample is an example that the service left out.
type DroppedExample struct {
	Index  int64  // as the service says it, from 1, of the non-blank lines
	Line   int    // of the file, from 1; 0 where the index is beyond the file, or the file another one
	Reason string // as the service says it; "" if it says none
	Record string // what the line was made from; "" if it is not known
	// Predicted are the rules by which it was expected; empty if it was not.
	Predicted []videotune.Rule
}

// LeftOutOf returns what a job in any state says that it left out. The job must not be
// nil. [NewReview] tells the lines.
func LeftOutOf(job *genai.TuningJob) LeftOut {
	stats, told := supervised(job)
	l := LeftOut{Told: told}
	seen := make(map[int64]int, len(stats.TruncatedExampleIndices))
	reasons := stats.DroppedExampleReasons
	for _, index := range stats.TruncatedExampleIndices {
		reason := ""
		if len(reasons) > 0 {
			reason, reasons = reasons[0], reasons[1:]
		}
		if i, twice := seen[index]; twice {
			l.Examples[i].because(reason)
			continue
		}
		seen[index] = len(l.Examples)
		l.Examples = append(l.Examples, DroppedExample{Index: index, Reason: reason})
	}
	l.indexed = len(l.Examples)
	for _, reason := range reasons { // one without an index is still of an example
		l.Examples = append(l.Examples, DroppedExample{Reason: reason})
	}
	l.Total = max(stats.TotalTruncatedExampleCount, int64(len(l.Examples)))
	l.Partial = l.Total > int64(l.indexed)
	return l
}

// because adds a reason of an example that is named once more.
func (d *DroppedExample) because(reason string) {
	switch {
	case d.Reason == "":
		d.Reason = reason
	case reason != "" && reason != d.Reason:
		d.Reason += "; " + reason
	}
}

// supervised returns the statistics of the job, empty ones where it has not told any.
func supervised(job *genai.TuningJob) (stats *genai.SupervisedTuningDataStats, told bool) {
	if job.TuningDataStats == nil || job.TuningDataStats.SupervisedTuningDataStats == nil {
		return new(genai.SupervisedTuningDataStats), false
	}
	return job.TuningDataStats.SupervisedTuningDataStats, true
}
