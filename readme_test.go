package videotune_test

import (
	"os"
	"strings"
	"testing"
)

// The program of the README is the package's example, word for word, and its two
// commands are those that the clean-room test runs.
func TestReadme(t *testing.T) {
	source, err := os.ReadFile("example_readme_test.go")
	if err != nil {
		t.Fatal(err)
	}
	want, output, ok := strings.Cut(string(source), "\t// Output:\n")
	if !ok {
		t.Fatal("the example has no output")
	}
	want = strings.Replace(want, "package videotune_test\n", "package main\n", 1)
	want = strings.Replace(want, "func Example() {\n", "func main() {\n", 1) + "}\n"

	readme := readFile(t, "README.md")
	if got := block(t, readme, "go"); got != want {
		t.Errorf("the program of README.md is\n%s\nthe example is\n%s", got, want)
	}

	for _, command := range []string{"go run ./examples/quickstart", "go test ./..."} {
		if !strings.Contains(readme, "\n    "+command+"\n") {
			t.Errorf("README.md does not tell to run %s", command)
		}
	}

	var printed strings.Builder
	for line := range strings.Lines(strings.TrimSuffix(output, "}\n")) {
		printed.WriteString(strings.TrimPrefix(line, "\t// "))
	}
	if got := block(t, readme, "text"); got != printed.String() {
		t.Errorf("README.md says that the program prints\n%s\nit prints\n%s", got, &printed)
	}
}

// readFile returns a file of the repository.
func readFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// block returns the first fenced block of a language.
func block(t *testing.T, markdown, language string) string {
	t.Helper()
	_, rest, ok := strings.Cut(markdown, "\n```"+language+"\n")
	text, _, closed := strings.Cut(rest, "```\n")
	if !ok || !closed {
		t.Fatalf("README.md has no block of %s", language)
	}
	return text
}
