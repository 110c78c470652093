// Package newfile is what package chunk plans new files by and chunk/cut makes them by:
// MP4, with pictures and sound.
package newfile

const (
	// ContainerPercent is what MP4 adds to its tracks, in percent of them. It is a
	// choice of this library, above what files of some minutes have.
	ContainerPercent = 2

	// MaxFPS is the highest frame rate, in frames a second, that is believed: that of
	// slow motion from telephones. What is above is the ticks of some clock.
	MaxFPS = 240
)

// FitsMP4 reports whether a codec of pictures, as ffprobe names it, is one that players
// find in MP4 files.
func FitsMP4(codec string) bool {
	switch codec {
	case "h264", "hevc", "av1", "vp9", "mpeg4":
		return true
	}
	return false
}
