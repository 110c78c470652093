package videotune

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestScanFiles(t *testing.T) {
	for _, tt := range []struct {
		line  string
		want  string // separated by spaces
		whole bool
	}{
		{``, "", true},
		{`{"contents":[{"fileData":{"fileUri":"gs://b/a.mp4","mimeType":"video/mp4"},}]}`, "gs://b/a.mp4", true},
		{`{"file_data": {"file_uri" : "gs://b/a.mp4"}}, {'fileURI': 'gs://b/b.mp4'}`, "gs://b/a.mp4 gs://b/b.mp4", true},
		{`{fileUri: "a", FILE_URI="b", "file-uri":"c", "file uri":"d"}`, "a b c d", true},
		{`{"fileUri":"https:\/\/h\/a\u002emp4"}`, "https://h/a.mp4", true},
		{`{"fileUri":"a\"b","fileUri":"bad \q escape"}`, "a\"b bad \\q escape", true},
		{`"{\"fileUri\": \"gs://b/a.mp4\"}"`, "gs://b/a.mp4", true},
		{`"{\\\"fileUri\\\":\\\"gs://b/a.mp4\\\"}"`, "gs://b/a.mp4", true},
		{`{"fileUri":"a","fileUri":"gs://b/cu`, "a", false},
		{`{"fileUri":"gs://b/cu\`, "", false},
		{`{"fileUri":`, "", false},
		{`{"fileUri":""}`, "", false},
		{`{"fileUri":null}`, "", false},
		{`{"fileUri":{"fileUri":"a"}}`, "a", false},
		{`{"uri":"a","text":"b: c"}`, "", true},
		{`{"fileUris":["a"]}`, "", false},
		{`{"fileUri":"gs://b/a.mp4","text":"gs://b/b.mp4"}`, "gs://b/a.mp4", false},
		{`{"fileUri":"gs://b/a.mp4","text":"HTTPS:\/\u002fb"}`, "gs://b/a.mp4", false},
		{`{"fileUri":"gs://b/a.mp4","text":"a:/b, c: //"}`, "gs://b/a.mp4", true},
		{`{"fileUri":"gs://b/a.mp4","fileUr\u0069":"gs://b/b.mp4"}`, "gs://b/a.mp4 gs://b/a.mp4 gs://b/b.mp4", true},
		{`"{\"fileUri\":\"https:\\/\\/h\\/a.mp4\"}"`, "https://h/a.mp4", true},
		{`"{\"fileUri\":\"a\\\"b\"}"`, "", false},
		{`{"fileUri":"a"}, fileUri/**/:'b'}`, "a", false},
		{`{"fileUri":"a", 'fileUri':'b' 'c'}`, "a b", false},
		{`{"fileUri":"a" , 'fileUri':'b' + c}`, "a b", false},
		{`{"fileUri":"a"`, "a", false},
		{`{"fileUri":"a","\u{66}ileUri":"b"}`, "a", false},
		{`{"fileUri":"a","f\151leUri":"b"}`, "a", false},
		{`{"fileUri":"a","text":"\u00e9\n\""}`, "a", true},
		{`{"fileUri"` + strings.Repeat(" ", 100) + `:"a"}`, "a", true},
		{strings.Repeat("\x00:=\\", 1000), "", true},
	} {
		got, whole := scanFiles([]byte(tt.line))
		if strings.Join(got, " ") != tt.want || whole != tt.whole {
			t.Errorf("%s: %q, %v; want %q, %v", tt.line, got, whole, tt.want, tt.whole)
		}
	}
}

// What can be read of a line is found in its bytes, too.
func FuzzScanFiles(f *testing.F) {
	f.Add([]byte(rawLine("gs://b/a.mp4", "x")))
	f.Add([]byte(`{"contents":[{"parts":[{"fileData":{"file_uri":"h\u0074tp:\/\/b\"/a","fileUri":""}}]}]}`))
	f.Add([]byte(`{"contents":[{"parts":[{"fileData":{"fileURI":"a"`))
	f.Add([]byte(`{"contents":[{"parts":[{"fileData":{"\u0066ileUri":"gs:\u002f/a","mimeType":"video/mp4"}}]}]}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		found, _ := scanFiles(line)
		for rec := range NewReader(strings.NewReader(string(line)), &ReaderOptions{KeepBytes: true}).All() {
			if rec == nil {
				break
			}
			if rec.Line > 1 || strings.Contains(string(line), `\\`) { // which may escape an escape
				return
			}
			for file := range rec.Example.Files() {
				if !slices.Contains(found, file.FileURI) {
					t.Errorf("%q holds %q, found is %q", line, file.FileURI, found)
				}
			}
		}
	})
}

// A line whose files are said to be all known has no other, however it is spelt.
func TestScanFilesWhole(t *testing.T) {
	rapidChecks(t, 2000)
	names := rapid.SampledFrom([]string{`"fileUri":`, `'file_uri' :`, `fileURI=`, `"file\u0055ri":`, `"\x66ileUri":`, `"f\151leUri":`, `fileUri/**/:`, `"fileUri"/**/:`, `"fileUri" # c
:`, `\"fileUri\":`, `"uri":`, `"file\u{55}ri":`})
	rapid.Check(t, func(rt *rapid.T) {
		var line strings.Builder
		var files []string
		for i := range rapid.IntRange(1, 3).Draw(rt, "files") {
			file := fmt.Sprintf("gs://b/%d.mp4", i)
			files = append(files, file)
			name := names.Draw(rt, "name")
			quote := rapid.SampledFrom([]string{`"`, `'`, "`", ``, `\"`}).Draw(rt, "quote")
			inner := rapid.SampledFrom([]string{file, strings.ReplaceAll(file, "/", `\/`), strings.ReplaceAll(file, "/", `\u002f`), strings.ReplaceAll(file, "/", `\\/`), strings.Replace(file, "b/", "b/"+quote+rapid.SampledFrom([]string{" ", "", "+", " + "}).Draw(rt, "between")+quote, 1)}).Draw(rt, "uri")
			line.WriteString(rapid.SampledFrom([]string{"{", "", " ", `"{`}).Draw(rt, "before") + name + quote + inner + quote)
			line.WriteString(rapid.SampledFrom([]string{",", "}", " }", "", "]", ` "mimeType":"x"}`, "//"}).Draw(rt, "behind"))
		}
		found, whole := scanFiles([]byte(line.String()))
		for _, file := range files {
			if whole && len(found) > 0 && !slices.Contains(found, file) {
				rt.Fatalf("%s: all is said to be known, and %s is not among %q", &line, file, found)
			}
		}
	})
}
