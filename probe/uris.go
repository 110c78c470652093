package probe

import (
	"io"
	"iter"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// URIs returns the URIs of the videos that a dataset file names, each once, in the
// order of the lines: those of [VideoParts]. o may be nil.
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
		for p := range VideoParts(&rec.Example) {
			uri := p.FileData.FileURI
			if _, twice := seen[uri]; !twice {
				seen[uri] = struct{}{}
				uris = append(uris, uri)
			}
		}
	}
	return uris, nil
}

// VideoParts yields the parts of an example, of all its turns, that may name a video:
// those with a file that has a URI and is not an image, audio, plain text or PDF by its
// MIME type. What is wrong or missing there is taken for a video, as a look at it tells.
func VideoParts(ex *videotune.Example) iter.Seq[*videotune.Part] {
	return func(yield func(*videotune.Part) bool) {
		for i := range ex.Contents {
			parts := ex.Contents[i].Parts
			for k := range parts {
				if f := parts[k].FileData; f != nil && f.FileURI != "" && maybeVideo(f.MIMEType) && !yield(&parts[k]) {
					return
				}
			}
		}
	}
}

// maybeVideo reports whether a line that names a MIME type may mean a video.
func maybeVideo(mime string) bool {
	mime, _, _ = strings.Cut(strings.ToLower(mime), ";")
	mime = strings.TrimSpace(mime)
	other := strings.HasPrefix(mime, "image/") || strings.HasPrefix(mime, "audio/") || mime == "text/plain" || mime == "application/pdf"
	return !other
}
