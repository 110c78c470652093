package videotune

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestRulesGolden holds what was released of the rules: an id or a severity that
// changes here changes for everyone who matches it.
func TestRulesGolden(t *testing.T) {
	var b strings.Builder
	for _, r := range Rules() {
		fmt.Fprintf(&b, "%s %s\n", r.Rule, r.Severity)
	}
	golden(t, "testdata/rules.golden", b.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; -update rewrites it. got:\n%s", name, got)
	}
}

func TestRuleTable(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := make(map[Rule]bool)
	for _, r := range Rules() {
		switch {
		case !kebab.MatchString(string(r.Rule)):
			t.Errorf("%s is not kebab-case", r.Rule)
		case seen[r.Rule]:
			t.Errorf("%s stands twice", r.Rule)
		case r.Severity == SeverityOff:
			t.Errorf("%s is off", r.Rule)
		case !strings.HasSuffix(r.Sentence, ".") || r.Source == "" || r.Group == "":
			t.Errorf("%s lacks a sentence, source or group", r.Rule)
		}
		seen[r.Rule] = true
		if info, ok := LookupRule(r.Rule); !ok || info != r {
			t.Errorf("LookupRule(%s) = %v, %v", r.Rule, info, ok)
		}
	}
	if _, ok := LookupRule("no-such-rule"); ok {
		t.Error("LookupRule found a rule that is none")
	}
}
