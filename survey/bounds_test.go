package survey_test

import (
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/survey"
)

// Many uses on one side do not hide those on the other.
func TestManyUses(t *testing.T) {
	of := func(n int) string {
		return strings.Repeat(line("gs://b/v.mp4", "video/mp4", segment(0, 1), "What?", "dog"), n)
	}
	for _, tt := range []struct {
		train, validation int
		more              [2]int
		kept              int
	}{
		{survey.MaxUses, 0, [2]int{}, survey.MaxUses},
		{survey.MaxUses, 1, [2]int{}, survey.MaxUses + 1},
		{survey.MaxUses + 1, 1, [2]int{1, 0}, survey.MaxUses + 1},
		{1, survey.MaxUses + 3, [2]int{0, 3}, survey.MaxUses + 1},
	} {
		_, s := take(t, of(tt.train), of(tt.validation), nil, nil)
		v := &s.Videos[0]
		train, validation := v.Used()
		if v.MoreUses != tt.more || len(v.Uses) != tt.kept || v.Count() != tt.train+tt.validation || !train || validation != (tt.validation > 0) {
			t.Errorf("%d and %d uses: %d kept, %d more, used in training %v, in validation %v", tt.train, tt.validation, len(v.Uses), v.MoreUses, train, validation)
		}
		if shared := len(v.Shared()) > 0; shared != (tt.validation > 0) {
			t.Errorf("%d and %d uses: shared %v", tt.train, tt.validation, shared)
		}
	}
	unkept := survey.Video{MoreUses: [2]int{0, 1}}
	if train, validation := unkept.Used(); train || !validation {
		t.Errorf("used in training %v, in validation %v", train, validation)
	}
}
