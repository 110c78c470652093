package videotune

import (
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestLimitsNumbers(t *testing.T) {
	const low, medium, high = ResolutionLow, ResolutionMedium, ResolutionHigh
	old25 := []ResolutionLimits{{low, 20 * time.Minute, 64, 1}, {medium, 5 * time.Minute, 256, 4}}
	new25 := append(slices.Clone(old25), ResolutionLimits{high, 5 * time.Minute, 256, 4})
	new3 := []ResolutionLimits{{low, 20 * time.Minute, 70, 0}, {medium, 5 * time.Minute, 70, 0}, {high, 5 * time.Minute, 280, 0}}
	flat := ValidationLimits{MaxExamples: 5000, AdvisedShare: .25}
	share := ValidationLimits{MaxExamples: 5000, ShareFrom: 1000, MaxShare: .30, AdvisedShare: .25}
	tokens25 := TokenRates{32, 5, 64, 1280, 6, 3, 2}
	tokens3 := TokenRates{25, 5, 280, 2240, 6, 3, 2}
	type row struct {
		model, edition    string
		retired, kept     string
		resolutions       []ResolutionLimits
		part              bool
		videos, textLines int
		validation        ValidationLimits
		tokens            TokenRates
	}
	var rows []row
	for _, m := range []string{"gemini-2.5-flash", "gemini-2.5-flash-lite", "gemini-2.5-pro"} {
		rows = append(rows,
			row{m, "2025-08-29", "2026-10-20", "", old25, false, 0, 1_000_000, flat, tokens25},
			row{m, "2026-08", "2026-10-20", "", new25, false, 1, 10_000_000, share, tokens25})
	}
	rows = append(rows,
		row{"gemini-3.5-flash", "2026-08", "", "2027-05-19", new3, true, 1, 10_000_000, share, tokens3},
		row{"gemini-3.1-flash-lite", "2026-08", "", "2027-05-07", new3, true, 1, 10_000_000, share, tokens3},
		row{"gemini-3.5-flash-lite", "2026-08", "", "2027-07-21", new3, true, 1, 10_000_000, share, tokens3})
	from := map[string]string{"2025-08-29": "2025-08-29", "2026-08": "2026-08-01"}
	seen := 0
	for _, r := range rows {
		t.Run(r.model+"@"+r.edition, func(t *testing.T) {
			got, err := LimitsFor(r.model, day(from[r.edition]))
			if err != nil {
				t.Fatal(err)
			}
			want := &Limits{
				Model: r.model, Edition: r.edition, From: day(from[r.edition]),
				Resolutions: r.resolutions, DefaultResolution: low, PartResolution: r.part,
				MaxVideoBytes: 104_857_600, WarnVideoBytes: 100_000_000, MaxVideos: r.videos, MaxImages: 30,
				MaxTokens: 131_072, MaxFileBytes: 1 << 30, MaxExamples: 300_000, MaxTextExamples: r.textLines,
				MinExamples: 100, MaxFPS: 24, Validation: r.validation, Tokens: r.tokens, Sources: got.Sources,
			}
			if r.retired != "" {
				want.Retired = day(r.retired)
			}
			if r.kept != "" {
				want.NotRetiredBefore = day(r.kept)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got\n%+v\nwant\n%+v", got, want)
			}
		})
		seen++
	}
	files, err := fs.Glob(limitsFS, "limits/*/*.json")
	if err != nil || len(files) != seen {
		t.Errorf("%d embedded files (%v), the table has %d", len(files), err, seen)
	}
}

// Every number of every edition has a source, and every source a number.
func TestLimitsSources(t *testing.T) {
	for _, model := range Models() {
		for _, l := range embeddedLimits().byModel[model] {
			rl := l.Resolutions[0]
			present := map[string]bool{
				"model": true, "from": true, "resolutions.resolution": true, "defaultResolution": true, "partResolution": true,
				"retired": !l.Retired.IsZero(), "notRetiredBefore": !l.NotRetiredBefore.IsZero(),
				"resolutions.maxDuration": rl.MaxDuration > 0, "resolutions.tokensPerFrame": rl.TokensPerFrame > 0, "resolutions.relativeTime": rl.RelativeTime > 0,
				"maxVideoBytes": l.MaxVideoBytes > 0, "warnVideoBytes": l.WarnVideoBytes > 0, "maxVideos": l.MaxVideos > 0, "maxImages": l.MaxImages > 0,
				"maxTokens": l.MaxTokens > 0, "maxFileBytes": l.MaxFileBytes > 0, "maxExamples": l.MaxExamples > 0, "maxTextExamples": l.MaxTextExamples > 0,
				"minExamples": l.MinExamples > 0, "maxFPS": l.MaxFPS > 0,
				"validation.maxExamples": l.Validation.MaxExamples > 0, "validation.shareFrom": l.Validation.ShareFrom > 0,
				"validation.maxShare": l.Validation.MaxShare > 0, "validation.advisedShare": l.Validation.AdvisedShare > 0,
				"tokens.audioPerSecond": l.Tokens.AudioPerSecond > 0, "tokens.timestampPerSecond": l.Tokens.TimestampPerSecond > 0,
				"tokens.imageLower": l.Tokens.ImageLower > 0, "tokens.imageUpper": l.Tokens.ImageUpper > 0,
				"tokens.textRunesLower": l.Tokens.TextRunesLower > 0, "tokens.textRunesUpper": l.Tokens.TextRunesUpper > 0, "tokens.textRunesUpperOther": l.Tokens.TextRunesUpperOther > 0,
			}
			if len(present) != len(sourcePaths) {
				t.Errorf("the test knows %d paths, the reader %d", len(present), len(sourcePaths))
			}
			for _, path := range sourcePaths {
				source, ok := l.Sources[path]
				if ok != present[path] {
					t.Errorf("%s@%s: %s: value %v, source %v", model, l.Edition, path, present[path], ok)
				}
				kind, rest, _ := strings.Cut(source, ": ")
				if ok && (!slices.Contains([]string{"documented", "inferred", "policy"}, kind) || rest == "") {
					t.Errorf("%s@%s: %s: a source of no kind: %q", model, l.Edition, path, source)
				}
			}
		}
	}
}

// The documented maxima of length fit into the tokens of an example, also with
// sound and timestamps (facts §2.5).
func TestLimitsEnvelope(t *testing.T) {
	for _, model := range Models() {
		for _, l := range embeddedLimits().byModel[model] {
			for _, rl := range l.Resolutions {
				sec := int64(rl.MaxDuration / time.Second)
				tokens := sec * int64(rl.TokensPerFrame+l.Tokens.AudioPerSecond+l.Tokens.TimestampPerSecond)
				if tokens > l.MaxTokens {
					t.Errorf("%s@%s %s: %d tokens", model, l.Edition, rl.Resolution, tokens)
				}
			}
		}
	}
}

func TestLimitsForEdition(t *testing.T) {
	tokyo := time.FixedZone("", 9*3600)
	for _, tt := range []struct {
		model string
		asOf  time.Time
		want  string
	}{
		{"gemini-2.5-flash", time.Time{}, "2026-08"},
		{"gemini-2.5-flash", day("2020-01-01"), "2025-08-29"}, // before the first: the first
		{"gemini-2.5-flash", day("2025-08-29"), "2025-08-29"},
		{"gemini-2.5-flash", day("2026-07-31").Add(24*time.Hour - 1), "2025-08-29"},
		{"gemini-2.5-flash", day("2026-08-01"), "2026-08"},
		{"gemini-2.5-flash", time.Date(2026, 8, 1, 0, 0, 0, 0, tokyo), "2026-08"}, // still July in UTC
		{"gemini-2.5-flash", day("2031-01-01"), "2026-08"},
		{"gemini-3.5-flash", day("2025-08-29"), "2026-08"},
	} {
		l, err := LimitsFor(tt.model, tt.asOf)
		if err != nil || l.Edition != tt.want {
			t.Errorf("LimitsFor(%s, %v) = %v, %v; want edition %s", tt.model, tt.asOf, l, err, tt.want)
		}
	}
}

func TestLimitsForName(t *testing.T) {
	const flash, lite, pro = "gemini-2.5-flash", "gemini-2.5-flash-lite", "gemini-2.5-pro"
	for name, want := range map[string]string{
		"": flash, flash: flash, lite: lite, pro: pro,
		"gemini-3.5-flash": "gemini-3.5-flash", "gemini-3.5-flash-lite": "gemini-3.5-flash-lite", "gemini-3.1-flash-lite": "gemini-3.1-flash-lite",
		"gemini-2.5-flash-001":                    flash,
		"gemini-2.5-flash@001":                    flash,
		"gemini-2.5-flash@default":                flash,
		"gemini-2.5-flash-latest":                 flash,
		"gemini-2.5-flash-preview-09-2025":        flash,
		"gemini-2.5-flash-lite-preview-09-2025":   lite,
		"gemini-2.5-pro-exp-03-25":                pro,
		"models/gemini-2.5-pro":                   pro,
		"google/gemini-2.5-pro":                   pro,
		"publishers/google/models/gemini-2.5-pro": pro,
		"projects/p/locations/us-central1/publishers/google/models/" + lite + "@001": lite,
	} {
		if l, err := LimitsFor(name, time.Time{}); err != nil || l.Model != want {
			t.Errorf("LimitsFor(%q) = %v, %v; want %s", name, l, err, want)
		}
	}
}

func TestLimitsForRefuses(t *testing.T) {
	for _, tt := range []struct{ name, reason, nearest string }{
		{"gemini-1.0-pro-002", "Gemini 1.0", ""},
		{"gemini-1.5-flash-002", "Gemini 1.5", ""},
		{"publishers/google/models/gemini-2.0-flash-001", "2026-07-29", ""},
		{"gemini-2.0-flash-lite", "2026-07-29", ""},
		{"gemini-2.5-flash-preview-tts", "text-to-speech", ""},
		{"gemini-2.5-flash-image", "image-generation", ""},
		{"gemini-2.5-flash-image-preview", "image-generation", ""},
		{"gemini-embedding-001", "embedding", ""},
		{"gemini-2.5-flash-native-audio-preview-12-2025", "native-audio", ""},
		{"gemini-2.5-computer-use-preview-10-2025", "computer-use", ""},
		{"gemini-live-2.5-flash", "live", ""},
		{"gemini-3.5-flash-live", "live", ""},
		{"gemini-flash-latest", "alias", ""},
		{"projects/1/locations/us-central1/models/123@1", "tuned model", ""},
		{"projects/1/locations/us-central1/endpoints/123", "tuned model", ""},
		{"gemini-2.5-flsh", "", "gemini-2.5-flash"},
		{"Gemini 2.5 Pro", "", "gemini-2.5-pro"},
		{"gemini-2.5-flash-5", "", "gemini-2.5-flash"}, // no version has one digit
		{"gemini-2.5-flash-", "", "gemini-2.5-flash"},
		{"projects/1/gemini-2.5-flash", "", ""},
		{"llama", "", ""},
		{"gemini-2.5-flash" + strings.Repeat("-lite", 30), "", ""}, // too long to be compared
	} {
		l, err := LimitsFor(tt.name, time.Time{})
		var me *ModelError
		if l != nil || !errors.As(err, &me) {
			t.Errorf("LimitsFor(%q) = %v, %v; want a ModelError", tt.name, l, err)
			continue
		}
		if me.Model != tt.name || (me.Reason == "") != (tt.reason == "") || !strings.Contains(me.Reason, tt.reason) || me.Nearest != tt.nearest {
			t.Errorf("LimitsFor(%q): %+v; want reason with %q, nearest %q", tt.name, me, tt.reason, tt.nearest)
		}
		for _, want := range append(Models(), tt.name, tt.reason) {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("LimitsFor(%q): the message lacks %q: %v", tt.name, want, err)
			}
		}
	}
}

func TestLimitsAreCopies(t *testing.T) {
	a, _ := LimitsFor("", time.Time{})
	a.Resolutions[0].TokensPerFrame = 1
	a.Sources["maxVideos"] = "spoilt"
	b, _ := LimitsFor("", time.Time{})
	if b.Resolutions[0].TokensPerFrame != 64 || b.Sources["maxVideos"] == "spoilt" {
		t.Error("two results of LimitsFor share memory")
	}
	c, err := LoadLimits(strings.NewReader(`{"extends":"gemini-2.5-flash"}`))
	if err != nil {
		t.Fatal(err)
	}
	c.Resolutions[0].TokensPerFrame = 1
	clear(c.Sources)
	d, _ := LimitsFor("", time.Time{})
	if d.Resolutions[0].TokensPerFrame != 64 || len(d.Sources) == 0 {
		t.Error("LoadLimits shares memory with what it extends")
	}
}

func TestLimitsAt(t *testing.T) {
	old, _ := LimitsFor("", day("2025-08-29"))
	if got, ok := old.At(ResolutionMedium); !ok || got.MaxDuration != 5*time.Minute {
		t.Errorf("At(MEDIUM) = %v, %v", got, ok)
	}
	for _, r := range []MediaResolution{ResolutionHigh, "", resolutionUnspecified} {
		if got, ok := old.At(r); ok || got != (ResolutionLimits{}) {
			t.Errorf("At(%q) = %v, %v", r, got, ok)
		}
	}
	cur, _ := LimitsFor("", time.Time{})
	own := &Limits{Model: "mine", Edition: "x"}
	for _, tt := range []struct {
		l    *Limits
		r    MediaResolution
		want string
	}{
		{old, ResolutionHigh, "2026-08"},
		{old, ResolutionLow, "2026-08"},
		{cur, ResolutionLow, "2025-08-29"},
		{cur, ResolutionHigh, ""}, // no other edition
		{old, resolutionUltraHigh, ""},
		{own, ResolutionHigh, ""},
	} {
		if got := tt.l.EditionListing(tt.r); got != tt.want {
			t.Errorf("%s@%s: EditionListing(%s) = %q, want %q", tt.l.Model, tt.l.Edition, tt.r, got, tt.want)
		}
	}
}

// The embedded files are checked for what only they must have.
func TestReadLimitsFS(t *testing.T) {
	const good = `{"model":"m","edition":"e","from":"2026-01-01","resolutions":[{"resolution":"MEDIA_RESOLUTION_LOW","tokensPerFrame":1}]}`
	for _, tt := range []struct{ name, doc, want string }{
		{"limits/e/m.json", good, ""},
		{"limits/e/n.json", good, "belongs to limits/e/m.json"},
		{"limits/f/m.json", good, "belongs to limits/e/m.json"},
		{"limits/e/m.json", strings.Replace(good, `"from":"2026-01-01",`, "", 1), "without a day"},
		{"limits/e/m.json", `{"extends":"m@e"}`, `there is no "m@e" to extend`},
	} {
		_, err := readLimitsFS(fstest.MapFS{tt.name: {Data: []byte(tt.doc)}})
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s %s: %v; want %q", tt.name, tt.doc, err, tt.want)
		}
	}
}

func ExampleLimitsFor() {
	limits, err := LimitsFor("gemini-2.5-pro-001", time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(limits.Model, limits.Edition)
	for _, r := range limits.Resolutions {
		fmt.Println(r.Resolution, r.MaxDuration, r.TokensPerFrame)
	}
	fmt.Println(limits.Sources["maxVideos"])
	// Output:
	// gemini-2.5-pro 2026-08
	// MEDIA_RESOLUTION_LOW 20m0s 64
	// MEDIA_RESOLUTION_MEDIUM 5m0s 256
	// MEDIA_RESOLUTION_HIGH 5m0s 256
	// documented: 1 video an example, since 2026-06-11; docs.cloud.google.com/gemini-enterprise-agent-platform/models/tuning/video, 2026-08-20
}
