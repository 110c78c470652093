package mp4

import "bytes"

const (
	tailRead  = 8 << 10   // of the end of the file at least, for the last fragments
	tailGuess = 256 << 10 // of it at most, on a guess
	tailSound = 64 << 10  // of it in which all tracks are looked for, not just that of the pictures
	tailSteps = 64        // boxes from a moof to the next
	endBoxes  = 16        // of the last fragment of each track, and what is around it
)

// byTail takes the lengths from the last fragments, which it looks for at the end
// of the file: a fragment is one if boxes follow from it to the last byte. That costs
// as many bytes as the last fragment has, since nothing tells where it begins, and no
// other place tells how long the file is.
func (r *reader) byTail() error {
	if r.m.ContainerDuration > 0 || r.firstMoof.kind == "" {
		return nil // what is still unknown is not worth so much
	}
	r.allow(TailRequests, TailBytes)
	end := memory{at: r.f.Size()}
	for n := r.guessTail(); ; n *= 2 {
		n = min(n, TailBytes-int64(len(end.data)))
		from := max(end.at-n, r.firstMoof.at)
		if from == end.at {
			return nil
		}
		data, err := r.f.Bytes(from, int(end.at-from), 0)
		if err != nil {
			return err
		}
		end = memory{at: from, data: append(bytes.Clone(data), end.data...)}
		first, ok := firstOfTail(end)
		if !ok {
			continue
		}
		c := chain{movie: &r.movie}
		if whole, err := c.follow(end, first, r.f.Size(), nil); err != nil || !whole {
			continue
		}
		if v := r.movie.video(); r.movie.ended() || len(end.data) >= tailSound && (v == nil || v.ended) {
			r.finish()
			return nil
		}
	}
}

// guessTail returns how much of the end of the file the last fragment likely takes: a
// little more than the first one, if it is at hand how large that is, and all tracks
// are in it.
func (r *reader) guessTail() int64 {
	for i := range r.movie.tracks {
		if t := &r.movie.tracks[i]; !t.begun && t.samples != samplesSome && (t.handler == kindVideo || t.handler == kindAudio) {
			return tailSound
		}
	}
	if at := r.firstMoof.end; r.f.Has(at, 2*headerSize) {
		if mdat, err := header(r, at, r.f.Size(), ""); err == nil && mdat.kind == "mdat" {
			first := mdat.end - r.firstMoof.at
			return min(max(first+first/8, tailRead), tailGuess)
		}
	}
	return tailRead
}

// byEnd takes the lengths from what is from a position up to another, if that is the last
// fragment of each track. It reports whether it was.
func (r *reader) byEnd(from, to int64) (bool, error) {
	r.reach = lastRead
	first, err := header(r, from, to, "")
	if err == nil && (first.kind == "moof" || first.kind == "styp" || first.kind == "prft" || first.kind == "emsg") {
		c := chain{movie: &r.movie, most: endBoxes}
		var whole bool
		whole, err = c.follow(r, from, to, nil)
		if v := r.movie.video(); err == nil && whole && r.movie.ended() && (v == nil || v.begun || v.samples == samplesSome) {
			r.finish()
			return true, nil
		}
		r.movie.reset()
	}
	if err != nil && !soft(err) {
		return false, err
	}
	return false, nil
}

// ended reports whether the end is known of each track of pictures or sound.
func (m *movie) ended() bool {
	for i := range m.tracks {
		if t := &m.tracks[i]; !t.ended && (t.handler == kindVideo || t.handler == kindAudio) {
			return false
		}
	}
	return true
}

// reset forgets the ends of the tracks.
func (m *movie) reset() {
	for i := range m.tracks {
		m.tracks[i].end, m.tracks[i].ended = 0, false
	}
}

// firstOfTail returns the position of the first fragment in the end of a file from
// which boxes follow up to the last byte.
func firstOfTail(end memory) (first int64, ok bool) {
	sound := make(map[int64]bool)
	for rest := end.data; ; {
		i := bytes.LastIndex(rest, []byte("moof"))
		if i < 4 {
			return first, ok
		}
		rest = rest[:i]
		if at := end.at + int64(i) - 4; leads(end, at, sound) {
			sound[at] = true
			first, ok = at, true
		}
	}
}

// leads reports whether boxes follow from a fragment to the end of the file, or to
// a fragment of which that is known.
func leads(end memory, at int64, sound map[int64]bool) bool {
	size := end.at + int64(len(end.data))
	moof, err := header(end, at, size, "")
	if err != nil || moof.cut {
		return false
	}
	if mfhd, err := header(end, moof.body, moof.end, "moof"); err != nil || mfhd.kind != "mfhd" || mfhd.cut {
		return false
	}
	at = moof.end
	for range tailSteps {
		if at == size {
			return true
		}
		b, err := header(end, at, size, "")
		switch {
		case err != nil || b.kind == "\x00\x00\x00\x00":
			return false
		case b.kind == "moof":
			return sound[at]
		case b.cut:
			return b.kind == "mdat"
		}
		at = b.end
	}
	return false
}

// byWalk takes the lengths from all fragments, one after the other, if there are
// not too many.
func (r *reader) byWalk() error {
	if r.m.ContainerDuration > 0 || r.firstMoof.kind == "" {
		return nil
	}
	r.allow(WalkRequests, WalkBytes)
	r.reach = 1 << 10
	c := chain{movie: &r.movie, sums: true}
	for i := range r.movie.tracks {
		if t := &r.movie.tracks[i]; t.samples == samplesSome {
			t.end = t.duration
		}
	}
	return r.follow(&c, r.firstMoof.at, r.f.Size(), false)
}
