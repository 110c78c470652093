package reading

import (
	"cmp"
	"hash/fnv"
	"io"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
)

// uris are the URIs that the option uri has made, and what they were made of: some 100
// bytes for each, whatever the sources are like.
type uris map[uint64]madeOf

// madeOf is the place that a URI was made of: its hash, and its beginning for people.
type madeOf struct {
	hash uint64
	name string
}

// locate puts the URI that the option uri makes in the place of that of a video.
// Different videos of one file must not become one.
func (r *Reading) locate(v *annotation.Video) error {
	if r.Options.URI == "" {
		return nil
	}
	const most = 100
	source := cmp.Or(v.URI, v.ID)
	uri, err := annotation.ExpandURI(r.Options.URI, v.ID, v.URI)
	if err != nil {
		return err
	}
	v.URI = uri
	key, of := Hash(uri), Hash(source)
	first, ok := r.uris[key]
	switch {
	case !ok:
		if r.uris == nil {
			r.uris = uris{}
		}
		r.uris[key] = madeOf{of, strings.Clone(source[:min(len(source), most)])}
	case first.hash != of:
		return r.Refuse(annotation.CodeConflict, At{Video: v.ID}, "have the option uri tell them apart, with {path} in place of {file} or {name}, or with {id}",
			"the option uri makes %.100q of both %q and %.100q", uri, first.name, source)
	}
	return nil
}

// Hash returns a hash of a text, the same one in every process.
func Hash(s string) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, s) // it never fails
	return h.Sum64()
}
