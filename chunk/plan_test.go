package chunk

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-57910ec4/videotune"
)

// facts are those of a video of that many seconds and bytes.
func facts(seconds float64, bytes int64) videotune.Media {
	return videotune.Media{
		Bytes: bytes, Duration: time.Duration(seconds * 1e9), MIMEType: "video/mp4", VideoCodec: "h264", Video: videotune.Present,
		Width: 1920, Height: 1080, FrameRate: videotune.Rational{Num: 25, Den: 1},
	}
}

// typed are facts of a file of another type than MP4.
func typed(mime string, seconds float64, bytes int64) videotune.Media {
	m := facts(seconds, bytes)
	m.MIMEType = mime
	return m
}

func mustPlan(t *testing.T, src Source, opts *Options) *Plan {
	t.Helper()
	p, err := New(src, opts)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func pieceSpans(p *Plan) (spans []videotune.Span) {
	for i := range p.Pieces {
		spans = append(spans, p.Pieces[i].Span)
	}
	return spans
}

const mb = 1_000_000

// By the limits of the default model: 1200 s at LOW, 300 s at MEDIUM, 104,857,600
// bytes, and 100,000,000 as another reading. Files are planned to have 90,000,000.
func TestPlan(t *testing.T) {
	const limit = 104_857_600
	broken := facts(100, mb)
	broken.Err = "no moov box"
	audio := facts(100, mb)
	audio.Video = videotune.Absent
	onlyContainer := videotune.Media{Bytes: mb, ContainerDuration: time.Minute}
	medium := Options{Resolution: videotune.ResolutionMedium}
	unlimited := Options{Limits: new(videotune.Limits)}
	for _, c := range []struct {
		name   string
		src    Source
		opts   Options
		action Action
		reason Reason
		pieces []videotune.Span
	}{
		{"short and small", Source{Media: facts(60, mb)}, Options{}, ActionWhole, ReasonFits, []videotune.Span{sec(0, 60)}},
		{"the length is the limit", Source{Media: facts(1200, mb)}, Options{}, ActionWhole, ReasonFits, []videotune.Span{sec(0, 1200)}},
		{"a nanosecond over it", Source{Media: facts(1200.000000002, mb)}, Options{}, ActionSegments, ReasonTooLong, []videotune.Span{sec(0, 600), span(600*time.Second, 1200*time.Second+2)}},
		{"the bytes are the limit", Source{Media: facts(60, limit)}, Options{}, ActionWhole, ReasonSizeNear, []videotune.Span{sec(0, 60)}},
		{"the other reading", Source{Media: facts(60, 100*mb)}, Options{}, ActionWhole, ReasonFits, []videotune.Span{sec(0, 60)}},
		{"a byte over it", Source{Media: facts(60, limit+1)}, Options{}, ActionCuts, ReasonTooLarge, []videotune.Span{sec(0, 30), sec(30, 60)}},
		{"too long", Source{Media: facts(3000, 80*mb)}, Options{}, ActionSegments, ReasonTooLong, []videotune.Span{sec(0, 1000), sec(1000, 2000), sec(2000, 3000)}},
		{"too long at MEDIUM", Source{Media: facts(600, mb)}, medium, ActionSegments, ReasonTooLong, []videotune.Span{sec(0, 300), sec(300, 600)}},
		{"too long for the user", Source{Media: facts(60, mb)}, Options{MaxLength: 30 * time.Second}, ActionSegments, ReasonTooLong, []videotune.Span{sec(0, 30), sec(30, 60)}},
		{"a length over the limit is none", Source{Media: facts(1300, mb)}, Options{MaxLength: time.Hour}, ActionSegments, ReasonTooLong, []videotune.Span{sec(0, 650), sec(650, 1300)}},
		{"too large, and pieces of the length that bytes allow", Source{Media: facts(900, 270*mb)}, Options{}, ActionCuts, ReasonTooLarge, []videotune.Span{sec(0, 300), sec(300, 600), sec(600, 900)}},
		{"too large, and pieces of the length that is allowed", Source{Media: facts(600, 110*mb)}, medium, ActionCuts, ReasonTooLarge, []videotune.Span{sec(0, 200), sec(200, 400), sec(400, 600)}},
		{"no headroom", Source{Media: facts(900, 300*mb)}, Options{Headroom: NoHeadroom}, ActionCuts, ReasonTooLarge, []videotune.Span{sec(0, 300), sec(300, 600), sec(600, 900)}},
		{"half of it headroom", Source{Media: facts(900, 150*mb)}, Options{Headroom: 50}, ActionCuts, ReasonTooLarge, []videotune.Span{sec(0, 300), sec(300, 600), sec(600, 900)}},
		{"no limits", Source{Media: facts(1e6, 1e12)}, unlimited, ActionWhole, ReasonFits, []videotune.Span{sec(0, 1e6)}},
		{"no limits, and the size unknown", Source{Media: facts(1e6, 0)}, unlimited, ActionWhole, ReasonFits, []videotune.Span{sec(0, 1e6)}},
		{"the length of the container", Source{Media: onlyContainer}, Options{}, ActionWhole, ReasonFits, []videotune.Span{sec(0, 60)}},

		{"a stretch is wanted", Source{Media: facts(60, mb), Use: []videotune.Span{sec(5, 25)}}, Options{}, ActionSegments, ReasonWanted, []videotune.Span{sec(5, 25)}},
		{"all is wanted, in two stretches", Source{Media: facts(60, mb), Use: []videotune.Span{sec(30, 70), sec(-1, 30)}}, Options{}, ActionWhole, ReasonFits, []videotune.Span{sec(0, 60)}},
		{"a short and a long stretch", Source{Media: facts(6000, mb), Use: []videotune.Span{sec(1000, 3000), sec(5, 25), sec(20, 26), sec(21, 22)}}, Options{}, ActionSegments, ReasonWanted, []videotune.Span{sec(5, 26), sec(1000, 2000), sec(2000, 3000)}},
		{"stretches of a large one", Source{Media: facts(1000, 1000*mb), Use: []videotune.Span{sec(100, 250), sec(400, 410)}}, Options{}, ActionCuts, ReasonTooLarge, []videotune.Span{sec(100, 175), sec(175, 250), sec(400, 410)}},

		{"Matroska", Source{Media: typed("video/x-matroska", 60, mb)}, Options{}, ActionCuts, ReasonUnlistedType, []videotune.Span{sec(0, 60)}},
		{"a transport stream that is too long", Source{Media: typed("video/mp2t", 2400, mb)}, Options{}, ActionCuts, ReasonUnlistedType, []videotune.Span{sec(0, 800), sec(800, 1600), sec(1600, 2400)}},
		{"Ogg, of which a stretch is wanted", Source{Media: typed("video/ogg", 60, mb), Use: []videotune.Span{sec(5, 25)}}, Options{Large: WayDrop}, ActionCuts, ReasonUnlistedType, []videotune.Span{sec(5, 25)}},
		{"Matroska of almost the bytes that are allowed", Source{Media: typed("video/x-matroska", 60, 99*mb)}, Options{Large: WayReencode}, ActionCuts, ReasonUnlistedType, []videotune.Span{sec(0, 30), sec(30, 60)}},
		{"Matroska with too many bytes", Source{Media: typed("video/x-matroska", 60, 120*mb)}, Options{}, ActionCuts, ReasonTooLarge, []videotune.Span{sec(0, 30), sec(30, 60)}},
		{"Matroska, whose parts have too many bytes", Source{Media: typed("video/x-matroska", 1, 99*mb)}, Options{}, ActionDrop, ReasonTooDense, nil},
		{"Matroska without limits, and the size unknown", Source{Media: typed("Video/X-Matroska; codecs=x", 1e6, -1)}, unlimited, ActionCuts, ReasonUnlistedType, []videotune.Span{sec(0, 1e6)}},
		{"AVI, which pages disagree about", Source{Media: typed("video/avi", 60, mb)}, Options{}, ActionWhole, ReasonFits, []videotune.Span{sec(0, 60)}},
		{"another name of MP4", Source{Media: typed("video/x-m4v", 60, mb)}, Options{}, ActionWhole, ReasonFits, []videotune.Span{sec(0, 60)}},

		{"unreadable", Source{Media: broken}, Options{}, ActionDrop, ReasonUnreadable, nil},
		{"no video", Source{Media: audio}, Options{}, ActionDrop, ReasonNoVideo, nil},
		{"nothing known", Source{}, Options{}, ActionDrop, ReasonLengthUnknown, nil},
		{"the size unknown", Source{Media: facts(60, 0)}, Options{}, ActionDrop, ReasonSizeUnknown, nil},
		{"facts that are none", Source{Media: facts(60, -5)}, Options{}, ActionDrop, ReasonSizeUnknown, nil},
		{"the length unknown", Source{Media: facts(0, mb)}, Options{}, ActionDrop, ReasonLengthUnknown, nil},
		{"nothing wanted at all", Source{Media: facts(60, 200*mb), Use: []videotune.Span{}}, Options{}, ActionDrop, ReasonNothingWanted, nil},
		{"nothing wanted", Source{Media: facts(60, mb), Use: []videotune.Span{sec(60, 70), sec(20, 10)}}, Options{}, ActionDrop, ReasonNothingWanted, nil},
		{"too short", Source{Media: facts(4.9, mb)}, Options{MinLength: 5 * time.Second}, ActionDrop, ReasonTooShort, nil},
		{"as short as may be", Source{Media: facts(5, mb)}, Options{MinLength: 5 * time.Second}, ActionWhole, ReasonFits, []videotune.Span{sec(0, 5)}},
		{"too short stretches", Source{Media: facts(60, mb), Use: []videotune.Span{sec(0, 4), sec(10, 15)}}, Options{MinLength: 5 * time.Second}, ActionSegments, ReasonWanted, []videotune.Span{sec(10, 15)}},
		{"a second has too many bytes", Source{Media: facts(10, 1000*mb)}, Options{}, ActionDrop, ReasonTooDense, nil},
		{"a piece has too many bytes", Source{Media: facts(60, 600*mb)}, Options{MinLength: 5 * time.Second}, ActionDrop, ReasonTooDense, nil},
		{"an overlap has too many bytes", Source{Media: facts(60, 600*mb)}, Options{Overlap: 9 * time.Second}, ActionDrop, ReasonTooDense, nil},
		{"longer than mankind", Source{Media: videotune.Media{Bytes: 1, Duration: math.MaxInt64}}, Options{}, ActionDrop, ReasonTooManyPieces, nil},
		{"large, and those are to be left out", Source{Media: facts(60, 200*mb)}, Options{Large: WayDrop}, ActionDrop, ReasonTooLarge, nil},
		{"long, and large ones are to be left out", Source{Media: facts(2400, 20*mb)}, Options{Large: WayDrop}, ActionSegments, ReasonTooLong, []videotune.Span{sec(0, 1200), sec(1200, 2400)}},
	} {
		c.src.URI = "gs://b/lecture.mp4"
		p := mustPlan(t, c.src, &c.opts)
		if p.Action != c.action || p.Reason != c.reason || !slices.Equal(pieceSpans(p), c.pieces) {
			t.Errorf("%s: %s (%s), %v\nwant %s (%s), %v", c.name, p.Action, p.Reason, pieceSpans(p), c.action, c.reason, c.pieces)
		}
		if why := p.Why(); why == "" || why == string(p.Reason) {
			t.Errorf("%s: why: %q", c.name, why)
		}
		for i := range p.Pieces {
			piece := &p.Pieces[i]
			if own := p.Action == ActionWhole || p.Action == ActionSegments; own != (piece.Name == "") || own && piece.URI != c.src.URI || piece.Recording != c.src.URI {
				t.Errorf("%s: piece %+v", c.name, piece)
			}
			if piece.Segment != (p.Action == ActionSegments) {
				t.Errorf("%s: segment is %t", c.name, piece.Segment)
			}
		}
	}
}

// No piece of any plan is of a type that the service does not list: the checker says so
// of the lines that hold them.
func TestPlanTypes(t *testing.T) {
	for _, mime := range []string{"", "video/mp4", "video/x-matroska", "video/mp2t", "video/ogg", "video/avi", "video/webm", "video/quicktime", "application/mxf", "no type"} {
		for _, size := range []int64{mb, 200 * mb} {
			for _, way := range []Way{WayChunk, WayReencode, WayDrop} {
				p := mustPlan(t, Source{URI: "gs://b/v", Media: typed(mime, 1500, size)}, &Options{Large: way, Base: "gs://b/chunks"})
				for i := range p.Pieces {
					ex := videotune.Example{Contents: []videotune.Content{videotune.User(p.Pieces[i].Part(), videotune.Text("?")), videotune.Model(videotune.Text("!"))}}
					disputed := false
					for _, problem := range videotune.Validate(&ex, nil) {
						disputed = disputed || problem.Rule == videotune.RuleMIMEDisputed
						if problem.Severity > videotune.SeverityWarning {
							t.Errorf("%s, %s: %s", mime, p.Action, &problem)
						}
					}
					if told := strings.Contains(p.Why(), "disagree about the type "+mime); told != disputed {
						t.Errorf("%s: a line of it is disputed: %t; why: %s", mime, disputed, p.Why())
					}
				}
			}
		}
	}
}

func TestPlanLeft(t *testing.T) {
	p := mustPlan(t, Source{URI: "gs://b/v.mp4", Media: facts(60, mb), Use: []videotune.Span{sec(50, 52), sec(0, 4), sec(10, 15)}}, &Options{MinLength: 5 * time.Second})
	if diff := cmp.Diff([]videotune.Span{sec(0, 4), sec(50, 52)}, p.Left); diff != "" {
		t.Error(diff)
	}
}

func TestPlanBroken(t *testing.T) {
	src := Source{URI: "gs://b/v.mp4", Media: facts(2400, mb), Events: []videotune.Span{
		sec(10, 20),     // whole
		sec(0, 1300),    // longer than a piece
		sec(1150, 1250), // over the one boundary that there can be
		sec(2395, 2401), // over the end of the video: clipped, and whole
		sec(2500, 2600), // of another video
		sec(7, 3),       // none
	}}
	if p := mustPlan(t, src, nil); p.Broken != 1 || len(p.Pieces) != 3 {
		t.Errorf("%d pieces, %d broken", len(p.Pieces), p.Broken) // three pieces keep the third event whole
	}
	src.Use = []videotune.Span{sec(1200, 1300)}
	if p := mustPlan(t, src, nil); p.Broken != 2 {
		t.Errorf("%d broken by what is wanted, want 2", p.Broken)
	}
}

func TestPlanCuts(t *testing.T) {
	src := Source{URI: "gs://b/x/talk.mov", Recording: "talk 7", Media: facts(800, 240*mb), Keyframes: []time.Duration{0, 290 * time.Second, 299 * time.Second, 560 * time.Second}}
	opts := Options{Base: "gs://out/chunks", StreamCopy: true}
	p := mustPlan(t, src, &opts)
	if !p.StreamCopy || p.Pieces[1].Span.Start != 299*time.Second && p.Pieces[1].Span.Start != 290*time.Second {
		t.Errorf("with keyframes: %t, %v", p.StreamCopy, pieceSpans(p))
	}
	piece := p.Pieces[1]
	if piece.URI != "gs://out/chunks/"+piece.Name || piece.MIMEType != "video/mp4" || piece.Recording != "talk 7" || piece.File != piece.Span || piece.Origin != piece.Span.Start {
		t.Errorf("%+v", piece)
	}
	if part := piece.Part(); part.FileData.FileURI != piece.URI || part.VideoMetadata != nil {
		t.Errorf("the part of a cut: %+v", part)
	}
	files := p.Files()
	if len(files) != len(p.Pieces) || files[1].Name != piece.Name || files[1].Bytes > 90*mb {
		t.Errorf("%+v", files)
	}
	for what, change := range map[string]func(*Source){
		"no keyframes":        func(s *Source) { s.Keyframes = nil },
		"too few keyframes":   func(s *Source) { s.Keyframes = s.Keyframes[:3] },
		"another codec":       func(s *Source) { s.Media.VideoCodec = "vp8" },
		"no codec known":      func(s *Source) { s.Media.VideoCodec = "" },
		"a start between two": func(s *Source) { s.Use = []videotune.Span{sec(1, 800)} },
	} {
		other := src.clone()
		change(&other)
		if p := mustPlan(t, other, &opts); p.StreamCopy || p.Action != ActionCuts || len(p.Pieces) < 3 {
			t.Errorf("%s: %t, %v", what, p.StreamCopy, pieceSpans(p))
		}
	}
}

// A cut ends with one of its frames. One that is planned as long as is allowed might
// come out a frame longer.
func TestPlanCutsStayBelowTheLength(t *testing.T) {
	for _, c := range []struct {
		opts   Options
		length float64
		most   time.Duration
	}{
		{Options{}, 12000, 1199 * time.Second},
		{Options{MaxLength: 4 * time.Second}, 300, 3800 * time.Millisecond},
		{Options{MaxLength: 4 * time.Second, MinLength: 2 * time.Second}, 300, 4 * time.Second},
		{Options{MaxLength: 4 * time.Second, Overlap: 3900 * time.Millisecond}, 300, 4 * time.Second},
	} {
		p := mustPlan(t, Source{URI: "v", Media: facts(c.length, 105*mb)}, &c.opts)
		var longest time.Duration
		for _, s := range pieceSpans(p) {
			longest = max(longest, s.Length())
		}
		if p.Action != ActionCuts || longest > c.most || longest < c.most*9/10 {
			t.Errorf("%+v: %s of at most %s, want %s", c.opts, p.Action, longest, c.most)
		}
	}
}

func TestOptionErrors(t *testing.T) {
	low := []videotune.ResolutionLimits{{Resolution: videotune.ResolutionLow, MaxDuration: 4 * time.Second, TokensPerFrame: 1}}
	small := &videotune.Limits{Edition: "ours", Resolutions: low, DefaultResolution: videotune.ResolutionLow, MaxVideoBytes: 60000}
	for _, c := range []struct {
		opts   Options
		option string
		words  string
	}{
		{Options{MaxLength: -1}, "MaxLength", "-0.000000001s"},
		{Options{MinLength: -1}, "MinLength", "negative"},
		{Options{Overlap: -1}, "Overlap", "negative"},
		{Options{Headroom: 100}, "Headroom", "100"},
		{Options{Headroom: -2}, "Headroom", "-2"},
		{Options{MinHeight: -1}, "MinHeight", "-1"},
		{Options{Large: 9}, "Large", "Way(9)"},
		{Options{Base: "\xff"}, "Base", "UTF-8"},
		{Options{Limits: small, Overlap: 4 * time.Second}, "Overlap", "4s"},
		{Options{Limits: small, MinLength: 2*time.Second + 1}, "MinLength", "half"},
		{Options{MaxLength: 10 * time.Second, MinLength: 6 * time.Second}, "MinLength", "10s"},
		{Options{Resolution: "MEDIA_RESOLUTION_ULTRA_HIGH"}, "Resolution", "MEDIA_RESOLUTION_LOW, MEDIA_RESOLUTION_MEDIUM"},
		{Options{Limits: small, Resolution: videotune.ResolutionHigh}, "Resolution", "ours"},
	} {
		p, err := New(Source{URI: "v"}, &c.opts)
		var oe *OptionError
		if p != nil || !errors.As(err, &oe) || oe.Option != c.option || !strings.Contains(err.Error(), c.words) || !strings.HasPrefix(err.Error(), "chunk: option "+c.option) {
			t.Errorf("%+v: %v", c.opts, err)
		}
	}
	for _, src := range []Source{{}, {URI: "\xff"}, {URI: "v", Recording: "\xff"}} {
		if p, err := New(src, nil); p != nil || err == nil || !strings.HasPrefix(err.Error(), "chunk: ") {
			t.Errorf("%q: %v", src.URI, err)
		}
	}
	if _, err := New(Source{URI: "v"}, &Options{Limits: small, Overlap: 4*time.Second - 1, MinLength: 2 * time.Second, Headroom: 99, MinHeight: 1}); err != nil {
		t.Error(err)
	}
}

func TestBounds(t *testing.T) {
	for _, c := range []struct {
		opts Options
		want Bounds
	}{
		{Options{}, Bounds{Resolution: videotune.ResolutionLow, MaxBytes: 104_857_600, TargetBytes: 90 * mb, MaxLength: 20 * time.Minute, MinHeight: 240}},
		{Options{Resolution: videotune.ResolutionHigh, Headroom: NoHeadroom, MinHeight: 480, Overlap: 1, MinLength: 2},
			Bounds{Resolution: videotune.ResolutionHigh, MaxBytes: 104_857_600, TargetBytes: 100 * mb, MaxLength: 5 * time.Minute, MinHeight: 480, Overlap: 1, MinLength: 2}},
		{Options{Limits: &videotune.Limits{MaxVideoBytes: 1}}, Bounds{MaxBytes: 1, TargetBytes: 1, MinHeight: 240}},
		{Options{Limits: &videotune.Limits{MaxVideoBytes: 1000, WarnVideoBytes: 2000}}, Bounds{MaxBytes: 1000, TargetBytes: 900, MinHeight: 240}},
		{Options{Limits: &videotune.Limits{MaxVideoBytes: math.MaxInt64}}, Bounds{MaxBytes: math.MaxInt64, TargetBytes: 8301034833169298226, MinHeight: 240}},
	} {
		p := mustPlan(t, Source{URI: "v"}, &c.opts)
		if diff := cmp.Diff(c.want, p.Bounds); diff != "" {
			t.Error(diff)
		}
	}
}

// A plan shares no memory with what it was made from.
func TestPlanIsACopy(t *testing.T) {
	src := Source{URI: "v", Media: facts(60, mb), Events: []videotune.Span{sec(1, 2)}, Use: []videotune.Span{sec(0, 9)}, Keyframes: []time.Duration{3}}
	p := mustPlan(t, src, nil)
	src.Events[0], src.Use[0], src.Keyframes[0] = sec(5, 6), sec(5, 6), 7
	if p.Source.Events[0] != sec(1, 2) || p.Source.Use[0] != sec(0, 9) || p.Source.Keyframes[0] != 3 {
		t.Error("the plan changed with its source")
	}
}
