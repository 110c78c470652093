package probe

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"strings"
	"time"
)

// The errors of sources, for [errors.Is]. A text that wraps one says more. That a
// video is missing is [fs.ErrNotExist], that it may not be read [fs.ErrPermission].
var (
	// ErrScheme is that of a URI for whose scheme there is no Opener.
	ErrScheme = errors.New("unknown scheme")
	// ErrNotFile is that of a path that leads to a directory, a device or a pipe.
	ErrNotFile = errors.New("not a regular file")
	// ErrNoRange is that of bytes that cannot be had because the server gives files
	// from the beginning only, not by ranges.
	ErrNoRange = errors.New("the server does not give ranges")
	// ErrChanged is that of a file that was replaced, or changed, while it was read.
	ErrChanged = errors.New("the file changed while it was read")
	// ErrWebPage is that of a page, such as one that wants a login, where a video
	// was expected.
	ErrWebPage = errors.New("an HTML page, not a video")
	// ErrEncoding is that of a file that is sent compressed, so that its bytes are
	// not those of the video.
	ErrEncoding = errors.New("the file is sent compressed")
	// ErrAnswer is that of an answer which contradicts itself, or what was asked.
	ErrAnswer = errors.New("the server's answer is wrong")
	// ErrRedirect is that of a redirect that is not followed.
	ErrRedirect = errors.New("redirect not followed")
	// ErrTimeout is that of a server that was too slow, or a video that took too long. That
	// of the program ffprobe is another.
	ErrTimeout = errors.New("it took too long")
	// ErrPrivateHost is that of a host that is not on the public internet, or of
	// which this cannot be told.
	ErrPrivateHost = errors.New("private hosts are refused unless AllowPrivateHosts (--allow-private-hosts) is set")
)

// A StatusError is an HTTP status that is not success.
//
// It is [fs.ErrNotExist] for the statuses 404 and 410, and [fs.ErrPermission] for
// 401 and 403.
type StatusError struct {
	Code int // such as 404
	// RetryAfter is how long the server asks to wait before trying again, at most 24
	// hours; 0 if it does not say.
	RetryAfter time.Duration
	// Detail is what the server says of the reason, in its own words; "" if nothing.
	Detail string

	words string // in the place of those of the code
}

// Error says what the status is, what it means, and what to do.
func (e *StatusError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "status %d", e.Code)
	if text := http.StatusText(e.Code); text != "" {
		b.WriteString(" " + text)
	}
	words := e.words
	if words == "" {
		words = statusWords(e.Code)
	}
	if words != "" {
		b.WriteString(": " + words)
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, " (in %s)", e.RetryAfter)
	}
	if e.Detail != "" {
		fmt.Fprintf(&b, " (the server says %q)", e.Detail)
	}
	return b.String()
}

func statusWords(code int) string {
	switch {
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		return "the file may not be read: it needs a login or a signed URL"
	case code == http.StatusNotFound || code == http.StatusGone:
		return "there is no such file"
	case code == http.StatusTooManyRequests:
		return "the server wants fewer requests: try again later"
	case (&StatusError{Code: code}).Temporary():
		return "the server failed: try again later"
	}
	return ""
}

// Is makes the error one of package fs where the status means the same.
func (e *StatusError) Is(target error) bool {
	switch e.Code {
	case http.StatusNotFound, http.StatusGone:
		return target == fs.ErrNotExist
	case http.StatusUnauthorized, http.StatusForbidden:
		return target == fs.ErrPermission
	}
	return false
}

// Temporary reports whether the status may be another in a while: 408, 425, 429,
// and those from 500 on but for 501 and 505, which tell what a server cannot do.
func (e *StatusError) Temporary() bool {
	switch e.Code {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	case http.StatusNotImplemented, http.StatusHTTPVersionNotSupported:
		return false
	}
	return e.Code >= 500
}

// A slowFileError is the ErrTimeout of a local file: no server is busy that would be
// another time.
type slowFileError struct{ limit time.Duration }

func (e *slowFileError) Error() string {
	return fmt.Sprintf("%v: the file was not read within %s", ErrTimeout, e.limit)
}

func (e *slowFileError) Is(target error) bool { return target == ErrTimeout }

// Temporary reports whether err, of a source, may be gone when the video is opened
// again: a failure of the network or of the server, a time that ran out, a file
// that changed meanwhile. The end of the context that the caller gave is none of these, nor
// is that a local file, or ffprobe, took too long.
func Temporary(err error) bool {
	if _, local := errors.AsType[*slowFileError](err); local {
		return false
	}
	if status, ok := errors.AsType[*StatusError](err); ok {
		return status.Temporary()
	}
	for _, target := range []error{ErrTimeout, ErrChanged, io.ErrUnexpectedEOF} {
		if errors.Is(err, target) {
			return true
		}
	}
	if _, ok := errors.AsType[*transferError](err); !ok {
		return false
	}
	if lookup, ok := errors.AsType[*net.DNSError](err); ok {
		return lookup.Temporary()
	}
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	_, alert := errors.AsType[tls.AlertError](err)
	return !untrusted && !alert && !errors.Is(err, ErrRedirect) && !errors.Is(err, http.ErrSchemeMismatch)
}

// Inconclusive reports whether err, of a source, says nothing of the video itself: the
// network failed, the server was too slow, too busy or down (429 and the statuses from
// 500 on among others), the host's name was not resolved, its certificate not trusted, its
// host given up, the file replaced while it was read or, local as it is, not read in time,
// or the context ended. Another time the
// video may be there and be sound, so that no such error belongs into its facts.
//
// All else is a verdict: that there is no such video (404), that it may not be read (403),
// that it is a web page, or broken.
//
// An error of an [Opener] of someone else's can say so by itself, with a method
// Inconclusive() bool.
//
// Inconclusive errors need not be [Temporary], which is whether trying again soon is
// worth it.
func Inconclusive(err error) bool {
	var own interface{ Inconclusive() bool }
	if errors.As(err, &own) {
		return own.Inconclusive()
	}
	if status, ok := errors.AsType[*StatusError](err); ok {
		return status.Temporary() || status.Code >= 500 || status.Code == http.StatusProxyAuthRequired
	}
	if errors.Is(err, ErrRedirect) {
		return false // which is the server's word
	}
	for _, target := range []error{ErrHostGivenUp, ErrTimeout, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, target) {
			return true
		}
	}
	if Temporary(err) {
		return true
	}
	_, transfer := errors.AsType[*transferError](err)
	_, dial := errors.AsType[*net.OpError](err) // of an Opener of someone else's
	_, lookup := errors.AsType[*net.DNSError](err)
	return transfer || dial || lookup
}

// A LeftError is that of [All] where there are videos of which nothing can be said now
// and which are left to the next run, and no OnProgress is told of them. The facts of all
// others come with it.
type LeftError struct {
	Errs []error // one for each video, which it names
}

// Error tells how many videos there are, and the first.
func (e *LeftError) Error() string {
	switch len(e.Errs) {
	case 0:
		return "no videos are left to the next run"
	case 1:
		return fmt.Sprintf("a video is left to the next run: %v", e.Errs[0])
	}
	return fmt.Sprintf("%d videos are left to the next run, the first is %v", len(e.Errs), e.Errs[0])
}

// Unwrap returns e.Errs.
func (e *LeftError) Unwrap() []error { return e.Errs }

// Redact returns a URI without the user and password before its host, so that it
// can be printed. The rest is as it was.
func Redact(uri string) string {
	scheme, rest, ok := strings.Cut(uri, "://")
	if !ok || !isScheme(scheme) || scheme == "gs" || scheme == "file" {
		return uri
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	at := strings.LastIndexByte(rest[:end], '@')
	return scheme + "://" + rest[at+1:]
}
