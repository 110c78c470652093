package videotune

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

// line returns a good line whose answer is text.
func line(text string) string {
	return `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}},{"text":"what?"}]},{"role":"model","parts":[{"text":"` + text + `"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`
}

func TestReaderAll(t *testing.T) {
	in := line("one") + "\r\n\n" + `{"contents":[],"x":1}` + "\n" + `{"contents":` + "\n" + line("four") + "\n" + line("five")
	var got []string
	for rec, err := range NewReader(strings.NewReader(in), &ReaderOptions{Name: "f"}).All() {
		if rec == nil {
			t.Fatal(err)
		}
		s := fmt.Sprint(rec.Line, " ", len(rec.Example.Contents), " ", rec.Lossy)
		for _, p := range rec.Problems {
			s += fmt.Sprintf(" %s:%d:%d:%s%s", p.File, p.Line, p.Column, p.Rule, p.Pointer)
		}
		if (err != nil) != (len(rec.Problems) > 0) {
			t.Errorf("line %d: err %v, problems %v", rec.Line, err, rec.Problems)
		}
		got = append(got, s)
	}
	want := []string{
		"1 2 false",
		"3 0 true f:3:13:contents-empty/contents f:3:16:member-unknown/x",
		"4 0 true f:4:13:line-cut-short/contents",
		"5 2 false",
		"6 2 false",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestReaderKeeps reads many lines, keeps every Record, and compares them at the
// end: none shares memory that was written again.
func TestReaderKeeps(t *testing.T) {
	const n = 10_000
	var buf bytes.Buffer
	want := func(i int) string {
		return fmt.Sprintf("answer %d %s é", i, strings.Repeat("x", i%97))
	}
	for i := range n {
		fmt.Fprintf(&buf, "%s\n", strings.Replace(line(strings.Replace(want(i), "é", `\u00e9`, 1)), "gs://b/v", fmt.Sprintf("gs://b/v%d", i), 1))
	}
	var recs []*Record
	for rec, err := range NewReader(&buf, nil).All() {
		if err != nil {
			t.Fatal(err)
		}
		recs = append(recs, rec)
	}
	if len(recs) != n {
		t.Fatalf("%d records, want %d", len(recs), n)
	}
	for i, rec := range recs {
		ex := Example{
			Contents:         []Content{User(Video(fmt.Sprintf("gs://b/v%d.mp4", i)), Text("what?")), Model(Text(want(i)))},
			GenerationConfig: GenerationConfig{MediaResolution: ResolutionLow},
		}
		if !reflect.DeepEqual(rec.Example, ex) || rec.Line != i+1 {
			t.Fatalf("record %d is %+v, want %+v", i, rec, ex)
		}
	}
}

func TestReaderBreakAndGoOn(t *testing.T) {
	r := NewReader(strings.NewReader(line("a")+"\n"+line("b")+"\n"+line("c")), nil)
	var got []int
	for rec := range r.All() {
		got = append(got, rec.Line)
		break
	}
	for rec := range r.All() {
		got = append(got, rec.Line)
	}
	if !reflect.DeepEqual(got, []int{1, 2, 3}) {
		t.Errorf("lines %v", got)
	}
}

func TestReaderFails(t *testing.T) {
	broken := errors.New("broken pipe")
	for name, tt := range map[string]struct {
		r    io.Reader
		want error
		good int
	}{
		"I/O error":   {io.MultiReader(strings.NewReader(line("a")+"\n"+line("b")), iotest.ErrReader(broken)), broken, 0},
		"array":       {strings.NewReader("[\n" + line("a") + ",\n" + line("b") + "]\n"), RuleFileJSONArray, 0},
		"empty":       {strings.NewReader(""), RuleFileEmpty, 0},
		"pretty":      {strings.NewReader("{\n  \"contents\": []\n}\n"), RuleFilePrettyPrinted, 0},
		"late error":  {io.MultiReader(strings.NewReader(strings.Repeat(line("a")+"\n", 1000)), iotest.ErrReader(broken)), broken, 1000},
		"compressed":  {strings.NewReader("\x1f\x8b\x08\x00rest"), RuleFileCompressed, 0},
		"no progress": {stuck{}, io.ErrNoProgress, 0},
	} {
		good := 0
		var last error
		for rec, err := range NewReader(tt.r, nil).All() {
			if rec == nil {
				last = err
				continue
			}
			good++
		}
		if !errors.Is(last, tt.want) || good != tt.good {
			t.Errorf("%s: %d records and %v, want %d and %v", name, good, last, tt.good, tt.want)
		}
	}
}

type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

func TestReaderBOM(t *testing.T) {
	n := 0
	for rec, err := range NewReader(strings.NewReader("\ufeff"+strings.Replace(line("a"), `"role"`, `"rolle"`, 1)+"\n"+line("b")), nil).All() {
		if n++; n == 2 {
			if err != nil {
				t.Error(err)
			}
			continue
		}
		if !errors.Is(err, RuleFileBOM) || !errors.Is(err, RuleMemberUnknown) {
			t.Error(err)
		}
		if col := rec.Problems[len(rec.Problems)-1].Column; col != 3+15 {
			t.Errorf("column %d: the mark counts", col)
		}
	}
}
