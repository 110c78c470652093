package words

import (
	"math"
	"testing"
)

func TestGroup(t *testing.T) {
	for _, tt := range []struct {
		n    int64
		want string
	}{
		{0, "0"}, {999, "999"}, {1000, "1,000"}, {-1, "-1"}, {-999, "-999"}, {-1000, "-1,000"}, {123456, "123,456"},
		{math.MaxInt64, "9,223,372,036,854,775,807"}, {math.MinInt64, "-9,223,372,036,854,775,808"},
	} {
		if got := Group(tt.n); got != tt.want {
			t.Errorf("%d: %q, want %q", tt.n, got, tt.want)
		}
	}
}

func TestClip(t *testing.T) {
	for _, tt := range []struct {
		s    string
		most int
		want string
	}{
		{"", 3, ""}, {"", 0, ""}, {"abc", 3, "abc"}, {"abcd", 3, "abc…"}, {"abé", 3, "ab…"}, {"éé", 3, "é…"}, {"éé", 4, "éé"},
		{"世", 2, "…"}, {"ab", 0, "…"}, {"a\xffbcd", 3, "ab…"}, {"a\xff", 3, "a\xff"},
	} {
		if got := Clip(tt.s, tt.most); got != tt.want {
			t.Errorf("%q, %d: %q, want %q", tt.s, tt.most, got, tt.want)
		}
	}
}

func TestCount(t *testing.T) {
	for _, tt := range []struct {
		n    int
		want string
	}{{0, "no videos"}, {1, "1 video"}, {2, "2 videos"}, {2000, "2,000 videos"}} {
		if got := Count(tt.n, "video"); got != tt.want {
			t.Errorf("%d: %q, want %q", tt.n, got, tt.want)
		}
	}
}
