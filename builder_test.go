package videotune

import (
	"errors"
	"reflect"
	"testing"
	"time"
)

func TestBuilder(t *testing.T) {
	template := new(Builder).System("You label animals.").Resolution(ResolutionLow)
	build := func(uri, animal string) *Example {
		ex, err := template.Clone().User(Video(uri), Text("Which?")).ModelJSON([]map[string]string{{"animal_name": animal}}).Build()
		if err != nil {
			t.Fatal(err)
		}
		return ex
	}
	dog, cat := build("gs://b/1.mp4", "dog <3"), build("gs://b/2.mp4", "cat")
	want := &Example{
		SystemInstruction: &Content{Parts: []Part{Text("You label animals.")}},
		Contents:          []Content{User(Video("gs://b/1.mp4"), Text("Which?")), Model(Text(`[{"animal_name":"dog <3"}]`))},
		GenerationConfig:  GenerationConfig{MediaResolution: ResolutionLow},
	}
	if !reflect.DeepEqual(dog, want) {
		t.Errorf("got %+v\nwant %+v", dog, want)
	}
	if got := cat.Contents[0].Parts[0].FileData.FileURI; got != "gs://b/2.mp4" || len(cat.Contents) != 2 {
		t.Errorf("the second of the template is %+v", cat)
	}
}

// TestBuilderShares: what Build returned does not change with the Builder, nor
// with what was given to it.
func TestBuilderShares(t *testing.T) {
	parts := []Part{Video("gs://b/v.mp4").Segment(0, time.Second), Text("q")}
	b := new(Builder).User(parts...).Model(Text("a"))
	first, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	parts[1].Text = "changed"
	first.Contents[0].Parts[0].FileData.FileURI = "changed"
	first.Contents[0].Parts[0].VideoMetadata.FPS = 9
	second, err := b.Build()
	if err != nil || second.Contents[0].Parts[0].FileData.FileURI != "gs://b/v.mp4" || second.Contents[0].Parts[0].VideoMetadata.FPS != 0 || second.Contents[0].Parts[1].Text != "q" {
		t.Errorf("%+v, %v", second, err)
	}
}

func TestBuilderAllProblems(t *testing.T) {
	b := new(Builder).User(Video("s3://b/v.mp4").Segment(5*time.Second, 5*time.Second), Part{}).ModelJSON(func() {})
	for range 2 { // the second Build finds the same
		ex, err := b.Build()
		for _, r := range []Rule{RuleURIScheme, RuleSegmentReversed, RulePartEmpty, RuleRawJSON} {
			if !errors.Is(err, r) {
				t.Errorf("%s is missing in %v", r, err)
			}
		}
		if ps, _ := AsProblems(err); ex != nil || len(ps) != 4 {
			t.Errorf("%v, %d problems: %v", ex, len(ps), ps)
		}
	}
	if ex, err := new(Builder).Build(); ex != nil || !errors.Is(err, RuleContentsMissing) {
		t.Errorf("the zero Builder: %v, %v", ex, err)
	}
	if _, err := (&Builder{Policy: &Policy{Severity: map[Rule]Severity{RuleTurnModelMissing: SeverityWarning}}}).User(Text("x")).Build(); err != nil {
		t.Errorf("the policy is not heeded: %v", err)
	}
}
