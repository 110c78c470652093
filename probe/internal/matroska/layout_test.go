package matroska

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
)

const ms = time.Millisecond

// frames are a Cluster's contents: n frames of video, 40 ms each, and audio of
// 20 ms beside them.
func frames(at uint64, n int) []byte {
	parts := [][]byte{num(idTimestamp, at)}
	for i := range n {
		parts = append(parts, simple(1, int16(40*i), 'v', 'v'), simple(2, int16(40*i), 'a'), simple(2, int16(40*i+20), 'a'))
	}
	return join(parts...)
}

var (
	withRate = video(1, num(idDefaultDuration, 40e6))
	twoTrack = tracks(withRate, audio(2, num(idDefaultDuration, 20e6)))
	clusters = join(el(idCluster, frames(0, 25)), el(idCluster, frames(1000, 25)))
)

func segment(parts ...[]byte) []byte { return el(idSegment, parts...) }

func webm(parts ...[]byte) []byte { return join(ebml("webm"), segment(parts...)) }

// A layout is a file, and what is wanted of it.
type layout struct {
	name                string
	data                []byte
	duration, container time.Duration
	requests            int // at most
}

func TestLayouts(t *testing.T) {
	for _, tt := range layouts() {
		t.Run(tt.name, func(t *testing.T) {
			if !Sniff(tt.data[:min(len(tt.data), 4096)]) {
				t.Error("Sniff does not like it")
			}
			m, cost, err := read(tt.data, false)
			if short := tt.name == "shorter than it says" || tt.name == "too large pieces, Cues cut off"; errors.Is(err, ErrCut) != short || err != nil && !short {
				t.Fatal(err)
			}
			if m.Duration != tt.duration || m.ContainerDuration != tt.container {
				t.Errorf("Duration %v, ContainerDuration %v, want %v, %v", m.Duration, m.ContainerDuration, tt.duration, tt.container)
			}
			if m.Video != videotune.Present || m.VideoCodec != "vp9" || m.Width != 320 || m.Height != 180 {
				t.Errorf("%+v", m)
			}
			if cost.Requests > tt.requests {
				t.Errorf("cost %+v, want %d requests", cost, tt.requests)
			}
			only, oc, err := read(tt.data, true)
			if err != nil && !errors.Is(err, ErrCut) || only.ContainerDuration != tt.container || oc.Requests > cost.Requests {
				t.Errorf("duration only: %+v, %+v, %v", only, oc, err)
			}
		})
	}
}

func layouts() []layout {
	far := void(5000) // as mkvmerge keeps free behind SeekHead
	head := func(entries ...any) int { return len(seekHead(entries...)) }
	one := head(uint32(idSeekHead), 0)
	front := head(uint32(idInfo), 0, uint32(idTracks), 0)
	three := head(uint32(idInfo), 0, uint32(idTracks), 0, uint32(idTags), 0)
	info, untold := segInfo(2000), segInfo(0)
	tags := el(idTags, tag(101, simpleTag("DURATION", "00:00:01.900000000")), tag(102, simpleTag("DURATION", "00:00:02.000000000")))
	byTag := 1900 * ms
	big := bytes.Repeat([]byte{'x'}, 30_000)
	bulk := join(el(idCluster, frames(0, 5)), el(idCluster, num(idTimestamp, 200), bytes.Repeat(simple(1, 0, big...), 40)))
	afterTags := front + len(far)
	return []layout{
		{"plain", webm(info, tracks(withRate), clusters), 2000 * ms, 2000 * ms, 1},
		{"an audio track, no tags", webm(info, twoTrack, clusters), 0, 2000 * ms, 1},
		{"tags at hand", webm(info, twoTrack, tags, clusters), byTag, 2000 * ms, 1},
		{"tags before Tracks", webm(tags, info, twoTrack, clusters), byTag, 2000 * ms, 1},
		{"void and checksums", join(ebml("webm"), void(30), segment(el(idCRC32, make([]byte, 4)), void(0), info, void(200), tracks(withRate), clusters)), 2000 * ms, 2000 * ms, 1},
		{"mkvmerge", webm(seekHead(uint32(idInfo), afterTags, uint32(idTracks), afterTags+len(info)), far, info, tracks(withRate), clusters), 2000 * ms, 2000 * ms, 2},
		{"mkvmerge, tags at hand", webm(seekHead(uint32(idInfo), afterTags, uint32(idTracks), afterTags+len(info)), far, info, twoTrack, tags, clusters), byTag, 2000 * ms, 2},
		{"no SeekHead", webm(far, info, tracks(withRate), clusters), 2000 * ms, 2000 * ms, 2},
		{"all behind the clusters", webm(seekHead(uint32(idInfo), front+len(bulk), uint32(idTracks), front+len(bulk)+len(info)), bulk, info, tracks(withRate)), 2000 * ms, 2000 * ms, 2},
		{"Tracks behind the clusters", webm(seekHead(uint32(idInfo), front, uint32(idTracks), front+len(info)+len(bulk)), info, bulk, tracks(withRate)), 2000 * ms, 2000 * ms, 2},
		{"tags behind the clusters", webm(seekHead(uint32(idInfo), three, uint32(idTracks), three+len(info), uint32(idTags), three+len(info)+len(twoTrack)+len(bulk)),
			info, twoTrack, bulk, tags), byTag, 2000 * ms, 2},
		{"a second SeekHead", webm(seekHead(uint32(idSeekHead), one+len(bulk)), bulk,
			seekHead(uint32(idInfo), one+len(bulk)+front, uint32(idTracks), one+len(bulk)+front+len(info)), info, tracks(withRate)), 2000 * ms, 2000 * ms, 3},

		{"not told", webm(untold, twoTrack, clusters), 2000 * ms, 2000 * ms, 1},
		{"unknown sizes", join(ebml("webm"), open(idSegment, untold, twoTrack, open(idCluster, frames(0, 25)), open(idCluster, frames(1000, 25)))), 2000 * ms, 2000 * ms, 1},
		{"cut in a block", cut(join(ebml("webm"), open(idSegment, untold, twoTrack, open(idCluster, frames(0, 25)))), 3), 1000 * ms, 1000 * ms, 1},
		{"cut in a header", cut(join(ebml("webm"), open(idSegment, untold, twoTrack, open(idCluster, frames(0, 25), id(idSimpleBlock)))), 0), 1000 * ms, 1000 * ms, 1},
		{"shorter than it says", cut(webm(segInfo(60_000), tracks(withRate), clusters), 10), 2000 * ms, 60_000 * ms, 1},
		{"begins late", join(ebml("webm"), open(idSegment, untold, twoTrack, open(idCluster, frames(3_600_000, 25)))), 1000 * ms, 1000 * ms, 1},
		{"negative time", webm(untold, twoTrack, el(idCluster, num(idTimestamp, 10), simple(1, -30), simple(1, 10), simple(1, 50))), 120 * ms, 120 * ms, 1},
		{"no length of a frame", webm(untold, tracks(video(1)), el(idCluster, num(idTimestamp, 0), simple(1, 0), simple(1, 100), simple(1, 50))), 150 * ms, 150 * ms, 1},
		{"one frame of no length", webm(untold, tracks(video(1)), el(idCluster, num(idTimestamp, 0), simple(1, 0))), 0, 0, 1},
		{"block groups", webm(untold, tracks(video(1)), el(idCluster, num(idTimestamp, 0), group(1, 0, 30), group(1, 30, 70))), 100 * ms, 100 * ms, 1},
		{"laces", webm(untold, tracks(withRate), el(idCluster, num(idTimestamp, 0), simple(1, 0), lace(1, 40, 0x06, 4), lace(1, 200, 0x02, 2))), 280 * ms, 280 * ms, 1},
		{"longer audio", webm(untold, twoTrack, el(idCluster, frames(0, 25), simple(2, 1980))), 1000 * ms, 2000 * ms, 1},
		{"other tracks' blocks", webm(untold, tracks(withRate), el(idCluster, num(idTimestamp, 0), simple(1, 0), group(9, 900, 900))), 40 * ms, 40 * ms, 1},
		{"zeros behind", join(webm(untold, twoTrack, clusters), make([]byte, 999)), 2000 * ms, 2000 * ms, 1},
		{"zeros behind a live one", join(ebml("webm"), open(idSegment, untold, twoTrack, clusters), make([]byte, 999)), 2000 * ms, 2000 * ms, 1},
		{"index behind", webm(untold, twoTrack, clusters, el(idCues, make([]byte, 40)), tags), 2000 * ms, 2000 * ms, 1},
		{"large live one", live(untold, 8, 3), 8000 * ms, 8000 * ms, 2},
		{"larger pieces", live(untold, 8, 20), 8000 * ms, 8000 * ms, 3},
		{"too large pieces", live(untold, 4, 50), 0, 0, 3},
		{"too large pieces and Cues", indexed(untold, 4, 50), 4020 * ms, 4020 * ms, 3},
		{"too large pieces, Cues cut off", cut(indexed(untold, 4, 50), 200_000), 0, 0, 3},
		{"too large pieces, Cues elsewhere", webm(seekHead(uint32(idCues), 200), untold, twoTrack, second(4, 50, el)), 0, 0, 4},
		{"too large pieces, Cues nowhere", webm(seekHead(uint32(idCues), -1), untold, twoTrack, second(4, 50, el)), 0, 0, 3},
		{"too large pieces, sound at the end", soundLast(untold), 0, 0, 4},
		{"scale of a microsecond", webm(el(idInfo, num(idTimestampScale, 1000)), tracks(video(1)), el(idCluster, num(idTimestamp, 1_000_000), simple(1, 0), simple(1, 10_000))), 20 * ms, 20 * ms, 1},
	}
}

func cut(b []byte, n int) []byte { return b[:len(b)-n] }

func lace(track uint64, rel int16, kind byte, n int) []byte {
	b := blockBody(track, rel, append([]byte{byte(n - 1)}, make([]byte, 20)...))
	b[3] = kind
	return el(idSimpleBlock, b)
}

// live is a recording of n Clusters of a second each, which hold a number of
// blocks of 25 kB. Each payload looks like the beginning of a Cluster.
func live(info []byte, n, blocks int) []byte {
	return join(ebml("webm"), open(idSegment, info, twoTrack, second(n, blocks, open)))
}

func second(n, blocks int, kind func(uint32, ...[]byte) []byte) []byte {
	fake := join(id(idCluster), sized(0x123456, 8), num(idTimestamp, 0x77777777), make([]byte, 25_000-17))
	var parts [][]byte
	for i := range n {
		c := [][]byte{num(idTimestamp, uint64(i)*1000)}
		for b := range blocks {
			c = append(c, simple(1, int16(b*1000/blocks), fake...), simple(2, int16(b*1000/blocks), 'a'))
		}
		c = append(c, simple(1, 960, 'v'), simple(2, 980, 'a'))
		parts = append(parts, kind(idCluster, c...))
	}
	return join(parts...)
}

// indexed is as live with Clusters of known size, and Cues behind them.
func indexed(info []byte, n, blocks int) []byte {
	at := len(seekHead(uint32(idCues), 0)) + len(info) + len(twoTrack)
	one, body := len(second(1, blocks, el)), second(n, blocks, el)
	var points [][]byte
	for i := range n { // a timestamp of 0 has a byte less than the others
		points = append(points, el(idCuePoint, num(0xB3, uint64(i)*1000), el(idCueTrackPositions, num(idCueTrack, 1), num(idCueClusterPosition, uint64(at+one*i+max(i-1, 0))))))
	}
	return webm(seekHead(uint32(idCues), at+len(body)), info, twoTrack, body, el(idCues, points...))
}

// soundLast is one large Cluster and a small one that has no video, which is the one
// that Cues name.
func soundLast(info []byte) []byte {
	at := len(seekHead(uint32(idCues), 0)) + len(info) + len(twoTrack)
	large, small := second(1, 50, el), el(idCluster, num(idTimestamp, 9000), simple(2, 0, 'a'))
	cues := el(idCues, el(idCuePoint, num(0xB3, 9000), el(idCueTrackPositions, num(idCueTrack, 2), num(idCueClusterPosition, uint64(at+len(large))))))
	return webm(seekHead(uint32(idCues), at+len(large)+len(small)), info, twoTrack, large, small, cues)
}

func TestClusterAt(t *testing.T) {
	stamp := num(idTimestamp, 7)
	for name, tt := range map[string]struct {
		data []byte
		want bool
	}{
		"plain":             {el(idCluster, stamp), true},
		"of unknown size":   {open(idCluster, stamp), true},
		"with a checksum":   {el(idCluster, el(idCRC32, make([]byte, 4)), num(idPrevSize, 5), num(idPosition, 5), void(3), stamp), true},
		"without timestamp": {el(idCluster, simple(1, 0), stamp), false},
		"a huge timestamp":  {el(idCluster, num(idTimestamp, 1<<63)), false},
		"a long timestamp":  {el(idCluster, el(idTimestamp, make([]byte, 9))), false},
		"nothing":           {el(idCluster), false},
		"two":               {el(idCluster, el(idCluster, stamp)), false},
		"garbage":           {el(idCluster, []byte{0, 0, 0}), false},
		"voids":             {el(idCluster, void(0), void(0), void(0), void(0), void(0), void(0), stamp), false},
	} {
		if got := clusterAt(tt.data, 0); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestLavf(t *testing.T) {
	lavf := str(idMuxingApp, "Lavf59.27.100")
	tags := el(idTags, tag(101, simpleTag("DURATION", "00:00:05.040000000")))
	c := el(idCluster, num(idTimestamp, 0), simple(2, 0), simple(1, 40), simple(1, 80))
	late := el(idCluster, num(idTimestamp, 1040), simple(2, 0), simple(1, 40), simple(1, 80))
	for name, tt := range map[string]struct {
		data []byte
		want time.Duration
	}{
		"ffmpeg tells the end":     {webm(segInfo(5040, lavf), twoTrack, tags, c), 5040 * ms},
		"all late":                 {webm(segInfo(5040, lavf), twoTrack, tags, late), 4000 * ms},
		"all late, one track":      {webm(segInfo(5040, lavf), tracks(withRate), late), 3960 * ms},
		"others, the video late":   {webm(segInfo(6000), twoTrack, tags, late), 5080 * ms},
		"others, all there is":     {webm(segInfo(5060), twoTrack, tags, late), 5060 * ms},
		"a delay of the sound":     {webm(segInfo(5040, lavf), tracks(withRate, audio(2, num(idCodecDelay, 6_500_000))), tags, c), 5046_500 * time.Microsecond},
		"a delay of an hour":       {webm(segInfo(5040, lavf), tracks(withRate, audio(2, num(idCodecDelay, 3600e9))), tags, c), 5040 * ms},
		"others the length":        {webm(segInfo(5040), twoTrack, tags, c), 5040 * ms},
		"beginning not at hand":    {webm(segInfo(5040, lavf), twoTrack, tags, void(5000), c), 5040 * ms},
		"a tag of another file":    {webm(segInfo(4000, lavf), twoTrack, tags, c), 0},
		"a tag with a language":    {webm(segInfo(5040, lavf), twoTrack, el(idTags, tag(101, simpleTag("DURATION", "00:00:01.0", str(idTagLanguage, "eng")), simpleTag("DURATION", "00:00:05.04")))), 5040 * ms},
		"of another track":         {webm(segInfo(5040, lavf), twoTrack, el(idTags, tag(102, simpleTag("DURATION", "00:00:05.04")))), 0},
		"of no track":              {webm(segInfo(5040, lavf), twoTrack, el(idTags, el(idTag, simpleTag("DURATION", "00:00:05.04")))), 0},
		"statistics of the writer": {webm(segInfo(5040, str(idWritingApp, "mkvmerge v8")), twoTrack, el(idTags, tag(101, simpleTag("_STATISTICS_WRITING_APP", "mkvmerge v8"), simpleTag("DURATION", "00:00:05.0")))), 5000 * ms},
		"statistics of another":    {webm(segInfo(5040, str(idWritingApp, "mkvmerge v9")), twoTrack, el(idTags, tag(101, simpleTag("_STATISTICS_WRITING_APP", "mkvmerge v8"), simpleTag("DURATION", "00:00:05.0")))), 0},
		"a little over":            {webm(segInfo(5039.5), twoTrack, tags, c), 5040 * ms},
	} {
		if m, _, err := read(tt.data, false); err != nil || m.Duration != tt.want {
			t.Errorf("%s: %v, %v, want %v", name, m.Duration, err, tt.want)
		}
	}
}

func TestTracks(t *testing.T) {
	roll := func(v float64) []byte {
		return el(idTrackEntry, num(idTrackNumber, 1), num(idTrackType, 1), el(idVideo, num(idPixelWidth, 1), el(idProjection, flt(idPoseRoll, v))))
	}
	for _, tt := range []struct {
		name    string
		data    []byte
		docType string
		want    videotune.Media
	}{
		{"audio only", tracks(audio(1)), "webm", videotune.Media{MIMEType: "audio/webm", AudioCodec: "opus", Video: videotune.Absent, Audio: videotune.Present}},
		{"audio only", tracks(audio(1)), "matroska", videotune.Media{MIMEType: "audio/x-matroska", AudioCodec: "opus", Video: videotune.Absent, Audio: videotune.Present}},
		{"video only", tracks(withRate), "matroska", videotune.Media{MIMEType: "video/x-matroska", VideoCodec: "vp9", Width: 320, Height: 180,
			FrameRate: videotune.Rational{Num: 25, Den: 1}, Video: videotune.Present, Audio: videotune.Absent, Duration: time.Second}},
		{"none", tracks(), "webm", videotune.Media{MIMEType: "video/webm", Video: videotune.Absent, Audio: videotune.Absent}},
		{"roll -90", tracks(roll(-90)), "webm", videotune.Media{MIMEType: "video/webm", Width: 1, Rotation: 90, Video: videotune.Present, Audio: videotune.Absent, Duration: time.Second}},
		{"roll 90", tracks(roll(90)), "webm", videotune.Media{MIMEType: "video/webm", Width: 1, Rotation: 270, Video: videotune.Present, Audio: videotune.Absent, Duration: time.Second}},
		{"roll 180", tracks(roll(180)), "webm", videotune.Media{MIMEType: "video/webm", Width: 1, Rotation: 180, Video: videotune.Present, Audio: videotune.Absent, Duration: time.Second}},
		{"roll 45", tracks(roll(45)), "webm", videotune.Media{MIMEType: "video/webm", Width: 1, Video: videotune.Present, Audio: videotune.Absent, Duration: time.Second}},
	} {
		data := join(ebml(tt.docType), segment(segInfo(1000), tt.data, clusters))
		tt.want.Bytes, tt.want.Container, tt.want.ContainerDuration = int64(len(data)), tt.docType, time.Second
		if m, _, err := read(data, false); err != nil || m != tt.want {
			t.Errorf("%s: %v\ngot  %+v\nwant %+v", tt.name, err, m, tt.want)
		}
	}
}

func TestRefused(t *testing.T) {
	for name, data := range map[string][]byte{
		"empty":               {},
		"text":                []byte("this is no video at all"),
		"EBML header cut":     ebml("webm")[:20],
		"EBML header only":    ebml("webm"),
		"another type":        join(ebml("other"), segment(segInfo(1000), tracks(withRate), clusters)),
		"no Segment":          join(ebml("webm"), tracks(withRate)),
		"no Tracks":           webm(segInfo(1000), clusters),
		"garbage":             join(ebml("webm"), segment(make([]byte, 99))),
		"Tracks elsewhere":    webm(segInfo(1000), seekHead(uint32(idTracks), 5), clusters),
		"Tracks of no size":   webm(segInfo(1000), open(idTracks, withRate)),
		"SeekHead to nowhere": webm(segInfo(1000), seekHead(uint32(idTracks), 1<<30), clusters),
	} {
		m, _, err := read(data, false)
		want := ErrFormat
		if name == "EBML header only" {
			want = ErrCut
		}
		if !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
		if name == "no Tracks" && (m.Container != "webm" || m.MIMEType != "video/webm" || m.Video != videotune.Unknown) {
			t.Errorf("%s: what is known is lost: %+v", name, m)
		}
	}
}
