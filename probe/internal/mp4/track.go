package mp4

import (
	"encoding/binary"
	"time"
)

// Kinds of tracks, as hdlr names them.
const (
	kindVideo = "vide"
	kindAudio = "soun"
)

const (
	stsdRead = 4096 // of the descriptions of the samples, where they are asked for
	elstRead = 4096 // of an edit list; of a longer one tkhd says the sum
)

// A track is what a trak box says.
type track struct {
	id       uint32
	enabled  bool
	rotation int
	shown    uint64 // length of the presentation in ticks of the movie; 0 if unknown
	edits    []edit
	unread   bool // there may be edits that were not read
	tooMany  bool // there are more edits than are read
	handler  string
	scale    uint32 // ticks a second
	duration uint64 // of the media, in ticks; 0 if unknown
	entry    entry
	samples  samples
	delta    uint32 // ticks of each frame; 0 if they differ or that is unknown
	total    uint64 // ticks of all samples, if stts was short; else 0

	// Of a track with fragments, in its ticks.
	begun, ended bool   // that begin and shift, that end is known
	begin, end   uint64 // decoding time of its first fragment, and of the end of its last
	shift        int64  // from the decoding of the first sample to its display
}

// samples says whether moov itself has samples of a track.
type samples uint8

const (
	samplesUnknown samples = iota
	samplesNone
	samplesSome
)

// readTrack adds a track to the movie. After the media, nothing more is asked for.
func (r *reader) readTrack(trak box) error {
	r.movie.tracks = append(r.movie.tracks, track{unread: true})
	n := len(r.movie.tracks)
	t, path := &r.movie.tracks[n-1], trackPath(n)
	stay := r.stay
	defer func() { r.stay = stay }()
	err := each(r, trak, path, func(b box) (bool, error) {
		switch b.kind {
		case "tkhd":
			return false, r.readTkhd(t, b, path)
		case "edts":
			return false, r.readEdits(t, b, path)
		case "mdia":
			if err := r.readMedia(t, b, path+"/mdia"); err != nil {
				return true, err
			}
			t.unread = t.unread && (t.tooMany || trak.end-b.end >= 36) // room for edts with an edit
			r.stay = true
		}
		return false, nil
	})
	if err == errNotAtHand && !stay {
		err = nil
	}
	return err
}

func (r *reader) readTkhd(t *track, b box, path string) error {
	data, err := content(r, b, 96)
	if err != nil {
		return err
	}
	f := fields{b: data}
	version, flags := f.full()
	t.enabled = flags&1 != 0
	f.wide(version) // time of creation
	f.wide(version) // time of change
	t.id = f.u32()
	f.skip(4)
	t.shown = f.length(version)
	f.skip(8 + 2 + 2 + 2 + 2) // reserved, layer, group, volume, reserved
	t.rotation = rotation(f.take(36))
	if f.short {
		return fault(b.at, path+"/tkhd", ErrMalformed, "it has %d bytes, which are too few for version %d", len(data), version)
	}
	return nil
}

func (r *reader) readMedia(t *track, mdia box, path string) error {
	return each(r, mdia, path, func(b box) (bool, error) {
		switch b.kind {
		case "mdhd":
			data, err := content(r, b, 36)
			if err != nil {
				return true, err
			}
			f := fields{b: data}
			version, _ := f.full()
			f.wide(version) // time of creation
			f.wide(version) // time of change
			t.scale = f.u32()
			t.duration = f.length(version)
			if f.short {
				return true, fault(b.at, path+"/mdhd", ErrMalformed, "it has %d bytes, which are too few for version %d", len(data), version)
			}
		case "hdlr":
			data, err := content(r, b, 12)
			if err != nil {
				return true, err
			}
			f := fields{b: data}
			f.skip(8)
			t.handler = f.kind()
		case "minf":
			if t.handler != kindVideo && t.handler != kindAudio {
				return true, nil
			}
			return true, each(r, b, path+"/minf", func(b box) (bool, error) {
				if b.kind != "stbl" {
					return false, nil
				}
				return true, r.readTables(t, b, path+"/minf/stbl")
			})
		}
		return false, nil
	})
}

// readTables reads what the samples are, and of their tables what is at hand.
func (r *reader) readTables(t *track, stbl box, path string) error {
	stay := r.stay
	defer func() { r.stay = stay }()
	err := each(r, stbl, path, func(b box) (bool, error) {
		switch b.kind {
		case "stsd":
			err := r.readEntry(t, b, path+"/stsd")
			r.stay = true
			return false, err
		case "stts":
			t.readTimes(r.f.AtHand(b.body, int(min(b.end-b.body, 24))))
			return true, nil
		}
		return false, nil
	})
	if r.stay && !stay && err == errNotAtHand {
		err = nil
	}
	return err
}

// readEntry reads the first description of samples: as much of it as is at hand,
// at least the part that all have. Where the codec stands at its end, all of it.
func (r *reader) readEntry(t *track, stsd box, path string) error {
	size := int(min(stsd.end-stsd.body, stsdRead))
	data := r.f.AtHand(stsd.body, size)
	if need := min(size, 8+entrySize(t.handler)); len(data) < need {
		if _, err := r.bytes(stsd.body, need); err != nil {
			return err
		}
		data = r.f.AtHand(stsd.body, size)
	}
	if len(data) < size && deep(data) {
		if all, err := r.bytes(stsd.body, size); err == nil {
			data = all
		} else if !soft(err) {
			return err
		}
	}
	entry, ok := readEntry(data, t.handler)
	if !ok {
		return fault(stsd.at, path, ErrMalformed, "it does not describe the samples: its %d bytes are too few, or it holds no entry", stsd.end-stsd.at)
	}
	t.entry = entry
	return nil
}

// readTimes reads the beginning of the content of an stts box: whether there are
// samples, and the length of a frame, if all but the last have the same.
func (t *track) readTimes(b []byte) {
	if len(b) < 8 {
		return
	}
	count := binary.BigEndian.Uint32(b[4:])
	if count == 0 {
		t.samples = samplesNone
		return
	}
	t.samples = samplesSome
	if count > 2 || len(b) < 8+8*int(count) {
		return
	}
	n, delta := binary.BigEndian.Uint32(b[8:]), binary.BigEndian.Uint32(b[12:])
	t.total = uint64(n) * uint64(delta)
	last := uint32(0)
	if count == 2 {
		last = binary.BigEndian.Uint32(b[16:])
		t.total = sum(t.total, uint64(last)*uint64(binary.BigEndian.Uint32(b[20:])))
	}
	if last <= 1 && n >= 2 {
		t.delta = delta
	}
}

// media returns the length of the media without regard to edits; 0 if unknown.
func (t *track) media() time.Duration {
	if d := span(t.duration, t.scale); d > 0 {
		return d
	}
	return span(t.total, t.scale)
}
