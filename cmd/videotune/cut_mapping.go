package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
)

// mappingName is the file in the output folder that the mapping is written to,
// unless a flag names another.
const mappingName = "mapping.json"

// checkMapping returns an error if writing the mapping of a set would lose what another
// file tells: a mapping of files that the set does not make, or no mapping at all.
func checkMapping(name string, set *chunk.Set) error {
	if info, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return nil // nothing is there, or nothing that can be written over
	}
	f, err := os.Open(name)
	if err != nil {
		return openError(name, err)
	}
	defer f.Close() // read only
	const advice = "name another file with --mapping or another folder with -o, or remove it"
	there, err := chunk.ReadSet(f)
	if err != nil {
		return fmt.Errorf("%s: it is there and no mapping, and would be written over: %s; %s", name, strings.TrimPrefix(err.Error(), "chunk: "), advice)
	}
	n, first := 0, ""
	for _, p := range there.Plans {
		for i := range p.Pieces {
			piece := &p.Pieces[i]
			if piece.Made && !makes(set, p.Source.URI, piece) {
				if n++; n == 1 {
					first = piece.Name + " of " + shown(p.Source.URI)
				}
			}
		}
	}
	if n == 0 {
		return nil
	}
	return fmt.Errorf("%s: it is the mapping of another plan, and would be lost: this one does not make %s that it tells of, such as %s; %s",
		name, count(n, "piece"), first, advice)
}

// makes reports whether a set makes a piece of a source that is there, or one that it may
// be a part of: of what comes out over a limit parts are made.
func makes(set *chunk.Set, uri string, there *chunk.Piece) bool {
	for _, p := range set.Plans {
		if p.Source.URI != uri {
			continue
		}
		for i := range p.Pieces {
			piece := &p.Pieces[i]
			if piece.Name == there.Name && piece.Span == there.Span || !piece.Segment && !there.Segment && piece.Name != "" && within(there.Span, piece.Span) {
				return true
			}
		}
	}
	return false
}

// within reports whether a lies in b.
func within(a, b videotune.Span) bool { return a.Start >= b.Start && a.End <= b.End }

// left counts the files of a set that are not made.
func left(set *chunk.Set) (n int) {
	for _, p := range set.Plans {
		for _, f := range p.Files() {
			if !f.Made {
				n++
			}
		}
	}
	return n
}
