package page_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render/page"
	"github.com/seed-57910ec4/videotune/survey"
)

// line is an example about a stretch of a video.
func line(uri, start, end, prompt, answer string) string {
	ex := videotune.Example{
		Contents:         []videotune.Content{videotune.User(videotune.File(uri, "video/mp4"), videotune.Text(prompt)), videotune.Model(videotune.Text(answer))},
		GenerationConfig: videotune.GenerationConfig{MediaResolution: videotune.ResolutionLow},
	}
	text, err := ex.AppendJSON(nil)
	if err != nil {
		panic(err)
	}
	meta := fmt.Sprintf(`"mimeType":"video/mp4"},"videoMetadata":{"startOffset":%q,"endOffset":%q}`, start, end)
	return strings.Replace(string(text), `"mimeType":"video/mp4"}`, meta, 1) + "\n"
}

// write returns the page of a dataset.
func write(t *testing.T, train, validation string, media videotune.MediaMap, opts *page.Options) string {
	t.Helper()
	data := videotune.Dataset{Train: []videotune.Input{{Name: "train.jsonl", R: strings.NewReader(train)}}}
	if validation != "" {
		data.Validation = []videotune.Input{{Name: "validation.jsonl", R: strings.NewReader(validation)}}
	}
	report, s, err := survey.Check(data, &videotune.CheckOptions{Policy: &videotune.Policy{Media: media.Lookup}}, &survey.Options{Sample: 1000})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := page.Write(&out, report, s, opts); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func want(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("the page lacks %q", p)
		}
	}
}

func TestWrite(t *testing.T) {
	media := videotune.MediaMap{"gs://b/1.mp4": {Bytes: 200_000_000, Duration: 100 * time.Second}}
	train := line("gs://b/1.mp4", "0s", "40s", "What <b>happens</b>?", "```json\n{\"label\":\"dog\"}\n```") +
		line("https://h/2.mp4", "0s", "1300s", "What?", `{"label":"cat"}`) + "{\n"
	got := write(t, train, line("gs://b/1.mp4", "30s", "50s", "What?", `{"label":"dog"}`), media, &page.Options{Epochs: 3, Price: big.NewRat(5, 2), Notes: []string{"A note."}, Facts: "facts.json"})
	want(t, got, "The job would fail.", "train.jsonl: 1 problem of severity error.", "train.jsonl: 2 of 3 examples would be dropped (more than 10 %).",
		"200000000 bytes", "limit 20 min", "limit 131,072", "limit 104.8 MB", "A note.", "with the facts of facts.json", "with a stretch that both sides use: 1 video",
		"What &lt;b&gt;happens&lt;/b&gt;?", "{\n  &#34;label&#34;: &#34;dog&#34;\n}", "gs://b</td>", "https://h</td>",
		`data-media="https://h/2.mp4" data-start="0" data-end="1300"`, `value="2.5"`, "0:00 – 0:40 (40 s)", "<title>train.jsonl, validation.jsonl – videotune report</title>")
	if strings.Contains(got, "data-media=\"gs:") || strings.Contains(got, "ZgotmplZ") {
		t.Error("a player of what cannot be played, or a value that the template refused")
	}
	if again := write(t, train, line("gs://b/1.mp4", "30s", "50s", "What?", `{"label":"dog"}`), media, &page.Options{Epochs: 3, Price: big.NewRat(5, 2), Notes: []string{"A note."}, Facts: "facts.json"}); again != got {
		t.Error("the same dataset gives another page")
	}
}

// TestPolicy: the policy knows the script that stands in the page, and nothing else.
func TestPolicy(t *testing.T) {
	got := write(t, line("gs://b/1.mp4", "0s", "40s", "What?", "dog"), "", nil, nil)
	script := regexp.MustCompile(`(?s)<script>(.*)</script>`).FindStringSubmatch(got)
	if len(script) != 2 || strings.Count(got, "<script") != 1 {
		t.Fatal("the page has not one script")
	}
	sum := sha256.Sum256([]byte(script[1]))
	want(t, got, `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-`+base64.StdEncoding.EncodeToString(sum[:])+`'; media-src http: https: file:; img-src data:"`)
	for _, m := range regexp.MustCompile(`(?:href|src|action|srcset|poster|background)="[^"]*"`).FindAllString(got, -1) {
		if m != `href="data:,"` {
			t.Errorf("the page asks for something: %s", m)
		}
	}
}

func TestNothing(t *testing.T) {
	var out bytes.Buffer
	if err := page.Write(&out, nil, nil, nil); err != nil {
		t.Fatal(err)
	}
	want(t, out.String(), "Nothing was checked.", "None was found.", "No length is known.", "No example can be read.")
	for _, text := range []string{"", "\n", "{", "\x1f\x8b\x08", "null\n", strings.Repeat("{}\n", 30)} {
		write(t, text, text, nil, nil)
	}
}

// TestRoom: however large texts are, the page is not.
func TestRoom(t *testing.T) {
	var many videotune.Report
	for i := range 1000 {
		f := videotune.FileReport{File: strings.Repeat("+", 500) + fmt.Sprint(i), Examples: 1, Dropped: 1, Drops: 1, ByRule: map[videotune.Rule]int{}}
		for _, info := range videotune.Rules() {
			f.ByRule[info.Rule] = 1
			if i < 30 {
				many.Problems = append(many.Problems, videotune.Problem{Rule: info.Rule, Severity: videotune.SeverityDrop, File: f.File, Line: 1, Message: strings.Repeat("+", 5000), Hint: strings.Repeat("<", 5000)})
			}
		}
		many.Files = append(many.Files, f)
		many.FailReasons = append(many.FailReasons, f.File+": 1 of 1 examples would be dropped")
	}
	var out bytes.Buffer
	if err := page.Write(&out, &many, nil, nil); err != nil || out.Len() > page.MaxBytes {
		t.Errorf("of many files: %d bytes, %v", out.Len(), err)
	}
	for _, nasty := range []string{`"`, "+", "ж", "\u202e", `{"a":`} {
		var train, validation strings.Builder
		for i := range 160 {
			long := strings.Repeat(nasty, 1+(i*2000)/len(nasty)%30_000)
			text := line(fmt.Sprintf("gs://b%d%s/%d.mp4", i, long[:len(nasty)*min(20, len(long)/len(nasty))], i%80), fmt.Sprintf("%ds", i*7%900), fmt.Sprintf("%ds", i*7%900+3), long+fmt.Sprint(i), fmt.Sprintf(`{"l%d":%q,"m":%q}`, i%40, "v"+fmt.Sprint(i%90), long[:len(nasty)*min(10, len(long)/len(nasty))]))
			if i%3 == 0 {
				validation.WriteString(text)
			} else {
				train.WriteString(text)
			}
			if i%5 == 0 {
				train.WriteString(strings.Replace(text, `"role"`, fmt.Sprintf(`"r%d%s"`, i, strings.Repeat("q", 2000)), 1))
			}
		}
		got := write(t, train.String(), validation.String(), nil, &page.Options{Media: func(string) string { return "https://h/" + strings.Repeat("&", 1500) }})
		if len(got) > page.MaxBytes {
			t.Errorf("%q: %d bytes", nasty, len(got))
		}
	}
}

// TestWriterFails: a fault of the writer comes back.
func TestWriterFails(t *testing.T) {
	if err := page.Write(failing{}, nil, nil, nil); !errors.Is(err, errFull) {
		t.Errorf("%v, want %v", err, errFull)
	}
}

var errFull = errors.New("full")

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errFull }

// TestNotJSONL: of a file that is no JSONL nothing is counted, and that is told first.
func TestNotJSONL(t *testing.T) {
	array := "[\n" + strings.Repeat("{\n\"contents\": []\n},\n", 60) + "{}]\n"
	good := line("gs://b/1.mp4", "0s", "40s", "What?", "dog")
	for _, tt := range []struct{ train, validation string }{{array, ""}, {array, good}, {good, array}} {
		got := write(t, tt.train, tt.validation, nil, nil)
		_, verdict, _ := strings.Cut(got, "<h2>The job would fail.</h2>\n")
		if !strings.HasPrefix(verdict, "<p><b>") || !strings.Contains(verdict[:300], " is no JSONL file") {
			t.Errorf("the verdict begins with %.300s", verdict)
		}
		want(t, got, `<td class="n">–</td><td class="n">–</td><td class="n">–</td>`)
		for _, wrong := range []string{">182<", "182 ", "of 18", "No example of train.jsonl would be left out; up to 10 % may be.</p>\n<div"} {
			if tt.train == array && strings.Contains(got, wrong) {
				t.Errorf("the page says %q", wrong)
			}
		}
		if none := strings.Contains(got, "No training file is JSONL"); none != (tt.train == array) || none == strings.Contains(got, "of LOW") && none {
			t.Errorf("without training: %v", none)
		}
		if strings.Contains(got, "No line sets a resolution.") {
			t.Error("a resolution is told of lines that were not read")
		}
	}
}
