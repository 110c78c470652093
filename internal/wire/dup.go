package wire

import "hash/maphash"

const (
	// fewNames is the number of names up to which an object's names are compared
	// one by one; past it they are looked up, so that no object costs quadratic
	// time.
	fewNames = 16
	// keptNames bounds the memory that is kept for the next line.
	keptNames = 4096
)

// nameSeed is one for the process, so that no input can be made to collide.
var nameSeed = maphash.MakeSeed()

// A dupKey stands for a name of one object of the line, which is known by the
// index of its brace. It is a hash: of a million names of an object, two that
// differ have the same in one of ten million lines.
type dupKey uint64

func keyOf(id int, name string) dupKey {
	return dupKey(maphash.String(nameSeed, name) ^ uint64(id)*0x9E3779B97F4A7C15)
}

// given notes a name of the object id, whose names begin at base in d.names, and
// reports whether the object had it before.
func (d *Decoder) given(id, base int, name string) bool {
	own := d.names[base:]
	if len(own) < fewNames {
		for _, s := range own {
			if s == name {
				return true
			}
		}
		d.names = append(d.names, name)
		return false
	}
	if d.many == nil {
		d.many = make(map[dupKey]struct{}, 4*fewNames)
	}
	// The first name beyond the few takes them all along; they stay where they
	// are to show that this was done.
	if len(own) == fewNames {
		for _, s := range own {
			d.many[keyOf(id, s)] = struct{}{}
		}
		d.names = append(d.names, "")
	}
	key := keyOf(id, name)
	if _, ok := d.many[key]; ok {
		return true
	}
	d.many[key] = struct{}{}
	return false
}

// had reports whether the object had the name before, without noting it.
func (d *Decoder) had(id, base int, name string) bool {
	own := d.names[base:]
	for _, s := range own[:min(len(own), fewNames)] {
		if s == name {
			return true
		}
	}
	_, ok := d.many[keyOf(id, name)]
	return ok
}

// forget drops the names of the last line.
func (d *Decoder) forget() {
	if cap(d.names) > keptNames {
		d.names = nil
	}
	d.names = d.names[:0]
	switch {
	case len(d.many) > keptNames:
		d.many = nil
	case len(d.many) > 0:
		clear(d.many)
	}
}
