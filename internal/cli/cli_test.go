package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"
	"strings"
	"testing"
)

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0 files", 1: "1 file", 999: "999 files", 1000: "1,000 files", 1234567: "1,234,567 files"} {
		if got := Count(n, "file"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestReport(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
		text   string
	}{
		{nil, ExitOK, ""},
		{fmt.Errorf("more: %w", ErrFindings), ExitFindings, ""},
		{&UsageError{}, ExitTrouble, ""},
		{Usagef("--x is %d", 1), ExitTrouble, "p: --x is 1\nRun \"p c --help\" for usage.\n"},
		{errors.New("videotune: a\nb\x1b"), ExitTrouble, "p: a\\nb\\x1b\n"},
		{errors.Join(errors.New("a\nb"), fmt.Errorf("%w, %w", errors.New("c"), errors.New("d"))), ExitTrouble, "p: a\\nb\np: c, d\n"},
		{errors.New("gcs: x: vertex: y"), ExitTrouble, "p: x: vertex: y\n"},
	} {
		var b strings.Builder
		if got := Report(&b, "p", "p c", c.err); got != c.status || b.String() != c.text {
			t.Errorf("%v: %d, %q", c.err, got, &b)
		}
	}
}

func TestChoice(t *testing.T) {
	if got, err := Choice("--format", "json", "text", "json"); got != "json" || err != nil {
		t.Error(got, err)
	}
	if _, err := Choice("--format", "xml", "text", "json", "html"); err == nil || err.Error() != `--format is "xml"; want text, json or html` {
		t.Error(err)
	}
}

func TestOpenError(t *testing.T) {
	err := OpenError("", &fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist})
	if !errors.Is(err, fs.ErrNotExist) || err.Error() != `"": file does not exist; see that the path is right` {
		t.Error(err)
	}
}

func TestVersion(t *testing.T) {
	info := &debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "v0.1.0"}, Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: "0123456789abcdef"}, {Key: "vcs.modified", Value: "true"},
	}}
	if got := versionOf(info); got != "v0.1.0, commit 0123456789abcdef and changes, go1.26.8" {
		t.Error(got)
	}
	if got := versionOf(&debug.BuildInfo{}); got != "(devel)" {
		t.Error(got)
	}
	if Version() == "" {
		t.Error("empty")
	}
}
