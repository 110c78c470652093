package videotune

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// A Severity says what the tuning service does with what a [Problem] describes.
// The zero value is [SeverityOff].
type Severity uint8

// The severities, in rising order.
const (
	SeverityOff     Severity = iota // not reported at all
	SeverityWarning                 // the service takes it; a person should look
	SeverityDrop                    // the service leaves the example out
	SeverityError                   // the service refuses the whole job
)

var severityNames = [...]string{"off", "warning", "drop", "error"}

// String returns "off", "warning", "drop" or "error".
func (s Severity) String() string {
	if int(s) < len(severityNames) {
		return severityNames[s]
	}
	return "Severity(" + strconv.Itoa(int(s)) + ")"
}

// ParseSeverity returns the severity that is called name.
func ParseSeverity(name string) (Severity, error) {
	for i, n := range severityNames {
		if n == name {
			return Severity(i), nil
		}
	}
	return SeverityOff, fmt.Errorf("videotune: unknown severity %q: want off, warning, drop or error", name)
}

// MarshalText implements [encoding.TextMarshaler].
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler] like [ParseSeverity].
func (s *Severity) UnmarshalText(text []byte) error {
	v, err := ParseSeverity(string(text))
	if err == nil {
		*s = v
	}
	return err
}

// A Pointer is an RFC 6901 JSON pointer into the value of a line, such as
// "/contents/0/parts/0/fileData/fileUri"; "" is the whole of the line.
type Pointer string

// A Problem is one finding of [Validate], [Check], a [Reader], a [Writer] or a
// [Builder]. It implements error.
//
// Rule ids are stable; Message and Hint are for people and may change.
type Problem struct {
	Rule     Rule
	Severity Severity
	File     string  // as it was given; "" if the example came from no file
	Line     int     // from 1, as in an editor; 0 if it does not apply
	Column   int     // in bytes, from 1; 0 if it does not apply
	Pointer  Pointer // into the line's value; see HasPointer
	Message  string  // what, and why the service cares
	Hint     string  // what to do; "" if the message says it
	Err      error   // the cause, where there is one, such as an I/O error
}

// Error returns "file:line:column: severity: message [rule]".
func (p *Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.Position())
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	fmt.Fprintf(&b, "%s: %s [%s]", p.Severity, p.Message, p.Rule)
	return b.String()
}

// Position returns "file:line:column" with what is known of it, "line 3:14" where
// no file is named, and the pointer for an example that came from no line.
func (p *Problem) Position() string {
	switch {
	case p.Line == 0 && p.File == "":
		return string(p.Pointer)
	case p.Line == 0:
		return p.File
	}
	pos := "line "
	if p.File != "" {
		pos = p.File + ":"
	}
	pos += strconv.Itoa(p.Line)
	if p.Column > 0 {
		pos += ":" + strconv.Itoa(p.Column)
	}
	return pos
}

// HasPointer tells a problem of the whole line, whose Pointer is "", from one
// of a file as such, or of a line without a value, which has no pointer.
func (p *Problem) HasPointer() bool {
	if p.Line == 0 {
		return p.File == "" && (p.Pointer != "" || !ruleByID[p.Rule].ofFile())
	}
	return p.Rule != RuleFileBlankLines && p.Rule != RuleLineTooLong
}

// MarshalJSON writes the problem in the form that "videotune check --format
// json" documents; members that do not apply are left out.
func (p *Problem) MarshalJSON() ([]byte, error) {
	j := struct {
		File     string   `json:"file,omitempty"`
		Line     int      `json:"line,omitempty"`
		Column   int      `json:"column,omitempty"`
		Pointer  *Pointer `json:"pointer,omitempty"`
		Rule     Rule     `json:"rule"`
		Severity Severity `json:"severity"`
		Message  string   `json:"message"`
		Hint     string   `json:"hint,omitempty"`
	}{p.File, p.Line, p.Column, nil, p.Rule, p.Severity, p.Message, p.Hint}
	if p.HasPointer() {
		j.Pointer = &p.Pointer
	}
	return marshalNoEscape(j)
}

// Is reports whether target is the problem's [Rule]:
//
//	errors.Is(err, videotune.RuleSegmentTooLong)
func (p *Problem) Is(target error) bool {
	r, ok := target.(Rule)
	return ok && r == p.Rule
}

// Unwrap returns Err.
func (p *Problem) Unwrap() error { return p.Err }

// Problems is a list of findings. As an error it is returned by [Problems.Err]
// only.
type Problems []Problem

// Err returns ps as an error if one of them is of severity drop or error, else
// nil.
func (ps Problems) Err() error {
	for i := range ps {
		if ps[i].Severity >= SeverityDrop {
			return ps
		}
	}
	return nil
}

// Error returns the first problem of the highest severity and the number of the
// others.
func (ps Problems) Error() string {
	switch worst := ps.Worst(); len(ps) {
	case 0:
		return "no problems"
	case 1:
		return worst.Error()
	default:
		return worst.Error() + " (and " + strconv.Itoa(len(ps)-1) + " more)"
	}
}

// Worst returns the first problem of the highest severity; nil if there is none.
// If it is of severity drop, the service would leave the example out; if it is of
// severity error, it would refuse the job.
func (ps Problems) Worst() *Problem {
	var worst *Problem
	for i := range ps {
		if worst == nil || ps[i].Severity > worst.Severity {
			worst = &ps[i]
		}
	}
	return worst
}

// Unwrap returns the single problems, for [errors.Is] and [errors.As].
func (ps Problems) Unwrap() []error {
	errs := make([]error, len(ps))
	for i := range ps {
		errs[i] = &ps[i]
	}
	return errs
}

// AsProblems returns the problems that err holds, if it holds any.
func AsProblems(err error) (Problems, bool) {
	var ps Problems
	if errors.As(err, &ps) {
		return ps, true
	}
	var p *Problem
	if errors.As(err, &p) {
		return Problems{*p}, true
	}
	return nil, false
}

// marshalNoEscape is json.Marshal without the escapes that only HTML needs.
func marshalNoEscape(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte{'\n'}), nil
}
