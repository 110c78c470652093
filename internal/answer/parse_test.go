package answer

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// text writes the facts that differ from those of a plain text.
func text(f *Facts) string {
	var b []string
	for _, w := range []struct {
		on   bool
		word string
	}{
		{f.Empty, "empty"}, {f.NullWord, "null word"}, {f.Negative, "negative"},
		{f.Fence == WholeFence, "fenced"}, {f.Fence == CutFence, "cut fence"},
		{f.JSON == JSONOK, "JSON " + f.Shape()}, {f.ShapeComplex, "complex"},
		{f.JSON == JSONBroken, fmt.Sprintf("broken at %d: %s", f.ErrAt, f.Err)},
	} {
		if w.on {
			b = append(b, w.word)
		}
	}
	return strings.Join(b, "; ")
}

func TestParse(t *testing.T) {
	var p Parser
	for _, tt := range []struct{ in, want string }{
		// plain text
		{"A dog runs over the lawn.", ""},
		{"", "empty; negative"},
		{" \n\t\u00a0", "empty; negative"},
		{"42", ""}, {"-1.5", ""}, {"true", ""}, {`"dog"`, ""},
		{"nan", "null word"}, {"NaN", "null word"}, {" None\n", "null word; negative"},
		{"null", "null word; negative"}, {"NULL", "null word; negative"},
		{"none", "negative"}, {"NONE", "negative"}, {"Null", "negative"}, {"NAN", ""}, {"None of them", ""}, {"nano", ""},
		{"No.", "negative"}, {"no events", "negative"}, {"Nothing", "negative"}, {"N/A", "negative"}, {"No dog", ""}, {"northern lights", ""},

		// JSON
		{`{"a":1}`, "JSON {a: number}"},
		{` [{"a":1},{"a":null}] `, "JSON [{a: number|null}]"},
		{`[{"b":"x","a":[1,2]},{"a":[],"b":"y"}]`, "JSON [{a: [number]|[], b: string}]"},
		{`{}`, "negative; JSON {}"}, {`[]`, "negative; JSON []"}, {"[ ]", "negative; JSON []"},
		{`{"events":[]}`, "negative; JSON {events: []}"}, {`{"events":{}}`, "negative; JSON {events: {}}"}, {`{"events":null}`, "negative; JSON {events: null}"},
		{`{"events":[],"note":""}`, "JSON {events: [], note: string}"}, {`{"events":[{}]}`, "JSON {events: [{}]}"}, {`[[]]`, "JSON [[]]"}, {`[null]`, "JSON [null]"},
		{`[1, 2.5e3, -0]`, "JSON [number]"}, {`["dog"]`, "JSON [string]"}, {`[true,false]`, "JSON [boolean]"},
		{`{"a\u0062":"\u00e9\ud83d\ude00"}`, "JSON {ab: string}"},

		// broken
		{`{"a":1`, "broken at 6: it ends in the middle"},
		{`{"a":`, "broken at 5: it ends in the middle"},
		{`{"a`, "broken at 3: it ends in the middle"},
		{` {"a":tr`, "broken at 8: it ends in the middle"},
		{`[{`, "broken at 2: it ends in the middle"},
		{`[{"a":1},]`, "broken at 8: a comma stands before the closing bracket"},
		{`{"a":1,}`, "broken at 6: a comma stands before the closing bracket"},
		{`{"a":1 "b":2}`, "broken at 7: a comma is missing"},
		{`{"a" 1}`, "broken at 5: a colon is missing after a key"},
		{`{"a":1]`, "broken at 6: a closing bracket does not match"},
		{`{"a":1}}`, "broken at 7: a closing bracket too many"},
		{`{"a":NaN}`, "broken at 5: NaN is no JSON value"},
		{`{"a":None}`, "broken at 5: None is no JSON value, null is"},
		{`{"a":-Infinity}`, "broken at 5: Infinity is no JSON number"},
		{`{"a":01}`, "broken at 5: a number begins with 0"},
		{`{"a":1.}`, "broken at 5: a number has no digit after the point"},
		{`{"a":'x'}`, "broken at 5: single quotes stand for double ones"},
		{`{'a': 'x'}`, "broken at 1: single quotes stand for double ones"},
		{`[{'a': 'x'}]`, "broken at 2: single quotes stand for double ones"},
		{`[{a: 1}]`, "broken at 2: a key has no quotes"},
		{`{"a":x}`, "broken at 5: a text has no quotes"},
		{`{"a":}`, "broken at 5: a value is missing"},
		{`{"a":1,,"b":2}`, "broken at 7: a comma too many"},
		{`{"a":"\x"}`, "broken at 6: an unknown escape stands in a string"},
		{"{\"a\":\"x\ny\"}", "broken at 7: a line break stands in a string"},
		{"{\"a\":\"x\ty\"}", "broken at 7: a control character stands in a string"},
		{"{\"a\":1 // one\n}", "broken at 7: a comment stands in it"},
		{`["dog", "cat`, "broken at 12: it ends in the middle"},
		{`["dog" , cat]`, "broken at 9: a text has no quotes"},
		{`[{"a":1}, ...]`, "broken at 10: an ellipsis stands in it"},
		{strings.Repeat(`[`, MaxNesting+1) + "]", "broken at 1000: it is nested too deeply"},

		// near misses: text that only looks like it
		{"[Music] the crowd cheers", ""}, {"[applause]", ""}, {"{smile}", ""}, {"[1] The first.", ""}, {"[1, 2] and [3]", ""},
		{"{", ""}, {"[", ""}, {`["Hello" said the man]`, ""}, {"[[Category]]", ""}, {"{'quoted'}", ""}, {"{'it's", ""}, {"[{smile}]", ""},
		{`{"a":1} is what I see`, ""}, {"[] means nothing", ""}, {"{\"a\":1}\n{\"a\":2}", ""}, {"[12:30] A dog", ""}, {"[-] x", ""},

		// fences
		{"```json\n[{\"a\": \"dog\"}]\n```", "fenced; JSON [{a: string}]"},
		{"```\n{\"a\":1}\n```", "fenced; JSON {a: number}"},
		{"```JSON\r\n{\"a\":1}\r\n```\n", "fenced; JSON {a: number}"},
		{"```json {\"a\":1} ```", "fenced; JSON {a: number}"},
		{"```json{\"a\":1}```", "fenced; JSON {a: number}"},
		{"```json\n[]\n```", "negative; fenced; JSON []"},
		{"```json\n1\n```", "fenced; JSON number"},
		{"```\nnone\n```", "negative; fenced"},
		{"```dog```", "fenced"},
		{"```python\nprint()\n```", "fenced"},
		{"````\na ``` b\n````", "fenced"},
		{"```json\n{\"a\":\"```\"}\n```", "fenced; JSON {a: string}"},
		{"```json\n{\"a\":1}", "cut fence; JSON {a: number}"},
		{"```json\n{\"a\":1,", "cut fence; broken at 15: it ends in the middle"},
		{"```\nSome text", "cut fence"},
		{"```", "cut fence"}, {"```json", "cut fence; broken at 7: nothing stands in the fence"},
		{"{\"a\":1}\n```", "cut fence; JSON {a: number}"},
		{"Some text\n```", "cut fence"},
		{"Here it is:\n```json\n{\"a\":1}", "cut fence"},
		{"```json\n{\"a\":1}\nThat is all.\n```", "fenced; broken at 16: text follows the JSON"},
		{"```json\nA dog\n```", "fenced; broken at 8: a text has no quotes"},
		{"```json\n[Music]\n```", "fenced; broken at 9: a text has no quotes"},
		{"```\n[Music]\n```", "fenced"},
		{"Here it is:\n```json\n{\"a\":1}\n```", ""},
		{"```json\n{\"a\":1}\n```\nThat is all.", ""},
		{"```json\n{\"a\":1}\n```\nand\n```json\n{\"a\":2}\n```", ""},
		{"He types ``` on the keyboard", ""},
		{"`dog`", ""},

		// bounds of a shape
		{`{"` + strings.Repeat("k", MaxLabelBytes) + `":1}`, "JSON {" + strings.Repeat("k", MaxLabelBytes) + ": number}"},
		{`{"` + strings.Repeat("k", MaxLabelBytes+1) + `":1}`, "JSON ; complex"},
		{strings.Repeat("[", MaxShapeDepth) + "[]" + strings.Repeat("]", MaxShapeDepth), "JSON " + strings.Repeat("[", MaxShapeDepth+1) + strings.Repeat("]", MaxShapeDepth+1)},
		{strings.Repeat("[", MaxShapeDepth+1) + "[]" + strings.Repeat("]", MaxShapeDepth+1), "JSON ; complex"},
		{object(MaxPaths+1, "1"), "JSON ; complex"},
	} {
		f := p.Parse(tt.in)
		if got := text(f); got != tt.want {
			t.Errorf("%.80q:\n got %s\nwant %s", tt.in, got, tt.want)
		}
		if (f.ShapeHash != 0) != (f.JSON == JSONOK && !f.ShapeComplex) {
			t.Errorf("%.80q: hash %d", tt.in, f.ShapeHash)
		}
	}
	if f := p.Parse(object(MaxPaths, "1")); f.ShapeComplex {
		t.Error("a shape at the limit is too complex")
	}
}

// object is an object of n members with one value.
func object(n int, value string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"k%d":%s`, i, value)
	}
	return "{" + b.String()[1:] + "}"
}

func TestShapeHash(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{`{"a":1,"b":"x"}`, `{"b":"y", "a":2.5}`, true},
		{`[{"a":1}]`, `[{"a":1},{"a":2},{"a":3}]`, true},
		{`[{"a":1,"b":2}]`, `[{"b":1},{"a":1}]`, true},
		{`{"a":1}`, "```json\n{\"a\":1}\n```", true},
		{`{"a":"x"}`, `{"\u0061":"x"}`, true},
		{`[1,null]`, `[null,2]`, true},
		{`[1,null]`, `[2]`, true},
		{`{"a":1}`, `{"a":"1"}`, false},
		{`{"a":1}`, `{"A":1}`, false},
		{`{"a":1}`, `[{"a":1}]`, false},
		{`{"a":{"b":1}}`, `{"b":{"a":1}}`, false},
		{`{"a":{"b":1}}`, `{"a":1,"b":{}}`, false},
		{`[[1]]`, `[{"":1}]`, false},
	} {
		var p, q Parser
		a, b := p.Parse(tt.a), q.Parse(tt.b)
		if (a.ShapeHash == b.ShapeHash) != tt.same {
			t.Errorf("%s and %s: %x, %x", tt.a, tt.b, a.ShapeHash, b.ShapeHash)
		}
	}
}

func TestLabels(t *testing.T) {
	long := strings.Repeat("x", MaxLabelBytes)
	for _, tt := range []struct{ in, want string }{
		{"dog", "[=dog]"}, {" dog\n", "[=dog]"}, {"dog\ncat", "[]"}, {"12", "[]"}, {"none", "[=none]"}, {"None", "[]"}, {"犬", "[=犬]"},
		{long, "[=" + long + "]"}, {long + "x", "[]"}, {"```\ndog\n```", "[]"},
		{`{"label":"dog","start":"00:05","n":"12"}`, "[label=dog]"},
		{`{"events":[{"label":"dog"},{"label":"c\u0061t"}],"tags":["a","b"]}`, "[events[].label=dog events[].label=cat tags[]=a tags[]=b]"},
		{`[["a"]]`, "[[][]=a]"},
		{`{"label":"` + long + `x"}`, "[]"}, {`{"label":"` + strings.Repeat(`\u00e9`, 32) + `"}`, "[label=" + strings.Repeat("é", 32) + "]"},
		{`{"label":"dog"`, "[]"},
	} {
		var p Parser
		got := []string{}
		p.Parse(tt.in).Labels(func(path, value string) bool {
			got = append(got, path+"="+value)
			return true
		})
		if fmt.Sprint(got) != tt.want {
			t.Errorf("%.60q: %v, want %s", tt.in, got, tt.want)
		}
	}
}

func TestCloneAndParseInto(t *testing.T) {
	var p Parser
	f := p.Parse(`{"label":"dog","start":5}`)
	c := f.Clone()
	var own Facts
	p.ParseInto(&own, `{"label":"cat","end":7}`)
	p.Parse(`[{"x":["some other text"]}]`)
	for _, tt := range []struct {
		f           *Facts
		shape, word string
		max         time.Duration
	}{{c, "{label: string, start: number}", "dog", 5 * time.Second}, {&own, "{end: number, label: string}", "cat", 7 * time.Second}} {
		word := ""
		tt.f.Labels(func(_, v string) bool { word = v; return false })
		if tt.f.Shape() != tt.shape || word != tt.word || tt.f.Times.Max != tt.max {
			t.Errorf("%s, %s, %v", tt.f.Shape(), word, tt.f.Times)
		}
	}
}

var allocTexts = []string{
	"", "dog", "A dog runs over the lawn at 00:12, then 12:34.",
	`{"events":[{"label":"dog","start":"00:05","end_ms":12.5,"t\u0069me":"00:00:01.5 - 00:00:02.5"},{"label":null}],"ok":true}`,
	"```json\n[{\"a\": \"dog\"}]\n```", `{"a":1,}`, `{"a":NaN}`, "[Music] x", strings.Repeat("[", 500),
}

func TestAllocs(t *testing.T) {
	var p Parser
	var s Survey
	var own Facts
	run := func() {
		for i, in := range allocTexts {
			s.Add(Place{Line: i + 1}, p.Parse(in), 0, time.Minute, true)
			p.ParseInto(&own, in)
		}
	}
	run()
	if n := testing.AllocsPerRun(100, run); n != 0 {
		t.Errorf("%v allocations for %d answers", n, len(allocTexts))
	}
}

func FuzzParse(f *testing.F) {
	for _, in := range allocTexts {
		f.Add(in)
	}
	f.Add("```json\n{\"a\":\"```\"}\n```")
	f.Add(`["dog", "cat`)
	f.Fuzz(func(t *testing.T, in string) {
		var p Parser
		a := p.Parse(in)
		if a.ErrAt < 0 || a.ErrAt > len(in) || a.Times.MaxAt < 0 || a.Times.MaxAt > len(in) || (a.Err == "") != (a.JSON != JSONBroken) {
			t.Fatalf("%+v", a)
		}
		if a.Times.Min > a.Times.Max || a.Times.Count > 0 && a.Times.MaxAt == len(in) {
			t.Fatalf("%+v", a.Times)
		}
		a.Shape()
		a.Labels(func(path, value string) bool {
			if value == "" || len(value) > MaxLabelBytes {
				t.Fatalf("label %q of %q", value, path)
			}
			return true
		})
		trimmed := strings.TrimSpace(in)
		if trimmed != "" && (trimmed[0] == '{' || trimmed[0] == '[') && a.Fence == NoFence {
			if valid := json.Valid([]byte(trimmed)); valid != (a.JSON == JSONOK) && !(valid && a.Err == tooDeep) {
				t.Fatalf("JSON state %d, valid %v: %s", a.JSON, valid, a.Err)
			}
		}
		if in != "" {
			p.Parse(strings.Repeat(in, 3))
		}
		if b := p.Parse(in); text(b) != text(a.Clone()) {
			t.Fatal("the memory of another answer shows")
		}
		var s Survey
		for i := range MinAnswers {
			s.Add(Place{Line: i + 1}, p.Parse(in[:len(in)*i/MinAnswers]), 0, time.Second, true)
		}
		s.Findings()
	})
}

func BenchmarkParse(b *testing.B) {
	for _, in := range []string{
		"```json\n" + `[{"label": "goal", "start": "00:12", "end": "00:15", "confidence": "high"}, {"label": "corner", "start": "00:32", "end": "00:35", "confidence": "low"}]` + "\n```",
		strings.Repeat("A player in red runs along the line and passes the ball. ", 10),
	} {
		b.Run(in[:3], func(b *testing.B) {
			var p Parser
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			for b.Loop() {
				p.Parse(in)
			}
		})
	}
}
