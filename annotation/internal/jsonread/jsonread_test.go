package jsonread

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

func stream(s string) *Stream { return NewStream(bufio.NewReaderSize(strings.NewReader(s), 16)) }

func TestElements(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{"[]", ""},
		{"[1, 2]", "1@1:1 2@1:2 "},
		{"\n [\n{\"a\":\n1},\n\n{}\n]\n", "1@3:{\"a\":\n1} 2@6:{} "},
		{"{\"a\":1}\n\n{\"b\":2}\n", "1@1:{\"a\":1} 2@3:{\"b\":2} "},
		{"[1", "1@1:1 line 1: the file ends within a value"},
		{"[1,\n2,\n,]", "1@1:1 2@2:2 line 3: invalid character ',' looking for beginning of value"},
		{"[1]\n[2]", "1@1:1 line 2: more follows behind the list"},
		{"[1,\n\n'a']", "1@1:1 line 3: invalid character '\\'' looking for beginning of value"},
		{"{}\n{]", "1@1:{} line 2: invalid character ']' looking for beginning of object key string"},
	}
	for _, tt := range tests {
		got := ""
		err := stream(tt.in).Elements(func(record, line int, raw json.RawMessage) error {
			got += fmt.Sprintf("%d@%d:%s ", record, line, raw)
			return nil
		})
		if err != nil {
			got += err.Error()
		}
		if got != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestMembers(t *testing.T) {
	s := stream("{\"x\": 1,\n\"y\": {\"z\": [2]}}")
	if _, err := s.Token(); err != nil {
		t.Fatal(err)
	}
	got := ""
	err := s.Members(func(name string) error {
		raw, line, err := s.Value()
		got += fmt.Sprintf("%s@%d=%s ", name, line, raw)
		return err
	})
	if want := `x@1=1 y@2={"z": [2]} `; got != want || err != nil {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

// An endless is a reader that never ends.
type endless struct{ b byte }

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e.b
	}
	return len(p), nil
}

func TestBound(t *testing.T) {
	s := NewStream(bufio.NewReader(io.MultiReader(strings.NewReader(`["`), endless{'a'})))
	if s.most != MaxValue {
		t.Errorf("the bound is %d, want MaxValue", s.most)
	}
	s.most = 1 << 20
	err := s.Elements(func(int, int, json.RawMessage) error { return nil })
	if !errors.Is(err, ErrTooLarge) {
		t.Errorf("%v, want %v", err, ErrTooLarge)
	}
}

// TestLines compares lines with those that are counted the plain way.
func TestLines(t *testing.T) {
	var b strings.Builder
	for i := range 3000 {
		b.WriteString(strings.Repeat("\n", i%4) + strings.Repeat(" ", i%300) + `{"a":` + strings.Repeat("\n", i%3) + "1}")
	}
	text := b.String()
	at := 0
	s := NewStream(bufio.NewReader(strings.NewReader(text)))
	err := s.Elements(func(record, line int, raw json.RawMessage) error {
		at += strings.Index(text[at:], string(raw))
		if want := 1 + strings.Count(text[:at], "\n"); line != want {
			return fmt.Errorf("record %d: line %d, want %d", record, line, want)
		}
		at += len(raw)
		return nil
	})
	if err != nil || at != len(text) {
		t.Error(at, err)
	}
	if n := cap(s.count.ends); n > 4<<10 {
		t.Errorf("%d bytes are held for lines", n)
	}
}

// TestBreaks reads a value that is all line breaks.
func TestBreaks(t *testing.T) {
	s := NewStream(bufio.NewReader(endless{'\n'}))
	s.most = 1 << 20
	_, _, err := s.Value()
	if !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
	if n := len(s.count.ends); n > 1<<20 {
		t.Errorf("%d bytes are held for lines", n)
	}
}

// FuzzElements compares with encoding/json: what that reads as one list or as values
// one behind the other comes out as these, each from its line.
func FuzzElements(f *testing.F) {
	for _, s := range []string{"", "[]", "[1, {\"a\":[2]}]\n", "{}\n{\"a\":1}", "[1]\n2", "[", "[1,]", " [\n\"\\u00e9\"\n,null]", "1 2", "]", "[}", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var got []json.RawMessage
		last := 1
		err := stream(text).Elements(func(record, line int, raw json.RawMessage) error {
			if record != len(got)+1 || line < last || line > 1+strings.Count(text, "\n") || !json.Valid(raw) {
				t.Fatalf("record %d, line %d: %s", record, line, raw)
			}
			last = line
			got = append(got, raw)
			return nil
		})
		want, valid := plain(text)
		if valid != (err == nil) {
			t.Fatalf("error %v; encoding/json takes it: %v", err, valid)
		}
		if valid && !slices.EqualFunc(got, want, func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
			t.Fatalf("%q, want %q", got, want)
		}
		var syntax *SyntaxError
		if errors.As(err, &syntax) && (syntax.Line < last || syntax.Line > 1+strings.Count(text, "\n")) {
			t.Fatalf("%v: behind line %d", err, last)
		}
	})
}

// plain reads all values as encoding/json does.
func plain(text string) (values []json.RawMessage, ok bool) {
	if strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "[") {
		err := json.Unmarshal([]byte(text), &values)
		return values, err == nil
	}
	dec := json.NewDecoder(strings.NewReader(text))
	for {
		var raw json.RawMessage
		err := dec.Decode(&raw)
		if err != nil {
			return values, err == io.EOF
		}
		values = append(values, raw)
	}
}
