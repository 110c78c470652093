package rows

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// An instant is a time that a row has, or that it lacks.
type instant struct {
	annotation.Time
	set  bool
	open bool // the end of the video, wherever that is
}

// A stretch is what the columns of a row say of when an event is.
type stretch struct {
	start, end, length instant
	marks, given       int // values that are sentinels, and all that are not NULL
}

// A when is when an event is.
type when struct {
	kind       annotation.Kind
	start, end time.Duration
}

// when reads the times of an event or, where these are NULL, its frames. ok is false
// if they stand for no event. apart says that frames are there and were not used.
func (m *mapper) when(w *row, p *pending) (t when, ok, apart bool, err error) {
	times, err := m.stretch(w, p, slotStart)
	if err != nil {
		return t, false, false, err
	}
	if w.get(slotStart).kind == null {
		if times, err = m.frames(w, p, times); err != nil {
			return t, false, false, err
		}
	} else {
		apart = true
		if err := m.compare(w, p, times); err != nil {
			return t, false, false, err
		}
	}
	if times.given > 0 && times.marks == times.given {
		return t, false, apart, nil
	}
	for _, i := range []instant{times.start, times.end, times.length} {
		m.Time(i.Time)
	}
	t, err = m.settle(w, times)
	return t, true, apart, err
}

// frames reads the frames of a row that has no start as a time. How long it is may be a
// time all the same, and so may its end.
func (m *mapper) frames(w *row, p *pending, times stretch) (stretch, error) {
	s, err := m.stretch(w, p, slotStartFrame)
	if err != nil || times.given == 0 {
		return s, err
	}
	if !s.end.set {
		s.end = times.end
	}
	if !s.length.set {
		s.length = times.length
	}
	s.marks, s.given = s.marks+times.marks, s.given+times.given
	return s, nil
}

// stretch reads the three values that begin with a slot.
func (m *mapper) stretch(w *row, p *pending, first slot) (s stretch, err error) {
	for i, to := range []*instant{&s.start, &s.end, &s.length} {
		slot := first + slot(i)
		if w.get(slot).kind == null {
			continue
		}
		mark := false
		if *to, mark, err = m.instant(w, p, slot); err != nil {
			return s, err
		}
		s.given++
		if mark {
			s.marks++
		}
	}
	if s.start.open {
		return s, m.bad(w, first, "", "no event starts there")
	}
	return s, nil
}

// settle makes one of start, end and length.
func (m *mapper) settle(w *row, s stretch) (when, error) {
	t := when{kind: annotation.KindSegment, start: s.start.Duration, end: s.end.Duration}
	switch {
	case !s.start.set && (s.end.set || s.length.set):
		return t, m.Refuse(annotation.CodeValue, w.at, "fill in the start, such as 0, or make both NULL for the whole video", "there is an end, and no start")
	case !s.start.set:
		return when{kind: annotation.KindWhole}, nil
	case !s.end.set && !s.length.set:
		return when{annotation.KindPoint, t.start, t.start}, nil
	case s.end.open || !s.end.set && s.length.open:
		t.end = annotation.ToEnd
		return t, nil
	}
	if s.length.set && !s.length.open {
		end := t.start + s.length.Duration
		if (end < t.start) != (s.length.Duration < 0) || end == annotation.ToEnd {
			return t, m.Refuse(annotation.CodeValue, w.at, "", "start and length: %w", annotation.ErrRange)
		}
		if !s.end.set {
			t.end = end
		} else if d := end - t.end; d.Abs() > time.Millisecond { // less is rounding
			m.Warn(annotation.CodeDisagree, w.at, "", "start and length end at %v, and the end is %v: the end was taken", end, t.end)
		}
	}
	return t, nil
}

// compare compares times with the frames of the same row, as far as these can be read.
func (m *mapper) compare(w *row, p *pending, times stretch) error {
	start, end := w.get(slotStartFrame), w.get(slotEndFrame)
	if start.kind == null && end.kind == null {
		return nil
	}
	rate, ok := m.rate(p)
	if o := &m.Options; !ok || o.Base == annotation.BaseUnset || end.kind != null && o.FrameEnd == "" {
		if !m.apart {
			m.apart = true
			m.Inform(annotation.CodeDisagree, w.at, "times and frames are both there: the times are taken; fps, frame_base and frame_end are not all known to compare them")
		}
		return nil
	}
	frames, err := m.stretch(w, p, slotStartFrame)
	if err != nil {
		return err
	}
	one, err := annotation.FrameTime(1, rate)
	if err != nil {
		return err
	}
	for _, c := range []struct {
		what string
		t, f instant
	}{{"start", times.start, frames.start}, {"end", times.end, frames.end}} {
		if c.t.set && c.f.set && !c.t.open && !c.f.open && distance(c.t.Duration, c.f.Duration) > one.Duration {
			m.Warn(annotation.CodeDisagree, w.at, "check the frame rate", "the %s is %v, and its frame is at %v: the time was taken", c.what, c.t.Duration, c.f.Duration)
			break
		}
	}
	return nil
}

// distance returns how far two times are from each other, or the most that can be said.
func distance(a, b time.Duration) time.Duration {
	if d := a - b; (d < 0) == (a < b) {
		return d.Abs()
	}
	return math.MaxInt64
}

// instant reads a time or the number of a frame. One that is a sentinel is not set.
func (m *mapper) instant(w *row, p *pending, s slot) (t instant, mark bool, err error) {
	v, unit := w.get(s), w.layout.unit[s]
	switch {
	case v.kind == null:
		return t, false, nil
	case m.isMark(v):
		return t, true, nil
	case v.infinite():
		return instant{set: true, open: true}, false, nil
	case v.kind == moment:
		return t, false, m.bad(w, s, "make it the seconds from the start of the video, in SQL: EXTRACT(EPOCH FROM event_time - video_start)", "it is a date, and no time of the video")
	case v.kind != text && v.kind != number:
		return t, false, m.bad(w, s, "", "it is %s, and no time", kinds[v.kind])
	case unit == annotation.UnitFrames:
		t.Time, err = m.frame(w, p, s)
		t.set = true
		return t, false, err
	case unit == annotation.UnitNone:
		unit = m.Options.TimeUnit
	}
	if unit == annotation.UnitNone {
		return t, false, m.noUnit(w, s)
	}
	if t.Time, err = m.parse(v, unit); err != nil {
		return t, false, m.bad(w, s, timeHint(v.text, unit), "%w", cause(err))
	}
	t.set = true
	return t, false, nil
}

// noUnit refuses a time whose unit is not known.
func (m *mapper) noUnit(w *row, s slot) error {
	example := "s"
	if strings.Contains(w.get(s).text, ":") {
		example = "clock"
	}
	return m.Refuse(annotation.CodeOptionMissing, w.at,
		fmt.Sprintf("say it for all such columns, time_unit: %q (or s, ms, us, clock), or for this one: columns: {\"%s_ms\": %s}", example, slots[s], reading.Quote(w.layout.name(w.layout.column[s]))),
		"%s is %s, and nothing says in which unit", w.where(s), w.get(s))
}

// longest is the longest text that is looked at as a time or a number, in bytes.
const longest = 100

// parse reads a time.
func (m *mapper) parse(v value, unit annotation.Unit) (annotation.Time, error) {
	if unit == annotation.UnitClock {
		if v.kind == number {
			return annotation.Seconds(v.text)
		}
		if len(v.text) > longest {
			return annotation.Time{}, annotation.ErrNotTime
		}
		return annotation.Clock(v.text)
	}
	text, err := m.number(v)
	if err != nil {
		return annotation.Time{}, err
	}
	return unit.Parse(text)
}

var errDecimal = errors.New("it has the other decimal sign")

// number returns the text of a number with a decimal point. What is no number at all
// is told by those who read it.
func (m *mapper) number(v value) (string, error) {
	if v.kind != text {
		return v.text, nil
	}
	s := strings.TrimSpace(v.text)
	switch comma := m.Options.Decimal == ","; {
	case len(s) > longest:
		return "", annotation.ErrNotTime
	case comma && strings.Contains(s, "."), !comma && strings.Contains(s, ","):
		return s, errDecimal
	case comma:
		return strings.Replace(s, ",", ".", 1), nil
	}
	return s, nil
}

// cause returns an error without the text that is quoted already.
func cause(err error) error {
	var t *annotation.TimeError
	if errors.As(err, &t) {
		return t.Err
	}
	return err
}

// timeHint says what to do about a text that is no time.
func timeHint(text string, unit annotation.Unit) string {
	if strings.Contains(text, ":") && unit != annotation.UnitClock {
		return `if it is a time of the clock: time_unit: "clock"`
	}
	return decimalHint(text)
}

func decimalHint(text string) string {
	if strings.Contains(text, ",") {
		return `if the comma is a decimal sign: decimal: ","`
	}
	return "mend it; if it stands for no value, say so with the option null"
}

// maxFrame is the largest number of a frame: the largest whole number that a float
// holds without a gap.
const maxFrame = 1 << 53

// frame reads the number of a frame, or of frames.
func (m *mapper) frame(w *row, p *pending, s slot) (t annotation.Time, err error) {
	text, err := m.number(w.get(s))
	if err != nil {
		return t, m.bad(w, s, decimalHint(text), "%w", err)
	}
	whole, fraction, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || strings.Trim(fraction, "0") != "" || n > maxFrame || n < -maxFrame {
		return t, m.bad(w, s, "", "it is no number of a frame")
	}
	rate, ok := m.rate(p)
	if !ok {
		return t, m.Refuse(annotation.CodeRateMissing, w.at, `say it: fps: 25 (or "30000/1001", or an object of rates by video), or in a column: columns: {"fps": "…"}`,
			"%s is a frame, and the frame rate of the video is not known", w.where(s))
	}
	if s != slotLengthFrame && s != slotDuration && s != slotOffset {
		if err := m.frameOptions(w, s); err != nil {
			return t, err
		}
		n -= m.Options.Base.First()
	}
	if s == slotEndFrame && m.Options.FrameEnd == annotation.FrameInclusive {
		n++
	}
	if t, err = annotation.FrameTime(n, rate); err != nil {
		return t, m.bad(w, s, "", "%w", cause(err))
	}
	return t, nil
}

// frameOptions refuses frames that are not said to be counted in one way.
func (m *mapper) frameOptions(w *row, s slot) error {
	if m.Options.Base == annotation.BaseUnset {
		return m.Refuse(annotation.CodeOptionMissing, w.at, "say the number of a video's first frame: frame_base: 0, or 1",
			"%s is a frame, and nothing says whether they are counted from 0 or from 1", w.where(s))
	}
	if s == slotEndFrame && m.Options.FrameEnd == "" {
		return m.Refuse(annotation.CodeOptionMissing, w.at, `say whether an event has its last frame: frame_end: "inclusive", or "exclusive"`,
			"%s is a frame, and nothing says whether it is still in the event", w.where(s))
	}
	return nil
}

// A sentinel is a value of a time that stands for none.
type sentinel struct {
	text   string
	number time.Duration // of as many seconds
	ok     bool
}

func sentinels(texts []string) (list []sentinel) {
	for _, text := range texts {
		t, err := annotation.Seconds(text)
		list = append(list, sentinel{strings.TrimSpace(text), t.Duration, err == nil && !t.Rounded})
	}
	return list
}

// isMark reports whether a value is a sentinel: -1 is -1.0 too.
func (m *mapper) isMark(v value) bool {
	if len(m.marks) == 0 || v.kind == tree {
		return false
	}
	s := strings.TrimSpace(v.text)
	n, err := m.number(v)
	t, bad := annotation.Seconds(n)
	for _, mark := range m.marks {
		if mark.text == s || mark.ok && err == nil && bad == nil && !t.Rounded && mark.number == t.Duration {
			return true
		}
	}
	return false
}
