package task

import (
	"cmp"
	"slices"
	"strings"
)

// Caption asks for timed cues: what is said, and the sounds that matter, in square
// brackets. The zero value asks for captions in whole seconds, in the language that is
// spoken.
type Caption struct {
	Instructions string `json:"instructions,omitempty"` // how to caption; "" for a general sentence
	Unit         Unit   `json:"unit,omitempty"`         // of the times
	Language     string `json:"language,omitempty"`     // of the cues, for the prompt
	Fence        bool   `json:"fence,omitempty"`        // answers stand in a code fence
}

// A CaptionAnswer is the answer of [Caption]. The zero value says that nothing is
// heard.
type CaptionAnswer struct {
	Cues []Cue `json:"cues"` // in the order of the start
}

// A Cue is a stretch in which a text is shown.
type Cue struct {
	Start Time   `json:"start"`
	End   Time   `json:"end"` // after the start
	Text  string `json:"text" jsonschema:"minLength=1" jsonschema_description:"what is said; a sound stands in square brackets"`
}

// NonVerbal reports whether the cue is a sound and no speech: all of its text stands
// in brackets, as in "[applause]" and "(door slams)", or between notes, as in
// "♪ slow piano ♪".
func (c *Cue) NonVerbal() bool {
	text := strings.TrimSpace(c.Text)
	for _, pair := range [...][2]string{{"[", "]"}, {"(", ")"}, {"♪", "♪"}} {
		inner, begins := strings.CutPrefix(text, pair[0])
		inner, ends := strings.CutSuffix(inner, pair[1])
		if begins && ends && !strings.Contains(inner, pair[0]) {
			return true
		}
	}
	return false
}

var _ Task = (*Caption)(nil)

func (t *Caption) form() *form[CaptionAnswer] {
	return &form[CaptionAnswer]{unit: t.Unit, fence: t.Fence, settle: t.settle}
}

func (t *Caption) settle(a *CaptionAnswer, faults *ReplyError) {
	for i := range a.Cues {
		c := &a.Cues[i]
		p := at("/cues", i)
		t.Unit.check(&c.Start, &c.End, true, p, faults)
		requireText(c.Text, under(p, "text"), faults)
	}
	if len(a.Cues) == 0 {
		a.Cues = nil
	}
}

// Prompt returns the prompt. A unit that is none is an error.
func (t *Caption) Prompt() (string, error) {
	if err := t.Unit.validate(); err != nil {
		return "", err
	}
	var p page
	p.add(or(t.Instructions, "Caption the video: write down what is said, word for word, and the sounds that matter."))
	p.add("A sound that is no speech stands in square brackets, such as [applause] or [door slams].")
	if t.Language == "" {
		p.add("Write what is said in the language that is spoken.")
	}
	p.add(languageSection(t.Language))
	p.add(t.Unit.sentence() + " A cue ends after it starts. List cues in the order of their start.")
	nothing, _, err := t.Render(CaptionAnswer{})
	if err != nil {
		return "", err
	}
	return t.form().finish(&p, "If nothing is said and no sound matters", nothing)
}

// FromClip returns the cues of a clip with exact times, in order: one for each event.
// Its text is that of the event; an event that has labels and no text is a sound, such
// as [applause], with all of its labels.
//
// Events with neither and events outside of the clip are left out and noted. The
// error wraps [ErrNoLength] if an event runs to the end of a clip of unknown length, and
// [ErrNoText] if no cue is left since events have neither.
func (t *Caption) FromClip(c *Clip) (CaptionAnswer, Notes, error) {
	var a CaptionAnswer
	var n Notes
	var lacks lacking
	for i := range c.Events {
		e := &c.Events[i]
		text := e.Text
		if blank(text) {
			text = "[" + strings.Join(e.Labels, ", ") + "]"
		}
		if blank(strings.Trim(text, "[,] ")) {
			n.leave(i, "it has no text")
			lacks.noText(c, i)
			continue
		}
		s, ok, err := c.Span(i, &n)
		if err != nil {
			return CaptionAnswer{}, n, err
		}
		if ok {
			a.Cues = append(a.Cues, Cue{Time{s.Start, t.Unit}, Time{s.End, t.Unit}, text})
		}
	}
	if len(a.Cues) == 0 {
		return a, n, lacks.err()
	}
	sortCues(a.Cues)
	return a, n, nil
}

// Render returns the text of an answer. Times are rounded to the unit, which is
// counted, as is a cue without a length, which gets that of one unit. Cues are put in
// the order of their starts, ends and texts; of those that are the same then, one stands
// in the text, and the others are counted.
func (t *Caption) Render(a CaptionAnswer) (string, Notes, error) {
	var n Notes
	cues := append([]Cue{}, a.Cues...) // a list, also if it is empty
	var faults ReplyError
	for i := range cues {
		c := &cues[i]
		t.Unit.round(&c.Start, &c.End, &n, at("/cues", i), &faults)
		if c.End == c.Start {
			c.End.Duration += t.Unit.Step()
			n.Widened++
		}
	}
	if err := faults.err(); err != nil {
		return "", Notes{}, err
	}
	sortCues(cues)
	cues = merge(cues, &n)
	text, err := t.form().write(CaptionAnswer{cues})
	return text, n, err
}

// Answer returns the text of the answer for a clip: [Caption.FromClip] and
// [Caption.Render].
func (t *Caption) Answer(c *Clip) (string, Notes, error) { return answerOf(c, t.FromClip, t.Render) }

// Parse reads a reply. Cues stay in its order.
func (t *Caption) Parse(reply string) (CaptionAnswer, error) { return t.form().read(reply) }

// Check returns the error of Parse.
func (t *Caption) Check(reply string) error { return errorOf(t.Parse(reply)) }

func sortCues(cues []Cue) {
	slices.SortStableFunc(cues, func(a, b Cue) int {
		return cmp.Or(compareSpans(a.Start, a.End, b.Start, b.End), cmp.Compare(a.Text, b.Text))
	})
}
