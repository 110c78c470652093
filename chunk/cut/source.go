package cut

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/newfile"
	"github.com/seed-57910ec4/videotune/probe"
)

// A source is a video that files are made of, as ffprobe sees it.
type source struct {
	path    string // absolute
	info    fs.FileInfo
	clock   clock         // of the pictures
	zero    int64         // the tick next to which the source's time is 0
	rest    time.Duration // from there to it: 0, but for other tracks with a finer clock
	opening int64         // the tick of the first picture
	begin   time.Duration // the container's time of whatever is first, as the programs see it
	own     bool          // MP4 or kin: times are those of the container
	exact   bool          // it is known how long the pictures are
	video   track
	audio   track // codec is "" if there is none
	frames  clock // how long a picture lasts, by the container's word; zero if unknown
}

// A track is a stream of a file.
type track struct {
	index      int64
	codec      string
	channels   int64
	sampleRate int64
}

// open finds a source and looks at it.
func (t *tools) open(ctx context.Context, uri string, facts *videotune.Media) (*source, error) {
	path, err := t.o.local(ctx, uri)
	if err != nil {
		return nil, err
	}
	s := &source{path: path, exact: facts.Duration > 0}
	if s.info, err = os.Stat(path); err != nil {
		return nil, pathFirst(err)
	}
	switch size := s.info.Size(); {
	case !s.info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: %w: it is no regular file", path, ErrNotLocal)
	case facts.Bytes > 0 && size != facts.Bytes:
		return nil, fmt.Errorf("%s: %w: it has %d bytes, by the facts of the plan it has %d: probe it again and plan anew", path, ErrChanged, size, facts.Bytes)
	}
	if err := s.sameAs(ctx, facts.ETag); err != nil {
		return nil, err
	}
	if err := t.look(ctx, s, facts); err != nil {
		return nil, err
	}
	return s, nil
}

// sameAs returns an error if the tag of the facts is one of local files and that of
// another one. What other sources have for a tag cannot be told from a copy.
func (s *source) sameAs(ctx context.Context, tag string) error {
	kind, _, ok := strings.Cut(tag, ":")
	if !ok {
		return nil
	}
	file, err := probe.File{}.Open(ctx, s.path)
	if err != nil {
		return fmt.Errorf("%s: %w", s.path, err)
	}
	defer file.Close() // nothing was written
	if strings.HasPrefix(file.ETag, kind+":") && file.ETag != tag {
		return fmt.Errorf("%s: %w: it is %s, by the facts of the plan %s: probe it again and plan anew", s.path, ErrChanged, file.ETag, tag)
	}
	return nil
}

// local returns the absolute path of a source.
func (o *Options) local(ctx context.Context, uri string) (path string, err error) {
	if o.Local != nil {
		if path, err = o.Local(ctx, uri); err != nil {
			return "", err
		}
	}
	if path == "" {
		var ok bool
		if path, ok = probe.LocalPath(uri); !ok {
			return "", fmt.Errorf("%w: %s", ErrNotLocal, remedy(uri))
		}
	}
	if strings.ContainsRune(path, 0) {
		return "", fmt.Errorf("%w: %q is no path", ErrNotLocal, path)
	}
	return filepath.Abs(path)
}

// remedy says what to do about a URI that names no file of this machine.
func remedy(uri string) string {
	if scheme, _, _ := strings.Cut(uri, ":"); strings.EqualFold(scheme, "file") {
		return "want a file URI such as file:///videos/a%20b.mp4, with ? as %3F and # as %23"
	}
	return "get a copy of it first"
}

const sourceFields = "format=format_name,start_time:stream=index,codec_type,codec_name,time_base,start_pts,start_time,avg_frame_rate,r_frame_rate,channels,sample_rate" +
	":stream_disposition=attached_pic"

// look asks ffprobe for the tracks of a source.
func (t *tools) look(ctx context.Context, s *source, facts *videotune.Media) error {
	var begins starts
	err := t.ask(ctx, s.path, sourceFields, func(e entry) error {
		begins.add(e, s.add(e))
		return nil
	})
	s.begin = begins.format.at
	switch {
	case err != nil:
		return err
	case s.video.codec == "":
		return ErrNotVideo
	case s.clock == clock{}:
		return fmt.Errorf("%w: the clock of its pictures is not known", ErrNotVideo)
	}
	if s.frames == (clock{}) && facts.FrameRate.Num > 0 && facts.FrameRate.Den > 0 {
		s.frames = clock{facts.FrameRate.Den, facts.FrameRate.Num}
	}
	if s.own {
		return nil
	}
	list, err := t.pictures(ctx, s, "%+#50")
	for i, p := range list {
		if i == 0 || p.pts < s.opening {
			s.opening = p.pts
		}
	}
	s.setZero(begins.earliest(s.clock.time(s.opening)))
	return err
}

// setZero has the source's time be 0 at a time of the container. ffprobe says it to the
// microsecond.
func (s *source) setZero(at time.Duration) {
	s.zero = s.clock.floor(at + s.clock.time(1)/2)
	if tick := s.clock.time(s.zero); !near(at, tick) {
		s.rest = at - tick
	}
}

// origin is the container's time at which the source's is 0.
func (s *source) origin() time.Duration { return s.clock.time(s.zero) + s.rest }

// add notes a stream or what is said of the whole file. It reports whether that was the
// stream of the pictures.
func (s *source) add(e entry) (pictures bool) {
	switch {
	case e.section == "format":
		s.own = strings.HasPrefix(e.text("format_name"), "mov,")
	case e.section != "stream":
	case e.text("codec_type") == "video" && s.video.codec == "" && e.text("disposition:attached_pic") != "1":
		s.video = newTrack(e)
		s.clock, _ = parseFraction(e.text("time_base"))
		s.opening, _ = e.number("start_pts")
		for _, name := range []string{"r_frame_rate", "avg_frame_rate"} {
			if rate, ok := parseFraction(e.text(name)); ok && rate.num <= newfile.MaxFPS*rate.den {
				s.frames = clock{rate.den, rate.num}
				break
			}
		}
		return true
	case e.text("codec_type") == "audio" && s.audio.codec == "":
		s.audio = newTrack(e)
	}
	return false
}

func newTrack(e entry) track {
	t := track{codec: cmp.Or(e.text("codec_name"), "unknown")}
	t.index, _ = e.number("index")
	t.channels, _ = e.number("channels")
	t.sampleRate, _ = e.number("sample_rate")
	return t
}

// unchanged returns an error if the source is another file by now.
func (s *source) unchanged() error {
	info, err := os.Stat(s.path)
	if err != nil {
		return pathFirst(err)
	}
	if info.Size() != s.info.Size() || !info.ModTime().Equal(s.info.ModTime()) {
		return fmt.Errorf("%s: %w while it was cut", s.path, ErrChanged)
	}
	return nil
}

// tick returns the tick of a source's time, down or up. A picture that is no more than a
// tick later than the time, or a millisecond, is taken for the one at it, as times that
// were moved around, and those that containers keep, are rounded.
func (s *source) tick(d time.Duration, up bool) int64 {
	slack := max(time.Microsecond, min(s.clock.time(1), time.Millisecond))
	if up {
		return s.zero + s.clock.ceil(d+s.rest-slack)
	}
	return s.zero + s.clock.floor(d+s.rest+slack)
}

// time returns the source's time of a tick.
func (s *source) time(tick int64) time.Duration { return s.clock.time(tick-s.zero) - s.rest }

// frame is about how long a picture lasts.
func (s *source) frame() time.Duration {
	if s.frames == (clock{}) {
		return 40 * time.Millisecond // 25 frames a second
	}
	return s.frames.time(1)
}

// pathFirst makes an error say its path first, as the others do.
func pathFirst(err error) error {
	if e := (*fs.PathError)(nil); errors.As(err, &e) {
		return fmt.Errorf("%s: %w", e.Path, e.Err)
	}
	return err
}
