package cut_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/chunk/cut"
	"github.com/seed-57910ec4/videotune/probe"
)

func TestCut(t *testing.T) {
	src := source(t, smallClip(t), 10*time.Second)
	for k := time.Duration(0); k < 10*time.Second; k += 2 * time.Second {
		src.Keyframes = append(src.Keyframes, k)
	}
	for _, tt := range []struct {
		name     string
		how      cut.How
		firstPTS time.Duration
	}{
		{"encoded", cut.Encoded, 0},
		{"copied", cut.Copied, 80 * time.Millisecond}, // two pictures wait for the next one
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newPlan(t, src, &chunk.Options{StreamCopy: tt.how == cut.Copied, Limits: limits(src.Media.Bytes*4/5, 0)})
			dir := t.TempDir()
			o := fast(dir)
			o.FFmpeg = "" // the real one
			shares := make(map[string]float64)
			o.OnProgress = func(p cut.Progress) {
				if p.Share() < shares[p.Name] || p.Share() > 1 || p.URI != src.URI || p.File > p.Files {
					t.Errorf("%+v", p)
				}
				shares[p.Name] = p.Share()
			}
			results, err := cut.Cut(t.Context(), p, o)
			if err != nil {
				t.Fatal(err)
			}
			if len(results) != 2 || len(p.Files()) != 2 {
				t.Fatalf("%+v", results)
			}
			for _, r := range results {
				if r.How != tt.how || r.Fallback != cut.NoFallback || r.Again != 0 || r.Made.FirstPTS != tt.firstPTS || r.Made.Duration < 3*time.Second {
					t.Errorf("%+v", r)
				}
				if !hasSound(t, r.Path) {
					t.Errorf("%s has no sound", r.Name)
				}
				if shares[r.Name] < 0.9 {
					t.Errorf("%s: the last progress is %v", r.Name, shares[r.Name])
				}
				if data, err := os.ReadFile(r.Path); err != nil || bytes.Contains(data, []byte("elst")) || bytes.Index(data, []byte("moov")) > bytes.Index(data, []byte("mdat")) {
					t.Errorf("%s has an edit list, or its index at the end (%v)", r.Name, err)
				}
				if info, err := os.Stat(r.Path); err != nil || info.Size() != r.Made.Bytes || info.Mode().Perm()&0o444 != 0o444 {
					t.Error(info, err)
				}
			}
			if got := names(t, dir); !slices.Equal(got, fileNames(p)) {
				t.Errorf("the folder has %q", got)
			}
			if n := wantLabels(t, p, dir); n != 250 {
				t.Errorf("%d labels were moved", n)
			}
		})
	}
}

// A second run, with the plan that was written or with one that was made anew, makes
// nothing.
func TestSecondRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, err := os.ReadFile(smallClip(t))
	if err != nil {
		t.Fatal(err)
	}
	clip := filepath.Join(t.TempDir(), "clip.mp4")
	newPlan := func() *chunk.Plan {
		if err := os.WriteFile(clip, data, 0o644); err != nil {
			t.Fatal(err)
		}
		src := source(t, clip, 10*time.Second)
		src.Use = []videotune.Span{span(400, 1600), span(3010, 4020)}
		return newPlan(t, src, &chunk.Options{Limits: limits(src.Media.Bytes*2/3, 0)})
	}
	p := newPlan()
	first, err := cut.Cut(t.Context(), p, fast(dir))
	if err != nil {
		t.Fatal(err)
	}
	times := modTimes(t, dir)
	o := fast(dir)
	o.FFmpeg = filepath.Join(dir, "none") // nothing may need it
	if results, err := cut.Cut(t.Context(), p, o); err != nil || len(results) > 0 {
		t.Errorf("with the same plan: %+v, %v", results, err)
	}
	p2 := newPlan()
	second, err := cut.Cut(t.Context(), p2, o)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range second {
		if r.How != cut.Taken || r.Made != first[i].Made || r.Name != first[i].Name {
			t.Errorf("%+v, before it was %+v", r, first[i])
		}
	}
	if !maps.Equal(times, modTimes(t, dir)) {
		t.Error("files were made anew")
	}
	wantLabels(t, p2, dir)

	// What is not whole, or of another source, or of somebody else, is made anew.
	broken := func(change func(path string)) {
		t.Helper()
		change(first[0].Path)
		results, err := cut.Cut(t.Context(), newPlan(), fast(dir))
		if err != nil || len(results) != 2 || results[0].How != cut.Encoded || results[0].Made != first[0].Made || results[1].How != cut.Taken {
			t.Errorf("%+v, %v", results, err)
		}
	}
	broken(func(path string) {
		if err := os.Truncate(path, first[0].Made.Bytes*3/4); err != nil {
			t.Fatal(err)
		}
	})
	broken(func(path string) {
		ffmpeg(t, nil, "-i", shared.path, "-t", "1.2", "-c", "copy", path)
	})
	if got := names(t, dir); !slices.Equal(got, fileNames(p)) {
		t.Errorf("the folder has %q", got)
	}
	data = append(data, "\x00\x00\x00\x08free"...)
	if results, err := cut.Cut(t.Context(), newPlan(), fast(dir)); err != nil || results[0].How != cut.Encoded || results[1].How != cut.Encoded {
		t.Errorf("of another source: %+v, %v", results, err)
	}
}

func modTimes(t *testing.T, dir string) map[string]time.Time {
	t.Helper()
	m := make(map[string]time.Time)
	for _, name := range names(t, dir) {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		m[name] = info.ModTime()
	}
	return m
}

func TestChangedSource(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(smallClip(t))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	clip := filepath.Join(dir, "clip.mp4")
	for _, tt := range []struct {
		name  string
		bytes int64 // by the facts
		data  []byte
		want  error
		say   string
	}{
		{"cut, by the facts too", int64(len(data) / 2), data[:len(data)/2], cut.ErrShort, "get it again"},
		{"cut in the piece", int64(len(data) * 7 / 8), data[:len(data)*7/8], cut.ErrShort, "its last picture"},
		{"a list of others", 40, []byte("ffconcat version 1.0\nfile '" + shared.path + "'\n"), nil, "Invalid argument"},
		{"cut since it was looked at", int64(len(data)), data[:len(data)/2], cut.ErrChanged, "probe it again"},
		{"no video", 9, []byte("no video\n"), nil, "Invalid data"},
		{"gone", 9, nil, os.ErrNotExist, "clip.mp4"},
	} {
		os.Remove(clip)
		if tt.name == "a list of others" {
			tt.bytes = int64(len(tt.data))
		}
		if tt.data != nil {
			if err := os.WriteFile(clip, tt.data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		src := chunk.Source{URI: clip, Media: videotune.Media{Bytes: tt.bytes, Duration: 10 * time.Second}}
		p := newPlan(t, src, &chunk.Options{Limits: limits(max(1, tt.bytes*3/4), 0)})
		if p.Action != chunk.ActionCuts {
			t.Fatal(p.Why())
		}
		p.Pieces = p.Pieces[len(p.Pieces)-1:] // which wants the end
		out := t.TempDir()
		results, err := cut.Cut(t.Context(), p, fast(out))
		if err == nil || tt.want != nil && !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.say) || !strings.Contains(err.Error(), clip) || len(results) > 0 {
			t.Errorf("%s: %+v, %v", tt.name, results, err)
		}
		if got := names(t, out); len(got) > 0 || p.Pieces[0].Made {
			t.Errorf("%s: the folder has %q", tt.name, got)
		}
	}
}

// A source that was replaced by another of the same size is told by its ETag.
func TestReplacedSource(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(smallClip(t))
	if err != nil {
		t.Fatal(err)
	}
	dir, clip := t.TempDir(), filepath.Join(t.TempDir(), "clip.mp4")
	day := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	put := func(at time.Time) {
		t.Helper()
		if err := errors.Join(os.WriteFile(clip, data, 0o644), os.Chtimes(clip, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	plan := func(etag string) *chunk.Plan {
		src := source(t, clip, 10*time.Second)
		src.Use, src.Media.ETag = []videotune.Span{span(0, 500)}, etag
		return newPlan(t, src, &chunk.Options{Limits: limits(src.Media.Bytes*2/3, 0)})
	}
	put(day)
	facts, err := probe.Probe(t.Context(), clip, nil)
	if err != nil || facts.ETag == "" {
		t.Fatal(facts, err)
	}
	want := func(etag string, how cut.How) {
		t.Helper()
		if results, err := cut.Cut(t.Context(), plan(etag), fast(dir)); err != nil || len(results) != 1 || results[0].How != how {
			t.Errorf("%q: %+v, %v", etag, results, err)
		}
	}
	want(facts.ETag, cut.Encoded)
	want(facts.ETag, cut.Taken)
	put(day.Add(time.Hour))
	o := fast(dir)
	o.Fresh = true
	if results, err := cut.Cut(t.Context(), plan(facts.ETag), o); !errors.Is(err, cut.ErrChanged) || !strings.Contains(err.Error(), "probe it again") {
		t.Errorf("by the facts of before: %+v, %v", results, err)
	}
	again, err := probe.Probe(t.Context(), clip, nil)
	if err != nil || again.Bytes != facts.Bytes {
		t.Fatal(again, err)
	}
	want(again.ETag, cut.Encoded)
	want("generation:17", cut.Encoded) // of the file that this is a copy of
	want("generation:17", cut.Taken)
	want("generation:18", cut.Encoded)
	want("", cut.Encoded)
}

// TestNames wants every path to be taken for a file, in whatever folder.
func TestNames(t *testing.T) {
	smallClip(t)
	data, err := os.ReadFile(shared.path)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	for i, name := range []string{`-i.mp4`, `a b'c"d$(e)%03d;&|.mp4`, "new\nline:ünï\u202ecode*?[].mp4", `talk:x.mp4`, `./http:x.mp4`} {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Skip(err) // a system that has no such names
		}
		src := source(t, "./"+name, 10*time.Second)
		src.URI = name
		src.Use = []videotune.Span{span(5000, 5520)}
		p := newPlan(t, src, &chunk.Options{Limits: limits(src.Media.Bytes*2/3, 0)})
		dir := fmt.Sprintf("-out %d %%d 'x\"\n:é", i)
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		results, err := cut.Cut(t.Context(), p, fast(dir))
		if err != nil || len(results) != 1 || results[0].How != cut.Encoded {
			t.Errorf("%q: %+v, %v", name, results, err)
			continue
		}
		if got := names(t, dir); !slices.Equal(got, fileNames(p)) {
			t.Errorf("the folder has %q", got)
		}
		list := watch(t, filepath.Join(".", dir, results[0].Name))
		if len(list) != 13 || list[0].number != 125 || list[12].number != 137 {
			t.Errorf("%q: %v", name, list)
		}
	}
}

func TestLocal(t *testing.T) {
	t.Parallel()
	clip := smallClip(t)
	src := source(t, clip, 10*time.Second)
	src.URI, src.Use = "gs://bucket/a/clip.mp4", []videotune.Span{span(0, 500)}
	p := newPlan(t, src, &chunk.Options{Limits: limits(src.Media.Bytes*2/3, 0)})
	dir := t.TempDir()
	if _, err := cut.Cut(t.Context(), p, fast(dir)); !errors.Is(err, cut.ErrNotLocal) || !strings.Contains(err.Error(), src.URI) {
		t.Error(err)
	}
	if _, err := cut.Commands(p, fast(dir)); !errors.Is(err, cut.ErrNotLocal) {
		t.Error(err)
	}
	o := fast(dir)
	oops := errors.New("oops")
	o.Local = func(context.Context, string) (string, error) { return "", oops }
	if _, err := cut.Cut(t.Context(), p, o); !errors.Is(err, oops) {
		t.Error(err)
	}
	o.Local = func(context.Context, string) (string, error) { return "", nil } // it knows of none
	if _, err := cut.Cut(t.Context(), p, o); !errors.Is(err, cut.ErrNotLocal) {
		t.Error(err)
	}
	if filepath.Separator == '/' {
		for _, uri := range []string{clip, "file://" + clip, "file://localhost" + clip, "file:" + clip} {
			if keys, err := cut.Keyframes(t.Context(), uri, o); err != nil || len(keys) != 5 {
				t.Errorf("%s: %v, %v", uri, keys, err)
			}
		}
	}
	if _, err := cut.Keyframes(t.Context(), "file:clip.mp4", o); !errors.Is(err, cut.ErrNotLocal) || !strings.Contains(err.Error(), "want a file URI such as") {
		t.Error(err)
	}
	o.Local = func(_ context.Context, uri string) (string, error) {
		if uri != src.URI {
			t.Error(uri)
		}
		return clip, nil
	}
	if results, err := cut.Cut(t.Context(), p, o); err != nil || len(results) != 1 {
		t.Error(results, err)
	}
}

// TestReencode wants the size and the segments of the plan.
func TestReencode(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	clip := filepath.Join(dir, "large.mp4")
	programs(t)
	ffmpeg(t, nil, "-f", "lavfi", "-i", "testsrc2=s=640x480:r=10:d=12", "-c:v", "libx264", "-preset", "ultrafast", "-qp", "20", clip)
	src := source(t, clip, 12*time.Second)
	src.Media.Width, src.Media.Height, src.Media.Audio, src.Media.AudioCodec = 640, 480, videotune.Absent, ""
	src.Media.FrameRate.Num = 10
	p := newPlan(t, src, &chunk.Options{Large: chunk.WayReencode, Limits: limits(src.Media.Bytes*9/10, 5*time.Second)})
	if p.Action != chunk.ActionReencode || !p.Pieces[0].Segment {
		t.Fatal(p.Why())
	}
	results, err := cut.Cut(t.Context(), p, fast(dir))
	if err != nil || len(results) != 1 {
		t.Fatal(results, err)
	}
	want := fmt.Sprintf("%d,%d", p.Encode.Width, p.Encode.Height)
	if got := ask(t, results[0].Path, "stream=width,height"); got != want {
		t.Errorf("%s pixels, want %s", got, want)
	}
	for i := range p.Pieces {
		if !p.Pieces[i].Made || p.Pieces[i].Bytes > p.Bounds.TargetBytes {
			t.Errorf("%+v", p.Pieces[i])
		}
	}
}

func TestCutAll(t *testing.T) {
	t.Parallel()
	clip := smallClip(t)
	opts := &chunk.Options{}
	var sources []chunk.Source
	for _, uri := range []string{clip + ".gone.mp4", clip} {
		src := source(t, clip, 10*time.Second)
		src.URI, src.Use = uri, []videotune.Span{span(0, 500)}
		opts.Limits = limits(src.Media.Bytes*2/3, 0)
		sources = append(sources, src)
	}
	set, err := chunk.All(sources, opts)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	results, err := cut.CutAll(t.Context(), set, fast(dir))
	if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "gone.mp4") || len(results) != 1 || results[0].URI != clip {
		t.Errorf("%+v, %v", results, err)
	}
	if got := names(t, dir); !slices.Equal(got, fileNames(set.Plans[1])) {
		t.Errorf("the folder has %q", got)
	}
}
