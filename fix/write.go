package fix

import (
	"bytes"
	"slices"

	"github.com/seed-57910ec4/videotune"
)

// unit mends a unit and writes it.
func (f *fixer) unit(u *unit) error {
	f.changes, f.stops = f.changes[:0], f.stops[:0]
	for i := range u.mends {
		f.changes = append(f.changes, u.mends[i].change(u.lines))
	}
	switch u.kind {
	case unitGap:
		f.tell(&Edit{Line: u.line, Lines: u.lines, Before: u.raw, Changes: f.changes})
		return nil
	case unitLeft, unitPart:
		return f.left(u)
	}
	f.line = append(f.line[:0], u.value...)
	if !f.amend() {
		// Strict JSON that the strict reader refuses: there is none, but a line is
		// never written that was not read.
		u.kind = unitLeft
		u.stop = Obstacle{Line: u.line, Column: 1, Message: "the object cannot be read"}
		f.changes = f.changes[:0]
		return f.left(u)
	}
	line := f.line
	if len(f.changes) == 0 && u.whole {
		line = u.raw
	}
	if gone, err := f.takeOut(); gone || err != nil {
		f.tell(&Edit{Line: u.line, Lines: u.lines, Before: u.raw, Changes: f.changes})
		return err
	}
	for _, stop := range f.stops {
		stop.Line = u.line
		f.inWay.add(f.report.Lines+1, f.report.Lines+1, stop)
	}
	if err := f.write(u, line, len(f.changes) > 0 || u.ended); err != nil {
		return err
	}
	f.told(u, line)
	return nil
}

// left writes what cannot be mended.
func (f *fixer) left(u *unit) error {
	if f.open {
		f.open = u.kind == unitPart
		f.owed = !u.ended && !f.open
		_, err := f.out.Write(u.raw)
		if err == nil && u.ended {
			err = f.out.WriteByte('\n')
		}
		return err
	}
	f.open = u.kind == unitPart
	f.inWay.add(f.report.Lines+1, f.report.Lines+1+bytes.Count(u.raw, []byte{'\n'}), u.stop)
	if err := f.write(u, u.raw, u.ended); err != nil {
		return err
	}
	f.told(u, u.raw)
	return nil
}

// write writes lines, and the end of the last of them if there is one.
func (f *fixer) write(u *unit, line []byte, ended bool) error {
	if f.owed {
		if err := f.out.WriteByte('\n'); err != nil {
			return err
		}
	}
	f.owed = !ended && u.kind != unitPart
	n := 1 + bytes.Count(line, []byte{'\n'})
	for i := range n {
		f.sources.add(f.report.Lines+1+i, u.line+i)
	}
	f.report.Lines += n
	if _, err := f.out.Write(line); err != nil {
		return err
	}
	if ended {
		return f.out.WriteByte('\n')
	}
	return nil
}

// told tells of a unit that was written and changed.
func (f *fixer) told(u *unit, line []byte) {
	if len(f.changes) == 0 {
		return
	}
	f.report.Changed++
	f.tell(&Edit{Line: u.line, Lines: u.lines, Out: f.report.Lines - bytes.Count(line, []byte{'\n'}), Before: u.raw, After: line, Changes: f.changes})
}

// takeOut reports whether the line does not belong into the output.
func (f *fixer) takeOut() (gone bool, err error) {
	if f.opts.DropDuplicates && f.seen.before(&f.dec, f.line) {
		f.report.Duplicates++
		f.changes = append(f.changes, Change{Rule: videotune.RuleExampleDuplicate, Count: 1, Before: "an example that stands in the file before"})
		return true, nil
	}
	if f.opts.Dropped == nil {
		return false, nil
	}
	p := f.drop()
	if p == nil {
		return false, nil
	}
	f.report.Dropped++
	f.changes = append(f.changes, Change{Rule: p.Rule, Pointer: p.Pointer, Count: 1, Before: p.Message, After: "moved out"})
	_, err = f.opts.Dropped.Write(append(slices.Clip(f.line), '\n'))
	return true, err
}

// drop returns the problem for which the service would leave the line out; nil if it
// would not, or if the line is one that it refuses the job for.
func (f *fixer) drop() *videotune.Problem {
	var ex videotune.Example
	if ex.UnmarshalJSON(f.line) != nil {
		return nil
	}
	ps := videotune.Validate(&ex, f.opts.Policy)
	for i := range ps {
		if ps[i].Severity == videotune.SeverityDrop {
			return &ps[i]
		}
	}
	return nil
}
