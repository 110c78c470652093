package main

import (
	"strings"
	"testing"
)

// The page is made of the same lines as the report, and told in one table.
func TestMeasurePage(t *testing.T) {
	f, err := measurePage(generator{seed: defaultSeed, videos: 50}, 500, 1, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := f.write(&out); err != nil {
		t.Fatal(err)
	}
	if f.lines != 500 || f.ratio <= 0 || f.size < 10_000 || !strings.Contains(out.String(), "500 lines") {
		t.Errorf("%+v\n%s", f, &out)
	}
}
