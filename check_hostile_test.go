package videotune

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
)

// zeros is a reader of n bytes, all '0'.
type zeros struct{ n int64 }

func (z *zeros) Read(p []byte) (int, error) {
	if z.n == 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), z.n)
	for i := range p[:n] {
		p[i] = '0'
	}
	z.n -= n
	return int(n), nil
}

// TestHostileLines: each ends in one problem, soon, and with bounded memory.
func TestHostileLines(t *testing.T) {
	good := line("a") + "\n"
	for name, tt := range map[string]struct {
		r    io.Reader
		rule Rule
		n    int // problems of that rule
	}{
		"endless line":     {io.MultiReader(strings.NewReader(good+`{"a":`), &zeros{hugeLine}, strings.NewReader("\n"+good)), RuleLineTooLong, 1},
		"100,000 arrays":   {strings.NewReader(good + `{"tools":` + strings.Repeat("[", 100_000) + "\n" + good), RuleJSONDepth, 1},
		"a million parts":  {strings.NewReader(good + `{"contents":[{"parts":[` + strings.Repeat(`{},`, 1_000_000) + "{}]}]}\n" + good), RuleContentsTooMany, 1},
		"a million turns":  {strings.NewReader(good + `{"contents":[` + strings.Repeat(`{},`, 1_000_000) + "{}]}\n" + good), RuleContentsTooMany, 1},
		"many of one name": {strings.NewReader(good + `{"x":1` + strings.Repeat(`,"x":1`, 500_000) + "}\n" + good), RuleMemberUnknown, 1},
		"many names":       {strings.NewReader(good + manyNames() + "\n" + good), RuleMemberUnknown, 300_001},
	} {
		t.Run(name, func(t *testing.T) {
			var peak uint64
			stop := make(chan bool)
			done := make(chan bool)
			go func() {
				defer close(done)
				for {
					var m runtime.MemStats
					runtime.ReadMemStats(&m)
					peak = max(peak, m.HeapAlloc)
					select {
					case <-stop:
						return
					case <-time.After(10 * time.Millisecond):
					}
				}
			}()
			r, err := Check(Dataset{Train: []Input{{"f", tt.r}}}, &CheckOptions{Policy: &Policy{Severity: map[Rule]Severity{RuleExampleDuplicate: SeverityOff}}})
			close(stop)
			<-done
			if err != nil {
				t.Fatal(err)
			}
			f := r.Files[0]
			if f.Examples != 3 || f.ByRule[tt.rule] != tt.n {
				t.Errorf("%d examples, %v: want 3, and %d of %s", f.Examples, f.ByRule, tt.n, tt.rule)
			}
			if len(r.Problems) == 0 || r.Problems[0].Line != 2 {
				t.Errorf("problems: %v", r.Problems)
			}
			if name == "many names" && r.ProblemsOmitted != 300_001-20 { // 20 are kept
				t.Errorf("%d problems omitted", r.ProblemsOmitted)
			}
			if peak > 256<<20 {
				t.Errorf("%d MB of heap", peak>>20)
			}
		})
	}
}

func manyNames() string {
	var b strings.Builder
	b.WriteString(`{"a":1`)
	for i := range 300_000 {
		fmt.Fprintf(&b, `,"x%d":1`, i)
	}
	return b.String() + "}"
}

// TestTableMemory measures what a distinct example and a distinct video cost.
func TestTableMemory(t *testing.T) {
	heap := func() int64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	const examples, videos = 1 << 20, 1 << 18
	x := new(viewer).view(full(), "")
	before := heap()
	var table exampleTable
	uses := make([]videoUse, 1)
	for i := range examples {
		x.Contents[0].Parts[1].Text.S = fmt.Sprint(i)
		uses[0] = videoUse{uri: "gs://bucket/0", end: time.Duration(i)}
		table.add(hashLine(x, nil, 1, nil, answerPlace{}), uses, i+1)
	}
	table.complete()
	per := float64(heap()-before) / examples
	t.Logf("%.1f bytes a distinct example", per)
	if per > 64 {
		t.Errorf("%.1f bytes a distinct example, want at most 64", per)
	}
	before = heap()
	for i := range videos {
		table.videos.number(hashURI(fmt.Sprintf("gs://bucket/%020d", i)))
	}
	per = float64(heap()-before) / videos
	t.Logf("%.1f bytes a distinct video", per)
	if per > 64 {
		t.Errorf("%.1f bytes a distinct video, want at most 64", per)
	}
	runtime.KeepAlive(&table)
}

// TestAnswerMemory: answers with all the facts that can be kept of one, at all
// places of all batches, take little memory together.
func TestAnswerMemory(t *testing.T) {
	answer := strings.Repeat(`{\"label\":\"a label that is nearly too long for one, but not quite, no\"},`, 800)
	large := []byte(strings.Replace(line("a"), `"text":"a"`, `"text":"[`+answer[:len(answer)-1]+`]"`, 1) + "\n")
	small := []byte(line("b") + "\n")
	if len(large) < 60_000 || len(large) > largeBytes {
		t.Fatalf("a line of %d bytes", len(large))
	}
	var peak uint64
	n := 0
	r := readerFunc(func(p []byte) (int, error) {
		if n++; n > 60_000 {
			return 0, io.EOF
		}
		if n%2000 == 0 {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
		}
		if n%23 == 0 {
			return copy(p, large), nil // p has room: lines are read 64 KiB at a time
		}
		return copy(p, small), nil
	})
	if _, err := Check(Dataset{Train: []Input{{"t", r}}}, &CheckOptions{Workers: 4}); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d MB", peak>>20)
	if peak > 20<<20 {
		t.Errorf("%d MB are in use", peak>>20)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
