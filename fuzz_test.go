package videotune

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// The mirror of a line for encoding/json, which is what most readers in Go use.
type (
	plainLine struct {
		SystemInstruction *plainContent   `json:"systemInstruction"`
		Contents          []plainContent  `json:"contents"`
		Tools             json.RawMessage `json:"tools"`
		GenerationConfig  struct {
			MediaResolution MediaResolution `json:"mediaResolution"`
		} `json:"generationConfig"`
	}
	plainContent struct {
		Role  Role        `json:"role"`
		Parts []plainPart `json:"parts"`
	}
	plainPart struct {
		Text     string `json:"text"`
		FileData *struct {
			FileURI  string `json:"fileUri"`
			MIMEType string `json:"mimeType"`
		} `json:"fileData"`
		VideoMetadata *struct {
			StartOffset string  `json:"startOffset"`
			EndOffset   string  `json:"endOffset"`
			FPS         float64 `json:"fps"`
		} `json:"videoMetadata"`
		MediaResolution *struct {
			Level MediaResolution `json:"level"`
		} `json:"mediaResolution"`
		FunctionCall *struct {
			Name string          `json:"name"`
			Args json.RawMessage `json:"args"`
		} `json:"functionCall"`
		FunctionResponse *struct {
			Name     string          `json:"name"`
			Response json.RawMessage `json:"response"`
		} `json:"functionResponse"`
	}
)

// same reports what differs between a line as we read it and as encoding/json
// does. Offsets are compared by value, raw JSON by meaning.
func same(t *testing.T, ex *Example, p *plainLine) {
	t.Helper()
	raw := func(a, b json.RawMessage) bool {
		var x, y any
		if len(b) == 0 || string(b) == "null" {
			return len(a) == 0
		}
		return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
	}
	offset := func(o Offset, s string) bool {
		var back Offset
		if s == "" {
			return o.IsZero()
		}
		b, _ := json.Marshal(s)
		return json.Unmarshal(b, &back) == nil && back == o
	}
	content := func(c *Content, q *plainContent) bool {
		if c.Role != q.Role || len(c.Parts) != len(q.Parts) {
			return false
		}
		for i := range c.Parts {
			a, b := &c.Parts[i], &q.Parts[i]
			ok := a.Text == b.Text && (a.FileData == nil) == (b.FileData == nil) && (a.VideoMetadata == nil) == (b.VideoMetadata == nil) &&
				(a.MediaResolution == nil) == (b.MediaResolution == nil) && (a.FunctionCall == nil) == (b.FunctionCall == nil) && (a.FunctionResponse == nil) == (b.FunctionResponse == nil)
			if ok && a.FileData != nil {
				ok = a.FileData.FileURI == b.FileData.FileURI && a.FileData.MIMEType == b.FileData.MIMEType
			}
			if ok && a.VideoMetadata != nil {
				ok = offset(a.VideoMetadata.StartOffset, b.VideoMetadata.StartOffset) && offset(a.VideoMetadata.EndOffset, b.VideoMetadata.EndOffset) && a.VideoMetadata.FPS == b.VideoMetadata.FPS
			}
			if ok && a.MediaResolution != nil {
				ok = a.MediaResolution.Level == b.MediaResolution.Level
			}
			if ok && a.FunctionCall != nil {
				ok = a.FunctionCall.Name == b.FunctionCall.Name && raw(a.FunctionCall.Args, b.FunctionCall.Args)
			}
			if ok && a.FunctionResponse != nil {
				ok = a.FunctionResponse.Name == b.FunctionResponse.Name && raw(a.FunctionResponse.Response, b.FunctionResponse.Response)
			}
			if !ok {
				return false
			}
		}
		return true
	}
	ok := len(ex.Contents) == len(p.Contents) && (ex.SystemInstruction == nil) == (p.SystemInstruction == nil) &&
		ex.GenerationConfig.MediaResolution == p.GenerationConfig.MediaResolution && raw(ex.Tools, p.Tools)
	if ok && ex.SystemInstruction != nil {
		ok = content(ex.SystemInstruction, p.SystemInstruction)
	}
	for i := 0; ok && i < len(ex.Contents); i++ {
		ok = content(&ex.Contents[i], &p.Contents[i])
	}
	if !ok {
		t.Errorf("we read %+v\nencoding/json reads %+v", *ex, *p)
	}
}

// FuzzDifferential: whatever we accept, encoding/json accepts, with equal values.
func FuzzDifferential(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		var ex Example
		if ex.UnmarshalJSON(data) != nil {
			return
		}
		if readsSnakeCase(t, data) {
			return // encoding/json knows the JSON name only, and loses the member
		}
		var p plainLine
		if err := json.Unmarshal(data, &p); err != nil {
			t.Fatalf("we read %q, encoding/json says %v", data, err)
		}
		same(t, &ex, &p)
	})
}

// readsSnakeCase reports whether a member of the line was read by its protobuf
// name.
func readsSnakeCase(t *testing.T, line []byte) bool {
	t.Helper()
	if !bytes.Contains(line, []byte("_")) && !bytes.Contains(line, []byte(`\`)) {
		return false
	}
	// Breaks stand between tokens only, since the line was read.
	line = bytes.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return ' '
		}
		return r
	}, line)
	for rec, err := range NewReader(bytes.NewReader(line), nil).All() {
		if rec == nil {
			t.Fatalf("%q can be unmarshalled, but not read: %v", line, err)
		}
		for i := range rec.Problems {
			if rec.Problems[i].Rule == RuleMemberSnakeCase {
				return true
			}
		}
	}
	return false
}

// TestDifferentialSeeds sees that the seeds are compared, and that only those with
// a protobuf name are not.
func TestDifferentialSeeds(t *testing.T) {
	for _, tt := range []struct {
		line string
		want bool
	}{
		{fullLine, false},
		{line("MEDIA_RESOLUTION_LOW"), false},
		{strings.Replace(fullLine, `{"fileUri"`, `{"file_uri"`, 1), true},
		{strings.Replace(fullLine, `{"fileUri"`, `{"file\u005furi"`, 1), true},
		{"{\n" + fullLine[1:], false},
	} {
		if err := new(Example).UnmarshalJSON([]byte(tt.line)); err != nil {
			t.Errorf("%s: %v", tt.line, err)
		}
		if got := readsSnakeCase(t, []byte(tt.line)); got != tt.want {
			t.Errorf("%s: %v", tt.line, got)
		}
	}
}

// FuzzWriteReadWrite: what is written reads back as it was, and is written again
// as the same bytes.
func FuzzWriteReadWrite(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		var ex Example
		if ex.UnmarshalJSON(data) != nil {
			return
		}
		first, err := ex.AppendJSON(nil)
		if err != nil {
			t.Fatalf("%q was read and cannot be written: %v", data, err)
		}
		if !utf8.Valid(first) || bytes.ContainsAny(first, "\n\r\u2028\u2029\u0085") {
			t.Fatalf("%q holds what ends a line somewhere", first)
		}
		var back Example
		if err := back.UnmarshalJSON(first); err != nil {
			t.Fatalf("%q was written and cannot be read: %v", first, err)
		}
		second, err := back.AppendJSON(nil)
		if err != nil || !bytes.Equal(first, second) {
			t.Fatalf("first %q\nsecond %q, %v", first, second, err)
		}
	})
}

// FuzzCheck: no input makes the checker panic, and its report is consistent.
func FuzzCheck(f *testing.F) {
	seeds(f)
	f.Add([]byte(line("a") + "\n" + line("b") + "\n\n{"))
	f.Add([]byte("{\n \"contents\": [\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		seen := 0
		r, err := Check(Dataset{Train: []Input{{"train", bytes.NewReader(data)}}, Validation: []Input{{"val", bytes.NewReader(data)}}}, &CheckOptions{
			OnProblem: func(p *Problem) {
				seen++
				if _, ok := LookupRule(p.Rule); !ok || p.Message == "" || p.Severity == SeverityOff || !utf8.ValidString(p.Message+p.Hint+string(p.Pointer)) {
					t.Errorf("bad problem %+v", *p)
				}
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for i := range r.Files {
			n += r.Files[i].Errors + r.Files[i].Drops + r.Files[i].Warnings
		}
		if n != seen && r.ProblemsOmitted == 0 {
			t.Errorf("%d problems counted, %d told", n, seen)
		}
	})
}

func seeds(f *testing.F) {
	f.Add([]byte(fullLine))
	f.Add([]byte(line(`\ud83d\ude00\u2028 "`)))
	f.Add([]byte(strings.ReplaceAll(fullLine, ",", " , ")))
	f.Add([]byte(`{"contents":[{"parts":[{"text":"` + "\u2028\u0085" + `"},{"videoMetadata":{"startOffset":"0.5s","fps":1e-7}}]}],"tools":[ {"a":[1.0 ,null]} ]}`))
	f.Add([]byte(`{"generationConfig":null,"contents":null}`))
}
