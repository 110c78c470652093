package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// meteredFile returns a file of so many bytes.
func meteredFile(t *testing.T, size int) *os.File {
	t.Helper()
	name := filepath.Join(t.TempDir(), "train.jsonl")
	if err := os.WriteFile(name, make([]byte, size), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// A command that is over soon says nothing; one that takes long says how far it is.
func TestMeter(t *testing.T) {
	for _, tt := range []struct {
		others []videotune.Input
		want   string
	}{
		{nil, "videotune: 1 of 4 MB read\n"},
		{[]videotune.Input{{R: strings.NewReader("x")}}, "videotune: 1 MB read\n"},
	} {
		var said bytes.Buffer
		m := newMeter(&said)
		files := append([]videotune.Input{{R: meteredFile(t, 2_000_000)}}, tt.others...)
		m.watch(files, 2)
		if _, err := io.CopyN(io.Discard, files[0].R, 1_000_000); err != nil || said.Len() > 0 || m.bar != nil {
			t.Errorf("at once: %q, %v", &said, err)
		}
		m.begun = time.Now().Add(-2 * meterDelay)
		if _, err := io.CopyN(io.Discard, files[0].R, 500_000); err != nil || said.Len() > 0 || m.bar == nil {
			t.Errorf("later: %q, %v", &said, err)
		}
		m.bar.told = time.Now().Add(-plainInterval)
		if _, err := io.Copy(io.Discard, files[0].R); err != nil {
			t.Error(err)
		}
		m.close()
		m.close()
		if said.String() != tt.want {
			t.Errorf("it says %q, want %q", &said, tt.want)
		}
	}
}

// What can be read again can be so behind a meter, and nothing else.
func TestMeterSeeks(t *testing.T) {
	m := newMeter(io.Discard)
	r, ok := m.reader(meteredFile(t, 10), 2).(io.ReadSeeker)
	if !ok {
		t.Fatal("a file cannot be read again")
	}
	for range 2 {
		if n, err := io.Copy(io.Discard, r); n != 10 || err != nil {
			t.Error(n, err)
		}
		if _, err := r.Seek(0, io.SeekStart); err != nil {
			t.Error(err)
		}
	}
	if m.read != 20 || m.total != 20 {
		t.Errorf("%d bytes of %d", m.read, m.total)
	}
	if _, ok := m.reader(io.LimitReader(strings.NewReader("x"), 1), 1).(io.Seeker); ok {
		t.Error("a stream can be read again")
	}
}
