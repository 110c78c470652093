package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/videotunetest"
)

// loadVectors returns the vectors and makes a folder of theirs current.
func loadVectors(t *testing.T) []videotunetest.Vector {
	t.Helper()
	vectors, err := videotunetest.LoadVectors()
	if err != nil {
		t.Fatal(err)
	}
	if len(vectors) < 100 {
		t.Fatalf("only %d vectors", len(vectors))
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, videotunetest.Vectors); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	return vectors
}

// command runs the command as a user would.
func command(stdin string, args ...string) (status int, stdout, stderr string) {
	var out, err bytes.Buffer
	status = run(args, strings.NewReader(stdin), &out, &err)
	return status, out.String(), err.String()
}

// argsOf returns the arguments with which check judges a vector.
func argsOf(v *videotunetest.Vector) []string {
	args := []string{"check"}
	flag := func(name, value string) {
		if value != "" {
			args = append(args, name, value)
		}
	}
	flag("--model", v.Model)
	flag("--as-of", v.AsOf)
	flag("--media", v.Media)
	flag("--limits", v.Limits)
	for rule, severity := range v.Severity {
		flag("--severity", string(rule)+"="+severity.String())
	}
	for _, name := range v.Validation {
		flag("--validation", name)
	}
	return append(args, v.Train...)
}

// jsonReport is what the test reads of the output.
type jsonReport struct {
	Problems []videotunetest.VectorProblem `json:"problems"`
	Omitted  int                           `json:"problems_omitted"`
	Summary  struct {
		JobWouldFail bool     `json:"job_would_fail"`
		FailReasons  []string `json:"fail_reasons"`
		Examples     int
		Dropped      int
		Files        []struct {
			File              string
			Split             string
			Examples, Dropped int
			BySeverity        map[videotune.Severity]int `json:"by_severity"`
			ByRule            map[videotune.Rule]int     `json:"by_rule"`
		}
	}
}

// Each vector gives the problems that it states, and the exit status of its
// verdict, in both formats.
func TestVectors(t *testing.T) {
	for _, v := range loadVectors(t) {
		if err := os.Chdir(v.Name); err != nil {
			t.Fatal(err)
		}
		vector(t, &v)
		if err := os.Chdir(".."); err != nil {
			t.Fatal(err)
		}
	}
}

func vector(t *testing.T, v *videotunetest.Vector) {
	args := argsOf(v)
	status, stdout, stderr := command("", append(args, "--format", "json")...)
	want := exitOK
	if v.JobWouldFail {
		want = exitFindings
	}
	told := unusedOf(t, v)
	if status != want || stderr != told {
		t.Errorf("%s: exit status %d, want %d; stderr %q, want %q", v.Name, status, want, stderr, told)
		return
	}
	var got jsonReport
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Errorf("%s: %v in\n%s", v.Name, err, stdout)
		return
	}
	if a, b := textOf(got.Problems), textOf(v.Problems); a != b {
		t.Errorf("%s: %s\nproblems are\n%swant\n%s", v.Name, v.About, a, b)
	}
	contract(t, v, &got)

	status, stdout, stderr = command("", append(args, "--color", "never")...)
	last := "\nThe job would start.\n"
	if v.JobWouldFail {
		last = "\nThe job would fail: " + strings.Join(got.Summary.FailReasons, "; and ") + ".\n"
	}
	if status != want || stderr != told || !strings.HasSuffix(stdout, last) {
		t.Errorf("%s: as text: exit status %d, want %d; stderr %q; the end is not %q:\n%s", v.Name, status, want, stderr, last, stdout)
	}
}

// unusedOf returns what check tells on standard error of a vector whose facts are
// of no file of it.
func unusedOf(t *testing.T, v *videotunetest.Vector) string {
	if v.Media == "" {
		return ""
	}
	policy, err := v.Policy()
	if err != nil {
		t.Fatal(err)
	}
	facts, err := os.ReadFile(v.Media)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(append([]string{}, v.Train...), v.Validation...) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range strings.Split(string(data), "\"") {
			if _, ok := policy.Media(word); ok {
				return ""
			}
		}
	}
	if n := bytes.Count(facts, []byte("://")); n != 1 {
		t.Fatalf("%s: the facts of %d files are of no use", v.Name, n)
	}
	return "videotune: " + v.Media + ": its 1 file is not named in the dataset; is the bucket right?\n"
}

// contract checks what the contract says of the numbers of a report.
func contract(t *testing.T, v *videotunetest.Vector, got *jsonReport) {
	s := &got.Summary
	if s.JobWouldFail != v.JobWouldFail || s.JobWouldFail != (len(s.FailReasons) > 0) {
		t.Errorf("%s: job_would_fail is %v with the reasons %q, want %v", v.Name, s.JobWouldFail, s.FailReasons, v.JobWouldFail)
	}
	fails := false
	counted, examples, dropped := 0, 0, 0
	for i, f := range s.Files {
		names := append(append([]string{}, v.Train...), v.Validation...)
		if len(s.Files) != len(names) || f.File != names[i] || (f.Split == "train") != (i < len(v.Train)) {
			t.Errorf("%s: files are %+v, want %q", v.Name, s.Files, names)
			return
		}
		bySeverity, byRule := 0, 0
		for _, n := range f.BySeverity {
			bySeverity += n
		}
		for _, n := range f.ByRule {
			byRule += n
		}
		if bySeverity != byRule || len(f.BySeverity) != 3 {
			t.Errorf("%s: %s: by severity %v, by rule %v", v.Name, f.File, f.BySeverity, f.ByRule)
		}
		counted += byRule
		fails = fails || f.BySeverity[videotune.SeverityError] > 0 || f.Dropped*10 > f.Examples
		if f.Split == "train" {
			examples, dropped = examples+f.Examples, dropped+f.Dropped
		}
	}
	if fails != s.JobWouldFail {
		t.Errorf("%s: job_would_fail is %v, which the files' figures do not say: %+v", v.Name, s.JobWouldFail, s.Files)
	}
	if counted != len(got.Problems)+got.Omitted {
		t.Errorf("%s: %d problems are counted, %d listed and %d omitted", v.Name, counted, len(got.Problems), got.Omitted)
	}
	if examples != s.Examples || dropped != s.Dropped {
		t.Errorf("%s: %d examples, %d dropped in the summary; the training files have %d and %d", v.Name, s.Examples, s.Dropped, examples, dropped)
	}
}

func textOf(problems []videotunetest.VectorProblem) string {
	var b strings.Builder
	for i := range problems {
		b.WriteString(problems[i].String() + "\n")
	}
	return b.String()
}
