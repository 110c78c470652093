package main

import (
	"path/filepath"
	"testing"

	"github.com/seed-57910ec4/videotune/chunk/cut"
)

func TestHowText(t *testing.T) {
	for _, tt := range []struct {
		result cut.Result
		want   string
	}{
		{cut.Result{How: cut.Copied}, "copied"},
		{cut.Result{How: cut.Taken}, "taken"},
		{cut.Result{How: cut.Encoded, Fallback: cut.OpenGroup}, "encoded (not copied: open-group)"},
		{cut.Result{How: cut.Encoded, Again: 2}, "encoded (planned anew 2 times)"},
	} {
		if got := howText(&tt.result); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.result, got, tt.want)
		}
	}
}

func TestLocalPath(t *testing.T) {
	for uri, want := range map[string]string{
		"a b.mp4":                  "a b.mp4",
		"/videos/a%20b.mp4":        "/videos/a%20b.mp4",
		`C:\videos\a.mp4`:          `C:\videos\a.mp4`,
		"file:///videos/a%20b.mp4": filepath.FromSlash("/videos/a b.mp4"),
		"file://host/a.mp4":        "",
		"gs://bucket/a.mp4":        "",
		"https://example.com/a.mp": "",
	} {
		if got, err := localPath(uri); got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v; want %q", uri, got, err, want)
		}
	}
}
