package videotune

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
)

// allocLines returns n lines as programs write them: no two are equal, and they
// have 50 videos.
func allocLines(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		segment := ""
		if i%2 == 0 {
			segment = fmt.Sprintf(`,"videoMetadata":{"startOffset":"%ds","endOffset":"%d.5s"}`, i%100, i%100+20)
		}
		answer := `[{\"start\": \"00:05\", \"end\": \"00:07\", \"label\": \"gehört\"}]`
		if i%3 == 0 {
			answer = fmt.Sprintf(`Nothing happens in clip %d – that is all.\n`, i)
		}
		fmt.Fprintf(&b, `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://bucket/%d.mp4","mimeType":"video/mp4"}%s},{"text":"List all \"events\" of clip %d.\nAnswer in JSON."}]},{"role":"model","parts":[{"text":"%s"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`+"\n",
			i%50, segment, i, answer)
	}
	return b.Bytes()
}

// TestAllocs: a line more costs no allocation, but for what is kept of it.
func TestAllocs(t *testing.T) {
	if raceEnabled {
		t.Log("the race detector allocates by itself; allocations are asserted without it")
		return
	}
	const n = 30_000
	few, many := allocLines(n), allocLines(2*n)
	perLine := func(run func(data []byte)) float64 {
		return (testing.AllocsPerRun(1, func() { run(many) }) - testing.AllocsPerRun(1, func() { run(few) })) / n
	}
	for _, workers := range []int{1, 2} {
		n := perLine(func(data []byte) {
			r, err := Check(Dataset{Train: []Input{{R: bytes.NewReader(data)}}}, &CheckOptions{Workers: workers})
			if err != nil || len(r.Problems) > 0 {
				t.Fatal(err, r.Problems)
			}
		})
		// The table of examples grows, and each of the batches has memory for the
		// answers of its lines once it is used.
		if n > 0.02+0.2*float64(workers-1) {
			t.Errorf("Check with %d workers: %v allocations a line", workers, n)
		}
	}
	per := perLine(func(data []byte) {
		for _, err := range NewReader(bytes.NewReader(data), nil).All() {
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	if per > 5.52 { // the Record, the file, its URI, the prompt, the answer, and for every second one the segment
		t.Errorf("a Record takes %v allocations", per)
	}

	var ex Example
	line := allocLines(1)
	if n := testing.AllocsPerRun(100, func() {
		if err := ex.UnmarshalJSON(line); err != nil {
			t.Fatal(err)
		}
	}); n > 6 {
		t.Errorf("UnmarshalJSON takes %v allocations", n)
	}
	var buf []byte
	if n := testing.AllocsPerRun(100, func() {
		var err error
		if buf, err = ex.AppendJSON(buf[:0]); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("AppendJSON takes %v allocations", n)
	}
	if !json.Valid(buf) {
		t.Errorf("%s", buf)
	}
}
