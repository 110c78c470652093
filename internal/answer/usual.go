package answer

// A usualTree is the shape that answers mostly have. Answers of one file are
// alike, so the tree of one is begun with that of another, where every key is
// found at once; it is made anew if the two turn out to differ.
//
// It changes nothing of what is found out: a tree is only kept if each of its
// nodes was met.
type usualTree struct {
	tree  tree
	leads []byte // what stands between the members: comma, key, colon, space
	score int    // over 0: it fitted lately; under 0: it is not tried for so many answers
}

const (
	bestScore  = 8
	worstScore = -16 // so that trying in vain costs little
)

// offer makes to a tree of the usual shape, of which nothing was met yet; false
// if there is none.
func (u *usualTree) offer(to *tree) bool {
	if len(u.tree.nodes) == 0 {
		return false
	}
	if u.score < 0 {
		u.score++
		return false
	}
	to.nodes = append(to.nodes[:0], u.tree.nodes...)
	to.keys = append(to.keys[:0], u.tree.keys...)
	return true
}

// fits notes that the usual shape was of use.
func (u *usualTree) fits() { u.score = min(u.score+1, bestScore) }

// miss notes an answer that did not fit, or was not tried. It reports whether the
// usual shape may be given up for its shape.
func (u *usualTree) miss() bool {
	switch {
	case len(u.tree.nodes) == 0:
	case u.score > 0: // one in a while
		u.score--
		return false
	case u.score == 0:
		u.score = worstScore
	}
	return true
}

// learn is miss, with the shape of the answer.
func (u *usualTree) learn(t *tree, text string) {
	if !u.miss() {
		return
	}
	u.tree.nodes = append(u.tree.nodes[:0], t.nodes...)
	u.tree.keys = append(u.tree.keys[:0], t.keys...)
	u.leads = u.leads[:0]
	for i := range u.tree.nodes {
		n := &u.tree.nodes[i]
		n.types, n.latest = 0, noNode
		lead := text[n.leadStart:n.leadEnd]
		n.leadStart = int32(len(u.leads))
		u.leads = append(u.leads, lead...)
		n.leadEnd = int32(len(u.leads))
	}
}

// visited reports whether each node was met.
func (t *tree) visited() bool {
	for i := range t.nodes {
		if t.nodes[i].types == 0 {
			return false
		}
	}
	return true
}

// led looks behind a value that ended at i, in an object, for the bytes that stood
// there before the member that mostly comes next. If they do, it returns where
// that member's value begins, and its node.
func (s *scanner) led(i int, parent int16) (next int, node int16) {
	if parent == noNode || !s.begun {
		return i, noNode
	}
	t := &s.f.tree
	node = t.following(parent)
	if node == noNode {
		return i, noNode
	}
	n := &t.nodes[node]
	lead := s.usual.leads[n.leadStart:n.leadEnd]
	if len(lead) == 0 || len(s.text)-i <= len(lead) || s.text[i:i+len(lead)] != string(lead) {
		return i, noNode
	}
	if next = i + len(lead); skipSpace(s.text, next) != next {
		return i, noNode // there is more of it
	}
	t.nodes[parent].latest = node
	return next, node
}

// lead notes what stood between two members.
func (s *scanner) lead(node int16, start, end int) {
	if !s.begun && node != noNode && end-start <= maxLead {
		n := &s.f.tree.nodes[node]
		n.leadStart, n.leadEnd = int32(start), int32(end)
	}
}

// maxLead is the longest lead that is noted, in bytes.
const maxLead = 2 * MaxLabelBytes

// expected returns the member that comes next in other objects of this kind, if
// its name in quotes stands at i.
func (s *scanner) expected(i int, parent int16) int16 {
	if parent == noNode {
		return noNode
	}
	t := &s.f.tree
	node := t.following(parent)
	if node == noNode || t.nodes[node].elem || !t.nodes[node].plain {
		return noNode
	}
	key, rest := t.key(node), s.text[i+1:]
	if len(rest) <= len(key) || rest[len(key)] != '"' || rest[:len(key)] != string(key) {
		return noNode
	}
	t.nodes[parent].latest = node
	return node
}
