package cut

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// A clock counts in ticks of num/den seconds, both above 0.
type clock struct{ num, den int64 }

var second = big.NewInt(int64(time.Second))

// floor returns the last tick that is not after d, counted from 0.
func (c clock) floor(d time.Duration) int64 {
	n := new(big.Int).Mul(big.NewInt(int64(d)), big.NewInt(c.den))
	return clamp(n.Div(n, c.perTick())) // Euclidean: down, as the divisor is above 0
}

// ceil returns the first tick that is not before d.
func (c clock) ceil(d time.Duration) int64 {
	n := new(big.Int).Mul(big.NewInt(int64(d)), big.NewInt(c.den))
	n.Add(n, c.perTick())
	n.Sub(n, big.NewInt(1))
	return clamp(n.Div(n, c.perTick()))
}

// time returns the time of a tick, to the nearest nanosecond.
func (c clock) time(ticks int64) time.Duration {
	n := new(big.Int).Mul(big.NewInt(ticks), c.perTick())
	n.Mul(n, big.NewInt(2)).Add(n, big.NewInt(c.den))
	return time.Duration(clamp(n.Div(n, new(big.Int).Mul(big.NewInt(2), big.NewInt(c.den)))))
}

// perTick is what a tick has in nanoseconds, times den.
func (c clock) perTick() *big.Int { return new(big.Int).Mul(big.NewInt(c.num), second) }

func (c clock) String() string { return fmt.Sprintf("%d/%d", c.num, c.den) }

// clamp leaves so much room that sums of a few of them do not overflow.
func clamp(n *big.Int) int64 {
	const most = math.MaxInt64 / 8
	if !n.IsInt64() {
		return int64(n.Sign()) * most
	}
	return min(max(n.Int64(), -most), most)
}

// parseFraction reads "1/12800".
func parseFraction(s string) (clock, bool) {
	num, den, ok := strings.Cut(s, "/")
	n, err1 := strconv.ParseInt(num, 10, 32)
	d, err2 := strconv.ParseInt(den, 10, 32)
	return clock{n, d}, ok && cmp.Or(err1, err2) == nil && n > 0 && d > 0
}

// seconds returns d as ffmpeg reads it, with as many digits as needed. ffmpeg takes no
// note of what is below a microsecond.
func seconds(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	s := fmt.Sprintf("%s%d.%09d", sign, d/time.Second, d%time.Second)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}
