package answer

import (
	"slices"
	"testing"
	"time"
)

// TestUsual: a form that is common in training does not stand out in validation;
// one that is rare there does.
func TestUsual(t *testing.T) {
	const timed, none = `{"label":"goal","start":1,"end":2}`, `{"label":"none"}`
	const strange = `{"event":"goal"}`
	feed := func(answers ...string) *Survey {
		var s Survey
		var p Parser
		for i, a := range answers {
			s.Add(Place{Line: i + 1}, p.Parse(a), 0, time.Minute, true)
		}
		return &s
	}
	times := func(n int, a string) []string { return slices.Repeat([]string{a}, n) }
	drift := func(s *Survey, usual ...*Survey) (lines []int) {
		for _, f := range s.Findings(usual...) {
			if f.Kind == KindShapeDrift || f.Kind == KindNotJSON {
				lines = append(lines, linesOf(f)...)
			}
		}
		return lines
	}
	validation := feed(append(times(10, timed), none)...)
	for name, tt := range map[string]struct {
		s     *Survey
		usual []*Survey
		want  []int
	}{
		"alone":              {validation, nil, []int{11}},
		"common":             {validation, []*Survey{feed(append(times(70, timed), times(30, none)...)...)}, nil},
		"rare":               {validation, []*Survey{feed(append(times(95, timed), times(5, none)...)...)}, []int{11}},
		"absent":             {validation, []*Survey{feed(times(100, timed)...)}, []int{11}},
		"few":                {validation, []*Survey{feed(none, none)}, []int{11}},
		"two files":          {validation, []*Survey{feed(times(100, timed)...), feed(times(100, none)...)}, nil},
		"strange":            {feed(append(times(10, timed), none, strange)...), []*Survey{feed(append(times(70, timed), times(30, none)...)...)}, []int{12}},
		"prose":              {feed(append(times(10, timed), "a goal")...), []*Survey{feed(append(times(70, timed), times(30, "a goal")...)...)}, nil},
		"prose that is rare": {feed(append(times(10, timed), "a goal")...), []*Survey{feed(times(100, timed)...)}, []int{11}},
	} {
		if got := drift(tt.s, tt.usual...); !slices.Equal(got, tt.want) {
			t.Errorf("%s: lines %v, want %v", name, got, tt.want)
		}
	}
}
