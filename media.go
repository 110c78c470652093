package videotune

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Span is a stretch of time of a video, counted from the video's beginning.
// The zero Span is empty.
type Span struct{ Start, End time.Duration }

// Length returns how long s is. It is negative where s ends before it starts.
func (s Span) Length() time.Duration { return s.End - s.Start }

// Presence says whether a file has a track. The zero value is unknown.
type Presence uint8

// The values of Presence.
const (
	Unknown Presence = iota
	Absent
	Present
)

// String returns "unknown", "absent" or "present".
func (p Presence) String() string {
	switch p {
	case Unknown:
		return "unknown"
	case Absent:
		return "absent"
	case Present:
		return "present"
	}
	return "Presence(" + strconv.Itoa(int(p)) + ")"
}

// A Rational is a fraction, such as 30000/1001 frames a second. The zero value
// is unknown; in every other both numbers are above 0. It is kept as it was
// given: 50/2 is not 25/1.
type Rational struct{ Num, Den int64 }

// Float returns the float64 that is nearest to r, 0 if r is unknown.
func (r Rational) Float() float64 {
	if r.Den == 0 {
		return 0
	}
	return float64(r.Num) / float64(r.Den)
}

// String returns "25/1"; "" if r is unknown.
func (r Rational) String() string {
	if r == (Rational{}) {
		return ""
	}
	return strconv.FormatInt(r.Num, 10) + "/" + strconv.FormatInt(r.Den, 10)
}

// MarshalText returns what String does. A fraction that is not above 0 is an
// error.
func (r Rational) MarshalText() ([]byte, error) {
	if !r.valid() {
		return nil, fmt.Errorf("videotune: %s is no rate: both numbers must be above 0", r)
	}
	return []byte(r.String()), nil
}

// UnmarshalText reads "25/1" and "25". "" and "0/0", which ffprobe prints for a
// rate that it does not know, are the zero Rational.
func (r *Rational) UnmarshalText(text []byte) error {
	v, ok := parseRational(string(text))
	if !ok {
		return fmt.Errorf(`videotune: %q is no rate: want two whole numbers above 0, such as "30000/1001"`, text)
	}
	*r = v
	return nil
}

func (r Rational) valid() bool { return r == (Rational{}) || r.Num > 0 && r.Den > 0 }

func parseRational(s string) (Rational, bool) {
	if s == "" || s == "0/0" {
		return Rational{}, true
	}
	num, den, ok := strings.Cut(s, "/")
	if !ok {
		den = "1"
	}
	var r Rational
	for _, p := range []struct {
		to *int64
		s  string
	}{{&r.Num, num}, {&r.Den, den}} {
		n, err := strconv.ParseInt(p.s, 10, 64)
		if err != nil || n <= 0 || p.s[0] == '+' {
			return Rational{}, false
		}
		*p.to = n
	}
	return r, true
}

// Media are the facts of a video file: what it really is, whatever its name
// says. The zero value of each field is "unknown".
//
// Time 0 of a video, from which its lengths, spans and all times of events count, is the
// zero of its container's presentation timeline, as players show it and annotation tools
// record it: in MP4 time 0 of the movie with edit lists applied, and the beginning of the
// first fragment where moov has no samples; in Matroska, WebM and MPEG transport streams
// the earliest time stamp of any track, which ffprobe calls the format's start_time. The
// first picture may come later.
type Media struct {
	Bytes             int64         // size of the file
	Duration          time.Duration // from time 0 to the end of the last picture
	ContainerDuration time.Duration // from time 0 to the end of the longest track
	MIMEType          string        // as the bytes say, such as "video/mp4"
	Container         string        // such as "mp4"
	VideoCodec        string        // such as "h264"
	AudioCodec        string        // such as "aac"
	Width, Height     int           // in pixels
	FrameRate         Rational      // frames a second
	Video, Audio      Presence      // of a track of that kind; a codec implies it
	Rotation          int           // degrees to turn the picture clockwise to show it: 90, 180 or 270; 0 also if unknown
	ETag              string        // of the bytes that were looked at, or what else tells that they are the same: a generation, a time of change
	CRC32C            string        // of the whole file, in base64, where the source says it
	Err               string        // the file was looked at and could not be read: why
}

// Length returns how long the video is: Duration, or ContainerDuration where
// that is unknown. ok is false if both are.
func (m Media) Length() (length time.Duration, ok bool) {
	if m.Duration > 0 {
		return m.Duration, true
	}
	return m.ContainerDuration, m.ContainerDuration > 0
}

// A MediaMap holds facts by URI, as the lines of a dataset spell it. It may be
// read by many goroutines at once.
type MediaMap map[string]Media

// Lookup returns the facts of uri, and whether there are any. It is the function
// that [Policy].Media wants.
func (m MediaMap) Lookup(uri string) (Media, bool) {
	f, ok := m[uri]
	return f, ok
}
