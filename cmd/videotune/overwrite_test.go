package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file that is standard input is not overwritten by who reads it.
func TestInputIsNotOverwritten(t *testing.T) {
	name := filepath.Join(t.TempDir(), "all.jsonl")
	text := strings.Repeat(`{"contents":[{"role":"user","parts":[{"text":"p"}]},{"role":"model","parts":[{"text":"x"}]}]}`+"\n", 3)
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"sample", "-n", "1", "-o", name, "-"},
		{"split", "-o", name, "-o", name + ".validation", "-"},
		{"split", "-o", name + ".train", "-o", name, "--validation", "0", "-"},
	} {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if status := run(args, f, &out, &out); status != 2 || !strings.Contains(out.String(), "is a file that is read") {
			t.Errorf("%q: status %d, %s", args, status, &out)
		}
		f.Close()
		if got, err := os.ReadFile(name); err != nil || string(got) != text {
			t.Fatalf("%q: the file holds %q, %v", args, got, err)
		}
	}
}
