package reading

import "github.com/seed-57910ec4/videotune/annotation"

// Places are the records of the videos of a file, by their IDs: some 100 bytes for
// each. They are for formats of which a record is a video.
type Places map[string]int

// Meet takes the video of a record, and warns if an earlier record is of it too.
func (p Places) Meet(r *Reading, at At) {
	first, ok := p[at.Video]
	if !ok {
		p[at.Video] = at.Record
		return
	}
	r.Warn(annotation.CodeVideoTwice, at, "join what the records say, or leave one out", "record %d is of the video too: each becomes a video of its own", first)
}
