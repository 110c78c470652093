package mp4

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-57910ec4/videotune"
)

// plain are the facts of a file that the builder makes of one usual video track.
var plain = videotune.Media{
	Duration: 10 * time.Second, ContainerDuration: 10 * time.Second, MIMEType: "video/mp4", Container: "mp4", VideoCodec: "h264",
	Width: 320, Height: 180, FrameRate: videotune.Rational{Num: 25, Den: 1}, Video: videotune.Present, Audio: videotune.Absent,
}

func with(change func(*videotune.Media)) videotune.Media {
	m := plain
	change(&m)
	return m
}

var (
	isom = ftyp("isom", "isom", "iso2", "avc1", "mp41")
	one  = moovSpec{tracks: []trakSpec{{}}}
	mdat = bx("mdat", zeros(1000))
)

func both(sound trakSpec) moovSpec {
	sound.handler = kindAudio
	if sound.scale == 0 {
		sound.scale = 48000
	}
	return moovSpec{tracks: []trakSpec{{}, sound}}
}

func TestOdd(t *testing.T) {
	track := func(s trakSpec) *made { return file(isom, moovSpec{tracks: []trakSpec{s}}.bytes(), mdat) }
	aac := func(m *videotune.Media) { m.Audio, m.AudioCodec = videotune.Present, "aac" }
	for _, tt := range []struct {
		name string
		file *made
		want videotune.Media
	}{
		{"plain", file(isom, one.bytes(), mdat), plain},
		{"moov last", file(isom, mdat, one.bytes()), plain},
		{"boxes between", file(isom, bx("free"), bx("uuid", zeros(16)), mdat, bx("free", zeros(300)), one.bytes()), plain},
		{"64-bit sizes", file(isom, bx64("mdat", zeros(1000)), bx64("moov", one.bytes()[8:])), plain},
		{"mdat of 5 GB", file(isom, start("mdat", 5<<30), int64(5<<30), one.bytes()), plain},
		{"mdat to the end", file(isom, one.bytes(), cat(uint32(0), "mdat"), int64(1<<20)), plain},
		{"moov to the end", file(isom, mdat, cat(uint32(0), one.bytes()[4:])), plain},
		{"version 1", file(isom, moovSpec{version: 1, tracks: []trakSpec{{version: 1, edits: []edit{{length: 10000}}}}}.bytes(), mdat), plain},
		{"old QuickTime", file(bx("wide"), mdat, one.bytes()), with(func(m *videotune.Media) { m.MIMEType, m.Container = "video/quicktime", "mov" })},
		{"QuickTime", file(ftyp("qt  ", "qt  "), mdat, one.bytes()), with(func(m *videotune.Media) { m.MIMEType, m.Container = "video/quicktime", "mov" })},
		{"M4V", file(ftyp("M4V ", "M4V ", "mp42"), one.bytes(), mdat), plain},
		{"3GP", file(ftyp("3gp5", "3gp5"), one.bytes(), mdat), with(func(m *videotune.Media) { m.MIMEType, m.Container = "video/3gpp", "3gp" })},
		{"3G2", file(ftyp("3g2a"), one.bytes(), mdat), with(func(m *videotune.Media) { m.MIMEType, m.Container = "video/3gpp2", "3g2" })},
		{"zeros at the end of moov", file(isom, moovSpec{tracks: []trakSpec{{}}, after: zeros(12)}.bytes(), mdat), plain},
		{"zeros at the end of the file", file(isom, mdat, one.bytes(), zeros(500)), plain},
		{"a few bytes behind", file(isom, mdat, one.bytes(), []byte("abc")), plain},

		{"turned by 90", track(trakSpec{matrix: turn90}), with(func(m *videotune.Media) { m.Rotation = 90 })},
		{"turned by 180", track(trakSpec{matrix: turn180}), with(func(m *videotune.Media) { m.Rotation = 180 })},
		{"turned by 270", track(trakSpec{matrix: turn270}), with(func(m *videotune.Media) { m.Rotation = 270 })},
		{"mirrored", track(trakSpec{matrix: mirror}), plain},
		{"movie and track turned", file(isom, moovSpec{matrix: turn90, tracks: []trakSpec{{matrix: turn270}}}.bytes(), mdat), plain},
		{"movie turned", file(isom, moovSpec{matrix: turn180, tracks: []trakSpec{{matrix: turn180, version: 1}, {handler: kindAudio}}}.bytes(), mdat), with(aac)},

		{"longer sound", file(isom, func() []byte { m := both(trakSpec{duration: 48000 * 12}); m.duration = 12000; return m.bytes() }(), mdat),
			with(func(m *videotune.Media) { aac(m); m.ContainerDuration = 12 * time.Second })},
		{"sound first", file(isom, moovSpec{tracks: []trakSpec{{handler: kindAudio}, {}}}.bytes(), mdat), with(aac)},
		{"sound only", file(ftyp("M4A ", "M4A "), moovSpec{tracks: []trakSpec{{handler: kindAudio}}}.bytes(), mdat),
			videotune.Media{ContainerDuration: 10 * time.Second, MIMEType: "audio/mp4", Container: "mp4", AudioCodec: "aac", Video: videotune.Absent, Audio: videotune.Present}},
		{"other tracks", file(isom, moovSpec{tracks: []trakSpec{{handler: "tmcd"}, {handler: "text"}, {}, {handler: "meta"}}}.bytes(), mdat), plain},
		{"cover first", file(isom, moovSpec{tracks: []trakSpec{{entry: visual("jpeg", 600, 600), duration: 1}, {}}}.bytes(), mdat), plain},
		{"a track that is off", file(isom, moovSpec{tracks: []trakSpec{{flags: 2, duration: 1}, {}}}.bytes(), mdat), plain},

		{"mvhd says nothing", file(isom, moovSpec{noTimes: true, scale: 1000, duration: 1<<32 - 1, tracks: []trakSpec{{}}}.bytes(), mdat), plain},
		{"mvhd has no clock", file(isom, moovSpec{noTimes: true, duration: 5, tracks: []trakSpec{{}}}.bytes(), mdat), plain},
		{"mdhd says nothing", track(trakSpec{version: 1, duration: 1<<64 - 1}), plain},
		{"mdhd is empty", track(trakSpec{noTimes: true, scale: 12800}), plain},
		{"mdhd has no clock", track(trakSpec{noTimes: true, shown: 10000, stts: []uint32{}}), with(func(m *videotune.Media) { m.FrameRate = videotune.Rational{} })},
		{"boxes before mdia", track(trakSpec{before: bx("udta", zeros(300))}), plain},
		{"edits after mdia", track(trakSpec{duration: 12 * 12800, shown: 10000, after: bx("edts", elst(0, []edit{{length: 10000, start: 1024}}))}), plain},

		{"last frame differs", track(trakSpec{stts: []uint32{249, 512, 1, 400}}), plain},
		{"first frame differs", track(trakSpec{stts: []uint32{1, 400, 249, 512}}), with(func(m *videotune.Media) { m.FrameRate = videotune.Rational{} })},
		{"frames differ", track(trakSpec{stts: []uint32{5, 512, 1, 400, 4, 512}}), with(func(m *videotune.Media) { m.FrameRate = videotune.Rational{} })},
		{"two lengths of frames", track(trakSpec{stts: []uint32{200, 512, 50, 400}}), with(func(m *videotune.Media) { m.FrameRate = videotune.Rational{} })},
		{"tkhd is wrong", track(trakSpec{shown: 5000}), plain},
		{"one frame", track(trakSpec{stts: []uint32{1, 128000}}), with(func(m *videotune.Media) { m.FrameRate = videotune.Rational{} })},
		{"no frames", track(trakSpec{stts: []uint32{}}), with(func(m *videotune.Media) { m.FrameRate = videotune.Rational{} })},
		{"29.97", track(trakSpec{scale: 30000, stts: []uint32{300, 1001}}), with(func(m *videotune.Media) { m.FrameRate = videotune.Rational{Num: 30000, Den: 1001} })},
		{"90000", track(trakSpec{scale: 90000, stts: []uint32{300, 3600}}), plain},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, cost, err := tt.file.read(t, false)
			if err != nil {
				t.Errorf("error: %v", err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("facts, -want +got:\n%s", diff)
			}
			if cost.Bytes > Bytes || cost.Requests > 3 {
				t.Errorf("cost: %+v", cost)
			}
			got, cost, err = tt.file.read(t, true)
			if want, _ := tt.want.Length(); err != nil || got.ContainerDuration != tt.want.ContainerDuration && got.ContainerDuration != want || cost.Requests > 2 {
				t.Errorf("length only: %+v for %+v, %v; want %v", got, cost, err, want)
			}
		})
	}
}

func TestEdits(t *testing.T) {
	for _, tt := range []struct {
		name  string
		track trakSpec
		want  time.Duration
	}{
		{"none", trakSpec{}, 10 * time.Second},
		{"no entries", trakSpec{edits: []edit{}}, 10 * time.Second},
		{"all", trakSpec{edits: []edit{{length: 10000, start: 1024}}}, 10 * time.Second},
		{"rounded down", trakSpec{duration: 128005, edits: []edit{{length: 10000}}}, 10*time.Second + 390625},
		{"a part", trakSpec{edits: []edit{{length: 3000, start: 12800}}}, 3 * time.Second},
		{"longer than the media", trakSpec{edits: []edit{{length: 30000}}}, 10 * time.Second},
		{"empty first", trakSpec{edits: []edit{{length: 500, empty: true}, {length: 10000}}}, 10500 * time.Millisecond},
		{"empty last", trakSpec{edits: []edit{{length: 10000}, {length: 500, empty: true}}}, 10 * time.Second},
		{"empty between", trakSpec{edits: []edit{{length: 2000}, {length: 500, empty: true}, {length: 1000, start: 30000}}}, 3500 * time.Millisecond},
		{"several", trakSpec{edits: []edit{{length: 2000}, {length: 3000, start: 64000}}}, 5 * time.Second},
		{"the same again", trakSpec{edits: []edit{{length: 10000}, {length: 10000}}}, 20 * time.Second},
		{"a dwell", trakSpec{edits: []edit{{length: 10000}, {length: 60000, dwell: true}}}, 70 * time.Second},
		{"length 0", trakSpec{edits: []edit{{start: 1024}}}, 10 * time.Second},
		{"length 0 with tkhd", trakSpec{shown: 9000, edits: []edit{{start: 12800}}}, 9 * time.Second},
		{"version 1", trakSpec{version: 1, edits: []edit{{length: 500, empty: true}, {length: 10000}}}, 10500 * time.Millisecond},
		{"too long a list", trakSpec{shown: 7000, edits: make([]edit, 1000)}, 7 * time.Second},
		{"more than a Duration", trakSpec{version: 1, edits: []edit{{length: 1 << 63, empty: true}, {length: 9e15, dwell: true}, {length: 9e15, dwell: true}}}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, _, err := file(isom, moovSpec{tracks: []trakSpec{tt.track}}.bytes(), mdat).read(t, false)
			if err != nil || got.Duration != tt.want {
				t.Errorf("got %v, %v; want %v", got.Duration, err, tt.want)
			}
		})
	}
}

// TestOrder reads an index in which nothing stands where writers usually put it.
func TestOrder(t *testing.T) {
	moov := moovSpec{
		before: cat(bx("udta", zeros(2000)), bx("iods", zeros(16))),
		tracks: []trakSpec{
			{before: cat(bx("tapt", zeros(60)), bx("edts", elst(0, []edit{{length: 8000}})), bx("tref", zeros(20))), after: bx("udta", zeros(900))},
			{handler: kindAudio, before: bx("udta", zeros(1500))},
		},
		after: bx("udta", zeros(5000)),
	}.bytes()
	for name, f := range map[string]*made{"first": file(isom, moov, mdat), "last": file(isom, mdat, moov)} {
		got, cost, err := f.read(t, false)
		want := with(func(m *videotune.Media) { m.Duration, m.Audio, m.AudioCodec = 8*time.Second, videotune.Present, "aac" })
		if diff := cmp.Diff(want, got); diff != "" || err != nil || cost.Bytes > Bytes {
			t.Errorf("%s: %+v, %v\n%s", name, cost, err, diff)
		}
	}
}

// TestTracks looks at more tracks than a file should have, and at numbers of tracks
// that are wrong.
func TestTracks(t *testing.T) {
	many := func(next uint32, samples, n int) *made {
		s := moovSpec{next: next}
		for range n {
			s.tracks = append(s.tracks, trakSpec{handler: kindAudio, samples: samples})
		}
		s.tracks = append(s.tracks, trakSpec{samples: samples})
		return file(isom, s.bytes(), mdat)
	}
	for _, tt := range []struct {
		name string
		file *made
		want videotune.Presence
	}{
		{"one more than is looked at", many(0, 0, maxTracks), videotune.Unknown},
		{"one more, far away", many(0, 9000, maxTracks), videotune.Unknown},
		{"the last that is looked at", many(0, 9000, maxTracks-1), videotune.Present},
		{"a wrong number of the next", many(1, 9000, 1), videotune.Present},
		{"a wrong number of the next, the second", many(2, 9000, 1), videotune.Present},
		{"no number of the next", many(1<<32-1, 9000, 3), videotune.Present},
	} {
		got, cost, err := tt.file.read(t, false)
		if err != nil || got.Video != tt.want || got.Audio != videotune.Present || cost.Requests > 2+maxTracks-2 || cost.Bytes > Bytes {
			t.Errorf("%s: %+v, %+v, %v", tt.name, got, cost, err)
		}
	}
}
