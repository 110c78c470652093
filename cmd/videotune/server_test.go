package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// mediaDir is where the sample videos are.
var mediaDir = absolute(filepath.Join("..", "..", "probe", "testdata", "media"))

func absolute(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		panic(err)
	}
	return abs
}

// madeUp are videos that the server has beside the samples: nothing of them is there
// but their beginning.
var madeUp = map[string]struct {
	length time.Duration
	size   int64
}{
	"lecture.mp4": {52 * time.Minute, 81_000_000},  // too long
	"match.mp4":   {26 * time.Minute, 150_000_000}, // too large and too long
	"clip.mp4":    {40 * time.Second, 9_000_000},
}

// serveMedia starts a server of videos, and returns its URL. It is one of files, an
// emulator of Cloud Storage, and a proxy to itself for all hosts, so that a test can
// name videos without its port:
//
//	/private/…      wants a token
//	/broken/…       fails, and wants no request for an hour
//	/slow/…         never answers
//	/page/…         is a web page
//	/loop/…         leads to itself
//	/any/NAME       is a sample, or one of madeUp
func serveMedia() *httptest.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("/{bucket}/{name...}", serveVideo)
	mux.HandleFunc("/private/{name...}", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer good-token" {
			http.Error(w, "who are you", http.StatusUnauthorized)
			return
		}
		serveVideo(w, r)
	})
	mux.HandleFunc("/broken/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	mux.HandleFunc("/slow/", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/page/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<!DOCTYPE html><title>Please log in</title>")
	})
	mux.HandleFunc("/loop/", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.String(), http.StatusFound) })
	return httptest.NewServer(mux)
}

func serveVideo(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	content, err := openVideo(name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("ETag", fmt.Sprintf("%q", name))
	w.Header().Set("X-Goog-Generation", "1700000000000000")
	w.Header().Set("Content-Type", "application/octet-stream")
	http.ServeContent(w, r, "", time.Time{}, content)
}

// openVideo opens a sample, or one of madeUp.
func openVideo(name string) (io.ReadSeeker, error) {
	if v, ok := madeUp[name]; ok {
		return madeUpVideo(v.length, v.size)
	}
	if name != filepath.Base(name) {
		return nil, os.ErrNotExist
	}
	data, err := os.ReadFile(filepath.Join(mediaDir, name))
	return bytes.NewReader(data), err
}

// madeUpVideo returns a video of that length and size, of 1920×1080: the index of a
// sample with other numbers, and zeros in the place of pictures.
func madeUpVideo(length time.Duration, size int64) (io.ReadSeeker, error) {
	const sample, sampleLength = "mp4_faststart_10s.mp4", 10 * time.Second
	data, err := os.ReadFile(filepath.Join(mediaDir, sample))
	if err != nil {
		return nil, err
	}
	mdat := stretch(data, func(d uint32) uint32 { return uint32(uint64(d) * uint64(length) / uint64(sampleLength)) })
	binary.BigEndian.PutUint32(data[mdat:], uint32(size-int64(mdat)))
	picture := []byte{0x07, 0x80, 0x04, 0x38}
	copy(data[bytes.Index(data, []byte("avc1\x00\x00\x00\x00\x00\x00"))+28:], picture)
	return io.NewSectionReader(zerosAfter(data[:mdat+8]), 0, size), nil
}

// stretch changes the durations in boxes, and returns where mdat begins.
func stretch(boxes []byte, change func(uint32) uint32) (mdat int) {
	durationAt := map[string]int{"mvhd": 16, "mdhd": 16, "tkhd": 20, "elst": 8} // behind the head, of version 0
	for at := 0; at < len(boxes); {
		size, kind := int(binary.BigEndian.Uint32(boxes[at:])), string(boxes[at+4:at+8])
		body := boxes[at+8 : min(at+size, len(boxes))]
		switch kind {
		case "mdat":
			return at
		case "moov", "trak", "mdia", "edts":
			stretch(body, change)
		}
		if i, ok := durationAt[kind]; ok {
			binary.BigEndian.PutUint32(body[i:], change(binary.BigEndian.Uint32(body[i:])))
		}
		at += size
	}
	return -1
}

// zerosAfter are bytes, and zeros behind them.
type zerosAfter []byte

func (z zerosAfter) ReadAt(p []byte, off int64) (int, error) {
	clear(p)
	if off < int64(len(z)) {
		copy(p, z[off:])
	}
	return len(p), nil
}

// copyMedia copies samples into a folder, with the same time of change everywhere.
func copyMedia(dir string, names ...string) error {
	changed := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(mediaDir, name))
		if err != nil {
			return err
		}
		to := filepath.Join(dir, name)
		if err := os.WriteFile(to, data, 0o644); err != nil {
			return err
		}
		if err := os.Chtimes(to, changed, changed); err != nil {
			return err
		}
	}
	return nil
}

// What the server makes up is what it says it is.
func TestMadeUp(t *testing.T) {
	server := serveMedia()
	defer server.Close()
	for name, want := range madeUp {
		status, stdout, stderr := command("", "probe", "--allow-private-hosts", server.URL+"/any/"+name)
		facts := fmt.Sprintf(`"bytes":%d,"duration":"%ds","containerDuration":"%ds"`, want.size, want.length/time.Second, want.length/time.Second)
		if status != 0 || !strings.Contains(stdout, facts) {
			t.Errorf("%s: exit status %d, %s%s; want %s", name, status, stdout, stderr, facts)
		}
	}
}
