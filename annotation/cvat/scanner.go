package cvat

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// The bounds of the XML. CVAT nests six deep; the points of a mask in a large video are
// some 100 KB.
const (
	maxToken = 16 << 20 // bytes of one tag, or of the text of one element
	maxDepth = 32       // of nested elements
)

// Errors of XML that is well-formed but cannot be read in bounded memory.
var (
	errTooLong = fmt.Errorf("a tag or a text has more than %d bytes", maxToken)
	errTooDeep = fmt.Errorf("elements nest deeper than %d", maxDepth)
)

// A scanner reads XML as a stream, in bounded memory.
type scanner struct {
	dec   *xml.Decoder
	meter *meter
	limit int // of a token, in bytes
	depth int
}

func newScanner(text *bufio.Reader) *scanner {
	m := &meter{r: text}
	dec := xml.NewDecoder(m)
	// The text is UTF-8 already, whatever its first line says that it was.
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return &scanner{dec: dec, meter: m, limit: maxToken}
}

// line returns the line on which the last token ends.
func (s *scanner) line() int {
	line, _ := s.dec.InputPos()
	return line
}

// next returns the next token that is a tag or text; io.EOF at the end. White space
// outside the root is none.
func (s *scanner) next() (xml.Token, error) {
	for {
		s.meter.left = s.limit
		t, err := s.dec.Token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if s.depth++; s.depth > maxDepth {
				return nil, errTooDeep
			}
			return t, nil
		case xml.EndElement:
			s.depth--
			return t, nil
		case xml.CharData:
			if s.depth > 0 || strings.TrimSpace(string(t)) != "" {
				return t, nil
			}
		}
	}
}

// children calls each for the elements within the one whose tag was read last, and
// reads its end. each reads an element to its end.
func (s *scanner) children(each func(xml.StartElement) error) error {
	for {
		t, err := s.next()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := each(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// text reads the element whose tag was read last to its end, and returns its own text
// without the white space around it.
func (s *scanner) text() (string, error) {
	var b strings.Builder
	for {
		t, err := s.next()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := s.skip(); err != nil {
				return "", err
			}
		case xml.EndElement:
			return strings.TrimSpace(b.String()), nil
		case xml.CharData:
			if b.Len()+len(t) > s.limit {
				return "", errTooLong
			}
			b.Write(t)
		}
	}
}

// skip reads the element whose tag was read last to its end.
func (s *scanner) skip() error {
	for end := s.depth - 1; s.depth > end; {
		if _, err := s.next(); err != nil {
			return err
		}
	}
	return nil
}

// attr returns an attribute of a tag without the white space around it; "" if it has
// none of that name.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// A meter hands a decoder the bytes of one token, and no more than it may have.
type meter struct {
	r    *bufio.Reader
	left int
}

func (m *meter) ReadByte() (byte, error) {
	if m.left == 0 {
		return 0, errTooLong
	}
	m.left--
	return m.r.ReadByte()
}

func (m *meter) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := m.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}
