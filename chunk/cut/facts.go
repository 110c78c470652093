package cut

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/seed-57910ec4/videotune/chunk"
)

// facts are what a file that was made turned out to be, edit lists left aside.
type facts struct {
	bytes         int64
	clock         clock // of the pictures
	video, audio  track // codec is "" if there is none
	first, last   int64 // ticks of the first and the last picture
	end           int64 // at which the last one ends
	head          []picture
	count, stored int64 // pictures that were read, and that the index lists; -1 if it does not say
	key           bool  // it begins with a keyframe
	note          note
	ours          bool // note is one
}

const factFields = "format_tags=comment:stream=index,codec_type,codec_name,time_base,nb_frames:packet=stream_index,pts,dts,duration,size,flags"

// facts reads all of a file, of which the pictures' times are told by their packets.
func (t *tools) facts(ctx context.Context, path string) (*facts, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, pathFirst(err)
	}
	if info.Size() == 0 {
		return nil, fmt.Errorf("%w: it is empty", ErrBadResult)
	}
	f := &facts{bytes: info.Size(), stored: -1}
	var before, length int64 // the second last picture, and how long the last one is said to last
	err = t.ask(ctx, path, factFields, func(e entry) error {
		p, ok := newPicture(e)
		if !ok || e.text("stream_index") != "0" { // pictures are the first track of what is made here
			f.add(e)
			return nil
		}
		if f.count == 0 {
			f.first, f.last, before, f.key = p.pts, p.pts, p.pts, p.key
		}
		f.count++
		if len(f.head) < headLength {
			f.head = append(f.head, p)
		}
		f.first = min(f.first, p.pts)
		if p.pts >= f.last {
			before, f.last, length = f.last, p.pts, p.length
		} else {
			before = max(before, p.pts)
		}
		return nil
	}, "-ignore_editlist", "1", "-f", "mov")
	switch {
	case ctx.Err() != nil || isMissing(err):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrBadResult, err)
	}
	if length == 0 { // old versions of ffmpeg do not say it
		length = f.last - before
	}
	f.end = f.last + length
	return f, f.sound()
}

// add notes what is said of a stream or of the whole file.
func (f *facts) add(e entry) {
	switch {
	case e.section == "format":
		f.note, f.ours = parseNote(e.text("tag:comment"))
	case e.section != "stream":
	case e.text("codec_type") == "video" && f.video.codec == "":
		f.video = newTrack(e)
		f.clock, _ = parseFraction(e.text("time_base"))
		if n, ok := e.number("nb_frames"); ok {
			f.stored = n
		}
	case e.text("codec_type") == "audio" && f.audio.codec == "":
		f.audio = newTrack(e)
	}
}

// sound returns an error if the file is not whole.
func (f *facts) sound() error {
	switch {
	case f.video.codec == "" || f.video.index != 0 || f.clock == clock{}:
		return fmt.Errorf("%w: it has no video track", ErrBadResult)
	case f.count == 0 || f.end <= f.first:
		return fmt.Errorf("%w: it has no pictures", ErrBadResult)
	case !f.key:
		return fmt.Errorf("%w: it does not begin with a keyframe", ErrBadResult)
	case f.stored >= 0 && f.count != f.stored:
		return fmt.Errorf("%w: %d of %d pictures are in it", ErrBadResult, f.count, f.stored)
	}
	return nil
}

// made returns the facts as a plan wants them. start is the source's time of the first
// picture.
func (f *facts) made(start time.Duration) chunk.Made {
	first := f.clock.time(f.first)
	return chunk.Made{Bytes: f.bytes, Start: start, FirstPTS: first, Duration: f.clock.time(f.end) - first}
}

// edited reports whether an edit list hides or delays the beginning of a file.
func (t *tools) edited(ctx context.Context, path string, f *facts) (bool, error) {
	first, known := int64(0), false
	err := t.ask(ctx, path, "stream=start_pts", func(e entry) error {
		if n, ok := e.number("start_pts"); ok && !known {
			first, known = n, true
		}
		return nil
	}, "-select_streams", "V:0", "-f", "mov")
	return !known || first != f.first, err
}
