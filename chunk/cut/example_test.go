package cut_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"path"
	"path/filepath"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/chunk/cut"
)

// A video of too many bytes is cut. Without ffmpeg the commands are printed that people
// can run elsewhere.
func Example() {
	plan, err := chunk.New(chunk.Source{
		URI:   "gs://bucket/lecture.mp4",
		Media: videotune.Media{Bytes: 150_000_000, Duration: 26 * time.Minute},
	}, &chunk.Options{Base: "gs://bucket/chunks"})
	if err != nil {
		log.Fatal(err)
	}
	opts := &cut.Options{
		Dir:    "chunks",
		FFmpeg: "no-such-ffmpeg",
		Local: func(_ context.Context, uri string) (string, error) {
			return filepath.Join("videos", path.Base(uri)), nil
		},
	}
	_, err = cut.Cut(context.Background(), plan, opts)
	if missing := (*cut.MissingError)(nil); !errors.As(err, &missing) {
		log.Fatal(err)
	}
	commands, err := cut.Commands(plan, opts)
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range commands {
		fmt.Println(c[0], "…", filepath.Base(c[len(c)-1]))
	}
	// Output:
	// no-such-ffmpeg … lecture-226ffb4116d0798a.00h00m00.000s-00h13m00.000s.mp4
	// no-such-ffmpeg … lecture-226ffb4116d0798a.00h13m00.000s-00h26m00.000s.mp4
}
