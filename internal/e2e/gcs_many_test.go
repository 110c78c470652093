package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed-57910ec4/videotune/vertex/gcs"
)

// Media of a folder go up many at once; those that are there are not sent again.
func TestUploadFolder(t *testing.T) {
	s := newBucketServer(t)
	dir := t.TempDir()
	for i := range 30 {
		path := filepath.Join(dir, fmt.Sprintf("day %d", i%3), fmt.Sprintf("%d.mp4", i))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, bytes.Repeat([]byte{byte(i)}, i), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, ".half.mp4"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	s.put("chunks/day 1/1.mp4", 0, []byte{1})
	s.put("chunks/day 2/2.mp4", 0, []byte("another"))
	files, _, err := gcs.Folder("gs://"+bucket+"/chunks", dir)
	if err != nil || len(files) != 30 {
		t.Fatal(len(files), err)
	}
	var most, now atomic.Int64
	client := s.storageClient(t, &faulty{
		before: func(r *http.Request) int { most.Store(max(most.Load(), now.Add(1))); return 0 },
		after:  func(r *http.Request) int { now.Add(-1); return 0 },
	})
	results, err := gcs.Upload(t.Context(), client, files, &gcs.Options{Workers: 5})
	if !errors.Is(err, gcs.ErrExists) || strings.Count(err.Error(), "\n") != 0 || !strings.Contains(err.Error(), "2.mp4") {
		t.Errorf("want one file refused: %v", err)
	}
	sent, present := 0, 0
	for _, r := range results {
		switch {
		case r.Err != nil:
		case r.Present:
			present++
		default:
			sent++
		}
	}
	if sent != 28 || present != 1 || most.Load() > 5 {
		t.Errorf("%d sent, %d present, %d requests at once", sent, present, most.Load())
	}
}

// Faults of the bucket and of the credentials say what to do, and end the upload.
func TestUploadRefused(t *testing.T) {
	s := newBucketServer(t)
	path := textFile(t, "a.mp4", []byte("a"))
	var files []gcs.File
	for i := range 20 {
		files = append(files, gcs.File{Path: path, URI: fmt.Sprintf("gs://%s/%d.mp4", bucket, i)})
	}
	elsewhere := make([]gcs.File, len(files))
	for i, f := range files {
		elsewhere[i] = gcs.File{Path: path, URI: strings.Replace(f.URI, bucket, "nobody-s-bucket", 1)}
	}
	all := func(code int) http.RoundTripper {
		return &faulty{before: func(*http.Request) int { return code }}
	}
	writes := &faulty{before: func(r *http.Request) int {
		if isUpload(r) {
			return 403
		}
		return 0
	}}
	for _, c := range []struct {
		files     []gcs.File
		transport http.RoundTripper
		is, fs    error
		text      string
	}{
		{elsewhere, authorized{}, gcs.ErrNoBucket, fs.ErrNotExist, "gcloud storage buckets create gs://nobody-s-bucket"},
		{files, all(403), gcs.ErrDenied, fs.ErrPermission, "roles/storage.objectUser"},
		{files, writes, gcs.ErrDenied, fs.ErrPermission, "roles/storage.objectUser"},
		{files, all(401), gcs.ErrLogin, fs.ErrPermission, "gcloud auth application-default login"},
	} {
		results, err := gcs.Upload(t.Context(), s.storageClient(t, c.transport), c.files, &gcs.Options{Workers: 1})
		if !errors.Is(err, c.is) || !errors.Is(err, c.fs) || !strings.Contains(err.Error(), c.text) || strings.Contains(err.Error(), "\n") {
			t.Errorf("want %v: %v", c.is, err)
		}
		for _, r := range results[1:] {
			if !errors.Is(r.Err, gcs.ErrNotTried) {
				t.Errorf("want it not tried: %v", r.Err)
			}
		}
	}
}

// What is said of objects is what is there.
func TestObjects(t *testing.T) {
	s := newBucketServer(t)
	s.put("a b?.mp4", 0, []byte("123456789"))
	s.put("empty", 0, nil)
	objects := &gcs.Objects{Client: s.storageClient(t, authorized{}), Retries: -1}
	got, err := objects.Check(t.Context(), "gs://"+bucket+"/a b?.mp4")
	// 0xE3069283 is the check value of CRC-32C in the catalogue of such codes.
	if err != nil || got.Bytes != 9 || got.CRC32C != "4waSgw==" || got.Generation == 0 || got.ContentType != "video/mp4" || got.Updated.IsZero() {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := objects.Check(t.Context(), "gs://"+bucket+"/empty"); err != nil {
		t.Errorf("empty: %v", err)
	}
	for uri, want := range map[string]error{
		"gs://" + bucket + "/none": gcs.ErrNoObject,
		"gs://nobody-s/none":       gcs.ErrNoObject,
	} {
		if _, err := objects.Check(t.Context(), uri); !errors.Is(err, want) || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", uri, err)
		}
	}
	// What can be looked at and not read.
	objects.Client = s.storageClient(t, &faulty{before: func(r *http.Request) int {
		if r.URL.Query().Get("alt") == "media" {
			return 403
		}
		return 0
	}})
	if _, err := objects.Stat(t.Context(), "gs://"+bucket+"/a b?.mp4"); err != nil {
		t.Error(err)
	}
	if _, err := objects.Check(t.Context(), "gs://"+bucket+"/a b?.mp4"); !errors.Is(err, fs.ErrPermission) {
		t.Error(err)
	}
}
