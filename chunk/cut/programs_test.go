package cut_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk/cut"
)

// What Commands prints can be run by a shell, and Cut takes what it makes.
func TestCommands(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "it's $HOME")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	uses := []videotune.Span{span(410, 1600), span(3000, 4020)}
	p := smallPlan(t, uses...)
	o := &cut.Options{Dir: dir, Preset: "ultrafast", FFmpeg: "ffmpeg"}
	list, err := cut.Commands(p, o)
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	for _, c := range list {
		if out, err := exec.Command("sh", "-c", c.String()).CombinedOutput(); err != nil || len(out) > 0 {
			t.Fatalf("%v\n%s\n%s", err, c, out)
		}
	}
	o.FFmpeg = filepath.Join(dir, "none")
	results, err := cut.Cut(t.Context(), p, o)
	if err != nil || len(results) != 2 || results[0].How != cut.Taken || results[1].How != cut.Taken {
		t.Fatalf("%+v, %v", results, err)
	}
	if results[0].Made.Start != 440*time.Millisecond {
		t.Errorf("%+v", results[0])
	}
	wantLabels(t, p, dir)
	if list, err = cut.Commands(p, o); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
}

func TestMissing(t *testing.T) {
	p := smallPlan(t)
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	_, err := cut.Cut(t.Context(), p, &cut.Options{Dir: dir})
	e := (*cut.MissingError)(nil)
	if !errors.As(err, &e) || !errors.Is(err, exec.ErrNotFound) || !strings.HasPrefix(e.What, "ff") || !strings.Contains(err.Error(), "install ffmpeg") {
		t.Error(err)
	}
	list, err := cut.Commands(p, &cut.Options{Dir: dir})
	if err != nil || len(list) != 2 || !strings.HasPrefix(list[0].String(), "ffmpeg ") {
		t.Error(list, err)
	}
	if results, err := cut.Cut(t.Context(), newPlan(t, p.Source, nil), nil); err != nil || len(results) > 0 {
		t.Errorf("a plan without files: %+v, %v", results, err)
	}
}

// Without libx264 there is another encoder, and an older ffmpeg has other options.
func TestOtherEncoder(t *testing.T) {
	t.Parallel()
	p := smallPlan(t, span(0, 500), span(3010, 4020))
	dir := t.TempDir()
	o := fast(dir)
	o.FFmpeg = fakeWhole(t, `
case " $* " in
*" -encoders "*) ffmpeg "$@" | grep -v 264;;
*" -h "*) echo "-vsync   video sync method";;
*) exec ffmpeg "$@";;
esac`)
	results, err := cut.Cut(t.Context(), p, o)
	if err != nil || len(results) != 2 || results[0].Encoder != "mpeg4" || results[0].Audio != "aac" {
		t.Fatalf("%+v, %v", results, err)
	}
	wantLabels(t, p, dir)

	o.Encoder, o.Fresh = "libnone", true
	e := (*cut.MissingError)(nil)
	if _, err := cut.Cut(t.Context(), smallPlan(t, span(0, 500)), o); !errors.As(err, &e) || !strings.Contains(err.Error(), "libnone") {
		t.Error(err)
	}
}
