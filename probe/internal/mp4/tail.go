package mp4

import "bytes"

// tailReads are how much more of the end of a file is read, until the last
// fragments are found. They add up to TailBytes.
var tailReads = [TailRequests]int64{64 << 10, 192 << 10, 256 << 10, 512 << 10}

const tailSteps = 64 // boxes from a moof to the next

// byTail takes the lengths from the last fragments, which it looks for at the end
// of the file: a fragment is one if boxes follow from it to the last byte.
func (r *reader) byTail() error {
	if r.m.ContainerDuration > 0 || r.firstMoof.kind == "" {
		return nil // what is still unknown is not worth so much
	}
	r.allow()
	end := memory{at: r.f.Size()}
	for _, n := range tailReads {
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
		if v := r.movie.video(); v == nil || v.ended {
			r.finish()
			return nil
		}
	}
	return nil
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
	r.f.Allow(WalkRequests, WalkBytes)
	r.more = r.f.Cost().Bytes - Bytes + WalkBytes
	r.reach = 1 << 10
	c := chain{movie: &r.movie, sums: true}
	for i := range r.movie.tracks {
		if t := &r.movie.tracks[i]; t.samples == samplesSome {
			t.end = t.duration
		}
	}
	return r.follow(&c, r.firstMoof.at, r.f.Size())
}
