package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/cmd/videotune/internal/job"
	"github.com/seed-57910ec4/videotune/dataset"
	"github.com/seed-57910ec4/videotune/internal/config"
	"github.com/seed-57910ec4/videotune/task"
)

// sourcesDoc returns docs/sources.md, or what stands below one of its headings.
func sourcesDoc(t *testing.T, heading string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "sources.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, text, ok := strings.Cut("\n"+string(data), "\n"+heading+"\n")
	if !ok {
		t.Fatalf("docs/sources.md has no heading %q", heading)
	}
	text, _, _ = strings.Cut(text, "\n## ")
	return text
}

// tableOf returns the rows of the table of docs/sources.md, below a heading, whose first
// column has a name.
func tableOf(t *testing.T, heading, first string) [][]string {
	t.Helper()
	_, text, ok := strings.Cut(sourcesDoc(t, heading), "\n| "+first+" |")
	if !ok {
		t.Fatalf("below %q there is no table of %q", heading, first)
	}
	var rows [][]string
	for _, line := range strings.Split(text, "\n")[2:] {
		if !strings.HasPrefix(line, "|") {
			break
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	return rows
}

var codeWord = regexp.MustCompile("`([^`]+)`")

// words returns what stands in backquotes.
func words(cell string) (list []string) {
	for _, m := range codeWord.FindAllStringSubmatch(cell, -1) {
		list = append(list, m[1])
	}
	return list
}

// named returns the words of the first cells.
func named(rows [][]string) (list []string) {
	for _, row := range rows {
		list = append(list, words(row[0])...)
	}
	return list
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		t.Errorf("docs/sources.md: %s:\n%v\nthere are\n%v", what, got, want)
	}
}

func TestSourcesFormats(t *testing.T) {
	var formats []string
	for _, f := range annotation.Formats() {
		formats = append(formats, string(f))
	}
	same(t, "formats", named(tableOf(t, "## Formats", "format")), formats)
}

// The table of options has each of them, with the formats that it fits.
func TestSourcesOptions(t *testing.T) {
	fits := map[string][]string{}
	for _, f := range annotation.Formats() {
		for _, o := range annotation.Fits(f) {
			fits[o] = append(fits[o], string(f))
		}
	}
	rows := tableOf(t, "## Options", "option")
	same(t, "options", named(rows), slices.Collect(maps.Keys(config.Fields(reflect.TypeFor[annotation.Options]()))))
	for _, row := range rows {
		want := strings.Join(fits[words(row[0])[0]], ", ")
		if len(fits[words(row[0])[0]]) == len(annotation.Formats()) {
			want = "all"
		}
		if row[1] != want {
			t.Errorf("docs/sources.md: %s fits %s; it says %s", row[0], want, row[1])
		}
	}
}

func TestSourcesRoles(t *testing.T) {
	same(t, "roles", named(tableOf(t, "## Options", "role")), annotation.Roles)
	for _, suffix := range named(tableOf(t, "## Options", "suffix")) {
		if _, unit, err := annotation.ParseRole("start" + suffix); err != nil || unit == annotation.UnitNone {
			t.Errorf("docs/sources.md: start%s: %v", suffix, err)
		}
	}
}

// The table of repairs has each case, with its default and what else it can have.
func TestSourcesRepair(t *testing.T) {
	rows := tableOf(t, "## Options", "case")
	same(t, "repairs", named(rows), slices.Collect(maps.Keys(config.Fields(reflect.TypeFor[annotation.Repair]()))))
	for _, row := range rows {
		can := append(words(row[2]), words(row[3])...)
		for _, remedy := range []string{"clamp", "drop", "keep", "swap", "point", "merge", "refuse"} {
			_, err := annotation.ParseOptions([]byte(`{"repair":{"` + words(row[0])[0] + `":"` + remedy + `"}}`))
			if (err == nil) != slices.Contains(can, remedy) {
				t.Errorf("docs/sources.md: repair.%s: %s: %v", words(row[0])[0], remedy, err)
			}
		}
	}
}

// constants returns the values of the constants of a type in a file.
func constants(t *testing.T, file, name string) (values []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", file), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if id, ok := spec.Type.(*ast.Ident); ok && id.Name == name && len(spec.Values) == 1 {
			if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
				value, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Fatal(err)
				}
				values = append(values, value)
			}
		}
		return true
	})
	return values
}

func TestSourcesCodes(t *testing.T) {
	same(t, "codes", named(tableOf(t, "## What `annotations` prints", "code")), constants(t, "annotation/diagnostic.go", "Code"))
	same(t, "reasons", named(tableOf(t, "## The file of origins", "reason")), constants(t, "dataset/report.go", "Reason"))
}

// membersIn returns the paths of the members of a struct, and of those within it that
// are no types of other packages.
func membersIn(t reflect.Type, path string) (list []string) {
	for name, field := range config.Fields(t) {
		if field == reflect.TypeFor[job.Plan]() || field == reflect.TypeFor[job.Split]() || field == reflect.TypeFor[job.Output]() {
			list = append(list, membersIn(field, path+name+".")...)
		} else if path+name != "source" {
			list = append(list, path+name)
		}
	}
	return list
}

func TestSourcesMembers(t *testing.T) {
	want := append(membersIn(reflect.TypeFor[job.File](), ""), "source.format", "source.files")
	same(t, "members of a job", named(tableOf(t, "## The job file", "member")), want)
	for _, row := range tableOf(t, "## The job file", "task") {
		made, err := task.New(words(row[0])[0], nil)
		if err != nil {
			t.Error(err)
			continue
		}
		same(t, row[0], words(row[1]), slices.Collect(maps.Keys(config.Fields(reflect.TypeOf(made).Elem()))))
	}
	same(t, "tasks", named(tableOf(t, "## The job file", "task")), task.Names())

	var summary []string
	for _, row := range tableOf(t, "## The summary", "member") {
		for _, w := range append(words(row[0]), words(row[1])...) {
			if _, ok := config.Fields(reflect.TypeFor[dataset.Report]())[w]; ok {
				summary = append(summary, w)
			}
		}
	}
	slices.Sort(summary)
	summary = slices.Compact(summary)
	same(t, "members of the summary", summary, slices.Collect(maps.Keys(config.Fields(reflect.TypeFor[dataset.Report]()))))
	origins := append(slices.Collect(maps.Keys(config.Fields(reflect.TypeFor[dataset.Origin]()))), slices.Collect(maps.Keys(config.Fields(reflect.TypeFor[dataset.Left]())))...)
	slices.Sort(origins)
	same(t, "members of origins", named(tableOf(t, "## The file of origins", "member")), slices.Compact(origins))
}

// The job of the documentation has every member, once, and works.
func TestSourcesJob(t *testing.T) {
	_, text, ok := strings.Cut(sourcesDoc(t, "## The job file"), "\n```yaml\n")
	text, _, closed := strings.Cut(text, "```\n")
	if !ok || !closed {
		t.Fatal("docs/sources.md has no job")
	}
	for _, member := range append(membersIn(reflect.TypeFor[job.File](), ""), "source.format", "source.files") {
		name := member[strings.LastIndexByte(member, '.')+1:]
		if n := len(regexp.MustCompile(`(?m)(^ *(# )?|[{ ])`+name+`: `).FindAllString(text, -1)) + strings.Count(text, "\n"+name+":\n"); n < 1 {
			t.Errorf("the job of docs/sources.md lacks %s", member)
		}
	}
	t.Chdir(t.TempDir())
	for name, data := range map[string]string{
		"job.yaml":   text,
		"events.csv": "video,uri,split,start_s,end_s,label\na,gs://b/a.mp4,,1,2,fox\nb,gs://b/b.mp4,,100,400,eagle-owl\nc,gs://b/c.mp4,test,1,2,owl\nd,gs://b/d.mp4,,1,2,fox\n",
		"facts.json": `{"gs://b/a.mp4":{"bytes":1000,"duration":"60s","mimeType":"video/mp4"},"gs://b/b.mp4":{"bytes":1000,"duration":"3000s","mimeType":"video/mp4"},` +
			`"gs://b/c.mp4":{"bytes":1000,"duration":"60s","mimeType":"video/mp4"},"gs://b/d.mp4":{"bytes":1000,"duration":"60s","mimeType":"video/mp4"}}`,
	} {
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if status, _, stderr := command("", "plan", "--facts", "facts.json", "-o", "plan.json", "gs://b/a.mp4"); status != 0 {
		t.Fatal(stderr)
	}
	status, stdout, stderr := command("", "build", "--config", "job.yaml")
	if status != 0 || !strings.Contains(stdout, "The job would start.") {
		t.Errorf("exit status %d\n%s%s", status, stdout, stderr)
	}
}
