package probe

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// A hostError is an ErrPrivateHost with the host and the reason.
type hostError struct{ what string }

func (e *hostError) Error() string { return e.what + ": " + ErrPrivateHost.Error() }
func (e *hostError) Unwrap() error { return ErrPrivateHost }

// checkAddr returns a hostError if host, which is at addr, is private.
func checkAddr(host string, addr netip.Addr) error {
	kind := privateKind(addr)
	if kind == "" {
		return nil
	}
	if host == addr.String() {
		return &hostError{fmt.Sprintf("%s is %s", addr, kind)}
	}
	return &hostError{fmt.Sprintf("the host %q is at %s, which is %s", clip(host), addr, kind)}
}

// dialPublic connects to a host that is not private. The address is looked at when
// the name has been resolved and the socket is about to connect to it, so that a
// name which resolves differently each time gains nothing.
func dialPublic(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	d := net.Dialer{
		Timeout: DefaultTimeout,
		ControlContext: func(_ context.Context, network, address string, _ syscall.RawConn) error {
			if network != "tcp4" && network != "tcp6" {
				return &hostError{fmt.Sprintf("the host %q is reached by %s, not by TCP", clip(host), network)}
			}
			at, err := netip.ParseAddrPort(address)
			if err != nil {
				return &hostError{fmt.Sprintf("the host %q is at %q, which is no address", clip(host), clip(address))}
			}
			return checkAddr(host, at.Addr())
		},
	}
	conn, err := d.DialContext(ctx, network, address)
	if refused, ok := errors.AsType[*hostError](err); ok {
		return nil, refused
	}
	return conn, err
}

type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// checkDial returns dial, which is the caller's, with a look at the other end of
// the connection before a byte is sent.
func checkDial(dial dialFunc) dialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		if addr, err := netip.ParseAddr(host); err == nil {
			if err := checkAddr(host, addr); err != nil {
				return nil, err
			}
		}
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		if err := checkConn(host, conn); err != nil {
			conn.Close()
			return nil, err
		}
		return conn, nil
	}
}

func checkConn(host string, conn net.Conn) error {
	tcp, ok := conn.RemoteAddr().(*net.TCPAddr)
	if !ok {
		return &hostError{fmt.Sprintf("the host %q is not reached by TCP", clip(host))}
	}
	return checkAddr(host, tcp.AddrPort().Addr())
}

// guard makes t refuse private hosts.
func guard(t *http.Transport) error {
	switch {
	case uncheckedDial(t):
		return &hostError{"the Client's Transport has a Dial, DialTLS or DialTLSContext of its own, so that where it leads cannot be checked"}
	case t.DialContext != nil:
		t.DialContext = checkDial(t.DialContext)
	default:
		t.DialContext = dialPublic
	}
	if proxy := t.Proxy; proxy != nil {
		t.Proxy = func(r *http.Request) (*url.URL, error) {
			u, err := proxy(r)
			if u == nil || err != nil {
				return nil, err
			}
			return nil, &hostError{fmt.Sprintf("the host %q would be reached by the proxy %q, which does not tell where it connects to", clip(r.URL.Hostname()), clip(u.Host))}
		}
	}
	return nil
}

// uncheckedDial reports whether t connects in a way that cannot be checked before
// something is sent, or that is not worth it.
func uncheckedDial(t *http.Transport) bool {
	//lint:ignore SA1019 they are deprecated, and still obeyed
	return t.DialTLSContext != nil || t.DialTLS != nil || t.Dial != nil
}

// newTransport returns a Transport of our own, without a guard.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true,
		MaxIdleConns:           100,
		MaxIdleConnsPerHost:    16,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxResponseHeaderBytes: maxHeader,
	}
}
