package videotune

import (
	"fmt"
	"strings"
	"testing"
)

func TestVideoTable(t *testing.T) {
	var table videoTable
	uri := func(i int) string {
		if i%5 == 0 {
			return fmt.Sprintf("gs://b/%s/%d", strings.Repeat("x", longURI), i)
		}
		return fmt.Sprintf("gs://b/%d", i)
	}
	const n = 5000
	for i := range n {
		hash := hashURI(uri(i))
		if i%7 == 0 {
			hash = 1 // as if these had one hash
		}
		if _, ok := table.find(uri(i), hash); ok && !(i%7 == 0 && i%5 == 0) {
			t.Fatalf("%d is known before it is added", i)
		}
		if i%7 == 0 && i%5 == 0 {
			continue // of long URIs only the hash is kept
		}
		before := len(table.list)
		if got := table.number(uri(i), hash); int(got) != before {
			t.Fatalf("%d has the number %d, want %d", i, got, before)
		}
		if got := table.number(uri(i), hash); int(got) != before || len(table.list) != before+1 {
			t.Fatalf("%d has the number %d the second time, want %d", i, got, before)
		}
	}
	for number, v := range table.list {
		if v.uri != "" {
			if got, ok := table.find(v.uri, v.hash); !ok || int(got) != number {
				t.Fatalf("%s: %d, %v, want %d", v.uri, got, ok, number)
			}
		}
	}
}
