// Package testmedia is for the tests of package probe and of those below it: the videos
// in probe/testdata/media, what ffprobe says of them, and files that ffmpeg makes.
package testmedia

import (
	"bufio"
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Dir returns the folder of the samples, from that of a package's tests.
func Dir() string {
	const own = "testdata/media" // of package probe
	if _, err := os.Stat(own); err == nil {
		return own
	}
	return "../../testdata/media"
}

// Path returns the path of a sample.
func Path(name string) string { return filepath.Join(Dir(), name) }

// Data returns the bytes of a sample.
func Data(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(Path(name))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// A Truth is what ffprobe says of a sample. What it does not tell is "" or 0.
type Truth struct {
	File     string
	Format   string      // names with commas between
	Duration string      `json:"format_duration"` // in seconds
	Span     json.Number `json:"video_packet_span"`
	Streams  []Stream
	Error    string
}

// A Stream is one of a [Truth].
type Stream struct {
	Type, Codec string // "video" or "audio"
	Duration    string // in seconds
	FPS         string
	W, H        int
}

// Truths returns what is known of all samples.
func Truths(tb testing.TB) []Truth {
	tb.Helper()
	f, err := os.Open(Path("truth.jsonl"))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var all []Truth
	s := bufio.NewScanner(f)
	for s.Scan() {
		var v Truth
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			tb.Fatal(err)
		}
		all = append(all, v)
	}
	if err := s.Err(); err != nil || len(all) == 0 {
		tb.Fatalf("%d truths, %v", len(all), err)
	}
	return all
}

// VideoSpan returns the time from the first picture to the end of the last; 0 if there
// is none.
func (v *Truth) VideoSpan(tb testing.TB) time.Duration {
	tb.Helper()
	if v.Span == "" {
		return 0
	}
	return Seconds(tb, v.Span.String())
}

// Seconds returns a decimal number of seconds as a Duration, rounded down.
func Seconds(tb testing.TB, s string) time.Duration {
	tb.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		tb.Fatalf("%q is no number of seconds", s)
	}
	r.Mul(r, big.NewRat(int64(time.Second), 1))
	return time.Duration(new(big.Int).Div(r.Num(), r.Denom()).Int64())
}

// Apart returns how far two times are apart.
func Apart(a, b time.Duration) time.Duration { return max(a-b, b-a) }
