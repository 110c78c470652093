package main

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
)

// A factsReader reads the files that flags name for facts, into one map.
type factsReader struct {
	media   videotune.MediaMap
	differs int // facts that are of one URI in two files, and not the same
}

// readFacts reads files of facts, and of plans. Of facts that differ those of the later
// file hold.
func readFacts(files []videotune.Input) (*factsReader, error) {
	r := &factsReader{media: make(videotune.MediaMap)}
	for _, file := range files {
		media, err := readFactsFile(file.R)
		if err != nil {
			return nil, fileError(file.Name, err)
		}
		if len(r.media) == 0 {
			r.media = media
			continue
		}
		for uri, m := range media {
			if earlier, ok := r.media[uri]; ok && earlier != m {
				r.differs++
			}
			r.media[uri] = m
		}
	}
	return r, nil
}

// note tells on stderr how many facts were replaced.
func (r *factsReader) note(flag string, stderr io.Writer) {
	if r.differs > 0 {
		tell(stderr, fmt.Errorf("of %s the files of --%s have different facts; those of the file that is named last hold", count(r.differs, "video"), flag))
	}
}

// planBegins matches the beginning of a plan, also with its members sorted. No file of
// facts begins so: facts are an object.
var planBegins = regexp.MustCompile(`^\s*\{\s*"(way|because|cheapest)"\s*:\s*"`)

// readFactsFile reads what probe writes, or the facts in what plan and cut write.
func readFactsFile(r io.Reader) (videotune.MediaMap, error) {
	in := bufio.NewReader(r)
	head, _ := in.Peek(256) // its error is met again
	if !planBegins.Match(head) {
		return videotune.ReadMedia(in)
	}
	set, err := chunk.ReadSet(in)
	if err != nil {
		return nil, err
	}
	return planFacts(set), nil
}

// planFacts returns the facts of the videos of a set of plans, and of the files that were
// made of them. What is to be made has none yet.
func planFacts(set *chunk.Set) videotune.MediaMap {
	media := make(videotune.MediaMap)
	for _, p := range set.Plans {
		if p.Source.Media != (videotune.Media{}) {
			media[p.Source.URI] = p.Source.Media
		}
		for _, f := range p.Files() {
			if f.Made {
				media[f.URI] = videotune.Media{Bytes: f.Bytes, Duration: f.Span.Length(), MIMEType: "video/mp4", Container: "mp4", Video: videotune.Present}
			}
		}
	}
	return media
}

// factsNames names the files of facts for people.
func factsNames(files []string) string {
	names := make([]string, len(files))
	for i, name := range files {
		names[i] = fileName(name)
	}
	return strings.Join(names, " + ")
}

// fileName names a file for people.
func fileName(name string) string {
	if name == stdinName {
		return "standard input"
	}
	return name
}
