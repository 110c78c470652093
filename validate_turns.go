package videotune

import (
	"math/bits"
	"strings"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune/internal/wire"
)

// A roleKind is whose turn a content is, as the service would read it.
type roleKind uint8

const (
	roleUser roleKind = iota
	roleModel
	roleFunction // a function's response, whose role may be absent
	roleUnknown
	roleAbsent
)

// turns judges contents: the turns, whose they are, and their parts.
func (j *judge) turns() {
	x := j.x
	switch {
	case x.Bad.Has(wire.Contents):
		return
	case !x.Seen.Has(wire.Contents):
		if !j.refused("") {
			j.add(RuleContentsMissing, x.At, "", "the line has no contents: there is nothing to learn, and the service refuses the file", "")
		}
		return
	case len(x.Contents) == 0:
		j.add(RuleContentsEmpty, x.ContentsAt, "/contents", "contents has no turn", "")
		return
	}
	j.roles = j.roles[:0]
	for i := range x.Contents {
		j.roles = append(j.roles, j.role(i))
	}
	j.absentRoles()
	j.order()
	for i := range x.Contents {
		j.parts(&x.Contents[i], i)
	}
	if last := len(x.Contents) - 1; j.roles[last] == roleModel {
		j.answers(last)
	}
}

// role judges the role of turn i as it is written.
func (j *judge) role(i int) roleKind {
	c := &j.x.Contents[i]
	ptr := func() Pointer { return turnAt(i) + "/role" }
	switch role := c.Role.S; {
	case c.Bad.Has(wire.Role):
		return roleUnknown
	case role == "user":
		if holds(c, wire.FunctionResponse) {
			return roleFunction
		}
		return roleUser
	case role == "model":
		return roleModel
	case role == "":
		if holds(c, wire.FunctionResponse) {
			return roleFunction // the service's own example has none here
		}
		if len(j.x.Faults) > 0 && j.refused(turnAt(i)) {
			return roleUnknown
		}
		return roleAbsent
	case role == "function" && holds(c, wire.FunctionResponse):
		j.add(RuleRoleFunction, c.Role.At, ptr(), `role "function": the service knows only "user" and "model"`, "leave the role of a function's response out")
		return roleFunction
	default:
		hint := `write "user" or "model"`
		switch strings.ToLower(role) {
		case "assistant", "bot", "ai", "gpt", "model":
			hint = `write "model"`
		case "system", "developer":
			hint = "move the text to systemInstruction, a member of the line"
		case "user", "human":
			hint = `write "user"`
		case "string":
			hint = `"string" is a placeholder of the schema page: write "user" or "model"`
		}
		j.utf8(role, ptr())
		j.add(RuleRoleUnknown, c.Role.At, ptr(), "unknown role "+quote(role)+"; the service refuses it", hint)
		return roleUnknown
	}
}

// absentRoles reads a turn without a role as the only one that it can be.
func (j *judge) absentRoles() {
	for i, r := range j.roles {
		if r != roleAbsent {
			continue
		}
		only := j.onlyReading(i)
		if only == roleUnknown {
			j.add(RuleRoleAmbiguous, j.x.Contents[i].At, turnAt(i), "the turn has no role, and it is not clear whose it is", `write "role":"user" or "role":"model"`)
			j.roles[i] = roleUnknown
			continue
		}
		name := "user"
		if only == roleModel {
			name = "model"
		}
		j.roles[i] = only
		if len(j.roles) > 1 { // a single turn without a role is told as lacking the model's
			j.add(RuleRoleMissing, j.x.Contents[i].At, turnAt(i), "the turn has no role; it can only be the "+name+"'s", `write "role":"`+name+`"`)
		}
	}
}

// onlyReading returns the role that a turn must have, by its neighbours;
// roleUnknown if there are two.
func (j *judge) onlyReading(i int) roleKind {
	last := len(j.roles) - 1
	if last == 0 {
		return roleUser
	}
	before, after := roleAbsent, roleAbsent
	if i > 0 {
		before = j.roles[i-1]
	}
	if i < last {
		after = j.roles[i+1]
	}
	switch {
	case i == last && before == roleUser, i == last && before == roleFunction:
		return roleModel
	case i < last && after == roleModel && (before == roleModel || i == 0):
		return roleUser
	case before == roleUser && after == roleUser:
		return roleModel
	}
	return roleUnknown
}

// order judges the order of the turns.
func (j *judge) order() {
	x, model, unknown := j.x, false, false
	for i, r := range j.roles {
		switch r {
		case roleModel:
			model = true
		case roleUnknown:
			unknown = true
		}
		if i > 0 && r == j.roles[i-1] && (r == roleUser || r == roleModel) {
			j.add(RuleRoleRepeated, x.Contents[i].At, turnAt(i), "two turns of one role follow each other; the service's own checks remark on it", "join their parts into one turn")
		}
	}
	last := len(j.roles) - 1
	switch {
	case !model && !unknown:
		j.add(RuleTurnModelMissing, x.ContentsAt, "/contents", "no turn of the model: without an answer there is nothing to learn", `end contents with a turn of role "model"`)
	case j.roles[last] == roleUser || j.roles[last] == roleFunction:
		j.add(RuleTurnLastNotModel, x.Contents[last].At, turnAt(last), "the last turn is not the model's, whose answer is to be learnt", `end contents with a turn of role "model"`)
	}
}

// holds reports whether a turn has a part with one of the members.
func holds(c *wire.Content, m wire.Members) bool {
	for i := range c.Parts {
		if c.Parts[i].Seen.Has(m) {
			return true
		}
	}
	return false
}

// system judges the system instruction.
func (j *judge) system() {
	if !j.x.Seen.Has(wire.SystemInstruction) || j.x.Bad.Has(wire.SystemInstruction) {
		return
	}
	j.parts(&j.x.System, -1)
}

// parts judges the parts of a turn; turn -1 is the system instruction.
func (j *judge) parts(c *wire.Content, turn int) {
	switch {
	case c.Bad.Has(wire.Parts):
		return
	case !c.Seen.Has(wire.Parts):
		if ptr := turnAt(turn); !j.refused(ptr) {
			j.add(RulePartsMissing, c.At, ptr, "the turn has no parts", "")
		}
		return
	case len(c.Parts) == 0:
		if ptr := turnAt(turn) + "/parts"; !j.refused(ptr) { // as parts over the bound are
			j.add(RulePartsMissing, c.PartsAt, ptr, "the turn has no part: the service wants at least one", "")
		}
		return
	}
	model := turn >= 0 && j.roles[turn] == roleModel
	text := false
	for i := range c.Parts {
		p := &c.Parts[i]
		j.data(p, turn, i, model)
		if p.Seen.Has(wire.FileData) {
			j.file(p, turn, i)
		}
		if p.Seen.Has(wire.VideoMetadata | wire.FileData) {
			videos := len(j.videos)
			j.segment(p, turn, i)
			if text && videos == 0 && len(j.videos) > 0 && turn >= 0 && j.roles[turn] == roleUser {
				j.addOnce(RuleVideoAfterText, "", p.At, func() (ptr Pointer, message, hint string) {
					return partAt(turn, i), "the text stands before the video; the service advises to put a single video first (said once a file)",
						"put the part with the video before the text, here and in production"
				})
			}
		}
		text = text || p.Seen.Has(wire.Text)
		if p.Seen.Has(wire.PartResolution) {
			j.partResolution(p, turn, i)
		}
	}
}

// data judges which data a part holds.
func (j *judge) data(p *wire.Part, turn, part int, model bool) {
	switch data := p.Seen & wire.DataMembers; bits.OnesCount32(uint32(data)) {
	case 0:
		if ptr := partAt(turn, part); !p.Seen.Has(wire.VideoMetadata) && !j.refused(ptr) {
			j.add(RulePartEmpty, p.At, ptr, "the part is empty: it needs text, fileData, functionCall or functionResponse", "")
		}
	case 1:
	default:
		j.add(RulePartAmbiguous, p.At, partAt(turn, part), "the part holds more than one of text, fileData, functionCall and functionResponse: protobuf's readers refuse it", "make each a part of its own")
	}
	if p.Seen.Has(wire.Text) && !p.Bad.Has(wire.Text) {
		j.text(p, turn, part, model)
	}
	if p.Seen.Has(wire.InlineData) {
		j.add(RuleInlineData, p.At, partAt(turn, part), "inlineData: tuning reads files by URI, and bytes in the line soon pass the 1 GB of the file", "upload the file and name it in fileData")
	}
	if turn < 0 && p.Seen.Has(wire.FileData|wire.InlineData|wire.FunctionCall|wire.FunctionResponse) {
		j.add(RuleSystemMedia, p.At, partAt(turn, part), "a file or a function call in the system instruction, which holds text only", "move it to a turn")
	}
	if model && p.Seen.Has(wire.FileData|wire.InlineData) {
		j.add(RuleModelMedia, p.At, partAt(turn, part), "a file in a turn of the model: what tuning does with it is not documented", "move it to the user's turn")
	}
	if p.Seen.Has(wire.FunctionCall) && !p.Bad.Has(wire.FunctionCall) {
		j.function(p.CallAt, &p.Call, turn, part, "/functionCall")
	}
	if p.Seen.Has(wire.FunctionResponse) && !p.Bad.Has(wire.FunctionResponse) {
		j.function(p.ResponseAt, &p.Response, turn, part, "/functionResponse")
	}
}

// text judges the text of a part.
func (j *judge) text(p *wire.Part, turn, part int, model bool) {
	text := p.Text.S
	if j.built {
		j.cost.text(wire.CountRunes(text))
	} else {
		j.cost.text(p.Runes)
	}
	switch {
	case text == "" && !model:
		j.add(RuleTextEmpty, p.Text.At, partAt(turn, part)+"/text", "the text is empty: it says nothing, and the service refuses empty text in requests", "remove the part")
	case placeholderText(text):
		j.add(RuleTextPlaceholder, p.Text.At, partAt(turn, part)+"/text", "the text "+quote(text)+" is a placeholder of the service's documentation", "write the text that is meant")
	}
	if j.built && !utf8.ValidString(text) {
		j.utf8(text, partAt(turn, part)+"/text")
	}
}

// placeholderText reports whether a text is one that schema pages print in the
// place of a value.
func placeholderText(text string) bool {
	switch text {
	case "string", "<text>", "<TEXT>", "<string>":
		return true
	}
	return false
}

// function judges a function call or response.
func (j *judge) function(pos int, f *wire.Func, turn, part int, member Pointer) {
	j.cost.text(wire.CountRunes(f.Name.S))
	j.cost.text(wire.CountRunes(f.Body))
	if f.Name.S == "" && !f.Bad.Has(wire.Name) && !j.refused(partAt(turn, part)+member) {
		j.add(RuleFunctionNameMissing, pos, partAt(turn, part)+member, "the function has no name", "")
	}
	if j.built && !utf8.ValidString(f.Name.S) {
		j.utf8(f.Name.S, partAt(turn, part)+member+"/name")
	}
}

// tools counts the declarations of functions, which cost tokens.
func (j *judge) tools() { j.cost.text(wire.CountRunes(j.x.Tools)) }
