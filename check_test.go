package videotune

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

func checkText(t *testing.T, text string, p *Policy) (*Report, []string) {
	t.Helper()
	var told []string
	r, err := Check(Dataset{Train: []Input{{"t", strings.NewReader(text)}}}, &CheckOptions{Policy: p, OnProblem: func(p *Problem) {
		if p.Rule != RuleExamplesFew && p.Rule != RuleExampleDuplicate && p.Rule != RuleAnswersConflict {
			told = append(told, fmt.Sprintf("%d %s %s", p.Line, p.Severity, p.Rule))
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	return r, told
}

// TestRunOver: a line that ends inside a string is told by what follows it, by
// Check and by a Reader alike.
func TestRunOver(t *testing.T) {
	whole := line("one two")
	cut := whole[:strings.Index(whole, " two")]
	rest := whole[strings.Index(whole, " two")+1:]
	for name, tt := range map[string]struct {
		text string
		want []string // the problems, or the lines that a Reader yields
		recs []int
	}{
		"line break":       {cut + "\n" + rest + "\n" + whole + "\n", []string{"1 error line-raw-newline"}, []int{1, 3}},
		"two line breaks":  {cut + "\nmore\n" + rest + "\n" + whole, []string{"1 error line-raw-newline"}, []int{1, 4}},
		"cut":              {cut + "\n" + whole + "\n", []string{"1 error line-cut-short"}, []int{1, 2}},
		"cut at the end":   {whole + "\n" + cut, []string{"2 error line-cut-short"}, []int{1, 2}},
		"cut, and newline": {whole + "\n" + cut + "\n", []string{"2 error line-cut-short"}, []int{1, 2}},
		"cut, and blank":   {cut + "\n\n" + whole, []string{"1 error line-cut-short", "2 warning file-blank-lines"}, []int{1, 3}},
		"break, and blank": {cut + "\n\n" + rest + "\n" + whole, []string{"1 error line-raw-newline", "2 warning file-blank-lines"}, []int{1, 4}},
		"cut twice":        {whole + "\n" + cut + "\n" + cut + "\n" + whole, []string{"2 error line-cut-short", "3 error line-cut-short"}, []int{1, 2, 3, 4}},
	} {
		for _, workers := range []int{1, 2} {
			var told []string
			if _, err := Check(Dataset{Train: []Input{{"t", strings.NewReader(tt.text)}}}, &CheckOptions{Workers: workers, OnProblem: func(p *Problem) {
				if p.Rule != RuleExamplesFew && p.Rule != RuleExampleDuplicate && p.Rule != RuleAnswersConflict {
					told = append(told, fmt.Sprintf("%d %s %s", p.Line, p.Severity, p.Rule))
				}
			}}); err != nil || !reflect.DeepEqual(told, tt.want) {
				t.Errorf("%s, %d workers: Check tells %v, %v; want %v", name, workers, told, err, tt.want)
			}
		}
		var read []string
		var recs []int
		for rec, err := range NewReader(strings.NewReader(tt.text), nil).All() {
			recs = append(recs, rec.Line)
			if err == nil && len(rec.Example.Contents) == 0 {
				t.Errorf("%s: line %d is good and empty", name, rec.Line)
			}
			for _, p := range rec.Problems {
				read = append(read, fmt.Sprintf("%d %s %s", p.Line, p.Severity, p.Rule))
			}
		}
		want := slices.DeleteFunc(slices.Clone(tt.want), func(s string) bool { return strings.HasSuffix(s, "blank-lines") })
		if !reflect.DeepEqual(read, want) || !reflect.DeepEqual(recs, tt.recs) {
			t.Errorf("%s: a Reader tells %v of the lines %v; want %v of %v", name, read, recs, tt.want, tt.recs)
		}
	}
}

// TestOnce: what is said once a file as a warning is said of every line that it
// drops or refuses.
func TestOnce(t *testing.T) {
	fps := strings.Replace(line("a"), `"mimeType":"video/mp4"}`, `"mimeType":"video/mp4"},"videoMetadata":{"endOffset":"5s","fps":2}`, 1) + "\n"
	three := fps + fps + fps
	if _, told := checkText(t, three, nil); !reflect.DeepEqual(told, []string{"1 warning fps-set"}) {
		t.Errorf("as a warning: %v", told)
	}
	r, told := checkText(t, three, &Policy{Severity: map[Rule]Severity{RuleFPSSet: SeverityDrop}})
	if !reflect.DeepEqual(told, []string{"1 drop fps-set", "2 drop fps-set", "3 drop fps-set"}) || r.Files[0].Dropped != 3 || r.Resolutions[0].Dropped != 3 {
		t.Errorf("as a drop: %v, %d and %d dropped", told, r.Files[0].Dropped, r.Resolutions[0].Dropped)
	}
	w := NewWriter(discard{}, &WriterOptions{Resolution: ResolutionLow, Policy: &Policy{Severity: map[Rule]Severity{RuleFPSSet: SeverityError}}})
	ex := simple("a")
	ex.Contents[0].Parts[0].VideoMetadata = &VideoMetadata{FPS: 2}
	for range 3 {
		if err := w.Write(ex); !errors.Is(err, RuleFPSSet) {
			t.Errorf("Write: %v", err)
		}
	}
	// What is refused for something else has not warned yet.
	warned := 0
	w = NewWriter(discard{}, &WriterOptions{Resolution: ResolutionLow, OnWarning: func(*Problem) { warned++ }})
	bad := simple("a")
	bad.Contents[0].Parts[0] = File("s3://b/v.mp4", "video/mp4")
	bad.Contents[0].Parts[0].VideoMetadata = &VideoMetadata{FPS: 2}
	if err := w.Write(bad); !errors.Is(err, RuleURIScheme) {
		t.Error(err)
	}
	if err := w.Write(ex); err != nil || warned != 1 {
		t.Errorf("%v, %d warnings", err, warned)
	}
}

// TestLateDrops: an example that another line shows to be dropped counts nowhere.
func TestLateDrops(t *testing.T) {
	r, _ := checkText(t, line("a")+"\n"+line("a")+"\n", &Policy{Severity: map[Rule]Severity{RuleExampleDuplicate: SeverityDrop}})
	one, _ := checkText(t, line("a")+"\n", nil)
	if r.Files[0].Dropped != 1 || r.Resolutions[0].Dropped != 1 || r.Tokens != one.Tokens || r.Resolutions[1].Tokens != one.Resolutions[1].Tokens {
		t.Errorf("%+v", *r)
	}
	// No example can be left out for what is wrong with the whole.
	r, told := checkText(t, line("a")+"\n"+strings.Replace(line("b"), "LOW", "MEDIUM", 1)+"\n", &Policy{Severity: map[Rule]Severity{RuleResolutionMixed: SeverityDrop}})
	if !reflect.DeepEqual(told, []string{"2 error resolution-mixed"}) || r.Files[0].Drops != 0 || !r.WouldFail() {
		t.Errorf("%v, %+v", told, *r)
	}
}

// TestMixedCounts: each line that differs is one problem, however many.
func TestMixedCounts(t *testing.T) {
	var b strings.Builder
	for i := range 30_000 {
		l := line("a")
		if i%2 == 1 {
			l = strings.Replace(l, "LOW", "MEDIUM", 1)
		}
		b.WriteString(l + "\n")
	}
	r, told := checkText(t, b.String(), &Policy{Severity: map[Rule]Severity{RuleExampleDuplicate: SeverityOff}})
	f := r.Files[0]
	if f.ByRule[RuleResolutionMixed] != 15_000 || f.Errors != 15_000 || r.Resolution != "mixed" {
		t.Errorf("%v, %d errors, resolution %q", f.ByRule, f.Errors, r.Resolution)
	}
	kept := 0
	for _, p := range r.Problems {
		if p.Rule == RuleResolutionMixed {
			kept++
		}
	}
	if kept != DefaultMaxProblems || len(told) < maxListed || r.ProblemsOmitted+len(r.Problems) != f.Errors+f.Warnings {
		t.Errorf("%d kept, %d told, %d omitted", kept, len(told), r.ProblemsOmitted)
	}
}

// TestCheckPanics: a panic of a function of the caller's comes back to the
// caller, and leaves no goroutine behind.
func TestCheckPanics(t *testing.T) {
	text := strings.Repeat(line("a")+"\n", 20_000)
	before := runtime.NumGoroutine()
	for name, opts := range map[string]*CheckOptions{
		"Media":     {Workers: 4, Policy: &Policy{Media: func(string) (Media, bool) { panic("media") }}},
		"OnProblem": {Workers: 4, OnProblem: func(*Problem) { panic("problem") }},
		// As FailNow of a test does. It may end the goroutine of Check too.
		"Goexit": {Workers: 4, Policy: &Policy{Media: func(string) (Media, bool) { runtime.Goexit(); return Media{}, false }}},
	} {
		ended := make(chan bool)
		go func() {
			returned := false
			defer func() {
				recover()
				ended <- returned
			}()
			Check(Dataset{Train: []Input{{"t", strings.NewReader(text)}}}, opts)
			returned = true
		}()
		if <-ended {
			t.Errorf("%s: the panic is lost", name)
		}
	}
	for i := 0; runtime.NumGoroutine() > before; i++ {
		if i == 100 {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestNilExample(t *testing.T) {
	w := NewWriter(discard{}, &WriterOptions{Resolution: ResolutionLow})
	if err := w.Write(nil); !errors.Is(err, RuleContentsMissing) {
		t.Errorf("Write(nil) = %v", err)
	}
	if ps := Validate(nil, nil); len(ps) != 1 || ps[0].Rule != RuleContentsMissing {
		t.Errorf("Validate(nil) = %v", ps)
	}
	if b, err := json.Marshal((*Example)(nil)); err != nil || string(b) != "null" {
		t.Errorf("Marshal(nil) = %s, %v", b, err)
	}
}

func TestWriterUnspecified(t *testing.T) {
	w := NewWriter(discard{}, &WriterOptions{Resolution: resolutionUnspecified})
	if err := w.Write(simple("a")); !errors.Is(err, RuleResolutionMissing) {
		t.Errorf("without a resolution: %v", err)
	}
	if err := w.Write(withResolution(simple("a"), ResolutionLow)); err != nil || w.Resolution() != ResolutionLow {
		t.Errorf("%v, %s", err, w.Resolution())
	}
}

// TestEmptyText: an empty answer is a warning, read or built; an empty Part
// elsewhere is a mistake.
func TestEmptyText(t *testing.T) {
	rules := func(ps Problems) (rs []Rule) {
		for _, p := range ps {
			rs = append(rs, p.Rule)
		}
		return rs
	}
	if got := rules(Validate(simple(""), nil)); !reflect.DeepEqual(got, []Rule{RuleAnswerEmpty}) {
		t.Errorf("an empty answer: %v", got)
	}
	ex := simple("a")
	ex.Contents[0].Parts[1] = Part{}
	if got := rules(Validate(ex, nil)); !reflect.DeepEqual(got, []Rule{RulePartEmpty}) {
		t.Errorf("an empty part: %v", got)
	}
	if got, err := simple("").AppendJSON(nil); err != nil || !strings.Contains(string(got), `[{"text":""}]`) {
		t.Errorf("%s, %v", got, err)
	}
}

func TestHasPointer(t *testing.T) {
	var with, without []Rule
	_, err := Check(Dataset{Train: []Input{{R: strings.NewReader(line("a") + "\n\n{\n")}}}, &CheckOptions{OnProblem: func(p *Problem) {
		if p.HasPointer() {
			with = append(with, p.Rule)
		} else {
			without = append(without, p.Rule)
		}
	}})
	if err != nil || !reflect.DeepEqual(with, []Rule{RuleLineCutShort}) || !reflect.DeepEqual(without, []Rule{RuleFileBlankLines, RuleExamplesFew}) {
		t.Errorf("%v with, %v without, %v", with, without, err)
	}
}

// TestManyFaults: judging takes time in proportion to a line, also where every
// part has a fault.
func TestManyFaults(t *testing.T) {
	for name, part := range map[string]string{
		"unknown":  `{"x":1},{},`,
		"protobuf": `{"file_data":{"fileUri":"x","mimeType":""}},{},`,
	} {
		l := `{"contents":[{"role":"user","parts":[` + strings.Repeat(part, 3000) + "{}]}]}\n"
		began := time.Now()
		checkText(t, line("a")+"\n"+strings.Repeat(l, 20), nil)
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}
