package probe

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// A contentRange is what the header of that name says of a part of a file.
type contentRange struct {
	start, end int64 // of the last byte; both -1 in an answer that has none
	total      int64 // of the file; -1 if it is not told
}

// parseContentRange reads a Content-Range, by RFC 9110, section 14.4.
func parseContentRange(s string) (contentRange, error) {
	wrong := func(why string) (contentRange, error) {
		return contentRange{}, fmt.Errorf("%w: Content-Range %q %s", ErrAnswer, clip(s), why)
	}
	if s == "" {
		return contentRange{}, fmt.Errorf("%w: it is part of a file, without a Content-Range", ErrAnswer)
	}
	unit, rest, _ := strings.Cut(s, " ")
	part, size, ok := strings.Cut(rest, "/")
	if !strings.EqualFold(unit, "bytes") || !ok {
		return wrong(`is not of the form "bytes 0-99/1000"`)
	}
	c := contentRange{-1, -1, -1}
	if size != "*" {
		if c.total, ok = parseWhole(size); !ok {
			return wrong("has no size of the file")
		}
	}
	if part == "*" {
		return c, nil
	}
	first, last, _ := strings.Cut(part, "-")
	var okLast bool
	c.start, ok = parseWhole(first)
	c.end, okLast = parseWhole(last)
	if !ok || !okLast || c.start > c.end || c.total >= 0 && c.end >= c.total {
		return wrong("contradicts itself")
	}
	return c, nil
}

// parseWhole reads a whole number of an int64, without a sign.
func parseWhole(s string) (int64, bool) {
	n, err := strconv.ParseUint(s, 10, 63)
	return int64(n), err == nil
}

// fits returns an error unless the part is n bytes from start on.
func (c contentRange) fits(start, n int64) error {
	if c.start != start || c.end != start+n-1 {
		return fmt.Errorf("%w: it is bytes %d to %d where %d to %d were asked for", ErrAnswer, c.start, c.end, start, start+n-1)
	}
	return nil
}

// plain returns an error if the bytes are not those of the file.
func plain(h http.Header) error {
	for _, coding := range h.Values("Content-Encoding") {
		if coding != "" && !strings.EqualFold(coding, "identity") {
			return fmt.Errorf("%w (Content-Encoding %q), although plain bytes were asked for", ErrEncoding, clip(coding))
		}
	}
	return nil
}

// webPage returns an error if header and bytes both say that it is a page.
func webPage(h http.Header, head []byte) error {
	head = bytes.TrimPrefix(head, []byte("\ufeff"))
	head = bytes.TrimLeft(head, " \t\r\n\f")
	if isHTML(h) && len(head) > 0 && head[0] == '<' { // with which no video begins
		return fmt.Errorf("%w: the server perhaps wants a login, or links to a page that shows the video", ErrWebPage)
	}
	return nil
}

// isHTML reports whether the header says that it is a page.
func isHTML(h http.Header) bool {
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && (kind == "text/html" || kind == "application/xhtml+xml")
}

// A version tells one state of a file from another, as far as the server does.
type version struct {
	etag       string
	modified   string // as the server writes it
	generation string // of cloud storage
}

func versionOf(h http.Header) version {
	v := version{etag: h.Get("ETag"), modified: h.Get("Last-Modified")}
	if !printable(v.etag) {
		v.etag = ""
	}
	if _, err := http.ParseTime(v.modified); err != nil || !printable(v.modified) {
		v.modified = ""
	}
	return v
}

// String is the ETag of a [Source].
func (v version) String() string {
	switch {
	case v.generation != "":
		return "generation:" + v.generation
	case v.etag != "":
		return v.etag
	case v.modified != "":
		return "last-modified:" + v.modified
	}
	return ""
}

// condition asks that the file be still this version. Where there is a generation
// the URL names it.
func (v version) condition(h http.Header) {
	switch {
	case v.generation != "":
	case v.strong():
		h.Set("If-Match", v.etag)
	case v.etag == "" && v.modified != "":
		h.Set("If-Unmodified-Since", v.modified)
	}
}

// strong reports whether the entity tag is one that If-Match may hold, by RFC 9110,
// section 8.8.3. Servers send weak ones, and some without quotes.
func (v version) strong() bool {
	tag := v.etag
	return len(tag) >= 2 && tag[0] == '"' && tag[len(tag)-1] == '"' && !strings.ContainsAny(tag[1:len(tag)-1], `" `)
}

// same reports whether a later answer is of this version. What it does not tell
// does not count against it.
func (v version) same(h http.Header) bool {
	now := versionOf(h)
	weak := func(tag string) string { return strings.TrimPrefix(tag, "W/") }
	switch {
	case v.generation != "":
		generation := h.Get(generationHeader)
		return generation == "" || generation == v.generation
	case v.etag != "":
		return now.etag == "" || weak(now.etag) == weak(v.etag)
	case v.modified != "":
		return now.modified == "" || now.modified == v.modified
	}
	return true
}

// printable reports whether a header is short and of ASCII that can be kept as text.
func printable(s string) bool {
	const most = 1024
	for _, c := range []byte(s) {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return len(s) <= most
}
