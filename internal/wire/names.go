package wire

import "strings"

// An object is one of the objects that a line is made of.
type object uint8

const (
	objLine object = iota
	objContent
	objPart
	objFile
	objMeta
	objConfig
	objResolution
	objCall
	objResponse
)

// Bits of Members that do not leave the decoder.
const (
	executableCode Members = 1 << (24 + iota)
	codeExecutionResult
	// snake marks a name that was found in its protobuf spelling.
	snake
)

// A known is a member that an object of a line may have.
type known struct {
	name  string
	m     Members
	place string // where it belongs, in words, for one that stands elsewhere
}

const (
	inLine    = "at the top of the line"
	inContent = "in a turn of contents"
	inPart    = "in a part"
	besidePts = "in the turn, beside parts"
	beside    = "in the part, beside fileData"
	inFile    = "in fileData"
	inMeta    = "in videoMetadata"
	inConfig  = "in generationConfig"
	inLevel   = "in the part's mediaResolution"
	inCall    = "in functionCall"
	inResult  = "in functionResponse"
	inEither  = "in functionCall or functionResponse"
)

// knowns are the members of each object. The place of mediaResolution is that
// of the whole line, the one that all models know.
var knowns = [...][]known{
	objLine: {
		{"systemInstruction", SystemInstruction, inLine},
		{"contents", Contents, inLine},
		{"tools", Tools, inLine},
		{"generationConfig", GenerationConfig, inLine},
	},
	objContent: {
		{"role", Role, besidePts},
		{"parts", Parts, inContent},
	},
	objPart: {
		{"text", Text, inPart},
		{"fileData", FileData, inPart},
		{"functionCall", FunctionCall, inPart},
		{"functionResponse", FunctionResponse, inPart},
		{"inlineData", InlineData, inPart},
		{"executableCode", executableCode, inPart},
		{"codeExecutionResult", codeExecutionResult, inPart},
		{"videoMetadata", VideoMetadata, beside},
		{"mediaResolution", PartResolution, inConfig},
	},
	objFile: {
		{"fileUri", FileURI, inFile},
		{"mimeType", MIMEType, inFile},
	},
	objMeta: {
		{"startOffset", StartOffset, inMeta},
		{"endOffset", EndOffset, inMeta},
		{"fps", FPS, inMeta},
	},
	objConfig: {
		{"mediaResolution", MediaResolution, inConfig},
	},
	objResolution: {
		{"level", Level, inLevel},
	},
	objCall: {
		{"name", Name, inEither},
		{"args", Args, inCall},
	},
	objResponse: {
		{"name", Name, inEither},
		{"response", Response, inResult},
	},
}

// undocumenteds are the members that the service's requests have and tuning does
// not document.
var undocumenteds = [...][]string{
	objLine:    {"safetySettings", "labels", "toolConfig", "cachedContent", "model", "modelArmorConfig"},
	objContent: nil,
	objPart:    {"thought", "thoughtSignature"},
	objFile:    {"displayName"},
	objMeta:    nil,
	objConfig: {
		"temperature", "topP", "topK", "candidateCount", "maxOutputTokens", "stopSequences",
		"responseLogprobs", "logprobs", "presencePenalty", "frequencyPenalty", "seed",
		"responseMimeType", "responseSchema", "responseJsonSchema", "routingConfig", "audioTimestamp",
		"responseModalities", "speechConfig", "thinkingConfig", "enableAffectiveDialog", "modelConfig",
		"modelSelectionConfig", "imageConfig",
	},
	objResolution: {"numTokens"},
	objCall:       {"id"},
	objResponse:   {"id"},
}

// lookup returns the member of the object that is called s, with the snake bit
// if that is its protobuf name, and 0 if there is none. It says what knowns
// says, in a form that the compiler turns into few comparisons.
func lookup(obj object, s string) Members {
	switch obj {
	case objLine:
		switch s {
		case "contents":
			return Contents
		case "systemInstruction":
			return SystemInstruction
		case "generationConfig":
			return GenerationConfig
		case "tools":
			return Tools
		case "system_instruction":
			return SystemInstruction | snake
		case "generation_config":
			return GenerationConfig | snake
		}
	case objContent:
		switch s {
		case "role":
			return Role
		case "parts":
			return Parts
		}
	case objPart:
		switch s {
		case "text":
			return Text
		case "fileData":
			return FileData
		case "videoMetadata":
			return VideoMetadata
		}
		return lookupRare(s)
	case objFile:
		switch s {
		case "fileUri":
			return FileURI
		case "mimeType":
			return MIMEType
		case "file_uri":
			return FileURI | snake
		case "mime_type":
			return MIMEType | snake
		}
	case objMeta:
		switch s {
		case "startOffset":
			return StartOffset
		case "endOffset":
			return EndOffset
		case "fps":
			return FPS
		case "start_offset":
			return StartOffset | snake
		case "end_offset":
			return EndOffset | snake
		}
	case objConfig:
		switch s {
		case "mediaResolution":
			return MediaResolution
		case "media_resolution":
			return MediaResolution | snake
		}
	case objResolution:
		if s == "level" {
			return Level
		}
	case objCall:
		switch s {
		case "name":
			return Name
		case "args":
			return Args
		}
	case objResponse:
		switch s {
		case "name":
			return Name
		case "response":
			return Response
		}
	}
	return 0
}

// lookupRare is lookup for the members of a part that few lines have.
func lookupRare(s string) Members {
	for _, k := range knowns[objPart] {
		if k.name == s {
			return k.m
		}
		if isSnake(s, k.name) {
			return k.m | snake
		}
	}
	return 0
}

// undocumented returns the camelCase name of the undocumented member of the
// object that is called s, in either spelling, and "" if there is none.
func undocumented(obj object, s string) string {
	for _, name := range undocumenteds[obj] {
		if name == s || isSnake(s, name) {
			return name
		}
	}
	return ""
}

// camelName returns the camelCase name of a member of the object.
func camelName(obj object, m Members) string {
	for _, k := range knowns[obj] {
		if k.m == m {
			return k.name
		}
	}
	return ""
}

// snakeName returns the protobuf name of a camelCase one.
func snakeName(camel string) string {
	var b strings.Builder
	for i := 0; i < len(camel); i++ {
		if c := camel[i]; 'A' <= c && c <= 'Z' {
			b.WriteByte('_')
			b.WriteByte(c | 0x20)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// isSnake reports whether s is the protobuf name of a camelCase name and differs
// from it.
func isSnake(s, camel string) bool {
	j := 0
	for i := range len(camel) {
		c := camel[i]
		if 'A' <= c && c <= 'Z' {
			if j >= len(s) || s[j] != '_' {
				return false
			}
			c |= 0x20
			j++
		}
		if j >= len(s) || s[j] != c {
			return false
		}
		j++
	}
	return j == len(s) && j > len(camel)
}

// formats are the members by which the other formats are known.
var formats = map[string]Format{
	"messages": ChatMessages,
	"prompt":   PromptCompletion, "completion": PromptCompletion,
	"input_text": InputOutput, "output_text": InputOutput, "text_input": InputOutput, "output": InputOutput,
	"request":     BatchRequest,
	"completions": Preference,
	"references":  Reinforcement,
	"response":    ResponseMember,
}

// judge says what is wrong with a name that the object does not know.
func judge(obj object, s string) (kind FaultKind, want string) {
	for _, k := range knowns[obj] {
		if sameLetters(s, k.name) {
			return WrongCase, k.name
		}
	}
	for _, members := range knowns {
		for _, k := range members {
			if s == k.name || isSnake(s, k.name) {
				return Misplaced, k.place
			}
		}
	}
	return UnknownMember, ""
}

// sameLetters reports whether s and name differ in nothing but letter case and
// underscores.
func sameLetters(s, name string) bool {
	if len(s) > maxExcerpt {
		return false
	}
	return strings.EqualFold(strings.ReplaceAll(s, "_", ""), name)
}

// meantNames are names that people write for members of other spelling.
var meantNames = map[object]map[string]string{
	objLine:    {"system": "systemInstruction", "turns": "contents", "config": "generationConfig"},
	objContent: {"content": "parts", "author": "role"},
	objPart:    {"file": "fileData", "video": "fileData", "media": "fileData", "segment": "videoMetadata", "metadata": "videoMetadata"},
	objFile: {"uri": "fileUri", "url": "fileUri", "file": "fileUri", "path": "fileUri", "gcsUri": "fileUri",
		"mime": "mimeType", "type": "mimeType", "contentType": "mimeType"},
	objMeta: {"start": "startOffset", "begin": "startOffset", "from": "startOffset", "startTime": "startOffset", "start_time": "startOffset",
		"end": "endOffset", "stop": "endOffset", "to": "endOffset", "endTime": "endOffset", "end_time": "endOffset", "frameRate": "fps"},
}

// nearest returns the member of the object whose name is at most two edits away
// from s, and "" if there is none. Short names must keep two of their letters,
// or everything would be near to them.
func nearest(obj object, s string) string {
	if meant, ok := meantNames[obj][s]; ok {
		return meant
	}
	best, at := 3, ""
	for _, k := range knowns[obj] {
		if n := distance(s, k.name); n < best && n < len(k.name)-1 {
			best, at = n, k.name
		}
	}
	return at
}

// distance is the number of bytes to insert, delete or replace that makes b of
// a, or 3 if their lengths alone say that it is more than two.
func distance(a, b string) int {
	if len(a) > len(b)+2 || len(b) > len(a)+2 {
		return 3
	}
	var row [2*maxExcerpt + 1]int // of names of ours, which are short
	for j := range len(b) + 1 {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
