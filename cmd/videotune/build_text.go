package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/dataset"
	"github.com/seed-57910ec4/videotune/internal/align"
	"github.com/seed-57910ec4/videotune/render"
)

// maxLabelRows bounds the labels that the summary lists, the most frequent first.
const maxLabelRows = 30

// buildText returns the summary of a build for people.
func buildText(j *buildJSON, origins string) string {
	r := j.Report
	parts := []string{sideTable(r), labelTable(r), j.lost(), notesText(r)}
	verdict := "The job would start.\n"
	if r.Check.WouldFail() {
		verdict = "The job would fail: " + strings.Join(r.Check.FailReasons, "; ") + ".\n"
	}
	if n := j.Warnings + j.Drops + j.Errors; n > 0 {
		verdict += fmt.Sprintf("%s: \"videotune check\" tells them, with the facts, the plans (--media) and the severities (--severity) of this job.\n", count(n, "finding"))
	}
	if origins != "" {
		verdict += "What each line was made of, and all that was left out of what the source had, stands in " + render.Clean(origins) + ".\n"
	}
	return paragraphs(append(parts, verdict)...)
}

// lost returns what was changed or left out, in the source and behind it.
func (j *buildJSON) lost() string { return paragraphs(j.Source.table(), leftTable(j.Report)) }

// paragraphs joins those that are not "".
func paragraphs(parts ...string) string {
	return trimLines(strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n"))
}

// sideTable has a row for each file.
func sideTable(r *dataset.Report) string {
	t := align.Table{Left: []bool{true}}
	t.Row("FILE", "EXAMPLES", "RECORDINGS")
	for _, s := range []dataset.Side{r.Train, r.Validation} {
		if s.Examples == 0 {
			t.Row(render.Clean(s.Path), "none", "–") // there is no such file then
			continue
		}
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

// plansText says what is done with the files of videos.
var plansText = []struct {
	action chunk.Action
	text   string
}{
	{chunk.ActionWhole, "used whole"},
	{chunk.ActionSegments, "used in segments"},
	{chunk.ActionCuts, "cut into files"},
	{chunk.ActionReencode, "encoded anew"},
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
	for _, p := range plansText {
		line(r.Plans[p.action.String()], "%s: %s.", count(r.Plans[p.action.String()], "video"), p.text)
	}
	line(r.Unmeasured, "%s: nobody knows the length; look at them with --probe.", count(r.Unmeasured, "video"))
	line(r.LeftOut[dataset.ReasonNeedsCut], "%s: new files are needed. \"videotune plan -o plan.json URI...\" with their URIs and \"videotune cut plan.json\" make them; then name the mapping.json of cut under plans in the job, and build again.", count(r.LeftOut[dataset.ReasonNeedsCut], "video"))
	line(r.Placed.Split, "%s: split at edges of pieces.", count(r.Placed.Split, "event"))
	line(r.Placed.Most, "%s: kept in the piece that shows most of each.", count(r.Placed.Most, "event"))
	line(r.Spread, "%s of a whole video: told of each of its clips.", count(r.Spread, "event"))
	line(r.Negatives, "%s in which nothing happens: negatives.", count(r.Negatives, "example"))
	line(r.Incomplete, "%s: incomplete, as an event that was left out may be in the clip; the answer does not name it.", count(r.Incomplete, "example"))
	line(r.Repeated, "%s: copies, as sampling has it.", count(r.Repeated, "example"))
	line(r.Notes.Rounded, "%s of %s in answers: rounded to their unit, starts down and ends up.", group(int64(r.Notes.Rounded)), count(r.Notes.Times, "time"))
	line(r.Notes.Clamped, "%s in answers: moved to the edge of what is shown.", count(r.Notes.Clamped, "time"))
	line(r.Notes.Widened, "%s in answers: made one unit long.", count(r.Notes.Widened, "moment"))
	line(r.Notes.Merged, "%s: the same as another one in its answer, once rounded; it stands there once.", count(r.Notes.Merged, "event"))
	line(r.Notes.Whole, "%s without times: in answers they last from the start of what is shown to its end.", count(r.Notes.Whole, "event"))
	for _, code := range slices.Sorted(maps.Keys(r.Repairs)) {
		line(r.Repairs[code], "%s, once the lengths of the videos were known: %s.", count(r.Repairs[code], "repair"), code)
	}
	return b.String()
}
