package main

import (
	"strconv"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/answer"
)

// A ruleConstant is a number by which a rule over the answers of a file goes.
type ruleConstant struct {
	Name     string           `json:"name"`
	Value    float64          `json:"value"`
	Unit     string           `json:"unit,omitempty"` // "" for a mere number
	Sentence string           `json:"sentence"`
	Rules    []videotune.Rule `json:"rules"`
}

// String returns the value with its unit.
func (c *ruleConstant) String() string {
	s := strconv.FormatFloat(c.Value, 'f', -1, 64)
	if c.Unit != "" {
		s += " " + c.Unit
	}
	return s
}

// What the constants below are for.
var (
	overJSON   = []videotune.Rule{videotune.RuleAnswersNotJSON, videotune.RuleAnswersDrift, videotune.RuleAnswersFenceMixed}
	overTimes  = []videotune.Rule{videotune.RuleAnswersTimeOutside, videotune.RuleAnswersTimeAbsolute}
	overLabels = []videotune.Rule{videotune.RuleLabelSpelling, videotune.RuleLabelRare, videotune.RuleLabelSkew}
	overAll    = join(overJSON, overTimes, []videotune.Rule{videotune.RuleAnswersNegative, videotune.RuleAnswersEqual}, overLabels)
)

func join(lists ...[]videotune.Rule) []videotune.Rule {
	var all []videotune.Rule
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// ruleConstants are the thresholds and bounds of the rules over answers.
var ruleConstants = []ruleConstant{
	{"MinAnswers", answer.MinAnswers, "", "From this number of answers on, the answers of a file are compared.", overAll},
	{"MajorityShare", answer.MajorityShare, "%", "At least this share of the answers must be JSON, or have one shape, before the others stand out.", overJSON},
	{"MaxPaths", answer.MaxPaths, "", "An answer with more key paths than this has no shape to compare.", []videotune.Rule{videotune.RuleAnswersDrift}},
	{"MaxShapeDepth", answer.MaxShapeDepth, "", "The shape of an answer is looked at down to this depth.", []videotune.Rule{videotune.RuleAnswersDrift}},
	{"MaxShapes", answer.MaxShapes, "", "This number of shapes is kept apart.", []videotune.Rule{videotune.RuleAnswersDrift}},
	{"MaxNesting", answer.MaxNesting, "", "JSON that is nested deeper counts as broken.", []videotune.Rule{videotune.RuleAnswerJSONBroken}},
	{"TimeSlack", answer.TimeSlack.Seconds(), "s", "A time may lie this far past the end of its segment.", overTimes},
	{"MaxTime", answer.MaxTime.Seconds(), "s", "A larger number is not taken for a time in a video.", overTimes},
	{"TimedShare", answer.TimedShare, "%", "At least this share of the plain answers must name times before those are looked at.", overTimes},
	{"AbsoluteShare", answer.AbsoluteShare, "%", "Over this share of the answers, times are said to be relative to the whole video.",
		[]videotune.Rule{videotune.RuleAnswersTimeAbsolute}},
	{"NegativeShare", answer.NegativeShare, "%", "From this share on, most answers are empty or negative.", []videotune.Rule{videotune.RuleAnswersNegative}},
	{"MinLabelValues", answer.MinLabelValues, "", "From this number of labels on, those that stand once stand out.", []videotune.Rule{videotune.RuleLabelRare}},
	{"LabelRepeat", answer.LabelRepeat, "", "Values are taken for labels if they stand this often on average.", []videotune.Rule{videotune.RuleLabelSpelling, videotune.RuleLabelRare}},
	{"MinSkewAnswers", answer.MinSkewAnswers, "", "From this number of labels on, one may be too frequent.", []videotune.Rule{videotune.RuleLabelSkew}},
	{"SkewShare", answer.SkewShare, "%", "Over this share of all labels, one is too frequent.", []videotune.Rule{videotune.RuleLabelSkew}},
	{"MaxLabelBytes", answer.MaxLabelBytes, "bytes", "A longer text is no label.", overLabels},
	{"MaxLabelValues", answer.MaxLabelValues, "", "A member with more values than this holds no labels.", overLabels},
	{"MaxLabelPaths", answer.MaxLabelPaths, "", "The values of this number of members are counted.", overLabels},
	{"MaxAnswerLabels", answer.MaxAnswerLabels, "", "In an answer with more texts than this none is a label.", overLabels},
	{"MaxPlaces", answer.MaxPlaces, "", "Of each finding this number of places is told.", overAll},
}
