package videotune

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Both files together are the lines that were read, in their order on each side, and
// the same on each run.
func TestSplitLinesProperties(t *testing.T) {
	rapidChecks(t, 300)
	base := memoryDir(t)
	line := rapid.OneOf(
		rapid.Custom(func(t *rapid.T) string {
			return rawLine(fmt.Sprintf("gs://b/%d.mp4", rapid.IntRange(0, 9).Draw(t, "video")), rapid.SampledFrom([]string{"a", "b"}).Draw(t, "answer"))
		}),
		rapid.SampledFrom([]string{`{"contents":[],}`, "{", "no", "\x00", "", "  "}),
	)
	rapid.Check(t, func(rt *rapid.T) {
		lines := append([]string{rawLine("gs://b/0.mp4", "first"), rawLine("gs://b/1.mp4", "first")}, rapid.SliceOfN(line, 0, 30).Draw(rt, "lines")...)
		text := strings.Join(lines, "\n") + rapid.SampledFrom([]string{"", "\n"}).Draw(rt, "end")
		opts := &SplitLinesOptions{KeepBad: true}
		opts.Share, opts.Seed = 0.3, rapid.SampledFrom([]string{"", "x"}).Draw(rt, "seed")
		var files [2][2]string
		for i := range files {
			train, validation := filepath.Join(base, "t.jsonl"), filepath.Join(base, "v.jsonl")
			os.Remove(train)
			os.Remove(validation)
			_, err := SplitLines([]Input{{"in", strings.NewReader(text)}}, train, validation, opts)
			if err != nil {
				if _, ok := AsProblems(err); !ok || !strings.Contains(text, "\x00") {
					rt.Fatalf("%q: %v", text, err)
				}
				return
			}
			for side, name := range []string{train, validation} {
				b, err := os.ReadFile(name)
				if err != nil && !errors.Is(err, os.ErrNotExist) {
					rt.Fatal(err)
				}
				files[i][side] = string(b)
				if !isSubsequence(strings.Lines(files[i][side]), lines) {
					rt.Fatalf("the order of %q", b)
				}
			}
			got := slices.Sorted(strings.Lines(files[i][0] + files[i][1]))
			var want []string
			for _, l := range lines {
				if strings.TrimSpace(l) != "" {
					want = append(want, l+"\n")
				}
			}
			if slices.Sort(want); !slices.Equal(got, want) {
				rt.Fatalf("%q became %q", want, got)
			}
		}
		if files[0] != files[1] {
			rt.Fatal("the same lines gave other bytes")
		}
	})
}

// isSubsequence reports whether lines stand in all, in their order.
func isSubsequence(lines func(func(string) bool), all []string) bool {
	for l := range lines {
		i := slices.Index(all, strings.TrimSuffix(l, "\n"))
		if i < 0 {
			return false
		}
		all = all[i+1:]
	}
	return true
}

// A manyFiles is a line of several files for TestSplitLinesFiles.
type manyFiles struct {
	text  string
	files []string // the recordings of them
	bad   bool
}

var drawManyFiles = rapid.Custom(func(t *rapid.T) manyFiles {
	var l manyFiles
	var parts []string
	for range rapid.SampledFrom([]int{1, 1, 1, 1, 2, 2, 3, 0}).Draw(t, "files") {
		camera := rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}).Draw(t, "camera")
		l.files = append(l.files, camera)
		member := rapid.SampledFrom([]string{"fileUri", "fileUri", "file_uri", "fileURI"}).Draw(t, "member")
		parts = append(parts, fmt.Sprintf(`{"fileData":{%q:"gs://b/%s_%d.mp4","mimeType":"video/mp4"}}`, member, camera, rapid.IntRange(0, 2).Draw(t, "chunk")))
	}
	parts = append(parts, `{"text":"What?"}`)
	l.bad = rapid.IntRange(0, 5).Draw(t, "bad") == 0
	comma := ""
	if l.bad {
		comma = ","
	}
	l.text = fmt.Sprintf(`{"contents":[{"role":"user","parts":[%s]},{"role":"model","parts":[{"text":"%d"}]}]%s}`, strings.Join(parts, ","), rapid.IntRange(0, 3).Draw(t, "answer"), comma)
	return l
})

// components joins the lines that have a file in common, by looking at all pairs until
// nothing changes, and returns the number of the component of each line, -1 for none.
func components(lines []manyFiles) []int {
	of := make([]int, len(lines))
	for i := range of {
		if of[i] = i; len(lines[i].files) == 0 {
			of[i] = -1
		}
	}
	for changed := true; changed; {
		changed = false
		for i := range lines {
			for j := range lines {
				if of[i] > of[j] && of[j] >= 0 && slices.ContainsFunc(lines[i].files, func(f string) bool { return slices.Contains(lines[j].files, f) }) {
					of[i], changed = of[j], true
				}
			}
		}
	}
	return of
}

// No recording is on both sides however many files lines have, and validation has as
// many lines as the recordings allow.
func TestSplitLinesFiles(t *testing.T) {
	rapidChecks(t, 500)
	base := memoryDir(t)
	byCamera, err := RecordingByPattern(regexp.MustCompile(`/(\w)_`))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		lines := rapid.SliceOfN(drawManyFiles, 1, 25).Draw(rt, "lines")
		percent := rapid.SampledFrom([]int{10, 20, 50}).Draw(rt, "percent")
		opts := &SplitLinesOptions{Recording: byCamera, KeepBad: true}
		opts.Policy, opts.Share, opts.Seed = &Policy{Limits: &Limits{}}, float64(percent)/100, rapid.SampledFrom([]string{"", "x"}).Draw(rt, "seed")
		run := func(lines []manyFiles) (sides [2][]string, err error) {
			var text strings.Builder
			for _, l := range lines {
				text.WriteString(l.text + "\n")
			}
			paths := [2]string{filepath.Join(base, "t.jsonl"), filepath.Join(base, "v.jsonl")}
			os.Remove(paths[Train])
			os.Remove(paths[Validation])
			_, err = SplitLines([]Input{{"in", strings.NewReader(text.String())}}, paths[Train], paths[Validation], opts)
			for side, path := range paths {
				sides[side] = readLines(t, path)
				slices.Sort(sides[side])
			}
			return sides, err
		}
		sides, err := run(lines)
		var none *NoValidationError
		if err != nil && (!errors.As(err, &none) || len(sides[Train])+len(sides[Validation]) > 0) {
			rt.Fatalf("%v, %q", err, sides)
		}
		judgeSplit(rt, lines, sides, percent, err != nil)
		if err == nil {
			again, err := run(rapid.Permutation(lines).Draw(rt, "order"))
			if err != nil || !slices.Equal(sides[0], again[0]) || !slices.Equal(sides[1], again[1]) {
				rt.Fatalf("in another order: %q, %v; want %q", again, err, sides)
			}
		}
	})
}

// judgeSplit judges the files of TestSplitLinesFiles.
func judgeSplit(t *rapid.T, lines []manyFiles, sides [2][]string, percent int, none bool) {
	of := components(lines)
	size, inValidation := map[int]int{}, map[int]bool{}
	free, texts := 0, map[string]bool{} // equal lines without a file are together
	for i, l := range lines {
		if of[i] < 0 {
			if !l.bad && !texts[l.text] {
				texts[l.text] = true
				free++
			}
			continue
		}
		if size[of[i]]++; size[of[i]] == 1 {
			free++
		}
	}
	if none {
		if free > 1 {
			t.Fatalf("%d could have been chosen from", free)
		}
		return
	}
	for i, l := range lines {
		_, val := slices.BinarySearch(sides[Validation], l.text)
		_, train := slices.BinarySearch(sides[Train], l.text)
		if val == train {
			t.Fatalf("%s is on both sides or none", l.text)
		}
		if of[i] < 0 {
			if val && l.bad {
				t.Fatalf("%s is in validation, and nobody knows its file", l.text)
			}
			continue
		}
		if was, seen := inValidation[of[i]]; seen && was != val {
			t.Fatalf("the recording of %s is on both sides", l.text)
		}
		inValidation[of[i]] = val
	}
	if len(sides[Train])+len(sides[Validation]) != len(lines) {
		t.Fatal("lines are lost, or there are more")
	}
	have, most := len(sides[Validation]), percent*len(lines)/100
	if have == 0 {
		t.Fatal("validation is empty, and no error tells it")
	}
	for c, n := range size {
		switch {
		case inValidation[c] && have > most && n != have:
			t.Fatalf("%d lines in validation, at most %d were wanted", have, most)
		case !inValidation[c] && have+n <= most:
			t.Fatalf("%d lines in validation; a recording of %d could be there, too", have, n)
		}
	}
}
