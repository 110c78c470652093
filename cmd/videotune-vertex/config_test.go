package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What videotune check takes from the file beside the dataset, and tune does not, is told.
func TestConfigBeside(t *testing.T) {
	w := newWorld(t)
	name := filepath.Join(filepath.Dir(w.train), configName)
	for _, tt := range []struct {
		text string
		want string // that is not taken
	}{
		{"", ""},
		{"max_problems: 3\n", ""},
		{"# severity: no\nmodel: gemini-2.5-flash # the default\n", ""},
		{"model: gemini-2.5-pro\n", "model"},
		{"severity:\n  uri-local: off\n  model: x\nas_of: 2026-01-01\n", "severity, as_of"},
		{"\"thresholds\" : {maxVideoBytes: 5}\nlimits: l.json\n", "thresholds, limits"},
		{`{"media": ["facts.json"]}`, "media"},
	} {
		if err := os.WriteFile(name, []byte(tt.text), 0o644); err != nil {
			t.Fatal(err)
		}
		v := result(t, t.Context(), 0, w.tune("--dry-run", "--project", "p")...)
		list, _ := at(v, "warnings").([]any)
		told := ""
		for _, text := range list {
			if s := text.(string); strings.Contains(s, configName) {
				told = s
			}
		}
		if tt.want == "" && told != "" || tt.want != "" && !strings.Contains(told, "without its "+tt.want+", by ") {
			t.Errorf("%q: %q, want %q", tt.text, told, tt.want)
		}
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(name, 0o755); err != nil {
		t.Fatal(err)
	}
	if v := result(t, t.Context(), 0, w.tune("--dry-run", "--project", "p")...); at(v, "warnings") != nil {
		t.Errorf("a folder of that name: %v", v)
	}
}
