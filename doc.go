// Package videotune builds and checks the datasets with which Gemini is tuned on
// video: JSONL files of which each line is a prompt with a video, and the answer
// to learn.
//
// The tuning service reads such files with few words. It leaves out examples
// whose video is too long, refuses the job if those are more than a tenth, and
// refuses it as well if one line of a million says another resolution than the
// rest. This package says so before the upload, with file, line and column.
//
// # Terminology
//
//   - An example is one line: an [Example]. A dataset is a training file and,
//     mostly, a validation file: a [Dataset].
//   - A segment is the stretch of a video that an example uses:
//     [VideoMetadata]. A recording is what a video was taken from, or cut from;
//     it must stay on one side of a split.
//   - Dropped means that the service leaves the example out. A job fails when
//     the service refuses all of it.
//   - Facts are what a video file really is, its length and size for instance:
//     [Media]. They are handed to this package, which never opens a video.
//   - Limits are the numbers of the service for one model, in the edition of a
//     date: [Limits].
//
// # Building examples
//
// Examples are plain values. Literals with the short constructors are the first
// way to make one:
//
//	ex := &videotune.Example{Contents: []videotune.Content{
//		videotune.User(
//			videotune.Video("gs://my-bucket/dog.mp4").Segment(5*time.Second, 25*time.Second),
//			videotune.Text("Which animal appears?"),
//		),
//		videotune.Model(videotune.Text("dog")),
//	}}
//
// A [Builder] is for what can fail or is made step by step: it takes answers as
// values to be written as JSON, and tells every problem at once. Offsets are
// exact to the nanosecond and never pass through a float; see [Offset].
//
// # Writing
//
// A [Writer] writes one line an example. It refuses what the service would
// refuse or drop, nothing of a refused example is written, and it stays usable:
//
//	w := videotune.NewWriter(f, nil)
//	for _, ex := range examples {
//		err := w.Write(ex)
//		if ps, refused := videotune.AsProblems(err); refused {
//			log.Printf("left out: %v", ps.Worst()) // why; the next one may be good
//		} else if err != nil {
//			return err // the disk is full, say
//		}
//	}
//	return w.Flush()
//
// The first example fixes the resolution of the file, unless
// [WriterOptions].Resolution does: an example without one gets it, one with
// another is refused. [Create] writes a file that is there as a whole or not at
// all. [CreateSplit] writes the training and the validation file at once, keeps
// each recording on one side, and one resolution over both.
//
// The bytes are stable. Members stand in a fixed order, < > & are not escaped,
// U+2028, U+2029 and U+0085 are, because some readers break lines there. What is
// read and written again is the same byte for byte.
//
// # Reading
//
// A [Reader] yields one [Record] a line, with the line's problems. A bad line
// does not end the reading:
//
//	for rec, err := range videotune.NewReader(f, nil).All() {
//		if rec == nil {
//			return err // f failed; nothing follows
//		}
//		if err != nil {
//			continue // the line is bad; err holds its problems
//		}
//		use(&rec.Example)
//	}
//
// Reading is strict where readers of the service differ or lose data: duplicate
// members, unknown or misspelt ones, invalid UTF-8 and lone surrogates are
// problems, each with its byte column and JSON pointer. [Example] implements
// json.Unmarshaler and is as strict.
//
// # Checking
//
// [Check] and [CheckFiles] read a whole dataset once and report what the service
// would make of it; [Validate] judges a single example. The command videotune does the same
// from a shell, and package render writes reports for people and machines.
//
// Everything found is a [Problem]. Its [Rule] says what, and is what programs
// match, with [errors.Is] or by comparing; its [Severity] says what follows:
//
//   - [SeverityError]: the service refuses the whole job.
//   - [SeverityDrop]: the service leaves the example out. More than a tenth of a
//     file fails the job.
//   - [SeverityWarning]: the service takes it, as far as its pages say; a person
//     should look.
//
// [Problems.Err] is nil if there are none but warnings. [Rules] lists all rules
// with where each is from, and [Policy].Severity changes the severity of single
// ones.
//
// Where the service's pages leave something open, a report says what it took
// for granted: [Report].Assumptions. What depends on facts that are not known is
// not judged, and counted in [Report].Unprobed.
//
// # Limits
//
// The zero [Policy] judges by the newest edition of [DefaultModel]. [LimitsFor]
// returns the limits of other models and days; [LoadLimits] reads one's own.
// Each number names its source.
//
// # Purity, memory and concurrency
//
// The package opens no file that was not named to it, no socket and no process,
// and reads no clock. What it is given it does not change.
//
// [Check], [Reader] and [Writer] work in one pass. Their memory does not grow
// with a file, but for at most 64 bytes for each distinct example and 256 bytes
// and the URI for each distinct video that Check compares over the dataset. A
// line longer than the bound of the options (16 MiB if none is set) is a problem
// and is skipped without being held. What a Reader yields is the caller's for
// ever: no string or slice shares memory that is written again.
//
// Functions, and the methods of values that nobody changes, may be called from
// any number of goroutines at once, and may share a Policy. Check judges lines in
// several goroutines itself, so the function of [Policy].Media must be safe for
// concurrent use; the functions that the options of Check, Reader and Writer name
// are called in the caller's goroutine. A Reader, Writer, [SplitWriter] or Builder
// is for one goroutine at a time.
//
// # Compatibility
//
// Before v1.0.0 anything may change, and CHANGELOG.md says what did. From v1 on,
// beside what Go programs expect, two things are API: the ids of the rules, and
// the bytes that are written for an example. Texts of messages and hints are
// not, nor are the default severities: they follow the service's pages. New
// rules may come with any release, so that a dataset without problems may have
// one later.
package videotune
