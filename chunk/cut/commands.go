package cut

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/internal/ffmpeg"
)

// Commands returns a command for each file that a plan needs and that is not made yet,
// for people to run by hand, here or where the programs are. Nothing is run, and neither
// the source nor a program need be there. o may be nil.
//
// They are simpler than what [Cut] runs: all are encoded, none is looked at afterwards,
// and pictures that do not follow each other at a steady rate are moved a little. They
// replace no file. When their files are in the folder Cut takes them.
//
// A source at http:// or https:// is read from there, unless Options have Local.
func Commands(plan *chunk.Plan, o *Options) ([]Command, error) {
	t := newTools(o)
	t.video, t.audio = videoEncoders[0], audioEncoders[0]
	if t.o.Encoder != "" {
		t.video = t.o.Encoder
	}
	if t.o.AudioEncoder != "" {
		t.audio = t.o.AudioEncoder
	}
	var list []Command
	for _, f := range plan.Files() {
		if f.Made {
			continue
		}
		c, err := t.byHand(plan, f)
		if err != nil {
			return nil, failed(plan, f.Name, err)
		}
		list = append(list, c)
	}
	return list, nil
}

func (t *tools) byHand(plan *chunk.Plan, f chunk.File) (Command, error) {
	if !safeName(f.Name) {
		return nil, fmt.Errorf("%q is no name of a file for one to be made", f.Name)
	}
	in, err := t.inputByHand(plan.Source.URI)
	if err != nil {
		return nil, err
	}
	to, err := filepath.Abs(filepath.Join(t.o.Dir, f.Name))
	if err != nil {
		return nil, err
	}
	m := &plan.Source.Media
	c := append(head(t.o.ffmpeg(), false), "-ss", seconds(f.Span.Start), "-t", seconds(f.Span.Length()))
	c = append(c, in...)
	c = append(c, "-map", "0:V:0", "-map", "0:a:0?", "-filter:v", "setpts=PTS-STARTPTS"+size(plan.Encode))
	r := newRates(plan, f.Span.Length(), 2)
	c = append(c, r.options(t.video, t.o)...)
	c = append(c, "-pix_fmt", "yuv420p", "-filter:a", fill(t.audio, track{sampleRate: 48000}))
	c = append(c, t.sound(track{}, r)...)
	return append(c, output(note{source: newOrigin(m.Bytes, m.ETag)}.String(), to)...), nil
}

// inputByHand returns the options that read a source.
func (t *tools) inputByHand(uri string) ([]string, error) {
	if scheme, _, ok := strings.Cut(uri, "://"); t.o.Local == nil && ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")) {
		return []string{"-protocol_whitelist", "http,https,tcp,tls,crypto", "-format_whitelist", ffmpeg.Formats, "-i", uri}, nil
	}
	path, err := t.o.local(context.Background(), uri)
	if err != nil {
		return nil, err
	}
	return input(path), nil
}

// startByHand returns the source's time of the first picture of a file that one of
// Commands made: the first one that is not before the start.
func (w *work) startByHand(ctx context.Context, f chunk.File) (time.Duration, error) {
	s, err := w.open(ctx)
	if err != nil {
		return 0, err
	}
	// ffmpeg counts from whatever is first in the file.
	span, from := f.Span, s.begin-s.origin()
	span.Start, span.End = span.Start+from, span.End+from
	st, err := w.stretch(ctx, s, span, 0)
	if err != nil {
		return 0, err
	}
	if b := &st.begin; b.hasShown && b.shown < s.tick(span.Start, true) && b.hasNext {
		return max(0, s.time(b.next)), nil
	}
	return st.start(s), nil
}
