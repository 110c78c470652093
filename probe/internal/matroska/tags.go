package matroska

import (
	"strconv"
	"strings"
	"time"
)

// A trackTag is the length of a track as a tag tells it.
type trackTag struct {
	uid      uint64 // of the track
	duration time.Duration
	language bool   // the tag has one
	writer   string // what wrote the statistics, if that is told beside it
}

// takeTags keeps the lengths of tracks.
func (r *reader) takeTags(b []byte) {
	for e := range children(b) {
		if e.id == idTag && len(r.tags) < maxTracks {
			r.tags = append(r.tags, parseTag(e.body)...)
		}
	}
}

// parseTag returns what one Tag says of lengths: mostly nothing or one, several
// where they were copied from other files.
func parseTag(b []byte) (tags []trackTag) {
	const most = 4
	var uid uint64
	writer := ""
	for e := range children(b) {
		switch e.id {
		case idTargets:
			for c := range children(e.body) {
				if c.id == idTagTrackUID && uid == 0 {
					uid, _ = c.uint()
				}
			}
		case idSimpleTag:
			name, value, language := parseSimpleTag(e.body)
			switch name {
			case "DURATION":
				if d, ok := parseClock(value); ok && len(tags) < most {
					tags = append(tags, trackTag{duration: d, language: language})
				}
			case "_STATISTICS_WRITING_APP":
				writer = value
			}
		}
	}
	if uid == 0 { // for all tracks, or none
		return nil
	}
	for i := range tags {
		tags[i].uid, tags[i].writer = uid, writer
	}
	return tags
}

func parseSimpleTag(b []byte) (name, value string, language bool) {
	for e := range children(b) {
		switch e.id {
		case idTagName:
			name = e.text()
		case idTagString:
			value = e.text()
		case idTagLanguage:
			language = e.text() != "und"
		}
	}
	return name, value, language
}

// tagOf returns what the tags say of t, at most limit.
//
// Tools that copy a stream copy its tags too, old lengths included. They are told
// by what wrote them: ffmpeg's own have no language, mkvmerge's name the program,
// which is the one that wrote the file.
func (r *reader) tagOf(t *track, limit time.Duration) time.Duration {
	for _, tag := range r.tags {
		if tag.uid != t.uid || tag.duration > limit {
			continue
		}
		if r.info.lavf && !tag.language || !r.info.lavf && (tag.writer == "" || tag.writer == r.info.writer) {
			return tag.duration
		}
	}
	return 0
}

// parseClock reads "00:00:06.023000000", hours, minutes, seconds, and up to nine
// digits of a second.
func parseClock(s string) (time.Duration, bool) {
	part := strings.SplitN(s, ":", 4)
	if len(part) != 3 {
		return 0, false
	}
	seconds, fraction, _ := strings.Cut(part[2], ".")
	if len(fraction) > 9 {
		return 0, false
	}
	fraction += "000000000"[len(fraction):]
	var total time.Duration
	for _, f := range []struct {
		digits string
		unit   time.Duration
		end    uint64
	}{{part[0], time.Hour, 1e6}, {part[1], time.Minute, 60}, {seconds, time.Second, 60}, {fraction, 1, 1e9}} {
		n, err := strconv.ParseUint(f.digits, 10, 32)
		if err != nil || n >= f.end {
			return 0, false
		}
		total += time.Duration(n) * f.unit
	}
	return total, total > 0
}
