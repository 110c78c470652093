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

// readmeSection returns the section of the README with a title.
func readmeSection(t *testing.T, title string) string {
	t.Helper()
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(readme), "\n## "+title)
	if !ok {
		t.Fatalf("README.md has no section %q", title)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	return section
}

// fenced returns the first block of a language.
func fenced(t *testing.T, section, language string) string {
	t.Helper()
	_, block, opened := strings.Cut(section, "\n```"+language+"\n")
	block, _, closed := strings.Cut(block, "```\n")
	if !opened || !closed {
		t.Fatalf("the section has no block of %s", language)
	}
	return block
}

// runShown runs the commands that a block shows, and compares what they print with it,
// but for what it leaves out with an ellipsis. It demands that the block shows certain
// ones.
func runShown(t *testing.T, block string, names ...string) {
	t.Helper()
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
	for _, name := range names {
		if !seen[name] {
			t.Errorf("README.md does not show %s", name)
		}
	}
}

// What the README shows of the commands for videos is what they print.
func TestReadmeVideos(t *testing.T) {
	block := fenced(t, readmeSection(t, "Videos: "), "console")
	server := serveMedia()
	defer server.Close()
	t.Setenv(emulatorVariable, server.URL)
	t.Setenv(tokenVariable, "")
	jobFolder(t, map[string]string{"train.jsonl": readmeDataset()})
	runShown(t, block, "probe", "check", "plan", "cut")
}

// What the README shows of the way from annotations is what the commands do with the
// rows that it shows.
func TestReadmeAnnotations(t *testing.T) {
	section := readmeSection(t, "From annotations to both files")
	jobFolder(t, map[string]string{"events.csv": fenced(t, section, "csv")})
	runShown(t, fenced(t, section, "console"), "annotations", "init", "build")
}

// matches reports whether text is what a README shows, where each "…" stands for
// anything.
func matches(text, shown string) bool {
	pattern := strings.ReplaceAll(regexp.QuoteMeta(strings.TrimSuffix(shown, "\n")), "…", ".*")
	return regexp.MustCompile(`(?s)^` + pattern + `$`).MatchString(strings.TrimSuffix(text, "\n"))
}
