package chat

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// Read reads conversations, one in memory at a time. It takes the options uri and
// repair. The last pair has an [*annotation.Error] if the file cannot be read to its
// end.
func Read(in videotune.Input, o *annotation.Options) iter.Seq2[*annotation.Video, error] {
	return reading.Videos(annotation.FormatChat, in, o, func(r *reading.Reading, text *bufio.Reader, emit func(*annotation.Video) error) error {
		f := &file{Reading: r, extra: map[string]int{}}
		err := jsonread.NewStream(text).Elements(func(n, line int, raw json.RawMessage) error {
			at := reading.At{Line: line, Record: n}
			v, err := f.video(at, raw)
			var left *leftOut
			switch {
			case errors.As(err, &left):
				r.Warn(left.code, at, "", "the record was left out: %s", left.why)
				return nil
			case err != nil:
				return f.refusal(at, err)
			}
			return emit(v)
		})
		if err == nil {
			f.close()
		}
		return err
	})
}

// A file is one that is being read.
type file struct {
	*reading.Reading
	bare  int            // records without a placeholder
	extra map[string]int // members of turns that have no place
}

// A leftOut says why a record is left out.
type leftOut struct {
	code annotation.Code
	why  string
}

// Error says why.
func (e *leftOut) Error() string { return e.why }

// unsupported leaves out a record that has something which an example cannot have.
func unsupported(format string, args ...any) error {
	return &leftOut{annotation.CodeUnsupported, fmt.Sprintf(format, args...)}
}

// skipped leaves out a record that is no whole conversation.
func skipped(format string, args ...any) error {
	return &leftOut{annotation.CodeSkipped, fmt.Sprintf(format, args...)}
}

// errNoTurns says that a value is no conversation.
var errNoTurns = errors.New("there are neither messages nor conversations")

// errParts says that turns are lists of parts, of which one may be the video.
var errParts = errors.New("the content of a turn is a list of parts, and no member videos says where the video is")

// parted reports whether a turn of a record is a list of parts.
func parted(o jsonread.Object) bool {
	for _, name := range turnLists {
		list, _ := o[name].([]any)
		for _, v := range list {
			turn, _ := v.(map[string]any)
			if _, ok := turn["content"].([]any); ok {
				return true
			}
		}
	}
	return false
}

func (f *file) refusal(at reading.At, err error) error {
	hint := ""
	switch {
	case errors.Is(err, errParts):
		hint = `make each content a text, with <video> in the place of the video, and give its path beside the turns: "videos": ["a.mp4"]`
	case errors.Is(err, errNoTurns):
		hint = `a record is like {"messages": [{"role": "user", "content": "..."}, ...], "videos": ["a.mp4"]}`
	}
	return f.Refuse(annotation.CodeValue, at, hint, "%w", err)
}

// close tells what would be too much to tell of each record.
func (f *file) close() {
	if f.bare > 0 {
		f.Inform(annotation.CodeText, reading.At{}, "%d conversations have no <video> in their texts: they are taken to be about their video all the same", f.bare)
	}
	for _, name := range slices.Sorted(maps.Keys(f.extra)) {
		f.Warn(annotation.CodeUnsupported, reading.At{}, "", "the member %.50q of %d turns has no place: it was left out", name, f.extra[name])
	}
}

// unfit are members of a record that make it no conversation about one video.
var unfit = []string{"image", "images", "audio", "audios", "tools", "chosen", "rejected", "kto_tag"}

// video reads a record.
func (f *file) video(at reading.At, raw json.RawMessage) (*annotation.Video, error) {
	o, err := jsonread.DecodeObject(raw)
	if err != nil {
		return nil, err
	}
	if !o.Has(turnLists...) {
		return nil, errNoTurns
	}
	for _, name := range unfit {
		if v := o.Take(name); !empty(v) {
			return nil, unsupported("it has %s, which an example with a video cannot have", name)
		}
	}
	path, err := video(o)
	if err != nil {
		return nil, err
	}
	v := &annotation.Video{URI: path, Recording: path}
	if v.ID, err = o.Text("id"); err != nil {
		return nil, err
	}
	if v.ID == "" {
		v.ID = fmt.Sprintf("%s#%d", path, at.Record)
	}
	if v.Turns, err = f.turns(o); err != nil {
		return nil, err
	}
	v.Metadata = o.Rest()
	return v, nil
}

// empty reports whether a value says nothing.
func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case []any:
		return len(v) == 0
	}
	return false
}

// video takes out the path of the one video of a record.
func video(o jsonread.Object) (string, error) {
	var paths []string
	for _, name := range []string{"video", "videos"} {
		value := o.Take(name)
		list, ok := value.([]any)
		if !ok && value != nil {
			list = []any{value}
		}
		for _, v := range list {
			path, ok := v.(string)
			if !ok {
				return "", fmt.Errorf("%s has %s; want the path of a video", name, jsonread.Describe(v))
			}
			if path = strings.TrimSpace(path); path != "" {
				paths = append(paths, path)
			}
		}
	}
	switch len(paths) {
	case 0:
		if parted(o) {
			return "", errParts
		}
		return "", unsupported("it has no video")
	case 1:
		return paths[0], nil
	}
	return "", unsupported("it has %d videos; one is supported", len(paths))
}
