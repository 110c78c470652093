package rows

import (
	"testing"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

func columns(pairs ...any) map[string]annotation.Column {
	m := map[string]annotation.Column{}
	for i := 0; i < len(pairs); i += 2 {
		switch c := pairs[i+1].(type) {
		case string:
			m[pairs[i].(string)] = annotation.Column{Name: c}
		case int:
			m[pairs[i].(string)] = annotation.Column{Index: c}
		}
	}
	return m
}

func TestGolden(t *testing.T) {
	readingtest.Golden(t, Read,
		readingtest.Case{File: "events.csv"},
		readingtest.Case{File: "damaged.tsv", Options: annotation.Options{TimeUnit: annotation.UnitClock}},
		readingtest.Case{File: "comma.txt", Options: annotation.Options{TimeUnit: annotation.UnitSeconds, Decimal: ",", Comment: "#", Sentinels: []string{"-1"}}},
		readingtest.Case{File: "rows.jsonl", Options: annotation.Options{
			Base: annotation.BaseZero, FrameEnd: annotation.FrameInclusive, Sentinels: []string{"-1"}, NegativeLabels: []string{"Normal"},
		}},
		readingtest.Case{File: "frames.csv", Options: annotation.Options{
			Columns: columns("end_frame", "stop"), Base: annotation.BaseOne, FrameEnd: annotation.FrameInclusive,
		}},
	)
}
