package fix

import (
	"fmt"
	"io"

	"github.com/seed-57910ec4/videotune"
)

// Options say how to fix. The zero value, and nil, are ready to use: they mend
// spelling only.
type Options struct {
	Name string // of the file, for Problem.File and errors

	// OffsetUnit is what offsets count that are numbers, or strings of digits, or
	// clock times of two fields. The zero value leaves them as they are, and so those
	// that are finer than a nanosecond; with a unit these are rounded to the nearest
	// microsecond, as are the times of frames.
	OffsetUnit OffsetUnit
	// Resolution is filled in where a line has none; "" fills in nothing.
	Resolution videotune.MediaResolution
	// ReplaceResolution writes Resolution also where a line has another one, even one
	// that no model has. Without Resolution it does nothing.
	ReplaceResolution bool
	// RemoveUnknown leaves out the members that the service does not know, with their
	// values, but for those at the top of a line that hold an example of another format
	// or its files.
	RemoveUnknown bool
	// DropDuplicates leaves out each example that stands in the file before: one that is
	// decoded to the same values. Spacing, escapes, the order of members and the spelling
	// of numbers do not matter; numbers are compared by their exact decimal value.
	DropDuplicates bool
	// Dropped takes the lines that the service would leave out by Policy, which are
	// then not written; nil leaves them in.
	Dropped io.Writer
	// Unmended takes the lines that could not be mended, as they stood but for the ends of
	// lines, which are then not written: those
	// that cannot be read, and those for which the service would refuse the job by Policy,
	// or leave them out unless Dropped takes those. nil leaves them in. What only the file
	// as a whole shows, such as resolutions that differ, moves no line.
	Unmended io.Writer

	// Policy is what lines are judged by, for Dropped and for Report.Left; nil is the
	// zero Policy. Its Media function must be safe for concurrent use.
	Policy *videotune.Policy
	// MaxProblems is how many problems of each rule Report.Left lists; 0 is
	// videotune.DefaultMaxProblems. All are counted.
	MaxProblems int
	// MaxValueBytes is the largest value that is mended, as it stands in the file; a
	// larger one is left over. 0 is videotune.DefaultMaxLineBytes.
	MaxValueBytes int

	// OnEdit sees everything that is changed, in the order of the file. It must not
	// keep the Edit or what it holds.
	OnEdit func(*Edit)
}

// An Edit is what became of some lines.
type Edit struct {
	Line    int      // of the input, from 1: where Before begins; 0 for what is of the file as a whole
	Lines   int      // of the input, on which Before stands
	Out     int      // line of the output; 0 if nothing was written
	Before  []byte   // as it stood there, without the end of its last line
	After   []byte   // the line of the output, without its end
	Changes []Change // what was done, at least one
}

// A Change is a thing that was mended, or several of the same kind.
type Change struct {
	// Rule is the rule that found fault with it; "" for a kind that no rule is about.
	Rule videotune.Rule `json:"rule,omitempty"`
	// Pointer is the place in the line of the output before its members were renamed;
	// "" for what is of the line as such, such as its syntax.
	Pointer videotune.Pointer `json:"pointer,omitempty"`
	Count   int               `json:"count"`            // how many there were, at least 1
	Before  string            `json:"before,omitempty"` // the first of them; may be cut, and "" for nothing
	After   string            `json:"after,omitempty"`  // what stands in its place; may be cut, and "" for nothing
}

// String returns the change in a few words: `/contents/0/parts/0/videoMetadata/endOffset:
// "5S" → "5s" [offset-spelling]`.
func (c *Change) String() string {
	s := ""
	if c.Pointer != "" {
		s = string(c.Pointer) + ": "
	}
	switch {
	case c.Before != "" && c.After != "":
		s += c.Before + " → " + c.After
	case c.Before != "":
		s += "left out: " + c.Before
	default:
		s += "put in: " + c.After
	}
	if c.Count > 1 {
		s += fmt.Sprintf(" ×%d", c.Count)
	}
	if c.Rule != "" {
		s += " [" + string(c.Rule) + "]"
	}
	return s
}

// A Report is what was done, and what is left.
type Report struct {
	Lines      int // that were written, those that could not be mended among them
	Changed    int // of Lines: those that are not as they were
	Duplicates int // examples that were left out
	Dropped    int // examples that were written to Options.Dropped
	Unmended   int // lines that were written to Options.Unmended
	// Mended counts the changes by rule; "" stands for those that no rule is about.
	Mended map[videotune.Rule]int
	// Check is what [videotune.Check] says of the output.
	Check *videotune.Report
	// Left are the problems of the output: Check.Problems, and where they come from.
	Left []Left
}

// A Left is a problem of the output. Its position is that in the output.
type Left struct {
	videotune.Problem
	Source int // the line of the input where the output's line comes from; 0 if Line is
	// Obstacle is what was in the way, or the flag that mends it. Every problem has one
	// that fails the job or drops an example; nil for a warning that is not mended.
	Obstacle *Obstacle
}

// Edited reports whether the output differs from the input.
func (r *Report) Edited() bool { return len(r.Mended) > 0 }

// LeftOver counts the problems of the output that fail the job or drop an example.
func (r *Report) LeftOver() int {
	n := 0
	for i := range r.Check.Files {
		n += r.Check.Files[i].Errors + r.Check.Files[i].Drops
	}
	return n
}
