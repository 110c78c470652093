package probe_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe"
)

// FuzzRead holds what is read of any bytes to its bounds, and to what a facts file can
// hold.
func FuzzRead(f *testing.F) {
	names, err := filepath.Glob(filepath.Join(samples, "*"))
	if err != nil || len(names) < 20 {
		f.Fatal(names, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, int64(len(data)))
		f.Add(data[:min(len(data), 5000)], int64(len(data)))
	}
	f.Add([]byte(ftyp), int64(1)<<62)
	f.Fuzz(func(t *testing.T, data []byte, size int64) {
		for _, only := range []bool{false, true} {
			var cost probe.Cost
			m, err := probe.Read(bytes.NewReader(data), size, &probe.Options{DurationOnly: only, OnCost: func(_ string, c probe.Cost) { cost = c }})
			if (err != nil && !probe.Inconclusive(err)) != (m.Err != "") || err == nil && m.Container == "" {
				t.Errorf("%+v, %v", m, err)
			}
			if cost.Requests > 64 || cost.Bytes > 2<<20 || cost.Requests == 0 && (size > 0 || size < 0 && len(data) > 0) {
				t.Errorf("cost %+v", cost)
			}
			if _, err := (videotune.MediaMap{"x": m}).WriteTo(io.Discard); err != nil {
				t.Error(err)
			}
		}
	})
}

// FuzzPartial begins with any partial file: it is refused and left alone, or what
// follows is kept.
func FuzzPartial(f *testing.F) {
	f.Add([]byte(`{"a":{"duration":"1s"}}` + "\n" + `{"b":{"error":"x"}}` + "\n{}\n" + `{"c":{"bytes":1}}` + "\n" + `{"d`))
	f.Add([]byte("\x00\x00"))
	f.Add([]byte("dear diary\n"))
	uri := filepath.Join(samples, "mkv_h264_6s.mkv")
	f.Fuzz(func(t *testing.T, partial []byte) {
		facts := filepath.Join(t.TempDir(), "facts.json")
		mustWrite(t, facts+".partial", string(partial))
		_, err := probe.All(t.Context(), func(yield func(string) bool) { yield(uri) }, &probe.AllOptions{Facts: facts})
		if err != nil {
			if got := mustRead(t, facts+".partial"); got != string(partial) {
				t.Errorf("refused, and changed to %q", got)
			}
			return
		}
		if _, ok := readFacts(t, facts)[uri]; !ok {
			t.Error("the facts are lost")
		}
		wantFiles(t, filepath.Dir(facts), "facts.json")
	})
}
