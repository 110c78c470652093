package videotune

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/internal/wire"
)

// This file holds the conversions between an Example, which a caller keeps, and
// a wire.Line, which the rules judge and the encoder writes. A line that was
// read and an Example that was built are judged by the same code.

// viewer makes Lines of Examples and reuses its memory; strings are shared with
// the Example.
type viewer struct {
	line   wire.Line
	parts  wire.PartList // of all turns
	raw    []byte        // scratch for the compact form of raw JSON
	faults []wire.Fault
}

// view returns ex as a Line of resolution r, valid until the next call.
func (v *viewer) view(ex *Example, r MediaResolution) *wire.Line {
	x := &v.line
	contents := x.Contents[:0]
	if x.At != wire.NoPos {
		*x = wire.Line{At: wire.NoPos, ContentsAt: wire.NoPos, ToolsAt: wire.NoPos, ConfigAt: wire.NoPos}
	}
	x.Seen, x.System, x.Tools, x.Config, x.Resolution = 0, wire.Content{}, "", 0, wire.Value{}
	v.parts, v.faults = v.parts[:0], v.faults[:0]

	if ex.SystemInstruction != nil {
		x.Seen |= wire.SystemInstruction
		v.content(&x.System, ex.SystemInstruction, -1)
	}
	if ex.Contents != nil {
		x.Seen |= wire.Contents
	}
	for i := range ex.Contents {
		contents = append(contents, wire.Content{})
		v.content(&contents[i], &ex.Contents[i], i)
	}
	x.Contents = contents
	if tools, ok := v.rawJSON(ex.Tools, '[', func() Pointer { return "/tools" }); ok {
		x.Seen |= wire.Tools
		x.Tools = tools
	}
	if r != "" {
		x.Seen |= wire.GenerationConfig
		x.Config = wire.MediaResolution
		x.Resolution = value(string(r))
	}
	x.Faults = v.faults
	return x
}

// release lets go of the Example, and of the memory of a large one.
func (v *viewer) release() {
	v.parts.Release()
	x := &v.line
	clear(x.Contents)
	x.System, x.Tools, x.Resolution.S = wire.Content{}, "", ""
	if cap(x.Contents) > keptContents {
		x.Contents = nil
	}
	if cap(v.raw) > keptRaw {
		v.raw = nil
	}
}

// Bounds of the memory that a viewer keeps when it is lent out to others.
const (
	keptContents = 64
	keptRaw      = 64 << 10
)

func (v *viewer) content(to *wire.Content, c *Content, turn int) {
	*to = wire.Content{At: wire.NoPos, PartsAt: wire.NoPos, Role: value(string(c.Role))}
	if c.Role != "" {
		to.Seen |= wire.Role
	}
	first := len(v.parts)
	for i := range c.Parts {
		p := v.parts.Add()
		v.part(p, &c.Parts[i], turn, i)
		if p.Seen == 0 && c.Role == RoleModel {
			p.Seen = wire.Text // an empty answer, as the line has it
		}
	}
	if c.Parts != nil {
		to.Seen |= wire.Parts
	}
	to.Parts = v.parts[first:len(v.parts):len(v.parts)]
}

func (v *viewer) part(to *wire.Part, p *Part, turn, part int) {
	if p.Text != "" {
		to.Seen |= wire.Text
		to.Text = value(p.Text)
	}
	if f := p.FileData; f != nil {
		to.Seen |= wire.FileData
		to.FileURI, to.MIMEType = value(f.FileURI), value(f.MIMEType)
		if f.FileURI != "" {
			to.File |= wire.FileURI
		}
		if f.MIMEType != "" {
			to.File |= wire.MIMEType
		}
	}
	if m := p.VideoMetadata; m != nil {
		to.Seen |= wire.VideoMetadata
		to.Start, to.End = offsetView(m.StartOffset), offsetView(m.EndOffset)
		if m.StartOffset.set {
			to.Meta |= wire.StartOffset
		}
		if m.EndOffset.set {
			to.Meta |= wire.EndOffset
		}
		if m.FPS != 0 {
			to.Meta |= wire.FPS
			to.FPS = m.FPS
		}
	}
	if r := p.MediaResolution; r != nil {
		to.Seen |= wire.PartResolution
		to.ResolutionSeen = wire.Level
		to.Level = value(string(r.Level))
	}
	if f := p.FunctionCall; f != nil {
		to.Seen |= wire.FunctionCall
		v.function(&to.Call, f.Name, f.Args, wire.Args, func() Pointer { return partAt(turn, part) + "/functionCall/args" })
	}
	if f := p.FunctionResponse; f != nil {
		to.Seen |= wire.FunctionResponse
		v.function(&to.Response, f.Name, f.Response, wire.Response, func() Pointer { return partAt(turn, part) + "/functionResponse/response" })
	}
}

func (v *viewer) function(to *wire.Func, name string, body json.RawMessage, member wire.Members, ptr func() Pointer) {
	*to = wire.Func{Seen: wire.Name, Name: value(name), BodyAt: wire.NoPos}
	if raw, ok := v.rawJSON(body, '{', ptr); ok {
		to.Seen |= member
		to.Body = raw
	}
}

// rawJSON returns raw in its compact form, and whether there is something to
// write. JSON that is broken or begins otherwise than open becomes a fault.
func (v *viewer) rawJSON(raw json.RawMessage, open byte, ptr func() Pointer) (string, bool) {
	if len(raw) == 0 {
		return "", false
	}
	out, fault := wire.AppendRaw(v.raw[:0], raw)
	if fault != nil {
		fault.Pointer = string(ptr()) + fault.Pointer
		fault.At = wire.NoPos
		v.faults = append(v.faults, *fault)
		return "", false
	}
	v.raw = out
	s := string(out)
	if s == "null" {
		return "", false
	}
	if s[0] != open {
		want := "an array"
		if open == '{' {
			want = "an object"
		}
		v.faults = append(v.faults, wire.Fault{Kind: wire.WrongType, At: wire.NoPos, Pointer: string(ptr()), Want: want, Got: kindOf(s[0])})
		return "", false
	}
	return s, true
}

func kindOf(first byte) wire.Kind {
	switch first {
	case '{':
		return wire.Object
	case '[':
		return wire.Array
	case '"':
		return wire.String
	case 't', 'f':
		return wire.Bool
	}
	return wire.Number
}

func value(s string) wire.Value { return wire.Value{S: s, At: wire.NoPos} }

func offsetView(o Offset) wire.Offset {
	if !o.set {
		return wire.Offset{At: wire.NoPos}
	}
	return wire.Offset{Kind: wire.String, At: wire.NoPos, D: o.d}
}

// exampleFrom returns what x holds as an Example that shares no memory with it.
func exampleFrom(x *wire.Line) Example {
	var o owner
	return o.example(x)
}

func contentFrom(c *wire.Content) Content {
	var o owner
	return o.content(c)
}

func partFrom(p *wire.Part) Part {
	var o owner
	return o.part(p)
}

// An owner makes what a caller keeps, of the memory of a Line. The turns and parts
// that most examples have lie in the owner itself, so that they are one allocation;
// it is used once. What a part points at lies apart: whoever keeps a file's URI
// does not keep the texts with it.
type owner struct {
	contents [2]Content
	parts    [3]Part

	usedContents, usedParts int
}

func (o *owner) example(x *wire.Line) Example {
	var ex Example
	if x.Seen.Has(wire.SystemInstruction) && !x.Bad.Has(wire.SystemInstruction) {
		c := o.content(&x.System)
		ex.SystemInstruction = &c
	}
	if x.Seen.Has(wire.Contents) && !x.Bad.Has(wire.Contents) {
		ex.Contents = take(o.contents[:], &o.usedContents, len(x.Contents))
		for i := range x.Contents {
			ex.Contents[i] = o.content(&x.Contents[i])
		}
	}
	ex.Tools = rawOf(x.Tools)
	ex.GenerationConfig.MediaResolution = MediaResolution(word(x.Resolution.S))
	return ex
}

// take returns n elements of what is left of all, or new ones. They have no room
// behind them, so that appending to them moves them.
func take[T any](all []T, used *int, n int) []T {
	first, end := *used, *used+n
	if end > len(all) {
		return make([]T, n)
	}
	*used = end
	return all[first:end:end]
}

// words are the strings that most lines have. They are neither copied nor hashed.
var words = [...]string{"user", "model", "video/mp4", string(ResolutionLow), string(ResolutionMedium)}

// word returns a copy of s.
func word(s string) string {
	for _, w := range words {
		if s == w {
			return w
		}
	}
	return strings.Clone(s)
}

func (o *owner) content(c *wire.Content) Content {
	out := Content{Role: Role(word(c.Role.S))}
	if c.Seen.Has(wire.Parts) && !c.Bad.Has(wire.Parts) {
		out.Parts = take(o.parts[:], &o.usedParts, len(c.Parts))
		for i := range c.Parts {
			out.Parts[i] = o.part(&c.Parts[i])
		}
	}
	return out
}

func (o *owner) part(p *wire.Part) Part {
	out := Part{Text: strings.Clone(p.Text.S)}
	has := p.Seen &^ p.Bad
	if has.Has(wire.FileData) {
		out.FileData = &FileData{FileURI: strings.Clone(p.FileURI.S), MIMEType: word(p.MIMEType.S)}
	}
	if has.Has(wire.VideoMetadata) {
		out.VideoMetadata = &VideoMetadata{StartOffset: offsetOf(&p.Start), EndOffset: offsetOf(&p.End), FPS: p.FPS}
	}
	if has.Has(wire.PartResolution) {
		out.MediaResolution = &PartMediaResolution{Level: MediaResolution(word(p.Level.S))}
	}
	if has.Has(wire.FunctionCall) {
		out.FunctionCall = &FunctionCall{Name: strings.Clone(p.Call.Name.S), Args: rawOf(p.Call.Body)}
	}
	if has.Has(wire.FunctionResponse) {
		out.FunctionResponse = &FunctionResponse{Name: strings.Clone(p.Response.Name.S), Response: rawOf(p.Response.Body)}
	}
	return out
}

func offsetOf(o *wire.Offset) Offset {
	if o.Kind != wire.String || !o.Form.OK() {
		return Offset{}
	}
	return At(o.D)
}

func rawOf(s string) json.RawMessage {
	if s == "" {
		return nil
	}
	return json.RawMessage(s)
}

// span returns the stretch of its video that p uses. A segment without an end,
// and a whole video, end with the file: they are open unless facts give its
// length.
func span(p *wire.Part) (start, end time.Duration, open bool) {
	open = true
	if p.Seen.Has(wire.VideoMetadata) {
		if p.Start.Kind == wire.String && p.Start.Form.OK() {
			start = p.Start.D
		}
		if p.End.Kind == wire.String && p.End.Form.OK() {
			end, open = p.End.D, false
		}
	}
	return start, end, open
}
