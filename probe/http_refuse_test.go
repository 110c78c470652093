package probe_test

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/probe"
)

func TestStatuses(t *testing.T) {
	for _, c := range []struct {
		code      int
		header    string // "Name: value"
		body      string
		is        error
		after     time.Duration
		temporary bool
		text      string
	}{
		{404, "", "", fs.ErrNotExist, 0, false, "status 404 Not Found: there is no such file"},
		{410, "", "", fs.ErrNotExist, 0, false, "no such file"},
		{401, "", "", fs.ErrPermission, 0, false, "needs a login or a signed URL"},
		{403, "", `<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>`, fs.ErrPermission, 0, false,
			`(the server says "AccessDenied: Request has expired")`},
		{403, "", "<Error><Code>" + strings.Repeat("\x1b]0;x\a", 10), fs.ErrPermission, 0, false, "signed URL"},
		{429, "Retry-After: 3", "", nil, 3 * time.Second, true, "fewer requests: try again later (in 3s)"},
		{429, "Retry-After: 99999999999", "", nil, 24 * time.Hour, true, "status 429"},
		{503, "Retry-After: " + time.Now().Add(time.Minute).UTC().Format(http.TimeFormat), "", nil, time.Minute, true, "the server failed"},
		{503, "Retry-After: -1", "", nil, 0, true, "the server failed"},
		{500, "", "<html>", nil, 0, true, "status 500 Internal Server Error: the server failed: try again later"},
		{408, "", "", nil, 0, true, "status 408"},
		{501, "", "", nil, 0, false, "status 501"},
		{400, "", "", nil, 0, false, "status 400 Bad Request"},
		{204, "", "", nil, 0, false, "status 204"},
		{304, "", "", nil, 0, false, "status 304"},
		{302, "", "", nil, 0, false, ""},
		{416, "Content-Range: bytes */9000", "", nil, 0, false, "status 416"},
		{416, "", "", nil, 0, false, "status 416"},
		{799, "", "", nil, 0, true, "status 799: the server failed"},
	} {
		fail := func(w http.ResponseWriter, r *http.Request) {
			if name, value, ok := strings.Cut(c.header, ": "); ok {
				w.Header().Set(name, value)
			}
			w.WriteHeader(c.code)
			w.Write([]byte(c.body))
		}
		check := func(err error) {
			t.Helper()
			status, ok := errors.AsType[*probe.StatusError](err)
			if c.code == 302 { // no Location
				return
			}
			if !ok || status.Code != c.code || !strings.Contains(err.Error(), c.text) || strings.Contains(err.Error(), "\x1b") {
				t.Errorf("%d: %v", c.code, err)
				return
			}
			if d := status.RetryAfter - c.after; d < -2*time.Second || d > 2*time.Second {
				t.Errorf("%d: retry after %s", c.code, status.RetryAfter)
			}
			if status.Temporary() != c.temporary || probe.Temporary(fmt.Errorf("a: %w", err)) != c.temporary {
				t.Errorf("%d: temporary: %v", c.code, status.Temporary())
			}
			for _, target := range []error{fs.ErrNotExist, fs.ErrPermission} {
				if errors.Is(err, target) != (target == c.is) {
					t.Errorf("%d is %v: %v", c.code, target, !(target == c.is))
				}
			}
		}
		s := newServer(t, fail)
		check(openError(t, anyHost, s.URL))
		if c.code == 416 {
			continue // which means another thing later
		}
		s, set := newChanging(t, serve(pattern(10_000), `"1"`, time.Time{}))
		src := open(t, anyHost, s.URL)
		set(fail)
		check(readError(t, src, 5000, 1))
	}
}

func TestWebPages(t *testing.T) {
	page := "\ufeff\n <!DOCTYPE html><title>Log in</title>" + strings.Repeat("x", 5000)
	for _, c := range []struct {
		contentType, content string
		page                 bool
	}{
		{"text/html; charset=utf-8", page, true},
		{"application/xhtml+xml", page, true},
		{"TEXT/HTML", "<", true},
		{"video/mp4", page, false}, // which the bytes tell later
		{"text/html", "\x00\x00\x00\x20ftypisom" + page, false},
		{"text/html", "", false},
	} {
		for name, h := range map[string]http.HandlerFunc{
			"ranges":  serve([]byte(c.content), "", time.Time{}),
			"whole":   whole([]byte(c.content), true),
			"chunked": whole([]byte(c.content), false),
		} {
			s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", c.contentType)
				h(keepType{w, c.contentType}, r)
			})
			src, err := anyHost.Open(t.Context(), s.URL)
			if errors.Is(err, probe.ErrWebPage) != c.page || err != nil && !c.page {
				t.Errorf("%s, %q: %v", name, c.contentType, err)
			}
			if err == nil {
				src.Close()
			}
		}
	}
}

// keepType keeps a handler from changing the type.
type keepType struct {
	http.ResponseWriter
	contentType string
}

func (w keepType) WriteHeader(code int) {
	w.Header().Set("Content-Type", w.contentType)
	w.ResponseWriter.WriteHeader(code)
}
func (w keepType) Write(p []byte) (int, error) {
	w.Header().Set("Content-Type", w.contentType)
	return w.ResponseWriter.Write(p)
}
func (w keepType) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func TestCompressed(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		z.Write(pattern(10_000))
		z.Close()
	})
	if err := openError(t, anyHost, s.URL); !errors.Is(err, probe.ErrEncoding) || !strings.Contains(err.Error(), `"gzip"`) {
		t.Error(err)
	}
	s, set := newChanging(t, serve(pattern(10_000), "", time.Time{}))
	src := open(t, anyHost, s.URL)
	set(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		serve(pattern(10_000), "", time.Time{})(w, r)
	})
	if err := readError(t, src, 5000, 10); !errors.Is(err, probe.ErrEncoding) {
		t.Error(err)
	}
}

func TestLargeHeader(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X", strings.Repeat("x", 100_000))
		serve(pattern(10), "", time.Time{})(w, r)
	})
	for _, web := range []*probe.HTTP{anyHost, {AllowPrivateHosts: true, Client: &http.Client{Transport: new(http.Transport)}}} {
		if err := openError(t, web, s.URL); !strings.Contains(err.Error(), "header") {
			t.Error(err)
		}
	}
}

func TestRedirects(t *testing.T) {
	content := pattern(10_000)
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if n := 0; strings.HasPrefix(r.URL.Path, "/hop/") {
			fmt.Sscanf(r.URL.Path, "/hop/%d", &n)
			if n > 0 {
				http.Redirect(w, r, "/hop/"+itoa(n-1), http.StatusFound)
				return
			}
		}
		switch r.URL.Path {
		case "/self":
			http.Redirect(w, r, "/self", http.StatusFound)
		case "/a", "/b":
			http.Redirect(w, r, map[string]string{"/a": "/b", "/b": "/a"}[r.URL.Path], http.StatusMovedPermanently)
		case "/ftp":
			http.Redirect(w, r, "ftp://example.com/a.mp4", http.StatusFound)
		case "/file":
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		case "/cookie":
			if _, err := r.Cookie("seen"); err != nil {
				http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1"})
				http.Redirect(w, r, "/cookie", http.StatusFound)
				return
			}
			fallthrough
		default:
			serve(content, `"1"`, time.Time{})(w, r)
		}
	})
	src := open(t, anyHost, s.URL+"/hop/10")
	if requests, _ := s.took(); requests != 11 {
		t.Errorf("%d requests for 10 redirects", requests)
	}
	readAt(t, src, 5000, 10)
	if last := s.last(t); last.URL.Path != "/hop/0" || last.Header.Get("Referer") != "" {
		t.Errorf("later request: %s %v", last.URL, last.Header)
	}
	if requests, _ := s.took(); requests != 1 {
		t.Errorf("%d requests for a later read", requests)
	}
	for _, c := range []struct {
		path, text string
		requests   int
	}{
		{"/hop/11", "10 already", 11},
		{"/self", "circle", 1},
		{"/a", "circle", 2},
		{"/ftp", `scheme "ftp"`, 1},
		{"/file", `scheme "file"`, 1},
	} {
		err := openError(t, anyHost, s.URL+c.path)
		if !errors.Is(err, probe.ErrRedirect) || !strings.Contains(err.Error(), c.text) || probe.Temporary(err) {
			t.Errorf("%s: %v", c.path, err)
		}
		if requests, _ := s.took(); requests != c.requests {
			t.Errorf("%s: %d requests", c.path, requests)
		}
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	open(t, &probe.HTTP{AllowPrivateHosts: true, Client: &http.Client{Jar: jar}}, s.URL+"/cookie")

	never := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return errors.New("never") }}
	if err := openError(t, &probe.HTTP{AllowPrivateHosts: true, Client: never}, s.URL+"/hop/1"); !strings.Contains(err.Error(), "never") {
		t.Errorf("the caller's rule: %v", err)
	}
}

func TestRedirectFromTLS(t *testing.T) {
	open := newServer(t, serve(pattern(10), "", time.Time{}))
	s := httptest.NewTLSServer(http.RedirectHandler(open.URL, http.StatusFound))
	defer s.Close()
	err := openError(t, &probe.HTTP{AllowPrivateHosts: true, Client: s.Client()}, s.URL)
	if !errors.Is(err, probe.ErrRedirect) || !strings.Contains(err.Error(), "https to http") {
		t.Error(err)
	}
	if requests, _ := open.took(); requests != 0 {
		t.Errorf("%d requests by http", requests)
	}
}

// TestSecrets looks for what is sent to another host, and told in errors.
func TestSecrets(t *testing.T) {
	other := newServer(t, serve(pattern(10_000), `"1"`, time.Time{}))
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "kim" || password != "sesame" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, strings.Replace(other.URL, "127.0.0.1", "localhost", 1), http.StatusFound)
		case "/gone":
			w.WriteHeader(http.StatusNotFound)
		case "/self":
			http.Redirect(w, r, "/self", http.StatusFound)
		default:
			serve(pattern(10_000), `"1"`, time.Time{})(w, r)
		}
	})
	secret := strings.Replace(s.URL, "http://", "http://kim:sesame@", 1)
	readAt(t, open(t, anyHost, secret+"/"), 5000, 10)
	readAt(t, open(t, anyHost, secret+"/away?signature=abc"), 5000, 10)
	for _, r := range other.requests {
		if r.Header.Get("Authorization") != "" || strings.Contains(fmt.Sprint(r.Header, r.URL), "abc") {
			t.Errorf("sent to the other host: %v", r.Header)
		}
	}
	for _, uri := range []string{secret + "/gone", secret + "/self", "http://kim:sesame@127.0.0.1:1/", "http://kim:sesame@a b/", "http://kim:sesame@[::1/", "http://kim:ses%zzame@a/", "ftp://kim:sesame@a/", "http://kim:sesame@/a", "http://kim:sesame@a:x/"} {
		err := openError(t, anyHost, uri)
		if strings.Contains(err.Error(), "kim") || strings.Contains(err.Error(), "ses") && !strings.Contains(err.Error(), "addresses") {
			t.Errorf("%s: %v", uri, err)
		}
	}
}
