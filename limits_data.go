package videotune

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"sync"
)

// limitsFS holds one file for each model and edition: limits/EDITION/MODEL.json,
// each in the form that LoadLimits reads.
//
//go:embed limits/*/*.json
var limitsFS embed.FS

// limitsSet are the embedded limits.
type limitsSet struct {
	byModel map[string][]*Limits // oldest edition first
}

// find returns an embedded edition of a model; "" is the newest.
func (s *limitsSet) find(model, edition string) *Limits {
	for _, l := range slices.Backward(s.byModel[model]) {
		if edition == "" || l.Edition == edition {
			return l
		}
	}
	return nil
}

// embeddedLimits returns the embedded limits, which are shared: whoever hands
// one out hands out a clone.
var embeddedLimits = sync.OnceValue(func() *limitsSet {
	set, err := readLimitsFS(limitsFS)
	if err != nil {
		panic("videotune: embedded limits: " + err.Error()) // a test reads them all
	}
	return set
})

// readLimitsFS reads every file of a tree of editions. A file may extend one
// that extends none itself.
func readLimitsFS(fsys fs.FS) (*limitsSet, error) {
	names, err := fs.Glob(fsys, "limits/*/*.json")
	if err != nil {
		return nil, err
	}
	set := &limitsSet{byModel: make(map[string][]*Limits)}
	for _, extending := range []bool{false, true} {
		var read []*Limits
		for _, name := range names {
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				return nil, err
			}
			doc, err := parseLimits(data)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			if (doc.extends != "") != extending {
				continue
			}
			l, err := doc.limits(set.extended)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			if want := "limits/" + l.Edition + "/" + l.Model + ".json"; name != want {
				return nil, fmt.Errorf("%s: the content belongs to %s", name, want)
			}
			if l.From.IsZero() {
				return nil, fmt.Errorf("%s: without a day to count from", name)
			}
			read = append(read, l)
		}
		for _, l := range read {
			set.byModel[l.Model] = append(set.byModel[l.Model], l)
		}
	}
	for _, editions := range set.byModel {
		slices.SortFunc(editions, func(a, b *Limits) int { return a.From.Compare(b.From) })
	}
	return set, nil
}

// extended returns what "MODEL@EDITION" names, within the set alone.
func (s *limitsSet) extended(ref string) (*Limits, error) {
	model, edition := splitEdition(ref)
	if l := s.find(model, edition); l != nil {
		return l, nil
	}
	return nil, fmt.Errorf("there is no %q to extend", ref)
}
