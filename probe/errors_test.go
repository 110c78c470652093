package probe_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"testing"

	"github.com/seed-57910ec4/videotune/probe"
)

func TestRedact(t *testing.T) {
	for uri, want := range map[string]string{
		"https://kim:sesame@host/a@b.mp4": "https://host/a@b.mp4",
		"https://token@host":              "https://host",
		"https://a@b@host/":               "https://host/",
		"https://host/@kim/a.mp4":         "https://host/@kim/a.mp4",
		"https://host?x=a@b":              "https://host?x=a@b",
		"gs://bucket/a@b.mp4":             "gs://bucket/a@b.mp4",
		"a@b.mp4":                         "a@b.mp4",
		"/tmp/a://b@c":                    "/tmp/a://b@c",
		"":                                "",
	} {
		if got := probe.Redact(uri); got != want {
			t.Errorf("%q: %q, want %q", uri, got, want)
		}
	}
}

func TestTemporary(t *testing.T) {
	refused := openError(t, anyHost, "http://127.0.0.1:1/")
	if op, ok := errors.AsType[*net.OpError](refused); !ok || !probe.Temporary(refused) {
		t.Errorf("connection refused: %v, %v", refused, op)
	}
	dns := func(e *net.DNSError) error {
		client := &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) { return nil, &net.OpError{Op: "dial", Err: e} })}
		return openError(t, &probe.HTTP{Client: client, AllowPrivateHosts: true}, "http://nowhere.invalid/")
	}
	plainServer := newServer(t, func(http.ResponseWriter, *http.Request) {})
	for _, c := range []struct {
		err  error
		want bool
	}{
		{nil, false}, {io.EOF, false}, {fs.ErrNotExist, false}, {context.Canceled, false}, {context.DeadlineExceeded, false},
		{probe.ErrNoRange, false}, {probe.ErrAnswer, false}, {probe.ErrWebPage, false}, {probe.ErrPrivateHost, false},
		{probe.ErrTimeout, true}, {fmt.Errorf("a: %w", probe.ErrChanged), true}, {io.ErrUnexpectedEOF, true},
		{&probe.StatusError{Code: 503}, true}, {&probe.StatusError{Code: 404}, false},
		{dns(&net.DNSError{Err: "no such host", IsNotFound: true}), false},
		{dns(&net.DNSError{Err: "server misbehaving", IsTemporary: true}), true},
		{openError(t, anyHost, "https"+plainServer.URL[4:]), false},
	} {
		if got := probe.Temporary(c.err); got != c.want {
			t.Errorf("%v: %v", c.err, got)
		}
	}
}
