package main

import (
	"testing"

	"github.com/seed-57910ec4/videotune/examples/internal/golden"
)

func TestWrite(t *testing.T) { golden.Dataset(t, write) }
