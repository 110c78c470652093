package page

import (
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune/internal/words"
	"github.com/seed-57910ec4/videotune/survey"
)

// The sizes of a chart, in its own units.
const (
	chartWidth  = 720
	chartHeight = 196
	plotLeft    = 52
	plotTop     = 26
	plotBottom  = 160
	plotRight   = 700
	breakWidth  = 90 // of what stands behind the break of the axis
	chartBars   = 48
	phoneLetter = 11 // the width of a letter on small screens, some
)

// A unit is what numbers are shown in.
type unit struct {
	name  func(int64) string
	axis  func(n, top int64) string // of a tick on an axis that ends at top; nil for name
	steps []int64                   // of ticks; nil for 1, 2, 5, 10, …
}

var (
	timeUnit  = &unit{name: func(n int64) string { return length(time.Duration(n)) }, steps: timeSteps()}
	tokenUnit = &unit{name: words.Group}
	bytesUnit = &unit{name: func(n int64) string { return size(n, n) }, axis: size}
)

// tick returns what stands at a tick.
func (u *unit) tick(n, top int64) string {
	switch {
	case n == 0:
		return "0"
	case u.axis != nil:
		return u.axis(n, top)
	}
	return u.name(n)
}

func timeSteps() []int64 {
	var steps []int64
	for _, s := range []int64{1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 18000, 36000, 86400} {
		steps = append(steps, s*int64(time.Second))
	}
	return steps
}

// size returns a number of bytes in the unit of thousands, MB of 1,000,000 bytes at most,
// that suits another number of bytes, with one decimal cut off: "104.8 MB".
func size(n, unitOf int64) string {
	of, name := int64(1), " bytes"
	switch {
	case unitOf >= 1_000_000:
		of, name = 1_000_000, " MB"
	case unitOf >= 1000:
		of, name = 1000, " kB"
	}
	s := words.Group(n / of)
	if tenth := n % of * 10 / of; tenth > 0 {
		s += "." + strconv.FormatInt(tenth, 10)
	}
	return s + name
}

// A chartView is a histogram as shapes.
type chartView struct {
	Label string // for those who do not see it
	Bars  []barView
	Ticks []tickView
	Top   string // the largest number of one bar
	Limit *tickView
	Break string // x of the break of the axis; "" for none
	Axis  string // x of its end
}

type barView struct {
	X, Y, W, H, Title string
	Over              bool
}

// A tickView is a place on the axis. Ticks of the class odd are left out where there is
// little room.
type tickView struct{ X, Label, Anchor, Class string }

// A scale is how a chart divides its numbers.
type scale struct {
	h      *survey.Histogram
	bins   int  // of the histogram, in one bar
	bars   int  // that are drawn in their places
	broken bool // the limit lies far beyond, behind a break of the axis
	beyond bool // numbers that lie far beyond are one bar behind a break
}

// scaleOf chooses a scale on which the limit is seen, too.
func scaleOf(h *survey.Histogram) scale {
	s := scale{h: h}
	top := h.Max
	switch {
	case h.Limit <= 0:
	case h.Max <= h.Limit/4:
		s.broken = true
	case h.Max/2 > h.Limit:
		top, s.beyond = 2*h.Limit, true // less than h.Max, so that it is no overflow
	default:
		top = max(h.Max, h.Limit)
	}
	binsUp := int(max(top-1, 0)/h.Width) + 1
	s.bins = (binsUp + chartBars - 1) / chartBars
	if h.Limit > 0 && !s.broken { // a bar shall not lie on both sides of the limit
		for k := s.bins; k <= 2*s.bins; k++ {
			if h.Width <= math.MaxInt64/int64(k) && h.Limit%(h.Width*int64(k)) == 0 {
				s.bins = k
				break
			}
		}
	}
	s.bars = (binsUp + s.bins - 1) / s.bins
	return s
}

// step is how much one bar stands for.
func (s *scale) step() int64 {
	if s.h.Width > math.MaxInt64/int64(s.bins) {
		return math.MaxInt64
	}
	return s.h.Width * int64(s.bins)
}

// top is the end of the last bar.
func (s *scale) top() int64 { return s.edge(s.bars) }

// edge is where a bar begins; the largest int64 where that is more.
func (s *scale) edge(bar int) int64 {
	if int64(bar) > math.MaxInt64/s.step() {
		return math.MaxInt64
	}
	return int64(bar) * s.step()
}

// right is where the places of the bars end.
func (s *scale) right() float64 {
	if s.broken || s.beyond {
		return plotRight - breakWidth
	}
	return plotRight
}

// x returns the place of a number.
func (s *scale) x(v int64) float64 {
	return plotLeft + (s.right()-plotLeft)*(float64(v)/float64(s.step()))/float64(s.bars)
}

// heights returns the number of what each bar stands for, and of what lies beyond.
func (s *scale) heights() (list []int, beyond, most int) {
	list = make([]int, s.bars)
	for i, n := range s.h.Counts {
		if bar := i / s.bins; bar < s.bars {
			list[bar] += n
			most = max(most, list[bar])
		} else {
			beyond += n
		}
	}
	return list, beyond, max(most, beyond)
}

// chartOf draws a histogram of what.
func chartOf(h *survey.Histogram, u *unit, what string) *chartView {
	s := scaleOf(h)
	heights, beyond, most := s.heights()
	c := &chartView{Top: words.Group(int64(most)), Axis: px(s.right())}
	bar := func(x0, x1 float64, n int, title string, over bool) {
		if n == 0 {
			return
		}
		height := max(1.5, float64(n)/float64(most)*(plotBottom-plotTop))
		c.Bars = append(c.Bars, barView{px(x0 + .5), px(plotBottom - height), px(max(1, x1-x0-1)), px(height), title + ": " + words.Group(int64(n)), over})
	}
	for i, n := range heights {
		from, to := s.edge(i), s.edge(i+1)
		bar(s.x(from), s.x(to), n, u.name(from)+" to "+u.name(to), h.Limit > 0 && from >= h.Limit)
	}
	if s.beyond {
		c.Break = px(s.right())
		bar(plotRight-40, plotRight-10, beyond, "over "+u.name(s.top()), true)
	}
	c.ticks(&s, u)
	c.limit(&s, u)
	c.Label = "Histogram of " + words.Group(int64(h.N)) + " " + what + ": " + u.name(h.Min) + " to " + u.name(h.Max)
	if h.Limit > 0 {
		c.Label += ", limit " + u.name(h.Limit)
	}
	return c
}

// limit draws the limit.
func (c *chartView) limit(s *scale, u *unit) {
	if s.h.Limit <= 0 {
		return
	}
	x := plotRight - breakWidth/3.0
	if s.broken {
		c.Break = px(s.right())
	} else {
		x = s.x(s.h.Limit)
	}
	c.Limit = &tickView{X: px(x), Label: "limit " + u.name(s.h.Limit), Anchor: "middle"}
	if x > plotRight-70 {
		c.Limit.Anchor = "end"
	}
}

// ticks draws some four to eight ticks.
func (c *chartView) ticks(s *scale, u *unit) {
	top := s.top()
	step := tickStep(top/5, u.steps)
	for v := int64(0); v <= top; v += step {
		t := tickView{X: px(s.x(v)), Label: u.tick(v, top), Anchor: "middle", Class: "axis"}
		if s.right()-s.x(v) < 30 { // not below the break, or over the edge
			t.Anchor = "end"
		}
		c.Ticks = append(c.Ticks, t)
		if v > top-step { // the next may be more than an int64 holds
			break
		}
	}
	letters := 0
	for _, t := range c.Ticks {
		letters += utf8.RuneCountInString(t.Label) + 1
	}
	for i := range c.Ticks {
		if i%2 == 1 && float64(letters*phoneLetter) > s.right()-plotLeft {
			c.Ticks[i].Class += " odd"
		}
	}
}

// tickStep returns a round number that is not less than v.
func tickStep(v int64, steps []int64) int64 {
	for _, s := range steps {
		if s >= v {
			return s
		}
	}
	step := int64(1)
	if len(steps) > 0 {
		step = steps[len(steps)-1]
	}
	for {
		for _, k := range []int64{1, 2, 5} {
			if step*k >= v {
				return step * k
			}
		}
		if step > 1<<59 {
			return math.MaxInt64
		}
		step *= 10
	}
}

// px returns a place or a size with one decimal.
func px(v float64) string {
	return strconv.FormatFloat(float64(int64(v*10+.5))/10, 'f', -1, 64)
}
