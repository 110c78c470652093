package cut

import (
	"math"
	"math/big"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
	"pgregory.net/rapid"
)

func TestClock(t *testing.T) {
	ntsc := clock{1, 30000}
	for _, tt := range []struct {
		c           clock
		d           time.Duration
		floor, ceil int64
	}{
		{clock{1, 12800}, 0, 0, 0},
		{clock{1, 12800}, 40 * time.Millisecond, 512, 512},
		{clock{1, 12800}, 40*time.Millisecond + 1, 512, 513},
		{clock{1, 12800}, -1, -1, 0},
		{ntsc, 33366666, 1000, 1001},
		{clock{1001, 30000}, 33366667, 1, 2},
		{clock{1001, 30000}, time.Hour, 107892, 107893},
	} {
		if floor, ceil := tt.c.floor(tt.d), tt.c.ceil(tt.d); floor != tt.floor || ceil != tt.ceil {
			t.Errorf("%s in ticks of %s: %d and %d, want %d and %d", tt.d, tt.c, floor, ceil, tt.floor, tt.ceil)
		}
	}
	if d := ntsc.time(1001); d != 33366667 {
		t.Error(d)
	}
	if d := ntsc.time(-1001); d != -33366667 {
		t.Error(d)
	}
	if d := (clock{1 << 30, 1}).time(math.MaxInt64); d <= 0 {
		t.Error(d)
	}
}

func TestClockExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := clock{rapid.Int64Range(1, 2000).Draw(t, "num"), rapid.Int64Range(1, 2_000_000).Draw(t, "den")}
		d := time.Duration(rapid.Int64Range(-1e15, 1e15).Draw(t, "d"))
		exact := new(big.Rat).Mul(big.NewRat(int64(d), int64(time.Second)), big.NewRat(c.den, c.num))
		if f := c.floor(d); new(big.Rat).SetInt64(f).Cmp(exact) > 0 || new(big.Rat).SetInt64(f+1).Cmp(exact) <= 0 {
			t.Errorf("%v floor %s = %d", c, d, f)
		}
		if f := c.ceil(d); new(big.Rat).SetInt64(f).Cmp(exact) < 0 || new(big.Rat).SetInt64(f-1).Cmp(exact) >= 0 {
			t.Errorf("%v ceil %s = %d", c, d, f)
		}
		tick := rapid.Int64Range(-1e5, 1e5).Draw(t, "tick")
		if back := c.floor(c.time(tick) + 1); c.num*int64(time.Second) > 4*c.den && back != tick {
			t.Errorf("%v: tick %d is %s, which is tick %d", c, tick, c.time(tick), back)
		}
	})
}

func TestSeconds(t *testing.T) {
	for s, d := range map[string]time.Duration{
		"0": 0, "1.5": 1500 * time.Millisecond, "-0.007": -7 * time.Millisecond, "10": 10 * time.Second, "0.000000001": 1, "3600.04": time.Hour + 40*time.Millisecond,
	} {
		if got := seconds(d); got != s {
			t.Errorf("%s: %q, want %q", d, got, s)
		}
		if got, ok := (entry{fields: map[string]string{"x": s}}).time("x"); got != d || !ok {
			t.Errorf("%q: %s, %t, want %s", s, got, ok, d)
		}
	}
	for _, s := range []string{"", "N/A", "1e9", "--1", "1.x", "99999999999999999999", "9000000000"} {
		if got, ok := (entry{fields: map[string]string{"x": s}}).time("x"); got != 0 || ok {
			t.Errorf("%q: %s", s, got)
		}
	}
}

func TestQuote(t *testing.T) {
	words := Command{"printf", `%s\n`, "plain-1./:=,+@%", "", "a b", `it's`, `"$HOME" \`, "new\nline", "ünï", "-n", "*?[]{}~#!;&|<>()`", "'"}
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip(err)
	}
	out, err := exec.Command("sh", "-c", words.String()).Output()
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Join(words[2:], "\n") + "\n"; string(out) != want {
		t.Errorf("%q, want %q", out, want)
	}
	if s := (Command{"ffmpeg", "-i", "file:/a b.mp4"}).String(); s != "ffmpeg -i 'file:/a b.mp4'" {
		t.Error(s)
	}
}

func TestNote(t *testing.T) {
	n := note{source: newOrigin(157286400, "mtime:now"), start: 780040000001, hasStart: true, how: Encoded, over: []over{
		newOver("ünï-1.00h00m00.000s-00h52m00.000s.mp4", chunk.Made{Bytes: 1, Start: 2, Duration: 3}),
		newOver("b.mp4", chunk.Made{Bytes: 4, Start: 5, Duration: 6}),
	}}
	for _, n := range []note{n, {source: newOrigin(1, "")}, {source: newOrigin(1, ""), hasStart: true, how: Copied}} {
		got, ok := parseNote(n.String())
		if !ok || got.source != n.source || got.start != n.start || got.hasStart != n.hasStart || got.how != n.how || !slices.Equal(got.over, n.over) {
			t.Errorf("%q: %+v", n, got)
		}
	}
	for _, s := range []string{
		"", "hello", noteMark, noteMark + " ", noteMark + " source=0", noteMark + " source=-1", noteMark + " source=1 etag=", noteMark + " source=x", "x " + noteMark + " source=1",
		noteMark + " source=1 start=5", noteMark + " source=1 start=-5ns", noteMark + " source=1 how=magic", noteMark + " source=1 over=a", noteMark + " source=1 over=,1,2ns,3ns",
		noteMark + " source=1" + strings.Repeat(" over=a,1,2ns,3ns", maxOver+1), noteMark + " source=99999999999999999999",
	} {
		if n, ok := parseNote(s); ok {
			t.Errorf("%q: %+v", s, n)
		}
	}
}

func FuzzNote(f *testing.F) {
	f.Add(note{source: newOrigin(1, `"a"`), start: 2, hasStart: true, how: Copied, over: []over{newOver("a", chunk.Made{Bytes: 1})}}.String())
	f.Fuzz(func(t *testing.T, s string) {
		n, ok := parseNote(s)
		if !ok {
			return
		}
		if m, ok := parseNote(n.String()); !ok || m.start != n.start || m.source != n.source || !slices.Equal(m.over, n.over) {
			t.Errorf("%q: %+v, again: %+v", s, n, m)
		}
	})
}

func TestEntry(t *testing.T) {
	e := parseEntry([]byte("packet|pts=512|dts=N/A|flags=KD|side_data|pts=7|side_data_type=x"))
	p, ok := newPicture(e)
	if !ok || p != (picture{pts: 512, dts: 512, key: true, hidden: true}) {
		t.Errorf("%+v", p)
	}
	for _, line := range []string{"", "stream|pts=1", "packet|pts=N/A|dts=N/A", "packet|pts=9223372036854775807", "packet"} {
		if p, ok := newPicture(parseEntry([]byte(line))); ok {
			t.Errorf("%q: %+v", line, p)
		}
	}
}

func FuzzEntry(f *testing.F) {
	f.Add([]byte("packet|stream_index=0|pts=512|dts=0|duration=512|flags=K__"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var list []picture
		for _, line := range strings.Split(string(b), "\n") {
			e := parseEntry([]byte(line))
			if p, ok := newPicture(e); ok {
				list = append(list, p)
			}
			s := new(source)
			new(starts).add(e, s.add(e))
			new(facts).add(e)
		}
		newBeginning(list, 1000)
		newEnding(list, 1000)
	})
}

// group returns pictures in the order of decoding: a keyframe, and then one picture
// after the other, with some between two of them that are decoded after the second.
func group(start int64, between, n int) (list []picture) {
	add := func(i int) {
		list = append(list, picture{pts: start + int64(i), dts: start + int64(len(list)) - int64(between), length: 1, key: i == 0})
	}
	add(0)
	for i := 1; i < n; i += between + 1 {
		last := min(i+between, n-1)
		add(last)
		for b := i; b < last; b++ {
			add(b)
		}
	}
	return list
}

func TestBeginning(t *testing.T) {
	list := slices.Concat(group(0, 2, 10), group(10, 2, 10), group(20, 2, 10))
	b := newBeginning(list, 15)
	if !b.hasShown || b.shown != 15 || !b.hasNext || b.next != 16 || b.key != 10 || b.copyKey != 10 || b.open || !slices.Equal(b.copyHead, list[10:14]) {
		t.Errorf("%+v", b)
	}
	if b := newBeginning(list, 20); b.shown != 20 || b.key != 20 || b.copyKey != 20 {
		t.Errorf("%+v", b)
	}
	// The pictures begin later.
	if b := newBeginning(list, -1); b.hasShown || b.next != 0 || !b.canCopy || b.copyKey != 0 || !slices.Equal(b.copyHead, list[:4]) || b.hasKey {
		t.Errorf("%+v", b)
	}
	if b := newBeginning(group(0, 2, 10)[1:], -1); b.canCopy {
		t.Errorf("%+v", b)
	}
	if b := newBeginning(list, 100); b.hasNext || b.shown != 29 {
		t.Errorf("%+v", b)
	}
	// A picture of the group before is decoded after the keyframe.
	list = slices.Concat(group(0, 2, 10), group(11, 2, 10))
	list = slices.Insert(list, 11, picture{pts: 10, dts: 10})
	if b := newBeginning(list, 15); !b.open || b.key != 11 {
		t.Errorf("%+v", b)
	}
	// An edit list skips the first pictures, the keyframe among them.
	list = group(-5, 0, 20)
	for i := range 5 {
		list[i].hidden = true
	}
	if b := newBeginning(list, 2); b.canCopy || !b.hasKey || b.key != -5 || b.shown != 2 {
		t.Errorf("%+v", b)
	}
}

// What a copy has that ends at copyEnd is all before the ending, and nothing is missing
// in it.
func TestEndingProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []picture
		start := int64(0)
		for range rapid.IntRange(1, 5).Draw(t, "groups") {
			n := rapid.IntRange(1, 12).Draw(t, "n")
			list = append(list, group(start, rapid.IntRange(0, 3).Draw(t, "between"), n)...)
			start += int64(n)
		}
		for i := 1; i < len(list); i++ { // as muxers see to it
			list[i].dts = max(list[i].dts, list[i-1].dts+1)
		}
		tick := rapid.Int64Range(1, start+3).Draw(t, "tick")
		e := newEnding(list, tick)
		if !e.hasLast || e.last != min(tick, start)-1 || e.more != (tick < start) {
			t.Fatalf("%d of %d: %+v", tick, start, e)
		}
		has := make(map[int64]bool)
		most := int64(-1)
		for _, p := range list {
			if e.all || p.dts < e.copyEnd {
				has[p.pts] = true
				most = max(most, p.pts)
			}
		}
		for i := range e.copyLast + 1 {
			if !has[i] {
				t.Errorf("%d of %d: %d is missing: %+v", tick, start, i, e)
			}
		}
		if most != e.copyLast || e.copyLast < e.last || e.copyLast > tick+4 {
			t.Errorf("%d of %d: it ends with %d: %+v", tick, start, most, e)
		}
	})
}

func TestRates(t *testing.T) {
	p := &chunk.Plan{Source: chunk.Source{Media: videotune.Media{Bytes: 100_000_000, Duration: 1000 * time.Second}}}
	if r := newRates(p, time.Minute, 2); r.video != 0 || r.audio != stereoRate || r.usual != 800_000 {
		t.Errorf("without limits: %+v", r)
	}
	p.Bounds.TargetBytes = 90_000_000
	r := newRates(p, 1000*time.Second, 1)
	if want := int64(90_000_000*8*98/100/1002 - monoRate); r.video != want || r.audio != monoRate || r.usual != want {
		t.Errorf("by the bytes: %+v, want %d", r, want)
	}
	p.Encode = &chunk.Encode{VideoBitrate: 300_000, AudioBitrate: 96_000}
	if r := newRates(p, 1000*time.Second, 2); r.video != 300_000 || r.audio != 96_000 || r.usual != 300_000 {
		t.Errorf("by the plan: %+v", r)
	}
	p.Bounds.TargetBytes = 1000
	if r := newRates(p, 1000*time.Second, 2); r.video != leastVideo || r.audio != leastAudio {
		t.Errorf("of next to nothing: %+v", r)
	}
	p.Encode, p.Bounds.TargetBytes = nil, 90_000_000
	if r := newRates(p, time.Second, 2); r.video != 0 {
		t.Errorf("of a short file: %+v", r)
	}
}

func TestEncoderClock(t *testing.T) {
	t4 := &tools{video: "mpeg4"}
	for in, want := range map[clock]clock{
		{1, 12800}: {1, 12800}, {1, 90000}: {1, 45000}, {1, 1000000}: {1, 62500}, {1, 999983}: {1, 60000}, {1001, 30000}: {1001, 30000},
	} {
		if got := t4.encoderClock(in); got != want {
			t.Errorf("%v: %v, want %v", in, got, want)
		}
		if got := (&tools{video: "libx264"}).encoderClock(in); got != in {
			t.Errorf("%v: %v", in, got)
		}
	}
	if got := (&tools{video: "libx264"}).encoderClock(clock{1, 1e9}); got != (clock{1, 1e6}) {
		t.Error(got)
	}
}

func TestTick(t *testing.T) {
	for _, tt := range []struct {
		s        source
		d        time.Duration
		down, up int64
	}{
		{source{clock: clock{1, 12800}}, 40 * time.Millisecond, 513, 511},
		{source{clock: clock{1, 1000}, zero: 21}, 6 * time.Second, 6022, 6020},
		{source{clock: clock{1, 25}, zero: 2, rest: 10 * time.Millisecond}, time.Second, 27, 28},
		{source{clock: clock{1, 25}}, 999 * time.Millisecond, 25, 25},
		{source{clock: clock{1, 25}}, 998 * time.Millisecond, 24, 25},
		{source{clock: clock{1, 25}}, 1001 * time.Millisecond, 25, 25},
		{source{clock: clock{1, 1e9}}, time.Second, 1e9 + 1000, 1e9 - 1000},
	} {
		if down, up := tt.s.tick(tt.d, false), tt.s.tick(tt.d, true); down != tt.down || up != tt.up {
			t.Errorf("%s in ticks of %s: %d and %d, want %d and %d", tt.d, tt.s.clock, down, up, tt.down, tt.up)
		}
	}
}
