package videotunetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-57910ec4/videotune"
)

// Diff compares two lines of a dataset, with or without their newlines, and
// returns "" if their bytes are equal. If they say different things it names
// each place by its JSON pointer, with what want has there, marked "- ", and what
// got has, marked "+ ". If they say the same, or one of them cannot be read, it
// shows the first byte that differs.
func Diff(want, got []byte) string {
	if bytes.Equal(want, got) {
		return ""
	}
	var b strings.Builder
	var x, y videotune.Example
	errX, errY := json.Unmarshal(want, &x), json.Unmarshal(got, &y)
	switch {
	case errX != nil && errY != nil:
		b.WriteString("neither line can be read\n")
	case errX != nil:
		fmt.Fprintf(&b, "want cannot be read: %v\n", errX)
	case errY != nil:
		fmt.Fprintf(&b, "got cannot be read: %v\n", errY)
	default:
		if diff := DiffExamples(&x, &y); diff != "" {
			return diff
		}
		b.WriteString("the examples are equal, their bytes are not\n")
	}
	at := firstDifference(want, got)
	fmt.Fprintf(&b, "column %d:\n", at+1)
	for i, line := range [][]byte{want, got} {
		fmt.Fprintf(&b, "%c %s", "-+"[i], excerpt(line, at))
		if at == len(line) {
			b.WriteString(" (end)")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// DiffExamples is [Diff] for two examples; it returns "" if they are equal. An
// empty list is equal to none.
func DiffExamples(want, got *videotune.Example) string {
	var r reporter
	cmp.Equal(want, got, cmp.Reporter(&r),
		cmp.Transformer("raw", func(raw json.RawMessage) string { return string(raw) }),
		cmp.FilterPath(isParts, cmp.FilterValues(bothEmpty, cmp.Ignore())))
	return r.b.String()
}

// isParts reports whether p leads to a list of turns or parts.
func isParts(p cmp.Path) bool {
	switch p.Last().Type() {
	case reflect.TypeFor[[]videotune.Content](), reflect.TypeFor[[]videotune.Part]():
		return true
	}
	return false
}

func bothEmpty(x, y any) bool {
	return reflect.ValueOf(x).Len() == 0 && reflect.ValueOf(y).Len() == 0
}

// A reporter writes what go-cmp finds to differ.
type reporter struct {
	path cmp.Path
	b    strings.Builder
}

func (r *reporter) PushStep(s cmp.PathStep) { r.path = append(r.path, s) }
func (r *reporter) PopStep()                { r.path = r.path[:len(r.path)-1] }

func (r *reporter) Report(result cmp.Result) {
	if result.Equal() {
		return
	}
	want, got := r.path.Last().Values()
	w, g := show(want), show(got)
	if _, ok := r.path.Last().(cmp.Transform); ok { // raw JSON is shown as it is
		w, g = want.String(), got.String()
	}
	at := firstDifference([]byte(w), []byte(g))
	fmt.Fprintf(&r.b, "%s:\n", pointerOf(r.path))
	if want.IsValid() {
		fmt.Fprintf(&r.b, "- %s\n", excerpt([]byte(w), at))
	}
	if got.IsValid() {
		fmt.Fprintf(&r.b, "+ %s\n", excerpt([]byte(g), at))
	}
}

// show writes a value as a line has it.
func show(v reflect.Value) string {
	if !v.IsValid() {
		return ""
	}
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return "nothing"
	}
	if o, ok := v.Interface().(videotune.Offset); ok && o.IsZero() {
		return "nothing"
	}
	if s, ok := v.Interface().(fmt.Stringer); ok {
		return strconv.Quote(s.String())
	}
	if v.Kind() == reflect.String {
		return strconv.Quote(v.String())
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(v.Interface()) != nil {
		return fmt.Sprintf("%+v", v.Interface())
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// pointerOf turns a path through the fields of an Example into a JSON pointer.
func pointerOf(path cmp.Path) videotune.Pointer {
	var b strings.Builder
	for _, step := range path {
		switch s := step.(type) {
		case cmp.StructField:
			b.WriteString("/" + memberOf(s.Name()))
		case cmp.SliceIndex:
			i, j := s.SplitKeys()
			b.WriteString("/" + strconv.Itoa(max(i, j)))
		}
	}
	return videotune.Pointer(b.String())
}

// memberOf is the name that a field has in a line.
func memberOf(field string) string {
	switch field {
	case "FileURI":
		return "fileUri"
	case "MIMEType":
		return "mimeType"
	case "FPS":
		return "fps"
	}
	return strings.ToLower(field[:1]) + field[1:]
}

// firstDifference returns the index of the first byte in which a and b differ.
func firstDifference(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// excerpt returns what surrounds b[at], on one line.
func excerpt(b []byte, at int) string {
	const most, before = 120, 40
	start, end := 0, len(b)
	if len(b) > most {
		start = max(0, at-before)
		end = min(len(b), start+most)
	}
	for start > 0 && !utf8.RuneStart(b[start]) {
		start--
	}
	for end < len(b) && !utf8.RuneStart(b[end]) {
		end++
	}
	s := strings.NewReplacer("\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(string(b[start:end]))
	if start > 0 {
		s = "…" + s
	}
	if end < len(b) {
		s += "…"
	}
	return s
}
