package videotunetest

import (
	"fmt"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// Must returns v, and panics if err is not nil. It shortens tests, where an
// example that cannot be built is a mistake of the test:
//
//	ex := videotunetest.Must(new(videotune.Builder).User(part).Model(answer).Build())
func Must[T any](v T, err error) T {
	if err != nil {
		panic(fmt.Sprintf("videotunetest: %v", err))
	}
	return v
}

// FakeVideo returns the facts of an ordinary video of the length d that does not
// exist: an MP4 file of 1280×720 pixels with sound, of a megabyte for each
// started minute. Change what the test is about.
func FakeVideo(d time.Duration) videotune.Media {
	minutes := int64((d + time.Minute - 1) / time.Minute)
	return videotune.Media{
		Bytes:             max(minutes, 1) << 20,
		Duration:          d,
		ContainerDuration: d,
		MIMEType:          "video/mp4",
		Container:         "mp4",
		VideoCodec:        "h264",
		AudioCodec:        "aac",
		Width:             1280,
		Height:            720,
		FrameRate:         videotune.Rational{Num: 30, Den: 1},
		Video:             videotune.Present,
		Audio:             videotune.Present,
	}
}

// FakeMedia returns a MediaMap in which each of uris is a [FakeVideo] of the
// length d. It is a map: add to it, or change it.
//
//	media := videotunetest.FakeMedia(time.Minute, "gs://b/1.mp4", "gs://b/2.mp4")
//	media["gs://b/broken.mp4"] = videotune.Media{Err: "moov atom not found"}
//	policy := &videotune.Policy{Media: media.Lookup}
func FakeMedia(d time.Duration, uris ...string) videotune.MediaMap {
	m := make(videotune.MediaMap)
	for _, uri := range uris {
		m[uri] = FakeVideo(d)
	}
	return m
}
