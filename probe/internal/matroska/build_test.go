package matroska

import (
	"bytes"
	"encoding/binary"
	"math"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

// This file makes Matroska files element by element.

func id(v uint32) []byte {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], v)
	return bytes.TrimLeft(b[:], "\x00")
}

// sized returns a size in n bytes.
func sized(v uint64, n int) []byte {
	b := make([]byte, 8)
	binary.BigEndian.PutUint64(b, v|1<<(7*n))
	return b[8-n:]
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// el returns an element, with its size in 8 bytes if it is a large one, so that
// most lengths of sizes occur.
func el(i uint32, parts ...[]byte) []byte {
	body := join(parts...)
	n := 1
	for ; uint64(len(body)) >= 1<<(7*n)-1; n++ {
	}
	return join(id(i), sized(uint64(len(body)), n), body)
}

// open returns an element of unknown size.
func open(i uint32, parts ...[]byte) []byte {
	return join(append([][]byte{id(i), {0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}}, parts...)...)
}

func num(i uint32, v uint64) []byte {
	b := binary.BigEndian.AppendUint64(nil, v)
	for len(b) > 1 && b[0] == 0 {
		b = b[1:]
	}
	return el(i, b)
}

func str(i uint32, s string) []byte { return el(i, []byte(s)) }

func flt(i uint32, v float64) []byte {
	return el(i, binary.BigEndian.AppendUint64(nil, math.Float64bits(v)))
}

func ebml(docType string) []byte {
	return el(idEBML, num(0x4286, 1), num(0x42F7, 1), num(0x42F2, 4), num(0x42F3, 8), str(idDocType, docType), num(0x4287, 4))
}

// segInfo is an Info; ms of 0 is none.
func segInfo(ms float64, more ...[]byte) []byte {
	parts := [][]byte{num(idTimestampScale, 1e6)}
	if ms != 0 {
		parts = append(parts, flt(idDuration, ms))
	}
	return el(idInfo, append(parts, more...)...)
}

func video(number uint64, more ...[]byte) []byte {
	return el(idTrackEntry, num(idTrackNumber, number), num(idTrackUID, 100+number), num(idTrackType, 1), str(idCodecID, "V_VP9"),
		el(idVideo, num(idPixelWidth, 320), num(idPixelHeight, 180)), join(more...))
}

func audio(number uint64, more ...[]byte) []byte {
	return el(idTrackEntry, num(idTrackNumber, number), num(idTrackUID, 100+number), num(idTrackType, 2), str(idCodecID, "A_OPUS"), join(more...))
}

func tracks(entries ...[]byte) []byte { return el(idTracks, entries...) }

func blockBody(track uint64, rel int16, payload []byte) []byte {
	return join(sized(track, 1), binary.BigEndian.AppendUint16(nil, uint16(rel)), []byte{0}, payload)
}

func simple(track uint64, rel int16, payload ...byte) []byte {
	return el(idSimpleBlock, blockBody(track, rel, payload))
}

func group(track uint64, rel int16, length uint64, payload ...byte) []byte {
	return el(idBlockGroup, el(idBlock, blockBody(track, rel, payload)), num(idBlockDuration, length))
}

// seekHead names elements at positions in the Segment's body. It is as long
// whatever the positions are.
func seekHead(entries ...any) []byte {
	var parts [][]byte
	for i := 0; i < len(entries); i += 2 {
		pos := binary.BigEndian.AppendUint64(nil, uint64(entries[i+1].(int)))
		parts = append(parts, el(idSeek, el(idSeekID, id(entries[i].(uint32))), el(idSeekPos, pos)))
	}
	return el(idSeekHead, parts...)
}

func void(n int) []byte { return el(idVoid, make([]byte, n)) }

func tag(uid uint64, simple ...[]byte) []byte {
	return el(idTag, el(idTargets, num(idTagTrackUID, uid)), join(simple...))
}

func simpleTag(name, value string, more ...[]byte) []byte {
	return el(idSimpleTag, str(idTagName, name), str(idTagString, value), join(more...))
}

// read reads a file that is in memory, with no budget but the package's own.
func read(data []byte, durationOnly bool) (videotune.Media, window.Cost, error) {
	f := window.New(bytes.NewReader(data), int64(len(data)), 0, 0)
	m, err := Read(f, durationOnly)
	return m, f.Cost(), err
}
