package annotation

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Sort puts the events in the order of their starts, ends, labels and texts; those
// of the whole video come first. Equal ones keep their order.
func (v *Video) Sort() { slices.SortStableFunc(v.Events, compareEvents) }

func compareEvents(a, b Event) int {
	as, ae := a.bounds()
	bs, be := b.bounds()
	return cmp.Or(
		cmp.Compare(as, bs),
		cmp.Compare(ae, be),
		slices.Compare(a.Labels, b.Labels),
		cmp.Compare(a.Text, b.Text),
	)
}

// bounds are the times by which an event is sorted.
func (e *Event) bounds() (start, end time.Duration) {
	if e.Kind == KindWhole {
		return -1 << 63, 0
	}
	return e.Start, e.End
}

// key is equal for two events if and only if they are but for their places in the
// source.
func (e *Event) key() string {
	var b strings.Builder
	start, end := e.bounds()
	fmt.Fprintf(&b, "%d %d %s %q %q %q", start, end, e.Kind, e.Labels, e.Text, e.Annotator)
	if e.Confidence != nil {
		b.WriteString(" " + strconv.FormatFloat(*e.Confidence, 'g', -1, 64))
	}
	if len(e.Attributes) > 0 {
		a, err := json.Marshal(e.Attributes) // in the order of the names
		if err != nil {
			a = []byte(err.Error())
		}
		b.Write(a)
	}
	return b.String()
}

// describe names an event in a message.
func (e *Event) describe() string {
	what := strings.Join(e.Labels, ", ")
	if what == "" {
		what = e.Text
	}
	name := ""
	if what != "" {
		name = strconv.Quote(clip(what)) + " "
	}
	if e.Kind == KindWhole {
		return name + "of the whole video"
	}
	if e.Kind == KindPoint {
		return name + "at " + e.Start.String()
	}
	end := "the end"
	if e.End != ToEnd {
		end = e.End.String()
	}
	return name + "from " + e.Start.String() + " to " + end
}
