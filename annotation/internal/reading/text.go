package reading

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// ErrEncoding says that bytes are no text of the encoding of their file.
var ErrEncoding = errors.New("the bytes are no text of its encoding")

// An EncodingError is an [ErrEncoding] with its line, counted from 1.
type EncodingError struct {
	Line int
	what string
}

// Error says what is there. The line is told beside it.
func (e *EncodingError) Error() string { return e.what + ": " + ErrEncoding.Error() }

// Unwrap returns [ErrEncoding].
func (e *EncodingError) Unwrap() error { return ErrEncoding }

// marks are the byte order marks, and the encodings that they stand for.
var marks = []struct {
	mark string
	enc  encoding.Encoding // nil: UTF-8
}{
	{"\xef\xbb\xbf", nil},
	{"\xff\xfe", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"\xfe\xff", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
}

// decode returns what in holds, as UTF-8 without a byte order mark, and leaves out no
// byte that it cannot read: that ends the text with an [*EncodingError]. name is that
// of the encoding; "" is UTF-8. A byte order mark is stronger than the name.
func decode(in *bufio.Reader, name string) (io.Reader, error) {
	enc, err := named(name)
	if err != nil {
		return nil, err
	}
	head, _ := in.Peek(3) // an error shows again where the text is read
	if i := mark(head); i >= 0 {
		if _, err := in.Discard(len(marks[i].mark)); err != nil {
			return nil, err
		}
		enc = marks[i].enc
	}
	if enc == nil {
		return transform.NewReader(in, &strict{Transformer: encoding.UTF8Validator}), nil
	}
	return transform.NewReader(in, &strict{Transformer: enc.NewDecoder().Transformer, marked: true}), nil
}

// mark returns the place in marks of the byte order mark that a file begins with; -1
// where there is none.
func mark(head []byte) int {
	for i, m := range marks {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			return i
		}
	}
	return -1
}

// named returns the encoding of a name in HTML, nil for UTF-8.
func named(name string) (encoding.Encoding, error) {
	if name == "" {
		return nil, nil
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		return nil, fmt.Errorf("there is no encoding %.50q", name)
	}
	if canonical, err := htmlindex.Name(enc); err == nil && canonical == "utf-8" {
		return nil, nil
	}
	return enc, nil
}

// A strict is a transformer to UTF-8 that ends with an [*EncodingError] where its
// own one meets what it cannot read.
type strict struct {
	transform.Transformer
	marked bool // it puts U+FFFD in the place of what it cannot read
	breaks int  // line feeds before
}

// Transform calls the transformer, which writes whole characters only.
func (s *strict) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	nDst, nSrc, err = s.Transformer.Transform(dst, src, atEOF)
	bad, what := -1, "it is not UTF-8"
	if errors.Is(err, encoding.ErrInvalidUTF8) {
		bad = nDst
	}
	if i := bytes.IndexByte(dst[:nDst], 0); i >= 0 {
		bad, what = i, "it has a NUL byte"
	}
	if s.marked {
		if i := strings.IndexRune(string(dst[:nDst]), '\uFFFD'); i >= 0 && (bad < 0 || i < bad) {
			bad, what = i, "it has bytes that stand for no character"
		}
	}
	if bad >= 0 {
		nDst = bad
		err = &EncodingError{Line: 1 + s.breaks + bytes.Count(dst[:nDst], []byte("\n")), what: what}
	}
	s.breaks += bytes.Count(dst[:nDst], []byte("\n"))
	return nDst, nSrc, err
}

// Reset prepares for another text.
func (s *strict) Reset() {
	s.Transformer.Reset()
	s.breaks = 0
}
