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

// resumeWithin is how long after it was written a partial file is believed without
// asking again.
const resumeWithin = 24 * time.Hour

// A partialFile is the file to which the results of a run are appended. A line is a
// facts file of one entry. One without entries tells that what stands before it is
// too old to be believed.
type partialFile struct {
	f      *os.File
	held   videotune.MediaMap // what was there
	recent videotune.MediaMap // that of it which is believed
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
	p.take(whole)
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
	if len(p.recent) > 0 && time.Since(info.ModTime()) > resumeWithin {
		p.recent = nil
		return p.append(nil)
	}
	return nil
}

// take takes the entries of lines.
func (p *partialFile) take(lines []byte) {
	p.held, p.recent = make(videotune.MediaMap), make(videotune.MediaMap)
	for line := range bytes.Lines(lines) {
		m, err := videotune.ReadMedia(bytes.NewReader(line))
		switch {
		case err != nil: // lost power can leave anything
		case len(m) == 0:
			clear(p.recent)
		default:
			maps.Copy(p.held, m)
			maps.Copy(p.recent, m)
		}
	}
}

// ours reports whether a file without one good line may be of an earlier run: it is
// empty, or a line that was torn, or what lost power left of it.
func ours(data []byte) bool {
	return len(bytes.Trim(data, "\x00")) == 0 || bytes.HasPrefix(data, []byte("{")) && !bytes.Contains(data, []byte("\n")) || string(data) == "{}\n"
}

// append adds a line with an entry of a facts file.
func (p *partialFile) append(entry []byte) error {
	line := make([]byte, 0, len(entry)+3)
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
