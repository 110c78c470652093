package render

import (
	"net/url"
	"path/filepath"
	"strings"
)

// slashed returns the name of a file with slashes, where this system has other
// separators.
func slashed(name string) string { return filepath.ToSlash(name) }

// fileURI returns the name of a file as a URI reference: one with a scheme, such
// as "gs://bucket/train.jsonl", as it is, an absolute path as a file: URI, and any
// other one relative. What a URI cannot hold is escaped, byte by byte.
func fileURI(name string) string {
	if scheme, _, ok := strings.Cut(name, "://"); ok && !strings.ContainsAny(scheme, `/\`) {
		if u, err := url.Parse(name); err == nil && u.Scheme != "" {
			return u.String()
		}
	}
	path := slashed(name)
	u := url.URL{Path: path}
	if filepath.IsAbs(name) {
		u.Scheme = "file"
		if !strings.HasPrefix(path, "/") { // a drive
			u.Path = "/" + path
		}
		return "file://" + u.EscapedPath()
	}
	return u.String()
}
