package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// That videos are tried again is told a few times only.
func TestRetriesAreBounded(t *testing.T) {
	var said bytes.Buffer
	l := &look{progress: newProgress(&said, "videos", 100)}
	for range 3 * maxRetryLines {
		l.again("gs://b/a.mp4", errors.New("gs://b/a.mp4: the server failed"), 1234*time.Millisecond)
	}
	lines := strings.Split(strings.TrimSpace(said.String()), "\n")
	if len(lines) != maxRetryLines || lines[0] != "videotune: gs://b/a.mp4: the server failed; trying again in 1.2s" || !strings.Contains(lines[len(lines)-1], "no more is told") {
		t.Errorf("it says %q", lines)
	}
}

func TestBesides(t *testing.T) {
	stop := fmt.Errorf("stopped: %w", context.Canceled)
	both := fmt.Errorf("%w: %w", context.Canceled, errors.New("interrupt signal received"))
	disk := errors.New("the disk is full")
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"nothing", nil, ""},
		{"another", disk, "the disk is full"},
		{"it", stop, ""},
		{"it with its cause", both, ""},
		{"joined", errors.Join(stop, nil), ""},
		{"joined with another", errors.Join(both, disk), "the disk is full"},
		{"joined in joined", errors.Join(errors.Join(stop, errors.Join(disk, both))), "the disk is full"},
		{"joined without it", errors.Join(disk, disk), "the disk is full\nthe disk is full"},
	} {
		got := ""
		if err := besides(tt.err, context.Canceled); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
