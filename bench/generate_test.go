package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"testing"
	"testing/iotest"

	"github.com/seed-57910ec4/videotune"
)

// The figures of different days are those of the same bytes.
func TestBytesAreStable(t *testing.T) {
	sum := sha256.Sum256(generator{seed: defaultSeed, videos: 20_000}.dataset(2000).data)
	const want = "9c32b20f8a2d3bb51dda887ed8f5def9c21704464bad656bc392a6b77b703021"
	if got := hex.EncodeToString(sum[:]); got != want {
		t.Errorf("the generated lines have the hash %s, want %s", got, want)
	}
}

// Lines that are not alike have the lengths and escapes of those that are, and no
// two of their texts begin alike.
func TestUnlike(t *testing.T) {
	const n = 2000
	like, unlike := generator{seed: defaultSeed, videos: 100}.dataset(n), generator{seed: defaultSeed, videos: 100, unlike: true}.dataset(n)
	if diff := len(like.data) - len(unlike.data); diff < -len(like.data)/50 || diff > len(like.data)/50 || abs(escapes(like)-escapes(unlike)) > escapes(like)/20 {
		t.Errorf("%d bytes with %d escapes, alike %d with %d", len(unlike.data), escapes(unlike), len(like.data), escapes(like))
	}
	seen := make(map[string]int)
	for rec, err := range videotune.NewReader(unlike.reader(), nil).All() {
		if err != nil {
			t.Fatal(err)
		}
		start := rec.Example.Contents[0].Parts[1].Text[:32]
		if before := seen[start]; before > 0 {
			t.Errorf("line %d begins as line %d: %s", rec.Line, before, start)
		}
		seen[start] = rec.Line
	}
}

func abs(n int) int { return max(n, -n) }

// The lines are what the comment of the generator says.
func TestLines(t *testing.T) {
	const n, videos = 10_000, 1000
	d := generator{seed: defaultSeed, videos: videos}.dataset(n)
	uris := make(map[string]bool)
	kinds := make(map[string]int)
	segments, prompts, multibyte := 0, 0, 0
	for rec, err := range videotune.NewReader(d.reader(), nil).All() {
		if err != nil {
			t.Fatal(err)
		}
		user, model := rec.Example.Contents[0], rec.Example.Contents[1]
		uris[user.Parts[0].FileData.FileURI] = true
		if user.Parts[0].VideoMetadata != nil {
			segments++
		}
		prompts += len(user.Parts[1].Text)
		answer := model.Parts[0].Text
		if len(answer) < 50 || len(answer) > 500 {
			t.Errorf("line %d: an answer of %d bytes", rec.Line, len(answer))
		}
		switch answer[0] {
		case '`':
			kinds["fenced"]++
		case '[':
			kinds["bare"]++
		default:
			kinds["prose"]++
		}
		for _, r := range user.Parts[1].Text {
			if r > 0x7F {
				multibyte++
			}
		}
	}
	between := func(what string, got, low, high int) {
		if got < low || got > high {
			t.Errorf("%s: %d, want %d to %d", what, got, low, high)
		}
	}
	between("videos", len(uris), videos, videos)
	between("lines with a segment", segments, n/2, n/2)
	between("bytes of a line", len(d.data)/n, 1150, 1300)
	between("bytes of a prompt", prompts/n, 600, 700)
	between("bytes for an escape", len(d.data)/escapes(d), 25, 35)
	between("characters of a prompt beyond ASCII", multibyte/n, 1, 20)
	between("answers in a fence", kinds["fenced"], n*37/100, n*43/100)
	between("answers that are JSON alone", kinds["bare"], n*27/100, n*33/100)
	between("answers in prose", kinds["prose"], n*27/100, n*33/100)
}

// A repeater gives whole lines, no two of which are equal.
func TestRepeater(t *testing.T) {
	d := generator{seed: defaultSeed, videos: 30}.dataset(100)
	before := bytes.Clone(d.data)
	got, err := io.ReadAll(iotest.OneByteReader(repeat(d, 500)))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(d.data, before) {
		t.Error("the lines themselves have changed")
	}
	if !bytes.Equal(got[:len(before)], before) {
		t.Error("the first pass differs from the lines")
	}
	seen := make(map[string]bool)
	for line := range bytes.Lines(got) {
		seen[string(line)] = true
	}
	if len(seen) != 500 || len(got) != 5*len(before) {
		t.Errorf("%d bytes with %d distinct lines, want %d with 500", len(got), len(seen), 5*len(before))
	}
	report, err := videotune.Check(oneFile(repeat(d, 500)), nil)
	if err != nil || len(report.Problems) > 0 || report.Files[0].Examples != 500 {
		t.Errorf("%v, %+v", err, report)
	}
}
