package mpegts

import (
	"bytes"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

func FuzzRead(f *testing.F) {
	data := testmedia.Data(f, "ts_h264_5s.ts")
	f.Add(data[:20*packetBytes])
	f.Add(join(data[:10*packetBytes], data[len(data)-10*packetBytes:]))
	f.Add(join(avTables, frames(9, steady(nearEnd, tick25, 9)...)))
	f.Add(join(pat(0x50, 0x60), pmt(0x60, 2, "\x05\x04HDMV", pmtEntry{videoPID, 0x02, "\x05\x04abcd"}), frames(9, steady(0, 1, 3)...)))
	f.Fuzz(func(t *testing.T, data []byte) {
		file := window.New(bytes.NewReader(data), int64(len(data)), 0, 0)
		m, err := Read(file, false)
		if c := file.Cost(); c.Requests > requests || c.Bytes > allBytes {
			t.Errorf("cost %+v", c)
		}
		if m.Duration < 0 || m.ContainerDuration < 0 || m.Width < 0 || m.Height < 0 || m.FrameRate.Num < 0 || m.FrameRate.Den < 0 {
			t.Errorf("%+v", m)
		}
		if err == nil && !Sniff(data) {
			t.Error("read what Sniff does not like")
		}
	})
}

// FuzzPicture reads headers of sequences.
func FuzzPicture(f *testing.F) {
	data := testmedia.Data(f, "ts_h264_5s.ts")
	for i := range 3 {
		f.Add(uint8(i), data[3*packetBytes+20:5*packetBytes])
	}
	f.Fuzz(func(t *testing.T, codec uint8, es []byte) {
		s := stream{entry: entry{codec: [...]string{"h264", "hevc", "mpeg2video"}[codec%3]}, es: es}
		p := s.findPicture()
		if p.width < 0 || p.height < 0 || p.width > maxSide || p.height > maxSide || (p.rate != (videotune.Rational{}) && (p.rate.Num <= 0 || p.rate.Den <= 0)) {
			t.Errorf("%+v", p)
		}
	})
}
