package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func put(t *testing.T, path, content string) {
	t.Helper()
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := io.WriteString(f, content); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, path, content string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || string(got) != content {
		t.Fatalf("%s holds %q, %v; want %q", path, got, err, content)
	}
}

func wantNames(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	slices.Sort(names)
	if !slices.Equal(got, names) {
		t.Fatalf("the directory holds %q, want %q", got, names)
	}
}

func TestCommit(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.jsonl")
	put(t, path, "one\n")
	want(t, path, "one\n")

	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, "two\n")
	want(t, path, "one\n")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	want(t, path, "two\n")
	if err := f.Commit(); err != nil {
		t.Errorf("second Commit: %v", err)
	}
	if err := errors.Join(f.Close(), f.Close()); err != nil {
		t.Errorf("Close after Commit: %v", err)
	}
	if _, err := f.Write([]byte("x")); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Write after Commit: %v", err)
	}
	want(t, path, "two\n")
	wantNames(t, dir, "a.jsonl")
}

func TestClose(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.jsonl")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, "one\n")
	wantNames(t, dir, ".a.jsonl.videotune-tmp")
	if err := errors.Join(f.Close(), f.Close()); err != nil {
		t.Error(err)
	}
	wantNames(t, dir)
	if err := f.Commit(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Commit after Close: %v", err)
	}
	if _, err := f.Write(nil); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Write after Close: %v", err)
	}
	wantNames(t, dir)
}

func TestStickyError(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.jsonl")
	put(t, path, "one\n")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	f.f.Close() // the next write fails
	_, first := f.Write([]byte("x"))
	if first == nil {
		t.Fatal("Write to a closed file succeeded")
	}
	_, err = f.Write([]byte("x"))
	if err == nil || err.Error() != path+": "+first.Error() {
		t.Errorf("Write: %v, then %v", first, err)
	}
	if got := f.Prepare(); got != err {
		t.Errorf("Prepare: %v, want %v", got, err)
	}
	if got := f.Commit(); got != err {
		t.Errorf("Commit: %v, want %v", got, err)
	}
	want(t, path, "one\n")
}

// TestRenameFails has the rename fail by a directory that came into its way.
func TestRenameFails(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.jsonl")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Prepare(); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(path, "in the way"), 0o755); err != nil {
		t.Fatal(err)
	}
	err = f.Commit()
	if err == nil {
		t.Fatal("Commit replaced a directory")
	}
	if got := f.Commit(); got != err {
		t.Errorf("second Commit: %v, want %v", got, err)
	}
	wantNames(t, dir, "a.jsonl")
}

func TestStray(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.jsonl")
	stray := filepath.Join(dir, ".a.jsonl.videotune-tmp")
	if err := os.WriteFile(stray, []byte("much longer than what follows"), 0o600); err != nil {
		t.Fatal(err)
	}
	put(t, path, "one\n")
	want(t, path, "one\n")
	wantNames(t, dir, "a.jsonl")

	// What is no file of ours is neither written to nor removed.
	if err := os.Mkdir(stray, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(path); err == nil {
		t.Error("a directory under the temporary name is no error")
	}
	os.Remove(stray)
	victim := filepath.Join(dir, "victim")
	if err := os.WriteFile(victim, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(victim, stray); err != nil {
		t.Fatal(err)
	}
	put(t, path, "two\n")
	want(t, path, "two\n")
	want(t, victim, "precious")
	if err := os.Symlink(victim, stray); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(path); err == nil && runtime.GOOS == "linux" {
		t.Error("a symbolic link under the temporary name is no error")
	}
	want(t, victim, "precious")
}

func TestBusy(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.jsonl")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := Create(path); !errors.Is(err, ErrBusy) || !strings.HasPrefix(err.Error(), path+": ") {
		t.Errorf("second Create: %v", err)
	}
	io.WriteString(f, "one\n")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	want(t, path, "one\n")
	put(t, path, "two\n")
	want(t, path, "two\n")
}

// TestManyWriters has writers of one target race: each either is told ErrBusy or
// has its content there as a whole.
func TestManyWriters(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.jsonl")
	const writers, rounds = 8, 100
	done := make(chan int)
	for w := range writers {
		go func() {
			content := strings.Repeat(string(rune('a'+w)), 1000)
			n := 0
			for range rounds {
				f, err := Create(path)
				if errors.Is(err, ErrBusy) {
					continue
				}
				if err != nil {
					t.Error(err)
					continue
				}
				for i := range 10 {
					if _, err := io.WriteString(f, content[i*100:][:100]); err != nil {
						t.Error(err)
					}
				}
				f.ready = true // not to wait for the disk
				if err := f.Commit(); err != nil {
					t.Error(err)
				}
				n++
			}
			done <- n
		}()
	}
	for range rounds {
		got, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if len(got) != 1000 || strings.Trim(string(got), string(got[:1])) != "" {
			t.Errorf("torn: %q", got)
		}
	}
	sum := 0
	for range writers {
		sum += <-done
	}
	if sum == 0 {
		t.Error("no writer had its turn")
	}
	wantNames(t, dir, "a.jsonl")
}

func TestReplacedTemporary(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.jsonl")
	put(t, path, "one\n")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	os.Remove(f.temp)
	if err := os.WriteFile(f.temp, []byte("not ours"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err == nil {
		t.Error("Commit took a file that is not its own")
	}
	want(t, path, "one\n")
	want(t, f.temp, "not ours")
}

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
