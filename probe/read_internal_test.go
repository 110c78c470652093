package probe

import (
	"bytes"
	"errors"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

// TestCeiling has a reader that allows itself all it can.
func TestCeiling(t *testing.T) {
	old := containers
	defer func() { containers = old }()
	step := 0
	containers = []container{{
		sniff: func([]byte) bool { return true },
		read: func(f *window.File, _ bool) (videotune.Media, error) {
			f.Allow(1<<20, 1<<40)
			for at := int64(headBytes); ; at += int64(step) {
				if _, err := f.Bytes(at, step, 0); err != nil {
					return videotune.Media{}, err
				}
			}
		},
	}}
	var o Options
	file := &countingReader{r: bytes.NewReader(make([]byte, 4<<20))}
	for _, step = range []int{1, 1 << 19} {
		file.requests, file.bytes = 0, 0
		_, _, err := o.read(file, 4<<20, false)
		if !errors.Is(err, window.ErrBudget) || file.requests > maxRequests || file.bytes > maxBytes || file.requests < 4 {
			t.Errorf("steps of %d: %d requests, %d bytes, %v", step, file.requests, file.bytes, err)
		}
	}
}

type countingReader struct {
	r        *bytes.Reader
	requests int
	bytes    int64
}

func (c *countingReader) ReadAt(p []byte, off int64) (int, error) {
	c.requests++
	c.bytes += int64(len(p))
	return c.r.ReadAt(p, off)
}
