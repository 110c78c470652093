package schema

import "github.com/invopop/jsonschema"

// The types below have the shape of a line and carry what JSON Schema says about
// it; nothing is ever decoded into them. They are types of their own because
// those of the root package are made for writing Go: an offset is a struct
// there, and a part has one field for each kind of data.

// The pages that the descriptions go back to, in the state of 2026-08.
const (
	pageVideo   = "Source: video tuning page."
	pagePrepare = "Source: page on preparing supervised fine-tuning data."
	pageCalls   = "Source: function-calling tuning page."
	pageContent = "Source: REST reference of Content."
)

// offsetPattern is the strict subset of protobuf's JSON durations; see
// https://protobuf.dev/programming-guides/json.
const offsetPattern = `^(0|[1-9]\d*)(\.\d{1,9})?s$`

// uriPattern has one object of a bucket, or a web address; videotune's rules
// say more about both.
const uriPattern = `^(gs://[a-z0-9._-]+/[^*]*[^*/]|https?://[^/ ][^ ]*)$`

// mimePattern has the form of a MIME type; the list of those that the service
// takes is the business of videotune's rules.
const mimePattern = `^[A-Za-z]+/[A-Za-z0-9]`

type line struct {
	SystemInstruction *systemInstruction `json:"systemInstruction,omitempty"`
	Contents          []content          `json:"contents" jsonschema:"minItems=1"`
	Tools             []map[string]any   `json:"tools,omitempty"`
	GenerationConfig  *generationConfig  `json:"generationConfig,omitempty"`
}

func (line) JSONSchemaExtend(s *jsonschema.Schema) {
	describe(s, "contents", "The turns of the conversation. The last is the model's: the answer to learn. "+pagePrepare)
	describe(s, "tools", "The tools that the model may call, as in requests. "+pageCalls)
	model := jsonschema.NewProperties()
	model.Set("role", &jsonschema.Schema{Const: "model"})
	property(s, "contents").Contains = &jsonschema.Schema{Properties: model}
}

type systemInstruction struct {
	Role  string     `json:"role,omitempty"`
	Parts []textPart `json:"parts" jsonschema:"minItems=1"`
}

func (systemInstruction) JSONSchemaExtend(s *jsonschema.Schema) {
	s.Description = "What holds for all turns: text only, each part a paragraph of its own. " + pagePrepare
	describe(s, "role", "Ignored by the service.")
}

type textPart struct {
	Text string `json:"text"`
}

type content struct {
	Role  string `json:"role,omitempty"`
	Parts []part `json:"parts" jsonschema:"minItems=1"`
}

func (content) JSONSchemaExtend(s *jsonschema.Schema) {
	s.Description = "One turn. " + pageContent
	describe(s, "role", "Whose turn it is. "+pageContent)
	property(s, "role").Enum = []any{"user", "model"}
}

type part struct {
	Text             string            `json:"text,omitempty" jsonschema:"oneof_required=text"`
	FileData         *fileData         `json:"fileData,omitempty" jsonschema:"oneof_required=fileData"`
	FunctionCall     *functionCall     `json:"functionCall,omitempty" jsonschema:"oneof_required=functionCall"`
	FunctionResponse *functionResponse `json:"functionResponse,omitempty" jsonschema:"oneof_required=functionResponse"`
	VideoMetadata    *videoMetadata    `json:"videoMetadata,omitempty"`
	MediaResolution  *partResolution   `json:"mediaResolution,omitempty"`
}

func (part) JSONSchemaExtend(s *jsonschema.Schema) {
	s.Description = "One piece of a turn: exactly one of text, fileData, functionCall and functionResponse. " + pagePrepare
	s.DependentRequired = map[string][]string{
		"videoMetadata":   {"fileData"},
		"mediaResolution": {"fileData"},
	}
}

type fileData struct {
	FileURI  string `json:"fileUri"`
	MIMEType string `json:"mimeType"`
}

func (fileData) JSONSchemaExtend(s *jsonschema.Schema) {
	s.Description = "A media file. " + pageContent
	describe(s, "fileUri", "A Cloud Storage object, or a public HTTP or HTTPS URL. "+pageVideo)
	describe(s, "mimeType", "The IANA type of the file, such as video/mp4. "+pageContent)
	property(s, "fileUri").Pattern = uriPattern
	property(s, "mimeType").Pattern = mimePattern
}

type videoMetadata struct {
	StartOffset string  `json:"startOffset,omitempty"`
	EndOffset   string  `json:"endOffset,omitempty"`
	FPS         float64 `json:"fps,omitempty" jsonschema:"exclusiveMinimum=0,maximum=24"`
}

func (videoMetadata) JSONSchemaExtend(s *jsonschema.Schema) {
	s.Description = "The segment of the video that is used. " + pageVideo
	describe(s, "startOffset", "Where the segment starts, in seconds from the start of the file. "+pageVideo)
	describe(s, "endOffset", "Where the segment ends, in seconds from the start of the file. "+pageVideo)
	describe(s, "fps", "Frames sampled a second; 1 if absent. The tuning pages do not mention it. "+pageContent)
	property(s, "startOffset").Pattern = offsetPattern
	property(s, "endOffset").Pattern = offsetPattern
}

type generationConfig struct {
	MediaResolution string `json:"mediaResolution,omitempty"`
}

func (generationConfig) JSONSchemaExtend(s *jsonschema.Schema) {
	s.Description = "The one setting that tuning documents. " + pageVideo
	describe(s, "mediaResolution", "The tokens a frame costs: one value for all lines of training and validation. "+pageVideo)
	property(s, "mediaResolution").Enum = []any{"MEDIA_RESOLUTION_LOW", "MEDIA_RESOLUTION_MEDIUM", "MEDIA_RESOLUTION_HIGH"}
}

type partResolution struct {
	Level string `json:"level,omitempty"`
}

func (partResolution) JSONSchemaExtend(s *jsonschema.Schema) {
	s.Description = "The resolution of this part alone; Gemini 3 and later only. " + pageVideo
	property(s, "level").Enum = []any{"MEDIA_RESOLUTION_UNSPECIFIED", "MEDIA_RESOLUTION_LOW", "MEDIA_RESOLUTION_MEDIUM", "MEDIA_RESOLUTION_HIGH", "MEDIA_RESOLUTION_ULTRA_HIGH"}
}

type functionCall struct {
	Name string         `json:"name" jsonschema:"minLength=1"`
	Args map[string]any `json:"args,omitempty"`
}

func (functionCall) JSONSchemaExtend(s *jsonschema.Schema) {
	s.Description = "A call that the model makes. " + pageCalls
}

type functionResponse struct {
	Name     string         `json:"name" jsonschema:"minLength=1"`
	Response map[string]any `json:"response,omitempty"`
}

func (functionResponse) JSONSchemaExtend(s *jsonschema.Schema) {
	s.Description = "What a called function returned. " + pageCalls
}

// describe sets the description of a property of s.
func describe(s *jsonschema.Schema, name, text string) {
	property(s, name).Description = text
}

// property returns a property of s; that it is there is what the tests of the
// written schema see to.
func property(s *jsonschema.Schema, name string) *jsonschema.Schema {
	p, ok := s.Properties.Get(name)
	if !ok {
		panic("schema: no property " + name)
	}
	return p
}
