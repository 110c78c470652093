package gcs

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cloud.google.com/go/storage"
	"google.golang.org/api/option"
)

// clientOf returns a client that talks to a server on loopback.
func clientOf(t *testing.T, handler http.HandlerFunc) *storage.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client, err := storage.NewClient(t.Context(), option.WithHTTPClient(server.Client()),
		option.WithEndpoint(server.URL+"/storage/v1/"), storage.WithJSONReads())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}

// silent takes a request and never answers it.
func silent(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

// wantSilence demands the error of a service that was silent, and soon.
func wantSilence(t *testing.T, begun time.Time, err error) {
	t.Helper()
	var e *Error
	if !errors.Is(err, ErrSilent) || !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &e) || e.URI == "" || e.Do == "" {
		t.Errorf("want silence told: %v", err)
	}
	if d := time.Since(begun); d > 20*time.Second {
		t.Errorf("it took %v", d)
	}
}

// A look at an object ends where the service says nothing.
func TestObjectsSilent(t *testing.T) {
	client := clientOf(t, silent)
	o := &Objects{Client: client, Timeout: 20 * time.Millisecond}
	for name, look := range map[string]func(context.Context) error{
		"stat":     func(ctx context.Context) error { _, err := o.Stat(ctx, "gs://b/o"); return err },
		"read":     func(ctx context.Context) error { return o.Read(ctx, "gs://b/o") },
		"check":    func(ctx context.Context) error { _, err := o.Check(ctx, "gs://b/o"); return err },
		"location": func(ctx context.Context) error { _, err := o.Location(ctx, "b"); return err },
	} {
		t.Run(name, func(t *testing.T) {
			wantSilence(t, time.Now(), look(t.Context()))
			// A caller that ends it is told so, and not of a silent service.
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if err := look(ctx); !errors.Is(err, context.Canceled) || errors.Is(err, ErrSilent) {
				t.Errorf("canceled: %v", err)
			}
		})
	}
}

// A body that stops in the middle is silence too.
func TestReadStalls(t *testing.T) {
	client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "1")
		w.Header().Set("Content-Range", "bytes 0-0/10")
		w.WriteHeader(http.StatusPartialContent)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	begun := time.Now()
	wantSilence(t, begun, (&Objects{Client: client, Timeout: 50 * time.Millisecond}).Read(t.Context(), "gs://b/o"))
}

// An upload ends where the service says nothing, at its first look or later; and after
// the first file no other one is begun.
func TestUploadSilent(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.mp4")
	if err := os.WriteFile(path, make([]byte, 600<<10), 0o666); err != nil {
		t.Fatal(err)
	}
	files := []File{{Path: path, URI: "gs://b/1"}, {Path: path, URI: "gs://b/2"}}
	for name, chunk := range map[string]int{"at once": 16 << 20, "in pieces": 256 << 10, "a look": -1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var uploads atomic.Int64
			client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
				if strings.HasPrefix(r.URL.Path, "/upload/") {
					uploads.Add(1)
				} else if chunk > 0 {
					http.Error(w, `{"error":{"code":404,"message":"No such object"}}`, http.StatusNotFound)
					return
				}
				silent(w, r)
			})
			begun := time.Now()
			results, err := Upload(t.Context(), client, files, &Options{Workers: 1, ChunkSize: chunk, Timeout: 60 * time.Millisecond})
			wantSilence(t, begun, err)
			if (uploads.Load() > 0) != (chunk > 0) || !errors.Is(results[1].Err, ErrNotTried) {
				t.Errorf("%d uploads begun, %+v", uploads.Load(), results)
			}
		})
	}
}

// An upload that is slow, but goes on, is not given up.
func TestUploadSlow(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.mp4")
	if err := os.WriteFile(path, make([]byte, 6*chunkUnit), 0o666); err != nil {
		t.Fatal(err)
	}
	pause := 140 * time.Millisecond
	client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		switch {
		case !strings.HasPrefix(r.URL.Path, "/upload/"):
			none(w)
			return
		case strings.HasSuffix(r.Header.Get("Content-Range"), "/*"):
			time.Sleep(pause)
		}
		if piece(w, r) {
			_, _ = io.WriteString(w, `{"size":"1572864","generation":"7","crc32c":"`+sumOf(t, path)+`"}`)
		}
	})
	// The pieces take longer together than nothing may arrive.
	results, err := Upload(t.Context(), client, []File{{Path: path, URI: "gs://b/a.mp4"}}, &Options{ChunkSize: chunkUnit, Timeout: 60 * time.Millisecond})
	if err != nil || results[0].Object.Generation != 7 {
		t.Errorf("%+v, %v", results, err)
	}
}

func sumOf(t *testing.T, path string) string {
	t.Helper()
	sum, _, err := Checksum(t.Context(), path)
	if err != nil {
		t.Error(err)
	}
	return sum
}

// What the service made of other bytes is an error, and no Object is told for it.
func TestUploadChecksum(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.mp4")
	if err := os.WriteFile(path, []byte("what was sent"), 0o666); err != nil {
		t.Fatal(err)
	}
	client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if !strings.HasPrefix(r.URL.Path, "/upload/") {
			http.Error(w, `{"error":{"code":404,"message":"No such object"}}`, http.StatusNotFound)
			return
		}
		_, _ = io.WriteString(w, `{"size":"1","generation":"7","crc32c":"AAAAAA=="}`)
	})
	results, err := Upload(t.Context(), client, []File{{Path: path, URI: "gs://b/a.mp4"}}, nil)
	if !errors.Is(err, ErrChecksum) || results[0].Object != (Object{}) || !strings.Contains(err.Error(), "generation 7") {
		t.Errorf("%+v, %v", results, err)
	}
}

// An object that has the bytes and another type is there, and its type is told.
func TestUploadOtherType(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.mp4")
	if err := os.WriteFile(path, []byte("x"), 0o666); err != nil {
		t.Fatal(err)
	}
	sum := sumOf(t, path)
	for typ, want := range map[string]string{"text/plain": "video/mp4", "": "video/mp4", "video/mp4": ""} {
		client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"size":"1","generation":"7","crc32c":"`+sum+`","contentType":"`+typ+`"}`)
		})
		results, err := Upload(t.Context(), client, []File{{Path: path, URI: "gs://b/a.mp4"}}, nil)
		if r := results[0]; err != nil || !r.Present || r.WantType != want || r.Object.ContentType != typ {
			t.Errorf("%q: %+v, %v", typ, r, err)
		}
	}
}

// A bucket tells its location.
func TestLocation(t *testing.T) {
	client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/storage/v1/b/my-bucket":
			_, _ = io.WriteString(w, `{"name":"my-bucket","location":"US-CENTRAL1"}`)
		case "/storage/v1/b/theirs":
			http.Error(w, `{"error":{"code":403,"message":"no"}}`, http.StatusForbidden)
		default:
			http.Error(w, `{"error":{"code":404,"message":"none"}}`, http.StatusNotFound)
		}
	})
	o := &Objects{Client: client}
	if got, err := o.Location(t.Context(), "my-bucket"); err != nil || got != "US-CENTRAL1" {
		t.Errorf("%q, %v", got, err)
	}
	for bucket, want := range map[string]error{"theirs": ErrDenied, "none": ErrNoBucket} {
		var e *Error
		if _, err := o.Location(t.Context(), bucket); !errors.Is(err, want) || !errors.As(err, &e) || e.URI != "gs://"+bucket {
			t.Errorf("%s: %v", bucket, err)
		}
	}
	for _, bucket := range []string{"", "..", "a/b", "a?b"} {
		if got, err := o.Location(t.Context(), bucket); err == nil {
			t.Errorf("%q is in %q", bucket, got)
		}
	}
}
