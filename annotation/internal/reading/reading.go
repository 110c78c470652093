// Package reading is what all readers of annotations have in common: options that
// are checked, diagnostics with their file, times whose rounding is counted, and
// the last steps from what a file says to an annotation.Video.
package reading

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
	"github.com/seed-57910ec4/videotune/internal/sniff"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// headBytes is how much of a file is looked at to tell its format.
const headBytes = 64 << 10

// A Reading is one file that is being read. It is used by one goroutine.
type Reading struct {
	Format  annotation.Format
	File    string
	Options annotation.Options

	rounded int
	uris    uris
	met     met
}

// An At is where something stands in the source. The zero value says nothing.
type At struct {
	Line   int    // from 1
	Record int    // from 1
	Video  string // the ID
}

// Videos returns the videos of a file. read reads it: it calls emit for each video,
// and returns at once when that returns an error, with that error. The file's bytes
// come as text in UTF-8 without a byte order mark. What read returns is yielded as
// an *annotation.Error, as the last pair.
func Videos(f annotation.Format, in videotune.Input, o *annotation.Options, read func(r *Reading, text *bufio.Reader, emit func(*annotation.Video) error) error) iter.Seq2[*annotation.Video, error] {
	return Run(f, in.Name, o, func(r *Reading, emit func(*annotation.Video) error) error {
		text, err := r.text(in.R)
		if err != nil {
			return err
		}
		return read(r, text, emit)
	})
}

// text returns the file as text, or an error if it is of another format.
func (r *Reading) text(in io.Reader) (*bufio.Reader, error) {
	raw := bufio.NewReaderSize(in, headBytes)
	head, err := raw.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, r.Failed(err)
	}
	if g, ok := packed(head, err != nil); ok {
		return nil, r.refuse(g)
	}
	if k := sniff.Kind(head, err != nil).Kind; (k == sniff.UTF16 || k == sniff.UTF32) && r.Options.Encoding == "" && mark(head) < 0 {
		return nil, r.Refuse(annotation.CodeEncoding, At{}, r.encodingHint("utf-16le or utf-16be"), "it is %s without a byte order mark", k)
	}
	utf8, err := decode(raw, r.Options.Encoding)
	if err != nil {
		return nil, r.Refuse(annotation.CodeOptionInvalid, At{}, "want utf-8, utf-16, windows-1252, iso-8859-1 or another by its name in HTML", "the option encoding: %w", err)
	}
	text := bufio.NewReaderSize(utf8, headBytes)
	head, err = text.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, r.Failed(err)
	}
	if g, ok := r.other(head, err != nil); ok {
		return nil, r.refuse(g)
	}
	return text, nil
}

// Run is Videos without a file, of a source with a name.
func Run(f annotation.Format, name string, o *annotation.Options, read func(r *Reading, emit func(*annotation.Video) error) error) iter.Seq2[*annotation.Video, error] {
	return func(yield func(*annotation.Video, error) bool) {
		r := &Reading{Format: f, File: name}
		err := o.CheckFor(f)
		if err == nil {
			if o != nil {
				r.Options = *o
			}
			err = read(r, func(v *annotation.Video) error {
				if err := r.finish(v); err != nil {
					return err
				}
				if !yield(v, nil) {
					return errStop
				}
				return nil
			})
		}
		if errors.Is(err, errStop) {
			return
		}
		if err != nil {
			yield(nil, r.refusal(err))
			return
		}
		r.close()
	}
}

// errStop ends a reading whose caller wants no more.
var errStop = errors.New("stop")

// refusal returns err as one of the file.
func (r *Reading) refusal(err error) error {
	var e *annotation.Error
	if errors.As(err, &e) {
		if e.File == "" {
			e.File = r.File
		}
		return err
	}
	return r.Failed(err)
}

// Failed returns an error that says why the file could not be read any further: its
// bytes are no text, it is broken JSON, a value is too large, or the reader failed.
func (r *Reading) Failed(err error) error {
	e := &annotation.Error{Err: err, Diagnostic: annotation.Diagnostic{
		Code: annotation.CodeRead, Severity: annotation.Refusal, File: r.File, Message: err.Error(),
	}}
	var text *EncodingError
	var syntax *jsonread.SyntaxError
	switch {
	case errors.As(err, &text):
		e.Code, e.Line, e.Message, e.Hint = annotation.CodeEncoding, text.Line, text.Error(), r.encodingHint("windows-1252")
	case errors.As(err, &syntax):
		e.Code, e.Line, e.Message, e.Hint = annotation.CodeSyntax, syntax.Line, syntax.Err.Error(), syntax.Hint()
	case errors.Is(err, jsonread.ErrTooLarge):
		e.Code = annotation.CodeTooLarge
	}
	return e
}

// encodingHint says how to have the file read as text.
func (r *Reading) encodingHint(example string) string {
	if slices.Contains(annotation.Fits(r.Format), "encoding") {
		return "name its encoding with the option encoding, such as " + example
	}
	return "convert it to UTF-8"
}

// Refuse returns the error that ends the reading. A %w in the format is wrapped.
func (r *Reading) Refuse(code annotation.Code, at At, hint, format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	return &annotation.Error{Err: errors.Unwrap(err), Diagnostic: annotation.Diagnostic{
		Code: code, Severity: annotation.Refusal, File: r.File, Line: at.Line, Record: at.Record, Video: at.Video,
		Message: err.Error(), Hint: hint,
	}}
}

// Warn tells that something was changed or left out.
func (r *Reading) Warn(code annotation.Code, at At, hint, format string, args ...any) {
	r.tell(annotation.Diagnostic{Code: code, Severity: annotation.Warning, Line: at.Line, Record: at.Record, Video: at.Video, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// Lose tells that an event of a video, or a part of it that may hold one, was left out,
// so that the video is not taken for one in which nothing happens.
func (r *Reading) Lose(v *annotation.Video, code annotation.Code, at At, hint, format string, args ...any) {
	v.Lost++
	r.Warn(code, at, hint, format, args...)
}

// Inform tells something that changes nothing.
func (r *Reading) Inform(code annotation.Code, at At, format string, args ...any) {
	r.tell(annotation.Diagnostic{Code: code, Severity: annotation.Info, Line: at.Line, Record: at.Record, Video: at.Video, Message: fmt.Sprintf(format, args...)})
}

func (r *Reading) tell(d annotation.Diagnostic) {
	if r.Options.OnDiagnostic != nil {
		d.File = r.File
		r.Options.OnDiagnostic(d)
	}
}

// Time takes a time that was read, and counts it if it was rounded.
func (r *Reading) Time(t annotation.Time) time.Duration {
	if t.Rounded {
		r.rounded++
	}
	return t.Duration
}

// close tells what is known only at the end.
func (r *Reading) close() {
	r.unused()
	if n := r.rounded; n > 0 {
		were := "were"
		if n == 1 {
			were = "was"
		}
		r.Inform(annotation.CodeRounded, At{}, "%s that %s finer than a microsecond %s rounded to the nearest", words.Count(n, "time"), were, were)
	}
}

// finish does to a video what is the same for all formats.
func (r *Reading) finish(v *annotation.Video) error {
	v.File = r.File
	source := v.URI
	if err := r.locate(v); err != nil {
		return err
	}
	r.facts(v, v.ID, source, v.URI)
	if err := r.shift(v, v.ID, source, v.URI); err != nil {
		return err
	}
	r.dropNegative(v)
	return r.Options.Repair.Apply(v, r.tell)
}

// dropNegative takes out the labels that stand for "nothing here", and the events that
// say nothing else.
func (r *Reading) dropNegative(v *annotation.Video) {
	none := r.Options.NegativeLabels
	if len(none) == 0 {
		return
	}
	kept := v.Events[:0:0]
	for _, e := range v.Events {
		at := At{Record: e.Record, Video: v.ID}
		labels := slices.DeleteFunc(slices.Clone(e.Labels), func(l string) bool { return slices.Contains(none, l) })
		gone := len(e.Labels) - len(labels)
		if gone > 0 && len(labels) == 0 && e.Text == "" {
			r.Inform(annotation.CodeNegativeLabel, at, "%q stands for nothing: no event is made of it", strings.Join(e.Labels, ", "))
			continue
		}
		for _, l := range e.Labels {
			if gone > 0 && slices.Contains(none, l) {
				r.Inform(annotation.CodeNegativeLabel, at, "%q stands for nothing: it was taken out of an event that says more", l)
			}
		}
		e.Labels = labels
		kept = append(kept, e)
	}
	v.Events = kept
}

// Frames are how a format counts frames.
type Frames struct {
	Rate      videotune.Rational
	First     int64 // the number of the first frame: 0 or 1
	Inclusive bool  // the last frame is in a stretch
}

// Start returns when frame n begins.
func (r *Reading) Start(n int64, f Frames) (time.Duration, error) {
	t, err := annotation.FrameTime(n-f.First, f.Rate)
	return r.Time(t), err
}

// End returns the end of a stretch that ends with frame n, or before it.
func (r *Reading) End(n int64, f Frames) (time.Duration, error) {
	if f.Inclusive {
		n++
	}
	return r.Start(n, f)
}
