package vertexai

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
)

// follow reads the file of rows that a row names.
func (t *table) follow(w *row, top bool) error {
	if !top {
		return t.Refuse(annotation.CodeValue, w.at, "", "a file of rows names another: only the first may")
	}
	for i, f := range w.fields {
		if f != "" {
			return t.Refuse(annotation.CodeValue, w.at, "", "behind the name of a file of rows stands %.50q in column %d", f, i+1)
		}
	}
	folder, name, ok := t.resolve(w.uri)
	if !ok {
		return t.Refuse(annotation.CodeOptionMissing, w.at, fmt.Sprintf(`say in which folder of this machine such files lie: "resolve": {%q: "FOLDER"}`, w.uri[:strings.LastIndexByte(w.uri, '/')+1]),
			"the row names a file of rows, %.200s", w.uri)
	}
	file, err := open(folder, name)
	if err != nil {
		return t.Refuse(annotation.CodeRead, w.at, "the option resolve says where it lies", "the file of rows %.200s: %w", w.uri, err)
	}
	defer file.Close()
	return t.Part(file.Name(), file, func(text *bufio.Reader) error { return t.read(text, w.split, false) })
}

// resolve returns the folder of a URI, and its name below that: by the longest
// beginning of the URI that the option has.
func (t *table) resolve(uri string) (folder, name string, ok bool) {
	longest := -1
	for prefix, f := range t.Options.Resolve {
		rest, found := strings.CutPrefix(uri, strings.TrimSuffix(prefix, "/")+"/")
		if found && len(prefix) > longest {
			longest, folder, name, ok = len(prefix), f, rest, true
		}
	}
	return folder, name, ok
}

// open opens a file below a folder. Neither its name nor a link leads out of that.
func open(folder, name string) (*os.File, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	local, err := filepath.Localize(name)
	if err != nil {
		return nil, fmt.Errorf("%q is no path inside %s", name, folder)
	}
	info, err := root.Stat(local)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no regular file", local)
	}
	return root.Open(local)
}
