package task

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune/internal/answer"
)

// MaxReply is the largest reply that is read, and the largest answer that is written,
// in bytes.
const MaxReply = 1 << 20

// A form is how a task writes and reads answers that are values of the Go type A.
type form[A any] struct {
	unit   Unit
	fence  bool
	lists  map[string][]string   // the closed lists, by their formats
	absent []string              // members that the task does without
	settle func(*A, *ReplyError) // judges members by others, and finishes what was read; may be nil
}

// write returns the text of an answer. It is one that read accepts.
func (f *form[A]) write(a A) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(a); err != nil {
		var m *json.MarshalerError
		if errors.As(err, &m) {
			err = m.Err
		}
		return "", fmt.Errorf("task: the answer cannot be written: %w", err)
	}
	text := strings.TrimSuffix(b.String(), "\n")
	for _, escape := range escapes(text) {
		if escape == `\ufffd` { // which the encoder writes for bytes that are none
			return "", replyFault("", "valid UTF-8", ErrValue)
		}
	}
	if len(text) > MaxReply {
		return "", replyFault(fmt.Sprintf("(%d bytes)", len(text)), fmt.Sprintf("at most %d", MaxReply), ErrTooLarge)
	}
	if err := f.judge(text, true); err != nil {
		return "", err
	}
	if err := f.finished(&a); err != nil {
		return "", err
	}
	return fenced(text, f.fence), nil
}

func fenced(text string, fence bool) string {
	if fence {
		return "```json\n" + text + "\n```"
	}
	return text
}

// read finds the answer in a reply and returns its value.
func (f *form[A]) read(reply string) (A, error) {
	var none A
	switch {
	case len(reply) > MaxReply:
		return none, replyFault(fmt.Sprintf("(%d bytes)", len(reply)), fmt.Sprintf("at most %d", MaxReply), ErrTooLarge)
	case !utf8.ValidString(reply):
		return none, replyFault("", "valid UTF-8", ErrValue)
	}
	open := byte('{')
	if k := reflect.TypeFor[A]().Kind(); k == reflect.Slice || k == reflect.Array {
		open = '['
	}
	text, err := find(reply, open)
	if err != nil {
		return none, err
	}
	return f.decode(text)
}

// decode returns the value of the JSON of an answer.
func (f *form[A]) decode(text string) (A, error) {
	var a, none A
	if err := f.judge(text, false); err != nil {
		return none, err
	}
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		return none, replyFault("", err.Error(), ErrType)
	}
	if err := f.finished(&a); err != nil {
		return none, err
	}
	return a, nil
}

// judge compares the JSON of an answer with the shape of its type. With own, it is one
// that was written here.
func (f *form[A]) judge(text string, own bool) error {
	s, err := shapeOf(reflect.TypeFor[A]())
	if err != nil {
		return err
	}
	tree, ok := readTree(text)
	if !ok {
		return replyFault("", fmt.Sprintf("at most %d levels", maxDepth), ErrTooLarge)
	}
	j := judge{unit: f.unit, own: own, lists: f.lists, absent: f.absent}
	j.value(&tree, s, "")
	return j.faults.err()
}

// finished judges what the members of an answer say of each other.
func (f *form[A]) finished(a *A) error {
	var faults ReplyError
	if f.settle != nil {
		f.settle(a, &faults)
	}
	return faults.err()
}

// maxTries is how many brackets of a reply are tried as the beginning of its JSON.
const maxTries = 20

// find returns the one JSON value of a reply that begins with open. Prose around it
// may have brackets too, such as "[1]" and "{smile}"; what begins as JSON does and is
// broken is an error, so that no part of it is taken for the whole.
func find(reply string, open byte) (string, error) {
	found, tries := "", 0
	for i := 0; tries < maxTries; {
		next := strings.IndexByte(reply[i:], open)
		if next < 0 {
			break
		}
		i += next
		certain, likely := begins(reply[i:])
		if !likely {
			i++
			continue
		}
		tries++
		var raw json.RawMessage
		dec := json.NewDecoder(strings.NewReader(reply[i:]))
		switch err := dec.Decode(&raw); {
		case err == nil && found != "":
			return "", replyFault("", "one", ErrSeveral)
		case err == nil:
			found = string(raw)
			i += int(dec.InputOffset())
		case certain && found == "":
			return "", broken(reply, i, err)
		default:
			i++
		}
	}
	if found == "" {
		return "", missing(reply, open)
	}
	return found, nil
}

// begins looks at what follows a bracket: whether it is likely, or certain, that the
// text was meant to be JSON.
func begins(s string) (certain, likely bool) {
	rest := strings.TrimLeft(s[1:min(len(s), 1024)], " \t\r\n")
	if rest == "" {
		return len(s) < 1024, true
	}
	if s[0] == '{' {
		likely = rest[0] == '"' || rest[0] == '}'
		return rest[0] == '"', likely
	}
	certain = rest[0] == '"' || rest[0] == '{' && len(rest) > 1 && strings.Contains("\"} \n\r\t", rest[1:2])
	return certain, certain || strings.IndexByte("[]-0123456789tfn", rest[0]) >= 0
}

// broken is the error of JSON that begins at i and cannot be read.
func broken(reply string, i int, err error) error {
	if fault := diagnose(reply); fault != nil {
		return fault
	}
	return replyFault("", fmt.Sprintf("JSON that can be read behind byte %d: %v", i, err), ErrBroken)
}

// missing is the error of a reply without JSON.
func missing(reply string, open byte) error {
	if fault := diagnose(reply); fault != nil {
		return fault
	}
	want := "one JSON object"
	if open == '[' {
		want = "one JSON list"
	}
	value := "in an empty reply"
	if s := strings.TrimSpace(reply); s != "" {
		value = "in " + quoted(s)
	}
	return replyFault(value, want, ErrNoJSON)
}

// diagnose says in words of people why a reply is no JSON, if that can be said.
func diagnose(reply string) error {
	facts := new(answer.Parser).Parse(reply)
	if facts.JSON != answer.JSONBroken {
		return nil
	}
	return replyFault(fmt.Sprintf("at byte %d (%s)", facts.ErrAt, facts.Err), "an answer that is JSON to its end", ErrBroken)
}
