package ffmpeg

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"
)

// shell returns the command that runs a line of the shell.
func shell(t *testing.T, line string) []string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("there is no shell")
	}
	return []string{"/bin/sh", "-c", "PATH=$PATH:/usr/bin:/bin\n" + line}
}

func TestRun(t *testing.T) {
	var out bytes.Buffer
	said, err := Run(t.Context(), shell(t, `echo out; printf 'first\nse\033[31mcond\r\n\n' >&2; exit 3`), Options{Stdout: &out})
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 3 || said != "first\nse[31mcond" || out.String() != "out\n" {
		t.Errorf("%q, %q, %v", &out, said, err)
	}
	if said, err := Run(t.Context(), shell(t, `head -c 100000 /dev/zero | tr '\0' x >&2`), Options{}); err != nil || len(said) != maxSaid {
		t.Errorf("%d bytes, %v", len(said), err)
	}
	if _, err := Run(t.Context(), []string{"no-such-program"}, Options{}); !errors.Is(err, exec.ErrNotFound) {
		t.Error(err)
	}
	if g := strings.Join(Guards(), " "); !strings.HasPrefix(g, "-protocol_whitelist file -format_whitelist avi,") || strings.Contains(g, "concat") || strings.Contains(g, "hls") {
		t.Error(g)
	}
}

// A full writer takes no byte.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

// TestKilled ends programs before they do, with the processes that they started.
func TestKilled(t *testing.T) {
	late := errors.New("late")
	short, cancel := context.WithTimeoutCause(t.Context(), 50*time.Millisecond, late)
	defer cancel()
	for name, c := range map[string]struct {
		ctx  context.Context
		line string
		o    Options
		is   []error
	}{
		"time":    {short, "sleep 60 & sleep 60", Options{}, []error{late, context.DeadlineExceeded}},
		"silence": {t.Context(), "echo; sleep 60", Options{Stall: 50 * time.Millisecond}, []error{ErrStalled}},
		"full":    {t.Context(), "while :; do echo 0123456789; done", Options{Stdout: full{}}, []error{io.ErrShortWrite}},
	} {
		begin := time.Now()
		_, err := Run(c.ctx, shell(t, c.line), c.o)
		for _, is := range c.is {
			if !errors.Is(err, is) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if took := time.Since(begin); took > waitDelay-time.Second {
			t.Errorf("%s: it took %s", name, took)
		}
	}
	if _, err := Run(t.Context(), shell(t, "for i in 1 2 3 4 5 6; do sleep 0.05; echo; done"), Options{Stall: 2 * time.Second}); err != nil {
		t.Errorf("one that is not silent: %v", err)
	}
}
