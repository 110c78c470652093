//go:build unix

package videotune

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The tests of this file run the test binary anew, as a process that writes
// generation after generation of a dataset until it is killed.
const (
	crashModeEnv  = "VIDEOTUNE_TEST_CRASH_MODE" // "create" or "split"
	crashDirEnv   = "VIDEOTUNE_TEST_CRASH_DIR"
	crashStartEnv = "VIDEOTUNE_TEST_CRASH_START" // the first generation to write
	crashLines    = 200
	crashPoints   = 100
)

// crashExample is one line of a generation, of the same length in all of them.
func crashExample(generation, i int) *Example {
	return videoExample(fmt.Sprintf("gs://b/%02d.mp4", i%40), fmt.Sprintf("generation %09d line %04d %s", generation, i, strings.Repeat("x", 200)))
}

// crashWrite writes one generation as mode says.
func crashWrite(mode, dir string, generation int) error {
	train, validation := filepath.Join(dir, "train.jsonl"), filepath.Join(dir, "validation.jsonl")
	if mode == "split" {
		s, err := CreateSplit(train, validation, nil)
		if err != nil {
			return err
		}
		defer s.Close()
		for i := range crashLines {
			if err := s.Write("", crashExample(generation, i)); err != nil {
				return err
			}
		}
		_, err = s.Commit()
		return err
	}
	f, err := Create(train, nil)
	if err != nil {
		return err
	}
	defer f.Close()
	for i := range crashLines {
		if err := f.Write(crashExample(generation, i)); err != nil {
			return err
		}
	}
	return f.Commit()
}

// TestCrashWriter is the process that is killed; by itself it tests nothing.
func TestCrashWriter(t *testing.T) {
	mode := os.Getenv(crashModeEnv)
	if mode == "" {
		return
	}
	generation, err := strconv.Atoi(os.Getenv(crashStartEnv))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(os.Stdout, "writing")
	for ; ; generation++ {
		if err := crashWrite(mode, os.Getenv(crashDirEnv), generation); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
	}
}

// crashAt has a process write from a generation on, and kills it after a while.
func crashAt(t *testing.T, mode, dir string, generation int, after time.Duration) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestCrashWriter$")
	cmd.Env = append(os.Environ(), crashModeEnv+"="+mode, crashDirEnv+"="+dir, crashStartEnv+"="+strconv.Itoa(generation))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 100)); err != nil {
		t.Errorf("the writer did not begin: %v", err)
	}
	time.Sleep(after)
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	if err := cmd.Wait(); err == nil || err.Error() != "signal: killed" {
		t.Fatalf("the writer ended by itself: %v\n%s", err, stderr.Bytes())
	}
}

// TestCrash kills writers with SIGKILL at random points. Each path must then hold
// one generation as a whole, and nothing of the temporary files may outlast the
// next run.
func TestCrash(t *testing.T) {
	for _, mode := range []string{"create", "split"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			dir := memoryDir(t) // what the kernel has taken outlives the process there too
			seed := uint64(time.Now().UnixNano())
			t.Logf("seed %d", seed)
			random := rand.New(rand.NewPCG(seed, 0))

			const zero = "generation 000000000 "
			generation := 0
			if err := crashWrite(mode, dir, generation); err != nil {
				t.Fatal(err)
			}
			want := make(map[string]string) // of generation 0, by name
			for _, name := range fileNames(t, dir) {
				want[name] = mustRead(t, filepath.Join(dir, name))
			}
			holds := func(name string) int {
				got := mustRead(t, filepath.Join(dir, name))
				_, rest, _ := strings.Cut(got, "generation ")
				digits, _, _ := strings.Cut(rest, " ")
				n, err := strconv.Atoi(digits)
				if err != nil || got != strings.ReplaceAll(want[name], zero, fmt.Sprintf("generation %09d ", n)) {
					t.Fatalf("%s is torn (%d bytes of %d): %.300s", name, len(got), len(want[name]), got)
				}
				return n
			}
			strays, between, old := 0, 0, 0
			last := make(map[string]int) // the generation of each file
			for range crashPoints {
				before := last["train.jsonl"]
				crashAt(t, mode, dir, generation+1, time.Duration(random.Int64N(int64(40*time.Millisecond))))
				names := fileNames(t, dir)
				if len(names) > len(want) {
					strays++
				}
				for name := range want {
					if !slices.Contains(names, name) {
						t.Fatalf("%s is gone; there are %q", name, names)
					}
					n := holds(name)
					if n < last[name] {
						t.Fatalf("%s held generation %d, and now %d", name, last[name], n)
					}
					last[name] = n
					generation = max(generation, n)
				}
				train := last["train.jsonl"]
				if train == before {
					old++
				}
				if train < generation {
					between++ // validation comes first
				}
				if validation, there := last["validation.jsonl"]; there && validation < train {
					t.Fatalf("validation of generation %d beside training of %d", validation, train)
				}
			}
			t.Logf("%d generations; %d of %d writers left temporary files, %d the old training file, %d were killed between two renames",
				generation, strays, crashPoints, old, between)
			if strays == 0 {
				t.Error("no writer was killed at work: the test tests nothing")
			}
			if err := crashWrite(mode, dir, generation+1); err != nil {
				t.Fatal(err)
			}
			var names []string
			for name := range want {
				names = append(names, name)
				if got := holds(name); got != generation+1 {
					t.Errorf("%s is of generation %d, want %d", name, got, generation+1)
				}
			}
			wantFiles(t, dir, names...)
		})
	}
}
