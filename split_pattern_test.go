package videotune

import (
	"errors"
	"regexp"
	"strings"
	"testing"
)

func TestRecordingByPattern(t *testing.T) {
	for _, tt := range []struct{ pattern, uri, want string }{
		{`/([^/]+)_chunk`, "gs://b/dog_chunk1.mp4", "dog"},
		{`/([^/]+)_chunk`, "gs://b/cat.mp4", ""},
		{`/([^/]+)_chunk|^(.+)$`, "gs://b/dog_chunk1.mp4", "dog"},
		{`/([^/]+)_chunk|^(.+)$`, "gs://b/cat.mp4", "gs://b/cat.mp4"},
		{`(cam\d+)|(day\d+)`, "day1/cam2", "cam2"}, // the first alternative, wherever it stands
		{`(?i)/([^/]+)_CHUNK|^GS://([^/]+)`, "gs://b/x.mp4", "b"},
		{`b/(c*)(d*)`, "gs://b/d.mp4", "d"}, // the first group that matches anything
		{`b/(c*)`, "gs://b/d.mp4", ""},
		{`/x_(chunk)|/(y)`, "gs://b/y", "y"},                     // alternatives with a beginning in common
		{`/x([^/]+)_chunk|/([^/]+)`, "gs://b/x1_chunk.mp4", "1"}, // which is looked for before
		{`(?i)/X([^/]+)|/([|)(]+)|(e\|f)|()`, "gs://b/e|F", "e|F"},
		{`z(?i)|(B)`, "gs://b/", "b"}, // flags in the middle
		{`\Q/|\E|(.+)`, "gs://b", "gs://b"},
		{`^(a|b)(?:c|d)`, "bd", "b"},
		{`(?s)(.)|x`, "\n", "\n"},
	} {
		f, err := RecordingByPattern(regexp.MustCompile(tt.pattern))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := f(tt.uri); got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("%s in %s: %q, %v; want %q", tt.pattern, tt.uri, got, err, tt.want)
		}
	}
	if _, err := RecordingByPattern(regexp.MustCompile(`a|b`)); err == nil {
		t.Error("a pattern without a group is taken")
	}
}

// TestLinesErrorKinds: it is told what keeps lines from being split.
func TestLinesErrorKinds(t *testing.T) {
	text := rawLine("gs://b/a_chunk.mp4", "x") + "\n" + rawLine("gs://b/b.mp4", "x") + "\nno\n" + rawLine("gs://b/c_chunk.mp4", strings.Repeat("x", 1000)) + "\n"
	recording, err := RecordingByPattern(regexp.MustCompile(`(.)_chunk`))
	if err != nil {
		t.Fatal(err)
	}
	for keep, count := range map[bool]int{false: 3, true: 2} {
		_, _, _, err := splitText(t, t.TempDir(), text, &SplitLinesOptions{Recording: recording, KeepBad: keep, MaxLineBytes: 900})
		var lines *LinesError
		if !errors.As(err, &lines) || lines.Count != count || lines.TooLong != 1 || lines.Nameless != 1 {
			t.Errorf("keeping bad lines %v: %+v", keep, lines)
		}
	}
}

// TestSplitNames: names of one file are one recording, however lines come.
func TestSplitNames(t *testing.T) {
	uris := []string{"gs://b/a b.mp4", "https://storage.googleapis.com/b/a%20b.mp4", "https://b.storage.googleapis.com/a%20b.mp4?X-Goog-Signature=1", "https://storage.cloud.google.com/b/a%20b.mp4"}
	var text strings.Builder
	for _, uri := range append(uris, "gs://b/c.mp4") {
		text.WriteString(rawLine(uri, "x") + "\n")
	}
	report, train, validation, err := splitText(t, t.TempDir(), text.String(), &SplitLinesOptions{SplitOptions: SplitOptions{Share: 0.3}})
	if err != nil || report.Train.Recordings != 1 || report.Validation.Recordings != 1 || len(train) != 4 || len(validation) != 1 {
		t.Errorf("%+v, %v", report, err)
	}
	dir := t.TempDir()
	s, err := CreateSplit(dir+"/t.jsonl", dir+"/v.jsonl", &SplitOptions{Resolution: ResolutionLow})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i, uri := range uris {
		ex := &Example{Contents: []Content{User(File(uri, "video/mp4"), Text("What?")), Model(Text("x"))}, GenerationConfig: GenerationConfig{MediaResolution: ResolutionLow}}
		if err := s.WriteTo(Split(min(i, 1)), "", ex); errors.As(err, new(*SideError)) != (i > 0) {
			t.Errorf("%s: %v", uri, err)
		}
	}
	// A name that the caller gives is one, too.
	for _, name := range uris {
		if err := s.WriteTo(Validation, name, &Example{Contents: []Content{User(Text("What?")), Model(Text("x"))}, GenerationConfig: GenerationConfig{MediaResolution: ResolutionLow}}); !errors.As(err, new(*SideError)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSplitCapped: it is told how much the cap admits, and how many recordings it kept out.
func TestSplitCapped(t *testing.T) {
	var text strings.Builder
	for i := range 10 {
		text.WriteString(rawLine("gs://b/"+string(rune('a'+i))+".mp4", "x") + "\n")
	}
	for share, want := range map[float64]SplitReport{
		0.2: {},
		0.5: {Capped: CapAdvisedShare, CappedAt: 2, KeptOut: 8},
	} {
		report, _, _, err := splitText(t, t.TempDir(), text.String(), &SplitLinesOptions{SplitOptions: SplitOptions{Share: share}})
		if err != nil || report.Capped != want.Capped || report.CappedAt != want.CappedAt || report.KeptOut != want.KeptOut || report.Validation.Examples != 2 {
			t.Errorf("%v: %+v, %v", share, report, err)
		}
	}
}
