package answer

import "strings"

const ticks = "```"

// A block is the part of an answer that is looked at: what stands within its
// fence, or all of it.
type block struct {
	text string
	at   int  // offset in the trimmed answer
	json bool // the fence says that it is JSON
}

// fence finds how a trimmed answer uses fences.
func fence(s string) (Fence, block) {
	all := block{text: s}
	if len(s) < len(ticks) || !strings.Contains(s, ticks) {
		return NoFence, all
	}
	if !strings.HasPrefix(s, ticks) {
		return laterFence(s)
	}
	body := opened(s)
	if strings.HasSuffix(body.text, ticks) {
		body.text = strings.TrimRight(body.text, "`")
		if fenceLines(body.text, true) > 0 {
			return NoFence, all // several blocks
		}
		return WholeFence, body
	}
	// The fence is closed further up, with text after it, or not at all.
	lines := fenceLines(body.text, true)
	if lines == 0 && strings.IndexByte(s, '\n') < 0 {
		lines = strings.Count(body.text, ticks)
	}
	if lines%2 == 1 {
		return NoFence, all
	}
	return CutFence, body
}

// laterFence is for an answer that does not begin with a fence.
func laterFence(s string) (Fence, block) {
	lines := fenceLines(s, false)
	if strings.HasSuffix(s, ticks) && lines <= 1 && strings.Count(s, ticks) == 1 {
		return CutFence, block{text: strings.TrimRight(s, "`")}
	}
	if lines%2 == 1 && strings.Count(s, ticks)%2 == 1 {
		return CutFence, block{text: s}
	}
	return NoFence, block{text: s}
}

// opened is what follows the opening fence that s begins with, and its tag.
func opened(s string) block {
	i := 0
	for i < len(s) && s[i] == '`' {
		i++
	}
	start := i
	for i < len(s) && (isLetter(s[i]) || isDigit(s[i]) || s[i] == '_' || s[i] == '+' || s[i] == '-') {
		i++
	}
	tag := s[start:i]
	json := len(tag) <= 8 && (strings.EqualFold(tag, "json") || strings.EqualFold(tag, "json5") || strings.EqualFold(tag, "jsonc"))
	for j := i; ; j++ {
		if j == len(s) || s[j] == '\n' || json && j > i && s[j] != ' ' || json && (s[j] == '{' || s[j] == '[' || s[j] == '`') {
			return block{text: s[j:], at: j, json: json}
		}
		if s[j] != ' ' && s[j] != '\t' && s[j] != '\r' {
			// The text begins on the line of the fence: what looked like a tag is the text.
			return block{text: s[start:], at: start}
		}
	}
}

// fenceLines counts the lines of s that begin with a fence, those that open and
// those that close; with behind, the first line is not one, it stands behind another fence.
func fenceLines(s string, behind bool) int {
	n := 0
	for first := true; s != ""; first = false {
		var line string
		line, s, _ = strings.Cut(s, "\n")
		if first && behind {
			continue
		}
		if strings.HasPrefix(strings.TrimLeft(line, " \t"), ticks) {
			n++
		}
	}
	return n
}
