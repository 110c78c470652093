package chunk

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/exact"
	"pgregory.net/rapid"
)

// drawSource draws a video of up to some minutes, by nanoseconds or by seconds, so
// that edges meet.
func drawSource(t *rapid.T) Source {
	unit := rapid.SampledFrom([]time.Duration{1, time.Millisecond, time.Second}).Draw(t, "unit")
	most := int64(200 * time.Second / unit)
	at := func(low int64, label string) time.Duration {
		return time.Duration(rapid.Int64Range(low, most).Draw(t, label)) * unit
	}
	events := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) videotune.Span {
		start := rapid.Int64Range(-most/20, most).Draw(t, "start")
		length := rapid.OneOf(rapid.Int64Range(-1, most/20), rapid.Int64Range(0, most)).Draw(t, "length")
		return span(time.Duration(start)*unit, time.Duration(start+length)*unit)
	}), 0, 30)
	src := Source{URI: "gs://b/v.mp4", Media: facts(0, rapid.Int64Range(1, 400_000).Draw(t, "bytes")), Events: events.Draw(t, "events")}
	src.Media.Duration = max(1, at(1, "duration"))
	for range rapid.IntRange(0, 3).Draw(t, "stretches") {
		start := at(0, "from")
		src.Use = append(src.Use, span(start, start+at(0, "for")))
	}
	for range rapid.IntRange(0, 40).Draw(t, "keyframes") {
		src.Keyframes = append(src.Keyframes, at(0, "keyframe"))
	}
	if rapid.Bool().Draw(t, "all covered") {
		var covered []videotune.Span
		for s := time.Duration(0); s < src.Media.Duration && len(covered) < 2000; {
			e := s + max(1, at(1, "cover")/20)
			covered = append(covered, span(s, e))
			s = e
		}
		src.Events = covered
	}
	return src
}

// drawOptions draws options for drawSource, with a limit of 60 KB and 20 s.
func drawOptions(t *rapid.T) *Options {
	limits := &videotune.Limits{
		Model: "m", Edition: "small", MaxVideoBytes: 60_000, WarnVideoBytes: 50_000, DefaultResolution: videotune.ResolutionLow,
		Resolutions: []videotune.ResolutionLimits{{Resolution: videotune.ResolutionLow, MaxDuration: 20 * time.Second, TokensPerFrame: 1}},
	}
	return &Options{
		Limits:     limits,
		MaxLength:  time.Duration(rapid.Int64Range(0, 25).Draw(t, "maxLength")) * time.Second,
		MinLength:  time.Duration(rapid.Int64Range(0, 1000).Draw(t, "minLength")) * time.Millisecond / 2,
		Overlap:    time.Duration(rapid.Int64Range(0, 900).Draw(t, "overlap")) * time.Millisecond,
		Headroom:   rapid.SampledFrom([]int{0, NoHeadroom, 30}).Draw(t, "headroom"),
		Large:      rapid.SampledFrom([]Way{WayChunk, WayReencode, WayDrop}).Draw(t, "large"),
		StreamCopy: rapid.Bool().Draw(t, "copy"),
	}
}

// TestPlanKeepsItsWord holds plans to what they promise: all that is wanted is in
// a piece, once but for the overlap, no piece is over a limit, and none is a sliver.
func TestPlanKeepsItsWord(t *testing.T) {
	rapidChecks(t, 1500)
	rapid.Check(t, func(t *rapid.T) {
		src, opts := drawSource(t), drawOptions(t)
		p, err := New(src, opts)
		if err != nil {
			t.Fatal(err)
		}
		if p.Action == ActionDrop {
			if len(p.Pieces) > 0 {
				t.Fatalf("dropped, with %d pieces", len(p.Pieces))
			}
			return
		}
		checkCover(t, p)
		checkLimits(t, p)
		if p.StreamCopy {
			for _, s := range pieceSpans(p) {
				if s.Start != 0 && !slices.Contains(src.Keyframes, s.Start) {
					t.Fatalf("%v begins on no keyframe", s)
				}
			}
		}
		// The order of events and keyframes does not matter, nor does the time.
		other := src.clone()
		slices.Reverse(other.Events)
		slices.Reverse(other.Keyframes)
		slices.Reverse(other.Use)
		q, err := New(other, opts)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p.Pieces, q.Pieces); diff != "" {
			t.Fatal(diff)
		}
		data, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var back Plan
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		p.Source = back.Source // which has nil for empty
		if diff := cmp.Diff(p, &back); diff != "" {
			t.Fatal(diff)
		}
	})
}

// checkCover checks that the pieces and what is left are what is wanted.
func checkCover(t *rapid.T, p *Plan) {
	wanted := p.Source.wanted()
	rest := slices.Clone(p.Left)
	spans := pieceSpans(p)
	for i, s := range spans {
		within := slices.ContainsFunc(wanted, func(w videotune.Span) bool { return w.Start <= s.Start && s.End <= w.End })
		if !within {
			t.Fatalf("piece %v is not wanted: %v", s, wanted)
		}
		if i == 0 || spans[i-1].End < s.Start {
			rest = append(rest, s)
			continue
		}
		overlap := spans[i-1].End - s.Start
		if overlap != p.Bounds.Overlap {
			t.Fatalf("pieces %v overlap by %s", spans[i-1:i+1], overlap)
		}
		rest[len(rest)-1].End = s.End
	}
	sortSpans(rest)
	if diff := cmp.Diff(wanted, rest); diff != "" {
		t.Fatalf("wanted, and what there is: %s", diff)
	}
	for _, l := range p.Left {
		if l.Length() >= p.Bounds.MinLength {
			t.Fatalf("%v is left, and long enough", l)
		}
	}
}

// checkLimits checks that no piece is too long, too short or too large.
func checkLimits(t *rapid.T, p *Plan) {
	wanted := p.Source.wanted()
	longest := p.Bounds.MaxLength
	if p.Pieces[0].Name != "" && !p.Pieces[0].Segment {
		longest = min(p.Bounds.cutLength(), time.Duration(exact.MulDiv(p.Bounds.TargetBytes, int64(p.Source.length()), p.Source.Media.Bytes)))
		if p.Encode != nil {
			longest = min(p.Bounds.cutLength(), p.Encode.longest(p.Bounds.TargetBytes))
		}
	}
	for i := range p.Pieces {
		piece := &p.Pieces[i]
		if i > 1 && p.Bounds.Overlap <= longest/5 && piece.Span.Start < p.Pieces[i-2].Span.End {
			t.Fatalf("pieces %d to %d have a moment in common", i-2, i)
		}
		length := piece.Span.Length()
		if length > p.Bounds.MaxLength || length < p.Bounds.MinLength {
			t.Fatalf("piece %v has %s", piece.Span, length)
		}
		if piece.Name != "" && piece.Bytes > p.Bounds.TargetBytes || piece.Name == "" && piece.Bytes > p.Bounds.MaxBytes || piece.Bytes <= 0 {
			t.Fatalf("piece %v has %d bytes", piece.Span, piece.Bytes)
		}
		if least := longest / 4; length < least-1 && !slices.Contains(wanted, piece.Span) {
			t.Fatalf("piece %v is a sliver: it could be %s", piece.Span, longest)
		}
		if least := min(time.Second, longest/2); p.Bounds.MinLength == 0 && length < least-1 && !slices.Contains(wanted, piece.Span) {
			t.Fatalf("piece %v is shorter than a second: it could be %s", piece.Span, longest)
		}
	}
}

// TestCheckerAgrees holds plans to the rules of the lines that are made of them.
func TestCheckerAgrees(t *testing.T) {
	rapidChecks(t, 300)
	rapid.Check(t, func(t *rapid.T) {
		src, opts := drawSource(t), drawOptions(t)
		opts.Base = "gs://b/chunks"
		p, err := New(src, opts)
		if err != nil {
			t.Fatal(err)
		}
		known := videotune.MediaMap{src.URI: src.Media}
		for _, f := range p.Files() {
			m := facts(0, f.Bytes)
			m.Duration = f.Span.Length()
			known[f.URI] = m
		}
		policy := &videotune.Policy{Limits: opts.Limits, Media: known.Lookup}
		for i := range p.Pieces {
			ex := &videotune.Example{
				Contents: []videotune.Content{
					videotune.User(p.Pieces[i].Part(), videotune.Text("What happens?")),
					videotune.Model(videotune.Text("Nothing.")),
				},
				GenerationConfig: videotune.GenerationConfig{MediaResolution: p.Bounds.Resolution},
			}
			for _, problem := range videotune.Validate(ex, policy) {
				if problem.Rule != videotune.RuleSegmentUnderFrame && (problem.Rule != videotune.RuleVideoSizeNear || p.Pieces[i].Name != "") {
					t.Fatalf("piece %+v: %s", p.Pieces[i], &problem)
				}
			}
		}
	})
}

// TestPlaceKeepsAll moves events there and back.
func TestPlaceKeepsAll(t *testing.T) {
	rapidChecks(t, 1500)
	rapid.Check(t, func(t *rapid.T) {
		src := drawSource(t)
		p, err := New(src, drawOptions(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, policy := range []EdgePolicy{EdgeSplit, EdgeMost, EdgeDrop} {
			placed, c := p.Place(src.Events, policy)
			if c.Events != len(src.Events) || c.Placed != len(placed) || c.Events != c.Whole+c.Split+c.Most+c.Dropped+c.Outside+c.Invalid {
				t.Fatalf("%s: %+v", policy, c)
			}
			back := make([][]videotune.Span, len(src.Events)) // what of each event is placed
			for _, at := range placed {
				back[at.Event] = append(back[at.Event], sourceSpan(t, p, at))
			}
			whole := 0
			for i, e := range src.Events {
				in := intersect(e, videotune.Span{End: p.Source.length()})
				if len(back[i]) > 0 && slices.Contains(back[i], in) {
					whole++
				}
				if policy == EdgeSplit {
					checkParts(t, p, e, back[i])
				}
			}
			if whole != c.Whole {
				t.Fatalf("%s: %d are whole: %+v", policy, whole, c)
			}
			if policy == EdgeDrop && p.Broken != c.Dropped {
				t.Fatalf("%d broken: %+v", p.Broken, c)
			}
		}
	})
}

// sourceSpan moves what was placed back, by both ways.
func sourceSpan(t *rapid.T, p *Plan, at Placed) videotune.Span {
	piece := &p.Pieces[at.Piece]
	start, ok1 := piece.Source(at.Span.Start)
	end, ok2 := piece.Source(at.Span.End)
	if !ok1 || !ok2 || at.Span.Start < 0 || at.Span.End > piece.Span.Length() || at.Span.End < at.Span.Start {
		t.Fatalf("%+v is outside of %v", at, piece.Span)
	}
	if local, ok := piece.Local(start); !ok || local != at.Span.Start {
		t.Fatalf("%s is %s in the piece, not %s", start, local, at.Span.Start)
	}
	e := p.Source.Events[at.Event]
	in := intersect(e, videotune.Span{End: p.Source.length()})
	if cutStart, cutEnd := in.Start < start, in.End > end; cutStart != at.CutStart || cutEnd != at.CutEnd {
		t.Fatalf("%+v of %v", at, e)
	}
	return videotune.Span{Start: start, End: end}
}

// checkParts checks that the parts of an event are all of it that the pieces show.
func checkParts(t *rapid.T, p *Plan, e videotune.Span, parts []videotune.Span) {
	var want []videotune.Span
	for _, s := range pieceSpans(p) {
		if in := intersect(e, s); in.End > in.Start || e.Start == e.End && in == e && in.End < s.End {
			want = append(want, in)
		}
	}
	if e.Start == e.End && len(want) == 0 { // at the end of a piece, or nowhere
		for _, s := range pieceSpans(p) {
			if e.Start == s.End {
				want = []videotune.Span{e}
				break
			}
		}
	}
	if !slices.Equal(want, parts) {
		t.Fatalf("%v stands in %v, want %v", e, parts, want)
	}
}
