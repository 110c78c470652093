package videotune

import "time"

// A Report is what [Check] found.
type Report struct {
	Model        string
	Edition      string    // of the limits
	ModelRetired time.Time // zero if no date is known
	// Resolution of all lines: "" when none has one, "mixed" when they differ.
	Resolution string

	Files       []FileReport // training first
	FailReasons []string     // why the job would fail; empty if it would start

	// Problems are the first of each rule and file; the counts are in Files.
	Problems        Problems
	ProblemsOmitted int

	Unprobed    int   // training examples with a video of unknown size or, where its segment has no end, of unknown length
	Tokens      Range // of the training set, dropped examples left out
	Resolutions []ResolutionReport
	Assumptions []string // where the documents leave something open, what this report took for granted
}

// A Range is an estimate from a lower to an upper end.
type Range struct {
	Lower int64 `json:"lower"`
	Upper int64 `json:"upper"`
}

// WouldFail reports whether the service would refuse the job.
func (r *Report) WouldFail() bool { return len(r.FailReasons) > 0 }

// A FileReport are the figures of one file.
type FileReport struct {
	File     string
	Split    Split
	Examples int // non-blank lines, good or bad
	Dropped  int // examples with a problem of severity drop
	Errors   int // problems by severity
	Drops    int
	Warnings int
	ByRule   map[Rule]int
	Bytes    int64
	// Labels are the texts of the answers that may be labels, by the member of a
	// JSON answer where they stand: at most 64 members, the first that are met.
	Labels []LabelReport
}

// A LabelReport says how often labels stand in the answers of a file.
type LabelReport struct {
	Member string // such as "events[].label"; "" for answers that are no JSON
	// Counts is how often each label stands. It is nil for a member that holds more
	// than 200 different texts, or such as are longer than 64 bytes: no labels.
	Counts map[string]int
}

// DropShare returns Dropped / Examples, 0 for no examples.
func (f *FileReport) DropShare() float64 {
	if f.Examples == 0 {
		return 0
	}
	return float64(f.Dropped) / float64(f.Examples)
}

// NotJSONL returns the rule by which the file is no JSONL at all; "" if it is JSONL, or
// the policy switched the rule off. Where it is not, Examples counts lines that are no
// examples, and nothing else was read of it.
func (f *FileReport) NotJSONL() Rule {
	for rule := range f.ByRule {
		switch rule {
		case RuleFileEmpty, RuleFileCompressed, RuleFileEncoding, RuleFilePrettyPrinted, RuleFileJSONArray, RuleFileCSV, RuleFileHTML, RuleFileNotJSONL:
			return rule
		}
	}
	return ""
}

// A Split is the side of a dataset. The zero value is training.
type Split uint8

// The sides.
const (
	Train Split = iota
	Validation
)

// String returns "train" or "validation".
func (s Split) String() string {
	if s == Validation {
		return "validation"
	}
	return "train"
}

// A ResolutionReport says what the training set would be at one resolution.
type ResolutionReport struct {
	Resolution   MediaResolution `json:"resolution"`
	Dropped      int             `json:"dropped"`
	WouldFail    bool            `json:"job_would_fail"`
	Tokens       Range           `json:"tokens"`
	RelativeTime float64         `json:"relative_time,omitempty"` // as documented; 0 if it is not
}
