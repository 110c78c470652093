package chunk

import (
	"fmt"
	"strings"
	"time"
)

// A Set is the plans of many videos, and what they come to together.
type Set struct {
	Plans []*Plan // in the order of the sources
	Way   Way     // what they do with large files; never WayCheapest

	// Cheapest is the way out that costs the least for all large files together, and
	// Because tells why. What each would come to stands in Ways.
	Cheapest Way
	Because  Because

	Large int // videos whose bytes are over the limit and which could be read
	Long  int // those of which only the length is over: segments of them cost nothing
	Ways  [3]Outcome
}

// Because says why a way out is the cheapest.
type Because string

// The values of Because, in the order in which they are considered.
const (
	BecauseNone     Because = "none-large"     // no file is too large: no way costs anything
	BecauseFew      Because = "few-large"      // WayDrop: leaving them out costs no work, and at most a tenth of the examples
	BecauseMany     Because = "many-large"     // WayChunk: too many to leave out, and all of them can be cut
	BecauseTooDense Because = "some-too-dense" // WayReencode: too many to leave out, and cutting would lose more of them
)

// An Outcome is what a way out of large files comes to for a whole set.
type Outcome struct {
	Way          Way
	Videos       int           // of the set
	Lost         int           // of these, dropped: for their size or for another reason
	Examples     int64         // that use the videos: the sum of Source.Weight
	LostExamples int64         // of these, those that use the videos which are dropped
	Pieces       int           // of the videos that are not dropped
	Files        int           // to be made
	Length       time.Duration // of these files together: what has to be cut or encoded
	Bytes        int64         // of these files together, by estimate
}

// Share returns the part of the examples that is lost, from 0 to 1.
func (o Outcome) Share() float64 {
	if o.Examples == 0 {
		return 0
	}
	return float64(o.LostExamples) / float64(o.Examples)
}

// Fails reports whether more than a tenth of the examples is lost: if they stayed in
// a dataset the service would drop them and refuse the job. A tenth itself passes.
// Source: the video tuning page.
//
// It is exact for a dataset of one file whose examples use one video each. An example
// of several videos counts with each of them, one without any not at all, and the
// service counts each file by itself.
func (o Outcome) Fails() bool { return o.LostExamples > o.Examples/10 }

// add counts what a plan comes to.
func (o *Outcome) add(p *Plan) {
	examples := int64(max(1, p.Source.Weight))
	o.Videos++
	o.Examples += examples
	if p.Action == ActionDrop {
		o.Lost++
		o.LostExamples += examples
	}
	o.Pieces += len(p.Pieces)
	for _, f := range p.Files() {
		o.Files++
		o.Length = addCapped(o.Length, f.Span.Length())
		o.Bytes = addCapped(o.Bytes, f.Bytes)
	}
}

// All plans what to do with a set of videos, and says which way out is the cheapest
// for the large ones among them:
//
//   - few of them are left out: so few that all the set loses, with what is
//     unreadable or otherwise of no use, is at most a tenth of its examples;
//   - many are cut into chunks;
//   - they are encoded anew where fewer examples are lost by it than by cutting.
//
// The plans follow Options.Large; with [WayCheapest] they take that way.
//
// It returns an error for options that cannot be used, and for sources that lack a
// URI or have the same one: those that are there twice would be made twice and
// counted twice.
func All(sources []Source, opts *Options) (*Set, error) {
	pl, err := newPlanner(opts)
	if err != nil {
		return nil, err
	}
	if err := checkAll(sources); err != nil {
		return nil, err
	}
	s := &Set{Way: pl.opts.Large}
	plans := make([][3]*Plan, len(sources))
	for i := range sources {
		plans[i] = pl.ways(sources[i])
	}
	s.compare(plans)
	if s.Way == WayCheapest {
		s.Way = s.Cheapest
	}
	for i := range plans {
		s.Plans = append(s.Plans, plans[i][s.Way])
	}
	return s, s.checkNames()
}

func checkAll(sources []Source) error {
	seen := make(map[string]int, len(sources))
	for i := range sources {
		if err := sources[i].check(); err != nil {
			return fmt.Errorf("chunk: source %d: %w", i+1, err)
		}
		if first, twice := seen[sources[i].URI]; twice {
			return fmt.Errorf("chunk: sources %d and %d are the same video, %.200q: name it once, with all that is wanted of it", first, i+1, sources[i].URI)
		}
		seen[sources[i].URI] = i + 1
	}
	return nil
}

// ways plans one source in each of the ways. Where they are the same they are one
// plan.
func (pl *planner) ways(src Source) (plans [3]*Plan) {
	one := *pl
	for _, way := range []Way{WayChunk, WayReencode, WayDrop} {
		one.opts.Large = way
		plans[way] = one.plan(src)
		if !plans[way].large() {
			return [3]*Plan{plans[way], plans[way], plans[way]}
		}
	}
	return plans
}

// large reports whether the video could be used but for its bytes.
func (p *Plan) large() bool {
	switch p.Reason {
	case ReasonTooLarge:
		return true
	case ReasonTooDense, ReasonTooManyPieces:
		return p.Bounds.MaxBytes > 0 && p.Source.Media.Bytes > p.Bounds.MaxBytes
	}
	return false
}

// compare fills in what the ways come to, and which is the cheapest.
func (s *Set) compare(plans [][3]*Plan) {
	for way := range s.Ways {
		s.Ways[way].Way = Way(way)
		for i := range plans {
			s.Ways[way].add(plans[i][way])
		}
	}
	for i := range plans {
		switch p := plans[i][WayChunk]; {
		case p.large():
			s.Large++
		case p.Reason == ReasonTooLong:
			s.Long++
		}
	}
	switch {
	case s.Large == 0:
		s.Cheapest, s.Because = WayChunk, BecauseNone
	case !s.Ways[WayDrop].Fails():
		s.Cheapest, s.Because = WayDrop, BecauseFew
	case s.Ways[WayReencode].LostExamples < s.Ways[WayChunk].LostExamples:
		s.Cheapest, s.Because = WayReencode, BecauseTooDense
	default:
		s.Cheapest, s.Because = WayChunk, BecauseMany
	}
}

// checkNames returns an error if two sources have files of one name, which the hash
// in it makes all but impossible.
func (s *Set) checkNames() error {
	names := make(map[string]string)
	for _, p := range s.Plans {
		for _, f := range p.Files() {
			name := strings.ToLower(f.Name)
			if uri, taken := names[name]; taken && uri != p.Source.URI {
				return fmt.Errorf("chunk: the files of %.200q and %.200q have one name, %s: rename one of the videos", uri, p.Source.URI, f.Name)
			}
			names[name] = p.Source.URI
		}
	}
	return nil
}
