package fix_test

import (
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/fix"
)

// hostile are files whose size alone asks for much: of n pieces each.
var hostile = []struct {
	name string
	n    int
	in   func(n int) string
}{
	{"single quotes", 60_000, func(n int) string { return `{` + strings.Repeat(`'role':'user',`, n) + "}\n" }},
	{"single quotes in a list", 200_000, func(n int) string { return `{'contents':[` + strings.Repeat(`'a',`, n) + "]}\n" }},
	{"texts on lines", 200_000, func(n int) string { return `{'a':` + strings.Repeat("'a'\n", n) + "}\n" }},
	{"texts in parentheses", 200_000, func(n int) string {
		return `{'a':` + strings.Repeat("(", 90) + strings.Repeat(`'a' `, n) + strings.Repeat(")", 90) + "}\n"
	}},
	{"single quotes in vain", 1 << 20, func(n int) string { return "{'a':'" + strings.Repeat(`" `, n) }},
	{"parentheses", 200_000, func(n int) string { return `{'a':[` + strings.Repeat("(1),", n) + "]}\n" }},
	{"comments without end", 100_000, func(n int) string { return x + "\n" + strings.Repeat("/*\n", n) }},
	{"comments without end behind objects", 20_000, func(n int) string { return x + "\n" + strings.Repeat(`{"a":1}/*`+"\n", n) }},
	{"comments without end in lists", 50_000, func(n int) string { return x + "\n" + strings.Repeat("[/*\n", n) }},
	{"comments", 100_000, func(n int) string { return strings.Repeat("/**/", n) + x }},
	{"lists", 100_000, func(n int) string { return strings.Repeat("[\n", n) }},
	{"depth", 1 << 20, func(n int) string { return `{"contents":` + strings.Repeat("[", n) }},
	{"objects cut off", 20_000, func(n int) string { return x + "\n" + strings.Repeat(`{"a":1`+"\n", n) }},
	{"objects in a text", 50_000, func(n int) string { return `{"a":"x` + "\n" + strings.Repeat(`{"a":1}`+"\n", n) }},
	{"members twice", 50_000, func(n int) string {
		return `{"contents":[],"contents":[],` + strings.Repeat(`"Contents":[],`, n) + "\"a\":1}\n"
	}},
	{"members to rename", 8000, func(n int) string {
		return withParts(strings.Repeat(`{"file_data":{"file_uri":"gs://b/v.mp4","mime_type":"video/mp4"}},`, n)+`{"text":"b"}`) + "\n"
	}},
	{"digits", 1 << 20, func(n int) string {
		return `{"contents":1e999999999,"generationConfig":{"seed":` + strings.Repeat("9", n) + "}}\n"
	}},
}

// TestHostile fixes large files of such kinds, for which File takes a time that grows as
// they do: four times as long for four times as much, and sixteen times would be the
// square. The best of some tries counts, because the machine may have something else to
// do. What comes out stays the same the next time.
func TestHostile(t *testing.T) {
	const tries, most = 8, 11
	o := &fix.Options{DropDuplicates: true}
	for _, c := range hostile {
		out, _ := mend(t, []byte(c.in(c.n/4)), o)
		if again, second := mend(t, out, o); string(again) != string(out) || second.Edited() {
			t.Errorf("%s: a second time changes something: %v", c.name, second.Mended)
		}
		small, large := time.Hour, time.Hour
		for range tries {
			small, large = min(small, took(t, c.in(c.n/4), o)), min(large, took(t, c.in(c.n), o))
			if large < 50*time.Millisecond || large <= most*small {
				break
			}
		}
		if large >= 50*time.Millisecond && large > most*small {
			t.Errorf("%s: %v for %d, %v for %d", c.name, small, c.n/4, large, c.n)
		}
	}
}

// took is how long File takes for a file.
func took(t *testing.T, in string, o *fix.Options) time.Duration {
	start := time.Now()
	mend(t, []byte(in), o)
	return time.Since(start)
}
