package matroska

import (
	"time"

	"github.com/seed-57910ec4/videotune"
)

// lengths sets Duration and ContainerDuration.
func (r *reader) lengths(m *videotune.Media) error {
	if r.info == nil {
		r.info = parseInfo(nil)
	}
	m.ContainerDuration = r.info.duration
	if r.info.duration > 0 && !r.cut {
		d, err := r.videoLength()
		m.Duration = d
		return err
	}
	return r.measured(m)
}

// videoLength returns the length of the video track where the file tells it.
func (r *reader) videoLength() (time.Duration, error) {
	t := r.first(videoTrack)
	if t == nil {
		return 0, nil
	}
	end, err := r.videoEnd(t)
	if err != nil || end == 0 {
		return 0, err
	}
	if s := r.heads()[r.trackIndex(t.number)]; r.info.lavf && s.seen && s.first > 0 && s.first < end {
		end -= s.first
	}
	return end, nil
}

// videoEnd returns the length of the video track as it is written.
func (r *reader) videoEnd(t *track) (time.Duration, error) {
	if len(r.tracks) == 1 {
		return r.info.duration, nil
	}
	pos, ok := r.seek[idTags]
	if ok && !r.tagged && !r.durationOnly {
		if err := r.fetchTags(pos); err != nil {
			return 0, err
		}
	}
	// Info counts in ticks, a tag in ns.
	return r.tagOf(t, r.info.duration+time.Duration(min(r.info.scale, int64(time.Second)))), nil
}

// fetchTags reads Tags by one request.
func (r *reader) fetchTags(pos int64) error {
	n := int(min(tagsBytes, r.end-pos))
	b, err := r.f.Bytes(pos, n, 0)
	if err != nil {
		return err
	}
	if h, err := parseHeader(b); err == nil && h.id == idTags {
		r.tagged = true
		b = b[h.length:]
		if h.size != unknownSize {
			b = b[:min(h.size, int64(len(b)))]
		}
		r.takeTags(b)
	}
	return nil
}

// heads returns what the first Cluster tells of the tracks, as far as it is at
// hand.
func (r *reader) heads() []stretch {
	to := make([]stretch, len(r.tracks))
	if r.cluster > 0 {
		const most = 64 << 10
		r.measure(r.f.AtHand(r.cluster, int(min(most, r.end-r.cluster))), 0, -1, to)
	}
	return to
}

// measured sets the lengths that the blocks tell, where the file does not. Where
// Info tells one, and the file was cut, ContainerDuration stays what Info says.
func (r *reader) measured(m *videotune.Media) error {
	start, to := r.heads(), make([]stretch, len(r.tracks))
	found, err := r.measureTail(to)
	if err != nil || !found {
		return err
	}
	var all stretch // first stays 0 if the beginning is not at hand
	for i := range to {
		if start[i].seen {
			all.add(start[i].first, 0)
		}
		if to[i].seen {
			all.end = max(all.end, to[i].ends())
		}
	}
	if m.ContainerDuration == 0 {
		m.ContainerDuration = max(all.end-all.first, 0)
	}
	if t := r.first(videoTrack); t != nil {
		i := r.trackIndex(t.number)
		first := all.first
		if start[i].seen {
			first = start[i].first
		}
		m.Duration = max(to[i].ends()-first, 0)
	}
	return nil
}
