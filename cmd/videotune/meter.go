package main

import (
	"io"
	"os"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// meterDelay is how long a command runs before it tells how far it is: most are over
// by then.
const meterDelay = time.Second

// A meter tells how far a command is by the bytes that it has read of its files.
type meter struct {
	stderr io.Writer
	total  int64 // bytes to be read; -1 if nobody knows
	read   int64
	begun  time.Time
	bar    *progress // nil until meterDelay is over
}

func newMeter(stderr io.Writer) *meter { return &meter{stderr: stderr, begun: time.Now()} }

// watch has the meter count what is read of files, each of which is read so many times.
func (m *meter) watch(files []videotune.Input, times int) {
	for i := range files {
		files[i].R = m.reader(files[i].R, times)
	}
}

// reader returns a reader of r that counts, and can seek if r can.
func (m *meter) reader(r io.Reader, times int) io.Reader {
	if size, ok := sizeOf(r); !ok {
		m.total = -1
	} else if m.total >= 0 {
		m.total += size * int64(times)
	}
	if s, ok := r.(io.ReadSeeker); ok {
		return &meteredSeeker{metered{r, m}, s}
	}
	return &metered{r, m}
}

// sizeOf returns the size of a regular file.
func sizeOf(r io.Reader) (int64, bool) {
	f, ok := r.(*os.File)
	if !ok {
		return 0, false
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return 0, false
	}
	return info.Size(), true
}

// isRegular reports whether r is a regular file.
func isRegular(r io.Reader) bool {
	_, ok := sizeOf(r)
	return ok
}

// add counts bytes.
func (m *meter) add(n int) {
	const unit = 1_000_000
	m.read += int64(n)
	if m.bar == nil {
		if time.Since(m.begun) < meterDelay {
			return
		}
		total := -1
		if m.total >= 0 {
			total = int(m.total / unit)
		}
		m.bar = newProgress(m.stderr, "MB read", total)
	}
	m.bar.reach(int(m.read / unit))
}

// close takes the bar away.
func (m *meter) close() {
	if m.bar != nil {
		m.bar.close()
		m.bar = nil
	}
}

// A metered reader counts what is read.
type metered struct {
	r io.Reader
	m *meter
}

func (r *metered) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	r.m.add(n)
	return n, err
}

// A meteredSeeker is a metered reader of what can seek.
type meteredSeeker struct {
	metered
	io.Seeker
}
