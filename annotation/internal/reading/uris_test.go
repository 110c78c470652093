package reading

import (
	"errors"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune/annotation"
)

func TestURIs(t *testing.T) {
	video := func(id, uri string) *annotation.Video { return &annotation.Video{ID: id, URI: uri} }
	for _, tt := range []struct {
		uri    string
		videos []*annotation.Video
		says   []string // of the refusal; none if all goes well
	}{
		{"gs://b/{file}", []*annotation.Video{video("1", "a/x.mp4"), video("2", "b/x.mp4")}, []string{`"gs://b/x.mp4"`, `"a/x.mp4"`, `"b/x.mp4"`, "{path}"}},
		{"gs://b/{name}.mp4", []*annotation.Video{video("a/x.mov", ""), video("a/x.avi", "")}, []string{`"a/x.mov"`, `"a/x.avi"`}},
		{"gs://b/v.mp4", []*annotation.Video{video("1", ""), video("2", "")}, []string{`"1"`, `"2"`}},
		{"gs://b/{path}", []*annotation.Video{video("1", "a/x.mp4"), video("2", "b/x.mp4")}, nil},
		{"gs://b/{file}", []*annotation.Video{video("x.mp4#1", "a/x.mp4"), video("x.mp4#2", "a/x.mp4")}, nil}, // of one video
	} {
		_, _, err := run(annotation.FormatRows, &annotation.Options{URI: tt.uri}, tt.videos...)
		var e *annotation.Error
		if (err != nil) != (tt.says != nil) || err != nil && (!errors.As(err, &e) || e.Code != annotation.CodeConflict) {
			t.Errorf("%s: %v", tt.uri, err)
		}
		for _, s := range tt.says {
			if err != nil && !strings.Contains(err.Error(), s) {
				t.Errorf("%s: %v does not say %s", tt.uri, err, s)
			}
		}
	}
}

func TestHash(t *testing.T) {
	if got := Hash("a"); got != 0xaf63dc4c8601ec8c { // FNV-1a of 64 bits
		t.Errorf("%#x: it is not the same in every process", got)
	}
}
