package wire

import (
	"bytes"
	"encoding/json"
	"testing"
)

// benchLine is a line as they are in practice: one video segment, a prompt with
// a list of labels, and an answer in JSON, about one escape every 30 bytes.
func benchLine() []byte {
	const prompt = `You are an expert football analyst. Watch the segment and list every event that you see in it. ` +
		`An event begins when the ball is played and ends when the game is stopped or goes on elsewhere.\n` +
		`Use only these labels:\n- goal: the ball crosses the line between the posts\n- corner: a corner kick is taken\n` +
		`- foul: the referee stops the game for a foul\n- none: nothing of the above happens\n` +
		`Answer with a JSON array, in the order of time, and with nothing else. Each element has a start and an end ` +
		`in the form MM:SS, counted from the start of the segment, and a label.\n`
	const answer = "```json\\n" + `[{\"start\": \"00:04\", \"end\": \"00:09\", \"label\": \"goal\"},\n` +
		`{\"start\": \"00:21\", \"end\": \"00:27\", \"label\": \"corner\"}]\n` + "```"
	return []byte(`{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://my-video-bucket/matches/2026/08/match-000123.mp4","mimeType":"video/mp4"},` +
		`"videoMetadata":{"startOffset":"125s","endOffset":"185.5s"}},{"text":"` + prompt + `"}]},` +
		`{"role":"model","parts":[{"text":"` + answer + `"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`)
}

// plainLine is one of a dataset in which nothing needs an escape.
func plainLine() []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(benchLine(), []byte(`\"`), []byte("''")), []byte(`\n`), []byte("  "))
}

// jsonLine is what a line is read into with encoding/json.
type jsonLine struct {
	SystemInstruction *jsonContent    `json:"systemInstruction,omitempty"`
	Contents          []jsonContent   `json:"contents"`
	Tools             json.RawMessage `json:"tools,omitempty"`
	GenerationConfig  *struct {
		MediaResolution string `json:"mediaResolution,omitempty"`
	} `json:"generationConfig,omitempty"`
}

type jsonContent struct {
	Role  string     `json:"role,omitempty"`
	Parts []jsonPart `json:"parts"`
}

type jsonPart struct {
	Text     *string `json:"text,omitempty"`
	FileData *struct {
		FileURI  string `json:"fileUri,omitempty"`
		MIMEType string `json:"mimeType,omitempty"`
	} `json:"fileData,omitempty"`
	VideoMetadata *struct {
		StartOffset string  `json:"startOffset,omitempty"`
		EndOffset   string  `json:"endOffset,omitempty"`
		FPS         float64 `json:"fps,omitempty"`
	} `json:"videoMetadata,omitempty"`
}

func BenchmarkDecode(b *testing.B) {
	for _, c := range []struct {
		name string
		line []byte
	}{{"escapes", benchLine()}, {"plain", plainLine()}, {"cyrillic", cyrillicLine()}} {
		line := c.line
		b.Run(c.name, func(b *testing.B) {
			var d Decoder
			b.SetBytes(int64(len(line)))
			b.ReportAllocs()
			for b.Loop() {
				if x := d.Decode(line); len(x.Faults) > 0 {
					b.Fatal(x.Faults)
				}
			}
		})
	}
}

// cyrillicLine has a text of characters of two bytes.
func cyrillicLine() []byte {
	return []byte(`{"contents":[{"role":"user","parts":[{"text":"` + string(bytes.Repeat([]byte("Что происходит на поле? "), 20)) +
		`"}]},{"role":"model","parts":[{"text":"Гол"}]}]}`)
}

func BenchmarkDecodeJSON(b *testing.B) {
	line := benchLine()
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for b.Loop() {
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.DisallowUnknownFields()
		var x jsonLine
		if err := dec.Decode(&x); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	for _, c := range []struct {
		name string
		line []byte
	}{{"escapes", benchLine()}, {"plain", plainLine()}, {"cyrillic", cyrillicLine()}} {
		b.Run(c.name, func(b *testing.B) {
			var d Decoder
			x := d.Decode(c.line)
			var e Encoder
			var buf []byte
			var err error
			b.SetBytes(int64(len(c.line)))
			b.ReportAllocs()
			for b.Loop() {
				if buf, err = e.AppendLine(buf[:0], x); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAppendJSON(b *testing.B) {
	line := benchLine()
	var x jsonLine
	if err := json.Unmarshal(line, &x); err != nil {
		b.Fatal(err)
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for b.Loop() {
		buf.Reset()
		if err := enc.Encode(&x); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSkip(b *testing.B) {
	line := benchLine()
	var buf []byte
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for b.Loop() {
		var fault *Fault
		if buf, fault = AppendRaw(buf[:0], line); fault != nil {
			b.Fatal(fault)
		}
	}
}
