package probe_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/probe"
)

func Example() {
	m, err := probe.Probe(context.Background(), "testdata/media/mp4_no_editlist_5s.mp4", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.MIMEType, m.VideoCodec, m.AudioCodec, m.Width, m.Height, m.FrameRate)
	fmt.Println("video", m.Duration, "file", m.ContainerDuration)
	// Output:
	// video/mp4 h264 aac 320 180 25/1
	// video 5s file 5.08s
}

// The error says what is wrong; what is known all the same comes with it.
func ExampleProbe_bad() {
	m, err := probe.Probe(context.Background(), "testdata/media/bad_truncated_no_moov.mp4", nil)
	fmt.Println(err)
	fmt.Println(m.Container, m.Bytes)

	_, err = probe.Probe(context.Background(), "testdata/media/bad_empty.mp4", nil)
	fmt.Println(errors.Is(err, probe.ErrEmpty))
	// Output:
	// testdata/media/bad_truncated_no_moov.mp4: at byte 40: the index (moov) is missing: mdat claims 35318 bytes, the file ends at byte 20000: the transfer or the recording was likely cut
	// mp4 20000
	// true
}

// Facts of all videos of a dataset, which the next run finds in the facts file.
func ExampleAll() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	uris, err := probe.URIs(strings.NewReader(
		`{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"testdata/media/mkv_h264_6s.mkv","mimeType":"video/mp4"}}]}]}
{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"testdata/media/none.mp4","mimeType":"video/mp4"}}]}]}
`), nil)
	if err != nil {
		log.Fatal(err)
	}
	media, err := probe.All(context.Background(), slices.Values(uris), &probe.AllOptions{
		Facts:      filepath.Join(dir, "facts.json"),
		OnProgress: func(p probe.Progress) { /* p.Done of p.Total */ },
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, uri := range slices.Sorted(maps.Keys(media)) {
		m := media[uri]
		fmt.Printf("%s: %q, %s, error %q\n", uri, m.MIMEType, m.Duration, m.Err)
	}
	// Output:
	// testdata/media/mkv_h264_6s.mkv: "video/x-matroska", 6.023s, error ""
	// testdata/media/none.mp4: "", 0s, error "no such file or directory"
}
