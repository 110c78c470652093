package annotation

import "strings"

// splits are the names that sources have for the sides of a dataset.
var splits = map[string]Split{
	"": SplitNone, "unassigned": SplitNone,
	"train": SplitTrain, "training": SplitTrain,
	"val": SplitValidation, "valid": SplitValidation, "validate": SplitValidation, "validation": SplitValidation, "dev": SplitValidation,
	"test": SplitTest, "testing": SplitTest,
}

// ParseSplit returns the side that a source means, whatever the case: train or
// training; val, valid, validate, validation or dev; test or testing. "" and
// "unassigned" are [SplitNone]. ok is false for any other text.
func ParseSplit(text string) (s Split, ok bool) {
	s, ok = splits[strings.ToLower(strings.TrimSpace(text))]
	return s, ok
}
