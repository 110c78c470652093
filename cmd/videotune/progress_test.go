package main

import (
	"bytes"
	"errors"
	"testing"
	"time"
)

// Without a terminal there is a line now and then, and none of the end.
func TestPlainProgress(t *testing.T) {
	var said bytes.Buffer
	p := newProgress(&said, "videos", 30)
	defer p.close()
	p.reach(1)
	p.told = time.Now().Add(-plainInterval)
	p.reach(20)
	p.reach(21)
	p.tell(errors.New("a.mp4: the file is empty"))
	p.told = time.Now().Add(-plainInterval)
	p.reach(30)
	if want := "videotune: 20 of 30 videos\nvideotune: a.mp4: the file is empty\n"; said.String() != want {
		t.Errorf("it says %q, want %q", &said, want)
	}
}
