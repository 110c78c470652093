package e2e

import (
	"bufio"
	"bytes"
	"fmt"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render/page"
	"github.com/seed-57910ec4/videotune/survey"
)

// sections are the parts of a page, in their order.
const sections = "verdict problems resolutions lengths sizes tokens labels coverage media prompts cost sample"

// pageLine is an example about a video, with an answer.
func pageLine(uri, segment, prompt, answer string) string {
	ex := videotune.Example{
		Contents:         []videotune.Content{videotune.User(videotune.File(uri, "video/mp4"), videotune.Text(prompt)), videotune.Model(videotune.Text(answer))},
		GenerationConfig: videotune.GenerationConfig{MediaResolution: videotune.ResolutionLow},
	}
	line, err := ex.AppendJSON(nil)
	if err != nil {
		panic(err)
	}
	return strings.Replace(string(line), `"mimeType":"video/mp4"}`, `"mimeType":"video/mp4"}`+segment, 1)
}

func segment(start, end string) string {
	return fmt.Sprintf(`,"videoMetadata":{"startOffset":%q,"endOffset":%q}`, start, end)
}

// writePage writes a page into a folder, and returns its path.
func writePage(t *testing.T, train string, opts *page.Options) string {
	t.Helper()
	data := videotune.Dataset{Train: []videotune.Input{{Name: "train.jsonl", R: strings.NewReader(train)}}}
	report, s, err := survey.Check(data, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := page.Write(&out, report, s, opts); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// luminance returns how bright the upper left corner of a picture is, of 65535.
func luminance(t *testing.T, picture []byte) uint16 {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	return color.Gray16Model.Convert(img.At(3, 3)).(color.Gray16).Y
}

// TestPage looks at the page of the quickstart's dataset.
func TestPage(t *testing.T) {
	chromium(t)
	dir := t.TempDir()
	quickstart := filepath.Join("..", "..", "examples", "quickstart", "testdata")
	for _, name := range []string{"train.jsonl", "validation.jsonl"} {
		text, err := os.ReadFile(filepath.Join(quickstart, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	stdout, status := runCommand(t, dir, "report", "train.jsonl", "validation.jsonl", "--price", "5", "--epochs", "2")
	if status != 0 || string(stdout) != "report.html: the job would start\n" {
		t.Fatalf("exit status %d: %s", status, stdout)
	}
	b := browse(t, filepath.Join(dir, "report.html"))
	if got := eval[string](b, `[...document.querySelectorAll("main > section")].map(s => s.id).join(" ")`); got != sections {
		t.Errorf("sections: %s\nwant %s", got, sections)
	}
	for _, id := range strings.Fields(sections) {
		if n := eval[int](b, `document.querySelector("#`+id+`").innerText.length`); n < 30 {
			t.Errorf("section %s has %d characters", id, n)
		}
	}
	if got := eval[string](b, `document.querySelector("main > section h2").textContent`); got != "The job would start." {
		t.Errorf("the page begins with %q", got)
	}
	for id, want := range map[string]string{
		"lengths": "limit 20 min", "tokens": "limit 131,072", "labels": "fox", "coverage": "gs://example-garden-cams/", "media": "gs://example-garden-cams",
		"cost": "epochs", "prompts": "variants", "resolutions": "MEDIUM",
	} {
		if got := eval[string](b, `document.querySelector("#`+id+`").textContent`); !strings.Contains(got, want) {
			t.Errorf("section %s lacks %q", id, want)
		}
	}
	testFilter(b)
	testCost(b)
	for _, width := range []int64{1100, 400} { // a telephone's, too
		b.do(chromedp.EmulateViewport(width, 900))
		if n := eval[int](b, `Math.max(0, document.documentElement.scrollWidth - innerWidth)`); n > 0 {
			t.Errorf("the page is %d pixels too wide for %d", n, width)
		}
	}
	b.do(chromedp.ResetViewport())
	b.quiet()

	light, dark := luminance(t, b.shoot("quickstart", "light")), luminance(t, b.shoot("quickstart", "dark"))
	if light < 60_000 || dark > 12_000 {
		t.Errorf("luminance: light %d, dark %d", light, dark)
	}
	if pdf := get(b, chromedp.PrintToPDF()); len(pdf) < 10_000 || !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Errorf("on paper: %d bytes", len(pdf))
	}
	b.quiet()
}

// testFilter types into the filter.
func testFilter(b *browser) {
	b.t.Helper()
	const shown = `[...document.querySelectorAll(".example")].filter(e => e.offsetParent !== null)`
	all := eval[int](b, shown+`.length`)
	b.do(chromedp.SendKeys(chromedp.CSS("#filter"), "validation HEDGEHOG"))
	some := eval[int](b, shown+`.length`)
	if wrong := eval[int](b, shown+`.filter(e => !e.textContent.includes("validation") || !/hedgehog/i.test(e.textContent)).length`); wrong > 0 || some == 0 || some >= all {
		b.t.Errorf("the filter shows %d of %d examples, %d wrongly", some, all, wrong)
	}
	if got, want := eval[string](b, `document.querySelector("#shown").textContent`), fmt.Sprintf("%d of %d", some, all); got != want {
		b.t.Errorf("the filter says %q, want %q", got, want)
	}
	b.do(chromedp.SendKeys(chromedp.CSS("#filter"), " nowhere"))
	if n := eval[int](b, shown+`.length`); n != 0 {
		b.t.Errorf("%d examples hold a word that none holds", n)
	}
	b.run(`document.querySelector("#filter").value = ""; document.querySelector("#filter").dispatchEvent(new Event("input"))`)
	if n := eval[int](b, shown+`.length`); n != all {
		b.t.Errorf("%d examples without a filter, %d before", n, all)
	}
}

// testCost changes the price: what the script says is what the page said.
func testCost(b *browser) {
	b.t.Helper()
	const cost, tokens = `document.querySelector("#cost-of-all").textContent`, `document.querySelector("#all-tokens").textContent`
	said, saidTokens := eval[string](b, cost), eval[string](b, tokens)
	set := func(id, value string) {
		b.run(fmt.Sprintf(`{ const i = document.querySelector(%q); i.value = %q; i.dispatchEvent(new Event("input")); }`, id, value))
	}
	set("#price", "")
	if got := eval[string](b, cost); got != "–" {
		b.t.Errorf("without a price: %q", got)
	}
	set("#epochs", "1")
	if got := eval[string](b, tokens); got == saidTokens {
		b.t.Errorf("tokens of one epoch are those of two: %s", got)
	}
	set("#epochs", "2")
	set("#price", "5")
	if got, gotTokens := eval[string](b, cost), eval[string](b, tokens); got != said || gotTokens != saidTokens {
		b.t.Errorf("%s and %s; the page says %s and %s", got, gotTokens, said, saidTokens)
	}
}

// hostileTexts try to be more than text.
var hostileTexts = []string{
	`<script>window.pwned = 1</script>`, `"><img src=x onerror="window.pwned = 1">`, `'><svg onload="window.pwned = 1">`,
	`</title><script>window.pwned = 1</script>`, `</script><script>window.pwned = 1</script>`, `</style><script>window.pwned = 1</script>`,
	`javascript:window.pwned=1`, `data:text/html,<script>window.pwned = 1</script>`, `]]><script>window.pwned = 1</script>`,
	`{{.}} ${1} <!-- -->`, "\u202egpj.exe", "`;window.pwned=1;`", `" onfocus="window.pwned = 1" autofocus="`,
}

// TestPageHostile: whatever a dataset holds stays text.
func TestPageHostile(t *testing.T) {
	chromium(t)
	var train strings.Builder
	for i, text := range hostileTexts {
		for _, uri := range []string{text, "gs://bucket/" + text, "https://host/" + text, "https://" + text + "/a.mp4"} {
			answer := fmt.Sprintf(`{"%s":%q}`, strings.NewReplacer(`"`, `\"`, "\\", "").Replace(text), text)
			line := pageLine(uri, segment(fmt.Sprintf("%ds", i), fmt.Sprintf("%ds", i+5)), text, answer)
			fmt.Fprintln(&train, line)
			fmt.Fprintln(&train, strings.Replace(pageLine(uri, "", text, text), `"role":"model"`, fmt.Sprintf(`"role":%q`, text), 1))
		}
		fmt.Fprintln(&train, strings.Replace(pageLine("gs://bucket/v.mp4", "", text, text), "video/mp4", strings.NewReplacer(`"`, `\"`, "\\", "").Replace(text), 1))
	}
	data := videotune.Dataset{Train: []videotune.Input{{Name: hostileTexts[0], R: strings.NewReader(train.String())}},
		Validation: []videotune.Input{{Name: hostileTexts[1], R: strings.NewReader(train.String())}}}
	report, s, err := survey.Check(data, &videotune.CheckOptions{}, &survey.Options{Sample: 1000})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := page.Write(&out, report, s, &page.Options{Title: hostileTexts[3], Facts: hostileTexts[1], Notes: hostileTexts, Media: func(uri string) string { return uri }}); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "hostile.html")
	if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	b := browse(t, name)
	b.run(`document.querySelectorAll("details").forEach(d => d.open = true)`)
	b.quiet()
	for what, expression := range map[string]string{
		"a script ran":   `window.pwned !== undefined`,
		"scripts":        `document.scripts.length !== 1`,
		"elements":       `document.querySelector("img, iframe, object, embed, a, form, video, audio, base") !== null`,
		"handlers":       `[...document.querySelectorAll("*")].some(e => e.getAttributeNames().some(n => n.startsWith("on") || n === "autofocus" || n === "href" && e.tagName !== "LINK"))`,
		"the title":      `!document.title.startsWith("</title><script>")`,
		"a text is lost": `!document.querySelector("#sample").textContent.includes('"><img src=x onerror="window.pwned = 1">')`,
		"a player":       `[...document.querySelectorAll("button.play")].some(p => !/^https?:/.test(p.dataset.media) && /^[a-z]+:/i.test(p.dataset.media))`,
	} {
		if eval[bool](b, expression) {
			t.Errorf("%s: %s", what, expression)
		}
	}
}

// TestPageInjected: the policy of the page lets no other script run, even if one stood
// in the page.
func TestPageInjected(t *testing.T) {
	chromium(t)
	name := writePage(t, pageLine("gs://bucket/v.mp4", "", "What happens?", "A goal."), nil)
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	// No image: the browser notes its request before it refuses it.
	injected := strings.Replace(string(text), "</main>", `</main><script>window.pwned = 1</script><b id="b" onclick="window.pwned = 1">x</b><a id="link" href="javascript:window.pwned=1">x</a><object data="data:text/html,x"></object>`, 1)
	if err := os.WriteFile(name, []byte(injected), 0o644); err != nil {
		t.Fatal(err)
	}
	b := browse(t, name)
	b.do(chromedp.Click(chromedp.CSS("#b")), chromedp.Click(chromedp.CSS("#link")))
	b.settle()
	if eval[bool](b, `window.pwned !== undefined`) {
		t.Error("an injected script ran")
	}
	if !eval[bool](b, `document.documentElement.classList.contains("script")`) {
		t.Error("the page's own script did not run")
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.complaints) < 3 {
		t.Errorf("the browser refused %d times: %q", len(b.complaints), b.complaints)
	}
}

// TestPagePlayer plays a segment of a local file, and of one on a server.
func TestPagePlayer(t *testing.T) {
	chromium(t)
	video, err := os.ReadFile(filepath.Join("..", "..", "probe", "testdata", "media", "mp4_faststart_10s.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	var served atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		served.Add(1)
		http.ServeContent(w, r, "v.mp4", time.Time{}, bytes.NewReader(video))
	}))
	defer server.Close()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"a dog#1.mp4": string(video),
		"train.jsonl": pageLine("gs://bucket/a dog#1.mp4", segment("3.5s", "5s"), "What happens?", "A goal.") + "\n" +
			pageLine(server.URL+"/v.mp4?key=1&b=2", segment("6s", "7.25s"), "What happens?", "A foul.") + "\n" +
			pageLine("gs://other/c.mp4", segment("6s", "7s"), "What happens?", "A corner.") + "\n",
	} {
		if err := os.MkdirAll(filepath.Join(dir, "videos"), 0o755); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".mp4") {
			name = filepath.Join("videos", name)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	runCommand(t, dir, "report", "train.jsonl", "--local", "gs://bucket=videos", "-o", "out.html")
	b := browse(t, filepath.Join(dir, "out.html"))
	b.run(`document.querySelectorAll("details").forEach(d => d.open = true)`)
	b.quiet()
	if n := eval[int](b, `document.querySelectorAll("button.play").length`); n != 2 || served.Load() != 0 {
		t.Fatalf("%d players, %d requests before the click", n, served.Load())
	}
	for i, want := range [][2]float64{{3.5, 5}, {6, 7.25}} {
		b.do(chromedp.Click(chromedp.CSS("button.play")))
		got := eval[struct{ First, Last, Start float64 }](b, fmt.Sprintf(`new Promise((done, failed) => {
			const v = document.querySelectorAll("video")[%d];
			const first = new Promise(ok => v.addEventListener("seeked", () => ok(v.currentTime), {once: true}));
			v.addEventListener("error", () => failed(new Error(v.error.message)));
			v.addEventListener("pause", async () => done({First: await first, Last: v.currentTime}));
			setTimeout(() => failed(new Error("it did not stop; at " + v.currentTime)), 20000);
		})`, i))
		if got.First < want[0]-.05 || got.First > want[1] || got.Last < want[1]-.1 || got.Last > want[1]+.6 {
			t.Errorf("player %d played %v to %v, want %v", i, got.First, got.Last, want)
		}
	}
	if served.Load() == 0 {
		t.Error("the server was not asked")
	}
	for _, u := range b.asked() {
		if !strings.Contains(u, ".mp4") {
			t.Errorf("asked for %s", u)
		}
	}
	b.calm()
}

// TestPageLarge looks at the page of 300,000 lines, no two of which are alike.
func TestPageLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("makes 300,000 lines")
	}
	chromium(t)
	dir := t.TempDir()
	f, err := os.Create(filepath.Join(dir, "train.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	labels := strings.Fields("goal foul corner offside throw-in substitution")
	for i := range 300_000 {
		start := i * 37 % 900
		uri := fmt.Sprintf("gs://bucket-%d/recordings/%05d.mp4", i%7, i%20_000)
		fmt.Fprintln(w, pageLine(uri, segment(fmt.Sprintf("%ds", start), fmt.Sprintf("%ds", start+5+i%1300)),
			fmt.Sprintf("What happens in clip %d? <b>%s</b>", i, strings.Repeat("&\"", i%50)), fmt.Sprintf(`{"events":[{"label":%q,"n":%d}]}`, labels[i*i%len(labels)], i)))
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	runCommand(t, dir, "report", "train.jsonl", "--sample", "1000")
	info, err := os.Stat(filepath.Join(dir, "report.html"))
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > page.MaxBytes {
		t.Errorf("the page has %d bytes", info.Size())
	}
	b := browse(t, filepath.Join(dir, "report.html"))
	if got := eval[string](b, `document.querySelector("#verdict").textContent`); !strings.Contains(got, "300,000") {
		t.Errorf("verdict: %s", got)
	}
	if n := eval[int](b, `document.querySelectorAll(".example").length`); n < 100 {
		t.Errorf("%d examples", n)
	}
	b.shoot("large", "light")
	b.shoot("large", "dark")
	b.quiet()
}
