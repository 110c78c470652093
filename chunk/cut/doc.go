// Package cut makes the files that plans of package chunk ask for, with the programs
// ffmpeg and ffprobe.
//
// [Cut] makes those of one plan and [CutAll] those of a set. Each file is made under a
// temporary name, looked at, and renamed when it is what the plan wants: at any time
// there is a whole file of its name, or none. What it turned out to hold is recorded in
// the plan, so that [chunk.Plan.Place] moves times by the file as it is. A file over a
// limit is planned and made again, never kept. A second run takes the files that are
// there and makes none anew.
//
// # What is made
//
// Files are encoded anew, to H.264 and AAC in MP4 with the index first, by default. A
// file begins with the picture that the source shows at the planned start and ends with
// the last one before the planned end. All pictures keep their distances, to the tick of
// the source's clock. The first stands at 0, and there is no edit list, since readers
// differ in what they make of one.
//
// Where a plan has StreamCopy the pictures are copied instead, from the last keyframe at
// or before the planned start: keyframes that a plan was told of may be rounded. Where
// that would not give a file whose times are known the file is encoded all the same, and
// the [Result] says why.
//
// # Times of a source
//
// They are those that players show and annotation tools record. Time 0 of a video is the
// zero of its container's presentation timeline: of MP4 and its kin the movie's time 0,
// with edit lists carried out; of Matroska, WebM, MPEG-TS and others, whose clocks begin
// anywhere, the earliest timestamp of any track, which ffprobe calls the format's
// start_time. [videotune.Media].Duration counts from there to the end of the last
// picture, also where the first picture comes later. Of a stretch without a picture at
// its beginning the file begins with the first picture.
//
// # Programs
//
// They get the paths of files as file:/…, after the option that takes them, and never
// through a shell: no name is taken for an option, an address or a pattern. They may open
// local files only, and sources only as one of some formats of audio and video. One that has
// to end early is killed with the processes that it started; on Windows, and elsewhere
// where processes have no groups, it is killed alone, and what a script in its place has
// started goes on.
//
// Where a program is not installed the error is a [*MissingError], and [Commands] returns
// what there is to run on another machine.
package cut
