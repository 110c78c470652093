package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/compare"
	"github.com/seed-57910ec4/videotune/internal/align"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/spf13/cobra"
)

// defaultDiffLines is how many examples of each kind diff lists as text.
const defaultDiffLines = 20

// A diffCommand compares two editions of a dataset.
type diffCommand struct {
	format string
	max    int
}

func newDiff() *cobra.Command {
	var d diffCommand
	cmd := &cobra.Command{
		Use:   "diff [flags] OLD.jsonl NEW.jsonl",
		Short: "Tell which examples were added, removed or changed",
		Long: `diff compares two editions of a dataset, example by example, and tells which were
added, which were removed, and which were changed: in the prompt, the answer, the
segment, the media (URI, MIME type), the resolution, the tools, or other members. Where
an example stands and how its line is spelt makes no difference. Two lines are taken for
one example if they have the same URI, segment and prompt, else by what of these they
have in common, by the order of the lines of one URI, and at last if they alone have
the same file name in another folder or bucket, or the same rest of the example.

Of what was changed the old and the new value are told: as text a part of them, where
they differ; in JSON the first 64 KiB of each, for the first 64 MiB in all. Of removed
lines it is told how many are copies of lines that remain.

Lines that cannot be read as examples are compared byte by byte. The name - stands
for standard input, which is kept in memory or, where it has more than 1 MB, in a
temporary file.

Exit status: 0 if nothing differs, 1 if something does, 2 for wrong usage or a file
that cannot be read.`,
		Example: `  videotune diff old/train.jsonl train.jsonl
  git show HEAD:train.jsonl | videotune diff - train.jsonl
  videotune diff --format json old/train.jsonl train.jsonl | jq '.changed[] | select(.in[] == "answer")'`,
		Args: func(cmd *cobra.Command, args []string) error {
			if err := atLeast(2, "second file")(cmd, args); err != nil {
				return err
			}
			return atMost(2)(cmd, args)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"jsonl"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return d.run(args, cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&d.format, "format", "text", "write this `format`: text or json")
	fl.IntVar(&d.max, "max", defaultDiffLines, "list `N` changed, removed and added examples each at most, as text; json lists all")
	complete(cmd, "format", "text", "json")
	return cmd
}

func (d *diffCommand) run(args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	if _, err := choice("--format", d.format, "text", "json"); err != nil {
		return err
	}
	if d.max < 0 {
		return usagef("--max %d is negative", d.max)
	}
	in := inputs{stdin: stdin}
	defer in.close()
	m := newMeter(stderr)
	defer m.close()
	var kept spools // of standard input
	defer kept.close()
	var files []videotune.Input
	for _, name := range args {
		r, err := kept.open(&in, name)
		if err != nil {
			return err
		}
		files = append(files, videotune.Input{Name: name, R: r})
	}
	opts := &compare.Options{Values: d.max}
	if d.format == "json" {
		opts.Values = -1
	}
	m.watch(files, 2)
	r, err := compare.Datasets(files[:1], files[1:], opts)
	m.close()
	if tellProblems(err, stderr) {
		return errors.New("nothing is compared, since a file is no JSONL or has a line that is too long")
	}
	if err != nil {
		return err
	}
	var out spool
	defer out.close()
	if d.format == "json" {
		err = diffJSON(&out, args, r)
	} else {
		err = d.text(&out, r)
	}
	if err != nil {
		return err
	}
	if err := out.copyOut(stdout); err != nil {
		return err
	}
	if r.Differ() {
		return errFindings
	}
	return nil
}

// text tells people of the differences; nothing if there are none.
func (d *diffCommand) text(w io.Writer, r *compare.Report) error {
	if !r.Differ() {
		return nil
	}
	var b strings.Builder
	list := func(n int, what string, line func(i int) string, more func(i int)) {
		for i := range min(n, d.max) {
			b.WriteString(render.Clean(line(i)) + "\n")
			more(i)
		}
		if n > d.max {
			fmt.Fprintf(&b, "… and %s %s\n", count(n-d.max, "more example"), what)
		}
	}
	list(len(r.Changed), "changed", func(i int) string {
		c := &r.Changed[i]
		return fmt.Sprintf("~ %s:%d → %s: %s", c.Old.File, c.Old.Number, c.New.String(), c.Parts)
	}, func(i int) {
		for _, v := range r.Changed[i].Values {
			old, new := clipValues(v.Old, v.New)
			fmt.Fprintf(&b, "    %s: %s → %s\n", v.Part, old, new)
		}
	})
	none := func(int) {}
	list(len(r.Removed), "removed", func(i int) string { return "- " + r.Removed[i].String() }, none)
	list(len(r.Added), "added", func(i int) string { return "+ " + r.Added[i].String() }, none)
	fmt.Fprintf(&b, "%s equal, %s changed%s, %s removed%s, %s added%s.\n",
		group(int64(r.Same)), group(int64(len(r.Changed))), changedIn(r),
		group(int64(len(r.Removed))), copiesIn(r.Removed, "lines that remain"), group(int64(len(r.Added))), copiesIn(r.Added, "lines that were there"))
	_, err := io.WriteString(w, b.String())
	return err
}

// diffParts are the parts of an example, in the order in which they are told.
var diffParts = []compare.Parts{compare.Prompt, compare.Answer, compare.Segment, compare.Media, compare.Resolution, compare.Tools, compare.Other}

// changedIn tells in what examples were changed.
func changedIn(r *compare.Report) string {
	var list []string
	for _, p := range diffParts {
		if n := r.In(p); n > 0 {
			list = append(list, p.String()+" "+group(int64(n)))
		}
	}
	if list == nil {
		return ""
	}
	return " (" + strings.Join(list, ", ") + ")"
}

// copiesIn tells how many of some lines are copies of others; "" for none.
func copiesIn(lines []compare.Line, others string) string {
	n := 0
	for i := range lines {
		if lines[i].Copy {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return " (" + group(int64(n)) + " of them copies of " + others + ")"
}

// valueColumns is how much of a value stands in a line.
const valueColumns = 60

// clipValues returns two values for one line, cut to where they differ.
func clipValues(old, new string) (string, string) {
	old, new = render.Clean(old), render.Clean(new)
	at := align.Common(old, new)
	clip := func(s string) string {
		if s == "" {
			return "(nothing)"
		}
		if s = align.CutAround(s, at, valueColumns); strings.ContainsAny(s, " →") {
			return `"` + s + `"`
		}
		return s
	}
	return clip(old), clip(new)
}

// A diffLine is a line in the JSON of diff.
type diffLine struct {
	Line  int    `json:"line"`
	URI   string `json:"uri,omitempty"`
	Start string `json:"start,omitempty"` // of the segment, such as "1.5s"
	End   string `json:"end,omitempty"`
	// Copy tells of a removed line that an equal one remains, of an added one that an
	// equal one was there.
	Copy bool `json:"copy,omitempty"`
}

// A diffChange is a changed example in the JSON of diff.
type diffChange struct {
	Old diffLine `json:"old"`
	New diffLine `json:"new"`
	In  []string `json:"in"` // prompt, answer, segment, media, resolution, tools, other

	Values map[string]diffValue `json:"values,omitempty"` // of these, but for other
}

// A diffValue is what a part was and became.
type diffValue struct {
	Old string `json:"old"`
	New string `json:"new"`
	Cut bool   `json:"cut,omitempty"` // there is more of them than compare.MaxValueBytes
}

func newDiffChange(c *compare.Change) diffChange {
	d := diffChange{Old: newDiffLine(&c.Old), New: newDiffLine(&c.New), In: c.Parts.Names()}
	for _, v := range c.Values {
		if d.Values == nil {
			d.Values = map[string]diffValue{}
		}
		d.Values[v.Part.String()] = diffValue{v.Old, v.New, v.Cut}
	}
	return d
}

func newDiffLine(l *compare.Line) diffLine {
	return diffLine{l.Number, l.URI, l.Segment.StartOffset.String(), l.Segment.EndOffset.String(), l.Copy}
}

// diffJSON writes the differences for programs.
func diffJSON(w io.Writer, names []string, r *compare.Report) error {
	type edition struct {
		File       string `json:"file"`
		Lines      int    `json:"lines"`
		Unreadable int    `json:"unreadable"`
	}
	doc := struct {
		Old     edition      `json:"old"`
		New     edition      `json:"new"`
		Equal   int          `json:"equal"`
		Changed []diffChange `json:"changed"`
		Removed []diffLine   `json:"removed"`
		Added   []diffLine   `json:"added"`
	}{
		edition{names[0], r.Old.Lines, r.Old.Unreadable}, edition{names[1], r.New.Lines, r.New.Unreadable}, r.Same,
		make([]diffChange, 0, len(r.Changed)), make([]diffLine, 0, len(r.Removed)), make([]diffLine, 0, len(r.Added)),
	}
	for i := range r.Changed {
		doc.Changed = append(doc.Changed, newDiffChange(&r.Changed[i]))
	}
	for i := range r.Removed {
		doc.Removed = append(doc.Removed, newDiffLine(&r.Removed[i]))
	}
	for i := range r.Added {
		doc.Added = append(doc.Added, newDiffLine(&r.Added[i]))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}
