// Package probe tells what a video really is, by a few bounded reads: its size,
// length, container, codecs, picture and tracks, as [videotune.Media].
//
// It reads local files, http and https URLs by ranges, and gs:// names, and never
// a whole video. What a video costs does not depend on its length.
//
// # One video, and many
//
// [Probe] is for one video, [Read] for bytes at hand. [All] is for those of a dataset,
// which [URIs] finds in it:
//
//	uris, err := probe.URIs(dataset, nil)
//	if err != nil {
//		return err
//	}
//	media, err := probe.All(ctx, slices.Values(uris), &probe.AllOptions{Facts: "facts.json"})
//	if err != nil {
//		return err // of the facts file, or ctx; a video's is in its facts
//	}
//	report, err := videotune.Check(set, &videotune.CheckOptions{Policy: &videotune.Policy{Media: media.Lookup}})
//
// All asks many hosts at once and each one moderately, tries again what may pass, and
// keeps what it found in a facts file, from which it goes on after an interruption and
// by which it knows, the next time, what has not changed.
//
// # What is read
//
// MP4 with its kin (MOV, M4V, 3GP, fragmented MP4), WebM, Matroska and MPEG transport
// streams have readers here. They take 1 to 3 requests for most files, see [Cost] and
// [Options].OnCost. Of AVI, MPEG program streams, FLV, Ogg, ASF and others the
// container is told by its signature; the rest is asked of ffprobe if it is installed
// and the file is a local one, and is unknown otherwise.
//
// # Times
//
// Time 0 of a video is the zero of its container's presentation timeline, as players show
// it and annotation tools record it: in MP4 time 0 of the movie with edit lists applied,
// and the beginning of the first fragment where moov has no samples; in Matroska, WebM and
// MPEG transport streams the earliest time stamp of any track, which ffprobe calls the
// format's start_time. Duration is from there to the end of the last picture, also where
// the first one comes later than the sound, and ContainerDuration to the end of the longest
// track. That MP4 pictures may be shown a little later than they are decoded, and no edit
// list takes it back, is not counted: it is mostly two frames.
//
// # What is told of broken files
//
// A file that ends too early is an error, with the facts that it tells. Of an MP4 file
// whose index comes first that is seen where the media behind it begin, which is looked at
// in local files, and in others if it takes no third request.
//
// All that is read may be hostile: sizes are checked before they are used, and time,
// requests, bytes and memory are bounded for each video.
//
// # Sources
//
// An [Opener] makes a [Source] of a URI, and [Openers] choose one by the scheme: [File],
// [HTTP], [Storage], or one of your own. Hosts that are not on the public internet are
// refused unless HTTP is told otherwise, since datasets come from strangers. For the
// same reason a service should leave local files out:
//
//	openers := probe.DefaultOpeners()
//	delete(openers, "")
//	delete(openers, "file")
package probe
