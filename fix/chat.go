package fix

import (
	"bytes"
	"fmt"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// chat makes contents of messages. Lines that hold what has no place there, such as
// calls of tools, stay as they are, and the first such thing is noted.
func (f *fixer) chat(x *wire.Line) *wire.Line {
	var list member
	n := 0
	for m := range members(f.line, space(f.line, 0)) {
		switch name := text(f.line[m.name:m.nameEnd]); name {
		case "messages":
			if list.end > 0 {
				return f.noChat(x, "/messages", "messages stands twice")
			}
			list = m
		case "contents", "systemInstruction", "system_instruction":
			return f.noChat(x, "/"+name, name+" stands beside messages; which of them holds the example is not known")
		case "videos", "images", "video", "image":
			if value := f.line[m.value:m.end]; !isNull(value) && !emptyList(value) {
				return f.noChat(x, "/"+name, name+" stands beside messages: where in them its files belong is not known")
			}
		case "tools", "functions":
			if !isNull(f.line[m.value:m.end]) {
				return f.noChat(x, "/"+name, name+" of a chat are declared in another form, which is not converted")
			}
		}
		if n++; n > maxBeside {
			return f.noChat(x, "", fmt.Sprintf("more than %d members stand beside messages", maxBeside))
		}
	}
	if list.end == 0 || f.line[list.value] != '[' {
		return f.noChat(x, "/messages", "messages is no list")
	}
	c := conversation{line: f.line}
	for at, end := range elements(f.line, list.value) {
		if !c.message(at, end) {
			return f.noChat(x, fmt.Sprintf("/messages/%d", c.n)+c.where, c.why)
		}
		c.n++
	}
	if len(c.turns) == 0 {
		return f.noChat(x, "/messages", "messages holds no turn")
	}
	f.change(videotune.RuleFormatChat, "/messages", `"messages"`, `"contents"`)
	f.edits = append(f.edits, edit{list.name, list.end, c.members()})
	f.apply()
	return f.dec.Decode(f.line)
}

// noChat notes why x, which it returns, cannot be converted.
func (f *fixer) noChat(x *wire.Line, at, why string) *wire.Line {
	f.stops = append(f.stops, Obstacle{Pointer: videotune.Pointer(at), Message: why, rule: videotune.RuleFormatChat})
	return x
}

// A conversation is a chat in the making: contents, and the parts of its instruction.
type conversation struct {
	line   []byte
	system []byte
	turns  []byte
	n      int // messages that were read

	file        []byte // the part of a file that stands beside the texts; nil if it has its place
	fileName    string // of the member that names it
	placeholder string // of the file in a text

	where string // what is in the way, as a pointer into the message
	why   string
}

// stop notes what is in the way, and returns false.
func (c *conversation) stop(where, why string) bool {
	c.where, c.why = where, why
	return false
}

// members are those that take the place of "messages".
func (c *conversation) members() string {
	s := `"contents":[` + string(c.turns) + `]`
	if c.system != nil {
		s = `"systemInstruction":{"parts":[` + string(c.system) + `]},` + s
	}
	return s
}

// chatRoles are the roles of messages; "" is that of the instruction.
var chatRoles = map[string]videotune.Role{
	"user": videotune.RoleUser, "assistant": videotune.RoleModel, "model": videotune.RoleModel,
	"system": "", "developer": "",
}

// message adds a message. It returns false for one that cannot be a turn. Members that
// are null say nothing, as in what vendors' libraries write.
func (c *conversation) message(at, end int) bool {
	if c.line[at] != '{' {
		return c.stop("", "the message is no object")
	}
	var role, content []byte
	for m := range members(c.line, at) {
		value := c.line[m.value:m.end]
		switch name := text(c.line[m.name:m.nameEnd]); {
		case name == "role" && role == nil:
			role = value
		case name == "content" && content == nil:
			content = value
		case isNull(value):
		default:
			return c.stop("/"+pointerEscapes.Replace(name), "the member "+clip(name)+" of a message has no place in contents")
		}
	}
	switch {
	case role == nil || role[0] != '"':
		return c.stop("/role", "the message has no role")
	case content == nil || isNull(content):
		return c.stop("/content", "the message has no content")
	}
	to, ok := chatRoles[text(role)]
	if !ok {
		return c.stop("/role", "the role "+clip(string(role))+" has no place in contents")
	}
	if to == "" && c.turns != nil {
		return c.stop("/role", "an instruction stands behind a turn; there is one place for it, in front")
	}
	parts, ok := c.parts(content)
	if !ok {
		return false
	}
	c.add(to, parts)
	return true
}

// add adds an element to a list of which there may be others.
func add(list, element []byte) []byte {
	if list != nil {
		list = append(list, ',')
	}
	return append(list, element...)
}

func isNull(value []byte) bool { return string(value) == "null" }

// parts are the parts of what a message holds: its text, or a list of texts and of files
// whose type their names tell.
func (c *conversation) parts(content []byte) (parts []byte, ok bool) {
	if content[0] == '"' {
		return textPart(content), true
	}
	if content[0] != '[' {
		return nil, c.stop("/content", "the content is neither a text nor a list of parts")
	}
	n := 0
	for at, end := range elements(content, 0) {
		part, where, why := chatPart(content[at:end])
		if part == nil {
			return nil, c.stop(fmt.Sprintf("/content/%d%s", n, where), why)
		}
		parts = add(parts, part)
		n++
	}
	if parts == nil {
		return nil, c.stop("/content", "the content is an empty list")
	}
	return parts, true
}

func textPart(quoted []byte) []byte {
	return append(append([]byte(`{"text":`), quoted...), '}')
}

// chatKinds are the types of the parts of a message that are converted, and whether they
// are files.
var chatKinds = map[string]bool{
	"text": false, "input_text": false, "output_text": false,
	"video_url": true, "image_url": true, "video": true, "image": true,
}

// chatPart is a part of {"type":"text","text":"…"} or {"type":"video_url","video_url":{"url":"…"}};
// nil for anything else, with what is in the way and where.
func chatPart(element []byte) (part []byte, where, why string) {
	if element[0] != '{' {
		return nil, "", "the part is no object"
	}
	values := map[string][]byte{}
	for m := range members(element, 0) {
		name, value := text(element[m.name:m.nameEnd]), element[m.value:m.end]
		if isNull(value) || emptyList(value) {
			continue
		}
		if values[name] != nil || len(values) == maxBeside {
			return nil, "", "the part holds a member twice, or too many of them"
		}
		values[name] = value
	}
	kind := values["type"]
	if kind == nil || kind[0] != '"' {
		return nil, "/type", "the part has no type"
	}
	name := text(kind)
	file, ok := chatKinds[name]
	if !ok {
		return nil, "/type", "a part of the type " + clip(string(kind)) + " is not converted"
	}
	holds := name
	if !file {
		holds = "text"
	}
	for other := range values {
		if other != "type" && other != holds {
			return nil, "/" + pointerEscapes.Replace(other), "the member " + clip(other) + " of a part has no place in contents"
		}
	}
	value := values[holds]
	switch {
	case value == nil:
		return nil, "", "the part has no " + holds
	case file:
		part, inner, why := filePart(value)
		return part, "/" + holds + inner, why
	case value[0] != '"':
		return nil, "/" + holds, "the text is no string"
	}
	return textPart(value), "", ""
}

// emptyList reports whether a value is an empty list, which says nothing of a text.
func emptyList(value []byte) bool {
	return value[0] == '[' && len(bytes.TrimSpace(value[1:len(value)-1])) == 0
}

// filePart is the part of a file, of its URI or {"url":"…"}, whose type its name tells;
// nil, with what is in the way and where, for another.
func filePart(value []byte) (part []byte, where, why string) {
	uri := value
	if value[0] == '{' {
		uri = nil
		for m := range members(value, 0) {
			name, inner := text(value[m.name:m.nameEnd]), value[m.value:m.end]
			switch {
			case name == "url" && uri == nil:
				uri = inner
			case isNull(inner) || name == "detail" && string(inner) == `"auto"`: // as if it were absent
			default:
				return nil, "/" + pointerEscapes.Replace(name), "the member " + clip(name) + " of a file has no place in contents"
			}
		}
		where = "/url"
	}
	if uri == nil || uri[0] != '"' {
		return nil, where, "the file has no URI"
	}
	name := text(uri)
	if !isRemote(name) {
		return nil, where, clip(string(uri)) + " is no gs://, http:// or https:// URI"
	}
	mime, ok := mimeOf(name)
	if !ok {
		return nil, where, "the name " + clip(string(uri)) + " does not tell the type of the file"
	}
	return append(append([]byte(`{"fileData":{"fileUri":`), uri...), `,"mimeType":"`+mime+`"}}`...), "", ""
}
