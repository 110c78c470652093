package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/chunk/cut"
	"github.com/seed-57910ec4/videotune/probe"
)

// The recording of TestLongRecording shows the number of each picture as squares,
// black for 0 and white for 1.
const (
	pictures      = 26 * 60 * picturesASec
	picturesASec  = 5
	pictureLength = time.Second / picturesASec
	pictureWidth  = 64
	pictureHeight = 64
	bits          = 16
	square        = 16
)

// drawBits draws a picture.
func drawBits(n int) []byte {
	p := make([]byte, pictureWidth*pictureHeight)
	for i := range p {
		if n>>(i/pictureWidth/square*4+i%pictureWidth/square)&1 == 1 {
			p[i] = 255
		}
	}
	return p
}

// readBits reads the middle of each square of a picture.
func readBits(p []byte) (n int) {
	for bit := range bits {
		if p[(bit/4*square+square/2)*pictureWidth+bit%4*square+square/2] > 127 {
			n |= 1 << bit
		}
	}
	return n
}

// ffmpeg runs the program.
func ffmpeg(t *testing.T, stdin []byte, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("ffmpeg", append([]string{"-hide_banner", "-loglevel", "error"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewReader(stdin), &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("ffmpeg %q: %v\n%s", args, err, &stderr)
	}
	return out
}

// makeRecording makes 26 minutes of small pictures with sound that is not compressed:
// 150 MB.
func makeRecording(t *testing.T, path string) {
	t.Helper()
	var raw []byte
	for n := range pictures {
		raw = append(raw, drawBits(n)...)
	}
	ffmpeg(t, raw, "-f", "rawvideo", "-pix_fmt", "gray", "-s", fmt.Sprintf("%dx%d", pictureWidth, pictureHeight), "-r", strconv.Itoa(picturesASec), "-i", "pipe:0",
		"-f", "lavfi", "-i", "sine=440:sample_rate=48000", "-shortest", "-c:a", "pcm_s16le",
		"-c:v", "libx264", "-preset", "ultrafast", "-tune", "stillimage", "-pix_fmt", "yuv420p", "-g", "50", "file:"+path)
}

// A folderOpener opens the files of a folder for URIs of any bucket.
type folderOpener string

func (f folderOpener) Open(ctx context.Context, uri string) (*probe.Source, error) {
	return probe.File{}.Open(ctx, filepath.Join(string(f), path.Base(uri)))
}

// A label is what an example answers of one event.
type label struct {
	Start   float64 `json:"start"` // in seconds of the piece
	End     float64 `json:"end"`
	Picture int     `json:"picture"`
}

// A recording of 26 minutes and 150 MB is probed, planned, cut, relabelled, written and
// checked: no line is dropped, and every label is at the picture that it names.
func TestLongRecording(t *testing.T) {
	if testing.Short() {
		t.Skip("makes and cuts a video of 150 MB")
	}
	for _, program := range []string{"ffmpeg", "ffprobe"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("not installed: ", err)
		}
	}
	t.Parallel()
	dir := t.TempDir()
	recording := filepath.Join(dir, "recording.mov")
	makeRecording(t, recording)
	facts, err := probe.Probe(t.Context(), recording, nil)
	if err != nil {
		t.Fatal(err)
	}
	if facts.Bytes < 150_000_000 || facts.Duration != 26*time.Minute {
		t.Fatalf("the recording has %d bytes and %s", facts.Bytes, facts.Duration)
	}

	// Events of 3 s, each from the picture that it names.
	src := chunk.Source{URI: "gs://bucket/recording.mov", Media: facts}
	var first []int
	for n := 0; n+15 <= pictures; n += 37 {
		start := time.Duration(n) * pictureLength
		src.Events = append(src.Events, videotune.Span{Start: start, End: start + 3*time.Second})
		first = append(first, n)
	}
	plan, err := chunk.New(src, &chunk.Options{Base: "gs://bucket/chunks"})
	if err != nil {
		t.Fatal(err)
	}
	if plan.Action != chunk.ActionCuts || len(plan.Pieces) < 2 || plan.Broken > 0 {
		t.Fatal(plan.Why())
	}
	pieces := filepath.Join(dir, "pieces")
	if err := os.Mkdir(pieces, 0o755); err != nil {
		t.Fatal(err)
	}
	results, err := cut.Cut(t.Context(), plan, &cut.Options{
		Dir: pieces, Preset: "ultrafast",
		Local: func(context.Context, string) (string, error) { return recording, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(results) != len(plan.Pieces) {
		t.Errorf("%+v", results)
	}

	placed, counts := plan.Place(src.Events, chunk.EdgeDrop)
	if counts.Whole != len(src.Events) || counts.Placed != len(src.Events) {
		t.Errorf("of %d events: %+v", len(src.Events), counts)
	}
	train := filepath.Join(dir, "train.jsonl")
	lines := writeLines(t, train, plan, placed, first)
	checkLines(t, train, lines, probePieces(t, plan, pieces))
	shown := make(map[string][]int)
	for _, r := range results {
		shown[r.Name] = watch(t, r)
	}
	if seen := wantPictures(t, train, plan, shown); seen != len(src.Events) {
		t.Errorf("%d labels are in the lines, want %d", seen, len(src.Events))
	}
}

// writeLines writes an example for each piece, and returns how many.
func writeLines(t *testing.T, name string, plan *chunk.Plan, placed []chunk.Placed, first []int) (lines int) {
	t.Helper()
	f, err := videotune.Create(name, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i := range plan.Pieces {
		piece := &plan.Pieces[i]
		var labels []label
		for _, p := range placed {
			if p.Piece == i {
				labels = append(labels, label{p.Span.Start.Seconds(), p.Span.End.Seconds(), first[p.Event]})
			}
		}
		answer, err := json.Marshal(labels)
		if err != nil {
			t.Fatal(err)
		}
		err = f.Write(&videotune.Example{
			Contents: []videotune.Content{
				videotune.User(piece.Part(), videotune.Text("Which numbers are shown, and when?")),
				videotune.Model(videotune.Text(string(answer))),
			},
			GenerationConfig: videotune.GenerationConfig{MediaResolution: plan.Bounds.Resolution},
		})
		if err != nil {
			t.Fatal(err)
		}
		lines++
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	return lines
}

// probePieces returns the facts of the files that were made, and wants them to be what
// the plan says.
func probePieces(t *testing.T, plan *chunk.Plan, dir string) videotune.MediaMap {
	t.Helper()
	uris := func(yield func(string) bool) {
		for i := range plan.Pieces {
			if !yield(plan.Pieces[i].URI) {
				return
			}
		}
	}
	media, err := probe.All(t.Context(), uris, &probe.AllOptions{Options: probe.Options{Openers: probe.Openers{"gs": folderOpener(dir)}}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range plan.Pieces {
		piece := &plan.Pieces[i]
		m := media[piece.URI]
		if m.Err != "" || m.Bytes != piece.Bytes || m.Duration != piece.File.Length() || m.VideoCodec != "h264" || m.AudioCodec != "aac" || m.MIMEType != piece.MIMEType {
			t.Errorf("%+v, the plan has %+v", m, piece)
		}
	}
	return media
}

// checkLines wants a file in which nothing is dropped and for all of whose videos there
// are facts.
func checkLines(t *testing.T, name string, lines int, media videotune.MediaMap) {
	t.Helper()
	report, err := videotune.CheckFiles([]string{name}, nil, &videotune.CheckOptions{Policy: &videotune.Policy{Media: media.Lookup}})
	if err != nil {
		t.Fatal(err)
	}
	if r := report.Train(); r.Examples != lines || r.Dropped != 0 || report.WouldFail() || report.Unprobed != 0 {
		t.Errorf("%+v", report)
	}
	for _, p := range report.Problems {
		if p.Rule != videotune.RuleExamplesFew {
			t.Error(p)
		}
	}
}

// watch returns the numbers of the pictures of a file, edit lists left aside, by their
// places in it: they follow each other at a steady rate.
func watch(t *testing.T, r cut.Result) (numbers []int) {
	t.Helper()
	raw := ffmpeg(t, nil, "-ignore_editlist", "1", "-i", "file:"+r.Path, "-map", "0:v:0", "-vsync", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-")
	for len(raw) >= pictureWidth*pictureHeight {
		numbers = append(numbers, readBits(raw))
		raw = raw[pictureWidth*pictureHeight:]
	}
	if want := int(r.Made.Duration / pictureLength); len(numbers) != want || r.Made.FirstPTS != 0 {
		t.Errorf("%s has %d pictures, want %d: %+v", r.Name, len(numbers), want, r.Made)
	}
	return numbers
}

// wantPictures reads the lines and wants each label to be at the picture that it names.
// It returns how many there are.
func wantPictures(t *testing.T, name string, plan *chunk.Plan, shown map[string][]int) (seen int) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for rec, err := range videotune.NewReader(f, nil).All() {
		if err != nil {
			t.Fatal(err)
		}
		uri := rec.Example.Contents[0].Parts[0].FileData.FileURI
		var labels []label
		if err := json.Unmarshal([]byte(rec.Example.Contents[1].Parts[0].Text), &labels); err != nil {
			t.Fatal(err)
		}
		numbers := shown[strings.TrimPrefix(uri, plan.Base+"/")]
		for _, l := range labels {
			at := int(l.Start*picturesASec + 0.001)
			if at >= len(numbers) || numbers[at] != l.Picture {
				t.Errorf("%s: at %v s is not picture %d", uri, l.Start, l.Picture)
			}
			seen++
		}
	}
	return seen
}
