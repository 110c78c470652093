package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fsouza/fake-gcs-server/fakestorage"
	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe"
)

const bucket = "garden-cams"

// A bucketServer is a fake of Cloud Storage that other people wrote, behind a real
// server of HTTP, which wants a token and counts what is asked of it.
type bucketServer struct {
	*fakestorage.Server
	front *httptest.Server

	mu       sync.Mutex
	requests []*http.Request
	bytes    int64 // of bodies
}

const bearer = "Bearer of-a-service-account"

func newBucketServer(t *testing.T) *bucketServer {
	t.Helper()
	fake, err := fakestorage.NewServerWithOptions(fakestorage.Options{NoListener: true, PublicHost: "127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(fake.Stop)
	fake.CreateBucketWithOpts(fakestorage.CreateBucketOpts{Name: bucket})
	s := &bucketServer{Server: fake}
	s.front = httptest.NewServer(s)
	t.Cleanup(s.front.Close)
	return s
}

func (s *bucketServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests = append(s.requests, r)
	s.mu.Unlock()
	if r.Header.Get("Authorization") != bearer {
		http.Error(w, "no token", http.StatusUnauthorized)
		return
	}
	s.HTTPHandler().ServeHTTP(&countingWriter{w, s}, r)
}

type countingWriter struct {
	http.ResponseWriter
	s *bucketServer
}

func (w *countingWriter) Write(p []byte) (int, error) {
	w.s.mu.Lock() // before the client has the bytes and looks
	w.s.bytes += int64(len(p))
	w.s.mu.Unlock()
	return w.ResponseWriter.Write(p)
}

// took returns what was asked since the last call.
func (s *bucketServer) took() (requests []*http.Request, bytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	requests, bytes = s.requests, s.bytes
	s.requests, s.bytes = nil, 0
	return requests, bytes
}

// put stores an object, in the place of the one that has its name.
func (s *bucketServer) put(name string, generation int64, content []byte) {
	s.CreateObject(fakestorage.Object{
		ObjectAttrs: fakestorage.ObjectAttrs{BucketName: bucket, Name: name, Generation: generation, ContentType: "video/mp4"},
		Content:     content,
	})
}

// openers returns Openers that read from s as one who may.
func (s *bucketServer) openers() probe.Openers {
	return probe.Openers{"gs": &probe.Storage{Client: &http.Client{Transport: authorized{}}, BaseURL: s.front.URL}}
}

// authorized adds a token to requests, as the client of oauth2 does.
type authorized struct{}

func (authorized) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", bearer)
	return http.DefaultTransport.RoundTrip(r)
}

// sample returns one of the sample videos.
func sample(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "probe", "testdata", "media", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// padded appends a box of n bytes that means nothing to an MP4 file.
func padded(video []byte, n int) []byte {
	box := binary.BigEndian.AppendUint32(nil, uint32(n))
	return append(slices.Clone(video), append(append(box, "free"...), make([]byte, n-8)...)...)
}

// All that may stand in the name of an object leads to that object and no other:
// each has a size of its own.
func TestStorageNames(t *testing.T) {
	s := newBucketServer(t)
	video := sample(t, "mp4_faststart_5s.mp4")
	names := []string{
		"a b.mp4", "what?.mp4", "take #2.mp4", "100%.mp4", "%41.mp4", "A.mp4", "%2F.mp4", "a+b&c=d;e.mp4", "q?generation=5",
		"ünïcödé/видео/動画 🦊.mp4", "/leading.mp4", "//two.mp4", "a//b.mp4", "a/b.mp4", "a/../b.mp4", "./b.mp4", "a/..", "trailing/",
		"[1]*.mp4", `a\b.mp4`, `'"<>|^{}.mp4`, "`id`.mp4", "a\nb.mp4", "gs://x/y.mp4", "@:!$(),~.mp4", "...", "-rf", strings.Repeat("long/", 200),
	}
	var uris []string
	for i, name := range names {
		s.put(name, 0, padded(video, 100+i))
		uris = append(uris, "gs://"+bucket+"/"+name)
	}
	facts, err := probe.All(t.Context(), slices.Values(uris), &probe.AllOptions{Options: probe.Options{Openers: s.openers()}})
	if err != nil {
		t.Fatal(err)
	}
	for i, uri := range uris {
		if m := facts[uri]; m.Err != "" || m.Duration != 5*time.Second || m.Bytes != int64(len(video)+100+i) {
			t.Errorf("%q: %+v", uri, m)
		}
	}
}

// The facts tell which generation of an object they are of, and its checksum.
func TestStorageFacts(t *testing.T) {
	s := newBucketServer(t)
	video := sample(t, "mp4_moov_end_5s.mp4")
	s.put("night.mp4", 1700000000000001, video)
	got, err := probe.Probe(t.Context(), "gs://"+bucket+"/night.mp4", &probe.Options{Openers: s.openers()})
	if err != nil {
		t.Fatal(err)
	}
	want, err := probe.Read(bytes.NewReader(video), int64(len(video)), nil)
	if err != nil {
		t.Fatal(err)
	}
	want.ETag = "generation:1700000000000001"
	want.CRC32C = base64.StdEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, crc32.Checksum(video, crc32.MakeTable(crc32.Castagnoli))))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
}

// A video is read by few ranges. What the service counts is what the cost says.
func TestStorageReads(t *testing.T) {
	s := newBucketServer(t)
	for _, c := range []struct {
		name     string
		requests int
	}{
		{"mp4_faststart_5s.mp4", 2},
		{"mp4_moov_end_5s.mp4", 3},
		{"mkv_h264_6s.mkv", 1},
	} {
		// As large as real ones are.
		video := sample(t, c.name)
		if filepath.Ext(c.name) == ".mp4" {
			video = padded(video, 8<<20)
		}
		s.put(c.name, 0, video)
		var cost probe.Cost
		_, err := probe.Probe(t.Context(), "gs://"+bucket+"/"+c.name, &probe.Options{
			Openers: s.openers(), OnCost: func(_ string, c probe.Cost) { cost = c },
		})
		requests, n := s.took()
		if err != nil || len(requests) > c.requests || n > 16<<10 || cost != (probe.Cost{Requests: len(requests), Bytes: n}) {
			t.Errorf("%s: %v; %d requests, %d bytes, the cost says %+v", c.name, err, len(requests), n, cost)
		}
		for i, r := range requests {
			pinned := r.URL.Query().Get("generation") != ""
			if !regexp.MustCompile(`^bytes=\d+-\d+$`).MatchString(r.Header.Get("Range")) || pinned != (i > 0) {
				t.Errorf("%s: request %d: %s, range %q", c.name, i+1, r.URL, r.Header.Get("Range"))
			}
		}
	}
}

// What was replaced is looked at again; what was not costs one request.
func TestStorageReplaced(t *testing.T) {
	s := newBucketServer(t)
	s.put("same.mp4", 0, sample(t, "mp4_faststart_5s.mp4"))
	s.put("other.mp4", 0, sample(t, "mp4_faststart_5s.mp4"))
	s.put("late.mp4", 0, nil)
	same, other, late := "gs://"+bucket+"/same.mp4", "gs://"+bucket+"/other.mp4", "gs://"+bucket+"/late.mp4"
	path := filepath.Join(t.TempDir(), "facts.json")

	run := func() (videotune.MediaMap, map[string]bool) {
		t.Helper()
		reused := map[string]bool{}
		facts, err := probe.All(t.Context(), slices.Values([]string{same, other, late}), &probe.AllOptions{
			Options: probe.Options{Openers: s.openers()}, Facts: path,
			OnProgress: func(p probe.Progress) {
				if reused[p.URI] = p.Reused; p.Reused && p.Cost.Requests != 1 {
					t.Errorf("%s: known facts cost %+v", p.URI, p.Cost)
				}
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		return facts, reused
	}
	first, reused := run()
	if reused[same] || reused[other] || first[other].Duration != 5*time.Second || first[late].Err == "" {
		t.Errorf("first run: %v, %v", reused, first)
	}

	// Of the same size, so that only the generation tells.
	video := slices.Clone(sample(t, "mp4_faststart_5s.mp4"))
	video[len(video)-1] ^= 1
	s.put("other.mp4", 0, video)
	s.put("late.mp4", 0, sample(t, "mp4_faststart_10s.mp4"))
	second, reused := run()
	if diff := cmp.Diff(map[string]bool{same: true, other: false, late: false}, reused); diff != "" {
		t.Errorf("facts that were taken over (-want +got):\n%s", diff)
	}
	if second[same] != first[same] || second[other].ETag == first[other].ETag || second[other].CRC32C == first[other].CRC32C || second[late].Duration != 10*time.Second {
		t.Errorf("first run: %v\nsecond run: %v", first, second)
	}
	if _, reused = run(); !reused[same] || !reused[other] || !reused[late] {
		t.Errorf("third run: %v", reused)
	}
}

// An object that is replaced while it is read is no mixture of two: either its
// generation is still there, or that is an error which may be gone the next time.
func TestStorageChanges(t *testing.T) {
	s := newBucketServer(t)
	s.CreateBucketWithOpts(fakestorage.CreateBucketOpts{Name: "versions", VersioningEnabled: true})
	before, after := bytes.Repeat([]byte("before.."), 4000), bytes.Repeat([]byte("after..."), 4000)
	for _, bucket := range []string{bucket, "versions"} {
		put := func(generation int64, content []byte) {
			s.CreateObject(fakestorage.Object{ObjectAttrs: fakestorage.ObjectAttrs{BucketName: bucket, Name: "a", Generation: generation}, Content: content})
		}
		put(1, before)
		src, err := s.openers().Open(t.Context(), "gs://"+bucket+"/a")
		if err != nil {
			t.Fatal(err)
		}
		defer src.Close()
		put(2, after)
		got := make([]byte, 8)
		_, err = src.ReadAt(got, 16_000)
		if bucket == "versions" {
			if err != nil || string(got) != "before.." {
				t.Errorf("a generation that is kept: %q, %v", got, err)
			}
		} else if !errors.Is(err, probe.ErrChanged) || !probe.Temporary(err) {
			t.Errorf("a generation that is gone: %v", err)
		}
	}
}

// What is missing, or may not be read, is told; the other videos have their facts.
func TestStorageMissing(t *testing.T) {
	s := newBucketServer(t)
	good := "gs://" + bucket + "/a.mp4"
	s.put("a.mp4", 0, sample(t, "mp4_faststart_5s.mp4"))
	s.CreateObject(fakestorage.Object{
		ObjectAttrs: fakestorage.ObjectAttrs{BucketName: bucket, Name: "zipped.mp4", ContentEncoding: "gzip"}, Content: []byte("no gzip, though the service says so"),
	})
	wants := []struct {
		uri  string
		is   error
		text string
	}{
		{"gs://" + bucket + "/none.mp4", fs.ErrNotExist, "there is no such bucket or object"},
		{"gs://" + bucket + "/A.mp4", fs.ErrNotExist, "there is no such bucket or object"},
		{"gs://nobody-s-bucket/a.mp4", fs.ErrNotExist, "there is no such bucket or object"},
		{"gs://" + bucket + "/zipped.mp4", probe.ErrEncoding, "gzip"},
		{"gs://" + bucket, nil, "no object"},
	}
	uris := []string{good}
	for _, want := range wants {
		uris = append(uris, want.uri)
	}
	errs := map[string]error{}
	facts, err := probe.All(t.Context(), slices.Values(uris), &probe.AllOptions{
		Options:    probe.Options{Openers: s.openers()},
		OnProgress: func(p probe.Progress) { errs[p.URI] = p.Err },
	})
	if err != nil || facts[good].Duration != 5*time.Second {
		t.Errorf("%v, %+v", err, facts[good])
	}
	for _, want := range wants {
		got := errs[want.uri]
		if got == nil || want.is != nil && !errors.Is(got, want.is) || !strings.Contains(fmt.Sprint(got), want.text) || !strings.Contains(facts[want.uri].Err, want.text) {
			t.Errorf("%s: %v; facts %q", want.uri, got, facts[want.uri].Err)
		}
	}

	_, err = probe.Probe(t.Context(), good, &probe.Options{Openers: probe.Openers{"gs": &probe.Storage{BaseURL: s.front.URL}}})
	if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "credentials") {
		t.Errorf("without a token: %v", err)
	}
}
