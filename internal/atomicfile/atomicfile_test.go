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
