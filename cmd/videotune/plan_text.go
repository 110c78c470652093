package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/internal/align"
	"github.com/seed-57910ec4/videotune/internal/exact"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
	"github.com/seed-57910ec4/videotune/probe"
	"github.com/seed-57910ec4/videotune/render"
)

// maxPieceRows bounds the pieces of one video that the text lists.
const maxPieceRows = 20

// planText returns a set of plans, and what they lose, for people.
func planText(set *chunk.Set, losses []lostPart) string {
	if len(set.Plans) == 0 {
		return "No video is named.\n"
	}
	var b strings.Builder
	for _, t := range []string{videoTable(set), pieceTable(set), wayTable(set)} {
		if t != "" {
			b.WriteString(trimLines(t) + "\n")
		}
	}
	writeWays(&b, set)
	writeVerdict(&b, set, losses)
	return b.String()
}

// trimLines takes spaces from the ends of lines.
func trimLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// videoTable has a row for each video.
func videoTable(set *chunk.Set) string {
	t := align.Table{Left: []bool{true, false, false, true, false, false, true}}
	t.Row("VIDEO", "LENGTH", "BYTES", "PLAN", "PIECES", "FILES", "WHY")
	for _, p := range set.Plans {
		length, size := "–", "–"
		if l, ok := p.Source.Media.Length(); ok {
			length = pbtime.Format(l)
		}
		if n := p.Source.Media.Bytes; n > 0 {
			size = group(n)
		}
		why := p.Why()
		if p.StreamCopy {
			why += " without encoding"
		}
		if p.Broken > 0 && p.Action != chunk.ActionDrop {
			why += fmt.Sprintf("; no piece has all of %s that lines use", count(p.Broken, "segment"))
		}
		t.Row(shown(p.Source.URI), length, size, p.Action.String(),
			group(int64(len(p.Pieces))), group(int64(len(p.Files()))), render.Clean(why))
	}
	return t.String()
}

// shown returns a URI for people.
func shown(uri string) string { return render.Clean(probe.Redact(uri)) }

// pieceTable has a row for each piece that is not all of a video's own file; it is
// "" if there is none.
func pieceTable(set *chunk.Set) string {
	t := align.Table{Left: []bool{true, false, false, false, true}}
	t.Row("PIECES OF", "FROM", "TO", "BYTES", "FILE")
	for _, p := range set.Plans {
		if p.Action == chunk.ActionWhole {
			continue
		}
		name := shown(p.Source.URI)
		for i := range p.Pieces {
			if i == maxPieceRows {
				t.Row("… and "+count(len(p.Pieces)-i, "more piece"), "", "", "", "")
				break
			}
			piece := &p.Pieces[i]
			size, file := "–", "its own"
			if piece.Name != "" {
				size, file = "~ "+group(piece.Bytes), render.Clean(piece.Name)
			}
			t.Row(name, pbtime.Format(piece.Span.Start), pbtime.Format(piece.Span.End), size, file)
			name = ""
		}
	}
	if t.Len() == 1 {
		return ""
	}
	return t.String()
}

// wayTable compares the ways out of large files; it is "" if there are none.
func wayTable(set *chunk.Set) string {
	if set.Large == 0 {
		return ""
	}
	t := align.Table{Left: []bool{true, false, false, false, false, false, true}}
	t.Row("LARGE FILES", "LOST", "SHARE", "TO MAKE", "OF LENGTH", "BYTES", "")
	for _, o := range set.Ways {
		note := ""
		if o.Way == set.Cheapest {
			note = "the cheapest"
		}
		if o.Fails() {
			note = "over 10 %"
		}
		length, size := "–", "–"
		if o.Files > 0 {
			length, size = pbtime.Format(o.Length), "~ "+group(o.Bytes)
		}
		t.Row(o.Way.String(), count(o.Lost, "video"), percent(o.LostExamples, o.Examples), count(o.Files, "file"), length, size, note)
	}
	return t.String()
}

// percent returns a part of a whole, such as "11.11 %".
func percent[T int | int64](part, whole T) string {
	return exact.Percent(int64(part), int64(whole))
}

// writeWays says which way is the cheapest and which one was taken.
func writeWays(w io.Writer, set *chunk.Set) {
	if why := because(set); why != "" {
		fmt.Fprintf(w, "The cheapest way out for %s: %s, since %s.\n", count(set.Large, "large file"), set.Cheapest, why)
		if set.Way != set.Cheapest {
			fmt.Fprintf(w, "Planned is %s; --large cheapest takes the cheapest.\n", set.Way)
		}
	}
	if set.Ways[set.Way].Files == 0 {
		fmt.Fprintln(w, "No file has to be made.")
	}
}

// because says why the cheapest way is that; "" if nothing is large.
func because(set *chunk.Set) string {
	o := set.Ways[chunk.WayDrop]
	what := "videos"
	if o.Examples != int64(o.Videos) {
		what = "examples"
	}
	drop := percent(o.LostExamples, o.Examples) + " of the " + what
	switch set.Because {
	case chunk.BecauseFew:
		return "without them " + drop + " are lost, and up to 10 % may be"
	case chunk.BecauseMany:
		return "without them " + drop + " would be lost, and up to 10 % may be"
	case chunk.BecauseTooDense:
		return "without them " + drop + " would be lost, and cutting loses more of them than encoding"
	}
	return ""
}
