package config

import (
	"encoding/json"
	"errors"
	"fmt"
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
	Own   own               `json:"own"`
	Owns  owns              `json:"owns"`
	Ptr   *float64          `json:"ptr"`
	embedded
}

// An own and owns read JSON by themselves.
type own struct{ inner }

func (o *own) UnmarshalJSON(data []byte) error {
	if string(data) == `"bad"` {
		return errors.New("it is bad")
	}
	if err := Decode(data, &o.inner); err != nil {
		return fmt.Errorf("own: %w", err)
	}
	return nil
}

type owns []own

func (o *owns) UnmarshalJSON(data []byte) error {
	var list []json.RawMessage
	if err := json.Unmarshal(data, &list); err != nil {
		return errors.New("want a list of owns")
	}
	if len(list) > 2 {
		return errors.New("at most 2")
	}
	return nil
}

type inner struct {
	Count int `json:"count"`
}

type embedded struct {
	Deep bool `json:"deep"`
}

func TestDecode(t *testing.T) {
	tests := []struct{ in, want string }{ // want: parts of the error, by "|"; "" for none
		{`{"name":"x","inner":{"count":1},"own":{"count":1},"owns":[{},{"count":2}],"ptr":null,"list":[{"count":2}],"by":{"a":{"count":3}},"free":{"any":1},"words":{"z":"y"},"deep":true}`, ""},
		{`{"nmae":"x"}`, `"nmae"|did you mean name?`},
		{`{"Name":"x"}`, `"Name"|did you mean name?`},
		{`{"inner":{"cuont":1},"list":[{},{"zzzzzz":1}]}`, `"inner.cuont"|did you mean count?|"list[1].zzzzzz"|known are count`},
		{`{"by":{"a":{"x":1}}}`, `"by.a.x"`},
		{`{"name":"x","inner":{"count":1,"x":null},"by":null,"ptr":null,"own":null}`, `"inner.x"`},
		{`{"inner":{"count":"x"}}`, `inner.count: it is a text; want a whole number`},
		{`{"inner":{"count":1.5}}`, `inner.count: it is 1.5; want a whole number`},
		{`{"inner":[]}`, `inner: it is a list; want an object`},
		{`{"list":{}}`, `list: it is an object; want a list`},
		{`{"name":1,"deep":"x","ptr":true}`, "name: it is a number; want a text|deep: it is a text; want true or false|ptr: it is true or false; want a number"},
		{`{"own":{"cuont":1},"owns":[{},{"cuont":1}]}`, `unknown name "own.cuont"; did you mean count?|unknown name "owns[1].cuont"`},
		{`{"own":"bad","owns":[{},{},{}]}`, "own: it is bad|owns: at most 2"},
		{`{"owns":["bad",1]}`, "owns[0]: it is bad|owns[1]: own: want an object"},
		{`{"owns":{}}`, "owns: want a list of owns"},
		{`{}}`, `more follows`},
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
