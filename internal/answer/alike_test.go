package answer

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// all writes everything that the facts say.
func all(f *Facts) string {
	var b strings.Builder
	fmt.Fprintln(&b, text(f), f.ShapeHash, f.Times, f.trimmed, f.hash, f.labelsCut)
	f.Labels(func(path, value string) bool {
		fmt.Fprintf(&b, "%s=%q\n", path, value)
		return true
	})
	for _, l := range f.labels {
		fmt.Fprint(&b, l.start < 0, f.tree.path(l.node), " ")
	}
	return b.String()
}

// madeAnswer writes an answer as some program would; the same kind gives answers
// of one shape, or nearly.
func madeAnswer(r *rand.Rand, kind, wrap int) string {
	word := func() string {
		return [...]string{"goal", "corner", "a longer word that is none of the labels, since it has more than 64 bytes", `q\"uote`, `t\u00e4st`, "00:05", "12", "", "ž", "1:02:03"}[r.IntN(10)]
	}
	n := 1 + r.IntN(3)
	if r.IntN(10) == 0 {
		n, wrap = 0, r.IntN(4)
	}
	var events []string
	for range n {
		switch kind {
		case 0:
			events = append(events, fmt.Sprintf(`{"start": "00:%02d", "end": "00:%02d", "label": "%s"}`, r.IntN(60), r.IntN(60), word()))
		case 1: // members in no order, some left out
			all := []string{fmt.Sprintf(`"start":%d`, r.IntN(100)), fmt.Sprintf(`"end":%d.5`, r.IntN(100)), `"label":"` + word() + `"`, `"x":{"y":[1,null,{}]}`}
			r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
			events = append(events, "{"+strings.Join(all[r.IntN(2):], ",")+"}")
		case 2: // arrays of arrays
			events = append(events, fmt.Sprintf(`[%d , "%s",[true]]`, r.IntN(9), word()))
		case 3: // an escaped key, one that stands twice, one that is too long
			events = append(events, fmt.Sprintf(`{"st\u0061rt":%d,"a":"%s","a":%d,"%s":null}`, r.IntN(9), word(), r.IntN(3), strings.Repeat("k", 60+r.IntN(10))))
		case 4: // two shapes
			events = append(events, fmt.Sprintf(`{"start_ms" : %d,"k%d" : "%s"}`, r.IntN(9), r.IntN(2), word()))
		case 6: // without space
			events = append(events, fmt.Sprintf(`{"start":%d,"label":"%s"}`, r.IntN(9), word()))
		case 8: // with other space each time
			gap := func() string { return [...]string{"", "", "", " ", "\n  "}[r.IntN(5)] }
			events = append(events, fmt.Sprintf(`{%s"start"%s:%s%d%s,%s"label"%s:%s"%s"%s}`, gap(), gap(), gap(), r.IntN(9), gap(), gap(), gap(), gap(), word(), gap()))
		case 7: // two shapes that are too complex together
			var b strings.Builder
			for range 40 {
				fmt.Fprintf(&b, `"%c%d":"%s",`, 'a'+n%2, b.Len(), word())
			}
			if r.IntN(3) == 0 {
				events = append(events, strings.ReplaceAll(b.String(), `"a`, `"b`)+b.String()) // too complex by itself
			}
			events = []string{"{" + strings.Join(events, "") + b.String() + `"z":"x"}`}
			if r.IntN(2) == 0 {
				events = []string{`{"z":"x"}`}
			}
		case 5: // no two alike
			events = append(events, fmt.Sprintf(`{"k%d":{"k%d":"%s"}}`, r.IntN(99), r.IntN(99), word()))
		}
	}
	s := "[" + strings.Join(events, ",\n ") + "]"
	switch wrap {
	case 0:
		s = "```json\n" + s + "\n```"
	case 1:
		s = `{"events": ` + s + `, "n": ` + fmt.Sprint(n) + `}`
	}
	return s
}

const madeKinds = 9

// TestAlike parses answers that are alike, and some that are damaged, with a
// parser that has parsed those before, and one that has seen nothing.
func TestAlike(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	var p Parser
	begun := 0
	for range 300 {
		kind, other, wrap := r.IntN(madeKinds), r.IntN(madeKinds), r.IntN(4)
		for range 30 {
			if r.IntN(8) == 0 {
				kind, other = other, kind
			}
			in := madeAnswer(r, kind, wrap)
			switch i := r.IntN(len(in)); r.IntN(10) {
			case 0:
				in = in[:i]
			case 1:
				in = in[:i] + string(" \"\\{}[],:x0"[r.IntN(11)]) + in[i:]
			case 2:
				in = in[:i] + in[i+1:]
			}
			var fresh Parser
			got, want := all(p.Parse(in)), all(fresh.Parse(in))
			if got != want {
				t.Fatalf("%s\n%s, by a parser that saw nothing\n%s", in, got, want)
			}
			if p.scan.begun {
				begun++
			}
		}
	}
	if begun < 1000 {
		t.Errorf("only %d trees were begun with the usual one", begun)
	}
}

// TestAlikeCut parses every beginning of an answer.
func TestAlikeCut(t *testing.T) {
	for _, in := range []string{`[{"start":1,"label":"a"},{"start":2,"label":"b"}]`, `{"a" : 1 , "b" : {"c":[ {"x":0,"y":{}} ]}}`} {
		var p Parser
		for i := range len(in) + 1 {
			p.Parse(in)
			var fresh Parser
			if got, want := all(p.Parse(in[:i])), all(fresh.Parse(in[:i])); got != want {
				t.Fatalf("%s\n%s, by a parser that saw nothing\n%s", in[:i], got, want)
			}
		}
	}
}

// TestAlikeComplex parses an answer with more keys than a shape has, after answers
// with the last of them.
func TestAlikeComplex(t *testing.T) {
	var p, fresh Parser
	for range 5 {
		p.Parse(`{"z":"x"}`)
	}
	in := strings.TrimSuffix(object(MaxPaths+20, `"y"`), "}") + `,"z":"x"}`
	if got, want := all(p.Parse(in)), all(fresh.Parse(in)); got != want {
		t.Fatalf("%s, by a parser that saw nothing\n%s", got, want)
	}
}
