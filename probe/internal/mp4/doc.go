// Package mp4 reads the facts of ISO base media files (MP4, MOV, M4V, 3GP, CMAF
// and fragmented MP4) by a few bounded reads, however long the video is.
//
// It jumps from box to box by their sizes and looks at the beginning of each
// track only. The tables of the samples, which grow with the length, are not read.
//
// The names of the boxes are those of ISO/IEC 14496-12; QuickTime calls them atoms.
package mp4

// What [Read] needs of a [window.File] at most, unless the length of a fragmented
// file is hard to find. A File that was made with less ends some reads early.
const (
	// Requests is one for the beginning, one for an index at the end, one for what
	// is after each of 8 tracks, and a few for the index of a fragmented file.
	Requests = 12
	// Bytes is how many bytes all these bring.
	Bytes = 16 << 10
)

// What Read allows itself above that, by [window.File.Allow], to find the length of a
// fragmented file that states it nowhere: for each way that it tries, so that one which
// leads nowhere leaves enough to the next.
const (
	// IndexRequests and IndexBytes are for large segment indexes.
	IndexRequests = 4
	IndexBytes    = 1 << 20
	// FollowRequests and FollowBytes are for the fragments from the last keyframe on
	// that the index at the end names.
	FollowRequests = 4
	FollowBytes    = 256 << 10
	// TailRequests and TailBytes are for the end of the file.
	TailRequests = 8
	TailBytes    = 1 << 20
	// WalkRequests and WalkBytes are for all fragments, one after the other.
	WalkRequests = 32
	WalkBytes    = 256 << 10
)

const (
	firstRead = 4096 // of the first request
	indexRead = 2560 // where the index is expected that was not at the beginning
	lastRead  = 4096 // where the last fragment is expected
	maxTracks = 8    // that are looked at

	// behindIndex is how much is read behind the index, so that it is told whether the
	// media there are whole. ffmpeg writes a free box of 8 bytes before them.
	behindIndex = 64
)
