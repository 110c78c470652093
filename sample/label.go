package sample

import (
	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/answer"
)

// labels are the labels of all answers: how often each stands, by the member of the
// answer where it stands.
type labels struct {
	parser answer.Parser
	counts map[string]map[string]int
}

// labels counts the labels of all files.
func (s *sampler) labels() (*labels, error) {
	l := labels{counts: make(map[string]map[string]int)}
	var survey answer.Survey
	err := s.records(func(file int, rec *videotune.Record) {
		if text, ok := answerOf(&rec.Example); ok {
			survey.Add(answer.Place{Line: rec.Line}, l.parser.Parse(text), 0, 0, false)
		}
	})
	for _, m := range survey.Members() {
		if m.Counts != nil {
			l.counts[m.Path] = m.Counts
		}
	}
	return &l, err
}

// rarest returns the label of an answer that stands the least often, with its member;
// "" if there is none.
func (l *labels) rarest(rec *videotune.Record) string {
	text, ok := answerOf(&rec.Example)
	if !ok {
		return ""
	}
	rarest, least := "", 0
	l.parser.Parse(text).Labels(func(member, value string) bool {
		n := l.counts[member][value]
		if name := member + "\x00" + value; n > 0 && (least == 0 || n < least || n == least && name < rarest) {
			rarest, least = name, n
		}
		return true
	})
	return rarest
}

// answerOf returns the text of the last turn; ok is false if it has not exactly one.
func answerOf(ex *videotune.Example) (text string, ok bool) {
	if len(ex.Contents) == 0 {
		return "", false
	}
	last := &ex.Contents[len(ex.Contents)-1]
	if last.Role == videotune.RoleUser {
		return "", false
	}
	texts := 0
	for i := range last.Parts {
		p := &last.Parts[i]
		if p.FileData == nil && p.FunctionCall == nil && p.FunctionResponse == nil {
			text = p.Text
			texts++
		}
	}
	return text, texts == 1
}
