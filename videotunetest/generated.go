package videotunetest

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// GeneratedVectors returns the vectors that are too large to be stored, whose
// files are made while they are read, and those about Examples in memory. The
// largest file has a little more than 1 GB.
func GeneratedVectors() []Vector {
	var vs []Vector
	for _, group := range []func() []Vector{longLines, largeFiles, manyExamples, manyValidation, crowdedLines, inMemory} {
		vs = append(vs, group()...)
	}
	return vs
}

// generated makes a vector with examples-few switched off. files are the data
// files by name; it has a validation file if there is one called so.
func generated(name string, rule videotune.Rule, about string, files map[string]func() io.Reader, want ...VectorProblem) Vector {
	v := Vector{
		Name: name, Rule: rule, About: about, Expect: ExpectPass, Problems: want, Train: []string{trainFile},
		Severity: map[videotune.Rule]videotune.Severity{videotune.RuleExamplesFew: videotune.SeverityOff},
		open: func(name string) (io.ReadCloser, error) {
			open, ok := files[name]
			if !ok {
				return nil, fmt.Errorf("videotunetest: no file %q", name)
			}
			return io.NopCloser(open()), nil
		},
	}
	if files[validationFile] != nil {
		v.Validation = []string{validationFile}
	}
	for _, p := range want {
		if p.Rule == rule {
			v.Expect = ExpectFail
		}
		v.JobWouldFail = v.JobWouldFail || p.Severity == videotune.SeverityError
	}
	return v
}

// of makes v the near miss of a failing vector.
func (v Vector) of(name string) Vector { v.Near = name; return v }

const (
	trainFile      = "train.jsonl"
	validationFile = "validation.jsonl"
)

// problem returns an expected problem with the severity of its rule.
func problem(rule videotune.Rule, file string, line int) VectorProblem {
	info, _ := videotune.LookupRule(rule)
	return VectorProblem{Severity: info.Severity, Rule: rule, File: file, Line: line}
}

// at returns p with a column and a pointer.
func (p VectorProblem) at(column int, ptr videotune.Pointer) VectorProblem {
	p.Column, p.Pointer = column, &ptr
	return p
}

// repeat returns a reader of what line returns for 0 … n-1.
func repeat(n int, line func(i int) string) func() io.Reader {
	return func() io.Reader { return &lineReader{n: n, line: line} }
}

// A lineReader reads lines that are made one at a time.
type lineReader struct {
	i, n int
	line func(int) string
	rest string
}

func (r *lineReader) Read(p []byte) (int, error) {
	for r.rest == "" {
		if r.i == r.n {
			return 0, io.EOF
		}
		r.rest = r.line(r.i)
		r.i++
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// ordinary returns a line that nothing is wrong with; no two are alike.
func ordinary(name string, i int) string {
	return fmt.Sprintf(`{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/%s-%06d.mp4","mimeType":"video/mp4"}},{"text":"What happens?"}]},`+
		`{"role":"model","parts":[{"text":"In scene %d a dog crosses the yard and stops after a while."}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`+"\n", name, i, i)
}

// padded returns an ordinary line of n bytes, its newline included.
func padded(i, n int) string {
	line := strings.TrimSuffix(ordinary("clip", i), "\n")
	return line + strings.Repeat(" ", n-1-len(line)) + "\n"
}

// longLines are about the longest line that is read, of 16 MiB without its end.
func longLines() []Vector {
	const most = 16 << 20
	file := func(n int) map[string]func() io.Reader {
		return map[string]func() io.Reader{trainFile: repeat(3, func(i int) string {
			if i == 1 {
				return padded(1, n+1)
			}
			return ordinary("clip", i)
		})}
	}
	return []Vector{
		generated("line-too-long-below", videotune.RuleLineTooLong, "A line a byte shorter than 16 MiB.", file(most-1)),
		generated("line-too-long-at", videotune.RuleLineTooLong, "A line of exactly 16 MiB.", file(most)).of("line-too-long"),
		generated("line-too-long", videotune.RuleLineTooLong, "A line a byte longer than 16 MiB; the next one is read.", file(most+1), problem(videotune.RuleLineTooLong, trainFile, 2)),
	}
}

// largeFiles are about the largest file, of 2^30 bytes.
func largeFiles() []Vector {
	const line, n = 8 << 20, 128
	file := func(change int) map[string]func() io.Reader {
		return map[string]func() io.Reader{trainFile: repeat(n, func(i int) string {
			if i == n-1 {
				return padded(i, line+change)
			}
			return padded(i, line)
		})}
	}
	return []Vector{
		generated("file-too-large-real-at", videotune.RuleFileTooLarge, "A file of exactly 1 GB of 2^30.", file(0)).of("file-too-large-real"),
		generated("file-too-large-real", videotune.RuleFileTooLarge, "A file a byte larger.", file(1), problem(videotune.RuleFileTooLarge, trainFile, 0)),
	}
}

// manyExamples are about the number of training examples.
func manyExamples() []Vector {
	file := func(n int) map[string]func() io.Reader {
		return map[string]func() io.Reader{trainFile: repeat(n, func(i int) string { return ordinary("clip", i) })}
	}
	return []Vector{
		generated("examples-over-real-at", videotune.RuleExamplesOver, "300,000 examples with media.", file(300_000)).of("examples-over-real"),
		generated("examples-over-real", videotune.RuleExamplesOver, "300,001 examples with media.", file(300_001), problem(videotune.RuleExamplesOver, trainFile, 0)),
	}
}

// manyValidation are about the number of validation examples.
func manyValidation() []Vector {
	file := func(train, validation int) map[string]func() io.Reader {
		return map[string]func() io.Reader{
			trainFile:      repeat(train, func(i int) string { return ordinary("clip", i) }),
			validationFile: repeat(validation, func(i int) string { return ordinary("check", i+1_000_000) }),
		}
	}
	over := problem(videotune.RuleValidationOver, validationFile, 0)
	const rule = videotune.RuleValidationOver
	vs := []Vector{
		generated("validation-over-real-below", rule, "4,999 validation examples.", file(20_000, 4_999)),
		generated("validation-over-real-at", rule, "5,000 validation examples.", file(20_000, 5_000)).of("validation-over-real"),
		generated("validation-over-real", rule, "5,001 validation examples.", file(20_000, 5_001), over),
		generated("validation-over-real-share-at", rule, "Exactly 30 % of the training examples, and more than 1,000.", file(5_000, 1_500)).of("validation-over-real-share"),
		generated("validation-over-real-share", rule, "One more than 30 % of the training examples, and more than 1,000.", file(5_000, 1_501), over),
		generated("validation-over-real-thousand", rule, "1,000 examples may be more than 30 %.", file(1_000, 1_000)).of("validation-over-real-thousand-one"),
		generated("validation-over-real-thousand-one", rule, "1,001 examples may not.", file(1_000, 1_001), over),
	}
	old := generated("validation-over-real-old", rule, "The edition of 2025-08-29 has no share.", file(1_000, 1_001))
	old.Model, old.AsOf = "gemini-2.5-flash", "2025-08-29"
	return append(vs, old)
}

// crowdedLines are about lines with more in them than a reader takes.
func crowdedLines() []Vector {
	const video = `{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"5s","endOffset":"25s"}}`
	const end = `],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}` + "\n"
	one := func(text string) map[string]func() io.Reader {
		return map[string]func() io.Reader{trainFile: func() io.Reader { return strings.NewReader(text + ordinary("clip", 1)) }}
	}
	turns := func(n int) (text string, last int) {
		var b strings.Builder
		b.WriteString(`{"contents":[{"role":"user","parts":[` + video + `]}`)
		for i := 1; i < n; i++ {
			b.WriteByte(',')
			last = b.Len() + 1
			role := [...]string{"user", "model"}[i%2]
			b.WriteString(`{"role":"` + role + `","parts":[{"text":"Go on."}]}`)
		}
		return b.String() + end, last
	}
	parts := func(n int) (text string, last int) {
		var b strings.Builder
		b.WriteString(`{"contents":[{"role":"user","parts":[` + video)
		for range n - 2 { // the answer is one, too
			b.WriteByte(',')
			b.WriteString(`{"text":"Look."}`)
		}
		b.WriteString(`]},{"role":"model","parts":[`)
		last = b.Len() + 1
		return b.String() + `{"text":"A dog runs."}]}` + end, last
	}
	const rule = videotune.RuleContentsTooMany
	over := func(column int, ptr videotune.Pointer) VectorProblem {
		return problem(rule, trainFile, 1).at(column, ptr)
	}
	atTurns, _ := turns(4096)
	overTurns, turn := turns(4098)
	turn = strings.LastIndex(overTurns[:turn-2], `{"role"`) + 1 // the last but one is the first over
	atParts, _ := parts(8192)
	overParts, part := parts(8193)
	deep := ordinary("clip", 0)
	open := strings.Index(deep, `{"contents"`) + len(`{`)
	deep = deep[:open] + `"tools":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "," + deep[open:]
	return []Vector{
		generated("contents-too-many-at", rule, "4,096 turns.", one(atTurns)).of("contents-too-many"),
		generated("contents-too-many", rule, "4,098 turns: at the first over; the last, the answer, is not told as missing.", one(overTurns), over(turn, "/contents/4096")),
		generated("contents-too-many-parts-at", rule, "8,192 parts.", one(atParts)).of("contents-too-many-parts"),
		generated("contents-too-many-parts", rule, "8,193 parts: at the one over.", one(overParts), over(part, "/contents/1/parts/0")),
		generated("json-depth-hundred-thousand", videotune.RuleJSONDepth, "100,000 arrays within each other end in one problem.", one(deep),
			problem(videotune.RuleJSONDepth, trainFile, 1).at(strings.Index(deep, "[")+100, "/tools"+videotune.Pointer(strings.Repeat("/0", 99)))),
	}
}

// inMemory are about Examples, which can hold what no file can.
func inMemory() []Vector {
	example := func(answer string, args string) *videotune.Example {
		return &videotune.Example{
			Contents: []videotune.Content{
				videotune.User(videotune.Video("gs://b/v.mp4"), videotune.Text("What happens?")),
				videotune.Model(videotune.Part{FunctionCall: &videotune.FunctionCall{Name: "label", Args: json.RawMessage(args)}}),
				videotune.User(videotune.Part{FunctionResponse: &videotune.FunctionResponse{Name: "label", Response: json.RawMessage(`{"ok":true}`)}}),
				videotune.Model(videotune.Text(answer)),
			},
			GenerationConfig: videotune.GenerationConfig{MediaResolution: videotune.ResolutionLow},
		}
	}
	vector := func(name string, rule videotune.Rule, about string, ex *videotune.Example, ptr ...videotune.Pointer) Vector {
		var want []VectorProblem
		for _, p := range ptr {
			want = append(want, problem(rule, "", 0).at(0, p))
		}
		v := generated(name, rule, about, nil, want...)
		v.Train, v.Example = nil, ex
		return v
	}
	const text, args = "/contents/3/parts/0/text", "/contents/1/parts/0/functionCall/args"
	return []Vector{
		vector("text-utf8", videotune.RuleTextUTF8, "A text in Latin-1.", example("Ein Hund l\xe4uft.", `{"x":1}`), text),
		vector("text-utf8-mended", videotune.RuleTextUTF8, "The text in UTF-8.", example("Ein Hund läuft.", `{"x":1}`)).of("text-utf8"),
		vector("raw-json", videotune.RuleRawJSON, "Arguments with a trailing comma.", example("A dog runs.", `{"x":1,}`), args),
		vector("raw-json-mended", videotune.RuleRawJSON, "Arguments without it.", example("A dog runs.", `{"x":1}`)).of("raw-json"),
	}
}
