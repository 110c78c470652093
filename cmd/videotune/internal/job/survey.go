package job

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
)

// maxLabels is the most labels that a job file is written with: more are no list that
// a prompt could name.
const maxLabels = 2000

// A Survey is what a source turned out to hold.
type Survey struct {
	Videos, Events int
	Fetchable      int            // videos with a URI that the service can fetch
	Measured       int            // videos whose duration is known
	Labels         map[string]int // events with each
	Kinds          map[annotation.Kind]int
	Texts          int // events with a text
	Turns          int // videos with a conversation
	Several        int // videos with more than one label of the whole
	Splits         int // videos that the source puts on a side
}

// Take surveys a source. More labels than a prompt can name are refused.
func Take(videos iter.Seq2[*annotation.Video, error]) (*Survey, error) {
	s := &Survey{Labels: map[string]int{}, Kinds: map[annotation.Kind]int{}}
	for v, err := range videos {
		if err != nil {
			return nil, err
		}
		s.video(v)
		if len(s.Labels) > maxLabels {
			return nil, refuse(annotation.CodeTooLarge, fmt.Sprintf("it has more than %d different labels, which no prompt can name", maxLabels),
				"if they are texts, take them as such: text is the role of their column")
		}
	}
	return s, nil
}

func (s *Survey) video(v *annotation.Video) {
	s.Videos++
	for _, c := range []struct {
		n  *int
		ok bool
	}{{&s.Fetchable, annotation.Fetchable(v.URI)}, {&s.Measured, v.Duration > 0}, {&s.Turns, len(v.Turns) > 0}, {&s.Splits, v.Split != ""}} {
		if c.ok {
			*c.n++
		}
	}
	whole := map[string]bool{}
	for i := range v.Events {
		e := &v.Events[i]
		s.Events++
		s.Kinds[e.Kind]++
		if e.Text != "" {
			s.Texts++
		}
		for _, l := range e.Labels {
			s.Labels[l]++
			whole[l] = whole[l] || e.Kind == annotation.KindWhole
		}
	}
	maps.DeleteFunc(whole, func(_ string, all bool) bool { return !all })
	if len(whole) > 1 {
		s.Several++
	}
}

// task returns the task that fits what the source holds, and the lines of a job file
// that say so; "" for conversations.
func (s *Survey) task() (name string, lines []string) {
	whole := s.Events > 0 && s.Kinds[annotation.KindWhole] == s.Events
	labels := len(s.Labels) > 0
	switch {
	case s.Turns > 0:
		return "", nil
	case s.Kinds[annotation.KindCue] > 0 && !labels:
		return "caption", nil
	case whole && labels && s.Several > 0:
		return "classify", []string{"multi: true   # several labels may apply to one video"}
	case whole && labels:
		return "classify", nil
	case whole:
		return "summarize", nil
	case labels && s.Texts > 0:
		return "localize", []string{"describe: true   # events have a text beside their label"}
	}
	return "localize", nil
}

// list returns the labels as a task can have them, in the order of their names, and
// those that no list can have. Of names that differ only in case, one is a label, the
// most frequent, and the others mean it.
func (s *Survey) list(name string) (labels task.Labels, unfit []string) {
	frequent := slices.SortedFunc(maps.Keys(s.Labels), func(a, b string) int { return cmp.Or(s.Labels[b]-s.Labels[a], cmp.Compare(a, b)) })
	places := map[string]int{}
	for _, l := range frequent {
		if (task.Labels{{Name: l}}).Validate() != nil || name == "classify" && s.Several == 0 && l == task.None {
			unfit = append(unfit, l)
			continue
		}
		key := strings.ToLower(strings.TrimSpace(l))
		if i, ok := places[key]; ok {
			labels[i].Aliases = append(labels[i].Aliases, l)
			continue
		}
		places[key] = len(labels)
		labels = append(labels, task.Label{Name: l})
	}
	slices.SortFunc(labels, func(a, b task.Label) int { return cmp.Compare(a.Name, b.Name) })
	slices.Sort(unfit)
	return labels, unfit
}
