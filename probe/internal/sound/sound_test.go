package sound

import (
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
)

func TestFrames(t *testing.T) {
	for _, c := range []struct {
		name string
		read func([]byte) Frame
		head string
		want Frame
	}{
		{"AAC", ADTS, "\xFF\xF1\x50\x80\x2E\x7F\xFC", Frame{371, 1024, 44100}},
		{"AAC of two blocks", ADTS, "\xFF\xF9\x4C\x80\x01\x20\xFD", Frame{9, 2048, 48000}},
		{"AAC with an index of no rate", ADTS, "\xFF\xF1\x74\x80\x2E\x7F\xFC", Frame{}},
		{"AAC of fewer bytes than its header", ADTS, "\xFF\xF1\x50\x80\x00\xBF\xFC", Frame{}},
		{"MP3", MPEG, "\xFF\xFB\x90\x00", Frame{417, 1152, 44100}},
		{"MP3, padded", MPEG, "\xFF\xFB\x92\x00", Frame{418, 1152, 44100}},
		{"MP3 of MPEG-2", MPEG, "\xFF\xF3\x80\x00", Frame{208, 576, 22050}},
		{"MP2", MPEG, "\xFF\xFD\x84\x00", Frame{384, 1152, 48000}},
		{"MP1", MPEG, "\xFF\xFF\x44\x00", Frame{128, 384, 48000}},
		{"MPEG of no layer", MPEG, "\xFF\xF9\x90\x00", Frame{}},
		{"MPEG of a rate that is free", MPEG, "\xFF\xFB\x00\x00", Frame{}},
		{"AC-3", AC3, "\x0B\x77\x00\x00\x14\x40", Frame{768, 1536, 48000}},
		{"AC-3 at 44.1 kHz", AC3, "\x0B\x77\x00\x00\x55\x40", Frame{836, 1536, 44100}},
		{"AC-3 at 32 kHz", AC3, "\x0B\x77\x00\x00\x94\x40", Frame{1152, 1536, 32000}},
		{"AC-3 is not E-AC-3", AC3, "\x0B\x77\x01\xFF\x30\x80", Frame{}},
		{"E-AC-3", EAC3, "\x0B\x77\x01\xFF\x30\x80", Frame{1024, 1536, 48000}},
		{"E-AC-3 of one block", EAC3, "\x0B\x77\x00\x7F\x40\x80", Frame{256, 256, 44100}},
		{"E-AC-3 at half a rate", EAC3, "\x0B\x77\x00\x7F\xC0\x80", Frame{256, 1536, 24000}},
		{"E-AC-3, more channels", EAC3, "\x0B\x77\x41\xFF\x30\x80", Frame{1024, 0, 48000}},
		{"E-AC-3 of no rate", EAC3, "\x0B\x77\x00\x7F\xF0\x80", Frame{}},
		{"E-AC-3 is not AC-3", EAC3, "\x0B\x77\x00\x00\x14\x40", Frame{}},
	} {
		if got := c.read([]byte(c.head)); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
		for n := range c.head {
			if got := c.read([]byte(c.head[:n])); got != (Frame{}) {
				t.Errorf("%s: %+v of %d bytes", c.name, got, n)
			}
		}
	}
}

// TestFFmpeg adds up the frames of files that ffmpeg writes.
func TestFFmpeg(t *testing.T) {
	for _, c := range []struct {
		name, args string
		read       func([]byte) Frame
	}{
		{"a.aac", "-c:a aac", ADTS}, {"a.mp3", "-c:a libmp3lame -write_xing 0 -id3v2_version 0", MPEG}, {"a.mp2", "-c:a mp2", MPEG}, {"a.ac3", "-c:a ac3", AC3}, {"a.eac3", "-c:a eac3", EAC3},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, data := testmedia.Make(t, c.name, "-f lavfi -i sine=r=48000:d=3 "+c.args)
			samples, n := 0, len(data)
			for n > 0 {
				f := c.read(data[len(data)-n:])
				if f.Size == 0 || f.Size > n || f.Hz != 48000 {
					t.Fatalf("%+v, %d bytes before the end", f, n)
				}
				samples, n = samples+f.Samples, n-f.Size
			}
			if most := 3*48000 + 4*1536; samples < 3*48000 || samples > most {
				t.Errorf("%d samples", samples)
			}
		})
	}
}

// FuzzFrames reads any bytes.
func FuzzFrames(f *testing.F) {
	f.Add("\xFF\xF1\x50\x80\x2E\x7F\xFC")
	f.Add("\xFF\xFB\x90\x00")
	f.Add("\x0B\x77\x01\xFF\x30\x80" + strings.Repeat("x", 10))
	f.Fuzz(func(t *testing.T, s string) {
		for i, read := range []func([]byte) Frame{ADTS, MPEG, AC3, EAC3} {
			g := read([]byte(s))
			if g != (Frame{}) && (g.Size < 2 || g.Size > 8191 || g.Hz < 7350 || g.Hz > 96000 || g.Samples < 0 || g.Samples > 4096) {
				t.Errorf("%d: %+v", i, g)
			}
		}
	})
}
