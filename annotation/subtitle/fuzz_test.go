package subtitle

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.[sv]*t")
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text), strings.HasSuffix(file, ".vtt"), strings.Contains(file, "rolled"))
	}
	f.Add("1\n00:00:01,000 --> 00:00:02,000\n<v A>&amp;{\\i1}x\n\ny\n2\n-0:1:2.5->0:1:3,5\n", false, true)
	f.Add("WEBVTT\n1\n0:1-->0:2 a:b\n \nx\n\nNOTE\n\ny\n\nWEBVTT\n\nz", true, false)
	f.Fuzz(func(t *testing.T, text string, vtt, deroll bool) {
		read := readingtest.Reader(ReadSRT)
		if vtt {
			read = ReadWebVTT
		}
		readingtest.Sound(t, read, text, annotation.Options{Deroll: deroll})
		lossless(t, read, text, deroll)
	})
}

// lossless fails if a word of a file is in no event and nothing is told.
func lossless(t *testing.T, read readingtest.Reader, text string, deroll bool) {
	o := annotation.Options{Deroll: deroll}
	said := told(&o)
	for v, err := range read(videotune.Input{Name: "file", R: strings.NewReader(text)}, &o) {
		if err != nil {
			return
		}
		for _, e := range v.Events {
			if e.Text == "" || e.Record == 0 || e.Kind != annotation.KindCue && e.Kind != annotation.KindPoint {
				t.Fatalf("%+v", e)
			}
		}
		if lost := missing(text, v); lost != "" && said.Len() == 0 {
			t.Fatalf("%+v lacks %q, and nothing was told", v.Events, lost)
		}
	}
}

// missing returns a word of letters only that stands in a file and in none of its
// events; "" if there is none.
func missing(text string, v *annotation.Video) string {
	all, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return c < 'a' || c > 'z' }) {
		if !strings.Contains(string(all), word) && !strings.Contains("language webvtt", word) {
			return word
		}
	}
	return ""
}
