package annotation

import (
	"fmt"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// A Remedy says what to do with an event that cannot be as it is.
type Remedy string

// The remedies. Each case of [Repair] has those that it can have.
const (
	RemedyDefault Remedy = ""
	RemedyClamp   Remedy = "clamp"  // move the time to the edge of the video
	RemedyDrop    Remedy = "drop"   // leave the event out
	RemedyKeep    Remedy = "keep"   // leave it as it is
	RemedySwap    Remedy = "swap"   // exchange start and end
	RemedyPoint   Remedy = "point"  // make it a point
	RemedyMerge   Remedy = "merge"  // leave out all but the first
	RemedyRefuse  Remedy = "refuse" // end reading with an error
)

// DefaultNegative is how far before its video an event may start by the rounding of
// a tool: it is clamped to 0 where [Repair].Negative is the zero value, and one that
// starts earlier is dropped.
const DefaultNegative = time.Second

// DefaultAfterEnd is how far past the end of its video a point may stand by the rounding
// of a tool: it is clamped to the end where [Repair].AfterEnd is the zero value, and one
// that stands later is dropped.
const DefaultAfterEnd = 500 * time.Millisecond

// An event that reaches to unitFactor times its video, and unitSlack past its end,
// looks as if its times were in another unit: milliseconds or frames for seconds.
const (
	unitFactor = 3
	unitSlack  = 10 * time.Second
)

// A Repair says what to do with events that cannot be as they are. The zero value
// is ready to use; each field names its own default. In public files up to 29 % of
// all events end after their videos, so that leaving them out is no default.
type Repair struct {
	PastEnd   Remedy `json:"past_end,omitempty"`  // ends after the video: clamp (default), drop, keep, refuse
	AfterEnd  Remedy `json:"after_end,omitempty"` // starts at the end of the video, or later: clamp points up to [DefaultAfterEnd] past it and drop all else (default), drop, keep, refuse
	Reversed  Remedy `json:"reversed,omitempty"`  // ends before it starts: drop (default), swap, keep, refuse
	Empty     Remedy `json:"empty,omitempty"`     // ends where it starts: point (default), drop, refuse
	Negative  Remedy `json:"negative,omitempty"`  // starts before the video: clamp up to [DefaultNegative] and drop what is earlier (default), clamp, drop, refuse
	Duplicate Remedy `json:"duplicate,omitempty"` // is equal to an earlier one: merge (default), keep, refuse
}

// repairs are the cases of a Repair: their names as options, what they can have,
// and their defaults.
var repairs = []struct {
	name   string
	get    func(*Repair) *Remedy
	choice []Remedy // the first is the default
}{
	{"past_end", func(r *Repair) *Remedy { return &r.PastEnd }, []Remedy{RemedyClamp, RemedyDrop, RemedyKeep, RemedyRefuse}},
	{"after_end", func(r *Repair) *Remedy { return &r.AfterEnd }, []Remedy{RemedyDefault, RemedyDrop, RemedyKeep, RemedyRefuse}},
	{"reversed", func(r *Repair) *Remedy { return &r.Reversed }, []Remedy{RemedyDrop, RemedySwap, RemedyKeep, RemedyRefuse}},
	{"empty", func(r *Repair) *Remedy { return &r.Empty }, []Remedy{RemedyPoint, RemedyDrop, RemedyRefuse}},
	{"negative", func(r *Repair) *Remedy { return &r.Negative }, []Remedy{RemedyDefault, RemedyClamp, RemedyDrop, RemedyRefuse}},
	{"duplicate", func(r *Repair) *Remedy { return &r.Duplicate }, []Remedy{RemedyMerge, RemedyKeep, RemedyRefuse}},
}

// Validate returns an error that names the first field with a remedy that it cannot
// have.
func (r Repair) Validate() error {
	for _, c := range repairs {
		if _, err := choose(*c.get(&r), c.choice); err != nil {
			return fmt.Errorf("annotation: repair.%s: %w", c.name, err)
		}
	}
	return nil
}

// choose returns the remedy that a value stands for.
func choose(v Remedy, choice []Remedy) (Remedy, error) {
	if v == RemedyDefault {
		return choice[0], nil
	}
	names := ""
	for _, c := range choice {
		if c == v {
			return c, nil
		}
		if c != RemedyDefault {
			names += ", " + string(c)
		}
	}
	return "", fmt.Errorf("%q is none of %s", clip(string(v)), names[2:])
}

// Apply repairs the events of v, as far as its Duration is known, sorts them, and
// calls tell for each use of a remedy; tell may be nil. It can be called again once
// the duration is known: what is good stays. An error is an [*Error]: a remedy is to
// refuse; or, unless both PastEnd and AfterEnd are set, an event reaches so far past
// the end of the video that its times must be in another unit.
func (r Repair) Apply(v *Video, tell func(Diagnostic)) error {
	if err := r.Validate(); err != nil {
		return err
	}
	chosen := r.PastEnd != RemedyDefault && r.AfterEnd != RemedyDefault
	for _, c := range repairs {
		*c.get(&r), _ = choose(*c.get(&r), c.choice)
	}
	m := mender{Repair: r, video: v, tell: tell, chosen: chosen}
	kept := v.Events[:0:0]
	for i := range v.Events {
		e := v.Events[i]
		keep, err := m.mend(&e)
		if err != nil {
			return err
		}
		if keep {
			kept = append(kept, e)
		}
	}
	v.Events = kept
	v.Sort()
	return m.merge()
}

// A mender applies a Repair whose defaults are filled in to one video.
type mender struct {
	Repair
	video  *Video
	tell   func(Diagnostic)
	chosen bool // the remedies for what lies past the end are no defaults
}

// mend repairs one event and reports whether to keep it.
func (m *mender) mend(e *Event) (keep bool, err error) {
	if e.Kind == KindWhole {
		return true, nil
	}
	if keep, err = m.order(e); !keep || err != nil {
		return keep, err
	}
	if keep, err = m.begin(e); !keep || err != nil {
		return keep, err
	}
	return m.end(e)
}

// order mends an event that ends before it starts, or where it does.
func (m *mender) order(e *Event) (keep bool, err error) {
	switch {
	case e.End < e.Start:
		if m.Reversed == RemedySwap {
			e.Start, e.End = e.End, e.Start
		}
		return m.use(m.Reversed, CodeReversed, e, "ends before it starts", "")
	case e.End == e.Start && e.Kind != KindPoint:
		if m.Empty == RemedyPoint {
			e.Kind = KindPoint
		}
		return m.use(m.Empty, CodeEmpty, e, "ends where it starts", "")
	}
	return true, nil
}

// begin mends an event that starts before its video.
func (m *mender) begin(e *Event) (keep bool, err error) {
	if e.Start >= 0 {
		return true, nil
	}
	remedy := m.Negative
	if remedy == RemedyDefault {
		remedy = RemedyClamp
		if e.Start <= -DefaultNegative {
			remedy = RemedyDrop
		}
	}
	near := e.Kind == KindPoint && e.Start > -DefaultNegative
	if remedy == RemedyClamp && e.End < 0 && !near {
		remedy = RemedyDrop // all of it lies before the video
	}
	if keep, err = m.use(remedy, CodeNegative, e, "starts before the video", ""); !keep || err != nil {
		return keep, err
	}
	e.Start, e.End = 0, max(e.End, 0)
	if e.End == 0 {
		e.Kind = KindPoint
	}
	return true, nil
}

// end mends an event that reaches past the end of its video.
func (m *mender) end(e *Event) (keep bool, err error) {
	d := m.video.Duration
	if d <= 0 {
		return true, nil
	}
	past := e.Start > d || e.Start == d && e.Kind != KindPoint
	last := e.Start
	if e.End != ToEnd {
		last = max(last, e.End)
	}
	if !m.chosen && last/unitFactor > d && last-d > unitSlack {
		_, err := m.use(RemedyRefuse, CodeUnit, e, fmt.Sprintf("reaches to more than %d times the %v of the video", unitFactor, d),
			"check the unit of the times and what they count from, or set both repair.past_end and repair.after_end")
		return false, err
	}
	switch {
	case past:
		remedy := m.AfterEnd
		if remedy == RemedyDefault {
			remedy = RemedyDrop
			if e.Kind == KindPoint && e.Start-d < DefaultAfterEnd {
				remedy = RemedyClamp
			}
		}
		keep, err = m.use(remedy, CodeAfterEnd, e, fmt.Sprintf("starts after the %v of the video", d), "")
		if remedy == RemedyClamp {
			e.Start, e.End = d, d
		}
		return keep, err
	case e.End != ToEnd && e.End > d:
		keep, err = m.use(m.PastEnd, CodePastEnd, e, fmt.Sprintf("ends %v after the video", e.End-d), "")
		if m.PastEnd == RemedyClamp {
			e.End = d
		}
		return keep, err
	}
	return true, nil
}

// merge leaves out events that stand twice. They are sorted.
func (m *mender) merge() error {
	v := m.video
	if len(v.Events) < 2 || m.Duplicate == RemedyKeep {
		return nil
	}
	seen := make(map[string]bool, len(v.Events))
	kept := v.Events[:0]
	for i := range v.Events {
		key := v.Events[i].key()
		if seen[key] {
			if _, err := m.use(m.Duplicate, CodeDuplicate, &v.Events[i], "stands there already", ""); err != nil {
				return err
			}
			continue
		}
		seen[key] = true
		kept = append(kept, v.Events[i])
	}
	clear(v.Events[len(kept):])
	v.Events = kept
	return nil
}

// use tells of the use of a remedy, and reports whether the event stays.
func (m *mender) use(remedy Remedy, code Code, e *Event, what, hint string) (keep bool, err error) {
	d := Diagnostic{Code: code, Severity: Warning, Record: e.Record, Video: m.video.ID, Hint: hint}
	d.Message = fmt.Sprintf("the event %s %s", e.describe(), what)
	if remedy == RemedyRefuse {
		d.Severity = Refusal
		if d.Hint == "" {
			d.Hint = "mend it, or choose another remedy under repair"
		}
		return false, &Error{Diagnostic: d}
	}
	d.Message += ": " + done[remedy]
	if remedy == RemedyKeep || remedy == RemedyPoint {
		d.Severity = Info
	}
	d.Left = remedy == RemedyDrop || remedy == RemedyMerge
	if remedy == RemedyDrop {
		m.video.lose(e)
	}
	if m.tell != nil {
		m.tell(d)
	}
	return !d.Left, nil
}

// done says what the remedies did.
var done = map[Remedy]string{
	RemedyClamp: "it was clamped",
	RemedyDrop:  "it was left out",
	RemedyKeep:  "it was kept as it is",
	RemedySwap:  "start and end were exchanged",
	RemedyPoint: "it is taken for a moment",
	RemedyMerge: "it was left out",
}

// lose takes note of an event that is left out.
func (v *Video) lose(e *Event) {
	v.Lost++
	v.LostSpans = append(v.LostSpans, videotune.Span{Start: min(e.Start, e.End), End: max(e.Start, e.End)})
}
