package probe

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/atomicfile"
)

// A factsFile is the facts file of a run, with its partial file. nil is none: it
// knows nothing and keeps nothing.
//
// The new content is opened first and committed last: so the lock of atomicfile
// guards both files.
type factsFile struct {
	path    string // for people
	out     *atomicfile.File
	partial *partialFile
	entries map[string][]byte // of the new content, by URI: a member of the object in one line
	known   videotune.MediaMap
	resumed videotune.MediaMap // what the run that goes on found
	err     error              // the first of put
}

// openFacts reads the facts file at path, and what an interrupted run left beside it.
func openFacts(path string) (*factsFile, error) {
	if path == "" {
		return nil, nil
	}
	out, err := atomicfile.Create(path)
	if errors.Is(err, videotune.ErrBusy) {
		return nil, fmt.Errorf("facts file %w: wait until that has ended, or name a facts file of its own", err)
	}
	if err != nil {
		return nil, fmt.Errorf("facts file %w", err)
	}
	f := &factsFile{path: path, out: out, entries: make(map[string][]byte)}
	if err := f.read(); err != nil {
		return nil, errors.Join(fmt.Errorf("facts file %s: %w", path, err), f.close())
	}
	if err := f.openPartial(); err != nil {
		return nil, errors.Join(fmt.Errorf("facts file %s.partial: %w", path, err), f.close())
	}
	return f, nil
}

// read takes the entries of the facts file, if there is one.
func (f *factsFile) read() error {
	f.known = make(videotune.MediaMap)
	data, err := os.ReadFile(f.out.Target())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return withoutPath(err)
	}
	if f.known, err = videotune.ReadMedia(bytes.NewReader(data)); err != nil {
		return fmt.Errorf("%w: mend or remove it", err)
	}
	// Entries are kept as they are, since they may have members of someone else's.
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &raw); err != nil {
		return err
	}
	for uri, m := range f.known {
		if f.entries[uri], err = entryOf(uri, m, raw[uri]); err != nil {
			return err
		}
	}
	return nil
}

// entryOf returns the member of a facts file for m; with the value raw, if there is one.
func entryOf(uri string, m videotune.Media, raw json.RawMessage) ([]byte, error) {
	if raw != nil {
		m = videotune.Media{}
	}
	var b bytes.Buffer
	if _, err := (videotune.MediaMap{uri: m}).WriteTo(&b); err != nil {
		return nil, err
	}
	entry := bytes.TrimSuffix(bytes.TrimPrefix(b.Bytes(), []byte("{\n")), []byte("\n}\n"))
	if raw == nil {
		return entry, nil
	}
	compact := bytes.NewBuffer(bytes.TrimSuffix(entry, []byte("{}")))
	err := json.Compact(compact, raw)
	return compact.Bytes(), err
}

// openPartial opens the partial file and takes over what it holds.
func (f *factsFile) openPartial() error {
	p, err := openPartial(f.out.Target() + ".partial")
	if err != nil {
		return err
	}
	f.partial, f.resumed = p, p.recent
	for uri, m := range p.held {
		if old, ok := f.known[uri]; ok && old == m {
			continue
		}
		if f.entries[uri], err = entryOf(uri, m, nil); err != nil {
			return err
		}
		f.known[uri] = m
	}
	return nil
}

// resume returns the facts of a video that the run which goes on has found.
func (f *factsFile) resume(uri string) (videotune.Media, bool) {
	if f == nil {
		return videotune.Media{}, false
	}
	m, ok := f.resumed[uri]
	return m, ok && m.Err == ""
}

// lookup returns the facts of an earlier time.
func (f *factsFile) lookup(uri string) (videotune.Media, bool) {
	if f == nil {
		return videotune.Media{}, false
	}
	return f.known.Lookup(uri)
}

// failed reports whether some facts could not be kept.
func (f *factsFile) failed() bool { return f != nil && f.err != nil }

// put keeps the facts that a run has found of a video.
func (f *factsFile) put(uri string, m videotune.Media) {
	if f == nil {
		return
	}
	if old, ok := f.resumed[uri]; ok && old == m {
		return // the partial file has it
	}
	if f.keep(uri, m); f.err == nil {
		f.err = f.partial.append(f.entries[uri])
	}
}

// keep has the new content hold facts of a video, of this time or an earlier one.
func (f *factsFile) keep(uri string, m videotune.Media) {
	if f == nil {
		return
	}
	if old, ok := f.known[uri]; ok && old == m {
		return // with members that are not known here
	}
	entry, err := entryOf(uri, m, nil)
	if err != nil {
		f.err = errors.Join(f.err, err)
		return
	}
	f.entries[uri] = entry
}

// forget has the new content hold no facts of a video.
func (f *factsFile) forget(uri string) {
	if f != nil {
		delete(f.entries, uri)
	}
}

// commit makes the entries the content of the facts file. If all is done the partial
// file goes.
func (f *factsFile) commit(all bool) error {
	if f == nil {
		return nil
	}
	f.write()
	err := f.out.Commit()
	if err != nil {
		err = fmt.Errorf("facts file %w", err)
	} else if all && f.err == nil {
		err = f.partial.remove()
	}
	if f.err != nil {
		err = errors.Join(fmt.Errorf("facts file %s.partial: %w", f.path, f.err), err)
	}
	return err
}

// write writes the entries as MediaMap.WriteTo does. Errors are kept for Commit.
func (f *factsFile) write() {
	w := bufio.NewWriterSize(f.out, 64<<10)
	w.WriteByte('{')
	end := ""
	for i, uri := range slices.Sorted(maps.Keys(f.entries)) {
		if i > 0 {
			w.WriteByte(',')
		}
		w.WriteByte('\n')
		w.Write(f.entries[uri])
		end = "\n"
	}
	w.WriteString(end + "}\n")
	w.Flush()
}

// close lets go of both files. What was not committed stays in the partial file.
func (f *factsFile) close() error {
	if f == nil {
		return nil
	}
	var err error
	if f.partial != nil {
		err = f.partial.close()
	}
	return errors.Join(err, f.out.Close())
}
