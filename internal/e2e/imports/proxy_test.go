package imports

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

const root = "github.com/seed-57910ec4/videotune"

// A mod is a module of the checkout.
type mod struct {
	path string
	dir  string
	file *modfile.File
}

// public reports whether users get the module: what is internal and the
// benchmarks are for this repository only.
func (m mod) public() bool {
	rest := strings.TrimPrefix(m.path, root)
	return !strings.HasPrefix(rest, "/internal/") && rest != "/bench"
}

// workReplaces are the modules that go.work replaces, set by checkout.
var workReplaces []module.Version

// checkout lists the modules that go.work names, the root first.
var checkout = sync.OnceValues(func() ([]mod, error) {
	out, err := goCommand(".", nil, "env", "GOWORK")
	if err != nil {
		return nil, err
	}
	name := strings.TrimSpace(out)
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("these tests need the go.work of the checkout: %w", err)
	}
	work, err := modfile.ParseWork(name, data, nil)
	if err != nil {
		return nil, err
	}
	for _, r := range work.Replace {
		workReplaces = append(workReplaces, r.Old)
	}
	var mods []mod
	for _, use := range work.Use {
		dir := filepath.Join(filepath.Dir(name), filepath.FromSlash(use.Path))
		name := filepath.Join(dir, "go.mod")
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		file, err := modfile.Parse(name, data, nil)
		if err != nil {
			return nil, err
		}
		mods = append(mods, mod{file.Module.Mod.Path, dir, file})
	}
	slices.SortFunc(mods, func(a, b mod) int { return strings.Compare(a.path, b.path) })
	if len(mods) == 0 || mods[0].path != root {
		return nil, fmt.Errorf("%s does not use %s", name, root)
	}
	return mods, nil
})

func modules(t *testing.T) []mod {
	t.Helper()
	mods, err := checkout()
	if err != nil {
		t.Fatal(err)
	}
	return mods
}

// nextVersion returns the one version at which the modules require each other:
// the tag that comes next.
func nextVersion(mods []mod) (string, error) {
	var found string
	for _, m := range mods {
		for _, r := range m.file.Require {
			if !isOwn(r.Mod.Path) {
				continue
			}
			if found == "" {
				found = r.Mod.Version
			}
			if r.Mod.Version != found {
				return "", fmt.Errorf("%s requires %s, others %s: the modules must agree on the next tag", m.path, r.Mod, found)
			}
		}
	}
	if found == "" {
		return "", errors.New("no module requires another one")
	}
	return found, nil
}

func isOwn(path string) bool { return path == root || strings.HasPrefix(path, root+"/") }

// A world is an environment outside the checkout: a module proxy that serves the
// checkout's modules, and a module cache that is empty at first.
type world struct {
	version string
	env     []string
	bin     string // where go install puts programs
}

// worldDir is the folder of the world, once theWorld was called.
var worldDir string

func TestMain(m *testing.M) {
	status := m.Run()
	if worldDir != "" {
		os.RemoveAll(worldDir)
	}
	os.Exit(status)
}

// newWorld returns the one world of all tests.
func newWorld(t *testing.T) *world {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a module proxy and a minute")
	}
	w, err := theWorld()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// theWorld packs the modules. Everything that is not ours comes from what the
// user's module cache has of it, and from the proxies that are configured.
var theWorld = sync.OnceValues(func() (_ *world, err error) {
	mods, err := checkout()
	if err != nil {
		return nil, err
	}
	if worldDir, err = os.MkdirTemp("", "videotune-imports"); err != nil {
		return nil, err
	}
	w := &world{bin: filepath.Join(worldDir, "bin")}
	if w.version, err = nextVersion(mods); err != nil {
		return nil, err
	}
	proxy := filepath.Join(worldDir, "proxy")
	for _, m := range mods {
		if err := pack(proxy, module.Version{Path: m.path, Version: w.version}, m.dir); err != nil {
			return nil, fmt.Errorf("pack %s: %w", m.path, err)
		}
	}
	var conf struct{ GOPROXY, GOSUMDB, GOTOOLCHAIN, GOMODCACHE string }
	out, err := goCommand(".", nil, "env", "-json")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(out), &conf); err != nil {
		return nil, err
	}
	// Prefixes of our paths that are no module are looked for in every source;
	// "direct" would go and look for a repository of that name.
	sources := strings.TrimSuffix(conf.GOPROXY, ",direct")
	w.env = append(os.Environ(),
		"GOENV=off", // what a user may have set for modules of their own
		"GOSUMDB="+conf.GOSUMDB,
		"GOTOOLCHAIN="+conf.GOTOOLCHAIN,
		"GOWORK=off",
		"GOFLAGS=-mod=mod -modcacherw -buildvcs=false",
		"GOPROXY=file://"+filepath.ToSlash(proxy)+
			",file://"+filepath.ToSlash(filepath.Join(conf.GOMODCACHE, "cache", "download"))+
			","+sources,
		"GONOSUMDB="+root,
		"GOPRIVATE=",
		"GONOPROXY=",
		"GOMODCACHE="+filepath.Join(worldDir, "mod"),
		"GOBIN="+w.bin,
	)
	return w, nil
})

// pack writes the files of a module proxy for one version of a module.
func pack(proxy string, v module.Version, dir string) error {
	path, err := module.EscapePath(v.Path)
	if err != nil {
		return err
	}
	at := filepath.Join(proxy, filepath.FromSlash(path), "@v")
	if err := os.MkdirAll(at, 0o755); err != nil {
		return err
	}
	gomod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return err
	}
	info, err := json.Marshal(struct {
		Version string
		Time    time.Time
	}{v.Version, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		return err
	}
	for name, data := range map[string][]byte{
		"list":              []byte(v.Version + "\n"),
		v.Version + ".info": info,
		v.Version + ".mod":  gomod,
	} {
		if err := os.WriteFile(filepath.Join(at, name), data, 0o644); err != nil {
			return err
		}
	}
	f, err := os.Create(filepath.Join(at, v.Version+".zip"))
	if err != nil {
		return err
	}
	if err := zip.CreateFromDir(f, v, dir); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// module makes a new module in an empty directory and returns the directory.
func (w *world) module(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	w.run(t, dir, "mod", "init", "example.com/importer")
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// run runs the go command in dir and returns what it prints.
func (w *world) run(t *testing.T, dir string, args ...string) string {
	t.Helper()
	out, err := goCommand(dir, w.env, args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// goCommand runs the go command; the error holds what it wrote to stderr.
func goCommand(dir string, env []string, args ...string) (string, error) {
	var stderr strings.Builder
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Env, cmd.Stderr = dir, env, &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s%s", strings.Join(args, " "), err, out, &stderr)
	}
	return string(out), nil
}
