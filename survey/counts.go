package survey

import (
	"cmp"
	"slices"
	"strings"
)

// Bounds of what is counted apart.
const (
	// MaxValues is the number of distinct values that [Counts] tell apart.
	MaxValues = 1000
	// MaxValueBytes is how much of a value is kept.
	MaxValueBytes = 256
)

// Counts say how often values stand. The zero value is ready to use.
type Counts struct {
	index map[string]int
	all   []Count
	last  int // the value that was counted last: mostly the next one, too
	// Rest counts what stands beyond the first [MaxValues] distinct values.
	Rest int
}

// A Count is a value and how often it stands.
type Count struct {
	Value string
	N     int
}

// add counts a value, of which it keeps a copy.
func (c *Counts) add(value string) {
	if len(value) > MaxValueBytes {
		value = strings.ToValidUTF8(value[:MaxValueBytes], "")
	}
	if c.last < len(c.all) && c.all[c.last].Value == value {
		c.all[c.last].N++
		return
	}
	i, ok := c.index[value]
	if !ok {
		if len(c.all) == MaxValues {
			c.Rest++
			return
		}
		if c.index == nil {
			c.index = make(map[string]int)
		}
		i = len(c.all)
		value = strings.Clone(value)
		c.index[value] = i
		c.all = append(c.all, Count{Value: value})
	}
	c.last = i
	c.all[i].N++
}

// List returns the values, the most frequent first; of equal ones, by the value.
func (c *Counts) List() []Count {
	list := slices.Clone(c.all)
	slices.SortFunc(list, func(a, b Count) int { return cmp.Or(b.N-a.N, strings.Compare(a.Value, b.Value)) })
	return list
}

// Of returns how often a value stands.
func (c *Counts) Of(value string) int {
	if i, ok := c.index[value]; ok {
		return c.all[i].N
	}
	return 0
}
