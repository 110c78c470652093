package main

import (
	"testing"

	"github.com/google/pprof/profile"
)

// A sample is that of the innermost function that a stage knows.
func TestStages(t *testing.T) {
	stack := func(names ...string) *profile.Sample {
		s := &profile.Sample{Value: []int64{1, 1000}}
		for _, name := range names {
			s.Location = append(s.Location, &profile.Location{Line: []profile.Line{{Function: &profile.Function{Name: name}}}})
		}
		return s
	}
	p := &profile.Profile{Sample: []*profile.Sample{
		stack("runtime.memmove", root+"/internal/wire.(*Decoder).text", root+".(*judge).line", root+".Check"),
		stack("syscall.read", "os.(*File).Read", root+"/internal/lines.(*Reader).Next", root+".Check"),
		stack("aeshashbody", root+".hashLine", root+".(*judge).verdict", root+".Check"),
		stack(root+"/internal/answer.(*scanner).value", root+"/internal/answer.(*Parser).ParseInto", root+".(*judge).answers"),
		stack(root+".(*judge).weigh", root+".(*judge).judge"),
		stack("runtime.gcBgMarkWorker"),
	}}
	var got []string
	for _, s := range stagesOf(p, 1) {
		if s.perLine == 1000 {
			got = append(got, s.name)
		} else if s.perLine != 0 {
			t.Errorf("%s takes %v", s.name, s.perLine)
		}
	}
	want := []string{"read: from the file", "decode", "rules: the answers", "rules: all others", "statistics: duplicates and overlaps", "the garbage collector and the rest"}
	if len(got) != len(want) {
		t.Fatalf("%q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
