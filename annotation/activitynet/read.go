package activitynet

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"iter"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// Read reads a file of the family, one video in memory at a time. It takes the options
// fps, frame_base, frame_end, duration, negative_labels, uri and repair. The last pair
// has an [*annotation.Error] if the file cannot be read to its end.
func Read(in videotune.Input, o *annotation.Options) iter.Seq2[*annotation.Video, error] {
	return reading.Videos(annotation.FormatActivityNet, in, o, func(r *reading.Reading, text *bufio.Reader, emit func(*annotation.Video) error) error {
		f := &file{Reading: r, json: jsonread.NewStream(text), emit: emit, met: reading.Places{}}
		return f.read()
	})
}

// A file is one that is being read.
type file struct {
	*reading.Reading
	json    *jsonread.Stream
	emit    func(*annotation.Video) error
	met     reading.Places
	records int  // videos so far
	left    int  // members of the file that are none
	wrapped bool // there is a database
	inside  bool // what is read is in it
	hidden  int  // videos whose annotations are kept back
	clips   int  // videos whose duration is that of a clip
}

// The members of a file that are no videos.
const (
	wrapper  = "database"
	results  = "results"
	external = "external_data" // of a file of results
)

// read reads the file.
func (f *file) read() error {
	if f.json.First() != '{' {
		return f.Refuse(annotation.CodeFormat, reading.At{}, shape, "it is no object")
	}
	_, err := f.json.Token()
	if err == nil {
		err = f.json.Members(f.member)
	}
	if err == io.EOF {
		return f.fault("the file ends within the object")
	}
	if err != nil {
		return err
	}
	if _, err := f.json.Token(); err != io.EOF {
		return f.fault("more follows behind the object")
	}
	if f.records == 0 && f.left > 0 && !f.wrapped {
		return f.Refuse(annotation.CodeFormat, reading.At{}, shape, "none of its members is a video")
	}
	f.close()
	return nil
}

// shape says what a file must be.
const shape = `want an object with the videos by ID, or one with a member "database" that is such an object`

func (f *file) fault(what string) error {
	return &jsonread.SyntaxError{Line: f.json.Line(), Err: errors.New(what)}
}

// close tells what would be too much to tell of each video.
func (f *file) close() {
	if f.hidden > 0 {
		f.Inform(annotation.CodeSkipped, reading.At{}, "%d videos of the subset testing have empty lists of annotations: they are taken for unlabelled, not for negative examples", f.hidden)
	}
	if f.clips > 0 {
		f.Warn(annotation.CodeDisagree, reading.At{}, "where the files are clips that were cut already, the times of these events do not count in them",
			"the durations of %d videos are those of their segments, which count in longer videos: these durations were left out", f.clips)
	}
}

// member reads a member of the file.
func (f *file) member(name string) error {
	if name == wrapper {
		return f.database()
	}
	line := f.json.Line()
	raw, _, err := f.json.Value()
	if err != nil {
		return err
	}
	if name == results || name == external {
		return f.Refuse(annotation.CodeFormat, reading.At{Line: line}, "read the ground truth, which has a member database, or annotations by video",
			"it is a file of results, which a model predicted")
	}
	if raw[0] != '{' {
		return f.leave(name, line)
	}
	return f.video(name, line, raw)
}

// leave leaves out a member of the file that is no video. The version and the tree of
// classes say nothing of a video.
func (f *file) leave(name string, line int) error {
	f.left++
	if name != "version" && name != "taxonomy" {
		f.Warn(annotation.CodeSkipped, reading.At{Line: line}, "", "the member %.50q is no video: it was left out", name)
	}
	return nil
}

// database reads the videos of the wrapper.
func (f *file) database() error {
	t, err := f.json.Token()
	if err != nil {
		return err
	}
	if t != json.Delim('{') {
		return f.Refuse(annotation.CodeValue, reading.At{Line: f.json.Line()}, shape, "the member database is no object")
	}
	f.wrapped, f.inside = true, true
	defer func() { f.inside = false }()
	return f.json.Members(func(id string) error {
		line := f.json.Line()
		raw, _, err := f.json.Value()
		if err != nil {
			return err
		}
		return f.video(id, line, raw)
	})
}
