package subtitle

import (
	"math/big"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// magic is the first word of every WebVTT file.
const magic = "WEBVTT"

// header reads the lines up to the first blank one, or up to the times of a cue.
func (p *parser) header() error {
	first, ok, err := p.next()
	for ok && first.blank() {
		first, ok, err = p.next()
	}
	if err != nil {
		return err
	}
	title, ok := cutWord(first.text, magic, ok)
	if !ok {
		return p.Refuse(annotation.CodeFormat, p.at(line{number: 1}), "put a line with the word WEBVTT and a blank line before the first cue, or read the file as srt",
			"it lacks the header of WebVTT")
	}
	if title != "" {
		p.metadata("header", strings.TrimSpace(strings.TrimPrefix(title, "-")))
	}
	for {
		l, ok, err := p.next()
		if err != nil || !ok || l.blank() {
			return err
		}
		if timed, err := p.times(l); timed || err != nil {
			return err
		}
		p.headerLine(l)
	}
}

// cutWord returns what stands behind a word, and whether a line begins with it.
func cutWord(s, word string, line bool) (rest string, ok bool) {
	if !line || len(s) < len(word) || !strings.EqualFold(s[:len(word)], word) {
		return "", false
	}
	rest = s[len(word):]
	if rest != "" && rest[0] != ' ' && rest[0] != '\t' {
		return "", false
	}
	return strings.TrimSpace(rest), true
}

// headerLine takes a line of the header.
func (p *parser) headerLine(l line) {
	name, value, ok := strings.Cut(l.text, ":")
	if m, isMap := strings.CutPrefix(l.text, "X-TIMESTAMP-MAP="); isMap {
		name, value, ok = "X-TIMESTAMP-MAP", m, true
		p.timestampMap(strings.TrimSpace(m), l)
	}
	name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
	if !ok || name == "" || value == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz-") != "" {
		p.headerLines.add(l.number)
		return
	}
	if name == "language" {
		p.video.Language = value
		return
	}
	p.metadata(name, value)
}

func (p *parser) metadata(name, value string) {
	if p.video.Metadata == nil {
		p.video.Metadata = map[string]any{}
	}
	p.video.Metadata[name] = value
}

// timestampMap tells of times that stand on the clock of a transport stream.
func (p *parser) timestampMap(value string, l line) {
	shift, ok := shiftOf(value)
	if ok && shift == 0 {
		return
	}
	what := "it cannot be read"
	if ok {
		what = "by it, the cues stand " + videotune.At(shift).String() + " later on the clock of its transport stream"
	}
	p.Warn(annotation.CodeUnsupported, p.at(l), "compare a cue with the video; where they differ, move the times of the file",
		"X-TIMESTAMP-MAP is not applied to times, since where the video begins is not said: %s", what)
}

// shiftOf returns how much later a map puts the times of cues.
func shiftOf(value string) (shift time.Duration, ok bool) {
	const ticks = 90000 // of the clock of a transport stream, a second: RFC 8216, section 3.5
	var mpeg, local string
	for part := range strings.SplitSeq(value, ",") {
		name, v, _ := strings.Cut(part, ":")
		switch strings.ToUpper(strings.TrimSpace(name)) {
		case "MPEGTS":
			mpeg = strings.TrimSpace(v)
		case "LOCAL":
			local = strings.TrimSpace(v)
		}
	}
	var t timing
	at, err := t.clock(local)
	n, isNumber := new(big.Int).SetString(mpeg, 10)
	if err != nil || !isNumber || len(mpeg) > 11 || n.Sign() < 0 { // 33 bits
		return 0, false
	}
	pts, err := annotation.FrameTime(n.Int64(), videotune.Rational{Num: ticks, Den: 1})
	return pts.Duration - at.Duration, err == nil
}

// splitVTT returns the text of the open cue, and the id of the next one, if there is
// a next. Between them are blocks that are no cues; those that are nothing else belong
// to the text, which somebody has torn apart by a blank line.
func (p *parser) splitVTT(next bool) (text []line, id string) {
	blocks := blocksOf(p.between)
	for i, b := range blocks {
		first := i == 0 && p.open != nil && (len(p.between) > 0 && p.between[0].text != "")
		last := next && i == len(blocks)-1 && b[len(b)-1].number == p.between[len(p.between)-1].number
		switch {
		case first:
			text = append(text, b...)
		case last && len(b) == 1:
			id = strings.TrimSpace(b[0].text)
		case p.aside(b):
		case p.open == nil:
			p.Lose(&p.video, annotation.CodeSkipped, p.at(b[0]), "", "a block is neither a cue nor a comment: %.60q", b[0].text)
		default:
			p.brokenCues.add(p.records)
			text = append(text, b...)
		}
	}
	return text, id
}

// aside reports whether a block is one that holds no text, and counts it.
func (p *parser) aside(b []line) bool {
	for i, word := range []string{"NOTE", "STYLE", "REGION"} {
		if _, ok := cutWord(b[0].text, word, true); ok {
			p.asides[i]++
			return true
		}
	}
	if _, ok := cutWord(b[0].text, magic, true); ok {
		p.Warn(annotation.CodeSkipped, reading.At{Line: b[0].number, Video: p.video.ID},
			"look whether the times behind it begin anew", "a second header: files were put together")
		return true
	}
	return false
}

// blocksOf splits lines at the empty ones. A line of spaces is none of these.
func blocksOf(lines []line) (blocks [][]line) {
	from := 0
	for i := 0; i <= len(lines); i++ {
		if i < len(lines) && lines[i].text != "" {
			continue
		}
		if i > from {
			blocks = append(blocks, lines[from:i])
		}
		from = i + 1
	}
	return blocks
}
