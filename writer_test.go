package videotune

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func simple(answer string) *Example {
	return &Example{Contents: []Content{User(Video("gs://b/v.mp4"), Text("what?")), Model(Text(answer))}}
}

func withResolution(ex *Example, r MediaResolution) *Example {
	ex.GenerationConfig.MediaResolution = r
	return ex
}

func TestWriter(t *testing.T) {
	var buf bytes.Buffer
	w := NewWriter(&buf, &WriterOptions{Name: "train.jsonl"})

	// A first example without a resolution is refused, and the Writer is not spoilt.
	err := w.Write(simple("a"))
	if ps, _ := AsProblems(err); !errors.Is(err, RuleResolutionMissing) || len(ps) != 1 || ps[0].File != "train.jsonl" || ps[0].Line != 1 || ps[0].Severity != SeverityError {
		t.Fatalf("without a resolution: %v", err)
	}
	if err := w.Write(withResolution(simple("one"), ResolutionLow)); err != nil {
		t.Fatal(err)
	}
	// An unset one is filled in, in the line only.
	ex := simple("two")
	if err := w.Write(ex); err != nil || !reflect.DeepEqual(ex, simple("two")) {
		t.Fatalf("%v; the example is now %+v", err, ex)
	}
	if err := w.Write(withResolution(simple("unspecified"), "MEDIA_RESOLUTION_UNSPECIFIED")); err != nil {
		t.Fatal(err)
	}
	if err := w.Write(withResolution(simple("x"), ResolutionMedium)); !errors.Is(err, RuleResolutionMixed) {
		t.Fatalf("another resolution: %v", err)
	}
	long := simple("x")
	long.Contents[0].Parts[0] = long.Contents[0].Parts[0].Segment(0, 20*time.Minute+1)
	if err := w.Write(long); !errors.Is(err, RuleSegmentTooLong) {
		t.Fatalf("a segment of 20 min and 1 ns: %v", err)
	}
	if err := w.Write(simple("bad \xff")); !errors.Is(err, RuleTextUTF8) {
		t.Fatalf("invalid UTF-8: %v", err)
	}
	if w.Examples() != 3 || w.Resolution() != ResolutionLow {
		t.Errorf("%d examples, %s", w.Examples(), w.Resolution())
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if want := line("one") + "\n" + line("two") + "\n" + line("unspecified") + "\n"; buf.String() != want || w.Bytes() != int64(len(want)) {
		t.Errorf("%d bytes:\n%s\nwant\n%s", w.Bytes(), buf.String(), want)
	}
}

func TestWriterWarns(t *testing.T) {
	var warned []Rule
	var buf bytes.Buffer
	w := NewWriter(&buf, &WriterOptions{Resolution: ResolutionMedium, OnWarning: func(p *Problem) { warned = append(warned, p.Rule) }})
	ex := simple("None")
	ex.Contents[0].Parts[0].VideoMetadata = &VideoMetadata{FPS: 2}
	for range 2 {
		if err := w.Write(ex); err != nil {
			t.Fatal(err)
		}
	}
	bad := simple("nan")
	bad.Contents[0].Parts[0].FileData.MIMEType = ""
	if err := w.Write(bad); !errors.Is(err, RuleMIMEMissing) {
		t.Fatal(err)
	}
	// fps is said once; what is refused does not warn beside its error.
	if want := []Rule{RuleFPSSet, RuleAnswerNullWord, RuleAnswerNullWord}; !reflect.DeepEqual(warned, want) {
		t.Errorf("warned of %v, want %v", warned, want)
	}
}

func TestWriterPolicy(t *testing.T) {
	var buf bytes.Buffer
	w := NewWriter(&buf, &WriterOptions{Policy: &Policy{Severity: map[Rule]Severity{
		RuleResolutionMissing: SeverityOff, RuleResolutionMixed: SeverityOff, RulePartEmpty: SeverityOff, RuleSegmentTooLong: SeverityWarning, RuleTokensOver: SeverityWarning,
	}}})
	ex := simple("x")
	ex.Contents[0].Parts[1] = Part{}
	ex.Contents[0].Parts[0] = ex.Contents[0].Parts[0].Segment(0, time.Hour)
	for _, ex := range []*Example{ex, withResolution(simple("y"), ResolutionLow), withResolution(simple("z"), ResolutionMedium)} {
		if err := w.Write(ex); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	if got := strings.Count(buf.String(), "\n"); got != 3 || !strings.Contains(buf.String(), `{"text":""}`) {
		t.Error(buf.String())
	}
}

type failing struct{ after int }

func (f *failing) Write(p []byte) (int, error) {
	if f.after--; f.after < 0 {
		return 0, errDisk
	}
	return len(p), nil
}

var errDisk = errors.New("no space left on device")

func TestWriterSticks(t *testing.T) {
	w := NewWriter(&failing{after: 1}, &WriterOptions{Name: "f", Resolution: ResolutionLow})
	n := 0
	var err error
	for ; err == nil && n < 10_000; n++ {
		err = w.Write(simple("a"))
	}
	if !errors.Is(err, errDisk) || !strings.Contains(err.Error(), "f") {
		t.Fatalf("after %d lines: %v", n, err)
	}
	if again := w.Write(simple("a")); again != err {
		t.Errorf("the next Write says %v", again)
	}
	if again := w.Flush(); again != err {
		t.Errorf("Flush says %v", again)
	}
}

// TestWriterAllocs: a service that writes lines spends nothing on each.
func TestWriterAllocs(t *testing.T) {
	if raceEnabled {
		t.Log("the race detector allocates by itself; allocations are asserted without it")
		return
	}
	w := NewWriter(discard{}, &WriterOptions{Resolution: ResolutionLow})
	ex := simple("a dog")
	ex.Contents[0].Parts[0] = ex.Contents[0].Parts[0].Segment(5*time.Second, 25*time.Second)
	if n := testing.AllocsPerRun(1000, func() {
		if err := w.Write(ex); err != nil {
			t.Fatal(err)
		}
	}); n > 0 {
		t.Errorf("Write allocates %v times a line", n)
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
