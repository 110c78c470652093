package fix_test

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/fix"
)

// pieces are what files of all kinds are made of, put together in any order.
var pieces = []string{
	x, y, x + "\n", y + "\n", x + ",\n", strings.ReplaceAll(x, `"`, "'"), strings.ReplaceAll(y, ":", ":\n"), x[:30], y[:50], x[40:], y[60:] + "\n",
	`{"request":`, `{"request":` + x + `}`, `{"messages":[{"role":"user","content":"a"}]}` + "\n", `{"Contents":[]}`, `{"a":"`, `{"a":[`, `{"a":1}`, `{"a":NaN}`, `{'a':'`,
	"{", "}", "[", "]", ",", "\n", "\n", "\n", "\r\n", "\r", " ", "\t", `"`, "'", "\\", "//", "/*", "*/", "#", "//x\n", "\ufeff", "x", "5", "null", "é", "\xff",
}

// TestPieces holds File to its promises on files of such pieces: a second time changes
// nothing, what is told is done, and good lines of their own stay.
func TestPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 12).Draw(t, "pieces"), "")
		o := &fix.Options{MaxValueBytes: rapid.SampledFrom([]int{0, 200}).Draw(t, "most")}
		if rapid.Bool().Draw(t, "fill") {
			o.Resolution = videotune.ResolutionLow
		}
		run := func(in string) (string, *fix.Report) {
			var out bytes.Buffer
			report, err := fix.File(strings.NewReader(in), &out, o)
			if err != nil {
				t.Fatal(err)
			}
			return out.String(), report
		}
		out, report := run(in)
		if (in != out) != report.Edited() {
			t.Fatalf("%q became %q, and %v is told", in, out, report.Mended)
		}
		if again, second := run(out); again != out || second.Edited() {
			t.Fatalf("%q became %q, and then %q: %v", in, out, again, second.Mended)
		}
		// A file of the good lines alone, put before, changes neither.
		if o.Resolution == "" {
			if with, _ := run(x + "\n" + y + "\n" + in); !strings.HasPrefix(with, x+"\n"+y+"\n") {
				t.Fatalf("good lines before %q: %q", in, with)
			}
		}
	})
}
