package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
)

// What plan says is lost when large videos are left out is what check says is dropped.
func TestLossesAreThoseOfCheck(t *testing.T) {
	limits, err := videotune.LimitsFor("", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	limits.MaxVideos = 0
	media := videotune.MediaMap{
		"gs://b/large.mp4":  {Bytes: 150_000_000, Duration: 100 * time.Second},
		"gs://b/huge.mp4":   {Bytes: 900_000_000, Duration: 100 * time.Second},
		"gs://b/broken.mp4": {Err: "no moov box"},
		"gs://b/sound.mp4":  {Bytes: 1_000_000, Duration: 100 * time.Second, Video: videotune.Absent, Audio: videotune.Present},
	}
	uris := []string{"large", "huge", "broken", "sound"}
	for i := range 8 {
		uris = append(uris, fmt.Sprint(i), fmt.Sprint(i)) // most are good
		media[fmt.Sprintf("gs://b/%d.mp4", i)] = videotune.Media{Bytes: 1_000_000, Duration: 100 * time.Second}
	}
	segments := []string{"", "", "", `,"videoMetadata":{"startOffset":"10s","endOffset":"20s"}`, `,"videoMetadata":{"startOffset":"150s","endOffset":"160s"}`}
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(list []string) string { return list[random.IntN(len(list))] }
	for range 300 {
		var train strings.Builder
		single := true
		for i := range 1 + random.IntN(30) {
			n := []int{1, 1, 1, 1, 2, 0}[random.IntN(6)]
			single = single && n == 1
			var parts strings.Builder
			for range n {
				fmt.Fprintf(&parts, `{"fileData":{"fileUri":"gs://b/%s.mp4","mimeType":"video/mp4"}%s},`, pick(uris), pick(segments))
			}
			fmt.Fprintf(&train, `{"contents":[{"role":"user","parts":[%s{"text":"Which animal? %d"}]},{"role":"model","parts":[{"text":"dog"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`+"\n", &parts, i)
		}
		rep, err := videotune.Check(videotune.Dataset{Train: []videotune.Input{{Name: "-", R: strings.NewReader(train.String())}}}, &videotune.CheckOptions{Policy: &videotune.Policy{Limits: limits, Media: media.Lookup}})
		if err != nil {
			t.Fatal(err)
		}
		r, err := readVideos(&inputs{stdin: strings.NewReader(train.String())}, []string{"-"})
		if err != nil {
			t.Fatal(err)
		}
		var sources []chunk.Source
		for _, v := range r.videos {
			sources = append(sources, v.source(media[v.uri]))
		}
		set, err := chunk.All(sources, &chunk.Options{Limits: limits, Large: chunk.WayDrop})
		if err != nil {
			t.Fatal(err)
		}
		got, want := r.losses(set.Plans), rep.Files[0]
		if len(got) != 1 || got[0].lost != want.Dropped || got[0].total != want.Examples || got[0].fails() != (want.Dropped*10 > want.Examples) {
			t.Fatalf("%+v; check drops %d of %d\n%s", got, want.Dropped, want.Examples, &train)
		}
		if single && !strings.Contains(train.String(), `"150s"`) && set.Ways[chunk.WayDrop].Fails() != got[0].fails() {
			t.Fatalf("the set says %+v, the lines %+v", set.Ways[chunk.WayDrop], got)
		}
	}
}
