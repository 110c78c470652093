package dataset

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/atomicfile"
)

// An Origin is what the sidecar file says of a line: a JSON object on a line of its
// own, and "file" its first member. They stand in the order in which the examples were
// made, and each [Left] between them where it was left out.
type Origin struct {
	File      string   `json:"file"` // Train or Validation, as Config has it
	Line      int      `json:"line"` // from 1
	Video     string   `json:"video"`
	URI       string   `json:"uri"`            // of the source
	Made      string   `json:"made,omitempty"` // URI of the file that was made of it, if the line has that
	Recording string   `json:"recording"`
	StartUS   int64    `json:"start_us"` // what the example shows of the source, in microseconds, rounded outwards
	EndUS     int64    `json:"end_us"`   // 0 if it is the end of a video of unknown length
	Label     string   `json:"label,omitempty"`
	Labels    []string `json:"labels"`           // of its events, as the task calls them
	Source    string   `json:"source,omitempty"` // the file of the source that Records count in: see annotation.Video
	Records   []int    `json:"records"`          // of the source, that its events come from
	Copy      int      `json:"copy,omitempty"`   // from 1 for the second of lines that are the same by Config.Sampling
}

// origin returns the Origin of an example, but for its place.
func (it *item) origin() Origin {
	o := Origin{
		Video: nameOf(it.video), URI: it.video.URI, Recording: it.recording, Label: it.label, Copy: it.copy,
		Labels: it.labels, Source: it.video.File, Records: records(it.clip.events),
	}
	o.StartUS, o.EndUS = microseconds(it.clip.span)
	if uri := it.clip.part.FileData.FileURI; uri != o.URI {
		o.Made = uri
	}
	if o.Labels == nil {
		o.Labels = []string{}
	}
	if o.Records == nil {
		o.Records = []int{}
	}
	return o
}

// unplaced is how an Origin begins whose place is not known yet.
const unplaced = `{"file":"","line":0,`

// A sidecar keeps what is known of the examples until their lines are. nil keeps
// nothing.
type sidecar struct {
	files [2][]byte // of the sides, as JSON
	out   *atomicfile.File
	w     *bufio.Writer // to out
	spool *atomicfile.Spool
	buf   *bufio.Writer // to spool
	enc   *json.Encoder // to buf
	r     *bufio.Reader // of spool, at the end
	err   error
}

// newSidecar begins a sidecar file.
func newSidecar(path, train, validation string) (*sidecar, error) {
	out, err := atomicfile.Create(path)
	if err != nil {
		return nil, err
	}
	s := &sidecar{out: out, w: bufio.NewWriterSize(out, 1<<16)}
	if s.spool, err = out.Spool(); err != nil {
		out.Close()
		return nil, err
	}
	s.buf = bufio.NewWriterSize(s.spool, 1<<16)
	s.enc = json.NewEncoder(s.buf)
	s.enc.SetEscapeHTML(false)
	s.files[videotune.Train], s.files[videotune.Validation] = quoted(train), quoted(validation)
	return s, nil
}

// quoted returns s as JSON.
func quoted(s string) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return []byte(`""`) // which no string is
	}
	return bytes.TrimSpace(b.Bytes())
}

// keep keeps an entry: an Origin without its place, or a Left.
func (s *sidecar) keep(entry any) {
	if s != nil && s.err == nil {
		s.err = s.enc.Encode(entry)
	}
}

// failed returns the first error of the files.
func (s *sidecar) failed() error {
	if s == nil || s.err == nil {
		return nil
	}
	return fmt.Errorf("dataset: the sidecar file: %w", s.err)
}

// rewind makes the entries ready to be placed: no more is kept after it.
func (s *sidecar) rewind() error {
	if s == nil {
		return nil
	}
	if s.err == nil {
		s.err = s.buf.Flush()
	}
	if s.err == nil {
		_, s.err = s.spool.Seek(0, io.SeekStart)
	}
	s.r = bufio.NewReaderSize(s.spool, 1<<16)
	return s.failed()
}

// place gives the next example its place.
func (s *sidecar) place(side videotune.Split, line int) {
	for s != nil && s.err == nil {
		entry, err := s.r.ReadBytes('\n')
		if err != nil {
			s.err = fmt.Errorf("reading the spool file: %w", err)
			return
		}
		rest, origin := bytes.CutPrefix(entry, []byte(unplaced))
		if !origin {
			s.w.Write(entry) // whose error Flush returns
			continue
		}
		s.w.WriteString(`{"file":`)
		s.w.Write(s.files[side])
		s.w.WriteString(`,"line":` + strconv.Itoa(line) + ",")
		s.w.Write(rest)
		return
	}
}

// commit writes what follows the last example, and puts the file in place.
func (s *sidecar) commit() error {
	if s == nil {
		return nil
	}
	if s.err == nil {
		_, s.err = io.Copy(s.w, s.r)
	}
	if s.err == nil {
		s.err = s.w.Flush()
	}
	if s.err == nil {
		s.err = s.spool.Close()
	}
	if s.err == nil {
		s.err = s.out.Commit()
	}
	return s.failed()
}

// close removes the temporary files.
func (s *sidecar) close() {
	if s != nil {
		s.spool.Close()
		s.out.Close()
	}
}
