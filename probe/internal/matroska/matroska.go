// Package matroska reads the facts of a WebM or Matroska file by a few bounded
// reads, RFC 8794 and RFC 9559.
//
// # Cost
//
// A file with Duration in its Info takes one request of 4 KiB, if SeekHead, Info
// and Tracks lie there, as WebM and ffmpeg put them. One request more for each of
// Info and Tracks that does not, and one for Tags where only they tell how long
// the video track is (not for the duration alone). The length of the file does
// not matter.
//
// A file without Duration, or one that ends before its Segment does, is measured:
// up to 4 requests more and 1 MiB from its end. The latter is an [ErrCut] all the same.
//
// # Lengths
//
// Both lengths count from the earliest block of any track, which is what ffprobe calls the
// format's start_time. CodecDelay makes the blocks of a track earlier.
//
// ContainerDuration is the Duration of Info. That is one for all tracks: the
// longest decides. Duration, which is when the last picture ends, comes of
//
//   - what the statistics tag DURATION of the video track says, which ffmpeg and
//     mkvmerge write, unless it says more than ContainerDuration: then it is a copy
//     from another file;
//   - ContainerDuration, where there is no other track;
//   - else it is 0.
//
// What ffmpeg writes in both places is the time at which the track ends, what others do
// how long it is from its first block. So the time of the earliest block, mostly 0, is
// taken off what ffmpeg wrote, and the time from that block to the first of the video
// added to what others did. Of that counts what is at hand, which the first blocks nearly
// always are; else the earliest block is at 0, and the video begins with it.
//
// Where there is no Duration, both are measured: to the end of the last block in the file
// or the video track. The last block lasts as long as BlockDuration or DefaultDuration
// say, else as long as the one before.
package matroska

import (
	"errors"
	"fmt"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

// The errors of files. A text that wraps one says more.
var (
	// ErrFormat is that of a file that is no WebM or Matroska, or too damaged to tell
	// what is in it.
	ErrFormat = errors.New("no WebM or Matroska file that can be read")
	// ErrCut is that of a file which ends before its Segment does, or within the
	// elements that tell what is in it.
	ErrCut = errors.New("the file is cut short")
)

// What [Read] may ask for, beside what the File was allowed before.
const (
	// HeadBytes is the size of the first request, and the least of every other.
	HeadBytes = 4 << 10

	headRequests = 5 // the head, a second SeekHead, Info, Tracks, Tags
	headBytes    = HeadBytes + 2*HeadBytes + maxTracksBytes + tagsBytes

	tailRequests = 4 // the tail in two pieces, Cues, a Cluster's beginning
	tailBytes    = maxTail + maxCuesBytes + HeadBytes
	firstTail    = 256 << 10
	maxTail      = 1 << 20

	maxTracksBytes = 256 << 10 // of one Info or Tracks; what is beyond is not looked at
	tagsBytes      = 16 << 10  // of Tags
	maxCuesBytes   = 256 << 10 // of Cues
)

// Sniff reports whether a file that begins with head is WebM or Matroska. A few
// dozen bytes are enough, 4 KiB are always.
func Sniff(head []byte) bool {
	h, err := parseHeader(head)
	return err == nil && h.id == idEBML && knownDocType(docType(head[h.length:], h.size))
}

func knownDocType(s string) bool { return s == "webm" || s == "matroska" }

// docType returns the document type of an EBML header whose body, of size bytes,
// b begins with.
func docType(b []byte, size int64) string {
	if size != unknownSize && size < int64(len(b)) {
		b = b[:size]
	}
	for e := range children(b) {
		if e.id == idDocType {
			return e.text()
		}
	}
	return ""
}

// Read returns the facts of f, which begins with what [Sniff] likes; of the
// duration only, if durationOnly, which may save a request. What is known comes
// with an error too. A length that cannot be told within the bounds is 0 and no
// error.
func Read(f *window.File, durationOnly bool) (videotune.Media, error) {
	f.Allow(headRequests, headBytes)
	r := &reader{f: f, durationOnly: durationOnly}
	m := videotune.Media{Bytes: f.Size()}
	err := r.readHead()
	r.describe(&m)
	if err == nil && !r.partial {
		err = r.lengths(&m)
	}
	if err = r.cutShort(err); err != nil {
		return m, fmt.Errorf("matroska: %w", err)
	}
	return m, nil
}

// cutShort returns the error of a file that was cut, if it was and err is no other than
// what comes of it.
func (r *reader) cutShort(err error) error {
	switch {
	case !r.cut || err != nil && !errors.Is(err, ErrFormat):
		return err
	case r.claims > 0:
		return fmt.Errorf("%w: its segment claims to end at byte %d, the file ends at byte %d: a transfer was likely cut; get it again", ErrCut, r.claims, r.f.Size())
	case err != nil:
		return fmt.Errorf("%w: what is in it is told behind byte %d, where it ends: a transfer was likely cut; get it again", ErrCut, r.f.Size())
	}
	return fmt.Errorf("%w: the list of what is in it goes on behind byte %d, where it ends: a transfer was likely cut; get it again", ErrCut, r.f.Size())
}

// describe sets what the head tells, beside the lengths.
func (r *reader) describe(m *videotune.Media) {
	if !knownDocType(r.docType) {
		return
	}
	m.Container = r.docType
	kind := "video/"
	if r.tracks != nil {
		if !r.partial {
			m.Video, m.Audio = videotune.Absent, videotune.Absent
		}
		if t := r.first(audioTrack); t != nil {
			m.Audio, m.AudioCodec = videotune.Present, t.codec()
		}
		if t := r.first(videoTrack); t != nil {
			m.Video, m.VideoCodec = videotune.Present, t.codec()
			m.Width, m.Height = t.width, t.height
			m.FrameRate = frameRate(t.frame)
			m.Rotation = t.rotation
		} else if m.Audio == videotune.Present {
			kind = "audio/"
		}
	}
	m.MIMEType = kind + "x-matroska"
	if r.docType == "webm" {
		m.MIMEType = kind + "webm"
	}
}
