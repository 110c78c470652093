package render_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
)

// gitHub returns the lines of problems.
func gitHub(t testing.TB, opts render.GitHubOptions, report *videotune.Report, problems ...videotune.Problem) []string {
	t.Helper()
	var out bytes.Buffer
	sink := render.NewGitHub(&out, opts)
	for i := range problems {
		sink.Problem(&problems[i])
	}
	if err := sink.Close(report); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

func TestGitHubEscapes(t *testing.T) {
	p := videotune.Problem{Rule: videotune.RuleJSONSyntax, Severity: videotune.SeverityDrop}
	for _, tt := range []struct{ file, message, hint, want string }{
		{"a b.jsonl", "50 %: a, b", "", "::warning file=a b.jsonl,line=3,col=4,title=json-syntax::50 %25: a, b"},
		{"a,b:c%d.jsonl", "m", "h", "::warning file=a%2Cb%3Ac%25d.jsonl,line=3,col=4,title=json-syntax::m%0Ahint: h"},
		{"a\r\nb\x1b", "x\n::error::y\r\x1b[1m", "", `::warning file=a%0D%0Ab\x1b,line=3,col=4,title=json-syntax::x\n::error::y\r\x1b[1m`},
		{"träin 世界", "é 😀 \u202e", "", `::warning file=träin 世界,line=3,col=4,title=json-syntax::é 😀 \u202e`},
		{`dir\x.jsonl`, "%0A", "", `::warning file=dir\x.jsonl,line=3,col=4,title=json-syntax::%250A`},
	} {
		if slashed := strings.ReplaceAll(tt.file, `\`, "/"); slashed != tt.file && filepath.Separator == '\\' {
			tt.want = strings.ReplaceAll(tt.want, `dir\`, "dir/")
		}
		p.File, p.Line, p.Column, p.Message, p.Hint = tt.file, 3, 4, tt.message, tt.hint
		if got := gitHub(t, render.GitHubOptions{}, passing(), p); got[0] != tt.want || len(got) != 2 {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
	p.File, p.Line, p.Column = "", 0, 0
	if got := gitHub(t, render.GitHubOptions{}, nil, p)[0]; !strings.HasPrefix(got, "::warning title=json-syntax::") {
		t.Errorf("without a place: %q", got)
	}
}

// Few are shown: of each level, and of as many rules and files as can be.
func TestGitHubChoice(t *testing.T) {
	var problems []videotune.Problem
	for i := range 10_000 {
		problems = append(problems, videotune.Problem{Rule: videotune.RuleSegmentTooLong, Severity: videotune.SeverityDrop, File: "a", Line: i + 1, Message: "m"})
	}
	for i, rule := range []videotune.Rule{videotune.RuleVideoTooLarge, videotune.RuleVideoCount, videotune.RuleURISigned, videotune.RuleURIScheme} {
		info, _ := videotune.LookupRule(rule)
		problems = append(problems, videotune.Problem{Rule: rule, Severity: info.Severity, File: "b", Line: i + 1, Message: "m"})
	}
	lines := gitHub(t, render.GitHubOptions{}, passing(), problems...)
	n := map[string]int{}
	for _, line := range lines {
		level, _, _ := strings.Cut(line, " ")
		n[level]++
		for _, rule := range []string{"video-too-large", "video-count", "uri-signed", "uri-scheme"} {
			if strings.Contains(line, "title="+rule+"::m") {
				n[rule]++
			}
		}
	}
	for what, want := range map[string]int{"::warning": 9, "::error": 1, "::notice": 2, "video-too-large": 1, "video-count": 1, "uri-signed": 1, "uri-scheme": 1} {
		if n[what] != want {
			t.Errorf("%s: %d, want %d in\n%s", what, n[what], want, strings.Join(lines, "\n"))
		}
	}
	if want := "::notice title=videotune check::9,993 more problems: segment-too-long 9,993"; lines[len(lines)-2] != want {
		t.Errorf("got %q, want %q", lines[len(lines)-2], want)
	}
	if got := len(gitHub(t, render.GitHubOptions{Max: 10_001}, passing(), problems...)); got != len(problems)+1 {
		t.Errorf("%d lines where all problems may be shown, want %d", got, len(problems)+1)
	}
}
