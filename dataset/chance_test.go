package dataset

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

// negatives are n videos in which nothing happens, and one in which something does.
func negatives(n int) []annotation.Video {
	list := make([]annotation.Video, n, n+1)
	for i := range list {
		list[i] = annotation.Video{ID: fmt.Sprint("n", i), URI: fmt.Sprintf("gs://b/n%d.mp4", i), Duration: sec(60)}
	}
	return append(list, annotation.Video{ID: "p", URI: "gs://b/p.mp4", Duration: sec(60), Events: []annotation.Event{segment(1, 0, sec(5), "dog")}})
}

// The ratio of negatives is met within two points. As each is the toss of a coin, the
// spread of 1,000 is 1.6 points at a ratio of 0.5, and that of 5,000 is 0.7: so for
// 5,000 any seed will do, and for 1,000 these do.
func TestNegatives(t *testing.T) {
	for _, tt := range []struct {
		videos int
		seeds  []string
	}{{5000, []string{""}}, {1000, []string{"", "a", "c"}}} {
		source := videos(negatives(tt.videos)...)
		for _, ratio := range []float64{0, 0.05, 0.5, 0.8, 1} {
			for _, seed := range tt.seeds {
				o := build(t, Config{Source: source, Task: localize(), Negatives: &ratio, Seed: seed})
				got := float64(o.Report.Negatives) / float64(tt.videos)
				if math.Abs(got-ratio) > 0.02 || o.Report.Negatives+o.LeftOut[ReasonNegative] != tt.videos {
					t.Errorf("%d videos, seed %q: %.4f of the negatives are there, want %v; left out are %d", tt.videos, seed, got, ratio, o.LeftOut[ReasonNegative])
				}
			}
		}
	}
}

// Which negatives are kept follows from the seed and each of them.
func TestNegativesSeed(t *testing.T) {
	names := func(seed string) string {
		half := 0.5
		var all []string
		for _, or := range build(t, Config{Source: videos(negatives(50)...), Task: localize(), Negatives: &half, Seed: seed}).origins {
			all = append(all, or.Video)
		}
		return fmt.Sprint(all)
	}
	if a, b := names("a"), names("b"); a == b {
		t.Errorf("two seeds keep the same: %s", a)
	}
}

// A video in which something happens that the task does not ask for is a negative.
func TestNegativeByLabels(t *testing.T) {
	none := 0.0
	for _, tt := range []struct {
		name   string
		task   task.Task
		labels []string // of one of the events; the other is a bird
		left   string
	}{
		{"localize", localize(), []string{"fish"}, "negative v000 [1 2]"},
		{"classify", &task.Classify{Labels: task.Labels{{Name: "cat"}, {Name: "dog"}}}, []string{"fish"}, "negative v000 [1 2]"},
		{"no label at all", localize(), nil, "no-answer v000 [1 2]"},
	} {
		list := animals(2)
		list[0].Events[0].Labels, list[0].Events[1].Labels = []string{"bird"}, tt.labels
		o := build(t, Config{Source: videos(list...), Task: tt.task, Negatives: &none})
		if o.Examples != 1 {
			t.Errorf("%s: %d examples", tt.name, o.Examples)
		}
		equal(t, tt.name, o.reasons(), []string{tt.left})
	}
}

func TestSampling(t *testing.T) {
	source := videos(animals(2000)...) // every other one has a cat too
	for _, tt := range []struct {
		factors  map[string]float64
		dog, cat float64 // how often an example with a dog alone, and with a cat, is there
	}{
		{map[string]float64{"dog": 0.5}, 0.5, 1},
		{map[string]float64{"dog": 0.5, "cat": 2.5}, 0.5, 2.5},
		{map[string]float64{"dog": 2}, 2, 2},
		{map[string]float64{"dog": 0, "cat": 0}, 0, 0},
		{map[string]float64{"cat": 0.25, "dog": 0.75}, 0.75, 0.75},
	} {
		if tt.dog == 0 {
			source = videos(append(animals(2000), annotation.Video{ID: "n", URI: "gs://b/n.mp4", Duration: sec(1)})...)
		}
		o := build(t, Config{Source: source, Task: localize(), Sampling: tt.factors})
		counts := map[string]int{}
		seen := map[string][]int{}
		for _, or := range o.origins {
			counts[fmt.Sprint(or.Labels)]++
			seen[or.Video] = append(seen[or.Video], or.Copy)
		}
		dog, cat := float64(counts["[dog]"])/1000, float64(counts["[cat dog]"])/1000
		if math.Abs(dog-tt.dog) > 0.04 || math.Abs(cat-tt.cat) > 0.04 {
			t.Errorf("%v: %.3f and %.3f, want %v and %v", tt.factors, dog, cat, tt.dog, tt.cat)
		}
		repeated := 0
		for name, copies := range seen {
			for i, c := range copies {
				if c != i {
					t.Errorf("%s has copies %v", name, copies)
				}
			}
			repeated += len(copies) - 1
		}
		if repeated != o.Repeated || len(seen)+o.LeftOut[ReasonSampling] != o.Videos {
			t.Errorf("%v: %d repeated of %d, %d left out", tt.factors, o.Repeated, len(seen), o.LeftOut[ReasonSampling])
		}
	}
}

// A factor for a label that nobody asks for is a mistake.
func TestSamplingUnknown(t *testing.T) {
	_, err := tryBuild(t.Context(), memoryDir(t), Config{Source: videos(), Task: localize(), Sampling: map[string]float64{"dgo": 2}})
	if err == nil || err.Error() != `dataset: Sampling: "dgo" is no label of the task; did you mean dog?` {
		t.Error(err)
	}
}

// The labels of lines come out as they went in.
func TestLabelQueue(t *testing.T) {
	var table labelTable
	var q labelQueue
	var want [][]string
	for i := range 1000 {
		var labels []string
		for k := range i % 4 {
			labels = append(labels, fmt.Sprint("label", i*k))
		}
		want = append(want, labels)
		q.push(table.ids(labels))
	}
	for _, w := range want {
		var got []string
		for id := range q.pop() {
			got = append(got, table.names[id])
		}
		if !slices.Equal(got, w) {
			t.Fatalf("%q, want %q", got, w)
		}
	}
	if n := len(slices.Collect(maps.Keys(table.numbers))); n != len(table.names) {
		t.Errorf("%d names, %d numbers", len(table.names), n)
	}
}
