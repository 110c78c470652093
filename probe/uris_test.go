package probe_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe"
)

func TestURIs(t *testing.T) {
	part := func(uri, mime string) string {
		return `{"fileData":{"fileUri":"` + uri + `","mimeType":"` + mime + `"}}`
	}
	line := func(parts ...string) string {
		return `{"contents":[{"role":"user","parts":[` + strings.Join(parts, ",") + `]},{"role":"model","parts":[{"text":"x"}]}]}` + "\n"
	}
	data := line(part("gs://b/2.mp4", "video/mp4")) +
		line(part("gs://b/1.mp4", "video/mp4"), `{"text":"and"}`, part("gs://b/3.mov", "video/quicktime")) +
		"not JSON\n\n" +
		line(part("gs://b/2.mp4", "video/mp4")) + // again
		line(part("gs://b/i.png", "image/png"), part("gs://b/a.mp3", "Audio/MP3; x=y"), part("gs://b/t.txt", "text/plain"), part("gs://b/d.pdf", "application/pdf")) +
		`{"contents":[{"parts":[{"fileData":{"fileUri":"gs://b/bad-line.mp4"}}]}],"wrong":1}` + "\n" +
		line(part("", "video/mp4"), part("gs://b/odd", "application/x-odd")) +
		`{"contents":[{"role":"user","parts":[` + part("gs://b/cut.mp4", "video/mp4")
	uris, err := probe.URIs(strings.NewReader(data), nil)
	want := []string{"gs://b/2.mp4", "gs://b/1.mp4", "gs://b/3.mov", "gs://b/bad-line.mp4", "gs://b/odd"}
	if err != nil || !slices.Equal(uris, want) {
		t.Errorf("%q, %v", uris, err)
	}
	fault := errors.New("unplugged")
	uris, err = probe.URIs(iotest.TimeoutReader(strings.NewReader(data)), nil)
	if err == nil {
		t.Errorf("%q, no error", uris)
	}
	if _, err := probe.URIs(iotest.ErrReader(fault), nil); !errors.Is(err, fault) {
		t.Error(err)
	}
	if uris, err := probe.URIs(strings.NewReader("\x1f\x8b\x08\x00\x00\x00\x00\x00"), nil); err == nil || uris != nil {
		t.Errorf("gzip: %q, %v", uris, err)
	}
}

func TestVideoParts(t *testing.T) {
	ex := videotune.Example{Contents: []videotune.Content{
		videotune.User(videotune.File("gs://b/1", "video/mp4"), videotune.Text("and"), videotune.File("gs://b/i", " Image/PNG; q=1"), videotune.File("", "video/mp4")),
		videotune.Model(videotune.File("gs://b/2", ""), videotune.File("gs://b/a", "audio/mp3"), videotune.File("gs://b/3", "application/x-odd")),
	}}
	var got []string
	for p := range probe.VideoParts(&ex) {
		got = append(got, p.FileData.FileURI)
	}
	if want := []string{"gs://b/1", "gs://b/2", "gs://b/3"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for p := range probe.VideoParts(&ex) {
		if p != &ex.Contents[0].Parts[0] {
			t.Error("it is not the part of the example")
		}
		break
	}
}
