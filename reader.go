package videotune

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/seed-57910ec4/videotune/internal/lines"
	"github.com/seed-57910ec4/videotune/internal/sniff"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// DefaultMaxLineBytes is the longest line that is read where the options name
// no other: 16 MiB. An example is at most 131,072 tokens, so longer lines are a
// fault of whatever wrote them.
const DefaultMaxLineBytes = 16 << 20

// ReaderOptions say how to read. The zero value, and nil, are ready to use.
type ReaderOptions struct {
	Name         string  // what Problem.File says
	Policy       *Policy // nil: the zero Policy
	MaxLineBytes int     // a longer line is a problem and is passed over; 0 is DefaultMaxLineBytes
	// KeepBytes sets Record.Bytes, for who moves lines as they stand. Then every line
	// that is not blank is a Record, also the rest of a string that ran over the end
	// of its line.
	KeepBytes bool
}

// A Record is one line that was read. It shares no memory with the Reader and
// is the caller's for ever.
type Record struct {
	Line     int      // from 1, blank lines counted
	Example  Example  // what could be read; the zero Example if the line is not JSON
	Problems Problems // in the order of their columns, warnings included
	// Lossy tells that the line holds something that an Example does not keep,
	// such as an undocumented member: writing the Example would lose it.
	Lossy bool
	// Bytes are the line as it stands, without its end and without a byte order mark;
	// nil unless ReaderOptions.KeepBytes asks for them, and for a line that is too long.
	Bytes []byte
}

// Readable reports whether the line could be read as an example, good or bad: it is
// JSON and has turns.
func (r *Record) Readable() bool { return len(r.Example.Contents) > 0 }

// Unreadable returns why a line of that file is not Readable: its worst problem.
func (r *Record) Unreadable(file string) *Problem {
	if p := r.Problems.Worst(); p != nil {
		return p
	}
	return &Problem{Rule: RuleContentsMissing, Severity: SeverityError, File: file, Line: r.Line, Message: "the line cannot be read as an example"}
}

// A Reader reads a dataset line by line, each as strictly as [Check] does. It is
// not safe for concurrent use.
type Reader struct {
	in    *lineReader
	judge *judge
	rest  overrun
	keep  bool // the bytes of the lines
	err   error
}

// NewReader returns a Reader of r. It reads ahead of what it yields.
func NewReader(r io.Reader, opts *ReaderOptions) *Reader {
	if opts == nil {
		opts = new(ReaderOptions)
	}
	return &Reader{in: newLineReader(opts.Name, r, opts.MaxLineBytes), judge: newJudge(opts.Policy), keep: opts.KeepBytes}
}

// All yields the records, in order:
//
//   - (rec, nil): a good line, possibly with warnings in rec.Problems;
//   - (rec, rec.Problems): a bad line; rec holds what could be read of it, and
//     the next line follows;
//   - (nil, err): reading failed, or the file is no JSONL at all (then err is
//     [Problems]); it is the last pair.
//
// Blank lines are passed over, and so is the rest of a string that ran over the
// end of its line: it is told with the line where it begins. The records are counted from where the Reader
// stands, so All may be called again after a break.
func (r *Reader) All() iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		for r.err == nil {
			rec, err := r.read()
			if err != nil {
				r.err = err
				if err != io.EOF {
					yield(nil, err)
				}
				return
			}
			if !yield(rec, rec.Problems.Err()) {
				return
			}
		}
	}
}

func (r *Reader) read() (*Record, error) {
	if !r.in.begun {
		if err := r.in.begin(); err != nil {
			ps, ok := AsProblems(err)
			if !ok || r.judge.severityOf(ps[0].Rule) != SeverityOff {
				return nil, err
			}
		}
	}
	for {
		l, err := r.in.next()
		if err != nil {
			return nil, err
		}
		j := r.judge
		begins := beginsObject(l.Bytes[r.in.skip(&l):])
		x := j.line(&l, r.in.skip(&l))
		if r.rest.swallow(begins, j.runsOver) && !r.keep {
			continue
		}
		own := new(struct { // in one allocation
			Record
			owner
		})
		rec := &own.Record
		*rec = Record{Line: l.Number, Problems: slices.Clone(j.problems), Lossy: true}
		if x != nil && !x.Broken {
			rec.Example, rec.Lossy = own.owner.example(x), x.Lossy
		}
		if r.keep && !l.TooLong {
			rec.Bytes = bytes.Clone(l.Bytes[r.in.skip(&l):])
		}
		if j.runsOver && r.in.nextBegins() {
			notRunOver(rec.Problems)
		}
		if p := bomProblem(); r.in.bom && l.Number == 1 && j.severityOf(p.Rule) != SeverityOff {
			p.Severity = j.severityOf(p.Rule)
			rec.Problems = slices.Insert(rec.Problems, 0, *p)
		}
		for i := range rec.Problems {
			rec.Problems[i].File, rec.Problems[i].Line = r.in.name, l.Number
		}
		return rec, nil
	}
}

// notRunOver mends the problems of a line that ends inside a string, after which
// another example begins: the line is cut, nothing runs over.
func notRunOver(ps []Problem) {
	for i := range ps {
		if p := &ps[i]; p.Rule == RuleLineRawNewline {
			p.Rule, p.Message, p.Hint = explainSyntax(&wire.Fault{Kind: wire.CutShort}, "")
		}
	}
}

// A lineReader gives the lines of a file that are not blank. It is what [Reader]
// and [Check] share.
type lineReader struct {
	name   string
	lines  *lines.Reader
	begun  bool
	bom    bool
	blank  int // the first blank line; 0 if there is none
	blanks int // all of them
	back   []lines.Line
}

func newLineReader(name string, r io.Reader, most int) *lineReader {
	if most <= 0 {
		most = DefaultMaxLineBytes
	}
	return &lineReader{name: name, lines: lines.New(r, most)}
}

// begin looks at what the file is, and returns why it is no JSONL, or that it
// cannot be read. A byte order mark is noted in r.bom.
func (r *lineReader) begin() error {
	r.begun = true
	head, err := r.lines.Peek(sniff.HeadBytes)
	if err != nil && err != io.EOF {
		return r.failed(err)
	}
	found := sniff.Kind(head, err == io.EOF)
	r.bom = found.BOM
	if p := explainFile(found); p != nil {
		p.File = r.name
		return Problems{*p}
	}
	return nil
}

// unread gives the line that next returned last again. Nothing else may have been
// read since.
func (r *lineReader) unread(l lines.Line) { r.back = append(r.back, l) }

// next returns the next line that is not blank, or io.EOF.
func (r *lineReader) next() (lines.Line, error) {
	if len(r.back) > 0 {
		l := r.back[0]
		r.back = r.back[:0]
		return l, nil
	}
	for {
		l, err := r.lines.Next()
		if err == io.EOF {
			return l, io.EOF
		}
		if err != nil {
			return l, r.failed(err)
		}
		if l.Blank && !l.TooLong || len(l.Bytes) == r.skip(&l) {
			r.blanks++
			if r.blank == 0 {
				r.blank = l.Number
			}
			continue
		}
		return l, nil
	}
}

// nextBegins reports whether the next line that is not blank begins an object, or
// there is none; 512 bytes of blank lines count as none.
// What was read of the line before is not valid any more.
func (r *lineReader) nextBegins() bool {
	head, _ := r.lines.Peek(512)
	head = bytes.TrimLeft(head, " \t\r\n")
	return len(head) == 0 || head[0] == '{'
}

// skip returns the number of bytes of a line that are not decoded: those of the
// byte order mark.
func (r *lineReader) skip(l *lines.Line) int {
	if r.bom && l.Number == 1 {
		return 3
	}
	return 0
}

// An overrun knows whether the line before ended inside a string. What follows
// then is the rest of that string, told with its beginning, up to the next line
// that begins an object.
type overrun struct{ open bool }

// swallow reports whether a line is such a rest; runsOver tells that it ends
// inside a string itself.
func (o *overrun) swallow(begins, runsOver bool) bool {
	if o.open && !begins {
		return true
	}
	o.open = runsOver
	return false
}

// beginsObject reports whether a line begins as an example does.
func beginsObject(b []byte) bool {
	for _, c := range b {
		if c != ' ' && c != '\t' {
			return c == '{'
		}
	}
	return false
}

func (r *lineReader) failed(err error) error {
	if r.name == "" {
		return fmt.Errorf("videotune: reading: %w", err)
	}
	return fmt.Errorf("videotune: reading %s: %w", r.name, err)
}

// line decodes and judges a line, of which the first skip bytes are none of it.
// It returns nil if the line is too long to be read.
func (j *judge) line(l *lines.Line, skip int) *wire.Line {
	j.shift, j.runsOver = skip, false
	if l.TooLong {
		j.begin(nil)
		j.add(RuleLineTooLong, wire.NoPos, "", "the line is longer than is read of one; an example has at most 131,072 tokens", "look at what wrote it: a video belongs into a file of its own, named by its URI")
		return nil
	}
	if j.decoder == nil {
		j.decoder = new(wire.Decoder)
	}
	x := j.decoder.Decode(l.Bytes[skip:])
	if x.Broken {
		last := &x.Faults[len(x.Faults)-1]
		if last.Kind == wire.CutInString {
			j.runsOver = l.Terminated
			if !l.Terminated {
				last.Kind = wire.CutShort // no line follows that could be its rest
			}
		}
	}
	j.judge(x)
	return x
}
