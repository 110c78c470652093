package fix

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune/internal/wire"
)

// strict reads data in pieces of n bytes, and returns the strict value, the place behind
// it, and what was mended. ok is false if it cannot be mended.
func strict(data string, n int) (out string, end int, what mends, ok bool) {
	var l lenient
	l.reset()
	b := []byte(data)
	for have := min(n, len(data)); ; {
		switch l.run(b[:have:have], have == len(data)) {
		case statusDone:
			return string(l.out), l.pos, l.mends, true
		case statusFailed:
			return "", l.pos, nil, false
		case statusMore:
			if have == len(data) {
				return "", l.pos, nil, false
			}
			have = min(have+n, len(data))
		case statusLine:
		}
	}
}

func (m mends) String() string {
	var list []string
	for _, x := range m {
		list = append(list, fmt.Sprintf("%s×%d", strings.TrimPrefix(string(x.rule), "json-"), x.n))
	}
	return strings.Join(list, " ")
}

var lenients = []struct{ in, want, mends string }{
	{`{}`, `{}`, ""},
	{`{"a":[1,-0.5e+3,"x",true,false,null,{}], "b" : "\u00e9\ud83d\ude00é\/"}`, "=", ""},
	{"{\n  \"a\": [\n\t1,\r\n 2 ]\n}", `{"a": [1,2 ]}`, ""},
	{"{\"a\":1 \r }", "=", ""},
	{`{"a":1,}`, `{"a":1}`, "trailing-comma×1"},
	{`{"a":[1,2 , ], }`, `{"a":[1,2  ] }`, "trailing-comma×2"},
	{"{\"a\":[1,\n]\n,\n}", `{"a":[1]}`, "trailing-comma×2"},
	{`{/*a*/"a"/**/:/* * / */1//x` + "\n" + `,#y` + "\n" + `"b":2/***/}`, `{"a":1,"b":2}`, "comment×6"},
	{`{'a':'it\'s "x" \\ \n',"b":"it's"}`, `{"a":"it's \"x\" \\ \n","b":"it's"}`, "single-quotes×2"},
	{`{'a':'\x41\xe9\U0001F600\v\u0041'}`, `{"a":"\u0041\u00e9\ud83d\ude00\u000b\u0041"}`, "single-quotes×2"},
	{`{"a":True,"b":False,"c":None}`, `{"a":true,"b":false,"c":null}`, "python×3"},
	{`{a:1,$b_2:2}`, `{"a":1,"$b_2":2}`, "bare-name×2"},
	{`{"a"=1}`, `{"a":1}`, "equals×1"},
	{`{"a":[+1,.5,-.5,5.,5.e3,+.5]}`, `{"a":[1,0.5,-0.5,5,5e3,0.5]}`, "number×6"},
	{`{"a":{}"b":[] [] {}}`, "", ""},
	{`{"a":{}"b":[[] [] {}]}`, `{"a":{},"b":[[] ,[] ,{}]}`, "missing-comma×3"},
	{"{\"a\":\"x\ty\r\x00\x1f\"}", `{"a":"x\ty\r\u0000\u001f"}`, "control-character×4"},
	{"{\"a\":\"x\n\r\ny\"}", `{"a":"x\n\ny"}`, "line-raw-newline×2"},
	{"{\"a\":\"x\n{\"}", `{"a":"x\n{"}`, "line-raw-newline×1"},

	{`{u'a':u"b",U'c':u'\xe9'}`, `{"a":"b","c":"\u00e9"}`, "python×4 single-quotes×3"},
	{`{'a':r'\d\'"\\',"b":R"C:\v\"\n"}`, `{"a":"\\d\\'\"\\\\","b":"C:\\v\\\"\\n"}`, "single-quotes×2 python×2"},
	{`{'a':"it's \xa0\'\U0001F600"}`, `{"a":"it's \u00a0'\ud83d\ude00"}`, "single-quotes×1"},
	{"{'a': 'b '\n      \"c's \"\n 'd', 'e': 1}", `{"a": "b c's d", "e": 1}`, "single-quotes×4 python×2"},
	{"{u'a':u'b'\n u'c'}", `{"a":"bc"}`, "python×3 single-quotes×3"},
	{"{'a':'b' # c\r\n\t\"d\"}", `{"a":"bd"}`, "single-quotes×2 comment×1 python×1"},
	{`{'a':('b' "c" u'd'),'d':("e"),'f':( 1 )}`, `{"a":"bcd","d":"e","f": 1 }`, "single-quotes×5 python×5"},
	{`{"a":(1,2),"b":("c",),"d":(),"e":((1),[2,],)}`, `{"a":[1,2],"b":["c"],"d":[],"e":[1,[2]]}`, "python×5 trailing-comma×1"},
	{`{“a”:”b”,„c“: [“it's ‘d’”, "“e”"]}`, `{"a":"b","c": ["it's ‘d’", "“e”"]}`, "syntax×4"},
	{`{“a “b” c”:1}`, "", ""}, {`{“a"b”:1}`, "", ""}, {`{“a”: “b" }`, "", ""}, {`{“a\”:1}`, "", ""}, {`{“a”: ‘b’}`, "", ""}, {`{«a»:1}`, "", ""}, {`{“a`, "", ""},
	{`{true:1,null:2,r:3,u:4}`, `{"true":1,"null":2,"r":3,"u":4}`, "bare-name×4"},

	// A quote of the text written twice, and one that a prefix of Python seems to stand before.
	{`{'a':'It''s a goal'}`, "", ""}, {`{'a':"He said ""hi"" loudly"}`, "", ""}, {`{'a':"""b "u" c"""}`, "", ""}, {`{'a':""""""}`, "", ""}, {`{'a':"b "u" c"}`, "", ""},
	{`{'a':('b''c')}`, "", ""}, {`{'a':('b'/**/'c')}`, "", ""}, {`{'a':("b "u" c")}`, "", ""}, {`{'a':'b' 'c'}`, "", ""}, {`{u'a':u'b' u'c'}`, "", ""}, {"{'a':'b'/*\n*/'c'}", "", ""}, {"{'a':['b'\n'c']}", "", ""},
	// A comma between what stands in a parenthesis would make a tuple of it.
	{`{"":(()[0])}`, "", ""}, {`{"a":[({} {})]}`, "", ""}, {`{"a":([] [])}`, "", ""}, {`{"a":({} "b")}`, "", ""}, {`{"a":(1,[] {})}`, "", ""},
	// Escapes that mean one thing in Python and another in JavaScript.
	{`{'a':'\a'}`, "", ""}, {`{'a':'\/'}`, "", ""}, {`{'a':'\ud83d\ude00'}`, "", ""}, {`{'a':"\a"}`, "", ""}, {`{'a':"\ud83d\ude00"}`, "", ""},

	{`{'a':['b' 'c']}`, "", ""}, {`{'a':('b' 'c','d')}`, "", ""}, {`{'a':('b','c' 'd')}`, "", ""}, {`{'a':'b' 'c':1}`, "", ""}, {`{"a":"b" "c"}`, "", ""}, {`{'a':'b' c}`, "", ""},
	{`{'a':b'c'}`, "", ""}, {`{'a':f'c'}`, "", ""}, {`{'a':rb'c'}`, "", ""}, {`{'a':xy'c'}`, "", ""}, {`{b'a':1}`, "", ""}, {`{"a":"\x41",'b':1}`, "", ""}, {`{'a':'\101'}`, "", ""}, {`{'a':'\N{DASH}'}`, "", ""},
	{`{"a":(1}`, "", ""}, {`{"a":[1)}`, "", ""}, {`{"a":(1]}`, "", ""}, {`{"a":(,)}`, "", ""}, {`{"a":)}`, "", ""}, {`{(1):2}`, "", ""}, {`{"a":(1 2)}`, "", ""}, {`{"a":(`, "", ""}, {`{"a":(1`, "", ""}, {`{"a":u'`, "", ""}, {`{"a":r'\`, "", ""}, {`{'a':'b' u`, "", ""},
	{`{True:1}`, "", ""}, {`{"a":1,None:2}`, "", ""}, {`{False:1}`, "", ""}, {`{'a':OrderedDict()}`, "", ""},

	{`{`, "", ""}, {`{"a`, "", ""}, {`{"a\`, "", ""}, {`{"a\u12`, "", ""}, {`{"a\ud83d`, "", ""}, {`{"a":1`, "", ""}, {`{"a":"` + "\xc3", "", ""},
	{`{,}`, "", ""}, {`{"a":1,,}`, "", ""}, {`{"a":[,1]}`, "", ""}, {`{"a":[1,,2]}`, "", ""}, {`{"a"}`, "", ""}, {`{"a":}`, "", ""}, {`{:1}`, "", ""},
	{`{"a":1]`, "", ""}, {`{"a":[1}`, "", ""}, {`{"a":1 "b":2}`, "", ""}, {`{"a":"x""b":2}`, "", ""}, {`{"a":["x" "y"]}`, "", ""},
	{`{"a":NaN}`, "", ""}, {`{"a":-Infinity}`, "", ""}, {`{"a":nan}`, "", ""}, {`{"a":undefined}`, "", ""}, {`{"a":tru}`, "", ""}, {`{"a":trueish}`, "", ""},
	{`{"a":01}`, "", ""}, {`{"a":0x1}`, "", ""}, {`{"a":1_000}`, "", ""}, {`{"a":.}`, "", ""}, {`{"a":+}`, "", ""}, {`{"a":-}`, "", ""}, {`{"a":.e3}`, "", ""}, {`{"a":+-1}`, "", ""}, {`{"a":1e}`, "", ""},
	{`{"a":"\x41"}`, "", ""}, {`{"a":"C:\videos"}`, "", ""}, {`{"a":"\ud83d"}`, "", ""}, {`{"a":"\ude00"}`, "", ""}, {`{"a":"\ud83d\u0041"}`, "", ""}, {`{'a':'\xg0'}`, "", ""}, {`{'a':'\UFFFFFFFF'}`, "", ""}, {`{'a':'\U0000d800'}`, "", ""},
	{"{\"a\":\"\xff\"}", "", ""}, {"{\"a\":\"\xed\xa0\x80\"}", "", ""}, {"{\xff}", "", ""},
	{`{1:2}`, "", ""}, {`{a-b:2}`, "", ""}, {`{"a":1/2}`, "", ""}, {`{"a":1 /`, "", ""}, {`{"a":1 /* x`, "", ""},
}

func TestLenient(t *testing.T) {
	for _, c := range lenients {
		want := c.want
		if want == "=" {
			want = c.in
		}
		for _, n := range []int{len(c.in), 1, 3} {
			out, end, what, ok := strict(c.in, n)
			if ok != (want != "") || out != want || ok && (end != len(c.in) || what.String() != c.mends) {
				t.Errorf("%q in pieces of %d: %q, %v, %q, %d; want %q, %q", c.in, n, out, ok, what, end, want, c.mends)
			}
		}
	}
}

// TestLenientWhy tells where it ends, and why.
func TestLenientWhy(t *testing.T) {
	for _, c := range []struct {
		in  string
		at  int
		why string
	}{
		{`{"a":NaN}`, 5, `"NaN" is no number of JSON`}, {`{"a":nan}`, 5, `"nan" is no number`}, {`{"a":-Infinity}`, 5, "is no number"}, {`{"a":0x1}`, 5, `"0x1" is no number of JSON`},
		{`{"a":undefined}`, 5, "no value of JSON"}, {`{"a":datetime.datetime(2024)}`, 5, `"datetime.datetime"`}, {`{"a":<x>}`, 5, `found "<" where a value belongs`},
		{`{'a':b'c'}`, 5, "b'…"}, {`{'a':['b' 'c']}`, 10, "side by side"}, {`{'a':('b' 'c','d')}`, 13, "side by side"}, {`{'a':'b' 'c'}`, 9, "side by side"}, {`{'a':'It''s'}`, 9, quoteTwice}, {`{'a':"b "u" c"}`, 9, quoteTwice}, {`{"a":"b ""c"}`, 9, quoteTwice},
		{`{"":(()[0])}`, 7, "where a comma or"}, {`{'a':'\a'}`, 6, bellEscape}, {`{'a':'\/'}`, 6, slashEscape}, {`{'a':'\ud83d\ude00'}`, 6, pythonPair},
		{`{"a":"b"c"}`, 8, `found "c" behind a text`},
		{`{'a':'\N{DASH}'}`, 6, `\N{…}`}, {`{'a':'\101'}`, 6, "octal"}, {`{"a":"\q"}`, 6, `JSON has no escape \q;`}, {`{"a":"\ud83d"}`, 6, "surrogate"}, {"{\"a\":\"\xff\"}", 6, "0xFF is not valid UTF-8"},
		{`{True:1}`, 1, "Python's True as a name"}, {`{1:2}`, 1, `found "1" where a name belongs`}, {`{"a" 1}`, 5, "':' belongs"}, {`{"a":[1}`, 7, `'}' where ']' closes`}, {`{"a":1 b}`, 7, "comma"},
		{`{"a":1 / 2}`, 7, "no comment"}, {`{"a":`, -1, cutShort}, {`{"a":"b`, -1, cutShort}, {`{"a":` + strings.Repeat("[", 100), 104, tooDeep}, {`{‘a’:1}`, 1, "‘"}, {`{“a “b”:1}`, 6, "which of them"}, {`{“a\”:1}`, 5, "typographic"},
	} {
		var l lenient
		l.reset()
		st := l.run([]byte(c.in), true)
		if st == statusMore {
			l.why, l.pos = cutShort, -1
		}
		if st == statusDone || c.at >= 0 && l.pos != c.at || !strings.Contains(l.why, c.why) {
			t.Errorf("%s: at %d, %q; want %d, %q", c.in, l.pos, l.why, c.at, c.why)
		}
	}
}

// TestLenientDepth nests as deep as the strict reader goes, and one deeper.
func TestLenientDepth(t *testing.T) {
	for depth, want := range map[int]bool{wire.MaxDepth: true, wire.MaxDepth + 1: false, 100_000: false} {
		in := `{"a":` + strings.Repeat("[", depth-1) + strings.Repeat("]", depth-1) + "}"
		if _, _, _, ok := strict(in, len(in)); ok != want {
			t.Errorf("%d deep: %v", depth, ok)
		}
	}
}

// FuzzLenient holds the tokenizer to what it promises: what comes out is strict JSON,
// whatever goes in; strict JSON without line breaks comes out as it is, with them as
// the same value; pieces of any size give the same; and the result is its own.
func FuzzLenient(f *testing.F) {
	for _, c := range lenients {
		f.Add(c.in, uint8(3))
	}
	f.Fuzz(func(t *testing.T, in string, n uint8) {
		if !strings.HasPrefix(in, "{") {
			in = "{" + in
		}
		out, end, _, ok := strict(in, len(in))
		pieces, end2, _, ok2 := strict(in, int(n)+1)
		if out != pieces || ok != ok2 || end != end2 {
			t.Fatalf("%q: %q, %v; in pieces %q, %v", in, out, ok, pieces, ok2)
		}
		var d wire.Decoder
		good := !d.Decode([]byte(in)).Broken
		if !ok {
			if good {
				t.Fatalf("%q is strict JSON and was refused", in)
			}
			return
		}
		if !json.Valid([]byte(out)) || d.Decode([]byte(out)).Broken || strings.Contains(out, "\n") {
			t.Fatalf("%q: %q is not strict", in, out)
		}
		if again, _, what, _ := strict(out, len(out)); again != out || len(what) > 0 {
			t.Fatalf("%q: %q, and then %q", in, out, again)
		}
		if !good {
			return
		}
		if !strings.Contains(in, "\n") && out != in[:end] {
			t.Fatalf("%q was changed to %q", in, out)
		}
		if diff := cmp.Diff(value(t, in[:end]), value(t, out)); diff != "" {
			t.Fatalf("%q: another value: %s", in, diff)
		}
	})
}

// value reads JSON without losing digits.
func value(t *testing.T, text string) (v any) {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return v
}
