package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-57910ec4/videotune/render"
)

// namedOnce returns an error if a file is named twice: all of its examples would be
// duplicates. What cannot be opened is not told here.
func namedOnce(names []string) error {
	var infos []os.FileInfo
	for i, name := range names {
		info, err := os.Stat(name)
		if name == stdinName || err != nil || !info.Mode().IsRegular() {
			info = nil
		}
		for k, other := range infos {
			switch {
			case info == nil || other == nil || !os.SameFile(info, other):
			case names[k] == name:
				return usagef("%s is named twice; name it once", name)
			default:
				return usagef("%s and %s are one file; name it once", names[k], names[i])
			}
		}
		infos = append(infos, info)
	}
	return nil
}

// tellSides tells which of several training files are for validation, by their names,
// where others are not.
func tellSides(train []string, stderr io.Writer) {
	var names []string
	for _, name := range train {
		if validationName(name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 || len(names) == len(train) {
		return
	}
	for _, name := range names {
		fmt.Fprintf(stderr, "videotune: %s is judged as a training file; if it is for validation, name it as --validation %s\n", render.Clean(name), render.Clean(name))
	}
}

// validationName reports whether a file is for validation by its name.
func validationName(name string) bool {
	found := false
	for word := range strings.FieldsFuncSeq(strings.ToLower(filepath.Base(name)), func(r rune) bool { return r < 'a' || r > 'z' }) {
		switch word {
		case "validation", "valid", "val", "dev", "test", "eval":
			found = true
		case "train", "training":
			return false
		}
	}
	return found
}
