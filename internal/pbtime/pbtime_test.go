package pbtime

import (
	"math"
	"math/big"
	"regexp"
	"strings"
	"testing"
	"time"
)

const (
	ns  = time.Nanosecond
	ms  = time.Millisecond
	sec = time.Second
	max = time.Duration(math.MaxInt64)
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in   string
		d    time.Duration
		form Form
	}{
		{"0s", 0, Strict},
		{"5s", 5 * sec, Strict},
		{"10s", 10 * sec, Strict},
		{"5.5s", 5500 * ms, Strict},
		{"5.500000000s", 5500 * ms, Strict},
		{"0.000000001s", ns, Strict},
		{"0.999999999s", sec - ns, Strict},
		{"1234567890.987654321s", 1234567890*sec + 987654321, Strict},
		{"-5s", -5 * sec, Strict},
		{"-0.5s", -500 * ms, Strict},
		{"-0s", 0, Strict},
		{"9223372036.854775807s", max, Strict},
		{"-9223372036.854775807s", -max, Strict},
		{"9223372036s", 9223372036 * sec, Strict},

		{".5s", 500 * ms, Loose},
		{"5.s", 5 * sec, Loose},
		{"+5s", 5 * sec, Loose},
		{"+.5s", 500 * ms, Loose},
		{"05s", 5 * sec, Loose},
		{"00s", 0, Loose},
		{"00.5s", 500 * ms, Loose},
		{"-05s", -5 * sec, Loose},
		{"-.5s", -500 * ms, Loose},
		{"0000000000000000000000005s", 5 * sec, Loose},

		{"", 0, Empty},

		{"5", 0, NoUnit},
		{"5.5", 0, NoUnit},
		{"-5", 0, NoUnit},
		{"+5", 0, NoUnit},
		{"5.", 0, NoUnit},
		{".5", 0, NoUnit},

		{"00:05", 0, Clock},
		{"1:02:03.5", 0, Clock},
		{"0:5", 0, Clock},
		{"-0:05", 0, Clock},
		{"00:05 ", 0, Clock},

		{"500ms", 0, Unit},
		{"1m30s", 0, Unit},
		{"5S", 0, Unit},
		{"5 sec", 0, Unit},
		{"5sec", 0, Unit},
		{"5m", 0, Unit},
		{"5ss", 0, Unit},
		{"5s5s", 0, Unit},
		{"1.5h", 0, Unit},
		{"5 seconds", 0, Unit},
		{"s5", 0, Unit},

		{" 5s", 0, Space},
		{"5s ", 0, Space},
		{"5 s", 0, Space},
		{"\t5s", 0, Space},
		{"5s\t", 0, Space},
		{" 5", 0, Space},
		{"5.5 s", 0, Space},
		{" -5s", 0, Space},

		{"1e1s", 0, Exponent},
		{"1E1s", 0, Exponent},
		{"1e-1s", 0, Exponent},
		{"1.5e+1", 0, Exponent},

		{"5.0000000001s", 0, Digits},
		{"5.0000000000s", 0, Digits},
		{"-0.1234567890s", 0, Digits},

		{"9223372036.854775808s", 0, Overflow},
		{"-9223372036.854775808s", 0, Overflow},
		{"9223372037s", 0, Overflow},
		{"315576000000s", 0, Overflow},
		{"9223372036854775807s", 0, Overflow},
		{"99999999999999999999999999s", 0, Overflow},

		{"s", 0, Other},
		{".s", 0, Other},
		{"-s", 0, Other},
		{"+", 0, Other},
		{".", 0, Other},
		{"-", 0, Other},
		{" ", 0, Other},
		{":", 0, Other},
		{"none", 0, Other},
		{"NaN", 0, Other},
		{"start", 0, Other},
		{"5,5s", 0, Other},
		{"5\u00a0s", 0, Other},
		{"５s", 0, Other},
		{"5s\x00", 0, Other},
		{"{5}", 0, Other},
		{"00:05s", 0, Other},
		{"5:00pm", 0, Other},
	} {
		if d, form := Parse(c.in); d != c.d || form != c.form {
			t.Errorf("Parse(%q) = %d, %d, want %d, %d", c.in, d, form, c.d, c.form)
		}
	}
}

func TestParseDoubleSign(t *testing.T) {
	for _, s := range []string{"--5s", "++5s", "-+5s", "5-s", "5+5s", "1.2.3s", "1..2s", "-5-s", "1.2.3", "5-5"} {
		if d, form := Parse(s); d != 0 || form != Other {
			t.Errorf("Parse(%q) = %d, %d", s, d, form)
		}
	}
}

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		d    time.Duration
		want string
	}{
		{0, "0s"},
		{5 * sec, "5s"},
		{300 * ms, "0.3s"},
		{-500 * ms, "-0.5s"},
		{ns, "0.000000001s"},
		{-ns, "-0.000000001s"},
		{25500 * ms, "25.5s"},
		{1001 * ms, "1.001s"},
		{time.Hour, "3600s"},
		{max, "9223372036.854775807s"},
		{-max, "-9223372036.854775807s"},
		{math.MinInt64, "-9223372036.854775808s"},
	} {
		if got := Format(c.d); got != c.want {
			t.Errorf("Format(%d) = %s, want %s", c.d, got, c.want)
		}
		if got := string(Append([]byte("x"), c.d)); got != "x"+c.want {
			t.Errorf("Append(%d) = %s", c.d, got)
		}
	}
}

func TestAllocs(t *testing.T) {
	buf, clocks := make([]byte, 0, 32), 0
	if n := testing.AllocsPerRun(100, func() {
		d, _ := Parse("1234.5678s")
		buf = Append(buf[:0], d)
		if _, form := Parse("00:05"); form == Clock {
			clocks++
		}
	}); n != 0 || clocks == 0 {
		t.Errorf("%v allocations", n)
	}
}

var (
	strict = regexp.MustCompile(`^-?(0|[1-9]\d*)(\.\d{1,9})?s$`)
	loose  = regexp.MustCompile(`^[-+]?(\d+\.?\d{0,9}|\.\d{1,9})s$`)
)

// exact reads what loose matches with arithmetic of unbounded size.
func exact(s string) *big.Rat {
	s = strings.TrimSuffix(s, "s")
	if strings.HasSuffix(s, ".") {
		s += "0"
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r.Mul(r, big.NewRat(int64(sec), 1))
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"5s", "-0.5s", ".5s", "5.s", "+05s", "9223372036.854775808s", "1e1s", "00:05", "5 s", "5.0000000001s", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, form := Parse(s)
		if form.OK() && !loose.MatchString(s) || !form.OK() && d != 0 {
			t.Fatalf("%q: %d, %d", s, d, form)
		}
		if (form == Empty) != (s == "") {
			t.Fatalf("%q: %d", s, form)
		}
		if !loose.MatchString(s) {
			return
		}
		want := exact(s)
		fits := want.Num().IsInt64() && want.Num().Int64() != math.MinInt64
		switch {
		case !fits && form != Overflow:
			t.Fatalf("%q: %d, %d, want an overflow", s, d, form)
		case fits && want.Num().Int64() != int64(d):
			t.Fatalf("%q: %d, %d, want %v", s, d, form, want)
		case fits && (form == Strict) != strict.MatchString(s):
			t.Fatalf("%q: %d", s, form)
		}
	})
}

func FuzzFormat(f *testing.F) {
	f.Add(int64(0))
	f.Add(int64(-1))
	f.Add(int64(math.MaxInt64))
	f.Fuzz(func(t *testing.T, n int64) {
		s := Format(time.Duration(n))
		if !strict.MatchString(s) {
			t.Fatalf("%d: %s", n, s)
		}
		if strings.Contains(s, ".") && strings.HasSuffix(s, "0s") {
			t.Fatalf("%d: %s has a digit too many", n, s)
		}
		if n == math.MinInt64 { // has no opposite, and Parse leaves it out
			return
		}
		if d, form := Parse(s); int64(d) != n || form != Strict {
			t.Fatalf("%d: %s is read as %d, %d", n, s, d, form)
		}
	})
}
