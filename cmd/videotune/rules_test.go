package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/nearest"
)

// Each exported number of internal/answer is printed by "videotune rules".
func TestConstantsAreComplete(t *testing.T) {
	listed := map[string]bool{}
	for _, c := range ruleConstants {
		listed[c.Name] = true
		for _, r := range c.Rules {
			if _, ok := videotune.LookupRule(r); !ok {
				t.Errorf("%s names the rule %q, which does not exist", c.Name, r)
			}
		}
	}
	dir := filepath.Join("..", "..", "internal", "answer")
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no sources in %s: %v", dir, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range exportedConsts(file) {
			if !listed[c] {
				t.Errorf("%s: the constant %s is missing in ruleConstants", name, c)
			}
		}
	}
}

// exportedConsts returns the names of constants that have a value and no type:
// those with a type are enumerations.
func exportedConsts(file *ast.File) []string {
	var names []string
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			if v.Type != nil || len(v.Values) == 0 {
				continue
			}
			for _, n := range v.Names {
				if n.IsExported() {
					names = append(names, n.Name)
				}
			}
		}
	}
	return names
}

func TestNearest(t *testing.T) {
	words := []string{"check", "fmt", "rules", "schema", "segment-too-long", "text-empty"}
	for name, want := range map[string]string{
		"chek": "check", "hceck": "check", "fm": "fmt", "fmtt": "fmt", "rule": "rules", "segment-to-long": "segment-too-long",
		"train.jsonl": "", "": "", "xyz": "", "check": "check",
	} {
		if got := nearest.Word(name, words); got != want {
			t.Errorf("nearest(%q) = %q, want %q", name, got, want)
		}
	}
}

// A committed go.mod with a replace directive cannot be installed.
func TestNoReplace(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(mod), "replace") {
		t.Error("go.mod has a replace directive: go install of the command would fail")
	}
}
