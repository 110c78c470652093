package labelstudio

import (
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

// task1 is a task of one annotation with these results.
func task1(results ...string) string {
	return `[{"id":1,"data":{"video":"gs://b/v.mp4"},"annotations":[{"id":5,"result":[` + strings.Join(results, ",") + `]}]}]`
}

// timeline is a region in frames.
func timeline(start, end string) string {
	return `{"id":"r","type":"timelinelabels","from_name":"t","value":{"ranges":[{"start":` + start + `,"end":` + end + `}],"timelinelabels":["A"]}}`
}

// track is a region with key frames.
func track(keys string) string {
	return `{"id":"k","type":"videorectangle","from_name":"box","value":{"labels":["A"],"sequence":[` + keys + `]}}`
}

// choice is a choice of the whole video.
func choice(from, value string) string {
	return `{"id":"` + from + `","type":"choices","from_name":"` + from + `","value":{"choices":["` + value + `"]}}`
}

// written is a text of the whole video.
func written(from, value string) string {
	return `{"id":"` + from + `","type":"textarea","from_name":"` + from + `","value":{"text":["` + value + `"]}}`
}

// least is a record of JSON-MIN with these members.
func least(members string) string {
	return `[{"id":1,"video":"v.mp4","annotation_id":5,"annotator":1,` + members + `}]`
}

var at25 = annotation.Options{FPS: annotation.Rates{All: rate(25, 1)}}

const timed = `{"frame":1,"enabled":true,"time":0.04},{"frame":51,"enabled":false,"time":2.04}`

func TestRefused(t *testing.T) {
	other := func(id, uri string) string {
		return `{"id":` + id + `,"data":{"video":"` + uri + `"},"annotations":[]}`
	}
	readingtest.Refused(t, Read, []readingtest.Bad{
		{Text: "[{'id': 1}]", Code: annotation.CodeSyntax, Line: 1, Says: "double quotes"},
		{Text: "[{\"id\": 1,\n \"lead_time\": NaN}]", Code: annotation.CodeSyntax, Line: 2, Says: "NaN"},
		{Text: `[{"id":1,"data":{"video":"a.mp4"}}`, Code: annotation.CodeSyntax, Line: 1},
		{Text: "[\n{\"id\":1,\"id\":2}]", Code: annotation.CodeSyntax, Line: 2, Record: 1, Says: "twice"},
		{Text: "[1]", Code: annotation.CodeFormat, Line: 1, Record: 1, Says: "number"},
		{Text: `[{"clip":"a.mp4","label":"x"}]`, Code: annotation.CodeFormat, Line: 1, Record: 1, Says: "rows"},
		{Text: "video,label\na.mp4,x\n", Code: annotation.CodeFormat, Says: "CSV"},
		{Text: `{"database":{}}`, Code: annotation.CodeFormat, Says: "ActivityNet"},

		{Text: task1(timeline("1", "2")), Code: annotation.CodeRateMissing, Line: 1, Record: 1, Says: "label_config"},
		{Text: task1(track(timed)), Code: annotation.CodeRateMissing, Line: 1, Record: 1, Says: "fps_derive"},
		{Text: task1(timeline("1", "2")), Options: annotation.Options{LabelConfig: `<Video name="v" value="$video"/>`}, Code: annotation.CodeRateMissing, Line: 1, Record: 1, Says: "24 in its editor"},
		{Text: task1(timeline("1", "2")), Options: annotation.Options{LabelConfig: `<Video name="v" value="$video" framerate="$f"/>`}, Code: annotation.CodeRateMissing, Line: 1, Record: 1, Says: "fps_field"},
		{Text: task1(track(`{"frame":25,"enabled":true,"time":1.041667}`)), Options: annotation.Options{FPSDerive: true}, Code: annotation.CodeRateMissing, Line: 1, Record: 1, Says: "do not show one"},
		{Text: task1(timeline("0", "2")), Options: at25, Code: annotation.CodeOptionMissing, Line: 1, Record: 1, Says: "frame_base: 0"},
		{Text: task1(track(`{"frame":0,"enabled":true}`)), Options: at25, Code: annotation.CodeOptionMissing, Line: 1, Record: 1, Says: "frame_base: 0"},
		{Text: task1(timeline("1.5", "2")), Options: at25, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "1.5"},
		{Text: task1(timeline("null", "2")), Options: at25, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "null"},
		{Text: task1(timeline("1", "99999999999999")), Options: at25, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "whole number"},
		{Text: task1(track(`{"frame":1}`)), Options: at25, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "enabled"},
		{Text: task1(`{"id":"r","type":"timelinelabels","from_name":"t","value":{"start":1,"end":2,"timelinelabels":["A"]}}`), Options: at25, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "ranges"},
		{Text: task1(`{"id":"r","type":"labels","from_name":"t","value":{"start":"a","end":2,"labels":["A"]}}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: `"a"`},
		{Text: task1(`{"id":"r","type":"choices","from_name":"t","value":{"choices":[{}]}}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: `"t"`},
		{Text: task1(`{"id":"r","type":"choices","from_name":"t"}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "value"},
		{Text: task1(`{"id":"r","type":"choices","from_name":"t","score":"x","value":{"choices":["a"]}}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "score"},
		{Text: `[{"id":1,"data":{"video":"v.mp4"},"annotations":{"a":1}}]`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "list"},
		{Text: `[{"id":1,"data":{"video":"v.mp4"},"annotations":[{"result":"[broken"}]}]`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "result"},

		{Text: `[{"id":1,"data":{"image":"a.jpg"},"annotations":[]}]`, Code: annotation.CodeVideoMissing, Line: 1, Record: 1, Says: "label_config"},
		{Text: `[{"id":1,"data":{"a":"a.mp4","b":"https://x/b.webm?s=1"},"annotations":[]}]`, Code: annotation.CodeVideoMissing, Line: 1, Record: 1, Says: "a, b"},
		{Text: `[{"id":1,"data":{"video":"a.mp4","video_url":"b.mp4"},"annotations":[]}]`, Code: annotation.CodeVideoMissing, Line: 1, Record: 1, Says: "several"},
		{Text: task1(), Options: annotation.Options{LabelConfig: `<Video name="v" value="$clip"/>`}, Code: annotation.CodeVideoMissing, Line: 1, Record: 1, Says: "$clip"},
		{Text: `[` + other("1", "a.mp4") + "," + other("2", "b.mp4") + ",\n" + other("1", "a.mp4") + `]`, Code: annotation.CodeAdjacent, Line: 2, Record: 3},
		{Text: `[` + other("1", "a.mp4") + ",\n" + other("1", "b.mp4") + `]`, Code: annotation.CodeConflict, Line: 2, Record: 2},

		{Text: task1(choice("a", "x"), choice("b", "y")), Code: annotation.CodeOptionMissing, Line: 1, Record: 1, Says: `label_from: "a"`},
		{Text: task1(written("a", "x"), written("b", "y")), Code: annotation.CodeOptionMissing, Line: 1, Record: 1, Says: `fields: {"a": "text"}`},
		{Text: task1(written("a", "x"), written("b", "y")), Options: annotation.Options{Fields: map[string]string{"a": "text", "b": "text"}}, Code: annotation.CodeOptionMissing, Line: 1, Record: 1, Says: `{"b": "ignore"}`},
		{Text: task1(choice("a", "x")), Options: annotation.Options{LabelFrom: "z"}, Code: annotation.CodeOptionInvalid, Says: `labels come from "a"`},
		{Text: task1(), Options: annotation.Options{LabelConfig: "testdata/absent.xml"}, Code: annotation.CodeOptionInvalid, Says: "absent.xml"},
		{Text: task1(), Options: annotation.Options{LabelConfig: "<View>"}, Code: annotation.CodeOptionInvalid, Says: "label_config"},
		{Text: task1(), Options: annotation.Options{LabelConfig: "<View/>"}, Code: annotation.CodeOptionInvalid, Says: "neither"},
		{Text: task1(), Options: annotation.Options{LabelConfig: `<View><Video value="$a"/><Video value="$b"/></View>`}, Code: annotation.CodeOptionInvalid, Says: "$a and $b"},
		{Text: task1(), Options: annotation.Options{LabelConfig: `<Video value="a.mp4"/>`}, Code: annotation.CodeOptionInvalid, Says: "a.mp4"},
		{Text: task1(), Options: annotation.Options{LabelConfig: `<Video value="$video" framerate="fast"/>`}, Code: annotation.CodeOptionInvalid, Line: 1, Record: 1, Says: "fast"},
		{Text: `[{"id":1,"data":{"video":"v.mp4","fps":"x"},"annotations":[]}]`, Options: annotation.Options{FPSField: "fps"}, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "data.fps"},
		{Text: task1(), Options: annotation.Options{Deroll: true}, Code: annotation.CodeOptionUnfit, Says: "deroll"},

		{Text: least(`"ch":"x","title":"T"`), Code: annotation.CodeOptionMissing, Line: 1, Record: 1, Says: `fields: {"ch":"choices"}`},
		{Text: least(`"ch":["x","y"]`), Code: annotation.CodeOptionMissing, Line: 1, Record: 1, Says: "ch"},
		{Text: least(`"idx_0":"x"`), Options: annotation.Options{LabelConfig: `<View><Video value="$video"/><Repeater><Choices name="idx_{{i}}" toName="v"/></Repeater></View>`}, Code: annotation.CodeOptionMissing, Line: 1, Record: 1, Says: "idx_0"},
		{Text: least(`"t":[{"ranges":[{"start":1,"end":2}],"timelinelabels":["A"]}]`), Code: annotation.CodeRateMissing, Line: 1, Record: 1},
	})
}

func TestTold(t *testing.T) {
	readingtest.Told(t, Read, []readingtest.Bad{
		{Text: task1(`{"id":"r","type":"brushlabels","from_name":"t","value":{}}`), Code: annotation.CodeUnsupported, Line: 1, Record: 1, Says: `1 result of type "brushlabels"`},
		{Text: task1(timeline("1", "500")), Options: annotation.Options{FPS: at25.FPS, Duration: annotation.Durations{All: 19e9}}, Code: annotation.CodePastEnd, Record: 1},
		{Text: task1(timeline("0", "5")), Options: annotation.Options{FPS: at25.FPS, Base: annotation.BaseOne}, Code: annotation.CodeNegative, Record: 1},
		{Text: task1(timeline("5", "5")), Options: annotation.Options{FPS: at25.FPS, FrameEnd: annotation.FrameExclusive}, Code: annotation.CodeEmpty, Record: 1},
		{Text: task1(choice("a", "Normal")), Options: annotation.Options{NegativeLabels: []string{"Normal"}}, Code: annotation.CodeNegativeLabel, Record: 1},
		{Text: `[{"id":1,"data":{"video":"v.mp4"},"annotations":[{"id":2,"result":[]},{"id":3,"result":[]}]}]`, Code: annotation.CodeSeveral, Line: 1, Record: 1, Says: `of 2 annotations, "3"`},
		{Text: `[{"id":1,"data":{"video":"v.mp4"},"annotations":[{"id":2,"result":[]},{"id":3,"result":[]}]}]`, Options: annotation.Options{Annotations: annotation.TakeAll}, Code: annotation.CodeSeveral, Line: 1, Record: 1, Says: "all"},
		{Text: `[{"id":1,"data":{"video":"v.mp4"},"annotations":[{"id":2,"result":[]}]}]`, Options: annotation.Options{Annotations: annotation.TakeGroundTruth}, Code: annotation.CodeSeveral, Line: 1, Record: 1, Says: "newest"},
		{Text: task1(choice("a", "x"), `{"id":"q","type":"rating","from_name":"stars","value":{"rating":1}}`), Options: annotation.Options{Fields: map[string]string{"a": "ignore"}, LabelConfig: `<View><Video value="$video"/><Rating name="stars" toName="v" perRegion="true"/></View>`}, Code: annotation.CodeUnsupported, Line: 1, Record: 1, Says: "rating"},
		{Text: `[{"id":1,"data":{"video":"v.mp4","stars":"x"},"annotations":[{"result":[{"id":"q","type":"rating","from_name":"stars","value":{"rating":1}}]}]}]`, Code: annotation.CodeSkipped, Line: 1, Record: 1, Says: `"stars"`},
		{Text: task1(`{"id":"r","type":"timelinelabels","from_name":"t","value":{"ranges":[],"timelinelabels":["A"]}}`), Code: annotation.CodeSkipped, Line: 1, Record: 1, Says: "no times"},
		{Text: least(`"hand":"left"`), Options: annotation.Options{LabelConfig: `<View><Video value="$video"/><Choices name="hand" toName="v" perRegion="true"/></View>`}, Code: annotation.CodeUnsupported, Line: 1, Record: 1, Says: "export as JSON"},
		{Text: `{"action":"TASKS_DELETED"}`, Code: annotation.CodeSkipped, Line: 1, Record: 1, Says: "TASKS_DELETED"},
	})
}
