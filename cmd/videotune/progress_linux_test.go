package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// openTerminal returns both ends of a pseudo-terminal.
func openTerminal(t *testing.T) (ours, theirs *os.File) {
	t.Helper()
	ours, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ours.Close() })
	if err := unix.IoctlSetPointerInt(int(ours.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(ours.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(int(ours.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80}); err != nil {
		t.Fatal(err)
	}
	theirs, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return ours, theirs
}

// onTerminal runs the command in a folder with standard error on a terminal, and
// returns what it says there.
func onTerminal(t *testing.T, dir, env string, args ...string) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ours, theirs := openTerminal(t)
	cmd := &exec.Cmd{Path: exe, Args: append([]string{"videotune"}, args...), Env: append(os.Environ(), env), Dir: dir, Stderr: theirs}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	theirs.Close()
	var said bytes.Buffer
	_, _ = io.Copy(&said, ours) // ends with EIO when nobody has the other end any more
	_ = cmd.Wait()              // some videos cannot be read
	return said.String()
}

// On a terminal there is a bar, in lines of their own what failed, and no bar in the
// end.
func TestProgressBar(t *testing.T) {
	args := []string{"probe", "--no-ffprobe", "bad_empty.mp4", "mp4_faststart_5s.mp4", "missing.mp4", "mkv_h264_6s.mkv"}
	said := onTerminal(t, mediaDir, "TERM=xterm", args...)
	for _, want := range []string{"\rvideos", "0% [....", "(0/4)", "\rvideotune: missing.mp4: no such file or directory\r\n", "\rvideotune: bad_empty.mp4: the file is empty\r\n"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is missing in %q", want, said)
		}
	}
	if !strings.HasSuffix(said, " \rvideotune: 4 videos: 2 read, 2 could not be read\r\n") {
		t.Errorf("the bar stays: %q", said)
	}
	for line := range strings.Lines(said) {
		for part := range strings.SplitSeq(line, "\r") {
			if strings.HasPrefix(part, "videos") && len(part) >= 80 {
				t.Errorf("a bar that fills a line of 80: %q", part)
			}
		}
	}

	said = onTerminal(t, mediaDir, "TERM=dumb", args...)
	if strings.Contains(strings.ReplaceAll(said, "\r\n", "\n"), "\r") || !strings.Contains(said, "missing.mp4: no such file") {
		t.Errorf("a dumb terminal gets %q", said)
	}
}

// A build, of which nobody knows the number of videos, counts them.
func TestBuildProgress(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("video,uri,label\n")
	for i := range 500 {
		fmt.Fprintf(&rows, "%d,gs://b/%d.mp4,fox\n", i, i)
	}
	jobFolder(t, map[string]string{
		"events.csv": rows.String(),
		"job.yaml":   "source: {format: rows, files: events.csv}\ntask: classify\nlabels: [fox]\n",
	})
	said := onTerminal(t, ".", "TERM=xterm", "build", "-c", "job.yaml")
	if !strings.Contains(said, "videos") || strings.Contains(said, "videotune:") {
		t.Errorf("a terminal gets %q", said)
	}
	if last := said[strings.LastIndex(strings.TrimRight(said, "\r"), "\r")+1:]; strings.TrimSpace(last) != "" {
		t.Errorf("the bar stays: %q", said)
	}
	if said := onTerminal(t, ".", "TERM=dumb", "build", "-c", "job.yaml"); said != "" {
		t.Errorf("a dumb terminal gets %q", said)
	}
}

// A command that reads for long has a bar of what it has read, on a terminal only.
func TestMeterBar(t *testing.T) {
	ours, theirs := openTerminal(t)
	t.Setenv("TERM", "xterm")
	m := newMeter(theirs)
	r := m.reader(meteredFile(t, 3_000_000), 1)
	m.begun = m.begun.Add(-2 * meterDelay)
	if _, err := io.CopyN(io.Discard, r, 2_000_000); err != nil {
		t.Fatal(err)
	}
	m.close()
	theirs.Close()
	var said bytes.Buffer
	_, _ = io.Copy(&said, ours) // ends with EIO when nobody has the other end any more
	if !strings.Contains(said.String(), "\rMB read") || !strings.Contains(said.String(), "/3)") || !strings.HasSuffix(said.String(), " \r") {
		t.Errorf("it says %q", &said)
	}
}

// The tables of stats fit the terminal.
func TestColumns(t *testing.T) {
	_, theirs := openTerminal(t)
	defer theirs.Close()
	for _, tt := range []struct {
		env  string
		w    io.Writer
		want int
	}{
		{"", theirs, 80}, {"", io.Discard, 0}, {"132", theirs, 132}, {"wide", theirs, 80}, {"100000", io.Discard, maxColumns},
	} {
		t.Setenv("COLUMNS", tt.env)
		if got := columns(tt.w); got != tt.want {
			t.Errorf("COLUMNS=%q: %d, want %d", tt.env, got, tt.want)
		}
	}
}
