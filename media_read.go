package videotune

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds of the facts of one file, in bytes.
const (
	maxMediaString = 64 << 10 // of the URI, and of each of the strings
	maxMediaEntry  = 4 << 20  // of the whole entry as JSON
)

// ReadMedia reads the form of facts.json: one JSON object whose members are the
// facts of a file by its URI. Facts that are unknown are left out.
//
//	{
//	"gs://b/dog.mp4":{"bytes":40926,"duration":"5s","mimeType":"video/mp4","frameRate":"25/1","audio":false}
//	}
//
// The members are those of [Media]: bytes, duration, containerDuration,
// mimeType, container, videoCodec, audioCodec, width, height, frameRate, video,
// audio, etag and error. Durations are seconds with an "s" ("5s", "5.08s"),
// exact to the nanosecond; video and audio are true or false, and true where
// they are missing but the codec is known. null, 0, "0s" and an empty name are
// unknown.
//
// Members that ReadMedia does not know are passed over, so that the form can
// grow. But one that is likely meant for a known one is an error, because the
// rules that go by it would be silent: one that differs from it only in case, "_"
// or "-", and, where the known one is missing, another name for the same, such as
// size, length, duration_s, mime, fps or codec, and a slip of one letter. So are
// a URI or a member that is there twice, a value of the wrong type, a
// negative one, an entry over 4 MiB and a string over 64 KiB. The error names
// the URI, line and column (in bytes). A byte order mark at the beginning is
// passed over.
//
// The file is read as a stream: besides the result, ReadMedia needs memory for
// one entry only.
func ReadMedia(r io.Reader) (MediaMap, error) {
	s := &mediaScanner{r: bufio.NewReaderSize(r, 64<<10), line: 1, column: 1}
	s.fields = mediaFields(&s.media)
	m := make(MediaMap)
	if err := s.file(m); err != nil {
		return nil, fmt.Errorf("videotune: media facts: %w", err)
	}
	return m, nil
}

// A mediaScanner cuts a file of facts into entries.
type mediaScanner struct {
	r            *bufio.Reader
	line, column int         // of the next byte, from 1
	key, value   []byte      // of the entry that is being read
	media        Media       // the same
	fields       []jsonField // into media
}

// file reads the whole of the file into m.
func (s *mediaScanner) file(m MediaMap) error {
	if bom, _ := s.r.Peek(3); string(bom) == "\ufeff" {
		if _, err := s.r.Discard(3); err != nil {
			return err
		}
	}
	c, err := s.peek()
	switch {
	case err == io.EOF:
		return errors.New("the file is empty: want one JSON object of facts by URI")
	case err != nil:
		return err
	case c != '{':
		return s.faultf("want one JSON object of facts by URI, got %q", c)
	}
	s.next()
	for first := true; ; first = false {
		c, err := s.need()
		if err != nil {
			return err
		}
		if c == ',' && !first {
			comma := *s
			s.next()
			if c, err = s.need(); err != nil {
				return err
			}
			if c == '}' {
				return comma.faultf("a comma with nothing behind it")
			}
		} else if c != '}' && !first {
			return s.faultf("want a comma or the closing brace, got %q", c)
		}
		if c == '}' {
			s.next()
			break
		}
		if err := s.entry(m); err != nil {
			return err
		}
	}
	c, err = s.peek()
	if err == nil {
		return s.faultf("%q behind the end of the object", c)
	}
	if err != io.EOF {
		return err
	}
	return nil
}

// entry reads one member of the file's object into m.
func (s *mediaScanner) entry(m MediaMap) error {
	line, column := s.line, s.column
	if c, _ := s.need(); c != '"' {
		return s.faultf("want a URI in double quotes, got %q", c)
	}
	var err error
	if s.key, err = s.cut(s.key[:0]); err != nil {
		return err
	}
	v, err := parseJSON(s.key)
	var uri string
	if err == nil {
		uri, err = v.text()
	}
	if err != nil {
		return positioned(err, s.key, line, column, "the URI")
	}
	_, twice := m[uri]
	switch {
	case uri == "":
		return fmt.Errorf("line %d, column %d: an empty URI", line, column)
	case len(uri) > maxMediaString:
		return fmt.Errorf("line %d, column %d: %s: a URI over %d bytes", line, column, quoteURI(uri), maxMediaString)
	case twice:
		return fmt.Errorf("line %d, column %d: %s is there twice", line, column, quoteURI(uri))
	}
	c, err := s.need()
	if err != nil {
		return err
	}
	if c != ':' {
		return s.faultf("%s: want a colon, got %q", quoteURI(uri), c)
	}
	s.next()
	if _, err := s.need(); err != nil {
		return err
	}
	line, column = s.line, s.column
	if s.value, err = s.cut(s.value[:0]); err != nil {
		return fmt.Errorf("%s: %w", quoteURI(uri), err)
	}
	if v, err = parseJSON(s.value); err == nil {
		err = s.facts(v)
	}
	if err != nil {
		return positioned(err, s.value, line, column, quoteURI(uri))
	}
	m[uri] = s.media.normal()
	return nil
}

// quoteURI returns the beginning of a URI, quoted.
func quoteURI(uri string) string {
	if len(uri) > 200 {
		return fmt.Sprintf("%.200q…", uri)
	}
	return fmt.Sprintf("%q", uri)
}

// positioned adds a position and what it is about to a fault in data, which
// begins at line and column.
func positioned(err error, data []byte, line, column int, what string) error {
	if f := (*jsonFault)(nil); errors.As(err, &f) {
		line, column = jsonPosition(data, f.off, line, column)
		return fmt.Errorf("line %d, column %d: %s: %w", line, column, what, err)
	}
	return err
}

// cut appends the JSON value that comes next to buf. It looks for its end only;
// what is in it is judged later.
func (s *mediaScanner) cut(buf []byte) ([]byte, error) {
	line, column := s.line, s.column
	var depth int
	var quoted, escaped bool
	for {
		c, err := s.next()
		if err != nil {
			return nil, s.ended(err)
		}
		if buf = append(buf, c); len(buf) > maxMediaEntry {
			return nil, fmt.Errorf("line %d, column %d: an entry over %d bytes", line, column, maxMediaEntry)
		}
		switch {
		case escaped:
			escaped = false
		case quoted:
			escaped = c == '\\'
			quoted = c != '"'
		case c == '"':
			quoted = true
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		if quoted || depth > 0 {
			continue
		}
		if c == '"' || c == '}' || c == ']' {
			return buf, nil
		}
		after, err := s.r.Peek(1) // a bare word ends where something else begins
		if err != nil {
			return nil, s.ended(err)
		}
		if strings.IndexByte(" \t\r\n,:{}[]\"", after[0]) >= 0 {
			return buf, nil
		}
	}
}

// next returns the next byte and moves behind it.
func (s *mediaScanner) next() (byte, error) {
	c, err := s.r.ReadByte()
	if err != nil {
		return 0, err
	}
	s.column++
	if c == '\n' {
		s.line, s.column = s.line+1, 1
	}
	return c, nil
}

// peek passes over space and returns the byte behind it, which stays unread.
func (s *mediaScanner) peek() (byte, error) {
	for {
		c, err := s.r.Peek(1)
		if err != nil {
			return 0, err
		}
		if c := c[0]; c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c, nil
		}
		s.next()
	}
}

// need is peek where the file must not end.
func (s *mediaScanner) need() (byte, error) {
	c, err := s.peek()
	if err != nil {
		return 0, s.ended(err)
	}
	return c, nil
}

// ended says that the file ended too early, if that is what err means.
func (s *mediaScanner) ended(err error) error {
	if err == io.EOF {
		return fmt.Errorf("line %d, column %d: the file ends in the middle: %w", s.line, s.column, io.ErrUnexpectedEOF)
	}
	return err
}

func (s *mediaScanner) faultf(format string, args ...any) error {
	return fmt.Errorf("line %d, column %d: %s", s.line, s.column, fmt.Sprintf(format, args...))
}
