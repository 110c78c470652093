package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/bench/internal/mirror"
	"github.com/seed-57910ec4/videotune/internal/lines"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// A load is what the cases work on.
type load struct {
	*dataset
	report *videotune.Report // that an ordinary Check gives

	// The first lines, in memory, to encode from. The cases go through them again
	// and again, until they have written encoded lines.
	sample       []mirror.Line
	examples     []videotune.Example
	wires        []*wire.Line
	decoders     []wire.Decoder // the memory of wires
	encoded      int
	encodedBytes int

	got    *videotune.Report // of the last Check
	unlike *load             // lines of which no two have texts that begin alike
	buf    []byte            // to copy to
}

// maxSample is the number of lines to encode from: few enough that they stay near
// the processor, as does what a program has just made.
const maxSample = 1000

func newLoad(d *dataset) (*load, error) {
	l := &load{dataset: d, buf: make([]byte, 16<<20)}
	n := min(maxSample, d.lines)
	l.encoded = d.lines / n * n
	l.examples = make([]videotune.Example, n)
	l.decoders = make([]wire.Decoder, n)
	rest := d.data
	for i := range n {
		end := bytes.IndexByte(rest, '\n')
		line := rest[:end]
		rest = rest[end+1:]
		l.encodedBytes += len(line) * (l.encoded / n)
		if err := l.examples[i].UnmarshalJSON(line); err != nil {
			return nil, err
		}
		l.wires = append(l.wires, l.decoders[i].Decode(line))
	}
	head := &dataset{data: d.data[:len(d.data)-len(rest)], lines: n}
	if err := decodeStd(head, func(x *mirror.Line) { l.sample = append(l.sample, *x) }); err != nil {
		return nil, err
	}

	// The reference is read in pieces that have nothing to do with lines.
	var err error
	l.report, err = videotune.Check(oneFile(&pieces{data: d.data}), nil)
	if err == nil && (l.report.WouldFail() || l.report.Files[0].Examples != d.lines) {
		err = fmt.Errorf("the lines are not in order: %v, %v", l.report.FailReasons, l.report.Problems)
	}
	return l, err
}

func oneFile(r io.Reader) videotune.Dataset {
	return videotune.Dataset{Train: []videotune.Input{{Name: "train.jsonl", R: r}}}
}

// pieces is a reader that gives few bytes at a time.
type pieces struct {
	data []byte
	size int
}

func (r *pieces) Read(p []byte) (int, error) {
	if len(r.data) == 0 {
		return 0, io.EOF
	}
	r.size = r.size%4099 + 1
	n := copy(p, r.data[:min(r.size, len(r.data))])
	r.data = r.data[n:]
	return n, nil
}

// A benchCase is something that is measured.
type benchCase struct {
	name   string
	encode bool // over the sample
	unlike bool // over the lines that are not alike
	cores  int  // 0: one
	run    func(*load) error
	verify func(*load) error // after each run, not measured; may be nil
}

// The names of our own cases and of the machine's limits.
const (
	caseStrict    = "decode_strict"
	caseCheck     = "check"
	caseCheckTwo  = "check, two cores"
	caseOwned     = "decode_owned"
	caseUnmarshal = "unmarshal"
	caseEncode    = "encode"
	caseWriter    = "writer"
	caseAppend    = "append"
	caseLines     = "lines"

	caseStrictUnlike    = "decode_strict, unlike"
	caseCheckUnlike     = "check, unlike"
	caseEncodeUnlike    = "encode, unlike"
	caseStdUnlike       = "encoding/json, unlike"
	caseStdEncodeUnlike = "encode: encoding/json, unlike"

	limitCopy  = "memcpy"
	limitSplit = "IndexByte line split"
	limitUTF8  = "utf8.Valid"
)

// encodePrefix stands before the names of peers that encode.
const encodePrefix = "encode: "

// cases returns all cases in the order in which they are interleaved.
func cases() []benchCase {
	all := []benchCase{
		{name: limitCopy, run: copyAll},
		{name: limitSplit, run: splitAll},
		{name: limitUTF8, run: validAll},
		{name: caseLines, run: readLines},
		{name: caseStrict, run: decodeStrict},
		{name: caseCheck, run: check, verify: sameReport},
		{name: caseCheckTwo, run: check, verify: sameReport, cores: 2},
		{name: caseOwned, run: readAll},
		{name: caseUnmarshal, run: unmarshalAll},
	}
	for _, p := range decodePeers {
		all = append(all, benchCase{name: p.name, run: func(l *load) error { return p.run(l.dataset, nil) }})
	}
	all = append(all,
		benchCase{name: caseEncode, encode: true, run: appendJSON},
		benchCase{name: caseWriter, encode: true, run: write},
		benchCase{name: caseAppend, encode: true, run: appendWire},
	)
	for _, p := range encodePeers {
		all = append(all, benchCase{name: encodePrefix + p.name, encode: true, run: func(l *load) error { return p.run(l.sample, l.encoded, nil) }})
	}
	return append(all,
		benchCase{name: caseStrictUnlike, unlike: true, run: decodeStrict},
		benchCase{name: caseCheckUnlike, unlike: true, run: check, verify: sameReport},
		benchCase{name: caseStdUnlike, unlike: true, run: func(l *load) error { return decodeStd(l.dataset, nil) }},
		benchCase{name: caseEncodeUnlike, unlike: true, encode: true, run: appendJSON},
		benchCase{name: caseStdEncodeUnlike, unlike: true, encode: true, run: func(l *load) error { return encodeStd(l.sample, l.encoded, nil) }},
	)
}

// of returns what the case works on.
func (c *benchCase) of(l *load) *load {
	if c.unlike {
		return l.unlike
	}
	return l
}

// work returns what a run of the case goes through.
func (c *benchCase) work(l *load) (lines, bytes int) {
	l = c.of(l)
	if c.encode {
		return l.encoded, l.encodedBytes
	}
	return l.lines, len(l.data)
}

var errCount = errors.New("not all lines were seen")

// counted returns an error unless n is the number of lines.
func (l *load) counted(n int) error {
	if n != l.lines {
		return errCount
	}
	return nil
}

func copyAll(l *load) error {
	for rest := l.data; len(rest) > 0; {
		rest = rest[copy(l.buf, rest):]
	}
	return nil
}

func splitAll(l *load) error {
	n := 0
	for rest := l.data; len(rest) > 0; n++ {
		rest = rest[bytes.IndexByte(rest, '\n')+1:]
	}
	return l.counted(n)
}

func validAll(l *load) error {
	if !utf8.Valid(l.data) {
		return errors.New("invalid UTF-8")
	}
	return nil
}

// readLines is what Check, the Reader and the strict decode begin with.
func readLines(l *load) error {
	r := lines.New(l.reader(), 0)
	for n := 0; ; n++ {
		if _, err := r.Next(); err == io.EOF {
			return l.counted(n)
		} else if err != nil {
			return err
		}
	}
}

// decodeStrict refuses all that videotune refuses of form, in memory that is used
// again.
func decodeStrict(l *load) error {
	r := lines.New(l.reader(), 0)
	var d wire.Decoder
	for n := 0; ; n++ {
		line, err := r.Next()
		if err == io.EOF {
			return l.counted(n)
		}
		if err != nil {
			return err
		}
		if x := d.Decode(line.Bytes); len(x.Faults) > 0 {
			return fmt.Errorf("line %d: %v", line.Number, x.Faults[0])
		}
	}
}

func check(l *load) (err error) {
	l.got, err = videotune.Check(oneFile(l.reader()), nil)
	return err
}

// sameReport compares the Report of a measured Check with that of an ordinary one.
func sameReport(l *load) error {
	if !reflect.DeepEqual(l.got, l.report) {
		return fmt.Errorf("the report differs from that of an ordinary Check:\n%+v\n%+v", l.got, l.report)
	}
	return nil
}

// readAll decodes, applies the rules, and gives each line to keep.
func readAll(l *load) error {
	n := 0
	for _, err := range videotune.NewReader(l.reader(), nil).All() {
		if err != nil {
			return err
		}
		n++
	}
	return l.counted(n)
}

// unmarshalAll is readAll without the rules that look at values.
func unmarshalAll(l *load) error {
	n := 0
	var ex videotune.Example
	for rest := l.data; len(rest) > 0; n++ {
		end := bytes.IndexByte(rest, '\n')
		if err := ex.UnmarshalJSON(rest[:end]); err != nil {
			return err
		}
		rest = rest[end+1:]
	}
	return l.counted(n)
}

func appendJSON(l *load) error {
	buf := make([]byte, 0, 16<<10)
	for i := range l.encoded {
		var err error
		if buf, err = l.examples[i%len(l.examples)].AppendJSON(buf[:0]); err != nil {
			return err
		}
	}
	return nil
}

// write applies the rules too.
func write(l *load) error {
	w := videotune.NewWriter(io.Discard, nil)
	for i := range l.encoded {
		if err := w.Write(&l.examples[i%len(l.examples)]); err != nil {
			return err
		}
	}
	return w.Flush()
}

// appendWire is appendJSON without the way from an Example to what is appended.
func appendWire(l *load) error {
	var e wire.Encoder
	buf := make([]byte, 0, 16<<10)
	for i := range l.encoded {
		var err error
		if buf, err = e.AppendLine(buf[:0], l.wires[i%len(l.wires)]); err != nil {
			return err
		}
	}
	return nil
}
