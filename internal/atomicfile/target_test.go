package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // has other ones
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "a.jsonl")
	put(t, path, "one\n")
	for _, mode := range []fs.FileMode{0o600, 0o664, 0o444} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		f, err := Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if fi, _ := f.f.Stat(); fi.Mode().Perm()&^mode != 0 && mode != 0o444 {
			t.Errorf("temporary file for %v: %v", mode, fi.Mode())
		}
		if err := f.Commit(); err != nil {
			t.Fatal(err)
		}
		fi, err := os.Stat(path)
		if err != nil || fi.Mode() != mode {
			t.Errorf("mode %v, %v; want %v", fi.Mode(), err, mode)
		}
	}
}

func TestSymlink(t *testing.T) {
	dir := t.TempDir()
	for _, d := range []string{"real/sub", "links"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	link := func(to, name string) string {
		name = filepath.Join(dir, name)
		if err := os.Symlink(to, name); err != nil {
			t.Fatal(err)
		}
		return name
	}
	// A relative link within a linked directory counts from the real directory.
	link(filepath.Join(dir, "real/sub"), "links/sub")
	path := link("../a.jsonl", "real/sub/link")
	path = filepath.Join(dir, "links/sub", filepath.Base(path))
	for _, content := range []string{"dangling\n", "replaced\n"} {
		put(t, path, content)
		want(t, filepath.Join(dir, "real/a.jsonl"), content)
		if fi, err := os.Lstat(path); err != nil || fi.Mode()&fs.ModeSymlink == 0 {
			t.Fatalf("the link is gone: %v, %v", fi, err)
		}
	}
	wantNames(t, filepath.Join(dir, "real"), "a.jsonl", "sub")
	wantNames(t, filepath.Join(dir, "links"), "sub")

	link("loop", "loop")
	if _, err := Create(filepath.Join(dir, "loop")); err == nil {
		t.Error("a loop of links is no error")
	}
}

func TestRefused(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{
		"",
		dir,
		dir + "/",
		filepath.Join(dir, "new") + "/",
		filepath.Join(dir, "missing", "a.jsonl"),
		filepath.Join(dir, ".a.jsonl.videotune-tmp"),
		filepath.Join(dir, ".a.jsonl.videotune-spool"),
		os.DevNull,
	} {
		f, err := Create(path)
		if err == nil {
			f.Close()
			t.Errorf("Create(%q) succeeded", path)
		} else if !strings.HasPrefix(err.Error(), path+": ") {
			t.Errorf("Create(%q): %v", path, err)
		}
	}
	wantNames(t, dir)
}

func TestLongName(t *testing.T) {
	dir := t.TempDir()
	name := strings.Repeat("n", 255)
	put(t, filepath.Join(dir, name), "one\n")
	wantNames(t, dir, name)
}

func TestRelativePath(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	t.Chdir(dir)
	f, err := Create("a.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(other)
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	wantNames(t, dir, "a.jsonl")
	wantNames(t, other)
}

func TestRemove(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.jsonl")
	put(t, path, "one\n")
	for _, there := range []bool{true, false} {
		f, err := Create(path)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, "two\n")
		got, err := f.Remove()
		if got != there || err != nil {
			t.Errorf("Remove = %v, %v; want %v", got, err, there)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
		wantNames(t, dir)
	}
}

func TestSpool(t *testing.T) {
	dir := t.TempDir()
	f, err := Create(filepath.Join(dir, "a.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := os.WriteFile(filepath.Join(dir, ".a.jsonl.videotune-spool"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := f.Spool()
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS == "linux" {
		wantNames(t, dir, ".a.jsonl.videotune-tmp")
	}
	io.WriteString(s, "abc")
	got, err := io.ReadAll(io.NewSectionReader(s, 0, 3))
	if err != nil || string(got) != "abc" {
		t.Errorf("read %q, %v", got, err)
	}
	if err := errors.Join(s.Close(), s.Close(), f.Close()); err != nil {
		t.Error(err)
	}
	if _, err := f.Spool(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Spool after Close: %v", err)
	}
	wantNames(t, dir)
}
