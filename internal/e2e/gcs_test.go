package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/fsouza/fake-gcs-server/fakestorage"
	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune/vertex/gcs"
)

// Both files of a dataset arrive as they are, with their type and checksum; the second
// time nothing is sent.
func TestUploadDataset(t *testing.T) {
	s := newBucketServer(t)
	client := s.storageClient(t, authorized{})
	train, validation := bytes.Repeat([]byte("{\"contents\":[]}\n"), 60_000), []byte{} // the latter is empty
	files, err := gcs.Under("gs://"+bucket+"/run 7/", textFile(t, "train.jsonl", train), textFile(t, "validation.jsonl", validation))
	if err != nil {
		t.Fatal(err)
	}
	var steps []gcs.Progress
	options := &gcs.Options{Workers: 1, ChunkSize: 1, OnProgress: func(p gcs.Progress) { steps = append(steps, p) }}
	results, err := gcs.Upload(t.Context(), client, files, options)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]byte{train, validation} {
		r := results[i]
		crc32c, n, err := gcs.Checksum(t.Context(), files[i].Path)
		if err != nil || r.Present || r.Object.Bytes != n || r.Object.CRC32C != crc32c || r.Object.ContentType != gcs.JSONLines || r.Object.Generation == 0 {
			t.Errorf("%+v, want %d bytes, %s: %v", r, n, crc32c, err)
		}
		if got := s.content(t, strings.TrimPrefix(r.Object.URI, "gs://"+bucket+"/")); !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes arrived, want %d", r.Object.URI, len(got), len(want))
		}
	}
	last := steps[len(steps)-1]
	if last.FilesDone != 2 || last.BytesDone != int64(len(train)) || last.Bytes != last.BytesDone || last.Result == nil || len(steps) < 4+len(train)/(256<<10) {
		t.Errorf("%d steps, the last %+v", len(steps), last)
	}
	for i := 1; i < len(steps); i++ {
		if steps[i].BytesDone < steps[i-1].BytesDone || steps[i].FilesDone < steps[i-1].FilesDone {
			t.Errorf("step %d goes back: %+v", i, steps[i])
		}
	}

	s.took()
	again, err := gcs.Upload(t.Context(), client, files, nil)
	if err != nil || !again[0].Present || !again[1].Present {
		t.Errorf("%+v, %v", again, err)
	}
	for i := range again {
		again[i].Present = false
	}
	if diff := cmp.Diff(results, again); diff != "" {
		t.Errorf("second run (-first +second):\n%s", diff)
	}
	if requests, _ := s.took(); len(requests) != 2 || isUpload(requests[0]) || isUpload(requests[1]) {
		t.Errorf("%d requests, want a look at each file", len(requests))
	}
}

// Nothing is overwritten unasked, and only what was asked.
func TestUploadOverwritesNothing(t *testing.T) {
	s := newBucketServer(t)
	client := s.storageClient(t, authorized{})
	s.put("train.jsonl", 0, []byte("old\n"))
	uri := "gs://" + bucket + "/train.jsonl"
	objects := &gcs.Objects{Client: client}
	old, err := objects.Check(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	file := gcs.File{Path: textFile(t, "train.jsonl", []byte("new\n")), URI: uri}
	upload := func(replace int64) (gcs.Result, error) {
		f := file
		f.Replace = replace
		results, err := gcs.Upload(t.Context(), client, []gcs.File{f}, nil)
		return results[0], err
	}
	if _, err := upload(0); !errors.Is(err, gcs.ErrExists) || !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), fmt.Sprint("generation ", old.Generation)) {
		t.Errorf("over another: %v", err)
	}
	if _, err := upload(old.Generation + 1); !errors.Is(err, gcs.ErrReplaced) {
		t.Errorf("over another generation: %v", err)
	}
	if got := s.content(t, "train.jsonl"); string(got) != "old\n" {
		t.Fatalf("overwritten: %q", got)
	}
	r, err := upload(old.Generation)
	if err != nil || r.Present || r.Object.Generation == old.Generation || string(s.content(t, "train.jsonl")) != "new\n" {
		t.Errorf("asked to replace: %+v, %v", r, err)
	}
	// It is there: that another generation was named does not matter.
	if r, err := upload(old.Generation); err != nil || !r.Present {
		t.Errorf("again: %+v, %v", r, err)
	}
	if err := s.Backend().DeleteObject(bucket, "train.jsonl"); err != nil {
		t.Fatal(err)
	}
	if _, err := upload(old.Generation); !errors.Is(err, gcs.ErrReplaced) {
		t.Errorf("over one that is gone: %v", err)
	}
}

// Where someone else makes the object between the look and the upload, theirs stays.
func TestUploadRace(t *testing.T) {
	for _, theirs := range []string{"theirs\n", "ours\n"} {
		s := newBucketServer(t)
		var once atomic.Bool
		client := s.storageClient(t, &faulty{before: func(r *http.Request) int {
			if isUpload(r) && once.CompareAndSwap(false, true) {
				s.put("train.jsonl", 0, []byte(theirs))
			}
			return 0
		}})
		file := gcs.File{Path: textFile(t, "train.jsonl", []byte("ours\n")), URI: "gs://" + bucket + "/train.jsonl"}
		results, err := gcs.Upload(t.Context(), client, []gcs.File{file}, nil)
		equal := theirs == "ours\n"
		if equal && (err != nil || !results[0].Present) || !equal && !errors.Is(err, gcs.ErrExists) {
			t.Errorf("%q: %+v, %v", theirs, results, err)
		}
		if got := s.content(t, "train.jsonl"); string(got) != theirs {
			t.Errorf("overwritten: %q", got)
		}
	}
}

// What fails for a moment is sent again, piece by piece; an answer that is lost does
// not make an error of what arrived.
func TestUploadRetries(t *testing.T) {
	content := bytes.Repeat([]byte("0123456789abcdef"), 64<<10) // 4 pieces
	for name, first := range map[string]func(n int, r *http.Request) (before, after int){
		"503 for each piece": func(n int, _ *http.Request) (int, int) { return 503 * (n % 2), 0 },
		"429 at first":       func(n int, _ *http.Request) (int, int) { return map[bool]int{true: 429}[n <= 3], 0 },
		"lost answer":        func(n int, _ *http.Request) (int, int) { return 0, map[bool]int{true: 502}[n == 1] },
	} {
		for _, chunk := range []int{256 << 10, 16 << 20} {
			s := newBucketServer(t)
			var n, failed atomic.Int64
			transport := &faulty{}
			transport.before = func(r *http.Request) int {
				if !isUpload(r) {
					return 0
				}
				code, _ := first(int(n.Add(1)), r)
				failed.Add(int64(min(code, 1)))
				return code
			}
			transport.after = func(r *http.Request) int {
				if !isUpload(r) {
					return 0
				}
				_, code := first(int(n.Load()), r)
				failed.Add(int64(min(code, 1)))
				return code
			}
			file := gcs.File{Path: textFile(t, "a.mp4", content), URI: "gs://" + bucket + "/a.mp4"}
			results, err := gcs.Upload(t.Context(), s.storageClient(t, transport), []gcs.File{file}, &gcs.Options{ChunkSize: chunk, Retries: 3})
			if err != nil || failed.Load() == 0 || !bytes.Equal(s.content(t, "a.mp4"), content) || results[0].Object.ContentType != "video/mp4" {
				t.Errorf("%s, pieces of %d: %+v, %v; %d failures", name, chunk, results, err, failed.Load())
			}
		}
	}
}

// A service that never comes back ends the upload; so does the caller.
func TestUploadGivesUp(t *testing.T) {
	s := newBucketServer(t)
	file := gcs.File{Path: textFile(t, "a.mp4", make([]byte, 1<<20)), URI: "gs://" + bucket + "/a.mp4"}
	for _, chunk := range []int{256 << 10, 16 << 20} {
		var n atomic.Int64
		client := s.storageClient(t, &faulty{before: func(r *http.Request) int {
			if isUpload(r) {
				n.Add(1)
				return 503
			}
			return 0
		}})
		_, err := gcs.Upload(t.Context(), client, []gcs.File{file}, &gcs.Options{Retries: 3, ChunkSize: chunk})
		if err == nil || !strings.Contains(err.Error(), "503") || n.Load() != 4 {
			t.Errorf("pieces of %d: %v after %d requests", chunk, err, n.Load())
		}

		ctx, cancel := context.WithCancel(t.Context())
		client = s.storageClient(t, &faulty{before: func(r *http.Request) int {
			if isUpload(r) {
				cancel()
			}
			return 0
		}})
		results, err := gcs.Upload(ctx, client, []gcs.File{file, {Path: file.Path, URI: file.URI + ".2"}}, &gcs.Options{Workers: 1, ChunkSize: chunk})
		if !errors.Is(err, context.Canceled) || !errors.Is(results[1].Err, context.Canceled) {
			t.Errorf("canceled: %+v, %v", results, err)
		}
	}
	if list, err := s.ListObjectsWithOptionsPaginated(bucket, fakestorage.ListOptions{}); err != nil || len(list.Objects) != 0 {
		t.Errorf("left behind: %v, %v", list.Objects, err)
	}
}

// A file that changes while it is sent is not uploaded.
func TestUploadChanged(t *testing.T) {
	s := newBucketServer(t)
	for name, change := range map[string]func(path string) error{
		"grew": func(path string) error {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = f.WriteString("more\n")
			return err
		},
		"shrank":    func(path string) error { return os.Truncate(path, 10) },
		"rewritten": func(path string) error { return os.WriteFile(path, bytes.Repeat([]byte("B"), 1<<20), 0) },
	} {
		path := textFile(t, "train.jsonl", bytes.Repeat([]byte("A"), 1<<20))
		var once atomic.Bool
		client := s.storageClient(t, &faulty{after: func(r *http.Request) int { // after the look
			if !isUpload(r) && once.CompareAndSwap(false, true) {
				if err := change(path); err != nil {
					t.Error(err)
				}
			}
			return 0
		}})
		_, err := gcs.Upload(t.Context(), client, []gcs.File{{Path: path, URI: "gs://" + bucket + "/" + name}}, nil)
		if !errors.Is(err, gcs.ErrChanged) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := s.GetObject(bucket, name); err == nil {
			t.Errorf("%s: it was uploaded all the same", name)
		}
	}
}
