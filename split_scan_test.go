package videotune

import (
	"slices"
	"strings"
	"testing"
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
		{`{"uri":"a","fileUris":["a"],"text":"b: c"}`, "", true},
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
	f.Fuzz(func(t *testing.T, line []byte) {
		found, _ := scanFiles(line)
		for rec := range NewReader(strings.NewReader(string(line)), &ReaderOptions{KeepBytes: true}).All() {
			if rec == nil {
				break
			}
			if rec.Line > 1 || strings.Contains(string(line), `\u`) { // names may be spelt with escapes
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
