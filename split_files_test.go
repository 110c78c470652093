package videotune

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// filesExample returns an example with so many images.
func filesExample(answer string, uris ...string) *Example {
	ex := videoExample("", answer)
	parts := []Part{Text("What?")}
	for _, uri := range uris {
		parts = append(parts, File("gs://b/"+uri+".png", "image/png"))
	}
	ex.Contents[0] = User(parts...)
	return ex
}

// A file is on one side, whatever the recordings are called and how many files an
// example has.
func TestSplitFiles(t *testing.T) {
	type write struct {
		pin       pin
		recording string
		files     string
	}
	for _, tt := range []struct {
		name       string
		calls      []write
		validation string // the numbers of the calls that are there
		joined     int
		recordings int
		refused    SideError
	}{
		{"one file of two names", []write{{0, "a", "1"}, {0, "b", "1"}, {pinValidation, "a", "2"}, {0, "c", "3"}}, "0 1 2", 1, 2, SideError{}},
		{"files tie examples together", []write{{0, "", "1 2"}, {0, "", "3"}, {0, "", "2 3"}, {pinValidation, "", "1"}, {0, "", "4"}}, "0 1 2 3", 2, 2, SideError{}},
		{"a tie comes last", []write{{pinValidation, "a", "1"}, {0, "b", "2"}, {0, "b", "3"}, {0, "", "5"}, {0, "", "1 3"}}, "0 1 2 4", 3, 2, SideError{}},
		{"the later is pinned", []write{{0, "a", "1"}, {pinValidation, "b", "2"}, {0, "c", "1 2"}, {0, "", "3"}}, "0 1 2", 2, 2, SideError{}},
		{"a name that is a URI", []write{{pinValidation, "gs://b/1.png", "2"}, {0, "", "1"}, {0, "", "3"}}, "0 1", 0, 2, SideError{}},
		{"no file", []write{{pinValidation, "a", ""}, {0, "a", "1"}, {0, "", "1"}, {0, "", "2"}}, "0 1 2", 1, 2, SideError{}},
		{"the same again", []write{{pinValidation, "", "1 1"}, {0, "", "2"}}, "0", 0, 2, SideError{}},
		{"pinned by its file", []write{{pinTrain, "a", "1"}, {pinValidation, "b", "1"}}, "", 0, 1, SideError{"gs://b/1.png", Train, Validation}},
		{"of both sides", []write{{pinTrain, "a", "1"}, {pinValidation, "b", "2"}, {0, "", "2 1"}, {0, "c", "2"}}, "1 3", 1, 2, SideError{"gs://b/1.png", Train, Validation}},
		{"of both sides, and of one", []write{{pinTrain, "a", "1"}, {pinValidation, "b", "2"}, {pinTrain, "", "1 2"}}, "1", 0, 2, SideError{"gs://b/2.png", Validation, Train}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			s, err := CreateSplit(filepath.Join(dir, "t.jsonl"), filepath.Join(dir, "v.jsonl"), &SplitOptions{Share: PinnedOnly})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			var refused SideError
			for i, c := range tt.calls {
				ex := filesExample(fmt.Sprintf("<%d>", i), strings.Fields(c.files)...)
				if c.pin == pinNone {
					err = s.Write(c.recording, ex)
				} else {
					err = s.WriteTo(Split(c.pin-1), c.recording, ex)
				}
				var side *SideError
				if errors.As(err, &side) {
					refused = *side
				} else if err != nil {
					t.Fatal(err)
				}
			}
			if refused != tt.refused {
				t.Errorf("refused: %+v, want %+v", refused, tt.refused)
			}
			report, err := s.Commit()
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, line := range readLines(t, filepath.Join(dir, "v.jsonl")) {
				_, line, _ = strings.Cut(line, "<")
				number, _, _ := strings.Cut(line, ">")
				got = append(got, number)
			}
			if strings.Join(got, " ") != tt.validation {
				t.Errorf("validation has %v, want %s", got, tt.validation)
			}
			if n := report.Train.Recordings + report.Validation.Recordings; report.Joined != tt.joined || n != tt.recordings {
				t.Errorf("%d joined, %d left; want %d, %d", report.Joined, n, tt.joined, tt.recordings)
			}
		})
	}
}

func TestExampleFiles(t *testing.T) {
	ex := filesExample("x", "1", "2")
	ex.Contents[0].Parts = append(ex.Contents[0].Parts, Part{FileData: &FileData{MIMEType: "video/mp4"}})
	system := User(File("gs://b/s.png", "image/png"))
	ex.SystemInstruction = &system
	var got []string
	for f := range ex.Files() {
		got = append(got, f.FileURI)
	}
	if want := []string{"gs://b/1.png", "gs://b/2.png", "gs://b/s.png"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for range ex.Files() {
		break
	}
	for range (*Example)(nil).Files() {
		t.Error("nil has a file")
	}
}
