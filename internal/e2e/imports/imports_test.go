package imports

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
)

// direct are the modules that the root may require. A new one raises versions in
// the builds of everyone who imports us: think of a module of its own first.
var direct = []string{
	"github.com/cespare/xxhash/v2",
	"github.com/google/go-cmp",
	"github.com/invopop/jsonschema",
	"golang.org/x/sync",
	"golang.org/x/text",
	"pgregory.net/rapid",
}

func TestRootRequiresLittle(t *testing.T) {
	for _, r := range modules(t)[0].file.Require {
		if !r.Indirect && !slices.Contains(direct, r.Mod.Path) {
			t.Errorf("the root module requires %s, which is not on the list of what it may", r.Mod)
		}
	}
}

// The root package compiles the standard library and our internal packages only.
func TestRootPackageCompilesStdOnly(t *testing.T) {
	out, err := goCommand(modules(t)[0].dir, nil, "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".")
	if err != nil {
		t.Fatal(err)
	}
	for path := range strings.FieldsSeq(out) {
		if path != root && !strings.HasPrefix(path, root+"/internal/") {
			t.Errorf("the root package imports %s", path)
		}
	}
}

// The modules require each other at one version, which go.work replaces. A
// replace in a go.mod makes "go install …@version" fail, and works for nobody but
// us.
func TestGoModFiles(t *testing.T) {
	mods := modules(t)
	next, err := nextVersion(mods)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range workReplaces {
		if r.Version != next {
			t.Errorf("go.work replaces %s at %q, the modules require %s", r.Path, r.Version, next)
		}
	}
	for _, m := range mods {
		if len(m.file.Replace) > 0 {
			t.Errorf("%s has a replace", m.path)
		}
		if m.file.Go == nil || m.file.Go.Version != mods[0].file.Go.Version {
			t.Errorf("%s says another go version than the root", m.path)
		}
		if m.file.Toolchain != nil {
			t.Errorf("%s names a toolchain", m.path)
		}
	}
}

// program is the use of the root package that the importers below build.
const program = `package main

import (
	"fmt"
	"os"
	"time"

	"` + root + `"
)

func main() {
	w := videotune.NewWriter(os.Stdout, &videotune.WriterOptions{Resolution: videotune.ResolutionLow})
	err := w.Write(&videotune.Example{Contents: []videotune.Content{
		videotune.User(videotune.Video("gs://b/dog.mp4").Segment(5*time.Second, 25*time.Second), videotune.Text("Which animal?")),
		videotune.Model(videotune.Text("dog")),
	}})
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
`

const programOutput = `{"contents":[` +
	`{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/dog.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"5s","endOffset":"25s"}},{"text":"Which animal?"}]},` +
	`{"role":"model","parts":[{"text":"dog"}]}],` +
	`"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}` + "\n"

func TestImportIntoEmptyModule(t *testing.T) {
	w := newWorld(t)
	dir := w.module(t, map[string]string{"main.go": program})
	w.run(t, dir, "get", root+"@"+w.version)
	if got := w.run(t, dir, "run", "."); got != programOutput {
		t.Errorf("the program printed\n%swant\n%s", got, programOutput)
	}

	// What the root requires is all that the importer's build list holds.
	allowed := map[string]bool{"example.com/importer": true, root: true}
	for _, r := range modules(t)[0].file.Require {
		allowed[r.Mod.Path] = true
	}
	for path := range buildList(t, w, dir) {
		if !allowed[path] {
			t.Errorf("the importer's build list has %s, which the root does not require", path)
		}
	}

	// And none of it stands in its go.mod.
	w.run(t, dir, "mod", "tidy")
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := modfile.Parse("go.mod", data, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(file.Require) != 1 || file.Require[0].Mod.Path != root {
		t.Errorf("the importer's go.mod requires more than the root:\n%s", data)
	}
}

// Whoever has an old gRPC keeps it: what needs a new one is in other modules.
func TestImportMovesNoPinnedVersion(t *testing.T) {
	const grpc, pinned = "google.golang.org/grpc", "v1.66.2"
	w := newWorld(t)
	dir := w.module(t, map[string]string{
		"main.go": program,
		"grpc.go": "package main\n\nimport _ \"" + grpc + "\"\n",
	})
	w.run(t, dir, "get", grpc+"@"+pinned)
	w.run(t, dir, "get", root+"@"+w.version)
	w.run(t, dir, "mod", "tidy")
	if got := buildList(t, w, dir)[grpc]; got != pinned {
		t.Errorf("%s moved from %s to %s", grpc, pinned, got)
	}
	if got := w.run(t, dir, "run", "."); got != programOutput {
		t.Errorf("the program printed\n%swant\n%s", got, programOutput)
	}
}

func TestInstallCommand(t *testing.T) {
	w := newWorld(t)
	w.run(t, t.TempDir(), "install", root+"/cmd/videotune@"+w.version)
	name := filepath.Join(t.TempDir(), "train.jsonl")
	if err := os.WriteFile(name, []byte(programOutput), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"rules"}, {"schema"}, {"check", name}} {
		cmd := exec.Command(filepath.Join(w.bin, "videotune"), args...)
		if out, err := cmd.CombinedOutput(); err != nil || len(out) == 0 {
			t.Errorf("videotune %v: %v\n%s", args, err, out)
		}
	}
}

// Every module that users get can be got, and all its packages build.
func TestGetEveryModule(t *testing.T) {
	w := newWorld(t)
	for _, m := range modules(t) {
		if !m.public() {
			continue
		}
		t.Run(strings.TrimPrefix(m.path, root+"/"), func(t *testing.T) {
			dir := w.module(t, nil)
			w.run(t, dir, "get", m.path+"@"+w.version)
			w.run(t, dir, "build", m.path+"/...")
		})
	}
}

// buildList returns the versions of all modules of the build of dir's module.
func buildList(t *testing.T, w *world, dir string) map[string]string {
	t.Helper()
	list := map[string]string{}
	for line := range strings.Lines(w.run(t, dir, "list", "-m", "all")) {
		path, version, _ := strings.Cut(strings.TrimSpace(line), " ")
		list[path] = version
	}
	return list
}
