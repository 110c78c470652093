package sniff

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"unicode/utf16"
)

const (
	good = `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}},{"text":"Which {animal}?"}]},{"role":"model","parts":[{"text":"[{\"a\": \"dog\"}]"}]}]}` + "\n"
	// pretty is printed as the service's documentation prints it: trailing commas, raw newlines.
	pretty = "{\n    \"contents\": [\n        {\n            \"role\": \"user\",\n            \"parts\": [\n                {\n" +
		"                \"text\": \"\n      You are an analyst. Detect which animal\n{appears}\n    }]\\n\"\n                },\n            ]\n        },\n    ],\n}\n"
)

func wideText(s string, size int, big, mark bool) string {
	units := utf16.Encode([]rune(s))
	if mark {
		units = append([]uint16{0xfeff}, units...)
	}
	var b strings.Builder
	for _, u := range units {
		c := []byte{byte(u), byte(u >> 8), 0, 0}[:size]
		if big {
			for i, j := 0, size-1; i < j; i, j = i+1, j-1 {
				c[i], c[j] = c[j], c[i]
			}
		}
		b.Write(c)
	}
	return b.String()
}

func gz(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

var kinds = []struct {
	name string
	in   string
	want FileKind
	line int
}{
	{"good", good + good, JSONL, 0},
	{"good, no last newline", strings.TrimSpace(good), JSONL, 0},
	{"good, CRLF", strings.ReplaceAll(good+good, "\n", "\r\n"), JSONL, 0},
	{"good after blank lines", "\n\n" + good, JSONL, 0},
	{"good with blank lines", good + "\n\n" + good + "\n", JSONL, 0},
	{"good, indented", " " + good + " " + good, JSONL, 0},
	{"good, zeros at the end", good + strings.Repeat("\x00", 500), JSONL, 0},
	{"good, a NUL", good[:40] + "\x00" + good[41:] + good, JSONL, 0},

	{"empty", "", Empty, 0},
	{"blank", " \n\t\r\n ", Empty, 0},

	{"gzip", gz(good), Gzip, 0},
	{"zip", "PK\x03\x04\x14\x00\x00\x00", Zip, 0},
	{"zip of nothing", "PK\x05\x06\x00\x00", Zip, 0},
	{"PK as text", "PK,uri\n1,gs://b/v.mp4\n", CSV, 1},
	{"zstd", "\x28\xb5\x2f\xfd\x04\x00", Zstd, 0},
	{"bzip2", "BZh91AY&SY\x00\x00", Bzip2, 0},
	{"bzip2 of nothing", "BZh9\x17\x72\x45\x38\x50\x90", Bzip2, 0},
	{"BZh as text", "BZhello there\n", OtherText, 1},
	{"xz", "\xfd7zXZ\x00\x00\x04", XZ, 0},

	{"UTF-16 LE, mark", wideText(good, 2, false, true), UTF16, 0},
	{"UTF-16 BE, mark", wideText(good, 2, true, true), UTF16, 0},
	{"UTF-16 LE", wideText(good, 2, false, false), UTF16, 0},
	{"UTF-16 BE", wideText(good, 2, true, false), UTF16, 0},
	{"UTF-16, some Chinese", wideText(`{"contents":[{"role":"user","parts":[{"text":"描述视频"}]}]}`, 2, false, false), UTF16, 0},
	{"UTF-32 LE, mark", wideText(good, 4, false, true), UTF32, 0},
	{"UTF-32 BE, mark", wideText(good, 4, true, true), UTF32, 0},
	{"UTF-32 LE", wideText(good, 4, false, false), UTF32, 0},
	{"UTF-32 BE", wideText(good, 4, true, false), UTF32, 0},

	{"video", "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", Binary, 0},
	{"SQLite", "SQLite format 3\x00\x10\x00\x01\x01\x00\x40", Binary, 0},
	{"Parquet", "PAR1\x15\x04\x15\x80\x00\x00", Binary, 0},
	{"zeros", strings.Repeat("\x00", 1000), Binary, 0},

	{"pretty-printed", pretty, PrettyPrinted, 1},
	{"pretty-printed, several", pretty + pretty + pretty, PrettyPrinted, 1},
	{"pretty-printed after a blank line", "\n" + pretty, PrettyPrinted, 2},
	{"pretty-printed, CRLF", strings.ReplaceAll(pretty, "\n", "\r\n"), PrettyPrinted, 1},
	{"pretty-printed, no indent", "{\n\"contents\": [\n{\n\"role\": \"user\",\n\"parts\": []\n}\n]\n}\n", PrettyPrinted, 1},
	{"pretty-printed, half", "{\"contents\": [\n  {\"role\": \"user\", \"parts\": []},\n  {\"role\": \"model\", \"parts\": []}\n]}\n", PrettyPrinted, 1},
	{"pretty-printed, brace on the line", "{ \"contents\":\n [ ] }\n", PrettyPrinted, 1},
	{"pretty-printed Python", "{'contents': [\n    {'role': 'user'}]}\n", PrettyPrinted, 1},
	{"pretty-printed, beginning only", "{\n  \"con", PrettyPrinted, 1},
	{"pretty-printed, blank line inside", "{\n\n  \"contents\": []\n}\n", PrettyPrinted, 1},
	{"near miss: lone brace at the end", "{\n", JSONL, 0},
	{"near miss: lone brace before lines", "{\n" + good + good, JSONL, 0},
	{"near miss: first line cut", good[:20] + "\n" + good + good, JSONL, 0},
	{"near miss: first line cut, second bad", `{"contents":[` + "\n\"x\"\n" + good + good + good, JSONL, 0},
	{"near miss: only line cut", `{"contents":[`, JSONL, 0},
	{"near miss: only line cut in a string", `{"contents":[{"text":"a`, JSONL, 0},
	{"near miss: raw newline in a string", `{"contents":[{"text":"a` + "\nb\"}]}\n" + good, JSONL, 0},
	{"near miss: raw newlines in every string", strings.Repeat(`{"contents":[{"text":"a`+"\n\nb\n\"}]}\n", 9), JSONL, 0},
	{"near miss: Python", "{'contents': [{'text': 'it\\'s'}]}\n{'contents': [{'text': \"it's\"}]}\n", JSONL, 0},
	{"near miss: no quotes", "{a:1}\n" + good, JSONL, 0},
	{"near miss: no quotes anywhere", "{a:1}\n{a:2}\n", JSONL, 0},
	{"near miss: objects run together", "{\"a\":1}{\"a\":2}\n", JSONL, 0},
	{"near miss: a brace in a string", `{"text":"{"}` + "\n " + good, JSONL, 0},

	{"array on a line", `[{"contents":[]},{"contents":[]}]`, Array, 1},
	{"array, one example a line", "[\n" + strings.ReplaceAll(good, "}\n", "},\n") + good + "]\n", Array, 1},
	{"array, comma first", "[" + good + "," + good + "]\n", Array, 1},
	{"array, bracket on the line", "[" + strings.ReplaceAll(good, "}\n", "},\n") + good + "]\n", Array, 1},
	{"array, pretty-printed", "[\n  {\n    \"contents\": []\n  }\n]\n", Array, 1},
	{"array of nothing", "[]\n", Array, 1},
	{"array of numbers", "[1, 2]", Array, 1},
	{"array of numbers, several lines", "[1,\n2]", Array, 1},
	{"near miss: a line []", "[]\n" + good, JSONL, 0},
	{"near miss: lines []", "[]\n[]\n" + good, JSONL, 0},
	{"near miss: an array of its own", `[{"contents":[]}]` + "\n" + good, JSONL, 0},
	{"near miss: an array cut", `[{"contents":[{"rol` + "\n" + good + good, JSONL, 0},
	{"near miss: captions", "[Music] hello\nthere\n", OtherText, 1},
	{"near miss: a caption", "[Music]\nthere\n", OtherText, 1},
	{"near miss: a log", "[2024-05-01 10:00:00] started\n[2024-05-01 10:00:01] it's done\n", OtherText, 1},
	{"near miss: a log line", "[2024-05-01 10:00:00] started\n" + good + good, JSONL, 0},

	{"CSV", "video_uri,label,start\ngs://b/v.mp4,dog,0\n", CSV, 1},
	{"CSV, only a header", "video_uri,label\n", CSV, 1},
	{"CSV, quoted", "\"video uri\",\"label\"\n\"gs://b/v,1.mp4\",\"dog\"\n", CSV, 1},
	{"CSV, quoted JSON", "id,line\n1,\"{\"\"contents\"\": []}\"\n", CSV, 1},
	{"CSV, JSON in lines", "id,line\n1,\"\n" + "{a}" + "\n2\n3\n4\n5\n", CSV, 1},
	{"CSV with row numbers", ",uri,label\n0,gs://b/v.mp4,dog\n", CSV, 1},
	{"CSV, semicolons", "Datei;Größe (MB);Länge\na.mp4;5;3\n", CSV, 1},
	{"CSV, no header", "gs://b/v.mp4,dog,0,5\ngs://b/w.mp4,cat,0,5\n", CSV, 1},
	{"TSV", "uri\tlabel\ngs://b/v.mp4\tdog\n", TSV, 1},
	{"near miss: prose with a comma", "Hello, world\nthis is prose.\n", OtherText, 1},
	{"near miss: header before lines", "contents,label\n" + good + good, JSONL, 0},

	{"HTML", "<!DOCTYPE html>\n<html><script>\n{\"a\":1}\n</script></html>", HTML, 1},
	{"HTML, upper case", "\n <HTML lang=en>", HTML, 2},
	{"HTML piece", "<body>\n<p>x</p>", HTML, 1},
	{"XML", "<?xml version='1.0' encoding='UTF-8'?><Error><Code>AccessDenied</Code></Error>", XML, 1},
	{"XML, no declaration", "<Error><Code>AccessDenied</Code></Error>", XML, 1},
	{"near miss: a tag before lines", "<start>\n" + good + good, JSONL, 0},
	{"near miss: a quote", "<3 this\n", OtherText, 1},

	{"text", "Just some words.\nAnd more.\n", OtherText, 1},
	{"YAML", "contents:\n  - role: user\n", OtherText, 1},
	{"a string", "\"x\"\n", OtherText, 1},
	{"Markdown", "# Title\n\nText\ntext\ntext\ntext\n\n{\"a\": 1}\n", OtherText, 1},
	{"near miss: a string before lines", "\"x\"\n" + good, JSONL, 0},
	{"near miss: a comment before lines", "// made by hand\n" + good + good, JSONL, 0},
	{"near miss: null before lines", "null\n" + good, JSONL, 0},
	{"near miss: every third line good", "x\n" + strings.Repeat("y\nz\n"+good, 5), JSONL, 0},
}

func TestKind(t *testing.T) {
	for _, tt := range kinds {
		if got := Kind([]byte(tt.in), true); got != (Result{Kind: tt.want, Line: tt.line}) {
			t.Errorf("%s: %+v (%v), want %v, line %d", tt.name, got, got.Kind, tt.want, tt.line)
		}
		if k := Kind([]byte("\xef\xbb\xbf"+tt.in), true); tt.line > 0 && k != (Result{Kind: tt.want, Line: tt.line, BOM: true}) {
			t.Errorf("%s, with a mark: %+v (%v)", tt.name, k, k.Kind)
		}
	}
	if got := Kind([]byte("\xef\xbb\xbf"+good), true); got != (Result{BOM: true}) {
		t.Errorf("a mark before JSONL: %+v", got)
	}
	if got := Kind([]byte("\xef\xbb\xbf"), true); got != (Result{Kind: Empty, BOM: true}) {
		t.Errorf("a mark before nothing: %+v", got)
	}
}

// TestCutHead shows the beginning of files only, cut at every byte: what is
// JSONL must stay so, and nothing else may turn to a third kind.
func TestCutHead(t *testing.T) {
	for _, tt := range kinds {
		if tt.want != JSONL && tt.want != PrettyPrinted {
			continue
		}
		if strings.Contains(tt.name, "near miss") && tt.in[0] != '{' || strings.Contains(tt.name, "second bad") {
			continue // the lines that tell come later
		}
		for i := range len(tt.in) {
			if got := Kind([]byte(tt.in[:i]), false); got.Kind != JSONL && got.Kind != tt.want {
				t.Errorf("%s, first %d bytes: %v", tt.name, i, got.Kind)
			}
		}
	}
	for _, tt := range []struct {
		in   string
		want FileKind
	}{
		{strings.Repeat(" ", 1000), JSONL},
		{"{\"contents\":[" + strings.Repeat("{},", 1000), JSONL},
		{"[{\"contents\":[" + strings.Repeat("{},", 1000), Array},
		{"[Music] " + strings.Repeat("la ", 1000), OtherText},
		{"a,b," + strings.Repeat("c,", 1000), OtherText},
	} {
		if got := Kind([]byte(tt.in), false); got.Kind != tt.want {
			t.Errorf("%.20q: %v, want %v", tt.in, got.Kind, tt.want)
		}
	}
}

func TestNames(t *testing.T) {
	seen := map[string]bool{"": true}
	for k := JSONL; k <= OtherText; k++ {
		if seen[k.String()] {
			t.Errorf("kind %d: name %q", k, k.String())
		}
		seen[k.String()] = true
	}
	if s := (OtherText + 1).String(); s != "unknown" {
		t.Errorf("after the last kind: %q", s)
	}
	if JSONL.Compressed() || !Gzip.Compressed() || !XZ.Compressed() || UTF16.Compressed() {
		t.Error("Compressed")
	}
}

func TestAllocs(t *testing.T) {
	for _, tt := range kinds {
		in := []byte(tt.in)
		if n := testing.AllocsPerRun(10, func() { Kind(in, true) }); n != 0 {
			t.Errorf("%s: %v allocations", tt.name, n)
		}
	}
}

func FuzzKind(f *testing.F) {
	for _, tt := range kinds {
		f.Add([]byte(tt.in), true)
	}
	f.Fuzz(func(t *testing.T, in []byte, whole bool) {
		before := bytes.Clone(in)
		got := Kind(in, whole)
		if got.Kind > OtherText || got.Line < 0 || got.Line > 1+bytes.Count(in, []byte{'\n'}) {
			t.Fatalf("%+v", got)
		}
		if !bytes.Equal(in, before) {
			t.Fatal("the head was written to")
		}
		// Lines of their own in front make any text JSONL.
		if wide(in) == JSONL {
			if got := Kind(append([]byte(good), in...), whole); got.Kind != JSONL {
				t.Fatalf("%v although the first line is an example", got.Kind)
			}
		}
	})
}

func BenchmarkKind(b *testing.B) {
	head := []byte(strings.Repeat(good, HeadBytes/len(good)))
	bad := append([]byte("x\n"), head...)
	b.Run("good", func(b *testing.B) {
		for b.Loop() {
			Kind(head, false)
		}
	})
	b.Run("bad", func(b *testing.B) {
		for b.Loop() {
			Kind(bad, false)
		}
	})
}
