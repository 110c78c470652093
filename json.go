package videotune

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/seed-57910ec4/videotune/internal/pbtime"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// AppendJSON appends the example as a [Writer] writes it, without a newline: no
// insignificant space, members in a fixed order, U+2028, U+2029 and U+0085
// escaped because some readers end a line there, and <, > and & as they are.
// Equal examples give equal bytes.
//
// It does not judge the example; it fails, and returns dst as it was, only for
// what JSON cannot hold: invalid UTF-8, an fps that is no number, or raw JSON
// that is none.
func (ex *Example) AppendJSON(dst []byte) ([]byte, error) {
	if ex == nil {
		return append(dst, "null"...), nil
	}
	e := encoders.Get().(*encoder)
	defer func() {
		e.view.release()
		encoders.Put(e)
	}()
	x := e.view.view(ex, ex.GenerationConfig.MediaResolution)
	if err := faultsErr(x); err != nil {
		return dst, err
	}
	out, err := e.wire.AppendLine(dst, x)
	return out, appendErr(err)
}

// An encoder has the memory that encoding uses again.
type encoder struct {
	view viewer
	wire wire.Encoder
}

var (
	encoders = sync.Pool{New: func() any { return new(encoder) }}
	decoders = sync.Pool{New: func() any { return new(wire.Decoder) }}
)

// decoded calls use with what a decoder makes of data, which is not valid
// afterwards.
func decoded(data []byte, decode func(*wire.Decoder, []byte) *wire.Line, use func(*wire.Line) error) error {
	d := decoders.Get().(*wire.Decoder)
	defer func() {
		d.Release()
		decoders.Put(d)
	}()
	return use(decode(d, data))
}

func appendErr(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("videotune: %w", err)
}

// MarshalJSON returns what [Example.AppendJSON] appends. json.Marshal escapes
// <, > and & in it; a json.Encoder with SetEscapeHTML(false) does not, and gives
// the Writer's bytes.
func (ex Example) MarshalJSON() ([]byte, error) { return ex.AppendJSON(nil) }

// MarshalJSON writes the content as a line has it.
func (c Content) MarshalJSON() ([]byte, error) {
	var v viewer
	var x wire.Content
	v.content(&x, &c, 0)
	if err := faultsErr(&wire.Line{Faults: v.faults}); err != nil {
		return nil, err
	}
	out, err := (*wire.Encoder)(nil).AppendContent(nil, &x)
	return out, appendErr(err)
}

// MarshalJSON writes the part as a line has it.
func (p Part) MarshalJSON() ([]byte, error) {
	var v viewer
	x := v.parts.Add()
	v.part(x, &p, 0, 0)
	if err := faultsErr(&wire.Line{Faults: v.faults}); err != nil {
		return nil, err
	}
	out, err := (*wire.Encoder)(nil).AppendPart(nil, x)
	return out, appendErr(err)
}

// MarshalJSON writes the object as a line has it.
func (f FileData) MarshalJSON() ([]byte, error) {
	return member(Part{FileData: &f}, "fileData")
}

// MarshalJSON writes the object as a line has it: offsets as "5.5s", exactly.
func (m VideoMetadata) MarshalJSON() ([]byte, error) {
	return member(Part{VideoMetadata: &m}, "videoMetadata")
}

// MarshalJSON writes the object as a line has it.
func (r PartMediaResolution) MarshalJSON() ([]byte, error) {
	return member(Part{MediaResolution: &r}, "mediaResolution")
}

// MarshalJSON writes the object as a line has it.
func (f FunctionCall) MarshalJSON() ([]byte, error) {
	return member(Part{FunctionCall: &f}, "functionCall")
}

// MarshalJSON writes the object as a line has it.
func (f FunctionResponse) MarshalJSON() ([]byte, error) {
	return member(Part{FunctionResponse: &f}, "functionResponse")
}

// MarshalJSON writes the object as a line has it.
func (g GenerationConfig) MarshalJSON() ([]byte, error) {
	if g == (GenerationConfig{}) {
		return []byte("{}"), nil
	}
	return inner(Example{GenerationConfig: g}.MarshalJSON())("generationConfig")
}

// MarshalJSON writes the offset as a string such as "5.5s"; null if it is absent.
func (o Offset) MarshalJSON() ([]byte, error) {
	if !o.set {
		return []byte("null"), nil
	}
	return append(pbtime.Append([]byte{'"'}, o.d), '"'), nil
}

// member returns the JSON of the one member that p has.
func member(p Part, name string) ([]byte, error) { return inner(p.MarshalJSON())(name) }

// inner cuts the value out of an object with one member.
func inner(object []byte, err error) func(name string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if err != nil {
			return nil, err
		}
		return object[len(name)+len(`{"":`) : len(object)-1], nil
	}
}

// UnmarshalJSON reads one line as a [Reader] reads it, and refuses what that
// refuses: unknown, misplaced and duplicate members, wrong case, wrong types,
// text that is not valid UTF-8. The error is [Problems].
//
// Only the form is judged here; see [Validate] for the rest.
func (ex *Example) UnmarshalJSON(data []byte) error {
	return decoded(data, (*wire.Decoder).Decode, func(x *wire.Line) error {
		if err := formErr(x, ""); err != nil {
			return err
		}
		*ex = exampleFrom(x)
		return nil
	})
}

// UnmarshalJSON reads a content as strictly as a [Reader] does.
func (c *Content) UnmarshalJSON(data []byte) error {
	return decoded(data, (*wire.Decoder).DecodeContent, func(x *wire.Line) error {
		if err := formErr(x, ""); err != nil {
			return err
		}
		*c = contentFrom(&x.Contents[0])
		return nil
	})
}

// UnmarshalJSON reads a part as strictly as a [Reader] does.
func (p *Part) UnmarshalJSON(data []byte) error {
	return decoded(data, (*wire.Decoder).DecodePart, func(x *wire.Line) error {
		if err := formErr(x, ""); err != nil {
			return err
		}
		*p = partFrom(&x.Contents[0].Parts[0])
		return nil
	})
}

// UnmarshalJSON reads the object as strictly as a [Reader] does.
func (f *FileData) UnmarshalJSON(data []byte) error {
	p, err := partWith("fileData", data)
	if err == nil && p.FileData != nil {
		*f = *p.FileData
	}
	return err
}

// UnmarshalJSON reads the object as strictly as a [Reader] does.
func (m *VideoMetadata) UnmarshalJSON(data []byte) error {
	p, err := partWith("videoMetadata", data)
	if err == nil && p.VideoMetadata != nil {
		*m = *p.VideoMetadata
	}
	return err
}

// UnmarshalJSON reads the object as strictly as a [Reader] does.
func (r *PartMediaResolution) UnmarshalJSON(data []byte) error {
	p, err := partWith("mediaResolution", data)
	if err == nil && p.MediaResolution != nil {
		*r = *p.MediaResolution
	}
	return err
}

// UnmarshalJSON reads the object as strictly as a [Reader] does.
func (f *FunctionCall) UnmarshalJSON(data []byte) error {
	p, err := partWith("functionCall", data)
	if err == nil && p.FunctionCall != nil {
		*f = *p.FunctionCall
	}
	return err
}

// UnmarshalJSON reads the object as strictly as a [Reader] does.
func (f *FunctionResponse) UnmarshalJSON(data []byte) error {
	p, err := partWith("functionResponse", data)
	if err == nil && p.FunctionResponse != nil {
		*f = *p.FunctionResponse
	}
	return err
}

// UnmarshalJSON reads the object as strictly as a [Reader] does.
func (g *GenerationConfig) UnmarshalJSON(data []byte) error {
	const name = "generationConfig"
	return decoded(wrap(name, data), (*wire.Decoder).Decode, func(x *wire.Line) error {
		if err := formErr(x, name); err != nil {
			return err
		}
		*g = exampleFrom(x).GenerationConfig
		return nil
	})
}

// UnmarshalJSON reads a string such as "5.5s"; null is the absent offset.
func (o *Offset) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*o = Offset{}
		return nil
	}
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return Problems{{Rule: RuleOffsetSpelling, Severity: SeverityError, Message: "an offset is a string such as \"5.5s\", not " + quote(string(data))}}
	}
	d, form := pbtime.Parse(s)
	if !form.OK() {
		return Problems{{Rule: RuleOffsetSpelling, Severity: SeverityError, Message: "the offset " + quote(s) + " is not decimal seconds with an s, such as \"5.5s\""}}
	}
	*o = At(d)
	return nil
}

func wrap(name string, data []byte) []byte {
	out := make([]byte, 0, len(name)+len(data)+5)
	out = append(append(append(out, `{"`...), name...), `":`...)
	return append(append(out, data...), '}')
}

func partWith(name string, data []byte) (p Part, err error) {
	err = decoded(wrap(name, data), (*wire.Decoder).DecodePart, func(x *wire.Line) error {
		if err := formErr(x, name); err != nil {
			return err
		}
		p = partFrom(&x.Contents[0].Parts[0])
		return nil
	})
	return p, err
}

// faultsErr returns the faults of an Example's raw JSON as an error.
func faultsErr(x *wire.Line) error {
	if len(x.Faults) == 0 {
		return nil
	}
	j := judge{x: x, built: true}
	j.faults()
	return Problems(j.problems).Err()
}

// goodForm reports whether formErr has nothing to say, which it mostly has not:
// nothing was refused, and the times are such that no rule looks twice at them.
func goodForm(x *wire.Line) bool {
	if len(x.Faults) > 0 || x.Format != wire.Gemini {
		return false
	}
	good := func(o *wire.Offset) bool {
		return o.Kind == wire.Absent || o.Kind == wire.String && o.Form == pbtime.Strict && !strings.HasPrefix(o.Text, "-")
	}
	for i := range x.Contents {
		for k := range x.Contents[i].Parts {
			if p := &x.Contents[i].Parts[k]; !good(&p.Start) || !good(&p.End) || p.Meta.Has(wire.FPS) && p.FPS == 0 {
				return false
			}
		}
	}
	return true
}

// formErr returns the faults of a value that was decoded as an error, misspelt
// offsets included. Positions are those in the value, which stood in an object
// as its member name; "" if it stood alone.
func formErr(x *wire.Line, name string) error {
	if goodForm(x) {
		return nil
	}
	j := judge{x: x, limits: new(Limits)}
	j.faults()
	for i := range x.Contents {
		for k := range x.Contents[i].Parts {
			p := &x.Contents[i].Parts[k]
			meta := func() Pointer { return partAt(i, k) + "/videoMetadata" }
			if p.Seen.Has(wire.VideoMetadata) && !p.Bad.Has(wire.VideoMetadata) && !x.Broken {
				j.offset(&p.Start, meta, "/startOffset")
				j.offset(&p.End, meta, "/endOffset")
				if p.FPS == 0 { // which no VideoMetadata can hold; other values are for the rules
					j.fps(p, meta)
				}
			}
		}
	}
	shift := 0
	if name != "" {
		shift = len(name) + len(`{"":`)
	}
	for i := range j.problems {
		p := &j.problems[i]
		p.Column = max(p.Column-shift, 0)
		if name != "" {
			rest := string(p.Pointer)
			if _, after, ok := strings.Cut(rest, "/"+name); ok {
				rest = after
			}
			p.Pointer = Pointer(rest)
		}
	}
	return Problems(j.problems).Err()
}
