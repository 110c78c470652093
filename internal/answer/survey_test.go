package answer

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// An example is an answer and its segment.
type example struct {
	text       string
	start, len time.Duration
	unknown    bool
}

// texts are answers of videos of a minute.
func texts(answers ...string) []example {
	var all []example
	for _, a := range answers {
		all = append(all, example{text: a, len: minute})
	}
	return all
}

func repeat(n int, answer func(i int) string) []example {
	var all []string
	for i := range n {
		all = append(all, answer(i))
	}
	return texts(all...)
}

func survey(all []example) []Finding {
	var s Survey
	var p Parser
	for i, e := range all {
		s.Add(Place{Line: i + 1}, p.Parse(e.text), e.start, e.len, !e.unknown)
	}
	return s.Findings()
}

// words writes findings in a line each.
func words(all []Finding) string {
	var b strings.Builder
	for _, f := range all {
		fmt.Fprintf(&b, "%v: %d of %d, lines %v", f.Kind, f.Count, f.Of, linesOf(f))
		if len(f.Details) > 0 {
			fmt.Fprintf(&b, " (%s)", strings.Join(f.Details, " | "))
		}
		if f.Detail != "" {
			fmt.Fprintf(&b, ": %s", f.Detail)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

var animals = []string{"dog", "cat", "rabbit"}

// events is a list of n events of one answer.
func events(i, n int) string {
	var b []string
	for k := range n {
		b = append(b, fmt.Sprintf(`{"label": %q, "start": %d.5, "end": %d}`, animals[(i+k)%3], (i+k*7)%40, (i+k*7)%40+10))
	}
	return "[" + strings.Join(b, ", ") + "]"
}

// clean are the sets that a team may well have: none of them has a finding.
var clean = map[string][]example{
	"captions":               captions(50),
	"short captions":         repeat(50, func(i int) string { return fmt.Sprintf("A %s and a %s, take %c", animals[i%3], animals[i/3%3], 'A'+i) }),
	"summaries":              repeat(20, func(i int) string { return strings.Repeat(caption(i)+"\n\n", 5) }),
	"a clock on a wall":      append(captions(49), texts("The clock on the wall shows 12:45, and a man waits.")...),
	"moderation":             repeat(100, moderation),
	"localization":           repeat(60, func(i int) string { return events(i, i%5) }),
	"localization, fenced":   repeat(60, func(i int) string { return "```json\n" + events(i, i%5) + "\n```" }),
	"localization in object": repeat(60, func(i int) string { return `{"events": ` + events(i, i%5) + `, "count": ` + fmt.Sprint(i%5) + `}` }),
	"one event each":         repeat(60, func(i int) string { return events(i, 1) }),
	"one kind of event": repeat(120, func(i int) string {
		return fmt.Sprintf(`[{"label":"goal","start":%d}]`, i%50)
	}),
	"labels 60/30/10": repeat(100, func(i int) string { return animals[min(i%10/6+i%10/9, 2)] }),
	"labels as JSON":  repeat(100, func(i int) string { return fmt.Sprintf(`{"animal": %q}`, animals[min(i%10/6+i%10/9, 2)]) }),
	"yes and no":      repeat(100, func(i int) string { return []string{"yes", "no", "no"}[i%3] }),
	"half negative":   repeat(40, func(i int) string { return []string{"none", "dog", "cat", "No events"}[i%4] }),
	"subtitles":       repeat(30, subtitles),
	"timed text":      repeat(30, func(i int) string { return fmt.Sprintf("[00:%02d] A %s comes in.", i, animals[i%3]) }),
	"multilingual":    repeat(40, multilingual),
	"multi-label":     repeat(50, func(i int) string { return fmt.Sprintf(`{"labels": [%q, %q]}`, animals[i%3], animals[(i+1)%3]) }),
	"multi-label, some": repeat(50, func(i int) string {
		return []string{`{"labels":["dog"]}`, `{"labels":[]}`, `{"labels":["cat","dog"]}`}[i%3]
	}),
	"objects, {} and null": repeat(40, func(i int) string {
		return []string{`{"label":"dog"}`, `{"label":null}`, `{}`, `{"label":"cat"}`}[i%4]
	}),
	"names as keys": repeat(80, func(i int) string { return fmt.Sprintf(`{"player %d": "runs", "player %d": "rests"}`, i, i+100) }),
	"free objects":  repeat(40, func(i int) string { return object(i+1, "1") }),
	"mixed half":    repeat(40, func(i int) string { return []string{"A dog.", `{"animal":"dog"}`}[i%2] }),
	"scores": repeat(30, func(i int) string {
		return fmt.Sprintf("They won %d:%d after the break, as in John %d:16.", i%9, i%7, i)
	}),
	"numbers": repeat(30, func(i int) string { return fmt.Sprint(i % 12 * 100) }),
	"times, exact end": repeat(30, func(i int) string {
		return fmt.Sprintf(`[{"label":%q,"start":"00:00","end":"01:00"},{"label":"dog","start":"00:%02d","end":"01:00.9"}]`, animals[i%3], i)
	}),
	"times in other words": repeat(30, func(i int) string {
		return fmt.Sprintf(`{"note": "recorded at 23:%02d:00", "epoch": %d, "timestamp": %d}`, i, 1717171717+i, 1717171717+i)
	}),
	"chat": repeat(40, func(i int) string {
		return fmt.Sprintf("[Speaker %d] Hello {name}, see [%d] and ```code %d```.", i%2, i, i)
	}),
	"few":              texts(`{"a":1}`, "x", `{"b":1}`, "```json\n{}\n```", "", "", ""),
	"all told on line": texts("", "nan", "NaN", "None", "null", `{"a":`, "```json\n{", `[{"x":1},]`, "```", "NULL", "{\"a\":1}"),
}

func caption(i int) string {
	who := []string{"A man in a red coat", "Two children", "A brown dog", "An old woman", "The goalkeeper"}
	does := []string{"walks along the shore", "runs across the road", "waits near the door", "looks at the sky", "falls, gets up and laughs", "throws a ball"}
	when := []string{"while it rains", "in the morning light", "as a train passes", "before the camera turns away", "and the crowd cheers", "[Music] plays", "at half past three"}
	return who[i%5] + " " + does[i%6] + " " + when[i%7] + "."
}

func captions(n int) []example { return repeat(n, caption) }

func moderation(i int) string {
	reason, at := "null", "null"
	if i%4 == 0 {
		reason, at = fmt.Sprintf("%q", caption(i)), fmt.Sprint(i%50)
	}
	return fmt.Sprintf(`{"flagged": %v, "category": %q, "reason": %s, "timestamp": %s}`, i%4 == 0, []string{"violence", "none", "none", "none"}[i%4], reason, at)
}

func subtitles(i int) string {
	return fmt.Sprintf("1\n00:00:%02d,000 --> 00:00:%02d,500\n[Music]\n\n2\n00:00:%02d,000 --> 00:00:%02d,000\n(applause) %s\n", i, i+2, i+5, i+8, caption(i))
}

func multilingual(i int) string {
	s := []string{"Ein Hund läuft über die Straße", "一只狗在草地上奔跑", "كلب يركض في الحديقة", "Собака бежит по траве", "犬が庭を走っています", "Un perro corre por el jardín", "एक कुत्ता दौड़ रहा है"}
	return s[i%7] + strings.Repeat("!", i/7)
}

func TestClean(t *testing.T) {
	for name, all := range clean {
		if got := words(survey(all)); got != "" {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

// put puts answers at places, from 1, of a set.
func put(all []example, at int, answers ...string) []example {
	all = slices.Clone(all)
	for i, a := range answers {
		all[at-1+i].text = a
	}
	return all
}

// cut moves examples into segments.
func cut(all []example, start, length time.Duration) []example {
	all = slices.Clone(all)
	for i := range all {
		all[i].start, all[i].len = start, length
	}
	return all
}

func TestFindings(t *testing.T) {
	loc := clean["one event each"]
	for _, tt := range []struct {
		name string
		all  []example
		want string
	}{
		{"not JSON", put(loc, 7, "A dog.", "none"), "not JSON: 2 of 60, lines [7 8]: 58 of 60 answers are JSON\n"},
		{"not JSON, 80 %", put(loc[:10], 3, "A dog.", "A cat."), "not JSON: 2 of 10, lines [3 4]: 8 of 10 answers are JSON\n"},
		{"not JSON, under 80 %", put(loc[:10], 3, "A dog.", "A cat.", "A bird."), ""},
		{"not JSON, 8 answers", put(loc[:8], 8, "A dog."), "not JSON: 1 of 8, lines [8]: 7 of 8 answers are JSON\n"},
		{"not JSON, 7 answers", put(loc[:7], 7, "A dog."), ""},
		{"not JSON, told on the line", put(loc, 7, "", "NaN", `[{"label":`, "```json\n[]"), ""},

		{"missing and extra", put(loc, 7, `[{"label":"dog","begin":1,"end":2}]`, `[{"label":"dog","end":2}]`),
			`shape drift: 2 of 60, lines [7 8] ("[].start" is missing, "[].begin" is extra | "[].start" is missing): 58 of 60 JSON answers have the shape [{end: number, label: string, start: number}]` + "\n"},
		{"only extra", put(loc, 9, `[{"label":"dog","start":1,"end":2,"note":"x"}]`),
			`shape drift: 1 of 60, lines [9] ("[].note" is extra): 59 of 60 JSON answers have the shape [{end: number, label: string, start: number}]` + "\n"},
		{"types", put(loc, 60, `[{"label":"dog","start":"00:05","end":2}]`),
			`shape drift: 1 of 60, lines [60] ("[].start" is string, mostly number): 59 of 60 JSON answers have the shape [{end: number, label: string, start: number}]` + "\n"},
		{"object for list", put(loc, 1, `{"label":"dog","start":1,"end":2}`, `{"events":[]}`),
			`shape drift: 2 of 60, lines [1 2] (the answer is object, mostly array | the answer is object, mostly array): 58 of 60 JSON answers have the shape [{end: number, label: string, start: number}]` + "\n"},
		{"types within an answer", put(loc, 60, `[{"label":"dog","start":5,"end":6},{"label":"dog","start":"00:05","end":6}]`),
			`shape drift: 1 of 60, lines [60] ("[].start" is string or number, mostly number): 59 of 60 JSON answers have the shape [{end: number, label: string, start: number}]` + "\n"},
		{"many differences", put(loc, 60, `[{"a":1,"b":2,"c":3}]`),
			`shape drift: 1 of 60, lines [60] ("[].end" is missing, "[].label" is missing, "[].start" is missing, and 3 more): 59 of 60 JSON answers have the shape [{end: number, label: string, start: number}]` + "\n"},
		{"null before the odd one", put(repeat(40, func(i int) string { return `{"a":"` + caption(i) + `"}` }), 1, `{"a":null}`, `{"a":5}`),
			`shape drift: 1 of 40, lines [2] ("a" is number, mostly string): 39 of 40 JSON answers have the shape {a: string|null}` + "\n"},
		{"too complex is left alone", put(loc, 7, object(MaxPaths+1, "1")), ""},
		{"79 % of one shape", put(loc[:14], 1, `{"x":1}`, `{"x":1}`, `{"x":1}`), ""},

		{"fences", put(loc, 5, "```json\n"+events(1, 1)+"\n```", "```\n"+events(2, 1)+"\n```"),
			"fences mixed: 2 of 60, lines [5 6] (fenced | fenced): 2 of 60 JSON answers are fenced, the others are not\n"},
		{"no fence", put(clean["localization, fenced"], 5, events(1, 2)),
			"fences mixed: 1 of 60, lines [5] (not fenced): 1 of 60 JSON answers are not fenced, the others are fenced\n"},

		{"past the end", put(loc, 5, `[{"label":"dog","start":10,"end":61.000000001}]`),
			"times outside: 1 of 60, lines [5] (61.000000001s lies past the segment's length of 60s)\n"},
		{"past the end by the slack", put(loc, 5, `[{"label":"dog","start":10,"end":61}]`), ""},
		{"negative", put(loc, 5, `[{"label":"dog","start":-0.5,"end":6}]`), "times outside: 1 of 60, lines [5] (-0.5s is negative)\n"},
		{"length unknown", []example{{text: `{"end":99}`, unknown: true}, {text: `{"end":9}`, unknown: true}, {text: `{"end":99}`}, {text: `{"end":8}`},
			{text: `{"end":7}`}, {text: `{"end":6}`}, {text: `{"end":5}`}, {text: `{"end":4}`}}, ""},
		{"past the end in text", put(clean["timed text"], 5, "[01:05] A dog comes in."), "times outside: 1 of 30, lines [5] (65s lies past the segment's length of 60s)\n"},
		{"past the end, clock", put(clean["subtitles"], 5, "1\n00:01:05,000 --> 00:01:07,000\n[Music]\n"), "times outside: 1 of 30, lines [5] (67s lies past the segment's length of 60s)\n"},
		{"absolute", cut(repeat(9, func(i int) string { return fmt.Sprintf(`[{"label":"dog","start":%d,"end":"01:%02d"}]`, 60+i, 10+i) })[:9], minute, 30*sec),
			"times absolute: 9 of 9, lines [1 2 3 4 5 6 7 8 9] (" + strings.TrimSuffix(strings.Join([]string{
				absolute(70), absolute(71), absolute(72), absolute(73), absolute(74), absolute(75), absolute(76), absolute(77), absolute(78)}, " | "), " | ") + ")\n"},
		{"absolute, half", slices.Concat(cut(texts(`{"start":65}`, `{"start":66}`, `{"start":67}`, `{"start":68}`), minute, 30*sec),
			cut(texts(`{"start":5}`, `{"start":6}`, `{"start":7}`, `{"start":8}`), minute, 30*sec)),
			"times outside: 4 of 8, lines [1 2 3 4] (65s lies past the segment's length of 30s | 66s lies past the segment's length of 30s | 67s lies past the segment's length of 30s | 68s lies past the segment's length of 30s)\n"},

		{"negative answers", put(repeat(20, func(int) string { return "none" }), 1, "dog", "cat", "dog", "cat"),
			"mostly negative: 16 of 20, lines [5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20]\n"},
		{"negative answers under 80 %", put(repeat(20, func(int) string { return "none" }), 1, "dog", "cat", "dog", "cat", "dog"), ""},
		{"empty answers", put(repeat(10, func(int) string { return "" }), 1, "[]", "dog"),
			"mostly negative: 9 of 10, lines [1 3 4 5 6 7 8 9 10]: 8 of them are empty\n"},
		{"empty lists", put(repeat(50, func(int) string { return "[]" }), 1, events(1, 1), events(2, 1), events(3, 1)),
			"mostly negative: 47 of 50, lines [4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23]\n"},
		{"negative, no skew beside it", put(repeat(200, func(int) string { return "none" }), 1, "dog", "cat", "dog", "cat"),
			"mostly negative: 196 of 200, lines [5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24]\n"},

		{"typo", put(clean["labels 60/30/10"], 33, "dgo"), `rare label: 1 of 100, lines [33] ("dgo" stands once; "dog" stands 59 times): "dgo"` + "\n"},
		{"typo in JSON", put(loc, 33, `[{"label":"Dogs","start":1,"end":2}]`, `[{"label":"bird","start":1,"end":2}]`),
			`rare label: 2 of 60, lines [33 34] ([].label: "Dogs" stands once; "dog" stands 19 times | [].label: "bird" stands once): "Dogs", "bird"` + "\n"},
		{"typo, too few", put(clean["labels 60/30/10"][:19], 3, "dgo"), ""},
		{"typo, 20 values", put(clean["labels 60/30/10"][:20], 3, "dgo"), `rare label: 1 of 20, lines [3] ("dgo" stands once; "dog" stands 11 times): "dgo"` + "\n"},
		{"skew", put(repeat(100, func(int) string { return "walking" }), 1, "running", "running", "jumping", "jumping"), `skewed labels: 96 of 100, lines [5] ("walking" is 96 of 100): "walking" is 96 of 100` + "\n"},
		{"skew, 90 %", put(repeat(100, func(int) string { return "walking" }), 1, slices.Repeat([]string{"running"}, 10)...), ""},
		{"skew, 99 answers", put(repeat(99, func(int) string { return "walking" }), 1, "running", "running"), ""},
		{"skew in JSON", put(repeat(100, func(i int) string { return fmt.Sprintf(`{"label":"walking","unit":"s","n":%d}`, i) }), 1, `{"label":"running","unit":"s","n":1}`, `{"label":"running","unit":"s","n":1}`),
			`skewed labels: 98 of 100, lines [3] (label: "walking" is 98 of 100): label: "walking" is 98 of 100` + "\n"},
		{"all equal", repeat(8, func(int) string { return "dog" }), "all equal: 8 of 8, lines [1]\n"},
		{"all equal, negative", repeat(120, func(int) string { return "none" }), "all equal: 120 of 120, lines [1]\n"},
		{"all empty", repeat(8, func(int) string { return " " }), "all equal: 8 of 8, lines [1]\n"},
		{"all equal, 7", repeat(7, func(int) string { return "dog" }), ""},
	} {
		if got := words(survey(tt.all)); got != tt.want {
			t.Errorf("%s:\n got %swant %s", tt.name, got, tt.want)
		}
	}
}

func absolute(s int) string {
	return fmt.Sprintf("%ds lies past the segment's length of 30s, and within 60s to 90s of the video", s)
}

// TestBounded feeds what grows, and looks at what the Survey keeps.
func TestBounded(t *testing.T) {
	var s Survey
	var p Parser
	for i := range 5000 {
		s.Add(Place{Line: i + 1}, p.Parse(fmt.Sprintf(`{"k%d":"v%d","label":"l%d"}`, i, i, i)), 0, minute, true)
		s.Add(Place{Line: i + 1}, p.Parse(fmt.Sprintf(`{"time":%d,"x":"dog","y":null}`, i)), 0, minute, true)
	}
	if len(s.shapes.list) != MaxShapes || len(s.labels.list) != MaxLabelPaths || len(s.shapes.byHash) > maxHashes {
		t.Errorf("%d shapes, %d hashes, %d label paths", len(s.shapes.list), len(s.shapes.byHash), len(s.labels.list))
	}
	for _, p := range s.labels.list {
		if len(p.values) > MaxLabelValues {
			t.Errorf("%s: %d values", p.name, len(p.values))
		}
	}
	all := s.Findings()
	if len(all) != 1 || all[0].Kind != KindTimesOutside || all[0].Count != 4938 || len(linesOf(all[0])) != MaxPlaces {
		t.Errorf("%s", words(all))
	}
}

// TestManyNulls has more shapes than are kept apart, all of which agree.
func TestManyNulls(t *testing.T) {
	all := repeat(3000, func(i int) string {
		var b []string
		for k := range 10 {
			v := "null"
			if i*7>>k&1 == 1 {
				v = fmt.Sprint(i)
			}
			b = append(b, fmt.Sprintf(`"k%d":%s`, k, v))
		}
		return "{" + strings.Join(b, ",") + "}"
	})
	if got := words(survey(all)); got != "" {
		t.Error(got)
	}
	if got := survey(put(all, 2900, `{"k0":"x"}`)); len(got) != 1 || got[0].Kind != KindShapeDrift || got[0].Count != 1 || linesOf(got[0])[0] != 2900 {
		t.Error(words(got))
	}
}

func TestNames(t *testing.T) {
	seen := map[string]bool{"": true}
	for k := KindNotJSON; k <= KindAllEqual; k++ {
		if seen[k.String()] {
			t.Errorf("kind %d: name %q", k, k.String())
		}
		seen[k.String()] = true
	}
	if s := (KindAllEqual + 1).String(); s != "unknown" {
		t.Errorf("after the last kind: %q", s)
	}
}

func FuzzSurvey(f *testing.F) {
	f.Add("dog\x00cat\x00"+events(1, 3)+"\x00[]\x00\x00{\"a\":null}\x00```json\n{}\n```", int64(10), int64(20))
	f.Add(strings.Repeat("{\"a\":1}\x00", 10)+"{\"b\":[]}\x00{\"a\":{}}\x00[{\"a\":1}]", int64(0), int64(1)<<62)
	f.Fuzz(func(t *testing.T, in string, start, length int64) {
		var all []example
		for a := range strings.SplitSeq(in, "\x00") {
			all = append(all, example{text: a, start: time.Duration(start), len: time.Duration(length)})
		}
		got := survey(all)
		for i, f := range got {
			if i > 0 && f.Kind <= got[i-1].Kind || f.Count < 1 || f.Of < f.Count || len(linesOf(f)) == 0 || len(linesOf(f)) > MaxPlaces || f.Kind != KindLabelSkew && f.Kind != KindAllEqual && f.Kind != KindLabelSpelling && len(linesOf(f)) != f.Count && len(linesOf(f)) != MaxPlaces ||
				len(f.Details) > 0 && len(f.Details) != len(linesOf(f)) || !slices.IsSorted(linesOf(f)) || linesOf(f)[0] < 1 || linesOf(f)[len(linesOf(f))-1] > len(all) {
				t.Fatalf("%+v", f)
			}
		}
		if words(got) != words(survey(all)) {
			t.Fatal("a second run says something else")
		}
	})
}

func BenchmarkAdd(b *testing.B) {
	var s Survey
	var p Parser
	f := p.Parse(events(1, 3)).Clone()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.Add(Place{Line: i}, f, 0, minute, true)
	}
}

// TestManyShapes feeds shapes that are made to cost time: the same keys, in
// changing order and with changing types.
func TestManyShapes(t *testing.T) {
	var s Survey
	var p Parser
	rnd := rand.New(rand.NewPCG(1, 2))
	start := time.Now()
	for i := range 20_000 {
		var b []string
		for k := range MaxPaths {
			b = append(b, fmt.Sprintf(`"k%d":%s`, k, []string{"1", `"x"`, "true"}[rnd.IntN(3)]))
		}
		rnd.Shuffle(len(b), func(i, j int) { b[i], b[j] = b[j], b[i] })
		s.Add(Place{Line: i + 1}, p.Parse("{"+strings.Join(b, ",")+"}"), 0, minute, true)
	}
	if got := s.Findings(); len(got) != 0 {
		t.Error(words(got))
	}
	if d := time.Since(start); d > 20*time.Second {
		t.Errorf("%v", d)
	}
}

func linesOf(f Finding) []int {
	lines := make([]int, len(f.Places))
	for i, p := range f.Places {
		lines[i] = p.Line
	}
	return lines
}
