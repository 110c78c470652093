package fix

import (
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// placeholders are the words by which a text of other formats says where a file of the
// line belongs, by the member that names one file; with an s behind it names a list.
var placeholders = map[string]string{"video": "<video>", "image": "<image>"}

// speakers are the roles of conversations; "" is that of the instruction.
var speakers = map[string]videotune.Role{
	"human": videotune.RoleUser, "user": videotune.RoleUser,
	"gpt": videotune.RoleModel, "assistant": videotune.RoleModel, "model": videotune.RoleModel,
	"system": "",
}

// conversations makes contents of a line with "conversations", as LLaVA and those after
// it have them: turns of from and value, and one file beside them, which stands where
// its placeholder is. What is not as clear as that leaves the line as it is.
func (f *fixer) conversations(x *wire.Line) *wire.Line {
	if x.Seen.Has(wire.Contents) {
		return x
	}
	c := conversation{line: f.line}
	var list, file member
	n := 0
	for m := range members(f.line, space(f.line, 0)) {
		switch name := text(f.line[m.name:m.nameEnd]); name {
		case "conversations":
			if list.end > 0 {
				return f.noTurns(x, "/conversations", "conversations stands twice")
			}
			list = m
		case "video", "image", "videos", "images":
			if isNull(f.line[m.value:m.end]) || emptyList(f.line[m.value:m.end]) {
				continue
			}
			if file.end > 0 {
				return f.noTurns(x, "/"+name, "more than one member names files")
			}
			file = m
		}
		if n++; n > maxBeside {
			return x
		}
	}
	if list.end == 0 {
		return x
	}
	if f.line[list.value] != '[' {
		return f.noTurns(x, "/conversations", "conversations is no list")
	}
	if where, why := c.attach(file); why != "" {
		return f.noTurns(x, where, why)
	}
	for at, end := range elements(f.line, list.value) {
		if !c.said(at, end) {
			return f.noTurns(x, fmt.Sprintf("/conversations/%d", c.n)+c.where, c.why)
		}
		c.n++
	}
	switch {
	case len(c.turns) == 0:
		return f.noTurns(x, "/conversations", "conversations holds no turn")
	case c.file != nil:
		return f.noTurns(x, "/"+c.fileName, "no text says by "+c.placeholder+" where the file belongs")
	}
	f.change(videotune.RuleFormatChat, "/conversations", `"conversations"`, `"contents"`)
	f.edits = append(f.edits, edit{list.name, list.end, c.members()})
	if file.end > 0 {
		f.change(videotune.RuleFormatChat, videotune.Pointer("/"+c.fileName), string(f.line[file.name:file.end]), "a part")
		f.edits = append(f.edits, f.cut(file))
	}
	f.apply()
	return f.dec.Decode(f.line)
}

// cut is the edit that leaves out a member beside others, with one comma.
func (f *fixer) cut(m member) edit {
	if next := space(f.line, m.end); f.line[next] == ',' {
		return edit{m.name, space(f.line, next+1), ""}
	}
	at := m.name - 1
	for f.line[at] != ',' {
		at--
	}
	return edit{at, m.end, ""}
}

// noTurns notes why x, which it returns, is not converted.
func (f *fixer) noTurns(x *wire.Line, at, why string) *wire.Line {
	f.stops = append(f.stops, Obstacle{Pointer: "/conversations", rule: videotune.RuleMemberUnknown, value: true, says: true,
		Message: "conversations are another format, and these are not made contents of: " + at + ": " + why})
	return x
}

// attach reads the member that names the file of a conversation, and says where and why
// it cannot.
func (c *conversation) attach(m member) (where, why string) {
	if m.end == 0 {
		return "", ""
	}
	name := text(c.line[m.name:m.nameEnd])
	where = "/" + name
	value := c.line[m.value:m.end]
	if value[0] == '[' {
		var only []byte
		for at, end := range elements(value, 0) {
			if only != nil {
				return where, "which of several files belongs where is not known"
			}
			only = value[at:end]
		}
		where, value = where+"/0", only
	}
	part, inner, why := filePart(value)
	if part == nil {
		return where + inner, why
	}
	c.file, c.fileName, c.placeholder = part, name, placeholders[strings.TrimSuffix(name, "s")]
	return "", ""
}

// said adds a turn of from and value. It returns false for one that cannot be a turn.
func (c *conversation) said(at, end int) bool {
	if c.line[at] != '{' {
		return c.stop("", "the turn is no object")
	}
	var from, value []byte
	for m := range members(c.line, at) {
		v := c.line[m.value:m.end]
		switch name := text(c.line[m.name:m.nameEnd]); {
		case name == "from" && from == nil:
			from = v
		case name == "value" && value == nil:
			value = v
		case isNull(v):
		default:
			return c.stop("/"+pointerEscapes.Replace(name), "the member "+clip(name)+" of a turn has no place in contents")
		}
	}
	switch {
	case from == nil || from[0] != '"':
		return c.stop("/from", "the turn does not say whom it is from")
	case value == nil || value[0] != '"':
		return c.stop("/value", "the turn has no text")
	}
	role, ok := speakers[text(from)]
	if !ok {
		return c.stop("/from", "from "+clip(string(from))+" has no place in contents")
	}
	if role == "" && c.turns != nil {
		return c.stop("/from", "an instruction stands behind a turn; there is one place for it, in front")
	}
	parts, why := c.placed(value, role)
	if why != "" {
		return c.stop("/value", why)
	}
	c.add(role, parts)
	return true
}

// add adds a turn of such parts, or, without a role, the instruction.
func (c *conversation) add(role videotune.Role, parts []byte) {
	if role == "" {
		c.system = add(c.system, parts)
		return
	}
	turn := append([]byte(`{"role":"`+string(role)+`","parts":[`), parts...)
	c.turns = add(c.turns, append(turn, "]}"...))
}

// placed are the parts of a text: with the file where its placeholder stands at the
// beginning or the end, on a line of its own or not. Anything else says why not.
func (c *conversation) placed(quoted []byte, role videotune.Role) (parts []byte, why string) {
	s := text(quoted)
	word := ""
	n := 0
	for _, p := range placeholders {
		if k := strings.Count(s, p); k > 0 {
			word = p
			n += k
		}
	}
	switch {
	case n == 0:
		return textPart(quoted), ""
	case n > 1 || c.placeholder != word || c.file == nil:
		return nil, "what " + word + " in the text stands for is not clear: the line has not one file for each"
	case role != videotune.RoleUser:
		return nil, word + " stands in a text that is not the user's"
	}
	file := c.file
	c.file = nil
	inner := string(quoted[1 : len(quoted)-1]) // escapes stay as they are
	before, after, ok := strings.Cut(inner, word)
	switch before, after = cutBreak(before), strings.TrimPrefix(after, `\n`); {
	case !ok || before != "" && after != "":
		return nil, word + " stands within the text"
	case before != "":
		return add(textPart([]byte(`"`+before+`"`)), file), ""
	case after != "":
		return add(file, textPart([]byte(`"`+after+`"`))), ""
	}
	return file, ""
}

// cutBreak takes an escaped line break from the end of what stands in a string.
func cutBreak(inner string) string {
	rest, ok := strings.CutSuffix(inner, `n`)
	if n := len(rest) - len(strings.TrimRight(rest, `\`)); !ok || n%2 == 0 {
		return inner // "\\n" is a backslash and a letter
	}
	return rest[:len(rest)-1]
}
