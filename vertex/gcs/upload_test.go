package gcs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// aFile returns the path of a file of so many bytes.
func aFile(t *testing.T, size int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.mp4")
	if err := os.WriteFile(path, make([]byte, size), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// grow appends to a file.
func grow(t *testing.T, path string, size int) {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Error(err)
		return
	}
	defer f.Close()
	if _, err := f.Write(make([]byte, size)); err != nil {
		t.Error(err)
	}
}

// none answers that there is no such object.
func none(w http.ResponseWriter) {
	http.Error(w, `{"error":{"code":404,"message":"No such object"}}`, http.StatusNotFound)
}

// piece answers a piece of an upload, and reports whether it was the last one. The first
// request of an upload in pieces gets a session.
func piece(w http.ResponseWriter, r *http.Request) (last bool) {
	switch at := r.Header.Get("Content-Range"); {
	case r.URL.Query().Get("uploadType") == "resumable" && at == "":
		w.Header().Set("Location", "http://"+r.Host+"/upload/session")
	case strings.HasSuffix(at, "/*"):
		w.Header().Set("Range", "bytes=0-"+at[strings.IndexByte(at, '-')+1:strings.IndexByte(at, '/')])
		w.Header().Set("X-Http-Status-Code-Override", "308")
	default:
		return true
	}
	return false
}

// The checksum goes to the service with the name of the object, so that it makes no
// object of other bytes.
func TestUploadSendsChecksum(t *testing.T) {
	for name, size := range map[string]int{"at once": 10, "in pieces": chunkUnit + 1} {
		t.Run(name, func(t *testing.T) {
			path := aFile(t, size)
			sum := sumOf(t, path)
			var told atomic.Int64
			client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
				body, err := io.ReadAll(r.Body)
				if err != nil {
					t.Error(err)
				}
				if !strings.HasPrefix(r.URL.Path, "/upload/") {
					none(w)
					return
				}
				if strings.Contains(string(body), `"crc32c":"`+sum+`"`) {
					told.Add(1)
				}
				if piece(w, r) {
					fmt.Fprintf(w, `{"size":"%d","generation":"7","crc32c":"%s"}`, size, sum)
				}
			})
			if _, err := Upload(t.Context(), client, []File{{Path: path, URI: "gs://b/a.mp4"}}, &Options{ChunkSize: chunkUnit}); err != nil {
				t.Error(err)
			}
			if told.Load() != 1 {
				t.Errorf("the checksum was told %d times", told.Load())
			}
		})
	}
}

// An object that may not be replaced, since it is on hold, keeps no other file from being
// uploaded; a bucket in which nothing may be made does.
func TestUploadDenied(t *testing.T) {
	path := aFile(t, 1)
	sum := sumOf(t, path)
	for name, c := range map[string]struct {
		replace int64
		denied  string // the method that is answered with 403
		kinds   []error
	}{
		"hold":      {7, http.MethodPost, []error{ErrDenied, nil, nil}},
		"no create": {0, http.MethodPost, []error{ErrDenied, ErrNotTried, ErrNotTried}},
		"no look":   {7, http.MethodGet, []error{ErrDenied, ErrNotTried, ErrNotTried}},
	} {
		t.Run(name, func(t *testing.T) {
			client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				first := strings.HasSuffix(r.URL.Path, "/1") || strings.Contains(string(body), `"name":"1"`) || r.URL.Query().Get("name") == "1"
				switch {
				case first && r.Method == c.denied:
					http.Error(w, `{"error":{"code":403,"message":"it is under hold"}}`, http.StatusForbidden)
				case r.Method == http.MethodGet && (!first || c.replace == 0):
					none(w)
				case r.Method == http.MethodGet:
					io.WriteString(w, `{"size":"2","generation":"7","crc32c":"AAAAAA=="}`)
				default:
					io.WriteString(w, `{"size":"1","generation":"8","crc32c":"`+sum+`"}`)
				}
			})
			files := []File{{Path: path, URI: "gs://b/1", Replace: c.replace}, {Path: path, URI: "gs://b/2"}, {Path: path, URI: "gs://b/3"}}
			results, err := Upload(t.Context(), client, files, &Options{Workers: 1})
			if !errors.Is(err, ErrDenied) {
				t.Errorf("%v", err)
			}
			for i, r := range results {
				if !errors.Is(r.Err, c.kinds[i]) {
					t.Errorf("file %d: %v", i+1, r.Err)
				}
			}
		})
	}
}

// A file that grows while it is sent is not read on for as long as it grows.
func TestUploadGrows(t *testing.T) {
	path := aFile(t, 2*chunkUnit)
	var pieces atomic.Int64
	client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if !strings.HasPrefix(r.URL.Path, "/upload/") {
			none(w)
			return
		}
		if pieces.Add(1) < 50 { // a test has an end
			grow(t, path, 2*chunkUnit)
		}
		if piece(w, r) {
			io.WriteString(w, `{"size":"1","generation":"7"}`)
		}
	})
	results, err := Upload(t.Context(), client, []File{{Path: path, URI: "gs://b/a.mp4"}}, &Options{ChunkSize: chunkUnit})
	if !errors.Is(err, ErrChanged) || results[0].Object != (Object{}) || pieces.Load() > 4 {
		t.Errorf("%d requests, %v", pieces.Load(), err)
	}
}

// A growing context makes a file grow each time it is asked.
type growing struct {
	context.Context
	grow func()
}

func (g growing) Err() error {
	g.grow()
	return g.Context.Err()
}

// A file that grows while its checksum is made has none.
func TestChecksumGrows(t *testing.T) {
	path := aFile(t, 1)
	times := 0
	ctx := growing{t.Context(), func() {
		if times++; times < 50 {
			grow(t, path, 64<<10)
		}
	}}
	if sum, n, err := Checksum(ctx, path); !errors.Is(err, ErrChanged) || !strings.Contains(err.Error(), path) || times > 4 {
		t.Errorf("%s of %d bytes after %d pieces: %v", sum, n, times, err)
	}
}

// Without a client there is an error, and the process goes on.
func TestNoClient(t *testing.T) {
	file := File{Path: aFile(t, 1), URI: "gs://b/a.mp4"}
	for name, call := range map[string]func() error{
		"upload":    func() error { _, err := Upload(t.Context(), nil, []File{file}, nil); return err },
		"stat":      func() error { _, err := new(Objects).Stat(t.Context(), file.URI); return err },
		"read":      func() error { return new(Objects).Read(t.Context(), file.URI) },
		"check":     func() error { _, err := new(Objects).Check(t.Context(), file.URI); return err },
		"nil":       func() error { _, err := (*Objects)(nil).Check(t.Context(), file.URI); return err },
		"no bucket": func() error { _, err := (*Objects)(nil).Location(t.Context(), "b"); return err },
		"bucket":    func() error { _, err := new(Objects).Location(t.Context(), "b"); return err },
	} {
		if err := call(); !errors.Is(err, errNoClient) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if files, err := Planned(nil, "dir"); err == nil {
		t.Errorf("no set: %v", files)
	}
}
