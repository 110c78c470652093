package config

import (
	"encoding/json"
	"strings"
	"testing"
)

type outer struct {
	Name  string            `json:"name"`
	Inner inner             `json:"inner"`
	List  []inner           `json:"list"`
	By    map[string]inner  `json:"by"`
	Free  json.RawMessage   `json:"free"`
	Words map[string]string `json:"words"`
	embedded
}

type inner struct {
	Count int `json:"count"`
}

type embedded struct {
	Deep bool `json:"deep"`
}

func TestDecode(t *testing.T) {
	tests := []struct{ in, want string }{ // want: parts of the error, by "|"; "" for none
		{`{"name":"x","inner":{"count":1},"list":[{"count":2}],"by":{"a":{"count":3}},"free":{"any":1},"words":{"z":"y"},"deep":true}`, ""},
		{`{"nmae":"x"}`, `"nmae"|did you mean name?`},
		{`{"Name":"x"}`, `"Name"|did you mean name?`},
		{`{"inner":{"cuont":1},"list":[{},{"zzzzzz":1}]}`, `"inner.cuont"|did you mean count?|"list[1].zzzzzz"|known are count`},
		{`{"by":{"a":{"x":1}}}`, `"by.a.x"`},
		{`{"inner":{"count":"x"}}`, `inner.count is a string; want a whole number`},
		{`{"inner":[]}`, `inner is a array; want an object`},
		{`{"name":1}`, `name is a number; want a text`},
		{`[]`, `want an object`},
		{`{} {}`, `more follows`},
		{`{`, `no valid JSON`},
		{``, `no valid JSON`},
	}
	for _, tt := range tests {
		var o outer
		err := Decode([]byte(tt.in), &o)
		if tt.want == "" {
			if err != nil {
				t.Errorf("Decode(%s): %v", tt.in, err)
			}
			if o.Inner.Count != 1 || o.By["a"].Count != 3 || !o.Deep {
				t.Errorf("Decode(%s) = %+v", tt.in, o)
			}
			continue
		}
		for part := range strings.SplitSeq(tt.want, "|") {
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("Decode(%s) = %v, want %q", tt.in, err, part)
			}
		}
	}
}
