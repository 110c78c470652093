package reading

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/annotation"
)

// heads are files of every format, and of some that cannot be read. what begins what
// is said of them; "" for those that look like nothing.
var heads = []struct {
	name, text, what string
	format           annotation.Format
}{
	{"vertex", `{"videoGcsUri": "gs://b/v.mp4", "timeSegmentAnnotations": []}`, "a managed video dataset", annotation.FormatVertex},
	{"vertex, as Python", `{"video_gcs_uri":"gs://b/v.mp4"}` + "\n{}", "a managed video dataset", annotation.FormatVertex},
	{"vertex, in a list", ` [ {"VideoGcsUri":1}]`, "a managed video dataset", annotation.FormatVertex},
	{"tuning", `{"contents":[{"role":"user","parts":[{"text":"x"}]}]}`, "a tuning dataset", ""},
	{"via", `{"project":{"pid":"1","pname":"x"},"config":{},"attribute":{},"file":{},"metadata":{}}`, "a project of VIA", annotation.FormatVIA},
	{"label studio", `[{"id":1,"annotations":[{"result":[]}],"data":{"video":"x"}}]`, "an export of Label Studio", annotation.FormatLabelStudio},
	{"label studio, old", `[{"completions":[],"data":{}}]`, "an export of Label Studio", annotation.FormatLabelStudio},
	{"label studio, one task", `{"id":1,"data":{"video":"x"},"annotations":[]}`, "an export of Label Studio", annotation.FormatLabelStudio},
	{"json-min", `[{"video":"x","id":1,"videoLabels":[],"annotator":1,"annotation_id":2}]`, "an export of Label Studio", annotation.FormatLabelStudio},
	{"llava", `[{"id":"a","video":"a.mp4","conversations":[{"from":"human","value":"<video>\nx"}]}]`, "a conversation", annotation.FormatChat},
	{"llama-factory", `[{"messages":[{"role":"user","content":"<video>Why?"}],"videos":["a.mp4"]}]`, "a conversation", annotation.FormatChat},
	{"llama-factory, lines", `{"videos":["a.mp4"],"messages":[{"content":"x","role":"user"}]}`, "a conversation", annotation.FormatChat},
	{"video intelligence", `{"response":{"annotationResults":[]}}`, "output of the Video Intelligence", ""},
	{"video intelligence, inner", `{"annotation_results":[{}]}`, "output of the Video Intelligence", ""},
	{"activitynet", `{"version":"1.3","taxonomy":[{"nodeName":"x"}],"database":{"a":{"annotations":[]}}}`, "of the ActivityNet family", annotation.FormatActivityNet},
	{"activitynet results", `{"version":"1","results":{"a":[{"label":"x","score":1,"segment":[0,1]}]}}`, "of the ActivityNet family", annotation.FormatActivityNet},
	{"dense captions", `{"v_a":{"duration":1.5,"timestamps":[[0,1]],"sentences":["x"]},"v_b":{}}`, "of the ActivityNet family", annotation.FormatActivityNet},
	{"without a wrapper", `{"v_a":{"duration_second":1,"duration_frame":2,"annotations":[],"fps":30}}`, "of the ActivityNet family", annotation.FormatActivityNet},
	{"kinetics", `{"-a":{"annotations":{"label":"x","segment":[1,2]},"duration":10,"subset":"train","url":"u"}}`, "of the ActivityNet family", annotation.FormatActivityNet},
	{"cvat", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- x -->\n<annotations>\n<version>1.1</version>", "XML of CVAT", annotation.FormatCVAT},
	{"cvat, bare", "<annotations><version>", "XML of CVAT", annotation.FormatCVAT},
	{"elan", `<?xml version="1.0"?><ANNOTATION_DOCUMENT AUTHOR="">`, "an annotation document of ELAN", ""},
	{"ttml", `<tt xmlns="http://www.w3.org/ns/ttml">`, "a subtitle file of the TTML family", ""},
	{"xml", `<?xml version="1.0"?><annotation><folder/>`, "XML that is not CVAT's", ""},
	{"html", "<!DOCTYPE html><annotations>", "a web page", ""},
	{"webvtt", "WEBVTT - x\n\n00:01.000 --> 00:02.000\n", "WebVTT", annotation.FormatWebVTT},
	{"ass", "[Script Info]\n; x", "a subtitle file of SubStation Alpha", ""},
	{"srt", "\r\n1\r\n00:00:01,000 --> 00:00:02,000\r\nx", "SubRip", annotation.FormatSRT},
	{"srt without an index", "00:00:01,000-->00:00:02,000\nx", "SubRip", annotation.FormatSRT},
	{"via-csv", "# Exported using VIA\n# CSV_HEADER = metadata_id,file_list\n\"1_a\",\"[\"\"x\"\"]\"", "a CSV file of VIA", annotation.FormatVIACSV},
	{"gzip", "\x1f\x8b\x08\x00\x00\x00", "compressed (gzip)", ""},
	{"zstd", "\x28\xb5\x2f\xfd", "compressed (zstd)", ""},
	{"xlsx", "PK\x03\x04\x14\x00", "an archive or a spreadsheet", ""},
	{"sqlite", "SQLite format 3\x00\x10\x00", "an SQLite database", ""},
}

// TestOtherFormat reads each file as each format: it must be told by name for all but
// its own.
func TestOtherFormat(t *testing.T) {
	for _, h := range heads {
		for _, f := range annotation.Formats() {
			if f == annotation.FormatSQL {
				continue
			}
			err := head(f, h.text, annotation.Options{})
			if f == h.format {
				if err != nil {
					t.Errorf("%s as itself: %v", h.name, err)
				}
				continue
			}
			if err == nil || err.Code != annotation.CodeFormat || !strings.HasPrefix(err.Message, "it is "+h.what) ||
				!strings.HasSuffix(err.Message, ", not "+string(f)) || err.Hint == "" {
				t.Errorf("%s as %s: %v", h.name, f, err)
				continue
			}
			if h.format != "" && err.Hint != "read it as "+string(h.format) {
				t.Errorf("%s as %s: hint %q", h.name, f, err.Hint)
			}
		}
	}
}

// TestNoFalseAlarm reads files that a format could hold.
func TestNoFalseAlarm(t *testing.T) {
	mapped := annotation.Options{Columns: map[string]annotation.Column{"video": {Name: "videoGcsUri"}}}
	tests := []struct {
		f    annotation.Format
		text string
		o    annotation.Options
	}{
		{annotation.FormatRows, "", annotation.Options{}},
		{annotation.FormatRows, " \n", annotation.Options{}},
		{annotation.FormatRows, "video,label,start,end\na,b,1,2\n", annotation.Options{}},
		{annotation.FormatRows, "video,label\na,\"x --> y\"\n", annotation.Options{}},
		{annotation.FormatRows, "12:00 --> a,b\n1,2\n", annotation.Options{}},
		{annotation.FormatRows, "# CSV, not of VIA\nvideo,label\n", annotation.Options{}},
		{annotation.FormatRows, "video\n# CSV_HEADER\n", annotation.Options{}},
		{annotation.FormatRows, `{"video":"a","database":"x","results":1,"project":"p","pname":"q"}`, annotation.Options{}},
		{annotation.FormatRows, `{"video":"a","label":"x","conversations":[{"from":1,"value":2}]}`, annotation.Options{}},
		{annotation.FormatRows, `{"video":"a","start_ms":1,"messages":[{"role":1,"content":2}]}`, annotation.Options{}},
		{annotation.FormatRows, `{"video":"a","events":[],"annotation_id":1,"annotator":2}`, annotation.Options{}},
		{annotation.FormatRows, `[{"Video":"a","Label":"x","data":{},"annotations":[]}]`, annotation.Options{}},
		{annotation.FormatRows, `{"videoGcsUri":"gs://b/a","x":1}`, mapped},
		{annotation.FormatRows, `{"video":"a","contents":[{"text":"x"}]}`, annotation.Options{}},
		{annotation.FormatRows, `{"video":"a","contents":"x","conversations":"y","messages":[]}`, annotation.Options{}},
		{annotation.FormatSRT, "[Music]\n\n1\n00:00:01,000 --> 00:00:02,000\n", annotation.Options{}},
		{annotation.FormatSRT, "{\\an8}\n1\n00:00:01,000 --> 00:00:02,000\n", annotation.Options{}},
		{annotation.FormatSRT, "<i>\n1\n00:00:01,000 --> 00:00:02,000\n", annotation.Options{}},
		{annotation.FormatAutoML, "gs://b/v.mp4,label,0,1\n", annotation.Options{}},
		{annotation.FormatActivityNet, "{}", annotation.Options{}},
		{annotation.FormatActivityNet, `{"videos":[]}`, annotation.Options{}},
		{annotation.FormatVertex, "{'videoGcsUri': 'x'}", annotation.Options{}},
		{annotation.FormatChat, `[{"id":1}]`, annotation.Options{}},
		{annotation.FormatChat, "[", annotation.Options{}},
		{annotation.FormatChat, "{", annotation.Options{}},
		{annotation.FormatCVAT, "<", annotation.Options{}},
		{annotation.FormatCVAT, "<annotations/>", annotation.Options{}},
	}
	for _, tt := range tests {
		if err := head(tt.f, tt.text, tt.o); err != nil {
			t.Errorf("%s: %q: %v", tt.f, tt.text, err)
		}
	}
}

// TestNoJSON reads tables and texts as formats that are JSON or XML.
func TestNoJSON(t *testing.T) {
	for f := range markedText {
		err := head(f, "video,label,start,end\na,b,1,2\nc,d,3,4\n", annotation.Options{})
		if err == nil || err.Message != "it is CSV, not "+string(f) || err.Hint != "read it as rows" {
			t.Errorf("CSV as %s: %v", f, err)
		}
		err = head(f, "some words of a person\n", annotation.Options{})
		if err == nil || err.Message != "it is text, not "+string(f) {
			t.Errorf("text as %s: %v", f, err)
		}
	}
}

// TestLongHead has what tells the format stand at the edge of what is looked at.
func TestLongHead(t *testing.T) {
	long := `{"taxonomy":[` + strings.Repeat(`{"nodeId":1},`, headBytes/26) + `{}],"database":{"a":{"annotations":[{"segment":[`
	if err := head(annotation.FormatVIA, long, annotation.Options{}); err == nil || !strings.Contains(err.Message, "ActivityNet") {
		t.Error(err)
	}
	cut := `{"taxonomy":"` + strings.Repeat("x", headBytes) + `","database":{}}`
	if err := head(annotation.FormatVIA, cut, annotation.Options{}); err != nil {
		t.Error("a head without a member:", err)
	}
	deep := strings.Repeat(`{"a":[`, 10000) + "1"
	if err := head(annotation.FormatVIA, deep, annotation.Options{}); err != nil {
		t.Error("deep:", err)
	}
}

// head reads the head of a file; nil if it is none of another format.
func head(f annotation.Format, text string, o annotation.Options) *annotation.Error {
	_, err := (&Reading{Format: f, File: "file", Options: o}).text(strings.NewReader(text))
	var e *annotation.Error
	if err != nil && !errors.As(err, &e) {
		panic(err)
	}
	return e
}

func FuzzText(f *testing.F) {
	for _, h := range heads {
		f.Add([]byte(h.text), "")
	}
	f.Add([]byte("\xff\xfea\x00\xd8"), "utf-16")
	f.Add([]byte("\x81\x40"), "shift_jis")
	f.Fuzz(func(t *testing.T, data []byte, encoding string) {
		for _, format := range annotation.Formats() {
			r := &Reading{Format: format, Options: annotation.Options{Encoding: encoding}}
			text, err := r.text(bytes.NewReader(data))
			var e *annotation.Error
			if err != nil && (!errors.As(err, &e) || text != nil) {
				t.Fatalf("%s: %v, %v", format, text, err)
			}
		}
	})
}
