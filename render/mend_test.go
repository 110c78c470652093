package render_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
)

// The text says how many problems fix may mend, of which files, and by which flags.
func TestMend(t *testing.T) {
	for name, tt := range map[string]struct {
		files []map[videotune.Rule]int
		want  string
	}{
		"nothing": {[]map[videotune.Rule]int{{videotune.RuleExamplesFew: 1}}, ""},
		"one":     {[]map[videotune.Rule]int{{videotune.RuleJSONTrailingComma: 1, videotune.RuleExamplesFew: 1}}, "1 of these problems may be mended: videotune fix -o … a"},
		"flag":    {[]map[videotune.Rule]int{{videotune.RuleResolutionMissing: 1}}, "1 of these problems may be mended: videotune fix -o … a (with --resolution)"},
		"second":  {[]map[videotune.Rule]int{{}, {videotune.RuleMIMEAlias: 2}}, "2 of these problems may be mended: videotune fix -o … b"},
		"flags": {[]map[videotune.Rule]int{{videotune.RuleMIMEAlias: 1200, videotune.RuleTokensOver: 2, videotune.RuleExampleDuplicate: 4}, {videotune.RuleVideoCount: 1}},
			"1,207 of these problems may be mended: videotune fix -o … FILE, for each of 2 files (3 with --dropped, 4 with --drop-duplicates)"},
	} {
		report := &videotune.Report{}
		for i, by := range tt.files {
			report.Files = append(report.Files, videotune.FileReport{File: string(rune('a' + i)), Examples: 1, ByRule: by})
		}
		var out bytes.Buffer
		if err := render.Report(render.NewText(&out, render.TextOptions{}), report); err != nil {
			t.Fatal(err)
		}
		got := ""
		for l := range strings.Lines(out.String()) {
			if strings.Contains(l, "videotune fix") {
				got += strings.TrimSuffix(l, "\n")
			}
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
		if !strings.HasSuffix(out.String(), "\nThe job would start.\n") {
			t.Errorf("%s: the verdict is not the last line:\n%s", name, out.String())
		}
	}
}

// Where no training example could be read, there are no figures of them.
func TestNothingCounted(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want bool
	}{
		"array":    {"[\n{}]\n", false},
		"gzip":     {"\x1f\x8b\x08\x00", false},
		"broken":   {"{\"contents\":\n", false},
		"readable": {`{"contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[{"text":"b"}]}]}` + "\n", true},
	} {
		report, err := videotune.Check(videotune.Dataset{Train: []videotune.Input{{Name: "a", R: strings.NewReader(tt.text)}}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := render.Report(render.NewText(&out, render.TextOptions{}), report); err != nil {
			t.Fatal(err)
		}
		for _, s := range []string{"Resolution:", "Tokens:", "AT RESOLUTION"} {
			if strings.Contains(out.String(), s) != tt.want {
				t.Errorf("%s: %q is told: %v, want %v", name, s, !tt.want, tt.want)
			}
		}
	}
}
