package videotune_test

import (
	"fmt"
	"os"
	"time"

	"github.com/seed-57910ec4/videotune"
)

func Example() {
	w := videotune.NewWriter(os.Stdout, &videotune.WriterOptions{
		Name:       "train.jsonl",           // what errors say
		Resolution: videotune.ResolutionLow, // one for all lines of all files
	})
	question := videotune.Text("Which animal appears: dog, cat or rabbit?")

	// The stretch from 5 s to 25.5 s of a video, and the answer to learn.
	err := w.Write(&videotune.Example{Contents: []videotune.Content{
		videotune.User(videotune.Video("gs://my-bucket/garden.mp4").Segment(5*time.Second, 25500*time.Millisecond), question),
		videotune.Model(videotune.Text("dog")),
	}})
	if err != nil {
		fmt.Println(err)
	}

	// The service would leave this one out, so it is not written.
	err = w.Write(&videotune.Example{Contents: []videotune.Content{
		videotune.User(videotune.Video("gs://my-bucket/night.mp4").Segment(0, 21*time.Minute), question),
		videotune.Model(videotune.Text("rabbit")),
	}})
	fmt.Println(err)

	if err := w.Flush(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// train.jsonl:2: drop: the segment is 1260s long; over 1200s at MEDIA_RESOLUTION_LOW the service drops the example [segment-too-long]
	// {"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://my-bucket/garden.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"5s","endOffset":"25.5s"}},{"text":"Which animal appears: dog, cat or rabbit?"}]},{"role":"model","parts":[{"text":"dog"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}
}
