package dataset

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/task"
	"pgregory.net/rapid"
)

// rapidChecks has rapid try at least n cases in this test.
func rapidChecks(t *testing.T, n int) {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	if old := f.Value.String(); old == f.DefValue {
		if err := f.Value.Set(fmt.Sprint(n)); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Value.Set(old) })
	}
}

// drawVideos draws videos of few files and recordings, so that they meet.
func drawVideos(t *rapid.T, what string, from, most int) []annotation.Video {
	record := from * 100
	list := make([]annotation.Video, rapid.IntRange(0, most).Draw(t, what))
	for i := range list {
		file := rapid.IntRange(0, 9).Draw(t, "file")
		v := annotation.Video{
			ID: fmt.Sprintf("id%d", from+i), URI: fmt.Sprintf("gs://b/%d.mp4", file),
			Recording:  rapid.SampledFrom([]string{"", "", fmt.Sprint("r", file), fmt.Sprint("r", file/2), "x", fmt.Sprint("id", from+most-1-i), fmt.Sprintf("gs://b/%d.mp4", 9-file)}).Draw(t, "recording"),
			Split:      rapid.SampledFrom([]annotation.Split{"", "", "", "", "train", "validation", "test"}).Draw(t, "split"),
			Duration:   sec(rapid.SampledFrom([]int{0, 30, 60, 95}).Draw(t, "duration")),
			Unlabelled: rapid.IntRange(0, 19).Draw(t, "unlabelled") == 0,
		}
		if rapid.IntRange(0, 19).Draw(t, "local") == 0 {
			v.URI = fmt.Sprintf("/videos/%d.mp4", file)
		}
		for range rapid.IntRange(0, 4).Draw(t, "events") {
			record++
			v.Events = append(v.Events, drawEvent(t, record))
		}
		list[i] = v
	}
	return list
}

func drawEvent(t *rapid.T, record int) annotation.Event {
	e := segment(record, time.Duration(rapid.IntRange(-2000, 100_000).Draw(t, "start"))*time.Millisecond, 0)
	e.End = e.Start + time.Duration(rapid.IntRange(-500, 40_000).Draw(t, "length"))*time.Millisecond
	switch rapid.IntRange(0, 9).Draw(t, "kind") {
	case 0:
		e = annotation.Event{Kind: annotation.KindWhole, Record: record}
	case 1:
		e.Kind, e.End = annotation.KindPoint, e.Start
	case 2:
		e.End = annotation.ToEnd
	}
	e.Labels = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"cat", "dog", "puppy", "bird"}), 0, 2, rapid.ID).Draw(t, "labels")
	return e
}

// drawConfig draws all but the source.
func drawConfig(t *rapid.T) Config {
	c := Config{
		Task: rapid.SampledFrom([]task.Task{
			localize(),
			&task.Classify{Labels: task.Labels{{Name: "cat"}, {Name: "dog"}}},
			&task.Classify{Labels: task.Labels{{Name: "cat"}, {Name: "dog"}}, Multi: true},
		}).Draw(t, "task"),
		Per:      rapid.SampledFrom([]Per{"", PerVideo, PerEvent, PerLabel, PerWindow}).Draw(t, "per"),
		Stratify: rapid.Bool().Draw(t, "stratify"),
		Share:    rapid.SampledFrom([]float64{0, 0.2, 0.5, videotune.PinnedOnly}).Draw(t, "share"),
		Seed:     rapid.StringN(0, 2, -1).Draw(t, "seed"),
		TestAs:   rapid.SampledFrom([]annotation.Split{"", "train", "validation"}).Draw(t, "test as"),
		Edges:    rapid.SampledFrom([]chunk.EdgePolicy{chunk.EdgeSplit, chunk.EdgeMost, chunk.EdgeDrop}).Draw(t, "edges"),
		// Times far past the end are no reason to refuse the source here.
		Repair: annotation.Repair{PastEnd: annotation.RemedyClamp, AfterEnd: annotation.RemedyDrop},
		Policy: &videotune.Policy{Media: videotune.MediaMap{
			"gs://b/0.mp4": {Duration: sec(50), Bytes: 1e6},
			"gs://b/1.mp4": {Duration: sec(90), Bytes: 150 << 20}, // to be cut
			"gs://b/2.mp4": {Err: "it is no video"},
		}.Lookup},
		Plan: chunk.Options{Base: "gs://made"},
		Cut:  madeAsPlanned,
	}
	switch {
	case c.Per == PerEvent:
		c.Padding = sec(rapid.IntRange(0, 3).Draw(t, "padding"))
	case c.Per == PerWindow:
		c.Window = sec(rapid.SampledFrom([]int{10, 40}).Draw(t, "window"))
	}
	if rapid.Bool().Draw(t, "divided") {
		c.Plan.MaxLength, c.Plan.Overlap = sec(25), sec(rapid.SampledFrom([]int{0, 5}).Draw(t, "overlap"))
	}
	if rapid.Bool().Draw(t, "negatives") {
		c.Negatives = new(0.5)
	}
	if rapid.Bool().Draw(t, "sampling") {
		c.Sampling = map[string]float64{"dog": 1.5, "cat": 0.5}
	}
	return c
}

// TestProperties builds random datasets: as drawn, again, in another order, and with
// more videos.
func TestProperties(t *testing.T) {
	rapidChecks(t, 200)
	dir := filepath.Join(memoryDir(t), "out")
	built, ordered := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		list := drawVideos(rt, "videos", 1, 14)
		c := drawConfig(rt)
		run := func(list []annotation.Video) *outcome {
			c.Source = videos(list...)
			o, err := tryBuild(t.Context(), dir, c)
			switch {
			case errors.Is(err, videotune.RuleFileEmpty):
				if len(o.files) > 0 {
					rt.Fatalf("%v, and there are %v", err, slices.Collect(maps.Keys(o.files)))
				}
				return nil
			case err != nil:
				rt.Fatal(err)
			}
			return o
		}
		first := run(list)
		if first == nil {
			return
		}
		built++
		checkSides(rt, first)
		checkNames(rt, first, list, c.TestAs)
		checkSidecar(rt, first, c.Task)
		checkComplete(rt, first, list)
		checkTrue(rt, first, list, &c)
		if again := run(list); !maps.Equal(first.files, again.files) {
			rt.Fatal("the second run made other files")
		}
		if o := run(rapid.Permutation(list).Draw(rt, "order")); o != nil && unquestioned(first) && unquestioned(o) && strangers(list) {
			ordered++
			if a, b := sidesOf(first), sidesOf(o); !maps.Equal(a, b) {
				rt.Fatalf("another order: sides %v, then %v", a, b)
			}
		}
		if o := run(append(slices.Clone(list), drawVideos(rt, "more", 50, 5)...)); o != nil {
			kept := decisions(o)
			for d := range decisions(first) {
				if !kept[d] {
					rt.Fatalf("with more videos, this is another: %s", d)
				}
			}
		}
	})
	if built < 100 {
		t.Errorf("%d datasets were built, and all others were empty", built)
	}
	if ordered < 5 {
		t.Errorf("%d were built in another order and compared", ordered)
	}
}

// checkSides checks that no recording, no file and so no stretch of one is on both
// sides, by the lines themselves.
func checkSides(t *rapid.T, o *outcome) {
	side := map[string]string{}
	claim := func(what, file string) {
		if old, known := side[what]; known && old != file {
			t.Fatalf("%s is on both sides", what)
		}
		side[what] = file
	}
	for _, or := range o.origins {
		claim("recording "+or.Recording, or.File)
		claim("source "+or.URI, or.File)
	}
	for _, name := range []string{"train.jsonl", "validation.jsonl"} {
		list, err := o.examples(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, ex := range list {
			claim("file "+ex.Contents[0].Parts[0].FileData.FileURI, name)
		}
	}
	for _, p := range o.Check.Problems {
		if p.Rule == videotune.RuleSplitOverlap || p.Severity >= videotune.SeverityDrop {
			t.Fatal(p)
		}
	}
}

// checkNames checks that whatever is connected by its ID, its URI and its recording is
// on one side, and that nothing is in the files that a test video before it shares a name
// with.
func checkNames(t *rapid.T, o *outcome, list []annotation.Video, testAs annotation.Split) {
	file := map[string]string{} // of the videos
	for _, or := range o.origins {
		file[or.Video] = or.File
	}
	parent := map[string]string{}
	var find func(string) string
	find = func(name string) string {
		if up, ok := parent[name]; ok && up != name {
			return find(up)
		}
		return name
	}
	for _, v := range list {
		for _, name := range namesOf(&v) {
			if file[v.ID] != "" {
				parent[find(name)] = find(v.ID)
			}
		}
	}
	side := map[string]string{}
	for i, v := range list {
		if file[v.ID] == "" {
			continue
		}
		root := find(v.ID)
		if old, known := side[root]; known && old != file[v.ID] {
			t.Fatalf("%q is connected with what is on the other side", namesOf(&v))
		}
		side[root] = file[v.ID]
		for _, before := range list[:i] {
			shared := slices.ContainsFunc(namesOf(&before), func(name string) bool { return slices.Contains(namesOf(&v), name) })
			if before.Split == annotation.SplitTest && testAs == annotation.SplitNone && shared {
				t.Fatalf("%q is there, and %q is of the test set", namesOf(&v), namesOf(&before))
			}
		}
	}
}

// namesOf returns what a video is known by.
func namesOf(v *annotation.Video) []string {
	if v.Recording == "" {
		return []string{v.ID, v.URI}
	}
	return []string{v.ID, v.URI, v.Recording}
}

// strangers reports whether no video has a name of another but the recording that both
// say, so that the first of them does not decide what the recording is called.
func strangers(list []annotation.Video) bool {
	seen := map[string]bool{}
	for _, v := range list {
		if seen[v.ID] || seen[v.URI] {
			return false
		}
		seen[v.ID], seen[v.URI] = true, true
	}
	return !slices.ContainsFunc(list, func(v annotation.Video) bool { return seen[v.Recording] })
}

// checkSidecar compares each line with what the sidecar says of it.
func checkSidecar(t *rapid.T, o *outcome, tk task.Task) {
	lines := map[string]map[int]videotune.Example{}
	n := 0
	for _, path := range []string{o.Train.Path, o.Validation.Path} {
		list, err := o.examples(filepath.Base(path))
		if err != nil {
			t.Fatal(err)
		}
		lines[path] = map[int]videotune.Example{}
		for i, ex := range list {
			lines[path][i+1] = ex
		}
		n += len(list)
	}
	if n != len(o.origins) || n != o.Examples || n != o.Report.Train.Examples+o.Report.Validation.Examples {
		t.Fatalf("%d lines, %d origins, and the report says %d", n, len(o.origins), o.Examples)
	}
	labels := map[string]map[string]int{o.Train.Path: {}, o.Validation.Path: {}}
	for _, or := range o.origins {
		ex, ok := lines[or.File][or.Line]
		if !ok {
			t.Fatalf("%+v: there is no such line, or it was told before", or)
		}
		delete(lines[or.File], or.Line)
		part := ex.Contents[0].Parts[0]
		uri := or.URI
		if or.Made != "" {
			uri = or.Made
		}
		if part.FileData.FileURI != uri {
			t.Fatalf("%+v: the line has %s", or, part.FileData.FileURI)
		}
		if m := part.VideoMetadata; m != nil && or.Made == "" {
			start, _ := m.StartOffset.Duration()
			end, _ := m.EndOffset.Duration()
			if a, b := microseconds(videotune.Span{Start: start, End: end}); a != or.StartUS || b != or.EndUS {
				t.Fatalf("%+v: the line has %v to %v", or, start, end)
			}
		} else if m == nil && or.Made == "" && or.StartUS != 0 {
			t.Fatalf("%+v: the line has all of the file", or)
		}
		if got := labelsOf(t, tk, &ex); !slices.Equal(got, or.Labels) {
			t.Fatalf("%+v: the line says %q: %s", or, got, show(&ex))
		}
		for _, l := range or.Labels {
			labels[or.File][l]++
		}
	}
	if !maps.Equal(labels[o.Train.Path], o.Train.Labels) || !maps.Equal(labels[o.Validation.Path], o.Validation.Labels) {
		t.Fatalf("labels %v, and the report has %v and %v", labels, o.Train.Labels, o.Validation.Labels)
	}
	counts := map[Reason]int{}
	for _, l := range o.lefts {
		counts[l.Reason]++
	}
	if !maps.Equal(counts, o.LeftOut) {
		t.Fatalf("the sidecar has left out %v, the report %v", counts, o.LeftOut)
	}
}

// labelsOf returns the labels of an answer.
func labelsOf(t *rapid.T, tk task.Task, ex *videotune.Example) []string {
	answer := ex.Contents[1].Parts[0].Text
	labels := []string{}
	if tk.Check(answer) != nil { // it is asked for one label only
		var narrow struct{ Label string }
		if err := json.Unmarshal([]byte(answer), &narrow); err != nil || narrow.Label != task.None {
			t.Fatalf("%s: %v", answer, err)
		}
		return labels
	}
	switch tk := tk.(type) {
	case *task.Localize:
		a, _ := tk.Parse(answer)
		for _, e := range a.Events {
			labels = append(labels, e.Label)
		}
	case *task.Classify:
		a, _ := tk.Parse(answer)
		labels = append(labels, a.Labels...)
	}
	slices.Sort(labels)
	return slices.Compact(labels)
}

// checkComplete checks that each event and each video is in an example, or left out
// with a reason.
func checkComplete(t *rapid.T, o *outcome, list []annotation.Video) {
	records, names := map[int]bool{}, map[string]bool{}
	for _, or := range o.origins {
		names[or.Video] = true
		for _, r := range or.Records {
			records[r] = true
		}
	}
	for _, l := range o.lefts {
		names[l.Video] = true
		for _, r := range l.Records {
			records[r] = true
		}
		if l.Reason == "" || l.Message == "" {
			t.Fatalf("%+v has no reason", l)
		}
	}
	for _, v := range list {
		if !names[v.ID] {
			t.Fatalf("video %s is in no example, and was not left out", v.ID)
		}
		for _, e := range v.Events {
			if !records[e.Record] {
				t.Fatalf("event %d of %s is in no example, and was not left out: %+v", e.Record, v.ID, e)
			}
		}
	}
}

// checkTrue checks that no answer lacks a label of an event that its clip shows a part
// of. The events are those of the source, as far as no repair can have touched them.
func checkTrue(t *rapid.T, o *outcome, list []annotation.Video, c *Config) {
	if c.Per == PerEvent { // which is about its event alone
		return
	}
	videos := map[string]*annotation.Video{}
	for i := range list {
		videos[list[i].ID] = &list[i]
	}
	names := c.Task.(task.Narrow)
	for _, or := range o.origins {
		for _, e := range videos[or.Video].Events {
			if e.Kind == annotation.KindWhole || e.Start < 0 || e.End <= e.Start || e.Start/time.Microsecond >= time.Duration(or.EndUS) && or.EndUS > 0 || e.End/time.Microsecond <= time.Duration(or.StartUS) {
				continue
			}
			for _, l := range e.Labels {
				name, ok := names.ResolveLabel(l)
				if ok && (or.Label == "" || or.Label == name) && !slices.Contains(or.Labels, name) {
					t.Fatalf("%+v shows a part of event %d with the label %q, from %v to %v", or, e.Record, l, e.Start, e.End)
				}
			}
		}
	}
}

// unquestioned reports whether no video was left out because another came before it.
func unquestioned(o *outcome) bool {
	return o.LeftOut[ReasonConflict]+o.LeftOut[ReasonOtherSide]+o.LeftOut[ReasonTwice]+o.LeftOut[ReasonTest] == 0
}

func sidesOf(o *outcome) map[string]string {
	sides := map[string]string{}
	for _, or := range o.origins {
		sides[or.Recording] = or.File
	}
	return sides
}

// decisions returns the examples that are there, but for their places.
func decisions(o *outcome) map[string]bool {
	all := map[string]bool{}
	for _, or := range o.origins {
		or.File, or.Line = "", 0
		all[fmt.Sprintf("%+v", or)] = true
	}
	return all
}
