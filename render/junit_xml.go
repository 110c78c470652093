package render

import (
	"strconv"
	"strings"
)

// The outcomes of a case.
const (
	passed = iota
	skipped
	failed
)

// A testCase is one rule in one file. Its text is clean but for line feeds.
type testCase struct {
	name    string
	outcome int
	kind    string
	message string
	text    string
}

// A testSuite is a file, or the verdict.
type testSuite struct {
	name       string
	properties []string // name, value, name, value …
	cases      []testCase
	output     string

	tests, failures, skipped int
}

// count counts the cases by their outcome.
func (t *testSuite) count() {
	t.tests = len(t.cases)
	for i := range t.cases {
		switch t.cases[i].outcome {
		case failed:
			t.failures++
		case skipped:
			t.skipped++
		}
	}
}

func (t *testSuite) write(x *xmlWriter) {
	x.open("testsuite", "name", t.name, "tests", strconv.Itoa(t.tests), "failures", strconv.Itoa(t.failures), "errors", "0",
		"skipped", strconv.Itoa(t.skipped), "time", "0")
	x.open("properties")
	for i := 0; i < len(t.properties); i += 2 {
		x.empty("property", "name", t.properties[i], "value", t.properties[i+1])
	}
	x.close("properties")
	for i := range t.cases {
		t.cases[i].write(x, t.name)
	}
	if t.output != "" {
		x.text("system-out", t.output)
	}
	x.close("testsuite")
}

// write writes the case. Its class is the suite, since CI systems know a case by
// class and name.
func (c *testCase) write(x *xmlWriter, suite string) {
	attrs := []string{"name", c.name, "classname", suite, "time", "0"}
	if c.outcome == passed && c.text == "" {
		x.empty("testcase", attrs...)
		return
	}
	x.open("testcase", attrs...)
	switch c.outcome {
	case failed:
		x.text("failure", c.text, "type", c.kind, "message", c.message)
	case skipped:
		x.empty("skipped", "message", c.message)
		if c.text != "" {
			x.text("system-out", c.text)
		}
	default:
		x.text("system-out", c.text)
	}
	x.close("testcase")
}

// An xmlWriter writes elements, each on lines of its own.
type xmlWriter struct{ stickyWriter }

// open writes a start tag; attrs are names and values in turn.
func (x *xmlWriter) open(name string, attrs ...string) { x.tag(name, attrs, ">\n") }

// empty writes an element without content.
func (x *xmlWriter) empty(name string, attrs ...string) { x.tag(name, attrs, "/>\n") }

// text writes an element with text, whose lines stay lines.
func (x *xmlWriter) text(name, text string, attrs ...string) {
	x.tag(name, attrs, ">")
	for line := range strings.Lines(text) {
		line, ended := strings.CutSuffix(line, "\n")
		x.str(xmlText(line))
		if ended {
			x.str("\n")
		}
	}
	x.close(name)
}

func (x *xmlWriter) close(name string) { x.str("</", name, ">\n") }

func (x *xmlWriter) tag(name string, attrs []string, end string) {
	x.str("<", name)
	for i := 0; i < len(attrs); i += 2 {
		x.str(" ", attrs[i], `="`, xmlText(attrs[i+1]), `"`)
	}
	x.str(end)
}

// xmlEscapes are what XML wants escaped, and the two characters of the plane that
// Clean leaves and XML does not have.
var xmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "\ufffe", `\ufffe`, "\uffff", `\uffff`)

// xmlText returns s, cleaned, as the text of an element or the value of an
// attribute.
func xmlText(s string) string { return xmlEscapes.Replace(Clean(s)) }
