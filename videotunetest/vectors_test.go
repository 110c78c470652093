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

// slow reports whether a vector has a very large file.
func slow(name string) bool {
	return strings.HasPrefix(name, "file-too-large-real") || strings.HasPrefix(name, "examples-over-real")
}

// TestVectors runs each vector; under the race detector, which would find
// nothing more in them, not those of very large files.
func TestVectors(t *testing.T) {
	for _, v := range load(t) {
		if underRace && slow(v.Name) {
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

// TestVectorsCoverRules wants of every rule a failing vector and a passing one that
// is its near miss, and no vector of a rule that does not exist.
func TestVectorsCoverRules(t *testing.T) {
	type counts struct{ fail, pass, near int }
	found := make(map[videotune.Rule]*counts)
	for _, info := range videotune.Rules() {
		found[info.Rule] = new(counts)
	}
	byName := make(map[string]*videotunetest.Vector)
	vs := load(t)
	for i := range vs {
		v := &vs[i]
		if byName[v.Name] != nil {
			t.Errorf("two vectors are called %s", v.Name)
		}
		byName[v.Name] = v
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
	for i := range vs {
		v := &vs[i]
		if v.Near == "" || found[v.Rule] == nil || underRace && slow(v.Name) {
			continue
		}
		if fail := byName[v.Near]; fail == nil {
			t.Errorf("vector %s is near %s, which is no vector", v.Name, v.Near)
		} else if err := nearMiss(v, fail); err != nil {
			t.Errorf("vector %s is not near %s: %v", v.Name, v.Near, err)
		} else {
			found[v.Rule].near++
		}
	}
	for rule, n := range found {
		if n.fail == 0 || n.pass == 0 || n.near == 0 {
			t.Errorf("rule %s has %d failing vectors and %d passing ones, of which %d are near misses", rule, n.fail, n.pass, n.near)
		}
	}
}
