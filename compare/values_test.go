package compare

import (
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
)

// TestRoom: texts of examples are kept while there is room for them.
func TestRoom(t *testing.T) {
	ex := &videotune.Example{Contents: []videotune.Content{videotune.User(videotune.Text("What?")), videotune.Model(videotune.Text(strings.Repeat("x", 2*MaxValueBytes)))}}
	left := MaxValueBytes + len("What?")
	if got := textsOf(ex, Prompt|Answer, &left); got == nil || left != 0 || got.texts[0] != "What?" || len(got.texts[1]) != MaxValueBytes || !got.cut[1] || got.cut[0] {
		t.Errorf("%d bytes are left", left)
	}
	for range 2 {
		if got := textsOf(ex, Prompt, &left); got != nil {
			t.Error("texts are kept without room")
		}
	}
}
