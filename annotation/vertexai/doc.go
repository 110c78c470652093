// Package vertexai reads what was made for the video training of Vertex AI and of
// AutoML Video, in both forms.
//
// # Managed datasets
//
// [Read] reads the JSON lines that a managed video dataset is imported from and
// exported to, one video a line:
//
//	{"videoGcsUri":"gs://b/v.mp4","timeSegmentAnnotations":[{"displayName":"jump","startTime":"1.5s","endTime":"Infinity"}],
//	 "dataItemResourceLabels":{"aiplatform.googleapis.com/ml_use":"training"}}
//
// The documentation spells the names in several ways, so their case and underscores
// do not matter. What becomes of the parts:
//
//   - videoGcsUri is both the ID and the URI.
//   - timeSegmentAnnotations are segments. Without times, or from 0 to the end, they
//     are of the whole video; with two equal times they are points, since that is how
//     the key frame of an action is written.
//   - temporalBoundingBoxAnnotations are joined by instanceId and displayName: see
//     below.
//   - the label ml_use, with or without "aiplatform.googleapis.com/", is the split.
//   - timeSegments, the stretches that people have looked through for actions, stay in
//     the metadata. A video that has them and no annotations shows nothing there; one
//     that has neither is unlabelled, and no negative example.
//   - everything else stays in the metadata of the video or in the attributes of the
//     event.
//
// Batch predictions and datasets of images are refused by name, and so is the text of
// a Python dict, which some examples of the documentation are.
//
// # CSV files
//
// [ReadCSV] reads rows without a header. What the columns are the file does not say;
// the option automl does, with the name of the objective:
//
//	classification  [ML_USE,]URI,LABEL,START,END
//	action          [ML_USE,]URI,START,END,LABEL,TIMESTAMP
//	tracking        [ML_USE,]URI,LABEL,[INSTANCE],TIMESTAMP,X,Y,X,Y,X,Y,X,Y
//
// Times are seconds, or "inf" for the end of the video. Without times a label is of
// the whole video; without a label a video is unlabelled. In rows of actions a
// timestamp makes a point; a label with a stretch and no timestamp is a segment; a
// stretch without a label has been looked through, as timeSegments above. A row that
// names a file in place of a video, "TRAIN,gs://b/rows.csv", is read from the folder
// that the option resolve has for the beginning of its URI; files outside of that
// folder are refused. The rows of a video may stand anywhere, so all are held in
// memory: up to [MaxRows].
//
// # Tracks
//
// A box says where an object is at one moment. The boxes of an object become one
// track from the first of them to the last, or a point if they are of one moment;
// they stay in the attribute "boxes", and "instance" is the object. Whether it was
// seen all the time between two boxes the source does not say. A box without an
// instance, or with instance -1, is an event of its own.
//
// # Records
//
// The record of an event is that of its line: the place of the video in JSON lines,
// the number of the line in a CSV file.
package vertexai
