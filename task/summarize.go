package task

import (
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
)

// Summarize asks for a text about the whole clip. The zero value asks for a short
// summary in whatever language.
type Summarize struct {
	Instructions string `json:"instructions,omitempty"` // what a summary is; "" for a general sentence
	Language     string `json:"language,omitempty"`     // in which it is written, for the prompt
	Fence        bool   `json:"fence,omitempty"`        // answers stand in a code fence
}

// A SummarizeAnswer is the answer of [Summarize]. The zero value says that there is
// nothing to summarize.
type SummarizeAnswer struct {
	Summary string `json:"summary" jsonschema_description:"the summary, as plain text"`
}

var _ Task = (*Summarize)(nil)

func (s *Summarize) form() *form[SummarizeAnswer] { return &form[SummarizeAnswer]{fence: s.Fence} }

// Prompt returns the prompt.
func (s *Summarize) Prompt() (string, error) {
	var p page
	p.add(or(s.Instructions, "Summarize the video in a few sentences: what it is about, and what happens, in the order in which it happens. Say only what can be seen or heard."))
	p.add(languageSection(s.Language))
	nothing, _, err := s.Render(SummarizeAnswer{})
	if err != nil {
		return "", err
	}
	return s.form().finish(&p, "If there is nothing that can be summarized", nothing)
}

// FromClip returns the summary of a clip: the text of its first event of the whole
// video or, if none has a text, the texts of its events in their order, with a space
// between them. Other texts are noted as left out. The error wraps [ErrNoText] if no
// event has a text.
func (s *Summarize) FromClip(c *Clip) (SummarizeAnswer, Notes, error) {
	var n Notes
	whole := -1
	for i := range c.Events {
		if c.Events[i].Kind == annotation.KindWhole && !blank(c.Events[i].Text) {
			whole = i
			break
		}
	}
	var texts []string
	for i := range c.Events {
		text := strings.TrimSpace(c.Events[i].Text)
		switch {
		case text == "":
			n.leave(i, "it has no text")
		case whole >= 0 && i != whole:
			n.leave(i, "another text is the summary of the whole")
		default:
			texts = append(texts, text)
		}
	}
	if len(texts) == 0 {
		return SummarizeAnswer{}, n, fmt.Errorf("task: a summary cannot be made: %w", ErrNoText)
	}
	return SummarizeAnswer{strings.Join(texts, " ")}, n, nil
}

// Render returns the text of an answer.
func (s *Summarize) Render(a SummarizeAnswer) (string, Notes, error) {
	text, err := s.form().write(a)
	return text, Notes{}, err
}

// Answer returns the text of the answer for a clip: [Summarize.FromClip] and
// [Summarize.Render].
func (s *Summarize) Answer(c *Clip) (string, Notes, error) { return answerOf(c, s.FromClip, s.Render) }

// Parse reads a reply.
func (s *Summarize) Parse(reply string) (SummarizeAnswer, error) { return s.form().read(reply) }

// Check returns the error of Parse.
func (s *Summarize) Check(reply string) error { return errorOf(s.Parse(reply)) }

// answerOf makes a typed answer and its text.
func answerOf[A any](c *Clip, from func(*Clip) (A, Notes, error), render func(A) (string, Notes, error)) (string, Notes, error) {
	a, n, err := from(c)
	if err != nil {
		return "", n, err
	}
	text, more, err := render(a)
	n.Add(more)
	return text, n, err
}

func errorOf[A any](_ A, err error) error { return err }

// requireText is a fault if a text is blank.
func requireText(text string, p videotune.Pointer, faults *ReplyError) {
	if blank(text) {
		faults.add(p, quoted(text), "a text that is not empty", ErrValue)
	}
}
