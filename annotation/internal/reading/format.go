package reading

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/internal/sniff"
)

// A guise is what a file looks like.
type guise struct {
	what   string            // for people: "it is ..."
	format annotation.Format // the one that reads it; "" if none does
	hint   string            // what to do, where none does
}

// A trait is what all files of a guise have near their beginnings, and no others.
type trait struct {
	guise
	has func(head string) bool
}

// traits are those of files that are no JSON.
var traits = []trait{
	{guise{"a web page", "", "the download went wrong: it may want a login"}, prefix("<!doctype html", "<html")},
	{guise{"XML of CVAT", annotation.FormatCVAT, ""}, markup("<annotations")},
	{guise{"an annotation document of ELAN", "", "export it as tab-delimited text and read that as rows"}, markup("<annotation_document")},
	{guise{"a subtitle file of the TTML family", "", "convert it to SRT or WebVTT"}, markup("<tt")},
	{guise{"XML that is not CVAT's", "", "export it in a format that can be read"}, prefix("<?xml", "<!doctype", "<!--")},
	{guise{"WebVTT", annotation.FormatWebVTT, ""}, prefix("webvtt")},
	{guise{"a subtitle file of SubStation Alpha", "", "convert it to SRT or WebVTT"}, prefix("[script info]")},
	{guise{"a CSV file of VIA", annotation.FormatVIACSV, ""}, comment("# CSV_HEADER")},
	{guise{"SubRip (SRT)", annotation.FormatSRT, ""}, cue},
}

// packed are the guises of files that are no text at all.
func packed(raw []byte, whole bool) (g guise, ok bool) {
	const database = "SQLite format 3\x00"
	if bytes.HasPrefix(raw, []byte(database)) {
		return guise{"an SQLite database", "", "read it as sql, with driver sqlite"}, true
	}
	switch k := sniff.Kind(raw, whole).Kind; {
	case k == sniff.Zip:
		return guise{"an archive or a spreadsheet (zip)", "", "unpack it, or save the sheet as CSV"}, true
	case k.Compressed():
		return guise{"compressed (" + k.String() + ")", "", "unpack it first"}, true
	}
	return guise{}, false
}

// markedText are the formats whose files are JSON or XML and nothing else.
var markedText = map[annotation.Format]string{
	annotation.FormatLabelStudio: "{[",
	annotation.FormatVertex:      "{[",
	annotation.FormatActivityNet: "{[",
	annotation.FormatVIA:         "{[",
	annotation.FormatChat:        "{[",
	annotation.FormatCVAT:        "<",
}

// other returns what a file is by its head, if that is surely no file of the format
// that was said.
func (r *Reading) other(head []byte, whole bool) (g guise, ok bool) {
	text := strings.TrimLeft(string(head), " \t\r\n")
	if text == "" {
		return guise{}, false
	}
	g, ok = identify(text)
	switch {
	case ok && g.format == r.Format:
		return guise{}, false
	case ok && r.Format == annotation.FormatRows && isJSON(text):
		return g, !r.rowLike(text)
	case ok:
		return g, true
	}
	if first := markedText[r.Format]; first != "" && !strings.Contains(first, text[:1]) {
		k := sniff.Kind(head, whole).Kind
		g = guise{what: k.String()}
		if k == sniff.CSV || k == sniff.TSV {
			g.format = annotation.FormatRows
		}
		return g, true
	}
	return guise{}, false
}

// identify returns what a text looks like, if it looks like anything.
func identify(text string) (g guise, ok bool) {
	if isJSON(text) {
		return identifyJSON(text)
	}
	for _, t := range traits {
		if t.has(text) {
			return t.guise, true
		}
	}
	return guise{}, false
}

// rowLike reports whether a text could be JSON lines of a table: somebody has said
// what its members mean, or one of them is called as a part of an event is.
func (r *Reading) rowLike(text string) bool {
	if len(r.Options.Columns) > 0 {
		return true
	}
	s := outline(text)
	if s.kind == '[' {
		s = s.first()
	}
	return slices.ContainsFunc(s.names, func(name string) bool {
		role, _, err := annotation.ParseRole(strings.ToLower(name))
		return err == nil && slices.Contains([]string{"label", "text", "answer", "start", "end", "length", "events"}, role)
	})
}

// refuse says that the file is of another format.
func (r *Reading) refuse(g guise) error {
	hint := g.hint
	if g.format != "" {
		hint = fmt.Sprintf("read it as %s", g.format)
	}
	return r.Refuse(annotation.CodeFormat, At{}, hint, "it is %s, not %s", g.what, r.Format)
}

// prefix tells texts that begin with one of some words, in lower case here.
func prefix(words ...string) func(string) bool {
	return func(head string) bool {
		return slices.ContainsFunc(words, func(w string) bool {
			return len(head) >= len(w) && strings.EqualFold(head[:len(w)], w)
		})
	}
}

// markup tells XML whose first element begins so, in lower case here.
func markup(element string) func(string) bool {
	begins := prefix(element)
	return func(head string) bool {
		for head != "" && head[0] == '<' {
			if begins(head) {
				rest := head[len(element):]
				return rest == "" || strings.ContainsAny(rest[:1], " \t\r\n>/:")
			}
			end := ">" // of a declaration or a comment
			switch {
			case strings.HasPrefix(head, "<!--"):
				end = "-->"
			case !strings.HasPrefix(head, "<?") && !strings.HasPrefix(head, "<!"):
				return false
			}
			_, head, _ = strings.Cut(head, end)
			head = strings.TrimLeft(head, " \t\r\n")
		}
		return false
	}
}

// comment tells a text with some words in one of the lines of comment before all
// others.
func comment(words string) func(string) bool {
	return func(head string) bool {
		for line := range strings.Lines(head) {
			if !strings.HasPrefix(line, "#") {
				return false
			}
			if strings.HasPrefix(line, words) {
				return true
			}
		}
		return false
	}
}

// cue tells a text one of whose first lines holds the two times of a cue.
func cue(head string) bool {
	n := 0
	for line := range strings.FieldsFuncSeq(head, func(c rune) bool { return c == '\n' || c == '\r' }) {
		from, to, ok := strings.Cut(line, "-->")
		if fields := strings.Fields(to); ok && len(fields) > 0 && timed(from) && timed(fields[0]) {
			return true
		}
		if n++; n == 3 {
			break
		}
	}
	return false
}

// timed reports whether a text can be the time of a cue.
func timed(s string) bool {
	return strings.Contains(s, ":") && strings.Trim(s, "-0123456789:,. \t") == ""
}
