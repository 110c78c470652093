package ffprobe

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
)

// script returns a program that does what a line of shell says.
func script(t *testing.T, line string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the programs of this test are shell scripts")
	}
	path := filepath.Join(t.TempDir(), "ffprobe")
	if err := os.WriteFile(path, []byte("#!/bin/sh\nPATH=$PATH:/usr/bin:/bin\n"+line+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFind(t *testing.T) {
	program := script(t, "true")
	if got, err := Find(program); err != nil || got != program {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := Find(program + "-not"); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "install ffmpeg") {
		t.Error(err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := Find(""); !errors.Is(err, exec.ErrNotFound) {
		t.Error(err)
	}
	t.Setenv("PATH", filepath.Dir(program))
	if got, err := Find(""); err != nil || got != program {
		t.Errorf("%q, %v", got, err)
	}
}

// TestSamples wants what truth.jsonl has, which another ffprobe said.
func TestSamples(t *testing.T) {
	program := testmedia.Program(t, "ffprobe")
	for _, tr := range testmedia.Truths(t) {
		m, err := Read(context.Background(), program, testmedia.Path(tr.File))
		if tr.Error != "" {
			if !errors.Is(err, ErrUnreadable) || !strings.Contains(err.Error(), tr.File) {
				t.Errorf("%s: %v", tr.File, err)
			}
			continue
		}
		want := videotune.Media{
			Video: videotune.Absent, Audio: videotune.Absent, ContainerDuration: parseSeconds(tr.Duration),
			Container: m.Container, MIMEType: m.MIMEType, Duration: m.Duration,
		}
		for _, st := range tr.Streams {
			if st.Type == "audio" {
				want.Audio, want.AudioCodec = videotune.Present, st.Codec
				continue
			}
			want.Video, want.VideoCodec, want.Width, want.Height = videotune.Present, st.Codec, st.W, st.H
			if err := want.FrameRate.UnmarshalText([]byte(st.FPS)); err != nil {
				t.Fatal(err)
			}
		}
		if err != nil || m != want {
			t.Errorf("%s: %v\ngot  %+v\nwant %+v", tr.File, err, m, want)
		}
		length, ok := m.Length()
		if span := tr.VideoSpan(t); ok && span > 0 && testmedia.Apart(length, span) > 85*time.Millisecond { // FLV tells the audio's
			t.Errorf("%s: %v, the packets say %v", tr.File, length, span)
		}
		ext := filepath.Ext(tr.File)
		types := map[string]string{".mp4": "mp4 video/mp4", ".mov": "mov video/quicktime", ".3gp": "3gp video/3gpp", ".avi": "avi video/avi", ".flv": "flv video/x-flv",
			".mpg": "mpegps video/mpeg", ".ogv": "ogg video/ogg", ".ts": "mpegts video/mp2t", ".mkv": " ", ".webm": " "}
		if got := m.Container + " " + m.MIMEType; got != types[ext] && !strings.Contains(tr.File, "audio_only") && !strings.HasPrefix(tr.File, "bad_") {
			t.Errorf("%s: %s", tr.File, got)
		}
	}
}

// TestNames reads files whose names mean other things elsewhere.
func TestNames(t *testing.T) {
	program := testmedia.Program(t, "ffprobe")
	data, err := os.ReadFile(testmedia.Path("avi_mpeg4_mp3_5s.avi"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	for _, name := range []string{"-version", "-", "http:x.avi", "concat:a.avi|b.avi", "pipe:0", "a b'c\"d.avi", "ü$(x)\n;.avi", "%03d.avi", "file:x"} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Logf("%q: %v", name, err) // a file system may not allow it
			continue
		}
		if m, err := Read(context.Background(), program, name); err != nil || m.VideoCodec != "mpeg4" {
			t.Errorf("%q: %+v, %v", name, m, err)
		}
	}
	for _, name := range []string{"none.avi", "", "nul\x00.avi", "http://127.0.0.1:1/a.avi"} {
		if m, err := Read(context.Background(), program, name); err == nil {
			t.Errorf("%q: %+v", name, m)
		}
	}
}

// TestPlaylist wants no file to be opened that another names.
func TestPlaylist(t *testing.T) {
	program := testmedia.Program(t, "ffprobe")
	abs, err := filepath.Abs(testmedia.Path("ts_h264_5s.ts"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n" + abs + "\n#EXT-X-ENDLIST\n",
		"a.txt":  "ffconcat version 1.0\nfile a.ts\n",
		"%d.png": "a row of pictures",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if m, err := Read(context.Background(), program, path); !errors.Is(err, ErrUnreadable) {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
}

func TestProgramFails(t *testing.T) {
	for name, tt := range map[string]struct {
		line string
		is   error
		says string
	}{
		"last line":       {`echo first >&2; printf 'la\033[31mst\n\n' >&2; exit 1`, ErrUnreadable, "x.avi: ffprobe cannot read it: la[31mst"},
		"says nothing":    {`exit 3`, ErrUnreadable, "exit status 3"},
		"long line":       {`head -c 100000 /dev/zero | tr '\0' x >&2; exit 1`, ErrUnreadable, "xxx…"},
		"floods":          {`while :; do echo 0123456789012345678901234567890123456789; done`, ErrUnreadable, "more than 1048576 bytes"},
		"no JSON":         {`echo hello`, ErrUnreadable, "JSON"},
		"nothing":         {`true`, ErrUnreadable, "JSON"},
		"is not there":    {"", os.ErrNotExist, ""},
		"other JSON type": {`echo '{"streams": 5}'`, ErrUnreadable, "JSON"},
	} {
		program := script(t, tt.line)
		if tt.line == "" {
			program += "-not"
		}
		_, err := Read(context.Background(), program, "x.avi")
		if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) || len(err.Error()) > 1000 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCancel(t *testing.T) {
	program := script(t, "sleep 60")
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	begin := time.Now()
	if _, err := Read(ctx, program, "x.avi"); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if d := time.Since(begin); d > 5*time.Second {
		t.Errorf("%v", d)
	}
	own, stop := context.WithTimeoutCause(context.Background(), 50*time.Millisecond, ErrTimeout)
	defer stop()
	if _, err := Read(own, program, "x.avi"); !errors.Is(err, ErrTimeout) || errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

// TestArguments wants the name of the file to be one argument, the last.
func TestArguments(t *testing.T) {
	out := filepath.Join(t.TempDir(), "args")
	program := script(t, `for a; do echo "$a"; done > `+out+`; echo '{}'`)
	if _, err := Read(context.Background(), program, "-i http:a b"); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	wd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	args := strings.Split(strings.TrimSpace(string(b)), "\n")
	if last := args[len(args)-1]; last != "file:"+filepath.Join(wd, "-i http:a b") {
		t.Errorf("%q", args)
	}
	if !strings.Contains(string(b), "-protocol_whitelist\nfile\n") {
		t.Errorf("%q", args)
	}
}
