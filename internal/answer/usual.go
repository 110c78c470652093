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

// learn notes the shape of an answer that did not fit, or was not tried.
func (u *usualTree) learn(t *tree, text string) {
	switch {
	case len(u.tree.nodes) == 0:
	case u.score > 0: // one in a while
		u.score--
		return
	case u.score == 0:
		u.score = worstScore
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
