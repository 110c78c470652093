package fix

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// values notes edits of the values that are spelt otherwise than the service wants.
func (f *fixer) values(x *wire.Line) {
	for i := range x.Contents {
		f.role(&x.Contents[i], i)
		for k := range x.Contents[i].Parts {
			f.part(&x.Contents[i].Parts[k], func() videotune.Pointer {
				return videotune.Pointer(fmt.Sprintf("/contents/%d/parts/%d", i, k))
			})
		}
	}
	if x.Config.Has(wire.MediaResolution) && !x.ConfigBad.Has(wire.MediaResolution) {
		f.resolution(x.Resolution, "/generationConfig/mediaResolution")
	}
}

// otherRoles are the names of the roles in other vocabularies where a name means exactly
// one of ours, as "low" does for a resolution: who writes contents for this service, and
// assistant, means the model. Others, such as system or bot, are left.
var otherRoles = map[string]videotune.Role{"assistant": videotune.RoleModel}

// role notes the edit of the role of turn i that is spelt otherwise.
func (f *fixer) role(c *wire.Content, i int) {
	if !c.Seen.Has(wire.Role) || c.Bad.Has(wire.Role) {
		return
	}
	name := strings.ToLower(strings.TrimSpace(c.Role.S))
	role, ok := otherRoles[name]
	if !ok {
		role = videotune.Role(name)
	}
	at := videotune.Pointer(fmt.Sprintf("/contents/%d/role", i))
	switch {
	case role != videotune.RoleUser && role != videotune.RoleModel:
		f.stops = append(f.stops, Obstacle{Pointer: at, rule: videotune.RuleRoleUnknown, value: true,
			Message: "whether the role " + clip(strconv.Quote(c.Role.S)) + " is that of the user or of the model is not known here"})
	case string(role) != c.Role.S:
		f.swap(videotune.RuleRoleUnknown, c.Role.At, at, string(role))
	}
}

// part notes the edits of a part, which stands at the pointer.
func (f *fixer) part(p *wire.Part, at func() videotune.Pointer) {
	if p.Seen.Has(wire.VideoMetadata) && !p.Bad.Has(wire.VideoMetadata) {
		f.offset(&p.Start, func() videotune.Pointer { return at() + "/videoMetadata/startOffset" })
		f.offset(&p.End, func() videotune.Pointer { return at() + "/videoMetadata/endOffset" })
	}
	if p.File.Has(wire.MIMEType) && !p.FileBad.Has(wire.MIMEType) {
		mime := p.MIMEType.S
		switch listed, ok := videotune.CanonicalMIMEType(mime); {
		case !ok:
			f.noMIME(p, at()+"/fileData/mimeType")
		case listed != mime:
			f.swap(videotune.RuleMIMEAlias, p.MIMEType.At, at()+"/fileData/mimeType", listed)
		}
	}
	if p.ResolutionSeen.Has(wire.Level) && !p.ResolutionBad.Has(wire.Level) {
		f.resolution(p.Level, at()+"/mediaResolution/level")
	}
}

// noMIME notes why the MIME type at the pointer is not mended.
func (f *fixer) noMIME(p *wire.Part, at videotune.Pointer) {
	why := clip(strconv.Quote(p.MIMEType.S)) + " is no other name of a type that the service lists"
	if told, ok := mimeOf(p.FileURI.S); ok {
		why += "; the name of the file tells " + told
	}
	f.stops = append(f.stops, Obstacle{Pointer: at, Message: why, rule: videotune.RuleMIMEUnknown, value: true})
}

// resolution notes the edit of a short name of a resolution.
func (f *fixer) resolution(v wire.Value, at videotune.Pointer) {
	if r, ok := videotune.ParseMediaResolution(v.S); ok && string(r) != v.S {
		f.swap(videotune.RuleResolutionUnknown, v.At, at, string(r))
	}
}

// swap notes an edit of the value at i, in whose place a string is written that needs
// no escapes.
func (f *fixer) swap(rule videotune.Rule, i int, at videotune.Pointer, s string) {
	end := skip(f.line, i)
	f.edits = append(f.edits, edit{i, end, `"` + s + `"`})
	f.change(rule, at, string(f.line[i:end]), `"`+s+`"`)
}

// fill writes the resolution into a line that has none, or another if that is asked for.
func (f *fixer) fill(x *wire.Line) {
	const at = "/generationConfig/mediaResolution"
	if !x.Seen.Has(wire.Contents) || x.Bad.Has(wire.GenerationConfig) || x.ConfigBad.Has(wire.MediaResolution) {
		return
	}
	value := `"` + string(f.opts.Resolution) + `"`
	if x.Resolution.S != "" && x.Resolution.S != unspecified {
		if x.Resolution.S != string(f.opts.Resolution) && f.opts.ReplaceResolution {
			f.swap(videotune.RuleResolutionMixed, x.Resolution.At, at, string(f.opts.Resolution))
			f.apply()
		}
		return
	}
	for m := range members(f.line, space(f.line, 0)) {
		if text(f.line[m.name:m.nameEnd]) != "generationConfig" {
			continue
		}
		if f.line[m.value] != '{' { // null
			f.insert(edit{m.value, m.end, `{"mediaResolution":` + value + `}`}, at)
			return
		}
		first := true
		for c := range members(f.line, m.value) {
			if text(f.line[c.name:c.nameEnd]) == "mediaResolution" { // null, or unspecified
				f.insert(edit{c.value, c.end, value}, at)
				return
			}
			first = false
		}
		f.insert(edit{m.end - 1, m.end - 1, comma(first) + `"mediaResolution":` + value}, at)
		return
	}
	end := skip(f.line, space(f.line, 0)) - 1
	f.insert(edit{end, end, `,"generationConfig":{"mediaResolution":` + value + `}`}, at) // behind contents
}

// unspecified is the resolution that is taken for none.
const unspecified = "MEDIA_RESOLUTION_UNSPECIFIED"

func comma(first bool) string {
	if first {
		return ""
	}
	return ","
}

// insert makes an edit that fills in a resolution.
func (f *fixer) insert(e edit, at videotune.Pointer) {
	before := string(f.line[e.at:e.end])
	f.edits = append(f.edits, e)
	f.apply()
	f.change(videotune.RuleResolutionMissing, at, before, string(f.opts.Resolution))
}
