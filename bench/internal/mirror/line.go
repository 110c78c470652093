// Package mirror holds the types that one would write to read and write lines of
// a dataset with any JSON library: what the peers of the benchmarks decode into
// and encode from.
package mirror

//go:generate go tool easyjson -disallow_unknown_fields -no_std_marshalers -output_filename line_easyjson.go line.go

// Line is one line. The order of the members is that in which videotune writes
// them, so that all encoders give the same bytes.
//
//easyjson:json
type Line struct {
	SystemInstruction *Content          `json:"systemInstruction,omitempty"`
	Contents          []Content         `json:"contents"`
	GenerationConfig  *GenerationConfig `json:"generationConfig,omitempty"`
}

// Content is one turn, or the system instruction.
type Content struct {
	Role  string `json:"role,omitempty"`
	Parts []Part `json:"parts"`
}

// Part is one part of a turn.
type Part struct {
	Text          string         `json:"text,omitempty"`
	FileData      *FileData      `json:"fileData,omitempty"`
	VideoMetadata *VideoMetadata `json:"videoMetadata,omitempty"`
}

// FileData names a video.
type FileData struct {
	FileURI  string `json:"fileUri"`
	MIMEType string `json:"mimeType"`
}

// VideoMetadata is the segment of a video.
type VideoMetadata struct {
	StartOffset string   `json:"startOffset,omitempty"`
	EndOffset   string   `json:"endOffset,omitempty"`
	FPS         *float64 `json:"fps,omitempty"`
}

// GenerationConfig holds what all lines of a dataset have in common.
type GenerationConfig struct {
	MediaResolution string `json:"mediaResolution,omitempty"`
}
