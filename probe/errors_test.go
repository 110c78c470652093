package probe_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"syscall"
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
	circle := newServer(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) })
	for _, c := range []struct {
		err                     error
		temporary, inconclusive bool
	}{
		{nil, false, false}, {io.EOF, false, false}, {fs.ErrNotExist, false, false}, {context.Canceled, false, true}, {context.DeadlineExceeded, false, true},
		{probe.ErrNoRange, false, false}, {probe.ErrAnswer, false, false}, {probe.ErrWebPage, false, false}, {probe.ErrPrivateHost, false, false},
		{probe.ErrTimeout, true, true}, {fmt.Errorf("a: %w", probe.ErrChanged), true, true}, {io.ErrUnexpectedEOF, true, true},
		{&probe.StatusError{Code: 503}, true, true}, {&probe.StatusError{Code: 429}, true, true}, {&probe.StatusError{Code: 501}, false, true}, {&probe.StatusError{Code: 407}, false, true},
		{&probe.StatusError{Code: 404}, false, false}, {&probe.StatusError{Code: 403}, false, false}, {&probe.StatusError{Code: 302}, false, false},
		{fmt.Errorf("%w: 10 failed", probe.ErrHostGivenUp), false, true},
		{&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, false, true}, {&fs.PathError{Op: "open", Err: syscall.ENOENT}, false, false},
		{dns(&net.DNSError{Err: "no such host", IsNotFound: true}), false, true},
		{dns(&net.DNSError{Err: "server misbehaving", IsTemporary: true}), true, true},
		{refused, true, true},
		{openError(t, anyHost, "https"+plainServer.URL[4:]), false, true},
		{openError(t, anyHost, circle.URL), false, false},
	} {
		if got := probe.Temporary(c.err); got != c.temporary {
			t.Errorf("%v: temporary: %v", c.err, got)
		}
		if got := probe.Inconclusive(c.err); got != c.inconclusive {
			t.Errorf("%v: inconclusive: %v", c.err, got)
		}
	}
}
