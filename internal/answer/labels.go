package answer

import (
	"fmt"
	"slices"
	"strings"
)

// A labelPath is a key path whose values may be labels.
type labelPath struct {
	name   string // "" for plain answers
	index  map[string]int32
	values []labelValue
	total  int
	not    bool // too many values, or too long ones: these are no labels
}

type labelValue struct {
	text string
	n    int
	at   Place // the first

	spaced   int // of n: plain answers with white space around them
	spacedAt Place
}

// labelPaths are the key paths of a file, at most MaxLabelPaths.
type labelPaths struct {
	byHash map[uint64]int32
	list   []labelPath
	last   [8]foundPath // by the node that it was found for
}

// A foundPath is a path by its hash.
type foundPath struct {
	hash  uint64
	path  int32
	known bool
}

// plainPath is the hash that stands for the path of plain answers.
const plainPath = 0

func (s *labelPaths) add(at Place, f *Facts) {
	for _, l := range f.labels {
		var hash uint64 = plainPath
		if l.node != noNode {
			hash = f.tree.nodes[l.node].hash
		}
		// The paths of one answer are mostly those of the one before.
		last := &s.last[int(l.node+1)%len(s.last)]
		i, ok := last.path, last.known && last.hash == hash
		if !ok {
			i, ok = s.byHash[hash]
		}
		if !ok {
			if len(s.list) == MaxLabelPaths {
				continue
			}
			if s.byHash == nil {
				s.byHash = make(map[uint64]int32)
			}
			i = int32(len(s.list))
			s.byHash[hash] = i
			s.list = append(s.list, labelPath{name: f.tree.path(l.node), index: make(map[string]int32)})
		}
		*last = foundPath{hash, i, true}
		p := &s.list[i]
		switch {
		case p.not:
		case f.labelsCut || l.start < 0:
			p.giveUp()
		default:
			p.add(at, f.values[l.start:l.end], l.node == noNode && f.trimmed)
		}
	}
}

func (p *labelPath) add(at Place, value []byte, spaced bool) {
	i, ok := p.index[string(value)]
	if !ok {
		if len(p.values) == MaxLabelValues {
			p.giveUp()
			return
		}
		i = int32(len(p.values))
		text := string(value)
		p.index[text] = i
		p.values = append(p.values, labelValue{text: text, at: at})
	}
	p.total++
	v := &p.values[i]
	v.n++
	if spaced {
		if v.spaced++; v.spaced == 1 {
			v.spacedAt = at
		}
	}
}

func (p *labelPath) giveUp() { *p = labelPath{name: p.name, not: true} }

// A Member is a key path of the answers of a file, and the texts there that may be
// labels.
type Member struct {
	Path   string         // such as "events[].label"; "" for plain answers
	Counts map[string]int // how often each text stands; nil if there are too many or too long ones
}

// Members returns the first MaxLabelPaths key paths that hold texts, in the order in
// which they are met first.
func (s *Survey) Members() []Member {
	var list []Member
	for i := range s.labels.list {
		p := &s.labels.list[i]
		m := Member{Path: p.name}
		if !p.not {
			m.Counts = make(map[string]int, len(p.values))
			for _, v := range p.values {
				m.Counts[v.text] = v.n
			}
		}
		list = append(list, m)
	}
	return list
}

// rare is the finding of labels that stand once only, and in no other spelling.
func (s *labelPaths) rare() (Finding, bool) {
	type once struct {
		path *labelPath
		v    labelValue
	}
	var all []once
	of := 0
	for i := range s.list {
		p := &s.list[i]
		if p.not || p.total < MinLabelValues || len(p.values)*LabelRepeat > p.total {
			continue
		}
		before := len(all)
		groups := p.spellings()
		for _, v := range p.values {
			if v.n == 1 && len(groups[folded(v.text)]) == 1 {
				all = append(all, once{p, v})
			}
		}
		if len(all) > before {
			of += p.total
		}
	}
	if len(all) == 0 {
		return Finding{}, false
	}
	slices.SortStableFunc(all, func(a, b once) int { return a.v.at.Line - b.v.at.Line })
	f := Finding{Kind: KindLabelRare, Count: len(all), Of: of}
	var names []string
	for _, o := range all[:min(len(all), MaxPlaces)] {
		f.Places = append(f.Places, o.v.at)
		d := fmt.Sprintf("%s%q stands once", o.path.prefix(), o.v.text)
		if near, ok := o.path.near(o.v); ok {
			d += fmt.Sprintf("; %q stands %d times", near.text, near.n)
		}
		f.Details = append(f.Details, d)
		names = append(names, fmt.Sprintf("%q", o.v.text))
	}
	f.Detail = strings.Join(names, ", ")
	return f, true
}

// skew is the finding of a label that nearly all answers have. A member that is
// the same everywhere is no label.
func (s *labelPaths) skew(textToo bool) (Finding, bool) {
	var f Finding
	var details []string
	for i := range s.list {
		p := &s.list[i]
		if p.not || p.total < MinSkewAnswers || len(p.values) < 2 || p.name == "" && !textToo {
			continue
		}
		top := slices.MaxFunc(p.values, func(a, b labelValue) int { return a.n - b.n })
		if top.n*100 <= p.total*SkewShare {
			continue
		}
		d := fmt.Sprintf("%s%q is %d of %d", p.prefix(), top.text, top.n, p.total)
		if len(details) == 0 || top.n*f.Of > f.Count*p.total {
			f.Count, f.Of, f.Places = top.n, p.total, []Place{top.at}
			details = append([]string{d}, details...)
		} else {
			details = append(details, d)
		}
	}
	if len(details) == 0 {
		return Finding{}, false
	}
	f.Kind = KindLabelSkew
	f.Details = details[:1:1]
	f.Detail = strings.Join(details[:min(len(details), MaxPlaces)], ", ")
	return f, true
}

// prefix names the path before a value.
func (p *labelPath) prefix() string {
	if p.name == "" {
		return ""
	}
	return p.name + ": "
}

// near is the most frequent value that differs from v by a slip of the keyboard.
func (p *labelPath) near(v labelValue) (best labelValue, ok bool) {
	most := 2
	if len(v.text) <= 4 {
		most = 1
	}
	for _, o := range p.values {
		if o.n > 1 && o.n > best.n && slips(v.text, o.text, most) {
			best, ok = o, true
		}
	}
	return best, ok
}

// slips reports whether at most n bytes, or neighbours that changed places,
// tell a from b; upper and lower case are the same.
func slips(a, b string, n int) bool {
	if len(a) > MaxLabelBytes || len(b) > MaxLabelBytes || len(a)-len(b) > n || len(b)-len(a) > n {
		return false
	}
	var rows [3][MaxLabelBytes + 1]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, last, older := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if lower(a[i-1]) == lower(b[j-1]) {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && lower(a[i-1]) == lower(b[j-2]) && lower(a[i-2]) == lower(b[j-1]) {
				row[j] = min(row[j], older[j-2]+1)
			}
		}
	}
	return rows[len(a)%3][len(b)] <= n
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c | 0x20
	}
	return c
}
