package fix

import (
	"bytes"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// unwrap puts the members of a batch request into the place of "request", if none of
// them stands beside it. What stands beside it stays.
func (f *fixer) unwrap(x *wire.Line) *wire.Line {
	top := space(f.line, 0)
	names := map[string]bool{}
	var request member
	for m := range members(f.line, top) {
		name := text(f.line[m.name:m.nameEnd])
		if names[name] || len(names) == maxBeside {
			return x
		}
		names[name] = true
		if name == "request" {
			request = m
		}
	}
	if request.end == 0 || f.line[request.value] != '{' || x.Seen.Has(wire.Contents) {
		return x
	}
	contents := false
	for m := range members(f.line, request.value) {
		name := text(f.line[m.name:m.nameEnd])
		if names[name] {
			return x
		}
		contents = contents || name == "contents"
	}
	if !contents {
		return x
	}
	inner := bytes.TrimSpace(f.line[request.value+1 : request.end-1])
	f.change(videotune.RuleFormatBatchRequest, "/request", `{"request":{…}}`, "{…}")
	f.edits = append(f.edits, edit{request.name, request.end, string(inner)})
	f.apply()
	return f.dec.Decode(f.line)
}

// maxBeside bounds the members of a line of another format that is converted.
const maxBeside = 64

// chat makes contents of messages. Lines that hold what has no place there, such as
// calls of tools, stay as they are.
func (f *fixer) chat(x *wire.Line) *wire.Line {
	var list member
	n := 0
	for m := range members(f.line, space(f.line, 0)) {
		switch text(f.line[m.name:m.nameEnd]) {
		case "messages":
			if list.end > 0 {
				return x
			}
			list = m
		case "contents", "systemInstruction", "system_instruction", "tools", "functions":
			return x
		}
		if n++; n > maxBeside {
			return x
		}
	}
	if list.end == 0 || f.line[list.value] != '[' {
		return x
	}
	c := conversation{line: f.line}
	for at, end := range elements(f.line, list.value) {
		if !c.message(at, end) {
			return x
		}
	}
	if len(c.turns) == 0 {
		return x
	}
	f.change(videotune.RuleFormatChat, "/messages", `"messages"`, `"contents"`)
	f.edits = append(f.edits, edit{list.name, list.end, c.members()})
	f.apply()
	return f.dec.Decode(f.line)
}

// A conversation is a chat in the making: contents, and the parts of its instruction.
type conversation struct {
	line   []byte
	system []byte
	turns  []byte
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

// message adds a message. It returns false for one that cannot be a turn.
func (c *conversation) message(at, end int) bool {
	if c.line[at] != '{' {
		return false
	}
	var role, content []byte
	for m := range members(c.line, at) {
		value := c.line[m.value:m.end]
		switch name := text(c.line[m.name:m.nameEnd]); {
		case name == "role" && role == nil && value[0] == '"':
			role = value
		case name == "content" && content == nil:
			content = value
		default:
			return false
		}
	}
	if role == nil || content == nil {
		return false
	}
	to, ok := chatRoles[text(role)]
	if !ok {
		return false
	}
	parts := chatParts(content)
	switch {
	case parts == nil || to == "" && c.turns != nil:
		return false
	case to == "":
		c.system = add(c.system, parts)
	default:
		turn := append([]byte(`{"role":"`+string(to)+`","parts":[`), parts...)
		c.turns = add(c.turns, append(turn, "]}"...))
	}
	return true
}

// add adds an element to a list of which there may be others.
func add(list, element []byte) []byte {
	if list != nil {
		list = append(list, ',')
	}
	return append(list, element...)
}

// chatParts are the parts of what a message holds: its text, or a list of texts and of
// files whose type their names tell. nil stands for anything else.
func chatParts(content []byte) []byte {
	if content[0] == '"' {
		return textPart(content)
	}
	if content[0] != '[' {
		return nil
	}
	var parts []byte
	for at, end := range elements(content, 0) {
		part := chatPart(content[at:end])
		if part == nil {
			return nil
		}
		parts = add(parts, part)
	}
	return parts
}

func textPart(quoted []byte) []byte {
	return append(append([]byte(`{"text":`), quoted...), '}')
}

// chatPart is a part of {"type":"text","text":"…"} or {"type":"video_url","video_url":{"url":"…"}};
// nil for anything else.
func chatPart(element []byte) []byte {
	if element[0] != '{' {
		return nil
	}
	values := map[string][]byte{}
	for m := range members(element, 0) {
		name := text(element[m.name:m.nameEnd])
		if values[name] != nil || len(values) == 2 {
			return nil
		}
		values[name] = element[m.value:m.end]
	}
	kind := values["type"]
	if len(values) != 2 || kind == nil || kind[0] != '"' {
		return nil
	}
	name := text(kind)
	value := values[name]
	switch {
	case value == nil:
		return nil
	case name == "text" && value[0] == '"':
		return textPart(value)
	case (name == "video_url" || name == "image_url") && value[0] == '{':
		return filePart(value)
	}
	return nil
}

// filePart is the part of a file {"url":"…"} whose type its name tells.
func filePart(object []byte) []byte {
	var uri []byte
	for m := range members(object, 0) {
		if uri != nil || text(object[m.name:m.nameEnd]) != "url" || object[m.value] != '"' {
			return nil
		}
		uri = object[m.value:m.end]
	}
	if uri == nil {
		return nil
	}
	mime, ok := mimeOf(text(uri))
	if !ok {
		return nil
	}
	return append(append([]byte(`{"fileData":{"fileUri":`), uri...), `,"mimeType":"`+mime+`"}}`...)
}

// mimeOf returns the MIME type that the extension of a URI tells.
func mimeOf(uri string) (mimeType string, ok bool) {
	mimeType = videotune.Video(uri).FileData.MIMEType
	// It is also what Video takes where the extension tells nothing.
	return mimeType, mimeType != "video/mp4" || strings.HasSuffix(uri, ".mp4") || strings.HasSuffix(uri, ".m4v")
}
