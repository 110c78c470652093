package fix

import (
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// pointed writes the comma of a fraction as a point. ok is false for one that may part
// thousands, as in "1,500s", and for a number with more than one.
func pointed(s string) (_ string, ok bool) {
	i := strings.IndexByte(s, ',')
	if i < 0 {
		return s, true
	}
	before, after := i, digits([]byte(s[i+1:]))
	for before > 0 && isDigit(s[before-1]) {
		before--
	}
	whole := s[before:i]
	if whole == "" || after == 0 || strings.ContainsAny(s[:before]+s[i+1:], ".,") || after == 3 && len(whole) <= 3 && whole[0] != '0' {
		return s, false
	}
	return s[:i] + "." + s[i+1:], true
}

// frameCount returns the number of "50f", "50 fr" and "50 frames".
func frameCount(s string) (count string, ok bool) {
	n := len(s)
	for n > 0 && isLetter(s[n-1]) {
		n--
	}
	switch strings.ToLower(s[n:]) {
	case "f", "fr", "frame", "frames":
		return strings.TrimRight(s[:n], " "), n > 0
	}
	return "", false
}

// noOffset notes why the offset at p is not mended.
func (f *fixer) noOffset(o *wire.Offset, p videotune.Pointer) {
	name := string(p[strings.LastIndexByte(string(p), '/')+1:])
	stop := Obstacle{Pointer: p, value: true}
	shown := ""
	switch o.Kind {
	case wire.String:
		shown = strings.TrimSpace(o.Text)
	case wire.Number:
		shown = string(f.line[o.At:skip(f.line, o.At)])
	case wire.Object:
		stop.Message = name + " is an object that is no time in seconds and nanos"
	default:
		stop.Message = name + " is " + o.Kind.String() + ", which is no time"
	}
	if stop.Message == "" {
		if why := f.opts.OffsetUnit.notTime(shown); why != "" {
			stop.Message, stop.rule, stop.says = name+" "+why, videotune.RuleOffsetSpelling, true
		} else {
			why, helps := f.opts.OffsetUnit.notRead(shown)
			if stop.Message = name + " is " + clip(shown) + why; o.Kind == wire.String {
				stop.Message = name + " is " + clip(strconv.Quote(shown)) + why
			}
			if helps && f.opts.OffsetUnit == (OffsetUnit{}) {
				stop.Flag = "--offset-unit"
			}
		}
	}
	f.stops = append(f.stops, stop)
}

// notRead says why s, which may be a time, is not read as one; helps tells that some
// unit makes one of it.
func (u OffsetUnit) notRead(s string) (why string, helps bool) {
	s, sure := pointed(s)
	_, frameOf := frameCount(s)
	_, number := decimal(s)
	_, rounds := ParseOffset(s, OffsetUnit{kind: seconds})
	_, clocks := ParseOffset(s, OffsetUnit{kind: clockUnit})
	switch {
	case strings.HasPrefix(s, "-"):
		return ", and nothing lies before the beginning of a video", false
	case strings.Count(s, ":") == 1 && clocks:
		return ", which may be minutes and seconds or hours and minutes; the unit mm:ss says which", true
	case strings.ContainsRune(s, ':'):
		return "; a clock time is H:MM:SS, with two digits, below 60, in each field but the first", false
	case !sure:
		return ", whose comma may be that of a fraction or part thousands", false
	case frameOf:
		return ", which counts frames; the unit frames@ with their rate says how long they are", true
	case number:
		return ", which does not say its unit", true
	case rounds:
		return ", which is finer than a nanosecond; with a unit it is rounded", true
	}
	return ", which is read as a time only by a guess", false
}
