package chunk

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-57910ec4/videotune"
)

// A large file that cannot be encoded is cut, and the plan says why.
func TestUnencoded(t *testing.T) {
	of := func(width, height, rotation int) videotune.Media {
		m := facts(120, 120*mb)
		m.Width, m.Height, m.Rotation = width, height, rotation
		return m
	}
	for _, c := range []struct {
		media videotune.Media
		opts  Options
		want  Unencoded
		why   string
	}{
		{of(0, 1080, 0), Options{}, PictureUnknown, "since its width and height are not known"},
		{of(20000, 1080, 90), Options{}, PictureTooLarge, "since 1080×20000 pixels are beyond any picture"},
		{of(320, 180, 0), Options{}, PictureSmall, "since none of at least 240 lines is lower than its own of 180"},
		{of(320, 100, 90), Options{MinHeight: 2}, PictureSmall, "since none of at least 144 lines is lower than its own of 100"},
		{of(1920, 1080, 0), Options{MinHeight: 1080}, PictureSmall, "since none of at least 1080 lines is lower than its own of 1080"},
		{of(1920, 1080, 0), Options{}, "", ""},
	} {
		for _, way := range []Way{WayReencode, WayChunk} {
			c.opts.Large = way
			want, why := c.want, c.why
			if way == WayChunk {
				want, why = "", ""
			}
			p := mustPlan(t, Source{URI: "gs://b/v.mp4", Media: c.media}, &c.opts)
			if p.Unencoded != want || !strings.HasSuffix(p.Why(), why) || strings.Contains(p.Why(), "; not encoded") != (why != "") {
				t.Errorf("%d×%d, %s: %q; %s", c.media.Width, c.media.Height, way, p.Unencoded, p.Why())
			}
		}
	}
	// Also where it cannot be cut either.
	m := of(320, 180, 0)
	m.Duration = time.Second
	if p := mustPlan(t, Source{URI: "gs://b/v.mp4", Media: m}, &Options{Large: WayReencode}); p.Action != ActionDrop || p.Unencoded != PictureSmall {
		t.Errorf("%s, %q", p.Action, p.Unencoded)
	}
}

func TestReencode(t *testing.T) {
	sound := func(m videotune.Media) videotune.Media { m.Audio = videotune.Present; return m }
	silent := func(m videotune.Media) videotune.Media { m.Audio = videotune.Absent; return m }
	small := func(m videotune.Media) videotune.Media { m.Width, m.Height = 320, 240; return m }
	upright := func(m videotune.Media) videotune.Media { m.Rotation = 90; return m }
	for _, c := range []struct {
		name   string
		src    Source
		opts   Options
		action Action
		encode *Encode
		files  int
		pieces int
	}{
		// 1280 × 720 × 25 × 0.14 bits a second; the source has 8 Mbit/s.
		{"one file", Source{Media: silent(facts(120, 120*mb))}, Options{}, ActionReencode, &Encode{1280, 720, 3_225_600, 0}, 1, 1},
		{"with sound", Source{Media: sound(facts(120, 120*mb))}, Options{}, ActionReencode, &Encode{1280, 720, 3_225_600, 128_000}, 1, 1},
		{"it is not known whether with sound", Source{Media: facts(120, 120*mb)}, Options{}, ActionReencode, &Encode{1280, 720, 3_225_600, 128_000}, 1, 1},
		// A filmed screen has fewer bits than the model says: 320 kbit/s for 1080 lines.
		{"one file with segments", Source{Media: silent(facts(3000, 120*mb))}, Options{}, ActionReencode, &Encode{1280, 720, 213_334, 0}, 1, 3},
		{"one piece as long as is allowed is a segment", Source{Media: silent(facts(1200, 120*mb))}, Options{}, ActionReencode, &Encode{1280, 720, 533_334, 0}, 1, 1},
		{"several files", Source{Media: sound(facts(3600, 3600*mb))}, Options{}, ActionReencode, &Encode{426, 240, 357_840, 128_000}, 4, 4},
		{"several files of many lines", Source{Media: sound(facts(3600, 3600*mb))}, Options{MinHeight: 720}, ActionReencode, &Encode{1280, 720, 3_225_600, 128_000}, 18, 18},
		{"upright", Source{Media: silent(upright(facts(120, 120*mb)))}, Options{}, ActionReencode, &Encode{720, 1280, 3_225_600, 0}, 1, 1},
		{"nothing lower is allowed", Source{Media: facts(120, 120*mb)}, Options{MinHeight: 1080}, ActionCuts, nil, 2, 2},
		{"nothing lower there", Source{Media: small(facts(120, 120*mb))}, Options{}, ActionCuts, nil, 2, 2},
		{"two stretches", Source{Media: silent(facts(120, 120*mb)), Use: []videotune.Span{sec(10, 20), sec(50, 60)}}, Options{}, ActionReencode, &Encode{1280, 720, 3_225_600, 0}, 1, 2},
		{"not too large", Source{Media: facts(1300, 90*mb)}, Options{}, ActionSegments, nil, 0, 2},
	} {
		c.src.URI, c.opts.Large = "gs://b/v.mp4", WayReencode
		p := mustPlan(t, c.src, &c.opts)
		files := p.Files()
		if p.Action != c.action || len(files) != c.files || len(p.Pieces) != c.pieces {
			t.Errorf("%s: %s, %d files, %d pieces; want %s, %d, %d", c.name, p.Action, len(files), len(p.Pieces), c.action, c.files, c.pieces)
		}
		if diff := cmp.Diff(c.encode, p.Encode); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		for _, f := range files {
			if f.Bytes > p.Bounds.TargetBytes || f.Bytes <= 0 {
				t.Errorf("%s: a file of %d bytes", c.name, f.Bytes)
			}
			for _, i := range f.Pieces {
				piece := &p.Pieces[i]
				if want := len(f.Pieces) > 1 || piece.Span.Length() > 1199*time.Second; piece.Segment != want {
					t.Errorf("%s: piece %d: segment is %t", c.name, i, piece.Segment)
				}
				if piece.Span.Start < f.Span.Start || piece.Span.End > f.Span.End {
					t.Errorf("%s: piece %d lies outside its file", c.name, i)
				}
			}
		}
	}
}

// Segments of a new file have their offsets in it, not in the source.
func TestReencodeSegments(t *testing.T) {
	p := mustPlan(t, Source{URI: "v.mp4", Media: facts(120, 120*mb), Use: []videotune.Span{sec(10, 20), sec(50, 60)}}, &Options{Large: WayReencode})
	if p.Pieces[0].File != sec(10, 60) || p.Pieces[0].Name != fileName("v.mp4", sec(10, 60), 720) {
		t.Errorf("%+v", p.Pieces[0])
	}
	want := videotune.Video(p.Pieces[1].URI).Segment(40*time.Second, 50*time.Second)
	if diff := cmp.Diff(want, p.Pieces[1].Part()); diff != "" {
		t.Error(diff)
	}
	if local, _ := p.Pieces[1].Local(51 * time.Second); local != time.Second {
		t.Errorf("51 s are %s in the second segment", local)
	}
}

func TestEncodeEstimates(t *testing.T) {
	e := Encode{640, 360, 672_000, 128_000}
	if got := e.bytes(1000 * time.Second); got != 102_000_000 { // 100 MB, and 2 %
		t.Errorf("%d bytes", got)
	}
	if got := e.longest(102_000_000); got != 1000*time.Second {
		t.Errorf("%s", got)
	}
	if got := e.bytes(1); got != 1 {
		t.Errorf("%d bytes, want them rounded up", got)
	}
	for _, most := range []int64{1, 1000, 90 * mb, math.MaxInt64 / 2} {
		if longest := e.longest(most); e.bytes(longest) > most {
			t.Errorf("%s take more than %d bytes", longest, most)
		}
	}
	huge := Encode{2, 2, math.MaxInt64, math.MaxInt64}
	if huge.bytes(math.MaxInt64) != math.MaxInt64 || huge.longest(0) != math.MaxInt64 || e.longest(math.MaxInt64) != math.MaxInt64 {
		t.Error("estimates overflow")
	}
}

func TestEncodesOfOddVideos(t *testing.T) {
	for _, c := range []struct {
		width, height int
		rate          videotune.Rational
		want          int // ways
		first         Encode
	}{
		{0, 0, videotune.Rational{}, 0, Encode{}},
		{1920, 0, videotune.Rational{}, 0, Encode{}},
		{-1920, -1080, videotune.Rational{}, 0, Encode{}},
		{math.MaxInt32, math.MaxInt32, videotune.Rational{}, 0, Encode{}},
		{maxSide, 2, videotune.Rational{}, 0, Encode{}},
		{maxSide, 300, videotune.Rational{Num: 1, Den: 1000}, 2, Encode{15728, 288, minVideoBitrate, 0}},
		{641, 361, videotune.Rational{}, 3, Encode{640, 360, 967_680, 0}},
		{640, 480, videotune.Rational{Num: 90000, Den: 1}, 3, Encode{480, 360, 5_806_080, 0}},
		{640, 480, videotune.Rational{Num: -1, Den: 1}, 3, Encode{480, 360, 725_760, 0}},
	} {
		m := videotune.Media{Bytes: math.MaxInt64, Duration: time.Second, Width: c.width, Height: c.height, FrameRate: c.rate, Audio: videotune.Absent}
		p := &Plan{Source: Source{Media: m}, Bounds: Bounds{MinHeight: DefaultMinHeight}}
		es, _ := p.encodes()
		if len(es) != c.want || c.want > 0 && es[0] != c.first {
			t.Errorf("%d×%d at %s: %+v, want %d, %+v", c.width, c.height, c.rate, es, c.want, c.first)
		}
	}
}
