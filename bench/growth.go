package main

import (
	"runtime"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// A growth says how the cost of Check grows with the number of lines, where the
// number of videos stays the same.
type growth struct {
	now          clock
	small, large int           // lines
	perSmall     time.Duration // for a line
	perLarge     time.Duration
	ratio        float64 // of the second to the first
	allocs       float64 // for a line more
	videos       int
}

// growthFactor is how many times the small number of lines the large one is.
const growthFactor = 100

// measureGrowth checks a small and a large number of lines in turn, on one core.
func measureGrowth(small int, now clock, runs int) (growth, error) {
	g := growth{now: now, small: small, large: small * growthFactor, videos: max(small/2, 1)}
	block := generator{seed: defaultSeed, videos: g.videos}.dataset(small)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var times [2][]time.Duration
	var ratios, allocs []float64
	for range runs {
		// The small one as often as takes a tenth of the time of the large one.
		few, fewAllocs, err := g.check(block, small, growthFactor/10)
		if err != nil {
			return g, err
		}
		many, manyAllocs, err := g.check(block, g.large, 1)
		if err != nil {
			return g, err
		}
		times[0] = append(times[0], few)
		times[1] = append(times[1], many)
		ratios = append(ratios, float64(many)/float64(few))
		allocs = append(allocs, (manyAllocs-fewAllocs)/float64(g.large-small))
	}
	g.perSmall, g.perLarge, g.ratio, g.allocs = median(times[0]), median(times[1]), median(ratios), median(allocs)
	return g, nil
}

// check checks the block repeated to n lines, several times, and returns the time
// for a line and the allocations of one check.
func (g *growth) check(block *dataset, n, times int) (perLine time.Duration, mallocs float64, err error) {
	took, count, err := g.now.timed(1, func() error {
		for range times {
			r, err := videotune.Check(oneFile(repeat(block, n)), nil)
			if err != nil {
				return err
			}
			if r.Files[0].Examples != n {
				return errCount
			}
		}
		return nil
	})
	return took / time.Duration(n*times), float64(count) / float64(times), err
}
