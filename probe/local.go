package probe

import (
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"strings"
)

// LocalPath returns the path of the local file that uri names, as [File] opens it: uri
// itself if it is a path, or the path of a file URI, such as /videos/a b.mp4 of
// file:///videos/a%20b.mp4, file://localhost/videos/a%20b.mp4 or file:/videos/a%20b.mp4.
// On Windows the path of file:///C:/a.mp4 is C:\a.mp4. A path may be relative, and the
// file need not be there.
//
// ok is false of a URI of another scheme and of one that names no file of this machine.
// What is a URI and what a path is told as [DefaultOpeners] tell it.
func LocalPath(uri string) (path string, ok bool) {
	switch defaultOpeners().scheme(uri) {
	case "", "file":
	default:
		return "", false
	}
	path, err := localPath(uri, runtime.GOOS == "windows")
	return path, err == nil && path != "" && !strings.ContainsRune(path, 0)
}

// localPath returns the path that a path or file URI names.
func localPath(uri string, windows bool) (string, error) {
	const scheme = "file:"
	if len(uri) < len(scheme) || !strings.EqualFold(uri[:len(scheme)], scheme) {
		return uri, nil
	}
	u, err := url.Parse(uri)
	if err != nil {
		return "", fmt.Errorf("not a file URI: %w", withoutURL(err))
	}
	path := u.Path
	switch {
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(uri, "#"):
		return "", errors.New("not a file URI: in a file's name ? is written %3F, and # is written %23")
	case u.Opaque != "" || !strings.HasPrefix(path, "/"):
		return "", errors.New("not a file URI: want file:// and a path that begins with a slash, such as file:///videos/a.mp4")
	case u.User != nil || u.Port() != "":
		return "", errors.New("not a file URI: a file has neither user nor port")
	case strings.ContainsRune(path, 0):
		return "", errors.New("not a file URI: a byte 0 in the path")
	}
	host := u.Hostname()
	if strings.EqualFold(host, "localhost") {
		host = ""
	}
	switch {
	case host != "" && windows:
		return `\\` + host + strings.ReplaceAll(path, "/", `\`), nil
	case host != "":
		return "", fmt.Errorf("the file URI names the host %q: only files of this machine can be read; want file:///path", clip(host))
	case windows && len(path) >= 3 && path[2] == ':': // of a drive
		path = path[1:]
	}
	if windows {
		path = strings.ReplaceAll(path, "/", `\`)
	}
	return path, nil
}
