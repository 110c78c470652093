package mp4

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

// TestCut has a part of a file with its index first, as of a transfer that was cut: the
// facts come with an error.
func TestCut(t *testing.T) {
	data := testmedia.Data(t, "mp4_faststart_5s.mp4")
	media := bytes.Index(data, []byte("mdat")) - 4
	for _, size := range []int{media - 8, media - 3, media, media + 1, media + 7, media + 8, media + 9, media + 15, media + 16, 20_000, len(data) - 1, len(data)} {
		r := bytes.NewReader(data[:size])
		m, err := Read(window.New(r, r.Size(), Requests, Bytes), false)
		if errors.Is(err, ErrCut) != (size < len(data)) || m.Duration != 5*time.Second {
			t.Errorf("%d bytes, of which the media begin at %d: %+v, %v", size, media, m, err)
		}
	}
}

// TestCutLarge has an index so large that what is behind it is not at hand: it is looked
// at where that costs nothing.
func TestCutLarge(t *testing.T) {
	moov := long(time.Hour, 2)
	for _, f := range []*made{
		file(isom, moov, start("mdat", 1<<30), int64(1<<20)),
		file(isom, moov, bx("free"), start("mdat", 1<<30), int64(1<<20)),
		file(isom, moov, bx("free"), start("mdat", 1<<30)[:7]),
		file(isom, moov, start("free", 1<<30)),
		file(isom, moov),
	} {
		_, cost, err := f.read(t, false)
		if cost.Requests > 2 || err != nil && !errors.Is(err, ErrCut) {
			t.Errorf("%+v, %v", cost, err)
		}
		w := window.New(f, f.size, Requests, Bytes)
		w.SetNear()
		m, err := Read(w, false)
		if !errors.Is(err, ErrCut) || m.Duration != time.Hour {
			t.Errorf("near: %v, %v", m, err)
		}
	}
	for _, behind := range [][]any{{start("mdat", 1<<30), int64(1 << 30)}, {bx("free"), bx("wide"), start("mdat", 1<<30), int64(1 << 30)}, {bx("uuid", zeros(16))}} {
		f := file(isom, moov).add(behind...)
		w := window.New(f, f.size, Requests, Bytes)
		w.SetNear()
		if m, err := Read(w, false); err != nil || m.Duration != time.Hour {
			t.Errorf("sound: %v, %v", m, err)
		}
	}
	few := file(isom, moovSpec{tracks: []trakSpec{{samples: 900}}}.bytes()).repeat(bx("free"), 1000)
	if _, cost, err := few.read(t, false); err != nil || cost.Requests != 2 {
		t.Errorf("a thousand boxes: %+v, %v", cost, err)
	}
	many := file(isom, moov).repeat(bx("free"), 1_000_000)
	w := window.New(io.NewSectionReader(many, 0, many.size), many.size, Requests, Bytes)
	w.SetNear()
	if _, err := Read(w, false); err != nil || w.Cost().Requests > Requests+2 {
		t.Errorf("a million boxes: %+v, %v", w.Cost(), err)
	}
}
