package videotune

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// benchLines returns n realistic lines of about 1.1 KB: a prompt with escapes,
// half of them with a segment, JSON answers.
func benchLines(n int) []byte {
	var b bytes.Buffer
	prompt := strings.Repeat(`You label animals.\nThe video \"can\" hold é one of: dog, cat, rabbit.\n `, 9)
	for i := range n {
		meta := ""
		if i%2 == 1 {
			meta = fmt.Sprintf(`,"videoMetadata":{"startOffset":"%ds","endOffset":"%d.5s"}`, i%50*20, i%50*20+15)
		}
		fmt.Fprintf(&b, `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://bucket/videos/%06d.mp4","mimeType":"video/mp4"}%s},{"text":"%s%d"}]},`+
			`{"role":"model","parts":[{"text":"[{\"label\":\"%s\",\"start\":\"00:0%d\",\"end\":\"00:1%d\",\"note\":\"%s\"}]"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`+"\n",
			i%20_000, meta, prompt, i, [...]string{"dog", "cat", "rabbit"}[i%3], i%6, i%5, strings.Repeat("x", i%200))
	}
	return b.Bytes()
}

func BenchmarkCheck(b *testing.B) {
	data := benchLines(20_000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := Check(Dataset{Train: []Input{{"f", bytes.NewReader(data)}}}, nil)
		if err != nil || r.WouldFail() {
			b.Fatal(r, err)
		}
	}
}

func BenchmarkReader(b *testing.B) {
	data := benchLines(20_000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range NewReader(bytes.NewReader(data), nil).All() {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkWriter(b *testing.B) {
	var examples []Example
	for rec, err := range NewReader(bytes.NewReader(benchLines(1000)), nil).All() {
		if err != nil {
			b.Fatal(err)
		}
		examples = append(examples, rec.Example)
	}
	w := NewWriter(discard{}, nil)
	b.ReportAllocs()
	for b.Loop() {
		before := w.Bytes()
		for i := range examples {
			if err := w.Write(&examples[i]); err != nil {
				b.Fatal(err)
			}
		}
		b.SetBytes(w.Bytes() - before)
	}
}
