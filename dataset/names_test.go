package dataset

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNameList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.OneOf(rapid.String(), rapid.StringMatching(`gs://b/(aa|ab|ba)[ab]{0,4}\.mp4`))
		names := rapid.SliceOfN(one, 0, 5*nameBlock).Draw(t, "names")
		var l nameList
		for i, name := range names {
			if n := l.add(strings.Clone(name)); n != i {
				t.Fatalf("the number of the name %d is %d", i, n)
			}
		}
		for i, name := range names {
			if got := l.at(i); got != name {
				t.Fatalf("the name %d is %q, want %q", i, got, name)
			}
		}
	})
}

// Names that are alike take little memory.
func TestNameListMemory(t *testing.T) {
	var l nameList
	const n = 10_000
	for i := range n {
		l.add(fmt.Sprintf("gs://bucket/matches/of/the/season/match-%07d.mp4", i*7))
	}
	if size := len(l.code) + 8*len(l.blocks); size > 12*n {
		t.Errorf("%d names of 51 bytes take %d bytes", n, size)
	}
}
