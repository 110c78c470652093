// Package dataset makes the files of a tuning job from annotated videos, in one
// call: [Build] reads a source, plans what to do with long and large videos, asks a
// task for prompts and answers, splits by recordings, writes both files, and checks
// them.
//
// # What stands on which side
//
// All examples of a recording are on one side, and each file, of the source or made of
// one, belongs to one recording: so no video, no piece of one, and no two stretches that
// overlap are on both. Files are told apart by their URIs, byte for byte. The URI and the
// ID of a video are names of its recording too: a clip that says it was cut from either
// is on the side of that video, whichever comes first. A video whose names belong to
// several recordings already is left out.
//
// Of two videos about one file the later is left out, conversations excepted: what an
// answer does not tell does not happen, so that they would contradict each other.
//
// Splits that the source gives are kept; of a recording that it puts on both sides, the
// first one counts, and what is to be on the other is left out. A test set is left out with
// all that shares its recordings and comes after it. The other recordings are
// divided by a keyed hash, see [videotune.CreateSplit], or with Config.Stratify so that
// the shares of labels are alike on both sides.
//
// # What is no negative
//
// A clip whose answer is that nothing applies teaches that nothing is there, so it has
// to be true: no example is made of videos that nobody has annotated, nor of a clip
// without events in which an event may have been that was left out as it could not be;
// a clip with events is kept there, and counted as Report.Incomplete. Nor is one made of
// a clip that shows a part of an event which Config.Edges leaves it without. With PerEvent
// a clip is about its event alone, whatever else it shows.
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
// are left out since another came before them, and for the name of a recording that has
// several, by which its side is chosen: it is that of its first video.
package dataset
