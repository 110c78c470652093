package jsonread

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestDecode(t *testing.T) {
	tests := []struct{ in, want string }{
		{`{"b":[1,{"c":null}],"a":"x"}`, "map[a:x b:[1 map[c:<nil>]]]"},
		{`[]`, "[]"},
		{`0.10`, "0.10"},
		{`{"a":1,"a":2}`, `"a" stands twice in one object`},
		{`[{"a":{"b":1,"b":1}}]`, `"b" stands twice in one object`},
		{strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth), strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth)},
		{strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1), ErrDepth.Error()},
		{strings.Repeat(`{"a":`, maxDepth+1) + "1" + strings.Repeat("}", maxDepth+1), ErrDepth.Error()},
		{`[1`, io.EOF.Error()},
	}
	for _, tt := range tests {
		v, err := Decode(json.RawMessage(tt.in))
		got := fmt.Sprint(v)
		if err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%.50s: %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestObject(t *testing.T) {
	o, err := DecodeObject(json.RawMessage(`{"s":" a ","n":1.50,"none":null,"l":[1],"left":true,"gone":null}`))
	if err != nil {
		t.Fatal(err)
	}
	if !o.Has("x", "none") || o.Has("x") {
		t.Error("Has is wrong")
	}
	for name, want := range map[string]string{"s": "a", "n": "1.50", "none": "", "absent": ""} {
		if got, err := o.Text(name); got != want || err != nil {
			t.Errorf("%s: %q, %v; want %q", name, got, err, want)
		}
	}
	if l, err := o.List("l"); len(l) != 1 || err != nil {
		t.Error(l, err)
	}
	if l, err := o.List("absent"); l != nil || err != nil {
		t.Error(l, err)
	}
	if got := fmt.Sprint(o.Rest()); got != "map[left:true]" {
		t.Error(got)
	}
	if _, err := o.List("left"); err == nil || err.Error() != "left is true; want a list" {
		t.Error(err)
	}
	if rest := o.Rest(); rest != nil {
		t.Error(rest)
	}
	for v, want := range map[string]string{
		`{"a":{}}`: "a is an object; want a text", `{"a":[]}`: "a is a list; want a text", `{"a":false}`: "a is false; want a text",
	} {
		o, err := DecodeObject(json.RawMessage(v))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Text("a"); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", v, err, want)
		}
	}
	for v, want := range map[string]string{
		`null`: "want an object, not null", `"x"`: `want an object, not the text "x"`, `1`: "want an object, not the number 1", `[]`: "want an object, not a list",
	} {
		if _, err := DecodeObject(json.RawMessage(v)); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", v, err, want)
		}
	}
}

func TestHint(t *testing.T) {
	for in, want := range map[string]string{
		"{'a': 1}": "double quotes", `[NaN]`: "allow_nan", `[-Infinity]`: "allow_nan", `[Infinity]`: "allow_nan", `[None]`: "allow_nan", `[,]`: "",
	} {
		err := stream(in).Elements(func(int, int, json.RawMessage) error { return nil })
		var syntax *SyntaxError
		if !errors.As(err, &syntax) {
			t.Fatalf("%s: %v", in, err)
		}
		if got := syntax.Hint(); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: hint %q, want %q", in, got, want)
		}
	}
}
