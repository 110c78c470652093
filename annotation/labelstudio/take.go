package labelstudio

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// take returns the annotations of a task that count, and tells of the others.
func (f *file) take(t *task) []note {
	list := f.latest(t)
	kept := slices.DeleteFunc(slices.Clone(list), func(n note) bool { return n.cancelled })
	if n := len(list) - len(kept); n > 0 {
		f.Warn(annotation.CodeSkipped, t.at, "", "left out: %s", words.Count(n, "cancelled annotation"))
	}
	take := f.Options.Annotations
	truths := slices.DeleteFunc(slices.Clone(kept), func(n note) bool { return !n.truth })
	var taken []note
	switch {
	case len(kept) == 0:
		return nil
	case take == annotation.TakeAll:
		taken = kept
	case take == annotation.TakeGroundTruth:
		taken = truths
	case take == annotation.TakeNewest, len(truths) == 0:
		taken = []note{newest(kept)}
	default:
		taken = []note{newest(truths)}
	}
	f.tellTaken(t, kept, taken)
	return taken
}

// latest returns the annotations of a task, of those with one id the one that was
// changed last: the payloads of webhooks tell of one again and again.
func (f *file) latest(t *task) []note {
	var list []note
	place := map[string]int{}
	for _, n := range t.annotations {
		if i, ok := place[n.id]; ok && n.id != "" {
			old := list[i]
			if list[i] = newest([]note{n, old}); list[i].at == old.at {
				old = n
			}
			f.Inform(annotation.CodeSeveral, old.at, "left out: an older state of the annotation %s", n.name())
			continue
		}
		place[n.id] = len(list)
		list = append(list, n)
	}
	return list
}

// tellTaken tells which of several annotations were taken.
func (f *file) tellTaken(t *task, kept, taken []note) {
	switch {
	case len(taken) == 0:
		f.Warn(annotation.CodeSeveral, t.at, "the option annotations: newest takes others", "left out: %s, of which none is marked as the ground truth", words.Count(len(kept), "annotation"))
	case len(taken) < len(kept):
		names := make([]string, len(taken))
		for i := range taken {
			names[i] = taken[i].name()
			if taken[i].truth {
				names[i] += " (ground truth)"
			}
		}
		f.Warn(annotation.CodeSeveral, t.at, "", "of %d annotations, %s was taken", len(kept), strings.Join(names, ", "))
	case len(kept) > 1:
		f.Inform(annotation.CodeSeveral, t.at, "all of its %d annotations were taken", len(kept))
	}
}

// newest returns the annotation that was changed last; of equal ones, or where none
// says when, that of the largest id.
func newest(list []note) note {
	return slices.MaxFunc(list, func(a, b note) int {
		an, _ := frame(a.id)
		bn, _ := frame(b.id)
		return cmp.Or(a.updated.Compare(b.updated), cmp.Compare(an, bn))
	})
}
