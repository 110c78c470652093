package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/dataset"
	"github.com/seed-57910ec4/videotune/internal/align"
	"github.com/seed-57910ec4/videotune/render"
)

// maxLabelRows bounds the labels that the summary lists, the most frequent first.
const maxLabelRows = 30

// buildText returns the summary of a build for people.
func buildText(r *dataset.Report, origins string) string {
	parts := []string{sideTable(r), labelTable(r), leftTable(r), notesText(r)}
	verdict := "The job would start.\n"
	if r.Check.WouldFail() {
		verdict = "The job would fail: " + strings.Join(r.Check.FailReasons, "; ") + ".\n"
	}
	if origins != "-" && origins != "" {
		verdict += "What each line was made of, and all that was left out, stands in " + render.Clean(origins) + ".\n"
	}
	parts = append(parts, verdict)
	return trimLines(strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n"))
}

// sideTable has a row for each file.
func sideTable(r *dataset.Report) string {
	t := align.Table{Left: []bool{true}}
	t.Row("FILE", "EXAMPLES", "RECORDINGS")
	for _, s := range []dataset.Side{r.Train, r.Validation} {
		t.Row(render.Clean(s.Path), group(int64(s.Examples)), group(int64(s.Recordings)))
	}
	return t.String()
}

// labelTable has a row for each label, with its share of the examples of each side.
func labelTable(r *dataset.Report) string {
	all := map[string]int{}
	for _, s := range []dataset.Side{r.Train, r.Validation} {
		for label, n := range s.Labels {
			all[label] += n
		}
	}
	if len(all) == 0 {
		return ""
	}
	labels := slices.SortedFunc(maps.Keys(all), func(a, b string) int { return cmp.Or(-cmp.Compare(all[a], all[b]), cmp.Compare(a, b)) })
	t := align.Table{Left: []bool{true}}
	t.Row("LABEL", "TRAINING", "%", "VALIDATION", "%")
	share := func(s *dataset.Side, label string) string { return fmt.Sprintf("%.1f", 100*s.Share(label)) }
	for _, l := range labels[:min(len(labels), maxLabelRows)] {
		t.Row(render.Clean(l), group(int64(r.Train.Labels[l])), share(&r.Train, l), group(int64(r.Validation.Labels[l])), share(&r.Validation, l))
	}
	text := t.String()
	if more := len(labels) - maxLabelRows; more > 0 {
		text += fmt.Sprintf("and %s more\n", count(more, "label"))
	}
	return text
}

// leftTable has a row for each reason for which something was left out.
func leftTable(r *dataset.Report) string {
	if len(r.LeftOut) == 0 {
		return ""
	}
	t := align.Table{Left: []bool{true, false, true}}
	t.Row("LEFT OUT", "TIMES", "FIRST")
	for _, reason := range slices.Sorted(maps.Keys(r.LeftOut)) {
		first := r.Left[reason][0]
		t.Row(string(reason), group(int64(r.LeftOut[reason])), render.Clean(fmt.Sprintf("%.60s: %.200s", first.Video, first.Message)))
	}
	return t.String()
}

// notesText tells what was counted on the way.
func notesText(r *dataset.Report) string {
	var b strings.Builder
	line := func(n int, format string, args ...any) {
		if n > 0 {
			fmt.Fprintf(&b, format+"\n", args...)
		}
	}
	line(r.Videos, "%s and %s were read.", count(r.Videos, "video"), count(r.Events, "event"))
	line(r.Negatives, "%s show nothing: negatives.", count(r.Negatives, "example"))
	line(r.Repeated, "%s are copies, as sampling has it.", count(r.Repeated, "example"))
	line(r.Unmeasured, "Of %s nobody knows the length: they are used as a whole; look at them with --probe.", count(r.Unmeasured, "video"))
	line(r.Notes.Rounded, "%s of %s in answers were rounded to their unit, starts down and ends up.", group(int64(r.Notes.Rounded)), count(r.Notes.Times, "time"))
	line(r.Notes.Clamped, "%s were moved to the edge of what is shown.", count(r.Notes.Clamped, "time"))
	for _, code := range slices.Sorted(maps.Keys(r.Repairs)) {
		line(r.Repairs[code], "%s: %s, when the lengths of the videos were known.", code, count(r.Repairs[code], "repair"))
	}
	return b.String()
}
