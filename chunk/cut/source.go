package cut

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// A source is a video that files are made of, as ffprobe sees it.
type source struct {
	path    string // absolute
	info    fs.FileInfo
	clock   clock         // of the pictures
	zero    int64         // the tick at which the source's time is 0
	opening int64         // the tick of the first picture
	begin   time.Duration // the container's time of whatever is first
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
		return nil, withoutPath(err)
	}
	switch size := s.info.Size(); {
	case !s.info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: %w: it is no regular file", path, ErrNotLocal)
	case facts.Bytes > 0 && size != facts.Bytes:
		return nil, fmt.Errorf("%s: %w: it has %d bytes, by the facts of the plan it has %d: probe it again and plan anew", path, ErrChanged, size, facts.Bytes)
	}
	if err := t.look(ctx, s, facts); err != nil {
		return nil, err
	}
	return s, nil
}

// local returns the absolute path of a source.
func (o *Options) local(ctx context.Context, uri string) (string, error) {
	path, err := "", error(nil)
	if o.Local != nil {
		path, err = o.Local(ctx, uri)
	} else {
		path, err = localPath(uri, runtime.GOOS == "windows")
	}
	if err != nil {
		return "", err
	}
	if path == "" || strings.ContainsRune(path, 0) {
		return "", fmt.Errorf("%w: %q is no path", ErrNotLocal, path)
	}
	return filepath.Abs(path)
}

// localPath returns the path that a path or file URI names.
func localPath(uri string, windows bool) (string, error) {
	scheme, rest, ok := strings.Cut(uri, ":")
	switch {
	case !ok || len(scheme) < 2 || !isScheme(scheme):
		return uri, nil
	case strings.EqualFold(scheme, "file"):
	case strings.HasPrefix(rest, "//"):
		return "", fmt.Errorf("%w: get a copy of it first", ErrNotLocal)
	default:
		return uri, nil
	}
	u, err := url.Parse(uri)
	if err != nil || u.RawQuery != "" || u.Fragment != "" || u.Opaque != "" || !strings.HasPrefix(u.Path, "/") {
		return "", fmt.Errorf("%w: not a file URI: want one such as file:///videos/a%%20b.mp4, with ? as %%3F and # as %%23", ErrNotLocal)
	}
	if u.Host != "" && !strings.EqualFold(u.Host, "localhost") {
		return "", fmt.Errorf("%w: the file URI names the host %.100q", ErrNotLocal, u.Host)
	}
	if windows && len(u.Path) >= 3 && u.Path[2] == ':' {
		return u.Path[1:], nil
	}
	return u.Path, nil
}

// isScheme reports whether s has the form of a scheme, by RFC 3986, section 3.1.
func isScheme(s string) bool {
	for i, c := range []byte(s) {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (i == 0 || strings.IndexByte("0123456789+-.", c) < 0) {
			return false
		}
	}
	return s != ""
}

// fileURL returns what ffmpeg takes for a file and nothing else, whatever its name.
func fileURL(path string) string { return "file:" + path }

const sourceFields = "format=format_name,start_time:stream=index,codec_type,codec_name,time_base,start_pts,avg_frame_rate,r_frame_rate,channels,sample_rate" +
	":stream_disposition=attached_pic"

// look asks ffprobe for the tracks of a source.
func (t *tools) look(ctx context.Context, s *source, facts *videotune.Media) error {
	err := t.ask(ctx, s.path, sourceFields, func(e entry) error {
		s.add(e)
		return nil
	})
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
	// What ffprobe says of the start of a stream may be an estimate.
	list, err := t.pictures(ctx, s, "%+#50")
	for i, p := range list {
		if i == 0 || p.pts < s.opening {
			s.opening = p.pts
		}
	}
	s.zero = s.opening
	return err
}

// add notes a stream or what is said of the whole file.
func (s *source) add(e entry) {
	switch {
	case e.section == "format":
		s.own = strings.HasPrefix(e.text("format_name"), "mov,")
		s.begin = parseSeconds(e.text("start_time"))
	case e.section != "stream":
	case e.text("codec_type") == "video" && s.video.codec == "" && e.text("disposition:attached_pic") != "1":
		s.video = newTrack(e)
		s.clock, _ = parseFraction(e.text("time_base"))
		s.opening, _ = e.number("start_pts")
		for _, name := range []string{"r_frame_rate", "avg_frame_rate"} {
			if rate, ok := parseFraction(e.text(name)); ok && rate.num <= maxFPS*rate.den {
				s.frames = clock{rate.den, rate.num}
				break
			}
		}
	case e.text("codec_type") == "audio" && s.audio.codec == "":
		s.audio = newTrack(e)
	}
}

// maxFPS is the highest frame rate that is believed: what is above is the ticks of some
// clock.
const maxFPS = 120

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
		return withoutPath(err)
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
		return s.zero + s.clock.ceil(d-slack)
	}
	return s.zero + s.clock.floor(d+slack)
}

// time returns the source's time of a tick.
func (s *source) time(tick int64) time.Duration { return s.clock.time(tick - s.zero) }

// frame is about how long a picture lasts.
func (s *source) frame() time.Duration {
	if s.frames == (clock{}) {
		return 40 * time.Millisecond // 25 frames a second
	}
	return s.frames.time(1)
}

// withoutPath makes an error say its path first, as the others do.
func withoutPath(err error) error {
	if e := (*fs.PathError)(nil); errors.As(err, &e) {
		return fmt.Errorf("%s: %w", e.Path, e.Err)
	}
	return err
}
