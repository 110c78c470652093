package chunk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-57910ec4/videotune"
)

// videos returns so many sources that fit, are long, large, dense (so large that
// they cannot be cut), and unreadable.
func videos(fit, long, large, dense, bad int) (sources []Source) {
	add := func(n int, m videotune.Media) {
		for range n {
			sources = append(sources, Source{URI: fmt.Sprintf("gs://b/%03d.mp4", len(sources)), Media: m})
		}
	}
	add(fit, facts(60, mb))
	add(long, facts(2400, mb))
	add(large, facts(600, 180*mb))
	add(dense, facts(60, 3000*mb))
	add(bad, videotune.Media{Err: "empty"})
	return sources
}

func TestAll(t *testing.T) {
	for _, c := range []struct {
		name                         string
		fit, long, large, dense, bad int
		cheapest                     Way
		because                      Because
		lost                         [3]int
	}{
		{"none", 0, 0, 0, 0, 0, WayChunk, BecauseNone, [3]int{}},
		{"none large", 5, 5, 0, 0, 5, WayChunk, BecauseNone, [3]int{5, 5, 5}},
		{"a tenth", 80, 10, 10, 0, 0, WayDrop, BecauseFew, [3]int{0, 0, 10}},
		{"more than a tenth", 80, 9, 10, 0, 0, WayChunk, BecauseMany, [3]int{0, 0, 10}},
		{"a tenth with the unreadable", 90, 0, 5, 0, 5, WayDrop, BecauseFew, [3]int{5, 5, 10}},
		{"more with the unreadable", 90, 0, 5, 0, 6, WayChunk, BecauseMany, [3]int{6, 6, 11}},
		{"all are large", 0, 0, 3, 0, 0, WayChunk, BecauseMany, [3]int{0, 0, 3}},
		{"many cannot be cut", 80, 0, 0, 20, 0, WayReencode, BecauseTooDense, [3]int{20, 0, 20}},
	} {
		sources := videos(c.fit, c.long, c.large, c.dense, c.bad)
		s, err := All(sources, &Options{MinLength: 5 * time.Second, Large: WayCheapest})
		if err != nil {
			t.Fatal(err)
		}
		if s.Cheapest != c.cheapest || s.Because != c.because || s.Large != c.large+c.dense || s.Long != c.long || s.Way != c.cheapest {
			t.Errorf("%s: %s (%s), %d large, %d long, taken: %s", c.name, s.Cheapest, s.Because, s.Large, s.Long, s.Way)
		}
		for way, o := range s.Ways {
			if o.Lost != c.lost[way] || o.Videos != len(sources) || o.Way != Way(way) {
				t.Errorf("%s: %+v, want %d lost", c.name, o, c.lost[way])
			}
		}
		var sum Outcome
		for i, p := range s.Plans {
			sum.add(p)
			if p.Source.URI != sources[i].URI {
				t.Fatalf("%s: plan %d is for %s", c.name, i, p.Source.URI)
			}
		}
		sum.Way = s.Way
		if diff := cmp.Diff(s.Ways[s.Way], sum); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestOutcome(t *testing.T) {
	s, err := All(videos(8, 1, 1, 0, 0), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := [3]Outcome{
		{Way: WayChunk, Videos: 10, Examples: 10, Pieces: 8 + 2 + 2, Files: 2, Length: 600 * time.Second, Bytes: 180 * mb},
		{Way: WayReencode, Videos: 10, Examples: 10, Pieces: 8 + 2 + 1, Files: 1, Length: 600 * time.Second},
		{Way: WayDrop, Videos: 10, Lost: 1, Examples: 10, LostExamples: 1, Pieces: 8 + 2},
	}
	want[WayReencode].Bytes = s.Plans[9].Bounds.TargetBytes / 2 // more or less
	if got := s.Ways[WayReencode].Bytes; got < want[WayReencode].Bytes || got > 2*want[WayReencode].Bytes {
		t.Errorf("encoded anew: %d bytes", got)
	}
	s.Ways[WayReencode].Bytes = want[WayReencode].Bytes
	if diff := cmp.Diff(want, s.Ways); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct {
		lost, of int64
		share    float64
		fails    bool
	}{{0, 0, 0, false}, {1, 10, 0.1, false}, {1, 19, 1.0 / 19, false}, {2, 19, 2.0 / 19, true}, {1, 9, 1.0 / 9, true}, {math.MaxInt64, math.MaxInt64, 1, true}} {
		if o := (Outcome{Examples: c.of, LostExamples: c.lost}); o.Share() != c.share || o.Fails() != c.fails {
			t.Errorf("%d of %d: %v, %t", c.lost, c.of, o.Share(), o.Fails())
		}
	}
}

// What counts is how many examples use a video: one that most of them use is dear.
func TestWeights(t *testing.T) {
	sources := videos(20, 0, 1, 0, 0)
	sources[20].Weight = 60
	for i := range 10 {
		sources[i].Weight = 1 // the others have 0, which is the same
	}
	s, err := All(sources, &Options{Large: WayCheapest})
	if err != nil {
		t.Fatal(err)
	}
	if o := s.Ways[WayDrop]; o.Videos != 21 || o.Lost != 1 || o.Examples != 80 || o.LostExamples != 60 || o.Share() != 0.75 || !o.Fails() || s.Cheapest != WayChunk || s.Because != BecauseMany {
		t.Errorf("%+v, %s since %s", o, s.Cheapest, s.Because)
	}

	// A few videos that few examples use are left out, although they are many.
	sources = videos(1, 0, 5, 0, 0)
	sources[0].Weight = 45
	if s, err = All(sources, nil); err != nil || s.Cheapest != WayDrop || s.Because != BecauseFew || s.Ways[WayDrop].Lost != 5 {
		t.Errorf("%+v, %v", s, err)
	}

	for _, n := range []int{-1, math.MinInt32} {
		if _, err := All([]Source{{URI: "a", Weight: n}}, nil); err == nil || !strings.Contains(err.Error(), "weight") {
			t.Errorf("%d: %v", n, err)
		}
	}
}

func TestAllFollowsTheOptions(t *testing.T) {
	sources := videos(0, 1, 1, 0, 0)
	for way, want := range []Action{ActionCuts, ActionReencode, ActionDrop} {
		s, err := All(sources, &Options{Large: Way(way)})
		if err != nil || s.Plans[1].Action != want || s.Plans[0].Action != ActionSegments || s.Cheapest != WayChunk {
			t.Errorf("%s: %v, %v", Way(way), s, err)
		}
		p, err := New(sources[1], &Options{Large: Way(way)})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p, s.Plans[1]); diff != "" {
			t.Errorf("%s: All and New differ: %s", Way(way), diff)
		}
	}
}

func TestAllRefuses(t *testing.T) {
	for _, c := range []struct {
		sources []Source
		opts    *Options
		words   string
	}{
		{[]Source{{URI: "a"}, {URI: "b"}, {URI: "a"}}, nil, "sources 1 and 3 are the same video"},
		{[]Source{{URI: "a"}, {}}, nil, "source 2: a source without a URI"},
		{nil, &Options{Overlap: -1}, "option Overlap"},
	} {
		if s, err := All(c.sources, c.opts); s != nil || err == nil || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%v, want %q", err, c.words)
		}
	}
}

func TestSetJSON(t *testing.T) {
	for _, opts := range []Options{{}, {Large: WayReencode}, {Large: WayCheapest, Resolution: videotune.ResolutionMedium}} {
		s, err := All(videos(2, 1, 3, 1, 1), &opts)
		if err != nil {
			t.Fatal(err)
		}
		var buf bytes.Buffer
		n, err := s.WriteTo(&buf)
		if err != nil || n != int64(buf.Len()) {
			t.Fatalf("%d of %d bytes: %v", n, buf.Len(), err)
		}
		if lines := strings.Count(buf.String(), "\n"); lines != len(s.Plans)+2 {
			t.Errorf("%d lines for %d plans", lines, len(s.Plans))
		}
		back, err := ReadSet(&buf)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, back); diff != "" {
			t.Error(diff)
		}
		data, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var again Set
		if err := json.Unmarshal(data, &again); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, &again); diff != "" {
			t.Error(diff)
		}
	}
	empty, err := All(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if data, err := json.Marshal(empty); err != nil || !strings.HasSuffix(string(data), `"plans":[]}`) {
		t.Errorf("%s: %v", data, err)
	}
}

func TestReadSetRefuses(t *testing.T) {
	s, err := All(videos(0, 0, 1, 0, 1), nil)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	good := string(data)
	plan := good[strings.Index(good, `"plans":[`)+len(`"plans":[`) : len(good)-2]
	for _, c := range [][2]string{
		{"", "EOF"},
		{"[]", "array"},
		{good + "x", "follows the object"},
		{good[:len(good)-1], "EOF"},
		{strings.Replace(good, `"way":`, `"wya":`, 1), `unknown field "wya"`},
		{strings.Replace(good, `"way":"chunk"`, `"way":"chop"`, 1), `unknown way "chop": want chunk, reencode, drop, cheapest`},
		{strings.Replace(good, `"ways":[{`, `"ways":[],"large":0,"x":[{`, 1), `unknown field "x"`},
		{strings.Replace(good, `{"way":"chunk","videos"`, `{"way":"drop","videos"`, 1), "way 1 is drop"},
		{strings.Replace(good, `"action":"cuts"`, `"action":"whole"`, 1), "plan 1: chunk: the plan of"},
		{strings.Replace(good, plan, plan+","+plan, 1), "the same video"},
		{strings.Replace(good, `"way":"chunk","cheapest"`, `"way":"cheapest","cheapest"`, 1), "its way is cheapest"},
		{strings.Replace(good, `"cheapest":"chunk"`, `"cheapest":"cheapest"`, 1), "its cheapest way is cheapest"},
		{strings.Replace(good, `"because":"many-large"`, `"because":"it-is"`, 1), `because is the unknown "it-is"`},
		{strings.Replace(good, `"large":1`, `"large":-1`, 1), "-1 large"},
		{strings.Replace(good, `"long":0`, `"long":-1`, 1), "-1 long"},
		{strings.Replace(good, `"files":0`, `"files":-1`, 1), "way drop: a number is negative"},
		{strings.Replace(good, `"lost":1`, `"lost":-1`, 1), "a number is negative"},
		{strings.Replace(good, `"lost":1`, `"lost":3`, 1), "3 of 2 videos are lost"},
		{strings.Replace(good, `"examples":2`, `"examples":1`, 1), "no set comes to that"},
		{strings.Replace(good, `"lostExamples":1`, `"lostExamples":0`, 1), "no set comes to that"},
	} {
		if s, err := ReadSet(strings.NewReader(c[0])); s != nil || err == nil || !strings.Contains(err.Error(), c[1]) {
			t.Errorf("%.80s: %v, want %q", c[0], err, c[1])
		}
	}
	if _, err := s.WriteTo(failing{}); err == nil {
		t.Error("the writer's error is lost")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, fmt.Errorf("full") }
