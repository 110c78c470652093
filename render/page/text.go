package page

import (
	"html"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/exact"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
	"github.com/seed-57910ec4/videotune/internal/words"
	"github.com/seed-57910ec4/videotune/render"
)

func counted(n int, noun string) string { return words.Count(n, noun) }

// cut returns the beginning of s, of at most n bytes and "…".
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}

// line returns the beginning of s in one line, with what could turn the direction of
// writing spelt out.
func line(s string, n int) string { return cut(render.Clean(s), n) }

// cutMiddle returns s without its middle where it is longer than some n bytes: of a URI
// both ends tell something.
func cutMiddle(s string, n int) string {
	if len(s) <= n {
		return s
	}
	from := len(s) - n/2
	for from < len(s) && !utf8.RuneStart(s[from]) {
		from++
	}
	return cut(s, n/2) + s[from:]
}

// oneLine returns the beginning of a text, in one line.
func oneLine(s string) string { return cut(strings.Join(strings.Fields(cut(s, 400)), " "), 110) }

// A room is how many bytes of texts there is place for.
type room int

// take reports whether there is place for texts, as they are escaped, and takes it.
func (r *room) take(texts ...string) bool {
	n := 0
	for _, s := range texts {
		n += len(html.EscapeString(s)) + 4*strings.Count(s, "+") // which html/template escapes too
	}
	if n > int(*r) {
		return false
	}
	*r -= room(n)
	return true
}

// share returns n of all in percent, as all of videotune writes it.
func share[T ~int | ~int64](n, all T) string { return exact.Percent(int64(n), int64(all)) }

// clock returns a time of a video: "1:02:03.5", "0:05".
func clock(d time.Duration) string {
	if d < 0 {
		return pbtime.Format(d)
	}
	s := int64(d / time.Second)
	out := strconv.FormatInt(s/60%60, 10)
	if h := s / 3600; h > 0 {
		out = strconv.FormatInt(h, 10) + ":" + two(s/60%60)
	}
	out += ":" + two(s%60)
	if rest := d % time.Second; rest > 0 {
		out += "." + strings.TrimRight(strconv.FormatInt(int64(time.Second+rest), 10)[1:], "0")
	}
	return out
}

func two(n int64) string { return strconv.FormatInt(100+n, 10)[1:] }

// inSeconds returns d as players want it: "5", "25.5".
func inSeconds(d time.Duration) string { return strings.TrimSuffix(pbtime.Format(d), "s") }

// length returns a length in words: "45.5 s", "20 min", "1 h 5 min". What is less than
// 10 ms is cut off, of ten minutes and more what is less than a second.
func length(d time.Duration) string {
	if d = d.Truncate(10 * time.Millisecond); d >= 10*time.Minute {
		d = d.Truncate(time.Second)
	}
	var parts []string
	if h := d / time.Hour; h > 0 {
		parts = append(parts, words.Group(int64(h))+" h")
	}
	if m := d / time.Minute % 60; m > 0 {
		parts = append(parts, inSeconds(m*time.Second)+" min")
	}
	if s := d % time.Minute; s > 0 || len(parts) == 0 {
		parts = append(parts, inSeconds(s)+" s")
	}
	return strings.Join(parts, " ")
}

// tokenRange returns an estimate in words.
func tokenRange(r videotune.Range) string {
	if r.Lower == r.Upper {
		return words.Group(r.Lower)
	}
	return words.Group(r.Lower) + " to " + words.Group(r.Upper)
}

// resolutionName returns a resolution without its prefix.
func resolutionName(r videotune.MediaResolution) string {
	return strings.TrimPrefix(string(r), "MEDIA_RESOLUTION_")
}
