package subtitle

import (
	"bufio"
	"bytes"
	"io"
	"strings"
)

// The bounds of a file: more is no subtitle of one video.
const (
	maxLine = 64 << 10 // bytes of a line
	maxCue  = 1 << 20  // bytes between the times of two cues
)

// Tests lower these bounds.
var (
	maxText = 16 << 20 // bytes of a file
	maxCues = 1 << 17  // three cues in two seconds for a day
)

// A line is one of the file.
type line struct {
	text   string
	number int // from 1
}

// blank reports whether nothing is to be seen in the line.
func (l line) blank() bool { return strings.TrimSpace(l.text) == "" }

// A lineReader reads lines that end with LF, CRLF or CR.
type lineReader struct {
	s      *bufio.Scanner
	number int
}

func newLines(r io.Reader) *lineReader {
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxLine)
	s.Split(splitLines)
	return &lineReader{s: s}
}

// next returns the next line; ok is false at the end, or where err says why.
func (r *lineReader) next() (l line, ok bool, err error) {
	if !r.s.Scan() {
		return line{number: r.number}, false, r.s.Err()
	}
	r.number++
	// Files that were joined have the marks of their beginnings within.
	return line{strings.TrimPrefix(r.s.Text(), "\ufeff"), r.number}, true, nil
}

func splitLines(data []byte, atEOF bool) (advance int, token []byte, err error) {
	i := bytes.IndexAny(data, "\r\n")
	switch {
	case i < 0 && atEOF && len(data) > 0:
		return len(data), data, nil
	case i < 0:
		return 0, nil, nil
	case data[i] == '\n':
		return i + 1, data[:i], nil
	case i+1 == len(data) && !atEOF:
		return 0, nil, nil // LF may follow
	case i+1 < len(data) && data[i+1] == '\n':
		return i + 2, data[:i], nil
	}
	return i + 1, data[:i], nil
}
