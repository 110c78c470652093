// Package rate makes frame rates.
package rate

import "github.com/seed-57910ec4/videotune"

// Of returns num/den frames a second in lowest terms; the zero Rational, which is
// unknown, unless both are above 0.
func Of(num, den int64) videotune.Rational {
	if num <= 0 || den <= 0 {
		return videotune.Rational{}
	}
	g := num
	for rest := den; rest != 0; {
		g, rest = rest, g%rest
	}
	return videotune.Rational{Num: num / g, Den: den / g}
}
