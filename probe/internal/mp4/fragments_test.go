package mp4

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// initial makes the index of a stream of fragments: video at 12800 ticks a second,
// and sound at 48000 if wanted.
func initial(sound bool, change func(*moovSpec), mvex ...any) []byte {
	s := moovSpec{scale: 1000, noTimes: true, tracks: []trakSpec{{scale: 12800, noTimes: true, stts: []uint32{}}}}
	trex := [][]byte{full("trex", 0, 0, uint32(1), uint32(1), uint32(512), uint32(0), uint32(0))}
	if sound {
		s.tracks = append(s.tracks, trakSpec{scale: 48000, noTimes: true, stts: []uint32{}, handler: kindAudio})
		trex = append(trex, full("trex", 0, 0, uint32(2), uint32(1), uint32(1024), uint32(0), uint32(0)))
	}
	if change != nil {
		change(&s)
	}
	for _, b := range trex {
		mvex = append(mvex, b)
	}
	s.after = bx("mvex", mvex...)
	return s.bytes()
}

// traf makes what a fragment says of a track: so many samples of the usual length
// from a time on; -1 if the time is not said. Each has a size.
func traf(id uint32, at int64, samples uint32) []byte {
	parts := []any{full("tfhd", 0, 0x20000, id)}
	if at >= 0 {
		parts = append(parts, full("tfdt", 1, 0, at))
	}
	return bx("traf", append(parts, full("trun", 0, 0x201, samples, uint32(0), zeros(4*int(samples))))...)
}

func moof(trafs ...any) []byte {
	return bx("moof", append([]any{full("mfhd", 0, 0, uint32(1))}, trafs...)...)
}

// stream makes n fragments of 2 s of video and about that of sound, with media of
// so many bytes, and returns where each begins.
func stream(f *made, n int, media int64, sound bool) (at []int64) {
	for i := range int64(n) {
		at = append(at, f.size)
		trafs := []any{traf(1, i*25600, 50)}
		if sound {
			trafs = append(trafs, traf(2, i*96256, 94))
		}
		f.add(moof(trafs...), start("mdat", media), media)
	}
	return at
}

// late makes n fragments as stream does, whose tracks begin at times of their own.
func late(f *made, n int, video, sound int64) {
	for i := range int64(n) {
		f.add(moof(traf(1, video+i*25600, 50), traf(2, sound+i*96256, 94)), start("mdat", 1<<10), int64(1<<10))
	}
}

// mfra makes the index at the end of a file: of tracks 1 to n.
func mfra(n int, at []int64, ticks int64) []byte {
	var boxes []any
	size := 8 + 16
	for id := 1; id <= n; id++ {
		entries := cat(uint32(len(at)))
		for i, a := range at {
			entries = cat(entries, int64(i)*ticks, a, uint8(1), uint8(1), uint8(1))
		}
		tfra := full("tfra", 1, 0, uint32(id), uint32(0), entries)
		boxes = append(boxes, tfra)
		size += len(tfra)
	}
	return bx("mfra", append(boxes, full("mfro", 0, 0, uint32(size)))...)
}

// sidx makes an index of segments, each of so many bytes and ticks.
func sidx(version uint8, track, scale uint32, first, skip uint64, n int, size, ticks uint32) []byte {
	refs := cat(uint16(0), uint16(n))
	for range n {
		refs = cat(refs, size, ticks, uint32(1<<31))
	}
	return full("sidx", version, 0, track, scale, wide(version, first), wide(version, skip), refs)
}

func TestFragments(t *testing.T) {
	mehd := full("mehd", 0, 0, uint32(12000))
	iso5 := ftyp("iso5", "iso6")
	// Whose first fragment has two frames of a second, or none.
	noRate := map[string]bool{"frames out of order": true, "begins late, a moof for each track": true}
	type want struct {
		video, all time.Duration
		cost       int // requests
	}
	for _, tt := range []struct {
		name string
		file func() *made
		want want
	}{
		{"mehd", func() *made { f := file(iso5, initial(false, nil, mehd)); stream(f, 6, 1<<20, false); return f }, want{12 * time.Second, 12 * time.Second, 1}},
		{"mehd of version 1", func() *made {
			f := file(iso5, initial(false, nil, full("mehd", 1, 0, uint64(12000))))
			stream(f, 6, 1<<20, false)
			return f
		}, want{12 * time.Second, 12 * time.Second, 1}},
		{"mehd before the tracks", func() *made {
			f := file(iso5, moovSpec{before: bx("mvex", mehd), noTimes: true, tracks: []trakSpec{{noTimes: true, stts: []uint32{}}}, scale: 1000}.bytes())
			stream(f, 6, 1<<20, false)
			return f
		}, want{12 * time.Second, 12 * time.Second, 1}},
		{"mehd, sound, mfra", func() *made {
			f := file(iso5, initial(true, nil, mehd))
			return f.add(mfra(2, stream(f, 6, 1<<20, true), 25600))
		}, want{12 * time.Second, 12 * time.Second, 3}},
		{"mehd and sound, nothing else", func() *made { f := file(iso5, initial(true, nil, mehd)); stream(f, 6, 1<<20, true); return f }, want{0, 12 * time.Second, 2}},

		{"sidx", func() *made {
			media := file()
			stream(media, 6, 1<<20, false)
			return file(iso5, initial(false, nil), sidx(0, 1, 12800, 0, 0, 6, uint32(media.size/6), 25600)).join(media)
		}, want{12 * time.Second, 12 * time.Second, 1}},
		{"sidx of two tracks", func() *made {
			media := file()
			stream(media, 6, 1<<10, true)
			second := sidx(1, 2, 48000, 0, 0, 1, uint32(media.size), 576000+4800)
			return file(iso5, initial(true, nil), sidx(1, 1, 12800, 0, uint64(len(second)), 1, uint32(media.size), 6*25600), second).join(media)
		}, want{12 * time.Second, 12100 * time.Millisecond, 1}},
		{"sidx that is large", func() *made {
			media := file()
			stream(media, 1800, 1<<10, false)
			return file(iso5, initial(false, nil), sidx(0, 1, 12800, 0, 0, 1800, uint32(media.size/1800), 25600)).join(media)
		}, want{time.Hour, time.Hour, 3}},
		{"sidx of indexes, of which the first is itself", func() *made {
			media := file()
			stream(media, 6, 1<<10, false)
			index := sidx(0, 1, 12800, 0, 0, 2, 0, 76800)
			binary.BigEndian.PutUint32(index[32:], 1<<31)
			binary.BigEndian.PutUint32(index[44:], uint32(media.size))
			return file(iso5, initial(false, nil), index).join(media)
		}, want{12 * time.Second, 12 * time.Second, 1}},
		{"sidx of each fragment", func() *made {
			f := file(iso5, initial(false, nil))
			for i := range int64(6) {
				moof := moof(traf(1, i*25600, 50))
				f.add(sidx(0, 1, 12800, uint64(i)*25600, 0, 1, uint32(len(moof))+8+1<<10, 25600), moof, start("mdat", 1<<10), int64(1<<10))
			}
			return f
		}, want{12 * time.Second, 12 * time.Second, 3}},

		{"mfra", func() *made {
			f := file(iso5, initial(true, nil))
			return f.add(mfra(2, stream(f, 6, 1<<20, true), 25600))
		}, want{12 * time.Second, 6 * 96256 * time.Second / 48000, 3}},
		{"mfra that is large", func() *made {
			f := file(iso5, initial(true, nil))
			return f.add(mfra(2, stream(f, 1800, 1<<10, true), 25600))
		}, want{time.Hour, 1800 * 96256 * time.Second / 48000, 6}},
		{"mfra that names few", func() *made {
			f := file(iso5, initial(false, nil))
			return f.add(mfra(1, stream(f, 6, 1<<20, false)[:4], 25600))
		}, want{12 * time.Second, 12 * time.Second, 5}},
		{"mfra with the only times", func() *made {
			f := file(iso5, initial(false, nil))
			var at []int64
			for range 6 {
				at = append(at, f.size)
				f.add(moof(traf(1, -1, 50)), start("mdat", 1<<20), int64(1<<20))
			}
			return f.add(mfra(1, at, 25600))
		}, want{12 * time.Second, 12 * time.Second, 3}},
		{"mfra that lies", func() *made {
			f := file(iso5, initial(false, nil))
			stream(f, 6, 1<<10, false)
			return f.add(mfra(1, []int64{f.size - 500}, 25600))
		}, want{12 * time.Second, 12 * time.Second, 3}},

		{"nothing", func() *made { f := file(iso5, initial(true, nil)); stream(f, 600, 10<<10, true); return f },
			want{1200 * time.Second, 600 * 96256 * time.Second / 48000, 3}},
		{"a moof for each track", func() *made {
			f := file(iso5, initial(true, nil))
			for i := range int64(100) {
				f.add(moof(traf(1, i*25600, 50)), start("mdat", 30<<10), int64(30<<10), moof(traf(2, i*96000, 94)), start("mdat", 4<<10), int64(4<<10))
			}
			return f
		}, want{200 * time.Second, 200*time.Second + 256*time.Second/48000, 3}},
		{"nothing, large fragments", func() *made { f := file(iso5, initial(true, nil)); stream(f, 20, 2<<20, true); return f },
			want{40 * time.Second, span(20*96256, 48000), 26}},
		{"nothing, large fragments without times", func() *made {
			f := file(iso5, initial(false, nil))
			for range 10 {
				f.add(moof(traf(1, -1, 50)), start("mdat", 2<<20), int64(2<<20))
			}
			return f
		}, want{20 * time.Second, 20 * time.Second, 16}},
		{"nothing, many large fragments", func() *made { f := file(iso5, initial(true, nil)); stream(f, 100, 2<<20, true); return f }, want{0, 0, Requests + TailRequests + WalkRequests}},
		{"nothing but mvhd, many large fragments", func() *made {
			f := file(iso5, initial(false, func(s *moovSpec) { s.duration, s.tracks[0].duration = 200000, 200*12800 }))
			stream(f, 100, 2<<20, false)
			return f
		}, want{200 * time.Second, 200 * time.Second, Requests + TailRequests + WalkRequests}},

		{"video later than sound", func() *made { f := file(iso5, initial(true, nil)); late(f, 6, 32000, 0); return f }, want{14500 * time.Millisecond, 14500 * time.Millisecond, 3}},
		{"sound later than video", func() *made { f := file(iso5, initial(true, nil)); late(f, 6, 0, 48000); return f }, want{12 * time.Second, time.Second + span(6*96256, 48000), 3}},
		{"a piece of a stream, video later", func() *made {
			f := file(iso5, initial(true, nil))
			late(f, 6, 1000*12800+32000, 1000*48000)
			return f
		}, want{14500 * time.Millisecond, 14500 * time.Millisecond, 3}},
		{"sidx, video later than sound", func() *made {
			media := file()
			late(media, 6, 32000, 0)
			second := sidx(1, 2, 48000, 0, 0, 1, uint32(media.size), 576000)
			return file(iso5, initial(true, nil), sidx(1, 1, 12800, 32000, uint64(len(second)), 1, uint32(media.size), 6*25600), second).join(media)
		}, want{14500 * time.Millisecond, 14500 * time.Millisecond, 1}},
		{"sidx of a piece of a stream", func() *made {
			media := file()
			late(media, 6, 1000*12800, 1000*48000)
			second := sidx(1, 2, 48000, 1000*48000, 0, 1, uint32(media.size), 576000)
			return file(iso5, initial(true, nil), sidx(1, 1, 12800, 1000*12800, uint64(len(second)), 1, uint32(media.size), 6*25600), second).join(media)
		}, want{12 * time.Second, 12 * time.Second, 1}},
		{"sidx behind the samples of moov", func() *made {
			media := file()
			late(media, 6, 25600, 96000)
			second := sidx(1, 2, 48000, 96000, 0, 1, uint32(media.size), 576000)
			some := func(s *moovSpec) { s.tracks[0].stts, s.tracks[1].stts = []uint32{50, 512}, []uint32{94, 1024} }
			return file(iso5, initial(true, some), start("mdat", 1<<20), int64(1<<20), sidx(1, 1, 12800, 25600, uint64(len(second)), 1, uint32(media.size), 6*25600), second).join(media)
		}, want{14 * time.Second, 14 * time.Second, 3}},

		{"cut in the last media", func() *made {
			f := file(iso5, initial(false, nil))
			stream(f, 5, 10<<10, false)
			return f.add(moof(traf(1, 5*25600, 50)), start("mdat", 10<<10), int64(5000))
		}, want{10 * time.Second, 10 * time.Second, 3}},
		{"cut in the last moof", func() *made {
			f := file(iso5, initial(false, nil))
			stream(f, 5, 10<<10, false)
			return f.add(moof(traf(1, 5*25600, 50))[:100])
		}, want{10 * time.Second, 10 * time.Second, 6}},
		{"begins late", func() *made {
			f := file(iso5, initial(false, nil))
			for i := range int64(6) {
				f.add(moof(traf(1, (i+5400)*25600, 50)), start("mdat", 10<<10), int64(10<<10))
			}
			return f
		}, want{12 * time.Second, 12 * time.Second, 3}},
		{"begins late, a moof for each track", func() *made {
			f := file(iso5, initial(true, nil))
			for i := range int64(100) {
				f.add(moof(traf(2, (i+100)*96000, 94)), start("mdat", 4<<10), int64(4<<10), moof(traf(1, (i+100)*25600, 50)), start("mdat", 30<<10), int64(30<<10))
			}
			return f
		}, want{200 * time.Second, 200*time.Second + 256*time.Second/48000, 3}},
		{"mfra of version 0, a traf of another track, samples that say their length", func() *made {
			f := file(iso5, initial(false, nil))
			stream(f, 6, 1<<20, false)
			at := f.size
			samples := cat(uint32(50), uint32(8), uint32(0))
			for range 49 {
				samples = cat(samples, uint32(512))
			}
			f.add(moof(traf(7, 1<<40, 50), bx("traf", full("tfhd", 0, 3|8, uint32(1), uint64(0), uint32(1), uint32(512)), full("tfdt", 0, 0, uint32(6*25600)),
				full("trun", 0, 0x105, samples, uint32(1024)), full("trun", 0, 5, uint32(50), uint32(8), uint32(0)))), start("mdat", 1<<20), int64(1<<20))
			tfra := full("tfra", 0, 0, uint32(1), uint32(0x3f), uint32(2), zeros(20), uint32(6*25600), uint32(at), zeros(12))
			return f.add(bx("mfra", full("tfra", 0, 0, uint32(1), uint32(0), uint32(0)), tfra, full("mfro", 0, 0, uint32(len(tfra)+24+24))))
		}, want{16*time.Second + 40*time.Millisecond, 16*time.Second + 40*time.Millisecond, 3}},
		{"a moof for each track, mfra", func() *made {
			f := file(iso5, initial(true, nil))
			var video, audio []int64
			for i := range int64(20) {
				video = append(video, f.size)
				f.add(moof(traf(1, i*25600, 50)), start("mdat", 1<<20), int64(1<<20))
				audio = append(audio, f.size)
				f.add(moof(traf(2, i*96000, 94)), start("mdat", 1<<20), int64(1<<20))
			}
			first, second := mfra(1, video, 25600), mfra(1, audio, 96000)
			binary.BigEndian.PutUint32(second[8+12:], 2)
			first, second = first[8:len(first)-16], second[8:len(second)-16]
			return f.add(bx("mfra", first, second, full("mfro", 0, 0, uint32(len(first)+len(second)+24))))
		}, want{40 * time.Second, 40*time.Second + 256*time.Second/48000, 4}},
		{"sound at the end", func() *made {
			f := file(iso5, initial(true, nil))
			stream(f, 6, 10<<10, true)
			for i := range int64(10) {
				f.add(moof(traf(2, (i+6)*96256, 94)), start("mdat", 10<<10), int64(10<<10))
			}
			return f
		}, want{12 * time.Second, span(16*96256, 48000), 6}},
		{"fragments out of order", func() *made {
			f := file(iso5, initial(false, nil))
			for _, i := range []int64{0, 1, 5, 2, 4, 3} {
				f.add(moof(traf(1, i*25600, 50)), mdat)
			}
			return f
		}, want{12 * time.Second, 12 * time.Second, 3}},
		{"what looks like a fragment in the media", func() *made {
			f := file(iso5, initial(false, nil))
			stream(f, 5, 200<<10, false)
			fake := bx("moof", traf(1, 1<<40, 50), traf(1, 1<<40, 50))
			return f.add(moof(traf(1, 5*25600, 50)), start("mdat", 200<<10), int64(200<<10-len(fake)), fake)
		}, want{12 * time.Second, 12 * time.Second, 4}},
		{"frames shown before they are decoded", func() *made {
			f := file(iso5, initial(false, func(s *moovSpec) { s.tracks[0].edits = []edit{{}} }))
			for i := range int64(6) {
				f.add(moof(bx("traf", full("tfhd", 0, 0x20000, uint32(1)), full("tfdt", 0, 0, uint32(i*25600)), full("trun", 1, 0x800, uint32(50), int32(-1024), zeros(49*4)))), mdat)
			}
			return f
		}, want{12 * time.Second, 12 * time.Second, 3}},
		{"Smooth Streaming", func() *made {
			f := file(ftyp("isml", "piff"), initial(false, func(s *moovSpec) { s.tracks[0].scale = 10_000_000 }))
			for i := range int64(6) {
				tfxd := cat("\x6d\x1d\x9b\x05\x42\xd5\x44\xe6\x80\xe2\x14\x1d\xaf\xf7\x57\xb2", uint32(1<<24), i*20_000_000, int64(20_000_000))
				samples := cat(uint32(50), uint32(0))
				for range 50 {
					samples = cat(samples, uint32(400_000), uint32(1))
				}
				f.add(moof(bx("traf", full("tfhd", 0, 0, uint32(1)), full("trun", 0, 0x301, samples), bx("uuid", tfxd))), mdat)
			}
			return f
		}, want{12 * time.Second, 12 * time.Second, 3}},
		{"the first in moov", func() *made {
			f := file(iso5, initial(false, func(s *moovSpec) {
				s.duration, s.tracks[0].duration, s.tracks[0].stts = 2000, 25600, []uint32{50, 512}
				s.tracks[0].edits = []edit{{length: 2000}}
			}), mdat)
			for i := range int64(6) {
				f.add(moof(traf(1, (i+1)*25600, 50)), mdat)
			}
			return f
		}, want{14 * time.Second, 14 * time.Second, 3}},
		{"the first in a large moov", func() *made {
			f := file(iso5, initial(true, func(s *moovSpec) {
				s.duration = 10000
				for i := range s.tracks {
					s.tracks[i].stts, s.tracks[i].samples = []uint32{250, 512}, 5000
				}
			}), mdat)
			stream(f, 10, 1<<10, true)
			return f
		}, want{20 * time.Second, 10 * 96256 * time.Second / 48000, 6}},
		{"planned only", func() *made {
			return file(iso5, initial(false, func(s *moovSpec) {
				s.duration, s.tracks[0].duration, s.tracks[0].stts = 2000, 25600, []uint32{50, 512}
			}), mdat)
		}, want{2 * time.Second, 2 * time.Second, 1}},
		{"planned only, moov last", func() *made {
			return file(iso5, mdat, initial(false, func(s *moovSpec) {
				s.duration, s.tracks[0].duration, s.tracks[0].stts = 2000, 25600, []uint32{50, 512}
			}))
		}, want{2 * time.Second, 2 * time.Second, 1}},
		{"an empty edit first", func() *made {
			f := file(iso5, initial(false, func(s *moovSpec) { s.tracks[0].edits = []edit{{length: 500, empty: true}, {}} }))
			stream(f, 6, 1<<10, false)
			return f
		}, want{12500 * time.Millisecond, 12500 * time.Millisecond, 3}},
		{"the beginning cut off", func() *made {
			f := file(iso5, initial(false, func(s *moovSpec) { s.tracks[0].edits = []edit{{start: 12800}} }))
			stream(f, 6, 1<<10, false)
			return f
		}, want{11 * time.Second, 12 * time.Second, 3}},
		{"frames out of order", func() *made {
			f := file(iso5, initial(false, func(s *moovSpec) { s.tracks[0].edits = []edit{{start: 1024}} }))
			run := cat(uint32(2), uint32(1024), uint32(512))
			for i := range int64(6) {
				f.add(moof(bx("traf", full("tfhd", 0, 0x20008, uint32(1), uint32(12800)), full("tfdt", 0, 0, uint32(i*25600)), full("trun", 0, 0x800, run))), mdat)
			}
			return f
		}, want{12 * time.Second, 12 * time.Second, 3}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := tt.file()
			got, cost, err := f.read(t, false)
			if err != nil {
				t.Fatal(err)
			}
			if got.Duration != tt.want.video || got.ContainerDuration != tt.want.all {
				t.Errorf("got %v, %v; want %v, %v", got.Duration, got.ContainerDuration, tt.want.video, tt.want.all)
			}
			if got.VideoCodec != "h264" || got.FrameRate != (videotune.Rational{Num: 25, Den: 1}) && !noRate[tt.name] && cost.Requests > 1 {
				t.Errorf("%+v", got)
			}
			if cost.Requests > tt.want.cost || cost.Bytes > Bytes+TailBytes+WalkBytes {
				t.Errorf("cost: %+v, want %d requests", cost, tt.want.cost)
			}
			only, less, err := f.read(t, true)
			if err != nil || only.ContainerDuration != got.ContainerDuration || less.Requests > cost.Requests {
				t.Errorf("length only: %v, %v for %+v after %+v", only.ContainerDuration, err, less, cost)
			}
		})
	}
}
