package videotune_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/videotunetest"
)

// TestWorkers: the report, and the order in which problems are told, do not
// depend on the number of goroutines.
func TestWorkers(t *testing.T) {
	vectors, err := videotunetest.LoadVectors()
	if err != nil {
		t.Fatal(err)
	}
	var pool []string
	for _, v := range vectors {
		for _, name := range v.Train {
			in, err := v.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(in)
			if err != nil {
				t.Fatal(err)
			}
			in.Close()
			for l := range strings.Lines(string(text)) {
				if len(l) < 20_000 {
					pool = append(pool, strings.TrimSuffix(l, "\n"))
				}
			}
		}
	}
	if len(pool) < 1000 {
		t.Fatalf("%d lines in all vectors", len(pool))
	}
	good := pool[0]
	for seed := range uint64(6) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		file := func(n int) []byte {
			var b bytes.Buffer
			for range 20 { // so that the file passes for JSONL
				fmt.Fprintf(&b, "{%q:1}\n", good[:10])
			}
			for range n {
				switch k := rnd.IntN(400); {
				case k == 0:
					b.WriteString("\n")
				case k == 1:
					b.WriteString(strings.Repeat(" ", rnd.IntN(700_000)) + "{}\n") // a batch of its own
				default:
					b.WriteString(pool[rnd.IntN(len(pool))] + "\n")
				}
			}
			return b.Bytes()
		}
		train, more, validation := file(1500), file(10), file(700)
		type result struct {
			report *videotune.Report
			told   []string
			err    error
		}
		policy := &videotune.Policy{Severity: map[videotune.Rule]videotune.Severity{}}
		if seed%2 == 1 { // what is a warning else drops and refuses
			for _, r := range []videotune.Rule{videotune.RuleFPSSet, videotune.RuleExampleDuplicate, videotune.RuleVideoAfterText, videotune.RuleResolutionMixed} {
				policy.Severity[r] = videotune.SeverityDrop
			}
			policy.Severity[videotune.RuleMIMEDisputed] = videotune.SeverityError
		}
		run := func(workers int, end error) (r result) {
			data := videotune.Dataset{
				Train:      []videotune.Input{{Name: "t", R: bytes.NewReader(train)}, {Name: "m", R: bytes.NewReader(more)}},
				Validation: []videotune.Input{{Name: "v", R: bytes.NewReader(validation)}},
			}
			if end != nil {
				data.Validation[0].R = io.MultiReader(bytes.NewReader(validation[:len(validation)/2]), iotest.ErrReader(end))
			}
			r.report, r.err = videotune.Check(data, &videotune.CheckOptions{Policy: policy, Workers: workers, OnProblem: func(p *videotune.Problem) {
				r.told = append(r.told, fmt.Sprint(p, p.Pointer))
			}})
			return r
		}
		for _, end := range []error{nil, errors.New("gone")} {
			want := run(1, end)
			if !errors.Is(want.err, end) || len(want.told) < 1000 {
				t.Fatalf("%v, %d problems", want.err, len(want.told))
			}
			for _, workers := range []int{2, 3, 8} {
				got := run(workers, end)
				if !errors.Is(got.err, end) || !reflect.DeepEqual(got.report, want.report) || !reflect.DeepEqual(got.told, want.told) {
					for i := range got.told {
						if i >= len(want.told) || got.told[i] != want.told[i] {
							t.Errorf("problem %d: %s\nwant %s", i, got.told[i], want.told[min(i, len(want.told)-1)])
							break
						}
					}
					t.Fatalf("seed %d, %d workers, end %v: another report, or other problems:\n%+v\nwant\n%+v", seed, workers, end, got.report, want.report)
				}
			}
		}
	}
}
