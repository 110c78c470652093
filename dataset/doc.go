// Package dataset makes the files of a tuning job from annotated videos, in one
// call: [Build] reads a source, plans what to do with long and large videos, asks a
// task for prompts and answers, splits by recordings, writes both files, and checks
// them.
//
// # What stands on which side
//
// All examples of a recording are on one side, and each file, of the source or made of
// one, belongs to one recording: so no video, no piece of one, and no two stretches that
// overlap are on both. Files are told apart by their URIs, byte for byte. Where a file
// comes again under another recording, the later video is left out.
//
// Splits that the source gives are kept; of a recording that it puts on both sides, the
// first one counts, and what is to be on the other is left out. The other recordings are
// divided by a keyed hash, see [videotune.CreateSplit], or with Config.Stratify so that
// the shares of labels are alike on both sides.
//
// # What is no negative
//
// A clip whose answer is that nothing applies teaches that nothing is there, so it has
// to be true: no example is made of videos that nobody has annotated, nor of a clip
// without events where events of its video were left out as they could not be.
//
// # Nothing disappears
//
// Whatever is left out, a video, a clip or an event, is counted in the [Report] by
// its reason and stands in the sidecar file with its place in the source. The sidecar
// also says for each line of both files what it was made of, see [Origin].
//
// # The same bytes
//
// The same source, configuration and seed give the same bytes. What is decided by
// chance (the negatives that are kept, the examples that stand twice) depends on a hash
// of the seed and of the thing itself, so that rows that are added move no others. In
// which order the videos come decides the order of the lines alone, but for videos that
// are left out since another came before them.
package dataset
