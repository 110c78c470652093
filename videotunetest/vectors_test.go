package videotunetest_test

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/videotunetest"
	"github.com/seed-57910ec4/videotune/videotunetest/internal/gen"
)

var update = flag.Bool("update", false, "write the vectors anew")

// TestVectorFiles compares the committed vectors with those that the generator makes.
func TestVectorFiles(t *testing.T) {
	want := make(map[string][]byte)
	for _, v := range gen.Vectors() {
		for name, data := range v.Make() {
			if len(data) > 300<<10 {
				t.Errorf("%s/%s has %d bytes: make it one of GeneratedVectors", v.Name, name, len(data))
			}
			want[filepath.Join(v.Name, name)] = data
		}
	}
	if *update {
		rewrite(t, want)
		return
	}
	for name, data := range want {
		got, err := os.ReadFile(filepath.Join("vectors", name))
		if err != nil {
			t.Errorf("%v; run go generate ./videotunetest", err)
		} else if !bytes.Equal(got, data) {
			t.Errorf("vectors/%s is not what the generator makes; run go generate ./videotunetest", name)
		}
	}
	err := fs.WalkDir(videotunetest.Vectors, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && name != "README.md" && want[filepath.FromSlash(name)] == nil {
			t.Errorf("vectors/%s is not made by the generator", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// rewrite writes the vectors, and removes those that are no more.
func rewrite(t *testing.T, files map[string][]byte) {
	entries, err := os.ReadDir("vectors")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			err = errors.Join(err, os.RemoveAll(filepath.Join("vectors", e.Name())))
		}
	}
	for name, data := range files {
		path := filepath.Join("vectors", name)
		err = errors.Join(err, os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, data, 0o666))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// load returns the vectors, stored and generated.
func load(t testing.TB) []videotunetest.Vector {
	t.Helper()
	vs, err := videotunetest.LoadVectors()
	if err != nil {
		t.Fatal(err)
	}
	return append(vs, videotunetest.GeneratedVectors()...)
}

// TestVectors runs each vector; under the race detector, which would find
// nothing more in them, not those of very large files.
func TestVectors(t *testing.T) {
	for _, v := range load(t) {
		if underRace && (strings.HasPrefix(v.Name, "file-too-large-real") || strings.HasPrefix(v.Name, "examples-over-real")) {
			continue
		}
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			if err := v.Verify(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestVectorsCoverRules wants a failing and a passing vector of every rule, and
// no vector of a rule that does not exist.
func TestVectorsCoverRules(t *testing.T) {
	type both struct{ fail, pass int }
	found := make(map[videotune.Rule]*both)
	for _, info := range videotune.Rules() {
		found[info.Rule] = new(both)
	}
	names := make(map[string]bool)
	for _, v := range load(t) {
		if names[v.Name] {
			t.Errorf("two vectors are called %s", v.Name)
		}
		names[v.Name] = true
		n := found[v.Rule]
		if n == nil {
			t.Errorf("vector %s is about %s, which is no rule", v.Name, v.Rule)
			continue
		}
		has := false
		for _, p := range v.Problems {
			has = has || p.Rule == v.Rule
			if found[p.Rule] == nil {
				t.Errorf("vector %s expects %s, which is no rule", v.Name, p.Rule)
			}
		}
		switch {
		case v.Expect == videotunetest.ExpectFail && has:
			n.fail++
		case v.Expect == videotunetest.ExpectPass && !has:
			n.pass++
		default:
			t.Errorf("vector %s: expect is %q, and %s is among its problems: %v", v.Name, v.Expect, v.Rule, has)
		}
		if v.About == "" || !strings.HasSuffix(v.About, ".") {
			t.Errorf("vector %s: about is no sentence: %q", v.Name, v.About)
		}
	}
	for rule, n := range found {
		if n.fail == 0 || n.pass == 0 {
			t.Errorf("rule %s has %d failing vectors and %d passing ones", rule, n.fail, n.pass)
		}
	}
}
