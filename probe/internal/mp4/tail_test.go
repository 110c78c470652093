package mp4

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

// TestManyFragments has an index at the end that names the first fragment alone, the only
// one that begins with a keyframe. Where following all fragments from there takes too
// much, the end of the file is looked at.
func TestManyFragments(t *testing.T) {
	for _, n := range []int{2, 10, 40, 193, 2000} {
		for _, media := range []int64{300, 5_000, 60_000, 200_000} {
			for _, sound := range []bool{false, true} {
				t.Run(fmt.Sprint(n, media, sound), func(t *testing.T) {
					f := file(ftyp("iso5"), initial(sound, nil))
					at := stream(f, n, media, sound)
					f.add(mfra(1, at[:1], 25600))
					w := window.New(f, f.size, Requests, Bytes)
					m, err := Read(w, false)
					if cost := w.Cost(); err != nil || m.Duration != time.Duration(2*n)*time.Second || cost.Requests > Requests+FollowRequests+TailRequests || cost.Bytes > Bytes+FollowBytes+TailBytes {
						t.Errorf("%v, %v, %v, %+v", m.Duration, m.ContainerDuration, err, cost)
					}
				})
			}
		}
	}
}

func TestNoMedia(t *testing.T) {
	for name, f := range map[string]*made{
		"alone":               file(ftyp("iso5"), initial(true, nil)),
		"alone, with lengths": file(ftyp("iso5"), initial(true, func(s *moovSpec) { s.duration = 5000 }, full("mehd", 0, 0, uint32(5000)))),
		"with an empty box":   file(ftyp("iso5"), initial(true, nil), bx("free", zeros(100))),
	} {
		for _, only := range []bool{false, true} {
			got, _, err := f.read(t, only)
			if _, known := got.Length(); !errors.Is(err, ErrNoMedia) || known || got.VideoCodec != "h264" || got.AudioCodec != "aac" {
				t.Errorf("%s: %+v, %v", name, got, err)
			}
		}
	}
}
