package videotune

import (
	"math/rand/v2"
	"testing"
)

func TestVideoTable(t *testing.T) {
	var table videoTable
	want := make(map[uint64]uint32)
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		hash := r.Uint64N(5000) << 32 // which all collide in small tables
		if r.IntN(2) == 0 {
			hash = r.Uint64N(5000)
		}
		if got := table.find(hash); got != want[hash] {
			t.Fatalf("%x has the number %d, want %d", hash, got, want[hash])
		}
		if want[hash] == 0 {
			want[hash] = uint32(len(want) + 1)
		}
		if got := table.number(hash); got != want[hash] {
			t.Fatalf("%x gets the number %d, want %d", hash, got, want[hash])
		}
	}
	if table.n != len(want) {
		t.Errorf("%d videos, want %d", table.n, len(want))
	}
}
