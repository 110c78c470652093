package page

import (
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/survey"
)

// What is not kept of a survey is not said not to be.
func TestCoverageInPart(t *testing.T) {
	uses := func(train, validation int) survey.Video {
		var v survey.Video
		for i := range train + validation {
			u := survey.Use{Start: time.Duration(i) * time.Second, Length: time.Second}
			if i >= train {
				u.Split = videotune.Validation
			}
			v.Uses = append(v.Uses, u)
		}
		return v
	}
	without := func(v survey.Video, train, validation int) survey.Video {
		v.MoreUses = [2]int{train, validation}
		return v
	}
	for _, tt := range []struct {
		name  string
		video survey.Video
		more  int // uses of videos that are not told apart
		large int
		words []string // that the section has
		none  []string // that it has not
	}{
		{"all is known", uses(2, 0), 0, 0, []string{"No video is used on both sides.", "2 uses; training 2 s"}, []string{"at least", "not drawn", "counted here"}},
		{"both sides", uses(2, 1), 0, 0, []string{"Used on both sides: 1 video; with a stretch that both sides use: no videos."}, []string{"No video", "at least"}},
		{"validation is not kept", without(uses(3, 0), 0, 2), 0, 0, []string{"Used on both sides: 1 video; ", "use: how many is not known.", "5 uses; training 3 s", "2 of validation not drawn"}, []string{"No video", "training at least"}},
		{"training in part", without(uses(3, 2), 1, 0), 0, 0, []string{"both sides use: how many is not known.", "training at least 3 s; validation 2 s;", "or farther"}, []string{"No video"}},
		{"training alone, in part", without(uses(3, 0), 1, 0), 0, 0, []string{"No video is used on both sides."}, []string{"counted here"}},
		{"more videos", uses(2, 0), 7, 0, []string{"No video is used on both sides, of those that are counted here."}, nil},
		{"more videos, both sides", uses(2, 1), 7, 0, []string{"Used on both sides: at least 1 video; "}, nil},
		{"large lines", uses(2, 0), 0, 1, []string{"The videos of 1 line over 256 KiB are not counted here.", "both sides, of those"}, nil},
	} {
		s := &survey.Survey{Videos: []survey.Video{tt.video}, MoreUses: tt.more}
		s.Sides[1].Examples, s.Sides[0].Large = 1, tt.large
		v := (&builder{survey: s}).coverage()
		text := strings.Join(v.Words, " ") + " " + v.Videos[0].Words + " " + v.Videos[0].End
		for _, want := range tt.words {
			if !strings.Contains(text, want) {
				t.Errorf("%s: lacks %q: %s", tt.name, want, text)
			}
		}
		for _, not := range tt.none {
			if strings.Contains(text, not) {
				t.Errorf("%s: has %q: %s", tt.name, not, text)
			}
		}
	}
}
