package vertexai

import (
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

func automl(k annotation.AutoML) annotation.Options { return annotation.Options{AutoML: k} }

func TestGolden(t *testing.T) { readingtest.Golden(t, Read, readingtest.Case{File: "managed.jsonl"}) }

func TestGoldenCSV(t *testing.T) {
	legacy := automl(annotation.AutoMLClassification)
	legacy.Resolve = map[string]string{"gs://lists/": "elsewhere", "gs://lists/set": "testdata/legacy"}
	readingtest.Golden(t, ReadCSV,
		readingtest.Case{File: "classification.csv", Options: automl(annotation.AutoMLClassification)},
		readingtest.Case{File: "action.csv", Options: automl(annotation.AutoMLAction)},
		readingtest.Case{File: "tracking.csv", Options: automl(annotation.AutoMLTracking)},
		readingtest.Case{File: "legacy/top.csv", Options: legacy},
	)
}

const uri = `"videoGcsUri":"gs://b/v.mp4"`

func TestRefused(t *testing.T) {
	good := "{" + uri + "}\n"
	annotations := func(list string) string { return `{` + uri + `,"timeSegmentAnnotations":[` + list + `]}` }
	boxes := func(list string) string { return `{` + uri + `,"temporalBoundingBoxAnnotations":[` + list + `]}` }
	readingtest.Refused(t, Read, []readingtest.Bad{
		{Text: "{'videoGcsUri': 'gs://b/v.mp4'}", Code: annotation.CodeSyntax, Line: 1, Says: "Python"},
		{Text: good + "{" + uri + `,"x":NaN}`, Code: annotation.CodeSyntax, Line: 2, Says: "NaN"},
		{Text: good + "{" + uri, Code: annotation.CodeSyntax, Line: 2, Says: "ends within a value"},
		{Text: good + "\n[]", Code: annotation.CodeValue, Line: 3, Record: 2, Says: "want an object, not a list"},
		{Text: good + `{"x":1}`, Code: annotation.CodeVideoMissing, Line: 2, Record: 2, Says: "videoGcsUri"},
		{Text: `{"videoGcsUri":" "}`, Code: annotation.CodeVideoMissing, Line: 1, Record: 1},
		{Text: `{"videoGcsUri":["gs://b/v.mp4"]}`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "videoGcsUri is a list; want a text"},
		{Text: `{` + uri + `,"video_gcs_uri":"gs://b/w.mp4"}`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "stands twice in one object, under two spellings"},
		{Text: `{` + uri + `,` + uri + `}`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "stands twice in one object"},
		{Text: `{"instance":{"content":"gs://b/v.mp4"},"prediction":[{"id":"1"}]}`, Code: annotation.CodeFormat, Line: 1, Record: 1, Says: "batch prediction"},
		{Text: `{"imageGcsUri":"gs://b/i.png"}`, Code: annotation.CodeFormat, Line: 1, Record: 1, Says: "images"},
		{Text: "gs://b/v.mp4,jump,0,1\n", Code: annotation.CodeFormat, Says: "not vertex"},
		{Text: annotations(`{"startTime":"1s"}`), Code: annotation.CodeLabelMissing, Line: 1, Record: 1, Says: "timeSegmentAnnotations[0]: an annotation has no label"},
		{Text: annotations(`{"displayName":" "}`), Code: annotation.CodeLabelMissing, Line: 1, Record: 1},
		{Text: annotations(`{"displayName":"a"},{"displayName":"b","startTime":"x"}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: `timeSegmentAnnotations[1]: startTime: "x" is not a time`},
		{Text: annotations(`{"displayName":"a","endTime":"1m"}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "endTime"},
		{Text: annotations(`{"displayName":"a","endTime":"1e40s"}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "more than a time can hold"},
		{Text: annotations(`{"displayName":"a","startTime":"Infinity"}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "start at the end"},
		{Text: annotations(`{"displayName":"a","startTime":{"seconds":1}}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "an object; want a text"},
		{Text: annotations(`7`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "want an object"},
		{Text: `{` + uri + `,"timeSegmentAnnotations":{}}`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "want a list"},
		{Text: `{` + uri + `,"timeSegments":[{"endTime":"x"}]}`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "timeSegments[0]"},
		{Text: boxes(`{"timeOffset":"1s"}`), Code: annotation.CodeLabelMissing, Line: 1, Record: 1},
		{Text: boxes(`{"displayName":"dog"}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "no time"},
		{Text: boxes(`{"displayName":"dog","timeOffset":"Infinity"}`), Code: annotation.CodeValue, Line: 1, Record: 1},
		{Text: boxes(`{"displayName":"dog","timeOffset":"1s","xMin":"left"}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: `xMin: "left" is not a coordinate`},
		{Text: boxes(`{"displayName":"dog","timeOffset":"1s","xMin":"NaN"}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "coordinate"},
		{Text: boxes(`{"displayName":"dog","timeOffset":"1s","instanceId":[]}`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "instanceId"},
		{Text: `{` + uri + `,"dataItemResourceLabels":{"ml_use":"later"}}`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "later"},
		{Text: `{` + uri + `,"dataItemResourceLabels":{"ml_use":"test","aiplatform.googleapis.com/ml_use":"training"}}`, Code: annotation.CodeConflict, Line: 1, Record: 1},
		{Text: `{` + uri + `,"dataItemResourceLabels":"test"}`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "dataItemResourceLabels: want an object"},
		{Text: good, Options: automl(annotation.AutoMLAction), Code: annotation.CodeOptionUnfit, Says: "automl"},
		{Text: strings.Repeat(`{"a":`, 200) + "1" + strings.Repeat("}", 200), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "deeper"},
	})
}

func TestRefusedCSV(t *testing.T) {
	class, action, tracking := automl(annotation.AutoMLClassification), automl(annotation.AutoMLAction), automl(annotation.AutoMLTracking)
	readingtest.Refused(t, ReadCSV, []readingtest.Bad{
		{Text: "gs://b/v.mp4,a,0,1\n", Code: annotation.CodeOptionMissing, Says: `"automl": "classification"`},
		{Text: "gs://b/v.mp4,a,0,1\n", Options: automl("boxes"), Code: annotation.CodeOptionInvalid, Says: "tracking"},
		{Text: "gs://b/v.mp4,a,0,1\n\nv.mp4,a,0,1\n", Options: class, Code: annotation.CodeVideoMissing, Line: 3, Record: 3, Says: "URI"},
		{Text: "LATER,gs://b/v.mp4,a,0,1\n", Options: class, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "ML_USE is"},
		{Text: "gs://b/v.mp4,a,0,\n", Options: class, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "one of two times is empty"},
		{Text: "gs://b/v.mp4,a,,1\n", Options: class, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "one of two times is empty"},
		{Text: "gs://b/v.mp4,a,x,1\n", Options: class, Code: annotation.CodeValue, Line: 1, Record: 1, Says: `"x" is not a time`},
		{Text: "gs://b/v.mp4,a,inf,inf\n", Options: class, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "start at the end"},
		{Text: "gs://b/v.mp4,a,nan,1\n", Options: class, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "not a time"},
		{Text: "gs://b/v.mp4,0,1,jump,0.5\n", Options: class, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "is the option automl right?"},
		{Text: "gs://b/v.mp4,\"a,0,1\n", Options: class, Code: annotation.CodeSyntax, Line: 1, Record: 1, Says: `"`},
		{Text: "TRAIN,gs://b/v.mp4,a,0,1\nTEST,gs://b/v.mp4,a,0,1\n", Options: class, Code: annotation.CodeConflict, Line: 2, Record: 2, Says: "into test here, and into train before"},
		{Text: "gs://b/v.mp4,jump,0,1\n", Options: action, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "not a time"},
		{Text: "gs://b/v.mp4,,,,3\n", Options: action, Code: annotation.CodeLabelMissing, Line: 1, Record: 1},
		{Text: "gs://b/v.mp4,,,a,inf\n", Options: action, Code: annotation.CodeValue, Line: 1, Record: 1},
		{Text: "gs://b/v.mp4,,3,a,1\n", Options: action, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "one of two times"},
		{Text: "gs://b/v.mp4,,,3\n", Options: tracking, Code: annotation.CodeLabelMissing, Line: 1, Record: 1},
		{Text: "gs://b/v.mp4,dog,1\n", Options: tracking, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "no time"},
		{Text: "gs://b/v.mp4,dog,1,2,left\n", Options: tracking, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "coordinate"},
		{Text: "TRAIN,gs://b/rows.csv\n", Options: class, Code: annotation.CodeOptionMissing, Line: 1, Record: 1, Says: `"resolve": {"gs://b/"`},
		{Text: "TRAIN,gs://b/rows.csv,a\n", Options: class, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "behind the name"},
		{Text: "gs://b/v.mp4," + strings.Repeat("a", maxLine), Options: class, Code: annotation.CodeTooLarge, Line: 1, Record: 1},
		{Text: "{" + uri + "}\n", Options: class, Code: annotation.CodeFormat, Says: "read it as vertex"},
	})
}

// TestResolve names files of rows that must not be read.
func TestResolve(t *testing.T) {
	dir := t.TempDir()
	inside := filepath.Join(dir, "in")
	if err := os.MkdirAll(filepath.Join(inside, "folder.csv"), 0o777); err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{
		filepath.Join(dir, "out.csv"):      "gs://b/v.mp4,a,0,1\n",
		filepath.Join(inside, "nest.csv"):  "gs://b/in/rows.csv\n",
		filepath.Join(inside, "bad.csv"):   "gs://b/v.mp4,a,0,1\ngs://b/v.mp4,a,0,x\n",
		filepath.Join(inside, "other.csv"): "TEST,gs://b/v.mp4,a,0,1\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "out.csv"), filepath.Join(inside, "link.csv")); err != nil {
		t.Log("no links here:", err)
	}
	o := automl(annotation.AutoMLClassification)
	o.Resolve = map[string]string{"gs://b/in/": inside}
	readingtest.Refused(t, ReadCSV, []readingtest.Bad{
		{Text: "gs://b/in/../out.csv\n", Options: o, Code: annotation.CodeRead, Line: 1, Record: 1, Says: "no path inside"},
		{Text: "gs://b/in//out.csv\n", Options: o, Code: annotation.CodeRead, Line: 1, Record: 1},
		{Text: "gs://b/in/link.csv\n", Options: o, Code: annotation.CodeRead, Line: 1, Record: 1},
		{Text: "gs://b/in/none.csv\n", Options: o, Code: annotation.CodeRead, Line: 1, Record: 1},
		{Text: "gs://b/in/folder.csv\n", Options: o, Code: annotation.CodeRead, Line: 1, Record: 1, Says: "no regular file"},
		{Text: "gs://b/inside.csv\n", Options: o, Code: annotation.CodeOptionMissing, Line: 1, Record: 1},
		{Text: "gs://b/in/nest.csv\n", Options: o, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "names another"},
		{Text: "\ngs://b/in/bad.csv\n", Options: o, Code: annotation.CodeValue, Line: 2, Record: 2, Says: "not a time"},
		{Text: "TRAIN,gs://b/in/other.csv\n", Options: o, Code: annotation.CodeConflict, Line: 1, Record: 1},
	})
}

// TestMaxRows reads one row more than fit.
func TestMaxRows(t *testing.T) {
	few := func(in videotune.Input, o *annotation.Options) iter.Seq2[*annotation.Video, error] {
		return readCSV(in, o, 3)
	}
	o := automl(annotation.AutoMLClassification)
	row := "gs://b/v.mp4\n\n"
	if got := len(readingtest.Videos(t, few, strings.Repeat(row, 3), o)); got != 1 {
		t.Errorf("%d videos, want 1", got)
	}
	readingtest.Refused(t, few, []readingtest.Bad{
		{Text: strings.Repeat(row, 4), Options: o, Code: annotation.CodeTooLarge, Line: 7, Record: 7, Says: "more than 3 rows"},
	})
}
