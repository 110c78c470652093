package page

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/words"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/seed-57910ec4/videotune/survey"
)

// Bounds of one example that is shown.
const (
	shownText  = 3000 // bytes of a text
	shownTurns = 20
	shownParts = 20
	shownURI   = 2000
)

// A sampleView are examples to look through.
type sampleView struct {
	Words    string
	Examples []exampleView
}

// An exampleView is an example.
type exampleView struct {
	Where, Split, Summary, Tokens string
	Dropped                       bool
	Problems                      []placeView
	Turns                         []turnView
	More                          string
}

// A turnView is a turn, or the system instruction.
type turnView struct {
	Role  string
	Parts []partView
}

// A partView is a part: a text, a JSON answer, a call, or a file.
type partView struct {
	Text, Code string
	File       *fileUse
}

// A fileUse is a file, and what is used of it.
type fileUse struct {
	URI, MIMEType, Span string
	Media, Start, End   string // of a player; Media is "" for none
}

func (b *builder) samples() sampleView {
	var v sampleView
	n, all := 0, 0
	for split := range b.survey.Sides {
		s := &b.survey.Sides[split]
		all += s.Examples
		// Each side has room of its own, so that training does not take that of validation.
		left := room(sampleRoom * 2 / 3)
		if split == int(videotune.Validation) {
			left = sampleRoom / 3
		}
		for i := range s.Sample {
			e := b.example(&s.Sample[i], videotune.Split(split))
			if left.take(e.texts()...) {
				v.Examples = append(v.Examples, e)
				n++
			}
		}
	}
	v.Words = words.Group(int64(n)) + " of " + counted(all, "example") + ", taken at random; the same files give the same ones."
	if all == 0 {
		v.Words = "No example can be read."
	}
	return v
}

// texts returns all that is shown of an example, and room for what stands around it.
func (e *exampleView) texts() []string {
	texts := []string{e.Where, e.Summary, e.Tokens, strings.Repeat(" ", 500)}
	for _, p := range e.Problems {
		texts = append(texts, p.Where, p.Pointer, p.Message, p.Hint, strings.Repeat(" ", 200))
	}
	for _, t := range e.Turns {
		for _, p := range t.Parts {
			texts = append(texts, p.Text, p.Code, strings.Repeat(" ", 100))
			if p.File != nil {
				texts = append(texts, p.File.URI, p.File.MIMEType, p.File.Media, strings.Repeat(" ", 200))
			}
		}
	}
	return texts
}

func (b *builder) example(s *survey.Sample, split videotune.Split) exampleView {
	e := exampleView{
		Where: line(s.File, 200) + ":" + strconv.Itoa(s.Line), Split: split.String(), Dropped: s.Dropped,
		Tokens: tokenRange(s.Tokens) + " tokens",
	}
	for i := range s.Problems {
		if p := &s.Problems[i]; i < 10 {
			e.Problems = append(e.Problems, placeView{p.Severity.String(), line(string(p.Pointer), 200), line(p.Message, 500), line(p.Hint, 300)})
		}
	}
	if system := s.Example.SystemInstruction; system != nil {
		e.Turns = append(e.Turns, b.turn("system", system.Parts, s, -1))
	}
	for i := range s.Example.Contents {
		if i == shownTurns {
			e.More = counted(len(s.Example.Contents)-i, "more turn")
			break
		}
		c := &s.Example.Contents[i]
		e.Turns = append(e.Turns, b.turn(string(c.Role), c.Parts, s, i))
	}
	e.Summary = summary(e.Turns)
	return e
}

// summary returns the beginning of the last text, which mostly is the answer.
func summary(turns []turnView) string {
	for i := len(turns) - 1; i >= 0; i-- {
		for _, p := range turns[i].Parts {
			if text := p.Text + p.Code; text != "" {
				return oneLine(text)
			}
		}
	}
	return ""
}

func (b *builder) turn(role string, parts []videotune.Part, s *survey.Sample, turn int) turnView {
	if role == "" {
		role = "no role"
	}
	t := turnView{Role: line(role, 40)}
	for i := range parts {
		if i == shownParts {
			t.Parts = append(t.Parts, partView{Text: "… " + counted(len(parts)-i, "more part")})
			break
		}
		p := &parts[i]
		switch {
		case p.FileData != nil:
			t.Parts = append(t.Parts, partView{File: b.file(p, s, turn, i)})
		case p.FunctionCall != nil:
			t.Parts = append(t.Parts, partView{Text: "calls " + cut(p.FunctionCall.Name, 200), Code: pretty(string(p.FunctionCall.Args))})
		case p.FunctionResponse != nil:
			t.Parts = append(t.Parts, partView{Text: cut(p.FunctionResponse.Name, 200) + " returns", Code: pretty(string(p.FunctionResponse.Response))})
		case role == string(videotune.RoleModel) && isJSON(p.Text):
			t.Parts = append(t.Parts, partView{Code: pretty(p.Text)})
		default:
			t.Parts = append(t.Parts, partView{Text: cut(p.Text, shownText)})
		}
	}
	return t
}

// file returns what a part uses of a file.
func (b *builder) file(p *videotune.Part, s *survey.Sample, turn, part int) *fileUse {
	f := &fileUse{URI: cutMiddle(render.Clean(p.FileData.FileURI), 400), MIMEType: line(p.FileData.MIMEType, 100)}
	var start, end time.Duration
	has := false
	if m := p.VideoMetadata; m != nil {
		start, _ = m.StartOffset.Duration()
		end, has = m.EndOffset.Duration()
	}
	f.Span = "all of it"
	switch {
	case has:
		f.Span = clock(start) + " – " + clock(end)
	case start > 0:
		f.Span = "from " + clock(start)
	}
	for _, v := range s.Videos {
		if v.Turn == turn && v.Part == part && v.Length > 0 {
			f.Span += " (" + length(v.Length) + ")"
		}
	}
	if start < 0 || has && end <= start {
		return f
	}
	media := b.opts.Media
	if media == nil {
		media = webOnly
	}
	if to, ok := playable(media(p.FileData.FileURI)); ok {
		f.Media, f.Start = to, inSeconds(start)
		if has {
			f.End = inSeconds(end)
		}
	}
	return f
}

// webOnly returns a URL of the web as it is.
func webOnly(uri string) string {
	if lower := strings.ToLower(uri); strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") {
		return uri
	}
	return ""
}

// playable returns where a player may look for a file, without a fragment: an http,
// https or file URL, or a path. All else is refused.
func playable(to string) (string, bool) {
	if to == "" || len(to) > shownURI || strings.HasPrefix(to, "//") || strings.HasPrefix(to, `\`) {
		return "", false
	}
	u, err := url.Parse(to)
	if err != nil {
		return "", false
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host == "" {
			return "", false
		}
	case "file", "":
		if u.Opaque != "" || u.Scheme == "" && u.Host != "" || u.Path == "" {
			return "", false
		}
	default:
		return "", false
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String(), true
}

// isJSON reports whether an answer is an object or a list, in a fence or not.
func isJSON(text string) bool {
	_, body, _ := fenced(text)
	return body != "" && (body[0] == '{' || body[0] == '[') && json.Valid([]byte(body))
}

// pretty returns JSON with its members in lines of their own, and what stood around it;
// and any other text as it is, cut.
func pretty(text string) string {
	before, body, after := fenced(text)
	if len(body) > 16*shownText || nesting(body) > 100 { // deeper, the spaces would outgrow the text
		return cut(text, shownText)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(body), "", "  "); err != nil {
		return cut(text, shownText)
	}
	return cut(before+b.String()+after, shownText)
}

// nesting returns how deep brackets are nested, as if none stood in strings.
func nesting(text string) int {
	depth, deepest := 0, 0
	for i := range len(text) {
		switch text[i] {
		case '{', '[':
			depth++
			deepest = max(deepest, depth)
		case '}', ']':
			depth = max(0, depth-1)
		}
	}
	return deepest
}

// fenced cuts a text into the JSON that it may be and the lines of a code fence around.
func fenced(text string) (before, body, after string) {
	body = strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(body, "```"); ok {
		language, inner, ok := strings.Cut(rest, "\n")
		if inner, closed := strings.CutSuffix(strings.TrimSpace(inner), "```"); ok && closed {
			return "```" + language + "\n", strings.TrimSpace(inner), "\n```"
		}
	}
	return "", body, ""
}
