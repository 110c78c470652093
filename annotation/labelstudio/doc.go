// Package labelstudio reads what Label Studio exports of video projects: JSON and
// JSON-MIN, a list of tasks, a single one, or one behind the other; the payloads
// of its webhooks; and rows of its database in which data and result are JSON texts.
//
// # Videos
//
// A task is a video. Its ID is the task's own or, where it has none, the URI. The
// member of data that holds the video is the one that <Video value="$…"> of the
// labeling interface names; without the option label_config it is "video" or
// "video_url", or else the only one that looks like the path of a video. URI is what it
// says; an uploaded or a local file, "/data/upload/1/3d3ad63e-x.mp4" or
// "/data/local-files/?d=x.mp4", gives its path, with the prefix of eight digits that
// uploads have, for the option uri to make one of. All other data is Metadata.
//
// A task without annotations, or with cancelled ones only, is Unlabelled. One whose
// annotation is empty is a negative: somebody has looked, and found nothing. Of
// several annotations one is taken, the ground truth or else the newest; the option
// annotations says otherwise. Predictions and drafts are counted, no more.
//
// # Events
//
// The results of one region, which share an id or name its id as their parentID, are
// one event, or one for each stretch:
//
//   - timelinelabels: a segment for each range of frames. These count from 1, and the
//     last one is in the range, so that 7 to 7 is one frame long; frame_base and
//     frame_end say otherwise, for files that a script wrote. A frame 0 is refused
//     unless frame_base is said.
//   - videorectangle: a track for each lifespan. One begins with an enabled key frame
//     and ends with the next disabled one, whose frame is in it, or with the last of
//     framesCount. The boxes themselves are left out, and counted.
//   - labels, as of audio: a segment; times are seconds.
//   - choices, taxonomy: labels of the whole video, or of the region where that has no
//     others; else an attribute of it. The path of a taxonomy is joined: "Animal / Cat".
//   - textarea: the text of the whole video or of the region. Several entries are
//     joined by line breaks.
//   - rating, number: attributes; where the video has neither label nor text, its
//     Metadata.
//
// All else, such as relations and pairwise, is told and left out, with what belongs to
// it. Where several controls give choices, label_from names the one whose values are
// the labels; regions without a value of it keep the labels of their own. Where several
// give texts, fields names the one, as {"summary": "text"}. The others become attributes
// by the names of their controls. A control that is "ignore" in fields is left out. A
// region's meta is an attribute too, its score the Confidence; "region" is its id where
// it gives several events. What nests regions in one another is not kept.
//
// # Frame rates
//
// An export does not say at how many frames a second Label Studio counted. The rate is,
// in this order: fps_field, a member of data; the framerate of <Video> in label_config,
// or in a webhook's payload, which may be "$fps" of data; the option fps; with fps_derive, what the frames and times of key frames show. Rates below 1 in data and
// label_config are seconds a frame, as Label Studio has it. Without a rate, frames are
// refused. Key frames whose times contradict the rate are told. Label Studio counts as
// if every video had a constant rate and began at 0: where one does not, the times of
// its frames are off in the export already.
//
// # JSON-MIN
//
// JSON-MIN has no types and no regions. A text that stands alone may be a choice, a
// text or the task's data: without label_config, each such member must be named in
// fields, as choices, labels, text or ignore, which leaves it among the data. Results
// of single regions that it tears apart, such as one choice for each, are told and left
// out.
//
// Records of one task that follow each other, as those of JSON-MIN and of webhooks do,
// are its annotations, and of those with one id the one that was changed last. A task
// that comes back after others is refused.
package labelstudio
