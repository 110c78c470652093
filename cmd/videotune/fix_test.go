package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// Where the result of fix cannot be kept, none is written, and the advice fits.
func TestFixNoRoom(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"fix", "-"}, "name a file for the result with -o"},
		{[]string{"fix", "--diff", "-"}, "leave --diff out"},
		{[]string{"fix", "--format", "json", "-o", filepath.Join(t.TempDir(), "out.jsonl"), "-"}, "--max-problems"},
	} {
		in := strings.Repeat("{\"contents\":[],}\n", 80_000)
		if status, stdout, stderr := command(in, c.args...); status != exitTrouble || stdout != "" || !strings.Contains(stderr, c.want) {
			t.Errorf("%q: exit status %d, %d bytes of stdout, stderr %q", c.args, status, len(stdout), stderr)
		}
	}
}
