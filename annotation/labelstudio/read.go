package labelstudio

import (
	"bufio"
	"iter"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// Read returns the videos of an export, in its order, one at a time: the annotations
// of one task are held in memory. o may be nil. The last pair may be an
// [*annotation.Error]; what was left out or repaired goes to o.OnDiagnostic.
func Read(in videotune.Input, o *annotation.Options) iter.Seq2[*annotation.Video, error] {
	return reading.Videos(annotation.FormatLabelStudio, in, o, func(r *reading.Reading, text *bufio.Reader, emit func(*annotation.Video) error) error {
		f := &file{Reading: r, emit: emit, seen: map[string]bool{}, controls: map[string]bool{}}
		if err := f.configure(); err != nil {
			return err
		}
		if err := jsonread.NewStream(text).Elements(f.record); err != nil {
			return err
		}
		return f.close()
	})
}

// A file is one file that is being read.
type file struct {
	*reading.Reading
	emit   func(*annotation.Video) error
	config *config // of the option label_config

	hookXML    string // the label_config of the last webhook payload
	hookConfig *config

	pending *task           // whose annotations may go on in the next record
	seen    map[string]bool // the IDs of the tasks before it

	controls map[string]bool // that gave labels or choices

	predictions, drafts int
	boxes               int // regions that have them
	others              int // regions whose labels do not come from label_from
}

// add takes a task, of which later records may hold more annotations.
func (f *file) add(t *task) error {
	p := f.pending
	if p == nil || p.at.Video != t.at.Video {
		if err := f.flush(); err != nil {
			return err
		}
		f.pending = t
		return nil
	}
	if p.uri != t.uri {
		return f.Refuse(annotation.CodeConflict, t.at, "tasks of several projects need ids of their own",
			"the task has the video %s, in the record before %s", reading.Quote(t.uri), reading.Quote(p.uri))
	}
	p.annotations = append(p.annotations, t.annotations...)
	return nil
}

// flush emits the task that is pending.
func (f *file) flush() error {
	t := f.pending
	if t == nil {
		return nil
	}
	f.pending = nil
	if f.seen[t.at.Video] {
		return f.Refuse(annotation.CodeAdjacent, t.at, "put the records of one task one behind the other; the option annotations then says which of them count",
			"the task was read before, and others since")
	}
	f.seen[t.at.Video] = true
	v, err := f.video(t)
	if err != nil {
		return err
	}
	return f.emit(v)
}

// close emits the last task and tells what is known only at the end.
func (f *file) close() error {
	if err := f.flush(); err != nil {
		return err
	}
	if f.predictions > 0 {
		f.Inform(annotation.CodeSkipped, reading.At{}, "left out: %s", words.Count(f.predictions, "prediction"))
	}
	if f.drafts > 0 {
		f.Inform(annotation.CodeSkipped, reading.At{}, "left out: %s", words.Count(f.drafts, "draft"))
	}
	if f.boxes > 0 {
		f.Inform(annotation.CodeUnsupported, reading.At{}, "left out: the boxes of %s; a track says when an object is seen, not where", words.Count(f.boxes, "region"))
	}
	from := f.Options.LabelFrom
	if f.others > 0 && f.controls[from] {
		f.Inform(annotation.CodeSkipped, reading.At{}, "%s without a value of %s, which label_from names: the labels are those of other controls", words.Count(f.others, "region"), reading.Quote(from))
	}
	if from != "" && !f.controls[from] && len(f.controls) > 0 {
		var names []string
		for name := range f.controls {
			names = append(names, reading.Quote(name))
		}
		slices.Sort(names)
		return f.Refuse(annotation.CodeOptionInvalid, reading.At{}, "labels come from "+strings.Join(names, ", "),
			"nothing in the file comes from the control that label_from names, %s", reading.Quote(from))
	}
	return nil
}
