package videotune

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/answer"
)

// A surveyRule says how a finding over the answers of a file is told.
type surveyRule struct {
	rule Rule
	// places tells that the first places are told too, each on its line: these
	// answers stand out. Otherwise the finding is one of the file.
	places bool
	// one says what is wrong with one answer, many with a number of them.
	one, many string
	hint      string
}

var surveyRules = map[answer.Kind]surveyRule{
	answer.KindNotJSON: {RuleAnswersNotJSON, true,
		"the answer is no JSON, as nearly all others are", "answers are no JSON, although nearly all others are",
		"the model learns both forms; write all answers in one"},
	answer.KindShapeDrift: {RuleAnswersDrift, true,
		"the answer's JSON differs from that of nearly all others", "answers have other JSON members or types than nearly all others",
		"the model learns both forms; write the same members with the same types, and null or [] for nothing"},
	answer.KindFenceMixed: {RuleAnswersFenceMixed, true,
		"the answer differs from most in its code fence", "JSON answers differ from most in their code fence",
		"write all answers with a fence, or none"},
	answer.KindTimesOutside: {RuleAnswersTimeOutside, true,
		"the answer names a time outside its segment", "answers name a time outside their segment",
		"times count from the start of the segment; move or clip the event"},
	answer.KindTimesAbsolute: {RuleAnswersTimeAbsolute, false,
		"the times of an answer look relative to the whole video", "answers name times that look relative to the whole video, where the model sees the segment only",
		"subtract startOffset from the times"},
	answer.KindMostlyNegative: {RuleAnswersNegative, false,
		"", "answers are empty or say that there is nothing: the model may learn to say so always",
		"leave some of them out"},
	answer.KindLabelSpelling: {RuleLabelSpelling, false,
		"a label differs from another in capitals or spaces around it only", "labels differ from others in capitals or spaces around them only",
		"the model learns all spellings; write each label in one way"},
	answer.KindLabelRare: {RuleLabelRare, false,
		"a label stands once only: a slip of the pen, or too little to learn from", "labels stand once only: slips of the pen, or too little to learn from",
		"correct it, or add examples"},
	answer.KindLabelSkew: {RuleLabelSkew, false,
		"", "labels are one and the same: the model may learn to say nothing else",
		"add examples of the other labels, or leave some of this one out"},
	answer.KindAllEqual: {RuleAnswersEqual, false,
		"", "answers are all equal: there is nothing to tell apart",
		"add examples with other answers"},
}

// findings returns what the answers of a file show together: for each finding
// one problem that sums it up and names the lines, and the first places.
func (c *collector) findings(f *fileState) []found {
	var ps []found
	var usual []*answer.Survey
	if f.Split == Validation {
		for _, t := range c.sides[Train].files {
			usual = append(usual, &t.survey)
		}
	}
	for _, finding := range f.survey.Findings(usual...) {
		r := surveyRules[finding.Kind]
		if r.places {
			for i, at := range finding.Places {
				message := r.one
				if len(finding.Details) > 0 {
					message += ": " + finding.Details[i]
				}
				ps = append(ps, found{f, Problem{Rule: r.rule, Line: at.Line, Column: at.At, Pointer: answerPlace{0, at.Turn, at.Part}.pointer(), Message: message, Hint: r.hint}})
			}
			if finding.Count == 1 {
				continue // the place says it all
			}
		}
		message := fmt.Sprintf("%d of %d %s", finding.Count, finding.Of, r.many)
		if finding.Count == 1 && r.one != "" {
			message = r.one
		}
		if finding.Detail != "" {
			message += ": " + finding.Detail
		}
		if len(finding.Places) > 0 && finding.Count < finding.Of {
			message += " (" + lineList(finding) + ")"
		}
		ps = append(ps, found{f, Problem{Rule: r.rule, Message: message, Hint: r.hint}})
	}
	return ps
}

// lineList names the first lines of a finding.
func lineList(f answer.Finding) string {
	numbers := make([]string, len(f.Places))
	for i, at := range f.Places {
		numbers[i] = strconv.Itoa(at.Line)
	}
	s := "line " + numbers[0]
	if len(numbers) > 1 {
		s = "lines " + strings.Join(numbers, ", ")
	}
	if f.Count > len(numbers) {
		s += " …"
	}
	return s
}
