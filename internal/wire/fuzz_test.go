package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// seeds gives a fuzz target the lines that the tables found worth trying.
func seeds(f *testing.F) {
	for _, s := range []string{
		fullLine, string(benchLine()), string(cyrillicLine()),
		`{}`, `{"contents":[null,{"parts":[{}]}],"contents":1}`, nested(200), strings.Repeat(`{"a":`, 150),
		"{\"tools\":[\"\u2028\u0085\u2029\xe2\x80\",\"\\ud83d\\ude00\\ud83d\"]}",
		`{"contents":[{"parts":[{"text":"\ud83d\ude00\u2028\n\"\\\/\b\f\r\t\u0000"}]}]}`,
		`{"system_instruction":{"parts":[{"file_data":{"file_uri":"a","fileUri":"b"}}]},"messages":[],"Contents":[]}`,
		`{"contents":[{"role":"user","parts":[{"videoMetadata":{"startOffset":5,"endOffset":".5s","fps":1e-9}}]}]}`,
		`{"contents":[{"parts":[{"functionCall":{"name":"f","args":{"a":[1.50, {"b":null}]}}}]}]} {`,
		`{"a/~b":{"c":1,"c":2},"a":01}`, `{'a':None,}`, `{"a" = -Infinity // x`,
		`{"contents":[{"parts":[{"mediaResolution":"X","executableCode":{},"thought":true}]}],"generationConfig":{"topK":1,"mediaResolution":{}}}`,
	} {
		f.Add([]byte(s))
	}
}

func FuzzDecode(f *testing.F) {
	seeds(f)
	var used Decoder
	f.Fuzz(func(t *testing.T, line []byte) {
		before := bytes.Clone(line)
		x := used.Decode(line)
		if !bytes.Equal(line, before) {
			t.Fatal("the line was written to")
		}
		var fresh Decoder
		if a, b := fmt.Sprintf("%+v", x), fmt.Sprintf("%+v", fresh.Decode(line)); a != b {
			t.Fatalf("a used decoder says\n%s\na new one\n%s", a, b)
		}
		checkFaults(t, line, x)
		valid := json.Valid(line)
		if !valid && !x.Broken {
			t.Fatal("accepted what is no JSON")
		}
		if x.Broken && valid {
			switch k := x.Faults[len(x.Faults)-1].Kind; k {
			case LoneSurrogate, InvalidUTF8, TooDeep:
			default:
				t.Fatalf("%v in good JSON", k)
			}
		}
		if x.Broken {
			return
		}
		var v any
		if err := json.Unmarshal(line, &v); err != nil {
			t.Skip(err) // a number out of range
		}
		doubled := false
		for _, fault := range x.Faults {
			doubled = doubled || fault.Kind == DuplicateMember
		}
		if !doubled {
			for _, fault := range x.Faults {
				if !resolves(v, fault.Pointer) {
					t.Fatalf("nothing at %q", fault.Pointer)
				}
			}
		}
		if len(x.Faults) == 0 && x.Format == Gemini {
			compare(t, x, v.(map[string]any))
		}
	})
}

func checkFaults(t *testing.T, line []byte, x *Line) {
	at := 0
	for i, f := range x.Faults {
		if f.At < at || f.At > len(line) {
			t.Fatalf("fault %d at %d after %d of %d: %+v", i, f.At, at, len(line), f)
		}
		at = f.At
		if f.Kind.IsSyntax() != (x.Broken && i == len(x.Faults)-1) {
			t.Fatalf("fault %d: %+v, Broken %v", i, f, x.Broken)
		}
		if len(f.Name) > maxExcerpt || !utf8.ValidString(f.Name) || f.Kind == NoFault {
			t.Fatalf("%+v", f)
		}
		if len(f.Pointer) > maxPointer || !utf8.ValidString(f.Pointer) || f.Pointer != "" && f.Pointer[0] != '/' {
			t.Fatalf("%+v", f)
		}
		if rest := strings.NewReplacer("~0", "", "~1", "").Replace(f.Pointer); strings.Contains(rest, "~") {
			t.Fatalf("%+v", f)
		}
	}
	if len(x.Faults) > MaxFaults {
		t.Fatal("too many faults")
	}
}

// resolves reports whether there is a value at the pointer.
func resolves(v any, pointer string) bool {
	if pointer == "" {
		return true
	}
	for _, token := range strings.Split(pointer[1:], "/") {
		token = strings.NewReplacer("~1", "/", "~0", "~").Replace(token)
		switch x := v.(type) {
		case map[string]any:
			var ok bool
			if v, ok = x[token]; !ok {
				return false
			}
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i >= len(x) {
				return false
			}
			v = x[i]
		default:
			return false
		}
	}
	return true
}

// compare tests that x, which has no faults, says what encoding/json read.
func compare(t *testing.T, x *Line, v map[string]any) {
	equal := func(what string, got string, want any) {
		t.Helper()
		if s, _ := want.(string); got != s {
			t.Fatalf("%s is %q, want %v", what, got, want)
		}
	}
	raw := func(what, got string, want any) {
		t.Helper()
		var v any
		if got != "" {
			if err := json.Unmarshal([]byte(got), &v); err != nil {
				t.Fatal(err)
			}
		}
		if !reflect.DeepEqual(v, want) {
			t.Fatalf("%s is %v, want %v", what, v, want)
		}
	}
	content := func(c *Content, v any) {
		m := v.(map[string]any)
		equal("role", c.Role.S, m["role"])
		parts, _ := m["parts"].([]any)
		if len(parts) != len(c.Parts) {
			t.Fatalf("%d parts, want %d", len(c.Parts), len(parts))
		}
		for i, p := range c.Parts {
			m := parts[i].(map[string]any)
			equal("text", p.Text.S, m["text"])
			file, _ := m["fileData"].(map[string]any)
			equal("fileUri", p.FileURI.S, file["fileUri"])
			equal("mimeType", p.MIMEType.S, file["mimeType"])
			meta, _ := m["videoMetadata"].(map[string]any)
			if p.Start.Kind == String {
				equal("startOffset", p.Start.Text, meta["startOffset"])
			}
			if p.End.Kind == String {
				equal("endOffset", p.End.Text, meta["endOffset"])
			}
			if fps, _ := meta["fps"].(float64); fps != p.FPS {
				t.Fatalf("fps is %v, want %v", p.FPS, fps)
			}
			resolution, _ := m["mediaResolution"].(map[string]any)
			equal("level", p.Level.S, resolution["level"])
			call, _ := m["functionCall"].(map[string]any)
			equal("name", p.Call.Name.S, call["name"])
			raw("args", p.Call.Body, call["args"])
			response, _ := m["functionResponse"].(map[string]any)
			equal("name", p.Response.Name.S, response["name"])
			raw("response", p.Response.Body, response["response"])
		}
	}
	if s := v["systemInstruction"]; s != nil {
		content(&x.System, s)
	}
	contents, _ := v["contents"].([]any)
	if len(contents) != len(x.Contents) {
		t.Fatalf("%d contents, want %d", len(x.Contents), len(contents))
	}
	for i := range x.Contents {
		content(&x.Contents[i], contents[i])
	}
	raw("tools", x.Tools, v["tools"])
	config, _ := v["generationConfig"].(map[string]any)
	equal("mediaResolution", x.Resolution.S, config["mediaResolution"])
}

func FuzzRoundTrip(f *testing.F) {
	seeds(f)
	var used Encoder
	f.Fuzz(func(t *testing.T, line []byte) {
		var d, e Decoder
		x := d.Decode(line)
		if slices.ContainsFunc(x.Faults, func(f Fault) bool { return f.Kind != SnakeCase }) || x.Lossy {
			return
		}
		first, err := new(Encoder).AppendLine(nil, x)
		if err != nil {
			t.Fatal(err)
		}
		y := e.Decode(first)
		if len(y.Faults) > 0 || y.Lossy || y.Format != Gemini {
			t.Fatalf("%s\n%+v", first, y)
		}
		second, err := used.AppendLine(nil, y)
		if err != nil || !bytes.Equal(first, second) {
			t.Fatalf("%v\n%s\n%s", err, first, second)
		}
		if bytes.ContainsAny(first, "\n\r\u0085\u2028\u2029") || !utf8.Valid(first) {
			t.Fatalf("%q", first)
		}
		// A part without members is written with a text, or nothing may differ.
		if x.Seen != y.Seen || x.Config != y.Config || x.Tools != y.Tools || len(x.Contents) != len(y.Contents) {
			t.Fatalf("\n%+v\n%+v", x, y)
		}
		for i := range x.Contents {
			a, b := &x.Contents[i], &y.Contents[i]
			one, err := new(Encoder).AppendContent(nil, a)
			if err != nil || !bytes.Contains(first, one) {
				t.Fatalf("%v, %s", err, one)
			}
			var g Decoder
			if z := g.DecodeContent(one); len(z.Faults) > 0 || z.Contents[0].Seen != b.Seen || len(z.Contents[0].Parts) != len(b.Parts) {
				t.Fatalf("%+v", z)
			}
			for j := range a.Parts {
				one, err := new(Encoder).AppendPart(nil, &a.Parts[j])
				if err != nil || !bytes.Contains(first, one) {
					t.Fatalf("%v, %s", err, one)
				}
				if z := g.DecodePart(one); len(z.Faults) > 0 || z.Contents[0].Parts[0].Seen != b.Parts[j].Seen {
					t.Fatalf("%+v", z)
				}
			}
		}
	})
}

func FuzzRaw(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		got, fault := AppendRaw(nil, src)
		valid := json.Valid(src)
		if fault != nil {
			if valid {
				switch fault.Kind {
				case LoneSurrogate, InvalidUTF8, TooDeep, DuplicateMember:
				default:
					t.Fatalf("%+v in good JSON", fault)
				}
			}
			return
		}
		if !valid {
			t.Fatal("accepted what is no JSON")
		}
		var want bytes.Buffer
		if err := json.Compact(&want, src); err != nil {
			t.Fatal(err)
		}
		if string(got) != escapeBreaks(want.String()) {
			t.Fatalf("\n got %s\nwant %s", got, want.Bytes())
		}
		again, fault := AppendRaw(nil, got)
		if fault != nil || !bytes.Equal(again, got) {
			t.Fatalf("%+v\n%s\n%s", fault, got, again)
		}
	})
}

func FuzzString(f *testing.F) {
	f.Add("plain")
	f.Add("\u2028 \"é\" \x00 \\ ж世界")
	f.Fuzz(func(t *testing.T, s string) {
		want, ok := slowAppendString(s)
		got, err := AppendString(nil, s)
		if ok != (err == nil) || string(got) != want {
			t.Fatalf("%s, %v\n%s", got, err, want)
		}
		if !ok {
			return
		}
		var back string
		if err := json.Unmarshal(got, &back); err != nil || back != s {
			t.Fatalf("%q, %v", back, err)
		}
	})
}
