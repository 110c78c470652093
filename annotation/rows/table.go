package rows

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
	"github.com/seed-57910ec4/videotune/internal/lines"
)

// maxRow is the longest row of a table, in bytes; the longest line is as long.
const maxRow = lines.DefaultMax

// A table reads rows of cells. It is no encoding/csv, which takes a quote that does
// not end for a cell that reaches to the end of the file, and says nothing.
type table struct {
	lines   *lines.Reader
	comma   string
	comment string
	line    int // of the row that was read last: its first
	last    int // its last line
	size    int // of that row
}

// readTable reads a table.
func readTable(m *mapper, text *bufio.Reader, comma string) error {
	t := &table{lines: lines.New(text, maxRow), comma: comma, comment: m.Options.Comment}
	cells, err := t.next()
	if sep, ok := separator(cells, comma); ok && err == nil {
		if m.Options.Delimiter == "" {
			t.comma = sep
		}
		cells, err = t.next()
	}
	if err == io.EOF {
		return m.Refuse(annotation.CodeFormat, reading.At{}, "", "the file has no rows")
	}
	if err != nil {
		return t.refuse(m, err)
	}
	if slices.ContainsFunc(cells, func(c string) bool { return strings.Contains(c, "\r") }) {
		return m.Refuse(annotation.CodeSyntax, reading.At{Line: t.line}, "save it with the line ends of Windows or Unix", "its lines end as those of old Macs")
	}
	named := m.Options.Header == nil || *m.Options.Header
	if err := t.header(m, cells, named); err != nil {
		return err
	}
	for record := 1; ; record++ {
		if named || record > 1 {
			if cells, err = t.next(); err == io.EOF {
				return nil
			}
		}
		if err != nil {
			return t.refuse(m, err)
		}
		if err := t.row(m, cells, reading.At{Line: t.line, Record: record}); err != nil {
			return err
		}
	}
}

// separator returns the delimiter that a first line such as "sep=;" tells spreadsheets.
func separator(cells []string, comma string) (sep string, ok bool) {
	line := strings.ToLower(strings.Join(cells, comma))
	sep, ok = strings.CutPrefix(line, "sep=")
	return sep, ok && utf8.RuneCountInString(sep) == 1 && sep != `"`
}

// header takes the names of the columns, or how many there are.
func (t *table) header(m *mapper, cells []string, named bool) error {
	for named && len(cells) > 1 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1] // a delimiter behind the last name
	}
	names := make([]string, len(cells))
	if named {
		for i, c := range cells {
			names[i] = strings.TrimSpace(c)
		}
		return m.header(names, t.line)
	}
	at := reading.At{Line: t.line}
	if len(m.Options.Columns) == 0 {
		return m.Refuse(annotation.CodeOptionMissing, at, `say it: columns: {"video": 0, "label": 1, "start_s": 2, "end_s": 3}`,
			"the file has no header, and nothing says what its %d columns hold", len(cells))
	}
	for _, role := range sortedKeys(m.Options.Columns) {
		if name := m.Options.Columns[role].Name; name != "" {
			return m.Refuse(annotation.CodeOptionInvalid, at, "give its place, counted from 0", "columns.%s is %s, and the file has no header with names", role, reading.Quote(name))
		}
	}
	return m.header(names, t.line)
}

// row takes the cells of a row.
func (t *table) row(m *mapper, cells []string, at reading.At) error {
	n := len(m.layout.names)
	values := make([]value, n)
	blank := true
	for i, c := range cells {
		empty := len(m.nulls) == 0 && strings.TrimSpace(c) == ""
		blank = blank && (empty || c == "")
		if i < n && !empty {
			values[i] = value{kind: text, text: c}
		}
		if i >= n && strings.TrimSpace(c) != "" {
			return m.Refuse(annotation.CodeSyntax, at, "put quotes around a cell that has "+reading.Quote(t.comma)+" in it, or name another with the option delimiter",
				"the row has %d cells, and there are %d columns; the first that is too much is %s", len(cells), n, reading.Quote(c))
		}
	}
	if blank {
		m.blank.add(at)
		return nil
	}
	if len(cells) < n {
		m.short.add(at)
	}
	return m.row(at, values, t.size)
}

// errUnended says that a quote opened a cell that does not end.
var errUnended = errors.New("the quote that opens a cell has no end")

// errStray says that a quote ended a cell that goes on.
var errStray = errors.New("behind the quote that ends a cell stands something else than what is between columns")

// errLong says that a row is longer than maxRow.
var errLong = fmt.Errorf("a row has over %d MB: does a quote have no end?", maxRow>>20)

// refuse makes a refusal of what next returned.
func (t *table) refuse(m *mapper, err error) error {
	at := reading.At{Line: t.line}
	switch {
	case errors.Is(err, errUnended), errors.Is(err, errStray):
		return m.Refuse(annotation.CodeSyntax, at, "double the quotes in a cell, and put one before and one behind it", "%w", err)
	case errors.Is(err, errLong), errors.Is(err, errWide):
		return m.Refuse(annotation.CodeTooLarge, at, "", "%w", err)
	}
	return err
}

// next returns the cells of the next row; io.EOF after the last.
func (t *table) next() ([]string, error) {
	line, err := t.read()
	for err == nil && (len(bytes.TrimLeft(line, " ")) == 0 || t.comment != "" && bytes.HasPrefix(line, []byte(t.comment))) {
		line, err = t.read()
	}
	t.line, t.size = t.last, len(line)
	if err != nil {
		return nil, err
	}
	rest, cells := string(line), []string(nil)
	for {
		var cell string
		if trimmed := strings.TrimLeft(rest, " "); t.comma != " " && strings.HasPrefix(trimmed, `"`) {
			rest = trimmed
		}
		if strings.HasPrefix(rest, `"`) {
			if cell, rest, err = t.quoted(rest[1:]); err != nil {
				return nil, err
			}
		} else if i := strings.Index(rest, t.comma); i >= 0 {
			cell, rest = rest[:i], rest[i:]
		} else {
			cell, rest = rest, ""
		}
		if cells = append(cells, cell); len(cells) > MaxColumns {
			return nil, errWide
		}
		if rest == "" {
			return cells, nil
		}
		rest = rest[len(t.comma):]
	}
}

// quoted reads a cell behind its opening quote, over as many lines as it has, and
// returns what follows: nothing, or the next delimiter.
func (t *table) quoted(rest string) (cell, after string, err error) {
	var b strings.Builder
	unended := errUnended
	for {
		i := strings.IndexByte(rest, '"')
		if i < 0 {
			b.WriteString(rest + "\n")
			line, err := t.read()
			if err == io.EOF {
				return "", "", unended
			}
			if err != nil {
				return "", "", err
			}
			if t.size += len(line) + 1; t.size > maxRow {
				return "", "", errLong
			}
			rest = string(line)
			continue
		}
		b.WriteString(rest[:i])
		rest = rest[i+1:]
		behind := rest
		if t.comma != " " {
			behind = strings.TrimLeft(rest, " ")
		}
		switch {
		case strings.HasPrefix(rest, `"`):
			rest = rest[1:]
		case behind == "" || strings.HasPrefix(behind, t.comma):
			return b.String(), behind, nil
		case strings.HasSuffix(b.String(), t.comma) || strings.HasSuffix(b.String(), "\n"):
			return "", "", errUnended // the quote opens another cell
		default:
			unended = errStray
		}
		b.WriteByte('"') // one that was doubled, or one that should be
	}
}

// read returns the next line, without its end.
func (t *table) read() ([]byte, error) {
	l, err := t.lines.Next()
	if err != nil {
		return nil, err
	}
	t.last = l.Number
	if l.TooLong {
		return nil, errLong
	}
	return l.Bytes, nil
}
