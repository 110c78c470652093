// Package formats reads annotations of any format by its name. It links the readers
// of all formats; a program that knows its format can call the package of that one.
package formats

import (
	"fmt"
	"iter"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/activitynet"
	"github.com/seed-57910ec4/videotune/annotation/chat"
	"github.com/seed-57910ec4/videotune/annotation/cvat"
	"github.com/seed-57910ec4/videotune/annotation/labelstudio"
	"github.com/seed-57910ec4/videotune/annotation/rows"
	"github.com/seed-57910ec4/videotune/annotation/subtitle"
	"github.com/seed-57910ec4/videotune/annotation/vertexai"
	"github.com/seed-57910ec4/videotune/annotation/via"
)

// A ReadFunc reads a file of one format. It yields the videos in the order of the
// file; an error is an *annotation.Error, and the last pair.
type ReadFunc = func(videotune.Input, *annotation.Options) iter.Seq2[*annotation.Video, error]

// readers are the formats of files. That of sql has none: see rows.Query.
var readers = map[annotation.Format]ReadFunc{
	annotation.FormatRows:        rows.Read,
	annotation.FormatLabelStudio: labelstudio.Read,
	annotation.FormatSRT:         subtitle.ReadSRT,
	annotation.FormatWebVTT:      subtitle.ReadWebVTT,
	annotation.FormatVertex:      vertexai.Read,
	annotation.FormatAutoML:      vertexai.ReadCSV,
	annotation.FormatActivityNet: activitynet.Read,
	annotation.FormatCVAT:        cvat.Read,
	annotation.FormatVIA:         via.Read,
	annotation.FormatVIACSV:      via.ReadCSV,
	annotation.FormatChat:        chat.Read,
}

// For returns what reads files of a format. A name that is not known is an error, and
// so is sql, which reads no files.
func For(f annotation.Format) (ReadFunc, error) {
	if _, err := annotation.ParseFormat(string(f)); err != nil {
		return nil, err
	}
	read, ok := readers[f]
	if !ok {
		return nil, fmt.Errorf("annotation: the format %s reads no files", f)
	}
	return read, nil
}

// Read reads files of a format one after the other, as one sequence of videos. An
// error ends it.
func Read(f annotation.Format, files []videotune.Input, o *annotation.Options) iter.Seq2[*annotation.Video, error] {
	return func(yield func(*annotation.Video, error) bool) {
		read, err := For(f)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, in := range files {
			for v, err := range read(in, o) {
				if !yield(v, err) || err != nil {
					return
				}
			}
		}
	}
}
