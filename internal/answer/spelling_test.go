package answer

import (
	"strings"
	"testing"
)

// surveyOf returns a survey of answers, each so many times.
func surveyOf(t *testing.T, answers ...any) *Survey {
	t.Helper()
	var s Survey
	var p Parser
	line := 0
	for i := 0; i < len(answers); i += 2 {
		for range answers[i+1].(int) {
			var f Facts
			line++
			p.ParseInto(&f, answers[i].(string))
			s.Add(Place{Line: line}, &f, 0, 0, false)
		}
	}
	return &s
}

func TestLabelSpelling(t *testing.T) {
	for name, tt := range map[string]struct {
		s, usual *Survey
		count    int
		detail   string // all of it
		lines    []int
	}{
		"agree":      {s: surveyOf(t, "safe", 8, "unsafe", 2)},
		"capitals":   {s: surveyOf(t, "safe", 50, "Safe", 28, "UNSAFE", 3, "unsafe", 9), count: 31, detail: `"safe" 50, "Safe" 28; "unsafe" 9, "UNSAFE" 3`, lines: []int{51, 79}},
		"tie":        {s: surveyOf(t, "Safe", 5, "safe", 5), count: 5, detail: `"Safe" 5, "safe" 5`, lines: []int{6}},
		"space":      {s: surveyOf(t, "safe", 6, "safe ", 1, "safe\n", 1, "unsafe", 2), count: 2, detail: `"safe" 6, "safe" with space around it 2`, lines: []int{7}},
		"all spaced": {s: surveyOf(t, " safe", 8, "unsafe", 2)},
		"JSON":       {s: surveyOf(t, `{"l":"safe"}`, 6, `{"l":"Safe "}`, 2, `{"l":"x"}`, 2), count: 2, detail: `l: "safe" 6, "Safe " 2`, lines: []int{7}},
		"members":    {s: surveyOf(t, `{"l":"safe","m":"Safe"}`, 10)},
		"letters":    {s: surveyOf(t, "ÄRGER", 2, "ärger", 8), count: 2, detail: `"ärger" 8, "ÄRGER" 2`, lines: []int{1}},
		"few":        {s: surveyOf(t, "safe", 4, "Safe", 3)},
		"no labels":  {s: surveyOf(t, "a", 2, "A", 1, "b", 2, "c", 2, "d", 2)},
		"training":   {s: surveyOf(t, "Safe", 6, "unsafe", 4), usual: surveyOf(t, "safe", 9, "unsafe", 1), count: 6, detail: `"Safe" 6 (training: "safe" 9)`, lines: []int{1}},
		"as there":   {s: surveyOf(t, "Safe", 6, "unsafe", 4), usual: surveyOf(t, "safe", 9, "Safe", 1)},
		"not there":  {s: surveyOf(t, "Safe", 6, "unsafe", 4), usual: surveyOf(t, "other", 9)},
	} {
		var usual []*Survey
		if tt.usual != nil {
			usual = append(usual, tt.usual)
		}
		got := Finding{}
		for _, f := range tt.s.Findings(usual...) {
			if f.Kind == KindLabelSpelling {
				got = f
			}
			if f.Kind == KindLabelRare {
				t.Errorf("%s: a rare label: %s", name, f.Detail)
			}
		}
		lines := []int(nil)
		for _, at := range got.Places {
			lines = append(lines, at.Line)
		}
		if got.Count != tt.count || got.Detail != tt.detail || len(lines) != len(tt.lines) || tt.detail != "" && got.Of != tt.s.total {
			t.Errorf("%s: %d of %d, %s, lines %v; want %d, %s, lines %v", name, got.Count, got.Of, got.Detail, lines, tt.count, tt.detail, tt.lines)
			continue
		}
		for i := range lines {
			if lines[i] != tt.lines[i] {
				t.Errorf("%s: lines %v, want %v", name, lines, tt.lines)
			}
		}
	}
	for _, f := range surveyOf(t, "\xff", 6, "\xfe", 6, "a", 6).Findings() {
		if f.Kind == KindLabelSpelling {
			t.Errorf("bytes that are no text: %s", f.Detail)
		}
	}
	rare := surveyOf(t, "safe", 12, "Safe", 1, "fox", 1, "unsafe", 7).Findings()
	var kinds []string
	for _, f := range rare {
		kinds = append(kinds, f.Kind.String()+": "+f.Detail)
	}
	if got := strings.Join(kinds, "; "); got != `spelling of labels: "safe" 12, "Safe" 1; rare label: "fox"` {
		t.Errorf("a label that stands once in another spelling: %s", got)
	}
}
