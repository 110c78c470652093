package cut_test

import (
	"bytes"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/chunk/cut"
)

// A clip shows the number of each picture as 12 squares, black for 0 and white for 1.
const (
	clipWidth, clipHeight = 64, 48
	side                  = 16
	columns               = clipWidth / side
)

// drawNumber draws a picture.
func drawNumber(n int) []byte {
	p := make([]byte, clipWidth*clipHeight)
	for i := range p {
		x, y := i%clipWidth, i/clipWidth
		p[i] = 16
		if n>>(y/side*columns+x/side)&1 == 1 {
			p[i] = 235
		}
	}
	return p
}

// readNumber reads a picture.
func readNumber(p []byte) (n int) {
	for bit := range 12 {
		sum := 0
		for i := range 16 { // of the middle of the square
			x, y := bit%columns*side+6+i%4, bit/columns*side+6+i/4
			sum += int(p[y*clipWidth+x])
		}
		if sum > 16*126 {
			n |= 1 << bit
		}
	}
	return n
}

// programs skips a test where they are not installed.
func programs(t testing.TB) {
	t.Helper()
	for _, p := range []string{"ffmpeg", "ffprobe"} {
		if _, err := exec.LookPath(p); err != nil {
			t.Skip("not installed: ", err)
		}
	}
}

// ffmpeg runs the program.
func ffmpeg(t testing.TB, stdin []byte, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("ffmpeg", append([]string{"-hide_banner", "-loglevel", "error", "-y"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewReader(stdin), &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%q: %v\n%s", args, err, &stderr)
	}
	return out
}

// smallClip is a clip of 10 s that tests share. Its index comes first.
func smallClip(t testing.TB) string {
	t.Helper()
	programs(t)
	shared.once.Do(func() {
		path := filepath.Join(shared.dir, "clip.mp4")
		makeClip(t, path, 250, "-movflags", "+faststart")
		shared.path = path
	})
	if shared.path == "" {
		t.Fatal("the clip could not be made")
	}
	return shared.path
}

var shared struct {
	once      sync.Once
	dir, path string
	ffmpeg    string // a script that answers what the program is asked first; "" where there are no scripts
}

// answers are those of an ffmpeg that has the usual encoders.
const answers = `
case " $* " in
*" -encoders "*) echo " V....D libx264 x"; echo " A....D aac x"; exit;;
*" -h "*) exit;;
esac
`

func TestMain(m *testing.M) {
	var err error
	if shared.dir, err = os.MkdirTemp("", "videotune-cut"); err != nil {
		panic(err)
	}
	if runtime.GOOS != "windows" {
		shared.ffmpeg = filepath.Join(shared.dir, "ffmpeg")
		if err := os.WriteFile(shared.ffmpeg, []byte("#!/bin/sh\nPATH=$PATH:/usr/bin:/bin\n"+answers+`exec ffmpeg "$@"`+"\n"), 0o755); err != nil {
			panic(err)
		}
	}
	status := m.Run()
	os.RemoveAll(shared.dir)
	os.Exit(status)
}

// makeClip makes a clip of 25 pictures a second, with a tone, a keyframe every 2 s and
// two pictures between the others that are decoded after the next.
func makeClip(t testing.TB, path string, pictures int, options ...string) {
	t.Helper()
	var raw []byte
	for n := range pictures {
		raw = append(raw, drawNumber(n)...)
	}
	args := []string{"-f", "rawvideo", "-pix_fmt", "gray", "-s", "64x48", "-r", "25", "-i", "pipe:0",
		"-f", "lavfi", "-i", "sine=440:sample_rate=48000", "-shortest", "-c:a", "aac",
		"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "50", "-keyint_min", "50", "-sc_threshold", "0", "-bf", "2", "-x264-params", "b-adapt=0"}
	ffmpeg(t, raw, append(append(args, options...), "file:"+path)...)
}

// A shown is a picture of a file and the time at which it is shown, edit lists left
// aside.
type shown struct {
	at     time.Duration
	number int
}

// watch decodes a file without regard to edit lists.
func watch(t testing.TB, path string) []shown {
	t.Helper()
	return watchWith(t, path, "-ignore_editlist", "1")
}

// watchSource decodes a source as players do.
func watchSource(t testing.TB, path string) []shown {
	t.Helper()
	list, start := watchWith(t, path), containerStart(t, path)
	for i := range list {
		list[i].at -= start
	}
	return list
}

// containerStart returns when the earliest track of a file begins, which is 0 for MP4:
// that has a clock of its own.
func containerStart(t testing.TB, path string) time.Duration {
	t.Helper()
	if strings.HasSuffix(path, ".mp4") {
		return 0
	}
	text := ask(t, path, "format=start_time")
	text = text[strings.LastIndexByte(text, '\n')+1:]
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(path, err)
	}
	if strings.HasSuffix(path, ".ts") { // which counts in ticks of 1/90000 s
		return time.Duration(math.Round(math.Round(seconds*90_000) * 1e9 / 90_000))
	}
	return time.Duration(math.Round(seconds*1e6)) * time.Microsecond
}

func watchWith(t testing.TB, path string, options ...string) []shown {
	t.Helper()
	raw := ffmpeg(t, nil, append(slices.Clone(options), "-i", "file:"+path, "-map", "0:v:0", "-vf", "scale=64:48", "-vsync", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-")...)
	times := presentation(t, path, options...)
	if len(raw) != len(times)*clipWidth*clipHeight {
		t.Fatalf("%s: %d pictures are in it, %d come out", path, len(times), len(raw)/clipWidth/clipHeight)
	}
	var list []shown
	for i, at := range times {
		list = append(list, shown{at, readNumber(raw[i*clipWidth*clipHeight:])})
	}
	return list
}

// presentation returns the times of the pictures of a file in order.
func presentation(t testing.TB, path string, options ...string) (times []time.Duration) {
	t.Helper()
	var ticks []int64
	num, den := int64(0), int64(0)
	for l := range strings.Lines(ask(t, path, "stream=time_base:packet=pts,flags", options...)) {
		field := strings.Split(strings.TrimSpace(l), ",")
		if n, d, ok := strings.Cut(field[0], "/"); ok {
			num, _ = strconv.ParseInt(n, 10, 64)
			den, _ = strconv.ParseInt(d, 10, 64)
			continue
		}
		if pts, err := strconv.ParseInt(field[0], 10, 64); err == nil && len(field) > 1 && !strings.Contains(field[1], "D") {
			ticks = append(ticks, pts)
		}
	}
	if num <= 0 || den <= 0 {
		t.Fatalf("%s: the time base is %d/%d", path, num, den)
	}
	for _, pts := range ticks {
		times = append(times, time.Duration((2*pts*num*int64(time.Second)+den)/(2*den)))
	}
	slices.Sort(times)
	return times
}

// ask asks ffprobe about the pictures of a file.
func ask(t testing.TB, path, what string, options ...string) string {
	t.Helper()
	args := append([]string{"-v", "error", "-select_streams", "v:0", "-show_entries", what, "-of", "csv=p=0"}, options...)
	out, err := exec.Command("ffprobe", append(args, "-i", "file:"+path)...).Output()
	if err != nil {
		t.Fatal(path, err)
	}
	return strings.TrimSpace(string(out))
}

// at returns the number of the picture that a file shows at a time. Times were moved as
// nanoseconds, those of a file are ticks.
func at(list []shown, when time.Duration) int {
	i, exact := slices.BinarySearchFunc(list, when+time.Microsecond, func(s shown, d time.Duration) int { return int(s.at - d) })
	if !exact {
		i--
	}
	if i < 0 {
		return -1
	}
	return list[i].number
}

// hasSound reports whether a file has a track of sound with something to hear.
func hasSound(t testing.TB, path string) bool {
	t.Helper()
	out := ffmpeg(t, nil, "-i", "file:"+path, "-map", "0:a:0?", "-f", "s16le", "-ac", "1", "-")
	return slices.ContainsFunc(out, func(b byte) bool { return b != 0 })
}

// source returns a clip as the source of a plan.
func source(t testing.TB, path string, length time.Duration) chunk.Source {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return chunk.Source{URI: path, Media: videotune.Media{
		Bytes: info.Size(), Duration: length, VideoCodec: "h264", AudioCodec: "aac", Width: clipWidth, Height: clipHeight,
		FrameRate: videotune.Rational{Num: 25, Den: 1}, MIMEType: "video/mp4",
	}}
}

// limits are those of a service that takes small videos only.
func limits(bytes int64, length time.Duration) *videotune.Limits {
	return &videotune.Limits{
		MaxVideoBytes: bytes, DefaultResolution: videotune.ResolutionLow,
		Resolutions: []videotune.ResolutionLimits{{Resolution: videotune.ResolutionLow, MaxDuration: length}},
	}
}

// smallPlan plans the shared clip so that it is cut into two files, or one for each
// stretch of use.
func smallPlan(t testing.TB, use ...videotune.Span) *chunk.Plan {
	t.Helper()
	src := source(t, smallClip(t), 10*time.Second)
	src.Use = use
	return newPlan(t, src, &chunk.Options{Limits: limits(src.Media.Bytes*2/3, 0)})
}

// span is a stretch in milliseconds.
func span(from, to time.Duration) videotune.Span {
	return videotune.Span{Start: from * time.Millisecond, End: to * time.Millisecond}
}

// fast are options for tests. The program is not asked each time what it can do.
func fast(dir string) *cut.Options {
	return &cut.Options{Dir: dir, Preset: "ultrafast", FFmpeg: shared.ffmpeg}
}

// newPlan plans a source.
func newPlan(t testing.TB, src chunk.Source, opts *chunk.Options) *chunk.Plan {
	t.Helper()
	p, err := chunk.New(src, opts)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// wantLabels moves a label for each picture of the source and wants it to point at
// that picture. It returns how many were moved.
func wantLabels(t testing.TB, p *chunk.Plan, dir string) int {
	t.Helper()
	return wantLabelsOf(t, p, dir, watchSource(t, p.Source.URI))
}

func wantLabelsOf(t testing.TB, p *chunk.Plan, dir string, src []shown) int {
	t.Helper()
	length, _ := p.Source.Media.Length()
	var labels []videotune.Span
	for i, s := range src {
		if s.at >= length { // by the facts there is nothing
			break
		}
		end := length
		if i+1 < len(src) {
			end = src[i+1].at
		}
		labels = append(labels, videotune.Span{Start: s.at, End: end})
	}
	watched := make(map[string][]shown)
	for _, f := range p.Files() {
		if !f.Made {
			t.Fatalf("%s was not made", f.Name)
		}
		watched[f.Name] = watch(t, filepath.Join(dir, f.Name))
	}
	placed, counts := p.Place(labels, chunk.EdgeSplit)
	if counts.Invalid > 0 || counts.Dropped > 0 || len(p.Source.Use) == 0 && counts.Outside > 0 {
		t.Errorf("%+v", counts)
	}
	moved := 0
	for _, l := range placed {
		if l.Span.Start == l.Span.End { // it ends, or begins, where the piece does
			continue
		}
		moved++
		piece := &p.Pieces[l.Piece]
		local := l.Span.Start
		if piece.Segment {
			local += piece.Actual().Start - piece.Origin
		}
		if got := at(watched[piece.Name], local); got != src[l.Event].number {
			t.Errorf("%s: at %s is picture %d, the label of %d (at %s of the source) was moved there", piece.Name, local, got, src[l.Event].number, src[l.Event].at)
			return 0
		}
	}
	return moved
}

// names lists a folder.
func names(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func fileNames(p *chunk.Plan) (list []string) {
	for _, f := range p.Files() {
		list = append(list, f.Name)
	}
	slices.Sort(list)
	return list
}
