package probe_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/probe"
)

// TestPrivateHosts asks for a server of this machine by its names.
func TestPrivateHosts(t *testing.T) {
	s := newServer(t, serve(pattern(10), "", time.Time{}))
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	if err := openError(t, new(probe.HTTP), "http://localhost:"+port); !strings.Contains(err.Error(), `the host "localhost" is at `) {
		t.Error(err)
	}
	if n := s.conns.Load(); n != 0 {
		t.Errorf("%d connections", n)
	}
	clients := map[string]*http.Client{
		"none":           nil,
		"zero":           {},
		"zero Transport": {Transport: new(http.Transport)},
		"copied default": {Transport: http.DefaultTransport.(*http.Transport).Clone()},
		"own dialer":     {Transport: &http.Transport{DialContext: (&net.Dialer{}).DialContext}},
	}
	for name, client := range clients {
		web := &probe.HTTP{Client: client}
		for _, host := range []string{"localhost", "LOCALHOST.", "127.0.0.1", "127.0.0.2", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"} {
			err := openError(t, web, "http://"+host+":"+port+"/a.mp4")
			if !errors.Is(err, probe.ErrPrivateHost) || probe.Temporary(err) || !strings.Contains(err.Error(), "AllowPrivateHosts") {
				if host == "LOCALHOST." && strings.Contains(err.Error(), "no such host") {
					continue // a resolver may not know it
				}
				t.Errorf("%s: %s: %v", name, host, err)
			}
		}
	}
	brief := &probe.HTTP{Timeout: 200 * time.Millisecond}                          // as a resolver may look for an answer
	for _, host := range []string{"2130706433", "0x7f.1", "127.1", "0177.0.0.1"} { // which some know
		openError(t, brief, "http://"+host+":"+port+"/a.mp4")
	}
	if requests, _ := s.took(); requests != 0 {
		t.Errorf("%d requests", requests)
	}
	open(t, anyHost, "http://localhost:"+port)
}

// TestPrivateMetadata asks for what a cloud tells its machines.
func TestPrivateMetadata(t *testing.T) {
	start := time.Now()
	err := openError(t, new(probe.HTTP), "http://169.254.169.254/computeMetadata/v1/")
	if !errors.Is(err, probe.ErrPrivateHost) || !strings.Contains(err.Error(), "169.254.169.254 is the metadata service of a cloud") {
		t.Error(err)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %s", took)
	}
}

// A publicConn is a connection that says it leads to a public address.
type publicConn struct{ net.Conn }

func (publicConn) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(1, 1, 1, 1), Port: 80} }

// TestRedirectToPrivateHost has a public server that leads to a private one.
func TestRedirectToPrivateHost(t *testing.T) {
	private := newServer(t, serve(pattern(10_000), "", time.Time{}))
	var away atomic.Bool
	public := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if away.Load() {
			http.Redirect(w, r, private.URL, http.StatusFound)
			return
		}
		serve(pattern(10_000), "", time.Time{})(w, r)
	})
	var private2 int
	web := &probe.HTTP{Client: &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		var d net.Dialer
		if address != "public.example:80" {
			private2++
			return d.DialContext(ctx, network, address)
		}
		conn, err := d.DialContext(ctx, network, public.Listener.Addr().String())
		if err != nil {
			return nil, err
		}
		return publicConn{conn}, nil
	}}}}
	src := open(t, web, "http://public.example/a.mp4")
	away.Store(true)
	if err := readError(t, src, 5000, 10); !errors.Is(err, probe.ErrPrivateHost) {
		t.Errorf("a later read: %v", err)
	}
	if err := openError(t, web, "http://public.example/a.mp4"); !errors.Is(err, probe.ErrPrivateHost) {
		t.Error(err)
	}
	if requests, _ := private.took(); requests != 0 || private2 != 0 {
		t.Errorf("the private server had %d requests, %d connections", requests, private2)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestUncheckedClients has clients in which the check cannot be made.
func TestUncheckedClients(t *testing.T) {
	s := newServer(t, serve(pattern(10), "", time.Time{}))
	dial := func(context.Context, string, string) (net.Conn, error) {
		return net.Dial("tcp", s.Listener.Addr().String())
	}
	pipe := func(context.Context, string, string) (net.Conn, error) { a, b := net.Pipe(); b.Close(); return a, nil }
	proxy := func(*http.Request) (*url.URL, error) { return url.Parse(s.URL) }
	for name, c := range map[string]struct {
		transport http.RoundTripper
		text      string
		works     bool // with AllowPrivateHosts
	}{
		"foreign":        {roundTrip(http.DefaultTransport.RoundTrip), "probe_test.roundTrip", true},
		"DialTLSContext": {&http.Transport{DialTLSContext: dial}, "DialTLSContext", true},
		"Dial":           {&http.Transport{Dial: func(a, b string) (net.Conn, error) { return dial(nil, a, b) }}, "Dial", true}, //lint:ignore SA1019 still obeyed
		"proxy":          {&http.Transport{Proxy: proxy}, `proxy "127.0.0.1`, true},
		"not TCP":        {&http.Transport{DialContext: pipe}, "not reached by TCP", false},
		"elsewhere":      {&http.Transport{DialContext: dial}, `host "public.example" is at 127.0.0.1`, true},
	} {
		client := &http.Client{Transport: c.transport}
		uri := "http://public.example/a.mp4"
		if name == "foreign" || name == "DialTLSContext" {
			uri = s.URL
		}
		err := openError(t, &probe.HTTP{Client: client}, uri)
		if !errors.Is(err, probe.ErrPrivateHost) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v", name, err)
		}
		if requests, _ := s.took(); requests != 0 {
			t.Errorf("%s: %d requests", name, requests)
		}
		if c.works {
			open(t, &probe.HTTP{Client: client, AllowPrivateHosts: true}, uri)
			s.took()
		}
	}
}

// TestClientIsKept looks whether what the caller gave is as it was.
func TestClientIsKept(t *testing.T) {
	transport := &http.Transport{TLSClientConfig: &tls.Config{ServerName: "x"}}
	client := &http.Client{Transport: transport}
	openError(t, &probe.HTTP{Client: client}, "http://127.0.0.1:1/")
	if client.Transport != transport || client.CheckRedirect != nil || transport.DialContext != nil || transport.MaxResponseHeaderBytes != 0 {
		t.Errorf("changed: %+v", client)
	}
	src := open(t, anyHost, newServer(t, serve(pattern(10), "", time.Time{})).URL)
	if b, err := io.ReadAll(io.NewSectionReader(src, 0, src.Size)); err != nil || string(b) != string(pattern(10)) {
		t.Errorf("%x, %v", b, err)
	}
}
