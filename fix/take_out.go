package fix

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// takeOut reports whether the line does not belong into the output.
func (f *fixer) takeOut(u *unit) (gone bool, err error) {
	if f.opts.DropDuplicates && f.seen.before(&f.dec, f.line) {
		f.report.Duplicates++
		f.changes = append(f.changes, Change{Rule: videotune.RuleExampleDuplicate, Count: 1, Before: "an example that stands in the file before"})
		return true, nil
	}
	if f.opts.Dropped == nil && f.opts.Unmended == nil {
		return false, nil
	}
	fails, drops := f.faults()
	if fails == nil && drops != nil && f.opts.Dropped != nil { // a job that is refused drops nothing
		f.report.Dropped++
		f.changes = append(f.changes, moved(drops, drops.Message))
		_, err = f.opts.Dropped.Write(append(slices.Clip(f.line), '\n'))
		return true, err
	}
	p := worse(fails, drops)
	if p == nil || f.opts.Unmended == nil {
		return false, nil
	}
	// As it stood: what was left out of it is not lost.
	f.report.Unmended += 1 + bytes.Count(u.raw, []byte{'\n'})
	f.changes = append(f.changes[:0], moved(p, p.Message))
	return true, f.writeMoved(u)
}

// worse returns the worse of two problems, of which there may be none.
func worse(fails, drops *videotune.Problem) *videotune.Problem {
	if fails != nil {
		return fails
	}
	return drops
}

// moved is the change of a line that is moved out for the sake of p.
func moved(p *videotune.Problem, why string) Change {
	return Change{Rule: p.Rule, Pointer: p.Pointer, Count: 1, Before: why, After: "moved out"}
}

// faults returns the first problems for which the service would refuse the job, and for
// which it would leave the line out; nil for none.
func (f *fixer) faults() (fails, drops *videotune.Problem) {
	var ex videotune.Example
	var ps videotune.Problems
	switch {
	case ex.UnmarshalJSON(f.line) == nil:
		ps = videotune.Validate(&ex, f.opts.Policy)
	case f.opts.Unmended != nil:
		ps = f.judge(f.line)
	}
	for i := range ps {
		switch p := &ps[i]; {
		case p.Severity == videotune.SeverityError && fails == nil:
			fails = p
		case p.Severity == videotune.SeverityDrop && drops == nil:
			drops = p
		}
	}
	return fails, drops
}

// goodLine stands before a line that is judged alone, which is no file of another kind.
const goodLine = "{}\n"

// judge returns the problems of a line that need not be an example.
func (f *fixer) judge(line []byte) videotune.Problems {
	r := videotune.NewReader(io.MultiReader(strings.NewReader(goodLine), bytes.NewReader(line)), &videotune.ReaderOptions{Policy: f.opts.Policy, KeepBytes: true})
	for rec := range r.All() {
		if rec != nil && rec.Line > 1 {
			return rec.Problems
		}
	}
	return nil
}

// moveLeft moves lines out that cannot be read, if that is asked for and one of them
// fails the job.
func (f *fixer) moveLeft(u *unit) (gone bool, err error) {
	if f.opts.Unmended == nil {
		return false, nil
	}
	for line := range bytes.SplitSeq(u.raw, []byte{'\n'}) {
		ps := f.judge(line)
		if p := ps.Worst(); p != nil && p.Severity >= videotune.SeverityDrop {
			f.changes = append(f.changes, moved(&videotune.Problem{Rule: p.Rule}, u.stop.Message))
			f.tell(&Edit{Line: u.line, Lines: u.lines, Before: u.raw, Changes: f.changes})
			f.moving = u.kind == unitPart
			f.report.Unmended += 1 + bytes.Count(u.raw, []byte{'\n'})
			return true, f.writeMoved(u)
		}
	}
	return false, nil
}

// writeMoved writes lines, or a part of one, to where the unmended go.
func (f *fixer) writeMoved(u *unit) error {
	f.moving = u.kind == unitPart
	raw := u.raw
	if !f.moving {
		raw = append(slices.Clip(raw), '\n')
	}
	_, err := f.opts.Unmended.Write(raw)
	return err
}
