package videotunetest

import (
	"io"
	"strings"
	"testing"
)

// TestPadded looks at the lengths that the vectors about sizes rest on.
func TestPadded(t *testing.T) {
	for _, n := range []int{300, 1000, 1001} {
		line := padded(7, n)
		if len(line) != n || strings.Count(line, "\n") != 1 || !strings.HasSuffix(line, "\n") {
			t.Errorf("padded(7, %d) has %d bytes", n, len(line))
		}
	}
}

// TestLineReader reads generated lines in pieces of all sizes.
func TestLineReader(t *testing.T) {
	lines := []string{"a\n", "", "long line\n", "b"}
	open := repeat(len(lines), func(i int) string { return lines[i] })
	for size := 1; size < 20; size++ {
		var got strings.Builder
		if _, err := io.CopyBuffer(&got, struct{ io.Reader }{open()}, make([]byte, size)); err != nil || got.String() != strings.Join(lines, "") {
			t.Errorf("in pieces of %d: %q, %v", size, got.String(), err)
		}
	}
}
