package cut_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/chunk/cut"
)

// TestSources cuts videos whose clocks are odd, at places that are.
func TestSources(t *testing.T) {
	clip := smallClip(t)
	remux := []string{"-i", clip, "-c", "copy"}
	slides := func(rate string) []string {
		return []string{"-i", clip, "-vf", "select='not(mod(n,90))+between(n,101,121)'", "-vsync", "vfr", "-c:v", "libx264", "-preset", "ultrafast", "-g", "3", "-r", rate}
	}
	for _, tt := range []struct {
		name     string
		args     []string
		length   time.Duration
		copied   bool // is asked for
		use      []videotune.Span
		how      []cut.How
		fallback []cut.Fallback
	}{
		{"edited.mp4", append([]string{"-ss", "1.3"}, remux...), 8700 * time.Millisecond, false,
			[]videotune.Span{span(0, 1000), span(4000, 8700)}, []cut.How{cut.Encoded, cut.Encoded}, nil},
		{"editcopy.mp4", append([]string{"-ss", "1.3"}, remux...), 8700 * time.Millisecond, true,
			[]videotune.Span{span(0, 1000), span(4680, 8700)}, []cut.How{cut.Encoded, cut.Copied}, []cut.Fallback{cut.NoKeyframe, ""}},
		{"late.mp4", []string{"-itsoffset", "1.5", "-i", clip, "-i", clip, "-map", "0:v", "-map", "1:a", "-c", "copy"}, 11500 * time.Millisecond, false,
			[]videotune.Span{span(0, 3000), span(6010, 7000)}, []cut.How{cut.Encoded, cut.Encoded}, nil},
		{"shifted.mp4", append(remux[:len(remux):len(remux)], "-use_editlist", "0"), 10 * time.Second, true,
			[]videotune.Span{span(0, 1000), span(5080, 7000)}, []cut.How{cut.Copied, cut.Copied}, []cut.Fallback{"", ""}},
		{"open.mp4", []string{"-i", clip, "-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-bf", "2", "-x264-params", "open-gop=1:b-adapt=0", "-an"}, 10 * time.Second, true,
			[]videotune.Span{span(4000, 5000)}, []cut.How{cut.Encoded}, []cut.Fallback{cut.OpenGroup}},
		{"stream.ts", remux, 10 * time.Second, false,
			[]videotune.Span{span(6010, 7000)}, []cut.How{cut.Encoded}, nil},
		{"copy.mkv", remux, 10 * time.Second, true,
			[]videotune.Span{span(6023, 7000)}, []cut.How{cut.Copied}, nil}, // the sound begins 23 ms before the pictures
		{"slides.mkv", slides("25"), 10 * time.Second, true,
			[]videotune.Span{span(0, 2000), span(5010, 6000)}, []cut.How{cut.Encoded, cut.Encoded}, []cut.Fallback{cut.StillPicture, cut.StillPicture}},
		{"ntsc.mp4", []string{"-r", "30000/1001", "-i", clip, "-c:v", "libx264", "-preset", "ultrafast", "-an"}, 8341666666, false,
			[]videotune.Span{span(6010, 7000)}, []cut.How{cut.Encoded}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), tt.name)
			ffmpeg(t, nil, append(tt.args, "file:"+path)...)
			src := source(t, path, tt.length)
			src.Use = tt.use
			if tt.name == "ntsc.mp4" {
				src.Media.FrameRate = videotune.Rational{Num: 30000, Den: 1001}
			}
			for _, u := range tt.use {
				src.Keyframes = append(src.Keyframes, u.Start)
			}
			p := newPlan(t, src, &chunk.Options{StreamCopy: tt.copied, MinLength: 500 * time.Millisecond, Limits: limits(src.Media.Bytes*2/3, 0)})
			dir := t.TempDir()
			results, err := cut.Cut(t.Context(), p, fast(dir))
			if err != nil {
				t.Fatal(err)
			}
			if len(results) != len(tt.how) || p.StreamCopy != tt.copied {
				t.Fatalf("%+v", results)
			}
			for i, r := range results {
				if r.How != tt.how[i] || i < len(tt.fallback) && r.Fallback != tt.fallback[i] {
					t.Errorf("%+v", r)
				}
				if end := r.Made.Start + r.Made.Duration; r.Made.Start > tt.use[i].Start && i > 0 || end < tt.use[i].End-200*time.Millisecond || end > tt.use[i].End+200*time.Millisecond {
					t.Errorf("%s to %s were wanted, there is %+v", tt.use[i].Start, tt.use[i].End, r.Made)
				}
			}
			if n := wantLabels(t, p, dir); n < 20 && tt.name != "slides.mkv" {
				t.Errorf("%d labels were moved", n)
			}
		})
	}
}
