package rows

import (
	"bufio"
	"errors"
	"io"
	"iter"
	"path"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// Read reads the rows of a file. What stands between the columns is what the option
// delimiter says or, without it, what the end of the file's name does: .tsv and .tab
// are tables with tabs, .jsonl, .ndjson and .json hold objects of JSON (one behind the
// other, or in one list), and all others are tables with commas. A name that says
// nothing, such as "-", may have objects too: no table begins with a brace. CSV whose
// first line is "sep=;" says itself what stands between.
//
// In tables, an empty cell is NULL unless the option null is set; a row with fewer cells
// than columns lacks the last ones, which is told, and one with more is refused. Cells
// may have quotes around them, with quotes in them doubled or not; a quote that does not
// end is refused.
//
// Each pair is a video, or the error that ends the reading, an [*annotation.Error]. The
// file is read while the sequence is ranged over, once.
func Read(in videotune.Input, o *annotation.Options) iter.Seq2[*annotation.Video, error] {
	return reading.Videos(annotation.FormatRows, in, o, func(r *reading.Reading, text *bufio.Reader, emit func(*annotation.Video) error) error {
		m := newMapper(r, emit)
		comma, err := delimiter(r, text)
		switch {
		case err != nil:
			return err
		case comma == "":
			err = readJSON(m, text)
		default:
			err = readTable(m, text, comma)
		}
		if err != nil {
			return err
		}
		return m.end()
	})
}

// delimiter returns what stands between the columns of a file; "" for JSON.
func delimiter(r *reading.Reading, text *bufio.Reader) (string, error) {
	first, err := start(text)
	if err != nil {
		return "", err
	}
	object := strings.HasPrefix(first, "{") || strings.HasPrefix(first, "[") && strings.HasPrefix(strings.TrimLeft(first[1:], " \t\r\n"), "{")
	ext := strings.ToLower(path.Ext(strings.ReplaceAll(r.File, `\`, "/")))
	tabled := ext == ".csv" || ext == ".tsv" || ext == ".tab"
	if r.Options.Delimiter != "" && object && !tabled {
		return "", r.Refuse(annotation.CodeOptionUnfit, reading.At{}, "leave it out", "the option delimiter is for tables, and the file holds JSON")
	}
	switch d := r.Options.Delimiter; d {
	case "":
	case "tab":
		return "\t", nil
	case `"`, "\n", "\r":
		return "", r.Refuse(annotation.CodeOptionInvalid, reading.At{}, "", "the option delimiter is %q, which cannot stand between columns", d)
	default:
		return d, nil
	}
	switch ext {
	case ".tsv", ".tab":
		if object {
			return "", isJSON(r, ext)
		}
		return "\t", nil
	case ".csv":
		if object {
			return "", isJSON(r, ext)
		}
		return ",", nil
	case ".jsonl", ".ndjson", ".json":
		if first != "" && first[0] != '{' && first[0] != '[' {
			return "", r.Refuse(annotation.CodeFormat, reading.At{}, `if it is a table, say what stands between the columns, such as delimiter: ","`,
				"it is no JSON, as its name says: it begins with %s", reading.Quote(first[:1]))
		}
		return "", nil
	}
	if object {
		return "", nil
	}
	return ",", nil
}

func isJSON(r *reading.Reading, ext string) error {
	return r.Refuse(annotation.CodeFormat, reading.At{}, "give it a name that ends in .jsonl", "it is JSON, not a table, as the %s of its name says", ext)
}

// start returns the beginning of the file without white space, as far as it is near.
func start(text *bufio.Reader) (string, error) {
	const near = 512
	head, err := text.Peek(near)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimLeft(string(head), " \t\r\n"), nil
}
