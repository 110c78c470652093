package probe

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"
)

const (
	// DefaultTimeout is how long one request may take where nothing else is said.
	DefaultTimeout = 30 * time.Second
	// MaxNoRange is how many bytes are read at most, from the beginning, of a file
	// whose server does not give ranges: 8 MiB.
	MaxNoRange = 8 << 20

	headBytes    = 4096     // what Open reads ahead
	maxHeader    = 64 << 10 // bytes of an answer's header, where that is ours to say
	maxRedirects = 10
)

// HTTP opens videos of http and https URLs. The zero value is ready to use. It may
// be used by many goroutines at once. It must not be copied, nor its fields be
// changed, once it was used.
//
// # Requests
//
// Open makes one request, for the first 4096 bytes, from which it learns the size;
// reading these bytes makes none. Every other read makes one, for exactly its
// bytes, at the URL at which redirects ended. Each has the condition that the file
// is still the first one (If-Match, or If-Unmodified-Since), and each answer is held
// against the first: a file that was replaced is an [ErrChanged], not a mixture.
// Where the server says neither an entity tag nor a time, only a change of the size
// is seen.
//
// A server that sends the whole file although a range was asked for is read from
// the beginning, as far as needed, at most [MaxNoRange] bytes; what lies beyond is
// an [ErrNoRange]. If it does not say how large the file is either, the Source's Size is
// -1, unless the file is no larger than what Open reads.
//
// # Refusals
//
// A status that is not success is a [StatusError]. An HTML page in the place of the
// video is an [ErrWebPage], one that comes compressed an [ErrEncoding], an answer
// that does not fit the request an [ErrAnswer]. A redirect from https to http, to
// another scheme, in a circle, and an eleventh one are an [ErrRedirect].
// A user and password in the URL are sent to its host alone, and no Referer to any.
//
// # Private hosts
//
// Unless AllowPrivateHosts is set, a host whose address is not on the public
// internet is an [ErrPrivateHost]: loopback, link-local, private, carriers' NAT,
// multicast, reserved, the metadata service of clouds, and the forms of these in
// IPv6. The address is looked at when a connection is made, for each redirect too.
// As this cannot be done behind a proxy, be it one of the environment, a request that
// would take one is refused as well.
//
// Of a Client's Transport this asks: if it is nil, or an [http.Transport], a copy is
// used, with the check in it. A DialContext of its own is called, and the check
// made with the connection's remote address, before a byte is sent; it must
// therefore connect to where it is told, and not through a tunnel. With a Dial,
// DialTLS or DialTLSContext, or a Transport of another type, nothing is checked, and
// Open fails; set AllowPrivateHosts if it refuses private hosts itself.
type HTTP struct {
	// Client makes the requests; nil for one of our own. Its CheckRedirect is asked
	// after the rules above, its Jar and Timeout are kept.
	Client *http.Client
	// AllowPrivateHosts allows all hosts, and proxies.
	AllowPrivateHosts bool
	// Timeout is how long one request may take with its redirects and its answer to
	// the last byte; 0 is [DefaultTimeout]. A server that is slower is an [ErrTimeout].
	// One that sends the whole file has that time for every 64 KiB.
	Timeout time.Duration

	once   sync.Once
	client *http.Client
	err    error // why there is no client
}

// Open asks for the beginning of the file at uri. The Source must be closed.
func (h *HTTP) Open(ctx context.Context, uri string) (*Source, error) {
	u, err := webURL(uri)
	if err != nil {
		return nil, err
	}
	h.once.Do(h.build)
	if h.err != nil {
		return nil, h.err
	}
	r, err := open(ctx, &remote{client: h.client, timeout: h.Timeout, url: u})
	if err != nil {
		return nil, err
	}
	return r.source(), nil
}

// webURL returns uri as a URL of http or https.
func webURL(uri string) (*url.URL, error) {
	u, err := url.Parse(uri)
	if err != nil {
		return nil, fmt.Errorf("not a URL: %w", withoutURL(err))
	}
	if !isWeb(u) {
		return nil, errors.New("not a URL of http or https")
	}
	if u.Hostname() == "" {
		return nil, errors.New("not a URL of http or https: it names no host, which stands behind two slashes")
	}
	return u, nil
}

func isWeb(u *url.URL) bool { return u.Scheme == "http" || u.Scheme == "https" }

// withoutURL takes the URL from an error: the caller tells it, and it may hold a
// password.
func withoutURL(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

// build makes the client from the fields.
func (h *HTTP) build() {
	c := new(http.Client)
	if h.Client != nil {
		*c = *h.Client
	}
	c.CheckRedirect = redirects(c.CheckRedirect, c.Jar != nil)
	var t *http.Transport
	switch given := c.Transport.(type) {
	case nil:
		t = newTransport()
	case *http.Transport:
		t = given.Clone()
		if t.MaxResponseHeaderBytes == 0 {
			t.MaxResponseHeaderBytes = maxHeader
		}
	default:
		if !h.AllowPrivateHosts {
			h.err = &hostError{fmt.Sprintf("the Client's Transport is a %T, so that where it leads cannot be checked", given)}
		}
		h.client = c
		return
	}
	if !h.AllowPrivateHosts {
		h.err = guard(t)
	}
	c.Transport = t
	h.client = c
}

// redirects returns a rule for [http.Client].CheckRedirect that asks next too.
func redirects(next func(*http.Request, []*http.Request) error, cookies bool) func(*http.Request, []*http.Request) error {
	return func(to *http.Request, via []*http.Request) error {
		last := via[len(via)-1]
		switch {
		case !isWeb(to.URL):
			return fmt.Errorf("%w: it leads to the scheme %q", ErrRedirect, clip(to.URL.Scheme))
		case last.URL.Scheme == "https" && to.URL.Scheme == "http":
			return fmt.Errorf("%w: it leads from https to http, to the host %q", ErrRedirect, clip(to.URL.Hostname()))
		case len(via) > maxRedirects:
			return fmt.Errorf("%w: there were %d already", ErrRedirect, maxRedirects)
		}
		for _, r := range via {
			// A server may set a cookie and send one back to the same place.
			if !cookies && r.URL.String() == to.URL.String() {
				return fmt.Errorf("%w: it leads in a circle", ErrRedirect)
			}
		}
		to.Header.Del("Referer") // may hold what signs a URL
		if next != nil {
			return next(to, via)
		}
		return nil
	}
}
