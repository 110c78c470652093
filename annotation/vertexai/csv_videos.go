package vertexai

import (
	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
)

// rows are what the rows of one video say.
type rows struct {
	uri    string
	file   string // of the rows; "" if they are of several
	split  annotation.Split
	events []annotation.Event
	boxes  []box
	lost   []videotune.Span // stretches that have no label
	looked [][2]string      // stretches that were looked through for actions
}

// video returns what the rows of a video have said so far.
func (t *table) video(uri string) *rows {
	v, ok := t.byURI[uri]
	if !ok {
		v = &rows{uri: uri, file: t.File}
		t.byURI[uri] = v
		t.videos = append(t.videos, v)
	}
	if v.file != t.File {
		v.file = ""
	}
	return v
}

// look notes a stretch that was looked through. Rows of one stretch are mostly
// adjacent.
func (v *rows) look(start, end string) {
	s := [2]string{start, end}
	if n := len(v.looked); n == 0 || v.looked[n-1] != s {
		v.looked = append(v.looked, s)
	}
}

// emit emits the videos, in the order of their first rows.
func (t *table) emit(emit func(*annotation.Video) error) error {
	whole := t.File
	defer func() { t.File = whole }()
	for i, r := range t.videos {
		t.videos[i] = nil
		v := &annotation.Video{ID: r.uri, URI: r.uri, Split: r.split, Events: append(r.events, tracks(r.boxes)...)}
		v.Lost, v.LostSpans = len(r.lost), r.lost
		v.Unlabelled = len(v.Events) == 0 && len(r.looked) == 0
		if len(r.looked) > 0 {
			v.Metadata = map[string]any{"timeSegments": r.segments()}
		}
		if t.File = r.file; t.File == "" {
			t.File = whole
			for i := range v.Events {
				v.Events[i].Record = 0
			}
		}
		if err := emit(v); err != nil {
			return err
		}
	}
	return nil
}

// segments are the stretches that were looked through, as JSON lines have them.
func (r *rows) segments() []any {
	var list []any
	for _, s := range r.looked {
		list = append(list, map[string]any{"startTime": s[0], "endTime": s[1]})
	}
	return list
}
