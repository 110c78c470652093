package annotation

// Options say what the files of a format do not. The zero value, and nil, say
// nothing. Every option stands under the name in its tag in the "source" of a job
// file and in a file for "videotune annotations --options". One that does not fit
// the format is an error; [Fits] lists those that do.
type Options struct {
	// Columns maps roles to columns: of rows and sql. A role is one of [Roles]; start,
	// end, length, duration and offset may carry their unit, as start_ms, start_us, start_frame
	// or start_s. A role that is not mapped is taken from the column of its own name,
	// upper or lower case, if there is one; all other columns become Attributes.
	Columns map[string]Column `json:"columns,omitempty"`

	TimeUnit TimeUnit  `json:"time_unit,omitempty"` // of times whose column says none: s, ms, us, clock
	FPS      Rates     `json:"fps,omitzero"`        // frames a second, where the source does not say: a number, "30000/1001", or an object of them by video
	FPSField string    `json:"fps_field,omitempty"` // labelstudio: the field of a task's data that holds them
	Base     FrameBase `json:"frame_base,omitzero"` // the number of the first frame: 0 or 1
	FrameEnd FrameEnd  `json:"frame_end,omitempty"` // whether a stretch has its last frame: inclusive, exclusive
	Duration Durations `json:"duration,omitzero"`   // of the videos, where the source does not say: seconds, or an object of them by video
	Offset   Offsets   `json:"offset,omitzero"`     // where in a video's file the times of the source count from: seconds, or an object of them by video; what lies before the file is negative

	Delimiter string `json:"delimiter,omitempty"` // of rows: one character, or "tab"; by default what the file's name says: .tsv, .csv
	Decimal   string `json:"decimal,omitempty"`   // of rows: "." or ","
	Header    *bool  `json:"header,omitempty"`    // of rows: whether the first line names the columns; by default it does
	Comment   string `json:"comment,omitempty"`   // of rows: what lines begin with that are none
	Null      Texts  `json:"null,omitempty"`      // of rows and sql: texts that stand for no value; by default the empty cell of CSV and TSV
	Encoding  string `json:"encoding,omitempty"`  // of text files: utf-8 (default), utf-16, windows-1252, iso-8859-1 and others by their names in HTML

	Sentinels      Texts `json:"sentinels,omitempty"`       // of rows and sql: times that stand for "none", such as -1
	NegativeLabels Texts `json:"negative_labels,omitempty"` // labels that stand for "nothing here", such as Normal
	Group          Group `json:"group,omitempty"`           // of rows and sql: buffer, where the rows of a video are not adjacent

	Driver string `json:"driver,omitempty"` // sql: sqlite or postgres
	DSN    string `json:"dsn,omitempty"`    // sql: what the driver connects to
	Query  string `json:"query,omitempty"`  // sql
	Args   []any  `json:"args,omitempty"`   // sql: the parameters of the query

	LabelConfig string            `json:"label_config,omitempty"` // labelstudio: the XML of the project's labeling interface, or the name of its file
	FPSDerive   bool              `json:"fps_derive,omitempty"`   // labelstudio: take the rate from key frames that have both a frame and a time
	Fields      map[string]string `json:"fields,omitempty"`       // labelstudio: what a member of JSON-MIN holds: choices, text, labels or ignore
	Annotations Take              `json:"annotations,omitempty"`  // labelstudio: which of several annotations: ground_truth, newest, all

	AutoML  AutoML            `json:"automl,omitempty"`  // automl-csv: classification, action, tracking
	Resolve map[string]string `json:"resolve,omitempty"` // automl-csv: in which folder the files lie whose URIs begin so

	LabelFrom        string                       `json:"label_from,omitempty"`        // labelstudio, cvat, via, via-csv: the control or attribute whose values are the labels
	AttributeOptions map[string]map[string]string `json:"attribute_options,omitempty"` // via-csv: by attribute, the names of its option ids
	TextAttributes   Texts                        `json:"text_attributes,omitempty"`   // cvat, via, via-csv: attributes that hold texts

	Deroll bool `json:"deroll,omitempty"` // srt, webvtt: join the cues of rolling captions, which show each line two or three times

	URI    string `json:"uri,omitempty"`    // where all videos lie, in place of what the source says: "gs://bucket/{id}.mp4"; see [ExpandURI]
	Repair Repair `json:"repair,omitzero"`  // what to do with events that cannot be as they are
	Strict bool   `json:"strict,omitempty"` // rows and sql: a column that no role names is an error

	// OnDiagnostic is called for each diagnostic that is no refusal; nil ignores them.
	OnDiagnostic func(Diagnostic) `json:"-"`
}

// Roles are what a column can hold, see [Options].Columns. "answer" is another word
// for "text"; "duration" is that of the video and "length" that of the event, in
// place of its end; "offset" is where in the video's file the times of its row count
// from; "events" holds a JSON list of all events of a video.
var Roles = []string{
	"video", "uri", "label", "text", "answer", "start", "end", "length", "offset", "duration", "fps", "split", "recording",
	"language", "confidence", "annotator", "state", "attributes", "events",
}

// A Column is one of a table: by its name or, where Name is "", by its place, which
// is counted from 0.
type Column struct {
	Name  string
	Index int
}

// A FrameBase is the number of the first frame of a video. The zero value is not
// said.
type FrameBase uint8

// The bases of frames.
const (
	BaseUnset FrameBase = iota
	BaseZero
	BaseOne
)

// First returns the number of the first frame: 0 or 1.
func (b FrameBase) First() int64 {
	if b == BaseOne {
		return 1
	}
	return 0
}

// A FrameEnd says whether the last frame of a stretch is in it. The zero value is
// not said.
type FrameEnd string

// The ends of stretches.
const (
	FrameInclusive FrameEnd = "inclusive"
	FrameExclusive FrameEnd = "exclusive"
)

// A TimeUnit is a [Unit] that is not frames.
type TimeUnit = Unit

// A Group says how rows are put together to videos. With the zero value the rows of
// a video are adjacent.
type Group string

// GroupBuffer holds all rows in memory, up to a bound.
const GroupBuffer Group = "buffer"

// A Take says which of several annotations of one video are taken. With the zero
// value it is one: the ground truth, or else the newest.
type Take string

// The values of Take.
const (
	TakeGroundTruth Take = "ground_truth" // those that are marked so, and no others
	TakeNewest      Take = "newest"
	TakeAll         Take = "all"
)

// AutoML is the kind of a CSV file of AutoML Video, which it does not say itself.
type AutoML string

// The kinds of AutoML's files.
const (
	AutoMLClassification AutoML = "classification"
	AutoMLAction         AutoML = "action"
	AutoMLTracking       AutoML = "tracking"
)
