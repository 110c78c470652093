package videotune

import (
	"strings"
	"testing"
)

// TestNotJSONL: a report says which of its files are no JSONL at all, unless that is
// switched off.
func TestNotJSONL(t *testing.T) {
	for text, want := range map[string]Rule{
		"": RuleFileEmpty, "[\n{}\n]\n": RuleFileJSONArray, "a,b\n1,2\n": RuleFileCSV, "\x1f\x8b\x08": RuleFileCompressed,
		"{\n": "", "{}\n": "", "\ufeff{}\n": "", "{}\n\n{}": "",
	} {
		for severity, want := range map[Severity]Rule{SeverityError: want, SeverityWarning: want, SeverityOff: ""} {
			policy := &Policy{Severity: map[Rule]Severity{RuleFileEmpty: severity, RuleFileJSONArray: severity, RuleFileCSV: severity, RuleFileCompressed: severity}}
			report, err := Check(Dataset{Train: []Input{{Name: "f", R: strings.NewReader(text)}}}, &CheckOptions{Policy: policy})
			if err != nil {
				t.Fatal(err)
			}
			if got := report.Files[0].NotJSONL(); got != want {
				t.Errorf("%q as %s: %q, want %q", text, severity, got, want)
			}
		}
	}
}
