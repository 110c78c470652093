package labelstudio

import (
	"net/url"
	"path"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
)

// How Label Studio names files that it serves itself.
const (
	localFiles = "/data/local-files/?d="
	uploads    = "/data/upload/"
)

// location returns where a video is as its task says it. What Label Studio serves
// itself is a path, with escapes as in a URL, which are taken out.
func location(s string) string {
	if _, local, ok := strings.Cut(s, localFiles); ok && !annotation.Fetchable(s) {
		s = local
	} else if !strings.HasPrefix(s, uploads) {
		return s
	}
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

// extensions are those of video files.
const extensions = " .mp4 .m4v .mov .webm .mkv .avi .mpeg .mpg .3gp .3gpp .wmv .flv .ogv .ts "

// isVideo reports whether a text looks like the path or the URL of a video.
func isVideo(s string) bool {
	s, _, _ = strings.Cut(location(strings.TrimSpace(s)), "?")
	ext := strings.ToLower(path.Ext(s))
	return ext != "" && !strings.ContainsAny(ext, " \n") && strings.Contains(extensions, " "+ext+" ")
}
