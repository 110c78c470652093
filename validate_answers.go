package videotune

import (
	"fmt"

	"github.com/seed-57910ec4/videotune/internal/answer"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// answers judges the texts of the model's turns, each of which is learnt. The
// facts of the last turn stay in j.answer for what only all answers can say.
func (j *judge) answers(last int) {
	for turn := range j.x.Contents {
		if j.roles[turn] != roleModel {
			continue
		}
		c := &j.x.Contents[turn]
		texts := 0
		for part := range c.Parts {
			p := &c.Parts[part]
			if !p.Seen.Has(wire.Text) || p.Bad.Has(wire.Text) {
				continue
			}
			texts++
			facts := &j.scratch
			if turn == last && texts == 1 && j.keep != nil {
				facts = j.keep
			}
			j.parser.ParseInto(facts, p.Text.S)
			j.answerText(facts, p, turn, part)
			if turn == last && texts == 1 {
				j.answer, j.answerPlace = facts, answerPlace{p.Text.At, turn, part}
			}
		}
		if turn == last && texts != 1 {
			j.answer = nil // several texts are one answer that no rule over answers reads
		}
	}
}

// An answerPlace is where the text of an answer stands.
type answerPlace struct{ at, turn, part int }

func (a answerPlace) pointer() Pointer { return partAt(a.turn, a.part) + "/text" }

// answerText judges one text that is to be learnt.
func (j *judge) answerText(f *answer.Facts, p *wire.Part, turn, part int) {
	tell := func(rule Rule, message, hint string) {
		j.add(rule, p.Text.At, partAt(turn, part)+"/text", message, hint)
	}
	switch {
	case f.Empty:
		tell(RuleAnswerEmpty, "the answer is empty: the model learns to say nothing", `if nothing is to be found, say so, for instance with "none" or []`)
	case f.NullWord:
		tell(RuleAnswerNullWord, "the answer is "+quote(p.Text.S)+", the printed form of a missing value", "leave the example out, or write the answer that is meant")
	case f.Fence == answer.CutFence:
		tell(RuleAnswerFenceCut, "the answer has one half of a code fence", "open and close it with a line of ```, or write no fence")
	case f.JSON == answer.JSONBroken:
		tell(RuleAnswerJSONBroken, fmt.Sprintf("the answer begins as JSON and does not parse: %s at byte %d of the text", f.Err, f.ErrAt), "the model learns the fault too; write the answer with a JSON encoder")
	}
}
