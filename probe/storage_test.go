package probe_test

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/probe"
)

// A bucketServer answers as the XML API of Cloud Storage does, for one bucket.
type bucketServer struct {
	mu      sync.Mutex
	objects map[string]object // by name
	token   string            // that requests must bear
}

type object struct {
	content    []byte
	generation string
	encoding   string
}

func (b *bucketServer) put(name string, o object) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.objects[name] = o
}

func (b *bucketServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	fail := func(code int, text string) {
		w.Header().Set("Content-Type", "application/xml; charset=UTF-8")
		w.WriteHeader(code)
		w.Write([]byte("<?xml version='1.0' encoding='UTF-8'?><Error><Code>" + text + "</Code><Message>No.</Message><Details>Because.</Details></Error>"))
	}
	if b.token != "" && r.Header.Get("Authorization") != "Bearer "+b.token {
		fail(http.StatusUnauthorized, "AuthenticationRequired")
		return
	}
	raw, ok := strings.CutPrefix(r.URL.EscapedPath(), "/videos/")
	name, err := url.PathUnescape(raw)
	b.mu.Lock()
	defer b.mu.Unlock()
	o, found := b.objects[name]
	want := r.URL.Query().Get("generation")
	switch {
	case !ok || err != nil || !found, want != "" && want != o.generation:
		fail(http.StatusNotFound, "NoSuchKey")
		return
	case strings.Contains(raw, "/"):
		fail(http.StatusBadRequest, "SlashInName")
		return
	}
	h := w.Header()
	h.Set("Content-Type", "video/mp4")
	h.Set("ETag", `"d41d8cd9"`)
	if o.generation != "" {
		h.Set("X-Goog-Generation", o.generation)
	}
	if o.encoding != "" {
		h.Set("X-Goog-Stored-Content-Encoding", o.encoding)
	}
	h.Add("X-Goog-Hash", "crc32c=n03x6A==")
	h.Add("X-Goog-Hash", "md5=Ojk9c3dhfxgoKVVHYwFbHQ==")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(o.content))
}

func newBucket(t *testing.T) (*bucketServer, *server, *probe.Storage) {
	b := &bucketServer{objects: make(map[string]object)}
	s := newServer(t, b.ServeHTTP)
	return b, s, &probe.Storage{BaseURL: s.URL}
}

func TestStorage(t *testing.T) {
	b, s, storage := newBucket(t)
	content := pattern(20_000)
	b.put("clips/a.mp4", object{content: content, generation: "1700000000000001"})
	src := open(t, storage, "gs://videos/clips/a.mp4")
	if src.Size != 20_000 || src.ETag != "generation:1700000000000001" || src.CRC32C != "n03x6A==" || src.ContentType != "video/mp4" {
		t.Errorf("source: %+v", src)
	}
	readAt(t, src, 0, 4096)
	if requests, n := s.took(); requests != 1 || n != 4096 {
		t.Errorf("%d requests, %d bytes", requests, n)
	}
	if got := readAt(t, src, 10_000, 100); !bytes.Equal(got, content[10_000:10_100]) {
		t.Error("bytes differ")
	}
	if r := s.last(t); r.URL.RawQuery != "generation=1700000000000001" || r.Header.Get("Range") != "bytes=10000-10099" {
		t.Errorf("later request: %s %v", r.URL, r.Header)
	}
	b.put("clips/a.mp4", object{content: pattern(20_000), generation: "1700000000000002"})
	if err := readError(t, src, 10_000, 100); !errors.Is(err, probe.ErrChanged) || !strings.Contains(err.Error(), "1700000000000001") {
		t.Error(err)
	}
}

// TestStorageWithoutGeneration has a service that tells no generation, or a strange
// one.
func TestStorageWithoutGeneration(t *testing.T) {
	b, s, storage := newBucket(t)
	for _, generation := range []string{"", "-1", "1&x=y"} {
		b.put("a.mp4", object{content: pattern(20_000), generation: generation})
		src := open(t, storage, "gs://videos/a.mp4")
		readAt(t, src, 10_000, 100)
		if r := s.last(t); r.URL.RawQuery != "" || r.Header.Get("If-Match") != `"d41d8cd9"` || src.ETag != `"d41d8cd9"` {
			t.Errorf("%q: %s %v, ETag %q", generation, r.URL, r.Header, src.ETag)
		}
	}
}

// TestStorageInProcess has a Transport that calls the service, as fakes of it do.
func TestStorageInProcess(t *testing.T) {
	b := &bucketServer{objects: make(map[string]object)}
	content := pattern(20_000)
	b.put("a b.mp4", object{content: content, generation: "5"})
	storage := &probe.Storage{Client: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.Host != "storage.googleapis.com" || r.URL.Scheme != "https" {
			t.Errorf("asked %q for %s", r.Host, r.URL)
		}
		w := httptest.NewRecorder()
		b.ServeHTTP(w, r)
		return w.Result(), nil // without the request
	})}}
	if got := readAt(t, open(t, storage, "gs://videos/a b.mp4"), 10_000, 100); !bytes.Equal(got, content[10_000:10_100]) {
		t.Error("bytes differ")
	}
}

func TestStorageNames(t *testing.T) {
	b, s, storage := newBucket(t)
	for i, name := range []string{
		"a b.mp4", "what?.mp4", "take #2.mp4", "100%.mp4", "%41.mp4", "%2F.mp4", "ünïcödé/видео/動画.mp4", "/leading.mp4", "//two.mp4", "a//b.mp4",
		"a/../b.mp4", "../b.mp4", "./b.mp4", "a/..", "trailing/", "a+b&c=d;e.mp4", "q?generation=5", "[1]*.mp4", "a\\b.mp4", "'\"<>|^`{}.mp4", "a\nb.mp4", "\xff\xfe.mp4", "gs://x/y.mp4", "@:!$(),~.mp4", "...",
	} {
		content := append(pattern(5000), byte(i))
		b.put(name, object{content: content, generation: "7"})
		src := open(t, storage, "gs://videos/"+name)
		if got := readAt(t, src, 4990, 11); !bytes.Equal(got, content[4990:]) {
			t.Errorf("%q: bytes differ", name)
		}
		if strings.Contains(s.last(t).RequestURI, " ") {
			t.Errorf("%q: asked for %q", name, s.last(t).RequestURI)
		}
	}
}

func TestStorageRefusals(t *testing.T) {
	b, s, storage := newBucket(t)
	b.put("zip.mp4", object{content: pattern(10), generation: "1", encoding: "gzip"})
	for uri, text := range map[string]string{
		"gs://":                 "names no bucket",
		"gs:///a.mp4":           "names no bucket",
		"gs://videos":           "no object",
		"gs://videos/":          "no object",
		"gs://../a.mp4":         "not the name of a bucket",
		"gs://vid eos/a.mp4":    "not the name of a bucket",
		"gs://videos?x/a.mp4":   "not the name of a bucket",
		"gs://kim@videos/a.mp4": "not the name of a bucket",
		"gs://videos/..":        "no object can be named",
		"gs:videos/a.mp4":       "want gs://bucket/object",
		"http://videos/a.mp4":   "want gs://bucket/object",
		"gs://videos/zip.mp4":   `stored with Content-Encoding "gzip"`,
		"gs://videos/none.mp4":  `there is no such bucket or object (the server says "NoSuchKey: No. Because.")`,
	} {
		if err := openError(t, storage, uri); !strings.Contains(err.Error(), text) {
			t.Errorf("%s: %v", uri, err)
		}
	}
	if err := openError(t, storage, "gs://videos/none.mp4"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	for _, base := range []string{"ftp://x", "localhost:4443", "http://", s.URL + "?a=b", "http://[::1"} {
		if err := openError(t, &probe.Storage{BaseURL: base}, "gs://videos/a.mp4"); !strings.Contains(err.Error(), "BaseURL") {
			t.Errorf("BaseURL %q: %v", base, err)
		}
	}
	b.put("a.mp4", object{content: pattern(10), generation: "1"})
	open(t, &probe.Storage{BaseURL: s.URL + "/"}, "GS://videos/a.mp4")
}

func TestStorageAccess(t *testing.T) {
	b, s, storage := newBucket(t)
	b.token = "secret"
	b.put("a.mp4", object{content: pattern(10_000), generation: "1"})
	err := openError(t, storage, "gs://videos/a.mp4")
	if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "not public") || !strings.Contains(err.Error(), "Storage.Client") {
		t.Error(err)
	}
	// An authenticated client sends its credentials to whatever host it asks.
	client := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", "Bearer secret")
		return http.DefaultTransport.RoundTrip(r)
	})}
	src := open(t, &probe.Storage{BaseURL: s.URL, Client: client}, "gs://videos/a.mp4")
	readAt(t, src, 5000, 10)

	b.token = "other"
	if err := openError(t, &probe.Storage{BaseURL: s.URL, Client: client}, "gs://videos/a.mp4"); !strings.Contains(err.Error(), "credentials are not accepted") {
		t.Error(err)
	}

	thief := newServer(t, serve(pattern(10), "", time.Time{}))
	away := newServer(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, thief.URL, http.StatusFound) })
	err = openError(t, &probe.Storage{BaseURL: away.URL, Client: client}, "gs://videos/a.mp4")
	if !errors.Is(err, probe.ErrRedirect) {
		t.Error(err)
	}
	if requests, _ := thief.took(); requests != 0 || client.CheckRedirect != nil {
		t.Errorf("%d requests to another host", requests)
	}
}
