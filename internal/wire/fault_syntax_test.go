package wire

import (
	"strings"
	"testing"
)

func TestSyntaxFaults(t *testing.T) {
	const (
		value = "a value"
		name  = "a member name"
		after = "a comma or '}'"
		quote = after + `; a quotation mark inside a string is written \"`
	)
	testFaults(t, []faultCase{
		// The end of the line.
		{`§`, []string{`CutShort`}},
		{` §`, []string{`CutShort`}},
		{`{§`, []string{`CutShort`}},
		{`{"tools"§`, []string{`CutShort | /tools`}},
		{`{"tools":§`, []string{`CutShort | /tools`}},
		{`{"tools":[§`, []string{`CutShort | /tools`}},
		{`{"tools":[1§`, []string{`CutShort | /tools`}},
		{`{"tools":[1,§`, []string{`CutShort | /tools`}},
		{`{"tools":[]§`, []string{`CutShort`}},
		{`{"tools":[],§`, []string{`CutShort`}},
		{`{"tools":[tru§`, []string{`CutShort | /tools/0`}},
		{`{"tools":[-§`, []string{`CutShort | /tools/0`}},
		{`{"tools":[1.§`, []string{`CutShort | /tools/0`}},
		{`{"tools":[1e§`, []string{`CutShort | /tools/0`}},
		{`{"tools":[1e+§`, []string{`CutShort | /tools/0`}},
		{`{"contents":[{"parts":[{"text":"a"}§`, []string{`CutShort | /contents/0/parts`}},
		{`{"contents":n§`, []string{`CutShort | /contents`}},
		{`{"§`, []string{`CutInString`}},
		{`{"tools§`, []string{`CutInString`}},
		{`{"tools":["§`, []string{`CutInString | /tools/0`}},
		{`{"tools":["12345678901§`, []string{`CutInString | /tools/0`}},
		{`{"tools":["\§`, []string{`CutInString | /tools/0`}},
		{`{"tools":["\u00e§`, []string{`CutInString | /tools/0`}},
		{`{"tools":["\ud83d§`, []string{`CutInString | /tools/0`}},
		{`{"tools":["\ud83d\§`, []string{`CutInString | /tools/0`}},
		{`{"tools":["\ud83d\ude0§`, []string{`CutInString | /tools/0`}},
		{"{\"tools\":[\"\xe2\x80§", []string{`CutInString | /tools/0`}},
		{`{"contents":[{"parts":[{"text":"a\n§`, []string{`CutInString | /contents/0/parts/0/text`}},

		// Commas.
		{`{"tools":[]§,}`, []string{`TrailingComma |  | ,`}},
		{`{"tools":[] §, }`, []string{`TrailingComma |  | ,`}},
		{`{"tools":[1§,]}`, []string{`TrailingComma | /tools | ,`}},
		{`{"contents":[{"parts":[{"fileData":{}§, }]}]}`, []string{`TrailingComma | /contents/0/parts/0 | ,`}},
		{`{"tools":[1§ 2]}`, []string{`MissingComma | /tools |  | a comma`}},
		{`{"tools":[{}§{}]}`, []string{`MissingComma | /tools |  | a comma`}},
		{`{"tools":["a"§"b"]}`, []string{`MissingComma | /tools |  | a comma`}},
		{`{"tools":["a"§ b]}`, []string{`MissingComma | /tools |  | a comma`}},
		{`{"tools":[]§ "contents":[]}`, []string{`MissingComma |  |  | a comma`}},
		{`{"tools":[]§"contents":[]}`, []string{`MissingComma |  |  | a comma`}},
		{`{"contents":[{"role":"user"§ "parts":[]}]}`, []string{`MissingComma | /contents/0 |  | a comma`}},
		{`{"tools":[§,1]}`, []string{`Syntax | /tools/0 | , | ` + value}},
		{`{"tools":[1,§,2]}`, []string{`Syntax | /tools/1 | , | ` + value}},
		{`{§,"tools":[]}`, []string{`Syntax |  | , | ` + name}},
		{`{"tools":[],§,}`, []string{`Syntax |  | , | ` + name}},
		{`{"tools":[]§;}`, []string{`Syntax |  | ; | ` + after}},
		{`{"tools":[]§]`, []string{`Syntax |  | ] | ` + after}},
		{`{"tools":[1§}`, []string{`Syntax | /tools | } | a comma or ']'`}},
		{`{"tools":§}`, []string{`Syntax | /tools | } | ` + value}},
		{`{"tools":[§:]}`, []string{`Syntax | /tools/0 | : | ` + value}},

		// Quotes and names.
		{`{§'tools':[]}`, []string{`SingleQuote |  | ' | "`}},
		{`{"tools":[§'a']}`, []string{`SingleQuote | /tools/0 | ' | "`}},
		{`{"tools":["it's"]}`, nil},
		{`{§tools:[]}`, []string{`BareName |  | tools`}},
		{`{"tools":[],§contents:[]}`, []string{`BareName |  | contents`}},
		{`{§1:2}`, []string{`BareName |  | 1`}},
		{`{§$a_1:2}`, []string{`BareName |  | $a_1`}},
		{`{§"a":"He said "§yes" and went"}`, []string{`UnknownMember | /a | a`, `Syntax |  | yes | ` + quote}},
		{`{"tools"§=[]}`, []string{`EqualsSign | /tools | = | a colon`}},
		{`{"tools" §= []}`, []string{`EqualsSign | /tools | = | a colon`}},
		{`{"tools" §[]}`, []string{`Syntax | /tools | [ | a colon`}},
		{`{"tools"§,"a"}`, []string{`Syntax | /tools | , | a colon`}},
		{`{"tools":§=[]}`, []string{`Syntax | /tools | = | ` + value}},
		{`{§“tools”:[]}`, []string{`Syntax |  | “ | ` + name}},
		{`{"tools":[§“a”]}`, []string{`Syntax | /tools/0 | “ | ` + value}},
		{"{§\u00a0\"tools\":[]}", []string{`Syntax |  | U+00A0 | ` + name}},
		{"§\ufeff{}", []string{`Syntax |  | U+FEFF | ` + value}},

		// Words.
		{`{"tools":§None}`, []string{`PythonWord | /tools | None | null`}},
		{`{"tools":[§True]}`, []string{`PythonWord | /tools/0 | True | true`}},
		{`{"tools":[§False]}`, []string{`PythonWord | /tools/0 | False | false`}},
		{`{"tools":[§nan]}`, []string{`PythonWord | /tools/0 | nan | a number`}},
		{`{"contents":§nan}`, []string{`PythonWord | /contents | nan | a number`}},
		{`{"tools":[§-inf]}`, []string{`PythonWord | /tools/0 | -inf | a number`}},
		{`{"tools":[§NaN]}`, []string{`NaN | /tools/0 | NaN | a number`}},
		{`{"tools":[§Infinity]}`, []string{`NaN | /tools/0 | Infinity | a number`}},
		{`{"tools":[§-Infinity]}`, []string{`NaN | /tools/0 | -Infinity | a number`}},
		{`{"tools":["NaN","None"]}`, nil},
		{`{"tools":[§Nonesuch]}`, []string{`Syntax | /tools/0 | Nonesuch | ` + value}},
		{`{"tools":[§trueish]}`, []string{`Syntax | /tools/0 | trueish | ` + value}},
		{`{"tools":[§TRUE]}`, []string{`Syntax | /tools/0 | TRUE | ` + value}},
		{`{"contents":§nothing}`, []string{`Syntax | /contents | nothing | ` + value}},
		{`{"tools":[§undefined]}`, []string{`Syntax | /tools/0 | undefined | ` + value}},
		{`{§"foo":1,"tools":[§True]}`, []string{`UnknownMember | /foo | foo`, `PythonWord | /tools/0 | True | true`}},

		// Comments.
		{`{§// no` + "\n" + `}`, []string{`Comment |  | //`}},
		{`{"tools":[§/* no */]}`, []string{`Comment | /tools/0 | /*`}},
		{`{"tools":[] §# no` + "\n" + `}`, []string{`Comment |  | #`}},
		{`{"tools":[]} §// no`, []string{`Comment |  | //`}},
		{`§# a comment`, []string{`Comment |  | #`}},
		{`{"tools":[§/1]}`, []string{`Syntax | /tools/0 | / | ` + value}},
		{`{"tools":["// # /*"]}`, nil},

		// Numbers.
		{`{"tools":[§01]}`, []string{`BadNumber | /tools/0 | 01`}},
		{`{"tools":[§-01]}`, []string{`BadNumber | /tools/0 | -01`}},
		{`{"tools":[§+1]}`, []string{`BadNumber | /tools/0 | +1`}},
		{`{"tools":[§.5]}`, []string{`BadNumber | /tools/0 | .5`}},
		{`{"tools":[§-.5]}`, []string{`BadNumber | /tools/0 | -.5`}},
		{`{"tools":[§1.]}`, []string{`BadNumber | /tools/0 | 1.`}},
		{`{"tools":[§1.e5]}`, []string{`BadNumber | /tools/0 | 1.e5`}},
		{`{"tools":[§1e]}`, []string{`BadNumber | /tools/0 | 1e`}},
		{`{"tools":[§1.2.3]}`, []string{`BadNumber | /tools/0 | 1.2.3`}},
		{`{"tools":[§0x1F]}`, []string{`BadNumber | /tools/0 | 0x1F`}},
		{`{"tools":[§1_000]}`, []string{`BadNumber | /tools/0 | 1_000`}},
		{`{"tools":[§-]}`, []string{`BadNumber | /tools/0 | -`}},
		{`{"tools":[§-a]}`, []string{`BadNumber | /tools/0 | -a`}},
		{`{"tools":[§+]}`, []string{`Syntax | /tools/0 | + | ` + value}},
		{`{"tools":[0,-0,10,1.50,1e5,1E-05,0e0]}`, nil},
		{`{"contents":[{"parts":[{"videoMetadata":{"fps":§1.}}]}]}`, []string{`BadNumber | /contents/0/parts/0/videoMetadata/fps | 1.`}},

		// Strings.
		{`{"tools":["a§\'b"]}`, []string{`BadEscape | /tools/0 | \'`}},
		{`{"tools":["a§\x41b"]}`, []string{`BadEscape | /tools/0 | \x41`}},
		{`{"tools":["§\u12G4"]}`, []string{`BadEscape | /tools/0 | \u12`}},
		{`{"tools":["§\u12"]}`, []string{`BadEscape | /tools/0 | \u12`}},
		{`{"tools":["§\U0001F600"]}`, []string{`BadEscape | /tools/0 | \U`}},
		{`{"tools":["§\é"]}`, []string{`BadEscape | /tools/0 | \é`}},
		{"{\"tools\":[\"\\§\xff\"]}", []string{`InvalidUTF8 | /tools/0 | 0xFF`}},
		{`{"contents":[{"role":"us\"§\er"}]}`, []string{`BadEscape | /contents/0/role | \e`}},
		{`{"too§\ls":[]}`, []string{`BadEscape |  | \l`}},
		{`{"tools":[{"§\q":1}]}`, []string{`BadEscape | /tools/0 | \q`}},
		{`{"tools":["§\ud83d"]}`, []string{`LoneSurrogate | /tools/0 | \ud83d | a pair of surrogates`}},
		{`{"tools":["§\ude00\ud83d"]}`, []string{`LoneSurrogate | /tools/0 | \ude00 | a pair of surrogates`}},
		{`{"tools":["§\ud83d\u0041"]}`, []string{`LoneSurrogate | /tools/0 | \ud83d | a pair of surrogates`}},
		{`{"tools":["§\ud83d\ud83d\ude00"]}`, []string{`LoneSurrogate | /tools/0 | \ud83d | a pair of surrogates`}},
		{`{"tools":["§\ud83d\n      "]}`, []string{`LoneSurrogate | /tools/0 | \ud83d | a pair of surrogates`}},
		{`{"tools":[{"§\uD800":1}]}`, []string{`LoneSurrogate | /tools/0 | \uD800 | a pair of surrogates`}},
		{`{"contents":[{"parts":[{"text":"\n§\uDFFF"}]}]}`, []string{`LoneSurrogate | /contents/0/parts/0/text | \uDFFF | a pair of surrogates`}},
		{"{\"tools\":[\"§\xff\"]}", []string{`InvalidUTF8 | /tools/0 | 0xFF`}},
		{"{\"tools\":[\"12345678é§\xe9t\"]}", []string{`InvalidUTF8 | /tools/0 | 0xE9`}},
		{"{\"tools\":[\"\\n§\xc0\x80\"]}", []string{`InvalidUTF8 | /tools/0 | 0xC0`}},
		{"{\"tools\":[\"§\xed\xa0\x80\"]}", []string{`InvalidUTF8 | /tools/0 | 0xED`}},
		{"{\"tools\":[\"§\xf4\x90\x80\x80\"]}", []string{`InvalidUTF8 | /tools/0 | 0xF4`}},
		{"{\"§\x80\":1}", []string{`InvalidUTF8 |  | 0x80`}},
		{"{\"tools\":[§\xff]}", []string{`InvalidUTF8 | /tools/0 | 0xFF`}},
		{"{\"contents\":[{\"role\":\"\\n§\xff\"}]}", []string{`InvalidUTF8 | /contents/0/role | 0xFF`}},
		{"{\"tools\":[\"a§\tb\"]}", []string{`ControlCharacter | /tools/0 | tab | an escape`}},
		{"{\"tools\":[\"a\\n§\nb\"]}", []string{`ControlCharacter | /tools/0 | line feed | an escape`}},
		{"{\"contents\":[{\"role\":\"a\\n§\rb\"}]}", []string{`ControlCharacter | /contents/0/role | carriage return | an escape`}},
		{"{\"a§\x01\":1}", []string{`ControlCharacter |  | U+0001 | an escape`}},
		{"{\"tools\":[§\x00]}", []string{`ControlCharacter | /tools/0 | U+0000 | a value`}},
		{"{§\b}", []string{`ControlCharacter |  | backspace | a member name`}},
		{"{\"tools\":[\"\x7f\"]}", nil},

		// What follows the object.
		{`{"tools":[]}§{"tools":[]}`, []string{`RunTogether |  | {`}},
		{`{"tools":[]} §{`, []string{`RunTogether |  | {`}},
		{`{"tools":[]}§,{"tools":[]}`, []string{`TrailingData |  | ,{"tools":[]} | the end of the line`}},
		{`{"tools":[]} §}`, []string{`TrailingData |  | } | the end of the line`}},
		{`{"tools":[]} §x`, []string{`TrailingData |  | x | the end of the line`}},
		{"{} §\xff", []string{`InvalidUTF8 |  | 0xFF`}},
		{"{} \xe2§", []string{`CutShort`}},
		{`§},`, []string{`Syntax |  | } | ` + value}},
		{`§]`, []string{`Syntax |  | ] | ` + value}},
		{`§"contents"§: [`, []string{`NotAnObject |  |  | an object | a string`, `TrailingData |  | : [ | the end of the line`}},

		// Depth: the line's own object and the array of tools are two.
		{`{"tools":[` + nested(98) + `]}`, nil},
		{`{"tools":[` + strings.Repeat("[", 98) + "§" + nested(10) + strings.Repeat("]", 98) + `]}`,
			[]string{`TooDeep | /tools` + strings.Repeat("/0", 99)}},
		{`{§"a":` + strings.Repeat(`{"a":`, 99) + "§{}" + strings.Repeat("}", 100),
			[]string{`UnknownMember | /a | a`, `TooDeep | /a` + strings.Repeat("/a", 99)}},
	}, decodeLine)
}

// nested is n arrays in each other.
func nested(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
