package subtitle

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-57910ec4/videotune/annotation"
)

func TestNameOf(t *testing.T) {
	tests := []struct{ file, id, lang string }{
		{"movie.srt", "movie", ""},
		{"talks/movie.en.srt", "movie", "en"},
		{`C:\talks\movie.pt-BR.vtt`, "movie", "pt-BR"},
		{"gs://bucket/a/movie.zh_Hant_TW.vtt", "movie", "zh_Hant_TW"},
		{"movie.eng.srt", "movie", "eng"},
		{"movie.es-419.srt", "movie", "es-419"},
		{"movie.mp4.de.srt", "movie.mp4", "de"},
		{"movie.en-orig.vtt", "movie", "en"},
		{"movie.EN.SDH.srt", "movie", "EN"},
		{"movie.en.forced.srt", "movie", "en"},
		{"movie.sdh.srt", "movie.sdh", ""},
		{"movie.cut.srt", "movie.cut", ""}, // a code of three letters without one of two
		{"movie.avi.srt", "movie.avi", ""},
		{"movie.new.srt", "movie.new", ""},
		{"movie.v2.srt", "movie.v2", ""},
		{"movie.xx.srt", "movie.xx", ""},
		{"movie.en-WXYZ.srt", "movie.en-WXYZ", ""},
		{"movie.part-1.srt", "movie.part-1", ""},
		{"-glfwaaX.en.vtt", "-glfwaaX", "en"},
		{"Title [abc_-1].en.vtt", "Title [abc_-1]", "en"},
		{"en.srt", "en", ""},
		{".en.srt", ".en", ""},
		{"movie", "movie", ""},
		{"", "", ""}, {"-", "", ""}, {"/", "", ""}, {"..", "", ""}, {".srt", "", ""}, {"a/", "a", ""},
	}
	for _, tt := range tests {
		if id, lang := nameOf(tt.file); id != tt.id || lang != tt.lang {
			t.Errorf("%q: %q, %q; want %q, %q", tt.file, id, lang, tt.id, tt.lang)
		}
	}
}

func TestLines(t *testing.T) {
	const text = "a\r\n\r\n\ufeffb\rc\n\rd\r"
	want := []line{{"a", 1}, {"", 2}, {"b", 3}, {"c", 4}, {"", 5}, {"d", 6}}
	for _, r := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text)), iotest.DataErrReader(iotest.HalfReader(strings.NewReader(text)))} {
		var got []line
		lines := newLines(r)
		for {
			l, ok, err := lines.next()
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				break
			}
			got = append(got, l)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
			t.Error(diff)
		}
	}
}

func TestTimes(t *testing.T) {
	const ms = time.Millisecond
	tests := []struct {
		line       string
		start, end time.Duration
		rest       string
		odd        int
	}{
		{"00:00:01,500 --> 00:00:02,000", 1500 * ms, 2000 * ms, "", 0},
		{"00:01.500-->00:02.000", 1500 * ms, 2000 * ms, "", 0},
		{" 0:0:1,5\t-->\t0:0:2,05  X1:1 X2:2 ", 1500 * ms, 2050 * ms, "X1:1 X2:2", 2},
		{"00:00:01 --> 00:00:02", time.Second, 2 * time.Second, "", 0},
		{"100:00:00,000 --> 1000:00:00,001", 100 * time.Hour, 1000*time.Hour + ms, "", 0},
		{"-00:00:01,000 --> 00:00:02,000 align:start", -time.Second, 2 * time.Second, "align:start", 0},
		{"00:00:01,0001235 --> 00:00:02,000", time.Second + 124*time.Microsecond, 2 * time.Second, "", 1},
		{"00:00:05,000 --> 00:00:02,000", 5 * time.Second, 2 * time.Second, "", 0},
	}
	for _, tt := range tests {
		got, ok, err := parseTiming(tt.line)
		if !ok || err != nil || got.start.Duration != tt.start || got.end.Duration != tt.end || got.rest != tt.rest || got.odd != tt.odd {
			t.Errorf("%q: %+v, %v, %v", tt.line, got, ok, err)
		}
	}
	for _, text := range []string{"", "a --> b", "--> 1", "1 --> 2", "00:01 to 00:02", "<00:01.000>", "->", "1:2 -> x", "-:1 --> :", "0:00.5 -> 0:99.5", "0:01.5 -> 0:02.5 x"} {
		if got, ok, err := parseTiming(text); ok || err != nil {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}

func TestMarkup(t *testing.T) {
	tests := []struct {
		in       string
		want     []string
		speakers []any
		count    markupCount
	}{
		{"plain", []string{"plain"}, nil, markupCount{}},
		{"<i>a</i> <B>b</B>", []string{"a b"}, nil, markupCount{tags: 4}},
		{`<font color="#ff0">a</font>`, []string{"a"}, nil, markupCount{tags: 2}},
		{"<c.yellow.bg_blue>a</c><00:00:01.000>b<1:02.5>c", []string{"abc"}, nil, markupCount{tags: 2, stamps: 2}},
		{"<v Ann Lee>a\n<v.loud  Bo >b</v>\n<v Ann Lee>c", []string{"a", "b", "c"}, []any{"Ann Lee", "Bo"}, markupCount{tags: 4}},
		{"<v A&amp;B>a", []string{"a"}, []any{"A&B"}, markupCount{tags: 1}},
		{"<v>a", []string{"a"}, nil, markupCount{tags: 1}},
		{"<lang en-GB>a</lang><ruby>b<rt>c</rt></ruby>", []string{"abc"}, nil, markupCount{tags: 6}},
		{"a<br>b<BR />c<br/>", []string{"a", "b", "c"}, nil, markupCount{tags: 3}},
		{`{\an8}a{\pos(1,2)\i1}b`, []string{"ab"}, nil, markupCount{codes: 2}},
		{`{a} {\an8`, []string{`{a} {\an8`}, nil, markupCount{}},
		{"I <3 you; a < b > c; <laughs>; <b and c>; <span of time>", []string{"I <3 you; a < b > c; <laughs>; <b and c>; <span of time>"}, nil, markupCount{}},
		{"<<i>>a", []string{"<>a"}, nil, markupCount{tags: 1}},
		{"<12:30>", nil, nil, markupCount{stamps: 1}},
		{"a &lt;i&gt; &amp;lt; &quot;&#39;&#x41;&eacute;", []string{`a <i> &lt; "'Aé`}, nil, markupCount{entities: 7}},
		{"AT&T &copy 2020 &notit; &foo; &;", []string{"AT&T &copy 2020 &notit; &foo; &;"}, nil, markupCount{}},
		{"&nbsp;a&nbsp;b", []string{"a\u00a0b"}, nil, markupCount{entities: 2}},
		{" \n a \n\n b", []string{"a", "b"}, nil, markupCount{}},
		{"<i> </i>", nil, nil, markupCount{tags: 2}},
		{"<", []string{"<"}, nil, markupCount{}},
		{"<i", []string{"<i"}, nil, markupCount{}},
		{"<font " + strings.Repeat("=", maxMarkup) + ">", []string{"<font " + strings.Repeat("=", maxMarkup) + ">"}, nil, markupCount{}},
	}
	for _, tt := range tests {
		var c cleaner
		got := c.clean(tt.in)
		if !cmp.Equal(got, tt.want) || !cmp.Equal(c.speakers, tt.speakers) || c.count != tt.count {
			t.Errorf("%q: %q, %v, %+v; want %q, %v, %+v", tt.in, got, c.speakers, c.count, tt.want, tt.speakers, tt.count)
		}
	}
}

func TestMarkupIsQuick(t *testing.T) {
	start := time.Now()
	var c cleaner
	for _, s := range []string{"<", "{\\", "&", "<i", "&amp"} {
		c.clean(strings.Repeat(s, maxCue/len(s)))
	}
	if d := time.Since(start); d > 20*time.Second {
		t.Errorf("%v for five megabytes of open brackets", d)
	}
}

// rolls makes cues of lines such as "1000 2000 a|b".
func rolls(lines ...string) (cues []cue) {
	for _, l := range lines {
		f := strings.SplitN(l, " ", 3)
		at := func(ms string) annotation.Time {
			t, err := annotation.UnitMilliseconds.Parse(ms)
			if err != nil {
				panic(err)
			}
			return t
		}
		cues = append(cues, cue{timing: timing{start: at(f[0]), end: at(f[1])}, text: strings.Split(f[2], "|")})
	}
	return cues
}

func TestDeroll(t *testing.T) {
	tests := []struct {
		name     string
		in, want []string
		count    rolled
	}{
		{"none", []string{"0 1000 a", "1000 2000 b"}, []string{"0 1000 a", "1000 2000 b"}, rolled{}},
		{"rolling", []string{"0 990 a", "990 1000 a", "1000 1990 a|b", "1990 2000 b", "2000 3000 b|c"},
			[]string{"0 1000 a", "1000 2000 b", "2000 3000 c"}, rolled{joined: 2, trimmed: 2, lines: 2}},
		{"two lines at a time", []string{"0 990 a|b", "990 1000 a|b", "1000 2000 a|b|c"}, []string{"0 1000 a|b", "1000 2000 c"}, rolled{1, 1, 2}},
		{"said twice", []string{"0 990 yes", "990 1000 yes", "1000 2000 yes|yes", "2000 2010 yes", "2010 3000 yes|yes"},
			[]string{"0 1000 yes", "1000 2010 yes", "2010 3000 yes"}, rolled{2, 2, 2}},
		{"a pause of 100 ms", []string{"0 1000 a", "1100 2000 a|b"}, []string{"0 1000 a", "1100 2000 b"}, rolled{trimmed: 1, lines: 1}},
		{"a longer pause", []string{"0 1000 a", "1101 2000 a|b"}, []string{"0 1000 a", "1101 2000 a|b"}, rolled{}},
		{"ends earlier", []string{"0 3000 a", "1000 2000 a"}, []string{"0 3000 a"}, rolled{joined: 1}},
		{"lines in another place", []string{"0 1000 a|b", "1000 2000 a|c"}, []string{"0 1000 a|b", "1000 2000 a|c"}, rolled{}},
		{"the most that are equal", []string{"0 1000 a|a", "1000 2000 a|a|b"}, []string{"0 1000 a|a", "1000 2000 b"}, rolled{trimmed: 1, lines: 2}},
	}
	for _, tt := range tests {
		got, count := deroll(rolls(tt.in...))
		if diff := cmp.Diff(rolls(tt.want...), got, cmp.AllowUnexported(cue{}, timing{})); diff != "" || count != tt.count {
			t.Errorf("%s: %+v, want %+v\n%s", tt.name, count, tt.count, diff)
		}
	}
	two := rolls("0 1000 yes", "1000 2000 yes")
	two[0].speakers, two[1].speakers = []any{"A"}, []any{"B"}
	if got, _ := deroll(two); len(got) != 2 {
		t.Error("two speakers were taken for one:", got)
	}
}

func TestTimestampMap(t *testing.T) {
	tests := []struct {
		in   string
		want time.Duration
		ok   bool
	}{
		{"MPEGTS:900000,LOCAL:00:00:00.000", 10 * time.Second, true},
		{"LOCAL:00:00:10.000, MPEGTS:900000", 0, true},
		{"MPEGTS:0,LOCAL:00:00:00.000", 0, true},
		{"MPEGTS:0,LOCAL:00:01.000", -time.Second, true},
		{"MPEGTS:8589934591,LOCAL:00:00:00.000", 95443717677778 * time.Nanosecond / 1000 * 1000, true},
		{"MPEGTS:-1,LOCAL:00:00:00.000", 0, false},
		{"MPEGTS:99999999999999999999,LOCAL:00:00:00.000", 0, false},
		{"MPEGTS:0", 0, false},
		{"LOCAL:00:00:00.000", 0, false},
		{"", 0, false},
	}
	for _, tt := range tests {
		got, ok := shiftOf(tt.in)
		if ok != tt.ok || ok && (got-tt.want).Abs() > time.Microsecond {
			t.Errorf("%q: %v, %v; want %v, %v", tt.in, got, ok, tt.want, tt.ok)
		}
	}
}
