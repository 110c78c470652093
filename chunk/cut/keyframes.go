package cut

import (
	"context"
	"fmt"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe"
)

// maxKeyframes bounds the keyframes of one video: those of three weeks, if there is
// one in two seconds.
const maxKeyframes = 1 << 20

// Keyframes asks ffprobe for the times of the pictures of a source that can be decoded
// by themselves, in the order in which they are stored: what [chunk.Source] wants for
// cuts without encoding. They are times of the source as the package describes them, to
// the nearest nanosecond. Pictures that are not shown, as an edit list skips them, are
// left out. The index of a file, or where it has none all of it, is read for that.
//
// Of the options FFprobe, Local and Stall count; o may be nil. An error names the source.
// It is a [*MissingError] where ffprobe is not installed, and otherwise wraps [ErrNotLocal]
// for a source that no path is known for, [ErrNotVideo], a [*CommandError], or the error
// of the file; more than 1,048,576 keyframes are an error too.
func Keyframes(ctx context.Context, uri string, o *Options) ([]time.Duration, error) {
	times, err := newTools(o).keyframes(ctx, uri)
	if err != nil {
		return nil, fmt.Errorf("cut: the keyframes of %s: %w", probe.Redact(uri), err)
	}
	return times, nil
}

func (t *tools) keyframes(ctx context.Context, uri string) (times []time.Duration, err error) {
	s, err := t.open(ctx, uri, &videotune.Media{})
	if err != nil {
		return nil, err
	}
	err = t.ask(ctx, s.path, "packet=pts,dts,flags", func(e entry) error {
		p, ok := newPicture(e)
		if !ok || !p.key || p.hidden || s.time(p.pts) < 0 {
			return nil
		}
		if len(times) == maxKeyframes {
			return fmt.Errorf("more than %d of them", maxKeyframes)
		}
		times = append(times, s.time(p.pts))
		return nil
	}, "-select_streams", fmt.Sprint(s.video.index))
	return times, err
}
