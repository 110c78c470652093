package fix

import (
	"slices"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// An edit is a piece of a line that another text takes the place of.
type edit struct {
	at, end int
	text    string
}

// amend mends the members of f.line, which is strict, and notes the changes. It returns
// false if the line is not what it should be.
func (f *fixer) amend() bool {
	x := f.dec.Decode(f.line)
	if x.Broken {
		return false
	}
	switch x.Format {
	case wire.BatchRequest:
		x = f.unwrap(x)
	case wire.ChatMessages:
		x = f.chat(x)
	}
	x = f.rename(x)
	f.table(x)
	f.values(x)
	f.tools(x)
	if len(f.edits) > 0 {
		f.apply()
		x = f.dec.Decode(f.line)
	}
	if f.opts.Resolution != "" {
		f.fill(x)
	}
	return true
}

// change notes a change of what stands at p.
func (f *fixer) change(rule videotune.Rule, p videotune.Pointer, before, after string) {
	f.changes = append(f.changes, Change{Rule: rule, Pointer: p, Count: 1, Before: clip(before), After: clip(after)})
}

// apply makes the edits, which do not overlap.
func (f *fixer) apply() {
	slices.SortFunc(f.edits, func(a, b edit) int { return a.at - b.at })
	out := f.spare[:0]
	from := 0
	for _, e := range f.edits {
		out = append(append(out, f.line[from:e.at]...), e.text...)
		from = e.end
	}
	out = append(out, f.line[from:]...)
	f.line, f.spare = out, f.line
	f.edits = f.edits[:0]
}

// replace replaces all of the line.
func (f *fixer) replace(line []byte) *wire.Line {
	f.line = append(f.line[:0], line...)
	return f.dec.Decode(f.line)
}

// maxRenames bounds how often a line is read again because names were mended: what a
// member holds is read only when its name is right, and no object of a line lies deeper.
const maxRenames = 8

// rename gives members of other spellings their names.
func (f *fixer) rename(x *wire.Line) *wire.Line {
	for range maxRenames {
		if !slices.ContainsFunc(x.Faults, misnamed) {
			return x
		}
		twins := twinsOf(x)
		before, told := slices.Clone(f.line), len(f.changes)
		for i := range x.Faults {
			if fault := &x.Faults[i]; misnamed(*fault) {
				f.renameTo(fault)
			}
		}
		f.apply()
		if x = f.dec.Decode(f.line); twinsOf(x) != twins {
			// A member has both names; what it means is not clear.
			f.changes = f.changes[:told]
			x = f.replace(before)
			return f.renameEach(x, twins)
		}
	}
	return x
}

// maxEach bounds the members of a line that are renamed one by one.
const maxEach = 64

// renameEach renames the members of x one by one, but for those whose names are taken.
func (f *fixer) renameEach(x *wire.Line, twins twins) *wire.Line {
	skipped := 0
	for range maxEach {
		n := 0
		i := slices.IndexFunc(x.Faults, func(fault wire.Fault) bool {
			if misnamed(fault) {
				n++
			}
			return n > skipped
		})
		if i < 0 {
			return x
		}
		before, told := slices.Clone(f.line), len(f.changes)
		f.renameTo(&x.Faults[i])
		f.apply()
		if x = f.dec.Decode(f.line); twinsOf(x) != twins {
			f.changes = f.changes[:told]
			x = f.replace(before)
			skipped++
		}
	}
	return x
}

func (f *fixer) renameTo(fault *wire.Fault) {
	rule := videotune.RuleMemberCase
	if fault.Kind == wire.SnakeCase {
		rule = videotune.RuleMemberSnakeCase
	}
	f.edits = append(f.edits, edit{fault.At, skipString(f.line, fault.At), `"` + fault.Want + `"`})
	f.change(rule, videotune.Pointer(fault.Pointer), fault.Name, fault.Want)
}

// misnamed reports whether a fault is a member's name that is only spelt otherwise.
func misnamed(f wire.Fault) bool { return f.Kind == wire.WrongCase || f.Kind == wire.SnakeCase }

// twins counts the members that stand twice.
type twins struct{ same, both int }

func twinsOf(x *wire.Line) (t twins) {
	t.same, t.both = x.OmittedOf[wire.DuplicateMember], x.OmittedOf[wire.BothSpellings]
	for i := range x.Faults {
		switch x.Faults[i].Kind {
		case wire.DuplicateMember:
			t.same++
		case wire.BothSpellings:
			t.both++
		}
	}
	return t
}
