package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	command = regexp.MustCompile(`(?m)^(      ffmpeg) .*(large-[^/\\]*\.mp4)'?$`)
	refusal = regexp.MustCompile(`(?m)^(    cut: ).* is missing .*$`)
)

// shortened leaves out the options of ffmpeg, which are not our concern and have paths
// of the folder that one is in, and why it cannot be run.
func shortened(output string) string {
	return refusal.ReplaceAllString(command.ReplaceAllString(output, "$1 … $2"), "$1…")
}

// TestCommandsOrCuts tests that files are made where ffmpeg is and that elsewhere the
// commands are printed, and that all else is the same.
func TestCommandsOrCuts(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed: nothing can be cut")
	}
	labels := []label{{"fox", "a red fox"}}
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv("TMP", temp) // of Windows
	show := func() string {
		var out bytes.Buffer
		if err := longVideos(&out, labels); err != nil {
			t.Fatal(err)
		}
		return shortened(out.String())
	}
	made := show()
	t.Setenv("PATH", "")
	planned := show()

	rest, files := cutOut(made, `    made `)
	plannedRest, commands := cutOut(planned, `      ffmpeg `)
	plannedRest, words := cutOut(plannedRest, `    cut: `, `    In a folder `)
	if rest != plannedRest {
		t.Errorf("with ffmpeg\n%s\nwithout it\n%s", made, planned)
	}
	if len(files) != 3 || len(commands) != 3 || len(words) != 2 {
		t.Fatalf("%d files were made, %d commands are printed with %q", len(files), len(commands), words)
	}
	for i := range files {
		if name := strings.TrimPrefix(files[i], "    made "); commands[i] != "      ffmpeg … "+name {
			t.Errorf("made %q, the command is %q", name, commands[i])
		}
	}
	left, err := os.ReadDir(temp)
	if err != nil || len(left) > 0 {
		t.Errorf("files are left behind: %v, %v", left, err)
	}
}

// cutOut takes the lines out of a text that begin so.
func cutOut(text string, prefixes ...string) (rest string, lines []string) {
	for line := range strings.Lines(text) {
		taken := false
		for _, p := range prefixes {
			taken = taken || strings.HasPrefix(line, p)
		}
		if taken {
			lines = append(lines, line)
		} else {
			rest += line
		}
	}
	return rest, lines
}

// TestPieces moves the times of all answers back: they are those of the events, to the
// second.
func TestPieces(t *testing.T) {
	t.Setenv("PATH", "")
	var out bytes.Buffer
	if err := longVideos(&out, nil); err != nil {
		t.Fatal(err)
	}
	videos := strings.Split(shortened(out.String()), ": gs://example-samples/")[1:]
	for i, s := range samples {
		want := slices.Clone(s.labels)
		for _, m := range regexp.MustCompile(`(?m)^    (\S+) to (\S+): (\[.*\])$`).FindAllStringSubmatch(videos[i], -1) {
			start, err := time.ParseDuration(m[1])
			if err != nil {
				t.Fatal(err)
			}
			var answer []struct{ Label, Start, End string }
			if err := json.Unmarshal([]byte(m[3]), &answer); err != nil {
				t.Fatal(err)
			}
			for _, a := range answer {
				e := s.events[slices.Index(s.labels, a.Label)]
				if !inSecond(start, a.Start, e.Start) || !inSecond(start, a.End, e.End) {
					t.Errorf("%s: the piece from %s has %v, the event is %v", s.uri, start, a, e)
				}
				want = slices.DeleteFunc(want, func(label string) bool { return label == a.Label })
			}
		}
		if len(want) > 0 {
			t.Errorf("%s: no piece has %q", s.uri, want)
		}
	}
}

// inSecond reports whether a time is in the second that the clock of a piece shows.
func inSecond(start time.Duration, clock string, at time.Duration) bool {
	d, err := time.ParseDuration(strings.Replace(clock, ":", "m", 1) + "s")
	return err == nil && start+d <= at && at < start+d+time.Second
}
