package fix

import "bytes"

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
	if gone, err := f.takeOut(u); gone || err != nil {
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
		if f.moving {
			return f.writeMoved(u)
		}
		f.owed = !u.ended && !f.open
		_, err := f.out.Write(u.raw)
		if err == nil && u.ended {
			err = f.out.WriteByte('\n')
		}
		return err
	}
	f.open = u.kind == unitPart
	if gone, err := f.moveLeft(u); gone || err != nil {
		return err
	}
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
