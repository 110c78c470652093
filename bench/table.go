package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"runtime"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/internal/words"
)

// A jsonRow is a row of the JSON form. The ratios tell how many times as fast as
// another it is.
type jsonRow struct {
	MBs    float64 `json:"mb_s"`
	Std    float64 `json:"vs_encoding_json"`
	Sonic  float64 `json:"vs_sonic"`
	Allocs float64 `json:"allocs"` // a line
}

// jsonFigures is the JSON form.
type jsonFigures struct {
	Strict jsonRow `json:"decode_strict"`
	Check  struct {
		jsonRow
		TwoCores *float64 `json:"two_cores"` // null where there is one
	} `json:"check"`
	Encode struct {
		jsonRow
		Best float64 `json:"vs_best_peer"`
	} `json:"encode"`
	Owned jsonRow `json:"decode_owned"`
}

// names returns the names of the cases of the peers.
func decodeNames() (names []string) {
	for _, p := range decodePeers {
		names = append(names, p.name)
	}
	return names
}

func encodeNames() (names []string) {
	for _, p := range encodePeers {
		names = append(names, encodePrefix+p.name)
	}
	return names
}

// std, sonic and best are the peers that a case is compared with: the two by
// name, sonic in its fastest mode, and the fastest of all.
func (f *figures) peers(name string) (std, sonic, best string) {
	if f.cases[name].encode {
		return encodePrefix + nameStd, encodePrefix + nameSonic, f.fastest(encodeNames()...)
	}
	return nameStd, f.fastest(nameSonic, nameSonicFull), f.fastest(decodeNames()...)
}

// round returns x with as many decimals.
func round(x float64, decimals int) float64 {
	p := math.Pow10(decimals)
	return math.Round(x*p) / p
}

func (f *figures) jsonRow(name string) jsonRow {
	std, sonic, _ := f.peers(name)
	return jsonRow{round(f.speed(name), 1), round(f.ratio(name, std), 2), round(f.ratio(name, sonic), 2), round(f.allocs(name), 4)}
}

// writeJSON writes the main figures as one object.
func writeJSON(w io.Writer, f *figures) error {
	var out jsonFigures
	out.Strict, out.Owned = f.jsonRow(caseStrict), f.jsonRow(caseOwned)
	out.Check.jsonRow = f.jsonRow(caseCheck)
	if two := f.ratio(caseCheckTwo, caseCheck); two > 0 {
		two = round(two, 2)
		out.Check.TwoCores = &two
	}
	out.Encode.jsonRow = f.jsonRow(caseEncode)
	_, _, best := f.peers(caseEncode)
	out.Encode.Best = round(f.ratio(caseEncode, best), 2)
	return json.NewEncoder(w).Encode(out)
}

// A goal is what a row should reach.
type goal struct {
	name, what string
	target     string
	met        func(f *figures) bool // nil: nothing is asked
}

var goals = []goal{
	{caseStrict, "strict decode, memory reused", "≥ 12 × encoding/json, ≥ 2 × sonic, 0 allocs", func(f *figures) bool {
		std, sonic, _ := f.peers(caseStrict)
		return f.ratio(caseStrict, std) >= 12 && f.ratio(caseStrict, sonic) >= 2 && f.allocs(caseStrict) < 0.01
	}},
	{caseCheck, "`Check`: decode, every rule, statistics", "≥ 5 × encoding/json (aim: 8 ×)", func(f *figures) bool {
		return f.ratio(caseCheck, nameStd) >= 5
	}},
	{caseCheckTwo, "`Check` on two cores", "≥ 1.7 × one core", func(f *figures) bool {
		return f.ratio(caseCheckTwo, caseCheck) >= 1.7
	}},
	{caseOwned, "owned decode: `Reader`, every rule of a line", "≥ 4 × encoding/json", func(f *figures) bool {
		return f.ratio(caseOwned, nameStd) >= 4
	}},
	{caseUnmarshal, "owned decode: `Example.UnmarshalJSON`, form only", "", nil},
	{caseEncode, "encode: `Example.AppendJSON`", "≥ 2 × encoding/json, ≥ 0.9 × the faster of sonic and goccy, 0 allocs", func(f *figures) bool {
		std, sonic, _ := f.peers(caseEncode)
		return f.ratio(caseEncode, std) >= 2 && f.ratio(caseEncode, f.fastest(sonic, encodePrefix+nameGoccy)) >= 0.9 && f.allocs(caseEncode) < 0.01
	}},
	{caseWriter, "encode: `Writer`, every rule of a line", "", nil},
	{caseAppend, "encode: the append alone", "", nil},
}

// verdict puts a word to a target.
func verdict(target string, met bool) string {
	if met {
		return target + ": **met**"
	}
	return target + ": not met"
}

// writeTables writes all figures as Markdown.
func writeTables(w io.Writer, f *figures, g growth, m memoryFigures, stages []stageFigure, videos, runs int) error {
	var b bytes.Buffer
	d := f.load.dataset
	fmt.Fprintf(&b, "%d lines of %d bytes on average, one escape every %d bytes, %d videos; median of %s; one core unless said; %s, %s/%s, %d cores.\n\n",
		d.lines, len(d.data)/d.lines, len(d.data)/max(escapes(d), 1), min(videos, d.lines), words.Count(runs, "run"),
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	f.writeGoals(&b, g, m)
	f.writeUnlike(&b)
	f.writePeers(&b)
	f.writeLimits(&b)
	writeStages(&b, stages)
	_, err := w.Write(b.Bytes())
	return err
}

// escapes counts the escapes of all lines.
func escapes(d *dataset) (n int) {
	for rest := d.data; ; n++ {
		i := bytes.IndexByte(rest, '\\')
		if i < 0 {
			return n
		}
		rest = rest[i+2:]
	}
}

func (f *figures) writeGoals(b *bytes.Buffer, g growth, m memoryFigures) {
	b.WriteString("| what | MB/s | allocs a line | × encoding/json | × sonic | × best peer | target |\n|---|--:|--:|--:|--:|--:|---|\n")
	for _, goal := range goals {
		if len(f.cases[goal.name].times) == 0 {
			fmt.Fprintf(b, "| %s | | | | | | %s: not measured |\n", goal.what, goal.target)
			continue
		}
		std, sonic, best := f.peers(goal.name)
		target := goal.target
		if goal.met != nil {
			target = verdict(target, goal.met(f))
		}
		what := goal.what
		if goal.name == caseCheckTwo {
			what += fmt.Sprintf(": %.2f × one", f.ratio(caseCheckTwo, caseCheck))
		}
		fmt.Fprintf(b, "| %s | %.0f | %.2f | %.1f | %.2f | %.2f (%s) | %s |\n", what, f.speed(goal.name), f.allocs(goal.name),
			f.ratio(goal.name, std), f.ratio(goal.name, sonic), f.ratio(goal.name, best), strings.TrimPrefix(best, encodePrefix), target)
	}

	b.WriteString("\n| what | figure | target |\n|---|---|---|\n")
	fmt.Fprintf(b, "| `Check`, %d lines after %d lines, %d videos | %s a line after %s: %.2f ×; %.3f allocs a further line | %s |\n",
		g.large, g.small, g.videos, g.perLarge, g.perSmall, g.ratio, g.allocs, verdict("≤ 1.5 × the time of a line, 0 allocs", g.ratio <= 1.5 && g.allocs < 0.01))
	if m.peak > 0 {
		fmt.Fprintf(b, "| peak memory of `videotune check`, %.2f GB, %d examples | %.0f MB (in %s, with making the lines) | %s |\n",
			float64(m.bytes)/1e9, m.lines, float64(m.peak)/(1<<20), m.took.Round(time.Second/10), verdict("≤ 128 MB", m.peak <= 128<<20))
	} else {
		fmt.Fprintf(b, "| peak memory of `videotune check` | not measured: %s | ≤ 128 MB |\n", strings.Join(strings.Fields(m.why), " "))
	}
}

func (f *figures) writePeers(b *bytes.Buffer) {
	b.WriteString("\nThe peers, on the same lines, into structs of strings and pointers; each refuses unknown members:\n\n" +
		"| decode | MB/s | allocs a line | how |\n|---|--:|--:|---|\n")
	for _, p := range decodePeers {
		fmt.Fprintf(b, "| %s | %.0f | %.1f | %s |\n", p.name, f.speed(p.name), f.allocs(p.name), p.how)
	}
	b.WriteString("\n| encode | MB/s | allocs a line | how |\n|---|--:|--:|---|\n")
	for _, p := range encodePeers {
		name := encodePrefix + p.name
		fmt.Fprintf(b, "| %s | %.0f | %.1f | %s |\n", p.name, f.speed(name), f.allocs(name), p.how)
	}
}

func (f *figures) writeLimits(b *bytes.Buffer) {
	b.WriteString("\nThe machine's limits, and the part of them that is reached:\n\n| limit | MB/s | strict decode | `Check` |\n|---|--:|--:|--:|\n")
	for _, name := range []string{limitCopy, limitSplit, limitUTF8} {
		fmt.Fprintf(b, "| %s | %.0f | %.0f %% | %.0f %% |\n", name, f.speed(name), 100*f.ratio(caseStrict, name), 100*f.ratio(caseCheck, name))
	}
}

// writeUnlike writes what is left where there is nothing to remember of texts.
func (f *figures) writeUnlike(b *bytes.Buffer) {
	b.WriteString("\nThe texts of these lines begin as others do, as those of datasets mostly do, and videotune remembers that. The same where no two texts are alike:\n\n" +
		"| what | MB/s | × encoding/json |\n|---|--:|--:|\n")
	for _, row := range [][2]string{{caseStrictUnlike, "strict decode"}, {caseCheckUnlike, "`Check`"}, {caseEncodeUnlike, "`Example.AppendJSON`"}} {
		std := caseStdUnlike
		if row[0] == caseEncodeUnlike {
			std = caseStdEncodeUnlike
		}
		fmt.Fprintf(b, "| %s | %.0f | %.1f |\n", row[1], f.speed(row[0]), f.ratio(row[0], std))
	}
}
