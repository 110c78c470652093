package chunk_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
)

// lecture is a lecture of 52 minutes, where a video may have 20 at low resolution.
func lecture() chunk.Source {
	return chunk.Source{
		URI:   "gs://bucket/lecture.mp4",
		Media: videotune.Media{Bytes: 81_000_000, Duration: 52 * time.Minute, MIMEType: "video/mp4", Width: 1920, Height: 1080},
	}
}

// at is a stretch from one time to another, in minutes and seconds.
func at(m1, s1, m2, s2 time.Duration) videotune.Span {
	return videotune.Span{Start: m1*time.Minute + s1*time.Second, End: m2*time.Minute + s2*time.Second}
}

// A lecture of 52 minutes becomes three segments of its own file, and its labels
// are moved to them.
func Example() {
	labels := []string{"welcome", "first proof", "break", "second proof", "questions"}
	events := []videotune.Span{at(0, 0, 1, 30), at(8, 0, 18, 40), at(18, 50, 21, 0), at(30, 15, 33, 0), at(49, 0, 52, 0)}

	src := lecture()
	src.Events = events // so that no boundary cuts through them
	plan, err := chunk.New(src, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(plan.Action, "-", plan.Why())

	placed, counts := plan.Place(events, chunk.EdgeDrop)
	for i := range plan.Pieces {
		meta := plan.Pieces[i].Part().VideoMetadata
		fmt.Printf("%s to %s:\n", meta.StartOffset, meta.EndOffset)
		for _, p := range placed {
			if p.Piece == i {
				fmt.Printf("  %s to %s: %s\n", p.Span.Start, p.Span.End, labels[p.Event])
			}
		}
	}
	fmt.Println(counts.Whole, "whole,", counts.Dropped, "dropped")
	// Output:
	// segments - 3120s long, where a piece may have 1200s at MEDIA_RESOLUTION_LOW: 3 segments
	// 0s to 1121s:
	//   0s to 1m30s: welcome
	//   8m0s to 18m40s: first proof
	// 1121s to 2120s:
	//   9s to 2m19s: break
	//   11m34s to 14m19s: second proof
	// 2120s to 3120s:
	//   13m40s to 16m40s: questions
	// 5 whole, 0 dropped
}

// A file that is too large is cut into new ones. Their names do not depend on when
// and where the plan is made.
func ExampleNew() {
	src := lecture()
	src.Media.Bytes = 150_000_000
	plan, err := chunk.New(src, &chunk.Options{Base: "gs://bucket/chunks"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(plan.Action, "-", plan.Why())
	for _, f := range plan.Files() {
		fmt.Println(f.Name, "about", f.Bytes/1_000_000, "MB")
	}
	fmt.Println(plan.Pieces[0].URI)
	// Output:
	// cuts - 150000000 bytes, where a file may have 104857600: cut into 3 files
	// lecture-226ffb4116d0798a.00h00m00.000s-00h17m20.000s.mp4 about 50 MB
	// lecture-226ffb4116d0798a.00h17m20.000s-00h34m40.000s.mp4 about 50 MB
	// lecture-226ffb4116d0798a.00h34m40.000s-00h52m00.000s.mp4 about 50 MB
	// gs://bucket/chunks/lecture-226ffb4116d0798a.00h00m00.000s-00h17m20.000s.mp4
}

// Which way out is the cheapest depends on how many videos are too large.
func ExampleAll() {
	var sources []chunk.Source
	for i := range 20 {
		src := lecture()
		src.URI = fmt.Sprintf("gs://bucket/%02d.mp4", i)
		if i < 3 {
			src.Media.Bytes = 150_000_000
		}
		sources = append(sources, src)
	}
	set, err := chunk.All(sources, &chunk.Options{Large: chunk.WayCheapest})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d too large, %d too long\n", set.Large, set.Long)
	for _, o := range set.Ways {
		fmt.Printf("%s: %.0f %% lost, %d files to make\n", o.Way, 100*o.Share(), o.Files)
	}
	fmt.Println("cheapest:", set.Cheapest, set.Because)
	// Output:
	// 3 too large, 17 too long
	// chunk: 0 % lost, 9 files to make
	// reencode: 0 % lost, 3 files to make
	// drop: 15 % lost, 0 files to make
	// cheapest: chunk many-large
}

// An event over a boundary is divided, kept where most of it is, or dropped.
func ExamplePlan_Place() {
	plan, err := chunk.New(lecture(), nil)
	if err != nil {
		log.Fatal(err)
	}
	events := []videotune.Span{at(16, 20, 18, 20)} // the first piece ends at 17:20
	for _, policy := range []chunk.EdgePolicy{chunk.EdgeSplit, chunk.EdgeMost, chunk.EdgeDrop} {
		placed, _ := plan.Place(events, policy)
		fmt.Println(policy)
		for _, p := range placed {
			fmt.Printf("  piece %d: %s to %s\n", p.Piece, p.Span.Start, p.Span.End)
		}
	}
	// Output:
	// split
	//   piece 0: 16m20s to 17m20s
	//   piece 1: 0s to 1m0s
	// most
	//   piece 0: 16m20s to 17m20s
	// drop
}

// A time that the model answered is moved back to the source.
func ExamplePiece_Source() {
	plan, err := chunk.New(lecture(), nil)
	if err != nil {
		log.Fatal(err)
	}
	t, ok := plan.Pieces[1].Source(40 * time.Second)
	fmt.Println(t, ok)
	_, ok = plan.Pieces[1].Source(time.Hour)
	fmt.Println(ok)
	// Output:
	// 18m0s true
	// false
}

// The pieces of a recording go to one side of a split.
func ExamplePiece() {
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
	for i := range 20 {
		src := lecture()
		src.URI = fmt.Sprintf("gs://bucket/%02d.mp4", i)
		src.Media.Bytes = 150_000_000 // which makes three files of it
		plan, err := chunk.New(src, &chunk.Options{Base: "gs://bucket/chunks"})
		if err != nil {
			log.Fatal(err)
		}
		for _, piece := range plan.Pieces {
			ex := &videotune.Example{
				Contents: []videotune.Content{
					videotune.User(piece.Part(), videotune.Text("What is it about?")),
					videotune.Model(videotune.Text("Proofs.")),
				},
				GenerationConfig: videotune.GenerationConfig{MediaResolution: plan.Bounds.Resolution},
			}
			if err := s.Write(piece.Recording, ex); err != nil {
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
