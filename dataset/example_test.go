package dataset_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/rows"
	"github.com/seed-57910ec4/videotune/dataset"
	"github.com/seed-57910ec4/videotune/task"
)

// matches are rows as a database or a spreadsheet has them.
const matches = `video,uri,duration,start,end,label
m1,gs://bucket/m1.mp4,600,12.5,15,goal
m1,gs://bucket/m1.mp4,600,80,84,foul
m2,gs://bucket/m2.mp4,600,33,41,goal
m3,gs://bucket/m3.mp4,600,,,
m4,,600,5,9,foul
`

// source reads them.
func source(context.Context) iter.Seq2[*annotation.Video, error] {
	in := videotune.Input{Name: "matches.csv", R: strings.NewReader(matches)}
	return rows.Read(in, &annotation.Options{TimeUnit: annotation.UnitSeconds})
}

func ExampleBuild() {
	dir, err := os.MkdirTemp("", "dataset")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	report, err := dataset.Build(context.Background(), dataset.Config{
		Source:  source,
		Task:    &task.Localize{Labels: task.Labels{{Name: "foul"}, {Name: "goal"}}},
		Train:   filepath.Join(dir, "train.jsonl"),
		Sidecar: filepath.Join(dir, "origins.jsonl"),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.Train.Examples, "examples to train with,", report.Validation.Examples, "to validate with,", report.Negatives, "in which nothing happens")
	for _, reason := range slices.Sorted(maps.Keys(report.Left)) {
		for _, l := range report.Left[reason] {
			fmt.Printf("%s is left out, with record %v: %s\n", l.Video, l.Records, l.Message)
		}
	}
	fmt.Println("the job would fail:", report.Check.WouldFail())
	// Output:
	// 2 examples to train with, 1 to validate with, 1 in which nothing happens
	// m4 is left out, with record [5]: the service cannot fetch "": it takes gs, http and https
	// the job would fail: false
}

// The sidecar file says of each line what it was made of.
func ExampleOrigin() {
	dir, err := os.MkdirTemp("", "dataset")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	_, err = dataset.Build(context.Background(), dataset.Config{
		Source:  source,
		Task:    &task.Classify{Labels: task.Labels{{Name: "foul"}, {Name: "goal"}}},
		Per:     dataset.PerEvent,
		Share:   videotune.PinnedOnly, // nothing to validation
		Train:   filepath.Join(dir, "train.jsonl"),
		Sidecar: filepath.Join(dir, "origins.jsonl"),
	})
	if err != nil {
		log.Fatal(err)
	}
	file, err := os.Open(filepath.Join(dir, "origins.jsonl"))
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), `{"left"`) {
			continue // a dataset.Left
		}
		var o dataset.Origin
		if err := json.Unmarshal(lines.Bytes(), &o); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("line %d of %s shows %s from %d µs to %d µs, by record %v\n", o.Line, filepath.Base(o.File), o.Video, o.StartUS, o.EndUS, o.Records)
	}
	// Output:
	// line 1 of train.jsonl shows m1 from 12500000 µs to 15000000 µs, by record [1]
	// line 2 of train.jsonl shows m1 from 80000000 µs to 84000000 µs, by record [2]
	// line 3 of train.jsonl shows m2 from 33000000 µs to 41000000 µs, by record [3]
	// line 4 of train.jsonl shows m3 from 0 µs to 600000000 µs, by record []
}
