package jsonread

import "strings"

// Hint says what to do about a fault that a program makes rather than a person: what
// Python prints is no JSON. It is "" for all others.
func (e *SyntaxError) Hint() string {
	what := e.Err.Error()
	switch {
	case strings.Contains(what, `invalid character '\''`):
		return "JSON has double quotes: this is how Python prints a dict; write it with json.dump"
	case strings.Contains(what, "invalid character 'I'"), strings.Contains(what, "invalid character 'N'"):
		return "JSON has no NaN, Infinity or None, which programs in Python write: put numbers or null in their places, and write with json.dump(..., allow_nan=False)"
	}
	return ""
}
