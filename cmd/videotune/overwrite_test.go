package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file that is standard input is not overwritten by who reads it, whatever name of it
// is given.
func TestInputIsNotOverwritten(t *testing.T) {
	line := `{"contents":[{"role":"user","parts":[{"text":"p"}]},{"role":"model","parts":[{"text":"x"}]}]}` + "\n"
	facts := `{"gs://b/a.mp4":{"bytes":1000,"duration":"4s","mimeType":"video/mp4"}}` + "\n"
	job := "task: caption\nsource:\n  format: srt\n  files: [a.srt]\noutput:\n  train: OUT\n  validation: VALID\n"
	for _, tt := range []struct {
		args string // OUT is a name of standard input, NEW a file that is not there
		text string
	}{
		{"sample -n 1 -o OUT -", strings.Repeat(line, 3)},
		{"split -o OUT -o NEW -", strings.Repeat(line, 3)},
		{"split -o NEW -o OUT --validation 0 -", strings.Repeat(line, 3)},
		{"split -o OUT -o NEW --limits - all.jsonl", `{"extends":"gemini-2.5-flash"}`},
		{"fix -o OUT -", line + "no\n"},
		{"fix --dropped OUT -", line + "no\n"},
		{"fix -o NEW --dropped OUT -", line + "no\n"},
		{"fix -o OUT --media - all.jsonl", facts},
		{"fix --dropped OUT --media - all.jsonl", facts},
		{"fix -w --dropped OUT --limits - all.jsonl", `{"extends":"gemini-2.5-flash"}`},
		{"report -o OUT -", line},
		{"report -o OUT all.jsonl -", line},
		{"report -o OUT --media - all.jsonl", facts},
		{"report -o OUT --limits - all.jsonl", `{"extends":"gemini-2.5-flash"}`},
		{"plan -o OUT --facts all.json -", line},
		{"plan -o OUT --facts - gs://b/a.mp4", facts},
		{"plan -o OUT --facts all.json --limits - gs://b/a.mp4", `{"extends":"gemini-2.5-flash"}`},
		{"probe -o OUT -", ""},
		{"build -c -", job},
		{"build -c - --probe --facts OUT", strings.Replace(job, "OUT", "NEW", 1)},
	} {
		for _, way := range []func(old, new string) error{nil, os.Symlink, os.Link} {
			dir := t.TempDir()
			name, out := filepath.Join(dir, "in.jsonl"), filepath.Join(dir, "in.jsonl")
			if way != nil {
				out = filepath.Join(dir, "out.jsonl")
			}
			if err := os.WriteFile(filepath.Join(dir, "all.jsonl"), []byte(line), 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "all.json"), []byte(facts), 0o644); err != nil {
				t.Fatal(err)
			}
			paths := strings.NewReplacer("OUT", out, "NEW", filepath.Join(dir, "new.jsonl"), "VALID", filepath.Join(dir, "validation.jsonl"), "all.json", filepath.Join(dir, "all.json"))
			text := paths.Replace(tt.text)
			if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			if way != nil {
				if err := way(name, out); err != nil {
					t.Logf("no link can be made here: %v", err)
					continue
				}
			}
			overwriteOf(t, strings.Fields(paths.Replace(tt.args)), name, text)
		}
	}
}

// overwriteOf runs a command whose standard input is a file that must stay as it is.
func overwriteOf(t *testing.T, args []string, name, text string) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out bytes.Buffer
	if status := run(args, f, &out, &out); status != 2 || !strings.Contains(out.String(), "; name another") {
		t.Errorf("%q: status %d, %s", args, status, &out)
	}
	if got, err := os.ReadFile(name); err != nil || string(got) != text {
		t.Errorf("%q: the file holds %q, %v", args, got, err)
	}
}

// A file that a flag names twice, to be read and to be written, stays as it is.
func TestFlagsDoNotOverwrite(t *testing.T) {
	facts := `{"gs://b/a.mp4":{"bytes":1000,"duration":"4s","mimeType":"video/mp4"}}` + "\n"
	for _, args := range []string{
		"plan -o IN --facts IN gs://b/a.mp4",
		"plan -o IN --facts ALL IN.jsonl",
		"plan -o IN --facts ALL IN",
		"fix -o IN --media IN ALL",
		"fix --dropped IN --media IN ALL",
		"split -o IN,NEW --limits IN ALL",
		"probe -o IN IN",
	} {
		dir := t.TempDir()
		in := filepath.Join(dir, "in")
		for _, name := range []string{in, filepath.Join(dir, "all")} {
			if err := os.WriteFile(name, []byte(facts), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Link(in, in+".jsonl"); err != nil {
			t.Skipf("no link can be made here: %v", err)
		}
		paths := strings.NewReplacer("IN", in, "ALL", filepath.Join(dir, "all"), "NEW", filepath.Join(dir, "new"))
		overwriteOf(t, strings.Fields(paths.Replace(args)), in, facts)
	}
}
