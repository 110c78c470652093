package videotune

import (
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
}

// A Reader reads a dataset line by line, each as strictly as [Check] does. It is
// not safe for concurrent use.
type Reader struct {
	in    *lineReader
	judge *judge
	err   error
}

// NewReader returns a Reader of r. It reads ahead of what it yields.
func NewReader(r io.Reader, opts *ReaderOptions) *Reader {
	if opts == nil {
		opts = new(ReaderOptions)
	}
	return &Reader{in: newLineReader(opts.Name, r, opts.MaxLineBytes), judge: newJudge(opts.Policy)}
}

// All yields the records, in order:
//
//   - (rec, nil): a good line, possibly with warnings in rec.Problems;
//   - (rec, rec.Problems): a bad line; rec holds what could be read of it, and
//     the next line follows;
//   - (nil, err): reading failed, or the file is no JSONL at all (then err is
//     [Problems]); it is the last pair.
//
// Blank lines are passed over. The records are counted from where the Reader
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
		if p := r.in.begin(); p != nil {
			return nil, p
		}
	}
	l, err := r.in.next()
	if err != nil {
		return nil, err
	}
	rec := &Record{Line: l.number}
	j := r.judge
	j.line(&l)
	rec.Problems = slices.Clone(j.problems)
	if r.in.bom && l.number == 1 {
		rec.Problems = slices.Insert(rec.Problems, 0, *bomProblem())
	}
	for i := range rec.Problems {
		rec.Problems[i].File, rec.Problems[i].Line = r.in.name, l.number
	}
	if l.x != nil && !l.x.Broken {
		rec.Example, rec.Lossy = exampleFrom(l.x), l.x.Lossy
	} else {
		rec.Lossy = true
	}
	return rec, nil
}

// A lineReader decodes the lines of a file. It is what [Reader] and [Check] share.
type lineReader struct {
	name    string
	lines   *lines.Reader
	decoder wire.Decoder
	begun   bool
	bom     bool
	blank   int  // the first blank line; 0 if there is none
	inText  bool // the line before ended inside a string
}

// A decodedLine is a line that is not blank.
type decodedLine struct {
	number  int
	x       *wire.Line // nil if the line is too long, or the rest of a broken string
	shift   int        // bytes of the line before what was decoded: the byte order mark
	tooLong bool
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

// next returns the next line that is not blank, or io.EOF.
func (r *lineReader) next() (decodedLine, error) {
	for {
		l, err := r.lines.Next()
		if err == io.EOF {
			return decodedLine{}, io.EOF
		}
		if err != nil {
			return decodedLine{}, r.failed(err)
		}
		if l.Blank && !l.TooLong || l.Number == 1 && r.bom && len(l.Bytes) == 3 {
			if r.blank == 0 {
				r.blank = l.Number
			}
			continue
		}
		out := decodedLine{number: l.Number, tooLong: l.TooLong}
		if l.TooLong {
			r.inText = false
			return out, nil
		}
		b, skip := l.Bytes, 0
		if l.Number == 1 && r.bom {
			b, skip = b[3:], 3
		}
		if r.inText && !beginsObject(b) {
			return out, nil // the rest of a string that ran over its line
		}
		out.x = r.decoder.Decode(b)
		out.shift = skip
		r.inText = false
		if out.x.Broken {
			last := &out.x.Faults[len(out.x.Faults)-1]
			r.inText = last.Kind == wire.CutInString
			if r.inText && !l.Terminated {
				last.Kind = wire.CutShort // no line follows that could be its rest
			}
		}
		return out, nil
	}
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

// line judges a decoded line.
func (j *judge) line(l *decodedLine) {
	j.shift = l.shift
	if l.x != nil {
		j.judge(l.x)
		return
	}
	j.begin(nil)
	if l.tooLong {
		j.add(RuleLineTooLong, wire.NoPos, "", "the line is longer than is read of one; an example has at most 131,072 tokens", "look at what wrote it: a video belongs into a file of its own, named by its URI")
	}
}
