package e2e

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/storage"
	"github.com/googleapis/gax-go/v2"
	"google.golang.org/api/option"
)

// storageClient returns the real client of Cloud Storage, which talks to s.
func (s *bucketServer) storageClient(t *testing.T, transport http.RoundTripper) *storage.Client {
	t.Helper()
	// Reading by JSON stays below the endpoint; else the client goes to the real host.
	client, err := storage.NewClient(t.Context(), option.WithHTTPClient(&http.Client{Transport: transport}),
		option.WithEndpoint(s.front.URL+"/storage/v1/"), storage.WithJSONReads())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	client.SetRetry(storage.WithBackoff(gax.Backoff{Initial: time.Millisecond, Max: 2 * time.Millisecond}))
	return client
}

// A faulty transport lets requests fail before or after they arrive.
type faulty struct {
	// before and after return a status that is answered instead; 0 for none. Where after
	// does, the request arrived and its answer is lost.
	before, after func(*http.Request) int
}

func (f *faulty) RoundTrip(r *http.Request) (*http.Response, error) {
	if code := ask(f.before, r); code != 0 {
		if r.Body != nil {
			_, _ = io.Copy(io.Discard, r.Body)
			r.Body.Close()
		}
		return answer(r, code), nil
	}
	resp, err := authorized{}.RoundTrip(r)
	if code := ask(f.after, r); err == nil && code != 0 {
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		return answer(r, code), nil
	}
	return resp, err
}

func ask(f func(*http.Request) int, r *http.Request) int {
	if f == nil {
		return 0
	}
	return f(r)
}

func answer(r *http.Request, code int) *http.Response {
	return &http.Response{
		StatusCode: code, Status: fmt.Sprint(code, " ", http.StatusText(code)), ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}},
		Body:   io.NopCloser(strings.NewReader(fmt.Sprintf(`{"error":{"code":%d,"message":"made up"}}`, code))),
	}
}

// isUpload reports whether a request carries bytes, or begins an upload.
func isUpload(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/upload/") }

// textFile writes a file of some bytes and returns its path.
func textFile(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func (s *bucketServer) content(t *testing.T, name string) []byte {
	t.Helper()
	object, err := s.GetObject(bucket, name)
	if err != nil {
		t.Fatal(err)
	}
	return object.Content
}
