package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/chunk/cut"
	"github.com/seed-57910ec4/videotune/internal/align"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
	"github.com/seed-57910ec4/videotune/render"
)

// report tells of the files that are there, and how many are left to make.
func (c *cutter) report(results []cut.Result, left int) error {
	t := align.Table{Left: []bool{true, true}}
	t.Row("FILE", "HOW", "BYTES", "FROM", "LENGTH")
	for i := range results {
		r := &results[i]
		t.Row(render.Clean(r.Name), howText(r), group(r.Made.Bytes), pbtime.Format(r.Made.Start), pbtime.Format(r.Made.Duration))
	}
	var out spool
	defer out.close()
	mapping := render.Clean(c.mapping)
	switch {
	case len(results) > 0:
		fmt.Fprintln(&out, &t)
		if left > 0 {
			fmt.Fprintf(&out, "%s left to make. ", isOrAre(left, "file"))
		}
		fmt.Fprintf(&out, "The mapping is in %s.\n", mapping)
	case left > 0:
		fmt.Fprintf(&out, "No file was made: %s left to make. What is in %s is the plan as it was.\n", isOrAre(left, "file"), mapping)
	default:
		fmt.Fprintf(&out, "No file has to be made. The mapping is in %s.\n", mapping)
	}
	return out.copyOut(c.stdout)
}

// isOrAre returns "1 file is", "2 files are".
func isOrAre(n int, what string) string {
	if n == 1 {
		return count(n, what) + " is"
	}
	return count(n, what) + " are"
}

// howText says how a file came about.
func howText(r *cut.Result) string {
	s := string(r.How)
	switch {
	case r.Fallback != cut.NoFallback:
		s += " (not copied: " + string(r.Fallback) + ")"
	case r.Again > 0:
		s += fmt.Sprintf(" (planned anew %s)", count(r.Again, "time"))
	}
	const near = time.Second / 2 // pictures that stand longer are repeated
	begin, end := r.Lacks()
	if begin > near {
		s += fmt.Sprintf(" (no picture in the first %s)", pbtime.Format(begin))
	}
	if end > near {
		s += fmt.Sprintf(" (no picture in the last %s)", pbtime.Format(end))
	}
	return s
}

// tellAll tells what err joins, and what may help.
func (c *cutter) tellAll(err error) {
	for _, err := range listed(err) {
		text := strings.TrimPrefix(err.Error(), "cut: ")
		tell(c.stderr, errors.New(strings.ReplaceAll(text, "\n", "; ")))
	}
	switch {
	case errors.Is(err, cut.ErrNotLocal):
		fmt.Fprintln(c.stderr, "    hint: copy the videos into a folder, and tell where they lie: --local gs://my-bucket=FOLDER")
	case errors.Is(err, cut.ErrChanged):
		fmt.Fprintln(c.stderr, "    hint: probe the videos again and plan anew")
	}
}
