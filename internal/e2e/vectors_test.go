package e2e

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/seed-57910ec4/videotune/videotunetest"
)

func vectors(t *testing.T) []videotunetest.Vector {
	t.Helper()
	vs, err := videotunetest.LoadVectors()
	if err != nil {
		t.Fatal(err)
	}
	return vs
}

// The lines of the vectors in which nothing is found are valid under the schema
// when they are written again: without null, and without spellings of their own.
func TestSchemaAcceptsVectors(t *testing.T) {
	s := lineSchema(t)
	written := 0
	for _, v := range vectors(t) {
		if len(v.Problems) > 0 {
			continue
		}
		policy, err := v.Policy()
		if err != nil {
			t.Fatalf("%s: %v", v.Name, err)
		}
		policy.Severity = nil // what a vector switches off is a problem here
		for _, name := range append(v.Train, v.Validation...) {
			f, err := v.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			for rec, err := range videotune.NewReader(f, &videotune.ReaderOptions{Name: name, Policy: policy}).All() {
				if rec == nil {
					t.Fatalf("%s: %v", v.Name, err)
				}
				if len(rec.Problems) > 0 {
					continue
				}
				var b bytes.Buffer
				w := videotune.NewWriter(&b, &videotune.WriterOptions{
					Policy:     policy,
					Resolution: cmp.Or(rec.Example.GenerationConfig.MediaResolution, videotune.ResolutionLow),
				})
				if err := cmp.Or(w.Write(&rec.Example), w.Flush()); err != nil {
					t.Errorf("%s: %s:%d cannot be written: %v", v.Name, name, rec.Line, err)
					continue
				}
				written++
				if err := judge(s, b.Bytes()); err != nil {
					t.Errorf("%s: the schema refuses %s:%d\n%s%v", v.Name, name, rec.Line, b.Bytes(), err)
				}
			}
			f.Close()
		}
	}
	if written < 200 {
		t.Errorf("only %d lines were written", written)
	}
}

// For each vector, the command writes JSON that is valid under the contract's
// schema. That it says the right things is what the command's own tests see to.
func TestCheckContract(t *testing.T) {
	s := compile(t, render.CheckSchema)
	dir := t.TempDir()
	if err := os.CopyFS(dir, videotunetest.Vectors); err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			args := []string{"check", "--format", "json"}
			for _, f := range []struct{ flag, value string }{
				{"--model", v.Model}, {"--as-of", v.AsOf}, {"--media", v.Media}, {"--limits", v.Limits},
			} {
				if f.value != "" {
					args = append(args, f.flag, f.value)
				}
			}
			for rule, severity := range v.Severity {
				args = append(args, "--severity", string(rule)+"="+severity.String())
			}
			for _, name := range v.Validation {
				args = append(args, "--validation", name)
			}
			out, _ := runCommand(t, filepath.Join(dir, v.Name), append(args, v.Train...)...)
			if err := judge(s, out); err != nil {
				t.Fatalf("not valid under the contract: %v\n%s", err, out)
			}
		})
	}
}

// The schema of the contract is not one that takes anything.
func TestCheckContractRefuses(t *testing.T) {
	s := compile(t, render.CheckSchema)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "train.jsonl"), []byte("{}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	out, _ := runCommand(t, dir, "check", "--format", "json", "train.jsonl")
	good := string(out)
	if err := judge(s, out); err != nil {
		t.Fatal(err)
	}
	for _, change := range []struct{ from, to string }{
		{`"problems":`, `"problem":`},
		{`"job_would_fail":true`, `"job_would_fail":1`},
		{`"severity":"error"`, `"severity":"fatal"`},
		{`"line":1`, `"line":0`},
		{`"examples":1`, `"examples":"1"`},
		{`"split":"train"`, `"split":"test"`},
		{`"rule":"`, `"rule":"Not A Rule `},
	} {
		bad := strings.Replace(good, change.from, change.to, 1)
		if bad == good {
			t.Errorf("the output has no %s:\n%s", change.from, good)
		} else if judge(s, []byte(bad)) == nil {
			t.Errorf("%s for %s is taken", change.to, change.from)
		}
	}
}
