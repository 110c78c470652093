package cut

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/internal/ffmpeg"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// An entry is a line of ffprobe's compact form: a section, such as "stream", and its
// fields. Texts are as ffprobe escapes them.
type entry struct {
	section string
	fields  map[string]string
}

func (e entry) text(name string) string { return e.fields[name] }

// number returns a field that is a whole number. ok is false where it is unknown, which
// ffprobe writes as N/A or leaves out.
func (e entry) number(name string) (n int64, ok bool) {
	n, err := strconv.ParseInt(e.fields[name], 10, 64)
	return n, err == nil && clamped(n)
}

// time returns a field that is a number of seconds. ok is false where it is unknown.
func (e entry) time(name string) (d time.Duration, ok bool) {
	d, form := pbtime.Parse(e.fields[name] + "s")
	if !form.OK() || !clamped(int64(d)) {
		return 0, false
	}
	return d, true
}

// clamped reports whether sums of a few such numbers do not overflow.
func clamped(n int64) bool { return -1<<60 < n && n < 1<<60 }

// parseEntry reads a line.
func parseEntry(line []byte) entry {
	section, rest, _ := bytes.Cut(line, []byte{'|'})
	e := entry{string(section), make(map[string]string)}
	for field := range bytes.SplitSeq(rest, []byte{'|'}) {
		name, value, _ := strings.Cut(string(field), "=")
		if _, twice := e.fields[name]; !twice { // what follows is of a section within this one
			e.fields[name] = value
		}
	}
	return e
}

// ffprobe asks the program for sections of a file and calls each with every entry.
func (t *tools) ask(ctx context.Context, path, show string, each func(entry) error, options ...string) error {
	program, err := t.ffprobe()
	if err != nil {
		return err
	}
	c := append(Command{program, "-hide_banner", "-v", "error"}, ffmpeg.Guards()...)
	c = append(c, options...)
	c = append(c, "-show_entries", show, "-of", "compact", "-i", ffmpeg.FileURL(path))
	return run(ctx, c, t.o.stall(), func(line []byte) error { return each(parseEntry(line)) })
}
