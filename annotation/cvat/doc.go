// Package cvat reads the XML that CVAT exports, version 1.1: "CVAT for video", which
// holds tracks, and "CVAT for images", which alone holds the tags of frames.
//
// # Videos
//
// A task is a video, and so is a job. Its ID and its URI are the name of the source
// file, where the export says it: those of tasks do, those of jobs and of many projects
// do not. The ID is then the name of the task, or "job 7", and the option uri says where
// the video is. The subset of a task is its Split. A task without annotations is a
// negative. Its frames from start_frame to stop_frame are what people have looked at:
// they stand in Metadata, with other facts of the task.
//
// # Frames
//
// Frames are those of the source, counted from 0, also in a task that begins later or
// that shows only each third one. One of these stands for the frames up to the next, as
// CVAT itself has it. No export says how many there are in a second: without the
// option fps they are refused. A task of single images has places in a list for frames,
// which is told.
//
// The export of a project counts on from task to task of a subset. The numbers of the
// videos are got back by the sizes of the tasks before, as CVAT adds them up; this is
// told. Numbers that do not fit a task then are refused: its own export has the right
// ones.
//
// # Tracks
//
// A track is seen from a shape with outside="0" up to the next with outside="1", at
// whose frame it is gone; each such stretch is an event of kind track. One that is never
// outside lasts to the end of its task, as CVAT shows it, even where the shapes stop
// earlier; the latter is told. If stop_frame is not known it lasts to the end of the
// video. A skeleton is seen while one of its parts is; the parts are no events of their
// own, whether they stand within the shapes or are tracks within the track. Where shapes
// are, and whether they are occluded, is left out, which is told.
//
// The label of an event is that of the track. The option label_from names an attribute
// whose values are the labels instead: each run of one value is an event of kind
// segment, and the attribute track_label keeps the label of the track. Attributes in
// text_attributes become the Text, again an event for each run. All others become
// Attributes, as a text or, if they change within an event, as a list of the values in
// their order.
//
// # Tags
//
// Tags of frames are segments: consecutive frames with equal tags are one. The shapes of
// "CVAT for images" do not tell which of them are the same object, and are left out and
// counted; "CVAT for video" has them as tracks.
package cvat
