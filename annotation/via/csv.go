package via

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"io"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
	"github.com/seed-57910ec4/videotune/internal/lines"
)

// ReadCSV returns the videos of a CSV file, in the order of their first rows, once all
// of it is read. o may be nil. The last pair may be an [*annotation.Error]; what was
// left out or repaired goes to o.OnDiagnostic.
func ReadCSV(in videotune.Input, o *annotation.Options) iter.Seq2[*annotation.Video, error] {
	return reading.Videos(annotation.FormatVIACSV, in, o, func(r *reading.Reading, text *bufio.Reader, emit func(*annotation.Video) error) error {
		t := &table{
			source: source{Reading: r, attributes: map[string]*attribute{}},
			byFile: map[string]*video{},
		}
		if err := t.read(text); err != nil {
			return err
		}
		return t.emit(emit)
	})
}

// The columns of the two files.
var (
	fullColumns    = []string{"file_list", "flags", "temporal_coordinates", "spatial_coordinates", "metadata"}
	segmentColumns = []string{"file_list", "temporal_segment_start", "temporal_segment_end", "metadata"}
)

// A table is a CSV file that is being read.
type table struct {
	source
	columns []string
	byFile  map[string]*video // by the cell of their files; nil for what is no video
	record  int
}

// read reads the whole file. VIA writes no line breaks within cells.
func (t *table) read(text *bufio.Reader) error {
	in := lines.New(text, 0)
	for {
		l, err := in.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		at := reading.At{Line: l.Number}
		switch {
		case l.TooLong:
			return t.Refuse(annotation.CodeTooLarge, at, "", "the line has more than %d bytes", lines.DefaultMax)
		case l.Blank:
			continue
		case l.Bytes[0] == '#':
			err = t.comment(string(l.Bytes), at)
		default:
			err = t.row(string(l.Bytes), at)
		}
		if err != nil {
			return err
		}
	}
	if t.columns == nil {
		return t.noHeader(reading.At{})
	}
	return nil
}

func (t *table) noHeader(at reading.At) error {
	return t.Refuse(annotation.CodeFormat, at, "rows of other files are read as rows", "it is no CSV file of VIA 3: it has no line that begins with # CSV_HEADER =")
}

// comment reads a line of the header.
func (t *table) comment(line string, at reading.At) error {
	if strings.HasPrefix(line, "#filename,") {
		return t.Refuse(annotation.CodeFormat, at, "VIA 2 is for images; open the videos in VIA 3", "it is a CSV file of VIA 2, not 3")
	}
	name, text, ok := strings.Cut(strings.TrimSpace(line[1:]), "=")
	switch name = strings.TrimSpace(name); {
	case !ok:
	case name == "CSV_HEADER":
		return t.header(text, at)
	case name == "ATTRIBUTE":
		return t.define(text, at)
	}
	return nil
}

// header reads the names of the columns.
func (t *table) header(text string, at reading.At) error {
	t.columns = strings.Split(text, ",")
	for i, c := range t.columns {
		t.columns[i] = strings.TrimSpace(c)
	}
	need := fullColumns
	if t.bare = slices.Contains(t.columns, "temporal_segment_start"); t.bare {
		need = segmentColumns
	}
	for _, c := range need {
		if !slices.Contains(t.columns, c) {
			return t.Refuse(annotation.CodeColumn, at, "", "the header has no column %s", c)
		}
	}
	return nil
}

// define reads what the attributes are.
func (t *table) define(text string, at reading.At) error {
	all, err := jsonread.DecodeObject(json.RawMessage(text))
	if err != nil {
		return t.Refuse(annotation.CodeSyntax, at, "", "ATTRIBUTE: %w", err)
	}
	for _, id := range slices.Sorted(maps.Keys(all)) {
		o, err := jsonread.AsObject(all[id])
		if err == nil {
			t.attributes[id], err = newAttribute(o)
		}
		if err != nil {
			return t.Refuse(annotation.CodeValue, at, "", "ATTRIBUTE: %w", err)
		}
		t.override(t.attributes[id])
	}
	return nil
}

// override takes the options of an attribute from attribute_options.
func (t *table) override(a *attribute) {
	if options, ok := t.Options.AttributeOptions[a.name]; ok {
		a.options, a.given = options, true
	}
}

// row reads one annotation.
func (t *table) row(line string, at reading.At) error {
	if t.columns == nil {
		return t.noHeader(at)
	}
	t.record++
	at.Record = t.record
	if err := t.count(at); err != nil {
		return err
	}
	list, err := csv.NewReader(strings.NewReader(line)).Read()
	if err != nil {
		why := err.Error()
		if e, ok := err.(*csv.ParseError); ok {
			why = e.Err.Error()
		}
		return t.Refuse(annotation.CodeSyntax, at, "", "it is broken CSV: %s", why)
	}
	if len(list) != len(t.columns) {
		return t.Refuse(annotation.CodeSyntax, at, "", "the row has %d cells, the header %d", len(list), len(t.columns))
	}
	cells := make(map[string]string, len(list))
	for i, c := range t.columns {
		cells[c] = strings.TrimSpace(list[i])
	}
	v, err := t.videoOf(cells["file_list"], at)
	if err != nil || v == nil {
		return err
	}
	at.Video = v.ID
	e, err := t.entry(cells, at)
	if err != nil {
		return err
	}
	if deleted(cells["flags"]) {
		t.Warn(annotation.CodeSkipped, at, "", "it is marked as deleted: it was left out")
		return nil
	}
	v.entries = append(v.entries, e)
	return nil
}

// entry returns the annotation of a row.
func (t *table) entry(cells map[string]string, at reading.At) (entry, error) {
	var values [3]any // times, coordinates, attributes
	for i, c := range []string{"temporal_coordinates", "spatial_coordinates", "metadata"} {
		if cells[c] == "" {
			continue
		}
		v, err := jsonread.Decode(json.RawMessage(cells[c]))
		if err != nil {
			return entry{}, t.Refuse(annotation.CodeValue, at, "", "%s is no JSON: %w", c, err)
		}
		values[i] = v
	}
	region := false
	if t.bare {
		var z []any
		for _, c := range []string{"temporal_segment_start", "temporal_segment_end"} {
			if cells[c] != "" {
				z = append(z, cells[c])
			}
		}
		region = len(z) == 1
		values[0] = z
	}
	e, err := newEntry(values[0], values[1], values[2], at)
	if err != nil {
		return e, t.Refuse(annotation.CodeValue, at, "", "%w", err)
	}
	e.spatial = e.spatial || region
	if t.bare {
		for _, v := range e.values {
			if t.attributes[v.key] == nil {
				a := &attribute{name: v.key}
				t.override(a)
				t.attributes[v.key] = a
			}
		}
	}
	return e, nil
}

// Endings of files that are no videos, as VIA itself tells them.
var (
	imageFiles = []string{".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp"}
	audioFiles = []string{".mp3", ".wav", ".oga", ".flac", ".m4a"}
)

// videoOf returns the video of a cell with files; nil if it is left out.
func (t *table) videoOf(cell string, at reading.At) (*video, error) {
	if v, ok := t.byFile[cell]; ok {
		return v, nil
	}
	files, err := jsonread.Decode(json.RawMessage(cell))
	list, ok := files.([]any)
	if err != nil || !ok {
		return nil, t.Refuse(annotation.CodeValue, at, "", "file_list is %.80q: want a list of names as JSON", cell)
	}
	t.byFile[cell] = nil
	if len(list) != 1 {
		t.Warn(annotation.CodeUnsupported, at, "", "the view of %.200s shows %d files: it was left out with all its annotations", cell, len(list))
		return nil, nil
	}
	name, _ := jsonread.Text(list[0])
	switch ext := strings.ToLower(path.Ext(name)); {
	case name == "":
		return nil, t.Refuse(annotation.CodeVideoMissing, at, "", "file_list does not say of which video it is: %.80s", cell)
	case slices.Contains(imageFiles, ext):
		t.skipped[0]++
		return nil, nil
	case slices.Contains(audioFiles, ext):
		t.skipped[1]++
		return nil, nil
	}
	v := &video{Video: annotation.Video{ID: name, URI: name}}
	t.byFile[cell] = v
	t.videos = append(t.videos, v)
	return v, nil
}
