package fix

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

const (
	// renameBytes bounds what is read of a line again because names were mended: the
	// reader keeps wire.MaxFaults of them at most, and a long line may have any number.
	renameBytes = 256 << 20
	// minRenames is how often a line of any length is read again. What a member holds
	// is read only when its name is right, and no object of a line lies deeper.
	minRenames = 10
)

// rename gives members of other spellings their names, until none is left but those
// whose names are taken. It ends, since no name is given that is mended again. A line of
// too many stays as it is, for what is mended in part would be mended on the next time.
func (f *fixer) rename(x *wire.Line) *wire.Line {
	var before []byte
	told, left := len(f.changes), max(renameBytes/max(len(f.line), 1), minRenames)
	for ; ; left-- {
		wrong := misnamedOf(x)
		if len(wrong) == 0 {
			return x
		}
		crowded := crowdedOf(f.line, wrong)
		if !slices.Contains(crowded, false) {
			f.taken(wrong)
			return x
		}
		if omitted := omittedNames(x); left == 0 || omitted/wire.MaxFaults > left {
			if before != nil {
				x = f.replace(before)
			}
			f.changes = f.changes[:told]
			f.nameStops(fmt.Sprintf("too many members of the line have to be renamed: %d and more", len(wrong)+omitted))
			return x
		}
		if before == nil {
			before = slices.Clone(f.line)
		}
		for i, fault := range wrong {
			if !crowded[i] {
				f.renameTo(fault)
			}
		}
		f.apply()
		x = f.dec.Decode(f.line)
	}
}

func (f *fixer) renameTo(fault *wire.Fault) {
	f.edits = append(f.edits, edit{fault.At, skipString(f.line, fault.At), `"` + fault.Want + `"`})
	f.change(ruleOfName(fault), videotune.Pointer(fault.Pointer), fault.Name, fault.Want)
}

// taken notes why members keep their names.
func (f *fixer) taken(wrong []*wire.Fault) {
	for _, fault := range wrong {
		f.stops = append(f.stops, Obstacle{
			Pointer: videotune.Pointer(fault.Pointer), rule: ruleOfName(fault), value: true,
			Message: "the object has " + fault.Want + " in more than one spelling; which of them holds what is meant is not known",
		})
	}
}

// nameStops notes why no member is renamed.
func (f *fixer) nameStops(why string) {
	for _, rule := range []videotune.Rule{videotune.RuleMemberCase, videotune.RuleMemberSnakeCase} {
		f.stops = append(f.stops, Obstacle{Message: why, rule: rule})
	}
}

// ruleOfName is the rule that a misnamed member breaks.
func ruleOfName(fault *wire.Fault) videotune.Rule {
	if fault.Kind == wire.SnakeCase {
		return videotune.RuleMemberSnakeCase
	}
	return videotune.RuleMemberCase
}

// misnamedOf are the members that are only spelt otherwise, in the order of the line.
func misnamedOf(x *wire.Line) (wrong []*wire.Fault) {
	for i := range x.Faults {
		if kind := x.Faults[i].Kind; kind == wire.WrongCase || kind == wire.SnakeCase {
			wrong = append(wrong, &x.Faults[i])
		}
	}
	slices.SortFunc(wrong, func(a, b *wire.Fault) int { return a.At - b.At })
	return wrong
}

// omittedNames counts those of them that are not kept.
func omittedNames(x *wire.Line) int { return x.OmittedOf[wire.WrongCase] + x.OmittedOf[wire.SnakeCase] }

// A name is that of a member that was met, by its place.
type name struct {
	at, end int
	fault   int // the number of its fault; -1 for none
}

// crowdedOf reports of each of the faults, which are in the order of the line, whether
// its object has the member in another spelling too. The line is read once.
func crowdedOf(line []byte, wrong []*wire.Fault) []bool {
	crowded := make([]bool, len(wrong))
	var (
		open  []int  // where the names of each open object begin in names; -1 for an array
		names []name // of the open objects
		next  int    // the next fault
		key   bool   // a string is a name
	)
	for i := 0; i < len(line); {
		switch line[i] {
		case '{':
			open, key = append(open, len(names)), true
		case '[':
			open, key = append(open, -1), false
		case ',':
			key = open[len(open)-1] >= 0
		case '}', ']':
			if first := open[len(open)-1]; first >= 0 {
				crowd(line, names[first:], wrong, crowded)
				names = names[:first]
			}
			open = open[:len(open)-1]
		case '"':
			end := skipString(line, i)
			if key {
				n := name{i, end, -1}
				if next < len(wrong) && wrong[next].At == i {
					n.fault = next
					next++
				}
				names, key = append(names, n), false
			}
			i = end
			continue
		}
		i++
	}
	return crowded
}

// crowd marks the faults of the names of an object.
func crowd(line []byte, names []name, wrong []*wire.Fault, crowded []bool) {
	if !slices.ContainsFunc(names, func(n name) bool { return n.fault >= 0 }) {
		return
	}
	count := map[string]int{}
	for _, n := range names {
		count[letters(text(line[n.at:n.end]))]++
	}
	for _, n := range names {
		if n.fault >= 0 {
			crowded[n.fault] = count[letters(wrong[n.fault].Want)] > 1
		}
	}
}

// letters is what all spellings of a name have in common.
func letters(name string) string {
	return strings.ToLower(strings.ToUpper(strings.ReplaceAll(name, "_", "")))
}
