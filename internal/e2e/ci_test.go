package e2e

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// oddNames are names of files that the formats must not stumble over.
func oddNames() []string {
	names := []string{"my data/träin 100%, a.jsonl", "世界 😀 #1.jsonl", "a&b;c='d'.jsonl"}
	if runtime.GOOS != "windows" {
		names = append(names, `dir\back "quoted" <x>:y?.jsonl`, "an end\nof line.jsonl")
	}
	return names
}

// oddRoles are values that come to stand in messages.
var oddRoles = []string{"50 %, 100%25", "::error::x", "<b>&amp;]]>", "{0} {{x}}", "[a](1) `b`", "é 世界 😀", `quo\"ted`, `\n\r\t\u0000\u001b[2J`, `\u202e\ufffe\ufeff`}

// manyProblems returns lines with two problems each.
func manyProblems(lines int) string {
	var b strings.Builder
	for i := range lines {
		fmt.Fprintf(&b, `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"/videos/%d.mp4","mimeType":"video/mp4"}},{"text":"What?"}]},{"role":"%s","parts":[{"text":"dog"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`+"\n",
			i, oddRoles[i%len(oddRoles)])
	}
	return b.String()
}

// Names and messages of all kinds come through: each format names the file that
// there is, and tells of its problems at their lines.
func TestFormatsOddities(t *testing.T) {
	s := sarifSchema(t)
	for _, name := range oddNames() {
		dir := folder(t, name, manyProblems(len(oddRoles)))
		args := []string{"check", "--severity", "examples-few=off", "--severity", "video-none=off", filepath.FromSlash(name)}

		text, _ := runCommand(t, dir, append(args, "--format", "sarif")...)
		if err := judge(s, text); err != nil {
			t.Errorf("%q: SARIF: %v", name, err)
			continue
		}
		results := readSARIF(t, text).Results
		if len(results) != 2*len(oddRoles) {
			t.Errorf("%q: %d results, want %d", name, len(results), 2*len(oddRoles))
		}
		for i, r := range results {
			at := r.Locations[0].PhysicalLocation
			u, err := url.Parse(*at.ArtifactLocation.URI)
			if err != nil {
				t.Fatalf("%q: %v", name, err)
			}
			if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(u.Path))); err != nil || *at.Region.StartLine != i/2+1 {
				t.Errorf("%q: result %d is at %s:%d: %v", name, i, u, *at.Region.StartLine, err)
			}
		}

		text, _ = runCommand(t, dir, append(args, "--format", "junit")...)
		if sum, err := judgeJUnit(text); err != nil || sum.failures != 3 {
			t.Errorf("%q: JUnit: %+v, %v", name, sum, err)
		}

		text, _ = runCommand(t, dir, append(args, "--format", "github")...)
		commands := gitHubCommands(t, text)
		if len(commands) != 9+2 {
			t.Errorf("%q: %d commands in\n%s", name, len(commands), text)
			continue
		}
		for _, c := range commands[:9] {
			if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(c.properties["file"]))); err != nil || c.properties["line"] == "" {
				t.Errorf("%q: %+v: %v", name, c, err)
			}
		}
	}
}

// A gitHubCommand is a workflow command as a runner reads it.
type gitHubCommand struct {
	name       string
	properties map[string]string
	data       string
}

var commandForm = regexp.MustCompile(`^::([a-z]+) ([^:]*)::(.*)$`)

// gitHubCommands reads the commands among the lines of a log: properties end at
// commas, and escapes are undone last.
func gitHubCommands(t *testing.T, log []byte) (list []gitHubCommand) {
	t.Helper()
	data := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%")
	property := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
	for _, line := range strings.Split(strings.TrimSuffix(string(log), "\n"), "\n") {
		m := commandForm.FindStringSubmatch(line)
		if m == nil {
			if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || bytes.ContainsAny([]byte(line), "\r\x1b\x00") {
				t.Errorf("a line that a runner may take for a command: %q", line)
			}
			continue
		}
		c := gitHubCommand{m[1], map[string]string{}, data.Replace(m[3])}
		for _, p := range strings.Split(m[2], ",") {
			name, value, ok := strings.Cut(p, "=")
			if _, twice := c.properties[name]; !ok || twice {
				t.Errorf("the property %q in %q", p, line)
			}
			c.properties[name] = property.Replace(value)
		}
		list = append(list, c)
	}
	return list
}

// A dataset with 10,000 problems: all are listed or counted, and each is known by a
// fingerprint of its own.
func TestFormatsOfMany(t *testing.T) {
	const lines = 5000
	dir := folder(t, "train.jsonl", manyProblems(lines))
	args := []string{"check", "train.jsonl", "--format"}

	text, status := runCommand(t, dir, append(args, "sarif")...)
	if err := judge(sarifSchema(t), text); err != nil || status != 1 {
		t.Fatalf("SARIF, with exit status %d: %v", status, err)
	}
	prints := map[string]bool{}
	for _, r := range readSARIF(t, text).Results {
		prints[fmt.Sprint(r.PartialFingerprints)] = true
	}
	if len(prints) != 2*lines {
		t.Errorf("%d results with fingerprints of their own, want %d", len(prints), 2*lines)
	}

	text, _ = runCommand(t, dir, append(args, "junit")...)
	sum, err := judgeJUnit(text)
	if err != nil || sum.failures != 3 || !bytes.Contains(text, []byte("… and 4,980 more\n")) || len(text) > 64<<10 {
		t.Errorf("JUnit, %d bytes: %+v, %v", len(text), sum, err)
	}

	text, _ = runCommand(t, dir, append(args, "github")...)
	levels := map[string]int{}
	counted := 0
	for _, c := range gitHubCommands(t, text) {
		levels[c.name]++
		if n, _, ok := strings.Cut(c.data, " more problems: "); ok {
			counted, _ = strconv.Atoi(strings.ReplaceAll(n, ",", ""))
		}
	}
	shown := levels["error"] - 1 // but for the verdict
	if levels["error"] != 10 || counted+shown != 2*lines {
		t.Errorf("GitHub: %v, and %d counted", levels, counted)
	}
}
