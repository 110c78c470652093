package answer

import (
	"math/big"
	"strings"
	"testing"
	"time"
)

const (
	sec    = time.Second
	minute = time.Minute
)

func TestTimes(t *testing.T) {
	type want struct {
		count     int
		low, high time.Duration
		at        int
	}
	none := want{}
	one := func(d time.Duration, at int) want { return want{1, d, d, at} }
	for _, tt := range []struct {
		in   string
		want want
	}{
		// members
		{`{"start":5,"end":7.5}`, want{2, 5 * sec, 7500 * time.Millisecond, 17}},
		{`{"start":"00:05","end":"01:30"}`, want{2, 5 * sec, 90 * sec, 23}},
		{`{"start_time":1}`, one(sec, 14)}, {`{"startTime":1}`, one(sec, 13)}, {`{"end_time":1}`, one(sec, 12)}, {`{"endTime":1}`, one(sec, 11)},
		{`{"time":1}`, one(sec, 8)}, {`{"timestamp":1}`, one(sec, 13)}, {`{"begin":1}`, one(sec, 9)}, {`{"Start":1}`, one(sec, 9)},
		{`{"start_s":1}`, one(sec, 11)}, {`{"end_sec":1}`, one(sec, 11)}, {`{"end_seconds":1}`, one(sec, 15)}, {`{"end_ms":1}`, one(time.Millisecond, 10)},
		{`{"start_time_ms":1500}`, one(1500*time.Millisecond, 17)}, {`{"end_ms":"1500"}`, one(1500*time.Millisecond, 10)}, {`{"end_ms":0.001}`, one(1000, 10)},
		{`[{"e":[{"start":3}]}]`, one(3*sec, 16)}, {`{"time":[3,"00:04"]}`, want{2, 3 * sec, 4 * sec, 11}},
		{`{"\u0073tart":3}`, one(3*sec, 14)}, {"```json\n{\"end\":3}\n```", one(3*sec, 15)}, {`  {"end":3}`, one(3*sec, 9)},
		{`{"start":"1:02:03"}`, one(time.Hour+2*minute+3*sec, 9)}, {`{"start":"01:02.5"}`, one(62500*time.Millisecond, 9)}, {`{"start":"1:02"}`, one(62*sec, 9)},
		{`{"start":"00:00:05,250"}`, one(5250*time.Millisecond, 9)}, {`{"start":"90:00"}`, one(90*minute, 9)}, {`{"start":"0:05"}`, one(5*sec, 9)},
		{`{"start":"12.5s"}`, one(12500*time.Millisecond, 9)}, {`{"start":"12.5"}`, one(12500*time.Millisecond, 9)}, {`{"start":" 12 s "}`, one(12*sec, 9)},
		{`{"start":"12 seconds"}`, one(12*sec, 9)}, {`{"start":"250ms"}`, one(250*time.Millisecond, 9)},
		{`{"start":0.123456789}`, one(123456789, 9)}, {`{"start":"0.1234567891"}`, one(123456789, 9)}, {`{"start":1.1}`, one(1100*time.Millisecond, 9)},
		{`{"start":1.5e1}`, one(15*sec, 9)}, {`{"start":15E-1}`, one(1500*time.Millisecond, 9)}, {`{"start":-2}`, one(-2*sec, 9)}, {`{"start":"-2.5s"}`, one(-2500*time.Millisecond, 9)},
		{`{"time":"00:05 - 00:10"}`, want{2, 5 * sec, 10 * sec, 8}}, {`{"time":"[00:05-00:10]"}`, want{2, 5 * sec, 10 * sec, 8}},
		{`{"start":0}`, one(0, 9)},
		// members that hold no time, or none that can be read
		{`{"score":5}`, none}, {`{"starts":5}`, none}, {`{"times":3}`, none}, {`{"timeline":3}`, none}, {`{"note":"at 00:05"}`, none}, {`{"start":null}`, none}, {`{"start":true}`, none},
		{`{"start":"soon"}`, none}, {`{"start":""}`, none}, {`{"start":"3:2"}`, none}, {`{"start":"00:75"}`, none}, {`{"time":"2024-05-01T10:00:00Z"}`, none},
		{`{"timestamp":1717171717}`, none}, {`{"timestamp_ms":1717171717000}`, none}, {`{"start":1e400}`, none}, {`{"start":99999999999999999999}`, none}, {`{"start":1e-400}`, one(0, 9)},
		{`{"start":{"value":5}}`, none}, {`{"start":5,}`, none}, {`{"start":"1.2.3"}`, none}, {`{"start":"` + strings.Repeat("1", 100) + `"}`, none},
		// plain text
		{"[00:05] A dog", one(5*sec, 1)}, {"00:05 A dog\n00:10 A cat", want{2, 5 * sec, 10 * sec, 12}}, {"0:05 A dog\n1:30 A cat", want{2, 5 * sec, 90 * sec, 11}},
		{"From 00:05 to 00:10.", want{2, 5 * sec, 10 * sec, 14}}, {"It goes from 1:05 to 1:10", want{2, 65 * sec, 70 * sec, 21}}, {"(1:05) A dog", one(65*sec, 1)},
		{"At 12:34, a dog", one(12*minute+34*sec, 3)}, {"the dog at 12:34.", one(12*minute+34*sec, 11)}, {"see 12:34 there", one(12*minute+34*sec, 4)},
		{"1:02:03 A dog", one(time.Hour+2*minute+3*sec, 0)}, {"at 01:02.5 a dog", one(62500*time.Millisecond, 3)}, {"Video 00:30", one(30*sec, 6)},
		{"1\n00:00:05,000 --> 00:00:07,500\n[Music]\n", want{2, 5 * sec, 7500 * time.Millisecond, 19}}, {"**00:05** A dog", one(5*sec, 2)}, {"00:05–00:10: A dog", want{2, 5 * sec, 10 * sec, 8}},
		{"在00:15处有一只狗", one(15*sec, 3)}, {"00:05: A dog", one(5*sec, 0)}, {"- 00:05, 00:10, 00:15", want{3, 5 * sec, 15 * sec, 16}}, {"00:05,00:10", want{}}, {"`00:05`", one(5*sec, 1)},
		{"105:20 the end", one(105*minute+20*sec, 0)},
		// plain text without a time
		{"They won 3:2.", none}, {"a ratio of 16:9", none}, {"in 16:10 aspect", none}, {"an aspect ratio 16:10", none}, {"John 3:16", none}, {"John 3:16-18", none}, {"Genesis 12:10", none}, {"(Psalm 23:10)", none},
		{"Psalm 119:105", none}, {"3:16 For God", none}, {"the score is 21:15", one(21*minute+15*sec, 13)}, {"score 21:15", none}, {"won 25:20", none}, {"at 10:30 am", none}, {"at 09:30 p.m.", none}, {"um 20:15 Uhr", none},
		{"on 2024-05-01 10:00:00 it began", none}, {"2024-05-01T10:00:00Z", none}, {"1.5.2024 10:00", none}, {"12:34:56:78", none}, {"UTC+05:30", none}, {"http://localhost:8080/x", none}, {"10:75", none}, {"12:345", none}, {"x12:34", none},
		{"a:b", none}, {":", none}, {"::::", none}, {"1:23", none}, {"5.25", none}, {"42", none}, {"12.5", none}, {"1234:56", none}, {"at 4:30 the dog", none}, {"50:50", one(50*minute+50*sec, 0)}, {"3:1.5", none},
	} {
		var p Parser
		f := p.Parse(tt.in)
		if got := (want{f.Times.Count, f.Times.Min, f.Times.Max, f.Times.MaxAt}); got != tt.want {
			t.Errorf("%q: %v, want %v", tt.in, got, tt.want)
		}
	}
}

// TestLongTexts reads texts that are made to cost time. Each takes milliseconds,
// and would take minutes if the time grew faster than the text.
func TestLongTexts(t *testing.T) {
	const size = 512 << 10
	var p Parser
	for _, unit := range []string{
		":", "0:", "00:00", "00:00 ", "00:00 - ", "1:00:00:", "[00:00]", "0", "```", "```\n", "`", "``` ", "[", "[[", "[{", `["`, `{"a":`, `[["a",`, `\`, `"\u`, "{'", "  ", "\n", "é", "é 12:34 ", "A 12:34",
	} {
		for _, before := range []string{"", "x ", "{\"a\":\"", "```json\n", "["} {
			in := before + strings.Repeat(unit, size/len(unit))
			start := time.Now()
			p.Parse(in)
			if d := time.Since(start); d > 10*time.Second {
				t.Errorf("%q and many %q: %v", before, unit, d)
			}
		}
	}
}

func FuzzDecimal(f *testing.F) {
	for _, s := range []string{"12.5", "-0.000000001", "1e2", "1.5E-3", "0.1234567899", "9223372036.8", ".5", "5.", "1e", "+3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for u, scale := range map[unit]int64{seconds: 1e9, millis: 1e6} {
			d, ok := decimal(s, u)
			if !ok {
				continue
			}
			want, fine := new(big.Rat).SetString(s)
			if !fine {
				t.Fatalf("%q is a number", s)
			}
			want.Mul(want, big.NewRat(scale, 1))
			if n := new(big.Int).Quo(want.Num(), want.Denom()); !n.IsInt64() || n.Int64() != int64(d) {
				t.Fatalf("%q: %d, want %v", s, d, n)
			}
		}
	})
}
