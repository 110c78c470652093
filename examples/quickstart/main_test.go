package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/examples/internal/golden"
)

// TestRun compares all that quickstart makes and says with the golden files, and
// with what it makes and says when it runs again.
func TestRun(t *testing.T) {
	first, second := quickstart(t), quickstart(t)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("two runs differ:\n%s", diff)
	}
	for name, got := range first {
		golden.Compare(t, name, []byte(got))
	}
	if len(first) != 3 {
		t.Errorf("quickstart leaves %d files, want 2", len(first)-1)
	}
}

// TestOverwrite tests that a run over the files of another makes the same files.
func TestOverwrite(t *testing.T) {
	dir := t.TempDir()
	var files [2][]byte
	t.Setenv("PATH", "") // no ffmpeg, which would cut videos
	for i := range files {
		var out bytes.Buffer
		if ok, err := run(&out, dir); err != nil || !ok {
			t.Fatal(ok, err)
		}
		files[i] = readFile(t, dir+"/train.jsonl")
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("the second run makes another train.jsonl")
	}
}

// TestNowhere tests that a directory that is not there is an error.
func TestNowhere(t *testing.T) {
	var out bytes.Buffer
	if ok, err := run(&out, t.TempDir()+"/nowhere"); err == nil || ok || out.Len() > 0 {
		t.Errorf("got %v, %v and %q", ok, err, &out)
	}
}

// TestWouldNotStart tests that a dataset with a fault is told from a good one.
func TestWouldNotStart(t *testing.T) {
	path := t.TempDir() + "/train.jsonl"
	if err := os.WriteFile(path, []byte("{}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	split := &videotune.SplitReport{Train: videotune.SideReport{Path: path, Examples: 1}}
	ok, err := check(&out, split, nil)
	if ok || err != nil || !strings.Contains(out.String(), "The job would fail") {
		t.Errorf("got %v, %v and\n%s", ok, err, &out)
	}
}

// TestCounts compares the dataset with the database, asked in SQL.
func TestCounts(t *testing.T) {
	files := quickstart(t)
	db, err := openDatabase()
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()

	// Every video is either left out, for the one reason there is in the data, or
	// it is one example.
	reasons := map[int64]string{
		17: "segment-too-long", 58: "video-too-large", 103: "segment-after-end",
		64: "label-undecided", 112: "label-undecided", 119: "event-reversed", 77: "length-unknown",
	}
	found := map[int64]string{}
	for _, m := range regexp.MustCompile(`(?m)^  ([a-z-]+): gs://.*\n    video (\d+), `).FindAllStringSubmatch(files["output.txt"], -1) {
		id, err := json.Number(m[2]).Int64()
		if err != nil {
			t.Fatal(err)
		}
		found[id] = m[1]
	}
	if diff := cmp.Diff(reasons, found); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}

	side := map[string]string{} // of each recording
	sightings, negatives, examples := 0, 0, 0
	for _, name := range []string{"train.jsonl", "validation.jsonl"} {
		for rec, err := range videotune.NewReader(bytes.NewReader([]byte(files[name])), nil).All() {
			if err != nil || len(rec.Problems) > 0 {
				t.Fatal(err, rec)
			}
			examples++
			uri := rec.Example.Contents[0].Parts[0].FileData.FileURI
			recording := ask[string](t, db, `SELECT recording FROM videos WHERE uri = ?`, uri)
			if other, ok := side[recording]; ok && other != name {
				t.Errorf("%s is in both files", recording)
			}
			side[recording] = name
			id := ask[int64](t, db, `SELECT id FROM videos WHERE uri = ?`, uri)
			if reason, ok := reasons[id]; ok {
				t.Errorf("video %d is in %s: want it left out, %s", id, name, reason)
			}

			var answer []struct{ Label, Start, End string }
			if err := json.Unmarshal([]byte(rec.Example.Contents[1].Parts[0].Text), &answer); err != nil {
				t.Fatal(err)
			}
			sightings += len(answer)
			if len(answer) == 0 {
				negatives++
			}
			if !slices.IsSortedFunc(answer, func(a, b struct{ Label, Start, End string }) int { return strings.Compare(a.Start, b.Start) }) {
				t.Errorf("%s: the events are not in the order of their start", uri)
			}
		}
	}
	if want := ask[int](t, db, `SELECT count(*) FROM videos`) - len(reasons); examples != want {
		t.Errorf("got %d examples, want %d", examples, want)
	}
	const inClip = `FROM videos v LEFT JOIN events e ON e.video_id = v.id AND (e.start_seconds IS NULL OR
		e.start_seconds < coalesce(v.clip_end, v.seconds, 1e9) AND
		(e.start_seconds >= coalesce(v.clip_start, 0) OR e.end_seconds > coalesce(v.clip_start, 0)))
		WHERE v.id NOT IN (17, 58, 103, 64, 112, 119, 77)`
	if want := ask[int](t, db, `SELECT count(e.id) `+inClip); sightings != want {
		t.Errorf("got %d sightings, want %d", sightings, want)
	}
	if want := ask[int](t, db, `SELECT count(*) `+inClip+` AND e.id IS NULL`); negatives != want {
		t.Errorf("got %d examples without any sighting, want %d", negatives, want)
	}

	// The database is as rich as it is meant to be.
	for query, atLeast := range map[string]int{
		`SELECT count(*) FROM videos`:                                                                 40,
		`SELECT count(*) FROM events`:                                                                 120,
		`SELECT count(DISTINCT label) FROM events`:                                                    3,
		`SELECT count(*) FROM events WHERE end_seconds IS NULL`:                                       10,
		`SELECT count(*) FROM videos WHERE seconds IS NULL`:                                           2,
		`SELECT count(*) FROM videos WHERE bytes IS NULL`:                                             1,
		`SELECT count(*) FROM videos WHERE title IS NULL`:                                             5,
		`SELECT count(*) FROM videos WHERE seconds > 1200`:                                            2,
		`SELECT count(*) FROM videos WHERE bytes > 104857600`:                                         1,
		`SELECT count(*) - count(DISTINCT recording) FROM videos`:                                     40,
		`SELECT count(*) FROM videos WHERE typeof(seconds) = 'real'`:                                  40,
		`SELECT count(*) FROM videos v WHERE NOT EXISTS (SELECT * FROM events WHERE video_id = v.id)`: 1,
	} {
		if got := ask[int](t, db, query); got < atLeast {
			t.Errorf("%s: got %d, want at least %d", query, got, atLeast)
		}
	}
}

// TestSeconds tests that no number of the database is changed on its way.
func TestSeconds(t *testing.T) {
	for column, want := range map[any]string{
		nil: "", int64(62): "1m2s", 64.1: "1m4.1s", 4.1: "4.1s", 0.001: "1ms", 1874.4: "31m14.4s",
		"64.1": "1m4.1s", "00:01:04": "error", "": "error", true: "error", 1e300: "error", math.NaN(): "error",
	} {
		var s seconds
		got := ""
		if err := s.Scan(column); err != nil {
			got = "error"
		} else if s.Valid {
			got = s.String()
		}
		if got != want {
			t.Errorf("%v: got %q, want %q", column, got, want)
		}
	}
}

// quickstart runs it in a directory of its own, and returns the files it makes
// and its output.
func quickstart(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	t.Run("run", func(t *testing.T) {
		t.Chdir(t.TempDir())
		t.Setenv("PATH", "") // no ffmpeg: what it makes differs from version to version
		var out bytes.Buffer
		ok, err := run(&out, ".")
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			t.Error("the job would not start")
		}
		files["output.txt"] = shortened(out.String())
		made, err := os.ReadDir(".")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range made {
			files[f.Name()] = string(readFile(t, f.Name()))
		}
	})
	return files
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// ask returns the one value that a query has.
func ask[T any](t *testing.T, db *sql.DB, query string, args ...any) (value T) {
	t.Helper()
	if err := db.QueryRow(query, args...).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}
