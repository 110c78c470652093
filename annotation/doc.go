// Package annotation is the neutral form of an annotated video, between the
// formats that people have and the examples that a model is tuned with.
//
// A [Video] has [Event] values: stretches, points, or the whole of it, with
// labels or a text. Its sub-packages read the formats, one each, as streams:
//
//   - rows: CSV, TSV and JSON lines, and the rows of a database/sql query
//   - labelstudio: Label Studio's JSON and JSON-MIN
//   - subtitle: SubRip (SRT) and WebVTT
//   - vertexai: managed video datasets of Vertex AI, and the CSV files of AutoML Video
//   - activitynet: the ActivityNet family, and dense captions
//   - cvat: CVAT for video 1.1
//   - via: projects and CSV files of the VGG Image Annotator 3
//   - chat: video conversations as ShareGPT and LLaVA have them
//   - formats: all of them by name
//
// # Nothing is guessed
//
// What a format does not say, [Options] must: the unit of a column, the frame rate
// of a file whose times are frame numbers. Where it is needed and not said, reading
// is refused with a [*Error] that says what to do. A file of another format is told
// by name.
//
// # Times
//
// Times are durations in nanoseconds from the reader on. They are rounded once, to
// the nearest microsecond, where they come in: see [Seconds], [Float] and
// [FrameTime]. What was rounded is counted.
//
// # Repair
//
// Annotations end after their video does, run backwards, or stand twice. [Repair]
// says what to do about each such case; every use of it is one [Diagnostic], and
// nothing disappears without one.
package annotation
