package videotune_test

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/seed-57910ec4/videotune"
)

// animal returns an example for the documentation of this package.
func animal(uri, answer string) *videotune.Example {
	return &videotune.Example{
		Contents: []videotune.Content{
			videotune.User(videotune.Video(uri), videotune.Text("Which animal is it?")),
			videotune.Model(videotune.Text(answer)),
		},
		GenerationConfig: videotune.GenerationConfig{MediaResolution: videotune.ResolutionLow},
	}
}

// A file that is written as a whole or not at all.
func ExampleCreate() {
	dir, err := os.MkdirTemp("", "videotune")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	f, err := videotune.Create(filepath.Join(dir, "train.jsonl"), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close() // gives up what was not committed
	for _, answer := range []string{"dog", "cat"} {
		if err := f.Write(animal("gs://b/"+answer+".mp4", answer)); err != nil {
			log.Fatal(err)
		}
	}
	if err := f.Commit(); err != nil {
		log.Fatal(err)
	}
	fmt.Println(f.Examples(), "examples at", f.Resolution())
	// Output: 2 examples at MEDIA_RESOLUTION_LOW
}

// A training and a validation file. The chunks of one recording stay together.
func ExampleCreateSplit() {
	dir, err := os.MkdirTemp("", "videotune")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	s, err := videotune.CreateSplit(filepath.Join(dir, "train.jsonl"), filepath.Join(dir, "validation.jsonl"), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close() // gives up what was not committed
	for recording := range 20 {
		for chunk := range 3 {
			uri := fmt.Sprintf("gs://b/%02d/chunk-%d.mp4", recording, chunk)
			if err := s.Write(fmt.Sprint(recording), animal(uri, "dog")); err != nil {
				log.Fatal(err)
			}
		}
	}
	report, err := s.Commit()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("training: %d examples of %d recordings\n", report.Train.Examples, report.Train.Recordings)
	fmt.Printf("validation: %d examples of %d recordings\n", report.Validation.Examples, report.Validation.Recordings)
	// Output:
	// training: 54 examples of 18 recordings
	// validation: 6 examples of 2 recordings
}

// A recording that is pinned to one side is refused on the other.
func ExampleSplitWriter_WriteTo() {
	dir, err := os.MkdirTemp("", "videotune")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	s, err := videotune.CreateSplit(filepath.Join(dir, "train.jsonl"), filepath.Join(dir, "validation.jsonl"),
		&videotune.SplitOptions{Share: videotune.PinnedOnly})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	if err := s.WriteTo(videotune.Validation, "dog", animal("gs://b/dog.mp4", "dog")); err != nil {
		log.Fatal(err)
	}
	err = s.WriteTo(videotune.Train, "dog", animal("gs://b/dog.mp4", "dog"))
	var side *videotune.SideError
	fmt.Println(errors.As(err, &side), side.Recording, side.Pinned)
	// Output: true dog validation
}

// Lines that are there already. One of them has two videos, which stay together.
func ExampleSplitLines() {
	dir, err := os.MkdirTemp("", "videotune")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	var lines bytes.Buffer
	for i := range 20 {
		fmt.Fprintf(&lines, `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/%d.mp4","mimeType":"video/mp4"}},{"text":"What?"}]},{"role":"model","parts":[{"text":"dog"}]}]}`+"\n", i)
	}
	lines.WriteString(`{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/0.mp4"}},{"fileData":{"fileUri":"gs://b/1.mp4"}}]},{"role":"model","parts":[{"text":"cat"}]}]}` + "\n")
	in := []videotune.Input{{Name: "all.jsonl", R: &lines}}
	report, err := videotune.SplitLines(in, filepath.Join(dir, "train.jsonl"), filepath.Join(dir, "validation.jsonl"), nil)
	var none *videotune.NoValidationError
	if errors.As(err, &none) {
		log.Fatal("there are too few recordings: ", none)
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.Train.Examples, "and", report.Validation.Examples, "examples;", report.Joined, "recording joined with another")
	// Output: 19 and 2 examples; 1 recording joined with another
}
