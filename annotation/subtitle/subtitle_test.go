package subtitle

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

func TestFixtures(t *testing.T) {
	readingtest.Golden(t, ReadSRT, readingtest.Case{File: "quirks.en.srt"})
	readingtest.Golden(t, ReadWebVTT,
		readingtest.Case{File: "quirks.vtt"},
		readingtest.Case{File: "rolling.en.vtt"},
		readingtest.Case{File: "rolled.en-orig.vtt", Options: annotation.Options{Deroll: true}},
	)
}

const timed = "00:00:01,000 --> 00:00:02,000\n"

func TestRefusals(t *testing.T) {
	type bad = readingtest.Bad
	readingtest.Refused(t, ReadSRT, []bad{
		{Text: "\nonly text\n", Code: annotation.CodeSyntax, Line: 2, Says: "no cue"},
		{Text: "WEBVTT\n\n" + timed + "a\n", Code: annotation.CodeFormat, Says: "read it as webvtt"},
		{Text: "[Script Info]\nTitle: x\n", Code: annotation.CodeFormat, Says: "SubStation"},
		{Text: `<?xml version="1.0"?><tt xmlns="x"/>`, Code: annotation.CodeFormat, Says: "TTML"},
		{Text: "1\n00:00:61,000 --> 00:00:62,000\na\n", Code: annotation.CodeValue, Line: 2, Says: `"00:00:61,000"`},
		{Text: timed + "a\n\n00:00:0x,000 --> 00:00:02,000\nb", Code: annotation.CodeValue, Line: 4, Says: `"00:00:0x,000"`},
		{Text: timed + "a\n\n00:00:03,000 -->\nb", Code: annotation.CodeValue, Line: 4, Says: `""`},
		{Text: timed + "a\n\n00:00:00:01 --> 00:00:00:02\nb", Code: annotation.CodeValue, Line: 4, Says: "not a time"},
		{Text: "99999999999:00:00,000 --> 99999999999:00:01,000\nb", Code: annotation.CodeValue, Line: 1, Says: "can hold"},
		{Text: timed + "ol\xe9\n", Code: annotation.CodeEncoding, Line: 2, Says: "option encoding"},
		{Text: timed + "a\x00b\n", Code: annotation.CodeEncoding, Line: 2, Says: "NUL"},
		{Text: timed + strings.Repeat("a", maxLine+1), Code: annotation.CodeTooLarge, Line: 2, Says: "line"},
		{Text: timed + strings.Repeat("abc\n", maxCue/4+1), Code: annotation.CodeTooLarge, Line: 2 + maxCue/4, Says: "between"},
		{Text: timed, Options: annotation.Options{Strict: true}, Code: annotation.CodeOptionUnfit, Says: "strict"},
		{Text: timed, Options: annotation.Options{Encoding: "latin-99"}, Code: annotation.CodeOptionInvalid, Says: "latin-99"},
	})
	readingtest.Refused(t, ReadWebVTT, []bad{
		{Text: "WEBVTT\n\nNOTE x\n\nonly text\n", Code: annotation.CodeSyntax, Line: 5, Says: "no cue"},
		{Text: "text\n\n00:01.000 --> 00:02.000\na\n", Code: annotation.CodeFormat, Says: "not webvtt"},
		{Text: "text\n\n\na\nb\nid\n00:01.000 --> 00:02.000\na\n", Code: annotation.CodeFormat, Line: 1, Says: "header"},
		{Text: "", Code: annotation.CodeFormat, Line: 1, Says: "header"},
		{Text: "WEBVTTX\n", Code: annotation.CodeFormat, Line: 1, Says: "header"},
		{Text: "1\n" + timed + "a\n", Code: annotation.CodeFormat, Says: "SubRip"},
		{Text: "WEBVTT\n00:0x.000 --> 00:02.000\nb", Code: annotation.CodeValue, Line: 2, Says: "not a time"},
		{Text: "WEBVTT\n\n00:01.000 --> 00:60.000\nb", Code: annotation.CodeValue, Line: 3, Says: "not a time"},
	})
}

func TestBounds(t *testing.T) {
	text, cues := maxText, maxCues
	t.Cleanup(func() { maxText, maxCues = text, cues })
	maxText, maxCues = 1000, 3
	readingtest.Refused(t, ReadSRT, []readingtest.Bad{
		{Text: timed + strings.Repeat("abcd\n", 195), Code: annotation.CodeTooLarge, Line: 196, Says: "of text"},
		{Text: strings.Repeat("0:01-->0:02\n", 4), Code: annotation.CodeTooLarge, Line: 4, Says: "cues"},
	})
	readingtest.Videos(t, ReadSRT, timed+strings.Repeat("abcd\n", 194), annotation.Options{})
	readingtest.Videos(t, ReadSRT, strings.Repeat("0:01-->0:02\n", 3), annotation.Options{})
}

func TestNoName(t *testing.T) {
	for _, name := range []string{"", "-", ".srt", "a/.."} {
		for v, err := range ReadSRT(videotune.Input{Name: name, R: strings.NewReader(timed + "a")}, nil) {
			e, ok := err.(*annotation.Error)
			if v != nil || !ok || e.Code != annotation.CodeVideoMissing {
				t.Errorf("%q: %v, %v", name, v, err)
			}
		}
	}
}

// told has the options write down what is told.
func told(o *annotation.Options) *strings.Builder {
	var b strings.Builder
	o.OnDiagnostic = func(d annotation.Diagnostic) {
		fmt.Fprintf(&b, "%s %s %d %s\n", d.Severity, d.Code, d.Line, d.Message)
	}
	return &b
}

// texts are the texts of a file's cues, in its order.
func texts(t *testing.T, text string, o annotation.Options) []string {
	t.Helper()
	v := readingtest.Videos(t, ReadSRT, text, o)[0]
	list := make([]string, len(v.Events))
	for i, e := range v.Events {
		list[i] = e.Text
	}
	return list
}

func TestIndexes(t *testing.T) {
	const a, b = "00:00:01,000 --> 00:00:02,000\n", "00:00:03,000 --> 00:00:04,000\n"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"usual", "1\n" + a + "x\n\n2\n" + b + "y\n", []string{"x", "y"}},
		{"from 0", "0\n" + a + "x\n\n1\n" + b + "y\n", []string{"x", "y"}},
		{"any number", "7\n" + a + "x\n\n3\n" + b + "y\n", []string{"x", "y"}},
		{"none", a + "x\n\n" + b + "y\n", []string{"x", "y"}},
		{"none, and a number", a + "x\n\n42\n" + b + "y\n", []string{"x\n42", "y"}},
		{"a number as a text", "1\n" + a + "42\n\n2\n" + b + "1999", []string{"42", "1999"}},
		{"a countdown", "1\n" + a + "3\n2\n1\n\n2\n" + b + "y", []string{"3\n2\n1", "y"}},
		{"a number in place of a text and an index", "1\n" + a + "42\n" + b + "y", []string{"42", "y"}},
		{"no blank line", "1\n" + a + "x\n2\n" + b + "y", []string{"x", "y"}},
		{"no blank line, other number", "1\n" + a + "x\n5\n" + b + "y", []string{"x\n5", "y"}},
		{"blank lines everywhere", "1\n\n" + a + "\nx\n\nz\n\n2\n\n" + b + "\ny\n\n", []string{"x\nz", "y"}},
		{"a number between blank lines", "1\n" + a + "x\n\n5\n\n" + b + "y\n\n", []string{"x\n5", "y"}},
		{"spaces in a blank line", "1\n" + a + "x\n \t\n2 \n" + b + "y", []string{"x", "y"}},
		{"an index with a mark", "1\n" + a + "x\n\n\ufeff2\n" + b + "y", []string{"x", "y"}},
		{"other digits", "1\n" + a + "x\n\n٢\n" + b + "y", []string{"x\n٢", "y"}},
		{"text at the end", "1\n" + a + "x\n\n2", []string{"x\n2"}},
		{"text in the line of the times", "1\n" + strings.TrimSpace(a) + " x y\nz", []string{"x y\nz"}},
		{"times as a text", "1\n" + a + "x --> y\n1 -> 2\n5:00 -> 6:00", []string{"x --> y\n1 -> 2\n5:00 -> 6:00"}},
		{"an arrow with a space", "00:00:01,000 -- > 00:00:02,000\nx\n\n00:00:03,000 -> 00:00:04,000\ny", []string{"x", "y"}},
	}
	for _, tt := range tests {
		for _, end := range []string{"\n", "\r\n", "\r"} {
			if diff := cmp.Diff(tt.want, texts(t, strings.ReplaceAll(tt.text, "\n", end), annotation.Options{})); diff != "" {
				t.Errorf("%s with %q:\n%s", tt.name, end, diff)
			}
		}
	}
}

// TestBlocks reads cues of WebVTT: their ids, texts and speakers.
func TestBlocks(t *testing.T) {
	const later = "00:00:03,000 --> 00:00:04,000\n"
	tests := []struct{ text, want string }{
		{"a", `0:a{}`},
		{"a\n\nx\n" + later + "b", `0:a{} 1:b{"id":"x"}`},
		{"a\n\nx\ny\n" + later + "b", `0:a|x|y{} 1:b{}`},
		{"a\nx\n" + later + "b", `0:a|x{} 1:b{}`},
		{"a\n\nx\n\n" + later + "b", `0:a|x{} 1:b{}`},
		{"\nx\n\n" + later + "b", `0:x{} 1:b{}`},
		{" \na\n \nx\n\n", `0:a|x{}`},
		{"NOTE a\n\nNOTE b\nc\n\nd", `0:NOTE a|d{}`},
		{"a\n\nNOTE\n" + later + "b", `0:a{} 1:b{"id":"NOTE"}`},
		{"<v Ann>a", `0:a{"speaker":"Ann"}`},
		{"<v Ann>a\n<v Bo>b", `0:a|b{"speaker":["Ann","Bo"]}`},
	}
	for _, tt := range tests {
		text := "WEBVTT\n\n" + timed + tt.text
		var got []string
		for i, e := range readingtest.Videos(t, ReadWebVTT, text, annotation.Options{})[0].Events {
			if e.Attributes == nil {
				e.Attributes = map[string]any{}
			}
			attributes, err := json.Marshal(e.Attributes)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, fmt.Sprintf("%d:%s%s", i, strings.ReplaceAll(e.Text, "\n", "|"), attributes))
		}
		if all := strings.Join(got, " "); all != tt.want {
			t.Errorf("%q: %s, want %s", text, all, tt.want)
		}
	}
}

func TestEncodings(t *testing.T) {
	utf16 := func(bom string, high int, s string) string {
		for _, c := range s {
			b := []byte{byte(c), byte(c)}
			b[high] = byte(c >> 8)
			bom += string(b)
		}
		return bom
	}
	const text = "1\n00:00:01,000 --> 00:00:02,000\nolé ж…\n"
	tests := []struct{ name, text, encoding, want string }{
		{"UTF-8", text, "", "olé ж…"},
		{"UTF-8 with a mark", "\ufeff" + text, "", "olé ж…"},
		{"UTF-16 LE with a mark", utf16("\xff\xfe", 1, text), "", "olé ж…"},
		{"UTF-16 BE with a mark", utf16("\xfe\xff", 0, text), "", "olé ж…"},
		{"UTF-16 BE by name", utf16("", 0, text), "utf-16be", "olé ж…"},
		{"UTF-16 LE by name", utf16("", 1, text), "UTF-16", "olé ж…"},
		{"windows-1252", "00:00:01,000 --> 00:00:02,000\nol\xe9 \x80\x85", "windows-1252", "olé €…"},
		{"windows-1251", "00:00:01,000 --> 00:00:02,000\n\xe6", "windows-1251", "ж"},
	}
	for _, tt := range tests {
		if got := texts(t, tt.text, annotation.Options{Encoding: tt.encoding}); !cmp.Equal(got, []string{tt.want}) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
