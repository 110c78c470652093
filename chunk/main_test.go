package chunk

import (
	"flag"
	"fmt"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

// rapidChecks has rapid try at least n cases in this test.
func rapidChecks(t *testing.T, n int) {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	if old := f.Value.String(); old == f.DefValue {
		if err := f.Value.Set(fmt.Sprint(n)); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Value.Set(old) })
	}
}
