package vertex

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"google.golang.org/genai"
)

// errAnswer is that of an answer that lacks what every one has.
var errAnswer = errors.New("an answer that lacks")

// mayPass reports whether it is worth to ask again after err.
func mayPass(ctx context.Context, err error) bool {
	if err == nil || ctx.Err() != nil {
		return false
	}
	var api genai.APIError
	if errors.As(err, &api) {
		// 0 is an answer of an error without a code: nothing is known of it.
		return api.Code == 0 || api.Code == http.StatusRequestTimeout || api.Code == http.StatusTooManyRequests || api.Code >= 500
	}
	// The client of package http wraps all that happened on the way, its own
	// methods Timeout and Temporary look at the outermost error in it only.
	var way *url.Error
	if errors.As(err, &way) {
		return passingNetwork(way.Err)
	}
	var syntax *json.SyntaxError // an answer that was cut, or comes from something between
	return errors.Is(err, errAnswer) || errors.As(err, &syntax) || passingNetwork(err)
}

// http2Lost begin the texts of errors of connections that were lost. Their types are
// not exported.
var http2Lost = []string{"http2: ", "stream error: ", "http: server closed idle connection", "net/http: HTTP/1.x transport connection broken"}

// passingNetwork reports whether err is one of the network that may work again.
func passingNetwork(err error) bool {
	var timeout interface{ Timeout() bool }
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout() {
		return true
	}
	var name *net.DNSError
	if errors.As(err, &name) {
		return name.IsTemporary
	}
	// A connection that was reset, refused or broken, a network or a host that cannot be
	// reached: all that the system says, and not what another side says by TLS.
	var op *net.OpError
	var system *os.SyscallError
	if errors.As(err, &op) && errors.As(op.Err, &system) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return true
	}
	var temporary interface{ Temporary() bool } // of who makes the token, for one
	if errors.As(err, &temporary) && temporary.Temporary() {
		return true
	}
	for ; err != nil; err = errors.Unwrap(err) {
		for _, begin := range http2Lost {
			if strings.HasPrefix(err.Error(), begin) {
				return true
			}
		}
	}
	return false
}
