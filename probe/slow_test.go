package probe_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe"
	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
)

// TestDeaf has an Opener that does not heed its context, as a file system of a server that
// is gone does not: nobody waits for it.
func TestDeaf(t *testing.T) {
	for _, c := range []struct {
		uri       string
		temporary bool
		text      string
	}{
		{"http://a/x.mp4", true, "it took too long: its facts were not there within 10s"},
		{"x.mp4", false, "it took too long: the file was not read within 10s"},
	} {
		synctest.Test(t, func(t *testing.T) {
			hang := make(chan struct{})
			defer close(hang)
			deaf := openerFunc(func(string) (*probe.Source, error) {
				<-hang
				return nil, errors.New("late")
			})
			o := probe.Options{Openers: probe.Openers{"": deaf, "http": deaf}, Timeout: 10 * time.Second}
			begin := time.Now()
			m, err := probe.Probe(t.Context(), c.uri, &o)
			if took := time.Since(begin); took > 15*time.Second {
				t.Errorf("%s: %s", c.uri, took)
			}
			if !errors.Is(err, probe.ErrTimeout) || probe.Temporary(err) != c.temporary || !probe.Inconclusive(err) || m.Err != "" || !strings.Contains(err.Error(), c.text) {
				t.Errorf("%s: %+v, %v", c.uri, m, err)
			}
			// The same when it is interrupted.
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			begin = time.Now()
			if _, err := probe.All(ctx, slices.Values([]string{c.uri}), &probe.AllOptions{Options: o}); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v", c.uri, err)
			}
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("%s: interrupted, it took %s", c.uri, took)
			}
		})
	}
}

// TestSlowFiles has many local files that cannot be read in time: they say nothing of the
// last one.
func TestSlowFiles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var uris []string
		for i := range 30 {
			uris = append(uris, fmt.Sprintf("slow%d.mp4", i))
		}
		good := filepath.Join(samples, "mkv_h264_6s.mkv")
		o := probe.Openers{"": openerFunc(func(uri string) (*probe.Source, error) {
			if uri != good {
				return nil, fmt.Errorf("%w: in this test", probe.ErrTimeout)
			}
			return probe.File{}.Open(t.Context(), uri)
		})}
		m, err := probe.All(t.Context(), slices.Values(append(uris, good)), &probe.AllOptions{Options: probe.Options{Openers: o}, PerHost: 1, Retries: -1})
		if left, ok := errors.AsType[*probe.LeftError](err); !ok || len(left.Errs) != 30 || errors.Is(err, probe.ErrHostGivenUp) || len(m) != 1 || m[good].VideoCodec != "h264" {
			t.Errorf("%v, %v", m, err)
		}
	})
}

// TestFFprobeTimeout has an ffprobe that never answers: its own error says so, and the
// file is not asked again at once.
func TestFFprobeTimeout(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a shell script stands in for ffprobe")
	}
	program := filepath.Join(t.TempDir(), "ffprobe")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nPATH=$PATH:/usr/bin:/bin\nexec sleep 60\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	avi := filepath.Join(samples, "avi_mpeg4_mp3_5s.avi")
	m, err := probe.All(t.Context(), slices.Values([]string{avi}), &probe.AllOptions{
		Options: probe.Options{FFprobe: program, Timeout: 100 * time.Millisecond},
		OnRetry: func(uri string, err error, _ time.Duration) { t.Errorf("%s is tried again: %v", uri, err) },
	})
	if got := m[avi]; err != nil || got.Container != "avi" || got.Bytes == 0 || !strings.Contains(got.Err, "ffprobe took too long: it was stopped after 100ms") || strings.Contains(got.Err, "server") {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestFFprobeCopy has a copy of a video of another scheme, for which no File is the Opener.
func TestFFprobeCopy(t *testing.T) {
	testmedia.Program(t, "ffprobe")
	copies := openerFunc(func(uri string) (*probe.Source, error) {
		return probe.File{}.Open(t.Context(), filepath.Join(samples, strings.TrimPrefix(uri, "gs://b/")))
	})
	for _, name := range []string{"avi_mpeg4_mp3_5s.avi", "flv_h264_5s.flv"} {
		m, err := probe.Probe(t.Context(), "gs://b/"+name, &probe.Options{Openers: probe.Openers{"gs": copies}})
		if length, _ := m.Length(); err != nil || m.Video != videotune.Present || m.Width != 320 || length < 4900*time.Millisecond {
			t.Errorf("%+v, %v", m, err)
		}
	}
}
