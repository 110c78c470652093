package videotune

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const fullDiskEnv = "VIDEOTUNE_TEST_FULL_DISK_DIR"

// fullDisk writes more into dir than goes in, which is room for some 256 KiB or
// for files of 64 KiB: with Create, with CreateSplit so that its spool file finds
// no room, and so that the spool file does but the files do not.
func fullDisk(t *testing.T, dir string, cause error) {
	train, validation := filepath.Join(dir, "train.jsonl"), filepath.Join(dir, "validation.jsonl")
	for _, path := range []string{train, validation} {
		if err := os.WriteFile(path, []byte("old "+path), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	line := func(i int) *Example {
		return videoExample(fmt.Sprintf("gs://b/%d.mp4", i%10), fmt.Sprint("line ", i, strings.Repeat(" x", 4000)))
	}
	check := func(what, path string, err error, closed error) {
		t.Helper()
		t.Logf("%s: %v", what, err)
		if !errors.Is(err, cause) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error %v, want %v of %s", what, err, cause, path)
		}
		if closed != nil {
			t.Errorf("%s: Close: %v", what, closed)
		}
		for _, path := range []string{train, validation} {
			if got := mustRead(t, path); got != "old "+path {
				t.Errorf("%s: %s holds %.100q", what, path, got)
			}
		}
		wantFiles(t, dir, "train.jsonl", "validation.jsonl")
	}

	f, err := Create(train, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < 100 && err == nil; i++ {
		err = f.Write(line(i))
	}
	if again := f.Write(line(0)); err == nil || again == nil {
		t.Errorf("Write: %v, then %v", err, again)
	}
	check("Create", train, f.Commit(), f.Close())

	for what, n := range map[string]int{"CreateSplit, spool": 100, "CreateSplit, files": 20} {
		s, err := CreateSplit(train, validation, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < n && err == nil; i++ {
			err = s.Write("", line(i))
		}
		if n == 100 && err == nil {
			t.Errorf("%s: 100 lines went in", what)
		}
		report, err := s.Commit()
		if report != nil {
			t.Errorf("%s: report %+v", what, report)
		}
		check(what, train, err, s.Close())
	}

	// What fits is written as if nothing had been.
	if f, err = Create(train, nil); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Write(line(0)), f.Commit(), f.Close()); err != nil {
		t.Error(err)
	}
	wantFiles(t, dir, "train.jsonl", "validation.jsonl")
}

// TestFullDisk writes to a file system of 256 KiB where it may mount one.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("videotune-test", dir, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("no file system of its own may be mounted (%v); TestFileSizeLimit runs the same", err)
	}
	defer func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	}()
	fullDisk(t, dir, syscall.ENOSPC)
}

// TestFileSizeLimit needs no rights: a process of its own may write files of
// 64 KiB only.
func TestFileSizeLimit(t *testing.T) {
	if dir := os.Getenv(fullDiskEnv); dir != "" {
		limit := syscall.Rlimit{Cur: 1 << 16, Max: 1 << 16}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			t.Fatal(err)
		}
		fullDisk(t, dir, syscall.EFBIG)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestFileSizeLimit$")
	cmd.Env = append(os.Environ(), fullDiskEnv+"="+t.TempDir())
	if out, err := cmd.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("PASS")) {
		t.Errorf("%v\n%s", err, out)
	}
}
