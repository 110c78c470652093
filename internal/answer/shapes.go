package answer

import (
	"fmt"
	"slices"
)

// A shapeRecord is a shape of the answers of a file.
type shapeRecord struct {
	tree  tree
	count int
	at    places
}

// shapes are the shapes of a file. There are at most MaxShapes; one more is
// counted to one that it agrees with, or else as one of the rest.
type shapes struct {
	list   []shapeRecord
	byHash map[uint64]int32
	wild   int // null, [] and {}: they agree with everything
	rest   places
}

// maxHashes bounds the hashes that are remembered: those of the records, and
// those that were counted to them.
const maxHashes = 1024

// maxTries is how many answers may agree with no record, before the rest is no
// longer compared with them.
const maxTries = 10_000

func (s *shapes) add(at Place, f *Facts) {
	if f.tree.wild() {
		s.wild++
		return
	}
	i, ok := s.byHash[f.ShapeHash]
	if !ok {
		if i = s.place(&f.tree); i < 0 {
			s.rest.add(at)
			return
		}
		if s.byHash == nil {
			s.byHash = make(map[uint64]int32)
		}
		if len(s.byHash) < maxHashes {
			s.byHash[f.ShapeHash] = i
		}
	}
	r := &s.list[i]
	r.count++
	if kept := r.at.add(at); kept != nil {
		kept.shape = i
	}
}

// place finds or makes the record of a shape that was not seen before.
func (s *shapes) place(t *tree) int32 {
	if len(s.list) < MaxShapes {
		s.list = append(s.list, shapeRecord{tree: t.clone()})
		return int32(len(s.list) - 1)
	}
	if s.rest.n >= maxTries {
		return -1
	}
	for i := range s.list {
		if s.list[i].tree.agrees(0, t, 0) {
			s.list[i].tree.merge(0, t, 0)
			return int32(i)
		}
	}
	return -1
}

// majority is the shape that most answers agree with, and which do.
func (s *shapes) majority() (best tree, in []bool, count, of int) {
	order := make([]int, len(s.list))
	for i := range s.list {
		order[i] = i
		of += s.list[i].count
	}
	of += s.rest.n
	slices.SortStableFunc(order, func(a, b int) int { return s.list[b].count - s.list[a].count })
	for _, seed := range order {
		t := s.list[seed].tree.clone()
		got := make([]bool, len(s.list))
		got[seed] = true
		n := s.list[seed].count
		for _, i := range order {
			if o := &s.list[i].tree; i != seed && t.agrees(0, o, 0) {
				t.merge(0, o, 0)
				got[i] = true
				n += s.list[i].count
			}
		}
		if n > count {
			best, in, count = t, got, n
		}
		if share(count, of, MajorityShare) {
			break
		}
	}
	return best, in, count, of
}

// drift is the finding of the answers that do not agree with the majority.
func (s *shapes) drift(usual []*Survey) (Finding, bool) {
	if len(s.list) == 0 {
		return Finding{}, false
	}
	best, in, count, of := s.majority()
	if of < MinAnswers || count == of || !share(count, of, MajorityShare) {
		return Finding{}, false
	}
	all := s.rest
	for i := range all.kept() {
		all.at[i].shape = -1
	}
	for i := range s.list {
		if !in[i] && !slices.ContainsFunc(usual, func(u *Survey) bool { return u.shapes.common(&s.list[i].tree) }) {
			all.merge(&s.list[i].at)
		}
	}
	if all.n == 0 {
		return Finding{}, false
	}
	words := make([]string, len(s.list))
	f := all.finding(KindShapeDrift, of, func(p place) string {
		if p.shape < 0 {
			return "another shape"
		}
		if words[p.shape] == "" {
			words[p.shape] = difference(&best, &s.list[p.shape].tree)
		}
		return words[p.shape]
	})
	f.Detail = fmt.Sprintf("%d of %d JSON answers have the shape %s", count, of, short(best.describe()))
	return f, true
}

// common reports whether the shape is that of more than the few answers that
// stand out.
func (s *shapes) common(t *tree) bool {
	n, of := 0, s.rest.n
	for i := range s.list {
		of += s.list[i].count
		if s.list[i].tree.agrees(0, t, 0) {
			n += s.list[i].count
		}
	}
	return common(n, of)
}

// agrees reports whether two values may be of one shape.
func (t *tree) agrees(a int16, o *tree, b int16) bool {
	ta, tb := t.nodes[a].types, o.nodes[b].types
	if ta&(concrete|isEmptyObject) == 0 || tb&(concrete|isEmptyObject) == 0 {
		return true
	}
	if ca, cb := asObject(ta), asObject(tb); ca != cb {
		return false
	}
	if ta&concrete == 0 || tb&concrete == 0 {
		return true // an empty object and another one
	}
	if t.nodes[a].keys != o.nodes[b].keys {
		return false
	}
	for c := t.nodes[a].child; c != noNode; c = t.nodes[c].next {
		d := o.find(b, t, c)
		if d == noNode || !t.agrees(c, o, d) {
			return false
		}
	}
	return true
}

// asObject are the concrete types; an empty object alone is an object.
func asObject(t types) types {
	if t&concrete == 0 && t&isEmptyObject != 0 {
		return isObject
	}
	return t & concrete
}

// merge adds what the other value says.
func (t *tree) merge(a int16, o *tree, b int16) {
	t.nodes[a].types |= o.nodes[b].types
	for d := o.nodes[b].child; d != noNode; d = o.nodes[d].next {
		if c := t.childOf(a, string(o.key(d)), o.nodes[d].elem); c != noNode {
			t.merge(c, o, d)
		}
	}
}

func (t *tree) clone() tree {
	return tree{nodes: slices.Clone(t.nodes), keys: slices.Clone(t.keys)}
}

// maxDifferences is how many differences of one answer are named.
const maxDifferences = 3

// difference says in words how a shape differs from that of the majority.
func difference(major, minor *tree) string {
	var d []string
	major.differences(0, minor, 0, &d)
	switch {
	case len(d) == 0:
		return "another shape"
	case len(d) > maxDifferences:
		d = append(d[:maxDifferences:maxDifferences], fmt.Sprintf("and %d more", len(d)-maxDifferences))
	}
	s := d[0]
	for _, more := range d[1:] {
		s += ", " + more
	}
	return s
}

func (t *tree) differences(a int16, o *tree, b int16, d *[]string) {
	ta, tb := t.nodes[a].types, o.nodes[b].types
	if ta&(concrete|isEmptyObject) == 0 || tb&(concrete|isEmptyObject) == 0 {
		return
	}
	if ca, cb := asObject(ta), asObject(tb); ca != cb {
		*d = append(*d, fmt.Sprintf("%s is %s, mostly %s", subject(o.path(b)), cb, ca))
		return
	}
	if ta&concrete == 0 || tb&concrete == 0 {
		return
	}
	for _, c := range append(t.members(a), t.elems(a)) {
		if c == noNode {
			continue
		}
		if e := o.find(b, t, c); e == noNode {
			*d = append(*d, fmt.Sprintf("%q is missing", t.path(c)))
		} else {
			t.differences(c, o, e, d)
		}
	}
	for _, c := range o.members(b) {
		if t.find(a, o, c) == noNode {
			*d = append(*d, fmt.Sprintf("%q is extra", o.path(c)))
		}
	}
}

// subject names a path at the beginning of a sentence.
func subject(path string) string {
	if path == "" {
		return "the answer"
	}
	return fmt.Sprintf("%q", path)
}

// short cuts a description that would fill the screen.
func short(s string) string {
	const most = 200
	if len(s) <= most {
		return s
	}
	cut := most
	for cut > 0 && s[cut]&0xc0 == 0x80 {
		cut--
	}
	return s[:cut] + "…"
}
