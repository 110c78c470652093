package exact

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestCanonicalJSON(t *testing.T) {
	for text, values := range map[string][]string{
		`{"a":[1,{"b":"x"},null,true],"c":15e-1}`: {
			`{"a":[1,{"b":"x"},null,true],"c":1.5}`,
			" {\"c\" : 1.50, \"a\":[1.0,\n{\"b\":\"\\u0078\"},null , true]} ",
		},
		`{"a":1,"a":2}`:         {`{"a":1,"a":2}`, `{"a":1e0,"a":2.0}`},
		`{"a":2,"a":1}`:         {`{"a":2,"a":1}`},
		`9007199254740993`:      {`9007199254740993`, `9007199254740993.0`},
		`1e9999999999999999999`: {`1e9999999999999999999`},
		`["\u003c\u2028é"]`:     {`["<` + "\u2028" + `\u00e9"]`},
		`[]`:                    {` [ ] `},
		`{}`:                    {`{ }`},
		strings.Repeat("[", 200) + `[]` + strings.Repeat("]", 200): {strings.Repeat("[ ", 201) + strings.Repeat(" ]", 201)},
	} {
		for _, v := range values {
			if got, ok := CanonicalJSON([]byte(v)); got != text || !ok {
				t.Errorf("%s is %s, %t; want %s", v, got, ok, text)
			}
		}
	}
	for _, v := range []string{"", " ", "{", "[1", "[1}", "{]", `{"a"}`, `{"a":}`, `{1:2}`, "1 2", "{} x", "[1,]", "01", "nan", `"a`, strings.Repeat("[", 202) + strings.Repeat("]", 202), strings.Repeat("[", 1<<20)} {
		if got, ok := CanonicalJSON([]byte(v)); ok || got != "" {
			t.Errorf("%.50s is %.50s, %t", v, got, ok)
		}
	}
}

func FuzzCanonicalJSON(f *testing.F) {
	for _, s := range []string{`{"a":[1,{"b":"x"},null,true],"c":1.50}`, `[1,]`, `{"a":1,"a":2}`, `"\ud83d"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, ok := CanonicalJSON(data)
		if !ok {
			return
		}
		if !json.Valid(data) || !json.Valid([]byte(text)) {
			t.Fatalf("%q is %q", data, text)
		}
		if again, ok := CanonicalJSON([]byte(text)); !ok || again != text {
			t.Fatalf("%q is %q, and that %q", data, text, again)
		}
		var a, b any
		if json.Unmarshal(data, &a) == nil && json.Unmarshal([]byte(text), &b) == nil && !reflect.DeepEqual(a, b) {
			t.Fatalf("%q is %q, which is another value", data, text)
		}
	})
}
