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
	case wire.Gemini:
		x = f.conversations(x)
	}
	x = f.unknown(f.rename(x))
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
