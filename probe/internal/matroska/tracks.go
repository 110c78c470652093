package matroska

import (
	"math"
	"math/big"
	"math/bits"
	"time"
)

// maxDelay is the most of a CodecDelay that is believed; Opus has some ms.
const maxDelay = time.Second

// maxTracks is how many tracks are looked at. Files of films have up to some 50.
const maxTracks = 256

// An info is what Info says.
type info struct {
	scale    int64         // ns of a tick
	duration time.Duration // 0 if there is none that can be right
	lavf     bool          // written by ffmpeg's library
	writer   string        // WritingApp
}

func parseInfo(b []byte) *info {
	in := &info{scale: 1e6} // the default of TimestampScale
	ticks := 0.0
	for e := range children(b) {
		switch e.id {
		case idTimestampScale:
			if v, ok := e.uint(); ok && v > 0 && v <= math.MaxInt64 {
				in.scale = int64(v)
			}
		case idDuration:
			ticks, _ = e.float()
		case idMuxingApp:
			in.lavf = len(e.body) >= 4 && string(e.body[:4]) == "Lavf"
		case idWritingApp:
			in.writer = e.text()
		}
	}
	in.duration = floatTicks(ticks, in.scale)
	return in
}

// floatTicks returns as many ticks of scale ns, rounded to the nearest ns; 0 if
// that is not a positive duration. The product is exact: Duration is a binary
// floating-point number, which may have 53 bits, and the scale may have 63.
func floatTicks(ticks float64, scale int64) time.Duration {
	if !(ticks > 0 && ticks <= math.MaxInt64) {
		return 0
	}
	r := new(big.Rat).SetFloat64(ticks)
	r.Mul(r, new(big.Rat).SetInt64(scale))
	num := new(big.Int).Lsh(r.Num(), 1)
	num.Add(num, r.Denom())
	n := num.Div(num, new(big.Int).Lsh(r.Denom(), 1))
	if !n.IsInt64() {
		return 0
	}
	return time.Duration(n.Int64())
}

// ticks returns n ticks of scale ns; ok is false where that is no duration.
func ticks(n uint64, scale int64) (d time.Duration, ok bool) {
	high, low := bits.Mul64(n, uint64(scale))
	if high != 0 || low > math.MaxInt64 {
		return 0, false
	}
	return time.Duration(low), true
}

// The types of tracks that matter here.
const (
	videoTrack = 1
	audioTrack = 2
)

// A track is an entry of Tracks.
type track struct {
	number, uid   uint64
	kind          uint64
	codecID       string
	private       []byte
	frame         uint64        // DefaultDuration: ns of a frame, or 0
	delay         time.Duration // CodecDelay: of what is heard after its block says
	width, height int
	rotation      int
	bitDepth      uint64
}

func (r *reader) first(kind uint64) *track {
	for i := range r.tracks {
		if r.tracks[i].kind == kind {
			return &r.tracks[i]
		}
	}
	return nil
}

// parseTracks returns the tracks of which all is there, never nil.
func parseTracks(b []byte) []track {
	tracks := make([]track, 0, 4)
	for e := range children(b) {
		if e.id != idTrackEntry || !e.whole {
			continue
		}
		if len(tracks) == maxTracks {
			break
		}
		tracks = append(tracks, parseTrack(e.body))
	}
	return tracks
}

func parseTrack(b []byte) (t track) {
	for e := range children(b) {
		switch e.id {
		case idTrackNumber:
			t.number, _ = e.uint()
		case idTrackUID:
			t.uid, _ = e.uint()
		case idTrackType:
			t.kind, _ = e.uint()
		case idCodecID:
			t.codecID = e.text()
		case idCodecPrivate:
			t.private = e.body
		case idDefaultDuration:
			t.frame, _ = e.uint()
		case idCodecDelay:
			if v, ok := e.uint(); ok && v <= uint64(maxDelay) {
				t.delay = time.Duration(v)
			}
		case idVideo:
			t.parseVideo(e.body)
		case idAudio:
			for c := range children(e.body) {
				if c.id == idBitDepth {
					t.bitDepth, _ = c.uint()
				}
			}
		}
	}
	return t
}

func (t *track) parseVideo(b []byte) {
	size := func(e element) int {
		v, ok := e.uint()
		if !ok || v > math.MaxInt32 {
			return 0
		}
		return int(v)
	}
	for e := range children(b) {
		switch e.id {
		case idPixelWidth:
			t.width = size(e)
		case idPixelHeight:
			t.height = size(e)
		case idProjection:
			for c := range children(e.body) {
				if c.id == idPoseRoll {
					roll, _ := c.float()
					t.rotation = rotation(roll)
				}
			}
		}
	}
}

// rotation turns ProjectionPoseRoll, which is counter-clockwise in degrees, to
// degrees clockwise. Only quarter turns are told.
func rotation(roll float64) int {
	switch roll {
	case -90, 270:
		return 90
	case 180, -180:
		return 180
	case 90, -270:
		return 270
	}
	return 0
}
