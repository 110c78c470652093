package main

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"time"
)

// figures are the runs of all cases.
type figures struct {
	load  *load
	cases map[string]*caseFigures
}

type caseFigures struct {
	benchCase
	times  []time.Duration // of each run; those of one index were measured one after the other
	allocs []float64       // of each run, a line
}

// measure runs all cases in turn, as often as runs says: A B C … A B C …
// With onlyOne the cases on several cores are left out.
func measure(l *load, now clock, onlyOne bool, runs int, progress func(string)) (*figures, error) {
	f := &figures{l, make(map[string]*caseFigures)}
	all := cases()
	warm, err := newLoad(&dataset{data: firstLines(l.data, min(500, l.lines)), lines: min(500, l.lines)})
	if err != nil {
		return nil, err
	}
	warm.unlike = warm
	for _, c := range all {
		f.cases[c.name] = &caseFigures{benchCase: c}
		if err := c.run(c.of(warm)); err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
	}
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	for run := range runs {
		for _, c := range all {
			progress(fmt.Sprintf("run %d of %d: %s", run+1, runs, c.name))
			if c.cores > 1 && (onlyOne || c.cores > runtime.NumCPU()) {
				continue
			}
			took, mallocs, err := now.timed(max(c.cores, 1), func() error { return c.run(c.of(l)) })
			if err == nil && c.verify != nil {
				err = c.verify(c.of(l))
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			lines, _ := c.work(l)
			fig := f.cases[c.name]
			fig.times = append(fig.times, took)
			fig.allocs = append(fig.allocs, float64(mallocs)/float64(lines))
		}
	}
	return f, nil
}

// A clock tells the time since some moment.
type clock func() (time.Duration, error)

var start = time.Now()

func wallTime() (time.Duration, error) { return time.Since(start), nil }

// timed runs something on as many cores, without the garbage of what was before,
// and says how long it took and how often it allocated.
func (c clock) timed(cores int, run func() error) (took time.Duration, mallocs uint64, err error) {
	runtime.GOMAXPROCS(cores)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	from, err := c()
	if err != nil {
		return 0, 0, err
	}
	if err := run(); err != nil {
		return 0, 0, err
	}
	to, err := c()
	runtime.ReadMemStats(&after)
	return to - from, after.Mallocs - before.Mallocs, err
}

// firstLines returns the first n lines of data.
func firstLines(data []byte, n int) []byte {
	for i, c := range data {
		if c == '\n' {
			if n--; n == 0 {
				return data[:i+1]
			}
		}
	}
	return data
}

// speed returns the median speed of a case, in MB/s.
func (f *figures) speed(name string) float64 {
	c := f.cases[name]
	if len(c.times) == 0 {
		return 0
	}
	_, bytes := c.work(f.load)
	return float64(bytes) / 1e6 / median(c.times).Seconds()
}

func (f *figures) allocs(name string) float64 { return median(f.cases[name].allocs) }

// ratio returns how many times as fast a case is as another: the median of the
// ratios of runs that were made one after the other. It is 0 if one was not
// measured.
func (f *figures) ratio(name, other string) float64 {
	mine, theirs := f.cases[name].times, f.cases[other].times
	var all []float64
	for i := range min(len(mine), len(theirs)) {
		all = append(all, theirs[i].Seconds()/mine[i].Seconds())
	}
	return median(all)
}

// fastest returns the case with the lowest median time.
func (f *figures) fastest(names ...string) string {
	return slices.MinFunc(names, func(a, b string) int {
		return cmp.Compare(median(f.cases[a].times), median(f.cases[b].times))
	})
}

// median returns the middle one of all values, or the mean of the two in the
// middle; 0 of none.
func median[T time.Duration | float64](all []T) T {
	if len(all) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(all))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}
