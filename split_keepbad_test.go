package videotune

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A line that cannot be read goes where its files are, as far as they can be known.
func TestSplitLinesKeepBad(t *testing.T) {
	var good []string
	for _, video := range []string{"a", "b", "c", "d"} {
		good = append(good, rawLine("gs://b/"+video+"_1.mp4", video))
	}
	byVideo, err := RecordingByPattern(regexp.MustCompile(`/(\w)_`))
	if err != nil {
		t.Fatal(err)
	}
	opts := SplitLinesOptions{KeepBad: true, Recording: byVideo}
	opts.Policy, opts.Share = &Policy{Limits: &Limits{}}, 0.6
	split := func(bad string) (*SplitLinesReport, []string) {
		dir := t.TempDir()
		report, train, validation, err := splitText(t, dir, strings.Join(good, "\n")+"\n"+bad+"\n", &opts)
		if err != nil || len(train)+len(validation) != len(good)+1 {
			t.Fatalf("%s: %q and %q, %v", bad, train, validation, err)
		}
		return report, validation
	}
	report, validation := split(`no`)
	if want := (SomeLines{1, "in.jsonl", 5}); report.Bad != 1 || report.Unknown != want || slices.Contains(validation, "no") {
		t.Errorf("%+v, validation has %q", report, validation)
	}
	moved := 0
	for _, video := range []string{"a", "b", "c", "d"} {
		for _, tt := range []struct {
			bad     string
			unknown int
		}{
			{`{"contents":[{"parts":[{"fileData":{"fileUri":"gs://b/V_2.mp4","mimeType":"video/mp4"}}]}],}`, 0},
			{`{'contents':[{'parts':[{'file_data':{'file_uri':'gs://b/V_2.mp4'}}]}]}`, 0},
			{`{"request":{"fileUri":"gs://b/V_2.mp4"}}`, 0},
			{`{"contents":[{"parts":[{"fileData":{"fileUri":"gs://b/V_2.mp4"}},{"fileData":{"fileUri":"gs://b/`, 1},
			{`{"contents":[{"parts":[{"fileData":{"fileUri":"gs://b/V_2.mp4"}},{"fileData":{"fileUri":"unmatched"}}]`, 1},
			{`{"contents":[{"parts":[{"fileData":{"fileUr\u0069":"gs://b/V_2.mp4","mimeType":"video/mp4"}}]}],}`, 0},
			{`{"contents":[{"parts":[{"fileData":{"fileUri":"gs://b/z_1.mp4"}},{"fileData":{fileUri/**/:'gs://b/V_2.mp4'}}]}]}`, 1},
			{`{"contents":[{"parts":[{"fileData":{"fileUri":"gs://b/z_1.mp4"}},{"fileData":{'fileUri': 'gs://b/' 'V_2.mp4'}}]}]}`, 1},
			{`{"contents":[{"parts":[{"fileData":{"fileUri":"gs://b/z_1.mp4"}},{"fileData":{"fileUr\u{69}":"gs://b/V_2.mp4"}}]}],}`, 1},
		} {
			bad := strings.ReplaceAll(tt.bad, "V", video)
			report, validation := split(bad)
			in := slices.Contains(validation, bad)
			if with := slices.ContainsFunc(validation, func(l string) bool { return strings.Contains(l, "/"+video+"_1") }); in != with && !strings.Contains(bad, "z_1") { // of which the other file is not known
				t.Errorf("%s is in validation: %v; its video: %v", bad, in, with)
			}
			if report.Bad != 1 || report.Unknown.Count != tt.unknown || in && tt.unknown > 0 {
				t.Errorf("%s: %+v, in validation: %v", bad, report, in)
			}
			if in {
				moved++
			}
		}
	}
	if moved == 0 {
		t.Error("no bad line is in validation: nothing is tested")
	}
}

// The file of a line that can be read, but calls a member by another name, is known.
func TestSplitLinesMisspelt(t *testing.T) {
	var text strings.Builder
	for _, answer := range strings.Fields("1 2 3 4 5 6 7 8 9") {
		text.WriteString(strings.Replace(rawLine("gs://b/a.mp4", answer), "fileUri", "fileURI", 1) + "\n")
	}
	opts := new(SplitLinesOptions)
	opts.Share = 0.5
	_, _, _, err := splitText(t, t.TempDir(), text.String(), opts)
	var none *NoValidationError
	if !errors.As(err, &none) || none.Recordings != 1 {
		t.Errorf("one video was split: %v", err)
	}
}

// Where validation was asked for and cannot be had, nothing is written and nothing goes.
func TestSplitLinesNoValidation(t *testing.T) {
	one, other := rawLine("gs://b/a.mp4", "x"), rawLine("gs://b/b.mp4", "x")
	both := strings.Replace(one, `{"text":"What?"}`, `{"fileData":{"fileUri":"gs://b/b.mp4","mimeType":"video/mp4"}}`, 1)
	third := strings.ReplaceAll(both, "a.mp4", "c.mp4")
	small := &Policy{Limits: &Limits{Validation: ValidationLimits{MaxShare: 0.1}}}
	for _, tt := range []struct {
		text   string
		share  float64
		policy *Policy
		want   NoValidationError // with an empty Path: no error
	}{
		{one + "\n" + one, 0, nil, NoValidationError{"v", 2, 1, 0, ""}},
		{strings.Join([]string{one, other, both, third}, "\n"), 0.5, nil, NoValidationError{"v", 4, 1, 2, ""}},
		{one + "\n" + other, 0.5, small, NoValidationError{"v", 2, 2, 0, CapMaxShare}},
		{one + "\n" + one, PinnedOnly, nil, NoValidationError{}},
		{one + "\n" + other, PinnedOnly, nil, NoValidationError{}},
		{one + "\n" + other, 0.5, nil, NoValidationError{}},
	} {
		dir := t.TempDir()
		old := filepath.Join(dir, "v.jsonl")
		if err := os.WriteFile(old, []byte("old\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		opts := new(SplitLinesOptions)
		opts.Share, opts.Policy = tt.share, tt.policy
		report, train, validation, err := splitText(t, dir, tt.text, opts)
		if tt.want.Path == "" {
			if removed := tt.share == PinnedOnly; err != nil || report.ValidationRemoved != removed || (len(validation) == 0) != removed {
				t.Errorf("%s: %+v, validation has %q, %v", tt.text, report, validation, err)
			}
			continue
		}
		tt.want.Path = old
		var none *NoValidationError
		if !errors.As(err, &none) || *none != tt.want || none.Error() == "" {
			t.Errorf("%s: %+v, want %+v", tt.text, err, tt.want)
		}
		if len(train) > 0 || !slices.Equal(validation, []string{"old"}) {
			t.Errorf("%s: the files hold %q and %q", tt.text, train, validation)
		}
		wantFiles(t, dir, "v.jsonl")
	}
}
