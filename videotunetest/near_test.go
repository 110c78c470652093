package videotunetest_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-57910ec4/videotune/videotunetest"
)

// nearBytes is the largest edit distance of the files of a near miss, in bytes.
const nearBytes = 200

// nearMiss returns an error that says why pass is no near miss of fail: both have
// one rule, and differ in one thing and in little.
func nearMiss(pass, fail *videotunetest.Vector) error {
	switch {
	case pass.Expect != videotunetest.ExpectPass || fail.Expect != videotunetest.ExpectFail:
		return errors.New("a near miss passes, and its vector fails")
	case pass.Rule != fail.Rule:
		return fmt.Errorf("one is about %s, the other about %s", pass.Rule, fail.Rule)
	}
	changed := 0 // of what the files are judged by
	if pass.Model != fail.Model {
		changed++
	}
	if pass.AsOf != fail.AsOf {
		changed++
	}
	for rule := range maps.Keys(merged(pass.Severity, fail.Severity)) {
		if a, ok := pass.Severity[rule]; ok != hasKey(fail.Severity, rule) || a != fail.Severity[rule] {
			changed++
		}
	}
	if pass.Example != nil || fail.Example != nil {
		var r leaves
		cmp.Equal(pass.Example, fail.Example, cmp.Reporter(&r))
		if changed+r.differ != 1 {
			return fmt.Errorf("%d differences in what they are judged by, %d values in the examples: want one", changed, r.differ)
		}
		return nil
	}
	a, b := files(pass), files(fail)
	if !slices.Equal(a, b) {
		return fmt.Errorf("the files are %q and %q", a, b)
	}
	total := 0
	for _, name := range a {
		d, err := distance(pass, fail, name)
		if err != nil {
			return err
		}
		total += d
	}
	switch {
	case total == 0 && changed != 1:
		return fmt.Errorf("the files are alike, and there are %d differences in what they are judged by: want one", changed)
	case total > 0 && changed > 0:
		return errors.New("the files differ, and what they are judged by too")
	case total > nearBytes:
		return fmt.Errorf("the files differ by more than %d bytes", nearBytes)
	}
	return nil
}

func merged[K comparable, V any](a, b map[K]V) map[K]V {
	m := maps.Clone(a)
	if m == nil {
		m = make(map[K]V)
	}
	maps.Copy(m, b)
	return m
}

func hasKey[K comparable, V any](m map[K]V, key K) bool {
	_, ok := m[key]
	return ok
}

// leaves counts the values that differ.
type leaves struct{ differ int }

func (l *leaves) PushStep(cmp.PathStep) {}
func (l *leaves) PopStep()              {}
func (l *leaves) Report(r cmp.Result) {
	if !r.Equal() {
		l.differ++
	}
}

// files returns the names of the files of a vector.
func files(v *videotunetest.Vector) []string {
	names := slices.Concat(v.Train, v.Validation)
	for _, name := range []string{v.Media, v.Limits} {
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

// distance returns the edit distance of a file in two vectors, in bytes; of more
// than nearBytes it returns any larger number. One line more or less counts for
// one byte. The files may be large, if they begin alike.
func distance(v, w *videotunetest.Vector, name string) (int, error) {
	f, err := v.Open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	g, err := w.Open(name)
	if err != nil {
		return 0, err
	}
	defer g.Close()
	a, b, err := afterCommon(f, g)
	if err != nil {
		return 0, err
	}
	const most = 1 << 20
	if len(a) > most || len(b) > most {
		return nearBytes + 1, nil
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a)*len(b) == 0 && bytes.Count(a, []byte("\n"))+bytes.Count(b, []byte("\n")) == 1 {
		return 1, nil
	}
	return editDistance(a, b, nearBytes), nil
}

// afterCommon returns what follows what both readers begin with.
func afterCommon(f, g io.Reader) (a, b []byte, err error) {
	fr, gr := bufio.NewReaderSize(f, 1<<16), bufio.NewReaderSize(g, 1<<16)
	for {
		_, ferr := fr.Peek(1)
		_, gerr := gr.Peek(1)
		n := min(fr.Buffered(), gr.Buffered())
		a, _ = fr.Peek(n)
		b, _ = gr.Peek(n)
		same := 0
		for same < n && a[same] == b[same] {
			same++
		}
		fr.Discard(same)
		gr.Discard(same)
		if same == n && ferr == nil && gerr == nil {
			continue
		}
		a, ferr = io.ReadAll(fr)
		b, gerr = io.ReadAll(gr)
		return a, b, errors.Join(ferr, gerr)
	}
}

// editDistance returns how many bytes to insert, remove or replace make a of b; if
// they are more than limit, limit+1.
func editDistance(a, b []byte, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	far := limit + 1
	row, next := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = min(j, far)
	}
	for i := range a {
		for j := range next {
			next[j] = far
		}
		first, last := max(0, i+1-limit), min(len(b), i+1+limit) // all others are further
		if first == 0 {
			next[0] = min(i+1, far)
		}
		for j := max(first, 1); j <= last; j++ {
			d := row[j-1]
			if a[i] != b[j-1] {
				d = min(d, row[j], next[j-1]) + 1
			}
			next[j] = min(d, far)
		}
		row, next = next, row
	}
	return row[len(b)]
}

func TestEditDistance(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		limit int
		want  int
	}{
		{"", "", 5, 0}, {"", "abc", 5, 3}, {"abc", "", 2, 3}, {"kitten", "sitting", 5, 3}, {"kitten", "sitting", 2, 3},
		{"abcdef", "bcdefa", 5, 2}, {"aaaa", "bbbb", 4, 4}, {"aaaa", "bbbb", 3, 4}, {"abcd", "a0b0c0d0", 4, 4}, {"abc", "abc", 0, 0}, {"abc", "abd", 0, 1},
	} {
		if got := editDistance([]byte(c.a), []byte(c.b), c.limit); got != c.want {
			t.Errorf("%q, %q, at most %d: %d, want %d", c.a, c.b, c.limit, got, c.want)
		}
	}
}

// TestNearMiss shows that what is not near is refused.
func TestNearMiss(t *testing.T) {
	for _, c := range []struct{ pass, fail, want string }{
		{"uri-scheme-mended", "uri-scheme", ""},
		{"resolution-mixed-mended", "resolution-mixed", ""},
		{"uri-scheme", "uri-scheme-mended", "a near miss passes"},
		{"uri-form-mended", "uri-scheme", "one is about"},
		{"example-duplicate-answers", "example-duplicate-twice", "differ by"},
		{"clean-3.5-flash", "segment-too-long", "what they are judged by too"},
		{"severity-off", "uri-scheme", ""},
		{"segment-too-long-old-at", "segment-too-long", "what they are judged by too"},
		{"segment-too-long-video-at", "segment-too-long", `the files are ["train.jsonl" "media.json"] and ["train.jsonl"]`},
		{"dropped-1-of-10", "dropped-1-of-9", "a near miss passes"},
		{"uri-scheme-https", "uri-scheme-ftp", ""},
	} {
		err := nearMiss(find(t, c.pass), find(t, c.fail))
		if err == nil && c.want != "" || err != nil && (c.want == "" || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s of %s: %v, want %q", c.pass, c.fail, err, c.want)
		}
	}
}
