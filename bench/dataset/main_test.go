package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// The test's own binary is the process that is measured.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == buildCommand {
		os.Exit(runBuild(os.Args[2:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func TestRun(t *testing.T) {
	var out, progress bytes.Buffer
	if err := run([]string{"-rows", "1000", "-most", "200"}, &out, &progress); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 6 || strings.Count(progress.String(), "\n") != 4 {
		t.Fatalf("%s\n%s", &out, &progress)
	}
	for _, line := range lines[2:] {
		cells := strings.Split(line, "|")
		if len(cells) != 10 || cells[2] != " 1000 " || cells[4] != " 1000 " || !strings.HasSuffix(cells[8], "MB ") && cells[8] != " unknown " {
			t.Errorf("%q", cells)
		}
	}
	if err := run([]string{"-rows", "1000", "-most", "1", "-quiet"}, &out, &progress); err == nil && !strings.Contains(out.String(), "unknown") {
		t.Error("a bound of 1 MB was kept")
	}
	for _, args := range [][]string{{"x"}, {"-rows", "1"}, {"-most", "-1"}} {
		if err := run(args, &out, &progress); err == nil {
			t.Errorf("%q is taken", args)
		}
	}
}
