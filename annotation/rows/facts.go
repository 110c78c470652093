package rows

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// id returns the ID of the video of a row.
func (m *mapper) id(w *row) (string, error) {
	s := slotVideo
	if !w.layout.has(s) {
		s = slotURI
	}
	if !w.layout.has(s) {
		return "", m.Refuse(annotation.CodeVideoMissing, w.at, `name the column of the video: columns: {"video": "…"}`,
			"the row does not say of which video it is; there are %s", list(w.layout.names))
	}
	v := w.get(s)
	id, ok := v.plain()
	if !ok {
		return "", m.bad(w, s, "", "a video is a text or a number")
	}
	if id == "" {
		return "", m.Refuse(annotation.CodeVideoMissing, w.at, "fill in the column, or leave out the row", "%s is %s: the row does not say of which video it is", w.where(s), v)
	}
	if err := m.damaged(w, s); err != nil {
		return "", err
	}
	return id, nil
}

var (
	// exponent is what spreadsheets make of a long number.
	exponent = regexp.MustCompile(`^[0-9]([.,][0-9]+)?E\+[0-9]+$`)
	// cellErrors are what spreadsheets show in cells that they take for formulas.
	cellErrors = []string{"#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!"}
)

// damaged refuses a text that a spreadsheet put in place of the value.
func (m *mapper) damaged(w *row, s slot) error {
	v := w.get(s)
	if v.kind == text && m.Format == annotation.FormatRows && slices.Contains(cellErrors, strings.TrimSpace(v.text)) {
		return m.bad(w, s, "export the column as text from where it came first; if it stands for no value: null: ["+reading.Quote(strings.TrimSpace(v.text))+"]",
			"a spreadsheet took the value for a formula")
	}
	return nil
}

// doubt tells of an ID that looks as if a spreadsheet had rounded it.
func (m *mapper) doubt(w *row, id string) {
	if m.Format == annotation.FormatRows && exponent.MatchString(id) {
		m.Warn(annotation.CodeValue, w.at, "export the column as text from where it came first", "%s looks like a number that a spreadsheet rounded: other videos may have become the same", reading.Quote(id))
	}
}

// facts takes what a row says of its video itself. Other rows of the video may leave
// it out, and may not say anything else.
func (m *mapper) facts(w *row, p *pending) error {
	for s := slotURI; s < slotLabel; s++ {
		v := w.get(s)
		if v.kind == null || p.said[s].raw.kind == v.kind && p.said[s].raw.text == v.text && v.kind != tree {
			continue
		}
		text, set, err := m.fact(w, p, s)
		if err != nil {
			return err
		}
		if text == "" {
			continue
		}
		if before := p.said[s]; before.text == "" {
			set(&p.video)
			p.said[s] = said{v, text, w.at.Record}
		} else if before.text != text {
			return m.Refuse(annotation.CodeConflict, w.at, m.conflictHint(s),
				"%s is %s here and was %s in row %d of the same video", w.where(s), reading.Quote(text), reading.Quote(before.text), before.record)
		}
	}
	return nil
}

func (m *mapper) conflictHint(s slot) string {
	if s == slotDuration {
		return `mend one of them; if the column has the lengths of events, say so: columns: {"length": "duration"}`
	}
	return "mend one of them, or give the column no role that is of the video"
}

// fact reads a value that is of the video: the text to compare it by, "" for none,
// and how to set it.
func (m *mapper) fact(w *row, p *pending, s slot) (string, func(*annotation.Video), error) {
	switch s {
	case slotFPS:
		rate, err := m.rateOf(w)
		return rate.String(), func(v *annotation.Video) { v.FrameRate = rate }, err
	case slotDuration:
		d, err := m.durationOf(w, p)
		if d == 0 {
			return "", nil, err
		}
		return d.String(), func(v *annotation.Video) { v.Duration = d }, err
	}
	text, ok := w.get(s).plain()
	if !ok {
		return "", nil, m.bad(w, s, "", "want a text")
	}
	switch s {
	case slotURI:
		return text, func(v *annotation.Video) { v.URI = text }, nil
	case slotRecording:
		return text, func(v *annotation.Video) { v.Recording = text }, nil
	case slotLanguage:
		return text, func(v *annotation.Video) { v.Language = text }, nil
	}
	split, ok := annotation.ParseSplit(text)
	if !ok {
		return "", nil, m.bad(w, s, "want train, validation or test, or NULL", "it is no side of a dataset")
	}
	return string(split), func(v *annotation.Video) { v.Split = split }, nil
}

// rateOf reads the frame rate of a row.
func (m *mapper) rateOf(w *row) (videotune.Rational, error) {
	text, err := m.number(w.get(slotFPS))
	if err != nil {
		return videotune.Rational{}, m.bad(w, slotFPS, decimalHint(text), "%w", err)
	}
	rate, err := annotation.ParseRate(clip(text))
	if err != nil {
		return rate, m.bad(w, slotFPS, "mend it, or make it NULL where it is not known", "it is no frame rate")
	}
	return rate, nil
}

// durationOf reads the duration of the video of a row; 0 if it is not known.
func (m *mapper) durationOf(w *row, p *pending) (time.Duration, error) {
	t, mark, err := m.instant(w, p, slotDuration)
	if err != nil || mark {
		return 0, err
	}
	if t.open || t.Duration <= 0 {
		return 0, m.bad(w, slotDuration, "make it NULL where it is not known, or say that it stands for none: sentinels: [\"0\"]", "no video lasts so long")
	}
	return m.Time(t.Time), nil
}

// rate returns the frame rate of a video, as far as it is known.
func (m *mapper) rate(p *pending) (videotune.Rational, bool) {
	if p.video.FrameRate != (videotune.Rational{}) {
		return p.video.FrameRate, true
	}
	return m.Options.FPS.Of(p.video.ID, p.video.URI)
}
