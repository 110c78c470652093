package fix

import (
	"errors"
	"math"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

func unitOf(t testing.TB, s string) OffsetUnit {
	t.Helper()
	u, err := ParseOffsetUnit(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestParseOffset(t *testing.T) {
	const none = -1
	for _, c := range []struct {
		in, unit string
		want     time.Duration
	}{
		{"5S", "", 5 * time.Second}, {"5s", "", 5 * time.Second}, {" 5 s ", "", 5 * time.Second}, {"5 sec", "", 5 * time.Second}, {"5.5 Seconds", "", 5500 * time.Millisecond},
		{"1m30s", "", 90 * time.Second}, {"1 minute 30 seconds", "", 90 * time.Second}, {"1h2m3.5s", "", time.Hour + 2*time.Minute + 3500*time.Millisecond},
		{"500ms", "", 500 * time.Millisecond}, {"250µs", "", 250 * time.Microsecond}, {"7ns", "", 7}, {"1.5h", "", 90 * time.Minute}, {"PT1M30S", "", 90 * time.Second},
		{"1e1s", "", 10 * time.Second}, {"1.5e-1s", "", 150 * time.Millisecond}, {"5.0000000000s", "", 5 * time.Second}, {"+5S", "", 5 * time.Second},
		{"00:01:30", "", 90 * time.Second}, {"1:02:03.5", "", time.Hour + 2*time.Minute + 3500*time.Millisecond}, {"00:00:05,250", "", 5250 * time.Millisecond},
		{"9223372036.854775807S", "", math.MaxInt64},

		{"5,5s", "", 5500 * time.Millisecond}, {"90,50 sec", "", 90500 * time.Millisecond}, {"1m30,5s", "", 90500 * time.Millisecond}, {"0,500s", "", 500 * time.Millisecond}, {"1234,567s", "", 1_234_567 * time.Millisecond}, {"5,5", "s", 5500 * time.Millisecond},
		{"50f", "frames@25", 2 * time.Second}, {"50 Frames", "frames@25", 2 * time.Second}, {"1 frame", "frames@25", 40 * time.Millisecond}, {"50fr", "frames@25", 2 * time.Second},

		{"5", "s", 5 * time.Second}, {"5.5", "s", 5500 * time.Millisecond}, {"5500", "ms", 5500 * time.Millisecond}, {"5500000", "us", 5500 * time.Millisecond},
		{"50", "frames@25", 2 * time.Second}, {"1", "frames@30", 33_333_000}, {"2", "frames@30", 66_667_000}, {"1", "frames@29.97", 33_367_000}, {"1", "frames@30000/1001", 33_367_000}, {"1", "frames@400000", 3000}, {"1", "frames@2000000", 1000}, {"1", "frames@2000001", 0}, {"30000", "frames@30000/1001", 1001 * time.Second}, {"2997", "frames@29.97", 100 * time.Second},
		{"01:30", "mm:ss", 90 * time.Second}, {"90:30", "mm:ss", 90*time.Minute + 30*time.Second}, {"1:05.5", "mm:ss", 65500 * time.Millisecond}, {"00:01:30", "mm:ss", 90 * time.Second},
		{"500ms", "s", 500 * time.Millisecond}, // the unit that is written counts
		// What is finer than a nanosecond is rounded to microseconds, all else is exact.
		{"12.533333333333333", "s", 12_533_333_000}, {"0.0001", "us", 0}, {"0.0005005", "ms", 1000}, {"12.533333333333333s", "s", 12_533_333_000}, {"0.123456789", "s", 123_456_789},
		{"0:00:05.0000005001", "s", 5_000_001_000}, {"1:05.00000000049", "mm:ss", 65 * time.Second}, {"12.533333333333333s", "", none}, {"1ns", "frames@25", 1}, {"9223372036.8547758079", "s", none},

		{"5", "", none}, {"5.5", "", none}, {"01:30", "", none}, {"01:30", "s", none}, {"5", "mm:ss", none}, {"", "s", none}, {" ", "s", none}, {"start", "s", none},
		{"-5S", "", none}, {"-5", "s", none}, {"-00:00:05", "", none}, {"1,500s", "", none}, {"5,5,5s", "", none}, {"5,5.5s", "", none}, {",5s", "", none}, {"5,s", "", none}, {"5,5", "", none}, {"50f", "", none}, {"50f", "s", none}, {"f", "frames@25", none}, {"50 fps", "frames@25", none}, {"5.0000000001s", "", none}, {"0.1ns", "", none},
		{"30s1m", "", none}, {"1m1m", "", none}, {"1.5m30s", "", none}, {"5x", "", none}, {"s", "", none}, {"5s5", "", none}, {"5m30", "", none}, {"PT", "", none},
		{"0:60:00", "", none}, {"0:00:60", "", none}, {"0:0:5", "", none}, {"00:01:02:03", "", none}, {"1.5:00:00", "", none}, {":00:05", "", none}, {"+1:00:05", "", none}, {"1e1:00:00", "", none}, {"1:60", "mm:ss", none},
		{"9223372036.854775808S", "", none}, {"9999999999h", "", none}, {"1e99s", "", none}, {"1e100s", "", none}, {"0x5s", "", none}, {"5٥s", "", none},
	} {
		got, ok := ParseOffset(c.in, unitOf(t, c.unit))
		if ok != (c.want != none) || ok && got != c.want {
			t.Errorf("ParseOffset(%q, %q) = %v, %v; want %v", c.in, c.unit, got, ok, c.want)
		}
	}
}

func TestParseOffsetUnit(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "s": "s", "ms": "ms", "us": "us", "mm:ss": "mm:ss",
		"frames@25": "frames@25/1", "frames@29.97": "frames@2997/100", "frames@30000/1001": "frames@30000/1001",
	} {
		if got := unitOf(t, in).String(); got != want || unitOf(t, got) != unitOf(t, in) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for _, in := range []string{"sec", "S", "frames", "frames@", "frames@0", "frames@-25", "frames@25/0", "frames@a", "frames@1/2/3", "frames@1e50", "hh:mm"} {
		if u, err := ParseOffsetUnit(in); !errors.Is(err, ErrUnit) || u != (OffsetUnit{}) {
			t.Errorf("%q: %v, %v", in, u, err)
		}
	}
}

func TestDurationObject(t *testing.T) {
	for in, want := range map[string]time.Duration{
		`{"seconds":5}`: 5 * time.Second, `{"seconds":"5","nanos":500000000}`: 5500 * time.Millisecond, `{ "nanos" : 1 }`: 1, `{"seconds":0}`: 0,
		`{}`: -1, `{"seconds":-5}`: -1, `{"seconds":5.5}`: -1, `{"seconds":5,"nanos":1000000000}`: -1, `{"seconds":5,"unit":"s"}`: -1,
		`{"seconds":5,"seconds":6}`: -1, `{"seconds":null}`: -1, `{"seconds":9999999999999}`: -1, `{"seconds":"x"}`: -1, `{"nanos":"1"}`: -1,
	} {
		d, ok := durationObject([]byte(in), 0)
		if ok != (want >= 0) || ok && d != want {
			t.Errorf("%s: %v, %v", in, d, ok)
		}
	}
}

// TestOffsetRoundTrip spells times in every way that says the unit.
func TestOffsetRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.Int64Range(0, int64(100*time.Hour)).Draw(t, "d"))
		for _, s := range []string{pbtime.Format(d), d.String(), strconv.FormatInt(int64(d), 10) + " ns", pbtime.Format(d) + "ec"} {
			if got, ok := ParseOffset(s, OffsetUnit{}); !ok || got != d {
				t.Errorf("%s: %v, %v; want %v", s, got, ok, d)
			}
		}
	})
}

func FuzzParseOffset(f *testing.F) {
	for _, s := range []string{"5S", "1m30s", "500ms", "1:02:03.5", "01:30", "5", "1e1s", "PT1M30S", "9999999999h"} {
		f.Add(s, "frames@25")
		f.Add(s, "s")
	}
	f.Fuzz(func(t *testing.T, s, of string) {
		u, err := ParseOffsetUnit(of)
		if err == nil && unitOf(t, u.String()) != u {
			t.Fatalf("unit %q is written %q", of, u)
		}
		d, ok := ParseOffset(s, u)
		if !ok {
			return
		}
		if again, ok := ParseOffset(pbtime.Format(d), OffsetUnit{}); d < 0 || !ok || again != d {
			t.Fatalf("%q: %v, and then %v, %v", s, d, again, ok)
		}
		if plain, ok := ParseOffset(s, OffsetUnit{}); ok && plain != d {
			t.Fatalf("%q: %v with a unit, %v without", s, d, plain)
		}
		if goes, err := time.ParseDuration(s); err == nil && s != "0" && u == (OffsetUnit{}) && goes != d {
			t.Fatalf("%q: %v, as Go reads it %v", s, d, goes)
		}
	})
}
