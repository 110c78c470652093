// Package atomicfile writes files that are there as a whole or not at all.
//
// A [File] is written under a temporary name in the directory of its target and
// renamed over it by [File.Commit]: whoever opens the target, at any time and
// after a crash, finds the old content or the new one.
//
// The temporary name follows from the target's (".train.jsonl.videotune-tmp"),
// so what a killed process leaves behind is removed by the next writer of the
// same target. That a temporary file belongs to a killed process and not to one
// at work is told by a lock (flock) on Unix, and by the sharing rules of open
// files on Windows. Elsewhere, and on file systems that have no locks, there is
// no such guard: see to it that a target has one writer at a time.
package atomicfile

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// ErrBusy says that another writer is at work on the same target.
var ErrBusy = errors.New("another writer is at work on this file")

const (
	tempSuffix  = ".videotune-tmp"
	spoolSuffix = ".videotune-spool"

	// newMode are the permissions of a file that is new, before the umask.
	newMode fs.FileMode = 0o644

	// maxBase bounds the part of a target's name that a temporary name repeats,
	// in bytes: names of 255 bytes are the limit of the common file systems.
	maxBase = 200

	// maxLinks bounds a chain of symbolic links, as Linux does.
	maxLinks = 40

	// maxTries bounds how often taking over a temporary file is tried anew after
	// another process interfered.
	maxTries = 100
)

// A File is the coming content of a file. It is not safe for concurrent use.
//
// The first error of Write or Prepare is kept: all later calls, Commit among
// them, return it.
type File struct {
	path   string // as the caller gave it, for messages
	target string // absolute, without symbolic links
	temp   string
	f      *os.File
	keep   bool // the target is there: its permissions stay
	mode   fs.FileMode
	ready  bool // Prepare was successful
	done   bool // f is closed, and the temporary file gone
	err    error
}

// Create begins a new content for the file at path, whose directory must exist.
// If path is a symbolic link, the file that it points to is replaced, and the
// link stays; a link to nothing gets its file. Whatever is no regular file (a
// directory, a device, a pipe) is refused. The permissions of an existing file are
// kept, but not its owner, access lists and further hard links; since it is
// replaced, not written to, it may be read-only.
//
// If another writer is at work on the file the error is [ErrBusy].
func Create(path string) (*File, error) {
	f, err := create(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return f, nil
}

func create(path string) (*File, error) {
	target, err := resolve(path)
	if err != nil {
		return nil, err
	}
	f := &File{path: path, target: target, temp: sibling(target, tempSuffix), mode: newMode}
	if err := f.stat(); err != nil {
		return nil, err
	}
	// While it is written the new content is for its owner alone if the old one
	// has permissions of its own.
	perm := newMode
	if f.keep {
		perm = 0o600
	}
	if f.f, err = openTemp(f.temp, perm); err != nil {
		return nil, err
	}
	return f, nil
}

// stat notes the permissions of the target, if it is there.
func (f *File) stat() error {
	fi, err := os.Lstat(f.target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !fi.Mode().IsRegular():
		return errors.New("not a regular file")
	}
	f.keep, f.mode = true, fi.Mode().Perm()
	return nil
}

// Target returns the absolute path of the file that Commit will replace, without
// symbolic links.
func (f *File) Target() string { return f.target }

// Write appends p. Its first error is the system's, which names the temporary file,
// for the caller to wrap.
func (f *File) Write(p []byte) (int, error) {
	if err := f.usable(); err != nil {
		return 0, err
	}
	f.ready = false
	n, err := f.f.Write(p)
	if err != nil {
		f.err = f.wrap(err)
	}
	return n, err
}

// usable returns why nothing can be written any more; nil if it can.
func (f *File) usable() error {
	if f.err == nil && f.done {
		return f.wrap(fs.ErrClosed)
	}
	return f.err
}

func (f *File) wrap(err error) error { return fmt.Errorf("%s: %w", f.path, err) }

// Prepare does all of Commit that may take long or fail for want of space: it
// gives the file its permissions and waits until the content is on the disk. Call
// it to have several files ready before the first of them is renamed.
func (f *File) Prepare() error {
	if err := f.usable(); err != nil {
		return err
	}
	if f.ready {
		return nil
	}
	if err := f.prepare(); err != nil {
		f.err = f.wrap(err)
		return f.err
	}
	f.ready = true
	return nil
}

func (f *File) prepare() error {
	if err := f.stat(); err != nil {
		return err
	}
	if f.keep {
		if err := f.f.Chmod(f.mode); err != nil && runtime.GOOS != "windows" {
			return err
		}
	}
	return f.f.Sync()
}

// Commit makes the content the file's: it waits until the content is on the disk,
// renames it over the target and waits for the directory. If it fails, the old
// file stays, with one exception: where only the last of these steps failed, as
// the error then says, the new file is in place and might be lost with the power.
// The temporary file is gone in either case. Further calls return the same.
func (f *File) Commit() error {
	if f.done {
		return f.err
	}
	if err := f.Prepare(); err != nil {
		f.discard()
		return err
	}
	if err := f.rename(); err != nil {
		f.err = f.wrap(err)
		f.discard()
		return f.err
	}
	f.done = true
	if err := syncDir(filepath.Dir(f.target)); err != nil {
		f.err = f.wrap(fmt.Errorf("the new file is in place, but may not outlive a power failure: %w", err))
	}
	return f.err
}

// rename moves the temporary file to the target and closes it. On Unix it is
// closed, and with that unlocked, afterwards: until it has left its temporary
// name nobody may take that for a stray one.
func (f *File) rename() error {
	ours, err := f.f.Stat()
	if err != nil {
		return err
	}
	if runtime.GOOS == "windows" { // where open files cannot be renamed
		if err := f.f.Close(); err != nil {
			return err
		}
	}
	if !isAt(ours, f.temp) {
		return fmt.Errorf("%s: removed or replaced by someone else", f.temp)
	}
	if err := os.Rename(f.temp, f.target); err != nil {
		return err
	}
	f.f.Close() // after Sync: nothing can be lost any more
	return nil
}

// Remove commits to there being no file: it gives the content up and removes the
// target. It reports whether there was one.
func (f *File) Remove() (bool, error) {
	if err := f.usable(); err != nil {
		return false, err
	}
	err := os.Remove(f.target)
	there := err == nil
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if there {
		err = syncDir(filepath.Dir(f.target))
	}
	if err != nil {
		f.err = f.wrap(err)
	}
	if err := f.discard(); err != nil && f.err == nil {
		f.err = f.wrap(err)
	}
	return there, f.err
}

// Close gives the content up, unless it was committed, and removes the temporary
// file. After Commit, and when called again, it does nothing.
func (f *File) Close() error {
	if f.done {
		return nil
	}
	err := f.discard()
	if f.err == nil {
		f.err = f.wrap(fs.ErrClosed)
	}
	if err != nil {
		return f.wrap(err)
	}
	return nil
}

// discard removes the temporary file and closes it: in this order on Unix, where
// the lock must be held meanwhile, in the other on Windows, where open files
// cannot be removed.
func (f *File) discard() error {
	if f.done {
		return nil
	}
	f.done = true
	if runtime.GOOS == "windows" {
		f.f.Close()
		return removeIfThere(f.temp)
	}
	ours, err := f.f.Stat()
	if err == nil && isAt(ours, f.temp) {
		err = removeIfThere(f.temp)
	}
	f.f.Close() // what it might complain of is being thrown away
	return err
}

func removeIfThere(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// isAt reports whether the file fi is the one at name.
func isAt(fi fs.FileInfo, name string) bool {
	at, err := os.Lstat(name)
	return err == nil && os.SameFile(fi, at)
}

// openTemp creates the file name for this process alone, in the place of a stray
// one if need be. It never opens a file of others for writing into it.
func openTemp(name string, perm fs.FileMode) (*os.File, error) {
	for range maxTries {
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, perm)
		if errors.Is(err, fs.ErrExist) {
			if err := removeStray(name); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		err = tryLock(f)
		if err == nil {
			// Before it was locked, another process may have taken it for stray.
			var ours fs.FileInfo
			if ours, err = f.Stat(); err == nil && isAt(ours, name) {
				return f, nil
			}
		}
		f.Close()
		if err != nil && !errors.Is(err, ErrBusy) {
			os.Remove(name)
			return nil, err
		}
	}
	return nil, ErrBusy
}

// resolve returns the absolute path of the file that path names, without symbolic
// links. The file need not exist, its directory must.
func resolve(path string) (string, error) {
	if path == "" || os.IsPathSeparator(path[len(path)-1]) {
		return "", errors.New("not the name of a file")
	}
	name, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	for range maxLinks {
		dir, err := filepath.EvalSymlinks(filepath.Dir(name))
		if err != nil {
			return "", folderError(filepath.Dir(path), err)
		}
		name = filepath.Join(dir, filepath.Base(name))
		fi, err := os.Lstat(name)
		if err != nil || fi.Mode()&fs.ModeSymlink == 0 {
			if base := filepath.Base(name); strings.HasSuffix(base, tempSuffix) || strings.HasSuffix(base, spoolSuffix) {
				return "", fmt.Errorf("names that end in %s and %s are those of temporary files", tempSuffix, spoolSuffix)
			}
			return name, nil // an error other than "not there" comes again in stat
		}
		link, err := os.Readlink(name)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(link) {
			link = filepath.Join(dir, link)
		}
		name = link
	}
	return "", errors.New("too many symbolic links")
}

// folderError says of the folder of a file, as it was named, why it cannot be used.
func folderError(dir string, err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		err = path.Err
	}
	hint := ""
	if errors.Is(err, fs.ErrNotExist) {
		hint = "; make it first"
	}
	return fmt.Errorf("its folder %s: %w%s", dir, err, hint)
}

// sibling returns the name of target's temporary file with that suffix.
func sibling(target, suffix string) string {
	dir, base := filepath.Split(target)
	if len(base) > maxBase {
		sum := sha256.Sum256([]byte(base))
		base = hex.EncodeToString(sum[:])
	}
	return filepath.Join(dir, "."+base+suffix)
}

// IsTarget reports whether path names the file that Commit will replace: by the
// same name, through links, or because the file system takes two names for one.
func (f *File) IsTarget(path string) (bool, error) {
	target, err := resolve(path)
	if err != nil {
		return false, fmt.Errorf("%s: %w", path, err)
	}
	if target == f.target {
		return true, nil
	}
	if fi, err := os.Lstat(f.target); err == nil && isAt(fi, target) {
		return true, nil
	}
	ours, err := f.f.Stat()
	if err != nil {
		return false, f.wrap(err)
	}
	return isAt(ours, sibling(target, tempSuffix)), nil
}
