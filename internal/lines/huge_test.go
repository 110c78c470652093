package lines

import (
	"io"
	"runtime"
	"strings"
	"testing"
)

// TestHugeLine reads a line of 5 GB that costs nothing to make, and looks at what
// the Reader holds meanwhile.
func TestHugeLine(t *testing.T) {
	const bound = 1 << 20
	size := int64(5_000_000_000)
	if testing.Short() || raceEnabled {
		size = 512 << 20
	}
	left := size
	var peak uint64
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	reads := 0
	r := New(io.MultiReader(strings.NewReader("a\n"), readFunc(func(p []byte) (int, error) {
		if left == 0 {
			return 0, io.EOF
		}
		if reads++; reads%1000 == 0 {
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapAlloc)
		}
		n := int(min(left, int64(len(p)))) // zeros, or what stood there: never a newline
		left -= int64(n)
		return n, nil
	}), strings.NewReader("\nb\n")), bound)
	var got []Line
	for {
		l, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, Line{Offset: l.Offset, Number: l.Number, TooLong: l.TooLong, Bytes: make([]byte, len(l.Bytes))})
	}
	if len(got) != 3 || !got[1].TooLong || len(got[1].Bytes) != HeadBytes || got[2].Offset != size+3 || got[2].TooLong {
		t.Errorf("lines: %+v", got)
	}
	if peak > before.HeapAlloc+8*bound {
		t.Errorf("the heap grew from %d to %d bytes", before.HeapAlloc, peak)
	}
}
