package wire

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// madeLine writes a line as some program would; the same kind gives lines of one
// pattern.
func madeLine(r *rand.Rand, kind int) []byte {
	text := func() string {
		return slowMinimal(strings.ToValidUTF8(randomText(r), "?"))
	}
	uri := fmt.Sprintf("gs://b/%d.mp4", r.IntN(1000))
	start, end := r.IntN(100), 100+r.IntN(100)
	switch kind {
	case 0:
		return fmt.Appendf(nil, `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"%s","mimeType":"video/mp4"}},{"text":"%s"}]},{"role":"model","parts":[{"text":"%s"}]}]}`, uri, text(), text())
	case 1:
		return fmt.Appendf(nil, `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"%s","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"%ds","endOffset":"%d.5s"}},{"text":"%s"}]},{"role":"model","parts":[{"text":"%s"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`, uri, start, end, text(), text())
	case 2: // as Python writes it
		return fmt.Appendf(nil, `{"systemInstruction": {"parts": [{"text": "%s"}]}, "contents": [{"parts": [{"text": "%s"}, {"videoMetadata": {"fps": 1, "endOffset": "%ds"}, "fileData": {"mimeType": "video/webm", "fileUri": "%s"}}], "role": "user"}, {"parts": [{"text": "%s"}], "role": "model"}]} `, text(), text(), end, uri, text())
	case 3: // one turn after the other
		return fmt.Appendf(nil, `{"contents":[{"role":"user","parts":[{"text":"%s"}]},{"role":"model","parts":[{"text":"%s"}]},{"role":"user","parts":[{"text":"%s"}]},{"role":"model","parts":[{"text":"%s"}]}]}`, text(), text(), text(), text())
	case 4: // what no pattern is made of
		return fmt.Appendf(nil, `{"contents":[{"role":"user","parts":[{"text":"%s"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{"x":"%s"}}}]}],"tools":[{"a": %d}]}`, text(), text(), start)
	case 5: // with a fault in each
		return fmt.Appendf(nil, `{"contents":[{"role":"user","parts":[{"file_data":{"fileUri":"%s"}}]}],"more":%d}`, uri, start)
	case 6: // no two alike
		return fmt.Appendf(nil, `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"%s","mimeType":"video/%d"}},{"text":"%s"}]},{"role":"model","parts":[{"text":"%s"}]}]}`, uri, r.IntN(1000), text(), text())
	case 7: // whose offset is good, or lacks its unit
		return fmt.Appendf(nil, `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"%s","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"%d%s"}},{"text":"%s"}]},{"role":"model","parts":[{"text":"%s"}]}]}`, uri, start, "s"[r.IntN(2):], text(), text())
	case 8: // of two formats
		return fmt.Appendf(nil, `{"contents":[{"role":"user","parts":[{"text":"%s"}]},{"role":"model","parts":[{"text":"%s"}]}],"messages":[]}`, text(), text())
	}
	return nil
}

const madeKinds = 9

// TestPatterns reads lines of few kinds in some order, and now and then one that
// is damaged, with a decoder that has read those before.
func TestPatterns(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	var d Decoder
	fitted := 0
	for range 60 {
		kinds := []int{r.IntN(madeKinds), r.IntN(madeKinds), r.IntN(madeKinds)}
		if r.IntN(4) == 0 {
			d = Decoder{}
		}
		for range 60 {
			line := madeLine(r, kinds[r.IntN(3)])
			switch r.IntN(14) {
			case 0:
				line = line[:r.IntN(len(line))]
			case 1:
				line[r.IntN(len(line))] = "\"\\x\x00\xff{}[],:0"[r.IntN(12)]
			case 2:
				i := r.IntN(len(line))
				line = bytes.Join([][]byte{line[:i], {"\"\\ {}"[r.IntN(5)]}, line[i:]}, nil)
			case 3:
				i := r.IntN(len(line))
				line = append(line[:i:i], line[i+1:]...)
			case 4:
				line = append(line, [...]string{" ", "}", "{}", ",", " x"}[r.IntN(5)]...)
			}
			if err := equalToFresh(&d, line); err != nil {
				t.Fatal(err)
			}
			for k := range d.patterns.all {
				if p := &d.patterns.all[k]; p.line != nil && p.score > 20 {
					fitted++
				}
			}
		}
	}
	if fitted < 100 {
		t.Errorf("patterns were of use %d times only", fitted)
	}
}

// TestPatternsMade tells of what patterns are made, and what they cost where lines
// are never alike.
func TestPatternsMade(t *testing.T) {
	for kind, want := range []int{1, 1, 1, 1, 0, 0, numPatterns, 1, 0} {
		r := rand.New(rand.NewPCG(9, uint64(kind)))
		var d Decoder
		for range 2000 {
			if err := equalToFresh(&d, madeLine(r, kind)); err != nil {
				t.Fatal(err)
			}
		}
		got := 0
		for k := range d.patterns.all {
			if len(d.patterns.all[k].literals) > 0 {
				got++
			}
		}
		if got > want || got == 0 && want > 0 && kind < 6 {
			t.Errorf("kind %d: %d patterns, want %d", kind, got, want)
		}
		if d.patterns.given > 12 {
			t.Errorf("kind %d: %d patterns were given up", kind, d.patterns.given)
		}
	}
	var d Decoder
	long := `{"contents":[{"role":"user","parts":[{"text":"x"}]}],"generationConfig":{"mediaResolution":"` + strings.Repeat("x", maxPattern) + `"}}`
	for range 100 {
		if err := equalToFresh(&d, []byte(long)); err != nil {
			t.Fatal(err)
		}
	}
	for k := range d.patterns.all {
		if len(d.patterns.all[k].literals) > 0 {
			t.Error("a pattern was made that is too long")
		}
	}
}
