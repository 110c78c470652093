package chunk

import (
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFileName(t *testing.T) {
	const lecture = "gs://b/course/lecture.mp4"
	// The hash is by sha256sum, of "gs://b/course/lecture.mp4".
	const hash = "d4e5b56552aea04e"
	for _, c := range []struct {
		lines      int
		start, end time.Duration
		want       string
	}{
		{0, 0, 5 * time.Minute, "lecture-" + hash + ".00h00m00.000s-00h05m00.000s.mp4"},
		{360, 0, 52 * time.Minute, "lecture-" + hash + ".360p.00h00m00.000s-00h52m00.000s.mp4"},
		{0, 1, 2, "lecture-" + hash + ".00h00m00.000000001s-00h00m00.000000002s.mp4"},
		{0, 1500 * time.Millisecond, time.Hour + 2*time.Minute + 3*time.Second + 40*time.Microsecond, "lecture-" + hash + ".00h00m01.500s-01h02m03.00004s.mp4"},
		{0, 0, math.MaxInt64, "lecture-" + hash + ".00h00m00.000s-2562047h47m16.854775807s.mp4"},
	} {
		if got := fileName(lecture, span(c.start, c.end), c.lines); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

func TestStem(t *testing.T) {
	for uri, want := range map[string]string{
		"gs://b/a/lecture.mp4":                        "lecture",
		"gs://b/lecture.v2.mp4":                       "lecture.v2",
		"gs://b/lecture 1?.mp4":                       "lecture_1",
		"gs://b/a#b.mp4":                              "a_b",
		"gs://b/ab%20c.mp4":                           "ab_20c",
		"https://h/v/talk.mp4?X-Goog-Signature=a/b#c": "talk",
		"https://h/v/talk%201.mp4":                    "talk_1",
		"https://h/o/folder%2Ftalk.mp4?alt=media":     "talk",
		"https://h/o/..%2f..%2Fetc%2Fpasswd":          "passwd",
		"https://h/a%00b.mp4":                         "a_b",
		"https://h/100%.mp4":                          "100",
		"https://h/v/":                                "v",
		"HTTPS://h/get?id=7":                          "get",
		"/home/me/My Video (final).MOV":               "My_Video_final",
		`C:\videos\a.mp4`:                             "a",
		"..":                                          "video",
		"../..":                                       "video",
		"gs://b/...mp4":                               "video",
		"gs://b/.mp4":                                 "mp4",
		"-rf.mp4":                                     "rf",
		"gs://b/--help":                               "help",
		"gs://b/a..b...c.mp4":                         "a.b.c",
		"gs://b/ .mp4":                                "video",
		"gs://b/\x00\x1b[31m.mp4":                     "31m",
		"gs://b/вебинар 3.mp4":                        "вебинар_3",
		"gs://b/講義.mp4":                               "講義",
		"gs://b/cafe\u0301.mp4":                       "cafe\u0301",
		"gs://b/हिन्दी.mp4":                           "हिन्दी",
		"gs://b/a\u202egnp.mp4":                       "a_gnp",
		"gs://b/a／b＼c．mp4":                            "a_b_c_mp4",
		"gs://b/\xff\xfe.mp4":                         "video",
		"gs://b/con.mp4":                              "_con",
		"gs://b/NUL":                                  "_NUL",
		"gs://b/Aux.lecture.mp4":                      "_Aux.lecture",
		"gs://b/com1.mp4":                             "_com1",
		"gs://b/LPT9.mp4":                             "_LPT9",
		"gs://b/com\u00b9.mp4":                        "_com\u00b9",
		"gs://b/com.mp4":                              "com",
		"gs://b/com10.mp4":                            "com10",
		"gs://b/console.mp4":                          "console",
		"v":                                           "v",
		"":                                            "video",
		"gs://b/" + strings.Repeat("ж", 100) + ".mp4": strings.Repeat("ж", 48),
		"gs://b/a" + strings.Repeat("ж", 100):         "a" + strings.Repeat("ж", 47),
	} {
		if got := stem(uri); got != want {
			t.Errorf("%q: %q, want %q", uri, got, want)
		}
	}
}

// A name is that of one file in one folder, everywhere.
func TestFileNameIsSafe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		uri := rapid.OneOf(rapid.String(), rapid.StringMatching(`(gs|https?)://[a-z%/\\.?#-]{0,40}`), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "uri")
		times := rapid.Int64Range(0, math.MaxInt64)
		one := span(time.Duration(times.Draw(t, "start")), time.Duration(times.Draw(t, "end")))
		name := fileName(uri, one, 2160)
		switch {
		case len(name) > 180, !utf8.ValidString(name):
			t.Fatalf("%q has %d bytes", name, len(name))
		case strings.ContainsAny(name, "/\\:*?\"<>|\x00 '$`~%&;") || strings.Contains(name, ".."):
			t.Fatalf("%q has a character that systems take for another thing", name)
		case name[0] == '-' || name[0] == '.' || filepath.Base(name) != name || !filepath.IsLocal(name) || reserved(name):
			t.Fatalf("%q is no name of a file", name)
		}
		other := span(one.Start, one.End^1)
		if name == fileName(uri, other, 2160) || name == fileName(uri+"/", one, 2160) || name == fileName(uri, one, 0) {
			t.Fatalf("%q is the name of another stretch, too", name)
		}
	})
}

func TestJoinURI(t *testing.T) {
	for _, c := range [][3]string{
		{"", "ж.mp4", "ж.mp4"},
		{"gs://b/c", "ж.mp4", "gs://b/c/ж.mp4"},
		{"gs://b/c/", "ж.mp4", "gs://b/c/ж.mp4"},
		{"https://h/c", "ж.mp4", "https://h/c/%D0%B6.mp4"},
		{`C:\v\`, "a.mp4", `C:\v\a.mp4`},
	} {
		if got := joinURI(c[0], c[1]); got != c[2] {
			t.Errorf("%s, want %s", got, c[2])
		}
	}
}
