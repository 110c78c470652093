package dataset

import (
	"crypto/sha256"
	"slices"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
)

// owners knows to which recording each name belongs: the URI and the ID of a video are
// names of its recording too, as a clip may say that it was cut from either.
//
// Names are known by hashes of 128 bits, of which no two are equal. What a recording is
// called is kept besides, since a video that was cut from it may know it by another of
// its names.
type owners struct {
	names map[nameHash]uint32 // to a recording, counted from 1, or several; and annotated
	texts nameList            // of the recordings, as they are called
	state []ownerState        // of each

	hashed []byte // the last
}

// A nameHash is the beginning of the SHA-256 of the kind of a name and of its
// [videotune.VideoName], so that all URIs of one object are one.
type nameHash [16]byte

// several is the owner of a name that belongs to several recordings.
const several = 0

// annotated is the flag of a URI whose file has examples that say all that there is.
const annotated = 1 << 31

// An ownerState says what is known of a recording.
type ownerState uint8

const (
	ownerUsed ownerState = 1 << iota // the files may have examples of it
	ownerTest                        // the source puts a video of it into its test set
)

// The kinds of names. Two IDs that are equal may be of two videos, as each file of a
// source has IDs of its own; so they are compared with the others only.
const (
	nameRecording = 'r'
	nameURI       = 'u'
	nameID        = 'i'
)

// claim returns the recording that a video belongs to, which has its names from then
// on. It is that of an earlier video if they have a name in common, or one is called
// by a name of the other. ok is false if that leads to several, which are returned, or to
// a name of several; then what was nobody's becomes a name of several, so that whatever
// comes with it later is refused too.
func (o *owners) claim(v *annotation.Video) (recordings []uint32, ok bool) {
	ok = true
	look := func(name string, kinds ...byte) {
		for _, kind := range kinds {
			owner, known := o.names[o.hash(kind, name)]
			owner &^= annotated
			switch {
			case name == "" || !known:
			case owner == several:
				ok = false
			case !slices.Contains(recordings, owner):
				recordings = append(recordings, owner)
			}
		}
	}
	look(v.Recording, nameRecording, nameURI, nameID)
	look(v.URI, nameURI, nameRecording, nameID)
	look(v.ID, nameRecording, nameURI)
	ok = ok && len(recordings) < 2
	owner := uint32(several)
	if ok {
		if len(recordings) == 0 {
			recordings = []uint32{o.add(v.RecordingKey())}
		}
		owner = recordings[0]
	}
	o.give(nameRecording, v.Recording, owner)
	o.give(nameURI, v.URI, owner)
	if o.give(nameID, v.ID, owner) != owner {
		o.names[o.hash(nameID, v.ID)] = several
	}
	return recordings, ok
}

// add adds a recording.
func (o *owners) add(name string) uint32 {
	o.texts.add(name)
	o.state = append(o.state, 0)
	return uint32(len(o.state))
}

// give gives a name to a recording, unless somebody has it, and returns who has it.
func (o *owners) give(kind byte, name string, owner uint32) uint32 {
	if name == "" {
		return owner
	}
	h := o.hash(kind, name)
	if old, known := o.names[h]; known {
		return old &^ annotated
	}
	if o.names == nil {
		o.names = map[nameHash]uint32{}
	}
	o.names[h] = owner
	return owner
}

// made reports whether a file that was made of a video belongs to no other recording.
func (o *owners) made(v *annotation.Video, uri string) bool {
	owner := o.names[o.hash(nameURI, v.URI)] &^ annotated
	return o.give(nameURI, uri, owner) == owner
}

// first reports whether it is called for a URI for the first time.
func (o *owners) first(uri string) bool {
	h := o.hash(nameURI, uri)
	old := o.names[h]
	o.names[h] = old | annotated
	return old&annotated == 0
}

// name returns what a recording is called: what the first of its videos calls it.
func (o *owners) name(recording uint32) string { return o.texts.at(int(recording) - 1) }

// is reports whether one of some recordings has a state.
func (o *owners) is(state ownerState, recordings ...uint32) bool {
	return slices.ContainsFunc(recordings, func(r uint32) bool { return o.state[r-1]&state != 0 })
}

// mark gives recordings a state.
func (o *owners) mark(state ownerState, recordings ...uint32) {
	for _, r := range recordings {
		o.state[r-1] |= state
	}
}

// hash returns the hash of a name of a kind.
func (o *owners) hash(kind byte, name string) nameHash {
	o.hashed = append(append(o.hashed[:0], kind), videotune.VideoName(name)...)
	sum := sha256.Sum256(o.hashed)
	return nameHash(sum[:16])
}
