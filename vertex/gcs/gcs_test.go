package gcs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/storage"
	"google.golang.org/api/googleapi"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
)

func TestUnder(t *testing.T) {
	for prefix, want := range map[string]string{
		"gs://b":         "gs://b/train.jsonl",
		"gs://b/":        "gs://b/train.jsonl",
		"gs://b/run 7":   "gs://b/run 7/train.jsonl",
		"gs://b/run 7//": "gs://b/run 7/train.jsonl",
		"gs://b/100%?/#": "gs://b/100%?/#/train.jsonl",
	} {
		files, err := Under(prefix, filepath.Join("data", "train.jsonl"))
		if err != nil || len(files) != 1 || files[0].URI != want {
			t.Errorf("%s: %v, %v; want %s", prefix, files, err, want)
		}
	}
	for _, prefix := range []string{"", "b", "b/run", "gs:/b", "gs://", "gs:///x", "gs://../x", "gs://B/x", "gs://b?x/y", "s3://b/x", "GS://b", "gs://b%2Fc/d"} {
		if files, err := Under(prefix, "train.jsonl"); err == nil {
			t.Errorf("%q gives %v", prefix, files)
		}
	}
	if _, err := Under("gs://b", "a/x.jsonl", "b/x.jsonl"); err == nil || !strings.Contains(err.Error(), "gs://b/x.jsonl") {
		t.Errorf("two files of one name: %v", err)
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.mp4", "a/2.mp4", "a/1.mp4", ".part.mp4", ".git/x", "a/.y"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	_ = os.Symlink(filepath.Join(dir, "b.mp4"), filepath.Join(dir, "link.mp4")) // not everywhere
	_ = os.Symlink("a", filepath.Join(dir, "folder link"))
	_, err := os.Lstat(filepath.Join(dir, "folder link"))
	links := err == nil
	files, left, err := Folder("gs://b/chunks", dir)
	var uris []string
	for _, f := range files {
		uris = append(uris, f.URI)
		if _, err := os.Stat(f.Path); err != nil {
			t.Error(err)
		}
	}
	if got := fmt.Sprint(uris); err != nil || got != "[gs://b/chunks/a/1.mp4 gs://b/chunks/a/2.mp4 gs://b/chunks/b.mp4]" {
		t.Errorf("%s, %v", got, err)
	}
	if want := (LeftOut{Links: 2, Dotted: 3}); links && left != want {
		t.Errorf("left out: %+v, want %+v", left, want)
	}
	if _, _, err := Folder("gs://b", filepath.Join(dir, "nowhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
	if _, _, err := Folder("chunks", dir); err == nil {
		t.Error("a prefix that is none gives no error")
	}
	if files, _, err := Folder("gs://b", filepath.Join(dir, "b.mp4")); err == nil {
		t.Errorf("a file is taken for a folder: %v", files)
	}
	if !links {
		return
	}
	files, _, err = Folder("gs://b", filepath.Join(dir, "folder link"))
	if err != nil || len(files) != 2 || files[0].URI != "gs://b/1.mp4" {
		t.Errorf("a link to a folder: %v, %v", files, err)
	}
}

// A folder of which nothing would be uploaded is no success.
func TestFolderEmpty(t *testing.T) {
	dir := t.TempDir()
	if files, left, err := Folder("gs://b", dir); err == nil || left.String() != "" {
		t.Errorf("%v, %v, %v", files, left, err)
	}
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("x.mp4", filepath.Join(dir, "link.mp4")); err != nil {
		t.Skip("no symbolic links here")
	}
	files, left, err := Folder("gs://b", dir)
	if want := (LeftOut{Links: 1, Dotted: 1}); err == nil || left != want || !strings.Contains(err.Error(), "symbolic links (1)") {
		t.Errorf("%v, %+v, %v", files, left, err)
	}
}

func TestPlanned(t *testing.T) {
	plan := func(base string) *chunk.Set {
		limits, err := videotune.LimitsFor("", time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		set, err := chunk.All([]chunk.Source{{
			URI:   "gs://b/lecture.mp4",
			Media: videotune.Media{Bytes: 150 << 20, Duration: 10 * time.Minute, MIMEType: "video/mp4", Container: "mp4", Video: videotune.Present},
		}}, &chunk.Options{Limits: limits, Base: base})
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	set := plan("gs://b/chunks")
	if _, err := Planned(set, "dir"); err == nil || !strings.Contains(err.Error(), "videotune cut") {
		t.Errorf("nothing is made: %v", err)
	}
	record := func(set *chunk.Set) int {
		made := set.Plans[0].Files()
		for _, f := range made {
			if err := set.Plans[0].Record(f.Name, chunk.Made{Bytes: 1 << 20, Start: f.Span.Start, Duration: f.Span.Length()}); err != nil {
				t.Fatal(err)
			}
		}
		return len(made)
	}
	n := record(set)
	files, err := Planned(set, "dir")
	if err != nil || len(files) != n || n < 2 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		if name := filepath.Base(f.Path); f.Path != filepath.Join("dir", name) || f.URI != "gs://b/chunks/"+name {
			t.Errorf("%+v", f)
		}
	}
	local := plan("")
	record(local)
	if _, err := Planned(local, "dir"); err == nil || !strings.Contains(err.Error(), "base") {
		t.Errorf("no base: %v", err)
	}
}

func TestContentType(t *testing.T) {
	for path, want := range map[string]string{
		"train.jsonl": JSONLines, "TRAIN.JSONL": JSONLines, "a.mp4": "video/mp4", "a.M4V": "video/mp4", "a.mov": "video/quicktime",
		"a.webm": "video/webm", "a.wav": "audio/wav", "a.png": "image/png", "a": "application/octet-stream", "a.xyz": "application/octet-stream",
		"mp4": "application/octet-stream", "x.d/mp4": "application/octet-stream", "a.mp4.zip": "application/octet-stream",
	} {
		if got := (&File{Path: path}).contentType(); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	if got := (&File{Path: "a.mp4", ContentType: "text/plain"}).contentType(); got != "text/plain" {
		t.Error(got)
	}
}

func TestChunkSize(t *testing.T) {
	for _, c := range []struct {
		size  int
		bytes int64
		want  int
	}{{0, 1 << 40, 16 << 20}, {0, 0, chunkUnit}, {0, chunkUnit - 1, chunkUnit}, {0, chunkUnit, 2 * chunkUnit}, {1, 1 << 30, chunkUnit}, {chunkUnit + 1, 1 << 30, 2 * chunkUnit}, {math.MaxInt, 0, chunkUnit}, {math.MaxInt, math.MaxInt64, math.MaxInt / chunkUnit * chunkUnit}} {
		if got := (&Options{ChunkSize: c.size}).chunkSize(c.bytes); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
}

// An error says what it is, whatever it is asked by.
func TestErrors(t *testing.T) {
	status := func(code int) error { return fmt.Errorf("wrapped: %w", &googleapi.Error{Code: code, Message: "no\n"}) }
	for _, c := range []struct {
		did  action
		err  error
		kind error
		fs   error
	}{
		{looking, status(401), ErrLogin, fs.ErrPermission},
		{reading, status(403), ErrDenied, fs.ErrPermission},
		{writing, status(404), ErrNoBucket, fs.ErrNotExist},
		{looking, fmt.Errorf("%w: %w", storage.ErrObjectNotExist, status(404)), ErrNoObject, fs.ErrNotExist},
		{looking, fmt.Errorf("%w: %w", storage.ErrObjectNotExist, &googleapi.Error{Code: 404, Message: "The specified bucket does not exist."}), ErrNoBucket, fs.ErrNotExist},
		{looking, storage.ErrBucketNotExist, ErrNoBucket, fs.ErrNotExist},
		{writing, status(503), nil, nil},
		{writing, context.Canceled, nil, nil},
	} {
		err := objectError("a.mp4", "gs://b/a.mp4", c.did, c.err)
		if c.kind != nil && (!errors.Is(err, c.kind) || !errors.Is(err, c.fs)) || !errors.Is(err, c.err) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v: %v", c.err, err)
		}
		var e *Error
		if !errors.As(err, &e) || e.Path != "a.mp4" || e.URI != "gs://b/a.mp4" || e.Kind != c.kind || (c.kind == nil) != (e.Do == "") {
			t.Errorf("%v: %+v", c.err, e)
		}
	}
}

// Everything is looked at before anything is sent.
func TestUploadSurvey(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.mp4")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	client := clientOf(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("asked for %s", r.URL) })
	for name, c := range map[string]struct {
		files []File
		text  string
	}{
		"missing":   {[]File{{Path: file, URI: "gs://b/a"}, {Path: file + "x", URI: "gs://b/b"}}, "a.mp4x"},
		"folder":    {[]File{{Path: dir, URI: "gs://b/a"}}, "no regular file"},
		"no object": {[]File{{Path: file, URI: "gs://b/"}}, "no object"},
		"dots":      {[]File{{Path: file, URI: "gs://b/.."}}, "no object"},
		"two":       {[]File{{Path: file, URI: "gs://b/a"}, {Path: file, URI: "gs://b/a"}}, "both become gs://b/a"},
	} {
		results, err := Upload(t.Context(), client, c.files, nil)
		if err == nil || results != nil || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v, %v", name, results, err)
		}
	}
	if results, err := Upload(t.Context(), client, nil, nil); err != nil || len(results) != 0 {
		t.Errorf("nothing: %v, %v", results, err)
	}
}

// FuzzSplit holds that a name that is accepted is made again of its parts.
func FuzzSplit(f *testing.F) {
	for _, uri := range []string{"gs://b/o", "gs://b", "gs://b//o", "gs://../o", "gs://b/a/../o", "gs://b/%41?#", "GS://b/o", "gs://", "gs:///o", "gs://b/.."} {
		f.Add(uri)
	}
	f.Fuzz(func(t *testing.T, uri string) {
		bucket, object, err := splitObject(uri)
		if err == nil && "gs://"+bucket+"/"+object != uri {
			t.Errorf("%q became %q and %q", uri, bucket, object)
		}
	})
}
