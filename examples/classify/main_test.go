package main

import (
	"testing"

	"github.com/seed-57910ec4/videotune/examples/internal/golden"
)

func TestWrite(t *testing.T) { golden.Dataset(t, write) }

func TestRead(t *testing.T) {
	for _, tt := range []struct{ reply, want string }{
		{"```json\n{\"label\":\"dog\"}\n```", "dog"},
		{`I see {"label":"cat"} here.`, "cat"},
		{`{"label":"none"}`, ""},
	} {
		if got, err := read(tt.reply); err != nil || got != tt.want {
			t.Errorf("%s: %q, %v", tt.reply, got, err)
		}
	}
	if got, err := read(`{"label":"fox"}`); err == nil {
		t.Errorf("a fox is read as %q", got)
	}
}
