package probe

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b#1%.mp4")
	content := bytes.Repeat([]byte("0123456789"), 1000)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(2026, 11, 22, 10, 11, 12, 123456789, time.UTC), "mtime:2026-11-22T10:11:12.123456789Z size:10000"},
		{time.Date(2026, 11, 22, 10, 11, 12, 0, time.FixedZone("", 3600)), "mtime:2026-11-22T09:11:12.000000000Z size:10000"},
	} {
		if err := os.Chtimes(path, c.at, c.at); err != nil {
			t.Fatal(err)
		}
		s, err := File{}.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if s.Size != 10_000 || s.ETag != c.want && runtime.GOOS == "linux" || s.CRC32C != "" {
			t.Errorf("source: %+v", s)
		}
		p := make([]byte, 20)
		if n, err := s.ReadAt(p, 5005); n != 20 || err != nil || string(p) != "56789012345678901234" {
			t.Errorf("ReadAt: %d, %v, %q", n, err, p)
		}
		if n, err := s.ReadAt(p, 9990); n != 10 || err != io.EOF {
			t.Errorf("at the end: %d, %v", n, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if _, err := s.ReadAt(p, 0); !errors.Is(err, fs.ErrClosed) {
			t.Errorf("after Close: %v", err)
		}
	}
}

func TestFileRefusals(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := exec.Command("mkfifo", pipe).Run(); err != nil {
		pipe = ""
	}
	socket := filepath.Join(dir, "s")
	if l, err := net.Listen("unix", socket); err != nil {
		socket = ""
	} else {
		defer l.Close()
	}
	device := os.DevNull
	if runtime.GOOS == "windows" {
		device = ""
	}
	for _, c := range []struct {
		path, text string
		is         error
	}{
		{filepath.Join(dir, "none.mp4"), "", fs.ErrNotExist},
		{dir, "a directory", ErrNotFile},
		{pipe, "a pipe", ErrNotFile},
		{socket, "a socket", ErrNotFile},
		{device, "a device", ErrNotFile},
		{"file://elsewhere/a.mp4", `host "elsewhere"`, nil},
	} {
		if c.path == "" {
			t.Logf("not tried: %s", c.text)
			continue
		}
		start := time.Now()
		_, err := File{}.Open(t.Context(), c.path)
		if err == nil || c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.text) || strings.Contains(err.Error(), dir) || Temporary(err) {
			t.Errorf("%s: %v", c.path, err)
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("%s took %s", c.path, took)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	path := filepath.Join(dir, "a.mp4")
	if err := os.WriteFile(path, make([]byte, 10), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := File{}.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	cancel()
	if _, err := s.ReadAt(make([]byte, 1), 0); !errors.Is(err, context.Canceled) {
		t.Errorf("after cancel: %v", err)
	}
	if _, err := (File{}).Open(ctx, path); !errors.Is(err, context.Canceled) {
		t.Errorf("Open after cancel: %v", err)
	}
}

// TestShrinkingFile cuts a file between two reads.
func TestShrinkingFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.mp4")
	if err := os.WriteFile(path, make([]byte, 100_000), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := File{}.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	f := window.New(s, s.Size, 10, 1<<20)
	if _, err := f.Bytes(0, 8, 4096); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 50_005); err != nil {
		t.Fatal(err)
	}
	for at, text := range map[int64]string{50_000: "ends at byte 50005 although it has 100000", 90_000: "ends at byte 90000"} {
		_, err = f.Bytes(at, 10, 100)
		if !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), text) {
			t.Errorf("at %d: %v", at, err)
		}
	}
}

func TestLocalPath(t *testing.T) {
	for _, c := range []struct {
		uri     string
		windows bool
		want    string // "" is an error
	}{
		{"a.mp4", false, "a.mp4"},
		{"a%20b?#.mp4", false, "a%20b?#.mp4"},
		{`C:\a.mp4`, true, `C:\a.mp4`},
		{"file:///videos/a%20b.mp4", false, "/videos/a b.mp4"},
		{"FILE:///a", false, "/a"},
		{"file:/a", false, "/a"},
		{"file://localhost/a", false, "/a"},
		{"file://LOCALHOST/a", true, `\a`},
		{"file:/C:/a/b.mp4", true, `C:\a\b.mp4`},
		{"file://localhost/C:/a%20b.mp4", true, `C:\a b.mp4`},
		{"file:///a%3Fb%23c%25.mp4", false, "/a?b#c%.mp4"},
		{"file:///%D0%B2/動.mp4", false, "/в/動.mp4"},
		{"file:///C:/a/b.mp4", true, `C:\a\b.mp4`},
		{"file:///C:/a/b.mp4", false, "/C:/a/b.mp4"},
		{"file://server/share/a.mp4", true, `\\server\share\a.mp4`},
		{"file://server/share/a.mp4", false, ""},
		{"file://", false, ""},
		{"file:", false, ""},
		{"file:a.mp4", false, ""},
		{"file://a.mp4", false, ""},
		{"file:///a?b", false, ""},
		{"file:///a?", false, ""},
		{"file:///a#", false, ""},
		{"file:///a%00b", false, ""},
		{"file:///a%zz", false, ""},
		{"file://kim@localhost/a", false, ""},
		{"file://localhost:80/a", false, ""},
	} {
		got, err := localPath(c.uri, c.windows)
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%s (Windows %v): %q, %v", c.uri, c.windows, got, err)
		}
	}
}

// TestLocalPathExported tells what is local from what is not.
func TestLocalPathExported(t *testing.T) {
	for uri, want := range map[string]string{
		"a.mp4": "a.mp4", "-i": "-i", "talk: one.mp4": "talk: one.mp4", `C:\a.mp4`: `C:\a.mp4`, "/v/a%20b?.mp4": "/v/a%20b?.mp4",
		"file:///v/a%20b.mp4": "/v/a b.mp4", "file://localhost/v/a.mp4": "/v/a.mp4", "File:/v/a.mp4": "/v/a.mp4",
		"": "", "a\x00b": "", "gs://b/a.mp4": "", "https://h/a.mp4": "", "http:a": "", "s3://b/a.mp4": "",
		"file:a.mp4": "", "file:///a?b": "", "file:///%zz": "",
	} {
		if got, ok := LocalPath(uri); ok != (want != "") || ok && filepath.ToSlash(got) != filepath.ToSlash(want) {
			t.Errorf("%q: %q, %v", uri, got, ok)
		}
	}
	if path, ok := LocalPath("file://server/share/a.mp4"); ok != (runtime.GOOS == "windows") {
		t.Errorf("of another machine: %q", path)
	}
}
