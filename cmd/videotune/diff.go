package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed-57910ec4/videotune/compare"
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
segment, the media (URI, MIME type), the resolution, or other members. Where an
example stands and how its line is spelt makes no difference. Two lines are taken for
one example if they have the same URI, segment and prompt, else by what of these they
have in common, and at last by the order of the lines of one URI.

Lines that cannot be read as examples are compared byte by byte. The name - stands
for standard input.

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
	files, err := openAll(&in, args)
	if err != nil {
		return err
	}
	m := newMeter(stderr)
	defer m.close()
	m.watch(files, 1)
	r, err := compare.Datasets(files[:1], files[1:], nil)
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
	list := func(n int, what string, line func(i int) string) {
		for i := range min(n, d.max) {
			b.WriteString(render.Clean(line(i)) + "\n")
		}
		if n > d.max {
			fmt.Fprintf(&b, "… and %s %s\n", count(n-d.max, "more example"), what)
		}
	}
	list(len(r.Changed), "changed", func(i int) string {
		c := &r.Changed[i]
		return fmt.Sprintf("~ %s:%d → %s: %s", c.Old.File, c.Old.Number, c.New.String(), c.Parts)
	})
	list(len(r.Removed), "removed", func(i int) string { return "- " + r.Removed[i].String() })
	list(len(r.Added), "added", func(i int) string { return "+ " + r.Added[i].String() })
	fmt.Fprintf(&b, "%s equal, %s changed%s, %s removed, %s added.\n",
		group(int64(r.Same)), group(int64(len(r.Changed))), changedIn(r), group(int64(len(r.Removed))), group(int64(len(r.Added))))
	_, err := io.WriteString(w, b.String())
	return err
}

// diffParts are the parts of an example, in the order in which they are told.
var diffParts = []compare.Parts{compare.Prompt, compare.Answer, compare.Segment, compare.Media, compare.Resolution, compare.Other}

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

// A diffLine is a line in the JSON of diff.
type diffLine struct {
	Line  int    `json:"line"`
	URI   string `json:"uri,omitempty"`
	Start string `json:"start,omitempty"` // of the segment, such as "1.5s"
	End   string `json:"end,omitempty"`
}

// A diffChange is a changed example in the JSON of diff.
type diffChange struct {
	Old diffLine `json:"old"`
	New diffLine `json:"new"`
	In  []string `json:"in"` // prompt, answer, segment, media, resolution, other
}

func newDiffLine(l *compare.Line) diffLine {
	return diffLine{l.Number, l.URI, l.Segment.StartOffset.String(), l.Segment.EndOffset.String()}
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
		c := &r.Changed[i]
		doc.Changed = append(doc.Changed, diffChange{newDiffLine(&c.Old), newDiffLine(&c.New), c.Parts.Names()})
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
