package probe_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe"
	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
)

const samples = "testdata/media"

// local returns openers that take servers of this machine.
func local() probe.Openers {
	o := probe.DefaultOpeners()
	o["http"] = anyHost
	return o
}

// stream returns the codec of the first stream of a kind, and whether there is one.
func stream(v testmedia.Truth, kind string) (codec string, presence videotune.Presence) {
	for _, x := range v.Streams {
		if x.Type == kind {
			return x.Codec, videotune.Present
		}
	}
	return "", videotune.Absent
}

// firstTier are the containers that have a reader, with the most requests and bytes
// that a sample of theirs may take.
var firstTier = map[string]struct {
	requests int
	bytes    int64
}{
	"mp4": {3, 16 << 10}, "mov": {3, 16 << 10}, "3gp": {3, 16 << 10},
	"webm": {5, 4<<10 + 1<<20}, "matroska": {5, 4<<10 + 1<<20}, "mpegts": {4, 400 << 10},
}

// TestSamples holds the facts of the samples to the truth, as local files and from a
// server.
func TestSamples(t *testing.T) {
	s := newServer(t, http.FileServer(http.Dir(samples)).ServeHTTP)
	for _, want := range testmedia.Truths(t) {
		name := want.File
		for _, uri := range []string{filepath.Join(samples, name), s.URL + "/" + name} {
			var cost probe.Cost
			m, err := probe.Probe(t.Context(), uri, &probe.Options{Openers: local(), FFprobe: probe.NoFFprobe, OnCost: func(got string, c probe.Cost) {
				if got != uri {
					t.Errorf("cost of %s for %s", got, uri)
				}
				cost = c
			}})
			requests, n := s.took()
			if want.Error != "" {
				if err == nil || m.Err == "" || err.Error() != uri+": "+m.Err {
					t.Errorf("%s: %v, %q", uri, err, m.Err)
				}
				continue
			}
			if err != nil || m.Err != "" || m.Container == "" || !strings.Contains(m.MIMEType, "/") || m.ETag == "" && uri[0] != 'h' {
				t.Errorf("%s: %+v, %v", uri, m, err)
				continue
			}
			bound, ok := firstTier[m.Container]
			if !ok {
				if m.Video != videotune.Unknown || m.Duration != 0 {
					t.Errorf("%s: %+v", uri, m)
				}
				continue
			}
			checkFacts(t, uri, m, want)
			if strings.Contains(name, "fragmented") {
				bound.requests++
			}
			if cost.Requests > bound.requests || cost.Bytes > bound.bytes {
				t.Errorf("%s cost %+v", uri, cost)
			}
			if uri[0] == 'h' && (requests != cost.Requests || int64(n) > cost.Bytes) {
				t.Errorf("%s cost %+v, the server had %d requests and sent %d bytes", uri, cost, requests, n)
			}
		}
	}
}

func checkFacts(t *testing.T, uri string, m videotune.Media, want testmedia.Truth) {
	t.Helper()
	video, hasVideo := stream(want, "video")
	audio, hasAudio := stream(want, "audio")
	if m.Video != hasVideo || m.Audio != hasAudio || m.VideoCodec != video || m.AudioCodec != audio {
		t.Errorf("%s: %+v", uri, m)
	}
	if hasVideo == videotune.Absent {
		return
	}
	const frame = 40 * time.Millisecond
	if span := want.VideoSpan(t); testmedia.Apart(m.Duration, span) > frame {
		t.Errorf("%s: the video lasts %s, want %s", uri, m.Duration, span)
	}
	if m.Width != want.Streams[0].W || m.Height != want.Streams[0].H || m.FrameRate.String() != want.Streams[0].FPS {
		t.Errorf("%s: %dx%d %s", uri, m.Width, m.Height, m.FrameRate)
	}
}

// TestDurationOnly takes fewer requests, or as many, for the same lengths.
func TestDurationOnly(t *testing.T) {
	s := newServer(t, http.FileServer(http.Dir(samples)).ServeHTTP)
	fewer := false
	for _, v := range testmedia.Truths(t) {
		name := v.File
		if strings.HasPrefix(name, "bad_") {
			continue
		}
		uri := s.URL + "/" + name
		all, err := probe.Probe(t.Context(), uri, &probe.Options{Openers: local()})
		requests, _ := s.took()
		m, err2 := probe.Probe(t.Context(), uri, &probe.Options{Openers: local(), DurationOnly: true})
		less, _ := s.took()
		if err != nil || err2 != nil || less > requests {
			t.Errorf("%s: %d and %d requests; %v, %v", name, requests, less, err, err2)
		}
		length, _ := all.Length()
		if got, _ := m.Length(); (got - length).Abs() > 200*time.Millisecond {
			t.Errorf("%s: %s, want %s", name, got, length)
		}
		fewer = fewer || less < requests
	}
	if !fewer {
		t.Error("no video took fewer requests")
	}
}

// TestAudioOnly is a file without video, which is no error.
func TestAudioOnly(t *testing.T) {
	m, err := probe.Probe(t.Context(), filepath.Join(samples, "mp4_audio_only_4s.mp4"), nil)
	if err != nil || m.Err != "" || m.Video != videotune.Absent || m.Audio != videotune.Present || m.AudioCodec != "aac" {
		t.Errorf("%+v, %v", m, err)
	}
}

// TestFFprobe has containers without a reader.
func TestFFprobe(t *testing.T) {
	avi := filepath.Join(samples, "avi_mpeg4_mp3_5s.avi")
	bare := func(t *testing.T, uri string, o *probe.Options) {
		t.Helper()
		m, err := probe.Probe(t.Context(), uri, o)
		if err != nil || m.Container != "avi" || m.MIMEType != "video/avi" || m.Bytes != 130804 || m.Video != videotune.Unknown || m.Duration != 0 {
			t.Errorf("%+v, %v", m, err)
		}
	}
	bare(t, avi, &probe.Options{FFprobe: probe.NoFFprobe})
	s := newServer(t, http.FileServer(http.Dir(samples)).ServeHTTP)
	bare(t, s.URL+"/avi_mpeg4_mp3_5s.avi", &probe.Options{Openers: local()})
	if m, err := probe.Probe(t.Context(), avi, &probe.Options{FFprobe: "no-such-program"}); !errors.Is(err, exec.ErrNotFound) || m.Container != "avi" {
		t.Errorf("%+v, %v", m, err)
	}
	t.Run("none", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		bare(t, avi, nil)
	})
	testmedia.Program(t, "ffprobe")
	for _, want := range testmedia.Truths(t) {
		name := want.File
		uri := filepath.Join(samples, name)
		if strings.HasPrefix(name, "bad_") {
			continue
		}
		m, err := probe.Probe(t.Context(), uri, nil)
		if _, ok := firstTier[m.Container]; ok {
			continue
		}
		if err != nil || m.Video != videotune.Present || m.Width != 320 || m.Bytes == 0 || m.ETag == "" {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
		if d, ok := m.Length(); !ok || testmedia.Apart(d, want.VideoSpan(t)) > 100*time.Millisecond {
			t.Errorf("%s: lasts %s", name, d)
		}
	}
}

func TestRead(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(samples, "mp4_moov_end_5s.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	var costs []probe.Cost
	m, err := probe.Read(bytes.NewReader(data), int64(len(data)), &probe.Options{OnCost: func(uri string, c probe.Cost) { costs = append(costs, c) }})
	if err != nil || m.Duration != 5*time.Second || m.Bytes != int64(len(data)) || m.ETag != "" || len(costs) != 1 || costs[0].Requests != 2 {
		t.Errorf("%+v, %v, %v", m, err, costs)
	}
	first, err := os.ReadFile(filepath.Join(samples, "mp4_faststart_5s.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	if m, err := probe.Read(bytes.NewReader(first), -1, nil); err != nil || m.Duration != 5*time.Second || m.Bytes != 0 {
		t.Errorf("of an unknown size: %+v, %v", m, err)
	}
	if m, err := probe.Read(bytes.NewReader(nil), 0, nil); !errors.Is(err, probe.ErrEmpty) || m.Err != err.Error() {
		t.Errorf("empty: %+v, %v", m, err)
	}
}

// TestNotVideo has files that are known to be something else.
func TestNotVideo(t *testing.T) {
	for _, c := range []struct {
		name, data string
		is         error
		text       string
		mime       string
	}{
		{"page", "<!DOCTYPE html><html><body>Log in", probe.ErrWebPage, "login", ""},
		{"JPEG", "\xff\xd8\xff\xe0\x00\x10JFIF", probe.ErrNotVideo, "an image (image/jpeg)", "image/jpeg"},
		{"HEIC", "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1", probe.ErrNotVideo, "an image (image/heic)", "image/heic"},
		{"FLAC", "fLaC\x00\x00\x00\x22", probe.ErrNotVideo, "sound without pictures (audio/flac)", "audio/flac"},
		{"PDF", "%PDF-1.7\n", probe.ErrNotVideo, "application/pdf", ""},
		{"XML", `<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>`, probe.ErrNotVideo, "XML, which begins", ""},
		{"JSON", `{"error": {"code": 403}}`, probe.ErrNotVideo, `JSON, which begins "{\"error\": {\"code\": 403}}"`, ""},
		{"text", "Not Found", probe.ErrNotVideo, `text, which begins "Not Found"`, ""},
		{"playlist", "#EXTM3U\n#EXT-X-VERSION:3\n", probe.ErrNotVideo, "playlist", ""},
		{"unknown", "\x01\x02\x03\x04\x05", probe.ErrUnknownFormat, "01 02 03 04 05", ""},
		{"one byte", "\x00", probe.ErrUnknownFormat, "", ""},
	} {
		m, err := probe.Read(strings.NewReader(c.data), int64(len(c.data)), nil)
		if !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.text) || m.Err != err.Error() || m.MIMEType != c.mime || probe.Temporary(err) {
			t.Errorf("%s: %+v, %v", c.name, m, err)
		}
		if c.mime != "" && m.Video != videotune.Absent {
			t.Errorf("%s: video is %s", c.name, m.Video)
		}
	}
}

// TestStrangeSource has sources that tell what a facts file cannot hold.
func TestStrangeSource(t *testing.T) {
	first, err := os.ReadFile(filepath.Join(samples, "mp4_faststart_5s.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	closed := 0
	o := probe.Openers{"good": openerFunc(func(string) (*probe.Source, error) {
		return &probe.Source{ReaderAt: bytes.NewReader(first), Size: int64(len(first)), ETag: "a\xffb" + strings.Repeat("c", 100_000), CRC32C: "\xff", Close: func() error { closed++; return nil }}, nil
	}), "bad": openerFunc(func(string) (*probe.Source, error) {
		return nil, errors.New("bad\xff\xfe" + strings.Repeat("x", 100_000))
	})}
	for _, uri := range []string{"good:a", "bad:a"} {
		m, _ := probe.Probe(t.Context(), uri, &probe.Options{Openers: o})
		if _, err := (videotune.MediaMap{uri: m}).WriteTo(io.Discard); err != nil {
			t.Error(err)
		}
		if uri == "good:a" && m.Duration != 5*time.Second || uri == "bad:a" && !strings.HasPrefix(m.Err, "bad") {
			t.Errorf("%s: %.300s", uri, m.Err)
		}
	}
	if closed != 1 {
		t.Errorf("closed %d times", closed)
	}
	_, err = probe.Probe(t.Context(), "http://user:secret@h\x1b[2J/a", nil)
	if err == nil || strings.Contains(err.Error(), "secret") || strings.ContainsRune(err.Error(), '\x1b') {
		t.Errorf("%q", err)
	}
}
