package labelstudio

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

func rate(num, den int64) videotune.Rational { return videotune.Rational{Num: num, Den: den} }

// TestLifespans compares lifespans with what the editor shows: a frame is seen if the
// last key frame up to it is enabled, or stands on it.
func TestLifespans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		frames := rapid.SliceOfNDistinct(rapid.Int64Range(1, 30), 0, 8, rapid.ID).Draw(t, "frames")
		var keys []key
		for _, n := range frames {
			keys = append(keys, key{n, rapid.Bool().Draw(t, "enabled")})
		}
		const last = 32
		shown := map[int64]bool{}
		for n := int64(1); n <= last; n++ {
			before := key{frame: -1}
			for _, k := range keys {
				if k.frame <= n && k.frame > before.frame {
					before = k
				}
			}
			shown[n] = before.frame == n || before.enabled
		}
		got := map[int64]bool{}
		end := int64(-1)
		for _, s := range lifespans(keys, last) {
			if s.first <= end+1 || s.last < s.first {
				t.Fatalf("%v: %v does not stand apart", keys, s)
			}
			for end = s.first; end < s.last; end++ {
				got[end] = true
			}
			got[end] = true
		}
		for n := int64(1); n <= last; n++ {
			if got[n] != shown[n] {
				t.Fatalf("%v: frame %d is %v, want %v", keys, n, got[n], shown[n])
			}
		}
	})
	for _, tt := range []struct {
		keys []key
		last int64
		want []span
	}{
		{nil, 9, nil},
		{[]key{{1, true}}, open, []span{{1, open}}},
		{[]key{{1, true}, {12, true}}, 9, []span{{1, 12}}},
		{[]key{{5, true}, {9, false}, {10, true}, {12, false}}, 99, []span{{5, 12}}},
	} {
		if got := lifespans(tt.keys, tt.last); !cmp.Equal(got, tt.want, cmp.AllowUnexported(span{})) {
			t.Errorf("%v: %v, want %v", tt.keys, got, tt.want)
		}
	}
}

// TestFit derives common rates from key frames as programs write them.
func TestFit(t *testing.T) {
	rates := []videotune.Rational{rate(24, 1), rate(25, 1), rate(30, 1), rate(60, 1), rate(24000, 1001), rate(30000, 1001), rate(60000, 1001), rate(2997, 100), rate(25, 2)}
	for _, want := range rates {
		for shift := range int64(2) {
			var list []stamp
			for _, n := range []int64{1, 2, 250, 999} {
				f := float64((n-shift)*want.Den) / float64(want.Num)
				list = append(list, stamp{n, strconv.FormatFloat(f, 'f', -1, 64)})
			}
			if got, ok := fit(list, shift); !ok || got != want {
				t.Errorf("%v, from %d: %v, %v", want, shift, got, ok)
			}
			if got, ok := fit(list, 1-shift); ok {
				t.Errorf("%v, from %d: %v fits, too", want, shift, got)
			}
		}
	}
	for _, tt := range []struct {
		list []stamp
		want videotune.Rational
	}{
		{[]stamp{{1, "0.042"}}, rate(0, 0)},                 // 23.976 would do, too
		{[]stamp{{1, "0.042"}, {24, "1"}}, rate(0, 0)},      // likewise
		{[]stamp{{1, "0.042"}, {2400, "100"}}, rate(24, 1)}, // it would not
		{[]stamp{{1, "0.033"}, {60, "2.002"}}, rate(30000, 1001)},
		{[]stamp{{1, "0.08"}, {250, "20"}}, rate(25, 2)},
		{[]stamp{{1, "0.081"}, {25, "2.008"}}, rate(0, 0)}, // 12.45 or any other
		{[]stamp{{25, "1"}, {50, "3"}}, rate(0, 0)},
		{[]stamp{{0, "0"}, {1, "."}}, rate(0, 0)},
		{[]stamp{{0, "0"}}, rate(0, 0)},
		{nil, rate(0, 0)},
		{[]stamp{{5000, "1.000000"}}, rate(0, 0)}, // over 1000 a second
	} {
		if got, ok := fit(tt.list, 0); got != tt.want || ok != (tt.want.Num != 0) {
			t.Errorf("%v: %v, %v; want %v", tt.list, got, ok, tt.want)
		}
	}
}

func TestSimplest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 3000)
		lo, hi := big.NewRat(n.Draw(t, "a"), n.Draw(t, "b")), big.NewRat(n.Draw(t, "c"), n.Draw(t, "d"))
		if lo.Cmp(hi) > 0 {
			lo, hi = hi, lo
		}
		got := simplest(lo, hi)
		if got.Cmp(lo) < 0 || got.Cmp(hi) > 0 {
			t.Fatalf("%v is not from %v to %v", got, lo, hi)
		}
		for den := int64(1); den < got.Denom().Int64(); den++ {
			d := new(big.Rat).SetInt64(den)
			up := new(big.Rat).Mul(lo, d)
			ceil := new(big.Int).Quo(new(big.Int).Add(up.Num(), new(big.Int).Sub(up.Denom(), big.NewInt(1))), up.Denom())
			if new(big.Rat).SetFrac(ceil, big.NewInt(den)).Cmp(hi) <= 0 {
				t.Fatalf("%v: the denominator %d would do from %v to %v", got, den, lo, hi)
			}
		}
	})
}

// TestRates has every source of a rate, and which goes before which.
func TestRates(t *testing.T) {
	const config = `<Video name="v" value="$video" framerate="%s"/>`
	tests := []struct {
		name, data, config string
		o                  annotation.Options
		want               videotune.Rational
	}{
		{"option and field", `"fps":30`, "", annotation.Options{FPS: at25.FPS, FPSField: "fps"}, rate(30, 1)},
		{"option and config", "", "50", annotation.Options{FPS: at25.FPS}, rate(50, 1)},
		{"option", "", "", annotation.Options{FPS: at25.FPS, FPSDerive: true}, rate(25, 1)},
		{"by task", "", "", annotation.Options{FPS: annotation.Rates{By: map[string]videotune.Rational{"1": rate(10, 1)}}}, rate(10, 1)},
		{"by URI", "", "", annotation.Options{FPS: annotation.Rates{By: map[string]videotune.Rational{"gs://b/v.mp4": rate(10, 1)}}}, rate(10, 1)},
		{"field", `"fps":"30"`, "50", annotation.Options{FPSField: "fps"}, rate(30, 1)},
		{"field is not there", `"fps":null`, "50", annotation.Options{FPSField: "fps"}, rate(50, 1)},
		{"config", "", "29.97", annotation.Options{}, rate(2997, 100)},
		{"seconds of a frame", "", "0.04", annotation.Options{}, rate(25, 1)},
		{"data by config", `"f":12.5`, "$f", annotation.Options{}, rate(25, 2)},
		{"derived", "", "", annotation.Options{FPSDerive: true}, rate(25, 1)},
		{"derived last", "", "50", annotation.Options{FPSDerive: true}, rate(50, 1)},
	}
	for _, tt := range tests {
		data := `"video":"gs://b/v.mp4"`
		if tt.data != "" {
			data += "," + tt.data
		}
		if tt.config != "" {
			tt.o.LabelConfig = fmt.Sprintf(config, tt.config)
		}
		text := strings.Replace(task1(track(timed)), `"video":"gs://b/v.mp4"`, data, 1)
		v := readingtest.Videos(t, Read, text, tt.o)[0]
		if v.FrameRate != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, v.FrameRate, tt.want)
		}
	}
}

// TestContradicted has key frames whose times are of another rate.
func TestContradicted(t *testing.T) {
	for _, tt := range []struct {
		keys string
		want bool
	}{
		{timed, false},
		{`{"frame":1,"enabled":true,"time":0},{"frame":26,"enabled":false,"time":1}`, false},
		{`{"frame":1,"enabled":true,"time":0.0417},{"frame":240,"enabled":false,"time":10}`, true},
	} {
		told := 0
		o := annotation.Options{FPS: at25.FPS, OnDiagnostic: func(d annotation.Diagnostic) {
			if d.Code == annotation.CodeDisagree {
				told++
			}
		}}
		readingtest.Videos(t, Read, task1(track(tt.keys)), o)
		if (told == 1) != tt.want {
			t.Errorf("%s: told %d times, want %v", tt.keys, told, tt.want)
		}
	}
}
