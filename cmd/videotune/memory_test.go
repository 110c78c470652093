//go:build unix

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const maxMemory = 128 << 20 // that may be resident at any time

// badLines are lines of which each has at least one problem. NNN is the number of
// the line, PAD fills it up to its length. The first must begin as JSONL does: else
// the file is told of once, and not each line.
var badLines = []string{
	// JSON faults
	`{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/NNN.mp4","mimeType":"video/mp4"}},{"text":"PAD"},]},{"role":"model","parts":[{"text":"a NNN"}]}]}`,
	`{"contents":[{"role":"user","parts":[{"text":"NNN PAD`,
	`{'contents': [{'role': 'user', 'parts': [{'text': 'NNN PAD'}]}]}`,
	`NNN,gs://b/NNN.mp4,"PAD"`,
	// members, turns, files, segments
	`{"messages":[{"role":"system","content":"PAD"},{"role":"assistant","content":"NNN"}]}`,
	`{"contents":[{"role":"assistant","parts":[{"text":"NNN PAD","inlineData":{"data":"AAAA"}}]}],"extra":NNN,"Contents":[]}`,
	`{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"/home/me/v.mp4","mimeType":"video/avi2"},"videoMetadata":{"startOffset":"1m","endOffset":5,"fps":99}},{"text":"PAD"}]},{"role":"user","parts":[{"text":"b NNN"}]}]}`,
	`{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"0s","endOffset":"9999s"}},{"text":"PAD"}]},{"role":"model","parts":[{"text":"c NNN"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`,
}

// shortLines are the shortest lines of which each has a problem.
var shortLines = []string{"1", "{}"}

// badFiles are the files of the test. How many bytes are in memory must not go
// with the bytes of a file, nor with its lines, nor with those of one line as long
// as it is read at all.
var badFiles = []struct {
	name       string
	write      func(w io.Writer, size int) (lines int, err error)
	json, text int // the size, by the format of the report
}{
	{"kilobyte", func(w io.Writer, size int) (int, error) { return writeLines(w, size, padded(1000)) }, 1 << 30, 256 << 20},
	// The report of short lines is a hundred times the file.
	{"short", writeShortLines, 4 << 20, 24 << 20},
	{"long", func(w io.Writer, size int) (int, error) { return writeLines(w, size, padded(15<<20)) }, 256 << 20, 256 << 20},
}

// padded returns the bad lines, each of about so many bytes.
func padded(length int) []string {
	var ls []string
	for _, l := range badLines {
		ls = append(ls, strings.ReplaceAll(l, "PAD", strings.Repeat("pad ", (length-len(l))/4)))
	}
	return ls
}

// writeShortLines writes some longer lines and then short ones: a file that begins
// with short ones is taken for something else than JSONL.
func writeShortLines(w io.Writer, size int) (lines int, err error) {
	const first = 10_000
	if lines, err = writeLines(w, first, padded(1000)); err != nil {
		return lines, err
	}
	more, err := writeLines(w, size-first, shortLines)
	return lines + more, err
}

// writeLines writes size bytes, or a line more, of the lines of templates in turn,
// and returns how many there are.
func writeLines(w io.Writer, size int, templates []string) (lines int, err error) {
	var parts [][][]byte // of each line, around its numbers
	for _, l := range templates {
		parts = append(parts, bytes.Split([]byte(l+"\n"), []byte("NNN")))
	}
	buf := bufio.NewWriterSize(w, 1<<20)
	var number []byte
	for written := 0; written < size; lines++ {
		number = strconv.AppendInt(number[:0], int64(lines), 10)
		for i, part := range parts[lines%len(parts)] {
			if i > 0 {
				n, err := buf.Write(number)
				if err != nil {
					return lines, err
				}
				written += n
			}
			n, err := buf.Write(part)
			if err != nil {
				return lines, err
			}
			written += n
		}
	}
	return lines, buf.Flush()
}

// The real command checks files of nothing but bad lines, one of 1 GB among them,
// and lists every problem in JSON, in no more than 128 MB of memory, on however
// many processors.
func TestMemory(t *testing.T) {
	// Not the test binary: the race detector, if it is on, takes memory of its own.
	exe := filepath.Join(t.TempDir(), "videotune")
	if out, err := exec.Command("go", "build", "-o", exe, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	for _, f := range badFiles {
		for _, procs := range []int{2, 8} {
			json := f.json
			if procs > 2 {
				json = min(json, 256<<20) // one file of 1 GB is enough
			}
			t.Run(fmt.Sprintf("%s/%d/json", f.name, procs), func(t *testing.T) {
				checkMemory(t, exe, "json", procs, func(w io.Writer) (int, error) { return f.write(w, json) })
			})
			t.Run(fmt.Sprintf("%s/%d/text", f.name, procs), func(t *testing.T) {
				checkMemory(t, exe, "text", procs, func(w io.Writer) (int, error) { return f.write(w, f.text) })
			})
		}
	}
}

// checkMemory runs the command exe, on so many processors, on what write writes.
func checkMemory(t *testing.T, exe, format string, procs int, write func(io.Writer) (lines int, err error)) {
	name := filepath.Join(t.TempDir(), "report")
	out, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	var stderr bytes.Buffer
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	peakName := filepath.Join(t.TempDir(), "peak")
	cmd := &exec.Cmd{Path: self, Args: []string{"peak", peakName, exe, "check", "--format", format, "-"}, Stdout: out, Stderr: &stderr}
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(procs))
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines, err := write(stdin)
	if err != nil {
		t.Errorf("the command stopped reading: %v", err)
	}
	stdin.Close()
	_ = cmd.Wait() // its exit status is looked at below
	if cmd.ProcessState.ExitCode() != exitFindings || stderr.Len() > 0 {
		t.Fatalf("exit status %d, want %d; stderr: %s", cmd.ProcessState.ExitCode(), exitFindings, stderr.Bytes())
	}
	text, err := os.ReadFile(peakName)
	if err != nil {
		t.Fatal(err)
	}
	peak, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	info, err := out.Stat()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d lines in %v: %d MB of memory, a report of %d MB", lines, time.Since(start).Round(time.Second/10), peak>>20, info.Size()>>20)
	if peak > maxMemory {
		t.Errorf("%d bytes of memory at the peak, want at most %d", peak, maxMemory)
	}
	if format == "json" {
		checkReport(t, name, lines)
	}
}

func init() { commands["peak"] = runPeak }

// runPeak is the command "peak FILE COMMAND…", which runs a command and writes
// the most memory it had to a file. The test does not do that itself: on Linux a
// process is born with the peak of the one that started it, and that of a process
// which has run other tests is high.
func runPeak() {
	cmd := exec.Command(os.Args[2], os.Args[3:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		fmt.Fprintln(os.Stderr, err) // it did not start
		os.Exit(exitTrouble)
	}
	err := os.WriteFile(os.Args[1], strconv.AppendInt(nil, peakMemory(cmd.ProcessState), 10), 0o644)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitTrouble)
	}
	os.Exit(cmd.ProcessState.ExitCode())
}

// peakMemory returns the largest resident size of a process, in bytes.
func peakMemory(state *os.ProcessState) int64 {
	peak := state.SysUsage().(*syscall.Rusage).Maxrss
	if runtime.GOOS != "darwin" && runtime.GOOS != "ios" {
		peak *= 1024 // kilobytes elsewhere
	}
	return int64(peak)
}

// checkReport sees that the report tells of every line. It reads the report line
// by line, as a problem stands on one, because decoding all of it takes long.
func checkReport(t *testing.T, name string, lines int) {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	told := make([]bool, lines+1)
	listed := make(map[string]int) // problems by rule
	in := bufio.NewReaderSize(f, 1<<20)
	var tail []byte
	for first := true; ; first = false {
		text, err := in.ReadSlice('\n')
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if first != bytes.Equal(text, []byte("{\"problems\":[\n")) {
			t.Fatalf("the report begins with %q", text)
		}
		if !bytes.HasPrefix(text, []byte(`{"file":"-"`)) {
			tail = append(tail, text...)
			continue
		}
		_, rule, _ := bytes.Cut(text, []byte(`"rule":"`))
		rule, _, _ = bytes.Cut(rule, []byte(`"`))
		listed[string(rule)]++
		if rest, ok := bytes.CutPrefix(text, []byte(`{"file":"-","line":`)); ok {
			digits, _, _ := bytes.Cut(rest, []byte(","))
			line, err := strconv.Atoi(string(digits))
			if err != nil || line < 1 || line > lines {
				t.Fatalf("no line of the file: %s", text)
			}
			told[line] = true
		}
	}
	for line := 1; line <= lines; line++ {
		if !told[line] {
			t.Fatalf("line %d has no problem in the report", line)
		}
	}
	var report struct {
		Problems []any
		Omitted  int `json:"problems_omitted"`
		Summary  struct {
			Examples int
			Files    []struct {
				ByRule map[string]int `json:"by_rule"`
			}
		}
	}
	if err := json.Unmarshal(tail, &report); err != nil {
		t.Fatalf("without its problems the report is no JSON: %v", err)
	}
	if report.Summary.Examples != lines {
		t.Errorf("%d examples are counted, %d lines were written", report.Summary.Examples, lines)
	}
	omitted := 0
	for rule, n := range report.Summary.Files[0].ByRule {
		// Which lines differ in their resolution is known at the end only, and so
		// many are kept until then.
		const kept = 10_000
		switch has := listed[rule]; {
		case has == n:
		case rule == "resolution-mixed" && kept <= has && has < n:
			omitted += n - has
		default:
			t.Errorf("%d problems of %s are counted, %d are listed", n, rule, has)
		}
		delete(listed, rule)
	}
	if report.Omitted != omitted || len(listed) > 0 {
		t.Errorf("%d problems are omitted, %d by their counts; listed and not counted are %v", report.Omitted, omitted, listed)
	}
}
