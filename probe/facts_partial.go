package probe

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"time"

	"github.com/seed-57910ec4/videotune"
)

const (
	// resumeWithin is how long after it was found a result is believed without asking
	// again.
	resumeWithin = 24 * time.Hour
	// stampEvery is how long one time stands for all results that follow it.
	stampEvery = time.Hour
)

// A partialFile is the file to which the results of a run are appended. A line is a
// facts file of one entry, or the time, as a string of JSON, from which on those that
// follow were found; where there is none, they are as old as the last change of the file.
// One without entries tells that what stands before it is too old to be believed.
type partialFile struct {
	f       *os.File
	held    videotune.MediaMap // what was there
	recent  videotune.MediaMap // that of it which is believed
	stamped time.Time          // the last time that was appended
}

// openPartial opens a partial file, and creates it if need be.
func openPartial(path string) (*partialFile, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, withoutPath(err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%w: remove it", ErrNotFile)
	}
	// It is its owner's alone, since the facts file may be.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, withoutPath(err)
	}
	p := &partialFile{f: f}
	if err := p.read(); err != nil {
		return nil, errors.Join(withoutPath(err), f.Close())
	}
	return p, nil
}

// read takes the lines that are there, and cuts off one that has no end.
func (p *partialFile) read() error {
	info, err := p.f.Stat()
	if err != nil {
		return err
	}
	data, err := io.ReadAll(p.f)
	if err != nil {
		return err
	}
	whole := data[:bytes.LastIndexByte(data, '\n')+1]
	untimed := p.take(whole, info.ModTime())
	if len(p.held) == 0 && !ours(data) {
		return errors.New("it is there, and not of an earlier run: move it away")
	}
	if len(whole) < len(data) {
		if err := p.f.Truncate(int64(len(whole))); err != nil {
			return err
		}
	}
	if _, err := p.f.Seek(int64(len(whole)), io.SeekStart); err != nil {
		return err
	}
	if untimed {
		return p.append(nil) // which changes the time of the last change
	}
	return nil
}

// take takes the entries of lines, in a file that was last changed at a time. It reports
// whether some are too old that have no other time.
func (p *partialFile) take(lines []byte, changed time.Time) (untimed bool) {
	p.held, p.recent = make(videotune.MediaMap), make(videotune.MediaMap)
	at, timed := changed, false
	for line := range bytes.Lines(lines) {
		if t, ok := parseStamp(line); ok {
			at, timed = t, true
			continue
		}
		m, err := videotune.ReadMedia(bytes.NewReader(line))
		switch {
		case err != nil: // lost power can leave anything
		case len(m) == 0:
			clear(p.recent)
			untimed = false
		case time.Since(at).Abs() > resumeWithin: // also of a clock that was wrong
			maps.Copy(p.held, m)
			for uri := range m {
				delete(p.recent, uri)
			}
			untimed = untimed || !timed
		default:
			maps.Copy(p.held, m)
			maps.Copy(p.recent, m)
		}
	}
	return untimed
}

// parseStamp reads a line with a time.
func parseStamp(line []byte) (time.Time, bool) {
	s, ok := bytes.CutPrefix(bytes.TrimSuffix(line, []byte("\n")), []byte(`"`))
	if !ok {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339+`"`, string(s))
	return t, err == nil
}

// ours reports whether a file without one good line may be of an earlier run: it is
// empty, or a line that was torn, or what lost power left of it.
func ours(data []byte) bool {
	first, _, whole := bytes.Cut(data, []byte("\n"))
	if _, ok := parseStamp(first); ok {
		return true
	}
	torn := !whole && (bytes.HasPrefix(data, []byte("{")) || bytes.HasPrefix(data, []byte(`"`)) && len(data) <= len(time.RFC3339))
	return torn || len(bytes.Trim(data, "\x00")) == 0 || string(data) == "{}\n"
}

// append adds a line with an entry of a facts file, and before it the time if the last
// one is too long ago.
func (p *partialFile) append(entry []byte) error {
	line := make([]byte, 0, len(entry)+32)
	if now := time.Now(); entry != nil && now.Sub(p.stamped).Abs() >= stampEvery {
		line = append(now.UTC().AppendFormat(append(line, '"'), time.RFC3339), '"', '\n')
		p.stamped = now
	}
	line = append(line, '{')
	line = append(line, entry...)
	line = append(line, '}', '\n')
	_, err := p.f.Write(line)
	return withoutPath(err)
}

func (p *partialFile) close() error {
	err := p.f.Close()
	if errors.Is(err, fs.ErrClosed) {
		return nil
	}
	return err
}

// remove closes the file and removes it.
func (p *partialFile) remove() error {
	return errors.Join(p.close(), os.Remove(p.f.Name()))
}
