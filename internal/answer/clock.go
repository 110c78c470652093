package answer

import (
	"math"
	"strings"
	"time"
)

// A unit is that of the numbers of a member that holds a time.
type unit uint8

const (
	noUnit unit = iota // the member holds no time
	seconds
	millis
)

// timeNames are the names of members that hold a time, with or without one of
// the suffixes. Upper and lower case are the same.
var timeNames = [...]string{"start", "end", "time", "timestamp", "start_time", "end_time", "starttime", "endtime", "begin"}

var timeSuffixes = [...]struct {
	suffix string
	unit   unit
}{{"_seconds", seconds}, {"_sec", seconds}, {"_ms", millis}, {"_s", seconds}}

// timeUnit is the unit of a member by its name.
func timeUnit(key string) unit {
	if len(key) < 3 || len(key) > 24 {
		return noUnit
	}
	switch key[0] | 0x20 {
	case 's', 'e', 't', 'b':
	default:
		return noUnit
	}
	u := seconds
	for _, s := range timeSuffixes {
		if len(key) > len(s.suffix) && equalFold(key[len(key)-len(s.suffix):], s.suffix) {
			key, u = key[:len(key)-len(s.suffix)], s.unit
			break
		}
	}
	for _, n := range timeNames {
		if equalFold(key, n) {
			return u
		}
	}
	return noUnit
}

// equalFold compares with a lower-case ASCII word.
func equalFold(b, word string) bool {
	if len(b) != len(word) {
		return false
	}
	for i := range len(b) {
		c := b[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if c != word[i] {
			return false
		}
	}
	return true
}

// maxTimeBytes is the longest string that is read as a time or two.
const maxTimeBytes = 32

// timesIn notes the times of a string member: one time, or the clock forms in
// it, such as "00:05 - 00:10".
func timesIn(s string, u unit, t *Times, at int) {
	if len(s) > maxTimeBytes {
		return
	}
	if len(s) == 5 && isDigit(s[0]) && isDigit(s[1]) && twoDigits(s, 2) { // as most are
		t.add(time.Duration(atoi(s[:2])*60+atoi(s[3:]))*time.Second, at)
		return
	}
	s = strings.TrimSpace(s)
	if d, size, _ := clock(s); size > 0 && size == len(s) {
		t.add(d, at)
		return
	}
	number, unit := s, u
	switch {
	case strings.HasSuffix(s, "ms"):
		number, unit = s[:len(s)-2], millis
	case strings.HasSuffix(s, "seconds"):
		number, unit = s[:len(s)-7], seconds
	case strings.HasSuffix(s, "sec"):
		number, unit = s[:len(s)-3], seconds
	case strings.HasSuffix(s, "s"):
		number, unit = s[:len(s)-1], seconds
	}
	if d, ok := decimal(strings.TrimSpace(number), unit); ok {
		t.add(d, at)
		return
	}
	for i := 0; i < len(s); {
		if !isDigit(s[i]) {
			i++
			continue
		}
		d, size, _ := clock(s[i:])
		if size > 0 && (i == 0 || !partOfWord(s[i-1])) && (i+size == len(s) || !partOfWord(s[i+size])) {
			t.add(d, at)
			i += size
			continue
		}
		i = skipWord(s, i)
	}
}

func partOfWord(c byte) bool { return isDigit(c) || isLetter(c) || c == ':' || c == '.' || c >= 0x80 }

func skipWord(s string, i int) int {
	for i < len(s) && partOfWord(s[i]) {
		i++
	}
	return i
}

// clock reads MM:SS, H:MM:SS, MM:SS.sss or, as subtitles have it, H:MM:SS,sss at
// the beginning of s; size is 0 if there is none. lead is the number of digits
// before the first colon, and -1 if there are two colons or a fraction.
func clock(s string) (d time.Duration, size, lead int) {
	i := 0
	for i < len(s) && i < 4 && isDigit(s[i]) {
		i++
	}
	lead = i
	if lead == 0 || lead > 3 || !twoDigits(s, i) {
		return 0, 0, 0
	}
	total := int64(atoi(s[:lead]))*60 + int64(atoi(s[i+1:i+3]))
	if i += 3; twoDigits(s, i) {
		total = total*60 + int64(atoi(s[i+1:i+3]))
		i += 3
		lead = -1
	}
	if i < len(s) && (isDigit(s[i]) || s[i] == ':' && i+1 < len(s) && isDigit(s[i+1])) {
		return 0, 0, 0
	}
	d = time.Duration(total) * time.Second
	end := i
	if i+1 < len(s) && (s[i] == '.' || s[i] == ',') {
		for end = i + 1; end < len(s) && isDigit(s[end]); end++ {
		}
		n := end - i - 1
		if n == 0 || s[i] == ',' && n != 3 || n > 9 {
			end = i // a full stop, a comma
		} else {
			frac := time.Duration(atoi(s[i+1 : end]))
			for ; n < 9; n++ {
				frac *= 10
			}
			d += frac
			lead = -1
		}
	}
	return d, end, lead
}

// twoDigits reports whether a colon and two digits below 60 stand at i.
func twoDigits(s string, i int) bool {
	return i+2 < len(s) && s[i] == ':' && '0' <= s[i+1] && s[i+1] <= '5' && isDigit(s[i+2])
}

// atoi reads at most nine digits.
func atoi(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// decimal reads a decimal number, "12.5", "-3", "1e2", exactly; what is finer
// than a nanosecond is cut off.
func decimal(s string, u unit) (time.Duration, bool) {
	neg := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		neg, s = s[0] == '-', s[1:]
	}
	exp := 9 // of ten, from the unit to nanoseconds
	if u == millis {
		exp = 6
	}
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		e, ok := exponent(s[i+1:])
		if !ok {
			return 0, false
		}
		exp += e
		s = s[:i]
	}
	var n int64
	digits, point := 0, false
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '.' && !point:
			point = true
			continue
		case !isDigit(c):
			return 0, false
		}
		digits++
		if point && exp <= 0 {
			continue // finer than a nanosecond
		}
		if n > (math.MaxInt64-9)/10 {
			return 0, false
		}
		n = n*10 + int64(c-'0')
		if point {
			exp--
		}
	}
	if digits == 0 {
		return 0, false
	}
	for ; exp > 0 && n != 0; exp-- {
		if n > math.MaxInt64/10 {
			return 0, false
		}
		n *= 10
	}
	for ; exp < 0 && n != 0; exp++ {
		n /= 10
	}
	if neg {
		n = -n
	}
	return time.Duration(n), true
}

// exponent reads at most three digits with or without a sign.
func exponent(s string) (int, bool) {
	neg := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		neg, s = s[0] == '-', s[1:]
	}
	if s == "" || len(s) > 3 || skipDigits(s, 0) != len(s) {
		return 0, false
	}
	if neg {
		return -atoi(s), true
	}
	return atoi(s), true
}
