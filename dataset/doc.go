// Package dataset makes the files of a tuning job from annotated videos, in one
// call: [Build] reads a source, plans what to do with long and large videos, asks a
// task for prompts and answers, splits by recordings, writes both files, and checks
// them.
//
// # What stands on which side
//
// All examples of a recording are on one side, so that no video, no chunk of one, and
// no two stretches that overlap are on both. Splits that the source gives are kept.
// The others are chosen by a keyed hash of the recording, see
// videotune.CreateSplit, or with Config.Stratify so that the shares of labels are
// alike on both sides.
//
// # Nothing disappears
//
// Whatever is left out, a video, a clip or an event, is counted in the [Report] by
// its reason and stands in the sidecar file with its place in the source. The sidecar
// also says for each line of both files what it was made of.
//
// # The same bytes
//
// The same source, configuration and seed give the same bytes. What is decided by
// chance (the side of a recording, the negatives that are kept, the examples that
// stand twice) depends on a hash of the seed and of the thing itself, so that rows that
// are added move no others.
package dataset
