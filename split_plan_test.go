package videotune

import (
	"flag"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// profile2026 are the rules for the validation set of the editions of 2026.
var profile2026 = ValidationLimits{MaxExamples: 5000, ShareFrom: 1000, MaxShare: 0.30, AdvisedShare: 0.25}

// rapidChecks has rapid try at least n cases in this test.
func rapidChecks(t *testing.T, n int) {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	if old := f.Value.String(); old == f.DefValue {
		if err := f.Value.Set(fmt.Sprint(n)); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Value.Set(old) })
	}
}

// keyOf returns the key of a name.
func keyOf(seed, name string) nameKey {
	r := newRecordings(seed)
	return r.key(name)
}

func TestHashOrder(t *testing.T) {
	// By Python: sorted(names, key=lambda n: hmac.new(seed, n, sha256).digest()).
	for seed, want := range map[string]string{
		"":   "0 4 2 3 6 1 7 8 11 9 5 10",
		"s1": "5 7 3 0 9 2 1 11 6 4 10 8",
	} {
		var recs []recording
		var numbers []int
		for i := range 12 {
			recs = append(recs, recording{key: keyOf(seed, fmt.Sprintf("rec-%02d", i))})
			numbers = append(numbers, i)
		}
		hashOrder(recs, numbers)
		if got := strings.Trim(fmt.Sprint(numbers), "[]"); got != want {
			t.Errorf("seed %q: %s, want %s", seed, got, want)
		}
	}
}

// equalRecs returns n recordings of so many examples of 100 bytes each.
func equalRecs(n, examples int) []recording {
	recs := make([]recording, n)
	for i := range recs {
		recs[i] = recording{key: keyOf("seed", fmt.Sprintf("rec-%05d", i)), examples: examples, bytes: int64(examples) * 100}
	}
	return recs
}

func TestPlanSplit(t *testing.T) {
	pinned := func(recs []recording, p pin, numbers ...int) []recording {
		for _, i := range numbers {
			recs[i].pin = p
		}
		return recs
	}
	for _, c := range []struct {
		name   string
		recs   []recording
		share  float64
		limits ValidationLimits
		want   int // examples of validation
		capped SplitCap
		over   SplitCap
	}{
		{"nothing", nil, 0.1, profile2026, 0, "", ""},
		{"one recording", equalRecs(1, 50), 0.1, profile2026, 0, "", ""},
		{"the share exactly", equalRecs(100, 3), 0.1, profile2026, 30, "", ""},
		{"the share, rounded down", equalRecs(99, 1), 0.1, profile2026, 9, "", ""},
		{"two recordings", equalRecs(2, 50), 0.1, profile2026, 50, "", CapAdvisedShare},
		{"pinned only", equalRecs(100, 1), PinnedOnly, profile2026, 0, "", ""},
		{"pinned only, some", pinned(equalRecs(100, 1), pinValidation, 4, 5), PinnedOnly, profile2026, 2, "", ""},
		{"pinned count", pinned(equalRecs(100, 1), pinValidation, 4, 5), 0.1, profile2026, 10, "", ""},
		{"pinned more than the share", pinned(equalRecs(10, 1), pinValidation, 4, 5), 0.1, profile2026, 2, "", ""},
		{"pinned over a cap", pinned(equalRecs(10, 1), pinValidation, 4, 5, 6), 0.1, profile2026, 3, "", CapAdvisedShare},
		{"pinned to training", pinned(equalRecs(10, 1), pinTrain, 0, 1, 2, 3, 4, 5, 6, 7), 0.5, ValidationLimits{}, 2, "", ""},
		{"one left", pinned(equalRecs(3, 5), pinTrain, 0, 1), 0.1, profile2026, 0, "", ""},
		{"advised share", equalRecs(100, 1), 0.5, profile2026, 20, CapAdvisedShare, ""},
		{"no limits", equalRecs(100, 1), 0.5, ValidationLimits{}, 50, "", ""},
		{"most examples", equalRecs(6000, 10), 0.1, profile2026, 5000, CapMaxExamples, ""},
		{"most examples, just the share", equalRecs(5000, 10), 0.1, profile2026, 5000, "", ""},
		{"largest share", equalRecs(12999, 1), 0.5, ValidationLimits{MaxExamples: 5000, ShareFrom: 1000, MaxShare: 0.3}, 2999, CapMaxShare, ""},
		{"largest share, at its start", equalRecs(3000, 1), 0.5, ValidationLimits{MaxExamples: 5000, ShareFrom: 1000, MaxShare: 0.3}, 1000, CapMaxShare, ""},
		{"none fits, and the service would refuse the smallest", equalRecs(2, 5001), 0.1, profile2026, 0, CapMaxExamples, ""},
		{"none fits, and the smallest is the largest that is taken", equalRecs(2, 1000), 0.1, profile2026, 1000, "", CapAdvisedShare},
		{"none fits, nor does the smallest", equalRecs(2, 1001), 0.1, profile2026, 0, CapMaxShare, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := planSplit(c.recs, c.share, c.limits)
			if got := p.sides[Validation].examples; got != c.want || p.capped != c.capped || p.over != c.over {
				t.Errorf("validation has %d, capped %q, over %q; want %d, %q, %q", got, p.capped, p.over, c.want, c.capped, c.over)
			}
		})
	}

	// Bytes bind where the first in hash order are large.
	recs := equalRecs(200, 1)
	order := make([]int, len(recs))
	for i := range order {
		order[i] = i
	}
	hashOrder(recs, order)
	recs[order[0]].bytes = 1e6
	p := planSplit(recs, 0.1, profile2026)
	if p.validation[order[0]] || p.sides[Validation].examples != 20 || p.capped != CapAdvisedBytes {
		t.Errorf("%+v, capped %q", p.sides, p.capped)
	}

	// Of the smallest the first in hash order is taken.
	recs = equalRecs(5, 10)
	recs[1].examples, recs[3].examples = 9, 9
	order = []int{1, 3}
	hashOrder(recs, order)
	if p := planSplit(recs, 0.01, profile2026); !p.validation[order[0]] || p.sides[Validation].examples != 9 {
		t.Errorf("%v", p.validation)
	}
}

// TestPlanSplitProperties tries what must hold of every plan.
func TestPlanSplitProperties(t *testing.T) {
	rapidChecks(t, 5000)
	rapid.Check(t, func(t *rapid.T) {
		share := rapid.SampledFrom([]float64{PinnedOnly, 0.01, 0.1, 0.2, 0.29, 0.5, 0.99}).Draw(t, "share")
		limits := rapid.SampledFrom([]ValidationLimits{
			profile2026, {}, {MaxExamples: 256}, {MaxExamples: 20, ShareFrom: 5, MaxShare: 0.3}, {AdvisedShare: 0.1},
		}).Draw(t, "limits")
		most := rapid.SampledFrom([]int{1, 10, 2000}).Draw(t, "most")
		seed := rapid.StringN(0, 3, -1).Draw(t, "seed")
		n := rapid.IntRange(0, 60).Draw(t, "recordings")
		recs := make([]recording, n)
		for i := range recs {
			examples := rapid.IntRange(1, most).Draw(t, "examples")
			recs[i] = recording{
				key:      keyOf(seed, fmt.Sprint("r", i)),
				examples: examples,
				bytes:    int64(examples) * int64(rapid.IntRange(100, 3000).Draw(t, "bytes")),
				pin:      rapid.SampledFrom([]pin{0, 0, 0, 0, 0, 0, pinTrain, pinValidation}).Draw(t, "pin"),
			}
		}
		p := planSplit(recs, share, limits)
		checkPlan(t, recs, share, limits, p)

		shuffled := rapid.Permutation(recs).Draw(t, "shuffled")
		q := planSplit(shuffled, share, limits)
		if p.sides != q.sides || p.capped != q.capped || p.over != q.over {
			t.Fatalf("the order matters: %+v, %+v", p, q)
		}
		for i := range recs {
			j := slices.IndexFunc(shuffled, func(r recording) bool { return r.key == recs[i].key })
			if p.validation[i] != q.validation[j] {
				t.Fatalf("the order matters to %d", i)
			}
		}
	})
}

// checkPlan holds p against the promises of CreateSplit, by other arithmetic than
// planSplit's.
func checkPlan(t *rapid.T, recs []recording, share float64, limits ValidationLimits, p *splitPlan) {
	var sides [2]splitSide
	free, taken, pinned := 0, 0, 0
	for i := range recs {
		side := Train
		if p.validation[i] {
			side = Validation
		}
		sides[side].add(&recs[i])
		switch recs[i].pin {
		case pinNone:
			free++
			if side == Validation {
				taken++
			}
		case pinValidation:
			pinned++
			if side != Validation {
				t.Fatal("pinned to validation, and in training")
			}
		case pinTrain:
			if side != Train {
				t.Fatal("pinned to training, and in validation")
			}
		}
	}
	if sides != p.sides {
		t.Fatalf("sums %+v, counted %+v", p.sides, sides)
	}
	val, train := sides[Validation], sides[Train]
	const epsilon = 1e-9
	v, all := float64(val.examples), float64(val.examples+train.examples)
	inShare := v <= max(share, 0)*all+epsilon
	hard := (limits.MaxExamples == 0 || val.examples <= limits.MaxExamples) &&
		(limits.MaxShare == 0 || val.examples <= limits.ShareFrom || v <= limits.MaxShare*float64(train.examples)+epsilon)
	advised := limits.AdvisedShare == 0 ||
		v <= limits.AdvisedShare*float64(train.examples)+epsilon && float64(val.bytes) <= limits.AdvisedShare*float64(train.bytes)+epsilon
	if (p.over == "") != (hard && advised) {
		t.Fatalf("over %q, but hard caps hold: %v, advised ones: %v", p.over, hard, advised)
	}
	if share < 0 && taken > 0 {
		t.Fatal("PinnedOnly took a recording")
	}
	smallest := math.MaxInt
	for i := range recs {
		if recs[i].pin == pinNone {
			smallest = min(smallest, recs[i].examples)
		}
	}
	if taken > 0 && !(inShare && hard && advised) && !(taken == 1 && pinned == 0 && hard && val.examples == smallest) {
		t.Fatalf("over the share or a cap: %+v", sides)
	}
	if share >= 0 && taken == 0 && pinned == 0 && free >= 2 {
		total := val.examples + train.examples
		if !(limits.MaxExamples > 0 && smallest > limits.MaxExamples) &&
			!(limits.MaxShare > 0 && smallest > limits.ShareFrom && float64(smallest) > limits.MaxShare*float64(total-smallest)) {
			t.Fatal("nothing in validation, although the smallest would pass")
		}
	}
	if free > 0 && pinned == 0 && train.examples == 0 {
		t.Fatal("nothing is left for training")
	}
}
