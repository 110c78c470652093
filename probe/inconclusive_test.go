package probe

import (
	"fmt"
	"io/fs"
	"testing"
)

// A judgedError is one of an Opener of someone else's.
type judgedError bool

func (e judgedError) Error() string      { return "judged" }
func (e judgedError) Inconclusive() bool { return bool(e) }
func (e judgedError) Unwrap() error      { return ErrTimeout }

// An Opener's own error says by itself whether it says something of the video.
func TestInconclusiveByItself(t *testing.T) {
	for _, inconclusive := range []bool{false, true} {
		err := fmt.Errorf("gs://b/v.mp4: %w", judgedError(inconclusive))
		if Inconclusive(err) != inconclusive {
			t.Errorf("%v is taken for %t", err, !inconclusive)
		}
	}
	if Inconclusive(fs.ErrNotExist) {
		t.Error("a file that is not there says nothing")
	}
}
