package dataset

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
)

// TestOwners compares the recordings that videos are said to belong to, in the order
// in which they come; "" is a video that is left out.
func TestOwners(t *testing.T) {
	type names struct{ id, uri, recording string }
	for _, tt := range []struct {
		name   string
		videos []names
		want   []string
	}{
		{"of their own", []names{{"1", "gs://a", ""}, {"2", "gs://b", "r"}, {"3", "gs://c", "r"}}, []string{"gs://a", "r", "r"}},
		{"clips name the ID of an earlier video", []names{{"game", "gs://a", ""}, {"2", "gs://b", "game"}}, []string{"gs://a", "gs://a"}},
		{"or its URI", []names{{"game", "gs://a", ""}, {"2", "gs://b", "gs://a"}}, []string{"gs://a", "gs://a"}},
		{"or those of a later one", []names{{"2", "gs://b", "game"}, {"3", "gs://c", "gs://a"}, {"4", "gs://d", "game"}}, []string{"game", "gs://a", "game"}},
		{"which has the recording that names its ID", []names{{"2", "gs://b", "game"}, {"game", "gs://a", ""}}, []string{"game", "game"}},
		{"or its URI, though it has one itself", []names{{"2", "gs://b", "gs://a"}, {"game", "gs://a", "r"}, {"3", "gs://c", "r"}}, []string{"gs://a", "gs://a", "gs://a"}},
		{"a clip of a clip", []names{{"game", "gs://a", "r"}, {"half", "gs://b", "game"}, {"goal", "gs://c", "half"}}, []string{"r", "r", "r"}},
		{"a URI that is an ID", []names{{"gs://b", "gs://a", ""}, {"2", "gs://b", ""}}, []string{"gs://a", "gs://a"}},
		{"an ID of two videos", []names{{"1", "gs://a", ""}, {"1", "gs://b", ""}, {"2", "gs://c", ""}}, []string{"gs://a", "gs://b", "gs://c"}},
		{"and a clip of one of them", []names{{"1", "gs://a", ""}, {"1", "gs://b", ""}, {"2", "gs://c", "1"}}, []string{"gs://a", "gs://b", ""}},
		{"an ID and a URI of two", []names{{"1", "gs://a", "r"}, {"2", "gs://b", "s"}, {"3", "gs://b", "1"}}, []string{"r", "s", ""}},
		{"what a conflict names is of several", []names{{"1", "gs://a", "r"}, {"2", "gs://b", "s"}, {"3", "gs://b", "1"}, {"4", "gs://c", "3"}, {"5", "gs://d", "r"}}, []string{"r", "s", "", "", "r"}},
		{"another recording of one file", []names{{"1", "gs://a", "r"}, {"2", "gs://a", "s"}, {"3", "gs://b", "s"}}, []string{"r", "r", "r"}},
		{"nothing but an ID", []names{{"1", "", ""}, {"2", "", ""}, {"3", "gs://a", "1"}}, []string{"1", "2", "1"}},
	} {
		var o owners
		var got []string
		for _, n := range tt.videos {
			recordings, ok := o.claim(&annotation.Video{ID: n.id, URI: n.uri, Recording: n.recording})
			if !ok {
				got = append(got, "")
				continue
			}
			got = append(got, o.name(recordings[0]))
		}
		equal(t, tt.name, got, tt.want)
	}
}

// A whole video and the clips of it are on one side, whichever comes first.
func TestClipsOfVideo(t *testing.T) {
	var list []annotation.Video
	for i := range 30 {
		full := annotation.Video{ID: fmt.Sprint("game", i), URI: fmt.Sprintf("gs://b/game%d.mp4", i), Duration: sec(60)}
		clip := annotation.Video{ID: fmt.Sprint("clip", i), URI: fmt.Sprintf("gs://b/clip%d.mp4", i), Duration: sec(9), Recording: full.ID}
		if i%2 == 0 {
			clip.Recording = full.URI
		}
		list = append(list, full, clip)
		if i%3 == 0 {
			slices.Reverse(list[2*i:])
		}
	}
	for _, stratify := range []bool{false, true} {
		o := build(t, Config{Source: videos(list...), Task: localize(), Share: 0.5, Stratify: stratify})
		side := map[string]string{}
		for _, or := range o.origins {
			side[or.Video] = or.File
		}
		for i := range 30 {
			if a, b := side[fmt.Sprint("game", i)], side[fmt.Sprint("clip", i)]; a != b || a == "" {
				t.Errorf("stratify %t: the video %d is in %q, and a clip of it in %q", stratify, i, a, b)
			}
		}
		if o.Validation.Examples == 0 || o.Train.Examples == 0 {
			t.Errorf("stratify %t: one side is empty", stratify)
		}
	}
}

// What shares a recording with a test video is in no file, unless it came before it,
// which is told.
func TestTestSet(t *testing.T) {
	list := animals(6)
	list[0].Recording, list[3].Recording, list[5].Recording = "a", "a", "b"
	list[1].Split, list[1].Recording = annotation.SplitTest, "b"
	list[2].Recording, list[2].Split = list[1].ID, annotation.SplitTrain
	list[4].Recording, list[4].Split = "a", annotation.SplitTest
	for _, stratify := range []bool{false, true} {
		o := build(t, Config{Source: videos(list...), Task: localize(), Share: videotune.PinnedOnly, Stratify: stratify})
		equal(t, "left out", o.reasons(), []string{"test-set v001 [3]", "test-set v002 [5 6]", "test-set v004 [9 10]", "test-set v005 [11]"})
		early := o.lefts[0].Message
		if late := o.lefts[2].Message; o.Examples != 2 || late == early || late[:len(early)] != early {
			t.Errorf("%d examples; %q", o.Examples, late)
		}
	}
	list[1].URI = "/videos/test.mp4" // which is left out for that
	if o := build(t, Config{Source: videos(list...), Task: localize()}); o.LeftOut[ReasonNoURI] != 1 || o.LeftOut[ReasonTest] != 3 {
		t.Errorf("%v", o.LeftOut)
	}
	list[1].URI = "gs://b/test.mp4"
	o := build(t, Config{Source: videos(list...), Task: localize(), TestAs: annotation.SplitTrain})
	equal(t, "with test as train", o.reasons(), nil)
}

// Entries about one file contradict each other, but for conversations.
func TestTwice(t *testing.T) {
	list := animals(4)
	list[1].URI, list[3].URI = strings.Replace(list[0].URI, "gs://", "https://storage.googleapis.com/", 1), list[2].URI
	list[2].Unlabelled = true // and says nothing
	turns := []annotation.Turn{{Role: videotune.RoleUser, Text: "What is it?"}, {Role: videotune.RoleModel, Text: "A dog."}}
	for i := range 2 {
		list = append(list, annotation.Video{ID: fmt.Sprint("t", i), URI: list[0].URI, Duration: sec(60), Turns: turns})
	}
	for _, stratify := range []bool{false, true} {
		o := build(t, Config{Source: videos(list...), Task: localize(), Share: videotune.PinnedOnly, Stratify: stratify})
		equal(t, "left out", o.reasons(), []string{"video-twice v001 [3]", "unlabelled v002 [5 6]"})
		if o.Examples != 4 {
			t.Errorf("%d examples", o.Examples)
		}
	}
}
