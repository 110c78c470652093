package main

import (
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/regular"
	"github.com/seed-57910ec4/videotune/render"
)

const (
	// configName is the name of the file, beside a dataset, by which "videotune check"
	// judges it.
	configName = ".videotune.yaml"

	// maxConfig is how much of it is looked through.
	maxConfig = 1 << 20
)

// configMember matches a member of that file, also where it is JSON, and its value, if
// that stands beside it.
var configMember = regexp.MustCompile(`(?m)^(?:\s*\{\s*|)["']?(model|as_of|limits|thresholds|severity|media)["']?[ \t]*:[ \t]*["']?([^"'#\s]*)`)

// tellConfig warns of what "videotune check" takes from the file beside the training
// file, and the preflight does not.
func (t *tuner) tellConfig(train string) {
	name := filepath.Join(filepath.Dir(train), configName)
	f, err := regular.Open(name)
	if err != nil {
		return // there is none, or none that check would read
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxConfig))
	if err != nil {
		t.warn("%v", err)
		return
	}
	var names []string
	for _, m := range configMember.FindAllStringSubmatch(string(text), -1) {
		same := m[1] == "model" && m[2] == t.spec.Model || m[1] == "media" && len(t.media) > 0
		if !same && !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	if len(names) > 0 {
		t.warn("%s is read by \"videotune check\" and not here: the files are judged without its %s, by --model, the newest limits and --media, so that check may say otherwise", render.Clean(name), strings.Join(names, ", "))
	}
}
