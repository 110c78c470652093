package render_test

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
)

// ciOutputs returns a report in the formats for CI, by the extension of their
// golden files.
func ciOutputs(t *testing.T, report *videotune.Report, max int) map[string][]byte {
	t.Helper()
	outputs := map[string][]byte{}
	for ext, sink := range map[string]func(io.Writer) render.Sink{
		".sarif": func(w io.Writer) render.Sink {
			return render.NewSARIF(w, render.SARIFOptions{Max: max, Version: "v1.2.3", Notes: []string{"mine"}})
		},
		".github": func(w io.Writer) render.Sink {
			return render.NewGitHub(w, render.GitHubOptions{Max: max, Notes: []string{"mine"}})
		},
		".xml": func(w io.Writer) render.Sink {
			return render.NewJUnit(w, render.JUnitOptions{Max: max, Notes: []string{"mine"}})
		},
	} {
		var out bytes.Buffer
		if err := render.Report(sink(&out), report); err != nil {
			t.Errorf("%s: %v", ext, err)
		}
		outputs[ext] = out.Bytes()
	}
	return outputs
}

// listedRule is the line of a rule in SARIF, or of one without problems in JUnit.
var listedRule = regexp.MustCompile(`(?m)^(,?\n?\{"id":".*|<testcase name="[^"]*" classname="[^"]*" time="0"/>)\n`)

// withoutRules leaves out of a document what is the same in all.
func withoutRules(doc []byte) []byte { return listedRule.ReplaceAll(doc, nil) }

// Whatever names and messages hold, each format can be read again, and holds
// nothing that a terminal acts on.
func FuzzCI(f *testing.F) {
	f.Add(hostile, hostile)
	f.Add("a b,c:d%.jsonl", "\x00]]>&<\ufffe\uffff{0} 100 %\r\n::error::x")
	f.Add(`C:\data\träin.jsonl`, "é 😀 \ufffd")
	f.Fuzz(func(t *testing.T, file, message string) {
		p := videotune.Problem{Rule: videotune.RuleURISigned, Severity: videotune.SeverityWarning, File: file, Line: 1, Column: 2,
			Pointer: videotune.Pointer(message), Message: message, Hint: message}
		report := passing()
		report.Files[0] = videotune.FileReport{File: file, Warnings: 1, ByRule: map[videotune.Rule]int{p.Rule: 1}}
		report.FailReasons = []string{message}
		report.Problems = videotune.Problems{p}
		if got := len(sarif(t, render.SARIFOptions{}, report, p).Runs[0].Results); got != 1 {
			t.Errorf("SARIF: %d results", got)
		}
		said := 0
		for _, o := range junit(t, render.JUnitOptions{}, report, p).outcomes() {
			if strings.HasSuffix(o, " uri-signed said") {
				said++
			}
		}
		if said != 1 {
			t.Errorf("JUnit: the warning stands %d times", said)
		}
		lines := gitHub(t, render.GitHubOptions{}, report, p)
		if len(lines) != 2 || !strings.HasPrefix(lines[0], "::notice ") || !strings.HasPrefix(lines[1], "::error ") {
			t.Errorf("GitHub: %q", lines)
		}
		if got := render.Clean(lines[0]); got != lines[0] {
			t.Errorf("GitHub: %q is not clean", lines[0])
		}
		for ext, out := range ciOutputs(t, report, 0) {
			if text := strings.ReplaceAll(string(out), "\n", ""); render.Clean(text) != text {
				t.Errorf("%s is not clean: %q", ext, text)
			}
		}
	})
}
