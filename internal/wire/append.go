package wire

import (
	"fmt"
	"math"
	"strconv"

	"github.com/seed-57910ec4/videotune/internal/pbtime"
	"github.com/seed-57910ec4/videotune/internal/view"
)

// An AppendError says what of a value cannot be written as JSON, or not so that
// every reader reads it in the same way.
type AppendError struct {
	Pointer string    // RFC 6901 pointer of the value, from the one that was to be written
	Kind    FaultKind // InvalidUTF8, NaN, or what is wrong with raw JSON
	At      int       // byte offset in the string or in the raw JSON
	Name    string    // like Fault.Name
	Want    string    // like Fault.Want
}

// Error says where and what in words.
func (e *AppendError) Error() string {
	where := e.Pointer
	if where == "" {
		where = "value"
	}
	switch e.Kind {
	case InvalidUTF8:
		return fmt.Sprintf("%s: byte %d (%s) is not valid UTF-8", where, e.At, e.Name)
	case NaN:
		return fmt.Sprintf("%s: %s has no JSON form", where, e.Name)
	case WrongType:
		return fmt.Sprintf("%s: raw JSON must be %s", where, e.Want)
	}
	msg := fmt.Sprintf("%s: raw JSON is not sound at byte %d: %v", where, e.At, e.Kind)
	if e.Name != "" {
		msg += fmt.Sprintf(" %q", e.Name)
	}
	return msg
}

// in puts a step before the pointer of a failure.
func (e *AppendError) in(step string) *AppendError {
	e.Pointer = step + e.Pointer
	return e
}

// at puts a step to an element before the pointer of a failure.
func (e *AppendError) at(step string, i int) *AppendError {
	return e.in(step + strconv.Itoa(i))
}

// An Encoder appends lines. Its zero value is ready for use. It must not be used
// by two goroutines at once.
type Encoder struct{ known knownTexts }

// AppendLine appends the canonical bytes of a line: no insignificant space, the
// members that are in the Seen sets in a fixed order, offsets from their
// durations, no newline. If something cannot be written, dst is returned as it
// was, with an [*AppendError].
//
// It is meant for a Line without faults and of values that were not decoded; of
// a member in Bad it writes what the fields hold, which may be nothing.
func (e *Encoder) AppendLine(dst []byte, x *Line) ([]byte, error) {
	out, fail := e.appendLine(dst, x)
	if fail != nil {
		return dst, fail
	}
	return out, nil
}

// AppendContent appends the canonical bytes of a content, like [Encoder.AppendLine].
func (e *Encoder) AppendContent(dst []byte, x *Content) ([]byte, error) {
	out, fail := e.appendContent(dst, x, 1)
	if fail != nil {
		return dst, fail
	}
	return out, nil
}

// AppendPart appends the canonical bytes of a part, like [Encoder.AppendLine].
func (e *Encoder) AppendPart(dst []byte, x *Part) ([]byte, error) {
	out, fail := e.appendPart(dst, x, 1)
	if fail != nil {
		return dst, fail
	}
	return out, nil
}

// Each function below appends the members of an object with a comma after each
// and lets closed put the brace in the place of the last one.

// closed ends the object that began with the brace at start.
func closed(dst []byte, start int) []byte {
	if len(dst) == start+1 {
		return append(dst, '}')
	}
	dst[len(dst)-1] = '}'
	return dst
}

// appendValue appends a member's name, with its quotes and colon, its string
// and a comma.
func appendValue(dst []byte, name, s string) ([]byte, *AppendError) {
	dst, fail := appendString(append(dst, name...), s)
	if fail != nil {
		return dst, fail.in("/" + name[1:len(name)-2])
	}
	return append(dst, ','), nil
}

// appendBody is appendValue for raw JSON of the kind, in depth containers.
func appendBody(dst []byte, name, raw string, kind Kind, depth int) ([]byte, *AppendError) {
	start := len(dst) + len(name)
	dst, fault := appendRaw(append(dst, name...), view.Bytes(raw), depth)
	if fault != nil {
		fail := &AppendError{fault.Pointer, fault.Kind, fault.At, fault.Name, fault.Want}
		return dst, fail.in("/" + name[1:len(name)-2])
	}
	if kindAt(dst, start) != kind {
		return dst, &AppendError{Pointer: "/" + name[1:len(name)-2], Kind: WrongType, Want: kind.String()}
	}
	return append(dst, ','), nil
}

func (e *Encoder) appendLine(dst []byte, x *Line) ([]byte, *AppendError) {
	var fail *AppendError
	start := len(dst)
	dst = append(dst, '{')
	if x.Seen.Has(SystemInstruction) {
		dst = append(dst, `"systemInstruction":`...)
		if dst, fail = e.appendContent(dst, &x.System, 2); fail != nil {
			return dst, fail.in("/systemInstruction")
		}
		dst = append(dst, ',')
	}
	if x.Seen.Has(Contents) {
		dst = append(dst, `"contents":[`...)
		for i := range x.Contents {
			if i > 0 {
				dst = append(dst, ',')
			}
			if dst, fail = e.appendContent(dst, &x.Contents[i], 3); fail != nil {
				return dst, fail.at("/contents/", i)
			}
		}
		dst = append(dst, "],"...)
	}
	if x.Seen.Has(Tools) {
		if dst, fail = appendBody(dst, `"tools":`, x.Tools, Array, 1); fail != nil {
			return dst, fail
		}
	}
	if x.Seen.Has(GenerationConfig) {
		dst = append(dst, `"generationConfig":`...)
		brace := len(dst)
		dst = append(dst, '{')
		if x.Config.Has(MediaResolution) {
			if dst, fail = appendValue(dst, `"mediaResolution":`, x.Resolution.S); fail != nil {
				return dst, fail.in("/generationConfig")
			}
		}
		dst = append(closed(dst, brace), ',')
	}
	return closed(dst, start), nil
}

// appendContent appends x, which is the depth-th container, itself counted.
func (e *Encoder) appendContent(dst []byte, x *Content, depth int) ([]byte, *AppendError) {
	var fail *AppendError
	start := len(dst)
	dst = append(dst, '{')
	if x.Seen.Has(Role) {
		switch x.Role.S {
		case "user":
			dst = append(dst, `"role":"user",`...)
		case "model":
			dst = append(dst, `"role":"model",`...)
		default:
			if dst, fail = appendValue(dst, `"role":`, x.Role.S); fail != nil {
				return dst, fail
			}
		}
	}
	if x.Seen.Has(Parts) {
		dst = append(dst, `"parts":[`...)
		for i := range x.Parts {
			if i > 0 {
				dst = append(dst, ',')
			}
			if dst, fail = e.appendPart(dst, &x.Parts[i], depth+2); fail != nil {
				return dst, fail.at("/parts/", i)
			}
		}
		dst = append(dst, "],"...)
	}
	return closed(dst, start), nil
}

// appendPart appends x, which is the depth-th container, itself counted.
func (e *Encoder) appendPart(dst []byte, x *Part, depth int) ([]byte, *AppendError) {
	var fail *AppendError
	start := len(dst)
	dst = append(dst, '{')
	if x.Seen.Has(Text) {
		if dst, fail = e.appendText(append(dst, `"text":`...), x.Text.S); fail != nil {
			return dst, fail.in("/text")
		}
		dst = append(dst, ',')
	}
	if x.Seen.Has(FileData) {
		if dst, fail = appendFile(append(dst, `"fileData":`...), x); fail != nil {
			return dst, fail.in("/fileData")
		}
	}
	if x.Seen.Has(VideoMetadata) {
		if dst, fail = appendMeta(append(dst, `"videoMetadata":`...), x); fail != nil {
			return dst, fail.in("/videoMetadata")
		}
	}
	if x.Seen.Has(PartResolution) {
		dst = append(dst, `"mediaResolution":`...)
		brace := len(dst)
		dst = append(dst, '{')
		if x.ResolutionSeen.Has(Level) {
			if dst, fail = appendValue(dst, `"level":`, x.Level.S); fail != nil {
				return dst, fail.in("/mediaResolution")
			}
		}
		dst = append(closed(dst, brace), ',')
	}
	if x.Seen.Has(FunctionCall) {
		dst = append(dst, `"functionCall":`...)
		if dst, fail = appendFunc(dst, &x.Call, Args, `"args":`, depth+1); fail != nil {
			return dst, fail.in("/functionCall")
		}
	}
	if x.Seen.Has(FunctionResponse) {
		dst = append(dst, `"functionResponse":`...)
		if dst, fail = appendFunc(dst, &x.Response, Response, `"response":`, depth+1); fail != nil {
			return dst, fail.in("/functionResponse")
		}
	}
	if len(dst) == start+1 { // a part must have data; a text may be empty
		return append(dst, `"text":""}`...), nil
	}
	return closed(dst, start), nil
}

func appendFile(dst []byte, x *Part) ([]byte, *AppendError) {
	var fail *AppendError
	start := len(dst)
	dst = append(dst, '{')
	if x.File.Has(FileURI) {
		if dst, fail = appendValue(dst, `"fileUri":`, x.FileURI.S); fail != nil {
			return dst, fail
		}
	}
	if x.File.Has(MIMEType) {
		if dst, fail = appendValue(dst, `"mimeType":`, x.MIMEType.S); fail != nil {
			return dst, fail
		}
	}
	return append(closed(dst, start), ','), nil
}

func appendMeta(dst []byte, x *Part) ([]byte, *AppendError) {
	start := len(dst)
	dst = append(dst, '{')
	if x.Meta.Has(StartOffset) {
		dst = pbtime.Append(append(dst, `"startOffset":"`...), x.Start.D)
		dst = append(dst, `",`...)
	}
	if x.Meta.Has(EndOffset) {
		dst = pbtime.Append(append(dst, `"endOffset":"`...), x.End.D)
		dst = append(dst, `",`...)
	}
	if x.Meta.Has(FPS) {
		if math.IsNaN(x.FPS) || math.IsInf(x.FPS, 0) {
			name := strconv.FormatFloat(x.FPS, 'g', -1, 64)
			return dst, &AppendError{Pointer: "/fps", Kind: NaN, Name: name}
		}
		dst = append(appendFloat(append(dst, `"fps":`...), x.FPS), ',')
	}
	return append(closed(dst, start), ','), nil
}

// appendFunc appends x, which is the depth-th container, itself counted, with
// the body that m is the member of.
func appendFunc(dst []byte, x *Func, m Members, body string, depth int) ([]byte, *AppendError) {
	var fail *AppendError
	start := len(dst)
	dst = append(dst, '{')
	if x.Seen.Has(Name) {
		if dst, fail = appendValue(dst, `"name":`, x.Name.S); fail != nil {
			return dst, fail
		}
	}
	if x.Seen.Has(m) {
		if dst, fail = appendBody(dst, body, x.Body, Object, depth); fail != nil {
			return dst, fail
		}
	}
	return append(closed(dst, start), ','), nil
}

// appendFloat appends a finite number with as few digits as make it exact, in
// the form of ECMAScript, as encoding/json does.
func appendFloat(dst []byte, x float64) []byte {
	abs := math.Abs(x)
	if abs == 0 || 1e-6 <= abs && abs < 1e21 {
		return strconv.AppendFloat(dst, x, 'f', -1, 64)
	}
	dst = strconv.AppendFloat(dst, x, 'e', -1, 64)
	if n := len(dst); dst[n-4] == 'e' && dst[n-3] == '-' && dst[n-2] == '0' { // e-09
		dst[n-2] = dst[n-1]
		dst = dst[:n-1]
	}
	return dst
}
