package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clockTimes notes the clock forms that stand in a plain text as words of their
// own and are times of a video: "[00:05] A dog", "from 0:05 to 1:30", "at 12:34".
// Scores, ratios, verses of the Bible ("John 3:16"), the time of day ("10:30 pm")
// and what follows a date are none.
func clockTimes(s string, t *Times, at int) {
	second := -1 // where the second time of a range stands
	for i := 0; ; {
		colon := strings.IndexByte(s[i:], ':')
		if colon < 0 {
			return
		}
		colon += i
		start := colon
		for start > i && colon-start < 4 && isDigit(s[start-1]) {
			start--
		}
		d, size, lead := clock(s[start:])
		end := start + size
		if start == colon || size == 0 || !standsAlone(s, start, end) {
			i = colon + 1
			for i < len(s) && (isDigit(s[i]) || s[i] == ':') {
				i++ // the rest of "12:34:56:78"
			}
			continue
		}
		next := rangeTo(s, end)
		ranged := next >= 0 || start == second
		if ranged || inBrackets(s, start, end) || isTime(s, start, end, lead, t.Count > 0) {
			t.add(d, at+start)
		}
		second = next
		i = end
	}
}

// standsAlone reports whether s[start:end] is a word of its own.
func standsAlone(s string, start, end int) bool {
	if start > 0 {
		if c := s[start-1]; isDigit(c) || isLetter(c) || strings.IndexByte(":.,/+_\\", c) >= 0 && !(c == ',' && start > 1 && s[start-2] == ' ') {
			return false
		}
	}
	if end < len(s) {
		c := s[end]
		if isDigit(c) || isLetter(c) || c == '/' || c == '_' || c == '%' {
			return false
		}
		if (c == ':' || c == '.' || c == ',') && end+1 < len(s) && isDigit(s[end+1]) {
			return false
		}
	}
	return true
}

func inBrackets(s string, start, end int) bool {
	return start > 0 && end < len(s) && (s[start-1] == '[' && s[end] == ']' || s[start-1] == '(' && s[end] == ')')
}

// rangeTo is where a second clock form stands that belongs to the one that ends
// at end: "00:05 - 00:10", "0:05 to 0:10"; -1 if there is none.
func rangeTo(s string, end int) int {
	i := skipSpace(s, end)
	if i > end+2 {
		return -1
	}
	for _, sep := range [...]string{"-->", "->", "-", "–", "—", "→", "~", "〜", "to ", "until ", "bis ", "至", "到"} {
		if !strings.HasPrefix(s[i:], sep) {
			continue
		}
		j := i + len(sep)
		for j < len(s) && j < i+len(sep)+2 && s[j] == ' ' {
			j++
		}
		if _, size, _ := clock(s[j:]); size > 0 && standsAlone(s, j, j+size) {
			return j
		}
		return -1
	}
	return -1
}

// isTime judges a clock form by the words around it. lead is the number of
// digits of its minutes, -1 if the form can hardly be anything but a time; seen
// tells that the text names a time already.
func isTime(s string, start, end, lead int, seen bool) bool {
	if notTimeAfter(nextWord(s, end)) {
		return false
	}
	before := previousWord(s, start)
	if isDate(before) {
		return false
	}
	if lead < 0 || s[start] == '0' {
		return !listed(notTimeWords[:], before)
	}
	if start == 0 || s[start-1] == '\n' {
		return lead > 1 || seen
	}
	if lead == 1 {
		return false // 4:30, 3:16: a score, a verse, the time of day
	}
	if listed(timeWords[:], before) {
		return true
	}
	if r, _ := utf8.DecodeRuneInString(before); unicode.IsUpper(r) {
		return false // Genesis 12:10
	}
	return !listed(notTimeWords[:], before)
}

// timeWords stand before a time, also at the beginning of a sentence.
var timeWords = [...]string{
	"at", "from", "to", "until", "till", "and", "between", "around", "about", "by", "near", "after", "before",
	"time", "timestamp", "minute", "start", "starts", "end", "ends", "begin", "begins",
}

// notTimeWords stand before what is no time.
var notTimeWords = [...]string{
	"ratio", "aspect", "score", "scored", "scores", "result", "won", "wins", "lost", "led", "leads", "verse", "verses", "chapter", "odds", "scale",
}

// afterWords stand after what is no time of a video.
var afterWords = [...]string{
	"am", "pm", "a.m", "p.m", "a.m.", "p.m.", "uhr", "h", "hours", "o'clock", "ratio", "aspect", "score", "win", "lead", "victory", "defeat", "chance", "split", "odds",
	"gmt", "utc", "est", "pst", "cet",
}

func notTimeAfter(word string) bool { return listed(afterWords[:], word) }

func listed(words []string, word string) bool {
	for _, w := range words {
		if len(w) == len(word) && strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}

// maxWord is how far the words around a clock form are looked at, in bytes.
const maxWord = 24

// previousWord is the word before start, on the same line.
func previousWord(s string, start int) string {
	end := start
	for end > 0 && start-end < 3 && (s[end-1] == ' ' || s[end-1] == '(') {
		end--
	}
	i := end
	for i > 0 && end-i < maxWord && (isWordByte(s[i-1]) || s[i-1] == '-' || s[i-1] == '/') {
		i--
	}
	return s[i:end]
}

// nextWord is the word after end, on the same line.
func nextWord(s string, end int) string {
	i := end
	for i < len(s) && i-end < 2 && s[i] == ' ' {
		i++
	}
	j := i
	for j < len(s) && j-i < maxWord && isWordByte(s[j]) {
		j++
	}
	return s[i:j]
}

func isWordByte(c byte) bool {
	return isLetter(c) || isDigit(c) || c == '.' || c == '\'' || c >= 0x80
}

// isDate reports whether a word is a date in digits: 2024-05-01, 5/1/2024, 1.5.2024.
func isDate(word string) bool {
	digits, seps := 0, 0
	for i := range len(word) {
		switch c := word[i]; {
		case isDigit(c):
			digits++
		case c == '-' || c == '/' || c == '.':
			seps++
		default:
			return false
		}
	}
	return digits >= 3 && seps == 2
}
