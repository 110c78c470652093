package chunk

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune"
)

const (
	// maxStem bounds, in bytes, what a file's name keeps of that of its source. All
	// of a name is then shorter than 180 bytes, which leaves room under the 255 of
	// file systems for what programs add to it.
	maxStem = 96

	// hashBytes are what a name has of the hash of the source's URI.
	hashBytes = 8
)

// fileName returns the name of the file that holds a stretch of the video at uri:
//
//	lecture-0d4cf1ae9b11f1c0.00h00m00.000s-00h05m00.000s.mp4
//	lecture-0d4cf1ae9b11f1c0.360p.00h00m00.000s-00h52m00.000s.mp4
//
// It depends on nothing else, differs for any two stretches, and for videos of one
// name in two folders by the hash of the URI. lines is the visual resolution where
// that is lowered, else 0.
//
// No system takes the name for anything but that of a file: besides ASCII letters,
// digits, '-', '_' and '.', it has letters, marks and digits of other scripts only,
// and it begins with none of "-", "." and a name that Windows reserves.
func fileName(uri string, span videotune.Span, lines int) string {
	sum := sha256.Sum256([]byte(uri))
	var height string
	if lines > 0 {
		height = fmt.Sprintf(".%dp", lines)
	}
	return stem(uri) + "-" + hex.EncodeToString(sum[:hashBytes]) + height + "." + clock(span.Start) + "-" + clock(span.End) + ".mp4"
}

// clock returns d as 01h02m03.000s, with more digits if it has them. d is not
// negative.
func clock(d time.Duration) string {
	s := d / time.Second
	text := fmt.Sprintf("%02dh%02dm%02d.%09d", s/3600, s/60%60, s%60, d%time.Second)
	for range 6 { // nanoseconds to milliseconds
		text = strings.TrimSuffix(text, "0")
	}
	return text + "s"
}

// stem returns what is kept of the name of a video, without its extension.
func stem(uri string) string {
	name := baseName(uri)
	if dot := strings.LastIndexByte(name, '.'); dot > 0 && len(name)-dot <= 6 {
		name = name[:dot]
	}
	var b strings.Builder
	var last rune
	for _, r := range name {
		if !plain(r) {
			r = '_'
		}
		if r == last && (r == '_' || r == '.') {
			continue
		}
		if b.Len()+utf8.RuneLen(r) > maxStem {
			break
		}
		b.WriteRune(r)
		last = r
	}
	name = strings.Trim(strings.TrimLeft(b.String(), "-._"), "._")
	if name == "" {
		return "video"
	}
	if reserved(name) {
		return "_" + name
	}
	return name
}

// baseName returns the last segment of a URI or path, decoded if that is a URL.
func baseName(uri string) string {
	if scheme, _, ok := strings.Cut(uri, "://"); ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")) {
		if i := strings.IndexAny(uri, "?#"); i >= 0 {
			uri = uri[:i]
		}
		uri = strings.TrimRight(uri, "/")
		if i := strings.LastIndexByte(uri, '/'); i >= 0 {
			uri = uri[i+1:]
		}
		if decoded, err := url.PathUnescape(uri); err == nil {
			uri = decoded // which may hold a slash
		}
	}
	if i := strings.LastIndexAny(uri, `/\`); i >= 0 {
		uri = uri[i+1:]
	}
	return uri
}

// plain reports whether a rune of a source's name is kept. Of other scripts these
// are letters, marks and digits: some systems take other characters for a slash,
// and some characters hide the rest of a name.
func plain(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_' || r == '.'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r)
}

// reserved reports whether Windows takes a name for that of a device, whatever
// follows its first dot. Source: "Naming Files, Paths, and Namespaces",
// learn.microsoft.com.
func reserved(name string) bool {
	name, _, _ = strings.Cut(strings.ToUpper(name), ".")
	switch name {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	digit, ok := strings.CutPrefix(name, "COM")
	if !ok {
		digit, ok = strings.CutPrefix(name, "LPT")
	}
	return ok && utf8.RuneCountInString(digit) == 1 && strings.Contains("0123456789¹²³", digit)
}

// joinURI returns the URI of a file in a folder.
func joinURI(base, name string) string {
	if base == "" {
		return name
	}
	if strings.HasPrefix(base, "http://") || strings.HasPrefix(base, "https://") {
		name = url.PathEscape(name)
	}
	if !strings.HasSuffix(base, "/") && !strings.HasSuffix(base, `\`) {
		base += "/"
	}
	return base + name
}
