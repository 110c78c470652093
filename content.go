package videotune

import (
	"encoding/json"
	"time"

	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// A Role says whose turn a [Content] is.
type Role string

// The roles that the service knows.
const (
	RoleUser  Role = "user"
	RoleModel Role = "model"
)

// A Content is one turn of an example, or its system instruction.
type Content struct {
	Role  Role // "" is not written
	Parts []Part
}

// A Part is one piece of a turn. Exactly one of Text, FileData, FunctionCall and
// FunctionResponse is set; the constructors [Text], [Video] and [File] see to
// that, [Validate] to the rest. VideoMetadata and MediaResolution stand beside
// FileData only.
//
// The zero Part is an empty answer in a turn of the model, and a mistake anywhere
// else: a line can say {"text":""} there, a Part cannot.
type Part struct {
	Text             string
	FileData         *FileData
	VideoMetadata    *VideoMetadata
	MediaResolution  *PartMediaResolution
	FunctionCall     *FunctionCall
	FunctionResponse *FunctionResponse
}

// FileData names a media file. Both members are required.
type FileData struct {
	FileURI  string // gs://bucket/object, or a public http(s) URL
	MIMEType string // such as "video/mp4"
}

// VideoMetadata chooses a segment of a video. The zero value chooses all of it.
type VideoMetadata struct {
	StartOffset Offset  // from the start of the video; the zero Offset is not written
	EndOffset   Offset  // from the start of the video; the zero Offset is not written
	FPS         float64 // frames sampled a second, in (0, 24]; 0 is not written, the service then samples 1
}

// A PartMediaResolution overrides the resolution of the line for one part. Only
// Gemini 3 and later know it.
type PartMediaResolution struct {
	Level MediaResolution
}

// A FunctionCall is a call that the model makes.
type FunctionCall struct {
	Name string
	Args json.RawMessage // a JSON object; nil for none
}

// A FunctionResponse is what a called function returned.
type FunctionResponse struct {
	Name     string
	Response json.RawMessage // a JSON object; nil for none
}

// User returns a turn of the user.
func User(parts ...Part) Content { return Content{Role: RoleUser, Parts: parts} }

// Model returns a turn of the model: the answer to learn.
func Model(parts ...Part) Content { return Content{Role: RoleModel, Parts: parts} }

// Text returns a part that holds text.
func Text(text string) Part { return Part{Text: text} }

// Video returns a part that holds a video, with the MIME type that belongs to
// the extension of uri; where the extension says nothing it is "video/mp4", the
// type of every example in the service's documentation. Use [File] to name
// another.
func Video(uri string) Part {
	mime := mimeByExtension(uri)
	if mime == "" {
		mime = "video/mp4"
	}
	return File(uri, mime)
}

// File returns a part that holds a media file of the given MIME type.
func File(uri, mimeType string) Part {
	return Part{FileData: &FileData{FileURI: uri, MIMEType: mimeType}}
}

// Segment returns a copy of p that uses only the stretch from start to end of
// its video. Both offsets are written, also when they are 0, equal or reversed;
// [Validate] then refuses the example.
func (p Part) Segment(start, end time.Duration) Part {
	meta := p.metadata()
	meta.StartOffset, meta.EndOffset = At(start), At(end)
	p.VideoMetadata = &meta
	return p
}

// From returns a copy of p that uses its video from start to the end of the file.
func (p Part) From(start time.Duration) Part {
	meta := p.metadata()
	meta.StartOffset, meta.EndOffset = At(start), Offset{}
	p.VideoMetadata = &meta
	return p
}

// metadata returns a copy of p's video metadata.
func (p Part) metadata() VideoMetadata {
	if p.VideoMetadata == nil {
		return VideoMetadata{}
	}
	return *p.VideoMetadata
}

// An Offset is a time in a video, or none: the zero value is absent. It is exact
// to the nanosecond, comparable, and never passes through a float.
type Offset struct {
	d   time.Duration
	set bool
}

// At returns the offset d from the start of a video. At(0) is present, and
// differs from the zero Offset.
func At(d time.Duration) Offset { return Offset{d: d, set: true} }

// Duration returns the offset, and whether there is one.
func (o Offset) Duration() (time.Duration, bool) { return o.d, o.set }

// IsZero reports whether the offset is absent.
func (o Offset) IsZero() bool { return !o.set }

// Equal reports whether o and p are the same; go-cmp calls it.
func (o Offset) Equal(p Offset) bool { return o == p }

// String returns the offset as a line has it: "5s", "5.5s", "0.3s"; "" if it is
// absent.
func (o Offset) String() string {
	if !o.set {
		return ""
	}
	return pbtime.Format(o.d)
}
