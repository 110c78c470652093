package mp4

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/probe/internal/window"

	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
)

// FuzzRead reads any bytes: it must come to an end, within what is allowed, and not
// tell a length that cannot be.
func FuzzRead(f *testing.F) {
	names, err := filepath.Glob(testmedia.Path("*"))
	if err != nil || len(names) == 0 {
		f.Fatal(names, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if !Sniff(data) {
			continue
		}
		// Without the media the seeds are small, and have moov and moof all the same.
		f.Add(shrink(data))
	}
	for _, m := range []*made{file(isom, one.bytes(), mdat), file(isom, mdat, one.bytes())} {
		data := make([]byte, m.size)
		m.ReadAt(data, 0)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, only := range []bool{false, true} {
			w := window.New(bytes.NewReader(data), int64(len(data)), Requests, Bytes)
			begin := time.Now()
			m, err := Read(w, only)
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			if c := w.Cost(); c.Requests > Requests+IndexRequests+FollowRequests+TailRequests+WalkRequests || c.Bytes > Bytes+IndexBytes+FollowBytes+TailBytes+WalkBytes {
				t.Errorf("cost %+v", c)
			}
			if m.Duration < 0 || m.ContainerDuration < 0 || m.Width < 0 || m.FrameRate.Num < 0 || (m.FrameRate.Num == 0) != (m.FrameRate.Den == 0) {
				t.Errorf("%+v", m)
			}
			if err == nil && m.Container == "" {
				t.Errorf("neither facts nor an error: %+v", m)
			}
		}
	})
}

// shrink takes most of the media from a file.
func shrink(data []byte) []byte {
	var out []byte
	s := memory{data: data}
	for at := int64(0); int64(len(data))-at >= headerSize; {
		b, err := header(s, at, int64(len(data)), "")
		if err != nil {
			break
		}
		if b.kind == "mdat" {
			out = append(out, bx("mdat", zeros(16))...)
		} else {
			out = append(out, data[at:b.end]...)
		}
		at = b.end
	}
	return out
}

// FuzzEntry reads any bytes as a description of samples.
func FuzzEntry(f *testing.F) {
	for _, e := range [][]byte{visual("avc1", 1, 1), visual("encv", 1, 1, bx("sinf", bx("frma", "hvc1"))), sound("mp4a", esds(0x40)), sound("lpcm", zeros(36))} {
		f.Add(cat(uint32(0), uint32(1), e), true)
		f.Add(cat(uint32(0), uint32(1), e), false)
	}
	f.Fuzz(func(t *testing.T, stsd []byte, video bool) {
		handler := kindAudio
		if video {
			handler = kindVideo
		}
		if e, ok := readEntry(stsd, handler); ok && e.codec == "" && len(stsd) < 16 {
			t.Errorf("%+v", e)
		}
	})
}
