package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// readmeDataset is the train.jsonl of the README's section on videos: one video is
// too long, one too large, and one neither.
func readmeDataset() string {
	var b strings.Builder
	line := func(video, segment, answer string) {
		fmt.Fprintf(&b, `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://my-bucket/%s","mimeType":"video/mp4"}%s},{"text":"What happens?"}]},`+
			`{"role":"model","parts":[{"text":"%s"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`+"\n", video, segment, answer)
	}
	segment := func(from, to int) string {
		return fmt.Sprintf(`,"videoMetadata":{"startOffset":"%ds","endOffset":"%ds"}`, from, to)
	}
	line("lecture.mp4", "", "A lecture.")
	line("match.mp4", segment(60, 660), "A goal.")
	line("match.mp4", segment(700, 1500), "A draw.")
	for i := range 10 {
		line("clip.mp4", segment(4*i, 4*i+4), fmt.Sprintf("Wave %d.", i+1))
	}
	return b.String()
}

// What the README shows of the commands for videos is what they print, but for what
// it leaves out with an ellipsis.
func TestReadmeVideos(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(readme), "\n## Videos: ")
	section, _, _ = strings.Cut(section, "\n## ")
	_, block, opened := strings.Cut(section, "\n```console\n")
	block, _, closed := strings.Cut(block, "```\n")
	if !ok || !opened || !closed {
		t.Fatal("README.md has no section on videos with a block of commands")
	}
	server := serveMedia()
	defer server.Close()
	t.Setenv(emulatorVariable, server.URL)
	t.Setenv(tokenVariable, "")
	t.Chdir(t.TempDir())
	if err := os.WriteFile("train.jsonl", []byte(readmeDataset()), 0o644); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for part := range strings.SplitSeq(strings.TrimPrefix(block, "$ "), "\n$ ") {
		line, want, _ := strings.Cut(part+"\n", "\n")
		args := strings.Fields(line)
		seen[args[1]] = true
		var out bytes.Buffer
		run(args[1:], strings.NewReader(""), &out, &out)
		if !matches(out.String(), strings.TrimSuffix(want, "\n")) {
			t.Errorf("README.md shows of %s\n%s\nit prints\n%s", line, want, &out)
		}
	}
	for _, name := range []string{"probe", "check", "plan", "cut"} {
		if !seen[name] {
			t.Errorf("README.md does not show %s", name)
		}
	}
}

// matches reports whether text is what a README shows, where each "…" stands for
// anything.
func matches(text, shown string) bool {
	pattern := strings.ReplaceAll(regexp.QuoteMeta(strings.TrimSuffix(shown, "\n")), "…", ".*")
	return regexp.MustCompile(`(?s)^` + pattern + `$`).MatchString(strings.TrimSuffix(text, "\n"))
}
