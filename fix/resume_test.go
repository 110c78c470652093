package fix_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/fix"
)

// TestResume goes on at the next value behind one that does not end, and never within
// one that does.
func TestResume(t *testing.T) {
	pretty := strings.NewReplacer(":", ":\n ", "{", "{\n ", ",", ",\n ").Replace(x)
	flat := strings.NewReplacer("{", "{\n", "[", "[\n", ",", ",\n", "}", "\n}", "]", "\n]").Replace // as indent=0 prints it
	call := `{"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":{"batch":[{"messages":[],"a":1},{"contents":1}]}}}]}]}`
	inString, inName := x[:46], x[:30]
	behindComma, inList, behindColon := x[:52], x[:13], x[:12]
	text := strings.Replace(x, `"b"`, `"b\n{\"contents\": 1}"`, 1)
	for name, c := range map[string][2]string{
		"in a string, run together":   {inString + "\n" + y + x + "\n" + x + y + "\n", inString + "\n" + y + "\n" + x + "\n" + x + "\n" + y + "\n"},
		"in a string, pretty":         {inString + "\n" + pretty + "\n" + pretty + "\n", inString + "\n" + x + "\n" + x + "\n"},
		"in a name, pretty":           {inName + "\n" + pretty + "\n", inName + "\n" + x + "\n"},
		"behind a bracket, pretty":    {behindComma + "\n" + pretty + "\n", behindComma + "\n" + x + "\n"},
		"in a list, pretty":           {inList + "\n" + pretty + "\n", inList + "\n" + x + "\n"},
		"behind a colon, together":    {behindColon + "\n" + x + y + "\n", behindColon + "\n" + x + "\n" + y + "\n"},
		"two cut ones":                {inString + "\n" + inList + "\n" + y + y + "\n", inString + "\n" + inList + "\n" + y + "\n" + y + "\n"},
		"a pretty one that is cut":    {pretty[:60] + "\n" + pretty + "\n", pretty[:60] + "\n" + x + "\n"},
		"where no object can stand":   {x[:28] + "\n{\n\"id\":1,\n" + x[1:] + "\n", x[:28] + "\n{\"id\":1," + x[1:] + "\n"},
		"flat":                        {flat(x) + "\n" + flat(y) + "\n", x + "\n" + y + "\n"},
		"names of the user's own":     {flat(call) + "\n" + y + "\n", call + "\n" + y + "\n"},
		"text that looks like a line": {text + "\n", text + "\n"},
	} {
		out, _ := mend(t, []byte(c[0]), nil)
		if string(out) != c[1] {
			t.Errorf("%s: %q\nbecame %q\nwant   %q", name, c[0], out, c[1])
		}
		if again, second := mend(t, out, nil); !bytes.Equal(again, out) || second.Edited() {
			t.Errorf("%s, again: %q", name, again)
		}
	}
}

// TestResumeLinear leaves 100,000 lines over, each of which is cut: a look behind each
// at all that follows would take hours.
func TestResumeLinear(t *testing.T) {
	for _, at := range []int{46, 52, 13, 30} {
		in := []byte(strings.Repeat(x[:at]+"\n", 100_000))
		out, report := mend(t, in, &fix.Options{MaxProblems: 1})
		if !bytes.Equal(in, out) || report.LeftOver() != 100_000 {
			t.Errorf("cut at %d: %d are left", at, report.LeftOver())
		}
		for _, l := range report.Left {
			if l.Obstacle == nil {
				t.Errorf("cut at %d: %s has no reason", at, l.Rule)
			}
		}
	}
}
