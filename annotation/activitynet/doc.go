// Package activitynet reads the JSON files of the ActivityNet family: ActivityNet
// itself, THUMOS, FineAction, HACS, YouCook2, Kinetics and what toolboxes derive of
// them, and the dense captions of ActivityNet Captions and TACoS. A file is one object
// whose members are videos, by ID, or lie in a member "database":
//
//	{"version":"1.3","taxonomy":[],"database":{"x1":{"duration":82.7,"subset":"training",
//	  "annotations":[{"segment":[6.6,9.2],"label":"Long jump"}]}}}
//	{"v_x1":{"duration":82.7,"timestamps":[[0.8,19.9]],"sentences":[" A man jumps."]}}
//
// [Read] takes both forms and their variants, one video in memory at a time:
//
//   - annotations is a list of annotations, or one of them, as in Kinetics. Each has a
//     segment of seconds, or none if it is of the whole video, and a label, a sentence
//     (the Text) or both. Its score or confidence is the Confidence; what else it has
//     becomes Attributes.
//   - An annotation without a segment, but with two numbers or with times under another
//     name, such as "segment(frames)", is refused.
//   - timestamps and sentences are two lists of equal length.
//   - duration or duration_second is the duration; rfps, which is the real rate where
//     both are there, or fps the frame rate; subset the split. Numbers may be texts.
//   - The ID stays as it is. In files without a "database" it mostly begins with "v_",
//     as the files of the videos do, and in the others it does not: the option uri says
//     where the files are, such as "gs://bucket/v_{id}.mp4". url and video_url are pages
//     on which the video can be watched, and no files: they become "url" in Metadata,
//     where everything else stays too.
//   - An event whose label or sentence is empty is left out with a warning.
//   - A video without a member annotations has not been annotated, and is Unlabelled.
//     So is one with an empty list in the subset testing, of which the annotations are
//     kept back; that is told once. In the other subsets an empty list says that the
//     video shows nothing, which is a negative example.
//
// # Frames
//
// TACoS has num_frames in place of a duration: its times are numbers of frames. They
// become times with the rate of the file, or the option fps where it has none; the
// options frame_base and frame_end are required, since the file does not say whether
// the first frame is 0 or 1 and whether the last one of a stretch is in it.
//
// # Clips
//
// Kinetics has times in the video that a clip was cut from, and the duration of the
// clip. Such a duration is not that of the video, and stays in Metadata with a warning.
//
// # What is refused
//
// Files of results ("results"), which are predictions of a model; lists; and NaN or
// Infinity, which are no JSON. The record of an event, and of a diagnostic, is the
// place of its video among all members.
package activitynet
