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
	if r.info.duration == 0 || r.cut {
		return r.measured(m)
	}
	heads := r.heads()
	zero, _ := earliest(heads)
	if r.info.lavf {
		m.ContainerDuration = since(r.info.duration, zero)
	}
	t := r.first(videoTrack)
	if t == nil {
		return nil
	}
	d, err := r.videoEnd(t)
	if err != nil || d == 0 {
		return err
	}
	if r.info.lavf {
		m.Duration = since(d, zero)
	} else if m.Duration = d; len(r.tracks) > 1 {
		if v := heads[r.trackIndex(t.number)]; v.seen {
			m.Duration = max(d, min(d+v.first-zero, m.ContainerDuration))
		}
	}
	return nil
}

// since returns the time from zero to end, and end itself if it is not behind zero.
func since(end, zero time.Duration) time.Duration {
	if end <= zero || zero < -maxTime || end > maxTime {
		return end
	}
	return end - zero
}

// earliest returns the time of the earliest block. ok is false if none was seen.
func earliest(of []stretch) (first time.Duration, ok bool) {
	for i := range of {
		if s := &of[i]; s.seen && (!ok || s.first < first) {
			first, ok = s.first, true
		}
	}
	return first, ok
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
	to := make([]stretch, len(r.tracks))
	found, err := r.measureTail(to)
	if err != nil || !found {
		return err
	}
	zero, _ := earliest(r.heads()) // of what is at hand by now
	var end time.Duration
	for i := range to {
		if to[i].seen {
			end = max(end, to[i].ends())
		}
	}
	if m.ContainerDuration == 0 {
		m.ContainerDuration = max(end-zero, 0)
	}
	if t := r.first(videoTrack); t != nil {
		m.Duration = max(to[r.trackIndex(t.number)].ends()-zero, 0)
	}
	return nil
}
