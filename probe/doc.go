// Package probe tells what a video really is, by a few bounded reads: its size,
// length, container, codecs, picture and tracks, as [videotune.Media].
//
// It reads local files, http and https URLs by ranges, and gs:// names, and never
// a whole video. What a video costs does not depend on its length.
package probe
