package sample_test

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/sample"
	"pgregory.net/rapid"
)

func line(uri, prompt, answer string) string {
	return fmt.Sprintf(`{"contents": [{"role":"user","parts":[{"fileData":{"fileUri":%q,"mimeType":"video/mp4"}},{"text":%q}]},{"role":"model","parts":[{"text":%q}]}]}`, uri, prompt, answer)
}

func inputs(texts ...string) (in []sample.Input) {
	for i, text := range texts {
		in = append(in, sample.Input{Name: fmt.Sprint("file", i), R: strings.NewReader(text)})
	}
	return in
}

// take takes a sample and returns its lines.
func take(t testing.TB, in []sample.Input, o *sample.Options) ([]string, *sample.Report) {
	t.Helper()
	var out bytes.Buffer
	report, err := sample.Lines(in, &out, o)
	if err != nil {
		t.Fatal(err)
	}
	lines := slices.Collect(strings.Lines(out.String()))
	if len(lines) != report.Taken {
		t.Fatalf("%d lines are written, %d taken", len(lines), report.Taken)
	}
	return lines, report
}

// Of what is rare as much is taken as of what is frequent.
func TestSpread(t *testing.T) {
	var text strings.Builder
	for i := range 1000 {
		answer, video := "dog", i%7
		if i%100 == 0 {
			answer = "cat"
		}
		if i == 500 {
			answer, video = "rabbit", 1000
		}
		text.WriteString(line(fmt.Sprintf("gs://b/%d.mp4", video), fmt.Sprint(i), answer) + "\n")
	}
	lines, report := take(t, inputs(text.String()), &sample.Options{N: 9, By: sample.ByLabel})
	for answer, want := range map[string]int{"dog": 4, "cat": 4, "rabbit": 1} {
		if got := strings.Count(strings.Join(lines, ""), `"`+answer+`"`); got != want {
			t.Errorf("%d × %s, want %d", got, answer, want)
		}
	}
	if report.Lines != 1000 || report.Kinds != 3 {
		t.Errorf("report %+v", *report)
	}
	lines, report = take(t, inputs(text.String()), &sample.Options{N: 8, By: sample.ByVideo})
	videos := map[string]bool{}
	for _, l := range lines {
		videos[l[:strings.Index(l, "mp4")]] = true
	}
	if len(videos) != 8 || report.Kinds != 8 {
		t.Errorf("%d videos of %d", len(videos), report.Kinds)
	}
}

// An example is of its first video, also where an image comes first; examples without
// a file are of none.
func TestFirstVideo(t *testing.T) {
	const image = `{"fileData":{"fileUri":"gs://b/logo.png","mimeType":"image/png"}},`
	var text strings.Builder
	for i := range 6 {
		text.WriteString(strings.Replace(line(fmt.Sprintf("gs://b/%d.mp4", i%3), fmt.Sprint(i), "x"), "{\"fileData", image+"{\"fileData", 1) + "\n")
	}
	text.WriteString(`{"contents":[{"role":"user","parts":[` + image + `{"text":"p"}]}]}` + "\n")
	text.WriteString(`{"contents":[{"role":"user","parts":[{"text":"p"}]}]}` + "\n" + `{"contents":[{"role":"user","parts":[{"text":"q"}]}]}` + "\n")
	lines, report := take(t, inputs(text.String()), &sample.Options{N: 5})
	if report.Kinds != 4 || report.Without != 2 {
		t.Errorf("%+v", *report)
	}
	for _, want := range []string{"0.mp4", "1.mp4", "2.mp4"} {
		if strings.Count(strings.Join(lines, ""), want) != 1 {
			t.Errorf("%s is not in the sample once: %q", want, lines)
		}
	}
}

// A line is taken by its rarest label; free text is none.
func TestRarestLabel(t *testing.T) {
	var text strings.Builder
	for i := range 400 {
		answer := fmt.Sprintf(`{"events":[{"label":"wave","note":"free text, number %d"}]}`, i)
		if i%200 == 7 {
			answer = `{"events":[{"label":"wave","note":"a"},{"label":"crash","note":"b"}]}`
		}
		text.WriteString(line("gs://b/a.mp4", fmt.Sprint(i), answer) + "\n")
	}
	lines, report := take(t, inputs(text.String()), &sample.Options{N: 4, By: sample.ByLabel})
	if n := strings.Count(strings.Join(lines, ""), "crash"); n != 2 || report.Kinds != 2 {
		t.Errorf("%d lines of 4 have the rare label; %d kinds", n, report.Kinds)
	}
}

func TestLines(t *testing.T) {
	good := "\ufeff" + line("gs://b/a.mp4", "p", "x") + "\r\n\n{\"contents\":[],}\n" + line("gs://b/b.mp4", "p", "y")
	lines, report := take(t, inputs(good, good), &sample.Options{N: 100})
	if want := []string{line("gs://b/a.mp4", "p", "x") + "\n", line("gs://b/b.mp4", "p", "y") + "\n"}; !slices.Equal(lines, append(want, want...)) {
		t.Errorf("got %q", lines)
	}
	if report.Unreadable.Count != 2 || !strings.Contains(report.Unreadable.Error(), "file0:3:15") {
		t.Errorf("report %+v", *report)
	}
	for _, o := range []sample.Options{{N: -1}, {N: sample.MaxN + 1}, {By: "size"}} {
		if _, err := sample.Lines(inputs(good), io.Discard, &o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
	for _, by := range []sample.By{sample.ByLabel, sample.ByVideo} {
		if _, err := sample.Lines(inputs("[\n{}\n]"), io.Discard, &sample.Options{By: by}); !errors.Is(err, videotune.RuleFileJSONArray) {
			t.Errorf("an array: %v", err)
		}
	}
}

// A changing is a file that has another content each time that it is read from its
// beginning.
type changing struct {
	*strings.Reader
	times int
}

func (c *changing) Seek(offset int64, whence int) (int64, error) {
	c.times++
	c.Reset(line("gs://b/a.mp4", fmt.Sprint(c.times), "x") + "\n")
	return 0, nil
}

func TestChanged(t *testing.T) {
	in := []sample.Input{{Name: "train.jsonl", R: &changing{Reader: strings.NewReader("")}}}
	if _, err := sample.Lines(in, io.Discard, nil); err == nil || !strings.Contains(err.Error(), "train.jsonl: the file changed") {
		t.Errorf("%v", err)
	}
}

// A sample is a sub-multiset of the lines in their order, the same on each run and,
// where no two lines are equal, wherever the lines stand; and a larger one holds it.
func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []string
		for i := range rapid.IntRange(0, 60).Draw(t, "lines") {
			prompt := fmt.Sprint(i)
			if rapid.IntRange(0, 4).Draw(t, "same") == 0 {
				prompt = "same"
			}
			l := line(fmt.Sprintf("gs://b/%d.mp4", rapid.IntRange(0, 5).Draw(t, "video")), prompt, rapid.SampledFrom([]string{"dog", "cat", ""}).Draw(t, "answer"))
			odd := rapid.SampledFrom([]func(string) string{
				func(l string) string { return l },
				func(l string) string { return "\t " + l + " \t" },
				func(l string) string { return strings.Replace(l, "fileUri", "file\\u0055ri", 1) },
				func(l string) string { return strings.Replace(l, "{", `{"unknown":1.50e+01,"x":"\u00e9\/é",`, 1) },
			}).Draw(t, "spelling")
			all = append(all, odd(l)+"\n")
		}
		if len(all) == 0 {
			return
		}
		o := &sample.Options{N: rapid.IntRange(1, 70).Draw(t, "n"), By: rapid.SampledFrom([]sample.By{"", sample.ByLabel}).Draw(t, "by"), Seed: rapid.SampledFrom([]string{"", "s"}).Draw(t, "seed")}
		run := func(lines []string, n int) []string {
			var out bytes.Buffer
			p := *o
			p.N = n
			report, err := sample.Lines(inputs(strings.Join(lines, "")), &out, &p)
			if err != nil {
				t.Fatal(err)
			}
			if report.Taken != min(n, len(lines)) {
				t.Fatalf("%d of %d lines, want %d", report.Taken, len(lines), n)
			}
			return slices.Collect(strings.Lines(out.String()))
		}
		got := run(all, o.N)
		if !within(got, all) {
			t.Fatal("not lines of the file in their order")
		}
		if !slices.Equal(got, run(all, o.N)) {
			t.Fatal("another run gave another sample")
		}
		if !within(got, run(all, o.N+3)) {
			t.Fatal("a larger sample lacks lines of a smaller one")
		}
		shuffled := slices.Clone(all)
		rand.New(rand.NewPCG(1, uint64(o.N))).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		other := run(shuffled, o.N)
		slices.Sort(got)
		if slices.SortFunc(other, func(a, b string) int { return cmp.Compare(a, b) }); !slices.Equal(got, other) {
			t.Fatal("the order of the lines decided which are taken")
		}
	})
}

// within reports whether part stands in all, in its order.
func within(part, all []string) bool {
	for _, l := range part {
		i := slices.Index(all, l)
		if i < 0 {
			return false
		}
		all = all[i+1:]
	}
	return true
}
