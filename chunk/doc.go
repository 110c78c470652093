// Package chunk plans what to do with videos that are too long or too large for
// tuning, and moves times between a video and the pieces of it.
//
// [New] looks at the facts of one video and at the limits of the service:
//
//   - within both limits, the video is used as it is;
//   - where only its length is over, lines use several segments of the same file,
//     which costs nothing;
//   - where its bytes are over, new files are cut from it, or it is encoded anew at
//     a lower visual resolution if [Options] ask for that;
//   - where the service does not list its MIME type, such as that of Matroska, files
//     are cut from it too, which makes MP4 of it;
//   - what cannot be used is dropped, with the reason.
//
// [All] does so for a set, and says which way out is the cheapest for the large
// ones. A plan is data: it opens no file and starts no process. [Plan.Files] lists
// the files that somebody has to make, and [Plan.Record] takes note of what was
// made.
//
// # Times
//
// Every [Piece] has a clock of its own that begins at 0: that of its file, or, for
// a segment, at the beginning of the segment, as the service decodes nothing
// before it. [Plan.Place] moves events from the source's time to that of the
// pieces; [Piece.Source] moves a time back. All of it is whole-number arithmetic
// on nanoseconds. It is done while times are structured: no step looks for times
// in texts.
//
// # Splitting
//
// Pieces of one recording look alike, so they belong on one side of a split. Each
// Piece carries its Recording, which is what [videotune.SplitWriter.Write] wants.
package chunk
