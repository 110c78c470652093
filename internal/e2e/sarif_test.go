package e2e

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
)

// sarifSchemaText returns the standard's JSON Schema, which a SARIF library holds
// as a constant of its own. Its own judge sees what it made of a log, not the log.
var sarifSchemaText = sync.OnceValues(func() (string, error) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3").Output()
	if err != nil {
		return "", err
	}
	name := filepath.Join(strings.TrimSpace(string(dir)), "pkg", "report", "v210", "sarif", "schema.go")
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		return "", err
	}
	longest := ""
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && len(lit.Value) > len(longest) {
			longest = lit.Value
		}
		return true
	})
	return strconv.Unquote(longest)
})

// sarifSchema returns a judge for logs.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := sarifSchemaText()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text, "partialFingerprints") {
		t.Fatalf("no schema of SARIF: %.100s", text)
	}
	return compile(t, []byte(text))
}

// readSARIF reads a log with a library, which must know each of its members.
func readSARIF(t *testing.T, text []byte) *sarif.Run {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	var log sarif.Report
	if err := dec.Decode(&log); err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 {
		t.Fatalf("%d runs", len(log.Runs))
	}
	return log.Runs[0]
}

// What the vectors that fail tell is valid SARIF, which a library understands.
func TestSARIFOfVectors(t *testing.T) {
	var out bytes.Buffer
	sink := render.NewSARIF(&out, render.SARIFOptions{Version: "v1.2.3", Severity: map[videotune.Rule]videotune.Severity{
		videotune.RuleFileBOM: videotune.SeverityOff, videotune.RuleURISigned: videotune.SeverityError}, Notes: []string{"a note"}})
	rules := map[videotune.Rule]bool{}
	var all videotune.Problems
	var last *videotune.Report
	for _, v := range vectors(t) {
		if rules[v.Rule] || len(v.Problems) == 0 {
			continue
		}
		report, problems, err := v.Check()
		if err != nil {
			t.Fatal(err)
		}
		last = report
		for i := range problems {
			sink.Problem(&problems[i])
			rules[problems[i].Rule] = true
		}
		all = append(all, problems...)
	}
	if err := sink.Close(last); err != nil {
		t.Fatal(err)
	}
	if len(rules) < 120 {
		t.Errorf("only %d rules are told of", len(rules))
	}
	if err := judge(sarifSchema(t), out.Bytes()); err != nil {
		t.Fatal(err)
	}
	run := readSARIF(t, out.Bytes())
	if len(run.Results) != len(all) || len(run.Tool.Driver.Rules) != len(videotune.Rules()) {
		t.Fatalf("%d results of %d rules, want %d", len(run.Results), len(run.Tool.Driver.Rules), len(all))
	}
	for i := range all {
		sarifPlace(t, run.Results[i], &all[i])
	}
}

// sarifPlace compares a result as the library read it with its problem.
func sarifPlace(t *testing.T, r *sarif.Result, p *videotune.Problem) {
	if *r.RuleID != string(p.Rule) || len(r.Locations) != 1 || *r.Locations[0].PhysicalLocation.ArtifactLocation.URI != p.File {
		t.Errorf("the result of %s at %s is %+v", p.Rule, p.Position(), r)
		return
	}
	line, column := 0, 0
	if region := r.Locations[0].PhysicalLocation.Region; region != nil {
		line = *region.StartLine
		if region.StartColumn != nil {
			column = *region.StartColumn
		}
	}
	if line != p.Line || column != p.Column {
		t.Errorf("%s is told at %d:%d", p.Position(), line, column)
	}
}

// The schema judges: what it should refuse it does.
func TestSARIFSchemaRefuses(t *testing.T) {
	s := sarifSchema(t)
	const good = `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[{"level":"note","message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a%20b"},"region":{"startLine":1}}}]}]}]}`
	if err := judge(s, []byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{{`"note"`, `"drop"`}, {`"startLine":1`, `"startLine":0`}, {`a%20b`, `a%zzb`}, {`"text"`, `"txt"`}, {`"name"`, `"nam"`}} {
		if judge(s, []byte(strings.Replace(good, change[0], change[1], 1))) == nil {
			t.Errorf("with %s it is valid", change[1])
		}
	}
}
