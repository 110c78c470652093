package wire

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestManyNames(t *testing.T) {
	var d Decoder
	for _, n := range []int{1, 15, 16, 17, 18, 40, 5000} {
		var b bytes.Buffer
		b.WriteString(`{"tools":[{`)
		for i := range n {
			fmt.Fprintf(&b, `"n%d":{"n%d":{}},`, i, i)
		}
		line, marks := draw(b.String() + `"x":1,§"n0":1,§"x":{"n0":1,§"n0":2}}]}`)
		if n > 1 {
			line = strings.Replace(line, `"n1":{`, `"n1":{"x":1,`, 1)
			for i := range marks {
				marks[i] += len(`"x":1,`)
			}
		}
		x := d.Decode([]byte(line))
		var at []int
		for _, f := range x.Faults {
			at = append(at, f.At)
		}
		if !slices.Equal(at, marks) {
			t.Errorf("%d names: faults at %d, want %d", n, at, marks)
		}
		// The same at the top, where names are compared in another place.
		line = strings.TrimSuffix(strings.TrimPrefix(line, `{"tools":[`), `]}`)
		dups := 0
		for _, f := range d.Decode([]byte(line)).Faults {
			if f.Kind == DuplicateMember {
				dups++
			}
		}
		if n < MaxFaults && dups != 3 {
			t.Errorf("%d names: %d duplicates at the top", n, dups)
		}
		if d.many != nil && n > keptNames {
			if d.Decode([]byte(`{}`)); d.many != nil || cap(d.names) > keptNames {
				t.Error("the names of a huge object are kept")
			}
		}
	}
}

func TestManyFaults(t *testing.T) {
	var d Decoder
	for _, n := range []int{MaxFaults - 1, MaxFaults, 3 * MaxFaults} {
		var b bytes.Buffer
		b.WriteString(`{"contents":[`)
		for range n {
			b.WriteString("1,")
		}
		clean := d.Decode([]byte(b.String() + "{}]}"))
		if len(clean.Faults)+clean.FaultsOmitted != n || len(clean.Faults) > MaxFaults || clean.Broken {
			t.Errorf("%d: %d and %d", n, len(clean.Faults), clean.FaultsOmitted)
		}
		broken := d.Decode([]byte(b.String() + "]}"))
		last := broken.Faults[len(broken.Faults)-1]
		if len(broken.Faults)+broken.FaultsOmitted != n+1 || len(broken.Faults) > MaxFaults || last.Kind != TrailingComma {
			t.Errorf("%d: %d and %d, %v", n, len(broken.Faults), broken.FaultsOmitted, last)
		}
	}
}

func TestLongNames(t *testing.T) {
	var d Decoder
	long := strings.Repeat("é", 100_000)
	x := d.Decode([]byte(`{"contents":[{"` + long + `":{"a":1,"a":2}}]}`))
	for _, f := range x.Faults {
		if f.Pointer != "/contents/0" || len(f.Name) > 64 || f.Name != "a" && f.Name != long[:64] {
			t.Errorf("%+v", f)
		}
	}
	if len(x.Faults) != 2 {
		t.Errorf("%d faults", len(x.Faults))
	}
	odd := "a" + long
	x = d.Decode([]byte(`{"contents":[{"` + odd + `":1}]}`))
	if got := x.Faults[0].Name; got != odd[:63] {
		t.Errorf("cut to %q", got)
	}
	// Another format pardons what is unknown at the top, however long.
	if x = d.Decode([]byte(`{"` + long + `":1,"messages":[]}`)); len(x.Faults) > 0 {
		t.Errorf("%+v", x.Faults)
	}
}

func TestTooMany(t *testing.T) {
	var d Decoder
	list := func(n int, s string) string {
		return "[" + strings.TrimSuffix(strings.Repeat(s+",", n), ",") + "]"
	}
	x := d.Decode([]byte(`{"contents":` + list(MaxContents, "{}") + `}`))
	if len(x.Faults) > 0 || len(x.Contents) != MaxContents || x.Lossy {
		t.Errorf("%d contents, %v", len(x.Contents), x.Faults)
	}
	x = d.Decode([]byte(`{"contents":` + list(MaxContents+5, "{}") + `}`))
	if len(x.Faults) != 1 || len(x.Contents) != MaxContents || !x.Lossy {
		t.Fatalf("%d contents, %v", len(x.Contents), x.Faults)
	}
	if f := x.Faults[0]; f.Kind != TooManyContents || f.Pointer != "/contents/4096" || f.At != len(`{"contents":[`)+3*MaxContents {
		t.Errorf("%+v", f)
	}
	half := `{"parts":` + list(MaxParts/2, "{}") + `}`
	x = d.Decode([]byte(`{"contents":` + list(2, half) + `}`))
	if len(x.Faults) > 0 || len(x.Contents[1].Parts) != MaxParts/2 {
		t.Errorf("%v", x.Faults)
	}
	x = d.Decode([]byte(`{"contents":` + list(3, half) + `}`))
	if len(x.Faults) != 1 || x.Faults[0].Kind != TooManyParts || x.Faults[0].Pointer != "/contents/2/parts/0" || !x.Lossy {
		t.Errorf("%v", x.Faults)
	}
}

func TestHugeLines(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	const size = 16 << 20
	for name, line := range map[string]string{
		"parts":     `{"contents":[{"parts":[` + strings.Repeat("{},", size/3) + `{}]}]}`,
		"contents":  `{"contents":[` + strings.Repeat("{},", size/3) + `{}]}`,
		"elements":  `{"tools":[` + strings.Repeat("1,", size/2) + `1]}`,
		"types":     `{"contents":[` + strings.Repeat("1,", size/2) + `1]}`,
		"same":      `{"tools":[{` + strings.Repeat(`"a":1,`, size/6) + `"a":1}]}`,
		"escapes":   `{"tools":["` + strings.Repeat(`\n`, size/2) + `"]}`,
		"arrays":    strings.Repeat("[", size),
		"objects":   strings.Repeat(`{"a":`, size/5),
		"separated": `{"tools":["` + strings.Repeat("\u0085", size/2) + `"]}`,
		"distinct":  distinct(size / 16),
		"unknown":   distinct(size / 16)[len(`{"tools":[`):],
		"snake":     strings.ReplaceAll(distinct(size / 16)[len(`{"tools":[`):], "a0", "_a"),
	} {
		b := []byte(line)
		var d Decoder
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		x := d.Decode(b)
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		memory := after.TotalAlloc - before.TotalAlloc
		t.Logf("%-9s %v, %d MB, %d faults", name, took, memory>>20, len(x.Faults)+x.FaultsOmitted)
		if memory > 16*size || took > 30*time.Second {
			t.Errorf("%s takes %d MB and %v", name, memory>>20, took)
		}
	}
}

// distinct is a line with an object of n names.
func distinct(n int) string {
	var b strings.Builder
	b.WriteString(`{"tools":[{"a":1`)
	for i := range n {
		fmt.Fprintf(&b, `,"a%09d":1`, i)
	}
	b.WriteString("}]}")
	return b.String()
}

func TestDeepNesting(t *testing.T) {
	var d Decoder
	deep := []byte(nested(100_000))
	start := time.Now()
	x := d.Decode(deep)
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
	if n := len(x.Faults); n != 2 || x.Faults[0].Kind != NotAnObject || x.Faults[1].Kind != TooDeep || x.Faults[1].At != MaxDepth {
		t.Errorf("%+v", x.Faults)
	}
}

func TestDecodeAllocs(t *testing.T) {
	var d Decoder
	lines := [][]byte{[]byte(fullLine), benchLine(), []byte(`{"tools": [` + nested(3) + ` ]}`)}
	var many bytes.Buffer
	many.WriteString(`{"tools":[{"a":1`)
	for i := range 40 {
		fmt.Fprintf(&many, `, "n%d":{"\n":"é\n"}`, i)
	}
	many.WriteString("}]}")
	lines = append(lines, many.Bytes())
	all := func() {
		for _, line := range lines {
			if x := d.Decode(line); len(x.Faults) > 0 {
				t.Fatal(x.Faults)
			}
		}
	}
	for range 100 { // until what is remembered of lines does not change any more
		all()
	}
	if n := testing.AllocsPerRun(100, all); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
