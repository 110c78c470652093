package fix_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/fix"
)

// withParts is an example with more parts.
func withParts(parts ...string) string {
	return strings.Replace(x, `{"text":"a"}`, strings.Join(append(parts, `{"text":"a"}`), ","), 1)
}

// TestRenameMany renames more members than the reader tells of at once, and those of
// other objects than one in which a name is taken.
func TestRenameMany(t *testing.T) {
	twin := `{"fileData":{"file_uri":"gs://b/a.mp4","fileUri":"gs://b/b.mp4","mimeType":"video/mp4"}}`
	wrong := func(i int) string {
		return fmt.Sprintf(`{"file_data":{"file_uri":"gs://b/%d.mp4","Mime_Type":"video/mp4"}}`, i)
	}
	right := strings.NewReplacer("file_data", "fileData", "file_uri", "fileUri", "Mime_Type", "mimeType")
	for _, c := range []struct {
		n    int
		twin bool
	}{{200, true}, {8000, false}, {3000, true}} {
		var in, want []string
		if c.twin {
			in, want = append(in, twin), append(want, twin)
		}
		for i := range c.n {
			in, want = append(in, wrong(i)), append(want, right.Replace(wrong(i)))
		}
		out, report := mend(t, []byte(withParts(in...)+"\n"), nil)
		if string(out) != withParts(want...)+"\n" || report.Mended[videotune.RuleMemberSnakeCase] != 2*c.n || report.Mended[videotune.RuleMemberCase] != c.n {
			t.Errorf("%d, %t: %d bytes, %v", c.n, c.twin, len(out), report.Mended)
		}
		if again, second := mend(t, out, nil); string(again) != string(out) || second.Edited() {
			t.Errorf("%d, %t, again: %v", c.n, c.twin, second.Mended)
		}
		told := false
		for _, l := range report.Left {
			told = told || l.Rule == videotune.RuleMemberSnakeCase && l.Obstacle != nil && l.Obstacle.Pointer == l.Pointer && strings.Contains(l.Obstacle.Message, "more than one spelling")
		}
		if told != c.twin {
			t.Errorf("%d, %t: left over %v", c.n, c.twin, report.Left)
		}
	}
}

// TestRenameTooMany leaves a line as it is that has more members to rename than a line
// is read for.
func TestRenameTooMany(t *testing.T) {
	for name, in := range map[string]string{
		"too many": withParts(`{"text":"` + strings.Repeat("x", 15<<20) + `"}` + strings.Repeat(`,{"file_data":{"file_uri":"a","mime_type":"b"}}`, 8000)),
	} {
		out, report := mend(t, []byte(in+"\n"), &fix.Options{MaxProblems: 100_000})
		if string(out) != in+"\n" || report.Edited() {
			t.Errorf("%s: %d bytes of %d, %v", name, len(out), len(in)+1, report.Mended)
		}
		explained, names := 0, 0
		for _, l := range report.Left {
			if l.Rule == videotune.RuleMemberCase || l.Rule == videotune.RuleMemberSnakeCase {
				names++
				if l.Obstacle != nil {
					explained++
				}
			}
		}
		if names == 0 || explained < names {
			t.Errorf("%s: %d of %d are explained", name, explained, names)
		}
	}
}

// TestRenameTwice renames members in any company: none that is there in another spelling
// too, and nothing is left for a second time.
func TestRenameTwice(t *testing.T) {
	spellings := []string{"fileUri", "file_uri", "FileURI", "fileuri", "mimeType", "mime_type", "MIMETYPE", "displayName", "display_name", "x"}
	rapid.Check(t, func(t *rapid.T) {
		var parts []string
		for range rapid.IntRange(1, 4).Draw(t, "parts") {
			var list []string
			for _, s := range rapid.SliceOfN(rapid.SampledFrom(spellings), 0, 5).Draw(t, "names") {
				list = append(list, `"`+s+`":`+rapid.SampledFrom([]string{`"v"`, `null`}).Draw(t, "value"))
			}
			parts = append(parts, `{"`+rapid.SampledFrom([]string{"fileData", "file_data", "FileData"}).Draw(t, "name")+`":{`+strings.Join(list, ",")+`}}`)
		}
		in := strings.Replace(withParts(parts...), `"parts"`, `"`+rapid.SampledFrom([]string{"parts", "Parts"}).Draw(t, "name")+`"`, 1)
		var outs []string
		for text := in; len(outs) < 2; text = outs[len(outs)-1] {
			var b strings.Builder
			if _, err := fix.File(strings.NewReader(text+"\n"), &b, nil); err != nil {
				t.Fatal(err)
			}
			outs = append(outs, strings.TrimSuffix(b.String(), "\n"))
		}
		if outs[0] != outs[1] {
			t.Fatalf("%s\nbecame %s\nthen   %s", in, outs[0], outs[1])
		}
		before, after := twins(in), twins(outs[0])
		if after > before {
			t.Fatalf("%s\nbecame %s: %d members twice, %d before", in, outs[0], after, before)
		}
	})
}

// twins counts the members that stand twice in an object of a file.
func twins(line string) (n int) {
	for _, object := range strings.Split(line, "{") {
		object, _, _ = strings.Cut(object, "}")
		seen := map[string]bool{}
		for _, m := range strings.Split(object, ",") {
			name, _, _ := strings.Cut(m, ":")
			if name != "" && seen[name] {
				n++
			}
			seen[name] = true
		}
	}
	return n
}
