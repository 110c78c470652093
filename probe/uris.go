package probe

import (
	"io"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// URIs returns the URIs of the videos that a dataset file names, each once, in the
// order of the lines: of the parts of all turns whose file is not an image, audio, plain
// text or PDF by its MIME type. o may be nil.
//
// Bad lines are asked too, as far as they can be read. An error is that reading failed,
// or that the file is no JSONL at all; with it come the URIs up to there.
//
// They are as they stand in the file, which may come from a stranger: a path of this
// machine among them is opened like any other, unless the [Openers] have none for "" and
// "file".
func URIs(r io.Reader, o *videotune.ReaderOptions) ([]string, error) {
	var uris []string
	seen := make(map[string]struct{})
	for rec, err := range videotune.NewReader(r, o).All() {
		if rec == nil {
			return uris, err
		}
		for _, c := range rec.Example.Contents {
			for _, p := range c.Parts {
				if p.FileData == nil || p.FileData.FileURI == "" || !maybeVideo(p.FileData.MIMEType) {
					continue
				}
				uri := p.FileData.FileURI
				if _, twice := seen[uri]; !twice {
					seen[uri] = struct{}{}
					uris = append(uris, uri)
				}
			}
		}
	}
	return uris, nil
}

// maybeVideo reports whether a line that names a MIME type may mean a video.
func maybeVideo(mime string) bool {
	mime, _, _ = strings.Cut(strings.ToLower(mime), ";")
	mime = strings.TrimSpace(mime)
	other := strings.HasPrefix(mime, "image/") || strings.HasPrefix(mime, "audio/") || mime == "text/plain" || mime == "application/pdf"
	return !other
}
