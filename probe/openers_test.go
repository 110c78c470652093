package probe_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/probe"
)

// A named Opener tells which one was called.
type named string

func (n named) Open(context.Context, string) (*probe.Source, error) {
	return nil, errors.New(string(n))
}

func TestOpeners(t *testing.T) {
	o := probe.Openers{"": named("path"), "file": named("file"), "http": named("http"), "https": named("https"), "gs": named("gs"), "s3+x": named("s3")}
	for uri, want := range map[string]string{
		"a.mp4": "path", "/videos/a.mp4": "path", "./a:b.mp4": "path", "-": "path", "clip:1.mp4": "path", "12:30.mp4": "path", "take 1: intro.mp4": "path", ":a": "path", "://a": "path",
		`C:\videos\a.mp4`: "path", "C:/videos/a.mp4": "path", "c:a.mp4": "path", "C://a.mp4": "path", `\\server\share\a.mp4`: "path", "видео://a": "path", "1a://b": "path",
		"file:///a.mp4": "file", "FILE:///a.mp4": "file", "file:/a.mp4": "file", "file:a.mp4": "file",
		"http://a/b": "http", "HTTP://a/b": "http", "https://a/b": "https", "https:/a/b": "https", "gs://a/b": "gs", "gs:a": "gs", "s3+X://a/b": "s3",
	} {
		if _, err := o.Open(t.Context(), uri); err == nil || err.Error() != want {
			t.Errorf("%q goes to %v, want %s", uri, err, want)
		}
	}
	for uri, text := range map[string]string{
		"ftp://a/b":                        `unknown scheme "ftp": known are file:, gs:, http:, https:, s3+x:, local paths`,
		"S3://a/b":                         `unknown scheme "s3"`,
		strings.Repeat("x", 5000) + "://a": "x…",
	} {
		_, err := o.Open(t.Context(), uri)
		if !errors.Is(err, probe.ErrScheme) || !strings.Contains(err.Error(), text) || len(err.Error()) > 400 {
			t.Errorf("%.20q: %v", uri, err)
		}
	}
	if err := openError(t, o, ""); errors.Is(err, probe.ErrScheme) {
		t.Error(err)
	}
	if err := openError(t, probe.Openers{}, "a.mp4"); !errors.Is(err, probe.ErrScheme) || !strings.Contains(err.Error(), "known are none") {
		t.Error(err)
	}
	if err := openError(t, probe.Openers{"gs": nil, "file": named("")}, "gs://a/b"); !errors.Is(err, probe.ErrScheme) {
		t.Error(err)
	}
}

func TestDefaultOpeners(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.mp4")
	if err := os.WriteFile(path, pattern(10), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, o := range []probe.Openers{nil, probe.DefaultOpeners()} {
		open(t, o, path)
		open(t, o, "file://"+filepath.ToSlash(path))
		for _, uri := range []string{"http://localhost:1/", "https://localhost:1/"} {
			if err := openError(t, o, uri); !errors.Is(err, probe.ErrPrivateHost) {
				t.Errorf("%s: %v", uri, err)
			}
		}
		if err := openError(t, o, "gs://bucket"); !strings.Contains(err.Error(), "no object") {
			t.Error(err)
		}
	}
}
