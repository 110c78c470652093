package main

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/probe"
	"github.com/spf13/pflag"
)

// The environment variables that say how Cloud Storage is read.
const (
	tokenVariable    = "GOOGLE_OAUTH_ACCESS_TOKEN" // as other programs call it
	emulatorVariable = "STORAGE_EMULATOR_HOST"     // as Google's client libraries call it
)

// sourceFlags say where videos may be read from, and how.
type sourceFlags struct {
	privateHosts bool
	noLocal      bool
	noFFprobe    bool
	storageURL   string
	retries      int
	timeout      time.Duration
	local        []string
}

func (f *sourceFlags) register(fl *pflag.FlagSet) {
	fl.BoolVar(&f.privateHosts, "allow-private-hosts", false, "read also from hosts that are not on the public internet, and through proxies")
	fl.BoolVar(&f.noLocal, "no-local", false, "read no files of this machine, whoever names them")
	fl.BoolVar(&f.noFFprobe, "no-ffprobe", false, "never run ffprobe, which is asked about local files of other containers")
	fl.StringVar(&f.storageURL, "storage-url", "", "read gs:// from this `URL`, of an emulator (default that of "+emulatorVariable+", or Cloud Storage)")
	fl.StringArrayVar(&f.local, "local", nil, "look at copies of what begins with a URI in a folder, as `URI=FOLDER` (repeatable)")
	fl.IntVar(&f.retries, "retries", probe.DefaultRetries, "try a video again `N` times where the failure may pass")
	fl.DurationVar(&f.timeout, "timeout", probe.DefaultVideoTimeout, "give a video up after this `time`")
}

// options returns what the flags, and the environment, say.
func (f *sourceFlags) options() (*probe.AllOptions, error) {
	if f.retries < 0 {
		return nil, usagef("--retries %d is negative", f.retries)
	}
	if f.timeout <= 0 {
		return nil, usagef("--timeout %s is not above 0", f.timeout)
	}
	storage, err := f.storage()
	if err != nil {
		return nil, err
	}
	web := &probe.HTTP{AllowPrivateHosts: f.privateHosts}
	o := &probe.AllOptions{Retries: f.retries, Options: probe.Options{
		Openers: probe.Openers{"": probe.File{}, "file": probe.File{}, "http": web, "https": web, "gs": storage},
		Timeout: f.timeout,
	}}
	if f.retries == 0 {
		o.Retries = -1 // never, where 0 is the default
	}
	if f.noLocal {
		delete(o.Openers, "")
		delete(o.Openers, "file")
	}
	copies, err := parseCopies(f.local)
	if err != nil {
		return nil, err
	}
	if len(copies) > 0 {
		for scheme, opener := range o.Openers {
			o.Openers[scheme] = localOpener{copies, opener}
		}
	}
	if f.noFFprobe {
		o.FFprobe = probe.NoFFprobe
	}
	return o, nil
}

// accessToken returns the access token for Cloud Storage; "" if there is none.
func accessToken() string { return strings.TrimSpace(os.Getenv(tokenVariable)) }

// storage returns what opens gs://.
func (f *sourceFlags) storage() (*probe.Storage, error) {
	name, base := "--storage-url", f.storageURL
	if base == "" {
		name, base = emulatorVariable, os.Getenv(emulatorVariable)
		if base != "" && !strings.Contains(base, "://") {
			base = "http://" + base
		}
	}
	s := &probe.Storage{BaseURL: base}
	safe := true
	if base != "" {
		u, err := url.Parse(base)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" {
			return nil, usagef("%s is %q; want a URL such as http://localhost:4443", name, base)
		}
		ip := net.ParseIP(u.Hostname())
		safe = u.Scheme == "https" || u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	}
	t := accessToken()
	if t == "" {
		return s, nil
	}
	if strings.ContainsFunc(t, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return nil, fmt.Errorf("%s holds a character that no access token has", tokenVariable)
	}
	if !safe {
		return nil, usagef("the access token of %s would be sent to %s unencrypted; unset it, or use https", tokenVariable, base)
	}
	s.Client = &http.Client{Transport: &bearer{t, newTransport()}}
	return s, nil
}

// newTransport returns a transport for requests to Cloud Storage.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true,
		MaxIdleConnsPerHost:    probe.DefaultPerHost,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}
}

// A bearer adds an access token to each request. Redirects are not followed by
// probe.Storage, so that it goes to one host only.
type bearer struct {
	token string
	next  http.RoundTripper
}

func (b *bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+b.token)
	return b.next.RoundTrip(r)
}
