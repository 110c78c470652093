package videotune

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// A user's document in the form of an embedded file means the same.
func TestLoadLimitsEmbedded(t *testing.T) {
	for _, model := range Models() {
		for _, want := range embeddedLimits().byModel[model] {
			data, err := fs.ReadFile(limitsFS, "limits/"+want.Edition+"/"+model+".json")
			if err != nil {
				t.Fatal(err)
			}
			got, err := LoadLimits(bytes.NewReader(data))
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s@%s: %+v, %v; want %+v", model, want.Edition, got, err, want)
			}
		}
	}
}

func TestLoadLimitsMinimal(t *testing.T) {
	got, err := LoadLimits(strings.NewReader("\ufeff" + `{"model":"mine","resolutions":[
		{"resolution":"MEDIA_RESOLUTION_HIGH","tokensPerFrame":300},
		{"resolution":"MEDIA_RESOLUTION_LOW","tokensPerFrame":60,"maxDuration":"1.5s"}]}`))
	want := &Limits{
		Model: "mine", Edition: "custom", DefaultResolution: ResolutionLow,
		Resolutions: []ResolutionLimits{{ResolutionLow, 1500 * time.Millisecond, 60, 0}, {ResolutionHigh, 0, 300, 0}},
		Tokens:      TokenRates{TextRunesLower: 6, TextRunesUpper: 3, TextRunesUpperOther: 2},
		Sources:     map[string]string{},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

func TestLoadLimitsExtends(t *testing.T) {
	got, err := LoadLimits(strings.NewReader(`{"extends":"models/gemini-2.5-flash-001@2025-08-29","edition":"ours","maxVideos":3,
		"resolutions":[{"maxDuration":"60s","resolution":"MEDIA_RESOLUTION_MEDIUM"}],
		"tokens":{"imageLower":0},"sources":{"maxVideos":"measured"}}`))
	if err != nil {
		t.Fatal(err)
	}
	want, _ := LimitsFor("gemini-2.5-flash", day("2025-08-29"))
	want.Edition, want.From, want.MaxVideos, want.Tokens.ImageLower = "ours", time.Time{}, 3, 0
	want.Resolutions = []ResolutionLimits{{ResolutionMedium, time.Minute, 256, 4}}
	want.DefaultResolution = ResolutionMedium
	for _, path := range []string{"model", "from", "resolutions.resolution", "resolutions.maxDuration", "tokens.imageLower", "defaultResolution"} {
		if want.Sources[path] == "" {
			t.Errorf("the base has no source of %s: this test tests nothing", path)
		}
		delete(want.Sources, path)
	}
	want.Sources["maxVideos"] = "measured"
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

func TestLoadLimitsExtendsDates(t *testing.T) {
	for _, tt := range []struct{ doc, edition, retired, kept string }{
		{`{"extends":"gemini-2.5-flash"}`, "custom", "2026-10-20", ""}, // the newest edition
		{`{"extends":"gemini-2.5-flash","model":"gemini-2.5-flash"}`, "custom", "2026-10-20", ""},
		{`{"extends":"gemini-2.5-flash","model":"mine"}`, "custom", "", ""}, // another model's date
		{`{"extends":"gemini-2.5-flash","edition":"e","retired":"2027-01-02"}`, "e", "2027-01-02", ""},
		{`{"extends":"gemini-3.5-flash","retired":"2027-06-01"}`, "custom", "2027-06-01", ""},
		{`{"extends":"gemini-2.5-flash","notRetiredBefore":"2027-01-02"}`, "custom", "", "2027-01-02"},
	} {
		l, err := LoadLimits(strings.NewReader(tt.doc))
		if err != nil {
			t.Errorf("%s: %v", tt.doc, err)
			continue
		}
		show := func(d time.Time) string {
			if d.IsZero() {
				return ""
			}
			return d.Format(time.DateOnly)
		}
		if l.Edition != tt.edition || show(l.Retired) != tt.retired || show(l.NotRetiredBefore) != tt.kept {
			t.Errorf("%s: %q, %v, %v", tt.doc, l.Edition, l.Retired, l.NotRetiredBefore)
		}
		if (l.Sources["retired"] != "") != (tt.retired == "2026-10-20") {
			t.Errorf("%s: source of retired: %q", tt.doc, l.Sources["retired"])
		}
		if l.Resolutions[2].Resolution != ResolutionHigh || l.MaxVideos != 1 {
			t.Errorf("%s: not the newest edition: %+v", tt.doc, l)
		}
	}
}

func TestLoadLimitsRefuses(t *testing.T) {
	const ext = `{"extends":"gemini-2.5-flash",`
	for _, tt := range []struct{ doc, want string }{
		{``, "empty"},
		{" \n", "empty"},
		{`[]`, "line 1, column 1: want an object, got an array"},
		{`{`, "line 1, column "},
		{"{\n\"model\":\"m\",\n}", "line 2, column 12: a comma with nothing behind it"},
		{`{} {}`, "line 1, column 4: "},
		{"{\"model\":\"\xff\"}", "line 1, column 11: invalid UTF-8"},
		{`{"model":"\ud800"}`, "column 11: model: half of a surrogate pair"},
		{`{"resolutions":[]}`, "the model is missing"},
		{`{"model":"m"}`, "the resolutions are missing"},
		{ext + `"resolutions":[]}`, "the resolutions are missing"},
		{ext + `"maxvideos":1}`, `line 1, column 31: unknown member "maxvideos": did you mean "maxVideos"?`},
		{ext + `"zzzzzzzzzzzz":1}`, `unknown member "zzzzzzzzzzzz": want one of extends, model,`},
		{ext + `"tokens":{"audioPerSec":1}}`, `tokens: unknown member "audioPerSec"`},
		{ext + `"maxVideos":1,` + "\n" + `"maxVideos":1}`, `line 2, column 1: "maxVideos" is there twice`},
		{ext + `"maxVideos":null}`, "maxVideos: want a number, got null"},
		{ext + `"maxVideos":"1"}`, "maxVideos: want a number, got a string"},
		{ext + `"maxVideos":-1}`, "maxVideos: -1 is not in 0 … 2147483647"},
		{ext + `"maxVideos":2147483648}`, "maxVideos: 2147483648 is not in"},
		{ext + `"maxVideoBytes":9223372036854775808}`, "is not in 0 … 9223372036854775807"},
		{ext + `"maxVideos":1.5}`, "want a whole number, got 1.5"},
		{ext + `"maxVideos":1e2}`, "want a whole number, got 1e2"},
		{ext + `"maxFPS":-1}`, "maxFPS: -1 is not in 0 … 1000"},
		{ext + `"maxFPS":1e999}`, "is not in 0 … 1000"},
		{ext + `"validation":{"maxShare":1.01}}`, "validation: maxShare: 1.01 is not in 0 … 1"},
		{ext + `"validation":[]}`, "validation: want an object, got an array"},
		{ext + `"partResolution":0}`, "want true or false, got a number"},
		{ext + `"tokens":{"textRunesUpper":0}}`, "textRunesUpper: 0 is not in 1 …"},
		{ext + `"tokens":{"textRunesUpper":7}}`, "textRunesLower is less"},
		{ext + `"tokens":{"textRunesUpperOther":7}}`, "textRunesLower is less"},
		{ext + `"tokens":{"imageLower":1281}}`, "imageLower 1281 is more than imageUpper 1280"},
		{ext + `"resolutions":{}}`, "resolutions: want an array, got an object"},
		{ext + `"resolutions":[{}]}`, "resolutions: 0: the resolution is missing"},
		{ext + `"resolutions":["MEDIA_RESOLUTION_LOW"]}`, "resolutions: 0: want an object, got a string"},
		{ext + `"resolutions":[{"resolution":"LOW"}]}`, `resolutions: 0: resolution: unknown resolution "LOW": want one of [MEDIA_RESOLUTION_LOW`},
		{ext + `"resolutions":[{"resolution":"MEDIA_RESOLUTION_LOW"},{"resolution":"MEDIA_RESOLUTION_LOW"}]}`, "resolutions: 1: MEDIA_RESOLUTION_LOW is there twice"},
		{`{"model":"m","resolutions":[{"resolution":"MEDIA_RESOLUTION_LOW"}]}`, "tokensPerFrame is missing"},
		{ext + `"resolutions":[{"resolution":"MEDIA_RESOLUTION_LOW","tokensPerFrame":0}]}`, "tokensPerFrame: 0 is not in 1 …"},
		{ext + `"resolutions":[{"resolution":"MEDIA_RESOLUTION_LOW","maxDuration":"5m0s"}]}`, `maxDuration: "5m0s" is no duration`},
		{ext + `"resolutions":[{"resolution":"MEDIA_RESOLUTION_LOW","maxDuration":300}]}`, "maxDuration: want a string, got a number"},
		{ext + `"resolutions":[{"resolution":"MEDIA_RESOLUTION_LOW","maxDuration":"-1s"}]}`, `"-1s" is negative`},
		{ext + `"resolutions":[{"resolution":"MEDIA_RESOLUTION_LOW","maxDuration":"9300000000s"}]}`, "is too long"},
		{ext + `"resolutions":[{"resolution":"MEDIA_RESOLUTION_LOW","maxDuration":"1000000.1s"}]}`, `"1000000.1s" is more than 1000000s`},
		{`{"model":"m","resolutions":[{"resolution":"MEDIA_RESOLUTION_LOW","tokensPerFrame":1}],"defaultResolution":"MEDIA_RESOLUTION_HIGH"}`, "defaultResolution: MEDIA_RESOLUTION_HIGH is not among"},
		{ext + `"retired":"20.10.2026"}`, `"20.10.2026" is no day`},
		{ext + `"retired":"2026-02-30"}`, `"2026-02-30" is no day`},
		{ext + `"retired":"2027-01-01","notRetiredBefore":"2027-01-01"}`, "exclude each other"},
		{ext + `"edition":""}`, "edition: it is empty"},
		{ext + `"sources":{"maxVideo":"x"}}`, `there is no "maxVideo" to have a source: did you mean "maxVideos"?`},
		{ext + `"sources":{"zzzzzzzz":"x"}}`, `there is no "zzzzzzzz" to have a source`},
		{ext + `"sources":[]}`, "sources: want an object, got an array"},
		{ext + `"maxFPS":"24"}`, "maxFPS: want a number, got a string"},
		{ext + `"from":0}`, "from: want a string, got a number"},
		{ext + `"sources":{"maxVideos":1}}`, "sources: maxVideos: want a string, got a number"},
		{`{"extends":""}`, "extends: it is empty"},
		{`{"extends":"gemini-9"}`, `extends: videotune: unknown model "gemini-9"`},
		{`{"extends":"gemini-2.0-flash"}`, "cannot be tuned on video"},
		{`{"extends":"gemini-2.5-flash@2024-01-01"}`, `gemini-2.5-flash has no edition "2024-01-01" (known: 2025-08-29, 2026-08)`},
		{`{"model":"` + strings.Repeat("x", maxLimitsBytes) + `"}`, "more than 1048576 bytes"},
		{strings.Repeat(`{"a":`, 20_000), "line 1, column "},
	} {
		l, err := LoadLimits(strings.NewReader(tt.doc))
		if l != nil || err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "videotune: limits: ") {
			t.Errorf("%.120s: %v, %v; want an error with %q", tt.doc, l, err, tt.want)
		}
	}
	if _, err := LoadLimits(iotest.ErrReader(io.ErrClosedPipe)); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("an error of the reader becomes %v", err)
	}
}

// What LoadLimits takes keeps the promises that estimates rely on.
func FuzzLoadLimits(f *testing.F) {
	files, _ := fs.Glob(limitsFS, "limits/*/*.json")
	for _, name := range files {
		data, err := fs.ReadFile(limitsFS, name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"extends":"gemini-2.5-flash@2026-08","resolutions":[{"resolution":"MEDIA_RESOLUTION_LOW"}],"tokens":{"imageLower":1}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := LoadLimits(bytes.NewReader(data))
		if err != nil {
			if l != nil {
				t.Error("limits and an error")
			}
			return
		}
		tok := l.Tokens
		if l.Model == "" || l.Edition == "" || l.Sources == nil || tok.TextRunesUpper < 1 || tok.TextRunesUpperOther < 1 ||
			tok.TextRunesLower < tok.TextRunesUpper || tok.ImageLower > tok.ImageUpper || l.MaxFPS < 0 || l.MaxVideoBytes < 0 {
			t.Errorf("%+v", l)
		}
		if _, ok := l.At(l.DefaultResolution); !ok {
			t.Errorf("the default resolution %q is not listed", l.DefaultResolution)
		}
		for _, rl := range l.Resolutions {
			if rl.TokensPerFrame < 1 || rl.MaxDuration < 0 || rl.RelativeTime < 0 {
				t.Errorf("%+v", rl)
			}
		}
	})
}

func ExampleLoadLimits() {
	limits, err := LoadLimits(strings.NewReader(`{
		"extends": "gemini-2.5-flash@2026-08",
		"edition": "ours",
		"maxVideos": 3,
		"sources": {"maxVideos": "our own measurement, 2026-11"}
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(limits.Model, limits.Edition, limits.MaxVideos, limits.MaxTokens)
	_, err = LoadLimits(strings.NewReader(`{"extends": "gemini-2.5-flash", "maxVideo": 3}`))
	fmt.Println(err)
	// Output:
	// gemini-2.5-flash ours 3 131072
	// videotune: limits: line 1, column 33: unknown member "maxVideo": did you mean "maxVideos"?
}
