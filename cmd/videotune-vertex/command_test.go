package main

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
)

// A world is a folder with a training file, and services on loopback.
type world struct {
	t       *testing.T
	dir     string
	train   string // path of the file, whose second line is longer than it may be
	service *vertextest.Server
	storage *storageStub
}

const worldLine = `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://cams/%d.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"0s","endOffset":"%ds"}},{"text":"Which animal?"}]},{"role":"model","parts":[{"text":"fox"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}` + "\n"

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, dir: t.TempDir(), service: vertextest.NewServer(), storage: &storageStub{objects: map[string][]byte{}}}
	t.Cleanup(w.service.Close)
	front := httptest.NewServer(w.storage)
	t.Cleanup(front.Close)
	quick(t)
	for name, value := range map[string]string{
		"STORAGE_EMULATOR_HOST": front.URL, apiVariable: w.service.URL, projectVariable: vertextest.Project,
		tokenVariable: "", "GOOGLE_API_KEY": "", "GEMINI_API_KEY": "", "GOOGLE_APPLICATION_CREDENTIALS": "",
	} {
		t.Setenv(name, value)
	}
	var text strings.Builder
	for i := range 20 {
		seconds := 20
		if i == 1 {
			seconds = 3000
		}
		fmt.Fprintf(&text, worldLine, i, seconds)
		w.storage.put(fmt.Sprintf("cams/%d.mp4", i), []byte("a video"))
	}
	w.train = w.write("train.jsonl", text.String())
	w.storage.put("cams/run/train.jsonl", []byte(text.String()))
	return w
}

// quick makes the command impatient.
func quick(t *testing.T) {
	t.Helper()
	before := patience
	patience.Retry = vertex.Retry{Attempts: 2, First: time.Millisecond, Longest: time.Millisecond, Timeout: 5 * time.Second}
	patience.settle, patience.outage = 3*time.Millisecond, -1
	t.Cleanup(func() { patience = before })
}

func (w *world) write(name, text string) string {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// tune returns the arguments of tune with others.
func (w *world) tune(args ...string) []string {
	return append([]string{"tune", "--at", "gs://cams/run", "--region", vertextest.Region, "--poll", "1ms", w.train}, args...)
}

// command runs the command and demands an exit status.
func command(t *testing.T, ctx context.Context, want int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errs strings.Builder
	if got := run(ctx, args, &out, &errs); got != want {
		t.Errorf("%q: exit status %d, want %d\n%s%s", args, got, want, &out, &errs)
	}
	return out.String(), errs.String()
}

// result runs the command with JSON and returns that.
func result(t *testing.T, ctx context.Context, want int, args ...string) map[string]any {
	t.Helper()
	out, errs := command(t, ctx, want, append(args, "--format", "json")...)
	var v map[string]any
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatalf("%q: %v\n%s%s", args, err, out, errs)
	}
	return v
}

// at returns what stands at a path of names in JSON, nil for nothing.
func at(v any, path ...string) any {
	for _, name := range path {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

// A storageStub answers for objects, named bucket/object, as Cloud Storage does.
type storageStub struct {
	mu      sync.Mutex
	objects map[string][]byte
	updated string // of all of them; "" is long ago
	asked   int
}

func (s *storageStub) put(name string, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.objects[name] = data
}

// has reports whether there is a bucket.
func (s *storageStub) has(bucket string) bool {
	for name := range s.objects {
		if strings.HasPrefix(name, bucket+"/") {
			return true
		}
	}
	return false
}

func (s *storageStub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	bucket, object, isObject := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/storage/v1"), "/b/"), "/o/")
	data, ok := s.objects[bucket+"/"+object]
	switch {
	case !isObject && !s.has(bucket):
		http.Error(w, `{"error":{"code":404,"message":"The specified bucket does not exist."}}`, http.StatusNotFound)
	case !isObject:
		fmt.Fprintf(w, `{"name":%q,"location":"US-CENTRAL1"}`, bucket)
	case !ok:
		http.Error(w, `{"error":{"code":404,"message":"No such object"}}`, http.StatusNotFound)
	case r.URL.Query().Get("alt") == "media":
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(string(data)))
	default:
		sum := binary.BigEndian.AppendUint32(nil, crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)))
		fmt.Fprintf(w, `{"bucket":%q,"name":%q,"size":"%d","generation":"7","contentType":"text/plain","crc32c":%q,"updated":%q}`,
			bucket, object, len(data), base64.StdEncoding.EncodeToString(sum), cmp.Or(s.updated, "2026-01-01T00:00:00Z"))
	}
}

// silence takes requests and answers none, until the caller gives up.
func silence(t *testing.T, seen func()) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if seen != nil {
			seen()
		}
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	return server.URL
}
