package signature

import "github.com/seed-57910ec4/videotune/probe/internal/sound"

// frames tells audio without a container by its frames: two must follow each
// other, or one must be all that there is, as two bytes of sync may be chance.
func frames(b []byte) (Kind, bool) {
	for _, f := range []struct {
		read func([]byte) sound.Frame
		kind Kind
	}{
		{sound.ADTS, Kind{"aac", "audio/x-aac", false}},
		{sound.MPEG, Kind{"mp3", "audio/mpeg", false}},
		{sound.AC3, Kind{"ac3", "audio/ac3", false}},
	} {
		n := f.read(b).Size
		if n > 0 && (n == len(b) || n < len(b) && f.read(b[n:]).Size > 0) {
			return f.kind, true
		}
	}
	return Kind{}, false
}
