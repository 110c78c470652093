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
	"pgregory.net/rapid"
)

// cutPlan is a plan of three cuts of 300 s.
func cutPlan(t *testing.T, opts Options, events ...videotune.Span) *Plan {
	t.Helper()
	opts.Base = "gs://b/c"
	return mustPlan(t, Source{URI: "gs://b/v.mp4", Recording: "r", Media: facts(900, 270*mb), Events: events}, &opts)
}

func TestRecord(t *testing.T) {
	p := cutPlan(t, Options{})
	name := p.Pieces[1].Name
	m := Made{Bytes: 80 * mb, Start: 299 * time.Second, FirstPTS: 40 * time.Millisecond, Duration: 301 * time.Second}
	if err := p.Record(name, m); err != nil {
		t.Fatal(err)
	}
	piece := p.Pieces[1]
	if !piece.Made || piece.Bytes != 80*mb || piece.Actual() != sec(299, 600) || piece.Span != sec(300, 600) || piece.Origin != 298960*time.Millisecond {
		t.Errorf("%+v", piece)
	}
	if files := p.Files(); files[0].Made || !files[1].Made || files[1].Span != sec(299, 600) || files[1].URI != "gs://b/c/"+name {
		t.Errorf("%+v", files)
	}
	for _, other := range []int{0, 2} {
		if p.Pieces[other].Made {
			t.Errorf("piece %d is made, too", other)
		}
	}
}

func TestRecordRefuses(t *testing.T) {
	const limit = 104_857_600
	p := cutPlan(t, Options{Resolution: videotune.ResolutionMedium})
	before, err := p.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	name := p.Pieces[0].Name
	good := Made{Bytes: limit, Duration: 300 * time.Second}
	for _, c := range []struct {
		what string
		name string
		m    Made
		over bool
	}{
		{"too large", name, Made{Bytes: limit + 1, Duration: 299 * time.Second}, true},
		{"too long", name, Made{Bytes: 1, Duration: 300*time.Second + 1}, true},
		{"no bytes", name, Made{Duration: time.Second}, false},
		{"no length", name, Made{Bytes: 1}, false},
		{"before 0", name, Made{Bytes: 1, Start: -1, Duration: 1}, false},
		{"a picture before 0", name, Made{Bytes: 1, FirstPTS: -1, Duration: 1}, false},
		{"a picture past all time", name, Made{Bytes: 1, FirstPTS: math.MaxInt64, Duration: 1}, false},
		{"past all time", name, Made{Bytes: 1, Start: math.MaxInt64, Duration: 1}, false},
		{"behind what was planned", name, Made{Bytes: 1, Start: 300 * time.Second, Duration: time.Second}, false},
		{"another name", "x.mp4", good, false},
		{"no name", "", good, false},
	} {
		err := p.Record(c.name, c.m)
		if err == nil || errors.Is(err, ErrOver) != c.over || !strings.HasPrefix(err.Error(), "chunk: ") {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	if after, _ := p.MarshalJSON(); string(after) != string(before) {
		t.Error("a plan changed by what it refused")
	}
	if err := p.Record(name, good); err != nil {
		t.Errorf("at the limits: %v", err)
	}
}

// Segments of one file that was encoded anew share what is known of it.
func TestRecordShared(t *testing.T) {
	p := mustPlan(t, Source{URI: "v.mp4", Media: facts(3000, 120*mb)}, &Options{Large: WayReencode})
	name := p.Pieces[0].Name
	if err := p.Record(name, Made{Bytes: 80 * mb, FirstPTS: 40 * time.Millisecond, Duration: 2999960 * time.Millisecond}); err != nil {
		t.Fatal(err) // it is longer than a piece may be, which its segments are not
	}
	last := p.Pieces[2]
	want := videotune.Video(last.URI).Segment(2000040*time.Millisecond, 3000*time.Second)
	if diff := cmp.Diff(want, last.Part()); diff != "" {
		t.Error(diff)
	}
	placed, counts := p.Place([]videotune.Span{sec(2000, 2001), sec(2999, 3000)}, EdgeDrop)
	if counts.Whole != 2 || placed[0].Span != sec(0, 1) || placed[1].Span != sec(999, 999.96) {
		t.Errorf("%+v %+v", counts, placed)
	}
	if err := p.Record(name, Made{Bytes: 80 * mb, Duration: 2000 * time.Second}); err == nil || errors.Is(err, ErrOver) || p.Pieces[2].File != sec(0, 2999.96) {
		t.Errorf("a file without the last segment: %v", err)
	}
}

func TestAgain(t *testing.T) {
	events := []videotune.Span{sec(440, 460), sec(100, 110)}
	p := cutPlan(t, Options{Overlap: 2 * time.Second}, events...)
	old := p.Pieces[1]
	m := Made{Bytes: 150 * mb, Start: old.Span.Start, Duration: old.Span.Length()}
	if err := p.Record(old.Name, m); !errors.Is(err, ErrOver) {
		t.Fatal(err)
	}
	if err := p.Again(old.Name, m); err != nil {
		t.Fatal(err)
	}
	if len(p.Pieces) != 5 || p.Pieces[1].Span.Start != old.Span.Start || p.Pieces[2].Span.End != old.Span.End {
		t.Fatalf("%v in place of %v", pieceSpans(p), old.Span)
	}
	for i, piece := range p.Pieces {
		if i > 0 && piece.Span.Start != p.Pieces[i-1].Span.End-2*time.Second {
			t.Errorf("piece %d begins at %s, the one before ends at %s", i, piece.Span.Start, p.Pieces[i-1].Span.End)
		}
		if piece.Name == old.Name || piece.Recording != "r" || piece.URI != "gs://b/c/"+piece.Name || piece.Bytes > 90*mb {
			t.Errorf("piece %d: %+v", i, piece)
		}
	}
	if p.Broken != 0 {
		t.Errorf("%d events are broken", p.Broken)
	}
	if names := fileNames(p); len(slices.Compact(names)) != 5 {
		t.Errorf("files: %q", names)
	}
}

func TestAgainBreaks(t *testing.T) {
	p := cutPlan(t, Options{}, sec(310, 590))
	if len(p.Pieces) != 3 || p.Broken != 0 {
		t.Fatal(pieceSpans(p), p.Broken)
	}
	if err := p.Again(p.Pieces[1].Name, Made{Bytes: 150 * mb, Start: 300 * time.Second, Duration: 300 * time.Second}); err != nil || p.Broken != 1 {
		t.Errorf("%v, %d broken", err, p.Broken)
	}
}

func fileNames(p *Plan) (names []string) {
	for _, f := range p.Files() {
		names = append(names, f.Name)
	}
	return names
}

func TestAgainTooLong(t *testing.T) {
	p := cutPlan(t, Options{Resolution: videotune.ResolutionMedium})
	n := len(p.Pieces)
	m := Made{Bytes: mb, Duration: 301 * time.Second}
	if err := p.Again(p.Pieces[0].Name, m); err != nil || len(p.Pieces) != n+1 {
		t.Errorf("%v, %v", err, pieceSpans(p))
	}
}

// A piece that cannot be copied any further from keyframe to keyframe is encoded.
func TestAgainOnKeyframes(t *testing.T) {
	src := Source{URI: "v.mp4", Media: facts(600, 110*mb), Keyframes: []time.Duration{0, 300 * time.Second, 450 * time.Second}}
	p := mustPlan(t, src, &Options{StreamCopy: true})
	if !p.StreamCopy || len(p.Pieces) != 2 {
		t.Fatal(pieceSpans(p))
	}
	if err := p.Again(p.Pieces[1].Name, Made{Bytes: 120 * mb, Start: 300 * time.Second, Duration: 300 * time.Second}); err != nil || !p.StreamCopy || p.Pieces[2].Span.Start != 450*time.Second {
		t.Errorf("%v, %t, %v", err, p.StreamCopy, pieceSpans(p))
	}
	if err := p.Again(p.Pieces[0].Name, Made{Bytes: 120 * mb, Duration: 300 * time.Second}); err != nil || p.StreamCopy || len(p.Pieces) != 4 {
		t.Errorf("%v, %t, %v", err, p.StreamCopy, pieceSpans(p))
	}
}

func TestAgainLowersTheBitrate(t *testing.T) {
	p := mustPlan(t, Source{URI: "v.mp4", Media: facts(3000, 120*mb)}, &Options{Large: WayReencode})
	name, was := p.Pieces[0].Name, *p.Encode
	m := Made{Bytes: 105 * mb, Duration: 3000 * time.Second}
	if err := p.Again(name, m); err != nil {
		t.Fatal(err)
	}
	if want := (was.VideoBitrate+was.AudioBitrate)*6/7 - was.AudioBitrate; p.Encode.VideoBitrate != want || p.Encode.Width != was.Width || p.Pieces[0].Name != name {
		t.Errorf("%+v, was %+v, want %d", *p.Encode, was, want)
	}
	m.Bytes = 1000 * mb
	if err := p.Again(name, m); !errors.Is(err, ErrTooDense) {
		t.Errorf("%v", err)
	}
}

func TestAgainRefuses(t *testing.T) {
	p := cutPlan(t, Options{MinLength: 100 * time.Second})
	n := len(p.Pieces)
	name := p.Pieces[0].Name
	for what, m := range map[string]Made{
		"within the limits":        {Bytes: 100 * mb, Duration: 300 * time.Second},
		"too dense for MinLength":  {Bytes: 200 * mb, Duration: 300 * time.Second},
		"too dense for any length": {Bytes: math.MaxInt64, Duration: 300 * time.Second},
		"not made":                 {},
	} {
		err := p.Again(name, m)
		if err == nil || errors.Is(err, ErrTooDense) != strings.HasPrefix(what, "too dense") || len(p.Pieces) != n || p.Reason != ReasonTooLarge {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := p.Again("x", Made{Bytes: 1, Duration: 1}); err == nil {
		t.Error("an unknown name")
	}
}

// An Again that cannot be done changes nothing, whatever it tried.
func TestAgainLeavesThePlan(t *testing.T) {
	src := Source{URI: "v.mp4", Media: facts(20000, 150*mb), Keyframes: []time.Duration{0, 12000 * time.Second}}
	p := mustPlan(t, src, &Options{StreamCopy: true, Limits: &videotune.Limits{MaxVideoBytes: 100 * mb}})
	if !p.StreamCopy || len(p.Pieces) != 2 {
		t.Fatal(pieceSpans(p))
	}
	before, err := p.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	m := Made{Bytes: 900_000 * mb, Duration: 12000 * time.Second} // 10,000 pieces, with the other one too many
	if err := p.Again(p.Pieces[0].Name, m); !errors.Is(err, ErrTooDense) {
		t.Errorf("%v", err)
	}
	if after, err := p.MarshalJSON(); err != nil || string(after) != string(before) {
		t.Errorf("%v: %s, was %s", err, after, before)
	}
}

// Whatever Record takes can be written and read.
func TestRecordIsReadable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, err := New(Source{URI: "v.mp4", Media: facts(900, 270*mb)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		at := rapid.Int64Range(-1, 1000)
		m := Made{
			Bytes: at.Draw(t, "bytes"), Start: time.Duration(at.Draw(t, "start")) * time.Second,
			FirstPTS: time.Duration(at.Draw(t, "first")) * time.Second, Duration: time.Duration(at.Draw(t, "duration")) * time.Second,
		}
		if p.Record(p.Pieces[rapid.IntRange(0, len(p.Pieces)-1).Draw(t, "piece")].Name, m) != nil {
			return
		}
		data, err := p.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if err := new(Plan).UnmarshalJSON(data); err != nil {
			t.Errorf("%v\n%s", err, data)
		}
	})
}
