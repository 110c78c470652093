package dataset

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/atomicfile"
)

// An Origin is what the sidecar file says of a line: a JSON object a line, in the
// order in which the examples were made. What was left out stands between them, as a
// [Left].
type Origin struct {
	File      string   `json:"file"` // the training or the validation file
	Line      int      `json:"line"` // from 1
	Video     string   `json:"video"`
	URI       string   `json:"uri"` // of the source, which the line may have a piece of
	Recording string   `json:"recording"`
	StartUS   int64    `json:"start_us"` // what the example shows of the source, in microseconds, rounded outwards
	EndUS     int64    `json:"end_us"`   // 0 if the length is not known
	Label     string   `json:"label,omitempty"`
	Labels    []string `json:"labels"`
	Records   []int    `json:"records"` // of the source, that its events come from
	Copy      int      `json:"copy,omitempty"`
}

// origin returns the Origin of an example, but for its place.
func (it *item) origin(copy int) Origin {
	o := Origin{
		Video: it.video.ID, URI: it.video.URI, Recording: it.recording, Label: it.label, Copy: copy,
		StartUS: int64(it.clip.span.Start / time.Microsecond),
		EndUS:   int64((it.clip.span.End + time.Microsecond - 1) / time.Microsecond),
		Labels:  it.labels, Records: it.clip.from,
	}
	if o.Labels == nil {
		o.Labels = []string{}
	}
	if o.Records == nil {
		o.Records = []int{}
	}
	return o
}

// A sidecar keeps what is known of the examples until their lines are.
type sidecar struct {
	paths [2]string // of the sides
	out   *atomicfile.File
	w     *bufio.Writer // to out
	spool *os.File
	buf   *bufio.Writer // to spool
	r     *bufio.Reader // of spool, at the end
	err   error
}

// newSidecar begins a sidecar file.
func newSidecar(path, train, validation string) (*sidecar, error) {
	out, err := atomicfile.Create(path)
	if err != nil {
		return nil, err
	}
	spool, err := os.CreateTemp(filepath.Dir(path), ".videotune-sidecar-*")
	if err != nil {
		out.Close()
		return nil, err
	}
	return &sidecar{paths: [2]string{train, validation}, out: out, w: bufio.NewWriter(out), spool: spool, buf: bufio.NewWriter(spool)}, nil
}

// keep keeps an entry: an Origin without its place, or a Left.
func (s *sidecar) keep(entry any) {
	if s == nil || s.err != nil {
		return
	}
	line, err := json.Marshal(entry)
	if err == nil {
		_, err = s.buf.Write(append(line, '\n'))
	}
	s.err = err
}

// place gives the next example its place.
func (s *sidecar) place(side videotune.Split, line int) {
	if s == nil || s.err != nil {
		return
	}
	if s.r == nil {
		if s.err = s.rewind(); s.err != nil {
			return
		}
	}
	for {
		entry, err := s.r.ReadBytes('\n')
		if err != nil {
			s.err = fmt.Errorf("reading the spool file: %w", err)
			return
		}
		if entry[2] == 'l' { // {"left":…
			s.w.Write(entry)
			continue
		}
		var o Origin
		if s.err = json.Unmarshal(entry, &o); s.err != nil {
			return
		}
		o.File, o.Line = s.paths[side], line
		placed, err := json.Marshal(o)
		if err != nil {
			s.err = err
			return
		}
		s.w.Write(append(placed, '\n'))
		return
	}
}

func (s *sidecar) rewind() error {
	if err := s.buf.Flush(); err != nil {
		return err
	}
	if _, err := s.spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	s.r = bufio.NewReader(s.spool)
	return nil
}

// commit writes what follows the last example, and puts the file in place.
func (s *sidecar) commit() error {
	if s == nil {
		return nil
	}
	if s.err == nil && s.r == nil {
		s.err = s.rewind()
	}
	if s.err != nil {
		return s.err
	}
	if _, err := io.Copy(s.w, s.r); err != nil {
		return err
	}
	if err := s.w.Flush(); err != nil {
		return err
	}
	return s.out.Commit()
}

// close removes the temporary files.
func (s *sidecar) close() error {
	if s == nil {
		return nil
	}
	return errors.Join(s.spool.Close(), os.Remove(s.spool.Name()), s.out.Close())
}
