package videotune

import (
	"slices"
)

// A Builder makes an [Example] step by step, where a literal will not do: in
// loops, under conditions, with answers that are marshalled. The zero value is
// ready to use. Its methods return the Builder, never panic, and leave every
// problem to [Builder.Build].
//
// A Builder is reusable: Build leaves it as it is, and its result shares no
// memory with it. Use [Builder.Clone] to make several examples from one template:
//
//	template := new(videotune.Builder).System("You label animals.").Resolution(videotune.ResolutionLow)
//	for _, v := range videos {
//		ex, err := template.Clone().User(videotune.Video(v.URI), videotune.Text(prompt)).ModelJSON(v.Labels).Build()
//		…
//	}
//
// A Builder is not safe for concurrent use; clones of it are independent.
type Builder struct {
	example Example
	failed  Problems // of steps that could not be taken
	// Policy is what Build judges by; nil is the zero Policy.
	Policy *Policy
}

// System adds text, as a part of its own, to the system instruction.
func (b *Builder) System(text string) *Builder {
	if b.example.SystemInstruction == nil {
		b.example.SystemInstruction = new(Content)
	}
	b.example.SystemInstruction.Parts = append(b.example.SystemInstruction.Parts, Text(text))
	return b
}

// User adds a turn of the user.
func (b *Builder) User(parts ...Part) *Builder {
	b.example.Contents = append(b.example.Contents, User(slices.Clone(parts)...))
	return b
}

// Model adds a turn of the model.
func (b *Builder) Model(parts ...Part) *Builder {
	b.example.Contents = append(b.example.Contents, Model(slices.Clone(parts)...))
	return b
}

// ModelJSON adds a turn of the model whose text is v as JSON, without insignificant
// space and with <, > and & as they are. Build reports a v that cannot be
// marshalled.
func (b *Builder) ModelJSON(v any) *Builder {
	text, err := marshalNoEscape(v)
	if err != nil {
		b.failed = append(b.failed, Problem{
			Rule: RuleRawJSON, Severity: SeverityError, Pointer: turnAt(len(b.example.Contents)) + "/parts/0/text",
			Message: "the answer cannot be written as JSON: " + err.Error(), Err: err,
		})
		text = []byte("null") // so that no rule speaks of an answer that is missing
	}
	return b.Model(Text(string(text)))
}

// Resolution sets the resolution.
func (b *Builder) Resolution(r MediaResolution) *Builder {
	b.example.GenerationConfig.MediaResolution = r
	return b
}

// Clone returns an independent copy of the Builder.
func (b *Builder) Clone() *Builder {
	return &Builder{example: b.example.clone(), failed: slices.Clone(b.failed), Policy: b.Policy}
}

// Build returns the example. If it has a problem of severity drop or error, or a
// step failed, the error is [Problems] with every problem, and the example is nil.
// A missing resolution is no problem: the [Writer] fills it in.
func (b *Builder) Build() (*Example, error) {
	ex := b.example.clone()
	problems := slices.Clone(b.failed)
	for _, p := range Validate(&ex, b.Policy) {
		if !slices.ContainsFunc(b.failed, func(f Problem) bool { return f.Pointer == p.Pointer }) {
			problems = append(problems, p)
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return &ex, nil
}

// clone returns a deep copy.
func (ex *Example) clone() Example {
	out := *ex
	if ex.SystemInstruction != nil {
		c := ex.SystemInstruction.clone()
		out.SystemInstruction = &c
	}
	out.Contents = slices.Clone(ex.Contents)
	for i := range out.Contents {
		out.Contents[i] = out.Contents[i].clone()
	}
	out.Tools = slices.Clone(ex.Tools)
	return out
}

func (c Content) clone() Content {
	c.Parts = slices.Clone(c.Parts)
	for i := range c.Parts {
		p := &c.Parts[i]
		p.FileData = copied(p.FileData)
		p.VideoMetadata = copied(p.VideoMetadata)
		p.MediaResolution = copied(p.MediaResolution)
		if p.FunctionCall = copied(p.FunctionCall); p.FunctionCall != nil {
			p.FunctionCall.Args = slices.Clone(p.FunctionCall.Args)
		}
		if p.FunctionResponse = copied(p.FunctionResponse); p.FunctionResponse != nil {
			p.FunctionResponse.Response = slices.Clone(p.FunctionResponse.Response)
		}
	}
	return c
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}
