package vertexai

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"path"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
	"github.com/seed-57910ec4/videotune/internal/lines"
)

// MaxRows is how many rows a CSV file may have, with the files that it names. They
// are all held in memory, some 300 bytes each.
const MaxRows = 1_000_000

// maxLine is the longest row, in bytes.
const maxLine = 1 << 20

// ReadCSV reads a CSV file of AutoML Video. The option automl is required; it takes
// resolve, encoding, duration, negative_labels, uri and repair too. Videos come in the
// order of their first rows, once all rows were read. The last pair has an
// [*annotation.Error] if the file cannot be read to its end.
func ReadCSV(in videotune.Input, o *annotation.Options) iter.Seq2[*annotation.Video, error] {
	return readCSV(in, o, MaxRows)
}

// readCSV is ReadCSV of at most so many rows.
func readCSV(in videotune.Input, o *annotation.Options, most int) iter.Seq2[*annotation.Video, error] {
	return reading.Videos(annotation.FormatAutoML, in, o, func(r *reading.Reading, text *bufio.Reader, emit func(*annotation.Video) error) error {
		if r.Options.AutoML == "" {
			return r.Refuse(annotation.CodeOptionMissing, reading.At{}, `say "automl": "classification", "action" or "tracking"`,
				"the file does not say what its columns are")
		}
		t := &table{Reading: r, most: most, byURI: map[string]*rows{}}
		if err := t.read(text, annotation.SplitNone, true); err != nil {
			return err
		}
		return t.emit(emit)
	})
}

// A table is the rows of a CSV file and of the files that it names.
type table struct {
	*reading.Reading
	most   int // rows that there may be
	count  int
	videos []*rows
	byURI  map[string]*rows
}

// A row is one line, without the parts that stand before the columns.
type row struct {
	at     reading.At
	split  annotation.Split
	uri    string
	fields []string // behind the URI
}

// field returns a field behind the URI; "" if there is none.
func (w *row) field(i int) string {
	if i < len(w.fields) {
		return w.fields[i]
	}
	return ""
}

// read reads a file. split is what the file that names it says; a file that is named
// names no others.
func (t *table) read(text *bufio.Reader, split annotation.Split, top bool) error {
	in := lines.New(text, maxLine)
	for {
		line, err := in.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		w, err := t.row(line)
		if err != nil {
			return err
		}
		if w == nil {
			continue
		}
		if w.split, err = t.merge(w.at, w.split, split); err != nil {
			return err
		}
		if strings.EqualFold(path.Ext(w.uri), ".csv") {
			err = t.follow(w, top)
		} else {
			err = t.add(w)
		}
		if err != nil {
			return err
		}
	}
}

// row reads a line; nil if there is none on it.
func (t *table) row(line lines.Line) (*row, error) {
	at := reading.At{Line: line.Number, Record: line.Number}
	if line.Blank {
		return nil, nil
	}
	if line.TooLong {
		return nil, t.Refuse(annotation.CodeTooLarge, at, "", "the row has more than %d bytes", maxLine)
	}
	if t.count++; t.count > t.most {
		return nil, t.Refuse(annotation.CodeTooLarge, at, "split the file, with all rows of a video in one part", "there are more than %d rows", t.most)
	}
	fields, err := split(string(line.Bytes))
	if err != nil {
		return nil, t.Refuse(annotation.CodeSyntax, at, "", "%w", err)
	}
	for i, f := range fields {
		fields[i] = strings.TrimSpace(f)
	}
	return t.address(at, fields)
}

// split returns the fields of a line.
func split(line string) ([]string, error) {
	if !strings.Contains(line, `"`) {
		return strings.Split(line, ","), nil
	}
	fields, err := csv.NewReader(strings.NewReader(line)).Read()
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		err = parse.Err // without the place, which is that in the line
	}
	return fields, err
}

// address finds the URI, which is the first column or the second.
func (t *table) address(at reading.At, fields []string) (*row, error) {
	w := &row{at: at}
	for i, f := range fields[:min(2, len(fields))] {
		if !strings.Contains(f, "://") {
			continue
		}
		w.uri, w.fields, w.at.Video = f, fields[i+1:], f
		if i == 0 {
			return w, nil
		}
		var ok bool
		if w.split, ok = annotation.ParseSplit(fields[0]); !ok {
			return nil, t.Refuse(annotation.CodeValue, w.at, "", "ML_USE is %.50q; want training, validation, test or nothing", fields[0])
		}
		return w, nil
	}
	for _, f := range fields {
		if fold(f) == "videouri" || fold(f) == "mluse" {
			t.Warn(annotation.CodeSkipped, at, "", "the row names columns: it was left out")
			return nil, nil
		}
	}
	return nil, t.Refuse(annotation.CodeVideoMissing, at, "want ML_USE,URI,... or URI,..., with gs:// before the bucket", "neither of the first two columns is the URI of a video")
}

// merge returns the split that two places say, of which either may say nothing.
func (t *table) merge(at reading.At, a, b annotation.Split) (annotation.Split, error) {
	if a != b && a != annotation.SplitNone && b != annotation.SplitNone {
		return "", t.Refuse(annotation.CodeConflict, at, "give all rows of a video one ML_USE", "the video is put into %s here, and into %s before", a, b)
	}
	return max(a, b), nil
}
