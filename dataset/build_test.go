package dataset

import (
	"testing"
)

func TestBuild(t *testing.T) {
	for _, per := range []Per{PerVideo, PerEvent, PerLabel, PerWindow} {
		c := Config{Source: videos(animals(40)...), Task: localize(), Per: per}
		if per == PerWindow {
			c.Window = sec(20)
		}
		o := build(t, c)
		if o.Check.WouldFail() {
			t.Errorf("%s: the job would fail: %v", per, o.Check.FailReasons)
		}
	}
}
