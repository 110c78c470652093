package rows

import (
	"time"

	"github.com/seed-57910ec4/videotune/annotation"
)

// shift moves an event to where it is in its file, by the offset of its row.
func (m *mapper) shift(w *row, p *pending, e *annotation.Event) error {
	d, err := m.offset(w, p)
	if err != nil || e.Kind == annotation.KindWhole {
		return err
	}
	if err := e.Shift(d); err != nil {
		return m.bad(w, slotOffset, "", "%w", err)
	}
	if !p.timed {
		p.timed, p.video.Offset = true, d
	}
	if p.several = p.several || p.video.Offset != d; p.several {
		p.video.Offset = 0
	}
	return nil
}

// offset reads where in the file of its video the times of a row count from; 0 where
// neither the row says it nor, for an event of a list, the row that has the list.
func (m *mapper) offset(w *row, p *pending) (time.Duration, error) {
	t, mark, err := m.instant(w, p, slotOffset)
	switch {
	case err == nil && !t.set && w.of != nil:
		return m.offset(w.of, p)
	case err != nil || mark || !t.set:
		return 0, err
	case t.open:
		return 0, m.bad(w, slotOffset, "", "no times count from there")
	case !m.Options.Offset.IsZero():
		return 0, m.Refuse(annotation.CodeOptionInvalid, w.at, "leave one of them out", "the option offset is set, and so is %s", w.where(slotOffset))
	}
	return m.Time(t.Time), nil
}
