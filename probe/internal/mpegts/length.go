package mpegts

import (
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/rate"
	"github.com/seed-57910ec4/videotune/probe/internal/sound"
)

// slowest is the lowest frame rate that is taken from time stamps: below it, some
// frames may have none. A stream may leave them out for 0.7 s.
const slowest = 5

// lengths sets Duration, ContainerDuration and FrameRate.
func (r *reader) lengths(m *videotune.Media) {
	var first, last int64
	pictures, pictured := int64(0), false // when the last one ends
	v := r.first(video)
	if v != nil {
		m.FrameRate = v.rate(r)
	}
	seen := false
	for _, s := range r.streams {
		start, end, ok := s.extent(r)
		if !ok {
			continue
		}
		if !seen {
			first, last, seen = start, end, true
		}
		first, last = min(first, start), max(last, end)
		if s == v {
			pictures, pictured = end, true
		}
	}
	if last-first < clockWrap/2 {
		m.ContainerDuration = duration(last - first)
		if pictured {
			m.Duration = duration(pictures - first)
		}
	}
}

// gaps returns the distances of the latest time stamps, the shortest first; if all,
// those of the earliest too.
//
// Frames change places by a few. So at the end of what was read at the beginning,
// and at the beginning of what was read at the end, some are missing in between.
func (s *stream) gaps(r *reader, all bool) []int64 {
	const few = enoughPTS
	if r.whole {
		return gaps(slices.Concat(s.head, s.tail))
	}
	tail := slices.Sorted(slices.Values(s.tail))
	latest := gaps(tail[min(few, len(tail)/2):])
	if !all {
		return latest
	}
	head := slices.Sorted(slices.Values(s.head))
	earliest := gaps(head[:len(head)-min(few, len(head)/2)])
	return slices.Sorted(slices.Values(slices.Concat(earliest, latest)))
}

// gaps returns the distances of times, the shortest first.
func gaps(pts []int64) []int64 {
	pts = slices.Compact(slices.Sorted(slices.Values(pts)))
	var gaps []int64
	for i := 1; i < len(pts); i++ {
		gaps = append(gaps, pts[i]-pts[i-1])
	}
	slices.Sort(gaps)
	return gaps
}

// median returns the middle of gaps, the shorter of two; 0 if there are none.
func median(gaps []int64) int64 {
	if len(gaps) == 0 {
		return 0
	}
	return gaps[(len(gaps)-1)/2]
}

// rate returns the frame rate of a video stream; the zero Rational if it is not
// known.
func (s *stream) rate(r *reader) videotune.Rational {
	told, gaps := r.picture.rate, s.gaps(r, true)
	if told.Num > 0 && r.picture.certain {
		return told
	}
	if len(gaps) == 0 {
		if r.picture.fixed {
			return told
		}
		return videotune.Rational{}
	}
	shortest, longest := gaps[0], gaps[len(gaps)-1]
	if fits(told, shortest) && fits(told, longest) || r.picture.fixed && fits(told, median(gaps)) {
		return told
	}
	if len(gaps) < 2 || shortest != longest || s.silent || shortest*slowest > clockHz {
		return videotune.Rational{}
	}
	return rate.Of(clockHz, shortest)
}

// fits reports whether frames at a rate are as many ticks apart, to a tick.
func fits(rate videotune.Rational, ticks int64) bool {
	const far = 60 * clockHz // keeps the products small: the numbers of a rate have up to 33 bits
	if rate.Num == 0 || ticks > far {
		return false
	}
	d := ticks*rate.Num - clockHz*rate.Den
	return -rate.Num <= d && d <= rate.Num
}

// extent returns when a stream begins and when its last frame ends.
func (s *stream) extent(r *reader) (start, end int64, ok bool) {
	pts := s.tail
	if r.whole {
		pts = slices.Concat(s.head, s.tail)
	}
	if len(s.head) == 0 || len(pts) == 0 {
		return 0, 0, false
	}
	start, end = slices.Min(s.head), slices.Max(pts)
	if s.kind == audio {
		end += s.lastAudio()
	} else {
		end += s.lastFrame(r)
	}
	return start, end, end > start && end-start < clockWrap/2
}

// lastFrame returns the length of the last frame.
func (s *stream) lastFrame(r *reader) int64 {
	frame := median(s.gaps(r, false))
	if told := r.picture.rate; told.Num > 0 && s == r.first(video) {
		exact := (clockHz*told.Den + told.Num/2) / told.Num
		if frame == 0 || fits(told, frame) || r.picture.certain && frame*2 < exact*3 {
			return exact
		}
	}
	return frame
}

// audioFrames read the frames of codecs whose headers tell how long one lasts.
var audioFrames = map[string]func([]byte) sound.Frame{
	"aac": sound.ADTS, "mp1": sound.MPEG, "mp2": sound.MPEG, "mp3": sound.MPEG, "ac3": sound.AC3, "eac3": sound.EAC3,
}

// countAudio returns the length of the frames that begin in the last PES packet, whose
// PTS is that of the first of them. ok is false if these are not known.
func (s *stream) countAudio() (ticks int64, ok bool) {
	read := audioFrames[s.audioCodec()]
	if read == nil || len(s.sizes) == 0 || len(s.last) < s.sizes[len(s.sizes)-1].bytes {
		return 0, false
	}
	b := s.last
	for first := range b { // behind the rest of a frame
		f := read(b[first:])
		if n := f.Size; n > 0 && (n == len(b)-first || n < len(b)-first && (read(b[first+n:]).Size > 0 || len(b)-first-n < 8)) {
			return sumAudio(b[first:], read)
		}
	}
	return 0, false
}

// sumAudio returns the length of a row of frames. The last one may go on elsewhere.
func sumAudio(b []byte, read func([]byte) sound.Frame) (ticks int64, ok bool) {
	const header = 8 // bytes, enough for any
	samples, hz := int64(0), 0
	for len(b) >= header {
		f := read(b)
		if f.Size == 0 || hz != 0 && f.Hz != hz {
			return 0, false
		}
		samples, hz = samples+int64(f.Samples), f.Hz
		b = b[min(f.Size, len(b)):]
	}
	if hz == 0 {
		return 0, false
	}
	return samples * clockHz / int64(hz), true
}

// lastAudio returns the length of what the last PES packet has: that of its frames, or
// as much as its bytes would take at the rate of those before.
func (s *stream) lastAudio() int64 {
	if ticks, ok := s.countAudio(); ok {
		return ticks
	}
	const most = 16 // packets to look back
	last := s.sizes[max(0, len(s.sizes)-most):]
	if len(last) < 2 {
		return 0
	}
	end := last[len(last)-1]
	bytes := int64(0)
	for _, p := range last[:len(last)-1] {
		bytes += int64(p.bytes)
	}
	ticks := end.pts - last[0].pts
	if bytes == 0 || ticks <= 0 || ticks > clockWrap/2 {
		return 0
	}
	return min(int64(end.bytes)*ticks/bytes, clockHz)
}

// duration returns ticks of up to 2^33 as a Duration, rounded to the nearest ns:
// a tick is 100000/9 ns.
func duration(ticks int64) time.Duration {
	return time.Duration((ticks*100_000*2 + 9) / 18)
}
