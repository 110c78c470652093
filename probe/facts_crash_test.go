//go:build unix

package probe_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"net/http"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe"
)

// The tests of this file run the test binary anew, as a process that is interrupted or
// killed.
const (
	crashFactsEnv = "VIDEOTUNE_TEST_PROBE_FACTS"
	crashBaseEnv  = "VIDEOTUNE_TEST_PROBE_BASE"  // of the URIs
	crashCountEnv = "VIDEOTUNE_TEST_PROBE_COUNT" // of the URIs of one run
	crashFirstEnv = "VIDEOTUNE_TEST_PROBE_FIRST" // run: it goes on with the next; "" is one run alone
)

// TestCrashProcess is the process that is interrupted; by itself it tests nothing. It
// prints each URI once its facts are kept.
func TestCrashProcess(t *testing.T) {
	facts, base := os.Getenv(crashFactsEnv), os.Getenv(crashBaseEnv)
	if facts == "" {
		return
	}
	count, err := strconv.Atoi(os.Getenv(crashCountEnv))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	o := &probe.AllOptions{Options: probe.Options{Openers: local()}, Facts: facts, OnProgress: func(p probe.Progress) { fmt.Println(p.URI) }}
	run, one := strconv.Atoi(os.Getenv(crashFirstEnv))
	for ; ; run++ {
		dir := base
		if one == nil {
			dir = fmt.Sprintf("%s/run%d", base, run)
		}
		if _, err := probe.All(ctx, slices.Values(numbered(dir, count)), o); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		if one != nil {
			return
		}
	}
}

// A crashing is a process at work.
type crashing struct {
	*exec.Cmd
	out    *bufio.Scanner
	stderr strings.Builder
}

func startCrash(t *testing.T, facts, base string, count int, first string) *crashing {
	t.Helper()
	c := &crashing{Cmd: exec.Command(os.Args[0], "-test.run=^TestCrashProcess$")}
	c.Env = append(os.Environ(), crashFactsEnv+"="+facts, crashBaseEnv+"="+base, crashCountEnv+"="+strconv.Itoa(count), crashFirstEnv+"="+first)
	c.Stderr = &c.stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	c.out = bufio.NewScanner(out)
	return c
}

// end reads what the process still says, of whole lines, and waits for it.
func (c *crashing) end() (kept []string, err error) {
	for c.out.Scan() {
		kept = append(kept, c.out.Text())
	}
	return kept, c.Wait()
}

// TestInterruptedProcess has one process end by Ctrl-C, one by SIGKILL, and another
// finish what they began.
func TestInterruptedProcess(t *testing.T) {
	var requests atomic.Int64
	handler := tiny(t)
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) { requests.Add(1); handler(w, r) })
	const count = 600
	whole := filepath.Join(t.TempDir(), "facts.json")
	probeAll(t, whole, numbered(s.URL, count)...)
	requests.Store(0)

	dir := t.TempDir()
	facts := filepath.Join(dir, "facts.json")
	for i, how := range []os.Signal{os.Interrupt, os.Kill} {
		c := startCrash(t, facts, s.URL, count, "")
		for n := 0; n < 200*(i+1) && c.out.Scan(); n++ {
		}
		if err := c.Process.Signal(how); err != nil {
			t.Error(err)
		}
		_, err := c.end()
		if want := map[os.Signal]string{os.Interrupt: "exit status 3", os.Kill: "signal: killed"}[how]; err == nil || err.Error() != want {
			t.Fatalf("it ended with %v\n%s", err, c.stderr.String())
		}
		if got := c.stderr.String(); how == os.Interrupt && !strings.Contains(got, "interrupt signal received") {
			t.Errorf("it said %q", got)
		}
		if n := len(readFacts(t, facts)); n < 200 { // the first merged them
			t.Errorf("%d facts after %v", n, how)
		}
	}
	probeAll(t, facts, numbered(s.URL, count)...)
	if mustRead(t, facts) != mustRead(t, whole) {
		t.Error("the facts differ from those of an uninterrupted run")
	}
	if n := requests.Load(); n < count || n > count+2*probe.DefaultPerHost {
		t.Errorf("%d requests", n)
	}
}

// TestKilledProcess kills processes at random points of run after run. What they
// said that they kept must be in one of the two files, and so must what was there
// before.
func TestKilledProcess(t *testing.T) {
	s := newServer(t, tiny(t))
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	facts := filepath.Join(dir, "facts.json")
	kept := map[string]bool{"gs://b/other.mp4": true}
	mustWrite(t, facts, written(t, videotune.MediaMap{"gs://b/other.mp4": {Duration: time.Second}}))
	const count = 15
	partials := 0
	for range 15 {
		c := startCrash(t, facts, s.URL, count, strconv.Itoa(len(kept)))
		if !c.out.Scan() {
			_, err := c.end()
			t.Fatalf("it kept nothing: %v\n%s", err, c.stderr.String())
		}
		kept[c.out.Text()] = true
		time.Sleep(time.Duration(random.Int64N(int64(40 * time.Millisecond))))
		if err := c.Process.Signal(syscall.SIGKILL); err != nil {
			t.Error(err)
		}
		more, err := c.end()
		if err == nil || err.Error() != "signal: killed" {
			t.Fatalf("it ended by itself: %v\n%s", err, c.stderr.String())
		}
		for _, uri := range more {
			if strings.HasSuffix(uri, ".mp4") { // not a line that was cut
				kept[uri] = true
			}
		}
		have := readFacts(t, facts)
		if b, err := os.ReadFile(facts + ".partial"); err == nil {
			partials++
			for line := range strings.Lines(string(b)) {
				m, err := videotune.ReadMedia(strings.NewReader(line))
				if err != nil && line[0] != '"' {
					t.Logf("torn: %q", line)
				}
				for uri, media := range m {
					have[uri] = media
				}
			}
		}
		for uri := range kept {
			if have[uri].Duration == 0 || have[uri].Err != "" {
				t.Fatalf("the facts of %s are lost: %+v", uri, have[uri])
			}
		}
	}
	t.Logf("%d facts; %d partial files", len(kept), partials)
	if partials == 0 {
		t.Error("no process was killed at work: the test tests nothing")
	}
	probeAll(t, facts, numbered(s.URL, 1)...)
	have := readFacts(t, facts)
	for uri := range kept {
		if have[uri].Duration == 0 {
			t.Errorf("the facts of %s are lost", uri)
		}
	}
}
