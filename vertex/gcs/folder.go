package gcs

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxFiles bounds how many files [Folder] finds: more are a mistake, such as the root
// of a file system.
const maxFiles = 1_000_000

// LeftOut counts what [Folder] leaves out. The zero value is nothing.
type LeftOut struct {
	Links   int // symbolic links, to files and to folders; they are not followed
	Dotted  int // files and folders whose names begin with a dot; what is in such a folder is not counted
	Special int // pipes, sockets and devices
}

// String says what is left out; "" for nothing.
func (l LeftOut) String() string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{{l.Links, "symbolic links"}, {l.Dotted, "names that begin with a dot"}, {l.Special, "pipes, sockets and devices"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%s (%d)", part.what, part.n))
		}
	}
	return strings.Join(parts, ", ")
}

// take reports whether an entry of a folder is a file to be uploaded. What it leaves
// out it counts.
func (l *LeftOut) take(entry fs.DirEntry) bool {
	switch kind := entry.Type(); {
	case strings.HasPrefix(entry.Name(), "."):
		l.Dotted++
	case kind.IsDir():
	case kind&fs.ModeSymlink != 0:
		l.Links++
	case !kind.IsRegular():
		l.Special++
	default:
		return true
	}
	return false
}

// Folder returns Files for all regular files of a folder and of the folders in it,
// with their paths below prefix, in the order of their names. dir may be a symbolic
// link to a folder. Links in it are left out, and so are files and folders whose names
// begin with a dot: those are of programs, such as pieces that "videotune cut" is still
// making. A folder without any file to upload is an error, which says what it holds
// instead.
func Folder(prefix, dir string) ([]File, LeftOut, error) {
	base, err := folder(prefix)
	if err != nil {
		return nil, LeftOut{}, err
	}
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return nil, LeftOut{}, fmt.Errorf("gcs: %w", err)
	case !info.IsDir():
		return nil, LeftOut{}, fmt.Errorf("gcs: %s is no folder", dir)
	}
	files, left, err := walk(base, dir)
	switch {
	case err != nil:
		return nil, left, fmt.Errorf("gcs: %w", err)
	case len(files) > 0:
		return files, left, nil
	case left == LeftOut{}:
		return nil, left, fmt.Errorf("gcs: %s holds no file", dir)
	}
	return nil, left, fmt.Errorf("gcs: %s holds no file to upload, only what is left out: %s; name the files themselves", dir, left)
}

// walk collects the files of a folder and of those in it.
func walk(base, dir string) (files []File, left LeftOut, err error) {
	root := filepath.Clean(dir) + string(filepath.Separator) // so that a link is followed
	err = filepath.WalkDir(root, func(p string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case p == root:
			return nil
		case !left.take(entry):
			if entry.IsDir() && strings.HasPrefix(entry.Name(), ".") {
				return fs.SkipDir
			}
			return nil
		case len(files) == maxFiles:
			return fmt.Errorf("%s holds more than %d files: name a smaller folder", dir, maxFiles)
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		files = append(files, File{Path: p, URI: base + filepath.ToSlash(rel)})
		return nil
	})
	return files, left, err
}
