package cut_test

import (
	"errors"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/chunk/cut"
)

// lateClip remuxes the clip so that its pictures begin 2 s after its sound, and returns
// it as a source that is known to end with its last picture.
func lateClip(t *testing.T, name string, options ...string) chunk.Source {
	t.Helper()
	clip := smallClip(t)
	path := filepath.Join(t.TempDir(), name)
	args := []string{"-itsoffset", "2", "-i", clip, "-i", clip, "-map", "0:v", "-map", "1:a", "-c", "copy"}
	ffmpeg(t, nil, append(append(args, options...), "file:"+path)...)
	list := watchSource(t, path)
	src := source(t, path, list[len(list)-1].at+40*time.Millisecond)
	if first := list[0].at; first < 1900*time.Millisecond || first > 2100*time.Millisecond {
		t.Fatalf("%s: the first picture is at %s", name, first)
	}
	return src
}

// Times count from the earliest track, as players show them, also where the pictures
// begin later.
func TestLatePictures(t *testing.T) {
	for _, name := range []string{"late.mkv", "late.ts", "late.flv"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src := lateClip(t, name)
			length := src.Media.Duration
			src.Use = []videotune.Span{span(0, 2500), span(3000, 4000), {Start: 11 * time.Second, End: length}}
			p := newPlan(t, src, &chunk.Options{Limits: limits(src.Media.Bytes*2/3, 0)})
			o := fast(t.TempDir())
			results, err := cut.Cut(t.Context(), p, o)
			if err != nil || len(results) != 3 {
				t.Fatal(results, err)
			}
			list := watchSource(t, src.URI)
			if got := watch(t, results[1].Path)[0].number; got != at(list, 3*time.Second) || got < 23 || got > 25 {
				t.Errorf("the piece from 3 s on begins with picture %d", got)
			}
			if end := results[2].Made.Start + results[2].Made.Duration; end < length-50*time.Millisecond {
				t.Errorf("the last piece ends at %s of %s", end, length)
			}
			if late := results[0].Made.Start - list[0].at; max(late, -late) > time.Microsecond {
				t.Errorf("the first piece begins at %s", results[0].Made.Start)
			}
			if n := wantLabels(t, p, o.Dir); n < 60 {
				t.Errorf("%d labels were moved", n)
			}
		})
	}
}

// At keyframes, with those that Keyframes tells.
func TestLateCopies(t *testing.T) {
	t.Parallel()
	src := lateClip(t, "late.mkv")
	var err error
	if src.Keyframes, err = cut.Keyframes(t.Context(), src.URI, nil); err != nil || len(src.Keyframes) != 5 || src.Keyframes[0] != watchSource(t, src.URI)[0].at {
		t.Fatal(src.Keyframes, err)
	}
	p := newPlan(t, src, &chunk.Options{StreamCopy: true, Limits: limits(src.Media.Bytes*2/3, 0)})
	o := fast(t.TempDir())
	results, err := cut.Cut(t.Context(), p, o)
	if err != nil || len(results) != 2 || results[0].How != cut.Copied || results[1].How != cut.Copied {
		t.Fatalf("%+v, %v", results, err)
	}
	if n := wantLabels(t, p, o.Dir); n < 240 {
		t.Errorf("%d labels were moved", n)
	}
}

// Pictures that stand still are repeated from the first one on.
func TestLateSlides(t *testing.T) {
	t.Parallel()
	clip := smallClip(t)
	path := filepath.Join(t.TempDir(), "slides.mkv")
	ffmpeg(t, nil, "-itsoffset", "2", "-i", clip, "-i", clip, "-map", "0:v", "-map", "1:a", "-vf", "select='not(mod(n,90))'", "-vsync", "vfr", "-c:v", "libx264", "-preset", "ultrafast", "-g", "3", "-r", "25", "file:"+path)
	src := source(t, path, 9*time.Second)
	src.Use = []videotune.Span{span(0, 4000)}
	p := newPlan(t, src, &chunk.Options{Limits: limits(src.Media.Bytes*2/3, 0)})
	o := fast(t.TempDir())
	results, err := cut.Cut(t.Context(), p, o)
	if err != nil || len(results) != 1 {
		t.Fatal(results, err)
	}
	first := watchSource(t, path)[0].at
	if m := results[0].Made; m.Start-m.FirstPTS > first || m.Start < first-40*time.Millisecond || m.Start+m.Duration < 3900*time.Millisecond {
		t.Errorf("%+v, the first picture is at %s", m, first)
	}
	wantLabels(t, p, o.Dir)
}

// What is made by hand is taken for what it is: of MP4 that begins late the program
// counts from there.
func TestLateByHand(t *testing.T) {
	t.Parallel()
	late := filepath.Join(t.TempDir(), "late.mp4")
	ffmpeg(t, nil, "-itsoffset", "0.5", "-i", smallClip(t), "-c", "copy", "-an", "file:"+late)
	for _, src := range []chunk.Source{lateClip(t, "late.mkv"), source(t, late, 10500*time.Millisecond)} {
		wantByHand(t, src)
	}
}

func wantByHand(t *testing.T, src chunk.Source) {
	t.Helper()
	src.Use = []videotune.Span{span(3010, 4000)}
	p := newPlan(t, src, &chunk.Options{Limits: limits(src.Media.Bytes*2/3, 0)})
	o := fast(t.TempDir())
	list, err := cut.Commands(p, o)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	if out, err := exec.Command("sh", "-c", list[0].String()).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if results, err := cut.Cut(t.Context(), p, o); err != nil || len(results) != 1 || results[0].How != cut.Taken {
		t.Fatalf("%+v, %v", results, err)
	}
	if n := wantLabels(t, p, o.Dir); n < 10 {
		t.Errorf("%d labels were moved", n)
	}
}

// A stretch that the pictures of the source do not reach is an error, whatever the
// container.
func TestStretchesWithoutPictures(t *testing.T) {
	t.Parallel()
	src := lateClip(t, "late.mkv")
	length := src.Media.Duration
	for _, tt := range []struct {
		use    videotune.Span
		longer time.Duration // by the facts
		want   error
	}{
		{span(500, 1500), 0, cut.ErrNoPicture},
		{videotune.Span{Start: length - 2*time.Second, End: length + 2*time.Second}, 2 * time.Second, cut.ErrShort},
	} {
		src.Use, src.Media.Duration = []videotune.Span{tt.use}, length+tt.longer
		p := newPlan(t, src, &chunk.Options{Limits: limits(src.Media.Bytes*2/3, 0)})
		results, err := cut.Cut(t.Context(), p, fast(t.TempDir()))
		if !errors.Is(err, tt.want) {
			t.Errorf("%v: %+v, %v", tt.use, results, err)
		}
	}
}
