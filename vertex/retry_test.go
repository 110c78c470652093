package vertex

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/url"
	"os"
	"syscall"
	"testing"
	"time"

	"google.golang.org/genai"
)

func TestRetryWait(t *testing.T) {
	for _, c := range []struct {
		r    Retry
		n    int
		want time.Duration
	}{
		{Retry{}, 1, time.Second},
		{Retry{}, 3, 4 * time.Second},
		{Retry{}, 100, time.Minute},
		{Retry{First: time.Hour}, 1, time.Minute},
		{Retry{First: 3, Longest: 10}, 3, 10},
		{Retry{First: 1, Longest: math.MaxInt64}, 200, math.MaxInt64},
	} {
		if got := c.r.wait(c.n); got != c.want {
			t.Errorf("%+v: wait %v before attempt %d, want %v", c.r, got, c.n+1, c.want)
		}
	}
}

// temporarily is an error that says itself whether it may pass, as one of who makes
// tokens does.
type temporarily bool

func (t temporarily) Error() string   { return "no token" }
func (t temporarily) Temporary() bool { return bool(t) }

func TestMayPass(t *testing.T) {
	ended, stop := context.WithCancel(t.Context())
	stop()
	// As the client of package http and the SDK wrap them.
	sent := func(err error) error {
		return fmt.Errorf("doRequest: error sending request: %w", &url.Error{Op: "Post", URL: "https://x", Err: err})
	}
	system := func(op, call string, errno syscall.Errno) error {
		return &net.OpError{Op: op, Net: "tcp", Err: os.NewSyscallError(call, errno)}
	}
	var syntax error
	if syntax = json.Unmarshal([]byte(`{"name":`), new(any)); syntax == nil {
		t.Fatal("no error")
	}
	for _, c := range []struct {
		name                        string
		ctx                         context.Context
		err                         error
		mayPass, refused, unreached bool
	}{
		{"nil", t.Context(), nil, false, false, false},
		{"reset", t.Context(), sent(system("read", "read", syscall.ECONNRESET)), true, false, false},
		{"broken pipe", t.Context(), sent(system("write", "write", syscall.EPIPE)), true, false, false},
		{"refused connection", t.Context(), sent(system("dial", "connect", syscall.ECONNREFUSED)), true, false, true},
		{"no route", t.Context(), sent(system("dial", "connect", syscall.EHOSTUNREACH)), true, false, true},
		{"reset after the context ended", ended, sent(system("read", "read", syscall.ECONNRESET)), false, false, false},
		{"connection closed", t.Context(), sent(io.EOF), true, false, false},
		{"body cut", t.Context(), io.ErrUnexpectedEOF, true, false, false},
		{"JSON cut", t.Context(), fmt.Errorf("deserializeUnaryResponse: %w", syntax), true, false, false},
		{"JSON of the credentials", t.Context(), sent(syntax), false, false, false},
		{"lacks a name", t.Context(), fmt.Errorf("%w a name", errAnswer), true, false, false},
		{"time of a call is over", t.Context(), sent(context.DeadlineExceeded), true, false, false},
		{"time of a body is over", t.Context(), context.DeadlineExceeded, true, false, false},
		{"timeout of the network", t.Context(), sent(&net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}), true, false, true},
		{"canceled by somebody else", t.Context(), sent(context.Canceled), false, false, false},
		{"no such host", t.Context(), sent(&net.OpError{Op: "dial", Err: &net.DNSError{IsNotFound: true}}), false, false, true},
		{"names are not told now", t.Context(), sent(&net.OpError{Op: "dial", Err: &net.DNSError{IsTemporary: true}}), true, false, true},
		{"certificate", t.Context(), sent(&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}), false, false, true},
		{"the other side refuses by TLS", t.Context(), sent(&net.OpError{Op: "remote error", Err: tls.AlertError(40)}), false, false, false},
		{"scheme", t.Context(), sent(errors.New("unsupported protocol scheme")), false, false, false},
		{"no credentials", t.Context(), sent(errors.New("credentials: could not find default credentials")), false, false, false},
		{"token refused", t.Context(), sent(temporarily(false)), false, false, false},
		{"token not now", t.Context(), sent(fmt.Errorf("credentials: %w", temporarily(true))), true, false, false},
		{"HTTP/2", t.Context(), sent(errors.New("http2: client connection lost")), true, false, false},
		{"stream of HTTP/2", t.Context(), sent(errors.New("stream error: stream ID 3; INTERNAL_ERROR")), true, false, false},
		{"the SDK finds something wrong", t.Context(), errors.New("validationDataset: parameter is not supported"), false, false, false},
		{"API 400", t.Context(), genai.APIError{Code: 400}, false, true, false},
		{"API 401", t.Context(), genai.APIError{Code: 401}, false, true, false},
		{"API 403", t.Context(), genai.APIError{Code: 403}, false, true, false},
		{"API 404", t.Context(), genai.APIError{Code: 404}, false, true, false},
		{"API 408", t.Context(), genai.APIError{Code: 408}, true, false, false},
		{"API 409", t.Context(), genai.APIError{Code: 409}, false, true, false},
		{"API 429", t.Context(), genai.APIError{Code: 429}, true, true, false},
		{"API 499", t.Context(), genai.APIError{Code: 499}, false, false, false},
		{"API 500", t.Context(), genai.APIError{Code: 500}, true, false, false},
		{"API 503", t.Context(), genai.APIError{Code: 503}, true, false, false},
		{"API without a code", t.Context(), genai.APIError{}, true, false, false},
	} {
		if got := mayPass(c.ctx, c.err); got != c.mayPass {
			t.Errorf("%s: may pass %v", c.name, got)
		}
		if got := refuses(c.err); got != c.refused {
			t.Errorf("%s: refused %v", c.name, got)
		}
		if got := unreached(c.err); got != c.unreached {
			t.Errorf("%s: unreached %v", c.name, got)
		}
	}
}
