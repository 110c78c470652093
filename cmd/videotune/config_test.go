package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// Every name that the help tells of is read, and no other.
func TestConfigNames(t *testing.T) {
	dir := t.TempDir()
	const text = "model: gemini-2.5-pro\nas_of: 2026-08-31\nthresholds: {}\nseverity: {examples-few: off}\nmedia: [a.json, /b.json]\nmax_problems: 0\n"
	if err := os.WriteFile(filepath.Join(dir, configName), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := readConfig(filepath.Join(dir, configName))
	if err != nil {
		t.Fatal(err)
	}
	flagsOf := func(given ...string) *pflag.FlagSet {
		fl := pflag.NewFlagSet("", pflag.ContinueOnError)
		for _, name := range []string{"model", "as-of", "limits"} {
			fl.String(name, "", "")
		}
		fl.StringArray("media", nil, "")
		fl.StringArray("severity", nil, "")
		fl.Int("max-problems", 9, "")
		if err := fl.Parse(given); err != nil {
			t.Fatal(err)
		}
		return fl
	}
	fl := flagsOf("--severity", "examples-few=error")
	used, err := c.apply(fl, dir)
	if want := []string{"model", "as_of", "media", "max_problems", "severity"}; err != nil || !slices.Equal(used, want) {
		t.Errorf("used are %q, want %q, %v", used, want, err)
	}
	media, _ := fl.GetStringArray("media")
	severity, _ := fl.GetStringArray("severity")
	number, _ := fl.GetInt("max-problems")
	if !slices.Equal(media, []string{filepath.Join(dir, "a.json"), "/b.json"}) || !slices.Equal(severity, []string{"examples-few=off", "examples-few=error"}) || number != 0 {
		t.Errorf("media %q, severity %q, %d problems", media, severity, number)
	}

	for _, tt := range []struct {
		given, want []string
	}{
		{[]string{"--limits", "x"}, []string{"media", "max_problems", "severity"}},
		{[]string{"--model", "x"}, []string{"as_of", "media", "max_problems", "severity"}},
		{[]string{"--as-of", "x", "--media", "y", "--max-problems", "2"}, []string{"model", "severity"}},
	} {
		if used, err := c.apply(flagsOf(tt.given...), dir); err != nil || !slices.Equal(used, tt.want) {
			t.Errorf("%q: used are %q, want %q, %v", tt.given, used, tt.want, err)
		}
	}
	limits := &dataConfig{Limits: "l.json"}
	for flag, want := range map[string]int{"--model": 0, "--as-of": 0, "--limits": 0, "--media": 1} {
		if used, err := limits.apply(flagsOf(flag, "x"), dir); err != nil || len(used) != want {
			t.Errorf("%s: used are %q, %v", flag, used, err)
		}
	}
	// Thresholds stand over the limits of the model and day that hold, and not beside
	// limits of one's own.
	own := &dataConfig{AsOf: "2025-09-01", Thresholds: thresholds{"minExamples": []byte("7")}}
	for _, tt := range []struct {
		given          []string
		model, edition string
	}{
		{nil, "gemini-2.5-flash", "2025-08-29 with thresholds of .videotune.yaml"},
		{[]string{"--model", "gemini-2.5-pro", "--as-of", "2026-08-31"}, "gemini-2.5-pro", "2026-08 with thresholds of .videotune.yaml"},
	} {
		fl := flagsOf(tt.given...)
		if _, err := own.apply(fl, dir); err != nil {
			t.Fatal(err)
		}
		f := checkFlags{}
		f.limits, _ = fl.GetString("limits")
		f.model, _ = fl.GetString("model")
		f.asOf, _ = fl.GetString("as-of")
		policy, _, err := f.policy()
		if err != nil {
			t.Fatalf("%q: %v", tt.given, err)
		}
		if _, _, err := f.open(&inputs{}, nil, policy); err != nil {
			t.Fatalf("%q: %v", tt.given, err)
		}
		if l := policy.Limits; l.Model != tt.model || l.Edition != tt.edition || l.MinExamples != 7 || l.MaxVideoBytes != 100<<20 {
			t.Errorf("%q: %+v", tt.given, l)
		}
	}
	fl = flagsOf("--limits", "x")
	if used, err := own.apply(fl, dir); err != nil || len(used) > 0 || fl.Lookup("limits").Value.String() != "x" {
		t.Errorf("used are %q, %v", used, err)
	}
	fl = flagsOf("--model", "unknown") // which the command tells
	if _, err := own.apply(fl, dir); err != nil || fl.Lookup("model").Value.String() != "unknown" {
		t.Error(err)
	}

	// A command that lacks the flags takes nothing.
	if used, err := c.apply(pflag.NewFlagSet("", pflag.ContinueOnError), dir); err != nil || len(used) > 0 {
		t.Errorf("used are %q, %v", used, err)
	}
}

// The README shows a file that is taken.
func TestConfigReadme(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(readme), "`"+configName+"`")
	_, text, _ := strings.Cut(section, "```yaml\n")
	text, _, ok := strings.Cut(text, "```\n")
	name := filepath.Join(t.TempDir(), configName)
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil || !ok {
		t.Fatal(err, ok)
	}
	c, err := readConfig(name)
	if err != nil || c.Model == "" || len(c.Severity) == 0 || len(c.Media) == 0 || len(c.Thresholds) == 0 || c.MaxProblems == nil {
		t.Errorf("%+v, %v", c, err)
	}
}

func FuzzConfig(f *testing.F) {
	f.Add("model: gemini-2.5-pro\nseverity: {examples-few: off}\n")
	f.Add("limits: l.json\nmedia: [a, b]\nmax_problems: 3\n")
	f.Add("severity: [off]\nmedia: x\n")
	f.Add("thresholds: {minExamples: 5, maxFPS: 2.5, validation: {maxShare: 0.2}}\n")
	f.Add("thresholds: {resolutions: [{resolution: MEDIA_RESOLUTION_LOW, maxDuration: 60s}], extends: x, maxVideos: null}\n")
	f.Fuzz(func(t *testing.T, text string) {
		name := filepath.Join(t.TempDir(), configName)
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		c, err := readConfig(name)
		if err != nil {
			return
		}
		fl := pflag.NewFlagSet("", pflag.ContinueOnError)
		fl.String("model", "", "")
		fl.StringArray("severity", nil, "")
		if _, err := c.apply(fl, "."); err != nil {
			t.Fatal(err)
		}
		severity, _ := fl.GetStringArray("severity")
		if _, err := parseSeverities(severity); err != nil {
			t.Fatalf("what was taken is no severity: %v", err)
		}
	})
}
