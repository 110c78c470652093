package videotune

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// This file reads small JSON documents of ours (limits, and the facts of one
// video) strictly: encoding/json checks the syntax, the rest is a walk over
// bytes that are known to be valid. Lines of a dataset are read by internal/wire.

// A jsonFault is an error at a byte of a document.
type jsonFault struct {
	off int
	msg string
	err error // the cause, where there is one to be found with errors.Is
}

func (e *jsonFault) Error() string { return e.msg }
func (e *jsonFault) Unwrap() error { return e.err }

func faultf(off int, format string, args ...any) error {
	return &jsonFault{off: off, msg: fmt.Sprintf(format, args...)}
}

// A jsonValue is a value of a document that parseJSON took.
type jsonValue struct {
	raw []byte // without space around it
	off int    // in the document
}

// A jsonMember is a member of an object.
type jsonMember struct {
	name  string
	off   int // of the name
	value jsonValue
}

// A jsonField says how a member is read.
type jsonField struct {
	name string
	read func(jsonValue) error
}

// parseJSON checks that data is one JSON value of valid text.
func parseJSON(data []byte) (jsonValue, error) {
	if !utf8.Valid(data) {
		i := 0
		for {
			r, n := utf8.DecodeRune(data[i:])
			if r == utf8.RuneError && n == 1 {
				return jsonValue{}, faultf(i, "invalid UTF-8")
			}
			i += n
		}
	}
	if !json.Valid(data) {
		err := json.Unmarshal(data, new(json.RawMessage)) // says why
		var syntax *json.SyntaxError
		if !errors.As(err, &syntax) {
			return jsonValue{}, faultf(0, "%v", err)
		}
		off := min(max(int(syntax.Offset)-1, 0), len(data))
		before := bytes.TrimRight(data[:off], " \t\r\n")
		if off < len(data) && (data[off] == '}' || data[off] == ']') && bytes.HasSuffix(before, []byte{','}) {
			return jsonValue{}, faultf(len(before)-1, "a comma with nothing behind it")
		}
		return jsonValue{}, faultf(off, "%v", err)
	}
	start := jsonSpace(data, 0)
	return jsonValue{bytes.TrimRight(data[start:], " \t\r\n"), start}, nil
}

// jsonSpace returns the first index from i on that is no space.
func jsonSpace(raw []byte, i int) int {
	for i < len(raw) && (raw[i] == ' ' || raw[i] == '\t' || raw[i] == '\n' || raw[i] == '\r') {
		i++
	}
	return i
}

// jsonEnd returns the end of the value that begins at i.
func jsonEnd(raw []byte, i int) int {
	for depth := 0; ; i++ {
		switch raw[i] {
		case '"':
			for i++; raw[i] != '"'; i++ {
				if raw[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
			continue
		case '}', ']':
			depth--
		default:
			if depth > 0 {
				continue
			}
			for i < len(raw) && bytes.IndexByte([]byte(" \t\r\n,:]}"), raw[i]) < 0 {
				i++
			}
			return i
		}
		if depth == 0 {
			return i + 1
		}
	}
}

// kind names the type of the value, for messages.
func (v jsonValue) kind() string {
	switch v.raw[0] {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "a number"
}

// want returns an error unless the value begins with one of the bytes of first.
func (v jsonValue) want(what, first string) error {
	if strings.IndexByte(first, v.raw[0]) < 0 {
		return faultf(v.off, "want %s, got %s", what, v.kind())
	}
	return nil
}

// members returns the members of an object. Two of one name are an error.
func (v jsonValue) members() ([]jsonMember, error) {
	if err := v.want("an object", "{"); err != nil {
		return nil, err
	}
	var list []jsonMember
	var seen map[string]bool // of the members before the last few
	const few = 16
	for i := jsonSpace(v.raw, 1); v.raw[i] != '}'; i = jsonSpace(v.raw, i) {
		if v.raw[i] == ',' {
			i++
			continue
		}
		end := jsonEnd(v.raw, i)
		m := jsonMember{off: v.off + i}
		var err error
		if m.name, err = (jsonValue{v.raw[i:end], m.off}).text(); err != nil {
			return nil, err
		}
		if seen[m.name] || slices.ContainsFunc(list[len(seen):], func(o jsonMember) bool { return o.name == m.name }) {
			return nil, faultf(m.off, "%q is there twice", m.name)
		}
		if len(list)-len(seen) >= few {
			if seen == nil {
				seen = make(map[string]bool)
			}
			for _, o := range list[len(seen):] {
				seen[o.name] = true
			}
		}
		i = jsonSpace(v.raw, jsonSpace(v.raw, end)+1) // behind the colon
		end = jsonEnd(v.raw, i)
		m.value = jsonValue{v.raw[i:end], v.off + i}
		list = append(list, m)
		i = end
	}
	return list, nil
}

// items returns the elements of an array.
func (v jsonValue) items() ([]jsonValue, error) {
	if err := v.want("an array", "["); err != nil {
		return nil, err
	}
	var list []jsonValue
	for i := jsonSpace(v.raw, 1); v.raw[i] != ']'; i = jsonSpace(v.raw, i) {
		if v.raw[i] == ',' {
			i++
			continue
		}
		end := jsonEnd(v.raw, i)
		list = append(list, jsonValue{v.raw[i:end], v.off + i})
		i = end
	}
	return list, nil
}

// text returns the value of a string.
func (v jsonValue) text() (string, error) {
	if err := v.want("a string", `"`); err != nil {
		return "", err
	}
	inner := v.raw[1 : len(v.raw)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return string(inner), nil
	}
	for i := 0; i < len(v.raw); i++ { // encoding/json makes U+FFFD of half a surrogate pair
		if v.raw[i] != '\\' {
			continue
		}
		i++
		if v.raw[i] != 'u' {
			continue
		}
		high := jsonHex(v.raw, i)
		i += 4
		if high < 0xd800 || high > 0xdfff {
			continue
		}
		low := rune(-1)
		if i+6 < len(v.raw) && v.raw[i+1] == '\\' && v.raw[i+2] == 'u' {
			low = jsonHex(v.raw, i+2)
		}
		if high > 0xdbff || low < 0xdc00 || low > 0xdfff {
			return "", faultf(v.off+i-5, "half of a surrogate pair")
		}
		i += 6
	}
	var s string
	if err := json.Unmarshal(v.raw, &s); err != nil {
		return "", faultf(v.off, "%v", err)
	}
	return s, nil
}

// jsonHex returns the value of the four digits behind the "u" at i.
func jsonHex(raw []byte, i int) rune {
	n, err := strconv.ParseUint(string(raw[i+1:i+5]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(n)
}

// integer returns a whole number between low and high, written without point
// and exponent.
func (v jsonValue) integer(low, high int64) (int64, error) {
	if err := v.want("a number", "-0123456789"); err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(string(v.raw), 10, 64)
	if errors.Is(err, strconv.ErrSyntax) {
		return 0, faultf(v.off, "want a whole number, got %s", v.raw)
	}
	if err != nil || n < low || n > high {
		return 0, faultf(v.off, "%s is not in %d … %d", v.raw, low, high)
	}
	return n, nil
}

// number returns a number between 0 and high.
func (v jsonValue) number(high float64) (float64, error) {
	if err := v.want("a number", "-0123456789"); err != nil {
		return 0, err
	}
	f, err := strconv.ParseFloat(string(v.raw), 64)
	if err != nil || f < 0 || f > high || math.Signbit(f) {
		return 0, faultf(v.off, "%s is not in 0 … %v", v.raw, high)
	}
	return f, nil
}

// boolean returns true or false.
func (v jsonValue) boolean() (bool, error) {
	if err := v.want("true or false", "tf"); err != nil {
		return false, err
	}
	return v.raw[0] == 't', nil
}

// duration returns a duration of "1.5s" form that is not negative.
func (v jsonValue) duration() (time.Duration, error) {
	s, err := v.text()
	if err != nil {
		return 0, err
	}
	d, form := pbtime.Parse(s)
	switch {
	case form == pbtime.Overflow:
		return 0, faultf(v.off, "%q is too long", s)
	case !form.OK():
		return 0, faultf(v.off, `%q is no duration: want seconds with an "s", such as "1.5s"`, s)
	case s[0] == '-':
		return 0, faultf(v.off, "%q is negative", s)
	}
	return d, nil
}

// date returns a day, "2006-01-02".
func (v jsonValue) date() (time.Time, error) {
	s, err := v.text()
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.IsZero() {
		return time.Time{}, faultf(v.off, `%q is no day: want one such as "2026-10-20"`, s)
	}
	return t, nil
}

// jsonWithin puts the name of a member in front of an error's message.
func jsonWithin(name string, err error) error {
	var f *jsonFault
	if errors.As(err, &f) {
		return &jsonFault{f.off, name + ": " + f.msg, f.err}
	}
	return err
}

// jsonPosition returns the position of a byte in data, counted from 1, where data
// itself begins at the given line and column.
func jsonPosition(data []byte, off, line, column int) (int, int) {
	before := data[:min(off, len(data))]
	if n := bytes.Count(before, []byte{'\n'}); n > 0 {
		return line + n, len(before) - bytes.LastIndexByte(before, '\n')
	}
	return line, column + len(before)
}

// The functions below make fields that read into a variable.

func resolutionField(p *MediaResolution) func(jsonValue) error {
	return func(v jsonValue) error {
		s, err := v.text()
		if err == nil && !slices.Contains(videoResolutions, MediaResolution(s)) {
			err = faultf(v.off, "unknown resolution %q: want one of %v", s, videoResolutions)
		}
		*p = MediaResolution(s)
		return err
	}
}

func wholeField[T int | int64](p *T, low, high int64) func(jsonValue) error {
	return func(v jsonValue) error {
		n, err := v.integer(low, high)
		*p = T(n)
		return err
	}
}

func numberField(p *float64, high float64) func(jsonValue) error {
	return func(v jsonValue) (err error) { *p, err = v.number(high); return err }
}

func textField(p *string) func(jsonValue) error {
	return func(v jsonValue) (err error) { *p, err = nonEmpty(v); return err }
}

func dateField(p *time.Time) func(jsonValue) error {
	return func(v jsonValue) (err error) { *p, err = v.date(); return err }
}

// nonEmpty returns the value of a string that is not empty.
func nonEmpty(v jsonValue) (string, error) {
	s, err := v.text()
	if err == nil && s == "" {
		err = faultf(v.off, "it is empty")
	}
	return s, err
}
