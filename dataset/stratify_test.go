package dataset

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/internal/exact"
	"pgregory.net/rapid"
)

// skewed are recordings of very different sizes, each mostly of one label.
func skewed(seed uint64, n int) []annotation.Video {
	r := rand.New(rand.NewPCG(seed, 1))
	labels := []string{"dog", "cat", "bird", "fish"}
	var list []annotation.Video
	for i := range n {
		main := labels[min(r.IntN(8), 3)]
		if r.IntN(8) < 5 {
			main = "dog"
		}
		for k := range 1 + r.IntN(12) {
			label := main
			if r.IntN(5) == 0 {
				label = labels[r.IntN(4)]
			}
			id := fmt.Sprintf("v%d-%d", i, k)
			list = append(list, annotation.Video{
				ID: id, URI: "gs://b/" + id + ".mp4", Recording: fmt.Sprint("r", i), Duration: sec(60),
				Events: []annotation.Event{segment(len(list)+1, sec(k), sec(k+5), label)},
			})
		}
	}
	return list
}

// distance is the sum of what the shares of the labels differ by on both sides.
func distance(o *outcome) (sum float64) {
	labels := map[string]bool{}
	for _, s := range []Side{o.Train, o.Validation} {
		for l := range s.Labels {
			labels[l] = true
		}
	}
	for l := range labels {
		sum += math.Abs(o.Train.Share(l) - o.Validation.Share(l))
	}
	return sum
}

// With Stratify the shares of the labels are nearer to each other than without.
func TestStratify(t *testing.T) {
	var with, without float64
	worse := 0
	for seed := range uint64(12) {
		c := Config{Source: videos(skewed(seed, 120)...), Seed: fmt.Sprint(seed), Share: 0.2}
		c.Task = birds()
		plain := build(t, c)
		c.Stratify = true
		o := build(t, c)
		if o.Examples != plain.Examples || o.Validation.Examples > o.Examples/5 || o.Validation.Examples < o.Examples/6 {
			t.Errorf("seed %d: %d of %d examples are in validation; without, it is %d of %d", seed, o.Validation.Examples, o.Examples, plain.Validation.Examples, plain.Examples)
		}
		for _, p := range o.Check.Problems {
			if p.Rule == videotune.RuleValidationOver {
				t.Errorf("seed %d: %v", seed, p)
			}
		}
		a, b := distance(o), distance(plain)
		with, without = with+a, without+b
		if a > b {
			worse++
		}
	}
	t.Logf("the shares of four labels differ by %.1f points together, and without Stratify by %.1f; %d of 12 datasets are worse", 100*with/12, 100*without/12, worse)
	if with > without/2 || worse > 1 {
		t.Errorf("%.3f with, %.3f without, %d worse", with, without, worse)
	}
}

// drawTallies draws what recordings have.
func drawTallies(t *rapid.T) []tally {
	list := make([]tally, rapid.IntRange(1, 60).Draw(t, "recordings"))
	for i := range list {
		list[i] = tally{order: rapid.Uint64().Draw(t, "order"), examples: rapid.IntRange(1, 40).Draw(t, "examples")}
		list[i].bytes = int64(list[i].examples) * int64(rapid.IntRange(300, 900).Draw(t, "bytes"))
		for range rapid.IntRange(0, list[i].examples).Draw(t, "labelled") {
			list[i].count(uint32(rapid.IntRange(0, 5).Draw(t, "label")))
		}
		switch rapid.IntRange(0, 20).Draw(t, "pinned") {
		case 0:
			list[i].pinned = true
		case 1:
			list[i].pinned, list[i].side = true, videotune.Validation
		}
	}
	return list
}

// The choice keeps to the share and the caps, whatever the recordings have; it goes
// over an advised one only for the least that there must be, or for what is pinned.
func TestChooseKeepsCaps(t *testing.T) {
	rapidChecks(t, 1000)
	rapid.Check(t, func(t *rapid.T) {
		list := drawTallies(t)
		share := rapid.SampledFrom([]float64{0, 0.05, 0.29, 0.5, 0.9, videotune.PinnedOnly}).Draw(t, "share")
		limits := videotune.ValidationLimits{
			MaxExamples:  rapid.SampledFrom([]int{0, 3, 50}).Draw(t, "max examples"),
			ShareFrom:    rapid.SampledFrom([]int{0, 10, 1000}).Draw(t, "share from"),
			MaxShare:     rapid.SampledFrom([]float64{0, 0.3}).Draw(t, "max share"),
			AdvisedShare: rapid.SampledFrom([]float64{0, 0.25, 0.1}).Draw(t, "advised"),
		}
		var pinned, val, all sum
		free := 0
		for i := range list {
			if list[i].pinned && list[i].side == videotune.Validation {
				pinned.add(&list[i])
			}
			if !list[i].pinned {
				free++
			}
		}
		before := append([]tally(nil), list...)
		s := sides{tallies: list}
		s.choose(share, limits)
		taken, least := 0, math.MaxInt
		for i := range list {
			if before[i].pinned {
				if list[i].side != before[i].side {
					t.Fatalf("recording %d is pinned, and was moved", i)
				}
			} else {
				least = min(least, list[i].examples)
			}
			all.add(&list[i])
			if list[i].side == videotune.Validation {
				val.add(&list[i])
				if !before[i].pinned {
					taken++
				}
			}
		}
		train := sum{examples: all.examples - val.examples, bytes: all.bytes - val.bytes}
		over := func(what string, is bool) {
			// One recording may be taken against what is advised, so that there is any.
			only := pinned.examples == 0 && taken == 1 && val.examples == least
			if is && taken > 0 && !only {
				t.Fatalf("%s: validation has %d of %d examples, and %d of %d bytes, pinned are %d", what, val.examples, all.examples, val.bytes, all.bytes, pinned.examples)
			}
		}
		if share == 0 {
			share = videotune.DefaultShare
		}
		if share < 0 && taken > 0 {
			t.Fatal("something was chosen, and nothing was to be")
		}
		refused := limits.MaxExamples > 0 && val.examples > limits.MaxExamples ||
			limits.MaxShare > 0 && val.examples > limits.ShareFrom && float64(val.examples) > limits.MaxShare*float64(train.examples)+1e-9
		if refused && taken > 0 {
			t.Fatalf("the service refuses %d of %d examples", val.examples, all.examples)
		}
		over("share", float64(val.examples) > share*float64(all.examples)+1e-9)
		if limits.AdvisedShare > 0 {
			over("advised", float64(val.examples) > limits.AdvisedShare*float64(train.examples)+1e-9)
			over("advised bytes", float64(val.bytes) > limits.AdvisedShare*float64(train.bytes)+1e-6)
		}
	})
}

// A share is what it is in decimals.
func TestPartOf(t *testing.T) {
	for _, tt := range []struct {
		share      float64
		n          int64
		part, rest int64
	}{{0.29, 100, 29, 22}, {0.1, 1000, 100, 90}, {0.25, 15, 3, 3}, {0.3, 1300, 390, 300}, {1.0 / 3, 3, 0, 0}, {0, 9, 0, 0}, {math.NaN(), 9, 0, 0}} {
		if a, b := exact.PartOf(tt.share, tt.n), exact.PartOfRest(tt.share, tt.n); a != tt.part || b != tt.rest {
			t.Errorf("%v of %d: %d and %d, want %d and %d", tt.share, tt.n, a, b, tt.part, tt.rest)
		}
	}
}

// A recording of which the source pins a video is on that side with all of them, and
// a later one that is pinned elsewhere is left out.
func TestStratifyPinned(t *testing.T) {
	list := animals(40)
	for i := range list {
		list[i].Recording = fmt.Sprint("r", i/4)
	}
	list[2].Split, list[9].Split, list[10].Split = annotation.SplitTrain, annotation.SplitValidation, annotation.SplitTrain
	list[13].Split = annotation.SplitTest
	for _, stratify := range []bool{false, true} {
		o := build(t, Config{Source: videos(list...), Task: localize(), Stratify: stratify, TestAs: annotation.SplitValidation, Share: 0.3})
		sides := sidesOf(o)
		if sides["r0"] != o.Train.Path || sides["r2"] != o.Validation.Path || sides["r3"] != o.Validation.Path {
			t.Errorf("stratify %t: %v", stratify, sides)
		}
		equal(t, fmt.Sprint("stratify ", stratify, ", left out"), o.reasons(), []string{"other-side v010 [21 22]"})
	}
}

// A source that returns something else when it is read again is told; nothing is
// written.
func TestSourceChanged(t *testing.T) {
	list := animals(40)
	for _, tt := range []struct {
		name   string
		second func() []annotation.Video
	}{
		{"one less", func() []annotation.Video { return list[:39] }},
		{"nothing", func() []annotation.Video { return nil }},
		{"a new recording", func() []annotation.Video {
			return append(animals(39), annotation.Video{ID: "x", URI: "gs://b/x.mp4", Duration: sec(9)})
		}},
		{"another order", func() []annotation.Video { return append(animals(40)[20:], animals(20)...) }},
		{"another event", func() []annotation.Video {
			other := animals(40)
			other[7].Events[0].End += sec(1)
			return other
		}},
		{"another recording", func() []annotation.Video {
			other := animals(40)
			other[7].Recording = other[8].URI
			return other
		}},
		{"another side", func() []annotation.Video {
			other := animals(40)
			other[7].Split = annotation.SplitValidation
			return other
		}},
		{"another video of the same file", func() []annotation.Video {
			other := animals(40)
			other[7].Recording, other[7].URI = other[7].URI, other[8].URI
			return other
		}},
	} {
		reads := 0
		c := Config{Task: localize(), Stratify: true, Source: func(ctx context.Context) iter.Seq2[*annotation.Video, error] {
			if reads++; reads == 1 {
				return videos(list...)(ctx)
			}
			return videos(tt.second()...)(ctx)
		}}
		o, err := tryBuild(t.Context(), memoryDir(t), c)
		if !errors.Is(err, ErrSourceChanged) || reads != 2 {
			t.Errorf("%s: %v after %d reads", tt.name, err, reads)
		}
		wantFiles(t, o.dir)
	}
}
