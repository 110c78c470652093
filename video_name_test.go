package videotune

import (
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// URIs of one file have one name, and all others their own.
func TestVideoName(t *testing.T) {
	for _, list := range [][]string{
		{"gs://b/a.mp4", "https://storage.googleapis.com/b/a.mp4", "http://storage.googleapis.com/b/a.mp4", "https://b.storage.googleapis.com/a.mp4",
			"https://storage.cloud.google.com/b/a.mp4", "https://storage.cloud.google.com/b/a.mp4?authuser=1", "HTTPS://Storage.GoogleAPIs.com/b/a.mp4",
			"https://storage.googleapis.com/b/%61.mp4", "https://storage.googleapis.com/b/a.mp4#t=5",
			"https://storage.googleapis.com/b/a.mp4?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Expires=3600&X-Goog-Signature=abcd",
			"https://storage.googleapis.com/b/a.mp4?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Expires=3600&X-Goog-Signature=ef01"},
		{"gs://b/d/a b+ü.mp4", "https://storage.googleapis.com/b/d/a%20b+%C3%BC.mp4", "https://storage.googleapis.com/b/d%2Fa%20b%2B%c3%bc.mp4", "https://b.storage.googleapis.com/d/a%20b+ü.mp4"},
		{"gs://b/d/a%20b.mp4", "https://storage.googleapis.com/b/d/a%2520b.mp4"}, // in gs:// nothing is encoded
		{"gs://b.c/a.mp4", "http://b.c.storage.googleapis.com/a.mp4"},
		{"gs://b/a.mp4?x", "https://storage.googleapis.com/b/a.mp4%3Fx"},
		{"gs://b//a.mp4", "https://b.storage.googleapis.com//a.mp4"},
		{"gs://B/a.mp4"}, // no bucket is called so
		{"https://storage.googleapis.com/B/a.mp4"},
		{"https://storage.googleapis.com/b/a.mp4?generation=1"},
		{"https://storage.googleapis.com/b/a.mp4?generation=2"},
		{"https://storage.googleapis.com:443/b/a.mp4"},
		{"https://storage.googleapis.com/b/c/../a.mp4"},
		{"https://storage.googleapis.com/b/%2E%2e/a.mp4"},
		{"https://storage.googleapis.com/b/%zz.mp4"},
		{"https://storage.googleapis.com/b/%ff.mp4"},
		{"https://storage.googleapis.com/b/"},
		{"https://storage.googleapis.com/b"},
		{"https://storage.googleapis.com/download/storage/v1/b/b/o/a.mp4?alt=media"},
		{"https://storage.googleapis.com/storage/v1/b/b/o/a.mp4?alt=media"},
		{"https://storage.googleapis.com.example.com/b/a.mp4"},
		{"https://xstorage.googleapis.com/b/a.mp4"},
		{"https://user@storage.googleapis.com/b/a.mp4"},
		{"https://h/a.mp4", "https://h/a.mp4?X-Amz-Signature=1&X-Amz-Expires=2", "https://h/a.mp4?Expires=1&Signature=2&Key-Pair-Id=3",
			"https://h/a.mp4?token=1", "https://h/a.mp4?sv=1&sig=2&se=3", "https://h/a.mp4?token=1#t=1"},
		{"https://h/a.mp4?versionId=1", "https://h/a.mp4?versionId=1&X-Amz-Signature=1", "https://h/a.mp4?X-Amz-Signature=2&versionId=1&X-Amz-Date=3"},
		{"https://h/a.mp4?versionId=2"},
		{"https://h/a.mp4?Expires=2"}, // nothing signs it
		{"https://h/a.mp4?sig=2"},
		{"http://h/a.mp4"},
		{"https://h/watch?v=1"}, {"https://h/watch?v=2"},
		{"https://h/watch?token=1"}, {"https://h/watch?token=2"},
		{"https://h/video", "https://h/video?X-Amz-Signature=1"},
		{"ftp://h/a.mp4?token=1"},
		{"a.mp4"}, {""}, {"://"}, {"https://"}, {"https:///a.mp4"}, {"https://.storage.googleapis.com/a.mp4"},
	} {
		want := VideoName(list[0])
		if strings.HasPrefix(list[0], "gs://") && want != list[0] {
			t.Errorf("%s is called %s", list[0], want)
		}
		for _, uri := range list {
			if got := VideoName(uri); got != want {
				t.Errorf("%s is called %s, want %s", uri, got, want)
			}
			if earlier, ok := namedBefore[want]; ok && earlier != list[0] {
				t.Errorf("%s and %s are both called %s", earlier, list[0], want)
			}
		}
		namedBefore[want] = list[0]
	}
}

var namedBefore = map[string]string{}

// An object is called by its gs:// URI, however its URL is encoded; and a name is the
// name of itself.
func TestVideoNameObjects(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bucket := rapid.StringMatching(`[a-z][a-z0-9_-]{2,8}(\.[a-z0-9]{1,4})?`).Draw(t, "bucket")
		object := rapid.StringMatching(`[ -~äß€]{1,12}\.mp4`).Draw(t, "object")
		switch bucket {
		case "storage", "download", "upload", "batch":
			return
		}
		for segment := range strings.SplitSeq(object, "/") {
			if segment == "." || segment == ".." {
				return
			}
		}
		want := "gs://" + bucket + "/" + object
		for _, path := range []string{url.PathEscape(object), (&url.URL{Path: "/" + object}).EscapedPath()[1:]} {
			for _, before := range []string{"https://storage.googleapis.com/" + bucket + "/", "https://" + bucket + ".storage.googleapis.com/", "https://storage.cloud.google.com/" + bucket + "/"} {
				if got := VideoName(before + path + "?x=1"); got != want {
					t.Errorf("%s is called %s, want %s", before+path, got, want)
				}
			}
		}
		any := rapid.String().Draw(t, "any")
		for _, uri := range []string{any, "https://" + any, "https://h/a.mp4?" + any, "https://storage.googleapis.com/" + any} {
			if name := VideoName(uri); VideoName(name) != name {
				t.Errorf("%q is called %q, which is called %q", uri, name, VideoName(name))
			}
		}
	})
}

func FuzzVideoName(f *testing.F) {
	for _, seed := range []string{"gs://b/a", "https://storage.googleapis.com/b/%61", "https://b.storage.googleapis.com/a?generation=1", "https://h/a.mp4?token=1&x&X-Amz-Signature=2#t"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, uri string) {
		name := VideoName(uri)
		if VideoName(name) != name {
			t.Errorf("%q is called %q, which is called %q", uri, name, VideoName(name))
		}
		if strings.HasPrefix(uri, "gs://") && name != uri {
			t.Errorf("%q is called %q", uri, name)
		}
	})
}
