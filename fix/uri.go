package fix

import (
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// isRemote reports whether a URI has a scheme of which the service reads files.
func isRemote(uri string) bool {
	for _, scheme := range []string{"gs://", "https://", "http://"} {
		if strings.HasPrefix(uri, scheme) {
			return true
		}
	}
	return false
}

// mimeOf returns the MIME type that the extension of a URI tells.
func mimeOf(uri string) (mimeType string, ok bool) {
	mimeType = videotune.Video(uri).FileData.MIMEType
	if mimeType != "video/mp4" {
		return mimeType, true
	}
	// It is also what Video takes where the extension tells nothing.
	if i := strings.IndexAny(uri, "?#"); i >= 0 && !strings.HasPrefix(uri, "gs://") {
		uri = uri[:i]
	}
	name := strings.ToLower(uri)
	return mimeType, strings.HasSuffix(name, ".mp4") || strings.HasSuffix(name, ".m4v")
}
