package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/dataset"
	"github.com/seed-57910ec4/videotune/internal/cli"
)

// maxOrigin bounds a line of the file of origins, in bytes.
const maxOrigin = 16 << 20

// maxMicroseconds is the largest time that is a time.Duration.
const maxMicroseconds = math.MaxInt64 / int64(time.Microsecond)

// readOrigins reads what lines were made of from the file that "videotune build" wrote;
// "" is none.
func (w *watcher) readOrigins(name string) error {
	if name == "" {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return cli.OpenError(name, err)
	}
	defer f.Close()
	lines, err := originsOf(f, filepath.Base(w.review.Train))
	if err != nil {
		return fmt.Errorf("%s: %w; want the file of origins that \"videotune build\" wrote", name, err)
	}
	if len(lines) == 0 {
		return fmt.Errorf("%s: it tells of no line of a file %s", name, filepath.Base(w.review.Train))
	}
	w.lines = lines
	w.review.Record = func(line int) string {
		if o := lines[line]; o != nil {
			return originText(o)
		}
		return ""
	}
	return nil
}

// originsOf returns what the lines of a file were made of. Files are known by their
// names without folders, since the copy may lie elsewhere than where it was made.
func originsOf(r io.Reader, file string) (map[int]*dataset.Origin, error) {
	lines := make(map[int]*dataset.Origin)
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxOrigin)
	for n := 1; in.Scan(); n++ {
		var o dataset.Origin
		if err := json.Unmarshal(in.Bytes(), &o); err != nil {
			return nil, fmt.Errorf("line %d is no JSON object", n)
		}
		if min(o.StartUS, o.EndUS) < 0 || max(o.StartUS, o.EndUS) > maxMicroseconds {
			return nil, fmt.Errorf("line %d has times that no video has", n)
		}
		if o.Line > 0 && filepath.Base(filepath.FromSlash(o.File)) == file {
			lines[o.Line] = &o
		}
	}
	if errors.Is(in.Err(), bufio.ErrTooLong) {
		return nil, fmt.Errorf("a line is longer than %d bytes", maxOrigin)
	}
	return lines, in.Err()
}

// originText says what a line was made of.
func originText(o *dataset.Origin) string {
	var b strings.Builder
	b.WriteString("video " + o.Video)
	if o.URI != o.Video {
		b.WriteString(", " + o.URI)
	}
	from := time.Duration(o.StartUS) * time.Microsecond
	if o.EndUS > 0 {
		fmt.Fprintf(&b, ", %v to %v", from, time.Duration(o.EndUS)*time.Microsecond)
	} else if o.StartUS > 0 {
		fmt.Fprintf(&b, ", from %v on", from)
	}
	for i, record := range o.Records {
		switch {
		case i == 0 && len(o.Records) == 1:
			fmt.Fprintf(&b, ", record %d", record)
		case i == 0:
			fmt.Fprintf(&b, ", records %d", record)
		default:
			fmt.Fprintf(&b, " %d", record)
		}
	}
	return b.String()
}
