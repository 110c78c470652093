package rows

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
	"github.com/seed-57910ec4/videotune/internal/nearest"
)

// A mapper makes videos of rows, whatever they came from.
type mapper struct {
	*reading.Reading
	grouper
	scheme scheme
	layout *layout // of the last row
	list   *layout // of the last object in a list of events
	nulls  map[string]bool
	marks  []sentinel

	missing   map[string]bool // roles whose columns were not seen yet, where every row has columns of its own
	saidWhat  bool            // some row had a column for what is to be seen
	timed     bool            // some row had a column for times or a list of events
	names     []string        // the columns of the first row, where every row has columns of its own
	otherwise string          // a column without a role, where no row had
	hinted    map[string]bool
	apart     bool // it was told that frames were not compared with times
	short     tally
	blank     tally
}

// A tally counts what is told once.
type tally struct {
	n     int
	first reading.At
}

func (t *tally) add(at reading.At) {
	if t.n++; t.n == 1 {
		t.first = at
	}
}

// newMapper returns the mapper of a reading whose videos go to emit.
func newMapper(r *reading.Reading, emit func(*annotation.Video) error) *mapper {
	m := &mapper{Reading: r, scheme: scheme{columns: r.Options.Columns}, nulls: map[string]bool{}, hinted: map[string]bool{}}
	m.grouper = newGrouper(r, emit)
	for _, text := range r.Options.Null {
		m.nulls[strings.TrimSpace(text)] = true
	}
	m.marks = sentinels(r.Options.Sentinels)
	return m
}

// A row is a record of the source, or an object in a list of events.
type row struct {
	at     reading.At
	layout *layout
	values []value
	of     *row // which has it in its list of events; nil for a record
}

func (w *row) get(s slot) value {
	if i := w.layout.column[s]; i >= 0 && i < len(w.values) {
		return w.values[i]
	}
	return value{}
}

// where names the column of a slot in a message.
func (w *row) where(s slot) string {
	name := w.layout.name(w.layout.column[s])
	if strings.HasPrefix(strings.ToLower(name), slots[s]) {
		return clip(name)
	}
	return fmt.Sprintf("%s (%s)", clip(name), slots[s])
}

// bad refuses the value of a slot.
func (m *mapper) bad(w *row, s slot, hint, format string, args ...any) error {
	return m.Refuse(annotation.CodeValue, w.at, hint, "%s is %s: %w", w.where(s), w.get(s), fmt.Errorf(format, args...))
}

// header takes the names of the columns of all rows to come. Those of a table must
// have all that is mapped.
func (m *mapper) header(names []string, line int) error {
	at := reading.At{Line: line}
	missing, err := m.columns(names, at)
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		return m.noColumn(names, at, missing[0])
	}
	l := m.layout
	if !l.has(slotVideo, slotURI) {
		return m.noColumn(names, at, "video")
	}
	if !l.has(slotLabel, slotText, slotEvents) && len(l.rest) > 0 {
		return m.noColumn(names, at, "label")
	}
	m.saidWhat = true
	if err := m.lengths(names, at); err != nil {
		return err
	}
	if !l.has(startSlots...) && !l.has(slotEvents) {
		if option := m.timeOption(); option != "" {
			return m.noTimes(at, option, names)
		}
	}
	m.hintTimes(l, at)
	return nil
}

// members takes the names of the columns of the next row only.
func (m *mapper) members(names []string, at reading.At) error {
	if m.layout != nil && slices.Equal(m.layout.names, names) {
		return nil
	}
	first := m.layout == nil
	missing, err := m.columns(names, at)
	if err != nil {
		return err
	}
	if first {
		m.missing = map[string]bool{}
		for role := range m.scheme.columns {
			m.missing[role] = true
		}
	}
	for role := range m.missing {
		if !slices.Contains(missing, role) {
			delete(m.missing, role)
		}
	}
	if l := m.layout; l.has(slotLabel, slotText, slotEvents) {
		m.saidWhat = true
	} else if len(l.rest) > 0 && m.otherwise == "" {
		m.otherwise = l.attrs[0]
	}
	m.timed = m.timed || m.layout.has(startSlots...) || m.layout.has(slotEvents, slotDuration)
	if m.names == nil {
		m.names = names
	}
	if err := m.lengths(names, at); err != nil {
		return err
	}
	m.hintTimes(m.layout, at)
	return nil
}

// columns lays out columns.
func (m *mapper) columns(names []string, at reading.At) (missing []string, err error) {
	l, missing, err := m.scheme.layout(names)
	if err == errWide {
		return nil, m.Refuse(annotation.CodeTooLarge, at, "", "%w", err)
	}
	var both *bothError
	if errors.As(err, &both) {
		return nil, m.Refuse(annotation.CodeOptionMissing, at, both.hint(), "%w", err)
	}
	if err != nil {
		return nil, m.Refuse(annotation.CodeOptionMissing, at, "mend the option columns", "%w", err)
	}
	m.layout = l
	if m.Options.Strict && len(l.rest) > 0 {
		return nil, m.Refuse(annotation.CodeUnsupported, at, "give it a role under columns, leave it out of the source, or leave out strict",
			"the column %s has no role, and the option strict is set", reading.Quote(l.attrs[0]))
	}
	return missing, nil
}

// noColumn refuses a table without a column for a role.
func (m *mapper) noColumn(names []string, at reading.At, role string) error {
	wanted, mapped := m.scheme.columns[role]
	what := "no column has the role " + role
	switch {
	case mapped && wanted.Name == "":
		what = fmt.Sprintf("there is no column %d (%s), counted from 0", wanted.Index, role)
	case mapped:
		what = fmt.Sprintf("there is no column %s (%s)", reading.Quote(wanted.Name), role)
	case role == "label":
		what = "no column has the role label, text or events"
	}
	return m.Refuse(annotation.CodeColumn, at, m.columnHint(names, role, wanted.Name), "%s; there are %s", what, list(names))
}

// columnHint says what to do about a column that is not there.
func (m *mapper) columnHint(names []string, role, wanted string) string {
	if len(names) == 1 && m.Format == annotation.FormatRows {
		for _, d := range []struct{ char, name string }{{";", ";"}, {"\t", "tab"}, {"|", "|"}, {",", ","}} {
			if strings.Contains(names[0], d.char) {
				return fmt.Sprintf("say what stands between the columns: delimiter: %q", d.name)
			}
		}
	}
	if wanted == "" {
		hint := fmt.Sprintf("name it: columns: {%q: \"…\"}", role)
		if m.Format == annotation.FormatRows {
			hint += "; if the first line names no columns, header: false, and columns by their places from 0"
		}
		return hint
	}
	short := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return len(name) > longest })
	return "name one that is there" + nearest.DidYouMean("", nearest.Word(strings.ToLower(wanted), short))
}

// list lists the names of columns.
func list(names []string) string {
	const mostNames = 20
	var quoted []string
	for i, name := range names {
		if i == mostNames {
			quoted = append(quoted, fmt.Sprintf("and %d more", len(names)-i))
			break
		}
		quoted = append(quoted, reading.Quote(name))
	}
	if len(quoted) == 0 {
		return "none"
	}
	return strings.Join(quoted, ", ")
}

// row takes a row of the columns that were told last; size is about what it holds,
// in bytes.
func (m *mapper) row(at reading.At, values []value, size int) error {
	m.dropNulls(values)
	w := &row{at: at, layout: m.layout, values: values}
	id, err := m.id(w)
	if err != nil {
		return err
	}
	w.at.Video = id
	p, err := m.open(id, w.at, size)
	if err != nil {
		return err
	}
	if !p.known {
		p.known = true
		m.doubt(w, id)
	}
	if err := m.facts(w, p); err != nil {
		return err
	}
	if err := m.event(w, p); err != nil {
		return err
	}
	return m.events(w, p)
}

// dropNulls makes the texts that stand for no value none.
func (m *mapper) dropNulls(values []value) {
	if len(m.nulls) == 0 {
		return
	}
	for i, v := range values {
		if v.kind == text && m.nulls[strings.TrimSpace(v.text)] {
			values[i] = value{}
		}
	}
}

// end takes the end of the source.
func (m *mapper) end() error {
	if err := m.flush(); err != nil {
		return err
	}
	for _, role := range sortedKeys(m.missing) {
		return m.Refuse(annotation.CodeColumn, reading.At{}, "name one that is there",
			"no record has the member %s (%s)", reading.Quote(m.scheme.columns[role].Name), role)
	}
	if !m.saidWhat && m.otherwise != "" {
		return m.Refuse(annotation.CodeColumn, reading.At{}, `name it: columns: {"label": "…"}`,
			"no record has a member for label, text or events; there is %s", reading.Quote(m.otherwise))
	}
	if option := m.timeOption(); option != "" && m.names != nil && !m.timed {
		return m.noTimes(reading.At{}, option, m.names)
	}
	if m.short.n > 0 {
		m.Warn(annotation.CodeSyntax, m.short.first, "", "rows with fewer cells than there are columns: %d; the missing cells are taken for NULL", m.short.n)
	}
	if m.blank.n > 0 {
		m.Warn(annotation.CodeSkipped, m.blank.first, "", "rows without any value, which were left out: %d", m.blank.n)
	}
	return nil
}
