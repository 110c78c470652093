package videotune

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rawLine returns a line as programs write them, in a spelling that a Writer has not.
func rawLine(uri, answer string) string {
	return fmt.Sprintf(`{ "contents": [{"role":"user","parts":[{"fileData":{"fileUri":%q,"mimeType":"video/mp4"}},{"text":"What?"}]},{"parts":[{"text":%q}],"role":"model"}], "generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`, uri, answer)
}

// splitText splits one file in dir and returns what the lines of both became.
func splitText(t *testing.T, dir, text string, opts *SplitLinesOptions) (*SplitLinesReport, []string, []string, error) {
	t.Helper()
	train, validation := filepath.Join(dir, "t.jsonl"), filepath.Join(dir, "v.jsonl")
	report, err := SplitLines([]Input{{"in.jsonl", strings.NewReader(text)}}, train, validation, opts)
	return report, readLines(t, train), readLines(t, validation), err
}

func TestSplitLines(t *testing.T) {
	dir := t.TempDir()
	var text strings.Builder
	text.WriteString("\ufeff")
	for i := range 100 {
		fmt.Fprintf(&text, "%s\r\n\n", rawLine(fmt.Sprintf("gs://b/cam%d_chunk%d.mp4", i%20, i), fmt.Sprint("n", i)))
	}
	byCamera, err := RecordingByPattern(regexp.MustCompile(`/(cam\d+)_`))
	if err != nil {
		t.Fatal(err)
	}
	report, train, validation, err := splitText(t, dir, text.String(), &SplitLinesOptions{Recording: byCamera})
	if err != nil {
		t.Fatal(err)
	}
	if report.Train.Examples != 90 || report.Validation.Recordings != 2 || report.Blank != 100 || report.Marked != 1 || report.Bad != 0 || report.Resolution != ResolutionLow {
		t.Errorf("report %+v", *report)
	}
	all := slices.Concat(train, validation)
	slices.Sort(all)
	var want []string
	for line := range strings.SplitSeq(strings.TrimPrefix(text.String(), "\ufeff"), "\r\n\n") {
		if line != "" {
			want = append(want, line)
		}
	}
	slices.Sort(want)
	if !slices.Equal(all, want) {
		t.Error("the lines are not those that were read")
	}
	cameras := map[string]bool{}
	for _, line := range train {
		cameras[regexp.MustCompile(`cam\d+_`).FindString(line)] = true
	}
	for _, line := range validation {
		if cameras[regexp.MustCompile(`cam\d+_`).FindString(line)] {
			t.Fatal("a camera is on both sides")
		}
	}
}

// Lines that differ in their resolution are moved all the same; the report tells.
func TestSplitLinesMixed(t *testing.T) {
	line := rawLine("gs://b/a.mp4", "x")
	for text, want := range map[string]MediaResolution{
		line + "\n" + strings.ReplaceAll(line, "a.mp4", "b.mp4"):                           ResolutionLow,
		line + "\n" + strings.NewReplacer("_LOW", "_HIGH", "a.mp4", "b.mp4").Replace(line): "",
	} {
		report, _, _, err := splitText(t, t.TempDir(), text, nil)
		if err != nil || report.Resolution != want {
			t.Errorf("%q: %+v, %v", text, report, err)
		}
	}
}

func TestSplitLinesRefuses(t *testing.T) {
	dir := t.TempDir()
	good := rawLine("gs://b/a.mp4", "x") + "\n" + rawLine("gs://b/b.mp4", "x") + "\n"
	long := `{"contents":"` + strings.Repeat("x", 2000) + `"}` + "\n"
	pattern, err := RecordingByPattern(regexp.MustCompile(`b/(c*)`))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		text  string
		opts  SplitLinesOptions
		want  string // of the error; "" for none
		count int
		bad   int
	}{
		{good + "{\"contents\":[],}\n{\n", SplitLinesOptions{}, "in.jsonl:3", 2, 0},
		{good + "{\"contents\":[],}\n{\n", SplitLinesOptions{KeepBad: true}, "", 0, 2},
		{good + "{\"contents\":\"runs\nover\nthe end\"}\n", SplitLinesOptions{KeepBad: true}, "", 0, 3},
		{good + long, SplitLinesOptions{KeepBad: true, MaxLineBytes: 1000}, "in.jsonl:3", 1, 0},
		{good, SplitLinesOptions{Recording: pattern}, `in.jsonl:1: in the URI "gs://b/a.mp4" no group of b/(c*)`, 2, 0},
		{good, SplitLinesOptions{Recording: func(string) (string, error) { return "", nil }}, "in.jsonl:1: the recording of", 2, 0},
		{"[\n{\"contents\":[]}\n]\n", SplitLinesOptions{KeepBad: true}, string(RuleFileJSONArray), -1, 0},
		{"", SplitLinesOptions{}, "", -1, 0},
	}
	for _, tt := range tests {
		report, train, validation, err := splitText(t, dir, tt.text, &tt.opts)
		if tt.count == 0 && tt.want == "" {
			if err != nil || report.Bad != tt.bad || report.Train.Examples+report.Validation.Examples != len(train)+len(validation) {
				t.Errorf("%q: %+v, %v", tt.text, report, err)
			}
			if got := strings.Join(slices.Sorted(slices.Values(slices.Concat(train, validation))), "\n"); got != strings.Join(slices.Sorted(strings.SplitSeq(strings.TrimSpace(tt.text), "\n")), "\n") {
				t.Errorf("%q became %q", tt.text, got)
			}
			for _, line := range validation {
				if !strings.Contains(line, "gs://") {
					t.Errorf("validation has the bad line %q", line)
				}
			}
			os.Remove(filepath.Join(dir, "t.jsonl"))
			os.Remove(filepath.Join(dir, "v.jsonl"))
			continue
		}
		var lines *LinesError
		if err == nil || !strings.Contains(err.Error(), tt.want) || errors.As(err, &lines) != (tt.count > 0) || lines != nil && lines.Count != tt.count {
			t.Errorf("%q: %v, want %q", tt.text, err, tt.want)
		}
		if len(train)+len(validation) > 0 {
			t.Errorf("%q: something was written", tt.text)
		}
	}
	if _, err := RecordingByPattern(regexp.MustCompile("x")); err == nil {
		t.Error("a pattern without a group is taken")
	}
}

// KeepBytes gives what stood there.
func TestReaderKeepBytes(t *testing.T) {
	const text = "\ufeff{\"a\" : 1}\r\n \n{\"b\":\"x\ny\"}\nlast"
	var got []string
	for rec := range NewReader(strings.NewReader(text), &ReaderOptions{KeepBytes: true}).All() {
		got = append(got, string(rec.Bytes))
	}
	if want := []string{`{"a" : 1}`, `{"b":"x`, `y"}`, "last"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for rec := range NewReader(bytes.NewReader([]byte(text)), nil).All() {
		if rec.Bytes != nil {
			t.Error("bytes that nobody asked for")
		}
	}
}
