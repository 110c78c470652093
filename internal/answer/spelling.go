package answer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// A spelling is one way to write a label, and how often it stands.
type spelling struct {
	text   string
	spaced bool // a plain answer with white space around it
	n      int
	at     Place // the first
}

// String quotes the label.
func (s spelling) String() string {
	q := fmt.Sprintf("%q", s.text)
	if s.spaced {
		q += " with space around it"
	}
	return q
}

// folded is what labels that differ in capitals and outer spaces only have in common.
// Bytes that are no UTF-8 stay: as capitals, all of them would be the same.
func folded(label string) string {
	label = strings.TrimSpace(label)
	if !utf8.ValidString(label) {
		return label
	}
	return strings.ToLower(label)
}

// spellings returns the labels of a path, those together that differ in capitals and
// outer spaces only, each list with the most frequent one first; nil if the path holds
// no labels.
func (p *labelPath) spellings() map[string][]spelling {
	if p.not {
		return nil
	}
	groups := make(map[string][]spelling)
	for _, v := range p.values {
		key := folded(v.text)
		if bare := v.n - v.spaced; bare > 0 {
			groups[key] = append(groups[key], spelling{v.text, false, bare, v.at})
		}
		if v.spaced > 0 {
			groups[key] = append(groups[key], spelling{v.text, true, v.spaced, v.spacedAt})
		}
	}
	if len(groups)*LabelRepeat > p.total {
		return nil
	}
	for _, g := range groups {
		slices.SortFunc(g, func(a, b spelling) int {
			return cmp.Or(cmp.Compare(b.n, a.n), strings.Compare(a.String(), b.String()))
		})
	}
	return groups
}

// spelling is the finding of labels that differ in capitals and outer spaces only: how
// many are not as most, and where each such spelling stands first. Of spellings that a
// path of usual has, one that stands alone here is as it should be.
func (s *labelPaths) spelling(usual []*Survey) (Finding, bool) {
	f := Finding{Kind: KindLabelSpelling}
	var details []string
	for i := range s.list {
		p := &s.list[i]
		before := len(details)
		elsewhere := spellingsOf(usual, p.name)
		var groups [][]spelling
		for _, g := range p.spellings() {
			groups = append(groups, g)
		}
		slices.SortFunc(groups, func(a, b []spelling) int {
			return cmp.Or(cmp.Compare(total(b), total(a)), strings.Compare(folded(a[0].text), folded(b[0].text)))
		})
		for _, g := range groups {
			known := elsewhere[folded(g[0].text)]
			if len(g) == 1 && (len(known) == 0 || slices.ContainsFunc(known, func(k spelling) bool { return k.String() == g[0].String() })) {
				continue
			}
			meant := g[0]
			if len(g) == 1 {
				meant = known[0]
			}
			var texts []string
			for _, v := range g {
				texts = append(texts, fmt.Sprintf("%s %d", v, v.n))
				if v.String() != meant.String() {
					f.Count += v.n
					f.Places = append(f.Places, v.at)
				}
			}
			d := p.prefix() + strings.Join(texts, ", ")
			if len(g) == 1 {
				d += fmt.Sprintf(" (training: %s %d)", meant, meant.n)
			}
			details = append(details, d)
		}
		if len(details) > before {
			f.Of += p.total
		}
	}
	if len(details) == 0 {
		return Finding{}, false
	}
	slices.SortStableFunc(f.Places, func(a, b Place) int { return a.Line - b.Line })
	f.Places = slices.CompactFunc(f.Places, func(a, b Place) bool { return a.Line == b.Line })
	f.Places = f.Places[:min(len(f.Places), MaxPlaces)]
	f.Detail = strings.Join(details[:min(len(details), MaxPlaces)], "; ")
	if len(details) > MaxPlaces {
		f.Detail += "; …"
	}
	return f, true
}

// spellingsOf returns how surveys spell the labels of a path, as [labelPath.spellings].
func spellingsOf(surveys []*Survey, path string) map[string][]spelling {
	all := make(map[string][]spelling)
	for _, s := range surveys {
		for i := range s.labels.list {
			p := &s.labels.list[i]
			if p.name != path {
				continue
			}
			for key, g := range p.spellings() {
				all[key] = append(all[key], g...)
			}
		}
	}
	for _, g := range all {
		slices.SortStableFunc(g, func(a, b spelling) int { return cmp.Compare(b.n, a.n) })
	}
	return all
}

func total(g []spelling) (n int) {
	for _, s := range g {
		n += s.n
	}
	return n
}
