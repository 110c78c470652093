package videotune

import "time"

// An ExampleReport is what [Check] knows of one example besides its problems. All of
// it is valid during the call of CheckOptions.OnExample only.
type ExampleReport struct {
	File  string
	Split Split
	Line  int
	// Bytes are the line without its end; nil for a line over 256 KiB, which is
	// not kept until its turn comes.
	Bytes   []byte
	Dropped bool // the service would leave it out
	// Resolution is the one that the example was judged by: its own, or the default
	// of the limits; "" if it has one that the limits do not list.
	Resolution MediaResolution
	Tokens     Range // estimate at that resolution; zero if there is none
	// Videos are those of the example, in order, without such whose segment was
	// refused.
	Videos []VideoReport
}

// A VideoReport is what an example uses of a video.
type VideoReport struct {
	Turn, Part int           // of the example; Turn is -1 for the system instruction
	Start      time.Duration // of the segment; 0 if all of the video is used
	Length     time.Duration // of what is decoded; 0 if it is not known
}

// example passes on what is known of an example, once its verdict is final.
func (c *collector) example(f *fileState, v *verdict) {
	e := &c.last
	*e = ExampleReport{File: f.File, Split: f.Split, Line: v.number, Bytes: v.bytes, Dropped: v.dropped, Videos: e.Videos[:0]}
	if v.judgedBy >= 0 {
		e.Resolution, e.Tokens = c.limits.Resolutions[v.judgedBy].Resolution, v.weights[v.judgedBy].tokens
	}
	for i := range v.videos {
		use := &v.videos[i]
		if use.bad {
			continue
		}
		r := VideoReport{Turn: use.turn, Part: use.part, Start: use.start}
		if use.known {
			r.Length = use.length
		}
		e.Videos = append(e.Videos, r)
	}
	c.opts.OnExample(e)
}
