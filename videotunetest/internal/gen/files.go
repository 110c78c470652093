package gen

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"github.com/seed-57910ec4/videotune"
)

// files are the vectors about files and lines as such.
func files(t *table) {
	t.fail("file-empty", "file-empty", "A file without a byte.", "", whole("file-empty"))
	t.fail("file-empty-blank", "file-empty", "A file of blank lines only holds no example either, and is told once.", "\n \n\r\n", whole("file-empty"))
	t.pass("file-empty-mended", "file-empty", "One example is enough.", lines(base)).of("file-empty")

	t.fail("file-bom", "file-bom", "A byte order mark before the first line, which is judged as usual.", "\xef\xbb\xbf"+two(base), whole("file-bom")).
		near("file-bom-mended", "The same without the mark.", "\xef\xbb\xbf", "")
	t.fail("file-bom-column", "file-bom", "Columns are physical: the three bytes of the mark count.",
		"\xef\xbb\xbf"+two(uri(`§"s3://b/v.mp4"`)), whole("file-bom"), at("uri-scheme", pURI))

	t.fail("file-blank-lines", "file-blank-lines", "Blank lines are told once, at the first.", lines(base, "§", other, "  \t", numbered(3)), lineOf("file-blank-lines"))
	t.pass("file-blank-lines-crlf", "file-blank-lines", "CRLF makes no blank lines, and is nothing to remark on.", lines(base+"\r", other+"\r"))
	t.fail("file-blank-lines-end", "file-blank-lines", "An empty line at the end is a blank line.", two(base)+"§\n", lineOf("file-blank-lines")).
		near("file-blank-lines-end-mended", "One newline ends the last line.", "}\n\n", "}\n")
	t.pass("file-no-last-newline", "file-blank-lines", "The last line needs no newline.", strings.TrimSuffix(two(base), "\n"))

	cut := edit(other, `"MEDIA_RESOLUTION_LOW"}}`, ``)
	t.fail("line-cut-short", "line-cut-short", "The last line ends in the middle of a value: where the next byte is missing.",
		base+"\n"+cut+"§\n", at("line-cut-short", pRes)).
		near("line-cut-short-mended", "The same with its end.", `"mediaResolution":`+"\n", `"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`)
	t.fail("line-cut-short-string", "line-cut-short", "The last line of the file ends within a string, without a newline: it was cut, too.",
		base+"\n"+edit(other, `sleeps."}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`, "sl§"), at("line-cut-short", pAnswer))
	t.fail("line-cut-short-middle", "line-cut-short", "A line in the middle of the file was cut; the next one is read.",
		lines(cut+"§", base), at("line-cut-short", pRes))

	t.fail("line-raw-newline", "line-raw-newline", "A raw line break within a string: told where the line ends, its rest is not told again.",
		two(edit(base, "A dog runs.", "A dog runs.§\nIt barks.")), at("line-raw-newline", pAnswer)).
		near("line-raw-newline-mended", "The line break is written as an escape.", "runs.\nIt", `runs.\nIt`)

	t.fail("line-cut-short-string-middle", "line-cut-short", "A line ends within a string, and the next one is a good example: the line was cut.",
		lines(edit(other, `sleeps."}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`, "sl§"), base), at("line-cut-short", pAnswer))
	t.pass("line-cut-short-string-over", "line-cut-short", "The next line does not begin as an example does: the string runs over.",
		lines(edit(other, `sleeps."}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`, "sl§"), "eeps."+base), at("line-raw-newline", pAnswer)).of("line-cut-short-string-middle")

	t.fail("line-run-together", "line-run-together", "Two objects on one line.", lines(base+"§"+other), at("line-run-together", "")).
		near("line-run-together-mended", "A newline between them.", "}}{", "}}\n{")
	t.fail("line-run-together-space", "line-run-together", "Two objects on one line with a space between them.", lines(base+" §"+other), at("line-run-together", ""))

	t.fail("line-not-object", "line-not-object", "A line that is an array.", lines(base, "§["+other+"]"), at("line-not-object", "")).
		near("line-not-object-mended", "The object itself.", "["+other+"]", other)
	t.fail("line-not-object-string", "line-not-object", "A line that is a string.", lines(base, `§"A dog runs."`), at("line-not-object", ""))
	t.fail("line-not-object-number", "line-not-object", "A line that is a number.", lines(base, `  §42`), at("line-not-object", ""))
	t.fail("line-not-object-null", "line-not-object", "A line that is null.", lines(base, `§null`), at("line-not-object", ""))
}

// sniffed are the vectors about files that are no JSONL at all. Each is told
// once.
func sniffed(t *table) {
	t.fail("file-compressed", "file-compressed", "A gzip file.", zipped(two(base)), whole("file-compressed"))
	t.fail("file-compressed-zip", "file-compressed", "A zip archive.", "PK\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00\x21\x00"+strings.Repeat("\x00", 16)+"train.jsonl"+two(base), whole("file-compressed"))
	t.pass("file-compressed-mended", "file-compressed", "The file unpacked.", two(base)).of("file-compressed")

	for _, order := range []struct {
		name, about string
		binary.ByteOrder
		bom bool
	}{
		{"file-encoding", "UTF-16, little-endian, with its mark.", binary.LittleEndian, true},
		{"file-encoding-be", "UTF-16, big-endian, with its mark.", binary.BigEndian, true},
		{"file-encoding-nobom", "UTF-16 without a mark.", binary.LittleEndian, false},
	} {
		t.fail(order.name, "file-encoding", order.about, wide(two(base), order.ByteOrder, order.bom), whole("file-encoding"))
	}
	t.pass("file-encoding-mended", "file-encoding", "The same as UTF-8, with letters of many scripts.", two(edit(base, "A dog runs.", "Ein Hund läuft. 犬が走る。 Собака. 🐕")))

	pretty := strings.NewReplacer(`{"contents":[`, "{\n  \"contents\": [\n    ", `},{`, "},\n    {", `],"generationConfig"`, "],\n  \"generationConfig\"", `LOW"}}`, "LOW\"}\n}").Replace(base)
	t.fail("file-pretty-printed", "file-pretty-printed", "One example spread over lines.", pretty+"\n", whole("file-pretty-printed"))
	t.fail("file-pretty-printed-two", "file-pretty-printed", "Two examples spread over lines.", pretty+"\n"+strings.ReplaceAll(pretty, "gs://b/v", "gs://b/w")+"\n", whole("file-pretty-printed"))
	t.pass("file-pretty-printed-mended", "file-pretty-printed", "The same with spaces in the place of the line breaks.", strings.Join(strings.Fields(pretty), " ")+"\n").of("file-pretty-printed")

	t.fail("file-json-array", "file-json-array", "The examples stand in one array, a line each.", "[\n"+base+",\n"+other+"\n]\n", whole("file-json-array"))
	t.fail("file-json-array-line", "file-json-array", "The array stands on one line.", "["+base+","+other+"]\n", whole("file-json-array")).
		near("file-json-array-mended", "Each example is a line.", "["+base+","+other+"]\n", base+"\n"+other+"\n")

	t.fail("file-csv", "file-csv", "A table with commas.", "video,start,end,label\ngs://b/v.mp4,5,25,dog\ngs://b/w.mp4,0,9,cat\n", whole("file-csv"))
	t.fail("file-csv-tabs", "file-csv", "A table with tabs.", "video\tlabel\ngs://b/v.mp4\tdog\ngs://b/w.mp4\tcat\n", whole("file-csv"))
	t.pass("file-csv-mended", "file-csv", "An example made of a row.", two(answer(`"video,label"`)))

	t.fail("file-html", "file-html", "A web page, such as a sign-in page that was saved.", "<!DOCTYPE html>\n<html><head><title>Sign in</title></head>\n<body></body></html>\n", whole("file-html"))
	t.fail("file-html-xml", "file-html", "The XML error of a storage service.", "<?xml version='1.0' encoding='UTF-8'?><Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>", whole("file-html"))
	t.pass("file-html-mended", "file-html", "An answer may hold markup.", two(answer(`"<html><b>A dog</b> runs.</html>"`)))

	t.fail("file-not-jsonl", "file-not-jsonl", "A video file.", "\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41\x00\x00\x00\x08free\x00\x00\x00\x10mdat\x00\x01\x02\x03\x00\x00\x00\x00", whole("file-not-jsonl"))
	t.fail("file-not-jsonl-text", "file-not-jsonl", "Prose.", "Please find the training data attached.\nIt is in the other folder.\n", whole("file-not-jsonl"))
	t.pass("file-not-jsonl-mended", "file-not-jsonl", "JSON lines, the first of which is no example: a line to speak of as such.",
		two(`§{"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`), at("contents-missing", ""))

	// The shortest line that is an example, and the same in other forms.
	const short = `{"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"text":"Yo"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}` + "\n"
	for _, c := range []struct{ rule, about, text string }{
		{"file-encoding", "A short line as UTF-16.", wide(short, binary.LittleEndian, true)},
		{"file-csv", "A short table.", "question,answer\nHi,Yo\n"},
		{"file-html", "A short page.", "<html><p>Hi</p><p>Yo</p></html>\n"},
		{"file-not-jsonl", "A short text.", "The user says Hi.\nThe model says Yo.\n"},
	} {
		rule := videotune.Rule(c.rule)
		t.fail(c.rule+"-short", rule, c.about, c.text, whole(rule))
		t.pass(c.rule+"-short-mended", rule, "The same as an example, of text only.", short, whole("video-none")).of(c.rule + "-short")
	}
	t.fail("file-html-lines", "file-html", "Lines that were saved as a web page.", "<html><pre>\n"+two(base)+"</pre></html>\n", whole("file-html"))
	t.pass("file-html-lines-mended", "file-html", "The lines alone.", two(base)).of("file-html-lines")

	over := t.fail("file-too-large", "file-too-large", "A file one byte larger than the limit (here of 1000 bytes).", padded(1001), whole("file-too-large"))
	over.Limits = smallLimits
	t.pass("file-too-large-at", "file-too-large", "A file of exactly the limit.", padded(1000)).of("file-too-large").Limits = smallLimits
	t.pass("file-too-large-below", "file-too-large", "A file one byte below the limit.", padded(999)).Limits = smallLimits
}

// smallLimits are limits of which a small file shows the ends.
const smallLimits = `{"extends":"gemini-2.5-flash","edition":"small","maxFileBytes":1000,"maxExamples":3,"maxTextExamples":4}
`

// padded is a file of n bytes.
func padded(n int) string {
	text := two(base)
	return strings.Replace(text, "A dog runs.", "A dog runs"+strings.Repeat(" and runs", 80)[:n-len(text)]+".", 1)
}

// zipped is text as a gzip file that every version of the compressor writes
// alike, since nothing in it is compressed.
func zipped(text string) string {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.NoCompression)
	if err != nil {
		panic(err)
	}
	if _, err := w.Write([]byte(text)); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

// wide is text as UTF-16.
func wide(text string, order binary.ByteOrder, bom bool) string {
	units := utf16.Encode([]rune(text))
	if bom {
		units = append([]uint16{0xfeff}, units...)
	}
	b := make([]byte, 2*len(units))
	for i, u := range units {
		order.PutUint16(b[2*i:], u)
	}
	return string(b)
}
