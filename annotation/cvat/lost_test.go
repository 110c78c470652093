package cvat

import (
	"testing"

	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

func TestLost(t *testing.T) {
	about := `<annotations><version>1.1</version><meta><task><id>1</id><size>9</size><source>a.mp4</source></task></meta>`
	image := about + `<image id="0" name="0"><box label="car" xtl="1"/><box label="car" xtl="2"/></image></annotations>`
	readingtest.Lost(t, Read, image, fps(25, 1), 2)
	bare := about + `<track id="0" label="car"><box xtl="1"/></track></annotations>`
	readingtest.Lost(t, Read, bare, fps(25, 1), 1)
	o := fps(25, 1)
	o.LabelFrom = "state"
	blank := about + `<track id="0" label="car"><box frame="0" outside="0"><attribute name="state"></attribute></box><box frame="1" outside="1"><attribute name="state"></attribute></box></track></annotations>`
	readingtest.Lost(t, Read, blank, o, 1)
}
