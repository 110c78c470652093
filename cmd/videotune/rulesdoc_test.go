package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/seed-57910ec4/videotune/videotunetest"
)

// docs/rules.md is what the table of rules, the limits and the vectors make it; go
// test -update writes it.
func TestRulesDoc(t *testing.T) {
	name := filepath.Join("..", "..", "docs", "rules.md")
	got := rulesDoc(t)
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n"))) {
		t.Errorf("docs/rules.md is not current; go test -run TestRulesDoc -update ./cmd/videotune writes it")
	}
	for _, info := range videotune.Rules() {
		_, section, ok := bytes.Cut(got, []byte("\n### "+string(info.Rule)+"\n"))
		if !ok {
			t.Errorf("there is no section on %s", info.Rule)
		}
		section, _, _ = bytes.Cut(section, []byte("\n#"))
		if !bytes.Contains(section, []byte("\n- Fixable: "+fixableText(info)+".\n")) {
			t.Errorf("the section on %s does not say whether it is fixable", info.Rule)
		}
	}
}

const rulesDocHead = `# Rules

Generated from the table of rules, the limits of the service, and the test vectors; do not edit it.
` + "`videotune rules RULE`" + ` prints most of a section in a terminal.

A severity says what the service does:

`

// rulesDoc returns the page.
func rulesDoc(t *testing.T) []byte {
	t.Helper()
	limits, err := limitsFor("", "")
	if err != nil {
		t.Fatal(err)
	}
	pairs := vectorPairs(t)
	var b bytes.Buffer
	b.WriteString(rulesDocHead)
	for _, s := range []videotune.Severity{videotune.SeverityError, videotune.SeverityDrop, videotune.SeverityWarning} {
		fmt.Fprintf(&b, "- **%s**: %s.\n", s, render.Meaning(s))
	}
	b.WriteString("\nAnother one is given by `--severity RULE=LEVEL`, or in Go by `Policy.Severity`; the level `off` switches a rule off.\n" +
		"What `videotune fix` mends, or some of it, is marked in the last column of the tables, with the flag that it takes.\n" +
		"Lines that are too long for this page are shown around the place that matters; what cannot be seen is spelt out.\n")
	rules := videotune.Rules()
	for i, info := range rules {
		if i == 0 || rules[i-1].Group != info.Group {
			rulesDocGroup(&b, rules[i:], info.Group)
		}
	}
	group := ""
	for _, info := range rules {
		if info.Group != group {
			group = info.Group
			fmt.Fprintf(&b, "\n## %s\n", heading(group))
		}
		rulesDocSection(t, &b, info, limits, pairs[info.Rule])
	}
	rulesDocSources(&b)
	return b.Bytes()
}

// heading returns a group as a heading.
func heading(group string) string { return strings.ToUpper(group[:1]) + group[1:] }

// rulesDocGroup writes the table of the rules of a group, the first of rules.
func rulesDocGroup(b *bytes.Buffer, rules []videotune.RuleInfo, group string) {
	fmt.Fprintf(b, "\n| %s | | | |\n|---|---|---|---|\n", heading(group))
	for _, info := range rules {
		if info.Group != group {
			return
		}
		fix := ""
		if info.Fixable {
			fix = strings.TrimSpace("fix " + info.FixFlag)
		}
		fmt.Fprintf(b, "| [%s](#%s) | %s | %s | %s |\n", info.Rule, info.Rule, info.Severity, cell(info.Sentence), fix)
	}
}

// cell returns a text for a table or a list, where Markdown means nothing by it.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "*", `\*`, "_", `\_`, "[", `\[`, `\`, `\\`, "`", "\\`").Replace(render.Clean(s))
}

// fixableText says whether, and by what, videotune fix mends what a rule finds.
func fixableText(info videotune.RuleInfo) string {
	switch {
	case !info.Fixable:
		return "no"
	case info.FixFlag == "":
		return "by `videotune fix`, where that is no guess"
	}
	return "by `videotune fix " + info.FixFlag + "`"
}

// rulesDocSection writes all that is known of a rule.
func rulesDocSection(t *testing.T, b *bytes.Buffer, info videotune.RuleInfo, limits *videotune.Limits, p vectorPair) {
	t.Helper()
	fmt.Fprintf(b, "\n### %s\n\n%s\n\n", info.Rule, cell(info.Sentence))
	fmt.Fprintf(b, "- Severity: **%s**: %s.\n", info.Severity, render.Meaning(info.Severity))
	fmt.Fprintf(b, "- Source: %s.\n", sourceLinks(t, info.Source))
	for _, row := range limitRows(limits) {
		if slices.Contains(row.rules, info.Rule) {
			fmt.Fprintf(b, "- Limit of %s, edition %s: %s: %s.\n", limits.Model, limits.Edition, cell(row.name), row.value)
		}
	}
	for _, c := range constantsOf(info.Rule) {
		fmt.Fprintf(b, "- %s = %s: %s\n", c.Name, c.String(), cell(c.Sentence))
	}
	found := p.found(t)
	fmt.Fprintf(b, "- `check` says: %s.\n", cell(found.Message))
	if found.Hint != "" {
		fmt.Fprintf(b, "- To mend it: %s.\n", cell(found.Hint))
	}
	fmt.Fprintf(b, "- Fixable: %s.\n", fixableText(info))
	fmt.Fprintf(b, "- To switch it off: `--severity %s=off`\n", info.Rule)
	p.write(t, b)
}

// A docSource is what the name of a source stands for.
type docSource struct{ name, page, about string }

const (
	servicePages = "https://docs.cloud.google.com/gemini-enterprise-agent-platform/"
	notebookPage = "https://github.com/GoogleCloudPlatform/generative-ai/tree/main/gemini/tuning"
)

// docSources are the sources of rules; a page is "" where there is none, or where it
// is a folder of several.
var docSources = []docSource{
	{"prepare-data", servicePages + "models/tuning/supervised-tuning/prepare-data", "how the lines of a dataset look"},
	{"supervised-tuning", servicePages + "models/tuning/supervised-tuning", "limits of datasets by model"},
	{"video tuning", servicePages + "models/tuning/video", "videos in datasets, with limits of length and size"},
	{"image tuning", servicePages + "models/tuning/image", "images in datasets"},
	{"function-calling", servicePages + "models/tuning/function-calling", "function calls in datasets"},
	{"preference-tuning", "", "the service's pages on preference tuning, another kind of job"},
	{"reinforcement-tuning", "", "the service's pages on reinforcement tuning, another kind of job"},
	{"video understanding", servicePages + "models/capabilities/video-understanding", "what the models make of videos"},
	{"Content reference", servicePages + "reference/rest/v1/Content", "the members of turns and parts"},
	{"GenerationConfig reference", "", "the members of generationConfig, in the service's reference"},
	{"Gemini 3 guide", servicePages + "models/start/get-started-with-gemini-3", "what is new in Gemini 3"},
	{"inference reference", servicePages + "reference/models/inference", "requests"},
	{"inference", servicePages + "reference/models/inference", "requests"},
	{"Google's notebook", notebookPage, "what Google's notebook checks before a job"},
	{"Google's notebooks", notebookPage, "Google's examples"},
	{"Google's skill", "https://github.com/google/skills", "what Google tells coding assistants of tuning"},
	{"RFC 8259", "https://www.rfc-editor.org/rfc/rfc8259", "JSON"},
	{"protobuf JSON", "https://protobuf.dev/programming-guides/json/", "how the service's requests are read"},
	{"protobuf", "https://protobuf.dev/", "the library that reads the service's requests"},
	{"video tuning prints it", "", "an example of that page has the fault"},
	{"facts of the file", "", "what the video file is, where that was looked at"},
	{"inferred", "", "no page says so; it follows from others, or from what readers do"},
	{"own bound", "", "a bound of videotune, so that its memory is bounded"},
}

// sourceLinks returns a source with links to its pages.
func sourceLinks(t *testing.T, source string) string {
	t.Helper()
	var links []string
	for _, name := range strings.Split(source, "; ") {
		section := ""
		if rest, ok := strings.CutPrefix(name, "RFC 8259 "); ok {
			name, section = "RFC 8259", rest
		}
		i := slices.IndexFunc(docSources, func(s docSource) bool { return s.name == name })
		if i < 0 {
			t.Fatalf("docSources lacks %q", name)
		}
		page := docSources[i].page
		switch {
		case page == "":
			links = append(links, name+" ("+docSources[i].about+")")
		case section != "":
			links = append(links, "["+name+", "+section+"]("+page+"#section-"+section+")")
		default:
			links = append(links, "["+name+"]("+page+")")
		}
	}
	return strings.Join(links, "; ")
}

// rulesDocSources writes what the names of sources stand for.
func rulesDocSources(b *bytes.Buffer) {
	b.WriteString("\n## Sources\n\n| | |\n|---|---|\n")
	for _, s := range docSources {
		name := s.name
		if s.page != "" {
			name = "[" + name + "](" + s.page + ")"
		}
		fmt.Fprintf(b, "| %s | %s |\n", name, s.about)
	}
}

// vectorPairs returns for each rule a vector that fails by it, and its near miss.
// Those that are called like the rule are preferred, and small ones.
func vectorPairs(t *testing.T) map[videotune.Rule]vectorPair {
	t.Helper()
	stored, err := videotunetest.LoadVectors()
	if err != nil {
		t.Fatal(err)
	}
	pairs := map[videotune.Rule]vectorPair{}
	for _, vectors := range [][]videotunetest.Vector{stored, videotunetest.GeneratedVectors()} {
		byName := map[string]*videotunetest.Vector{}
		for i := range vectors {
			byName[vectors[i].Name] = &vectors[i]
		}
		for i := range vectors {
			right := &vectors[i]
			wrong := byName[right.Near]
			if wrong == nil || wrong.Rule != right.Rule {
				continue
			}
			if p, ok := pairs[right.Rule]; !ok || wrong.Name == string(wrong.Rule) && p.wrong.Name != wrong.Name {
				if ok && vectors[0].Name != stored[0].Name {
					continue // of those that are made, only where none is stored
				}
				pairs[right.Rule] = vectorPair{wrong, right}
			}
		}
	}
	return pairs
}
