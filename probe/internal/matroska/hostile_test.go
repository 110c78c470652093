package matroska

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/probe/internal/window"
	"pgregory.net/rapid"
)

// mostCost is what one file may cost at all.
var mostCost = window.Cost{Requests: headRequests + tailRequests, Bytes: headBytes + tailBytes}

func TestHostile(t *testing.T) {
	start := join(ebml("webm"), id(idSegment), sized(1<<56-2, 8), segInfo(0), twoTrack, open(idCluster, num(idTimestamp, 0)), make([]byte, 5000))
	fill := func(unit ...byte) []byte { return join(start, bytes.Repeat(unit, 3<<20/len(unit))) }
	fake := join(id(idCluster), []byte{0x81}, num(idTimestamp, 1))
	for name, data := range map[string][]byte{
		"Clusters":            fill(fake...),
		"Clusters to nowhere": append(fill(fake...), 0),
		"empty elements":      fill(idVoid, 0x80),
		"Cluster IDs":         fill(id(idCluster)...),
		"blocks":              append(fill(simple(1, 0)...), 0),
		"zero":                fill(0),
		"huge sizes":          fill(0xEC, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE),
		"huge numbers":        join(start, open(idCluster, num(idTimestamp, 1<<63), simple(1, 0)), open(idCluster, num(idTimestamp, 1<<62), group(1, 1, 1<<63))),
		"many elements":       join(ebml("webm"), open(idSegment, bytes.Repeat(void(0), 2000))),
		"many tracks":         join(ebml("webm"), open(idSegment, segInfo(0), el(idTracks, bytes.Repeat(el(idTrackEntry), 1<<17)), clusters)),
		"deep":                bytes.Repeat(open(idSegment), 1<<16),
	} {
		begin := time.Now()
		_, cost, err := read(data, false)
		if d := time.Since(begin); d > 2*time.Second {
			t.Errorf("%s: %v", name, d)
		}
		if cost.Requests > mostCost.Requests || cost.Bytes > mostCost.Bytes {
			t.Errorf("%s: cost %+v", name, cost)
		}
		if err != nil && !errors.Is(err, ErrFormat) && !errors.Is(err, ErrCut) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A shrinking reader has less than its size says.
type shrinking struct{ *bytes.Reader }

func TestReadErrors(t *testing.T) {
	data := live(segInfo(0), 8, 3)
	for _, n := range []int64{0, 10, 4096, int64(len(data)) - 1000} {
		f := window.New(shrinking{bytes.NewReader(data[:n])}, int64(len(data)), 0, 0)
		m, err := Read(f, false)
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("shrunk to %d bytes: %v", n, err)
		}
		if n >= 4096 && m.VideoCodec != "vp9" {
			t.Errorf("shrunk to %d bytes: what is known is lost: %+v", n, m)
		}
	}
}

// TestMeasured makes recordings of random frames in random Clusters, and wants
// their length to the ns.
func TestMeasured(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var parts [][]byte
		end, first := time.Duration(0), time.Duration(-1)
		at := rapid.Uint64Range(0, 1<<40).Draw(t, "begin")
		for range rapid.IntRange(1, 8).Draw(t, "clusters") {
			c := [][]byte{num(idTimestamp, at)}
			for range rapid.IntRange(1, 20).Draw(t, "blocks") {
				rel := rapid.Int16Range(0, 2000).Draw(t, "rel")
				length := rapid.Uint64Range(1, 500).Draw(t, "length")
				payload := rapid.SliceOfN(rapid.SampledFrom([]byte{0x1F, 0x43, 0xB6, 0x75, 0xA3, 0xE7, 0x81, 0xEC, 0}), 0, 40).Draw(t, "payload")
				begin := time.Duration(at+uint64(rel)) * ms
				if first < 0 || begin < first {
					first = begin
				}
				if rapid.Bool().Draw(t, "other") {
					c = append(c, simple(2, rel, payload...))
					continue
				}
				if rapid.Bool().Draw(t, "simple") {
					c, length = append(c, simple(1, rel, payload...)), 40
				} else {
					c = append(c, group(1, rel, length, payload...))
				}
				end = max(end, begin+time.Duration(length)*ms)
			}
			kind := rapid.SampledFrom([]func(uint32, ...[]byte) []byte{el, open}).Draw(t, "kind")
			parts = append(parts, kind(idCluster, c...))
			at += rapid.Uint64Range(2000, 5000).Draw(t, "step")
		}
		if end == 0 {
			t.Skip("no video")
		}
		m, cost, err := read(join(ebml("webm"), open(idSegment, segInfo(0), twoTrack, join(parts...))), true)
		if err != nil || cost.Requests > 2 {
			t.Fatal(cost, err)
		}
		// The earliest block of those in the first 4 KiB counts, which nearly always is that of all.
		if m.Duration != end-first && len(join(parts...)) < 3500 {
			t.Errorf("Duration %v, want %v", m.Duration, end-first)
		}
	})
}
