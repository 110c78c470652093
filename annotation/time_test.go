package annotation

import (
	"errors"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
)

func TestParse(t *testing.T) {
	const us = time.Microsecond
	tests := []struct {
		unit    Unit
		text    string
		want    time.Duration
		rounded bool
	}{
		{UnitSeconds, "0", 0, false},
		{UnitSeconds, "-0", 0, false},
		{UnitSeconds, " 12.5 ", 12500 * time.Millisecond, false},
		{UnitSeconds, "+3", 3 * time.Second, false},
		{UnitSeconds, "-3e2", -300 * time.Second, false},
		{UnitSeconds, "1E-6", us, false},
		{UnitSeconds, ".5", 500 * time.Millisecond, false},
		{UnitSeconds, "5.", 5 * time.Second, false},
		{UnitSeconds, "0.1", 100 * time.Millisecond, false},
		{UnitSeconds, "0.3", 300 * time.Millisecond, false},
		{UnitSeconds, "0.0000004", 0, true},
		{UnitSeconds, "0.0000005", us, true}, // halves away from zero
		{UnitSeconds, "-0.0000005", -us, true},
		{UnitSeconds, "0.0000015", 2 * us, true},
		{UnitSeconds, "-0.00000049", 0, true},
		{UnitSeconds, "0.000000" + strings.Repeat("0", 50) + "1", 0, true},
		{UnitSeconds, "1e-99", 0, true},
		{UnitSeconds, "9223372036.854775", math.MaxInt64 / 1000 * us, false},
		{UnitSeconds, "-9223372036.854775", -math.MaxInt64 / 1000 * us, false},
		{UnitMilliseconds, "1500", 1500 * time.Millisecond, false},
		{UnitMilliseconds, "0.0005", us, true},
		{UnitMicroseconds, "1500", 1500 * us, false},
		{UnitMicroseconds, "1.5", 2 * us, true},
		{UnitClock, "01:02:03.5", time.Hour + 2*time.Minute + 3500*time.Millisecond, false},
		{UnitClock, "1:02,25", time.Minute + 2250*time.Millisecond, false},
		{UnitClock, "75", 75 * time.Second, false},
		{UnitClock, "90:00", 90 * time.Minute, false},
		{UnitClock, "-0:01", -time.Second, false},
		{UnitClock, "100:00:00", 100 * time.Hour, false},
		{UnitClock, "0:00:00.0000005", us, true},
		{UnitClock, "3.", 3 * time.Second, false},
	}
	for _, tt := range tests {
		got, err := tt.unit.Parse(tt.text)
		if err != nil || got.Duration != tt.want || got.Rounded != tt.rounded {
			t.Errorf("%s %q: %v, %v, %v; want %v, %v", tt.unit, tt.text, got.Duration, got.Rounded, err, tt.want, tt.rounded)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	notTimes := map[Unit][]string{
		UnitSeconds: {"", " ", ".", "-", "+-1", "1e", "1e+", "1e+-2", "1e100", "e5", "0x10", "1_000", "1,5", "1.2.3", "12s", "NaN", "Inf", "-Infinity", "1 2", "½", "٣",
			"1/2", strings.Repeat("1", 65)},
		UnitClock: {"", ":", "1:", ":1", "1:2", "1:60", "1:02:60", "1:60:00", "1:2:03", "1:02:03:04", "1.5:02", "1:02.5.5", "1,5,5", "+1:02", "1:-02", "--1:02", "1: 02",
			"1e3", "1.5e3", "1:02.5e1", "a:bc", "1:0b", strings.Repeat("1", 65)},
		UnitFrames: {"1"},
		UnitNone:   {"1"},
		"hours":    {"1"},
	}
	for u, texts := range notTimes {
		for _, s := range texts {
			got, err := u.Parse(s)
			var e *TimeError
			if !errors.Is(err, ErrNotTime) || !errors.As(err, &e) || e.Text != s || len(err.Error()) > 150 {
				t.Errorf("%s %q: %v, %v", u, s, got, err)
			}
		}
	}
	for u, texts := range map[Unit][]string{
		UnitSeconds:      {"9223372036.854776", "-9223372036.854776", "1e99", strings.Repeat("9", 64)},
		UnitMilliseconds: {"9223372036855"},
		UnitMicroseconds: {"9223372036854776", "9223372036854775.5"},
		UnitClock:        {"2562048:00:00", "-2562048:00:00"},
	} {
		for _, s := range texts {
			if got, err := u.Parse(s); !errors.Is(err, ErrRange) {
				t.Errorf("%s %q: %v, %v", u, s, got, err)
			}
		}
	}
}

func TestFloat(t *testing.T) {
	for f, want := range map[float64]time.Duration{
		0.1: 100 * time.Millisecond, 0.3: 300 * time.Millisecond, 1e-6: time.Microsecond,
		16777217: 16777217 * time.Second, -2.5: -2500 * time.Millisecond, 123456.789012: 123456789012 * time.Microsecond,
	} {
		got, err := Float(f)
		if err != nil || got.Duration != want || got.Rounded {
			t.Errorf("%v: %v, %v; want %v", f, got, err, want)
		}
	}
	tenth := 0.1
	if got, err := Float(tenth + 0.2); err != nil || got.Duration != 300*time.Millisecond || !got.Rounded {
		t.Errorf("%v: %v, %v, %v", tenth+0.2, got.Duration, got.Rounded, err)
	}
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got, err := Float(f); !errors.Is(err, ErrNotTime) {
			t.Errorf("%v: %v, %v", f, got, err)
		}
	}
	for _, f := range []float64{1e10, math.MaxFloat64, -1e10} {
		if got, err := Float(f); err == nil {
			t.Errorf("%v: %v", f, got)
		}
	}
	if got, err := UnitMilliseconds.Float(1.5); err != nil || got.Duration != 1500*time.Microsecond {
		t.Error(got, err)
	}
}

// nearestMicros rounds exact nanoseconds to microseconds as this package says it does,
// another way: half a microsecond further from zero, and then towards zero.
func nearestMicros(nanos *big.Rat) *big.Int {
	x := new(big.Rat).Quo(nanos, big.NewRat(1000, 1))
	half := big.NewRat(1, 2)
	if x.Sign() < 0 {
		half.Neg(half)
	}
	x.Add(x, half)
	return new(big.Int).Quo(x.Num(), x.Denom())
}

func TestFrameTime(t *testing.T) {
	rates := []videotune.Rational{{Num: 30000, Den: 1001}, {Num: 24000, Den: 1001}, {Num: 25, Den: 1}, {Num: 1000, Den: 3}, {Num: 2997, Den: 100}, {Num: 1, Den: math.MaxInt64}, {Num: math.MaxInt64, Den: 7}}
	for _, rate := range rates {
		for _, n := range []int64{0, 1, 2, 3, 29, 30, 1001, 107892, 1 << 31, math.MaxInt64, -1, -15, math.MinInt64} {
			nanos := new(big.Rat).SetFrac(big.NewInt(rate.Den), big.NewInt(rate.Num))
			nanos.Mul(nanos, new(big.Rat).SetInt64(n)).Mul(nanos, big.NewRat(1e9, 1))
			want := nearestMicros(nanos)
			got, err := FrameTime(n, rate)
			if inRange := want.IsInt64() && want.Int64() <= math.MaxInt64/1000 && want.Int64() >= math.MinInt64/1000; !inRange {
				if !errors.Is(err, ErrRange) {
					t.Errorf("frame %d at %v: %v, %v", n, rate, got, err)
				}
				continue
			}
			exact := new(big.Rat).SetInt(new(big.Int).Mul(want, big.NewInt(1000)))
			if err != nil || got.Microseconds() != want.Int64() || got.Duration%time.Microsecond != 0 || got.Rounded != (exact.Cmp(nanos) != 0) {
				t.Errorf("frame %d at %v: %v, %v, %v; want %v µs", n, rate, got.Duration, got.Rounded, err, want)
			}
		}
	}
	for n, want := range map[int64]time.Duration{1: 33367 * time.Microsecond, 30: 1001 * time.Millisecond, 107892: 3599996400 * time.Microsecond} {
		if got, err := FrameTime(n, rates[0]); got.Duration != want || err != nil {
			t.Errorf("frame %d at 30000/1001: %v, %v; want %v", n, got, err, want)
		}
	}
	for _, rate := range []videotune.Rational{{}, {Num: 25}, {Den: 1}, {Num: -25, Den: 1}, {Num: 25, Den: -1}} {
		if _, err := FrameTime(1, rate); !errors.Is(err, ErrNotTime) {
			t.Errorf("%v: %v", rate, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"0", "-12.5", "1e-7", "9223372036.854775", "1:02:03.5", "-1:02,0000005", "1.5e3", ".", "+.5E+01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for u, n := range map[Unit]int64{UnitSeconds: 1e9, UnitMilliseconds: 1e6, UnitMicroseconds: 1e3} {
			got, err := u.Parse(s)
			if err != nil && !errors.Is(err, ErrNotTime) && !errors.Is(err, ErrRange) {
				t.Fatalf("%q: %v", s, err)
			}
			if err == nil {
				exact, ok := new(big.Rat).SetString(strings.TrimSpace(s))
				if !ok {
					t.Fatalf("%q: %v, and math/big does not read it", s, got)
				}
				agree(t, s, got, exact.Mul(exact, big.NewRat(n, 1)))
			}
		}
		if got, err := Clock(s); err == nil {
			sum := new(big.Rat)
			text, neg := strings.CutPrefix(strings.TrimSpace(s), "-")
			for part := range strings.SplitSeq(strings.ReplaceAll(text, ",", "."), ":") {
				r, ok := new(big.Rat).SetString(part)
				if !ok || strings.ContainsAny(part, "eE+-") {
					t.Fatalf("%q: %v, and %q is no number", s, got, part)
				}
				sum.Mul(sum, big.NewRat(60, 1)).Add(sum, r)
			}
			if neg {
				sum.Neg(sum)
			}
			agree(t, s, got, sum.Mul(sum, big.NewRat(1e9, 1)))
		} else if !errors.Is(err, ErrNotTime) && !errors.Is(err, ErrRange) {
			t.Fatalf("%q: %v", s, err)
		}
	})
}

// agree fails if a time is not exact nanoseconds, rounded.
func agree(t *testing.T, s string, got Time, exact *big.Rat) {
	t.Helper()
	want := nearestMicros(exact)
	whole := new(big.Rat).SetInt(new(big.Int).Mul(want, big.NewInt(1000)))
	if !want.IsInt64() || got.Microseconds() != want.Int64() || got.Duration%time.Microsecond != 0 || got.Rounded != (whole.Cmp(exact) != 0) {
		t.Fatalf("%q: %v, rounded %v; want %v µs", s, got.Duration, got.Rounded, want)
	}
}
