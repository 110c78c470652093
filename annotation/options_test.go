package annotation

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-57910ec4/videotune"
)

// samples are values of all options, and what they are.
var samples = map[string]struct {
	json string
	want func(*Options)
}{
	"columns": {`{"video":"clip","start_ms":3,"label":0}`, func(o *Options) {
		o.Columns = map[string]Column{"video": {Name: "clip"}, "start_ms": {Index: 3}, "label": {}}
	}},
	"time_unit":  {`"ms"`, func(o *Options) { o.TimeUnit = UnitMilliseconds }},
	"fps":        {`"30000/1001"`, func(o *Options) { o.FPS.All = videotune.Rational{Num: 30000, Den: 1001} }},
	"fps_field":  {`"rate"`, func(o *Options) { o.FPSField = "rate" }},
	"frame_base": {`0`, func(o *Options) { o.Base = BaseZero }},
	"frame_end":  {`"inclusive"`, func(o *Options) { o.FrameEnd = FrameInclusive }},
	"duration": {`{"a":12.5,"gs://b/c":"3s"}`, func(o *Options) {
		o.Duration.By = map[string]time.Duration{"a": 12500 * time.Millisecond, "gs://b/c": 3 * time.Second}
	}},
	"delimiter":         {`"tab"`, func(o *Options) { o.Delimiter = "tab" }},
	"decimal":           {`","`, func(o *Options) { o.Decimal = "," }},
	"header":            {`false`, func(o *Options) { o.Header = new(bool) }},
	"comment":           {`"#"`, func(o *Options) { o.Comment = "#" }},
	"null":              {`["NA"]`, func(o *Options) { o.Null = []string{"NA"} }},
	"encoding":          {`"windows-1252"`, func(o *Options) { o.Encoding = "windows-1252" }},
	"sentinels":         {`["-1"]`, func(o *Options) { o.Sentinels = []string{"-1"} }},
	"negative_labels":   {`["Normal"]`, func(o *Options) { o.NegativeLabels = []string{"Normal"} }},
	"group":             {`"buffer"`, func(o *Options) { o.Group = GroupBuffer }},
	"driver":            {`"sqlite"`, func(o *Options) { o.Driver = "sqlite" }},
	"dsn":               {`"file.db"`, func(o *Options) { o.DSN = "file.db" }},
	"query":             {`"SELECT 1"`, func(o *Options) { o.Query = "SELECT 1" }},
	"args":              {`["a",1.50,true]`, func(o *Options) { o.Args = []any{"a", json.Number("1.50"), true} }},
	"label_config":      {`"<View/>"`, func(o *Options) { o.LabelConfig = "<View/>" }},
	"fps_derive":        {`true`, func(o *Options) { o.FPSDerive = true }},
	"fields":            {`{"ta":"text"}`, func(o *Options) { o.Fields = map[string]string{"ta": "text"} }},
	"annotations":       {`"all"`, func(o *Options) { o.Annotations = TakeAll }},
	"automl":            {`"action"`, func(o *Options) { o.AutoML = AutoMLAction }},
	"resolve":           {`{"gs://b/":"lists"}`, func(o *Options) { o.Resolve = map[string]string{"gs://b/": "lists"} }},
	"label_from":        {`"action"`, func(o *Options) { o.LabelFrom = "action" }},
	"attribute_options": {`{"a":{"0":"x"}}`, func(o *Options) { o.AttributeOptions = map[string]map[string]string{"a": {"0": "x"}} }},
	"text_attributes":   {`["note"]`, func(o *Options) { o.TextAttributes = []string{"note"} }},
	"offset": {`{"a":-0.5,"b":"60"}`, func(o *Options) {
		o.Offset.By = map[string]time.Duration{"a": -500 * time.Millisecond, "b": time.Minute}
	}},
	"deroll": {`true`, func(o *Options) { o.Deroll = true }},
	"uri":    {`"gs://b/{id}.mp4"`, func(o *Options) { o.URI = "gs://b/{id}.mp4" }},
	"repair": {`{"past_end":"drop"}`, func(o *Options) { o.Repair.PastEnd = RemedyDrop }},
	"strict": {`true`, func(o *Options) { o.Strict = true }},
}

// tags are the names of all options, in the order of their names.
func tags() (names []string) {
	for f := range reflect.TypeFor[Options]().Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "-" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func TestParseOptions(t *testing.T) {
	if diff := cmp.Diff(tags(), slices.Sorted(maps.Keys(samples))); diff != "" {
		t.Fatalf("samples:\n%s", diff)
	}
	for name, s := range samples {
		got, err := ParseOptions([]byte(`{"` + name + `":` + s.json + `}`))
		want := new(Options)
		s.want(want)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
			continue
		}
		if none, err := ParseOptions([]byte(`{"` + name + `":null}`)); err != nil || !cmp.Equal(none, new(Options)) {
			t.Errorf("%s, null: %+v, %v", name, none, err)
		}
		data, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		back, err := ParseOptions(data)
		if diff := cmp.Diff(want, back); diff != "" || err != nil {
			t.Errorf("%s: %s: %v\n%s", name, data, err, diff)
		}
	}
	if o, err := ParseOptions([]byte("{}")); err != nil || !cmp.Equal(o, new(Options)) {
		t.Errorf("nothing: %+v, %v", o, err)
	}
	if data, err := json.Marshal(Options{}); string(data) != "{}" || err != nil {
		t.Errorf("the zero value: %s, %v", data, err)
	}
}

func TestTexts(t *testing.T) {
	for in, want := range map[string]Texts{
		`"a"`: {"a"}, `-1`: {"-1"}, `["a",-1.50,""]`: {"a", "-1.50", ""}, `[]`: nil, `null`: nil, `""`: {""},
	} {
		o, err := ParseOptions([]byte(`{"sentinels":` + in + `}`))
		if err != nil || !slices.Equal(o.Sentinels, want) {
			t.Errorf("%s: %q, %v; want %q", in, o.Sentinels, err, want)
		}
	}
	for _, in := range []string{`true`, `{}`, `[null]`, `[["a"]]`, `[false]`} {
		if o, err := ParseOptions([]byte(`{"sentinels":` + in + `}`)); err == nil {
			t.Errorf("%s: %q", in, o.Sentinels)
		}
	}
}

// TestFits sets each option for each format.
func TestFits(t *testing.T) {
	fitting := map[string]bool{}
	for _, f := range Formats() {
		fit := Fits(f)
		if !slices.IsSorted(fit) || len(slices.Compact(slices.Clone(fit))) != len(fit) {
			t.Errorf("%s: %q", f, fit)
		}
		for _, name := range fit {
			fitting[name] = true
		}
		for name, s := range samples {
			o := new(Options)
			s.want(o)
			err := o.CheckFor(f)
			var e *Error
			switch {
			case slices.Contains(fit, name):
				if err != nil {
					t.Errorf("%s for %s: %v", name, f, err)
				}
			case !errors.As(err, &e) || e.Code != CodeOptionUnfit || e.Severity != Refusal || !strings.Contains(e.Message, name) || !strings.Contains(e.Hint, "uri"):
				t.Errorf("%s for %s: %v", name, f, err)
			}
		}
		for _, o := range []*Options{nil, {}, {OnDiagnostic: func(Diagnostic) {}}} {
			if err := o.CheckFor(f); err != nil {
				t.Errorf("%s: %v", f, err)
			}
		}
	}
	if diff := cmp.Diff(tags(), slices.Sorted(maps.Keys(fitting))); diff != "" {
		t.Errorf("options that fit, of all:\n%s", diff)
	}
	if Fits("avi") != nil || (*Options)(nil).CheckFor("avi") == nil {
		t.Error("an unknown format")
	}
}

// TestWhereOptionsFit holds what the descriptions of options promise.
func TestWhereOptionsFit(t *testing.T) {
	all := make([]string, 0, len(fits))
	for _, f := range Formats() {
		all = append(all, string(f))
	}
	want := map[string]string{
		"columns": "rows sql", "time_unit": "rows sql", "null": "rows sql", "sentinels": "rows sql", "group": "rows sql", "strict": "rows sql",
		"delimiter": "rows", "decimal": "rows", "header": "rows", "comment": "rows",
		"driver": "sql", "dsn": "sql", "query": "sql", "args": "sql",
		"fps": "activitynet cvat labelstudio rows sql", "frame_base": "activitynet labelstudio rows sql", "frame_end": "activitynet labelstudio rows sql",
		"fps_field": "labelstudio", "fps_derive": "labelstudio", "label_config": "labelstudio", "fields": "labelstudio", "annotations": "labelstudio",
		"encoding": "automl-csv rows srt via-csv webvtt", "deroll": "srt webvtt",
		"automl": "automl-csv", "resolve": "automl-csv",
		"label_from": "cvat labelstudio via via-csv", "text_attributes": "cvat via via-csv", "attribute_options": "via-csv",
		"uri": strings.Join(all, " "), "repair": strings.Join(all, " "),
	}
	for name, formats := range want {
		var got []string
		for _, f := range Formats() {
			if slices.Contains(Fits(f), name) {
				got = append(got, string(f))
			}
		}
		if strings.Join(got, " ") != formats {
			t.Errorf("%s fits %q, want %s", name, got, formats)
		}
	}
}

func TestBadOptions(t *testing.T) {
	tests := []struct{ in, want string }{
		{`{"time_unti":"s"}`, "did you mean time_unit?"},
		{`{"Deroll":true}`, "did you mean deroll?"},
		{`{"repair":{"past":"drop"}}`, `"repair.past"`},
		{`{"OnDiagnostic":1}`, "unknown name"},
		{`[]`, "object"}, {``, "JSON"}, {`{}{}`, "more follows"}, {`{"deroll":"yes"}`, "deroll"},
		{`{"time_unit":"min"}`, "time_unit"}, {`{"time_unit":"frame"}`, "time_unit"}, {`{"frame_end":"yes"}`, "inclusive, exclusive"}, {`{"frame_base":2}`, "want 0 or 1"},
		{`{"group":"sort"}`, "buffer"}, {`{"annotations":"first"}`, "newest"}, {`{"automl":"x"}`, "tracking"}, {`{"decimal":";"}`, "decimal"},
		{`{"delimiter":"::"}`, "one character"}, {`{"fields":{"a":"b"}}`, "fields.a"}, {`{"repair":{"past_end":"swap"}}`, "past_end"}, {`{"uri":"gs://b/{ID}"}`, "braces"},
		{`{"columns":{"strat":"a"}}`, "did you mean start?"}, {`{"columns":{"label_ms":"a"}}`, "label_ms"}, {`{"columns":{"label":""}}`, "empty"}, {`{"columns":{"label":-1}}`, "no column"},
		{`{"columns":{"label":1.5}}`, "no column"}, {`{"columns":{"label":70000}}`, "no column"},
		{`{"fps":0}`, "fps"}, {`{"fps":-25}`, "fps"}, {`{"fps":"1/0"}`, "fps"}, {`{"fps":1001}`, "fps"}, {`{"fps":"25 fps"}`, "fps"}, {`{"fps":{"a":"x"}}`, `fps of "a"`}, {`{"fps":[25]}`, "fps"},
		{`{"duration":0}`, "above 0"}, {`{"duration":-1}`, "above 0"}, {`{"duration":"1:00"}`, "not a time"}, {`{"duration":{"b":1,"a":"NaN"}}`, `duration of "a"`}, {`{"duration":1e99}`, "hold"},
	}
	for _, tt := range tests {
		if o, err := ParseOptions([]byte(tt.in)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %+v, %v; want %q", tt.in, o, err, tt.want)
		}
	}
	var e *Error
	err := (&Options{TimeUnit: "h", Decimal: "x"}).Validate()
	if !errors.As(err, &e) || e.Code != CodeOptionInvalid || !strings.Contains(err.Error(), "time_unit") || !strings.Contains(err.Error(), "decimal") {
		t.Errorf("two faults: %v", err)
	}
}

func TestParseFormat(t *testing.T) {
	for _, f := range Formats() {
		if got, err := ParseFormat(string(f)); got != f || err != nil {
			t.Errorf("%s: %s, %v", f, got, err)
		}
	}
	if _, err := ParseFormat("webvt"); err == nil || !strings.Contains(err.Error(), "did you mean webvtt?") {
		t.Error(err)
	}
	if _, err := ParseFormat(""); err == nil || !strings.Contains(err.Error(), "activitynet, automl-csv, chat") {
		t.Error(err)
	}
}

func TestParseRole(t *testing.T) {
	tests := []struct {
		in, role string
		unit     Unit
	}{
		{"video", "video", UnitNone}, {"start", "start", UnitNone}, {"start_s", "start", UnitSeconds}, {"end_ms", "end", UnitMilliseconds},
		{"length_us", "length", UnitMicroseconds}, {"duration_frame", "duration", UnitFrames},
		{"offset", "offset", UnitNone}, {"offset_ms", "offset", UnitMilliseconds},
	}
	for _, tt := range tests {
		if role, unit, err := ParseRole(tt.in); role != tt.role || unit != tt.unit || err != nil {
			t.Errorf("%s: %s, %s, %v", tt.in, role, unit, err)
		}
	}
	for _, s := range []string{"", "_ms", "Start", "start_", "start_min", "label_ms", "fps_frame", "start_ms_ms"} {
		if role, unit, err := ParseRole(s); err == nil {
			t.Errorf("%q: %s, %s", s, role, unit)
		}
	}
}

func TestParseRate(t *testing.T) {
	for s, want := range map[string]videotune.Rational{
		"25": {Num: 25, Den: 1}, " 29.97 ": {Num: 2997, Den: 100}, "30000/1001": {Num: 30000, Den: 1001}, "60000 / 2002": {Num: 30000, Den: 1001},
		"0.5": {Num: 1, Den: 2}, "1000": {Num: 1000, Den: 1}, "1e1": {Num: 10, Den: 1}, "23.976023976023978": {Num: 11988011988011989, Den: 500000000000000},
	} {
		if got, err := ParseRate(s); got != want || err != nil {
			t.Errorf("%q: %v, %v; want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "0", "-1", "-25/-1", "1/0", "/", "25/", "/2", "a", "1000.01", "1e99", "1e-99", "1/2/3", "NaN"} {
		if got, err := ParseRate(s); err == nil {
			t.Errorf("%q: %v", s, got)
		}
	}
	if got, err := FloatRate(29.97); got != (videotune.Rational{Num: 2997, Den: 100}) || err != nil {
		t.Error(got, err)
	}
}

func TestOf(t *testing.T) {
	d := Durations{All: 1, By: map[string]time.Duration{"a": 2, "gs://b/c": 3}}
	tests := []struct {
		d       Durations
		id, uri string
		want    time.Duration
		ok      bool
	}{
		{d, "a", "gs://b/c", 2, true}, {d, "c", "gs://b/c", 3, true}, {d, "d", "", 1, true}, {d, "d", "gs://b/d", 1, true},
		{Durations{}, "a", "", 0, false}, {Durations{By: d.By}, "d", "", 0, false},
		{Durations{By: map[string]time.Duration{"": 5}}, "a", "", 0, false},
	}
	for _, tt := range tests {
		if got, ok := tt.d.Of(tt.id, tt.uri); got != tt.want || ok != tt.ok {
			t.Errorf("%+v of %q, %q: %v, %v", tt.d, tt.id, tt.uri, got, ok)
		}
	}
	if rate, ok := (Rates{By: map[string]videotune.Rational{"a": {Num: 25, Den: 1}}}).Of("a", ""); !ok || rate.Num != 25 {
		t.Error(rate, ok)
	}
}

func FuzzParseOptions(f *testing.F) {
	for name, s := range samples {
		f.Add([]byte(`{"` + name + `":` + s.json + `}`))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := ParseOptions(data)
		if err != nil {
			return
		}
		text, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		back, err := ParseOptions(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		again, err := json.Marshal(back)
		if err != nil || string(again) != string(text) {
			t.Fatalf("%v\n%s\n%s", err, text, again)
		}
	})
}
