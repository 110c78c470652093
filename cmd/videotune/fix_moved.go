package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seed-57910ec4/videotune/fix"
	"github.com/seed-57910ec4/videotune/internal/atomicfile"
)

// movedTo are the files that lines are moved to, with their flags.
func (r *fixRun) movedTo() []outFlag {
	return []outFlag{{"--dropped", r.dropped}, {"--left", r.left}}
}

// open returns where the result goes.
func (r *fixRun) open() (io.Writer, error) {
	if r.name != stdinName && sameFile(r.output, r.name) {
		return nil, usagef("-o names %s itself; -w writes into it, and keeps the old one", r.name)
	}
	if err := r.checkMoved(); err != nil {
		return nil, err
	}
	read := append([]string{r.name, r.judge.limits}, r.judge.media...)
	if err := spareInputs(r.in.stdin, read, append(r.movedTo(), outFlag{"-o", r.output})...); err != nil {
		return nil, err
	}
	if r.output == "" && !r.write {
		if r.diff {
			return io.Discard, nil
		}
		return &r.out, nil
	}
	var err error
	if r.target, err = createFile(r.resultName()); err != nil {
		return nil, err
	}
	for _, to := range r.movedTo() {
		if to.name == "" {
			continue
		}
		if same, err := r.target.IsTarget(to.name); err == nil && same {
			return nil, usagef("%s names the file of the result; name another", to.flag)
		}
	}
	return r.target, nil
}

// createFile begins a file, and says of one whose folder is not there what to do.
func createFile(name string) (*atomicfile.File, error) {
	f, err := atomicfile.Create(name)
	if errors.Is(err, fs.ErrNotExist) {
		dir := filepath.Dir(name)
		if _, e := os.Stat(dir); errors.Is(e, fs.ErrNotExist) {
			return nil, fileError(name, errors.New("the folder "+dir+" is not there; make it first, or name another file"))
		}
	}
	return f, err
}

// checkMoved keeps a run from writing over lines that an earlier one has moved out of
// the same file, over the file itself, and over those that go by another flag.
func (r *fixRun) checkMoved() error {
	for _, to := range r.movedTo() {
		if to.name == "" {
			continue
		}
		if to.name == stdinName {
			return usagef("%s needs a file, not -", to.flag)
		}
		info, err := os.Stat(to.name)
		if err != nil {
			continue // there is none
		}
		if own, err := os.Stat(r.name); err == nil && os.SameFile(info, own) {
			return usagef("%s names %s itself; name another file", to.flag, r.name)
		}
		if r.write && info.Size() > 0 {
			return usagef("%s is there already, perhaps with lines that were moved before; name another file for %s", to.name, to.flag)
		}
	}
	if r.dropped != "" && (filepath.Clean(r.dropped) == filepath.Clean(r.left) || sameFile(r.dropped, r.left)) {
		return usagef("--dropped and --left name one file; give one of them alone, --left for both kinds of lines")
	}
	return nil
}

// writeMoved writes the files of the lines that were moved out, if there are any.
func (r *fixRun) writeMoved(report *fix.Report) error {
	if report.Dropped > 0 {
		if err := writeSpool(r.dropped, &r.moved); err != nil {
			return err
		}
	}
	if report.Unmended > 0 {
		return writeSpool(r.left, &r.unmended)
	}
	return nil
}

// writeSpool writes what was kept back into a file.
func writeSpool(name string, content *spool) error {
	f, err := createFile(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := content.copyOut(f); err != nil {
		return err
	}
	return f.Commit()
}
