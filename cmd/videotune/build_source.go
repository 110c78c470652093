package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/internal/align"
	"github.com/seed-57910ec4/videotune/render"
)

// A sourceNote is what the readers of annotations told of one code.
type sourceNote struct {
	Times int                     `json:"times"`
	First []annotation.Diagnostic `json:"first"` // the first maxSourceNotes
}

// maxSourceNotes bounds the diagnostics of a code that are kept; all are counted, and
// "videotune annotations" prints all.
const maxSourceNotes = 20

// sourceNotes are what the readers of annotations told, by codes.
type sourceNotes map[annotation.Code]*sourceNote

func (n sourceNotes) add(d annotation.Diagnostic) {
	note := n[d.Code]
	if note == nil {
		note = new(sourceNote)
		n[d.Code] = note
	}
	if note.Times++; len(note.First) < maxSourceNotes {
		note.First = append(note.First, d)
	}
}

// addOfSource passes over what the reader kept for Build to judge.
func (n sourceNotes) addOfSource(d annotation.Diagnostic) {
	if d.Severity == annotation.Info && (d.Code == annotation.CodePastEnd || d.Code == annotation.CodeAfterEnd) {
		return
	}
	n.add(d)
}

// table has a row for each code; it is "" if there is none.
func (n sourceNotes) table() string {
	if len(n) == 0 {
		return ""
	}
	t := align.Table{Left: []bool{true, false, true}}
	t.Row("IN THE SOURCE", "TIMES", "FIRST")
	for _, code := range slices.Sorted(maps.Keys(n)) {
		note := n[code]
		t.Row(string(code), group(int64(note.Times)), render.Clean(fmt.Sprintf("%.300s", note.First[0].String())))
	}
	return t.String()
}

// tell tells the first diagnostics of each code.
func (n sourceNotes) tell(stderr io.Writer) {
	const most = 5
	for _, code := range slices.Sorted(maps.Keys(n)) {
		note := n[code]
		for _, d := range note.First[:min(most, len(note.First))] {
			tell(stderr, errors.New(d.String()))
		}
		if more := note.Times - most; more > 0 {
			tell(stderr, fmt.Errorf("%s more of the code %s", group(int64(more)), code))
		}
	}
}
