// Package wire reads and writes one line of a Gemini tuning dataset: a strict
// scanner and decoder, and an appending encoder.
//
// The package knows the shape of a line (which members exist, where they stand
// and of which JSON type they are) and nothing of the service's rules: what a
// member may say is judged by the root package.
//
// # Memory
//
// A [Decoder] reuses its memory from line to line: every string of a [Line] is
// a view of the line's bytes or of the decoder's own buffer, and is valid until
// the next call of Decode. The steady state allocates nothing. Whoever keeps a
// string clones it.
package wire

import (
	"time"

	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// Bounds of one line. A line over a bound ends in one [Fault], never in
// unbounded time or memory.
const (
	// MaxDepth is the deepest nesting of objects and arrays, the line's own
	// object included. Protobuf's JSON readers stop at 100 too.
	MaxDepth = 100
	// MaxContents is the largest number of turns that is read.
	MaxContents = 4096
	// MaxParts is the largest number of parts of all turns and the system
	// instruction together that is read.
	MaxParts = 8192
	// MaxFaults is the largest number of faults that is kept of one line; the
	// rest is counted in Line.FaultsOmitted and Line.OmittedOf.
	MaxFaults = 1000
)

// NoPos is the position of a value that has none: one that was absent, or that
// did not come from bytes at all.
const NoPos = -1

// Members is a set of the members of an object, as bits.
type Members uint32

// The members of all objects of a line. A set holds those of one object only.
const (
	// of the line
	SystemInstruction Members = 1 << iota
	Contents
	Tools
	GenerationConfig
	// of a content
	Role
	Parts
	// of a part; Text to InlineData are its data, of which exactly one may be set
	Text
	FileData
	FunctionCall
	FunctionResponse
	InlineData
	OtherData // executableCode, codeExecutionResult: known, not documented for tuning
	VideoMetadata
	PartResolution // mediaResolution of a part, an object with a level
	// of fileData
	FileURI
	MIMEType
	// of videoMetadata
	StartOffset
	EndOffset
	FPS
	// of generationConfig
	MediaResolution
	// of mediaResolution of a part
	Level
	// of functionCall and functionResponse
	Name
	Args
	Response

	// NotObject is set in Seen and Bad of a content or part whose value is no
	// object, which has a WrongType fault. Role and Parts, or Text, are set with
	// it, so that nothing more is said about an element that could not be read.
	NotObject Members = 1 << 31
)

// DataMembers are the members of a part of which exactly one may be set.
const DataMembers = Text | FileData | FunctionCall | FunctionResponse | InlineData | OtherData

// Has reports whether any of q is in m.
func (m Members) Has(q Members) bool { return m&q != 0 }

// A Value is a string member: its text and where it stands.
type Value struct {
	S  string
	At int // byte offset of the value in the line, from 0; NoPos if it has none
}

// A Line is a decoded line. Positions are byte offsets from 0 in the line;
// [NoPos] where there is none.
//
// In every object, Seen holds the members that were present with a value other
// than null, and Bad those of them whose value could not be used (each of these
// has a fault, or is judged by the rules from its Offset or Value). A member
// given twice keeps its first value.
type Line struct {
	Seen, Bad  Members
	At         int // of the top value
	System     Content
	Contents   []Content
	ContentsAt int // of the contents array

	Tools   string // raw JSON without insignificant space, U+2028, U+2029 and U+0085 escaped
	ToolsAt int

	ConfigAt   int
	Config     Members // Seen of generationConfig
	ConfigBad  Members
	Resolution Value // generationConfig.mediaResolution

	Format     Format // another format that was recognised at the top level
	FormatAt   int    // of the member name that gave it away
	FormatName string // that name

	// Faults are in the order of their positions. If Broken, the last of them
	// is a fault of JSON syntax, and what the Line holds must not be judged.
	Faults        []Fault
	FaultsOmitted int
	OmittedOf     [Syntax]int // FaultsOmitted by kind; a fault of syntax is always kept
	Broken        bool
	// Lossy is set when the line holds a member that a Line does not keep
	// (undocumented, unknown, inline data …): writing the Line would lose it.
	Lossy bool
}

// A Content is one turn, or the system instruction.
type Content struct {
	Seen, Bad Members
	At        int
	Role      Value
	PartsAt   int
	Parts     []Part
}

// A Part is one part of a turn.
type Part struct {
	Seen, Bad Members
	At        int

	Text  Value
	Runes Runes // of Text, as a Decoder counts them

	FileAt   int
	File     Members // Seen of fileData
	FileBad  Members
	FileURI  Value
	MIMEType Value

	MetaAt     int
	Meta       Members // Seen of videoMetadata
	MetaBad    Members
	Start, End Offset
	FPS        float64
	FPSAt      int

	ResolutionAt                  int
	ResolutionSeen, ResolutionBad Members // of the part's mediaResolution object (Level)
	Level                         Value

	CallAt     int
	Call       Func // functionCall
	ResponseAt int
	Response   Func // functionResponse
}

// A Func is a functionCall (name and args) or a functionResponse (name and response).
type Func struct {
	Seen, Bad Members
	Name      Value
	Body      string // raw JSON of args or response, compact like Line.Tools
	BodyAt    int
}

// An Offset is startOffset or endOffset. The decoder accepts any JSON value here
// and leaves the verdict to the rules, so that each wrong spelling gets words of
// its own.
type Offset struct {
	Kind Kind   // Absent, String, or the kind of a value that is no string
	Text string // of a string: its value; else the raw JSON, cut to 64 bytes
	At   int
	D    time.Duration // if Form.OK
	Form pbtime.Form   // how Text is spelt, if Kind is String
}

// A Kind is the kind of a JSON value.
type Kind uint8

// The kinds of JSON values.
const (
	Absent Kind = iota
	Null
	Bool
	Number
	String
	Object
	Array
)

// String returns the kind in words: "a string", "an object", …
func (k Kind) String() string {
	return [...]string{"nothing", "null", "a boolean", "a number", "a string", "an object", "an array"}[k]
}

// A Format is a dataset format other than Gemini's supervised tuning.
type Format uint8

// The formats that are recognised by the members at the top level of a line.
const (
	Gemini           Format = iota
	ChatMessages            // messages
	PromptCompletion        // prompt, completion
	InputOutput             // input_text, output_text, text_input, output
	BatchRequest            // request
	Preference              // completions
	Reinforcement           // references
	ResponseMember          // response
)

// A Fault is something in the line that the strict reader refuses or remarks.
type Fault struct {
	Kind    FaultKind
	At      int    // byte offset in the line, from 0
	Pointer string // RFC 6901, of the member or value; "" is the line's value
	Name    string // what was found: the member's name as written, or a short excerpt; cut to 64 bytes; valid UTF-8
	Want    string // what belongs there: the right name, type or place; "" where there is nothing to say
	Got     Kind   // of WrongType: the kind of the value found
}

// A FaultKind says what is wrong.
type FaultKind uint8

// The kinds of faults. Those from Syntax on are faults of JSON syntax: the rest
// of the line is not read.
const (
	NoFault            FaultKind = iota
	UnknownMember                // Name
	UndocumentedMember           // Name: a member of the service's requests that tuning does not document
	DuplicateMember              // Name
	BothSpellings                // Name; Want is the camelCase one: "fileUri and file_uri"
	WrongCase                    // Name; Want is the right spelling
	SnakeCase                    // Name; Want is the camelCase spelling; the member is read
	Misplaced                    // Name; Want says where it belongs
	WrongType                    // Got; Want is "an array", "a string", …
	NotAnObject                  // the line's value is no object; Got
	TooManyContents
	TooManyParts

	Syntax        // everything not named below; Name is the excerpt
	CutShort      // the line ends inside a value, outside a string
	CutInString   // the line ends inside a string
	TrailingComma // At is the comma
	MissingComma  // At is where the comma should stand
	SingleQuote   // a single-quoted string
	PythonWord    // None, True, False, nan
	Comment       // // , /* or #
	NaN           // NaN, Infinity, -Infinity
	EqualsSign    // '=' for ':'
	BareName      // a member name without quotes
	BadEscape     // Name is the escape
	BadNumber     // Name is the number
	LoneSurrogate
	InvalidUTF8
	ControlCharacter // Name is its name, like "tab" or "U+0001"
	TooDeep
	RunTogether  // another object follows on the same line; At is its '{'
	TrailingData // anything else after the object
)

// IsSyntax reports whether k ends the reading of the line.
func (k FaultKind) IsSyntax() bool { return k >= Syntax }
