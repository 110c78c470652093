package vertex

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// pointerEscape escapes a token of an RFC 6901 JSON pointer.
var pointerEscape = strings.NewReplacer("~", "~0", "/", "~1")

// tree decodes JSON with its numbers as they are spelled.
func tree(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	return v, err
}

// marshal is json.Marshal that leaves <, > and & as they are.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// plain returns an object as the tree of its JSON, in which the types of the SDK are
// gone.
func plain(object map[string]any) (map[string]any, error) {
	data, err := marshal(object)
	if err != nil {
		return nil, err
	}
	v, err := tree(data)
	if err != nil {
		return nil, err
	}
	m, _ := v.(map[string]any) // a nil object is null
	return m, nil
}

// A difference is a place at which two JSON values say different things.
type difference struct {
	pointer   videotune.Pointer
	want, got string // as JSON; "nothing" where one has no value
}

// firstDifference returns the first place, in the order of the members' names, at
// which two trees differ; nil if they say the same.
func firstDifference(pointer videotune.Pointer, want, got any) *difference {
	switch w := want.(type) {
	case map[string]any:
		if g, ok := got.(map[string]any); ok {
			return objectDifference(pointer, w, g)
		}
	case []any:
		if g, ok := got.([]any); ok {
			return listDifference(pointer, w, g)
		}
	case json.Number:
		if g, ok := got.(json.Number); ok && sameNumber(string(w), string(g)) {
			return nil
		}
	default:
		if scalar(got) && want == got {
			return nil
		}
	}
	return &difference{pointer, shown(want), shown(got)}
}

func objectDifference(pointer videotune.Pointer, want, got map[string]any) *difference {
	names := slices.Sorted(maps.Keys(want))
	for name := range got {
		if _, ok := want[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		w, inWant := want[name]
		g, inGot := got[name]
		at := at(pointer, name)
		switch {
		case !inWant:
			return &difference{at, "nothing", shown(g)}
		case !inGot:
			return &difference{at, shown(w), "nothing"}
		}
		if d := firstDifference(at, w, g); d != nil {
			return d
		}
	}
	return nil
}

func listDifference(pointer videotune.Pointer, want, got []any) *difference {
	for i := range max(len(want), len(got)) {
		at := at(pointer, i)
		switch {
		case i >= len(want):
			return &difference{at, "nothing", shown(got[i])}
		case i >= len(got):
			return &difference{at, shown(want[i]), "nothing"}
		}
		if d := firstDifference(at, want[i], got[i]); d != nil {
			return d
		}
	}
	return nil
}

func scalar(v any) bool {
	switch v.(type) {
	case nil, bool, string:
		return true
	}
	return false
}

// shown returns v as JSON, cut where it is long.
func shown(v any) string {
	data, err := marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	const most = 60
	if s := []rune(string(data)); len(s) > most {
		return string(s[:most]) + "…"
	}
	return string(data)
}

// sameNumber reports whether two JSON numbers are equal, however they are spelled:
// 1.0 and 1 are, and so are 1e2 and 100. No float is involved.
func sameNumber(a, b string) bool {
	x, okX := decimal(a)
	y, okY := decimal(b)
	return a == b || okX && okY && x == y
}

// A decimalNumber is ±0.DIGITS × 10^exponent without zeros at either end.
type decimalNumber struct {
	negative bool
	digits   string
	exponent int64
}

// decimal reads a JSON number; ok is false where its exponent has no 64 bits.
func decimal(s string) (n decimalNumber, ok bool) {
	s, n.negative = strings.CutPrefix(s, "-")
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		e, err := strconv.ParseInt(s[i+1:], 10, 64)
		if err != nil || e > 1<<60 || e < -1<<60 {
			return n, false
		}
		n.exponent, s = e, s[:i]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	n.exponent += int64(len(whole))
	digits := whole + fraction
	n.digits = strings.TrimLeft(digits, "0")
	n.exponent -= int64(len(digits) - len(n.digits))
	n.digits = strings.TrimRight(n.digits, "0")
	if n.digits == "" {
		n.exponent = 0
	}
	return n, true
}
