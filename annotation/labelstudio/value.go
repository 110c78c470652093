package labelstudio

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
)

// An object is a JSON object. Numbers in it are of type json.Number.
type object = map[string]any

// unpack returns v or, where it is a text that holds a JSON object or list, that:
// columns of a database come so.
func unpack(v any) any {
	s, ok := v.(string)
	if !ok {
		return v
	}
	if s = strings.TrimSpace(s); !strings.HasPrefix(s, "{") && !strings.HasPrefix(s, "[") {
		return v
	}
	if !json.Valid([]byte(s)) {
		return v // a text like any other
	}
	inner, err := jsonread.Decode(json.RawMessage(s))
	if err != nil {
		return v
	}
	return inner
}

// asObject returns v as an object; nil if it is none.
func asObject(v any) object {
	o, _ := unpack(v).(object)
	return o
}

// asList returns v as a list; null is an empty one.
func asList(v any) (list []any, ok bool) {
	if v = unpack(v); v == nil {
		return nil, true
	}
	list, ok = v.([]any)
	return list, ok
}

// text returns a text without outer white space, or a number as it is written;
// "" for all else.
func text(v any) string {
	s, _ := jsonread.Text(v)
	return s
}

// texts returns a text, or a list of them, without empty ones. ok is false if there is
// anything else.
func texts(v any) (list []string, ok bool) {
	if v == nil {
		return nil, true
	}
	values, isList := v.([]any)
	if !isList {
		values = []any{v}
	}
	for _, v := range values {
		s, ok := jsonread.Text(v)
		if !ok {
			return nil, false
		}
		if s != "" {
			list = append(list, s)
		}
	}
	return list, true
}

// flag reports whether a value says yes; databases write 1 or "true".
func flag(v any) bool {
	if yes, ok := v.(bool); ok {
		return yes
	}
	yes, err := strconv.ParseBool(text(v))
	return err == nil && yes
}

// maxFrame is the largest number of a frame: more than a video of a hundred years has.
const maxFrame = 1 << 42

// frame reads the number of a frame, which is whole: 12, "12" or 12.0.
func frame(v any) (n int64, ok bool) {
	whole, fraction, _ := strings.Cut(text(v), ".")
	if strings.Trim(fraction, "0") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	return n, err == nil && n >= -maxFrame && n <= maxFrame
}
