package mp4

import (
	"fmt"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// long makes the index of a film with so many tracks, the second and later ones of
// sound, whose tables are as large as its length needs.
func long(length time.Duration, tracks int) []byte {
	seconds := int(length.Seconds())
	s := moovSpec{duration: uint64(length.Milliseconds()), after: bx("udta", zeros(90))}
	for i := range tracks {
		t := trakSpec{duration: uint64(seconds) * 12800, stts: []uint32{uint32(seconds * 25), 512}, samples: seconds * 25}
		if i > 0 {
			t = trakSpec{handler: kindAudio, scale: 48000, duration: uint64(seconds) * 48000, stts: []uint32{uint32(seconds * 46), 1024, 1, 80}, samples: seconds * 46}
		}
		t.edits = []edit{{length: s.duration, start: 1024}}
		s.tracks = append(s.tracks, t)
	}
	return s.bytes()
}

// TestCost holds what a file costs, which must not depend on its length.
func TestCost(t *testing.T) {
	for _, length := range []time.Duration{10 * time.Minute, time.Hour} {
		for _, tracks := range []int{1, 2, 3, 5, 8, 12} {
			for _, last := range []bool{false, true} {
				t.Run(fmt.Sprintf("%v, %d tracks, last %t", length, tracks, last), func(t *testing.T) {
					moov := long(length, tracks)
					media := int64(length.Seconds()) * 1_000_000
					f := file(isom, moov, start("mdat", media), media)
					requests, short := 2+min(max(tracks-2, 0), maxTracks-2), 1
					if last {
						f = file(isom, bx("free"), start("mdat", media), media, moov)
						requests, short = requests+1, 2
					}
					got, cost, err := f.read(t, false)
					if err != nil || got.Duration != length || got.ContainerDuration != length || got.FrameRate != (videotune.Rational{Num: 25, Den: 1}) || got.Video != videotune.Present {
						t.Errorf("%+v, %v", got, err)
					}
					if want := min(tracks, 2) == 2; (got.AudioCodec == "aac") != want {
						t.Errorf("sound: %+v", got)
					}
					if cost.Requests > requests || cost.Bytes > 16_384 {
						t.Errorf("cost: %+v, want %d requests", cost, requests)
					}
					if got, cost, err = f.read(t, true); err != nil || got.ContainerDuration != length || cost.Requests > short || cost.Bytes > 16_384 {
						t.Errorf("length only: %+v, %v, %+v, want %d requests", got, err, cost, short)
					}
				})
			}
		}
	}
}

// TestFrugal holds that nothing is asked for that is not needed.
func TestFrugal(t *testing.T) {
	const length = time.Hour
	media := []any{start("mdat", 1<<30), int64(1 << 30)}
	moov := long(length, 2)
	small := moovSpec{tracks: []trakSpec{{samples: 500}, {handler: kindAudio, samples: 500}}}.bytes()
	udta := moovSpec{tracks: []trakSpec{
		{edits: []edit{{length: 10000}}, samples: 9000, after: bx("udta", zeros(9000))},
		{edits: []edit{{length: 10000}}, samples: 9000, after: bx("udta", zeros(9000)), handler: kindAudio},
	}}.bytes()
	for _, tt := range []struct {
		name            string
		file            *made
		requests, short int
		bytes           int64
	}{
		{"a brand of fragments, moov last", file(ftyp("iso6")).add(media...).add(moov), 3, 2, Bytes},
		{"QuickTime, moov first", file(ftyp("qt  "), udta).add(media...), 2, 1, Bytes},
		{"QuickTime, moov last", file(ftyp("qt  ")).add(media...).add(moov), 3, 2, Bytes},
		{"a small moov first", file(isom, small).add(media...), 2, 1, int64(len(small)) + 100},
		{"a small moov last", file(isom).add(media...).add(small), 2, 2, firstRead + int64(len(small))},
		{"boxes after the media of a track", file(isom, udta).add(media...), 2, 1, Bytes},
	} {
		_, cost, err := tt.file.read(t, false)
		if err != nil || cost.Requests > tt.requests || cost.Bytes > tt.bytes {
			t.Errorf("%s: %+v, %v; want %d requests, %d bytes", tt.name, cost, err, tt.requests, tt.bytes)
		}
		if _, cost, err = tt.file.read(t, true); err != nil || cost.Requests > tt.short || cost.Bytes > tt.bytes {
			t.Errorf("%s, length only: %+v, %v", tt.name, cost, err)
		}
	}
}

// BenchmarkRead tells the time, and what is read of a film of an hour.
func BenchmarkRead(b *testing.B) {
	const length = time.Hour
	moov, media := long(length, 2), int64(3_600_000_000)
	for _, f := range []struct {
		name string
		file *made
	}{{"first", file(isom, moov, start("mdat", media), media)}, {"last", file(isom, start("mdat", media), media, moov)}} {
		for _, only := range []bool{false, true} {
			b.Run(fmt.Sprintf("moov=%s/length=%t", f.name, only), func(b *testing.B) {
				for b.Loop() {
					_, cost, err := f.file.read(b, only)
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64(cost.Requests), "requests")
					b.ReportMetric(float64(cost.Bytes), "bytes")
				}
			})
		}
	}
}
