package main

import (
	"strings"
	"testing"
)

// BenchmarkCases runs every case of the command on fewer lines.
func BenchmarkCases(b *testing.B) {
	l, err := newLoad(generator{seed: defaultSeed, videos: 2000}.dataset(20_000))
	if err != nil {
		b.Fatal(err)
	}
	if l.unlike, err = newLoad(generator{seed: defaultSeed, videos: 2000, unlike: true}.dataset(20_000)); err != nil {
		b.Fatal(err)
	}
	for _, c := range cases() {
		b.Run(strings.NewReplacer("/", "-", ": ", "/", ", ", "-", " ", "-").Replace(c.name), func(b *testing.B) {
			_, bytes := c.work(l)
			b.SetBytes(int64(bytes))
			b.ReportAllocs()
			for b.Loop() {
				if err := c.run(c.of(l)); err != nil {
					b.Fatal(err)
				}
			}
			if c.verify != nil {
				if err := c.verify(c.of(l)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkGenerate measures how fast lines are made.
func BenchmarkGenerate(b *testing.B) {
	g := generator{seed: defaultSeed, videos: 2000}
	var buf []byte
	for i := 0; b.Loop(); i++ {
		buf = g.line(buf[:0], i)
	}
	b.SetBytes(int64(len(buf)))
	b.ReportAllocs()
}
