package via

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

// actions are options for the fixtures.
func actions() annotation.Options {
	return annotation.Options{LabelFrom: "action", TextAttributes: []string{"caption"}}
}

// named is actions with the names that a CSV file of segments lacks.
func named() annotation.Options {
	o := actions()
	o.AttributeOptions = map[string]map[string]string{
		"action": {"0": "cut", "1": "stir, slowly", "2": "wash"}, "quality": {"0": "good", "1": "bad"},
	}
	return o
}

func TestGolden(t *testing.T) {
	readingtest.Golden(t, Read, readingtest.Case{File: "project.json", Options: actions()})
	readingtest.Golden(t, ReadCSV,
		readingtest.Case{File: "full.csv", Options: actions()},
		readingtest.Case{File: "segments.csv", Options: named()},
	)
}

// saved returns a project with a video and some attributes and annotations.
func saved(attributes, metadata string) string {
	return `{"project":{"pname":"p","vid_list":["1"]},` + "\n" + `"attribute":{` + attributes + `},` + "\n" +
		`"file":{"1":{"fid":"1","fname":"a.mp4","type":4,"loc":1,"src":""}},` + "\n" +
		`"metadata":{` + metadata + `},"view":{"1":{"fid_list":["1"]}}}`
}

// attr returns an attribute.
func attr(id, name, anchor string, options ...string) string {
	var o []string
	kind := 1
	for i, name := range options {
		kind = 4
		o = append(o, fmt.Sprintf(`"%d":%q`, i, name))
	}
	return fmt.Sprintf(`%q:{"aname":%q,"anchor_id":%q,"type":%d,"options":{%s}}`, id, name, anchor, kind, strings.Join(o, ","))
}

// meta returns an annotation.
func meta(id, z, av string) string {
	return fmt.Sprintf(`%q:{"vid":"1","flg":0,"z":[%s],"xy":[],"av":{%s}}`, id, z, av)
}

// rows returns a CSV file of segments.
func rows(list ...string) string {
	return "# CSV_HEADER = metadata_id,file_list,temporal_segment_start,temporal_segment_end,metadata\n" + strings.Join(list, "\n")
}

// row returns a row of it.
func row(start, end, metadata string) string {
	return `"x","[""a.mp4""]",` + start + `,` + end + `,"` + strings.ReplaceAll(metadata, `"`, `""`) + `"`
}

func TestLabels(t *testing.T) {
	two := attr("1", "act", anchorSegment, "run", "sit") + "," + attr("2", "who", anchorSegment)
	files := "," + attr("3", "mood", anchorFile, "calm") + "," + attr("4", "place", anchorFile)
	seg := meta("m", "1,2", `"1":"1","2":"Ada"`)
	whole := "," + meta("n", "", `"3":"0","4":"yard"`)
	tests := []struct {
		name, text  string
		from, texts string
		want, data  string
	}{
		{"one", saved(attr("1", "act", anchorSegment, "run", "sit"), meta("m", "1,2", `"1":"1"`)), "", "", `segment [sit] "" map[]`, "map[project:p]"},
		{"one beside a text", saved(two, seg), "", "who", `segment [sit] "Ada" map[]`, "map[project:p]"},
		{"two", saved(two, seg), "act", "", `segment [sit] "" map[who:Ada]`, "map[project:p]"},
		{"the other", saved(two, seg), "who", "", `segment [Ada] "" map[act:sit]`, "map[project:p]"},
		{"both are texts", saved(two, seg), "", "who act", `segment [] "Ada` + `\nsit" map[]`, "map[project:p]"},
		{"whole files have several", saved(two+files, seg+whole), "act", "", `segment [sit] "" map[who:Ada]`, "map[mood:calm place:yard project:p]"},
		{"label_from is of whole files", saved(attr("1", "act", anchorSegment, "run", "sit")+files, meta("m", "1,2", `"1":"1"`)+whole), "place", "",
			`whole [yard] "" map[mood:calm]; segment [sit] "" map[]`, "map[project:p]"},
		{"an attribute that is not defined", saved(attr("1", "act", anchorSegment, "run"), meta("m", "1,2", `"1":"0","9":"x"`)), "", "", `segment [run] "" map[9:x]`, "map[project:p]"},
		{"other anchors do not count", saved(two+","+attr("5", "thing", "FILE1_Z1_XY1"), seg), "act", "", `segment [sit] "" map[who:Ada]`, "map[project:p]"},
		{"a text whose options are left from another type", saved(`"1":{"aname":"act","anchor_id":"FILE1_Z2_XY0","type":"1","options":{"0":"run"}}`, meta("m", "1,2", `"1":"0"`)), "", "", `segment [0] "" map[]`, "map[project:p]"},
		{"a checkbox", saved(attr("1", "act", anchorSegment, "run", "sit"), meta("m", "1,2", `"1":"1, 0"`)), "", "", `segment [sit run] "" map[]`, "map[project:p]"},
	}
	for _, tt := range tests {
		o := annotation.Options{LabelFrom: tt.from, TextAttributes: strings.Fields(tt.texts)}
		v := readingtest.Videos(t, Read, tt.text, o)
		var got []string
		for _, e := range v[0].Events {
			got = append(got, fmt.Sprintf("%s %v %q %v", e.Kind, e.Labels, e.Text, e.Attributes))
		}
		if s := strings.Join(got, "; "); s != tt.want || fmt.Sprint(v[0].Metadata) != tt.data {
			t.Errorf("%s: %s, %v; want %s, %s", tt.name, s, v[0].Metadata, tt.want, tt.data)
		}
	}
}

// Free text is no list of ids.
func TestFreeText(t *testing.T) {
	o := annotation.Options{AttributeOptions: map[string]map[string]string{"act": {}}}
	v := readingtest.Videos(t, ReadCSV, rows(row("1", "2", `{"act":"run, then sit"}`)), o)
	if l := v[0].Events[0].Labels; len(l) != 1 || l[0] != "run, then sit" {
		t.Errorf("labels %q", l)
	}
}

func TestReversed(t *testing.T) {
	text := saved(attr("1", "act", anchorSegment), meta("m", "5,2", `"1":"x"`))
	if v := readingtest.Videos(t, Read, text, annotation.Options{}); len(v[0].Events) != 1 || v[0].Events[0].Start.Seconds() != 2 || v[0].Events[0].End.Seconds() != 5 {
		t.Errorf("events: %v", v[0].Events)
	}
	o := annotation.Options{Repair: annotation.Repair{Reversed: annotation.RemedyDrop}}
	if v := readingtest.Videos(t, Read, text, o); len(v[0].Events) != 0 {
		t.Errorf("repair.reversed does not count: %v", v[0].Events)
	}
}

// The project and its full CSV file say the same.
func TestSame(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "project.json"))
	if err != nil {
		t.Fatal(err)
	}
	cut, _, _ := strings.Cut(string(data), `"1_cccccccc"`)
	text := strings.TrimSuffix(strings.TrimSpace(cut), ",") + `},"view":{"1":{"fid_list":["1"]}}}`
	text = strings.NewReplacer(`["2","1","3","4","5"]`, `["1"]`, `" cuts an onion "`, `"cuts, \"finely\""`, `,"3":"0,1"`, "", `,"3":"1"`, "").Replace(text)
	list, err := os.ReadFile(filepath.Join("testdata", "full.csv"))
	if err != nil {
		t.Fatal(err)
	}
	table := strings.ReplaceAll(string(list), "https://media.example/food/salad.webm", "soup.mp4")
	table, _, _ = strings.Cut(table, `"1_cccccccc"`)
	a := readingtest.Videos(t, Read, text, actions())
	b := readingtest.Videos(t, ReadCSV, table, actions())
	if len(a) != 1 || len(b) != 1 || len(a[0].Events) != 2 {
		t.Fatalf("%v, %v", a, b)
	}
	readingtest.Equal(t, b[0].Events, a[0].Events)
}

func TestRefused(t *testing.T) {
	act := attr("1", "act", anchorSegment, "run")
	bad := func(metadata string) string { return saved(act, "\n"+metadata) }
	readingtest.Refused(t, Read, []readingtest.Bad{
		{Text: "", Code: annotation.CodeSyntax, Says: "empty"},
		{Text: "[]", Code: annotation.CodeFormat, Says: "one object"},
		{Text: `{"project":{"pname":"p"}}`, Code: annotation.CodeFormat, Says: "neither files"},
		{Text: `{"_via_settings":{},"_via_img_metadata":{}}`, Code: annotation.CodeFormat, Line: 1, Says: "VIA 2"},
		{Text: "<annotations>\n</annotations>", Code: annotation.CodeFormat, Says: "cvat"},
		{Text: "{\"file\":{},\n\"view\":{}", Code: annotation.CodeSyntax, Line: 2},
		{Text: "{\"file\":{},\n'view':{}}", Code: annotation.CodeSyntax, Line: 2},
		{Text: "{\"file\":{}}\n{}", Code: annotation.CodeSyntax, Line: 2, Says: "more follows"},
		{Text: `{"file":[]}`, Code: annotation.CodeValue, Line: 1, Says: "want an object"},
		{Text: `{"file":{"1":{"fname":[]}}}`, Code: annotation.CodeValue, Line: 1, Says: "fname"},
		{Text: `{"file":{"1":{},"1":{}}}`, Code: annotation.CodeValue, Line: 1, Says: "twice"},
		{Text: `{"view":{"1":{"fid_list":["1"]},"1":{"fid_list":["1"]}}}`, Code: annotation.CodeValue, Line: 1, Says: "twice"},
		{Text: `{"view":{"1":{"fid_list":[{}]}}}`, Code: annotation.CodeValue, Line: 1, Says: "fid_list"},
		{Text: `{"view":{"1":{"fid_list":"1"}}}`, Code: annotation.CodeValue, Line: 1, Says: "want a list"},
		{Text: `{"attribute":{"1":{"aname":"a","type":4,"options":{"0":[]}}}}`, Code: annotation.CodeValue, Line: 1, Says: "option"},
		{Text: `{"project":[]}`, Code: annotation.CodeValue, Line: 1, Says: "project: want an object"},
		{Text: bad(meta("m", "1,2", "") + ",\n" + meta("m", "1,2", "")), Code: annotation.CodeValue, Line: 6, Record: 2, Says: "twice"},
		{Text: bad(meta("m", `1,"soon"`, `"1":"0"`)), Code: annotation.CodeValue, Line: 5, Record: 1, Says: "soon"},
		{Text: bad(meta("m", `1,null`, `"1":"0"`)), Code: annotation.CodeValue, Line: 5, Record: 1, Says: "null"},
		{Text: bad(meta("m", `1,1e30`, `"1":"0"`)), Code: annotation.CodeValue, Line: 5, Record: 1, Says: "more than a time can hold"},
		{Text: bad(meta("m", `1,2`, `"1":["0"]`)), Code: annotation.CodeValue, Line: 5, Record: 1, Says: "a list"},
		{Text: bad(`"m":{"vid":"1","z":{},"av":{}}`), Code: annotation.CodeValue, Line: 5, Record: 1, Says: "times"},
		{Text: bad(`"m":{"vid":"1","z":[],"xy":3}`), Code: annotation.CodeValue, Line: 5, Record: 1, Says: "coordinates"},
		{Text: bad(`"m":{"vid":"1","z":[],"av":[]}`), Code: annotation.CodeValue, Line: 5, Record: 1, Says: "attributes"},
		{Text: bad(`"m":{"vid":{}}`), Code: annotation.CodeValue, Line: 5, Record: 1, Says: "vid"},
		{Text: saved(act+","+attr("2", "who", anchorSegment), meta("m", "1,2", `"1":"0"`)), Code: annotation.CodeOptionMissing, Says: "act, who"},
		{Text: saved(act+","+attr("2", "who", anchorFile)+","+attr("3", "mood", anchorFile), meta("m", "", `"2":"x"`)), Code: annotation.CodeOptionMissing, Says: "whole files"},
		{Text: bad(meta("m", "1,2", `"1":"0"`)), Options: annotation.Options{LabelFrom: "akt"}, Code: annotation.CodeOptionInvalid, Says: "did you mean act?"},
		{Text: bad(""), Options: annotation.Options{AttributeOptions: map[string]map[string]string{"act": {}}}, Code: annotation.CodeOptionUnfit, Says: "attribute_options"},
	})
	full := "# CSV_HEADER = metadata_id,file_list,flags,temporal_coordinates,spatial_coordinates,metadata\n"
	readingtest.Refused(t, ReadCSV, []readingtest.Bad{
		{Text: "", Code: annotation.CodeFormat, Says: "CSV_HEADER"},
		{Text: "a,b\n1,2\n", Code: annotation.CodeFormat, Line: 1, Says: "rows"},
		{Text: "#filename,file_size,file_attributes,region_count\na.jpg,1,{},0\n", Code: annotation.CodeFormat, Line: 1, Says: "VIA 2"},
		{Text: "# CSV_HEADER = metadata_id,file_list\n", Code: annotation.CodeColumn, Line: 1, Says: "flags"},
		{Text: "# ATTRIBUTE = {\n# CSV_HEADER = a\n", Code: annotation.CodeSyntax, Line: 1, Says: "ATTRIBUTE"},
		{Text: "# ATTRIBUTE = {\"1\":[]}\n", Code: annotation.CodeValue, Line: 1, Says: "want an object"},
		{Text: full + `"x","[""a.mp4""]",0,"[1,2]","[]","{}`, Code: annotation.CodeSyntax, Line: 2, Record: 1, Says: "broken CSV"},
		{Text: full + `"x","[""a.mp4""]",0,"[1,2]"`, Code: annotation.CodeSyntax, Line: 2, Record: 1, Says: "4 cells"},
		{Text: full + `"x","[""a.mp4""]",0,"[1,","[]","{}"`, Code: annotation.CodeValue, Line: 2, Record: 1, Says: "temporal_coordinates"},
		{Text: full + `"x","a.mp4",0,"[1,2]","[]","{}"`, Code: annotation.CodeValue, Line: 2, Record: 1, Says: "file_list"},
		{Text: full + `"x","[""""]",0,"[1,2]","[]","{}"`, Code: annotation.CodeVideoMissing, Line: 2, Record: 1},
		{Text: full + `"x","[""a.mp4""]",0,"{}","[]","{}"`, Code: annotation.CodeValue, Line: 2, Record: 1, Says: "times"},
		{Text: rows(row("1", "2", `{"act":"0"}`)), Code: annotation.CodeOptionMissing, Line: 2, Record: 1, Says: `attribute_options: {"act"`},
		{Text: rows(row("1", "2", `{"act":"0"}`), row("", "", `{"mood":"0"}`)), Options: annotation.Options{AttributeOptions: map[string]map[string]string{"act": {"0": "run"}}},
			Code: annotation.CodeOptionMissing, Line: 3, Record: 2, Says: `"mood"`},
		{Text: rows(row("1", "2", `{"act":"0"}`)), Options: annotation.Options{AttributeOptions: map[string]map[string]string{"act": {"1": "run"}}},
			Code: annotation.CodeOptionMissing, Line: 2, Record: 1, Says: `no option "0"`},
		{Text: rows(row("1", "2", `{"act":"0","who":"1"}`)), Code: annotation.CodeOptionMissing, Says: "act, who"},
		{Text: rows(row("1", "soon", `{"act":"0"}`)), Options: annotation.Options{AttributeOptions: map[string]map[string]string{"act": {}}}, Code: annotation.CodeValue, Line: 2, Record: 1, Says: "soon"},
		{Text: "{\"project\":{\"pname\":\"p\"},\"attribute\":{},\"file\":{},\"view\":{},\"metadata\":{}}", Code: annotation.CodeFormat, Says: "read it as via"},
	})
}

func TestTold(t *testing.T) {
	act := attr("1", "act", anchorSegment, "run")
	one := `"1":{"fid_list":["1"]}`
	readingtest.Told(t, Read, []readingtest.Bad{
		{Text: saved(act, meta("m", "1,2", "")), Code: annotation.CodeLabelMissing, Line: 4, Record: 1},
		{Text: saved(act, meta("m", "1,2,3", `"1":"0"`)), Code: annotation.CodeUnsupported, Line: 4, Record: 1, Says: "3 times"},
		{Text: saved(act, meta("m", "2,1", `"1":"0"`)), Code: annotation.CodeReversed, Line: 4, Record: 1, Says: "exchanged"},
		{Text: saved(act, meta("m", "1,1", `"1":"0"`)), Code: annotation.CodeEmpty, Record: 1},
		{Text: saved(act, `"m":{"vid":"1","z":[1,2],"xy":[2,1,1,5,5],"av":{"1":"0"}},"n":{"vid":"1","z":[],"xy":[1,2,3]}`), Code: annotation.CodeUnsupported, Says: "2 regions"},
		{Text: saved(act, `"m":{"vid":"7","z":[1,2],"av":{"1":"0"}}`), Code: annotation.CodeSkipped, Line: 4, Record: 1, Says: `view "7"`},
		{Text: strings.Replace(saved(act, ""), one, one+`,"2":{"fid_list":["1","1"]}`, 1), Code: annotation.CodeUnsupported, Says: "2 files"},
		{Text: strings.Replace(saved(act, ""), one, one+`,"2":{"fid_list":["3"]}`, 1), Code: annotation.CodeSkipped, Says: `file "3"`},
		{Text: strings.Replace(saved(act, ""), one, one+`,"2":{"fid_list":["1"]}`, 1), Code: annotation.CodeVideoTwice},
		{Text: strings.Replace(saved(act, ""), `"type":4,"loc"`, `"type":8,"loc"`, 1), Code: annotation.CodeUnsupported, Says: "1 files are sound"},
		{Text: strings.Replace(saved(act, ""), `"type":4,"loc"`, `"type":5,"loc"`, 1), Code: annotation.CodeUnsupported, Says: `type "5"`},
		{Text: strings.Replace(saved(act, ""), `["1"]`, `["1","8"]`, 1), Code: annotation.CodeSkipped, Says: `view "8"`},
		{Text: strings.Replace(saved(act, ""), `{"project"`, `{"more":1,"project"`, 1), Code: annotation.CodeSkipped, Line: 1, Says: `"more"`},
		{Text: saved(act, meta("m", "1,2", `"1":"0"`)), Options: annotation.Options{TextAttributes: []string{"txt"}}, Code: annotation.CodeSkipped, Says: `"txt"`},
	})
}

// Ids that nothing names are told, unless they are left out anyway.
func TestIDs(t *testing.T) {
	o := annotation.Options{LabelFrom: "act", TextAttributes: []string{"note"}, AttributeOptions: map[string]map[string]string{"act": {"0": "run"}, "who": {"0": "Ada"}}}
	readingtest.Told(t, ReadCSV, []readingtest.Bad{
		{Text: rows(row("1", "2", `{"act":"0","who":"0","note":"0","mood":"0","place":"1"}`)), Options: o, Code: annotation.CodeUnsupported, Says: "mood, place;"},
		{Text: rows(row("1", "2", `{"act":"0","note":"x"}`), row("3", "", `{"thing":"0"}`)), Options: o, Code: annotation.CodeUnsupported, Says: "1 regions"},
	})
}

// Files may say more than once how they lie, and with ids of any kind.
func TestPlaces(t *testing.T) {
	text := `{"view":{"1":{"fid_list":[1]},"2":{"fid_list":["2"]},"3":{"fid_list":[3]},"4":{"fid_list":[4]},"5":{"fid_list":[5]}},
		"file":{"1":{"fname":"a.mp4","type":"4","loc":2,"src":"https://h/a.mp4"},"2":{"fname":"b.mp4","type":4,"loc":"3","src":"b.mp4"},
		"3":{"fname":"c.mp4","type":4,"loc":1,"src":"blob:x"},"4":{"fname":"d.mp4","type":4,"loc":1,"src":"/home/d.mp4"},"5":{"type":4,"loc":4,"src":"data:x"}},
		"config":{"file":{"loc_prefix":{"1":"no/","2":"","3":"file:///videos/"}}}}`
	want := []string{"a.mp4 https://h/a.mp4", "b.mp4 file:///videos/b.mp4", "c.mp4 c.mp4", "d.mp4 /home/d.mp4", "view 5 "}
	for i, v := range readingtest.Videos(t, Read, text, annotation.Options{}) {
		if got := v.ID + " " + v.URI; got != want[i] {
			t.Errorf("%d: %q, want %q", i, got, want[i])
		}
	}
}
