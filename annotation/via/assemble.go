package via

import (
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// assemble makes a video of each view that shows one: those of vid_list first, in its
// order.
func (p *project) assemble() error {
	taken := map[*view]bool{}
	take := func(v *view) {
		if !taken[v] {
			taken[v] = true
			p.take(v)
		}
	}
	for _, id := range p.order {
		if v := p.views[id]; v != nil {
			take(v)
		} else {
			p.Warn(annotation.CodeSkipped, reading.At{}, "", "the view %.80q of vid_list is not there", id)
		}
	}
	for _, v := range p.list {
		take(v)
	}
	return nil
}

// take makes a video of a view, or tells why there is none.
func (p *project) take(v *view) {
	var at reading.At
	if len(v.entries) > 0 {
		at = v.entries[0].at
	}
	switch {
	case v.files == nil:
		p.Warn(annotation.CodeSkipped, at, "", "the view %.80q is not there: its %d annotations were left out", v.id, len(v.entries))
		return
	case len(v.files) != 1:
		p.Warn(annotation.CodeUnsupported, at, "", "the view %.80q shows %d files: it was left out with its %d annotations", v.id, len(v.files), len(v.entries))
		return
	}
	f, ok := p.files[v.files[0]]
	switch {
	case !ok:
		p.Warn(annotation.CodeSkipped, at, "", "the file %.80q of the view %.80q is not there: it was left out with its %d annotations", v.files[0], v.id, len(v.entries))
	case f.kind == typeImage:
		p.skipped[0]++
	case f.kind == typeAudio:
		p.skipped[1]++
	case f.kind != typeVideo:
		p.Warn(annotation.CodeUnsupported, at, "", "the file %.80q is of the unknown type %.80q: it was left out with its %d annotations", v.files[0], f.kind, len(v.entries))
	default:
		p.videos = append(p.videos, p.video(f, v))
	}
}

// video makes a video of a file.
func (p *project) video(f file, v *view) *video {
	made := &video{entries: v.entries}
	made.ID, made.URI = f.name, f.name
	if f.src != "" {
		made.URI = f.src
		if f.loc == locHTTP || f.loc == locFile {
			made.URI = p.prefix[f.loc] + f.src
		}
	}
	if made.ID == "" {
		made.ID = made.URI
	}
	if made.ID == "" {
		made.ID = "view " + v.id
	}
	if p.name != "" {
		made.Metadata = map[string]any{"project": p.name}
	}
	for i := range made.entries {
		made.entries[i].at.Video = made.ID
	}
	return made
}
