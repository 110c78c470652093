package probe

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func FuzzContentRange(f *testing.F) {
	for _, s := range []string{"bytes 0-4095/10000", "bytes */0", "bytes 0-0/*", "Bytes 5-4/9", "bytes 0-9223372036854775807/*", "bytes 1-2/9223372036854775808", "", "bytes", "bytes -1-2/3", "bytes 0-1/+2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := parseContentRange(s)
		if err != nil {
			return
		}
		none := c.start == -1 && c.end == -1
		if c.total < -1 || !none && (c.start < 0 || c.end < c.start || c.total >= 0 && c.end >= c.total) {
			t.Errorf("%q: %+v", s, c)
		}
	})
}

func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{"0", "3", "-3", "99999999999999999999", "Fri, 02 Jan 2026 03:04:05 GMT", "Friday, 02-Jan-26 03:04:05 GMT", "", "Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"} {
		f.Add(s, "Fri, 02 Jan 2026 03:04:00 GMT")
	}
	f.Fuzz(func(t *testing.T, s, date string) {
		d := retryAfter(http.Header{"Retry-After": {s}, "Date": {date}}, time.Unix(0, 0))
		if d < 0 || d > maxRetryAfter {
			t.Errorf("%q at %q: %s", s, date, d)
		}
	})
}

// FuzzObjectURL takes the way of a name to the service and back.
func FuzzObjectURL(f *testing.F) {
	for _, s := range []string{"gs://b/a.mp4", "gs://b//a?b#c%41.mp4", "gs://b/../x", "gs://b/\xff\x00\n", "gs://B.x_y-z/видео", "gs:///a", "GS://b/a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, uri string) {
		bucket, object, err := splitObject(uri)
		if err != nil {
			return
		}
		u, err := objectURL("http://localhost:1/base%20path/", bucket, object)
		if err != nil {
			t.Fatal(err)
		}
		asked, ok := strings.CutPrefix(u.RequestURI(), "/base%20path/"+bucket+"/")
		name, err := url.PathUnescape(asked)
		if !ok || err != nil || name != object || strings.ContainsAny(asked, "/?# ") {
			t.Errorf("%q: asked for %q", uri, u.RequestURI())
		}
		if !strings.EqualFold(uri, "gs://"+bucket+"/"+object) {
			t.Errorf("%q is bucket %q and object %q", uri, bucket, object)
		}
	})
}

func FuzzLocalPath(f *testing.F) {
	for _, s := range []string{"file:///a%20b", "file://localhost/a", "file:///C:/x", "file:a", "FILE:/%00", "a"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, uri string, windows bool) {
		path, err := localPath(uri, windows)
		if err == nil && len(uri) >= 5 && strings.EqualFold(uri[:5], "file:") && (path == "" || strings.ContainsRune(path, 0)) {
			t.Errorf("%q: %q", uri, path)
		}
	})
}

// FuzzErrorDetail reads bodies that no service sent.
func FuzzErrorDetail(f *testing.F) {
	f.Add([]byte(`<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>No</Message></Error>`))
	f.Add([]byte(`<Error>` + strings.Repeat("<a>", 1000)))
	f.Add([]byte(`<html></html>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		e := &StatusError{Code: 403, Detail: clip(errorDetail(body))}
		for _, c := range e.Error() {
			if c < ' ' || c == 0x7f {
				t.Errorf("%q", e.Error())
			}
		}
	})
}
