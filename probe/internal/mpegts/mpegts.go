// Package mpegts reads the facts of an MPEG transport stream by a few bounded
// reads, ISO/IEC 13818-1: packets of 188 bytes, of 192 with a time stamp before
// each (M2TS), or of 204 with a checksum behind each.
//
// # Cost
//
// Two requests and 64 KiB from the beginning, for the tables of the program, the
// first time stamps and the size of the picture; one or two more and 64 or 256 KiB
// from the end, for the last time stamps, or three and 1 MiB where the last frame is
// so large that none of the video is in 256 KiB. The length of the file does not
// matter.
//
// # Lengths
//
// A stream of this kind says nowhere how long it is. Both lengths count from the earliest
// presentation time stamp (PTS) of the program's audio and video, which is what ffprobe
// calls the format's start_time. Duration is from there to the latest PTS of the video,
// and the length of a frame, which the last PTS lacks; ContainerDuration to the end of
// what ends last. The last PES packet of audio, which may have
// many frames, lasts as long as these, by their headers. Of codecs whose frames do not
// tell (Opus, LATM, DTS and others) it lasts as long as its share of the bytes says,
// which of a codec of variable rate can be wrong by up to its length, mostly under 0.7 s.
//
// The latest is the greatest of those read at the end, as frames are not sent in
// the order in which they are shown. A frame that is sent before the last 256 KiB
// but shown after all in them is missed; that takes frames of more than 64 KiB
// each. The length of a frame is that of FrameRate, or the median of the spacings of
// the last PTSs, if that is more: then several frames have one PTS. Time stamps that
// jump ahead in between count as time.
//
// A PTS counts to 2^33 at 90 kHz, 26.5 hours, and begins again at 0. A stream that
// seems to be longer than half of that has jumped in time, and its length is
// unknown. So is one whose end has no PTS within the bounds.
//
// # Frame rate
//
// FrameRate is what the sequence header of MPEG-1 and MPEG-2 says; or what the H.264
// sequence parameter set does, where the PTSs that were read have that distance to a
// tick, or their median has and the rate is declared as fixed; else that of the PTSs,
// where each has the same distance to the next.
package mpegts

import (
	"errors"
	"fmt"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

// ErrFormat is the error of a file that is no transport stream, or one in whose
// beginning there is no table of what it holds.
var ErrFormat = errors.New("no MPEG transport stream that can be read")

// What [Read] may ask for, beside what the File was allowed before.
const (
	firstBytes = 4 << 10 // of the first request
	headBytes  = 64 << 10
	firstTail  = 64 << 10
	secondTail = 256 << 10
	lastTail   = 1 << 20
	requests   = 5

	allBytes = headBytes + lastTail + 204 // which is a packet
)

// Sniff reports whether a file that begins with head is a transport stream: the
// sync byte stands at regular distances, in three to five packets.
func Sniff(head []byte) bool {
	_, ok := findFraming(head)
	return ok
}

// Read returns the facts of f, which begins with what [Sniff] likes; of the
// duration only, if durationOnly, which may save a request. What is known comes
// with an error too. A length that cannot be told within the bounds is 0 and no
// error.
func Read(f *window.File, durationOnly bool) (videotune.Media, error) {
	f.Allow(requests, allBytes)
	r := reader{f: f, durationOnly: durationOnly}
	m := videotune.Media{Bytes: f.Size()}
	err := r.readHead()
	if r.framing.size > 0 {
		m.Container, m.MIMEType = "mpegts", "video/mp2t"
	}
	if err == nil {
		r.describe(&m)
		err = r.readTail()
	}
	if err != nil {
		return m, fmt.Errorf("mpegts: %w", err)
	}
	r.lengths(&m)
	return m, nil
}

// A reader holds what was found of one file.
type reader struct {
	f            *window.File
	durationOnly bool

	framing framing
	headEnd int64              // up to where the beginning was read
	streams []*stream          // of the program, audio and video only
	absent  videotune.Presence // of a kind of which there is no stream
	picture picture            // of the first video stream
	whole   bool               // what was read of the end follows what was read of the beginning
	base    clock              // from which times count
	based   bool               // there is a base
}

// readHead reads the beginning.
func (r *reader) readHead() error {
	var data []byte
	for _, size := range []int64{firstBytes, headBytes} {
		size = min(size, r.f.Size())
		more, err := r.f.Bytes(r.headEnd, int(size-r.headEnd), 0)
		if err != nil {
			return err
		}
		data = append(data, more...)
		r.headEnd = size
		framing, ok := findFraming(data)
		if !ok {
			return fmt.Errorf("%w: no row of sync bytes begins in its first bytes", ErrFormat)
		}
		r.framing = framing
		if r.scanHead(data) && r.enough(false, func(s *stream) []int64 { return s.head }) {
			break
		}
	}
	if r.streams == nil {
		return fmt.Errorf("%w: there is no complete program table (PAT and PMT) in its first %d bytes", ErrFormat, r.headEnd)
	}
	return nil
}

// scanHead takes what data tells, which is all that was read; what an earlier call
// took of less is forgotten. It reports whether the tables are complete.
func (r *reader) scanHead(data []byte) bool {
	t := readTables(r.framing, data)
	r.streams, r.based = nil, false
	p := t.program()
	if p == nil {
		return false
	}
	r.streams, r.absent = make([]*stream, 0, len(p.streams)), videotune.Absent
	for _, s := range p.streams {
		switch s.kind {
		case video, audio:
			r.streams = append(r.streams, &stream{entry: s})
		case unclear:
			r.absent = videotune.Unknown
		}
	}
	r.scan(data, 0, func(s *stream, t int64) { s.head = append(s.head, t) })
	if v := r.first(video); v != nil {
		r.picture = v.findPicture()
	}
	return t.complete()
}

// enoughPTS is how many time stamps of the video show the earliest and the latest,
// and their spacing: more than frames change places by. H.264 allows 16, encoders
// use up to 4.
const enoughPTS = 8

// enough reports whether the time stamps suffice that of returns. Audio may have none
// beside video, if optional.
func (r *reader) enough(optional bool, of func(*stream) []int64) bool {
	for _, s := range r.streams {
		switch n := len(of(s)); {
		case s.kind == video && n < enoughPTS:
			return false
		case n == 0 && !(optional && r.first(video) != nil):
			return false
		}
	}
	return true
}

// readTail reads the end.
func (r *reader) readTail() error {
	if r.whole = r.headEnd == r.f.Size(); r.whole {
		return nil
	}
	low := r.headEnd - (r.headEnd-r.framing.offset)%r.framing.size // the packet that the head has only a part of
	var data []byte
	for _, size := range []int64{firstTail, secondTail, lastTail} {
		pos := max(r.f.Size()-size, low)
		more, err := r.f.Bytes(pos, int(r.f.Size()-pos)-len(data), 0)
		if err != nil {
			return err
		}
		data = append(append(make([]byte, 0, len(more)+len(data)), more...), data...)
		for _, s := range r.streams {
			s.tail, s.sizes = nil, s.sizes[:len(s.head)]
		}
		r.scan(data, pos, func(s *stream, t int64) { s.tail = append(s.tail, t) })
		r.whole = pos == low
		if r.whole || r.enough(r.durationOnly, func(s *stream) []int64 { return s.tail }) {
			break
		}
		if v := r.first(video); size == secondTail && (v == nil || len(v.tail) > 0) {
			break
		}
	}
	return nil
}

func (r *reader) first(k kind) *stream {
	for _, s := range r.streams {
		if s.kind == k {
			return s
		}
	}
	return nil
}

// describe sets what the tables and the first frames tell.
func (r *reader) describe(m *videotune.Media) {
	m.Video, m.Audio = r.absent, r.absent
	if v := r.first(video); v != nil {
		m.Video, m.VideoCodec = videotune.Present, v.codec
		m.Width, m.Height = r.picture.width, r.picture.height
	}
	if a := r.first(audio); a != nil {
		m.Audio, m.AudioCodec = videotune.Present, a.audioCodec()
	}
}
