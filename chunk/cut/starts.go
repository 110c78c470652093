package cut

import "time"

// starts are when the tracks of a file begin, as ffprobe says.
type starts struct {
	format   start // whatever is first
	pictures start
	others   start // the first of the other tracks
}

// A start is a time of the container, or unknown.
type start struct {
	at    time.Duration
	known bool
}

// add notes what an entry says. It is told whether the entry is that of the pictures.
func (s *starts) add(e entry, pictures bool) {
	at, known := e.time("start_time")
	switch {
	case e.section == "format":
		s.format = start{at, known}
	case e.section != "stream":
	case pictures:
		s.pictures = start{at, known}
	case known && (!s.others.known || at < s.others.at):
		s.others = start{at, known}
	}
}

// near reports whether two times are the same but for the rounding to microseconds.
func near(a, b time.Duration) bool { return max(a-b, b-a) <= time.Microsecond }

// earliest returns the container's time at which that of the source is 0: that of the
// earliest track. What ffprobe says of the start of the pictures may be an estimate,
// such as that of a container which keeps no times of them, and too early. first is
// the time of the first picture that was read.
func (s *starts) earliest(first time.Duration) time.Duration {
	if s.format.known && !(s.pictures.known && near(s.format.at, s.pictures.at)) {
		return s.format.at
	}
	if s.pictures.known {
		first = max(first, s.pictures.at)
	}
	if s.others.known {
		return min(first, s.others.at)
	}
	return first
}
