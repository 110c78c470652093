package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/atomicfile"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/spf13/cobra"
)

// maxUnformatted bounds the lines of a file that fmt tells about.
const maxUnformatted = 20

// A formatter formats files, one after the other.
type formatter struct {
	write bool
	list  bool
	in    inputs
	out   spool // what goes to standard output
	err   io.Writer
	color bool
}

func newFmt() *cobra.Command {
	var f formatter
	cmd := &cobra.Command{
		Use:   "fmt [flags] FILE.jsonl...",
		Short: "Write a dataset in its one canonical form",
		Long: `fmt writes each line of a dataset as videotune writes it: members in a fixed order
and in the spelling of the documentation, no insignificant space, offsets like
"5.5s", no blank lines, a line feed at the end. What the lines mean stays the same.

Nothing is ever lost: a line that is broken, or that holds something which is no
part of an example (an unknown member), is told on standard error, and its file is
not formatted at all. Lines that check would refuse for another reason, such as
a segment that is too long, are formatted.

The result goes to standard output, all files together and only if all of them
can be formatted; with -w into each file that can be, as a whole or not at all.

The name - stands for standard input.

Exit status: 0 if all is formatted, 1 if a file cannot be or, with -l, if one
differs, 2 for wrong usage or a file that cannot be read or written.`,
		Example: `  videotune fmt -w train.jsonl validation.jsonl
  videotune fmt --check *.jsonl
  jq -c . pretty.json | videotune fmt - > train.jsonl`,
		Args: atLeast(1, "file"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"jsonl"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.write && f.list {
				return usagef("-w writes the files and -l only lists them; take one of them")
			}
			f.in.stdin = cmd.InOrStdin()
			f.err = cmd.ErrOrStderr()
			f.color, _ = wantColor("auto", f.err)
			defer f.in.close()
			defer f.out.close()
			return f.run(args, cmd.OutOrStdout())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.BoolVarP(&f.write, "write", "w", false, "write the result into the file instead of standard output")
	fl.BoolVarP(&f.list, "check", "l", false, "write nothing but the names of files that differ from the canonical form")
	return cmd
}

func (f *formatter) run(names []string, stdout io.Writer) error {
	readers := make([]io.Reader, len(names))
	for i, name := range names {
		if f.write && name == stdinName {
			return usagef("-w cannot write into standard input (-); leave it out")
		}
		var err error
		if readers[i], err = f.in.open(name); err != nil {
			return err
		}
	}
	findings := false
	for i, name := range names {
		err := f.file(name, readers[i])
		if err != nil && !errors.Is(err, errFindings) {
			return err
		}
		findings = findings || err != nil
	}
	if f.list || !findings {
		if err := f.out.copyOut(stdout); err != nil {
			return err
		}
	}
	if findings {
		return errFindings
	}
	return nil
}

// file formats one file. The error is errFindings if it cannot be formatted, or
// is listed.
func (f *formatter) file(name string, r io.Reader) error {
	switch {
	case f.write:
		return f.rewrite(name, r)
	case !f.list:
		_, err := f.format(&f.out, name, r)
		return err
	}
	same, err := f.format(io.Discard, name, r)
	if err == nil && !same {
		if _, err = fmt.Fprintln(&f.out, render.Clean(name)); err == nil {
			err = errFindings
		}
	}
	return err
}

// rewrite formats a file in place. A file that is formatted already is left
// alone.
func (f *formatter) rewrite(name string, r io.Reader) error {
	target, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer target.Close()
	same, err := f.format(target, name, r)
	if err != nil || same {
		return err
	}
	return target.Commit()
}

// format writes the canonical form of what r holds to w, and reports whether it
// is the same.
func (f *formatter) format(w io.Writer, name string, r io.Reader) (same bool, err error) {
	before, after := sha256.New(), sha256.New()
	buf := bufio.NewWriterSize(io.MultiWriter(w, after), 64<<10)
	reader := videotune.NewReader(io.TeeReader(r, before), &videotune.ReaderOptions{Name: name})
	var c canonizer
	bad := 0
	tell := func(losses []loss) {
		for _, l := range losses {
			if bad++; bad <= maxUnformatted {
				f.explain(name, l)
			}
		}
	}
	for rec, err := range reader.All() {
		if rec == nil {
			return false, f.unreadable(err)
		}
		tell(c.add(rec))
		if bad > 0 {
			continue
		}
		if _, err := buf.Write(c.line); err != nil {
			return false, err
		}
	}
	if tell(c.finish()); bad > 0 {
		f.refuse(name, bad)
		return false, errFindings
	}
	if err := buf.Flush(); err != nil {
		return false, err
	}
	return bytes.Equal(before.Sum(nil), after.Sum(nil)), nil
}

// unreadable tells why a file is no JSONL at all; another error is returned.
func (f *formatter) unreadable(err error) error {
	problems, ok := videotune.AsProblems(err)
	if !ok {
		return err
	}
	for i := range problems {
		if err := render.Problem(f.err, &problems[i], f.color); err != nil {
			return err
		}
	}
	return errFindings
}

// explain tells why a line is not formatted.
func (f *formatter) explain(name string, lost loss) {
	for i := range lost {
		lost[i].File = name
		_ = render.Problem(f.err, &lost[i], f.color) // it is standard error: there is nowhere else to tell
	}
}

func (f *formatter) refuse(name string, bad int) {
	name = render.Clean(name)
	if bad > maxUnformatted {
		fmt.Fprintf(f.err, "%s: … and %d more lines\n", name, bad-maxUnformatted)
	}
	lines := "1 line holds"
	if bad > 1 {
		lines = fmt.Sprintf("%d lines hold", bad)
	}
	fmt.Fprintf(f.err, "%s: not formatted: %s what would be lost; mend or remove it first\n", name, lines)
}
