package survey_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/survey"
)

// line is an example about a file; segment is videoMetadata, or "".
func line(uri, mime, segment, prompt, answer string) string {
	if segment != "" {
		segment = `,"videoMetadata":{` + segment + `}`
	}
	return fmt.Sprintf(`{"systemInstruction":{"parts":[{"text":"Watch."}]},"contents":[{"role":"user","parts":[{"fileData":{"fileUri":%q,"mimeType":%q}%s},{"text":%q}]},{"role":"model","parts":[{"text":%q}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`,
		uri, mime, segment, prompt, answer) + "\n"
}

func segment(start, end int) string {
	return fmt.Sprintf(`"startOffset":"%ds","endOffset":"%ds"`, start, end)
}

// take surveys a dataset.
func take(t *testing.T, train, validation string, check *videotune.CheckOptions, opts *survey.Options) (*videotune.Report, *survey.Survey) {
	t.Helper()
	data := videotune.Dataset{Train: []videotune.Input{{Name: "train", R: strings.NewReader(train)}}}
	if validation != "" {
		data.Validation = []videotune.Input{{Name: "validation", R: strings.NewReader(validation)}}
	}
	report, s, err := survey.Check(data, check, opts)
	if err != nil {
		t.Fatal(err)
	}
	return report, s
}

func TestCheck(t *testing.T) {
	media := videotune.MediaMap{
		"gs://a/1.mp4": {Bytes: 1 << 20, Duration: 100 * time.Second},
		"gs://a/2.mp4": {Bytes: 200 << 20, Duration: 2000 * time.Second},
	}
	train := line("gs://a/1.mp4", "video/mp4", segment(0, 10), "What?", "dog") +
		line("gs://a/1.mp4", "video/mp4", `"startOffset":"40s"`, "What?", "cat") + // to the end, which is known
		line("gs://a/2.mp4", "video/mp4", segment(0, 1300), "Where?", "dog") +
		"{\n" +
		line("https://host:8080/3.webm?x", "video/webm", "", "What?", "dog") + // nothing is known of it
		line("4.mp4", "video/mp4", segment(0, 10), "What?", strings.Repeat("x", 300<<10)) // too large to look into
	// The same object by another name.
	validation := line("https://storage.googleapis.com/a/1.mp4", "video/mp4", segment(5, 20), "What?", "dog")
	report, s := take(t, train, validation, &videotune.CheckOptions{Policy: &videotune.Policy{Media: media.Lookup}}, nil)

	a, b := &s.Sides[videotune.Train], &s.Sides[videotune.Validation]
	if a.Examples != 5 || a.Dropped != report.Files[0].Dropped || a.Large != 1 || b.Examples != 1 {
		t.Errorf("training: %d examples, %d dropped, %d large; validation: %d examples", a.Examples, a.Dropped, a.Large, b.Examples)
	}
	low := a.Lengths[0]
	if low.Resolution != videotune.ResolutionLow || low.N != 4 || low.Over != 1 || low.Max != int64(1300*time.Second) || low.Limit != int64(20*time.Minute) || a.Unmeasured != 1 {
		t.Errorf("lengths: %+v; %d unmeasured", low, a.Unmeasured)
	}
	if s.Sizes.N != 2 || s.Sizes.Over != 1 || s.Unsized != 1 {
		t.Errorf("sizes: %d, %d over, %d unknown", s.Sizes.N, s.Sizes.Over, s.Unsized)
	}
	for what, tt := range map[string]struct{ got, want []survey.Count }{
		"resolutions": {a.Resolutions.List(), []survey.Count{{"MEDIA_RESOLUTION_LOW", 4}}},
		"types":       {a.MIMETypes.List(), []survey.Count{{"video/mp4", 3}, {"video/webm", 1}}},
		"places":      {a.Places.List(), []survey.Count{{"gs://a", 3}, {"https://host:8080", 1}}},
	} {
		if !reflect.DeepEqual(tt.got, tt.want) {
			t.Errorf("%s: %v, want %v", what, tt.got, tt.want)
		}
	}
	prompts := a.Prompts.List()
	if len(prompts) != 2 || prompts[0].Text != "What?" || prompts[0].N != 3 || prompts[0].File != "train" || prompts[0].Line != 1 || a.Systems.Distinct != 1 || a.Systems.N != 4 {
		t.Errorf("prompts: %+v, system instructions: %d", prompts, a.Systems.Distinct)
	}
	want := []survey.Video{
		{URI: "gs://a/1.mp4", Bytes: 1 << 20, Duration: 100 * time.Second, Uses: []survey.Use{{0, 0, 10 * time.Second}, {0, 40 * time.Second, 60 * time.Second}, {1, 5 * time.Second, 15 * time.Second}}},
		{URI: "gs://a/2.mp4", Bytes: 200 << 20, Duration: 2000 * time.Second, Uses: []survey.Use{{0, 0, 1300 * time.Second}}},
		{URI: "https://host:8080/3.webm?x", Uses: []survey.Use{{}}},
	}
	if !reflect.DeepEqual(s.Videos, want) {
		t.Errorf("videos: %+v\nwant %+v", s.Videos, want)
	}
	if len(a.Sample) != 4 || a.Sample[3].Line != 5 || !a.Sample[2].Dropped || a.Sample[0].Example.Contents[1].Parts[0].Text != "dog" || len(a.Sample[2].Problems) == 0 || a.Sample[2].Problems[0].Line != 3 {
		t.Errorf("sample: %+v", a.Sample)
	}
}

// TestSame: the survey does not depend on the number of goroutines, and what it sums up
// is what the report says.
func TestSame(t *testing.T) {
	var train strings.Builder
	for i := range 3000 {
		train.WriteString(line(fmt.Sprintf("gs://bucket-%d/%d.mp4", i%3, i%200), "video/mp4", segment(i%50, i%50+1+i%1500), fmt.Sprintf("Prompt %d", i%40), "dog"))
	}
	type summary struct {
		Tokens  survey.Histogram
		Videos  []survey.Video
		Places  []survey.Count
		Prompts []survey.TextCount
		Sample  []survey.Sample
	}
	var first *summary
	for _, workers := range []int{1, 2, 4} {
		report, s := take(t, train.String(), "", &videotune.CheckOptions{Workers: workers}, &survey.Options{Sample: 50})
		side := &s.Sides[0]
		got := &summary{side.Tokens, s.Videos, side.Places.List(), side.Prompts.List(), side.Sample}
		if first == nil {
			first = got
		} else if !reflect.DeepEqual(got, first) {
			t.Errorf("%d workers survey otherwise", workers)
		}
		if side.Examples != report.Files[0].Examples || side.Dropped != report.Files[0].Dropped || side.Tokens.N != side.Examples || len(side.Sample) != 50 {
			t.Errorf("%d examples, %d dropped, %d with tokens, a sample of %d", side.Examples, side.Dropped, side.Tokens.N, len(side.Sample))
		}
		if !slices.IsSortedFunc(side.Sample, func(a, b survey.Sample) int { return a.Line - b.Line }) {
			t.Error("the sample is not in the order of the lines")
		}
	}
}

// TestNext: a function of the caller's sees the examples too; its options stay as they are.
func TestNext(t *testing.T) {
	n := 0
	opts := &videotune.CheckOptions{OnExample: func(*videotune.ExampleReport) { n++ }}
	for range 2 {
		take(t, line("gs://a/1.mp4", "video/mp4", "", "What?", "dog"), "", opts, &survey.Options{Sample: -1})
	}
	if n != 2 {
		t.Errorf("%d calls, want 2", n)
	}
}

// TestBounds: what is kept has bounds, and what lies beyond is counted.
func TestBounds(t *testing.T) {
	var train strings.Builder
	const n = survey.MaxVideos + 50
	for i := range n {
		long := "ä"
		if i < 600 && i%2 == 1 {
			long = strings.Repeat("ä", 3000)
		}
		fmt.Fprintf(&train, `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b%d/v.mp4","mimeType":"video/x%d"}},{"text":"%d%s"}]},{"role":"model","parts":[{"text":"x"}]}]}`+"\n", i, i, i/4, long)
	}
	for range survey.MaxUses + 7 {
		train.WriteString(line("gs://b0/v.mp4", "video/mp4", segment(0, 1), "What?", "dog"))
	}
	_, s := take(t, train.String(), "", nil, nil)
	side := &s.Sides[0]
	if len(s.Videos) != survey.MaxVideos || s.MoreUses != 50 {
		t.Errorf("%d videos, %d more uses", len(s.Videos), s.MoreUses)
	}
	if v := &s.Videos[0]; len(v.Uses) != survey.MaxUses || v.MoreUses != [2]int{8, 0} || v.Count() != survey.MaxUses+8 || !v.Partly() {
		t.Errorf("%d uses, %d more, together %d", len(v.Uses), v.MoreUses, v.Count())
	}
	if got := len(side.Places.List()); got != survey.MaxValues || side.Places.Rest != n-survey.MaxValues {
		t.Errorf("%d places, %d more", got, side.Places.Rest)
	}
	texts := side.Prompts.List()
	if len(texts) > survey.MaxKeptTexts || texts[0].Text != "What?" || texts[0].N != survey.MaxUses+7 {
		t.Errorf("%d texts, the most frequent %d times", len(texts), texts[0].N)
	}
	for _, c := range texts {
		if len(c.Text) > survey.MaxTextBytes || c.Cut != (len(c.Text) > 4000) {
			t.Errorf("a text of %d bytes, cut: %v", len(c.Text), c.Cut)
		}
	}
}
