package mpegts

import (
	"bytes"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

// This file makes transport streams packet by packet.

const (
	pmtPID   = 0x1000
	videoPID = 0x100
	audioPID = 0x101
)

// packets splits data into packets of one PID, with stuffing in the last.
func packets(pid uint16, data []byte) []byte {
	var out []byte
	for first := true; len(data) > 0; first = false {
		p := []byte{syncByte, byte(pid >> 8), byte(pid), 0x10}
		if first {
			p[1] |= 0x40
		}
		room := packetBytes - 4
		if len(data) < room {
			p[3] |= 0x20
			pad := bytes.Repeat([]byte{0xFF}, room-len(data))
			pad[0] = byte(len(pad) - 1)
			if len(pad) > 1 {
				pad[1] = 0
			}
			p = append(p, pad...)
			room = len(data)
		}
		out = append(append(out, p...), data[:room]...)
		data = data[room:]
	}
	return out
}

// sectionOf returns a section of a table with its checksum.
func sectionOf(table byte, number uint16, body []byte) []byte {
	n := 5 + len(body) + 4
	b := append([]byte{table, 0xB0 | byte(n>>8), byte(n), byte(number >> 8), byte(number), 0xC1, 0, 0}, body...)
	sum := checksum(b)
	return append(b, byte(sum>>24), byte(sum>>16), byte(sum>>8), byte(sum))
}

// table returns the packets of a section.
func table(pid uint16, section []byte) []byte { return packets(pid, append([]byte{0}, section...)) }

// A pmtEntry is a stream: PID, type, descriptors.
type pmtEntry struct {
	pid  uint16
	id   byte
	desc string
}

func pat(programs ...uint16) []byte {
	var b []byte
	for i, pid := range programs {
		b = append(b, 0, byte(i+1), 0xE0|byte(pid>>8), byte(pid))
	}
	return table(0, sectionOf(0, 1, b))
}

func pmt(pid, number uint16, info string, entries ...pmtEntry) []byte {
	b := append([]byte{0xE1, 0x00, 0xF0, byte(len(info))}, info...)
	for _, e := range entries {
		b = append(b, e.id, 0xE0|byte(e.pid>>8), byte(e.pid), 0xF0, byte(len(e.desc)))
		b = append(b, e.desc...)
	}
	return table(pid, sectionOf(2, number, b))
}

// framed returns the packets of a frame.
func framed(pid uint16, id byte, pts int64, es []byte) []byte {
	t := uint64(pts) & (clockWrap - 1)
	b := []byte{0, 0, 1, id, 0, 0, 0x80, 0x80, 5,
		0x21 | byte(t>>30)<<1, byte(t >> 22), byte(t>>15)<<1 | 1, byte(t >> 7), byte(t)<<1 | 1}
	return packets(pid, append(b, es...))
}

// untimed returns the packets of a frame without a PTS.
func untimed(pid uint16, id byte, es []byte) []byte {
	return packets(pid, append([]byte{0, 0, 1, id, 0, 0, 0x80, 0, 0}, es...))
}

// sequence is the header of MPEG-2 video of 25 frames a second.
var sequence = []byte{0, 0, 1, 0xB3, 0x14, 0x00, 0xB4, 0x23, 0xFF, 0xFF, 0xE0, 0x18}

var mpeg2Tables = join(pat(pmtPID), pmt(pmtPID, 1, "", pmtEntry{videoPID, 0x02, ""}))

// groups are n groups of 12 frames, of which the first has a PTS.
func groups(n int) []byte {
	out := mpeg2Tables
	for i := range n {
		out = join(out, framed(videoPID, 0xE0, int64(i)*12*tick25, append(sequence, make([]byte, 3000)...)))
	}
	return out
}

// halves are n frames of H.264, of which every second has a PTS.
func halves(n int) []byte {
	out := avTables
	for i := range n / 2 {
		out = join(out, framed(videoPID, 0xE0, int64(i)*2*tick25, make([]byte, 100)), untimed(videoPID, 0xE0, make([]byte, 100)))
	}
	return out
}

var avTables = join(pat(pmtPID), pmt(pmtPID, 1, "", pmtEntry{videoPID, 0x1B, ""}, pmtEntry{audioPID, 0x0F, ""}))

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// frames are video at the PTSs given, with size bytes each, and audio beside it.
func frames(size int, pts ...int64) []byte {
	var out []byte
	for _, p := range pts {
		out = join(out, framed(videoPID, 0xE0, p, bytes.Repeat([]byte{0x55}, size)), framed(audioPID, 0xC0, p, []byte("a")))
	}
	return out
}

// steady are n PTSs from one on, with a distance.
func steady(from, step int64, n int) []int64 {
	pts := make([]int64, n)
	for i := range pts {
		pts[i] = from + int64(i)*step
	}
	return pts
}

func read(data []byte, durationOnly bool) (videotune.Media, window.Cost, error) {
	f := window.New(bytes.NewReader(data), int64(len(data)), 0, 0)
	m, err := Read(f, durationOnly)
	return m, f.Cost(), err
}
