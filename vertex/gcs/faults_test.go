package gcs

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cloud.google.com/go/storage"
	"google.golang.org/api/option"
)

// A service to which there is no connection is told as such, and asked for no further
// file.
func TestUnreachable(t *testing.T) {
	gone := httptest.NewServer(nil)
	gone.Close()
	t.Setenv("STORAGE_EMULATOR_HOST", gone.URL)
	client, err := storage.NewClient(t.Context(), option.WithoutAuthentication())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if _, err := (&Objects{Client: client, Retries: -1}).Stat(t.Context(), "gs://b/x"); !errors.Is(err, ErrUnreachable) {
		t.Errorf("%v", err)
	}
	var files []File
	for i := range 3 {
		path := filepath.Join(t.TempDir(), fmt.Sprintf("%d.jsonl", i))
		if err := os.WriteFile(path, []byte("{}\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		files = append(files, File{Path: path, URI: "gs://b/" + filepath.Base(path)})
	}
	results, err := Upload(t.Context(), client, files, &Options{Workers: 1, Retries: -1})
	if !errors.Is(err, ErrUnreachable) || !errors.Is(results[2].Err, ErrNotTried) {
		t.Errorf("%v", err)
	}
}

// A look that succeeds and a read that does not: it is the read that is told.
func TestLookAndRead(t *testing.T) {
	client := clientOf(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("alt") == "media" {
			http.Error(w, "404 page not found", http.StatusNotFound)
			return
		}
		fmt.Fprint(w, `{"bucket":"b","name":"x","size":"1","generation":"7"}`)
	})
	o := &Objects{Client: client}
	_, err := o.Check(t.Context(), "gs://b/x")
	var e *Error
	if !errors.As(err, &e) || !errors.Is(err, ErrNoObject) || !strings.HasPrefix(e.Reason(), "its bytes cannot be read") || !strings.Contains(e.Remedy(), "WithJSONReads") {
		t.Errorf("%v", err)
	}
}

// Who may replace an object is told which generation.
func TestGenerationThere(t *testing.T) {
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"bucket":"b","name":"x","size":"1","generation":"7"}`)
	})
	path := filepath.Join(t.TempDir(), "x.jsonl")
	if err := os.WriteFile(path, []byte("{}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for replace, kind := range map[int64]error{0: ErrExists, 6: ErrReplaced} {
		_, err := Upload(t.Context(), client, []File{{Path: path, URI: "gs://b/x", Replace: replace}}, nil)
		var e *Error
		if !errors.As(err, &e) || !errors.Is(err, kind) || e.Generation != 7 {
			t.Errorf("%v", err)
		}
	}
}
