package annotation

import "testing"

func TestParseSplit(t *testing.T) {
	for text, want := range map[string]Split{
		"": SplitNone, "UNASSIGNED": SplitNone, "train": SplitTrain, "TRAINING": SplitTrain, " Train\n": SplitTrain,
		"val": SplitValidation, "valid": SplitValidation, "VALIDATE": SplitValidation, "Validation": SplitValidation,
		"dev": SplitValidation, "test": SplitTest, "TESTING": SplitTest,
	} {
		if got, ok := ParseSplit(text); got != want || !ok {
			t.Errorf("%q: got %q, %v, want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"trains", "tr", "0", "holdout", "train,test"} {
		if got, ok := ParseSplit(text); got != SplitNone || ok {
			t.Errorf("%q: got %q, %v, want none", text, got, ok)
		}
	}
}
