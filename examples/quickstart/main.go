// Quickstart makes a training and a validation file from an annotation database,
// says which videos were left out and why, and checks both files by the rules of
// the tuning service. Then it shows what can be done with videos that are too long or
// too large. From the root of the repository:
//
//	go run ./examples/quickstart [-o DIR]
//
// The files, train.jsonl and validation.jsonl, are written into the current folder, or
// into DIR.
//
// Copy it: put your database into database.go and your task into example.go. What
// long.go does is for when your videos need it.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
)

// model is what is to be tuned. Models differ in their limits.
const model = "gemini-3.5-flash"

func main() {
	log.SetFlags(0)
	dir := flag.String("o", ".", "write train.jsonl and validation.jsonl into `DIR`, over files of these names")
	flag.Parse()
	ok, err := run(os.Stdout, *dir)
	if err != nil {
		log.Fatalf("quickstart: %v", err)
	}
	if !ok {
		os.Exit(1)
	}
}

// run makes and checks the dataset, and reports whether the job would start. At last
// it has a look at long videos.
func run(out io.Writer, dir string) (ok bool, err error) {
	db, err := openDatabase()
	if err != nil {
		return false, err
	}
	defer db.Close()
	labels, videos, err := load(db)
	if err != nil {
		return false, err
	}

	// All is judged by one policy: the limits of the model, and what the database
	// knows of the files. What is NULL there stays zero, which means unknown.
	limits, err := videotune.LimitsFor(model, time.Time{})
	if err != nil {
		return false, err
	}
	facts := make(videotune.MediaMap)
	for _, v := range videos {
		facts[v.URI] = videotune.Media{Duration: v.Length.Duration, Bytes: v.Bytes.V}
	}
	policy := &videotune.Policy{Limits: limits, Media: facts.Lookup}

	split, left, err := write(dir, labels, videos, policy)
	if err != nil {
		return false, err
	}
	fmt.Fprintf(out, "%d videos, %d examples:\n", len(videos), split.Train.Examples+split.Validation.Examples)
	for _, side := range []videotune.SideReport{split.Train, split.Validation} {
		fmt.Fprintf(out, "  %s: %d examples of %d recordings\n", side.Path, side.Examples, side.Recordings)
	}
	fmt.Fprintf(out, "%d left out:\n", len(left))
	for _, why := range left {
		fmt.Fprintf(out, "  %s\n", why)
	}
	fmt.Fprintln(out)
	if ok, err = check(out, split, policy); err != nil {
		return false, err
	}
	fmt.Fprintln(out)
	return ok, longVideos(out, labels)
}

// write makes the two files. It returns what was written, and what was left out
// and why. If anything else goes wrong, no file is touched.
func write(dir string, labels []label, videos []*video, policy *videotune.Policy) (*videotune.SplitReport, []string, error) {
	w, err := videotune.CreateSplit(filepath.Join(dir, "train.jsonl"), filepath.Join(dir, "validation.jsonl"),
		&videotune.SplitOptions{Policy: policy})
	if err != nil {
		return nil, nil, err
	}
	defer w.Close()

	var left []string
	for _, v := range videos {
		ex, err := v.example(labels)
		if err == nil {
			// Videos of one recording resemble each other. They all go into the same
			// file, or validation would ask for what was learnt by heart.
			err = w.Write(v.Recording, ex)
		}
		if p, ok := dropped(err); ok {
			left = append(left, fmt.Sprintf("%s: %s\n    video %d, %q: %s", p.Rule, v.URI, v.ID, v.Title.V, p.Message))
		} else if err != nil { // a fault of this program, or a full disk
			return nil, nil, fmt.Errorf("video %d: %w", v.ID, err)
		}
	}
	slices.Sort(left)
	split, err := w.Commit()
	return split, left, err
}

// dropped returns why an example would be dropped, if no more than that is wrong
// with it: a problem for which the whole job would be refused is to be mended.
func dropped(err error) (videotune.Problem, bool) {
	problems, ok := videotune.AsProblems(err)
	if !ok {
		return videotune.Problem{}, false
	}
	worst := problems.Worst()
	return *worst, worst.Severity == videotune.SeverityDrop
}

// check reads the files back, as the service will, and prints what it finds.
func check(out io.Writer, split *videotune.SplitReport, policy *videotune.Policy) (ok bool, err error) {
	var validation []string
	if split.Validation.Examples > 0 { // else there is no such file: a single recording is all training
		validation = []string{split.Validation.Path}
	}
	text := render.NewText(out, render.TextOptions{})
	report, err := videotune.CheckFiles([]string{split.Train.Path}, validation,
		&videotune.CheckOptions{Policy: policy, OnProblem: text.Problem})
	if err != nil {
		return false, err
	}
	return !report.WouldFail(), text.Close(report)
}
