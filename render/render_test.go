package render_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
)

var update = flag.Bool("update", false, "write the golden files")

// hostile holds what must never reach a terminal.
const hostile = "\x1b[2J\a\u009b31m\u202egnp.\r\n\xff"

// failing is a report of a dataset with 25 drops of one rule, and its problems.
func failing() (*videotune.Report, videotune.Problems) {
	var problems videotune.Problems
	for i := range 25 {
		problems = append(problems, videotune.Problem{
			Rule: videotune.RuleSegmentTooLong, Severity: videotune.SeverityDrop, File: "train.jsonl", Line: i + 1, Column: 118,
			Pointer: "/contents/0/parts/0/videoMetadata", Message: "the segment is 1200 s long, the limit is 300 s", Hint: "cut it <in four>",
		})
	}
	problems = append(problems,
		videotune.Problem{Rule: videotune.RuleFileBlankLines, Severity: videotune.SeverityWarning, File: "train.jsonl", Line: 7,
			Message: "the line is blank"},
		videotune.Problem{Rule: videotune.RuleURISigned, Severity: videotune.SeverityWarning, File: "val" + hostile + ".jsonl", Line: 2, Column: 9,
			Pointer: "/contents/0", Message: "signed " + hostile, Hint: "sign " + hostile},
		videotune.Problem{Rule: videotune.RuleExamplesFew, Severity: videotune.SeverityWarning, File: "train.jsonl", Message: "few"},
	)
	report := &videotune.Report{
		Model: "gemini-2.5-flash", Edition: "2026-08", ModelRetired: time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC),
		Resolution: "MEDIA_RESOLUTION_LOW",
		Files: []videotune.FileReport{
			{File: "train.jsonl", Examples: 90, Dropped: 25, Drops: 25, Warnings: 2, ByRule: map[videotune.Rule]int{
				videotune.RuleSegmentTooLong: 25, videotune.RuleFileBlankLines: 1, videotune.RuleExamplesFew: 1}},
			{File: "val" + hostile + ".jsonl", Split: videotune.Validation, Examples: 3, Warnings: 1,
				ByRule: map[videotune.Rule]int{videotune.RuleURISigned: 1}},
		},
		FailReasons: []string{"train.jsonl: 25 of 90 examples would be dropped (more than 10 %)", "a second reason"},
		Problems:    problems, Unprobed: 3, Tokens: videotune.Range{Lower: 1234567, Upper: 2345678},
		Resolutions: []videotune.ResolutionReport{
			{Resolution: videotune.ResolutionLow, Dropped: 25, WouldFail: true, Tokens: videotune.Range{Lower: 1234567, Upper: 2345678}, RelativeTime: 1},
			{Resolution: videotune.ResolutionMedium, Tokens: videotune.Range{Lower: 999, Upper: 999}},
		},
		Assumptions: []string{"The limit of a video's length is read as the segment's."},
	}
	return report, problems
}

// passing is a report of a dataset without problems.
func passing() *videotune.Report {
	return &videotune.Report{
		Model: "gemini-3.5-flash", Edition: "2026-08",
		Files:  []videotune.FileReport{{File: "-", Examples: 1}},
		Tokens: videotune.Range{Lower: 5, Upper: 5},
	}
}

func TestGolden(t *testing.T) {
	fail, _ := failing()
	type options struct {
		text render.TextOptions
		json render.JSONOptions
		ci   int // Max of the formats for CI
	}
	for _, tt := range []struct {
		name   string
		report *videotune.Report
		opts   options
	}{
		{"failing", fail, options{}},
		{"failing-color", fail, options{text: render.TextOptions{Color: true, Max: 1}}},
		{"failing-max2", fail, options{render.TextOptions{Max: 2}, render.JSONOptions{Max: 2}, 2}},
		{"failing-none", fail, options{render.TextOptions{Max: -1}, render.JSONOptions{Max: -1}, -1}},
		{"passing", passing(), options{}},
		{"nil", nil, options{}},
	} {
		var text, js bytes.Buffer
		if err := render.Report(render.NewText(&text, tt.opts.text), tt.report); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if err := render.Report(render.NewJSON(&js, tt.opts.json), tt.report); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		golden(t, tt.name+".txt", text.Bytes())
		golden(t, tt.name+".json", js.Bytes())
		if !json.Valid(js.Bytes()) {
			t.Errorf("%s: the output is not JSON:\n%s", tt.name, js.Bytes())
		}
		outputs := [][]byte{text.Bytes(), js.Bytes()}
		for ext, out := range ciOutputs(t, tt.report, tt.opts.ci) {
			golden(t, tt.name+ext, withoutRules(out))
			outputs = append(outputs, out)
		}
		for _, out := range outputs {
			for _, bad := range []string{"\x1b[2J", "\a", "\u009b", "\u202e", "\r", "\xff"} {
				if bytes.Contains(out, []byte(bad)) {
					t.Errorf("%s: %q reached the output", tt.name, bad)
				}
			}
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run go test -update ./render and look at the change. Got:\n%s", path, got)
	}
}

// What the escapes stand for is what there was.
func TestJSONKeepsValues(t *testing.T) {
	_, problems := failing()
	var out bytes.Buffer
	sink := render.NewJSON(&out, render.JSONOptions{})
	p := problems[0]
	p.Message = "a\u2028\u2029\u0085\ufeff\U000e0001é😀<>&\x7f"
	sink.Problem(&p)
	if err := sink.Close(passing()); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Problems []struct{ Message string }
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Problems[0].Message != p.Message {
		t.Errorf("got %q, want %q", got.Problems[0].Message, p.Message)
	}
	if !strings.Contains(out.String(), `\ufeff\udb40\udc01é😀<>&\u007f`) {
		t.Errorf("escaped other than expected: %s", out.String())
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"":                   "",
		"plain":              "plain",
		"é 世界 😀":             "é 世界 😀",
		"a\tb\nc\rd":         `a\tb\nc\rd`,
		"\x1b[0m\x00\x7f":    `\x1b[0m\x00\x7f`,
		"\u0085\u009b":       `\u0085\u009b`,
		"\u2028\u202e\u2066": `\u2028\u202e\u2066`,
		"\ufffd":             "\ufffd",
		"\xc3(":              `\xc3(`,
		"\U000e0041":         `\U000e0041`,
	} {
		if got := render.Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add(hostile)
	f.Fuzz(func(t *testing.T, s string) {
		got := render.Clean(s)
		if got != render.Clean(got) {
			t.Errorf("Clean(%q) = %q, which is not clean", s, got)
		}
		var out bytes.Buffer
		sink := render.NewJSON(&out, render.JSONOptions{})
		sink.Problem(&videotune.Problem{Rule: videotune.RuleJSONSyntax, File: "f", Line: 1, Message: s})
		if err := sink.Close(passing()); err != nil {
			t.Fatal(err)
		}
		var doc struct{ Problems []struct{ Message string } }
		if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		if want := strings.ToValidUTF8(s, "\ufffd"); strings.ToValidUTF8(doc.Problems[0].Message, "") != doc.Problems[0].Message ||
			!strings.Contains(s, "\ufffd") && s == want && doc.Problems[0].Message != s {
			t.Errorf("message %q became %q", s, doc.Problems[0].Message)
		}
	})
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestWriteErrorsComeBack(t *testing.T) {
	want := errors.New("disk full")
	report, _ := failing()
	for _, sink := range []render.Sink{
		render.NewText(brokenWriter{want}, render.TextOptions{}),
		render.NewJSON(brokenWriter{want}, render.JSONOptions{}),
		render.NewSARIF(brokenWriter{want}, render.SARIFOptions{}),
		render.NewGitHub(brokenWriter{want}, render.GitHubOptions{}),
		render.NewJUnit(brokenWriter{want}, render.JUnitOptions{}),
	} {
		for range 1000 {
			for i := range report.Problems {
				sink.Problem(&report.Problems[i])
			}
		}
		if err := sink.Close(report); !errors.Is(err, want) {
			t.Errorf("%T: Close returned %v, want %v", sink, err, want)
		}
	}
}

// A million problems are not kept.
func TestNothingGrows(t *testing.T) {
	_, problems := failing()
	p := &problems[0]
	for _, sink := range []render.Sink{
		render.NewText(discard{}, render.TextOptions{}),
		render.NewJSON(discard{}, render.JSONOptions{Max: 1}),
		render.NewSARIF(discard{}, render.SARIFOptions{Max: 1}),
		render.NewGitHub(discard{}, render.GitHubOptions{}),
		render.NewJUnit(discard{}, render.JUnitOptions{}),
	} {
		for range 100 {
			sink.Problem(p)
		}
		if n := testing.AllocsPerRun(1000, func() { sink.Problem(p) }); n != 0 {
			t.Errorf("%T: %v allocations for a problem that is only counted", sink, n)
		}
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// What Check counted without telling it is omitted, too.
func TestOmittedByCheck(t *testing.T) {
	report := passing()
	report.Files[0].Errors = 100
	report.Files[0].ByRule = map[videotune.Rule]int{videotune.RuleMemberUnknown: 97, videotune.RuleJSONEscape: 3}
	p := videotune.Problem{Rule: videotune.RuleMemberUnknown, Severity: videotune.SeverityError, File: "-", Line: 1, Column: 2, Message: "unknown"}
	var text, js bytes.Buffer
	for _, sink := range []render.Sink{render.NewText(&text, render.TextOptions{}), render.NewJSON(&js, render.JSONOptions{})} {
		for range 30 {
			sink.Problem(&p)
		}
		if err := sink.Close(report); err != nil {
			t.Fatal(err)
		}
	}
	if want := "… and 77 more of [member-unknown] in -\n… and 3 more of [json-escape] in -\n"; !strings.Contains(text.String(), want) {
		t.Errorf("%q is missing in:\n%s", want, text.String())
	}
	if want := `"problems_omitted":70,`; !strings.Contains(js.String(), want) {
		t.Errorf("%q is missing in:\n%s", want, js.String())
	}
}

// With many files only the first are named with a rule.
func TestManyFiles(t *testing.T) {
	report := passing()
	report.Files = nil
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		report.Files = append(report.Files, videotune.FileReport{File: name, Errors: 1, ByRule: map[videotune.Rule]int{videotune.RuleFileBOM: 1}})
	}
	var out bytes.Buffer
	if err := render.Report(render.NewText(&out, render.TextOptions{}), report); err != nil {
		t.Fatal(err)
	}
	if want := "file-bom  error            5  a 1, b 1, c 1 and 2 more files\n"; !strings.Contains(out.String(), want) {
		t.Errorf("%q is missing in:\n%s", want, out.String())
	}
}

// One name on both sides is told apart; what is shown is of training first.
func TestBothSides(t *testing.T) {
	p := videotune.Problem{Rule: videotune.RuleFileBOM, Severity: videotune.SeverityError, File: "a", Message: "m"}
	for _, tt := range []struct {
		max, train, validation int
		want                   string
	}{
		{1, 3, 4, "… and 2 more of [file-bom] in a (train)\n… and 4 more of [file-bom] in a (validation)\n"},
		{5, 3, 4, "… and 2 more of [file-bom] in a (validation)\n"},
		{7, 3, 4, ""},
		{-1, 3, 0, "… and 3 more of [file-bom] in a (train)\n"},
	} {
		report := passing()
		report.Files = nil
		for split, n := range []int{tt.train, tt.validation} {
			report.Files = append(report.Files, videotune.FileReport{File: "a", Split: videotune.Split(split), ByRule: map[videotune.Rule]int{videotune.RuleFileBOM: n}})
		}
		var out bytes.Buffer
		sink := render.NewText(&out, render.TextOptions{Max: tt.max})
		for range tt.train + tt.validation {
			sink.Problem(&p)
		}
		if err := sink.Close(report); err != nil {
			t.Fatal(err)
		}
		var got string
		for line := range strings.Lines(out.String()) {
			if strings.HasPrefix(line, "…") {
				got += line
			}
		}
		if got != tt.want {
			t.Errorf("%+v: got\n%s", tt, got)
		}
	}
}

// The lines of a file that is not JSONL are no examples; a file with a byte order
// mark is JSONL.
func TestNotJSONL(t *testing.T) {
	for _, info := range videotune.Rules() {
		report := passing()
		report.Files[0].Errors, report.Files[0].ByRule = 1, map[videotune.Rule]int{info.Rule: 1}
		var out bytes.Buffer
		if err := render.Report(render.NewText(&out, render.TextOptions{}), report); err != nil {
			t.Fatal(err)
		}
		want := "-     train         1        0    0 %       1 "
		switch info.Rule {
		case videotune.RuleFileBOM, videotune.RuleFileBlankLines, videotune.RuleFileTooLarge:
		default:
			if strings.HasPrefix(string(info.Rule), "file-") {
				want = "-     train         –        –      –       1 "
			}
		}
		if !strings.Contains(out.String(), "\n"+want) {
			t.Errorf("%s: %q is missing in:\n%s", info.Rule, want, out.String())
		}
	}
}

// What the caller adds to a report.
func TestFactsAndNotes(t *testing.T) {
	report, _ := failing()
	var text, js bytes.Buffer
	for _, sink := range []render.Sink{
		render.NewText(&text, render.TextOptions{Facts: "facts" + hostile, Notes: []string{"mine" + hostile}}),
		render.NewJSON(&js, render.JSONOptions{Notes: []string{"mine"}}),
	} {
		if err := render.Report(sink, report); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{
		"\nUnprobed:   3 of 90 training examples; facts" + render.Clean(hostile) + " does not tell their size or length\n",
		"\nNote: mine" + render.Clean(hostile) + "\n\nNote: Google names",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, text.String())
		}
	}
	if strings.Contains(text.String(), "--media") {
		t.Errorf("facts that there are, are asked for:\n%s", text.String())
	}
	if want := `"notes":["mine","Google names `; !strings.Contains(js.String(), want) {
		t.Errorf("%s is missing in:\n%s", want, js.String())
	}
}

func TestProblem(t *testing.T) {
	_, problems := failing()
	var out bytes.Buffer
	if err := render.Problem(&out, &problems[0], false); err != nil {
		t.Fatal(err)
	}
	want := "train.jsonl:1:118: drop: the segment is 1200 s long, the limit is 300 s [segment-too-long]\n    hint: cut it <in four>\n"
	if out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}
