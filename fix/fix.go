package fix

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/sniff"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// File reads a dataset from r, mends it, and writes it to w.
//
// The error is one of reading or writing, and then what was written is not the whole
// file. That something cannot be mended is no error: it is in the Report. A file that is
// no JSON at all (compressed, a table, a page) is written as it is.
//
// The memory that File takes does not grow with the file, but for 64 bytes at most for
// each line that is written, as many for each example with DropDuplicates, and what
// [videotune.Check] takes.
func File(r io.Reader, w io.Writer, opts *Options) (*Report, error) {
	if opts == nil {
		opts = new(Options)
	}
	f := &fixer{opts: *opts, report: Report{Mended: map[videotune.Rule]int{}}}
	if f.opts.MaxValueBytes <= 0 {
		f.opts.MaxValueBytes = videotune.DefaultMaxLineBytes
	}
	f.inWay = &obstacles{most: cmp.Or(max(opts.MaxProblems, 0), videotune.DefaultMaxProblems)}
	check := startCheck(opts, f.inWay.problem)
	defer check.in.Close() // also if a function of the caller panics
	f.out = bufio.NewWriterSize(io.MultiWriter(w, check.in), chunkBytes)
	err := f.file(r)
	if err == nil {
		err = f.out.Flush()
	}
	report, checkErr := check.finish(err)
	if err = cmp.Or(err, checkErr); err != nil {
		return nil, fmt.Errorf("fix: %s%w", prefix(opts.Name), err)
	}
	f.report.Check = report
	for i := range report.Problems {
		p := report.Problems[i]
		f.report.Left = append(f.report.Left, newLeft(p, f.sources.of(p.Line), f.inWay.of(&p), &f.opts))
	}
	return &f.report, nil
}

func prefix(name string) string {
	if name == "" {
		return ""
	}
	return name + ": "
}

// A fixer is at work on one file.
type fixer struct {
	opts    Options
	split   splitter
	dec     wire.Decoder
	out     *bufio.Writer
	report  Report
	sources sources
	seen    seen
	owed    bool // the last line that was written has no line break yet
	open    bool // the last unit was a part of a line
	moving  bool // which was moved out

	line    []byte // the value that is being mended
	spare   []byte // memory for the next one
	edits   []edit
	changes []Change
	stops   []Obstacle // what is in the way of mending the line
	inWay   *obstacles
}

// file fixes all of r.
func (f *fixer) file(r io.Reader) error {
	head := &window{r: r, line: 1}
	r, mark, known, err := f.begin(head)
	if err != nil {
		return err
	}
	if !known {
		_, err := io.Copy(f.out, r)
		return err
	}
	s := &f.split
	s.w = window{r: r, line: 1, past: mark}
	s.max, s.fresh = f.opts.MaxValueBytes, true
	for {
		u, ok := s.next()
		if !ok {
			break
		}
		if err := f.unit(&u); err != nil {
			return err
		}
	}
	if err := s.w.failed(); err != nil {
		return err
	}
	f.layout()
	return nil
}

// begin looks at what the file is, and returns what reads it, behind a byte order mark of
// so many bytes. known is false for one that is to be copied.
func (f *fixer) begin(head *window) (r io.Reader, mark int, known bool, err error) {
	kind, data, err := look(head)
	if err != nil {
		return nil, 0, false, err
	}
	rest := follow(data, head)
	if kind.Kind == sniff.UTF16 || kind.Kind == sniff.UTF32 {
		f.tell(&Edit{Changes: []Change{{Rule: videotune.RuleFileEncoding, Count: 1, Before: kind.Kind.String(), After: "UTF-8"}}})
		head = &window{r: newWide(rest, kind.Kind, data), line: 1}
		if kind, data, err = look(head); err != nil {
			return nil, 0, false, err
		}
		if kind.BOM { // the same mark, in UTF-8
			data = data[3:]
		}
		rest = follow(data, head)
	} else if kind.BOM && isJSON(kind.Kind) {
		f.tell(&Edit{Changes: []Change{{Rule: videotune.RuleFileBOM, Count: 1, Before: "the byte order mark U+FEFF"}}})
		mark = 3
		rest = follow(data[mark:], head)
	}
	return rest, mark, isJSON(kind.Kind), nil
}

// follow reads data, and then what head has not read.
func follow(data []byte, head *window) io.Reader {
	if head.ended() {
		return bytes.NewReader(data)
	}
	return io.MultiReader(bytes.NewReader(data), head.r)
}

// look says what a file is by its beginning, which it returns.
func look(head *window) (sniff.Result, []byte, error) {
	head.at(sniff.HeadBytes)
	if err := head.failed(); err != nil {
		return sniff.Result{}, nil, err
	}
	data := head.data()
	return sniff.Kind(data, head.ended()), data, nil
}

// isJSON reports whether a file of the kind holds values that can be mended.
func isJSON(k sniff.FileKind) bool {
	return k == sniff.JSONL || k == sniff.PrettyPrinted || k == sniff.Array
}

// layout tells what was done to the lines of the file as such.
func (f *fixer) layout() {
	s := &f.split
	if s.arrays > 0 {
		f.tell(&Edit{Line: s.w.line, Lines: 1, Changes: []Change{{Rule: videotune.RuleLineCutShort, Count: 1, Before: "an array that does not end (was the file cut?)", After: "a line for each element"}}})
	}
	if s.blanks > 0 {
		f.tell(&Edit{Line: s.blank, Lines: 1, Changes: []Change{{Rule: videotune.RuleFileBlankLines, Count: s.blanks, Before: "a blank line"}}})
	}
	if s.returns > 0 {
		f.tell(&Edit{Changes: []Change{{Count: s.returns, Before: `"\r\n"`, After: `"\n"`}}})
	}
}

// tell counts the changes of an edit, and passes it on.
func (f *fixer) tell(e *Edit) {
	for i := range e.Changes {
		f.report.Mended[e.Changes[i].Rule] += e.Changes[i].Count
	}
	if f.opts.OnEdit != nil {
		f.opts.OnEdit(e)
	}
}
