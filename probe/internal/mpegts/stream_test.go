package mpegts

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/window"
	"pgregory.net/rapid"
)

const (
	ms      = time.Millisecond
	tick25  = 3600
	nearEnd = clockWrap - 2*clockHz // the clock begins again after 2 s
)

func TestLengths(t *testing.T) {
	reordered := []int64{3, 1, 2, 6, 4, 5, 9, 7, 8, 12, 10, 11, 15, 13, 14} // as frames are sent
	for i := range reordered {
		reordered[i] = reordered[i]*tick25 + 1<<32
	}
	for _, tt := range []struct {
		name                string
		data                []byte
		duration, container time.Duration
		rate                string
	}{
		{"steady", join(avTables, frames(100, steady(0, tick25, 50)...)), 2000 * ms, 2000 * ms, "25/1"},
		{"late", join(avTables, frames(100, steady(123456789, tick25, 50)...)), 2000 * ms, 2000 * ms, "25/1"},
		{"reordered", join(avTables, frames(100, reordered...)), 600 * ms, 600 * ms, "25/1"},
		{"wraps", join(avTables, frames(100, steady(nearEnd, tick25, 100)...)), 4000 * ms, 4000 * ms, "25/1"},
		{"wraps, long", join(avTables, frames(2000, steady(nearEnd, tick25, 500)...)), 20 * time.Second, 20 * time.Second, "25/1"},
		{"long", join(avTables, frames(2000, steady(0, tick25, 500)...)), 20 * time.Second, 20 * time.Second, "25/1"},
		{"30000/1001", join(avTables, frames(10, steady(0, 3003, 30)...)), 1001 * ms, 1001 * ms, "30000/1001"},
		{"not steady", join(avTables, frames(10, 0, 3600, 7200, 9000, 12600, 16200, 19800)), 260 * ms, 260 * ms, ""},
		{"slow", join(avTables, frames(10, steady(0, 45000, 10)...)), 5000 * ms, 5000 * ms, ""},
		{"one frame", join(avTables, frames(10, 0)), 0, 0, ""},
		{"two frames", join(avTables, frames(10, 0, 3600)), 80 * ms, 80 * ms, ""},
		{"half a day", join(avTables, frames(10, steady(0, tick25, 10)...), frames(10, steady(12*3600*clockHz, tick25, 10)...)), 12*time.Hour + 400*ms, 12*time.Hour + 400*ms, ""},
		{"began again", join(avTables, frames(4000, steady(3600*clockHz, tick25, 200)...), frames(4000, steady(0, tick25, 200)...)), 0, 0, "25/1"},
		{"bytes lost near the end", join(avTables, frames(2000, steady(0, tick25, 490)...)[:490*12*packetBytes-70], frames(2000, steady(490*tick25, tick25, 10)...)), 20 * time.Second, 20 * time.Second, ""},
		{"a PTS for several frames", groups(50), 24 * time.Second, 24 * time.Second, "25/1"},
		{"a PTS for each second frame", halves(50), 2000 * ms, 2000 * ms, ""},
		{"the first frame is shown later", join(pat(pmtPID), pmt(pmtPID, 1, "", pmtEntry{videoPID, 0x1B, ""}), frames(5000, append([]int64{2 * tick25, 0, tick25}, steady(3*tick25, tick25, 97)...)...)), 4000 * ms, 4000 * ms, "25/1"},
		{"jumps over more than half of the clock", join(avTables, frames(10, 0, -8*3600*clockHz, 8*3600*clockHz)), 0, 0, ""},
		{"no frames", join(avTables, avTables), 0, 0, ""},
		{"video only", join(pat(pmtPID), pmt(pmtPID, 1, "", pmtEntry{videoPID, 0x1B, ""}), frames(100, steady(0, tick25, 50)...)), 2000 * ms, 2000 * ms, "25/1"},
		{"tables later", join(frames(100, steady(0, tick25, 9)...), avTables, frames(100, steady(9*tick25, tick25, 41)...)), 2000 * ms, 2000 * ms, "25/1"},
		{"audio begins earlier", join(avTables, framed(audioPID, 0xC0, -9000, []byte("a")), frames(100, steady(0, tick25, 50)...)), 2100 * ms, 2100 * ms, "25/1"},
	} {
		m, _, err := read(tt.data, false)
		if err != nil || m.Duration != tt.duration || m.ContainerDuration != tt.container || m.FrameRate.String() != tt.rate {
			t.Errorf("%s: %v, %v, %s, %v, want %v, %v, %s", tt.name, m.Duration, m.ContainerDuration, m.FrameRate, err, tt.duration, tt.container, tt.rate)
		}
	}
}

func TestTables(t *testing.T) {
	v, a := pmtEntry{videoPID, 0x1B, ""}, pmtEntry{audioPID, 0x0F, ""}
	private := func(desc string) pmtEntry { return pmtEntry{audioPID, 0x06, desc} }
	const absent, present, unknown = videotune.Absent, videotune.Present, videotune.Unknown
	for _, tt := range []struct {
		name         string
		data         []byte
		video, audio string
		pv, pa       videotune.Presence
	}{
		{"both", join(pat(pmtPID), pmt(pmtPID, 1, "", v, a)), "h264", "aac", present, present},
		{"audio only", join(pat(pmtPID), pmt(pmtPID, 1, "", a)), "", "aac", absent, present},
		{"nothing", join(pat(pmtPID), pmt(pmtPID, 1, "")), "", "", absent, absent},
		{"the second program has video", join(pat(0x50, 0x60), pmt(0x50, 1, "", a), pmt(0x60, 2, "", v)), "h264", "", present, absent},
		{"the second program is not told", join(pat(0x50, 0x60), pmt(0x50, 1, "", a)), "", "aac", absent, present},
		{"AC-3 of DVB", join(pat(pmtPID), pmt(pmtPID, 1, "", v, private("\x6A\x01\x00"))), "h264", "ac3", present, present},
		{"Opus", join(pat(pmtPID), pmt(pmtPID, 1, "", v, private("\x05\x04Opus"))), "h264", "opus", present, present},
		{"HEVC by registration", join(pat(pmtPID), pmt(pmtPID, 1, "", pmtEntry{videoPID, 0x06, "\x05\x04HEVC"})), "hevc", "", present, absent},
		{"subtitles", join(pat(pmtPID), pmt(pmtPID, 1, "", v, private("\x59\x00"))), "h264", "", present, absent},
		{"who knows", join(pat(pmtPID), pmt(pmtPID, 1, "", v, private(""))), "h264", "", present, unknown},
		{"a cut descriptor", join(pat(pmtPID), pmt(pmtPID, 1, "", v, private("\x6A\x09\x00"))), "h264", "", present, unknown},
		{"Blu-ray", join(pat(pmtPID), pmt(pmtPID, 1, "\x05\x04HDMV", v, pmtEntry{audioPID, 0x83, ""}, pmtEntry{0x102, 0x90, ""})), "h264", "truehd", present, present},
		{"not Blu-ray", join(pat(pmtPID), pmt(pmtPID, 1, "", v, pmtEntry{audioPID, 0x83, ""})), "h264", "", present, unknown},
		{"the first PMT counts", join(pat(pmtPID), pmt(pmtPID, 1, "", v), pmt(pmtPID, 1, "", a)), "h264", "", present, absent},
		{"a PMT of many packets", join(pat(pmtPID), pmt(pmtPID, 1, "", append(many(150), v, a)...)), "", "", absent, absent},
		{"a PMT of some packets", join(pat(pmtPID), pmt(pmtPID, 1, "", append(many(50), v, a)...)), "h264", "aac", present, present},
	} {
		m, _, err := read(join(tt.data, frames(50, steady(0, tick25, 20)...)), false)
		if err != nil || m.VideoCodec != tt.video || m.AudioCodec != tt.audio || m.Video != tt.pv || m.Audio != tt.pa {
			t.Errorf("%s: %q %q %v %v, %v, want %q %q %v %v", tt.name, m.VideoCodec, m.AudioCodec, m.Video, m.Audio, err, tt.video, tt.audio, tt.pv, tt.pa)
		}
	}
}

func many(n int) []pmtEntry {
	all := make([]pmtEntry, n)
	for i := range all {
		all[i] = pmtEntry{uint16(0x200 + i), 0x05, ""}
	}
	return all
}

func TestRefused(t *testing.T) {
	spoilt := bytes.Clone(avTables)
	spoilt[len(spoilt)-1] ^= 1 // the checksum of the PMT
	video := frames(100, steady(0, tick25, 100)...)
	next := []byte{2, 0xB0, 18, 0, 1, 0xC0, 0, 0, 0xE1, 0, 0xF0, 0, 0x1B, 0xE1, 0, 0xF0, 0} // not in force yet
	sum := checksum(next)
	next = append(next, byte(sum>>24), byte(sum>>16), byte(sum>>8), byte(sum))
	for name, data := range map[string][]byte{
		"a PMT to come":   join(pat(pmtPID), table(pmtPID, next), video),
		"empty":           {},
		"text":            bytes.Repeat([]byte("Good grief! "), 1000),
		"a row of G":      bytes.Repeat([]byte("G"), 10000),
		"two packets":     avTables[:2*packetBytes],
		"no tables":       video,
		"no PMT":          join(pat(pmtPID), video),
		"a wrong sum":     join(spoilt, video),
		"null packets":    bytes.Repeat(append([]byte{syncByte, 0x1F, 0xFF, 0x10}, make([]byte, 184)...), 1000),
		"another's PMT":   join(pat(pmtPID), pmt(pmtPID, 2, "", pmtEntry{videoPID, 0x1B, ""}), video),
		"a PMT not valid": join(pat(pmtPID), table(pmtPID, sectionOf(2, 1, []byte{0xE1, 0, 0xFF, 0xFF})), video),
	} {
		if m, _, err := read(data, false); !errors.Is(err, ErrFormat) || m.Duration != 0 {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
	shrunk := window.New(bytes.NewReader(join(avTables, video)[:5000]), 1<<20, 0, 0)
	if m, err := Read(shrunk, false); !errors.Is(err, io.ErrUnexpectedEOF) || m.Container != "mpegts" {
		t.Errorf("a file that shrinks: %+v, %v", m, err)
	}
}

// TestEncrypted wants no times from packets that cannot be read.
func TestEncrypted(t *testing.T) {
	video := frames(50, steady(0, tick25, 20)...)
	for i := 0; i < len(video); i += packetBytes {
		video[i+3] |= 0x80
	}
	if m, _, err := read(join(avTables, video), false); err != nil || m.Duration != 0 || m.VideoCodec != "h264" {
		t.Errorf("%+v, %v", m, err)
	}
}

// TestAnyStream makes streams of random sizes and beginnings, and wants their
// length.
func TestAnyStream(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 300).Draw(t, "frames")
		step := rapid.Int64Range(1500, 9000).Draw(t, "step")
		pts := steady(rapid.Int64Range(0, clockWrap-1).Draw(t, "begin"), step, n)
		for i := 1; i+2 < n; i += 3 { // one is sent before two that are shown before it
			pts[i], pts[i+1], pts[i+2] = pts[i+2], pts[i], pts[i+1]
		}
		size := rapid.IntRange(1, 3000).Draw(t, "size")
		m, _, err := read(join(make([]byte, rapid.IntRange(0, 187).Draw(t, "cut")), avTables, frames(size, pts...)), true)
		if want := duration(step * int64(n)); err != nil || m.Duration != want {
			t.Fatalf("%v, %v, want %v", m.Duration, err, want)
		}
	})
}

func TestHostile(t *testing.T) {
	fill := func(unit ...byte) []byte { return bytes.Repeat(unit, 1<<20/len(unit)) }
	begin := time.Now()
	for name, data := range map[string][]byte{
		"sync bytes":      fill(syncByte, 0, 0, 0x30),
		"tables only":     fill(avTables...),
		"PATs":            fill(pat(1, 2, 3, 4, 5, 6, 7, 8)...),
		"sync lost often": fill(append(bytes.Clone(avTables), 1, 2, 3)...),
		"sections":        fill(append([]byte{syncByte, 0x40, 0, 0x10, 0}, bytes.Repeat([]byte{0, 0, 0}, 61)...)...),
		"start codes":     join(avTables, fill(framed(videoPID, 0xE0, 0, bytes.Repeat([]byte{0, 0, 1, 0x67}, 40))...)),
	} {
		_, cost, err := read(data, false)
		if cost.Requests > requests || cost.Bytes > allBytes {
			t.Errorf("%s: cost %+v", name, cost)
		}
		if err != nil && !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if d := time.Since(begin); d > 5*time.Second {
		t.Error(d)
	}
}
