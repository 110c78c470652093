package videotune

import (
	"fmt"
	"io/fs"

	"github.com/seed-57910ec4/videotune/internal/atomicfile"
)

// ErrBusy is what [Create] and [CreateSplit] return, wrapped, if another writer,
// of this process or another, is at work on the same file.
var ErrBusy = atomicfile.ErrBusy

// A FileWriter is a [Writer] to a file that changes as a whole or not at all.
//
// A FileWriter is not safe for concurrent use: goroutines that share one must guard it
// with a mutex.
type FileWriter struct {
	path string
	opts WriterOptions
	f    *atomicfile.File
	w    *Writer
	done bool
	err  error // of Commit, or that there was none
}

// Create begins a new dataset file at path. Nothing is to be seen there before
// [FileWriter.Commit]; an existing file stays as it is until then, also when the process
// is killed or the disk is full:
//
//	f, err := videotune.Create("train.jsonl", nil)
//	if err != nil {
//		return err
//	}
//	defer f.Close() // gives up what was not committed
//	for _, ex := range examples {
//		if err := f.Write(ex); err != nil {
//			return err
//		}
//	}
//	return f.Commit()
//
// opts may be nil; an empty opts.Name is path.
//
// The lines are written to a temporary file in the directory of path, which must
// exist. Its name follows from path (".train.jsonl.videotune-tmp"), so that the
// next Create for path removes what a killed process left behind. While a FileWriter is
// open a second Create for path fails with [ErrBusy]; file systems without locks,
// and systems other than Unix and Windows, do not give that protection.
//
// If path is a symbolic link, the file that it points to is replaced and the link
// stays. What exists and is no regular file is refused. A new file has the
// permissions 0644 less the umask. A file that is replaced hands on its
// permissions, but not its owner, access lists or further hard links.
func Create(path string, opts *WriterOptions) (*FileWriter, error) {
	f := &FileWriter{path: path}
	if opts != nil {
		f.opts = *opts
	}
	if f.opts.Name == "" {
		f.opts.Name = path
	}
	var err error
	if f.f, err = atomicfile.Create(path); err != nil {
		return nil, fmt.Errorf("videotune: %w", err)
	}
	f.w = NewWriter(f.f, &f.opts)
	return f, nil
}

// Write writes ex as one line, like [Writer.Write]. An example that is refused
// leaves the FileWriter as it was, and usable; an error of the file is kept, and Commit
// returns it too.
func (f *FileWriter) Write(ex *Example) error {
	if f.done {
		return fmt.Errorf("videotune: %s: %w", f.path, fs.ErrClosed)
	}
	return f.w.Write(ex)
}

// Resolution returns the resolution of all lines; "" if no line was written and
// the options name none.
func (f *FileWriter) Resolution() MediaResolution { return f.w.Resolution() }

// Examples returns the number of lines written.
func (f *FileWriter) Examples() int { return f.w.Examples() }

// Bytes returns the number of bytes of the lines written, with their newlines.
func (f *FileWriter) Bytes() int64 { return f.w.Bytes() }

// Commit puts the file in place: it writes what is buffered, waits until the disk
// has it, renames it over path and waits for the directory. If it fails the old
// file stays and the temporary file is removed. (Where only the last of these
// waits failed the new file is in place, and the error says so.)
//
// A file without any line is refused with [RuleFileEmpty], as the service would
// refuse it, and the old file stays; Policy.Severity may allow it.
//
// Commit ends the FileWriter: further calls return the same.
func (f *FileWriter) Commit() error {
	if f.done {
		return f.err
	}
	f.done = true
	f.err = f.commit()
	if f.err != nil {
		f.f.Close() // f.err matters more
	}
	return f.err
}

func (f *FileWriter) commit() error {
	if err := f.w.Flush(); err != nil {
		return err
	}
	if f.w.Examples() == 0 {
		if err := settle(emptyFile(f.opts.Name), f.opts.Policy, f.opts.OnWarning); err != nil {
			return err
		}
	}
	if err := f.f.Commit(); err != nil {
		return fmt.Errorf("videotune: %w", err)
	}
	return nil
}

// Close gives up what was not committed: it removes the temporary file, and the
// old file stays. After Commit, and when called again, it does nothing.
func (f *FileWriter) Close() error {
	if f.done {
		return nil
	}
	f.done = true
	f.err = fmt.Errorf("videotune: %s: %w", f.path, fs.ErrClosed)
	if err := f.f.Close(); err != nil {
		return fmt.Errorf("videotune: %w", err)
	}
	return nil
}

// emptyFile returns the problem of a file that would get no line.
func emptyFile(name string) *Problem {
	return &Problem{
		Rule: RuleFileEmpty, File: name,
		Message: "there is no example to write; the service refuses an empty file",
		Hint:    "nothing was written: an older file is still there",
	}
}

// settle gives p its severity under the policy. It returns p if that is drop or
// error, and hands it to onWarning if it is a warning.
func settle(p *Problem, policy *Policy, onWarning func(*Problem)) error {
	p.Severity = newJudge(policy).severityOf(p.Rule)
	switch {
	case p.Severity >= SeverityDrop:
		return p
	case p.Severity == SeverityWarning && onWarning != nil:
		onWarning(p)
	}
	return nil
}
