package fix_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/fix"
)

func BenchmarkFile(b *testing.B) {
	for name, text := range map[string]string{
		"good":   strings.Repeat(x+"\n", 5000),
		"python": strings.Repeat(strings.ReplaceAll(x, `"`, "'")+"\n", 5000),
		"pretty": strings.Repeat(strings.ReplaceAll(x, ":", ":\n  ")+"\n", 5000),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := fix.File(bytes.NewReader([]byte(text)), io.Discard, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
