package dataset

import (
	"testing"

	"github.com/seed-57910ec4/videotune/annotation"
)

// Records of several files of a source are told apart by the names of the files.
func TestSourceFile(t *testing.T) {
	list := animals(3)
	list[0].File, list[1].File = "f1.csv", "f2.csv"
	list[1].Events = append(list[1].Events, segment(9, sec(8), sec(5), "dog"), segment(8, sec(1), sec(2), "bird"))
	o := build(t, Config{Source: videos(list...), Task: localize(), OnDiagnostic: func(d annotation.Diagnostic) {
		if d.File != "f2.csv" {
			t.Errorf("%+v", d)
		}
	}})
	got := map[string]string{}
	for _, or := range o.origins {
		got[or.Video] = or.Source
	}
	if got["v000"] != "f1.csv" || got["v001"] != "f2.csv" || got["v002"] != "" {
		t.Errorf("lines are of %q", got)
	}
	if len(o.lefts) != 2 {
		t.Errorf("%+v", o.lefts)
	}
	for _, l := range o.lefts {
		if l.Source != "f2.csv" {
			t.Errorf("%+v", l)
		}
	}
	list[1].Split = annotation.SplitTest
	if l := build(t, Config{Source: videos(list...), Task: localize()}).lefts[0]; l.Source != "f2.csv" || l.Reason != ReasonTest {
		t.Errorf("%+v", l)
	}
}
