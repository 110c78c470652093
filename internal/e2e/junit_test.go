package e2e

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
)

// A junitElement is what the schema of Jenkins (junit-10.xsd of its xUnit plugin)
// says of an element: attributes, those it must have, and what may be in it.
// "text" stands for characters.
type junitElement struct {
	may, must, within []string
}

var junitSchema = map[string]junitElement{
	"":           {within: []string{"testsuites"}},
	"testsuites": {[]string{"name", "time", "tests", "failures", "errors"}, nil, []string{"testsuite"}},
	"testsuite": {[]string{"name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"},
		[]string{"name", "tests", "failures", "errors"}, []string{"testsuite", "properties", "testcase", "system-out", "system-err"}},
	"properties": {within: []string{"property"}},
	"property":   {[]string{"name", "value"}, []string{"name", "value"}, nil},
	"testcase": {[]string{"name", "time", "classname", "group"}, []string{"name"},
		[]string{"skipped", "error", "failure", "rerunFailure", "rerunError", "flakyFailure", "flakyError", "system-out", "system-err"}},
	"failure":    {[]string{"type", "message"}, nil, []string{"text"}},
	"error":      {[]string{"type", "message"}, nil, []string{"text"}},
	"skipped":    {[]string{"type", "message"}, nil, []string{"text"}},
	"system-out": {within: []string{"text"}},
	"system-err": {within: []string{"text"}},
}

// A junitCount is the cases of a suite: as they are, or as its attributes say.
type junitCount struct{ tests, failures, skipped int }

// judgeJUnit returns why text is no valid JUnit XML: by the schema, or because a
// suite does not count its cases right. It returns the sum of the counts.
func judgeJUnit(text []byte) (junitCount, error) {
	dec := xml.NewDecoder(bytes.NewReader(text))
	var path []string
	var sum, is, said junitCount
	classes := map[string]bool{} // class and name, by which a case is known
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return sum, nil
		}
		if err != nil {
			return sum, err
		}
		parent := ""
		if len(path) > 0 {
			parent = path[len(path)-1]
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			name := tok.Name.Local
			attrs, err := junitStart(parent, tok)
			if err != nil {
				return sum, err
			}
			path = append(path, name)
			switch name {
			case "testsuite":
				is, said = junitCount{}, junitCount{}
				said.tests, _ = strconv.Atoi(attrs["tests"])
				said.failures, _ = strconv.Atoi(attrs["failures"])
				said.skipped, _ = strconv.Atoi(attrs["skipped"])
			case "testcase":
				is.tests++
				id := attrs["classname"] + "\x00" + attrs["name"]
				if classes[id] {
					return sum, fmt.Errorf("the case %q stands twice", id)
				}
				classes[id] = true
			case "failure":
				is.failures++
			case "skipped":
				is.skipped++
			}
		case xml.EndElement:
			path = path[:len(path)-1]
			if tok.Name.Local == "testsuite" {
				if is != said {
					return sum, fmt.Errorf("a suite says %+v of %+v", said, is)
				}
				sum.tests, sum.failures, sum.skipped = sum.tests+is.tests, sum.failures+is.failures, sum.skipped+is.skipped
			}
		case xml.CharData:
			if len(bytes.TrimSpace(tok)) > 0 && !slices.Contains(junitSchema[parent].within, "text") {
				return sum, fmt.Errorf("text in <%s>: %q", parent, tok)
			}
		}
	}
}

// junitStart judges a start tag and returns its attributes.
func junitStart(parent string, tag xml.StartElement) (map[string]string, error) {
	name := tag.Name.Local
	e, ok := junitSchema[name]
	if !ok || !slices.Contains(junitSchema[parent].within, name) {
		return nil, fmt.Errorf("<%s> in <%s>", name, parent)
	}
	attrs := map[string]string{}
	for _, a := range tag.Attr {
		if _, twice := attrs[a.Name.Local]; twice || !slices.Contains(e.may, a.Name.Local) {
			return nil, fmt.Errorf("<%s> has the attribute %s", name, a.Name.Local)
		}
		attrs[a.Name.Local] = a.Value
	}
	for _, must := range e.must {
		if _, ok := attrs[must]; !ok {
			return nil, fmt.Errorf("<%s> lacks the attribute %s", name, must)
		}
	}
	return attrs, nil
}

// Each vector is told in valid JUnit XML, where something is failed if and only if
// the job would fail.
func TestJUnitOfVectors(t *testing.T) {
	for _, v := range vectors(t) {
		report, problems, err := v.Check()
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		sink := render.NewJUnit(&out, render.JUnitOptions{Severity: v.Severity})
		for i := range problems {
			sink.Problem(&problems[i])
		}
		if err := sink.Close(report); err != nil {
			t.Fatal(err)
		}
		sum, err := judgeJUnit(out.Bytes())
		if err != nil {
			t.Errorf("%s: %v", v.Name, err)
			continue
		}
		if want := len(report.Files)*len(videotune.Rules()) + 1; sum.tests != want || (sum.failures > 0) != v.JobWouldFail {
			t.Errorf("%s: %+v, want %d cases; job_would_fail is %v", v.Name, sum, want, v.JobWouldFail)
		}
	}
}

// The judge judges.
func TestJUnitJudge(t *testing.T) {
	const good = `<testsuites><testsuite name="a" tests="1" failures="1" errors="0"><testcase name="b" classname="a"><failure message="m">x</failure></testcase></testsuite></testsuites>`
	if sum, err := judgeJUnit([]byte(good)); err != nil || sum != (junitCount{tests: 1, failures: 1}) {
		t.Fatal(sum, err)
	}
	for _, change := range [][2]string{{`tests="1"`, `tests="2"`}, {`failures="1"`, `failures="0"`}, {` errors="0"`, ``}, {`message`, `msg`},
		{`</failure>`, `</failure>x`}, {`<testcase name="b"`, `<testcase name="c" classname="a"/><testcase name="b"`}, {`x<`, "\x01<"}, {`</testsuites>`, ``}} {
		if _, err := judgeJUnit([]byte(strings.Replace(good, change[0], change[1], 1))); err == nil {
			t.Errorf("with %q it is valid", change[1])
		}
	}
}
