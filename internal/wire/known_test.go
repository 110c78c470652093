package wire

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
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

// TestKnownBounds feeds long and hostile texts: what is kept of them is bounded.
func TestKnownBounds(t *testing.T) {
	var d Decoder
	for n := range 2000 {
		text := strings.Repeat("x", 100*(n%100)) + strings.Repeat(`\ud83d\ude00`, 2000) + fmt.Sprint(n)
		if err := equalToFresh(&d, []byte(`{"contents":[{"parts":[{"text":"`+text+`"}]}]}`)); err != nil {
			t.Fatal(err)
		}
	}
	pieces := 0
	for i := range d.known {
		for _, p := range d.known[i] {
			if len(p.raw) > maxKnown || cap(p.raw) > 2*maxKnown || cap(p.text) > 2*maxKnown {
				t.Fatalf("a piece of %d bytes, in %d, for a text in %d", len(p.raw), cap(p.raw), cap(p.text))
			}
			if len(p.raw) > 0 {
				pieces++
				if len(p.raw)%6 > 0 && p.raw[0] == '\\' {
					t.Errorf("a piece ends within an escape: …%s", p.raw[len(p.raw)-20:])
				}
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
		t.Skip("the race detector allocates")
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
			if len(p.raw) > 400 {
				found++
			}
		}
	}
	if found != 1 {
		t.Errorf("%d pieces of the template's length are remembered, want 1", found)
	}
}
