package via

import (
	"testing"

	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

func TestLost(t *testing.T) {
	attributes := `"1":{"aname":"action","anchor_id":"FILE1_Z2_XY0","type":4,"options":{"0":"cut"}}`
	for metadata, want := range map[string]int{
		`"a":{"vid":"1","z":[1,2],"xy":[],"av":{"1":"7"}}`:                                                  1, // an option that is not defined
		`"a":{"vid":"1","z":[1,2],"xy":[],"av":{"1":""}}`:                                                   1,
		`"a":{"vid":"1","z":[1],"xy":[2,1,1,5,5],"av":{}},"b":{"vid":"1","z":[2],"xy":[2,1,1,5,5],"av":{}}`: 2,
		`"a":{"vid":"1","z":[1,2,3],"xy":[],"av":{"1":"0"}}`:                                                1,
	} {
		readingtest.Lost(t, Read, saved(attributes, metadata), actions(), want)
	}
	half := saved(attributes, `"a":{"vid":"1","z":[1,2],"xy":[],"av":{"1":"0,7"}}`)
	if v := readingtest.Videos(t, Read, half, actions())[0]; len(v.Events) != 1 || v.Lost != 1 {
		t.Errorf("an event without one of its labels: %+v", v)
	}
}
