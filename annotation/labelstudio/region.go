package labelstudio

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// A region is what results say of one thing: a stretch of the video, an object in it,
// or all of it, which has no place.
type region struct {
	id      string
	place   object // the value that says where it is; nil for the whole video
	results []result
}

// kinds are the types of results that are read. Those that are true are of a region
// by themselves.
var kinds = map[string]bool{
	"timelinelabels": true, "videorectangle": true, "labels": true,
	"choices": false, "taxonomy": false, "textarea": false, "rating": false, "number": false,
}

// supported reports whether a result is one of a video, and read. The labels of a text
// have starts and ends, too, which count its characters.
func supported(r *result) bool {
	_, ok := kinds[r.kind]
	_, spoken := r.value["text"].(string)
	return ok && !has(r.value, "startOffset") && !has(r.value, "globalOffsets") && (!spoken || r.kind != "labels")
}

// placed reports whether a result says by itself where in the video it is.
func placed(r *result) bool {
	inFrames := r.value["ranges"] != nil || r.value["sequence"] != nil
	return inFrames || r.value["start"] != nil && r.kind != "timelinelabels" && r.kind != "videorectangle"
}

// samePlace reports whether two values say the same of where a region is.
func samePlace(a, b object) bool {
	for _, name := range []string{"ranges", "sequence", "start", "end"} {
		if !reflect.DeepEqual(a[name], b[name]) {
			return false
		}
	}
	return true
}

// A joiner puts the results of an annotation together to regions.
type joiner struct {
	*file
	task    *task
	at      reading.At
	list    []*region
	whole   *region
	byID    map[string]*region
	lost    map[string]bool // the IDs of what is not supported
	skipped map[string]int  // how many of which type were left out
}

// regions returns the regions of an annotation, that of the whole video last.
func (m *maker) regions(n *note) ([]*region, error) {
	j := joiner{file: m.file, task: m.task, at: n.at, whole: &region{}, byID: map[string]*region{}, lost: map[string]bool{}, skipped: map[string]int{}}
	for i := range n.results {
		j.open(&n.results[i])
	}
	for i := range n.results {
		if err := j.join(&n.results[i]); err != nil {
			return nil, err
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(j.skipped)) {
		name := "without a type"
		if kind != "" {
			name = "of type " + reading.Quote(kind)
		}
		if kind != "relation" { // it is between regions, and no event
			m.video.Lost += j.skipped[kind]
		}
		m.Warn(annotation.CodeUnsupported, n.at, "", "left out: %s %s", words.Count(j.skipped[kind], "result"), name)
	}
	if len(j.whole.results) > 0 {
		j.list = append(j.list, j.whole)
	}
	return j.list, nil
}

// open makes a region of a result that says where it is.
func (j *joiner) open(r *result) {
	switch {
	case !supported(r):
		j.skip(r)
		if r.id != "" {
			j.lost[r.id] = true
		}
		return
	case !placed(r):
		return
	}
	if old := j.byID[r.id]; old != nil && samePlace(old.place, r.value) {
		old.results = append(old.results, *r)
		return
	}
	reg := &region{id: r.id, place: r.value, results: []result{*r}}
	j.list = append(j.list, reg)
	if r.id != "" && j.byID[r.id] == nil {
		j.byID[r.id] = reg
	}
}

// join adds a result that does not say where it is to its region.
func (j *joiner) join(r *result) error {
	if !supported(r) || placed(r) {
		return nil
	}
	reg := j.byID[r.id]
	if reg == nil {
		reg = j.byID[r.parent]
	}
	switch {
	case reg != nil:
	case j.lost[r.id] || j.lost[r.parent]:
		j.skip(r)
		return nil
	case kinds[r.kind]:
		return j.Refuse(annotation.CodeValue, j.at, "", "a result of type %s has no %s", r.kind, strings.Join(wants[r.kind], " or "))
	case j.task.config != nil && j.task.config.controls[r.from].perRegion:
		j.skip(r)
		return nil
	default:
		reg = j.whole
	}
	reg.results = append(reg.results, *r)
	return nil
}

// wants are the members that say where a region is.
var wants = map[string][]string{"timelinelabels": {"ranges"}, "videorectangle": {"sequence"}, "labels": {"start", "sequence"}}

// skip counts a result that is left out, unless the options say so.
func (j *joiner) skip(r *result) {
	if j.Options.Fields[r.from] != roleIgnore {
		j.skipped[r.kind]++
	}
}
