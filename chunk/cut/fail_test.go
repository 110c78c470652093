package cut_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/chunk/cut"
)

// fake returns a program that answers what ffmpeg is asked about itself, and does what
// a shell script says where a file is to be made. The script has the arguments in $@,
// and the path of the file in $out.
func fake(t *testing.T, script string) string {
	t.Helper()
	return fakeWhole(t, answers+`
for out; do :; done
out=${out#file:}
`+script)
}

// fakeWhole returns a program that is a shell script.
func fakeWhole(t *testing.T, script string) string {
	t.Helper()
	programs(t)
	if runtime.GOOS == "windows" {
		t.Skip("the programs of this test are shell scripts")
	}
	path := filepath.Join(t.TempDir(), "ffmpeg")
	text := "#!/bin/sh\nPATH=$PATH:/usr/bin:/bin\n" + script + "\n"
	// A program cannot be run while a process that is about to become another still has
	// it open for writing.
	syscall.ForkLock.RLock()
	err := os.WriteFile(path, []byte(text), 0o755)
	syscall.ForkLock.RUnlock()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// alive reports whether a process with that id, in a file, is there.
func alive(t *testing.T, pidFile string) bool {
	t.Helper()
	data, err := os.ReadFile(pidFile)
	pid, convErr := strconv.Atoi(strings.TrimSpace(string(data)))
	if err := errors.Join(err, convErr); err != nil {
		t.Fatal(err)
	}
	if stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); err == nil && strings.Contains(string(stat), ") Z ") {
		return false // it was killed, and nobody has asked how it ended
	}
	return exec.Command("kill", "-0", strconv.Itoa(pid)).Run() == nil
}

func TestFailures(t *testing.T) {
	use := span(0, 500)
	for _, tt := range []struct {
		name, script string
		want         error  // nil: a *cut.CommandError
		say          string // what the error tells
	}{
		{"fails", `printf 'one\ntw\033[31mo\rthree\n\n' >&2; exit 3`, nil, "three"},
		{"is killed", `kill -9 $$`, nil, "killed"},
		{"writes nothing", `:`, cut.ErrBadResult, "empty"},
		{"writes something else", `echo hello >"$out"`, cut.ErrBadResult, "hello"},
		{"writes a part", `ffmpeg "$@" && truncate -s -2000 "$out"`, cut.ErrBadResult, ""},
		{"another video", `ffmpeg -loglevel error -y -f lavfi -i testsrc=d=0.5 -f mp4 "$out"`, cut.ErrBadResult, "comment"},
		{"the disk is full", `ulimit -f 1; exec ffmpeg "$@"`, nil, ""},
		{"removes it", `rm "$out"; ffmpeg "$@" && rm "$out"`, os.ErrNotExist, ""},
		{"is silent", `sleep 60`, cut.ErrStalled, "hangs"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := smallPlan(t, use)
			dir := t.TempDir()
			o := fast(dir)
			o.FFmpeg = fake(t, tt.script)
			if tt.want == cut.ErrStalled {
				o.Stall = 500 * time.Millisecond
			}
			begun := time.Now()
			results, err := cut.Cut(t.Context(), p, o)
			e := (*cut.CommandError)(nil)
			if err == nil || tt.want != nil && !errors.Is(err, tt.want) || tt.want == nil && !errors.As(err, &e) {
				t.Fatalf("%+v, %v", results, err)
			}
			text := err.Error()
			if !strings.Contains(text, tt.say) && !strings.Contains(text, "Invalid data") || !strings.Contains(text, p.Source.URI) || len(text) > 8000 || strings.ContainsAny(text, "\x1b\r") {
				t.Errorf("%d bytes: %q", len(text), text)
			}
			if tt.name == "fails" && (e.Stderr != "one\ntw[31mo\nthree" || !strings.Contains(e.Command.String(), " -protocol_whitelist file -format_whitelist avi,") || !strings.Contains(e.Command.String(), " -i file:"+shared.path+" ")) {
				t.Errorf("%q %q", e.Stderr, e.Command)
			}
			if got := names(t, dir); len(got) > 0 || len(results) > 0 || p.Files()[0].Made {
				t.Errorf("the folder has %q: %+v", got, results)
			}
			if took := time.Since(begun); took > 15*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

// A cancelled run leaves neither a file nor a process behind.
func TestCancel(t *testing.T) {
	for _, tt := range []struct{ name, script string }{
		{"ffmpeg", `exec ffmpeg -re "$@"`}, // as fast as the video plays
		{"a child", `ffmpeg -re "$@" & echo $! >PID; wait`},
		{"deaf", `trap '' TERM INT HUP; (trap '' TERM INT HUP; echo $$ >PID; echo out_time_ms=1; sleep 60); sleep 60`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := smallPlan(t)
			dir, pid := t.TempDir(), filepath.Join(t.TempDir(), "pid")
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			o := fast(dir)
			o.FFmpeg = fake(t, strings.ReplaceAll(tt.script, "PID", pid))
			o.OnProgress = func(cut.Progress) {
				if got := names(t, dir); len(got) != 1 || !strings.HasPrefix(got[0], ".") {
					t.Errorf("while it is made the folder has %q", got)
				}
				cancel()
			}
			begun := time.Now()
			if _, err := cut.Cut(ctx, p, o); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			if took := time.Since(begun); took > 4*time.Second {
				t.Errorf("it took %s", took)
			}
			if got := names(t, dir); len(got) > 0 || p.Files()[0].Made {
				t.Errorf("the folder has %q", got)
			}
			if tt.name != "ffmpeg" {
				for range 20 { // the system may take a moment
					if !alive(t, pid) {
						return
					}
					time.Sleep(50 * time.Millisecond)
				}
				t.Error("a process is left")
			}
		})
	}
}

// greedy is an ffmpeg that keeps to no rate, until the rate is lower than that.
func greedy(t *testing.T, enough int) string {
	return fake(t, `
greedy=no prev=
for a; do [ "$prev" = -maxrate ] && [ "$a" -gt `+strconv.Itoa(enough)+` ] && greedy=yes; prev=$a; done
prev=
for a; do
	shift; was=$a
	[ $greedy = yes ] && case $prev in -maxrate|-bufsize) a=90000000;; -crf) a=1;; esac
	set -- "$@" "$a"; prev=$was
done
exec ffmpeg "$@"`)
}

// noisy makes a clip whose first half is large.
func noisy(t *testing.T, path string, length time.Duration, options ...string) chunk.Source {
	t.Helper()
	programs(t)
	args := []string{"-f", "lavfi", "-i", fmt.Sprintf("testsrc2=s=128x96:r=25:d=%d,noise=alls=60:allf=t:enable='lt(t,%d/2)'", length/time.Second, length/time.Second), "-c:v", "libx264", "-preset", "ultrafast", "-qp", "26", "-g", "25", "-bf", "0"}
	ffmpeg(t, nil, append(append(args, options...), path)...)
	src := source(t, path, length)
	src.Media.Width, src.Media.Height, src.Media.AudioCodec, src.Media.Audio = 128, 96, "", videotune.Absent
	for k := time.Duration(0); k < length; k += time.Second {
		src.Keyframes = append(src.Keyframes, k)
	}
	return src
}

// A file over the limit is cut again, and a second run, with a plan that was made anew,
// takes what came of it.
func TestOver(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	src := noisy(t, filepath.Join(dir, "noisy.mp4"), 10*time.Second)
	opts := &chunk.Options{StreamCopy: true, MinLength: 500 * time.Millisecond, Limits: limits(src.Media.Bytes*4/10, 0)}
	p := newPlan(t, src, opts)
	planned := len(p.Files())
	out := t.TempDir()
	results, err := cut.Cut(t.Context(), p, fast(out))
	if err != nil {
		t.Fatal(err)
	}
	again := func(r cut.Result) bool { return r.Again > 0 && r.How == cut.Copied }
	if len(results) <= planned || !slices.ContainsFunc(results, again) {
		t.Errorf("%d files were planned: %+v", planned, results)
	}
	for i := range p.Pieces {
		if piece := &p.Pieces[i]; !piece.Made || piece.Bytes > p.Bounds.MaxBytes {
			t.Errorf("%+v", piece)
		}
	}
	if got := names(t, out); !slices.Equal(got, fileNames(p)) {
		t.Errorf("the folder has %q", got)
	}
	o := fast(out)
	o.FFmpeg = filepath.Join(out, "none")
	second, err := cut.Cut(t.Context(), newPlan(t, src, opts), o)
	if err != nil || len(second) != len(results) {
		t.Fatalf("%+v, %v", second, err)
	}
	for i, r := range second {
		if r.How != cut.Taken || r.Made != results[i].Made || r.Again != results[i].Again {
			t.Errorf("%+v, before it was %+v", r, results[i])
		}
	}
}

func TestOverEncoded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	src := noisy(t, filepath.Join(dir, "noisy.mp4"), 4*time.Second, "-s", "640x480")
	src.Media.Width, src.Media.Height = 640, 480

	// One file of segments gets a lower rate under its name.
	p := newPlan(t, src, &chunk.Options{Large: chunk.WayReencode, Limits: limits(src.Media.Bytes*9/10, 2500*time.Millisecond)})
	o := fast(t.TempDir())
	rate := p.Encode.VideoBitrate
	o.FFmpeg = greedy(t, int(rate*9/10))
	results, err := cut.Cut(t.Context(), p, o)
	if err != nil || len(results) != 1 || results[0].Again == 0 || p.Encode.VideoBitrate >= rate || results[0].Made.Bytes > p.Bounds.MaxBytes {
		t.Errorf("%+v, %v", results, err)
	}

	// One that stays too large, however often it is planned anew, is an error.
	p = newPlan(t, src, &chunk.Options{Limits: limits(src.Media.Bytes*3/10, 0)})
	o = fast(t.TempDir())
	o.FFmpeg = greedy(t, 0)
	results, err = cut.Cut(t.Context(), p, o)
	if !errors.Is(err, chunk.ErrOver) {
		t.Errorf("%+v, %v", results, err)
	}
	if got := names(t, o.Dir); len(got) != len(results) {
		t.Errorf("the folder has %q: %+v", got, results)
	}
}

// Another program at work on the same file is not disturbed.
func TestBusy(t *testing.T) {
	t.Parallel()
	p := smallPlan(t, span(0, 500))
	dir := t.TempDir()
	o := fast(dir)
	other := *o
	o.OnProgress = func(cut.Progress) {
		if len(names(t, dir)) == 0 || !strings.HasPrefix(names(t, dir)[0], ".") {
			return // it is done
		}
		if _, err := cut.Cut(t.Context(), smallPlan(t, span(0, 500)), &other); !errors.Is(err, videotune.ErrBusy) {
			t.Error("two make one file: ", err)
		}
	}
	if _, err := cut.Cut(t.Context(), p, o); err != nil {
		t.Error(err)
	}
	o.OnProgress = nil
	o.Dir = filepath.Join(dir, "none")
	if _, err := cut.Cut(t.Context(), smallPlan(t, span(0, 500)), o); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), o.Dir) {
		t.Error(err)
	}
}

// A copy that begins elsewhere than it was asked to is not taken.
func TestWrongCopy(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, script string
		fallback     cut.Fallback
	}{
		{"from another keyframe on", "-ss) a=$(awk \"BEGIN{print $a-2}\");; -t) a=$(awk \"BEGIN{print $a+2}\")", cut.UnclearMapping},
		{"another stretch", "-ss) a=$(awk \"BEGIN{print $a-2}\")", cut.UnclearMapping},
		{"with an edit list", "-avoid_negative_ts) a=disabled;; -use_editlist) a=1", cut.LeadingEdit},
	} {
		src := source(t, smallClip(t), 10*time.Second)
		src.Use, src.Keyframes = []videotune.Span{span(4000, 5000)}, []time.Duration{4 * time.Second}
		p := newPlan(t, src, &chunk.Options{StreamCopy: true, Limits: limits(src.Media.Bytes*2/3, 0)})
		o := fast(t.TempDir())
		o.FFmpeg = fake(t, `
case " $* " in *" -c:v copy "*)
	prev=
	for a; do
		shift; was=$a
		case $prev in `+tt.script+`;; esac
		set -- "$@" "$a"; prev=$was
	done
esac
exec ffmpeg "$@"`)
		results, err := cut.Cut(t.Context(), p, o)
		if err != nil || len(results) != 1 || results[0].How != cut.Encoded || results[0].Fallback != tt.fallback {
			t.Errorf("%s: %+v, %v", tt.name, results, err)
			continue
		}
		wantLabels(t, p, o.Dir)
	}
}
