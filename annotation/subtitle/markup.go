package subtitle

import (
	"html"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/words"
)

// tags are the names of the tags that are taken out, and what must stand in what
// follows the name: "<b and c>" is text.
var tags = map[string]string{
	"i": none, "b": none, "u": none, "s": none, "c": none, "ruby": none, "rt": none, "br": none,
	"v": "", "lang": "", "font": "=", "span": "=",
}

const none = "\x00" // nothing may follow

// maxMarkup is the longest tag or style code, in bytes.
const maxMarkup = 512

// A markupCount counts what was taken out.
type markupCount struct{ tags, stamps, codes, entities int }

func (m markupCount) any() bool { return m != markupCount{} }

func (m *markupCount) add(o markupCount) {
	m.tags += o.tags
	m.stamps += o.stamps
	m.codes += o.codes
	m.entities += o.entities
}

// String lists the counts that are not 0.
func (m markupCount) String() string {
	var parts []string
	for _, c := range []struct {
		n    int
		what string
	}{{m.tags, "tag"}, {m.stamps, "time stamp"}, {m.codes, "style code"}, {m.entities, "named character"}} {
		if c.n > 0 {
			parts = append(parts, words.Count(c.n, c.what))
		}
	}
	return strings.Join(parts, ", ")
}

// A cleaner takes the markup out of the text of one cue.
type cleaner struct {
	count    markupCount
	speakers []any // strings, in the order of their first words
	out      strings.Builder
}

// clean returns the lines of a text without markup and blank lines.
func (c *cleaner) clean(text string) (lines []string) {
	c.out.Reset()
	for text != "" {
		i := strings.IndexAny(text, "<{&")
		if i < 0 {
			break
		}
		c.out.WriteString(text[:i])
		n := c.markup(text[i:])
		if n == 0 {
			c.out.WriteByte(text[i])
			n = 1
		}
		text = text[i+n:]
	}
	c.out.WriteString(text)
	for l := range strings.SplitSeq(c.out.String(), "\n") {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	return lines
}

// markup returns how many bytes of markup a text begins with, and writes what
// stands for them.
func (c *cleaner) markup(s string) int {
	switch s[0] {
	case '<':
		if end := strings.IndexByte(s[:min(len(s), maxMarkup)], '>'); end > 0 && c.tag(s[1:end]) {
			return end + 1
		}
	case '{':
		if end := strings.IndexAny(s[:min(len(s), maxMarkup)], "}\n"); strings.HasPrefix(s, `{\`) && end > 0 && s[end] == '}' {
			c.count.codes++
			return end + 1
		}
	case '&':
		const longest = 33 // bytes of the name of an entity, and the brackets around it
		if end := strings.IndexByte(s[:min(len(s), longest)], ';'); end > 0 {
			// A name that is not known may begin with one that is: "&notit;".
			if plain := html.UnescapeString(s[:end+1]); plain != s[:end+1] && (plain == ";" || !strings.HasSuffix(plain, ";")) {
				c.out.WriteString(plain)
				c.count.entities++
				return end + 1
			}
		}
	}
	return 0
}

// tag reports whether what stands between angle brackets is markup.
func (c *cleaner) tag(s string) bool {
	if timeLike(s) && strings.Trim(s, "0123456789:.,") == "" {
		c.count.stamps++
		return true
	}
	name, arg := strings.TrimSuffix(strings.TrimPrefix(s, "/"), "/"), ""
	if i := strings.IndexAny(name, " \t\n"); i >= 0 {
		name, arg = name[:i], strings.Join(strings.Fields(name[i:]), " ")
	}
	name, _, _ = strings.Cut(name, ".")
	name = strings.ToLower(name)
	if mark, ok := tags[name]; !ok || arg != "" && !strings.Contains(arg, mark) {
		return false
	}
	c.count.tags++
	switch {
	case name == "br":
		c.out.WriteByte('\n')
	case name == "v" && arg != "":
		if speaker := html.UnescapeString(arg); !slices.Contains(c.speakers, any(speaker)) {
			c.speakers = append(c.speakers, speaker)
		}
	}
	return true
}
