package wire

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// equalToFresh reports how the decoder reads a line otherwise than one that has
// seen nothing does.
func equalToFresh(d *Decoder, line []byte) error {
	// As text, in which nothing and an empty list are the same.
	got, want := fmt.Sprintf("%+v", d.Decode(line)), fmt.Sprintf("%+v", new(Decoder).Decode(line))
	if got != want {
		return fmt.Errorf("%.300s:\n%s, by a decoder that saw nothing\n%s", line, got, want)
	}
	return nil
}

// TestKnown reads texts that are alike in all ways, each with a decoder that has
// read the others.
func TestKnown(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var d Decoder
	for range 300 {
		// A template of some length, and a few others that begin as it does.
		var stems []string
		stem := strings.Repeat("A text that comes again and again, more or less. ", 1+r.IntN(4)) + randomText(r)
		for range 1 + r.IntN(4) {
			stems = append(stems, stem+randomText(r)+strings.Repeat(randomText(r)+"; ", r.IntN(20)))
		}
		for range 40 {
			text := slowMinimal(stems[r.IntN(len(stems))] + randomText(r))
			if r.IntN(3) == 0 { // other escapes of the same
				b, err := json.Marshal(stems[r.IntN(len(stems))] + "–" + randomText(r))
				if err != nil {
					t.Fatal(err)
				}
				text = string(b[1 : len(b)-1])
			}
			if n := len(text); r.IntN(10) == 0 {
				text = text[:r.IntN(n+1)] // perhaps within an escape or a character
			}
			end := `"}]}]}`
			if r.IntN(10) == 0 {
				end = ""
			}
			if err := equalToFresh(&d, []byte(`{"contents":[{"parts":[{"text":"`+text+end)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestKnownWritten writes texts that are alike, each with an encoder that has
// written the others.
func TestKnownWritten(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	var e Encoder
	for range 300 {
		stem := strings.Repeat("Say \"the same\" again.\n", 1+r.IntN(8)) + randomText(r)
		var stems []string
		for range 1 + r.IntN(3) {
			stems = append(stems, stem+[...]string{"–", "—", "\u2028", "\u2029", "é", "\"", "\xe2\x80", "\x01"}[r.IntN(8)]+randomText(r))
		}
		for range 30 {
			text := stems[r.IntN(len(stems))] + randomText(r)
			x := Part{Seen: Text, Text: Value{S: text}}
			got, err := e.AppendPart([]byte("before"), &x)
			want, wantErr := new(Encoder).AppendPart([]byte("before"), &x)
			if string(got) != string(want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
				t.Fatalf("%q:\n%s, %v, by an encoder that wrote nothing\n%s, %v", text, got, err, want, wantErr)
			}
		}
	}
	used := 0
	for i := range e.known {
		for _, p := range e.known[i] {
			if len(p.from) > 0 && p.score > goodScore {
				used++
			}
		}
	}
	if used == 0 {
		t.Error("nothing was remembered")
	}
}

// TestKnownCuts reads texts that first differ within a character or an escape.
func TestKnownCuts(t *testing.T) {
	stem := strings.Repeat("The same for all. ", 10)
	for _, ends := range [][]string{
		{"–.", "—.", "…."}, {"é", "è"}, {"😀 ", "😁 "}, {`\n`, `\t`, `\\`, `\"`}, {`\u00e9`, `\u00e8`, `\u010c`},
		{`\ud83d\ude00`, `\ud83d\ude01`, `\ud83c\udf00`}, {`\\u0041`, `\\u0042`}, {"", "x"},
	} {
		var d Decoder
		for n := range 40 {
			text := stem + ends[n%len(ends)] + strings.Repeat("z", n%3)
			if err := equalToFresh(&d, []byte(`{"contents":[{"parts":[{"text":"`+text+`"}]}]}`)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestTake makes pieces of all beginnings of texts: each ends before what is cut,
// and says what is there.
func TestTake(t *testing.T) {
	decode := func(raw []byte) (string, Runes, bool) {
		x := new(Decoder).DecodePart([]byte(`{"text":"` + string(raw) + `"}`))
		p := x.Contents[0].Parts[0]
		return p.Text.S, p.Runes, len(x.Faults) == 0
	}
	for _, raw := range []string{
		`plain`, `a\"b\\c\n`, `\u00e9\u0041\u2028x`, `\ud83d\ude00\ud83d\ude01`, "é世界😀\u2028\u0085", `x\ud83d\ude00é\\ud83d`, `\\u00e9`,
	} {
		for n := range len(raw) + 1 {
			var p piece
			p.takeRaw([]byte(raw[:n]))
			text, runes, ok := decode(p.from)
			if !ok || string(p.to) != text || (Runes{Low: len(text) - p.high - p.cont, High: p.high}) != runes {
				t.Errorf("%q: the piece is %q for %q, which is %q", raw[:n], p.from, p.to, text)
			}
			if _, _, ok := decode([]byte(raw[:n])); ok && len(p.from) < n {
				t.Errorf("%q: the piece is %q only", raw[:n], p.from)
			}
			if strings.ContainsRune(raw, utf8.RuneError) {
				continue
			}
			var q piece
			q.takeText([]byte(raw[:n]))
			want, err := AppendString(nil, string(q.from))
			if err != nil || `"`+string(q.to)+`"` != string(want) || len(q.from) < n-utf8.UTFMax+1 {
				t.Errorf("%q: the piece to write is %q for %q; %v", raw[:n], q.from, q.to, err)
			}
		}
	}
}

// TestKnownBounds feeds long and hostile texts: what is kept of them is bounded.
func TestKnownBounds(t *testing.T) {
	var d Decoder
	for n := range 2000 {
		text := strings.Repeat("x", 97*(n%100)) + strings.Repeat(`\ud83d\ude00`, 2000) + fmt.Sprint(n)
		if err := equalToFresh(&d, []byte(`{"contents":[{"parts":[{"text":"`+text+`"}]}]}`)); err != nil {
			t.Fatal(err)
		}
	}
	pieces := 0
	for i := range d.known {
		for _, p := range d.known[i] {
			if len(p.from) > maxKnown || cap(p.from) > 2*maxKnown || cap(p.to) > 2*maxKnown {
				t.Fatalf("a piece of %d bytes, in %d, for a text in %d", len(p.from), cap(p.from), cap(p.to))
			}
			if len(p.from) > 0 {
				pieces++
			}
		}
	}
	if pieces == 0 {
		t.Error("nothing was remembered")
	}
}

// TestKnownAllocs reads a template filled in otherwise each time.
func TestKnownAllocs(t *testing.T) {
	if raceEnabled {
		t.Log("the race detector allocates by itself; allocations are asserted without it")
		return
	}
	var d Decoder
	var lines [][]byte
	for n := range 100 {
		lines = append(lines, fmt.Appendf(nil, `{"contents":[{"parts":[{"text":"%s%d\n"}]}]}`, strings.Repeat(`Say \"yes\" or \"no\". `, 20), n*n))
	}
	read := func() {
		for _, line := range lines {
			if x := d.Decode(line); len(x.Faults) > 0 {
				t.Fatal(x.Faults)
			}
		}
	}
	read()
	read()
	if n := testing.AllocsPerRun(10, read); n != 0 {
		t.Errorf("%v allocations", n)
	}
	found := 0
	for i := range d.known {
		for _, p := range d.known[i] {
			if len(p.from) > 400 {
				found++
			}
		}
	}
	if found != 1 {
		t.Errorf("%d pieces of the template's length are remembered, want 1", found)
	}
}
