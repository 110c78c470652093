package activitynet

import (
	"testing"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

func TestLost(t *testing.T) {
	readingtest.Lost(t, Read, `{"a":{"duration":9,"annotations":[{"segment":[1,2],"label":""}]}}`, annotation.Options{}, 1)
}

func TestUntimed(t *testing.T) {
	of := func(members string) string {
		return `{"a":{"duration":9,"annotations":[{"label":"A",` + members + `}]}}`
	}
	var bad []readingtest.Bad
	for _, members := range []string{`"segment(frames)":[30,60]`, `"interval":["1.5",2]`, `"timestamp":4`, `"Segments":[[1,2]]`} {
		bad = append(bad, readingtest.Bad{Text: of(members), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "there is no segment"})
	}
	readingtest.Refused(t, Read, bad)
	for _, members := range []string{`"box":[1,2,3,4]`, `"created_time":"2020-01-02"`, `"segment":null`, `"names":["a","b"]`} {
		v := readingtest.Videos(t, Read, of(members), annotation.Options{})[0]
		if len(v.Events) != 1 || v.Events[0].Kind != annotation.KindWhole {
			t.Errorf("%s: %+v", members, v.Events)
		}
	}
}
