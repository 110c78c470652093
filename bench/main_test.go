package main

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/bench/internal/mirror"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == peakCommand {
		os.Exit(runPeak(os.Args[2:]))
	}
	os.Exit(m.Run())
}

// The Report inside the benchmark is that of an ordinary Check of a file, however
// many cores there are and in whatever pieces the file is read.
func TestSameReport(t *testing.T) {
	l, err := newLoad(generator{seed: defaultSeed, videos: 500}.dataset(5000))
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	t.Chdir(t.TempDir())
	if err := os.WriteFile("train.jsonl", l.data, 0o600); err != nil {
		t.Fatal(err)
	}
	want, err := videotune.CheckFiles([]string{"train.jsonl"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(want.Problems) > 0 || want.WouldFail() {
		t.Errorf("the lines are not in order: %v", want.Problems)
	}
	if !reflect.DeepEqual(l.report, want) {
		t.Errorf("the reference is\n%+v\nwant\n%+v", l.report, want)
	}
	for _, c := range cases() {
		if c.verify == nil {
			continue
		}
		runtime.GOMAXPROCS(max(c.cores, 1))
		if err := c.run(l); err != nil {
			t.Fatal(err)
		}
		if err := c.verify(l); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if !reflect.DeepEqual(l.got, want) {
			t.Errorf("%s: the report is\n%+v\nwant\n%+v", c.name, l.got, want)
		}
	}
	// A difference is told of.
	l.got.Files[0].Examples++
	if sameReport(l) == nil {
		t.Error("a report that differs is taken for the same")
	}
}

// All peers decode the same values.
func TestPeersDecode(t *testing.T) {
	d := generator{seed: defaultSeed, videos: 300}.dataset(1000)
	collect := func(p decodePeer) []mirror.Line {
		var all []mirror.Line
		if err := p.run(d, func(x *mirror.Line) { all = append(all, *x) }); err != nil {
			t.Fatalf("%s: %v", p.name, err)
		}
		return all
	}
	want := collect(decodePeers[0])
	if len(want) != d.lines {
		t.Fatalf("%d lines, want %d", len(want), d.lines)
	}
	for _, p := range decodePeers[1:] {
		if got := collect(p); !reflect.DeepEqual(got, want) {
			t.Errorf("%s decodes other values than %s", p.name, nameStd)
		}
	}
}

// All peers refuse a member that is unknown, and what is no JSON.
func TestPeersAreStrict(t *testing.T) {
	for _, p := range decodePeers {
		for _, line := range []string{
			`{"contents":[],"extra":1}`,
			`{"contents":[{"role":"user","parts":[{"text":"a","extra":{"b":[1]}}]}]}`,
			`{"contents":[{"role":"user","parts":[{"text":"a"}]}}`,
		} {
			if err := p.run(&dataset{data: []byte(line + "\n"), lines: 1}, nil); err == nil {
				t.Errorf("%s accepts %s", p.name, line)
			}
		}
	}
}

// All peers and videotune write the same bytes, which are those of the lines.
func TestPeersEncode(t *testing.T) {
	l, err := newLoad(generator{seed: defaultSeed, videos: 300}.dataset(1000))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range encodePeers {
		var out bytes.Buffer
		err := p.run(l.sample, l.encoded, func(line []byte) {
			out.Write(bytes.TrimSuffix(line, []byte("\n")))
			out.WriteByte('\n')
		})
		if err != nil {
			t.Fatalf("%s: %v", p.name, err)
		}
		if !bytes.Equal(out.Bytes(), l.data) {
			t.Errorf("%s writes other bytes: %s", p.name, firstDifference(out.Bytes(), l.data))
		}
	}
	var out bytes.Buffer
	w := videotune.NewWriter(&out, nil)
	for i := range l.examples {
		if err := w.Write(&l.examples[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), l.data) {
		t.Errorf("the Writer writes other bytes: %s", firstDifference(out.Bytes(), l.data))
	}
}

func firstDifference(got, want []byte) string {
	i := 0
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	return string(got[max(i-40, 0):min(i+40, len(got))])
}

// A measured case sees every line, and nothing is wrong with any.
func TestCases(t *testing.T) {
	l, err := newLoad(generator{seed: defaultSeed, videos: 50}.dataset(400))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases() {
		if err := c.run(l); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestJSONKeys(t *testing.T) {
	var out, progress bytes.Buffer
	if err := run([]string{"-json", "-lines", "400", "-videos", "50", "-runs", "1"}, &out, &progress); err != nil {
		t.Fatal(err)
	}
	var got map[string]map[string]*float64
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("%v: %s", err, out.Bytes())
	}
	row := []string{"allocs", "mb_s", "vs_encoding_json", "vs_sonic"}
	want := map[string][]string{
		"decode_strict": row,
		"check":         append([]string{"two_cores"}, row...),
		"encode":        append([]string{"vs_best_peer"}, row...),
		"decode_owned":  row,
	}
	if g, w := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)); !slices.Equal(g, w) {
		t.Fatalf("keys %q, want %q", g, w)
	}
	for name, keys := range want {
		slices.Sort(keys)
		if g := slices.Sorted(maps.Keys(got[name])); !slices.Equal(g, keys) {
			t.Errorf("%s: keys %q, want %q", name, g, keys)
		}
		for key, value := range got[name] {
			if key == "two_cores" && runtime.NumCPU() < 2 {
				continue
			}
			if value == nil || *value < 0 || *value == 0 && key != "allocs" {
				t.Errorf("%s.%s has no value", name, key)
			}
		}
	}
}

func TestTables(t *testing.T) {
	var out bytes.Buffer
	if err := run([]string{"-quiet", "-lines", "400", "-videos", "50", "-runs", "2", "-memory=false"}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	columns := 0
	for line := range strings.Lines(out.String()) {
		n := strings.Count(line, "|")
		if columns > 0 && n > 0 && n != columns {
			t.Errorf("%d columns, want %d: %s", n-1, columns-1, line)
		}
		columns = n
	}
	for _, name := range slices.Concat(decodeNames(), []string{limitCopy, limitSplit, limitUTF8}) {
		if !strings.Contains(out.String(), "| "+name+" |") {
			t.Errorf("%s is missing", name)
		}
	}
}

func TestRefusedArguments(t *testing.T) {
	for _, args := range [][]string{{"-lines", "0"}, {"-runs", "0"}, {"-videos", "-1"}, {"more"}, {"-unknown"}} {
		if err := run(args, io.Discard, io.Discard); err == nil {
			t.Errorf("%q is accepted", args)
		}
	}
}

// The memory of the command is measured, here on fewer bytes.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the command")
	}
	if _, err := cpuTime(); err != nil {
		t.Skip(err)
	}
	m, err := runCommand(8<<20, 500)
	if err != nil {
		t.Fatal(err)
	}
	if m.peak < 1<<20 || m.bytes > 8<<20 || m.bytes < 7<<20 {
		t.Errorf("%+v", m)
	}
}
