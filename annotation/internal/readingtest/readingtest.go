// Package readingtest is what the tests of all readers of annotations have in common.
package readingtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
)

var update = flag.Bool("update", false, "write the golden files")

// A Reader is what every package of a format has.
type Reader func(in videotune.Input, o *annotation.Options) iter.Seq2[*annotation.Video, error]

// A Case is a file that is read with options.
type Case struct {
	File    string // below testdata
	Options annotation.Options
}

// Golden reads files and compares the JSON lines of their videos, diagnostics and
// refusals, in the order in which they came, with FILE.golden. With the flag -update
// it writes these.
func Golden(t *testing.T, read Reader, cases ...Case) {
	for _, c := range cases {
		t.Run(c.File, func(t *testing.T) {
			path := filepath.Join("testdata", c.File)
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got := transcript(t, read, c.File, data, c.Options)
			path += ".golden"
			if *update {
				if err := os.WriteFile(path, got, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("%s (- want, + got):\n%s", path, diff)
			}
		})
	}
}

func transcript(t *testing.T, read Reader, name string, data []byte, o annotation.Options) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	write := func(v any) {
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
	}
	left := map[string]string{} // what is told to be left out, by video
	o.OnDiagnostic = func(d annotation.Diagnostic) {
		write(d)
		if d.Severity == annotation.Warning && strings.Contains(d.Message, "left out") {
			left[d.Video] = d.Message
		}
	}
	for v, err := range read(videotune.Input{Name: name, R: bytes.NewReader(data)}, &o) {
		var e *annotation.Error
		switch {
		case errors.As(err, &e):
			write(e.Diagnostic)
		case err != nil:
			t.Fatal(err)
		default:
			write(v)
			if why := left[v.ID]; why != "" && negative(v) {
				t.Errorf("video %q is a negative example, though something of it is lost: %s", v.ID, why)
			}
		}
	}
	return b.Bytes()
}

// negative reports whether a video is one in which nothing happens.
func negative(v *annotation.Video) bool {
	return len(v.Events)+len(v.Turns)+v.Lost == 0 && !v.Unlabelled
}

// A TB is a test; those of package rapid are no [testing.TB].
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

// Videos reads a text, calls the OnDiagnostic of o for what is told, and returns all
// videos. An error ends the test.
func Videos(t TB, read Reader, text string, o annotation.Options) []*annotation.Video {
	t.Helper()
	var all []*annotation.Video
	for v, err := range read(videotune.Input{Name: "file", R: strings.NewReader(text)}, &o) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	return all
}

// A Bad is a text that is refused, or of which something is told.
type Bad struct {
	Text    string
	Options annotation.Options
	Code    annotation.Code
	Line    int
	Record  int
	Says    string // a part of the message and its hint
}

// Refused reads texts that must be refused, as they say.
func Refused(t *testing.T, read Reader, tests []Bad) {
	t.Helper()
	for _, tt := range tests {
		var last error
		for v, err := range read(videotune.Input{Name: "file", R: strings.NewReader(tt.Text)}, &tt.Options) {
			if last != nil {
				t.Errorf("%.100q: %v follows an error", tt.Text, v)
			}
			last = err
		}
		var e *annotation.Error
		if !errors.As(last, &e) {
			t.Errorf("%.100q: error %v, want %s", tt.Text, last, tt.Code)
			continue
		}
		if e.Severity != annotation.Refusal || e.File == "" {
			t.Errorf("%.100q: severity %q, file %q", tt.Text, e.Severity, e.File)
		}
		tt.compare(t, e.Diagnostic)
	}
}

// Told reads texts of which exactly one warning or note must be told.
func Told(t *testing.T, read Reader, tests []Bad) {
	t.Helper()
	for _, tt := range tests {
		var told []annotation.Diagnostic
		tt.Options.OnDiagnostic = func(d annotation.Diagnostic) { told = append(told, d) }
		Videos(t, read, tt.Text, tt.Options)
		if len(told) != 1 {
			t.Errorf("%.100q: %d are told, want 1: %v", tt.Text, len(told), told)
			continue
		}
		tt.compare(t, told[0])
	}
}

func (tt Bad) compare(t *testing.T, d annotation.Diagnostic) {
	t.Helper()
	if d.Code != tt.Code || d.Line != tt.Line || d.Record != tt.Record || !strings.Contains(d.Message+"; "+d.Hint, tt.Says) {
		t.Errorf("%.100q: %s, line %d, record %d, %q, hint %q; want %s, line %d, record %d, %q",
			tt.Text, d.Code, d.Line, d.Record, d.Message, d.Hint, tt.Code, tt.Line, tt.Record, tt.Says)
	}
}

// Sound reads any text, and fails if what comes is no list of videos that can be
// written and read again, with at most one error, which is an [*annotation.Error].
// It is for fuzzing.
func Sound(t testing.TB, read Reader, text string, o annotation.Options) {
	t.Helper()
	var last error
	for v, err := range read(videotune.Input{Name: "file", R: strings.NewReader(text)}, &o) {
		if last != nil {
			t.Fatal("something follows an error")
		}
		if last = err; err != nil {
			var e *annotation.Error
			if !errors.As(err, &e) || e.Code == "" || e.Message == "" {
				t.Fatalf("a bare error: %v", err)
			}
			continue
		}
		if err := sound(v); err != nil {
			t.Fatal(err)
		}
	}
}

// sound returns an error if a video is not as every reader makes it.
func sound(v *annotation.Video) error {
	if v.ID == "" {
		return errors.New("a video without an ID")
	}
	for i, e := range v.Events {
		if e.Kind == "" || slices.Contains(e.Labels, "") {
			return fmt.Errorf("event %d has no kind, or an empty label", i)
		}
		if e.Kind == annotation.KindPoint && e.Start != e.End {
			return fmt.Errorf("event %d is a point that lasts", i)
		}
	}
	data, err := v.MarshalJSON()
	if err != nil {
		return err
	}
	again := new(annotation.Video)
	if err := again.UnmarshalJSON(data); err != nil {
		return fmt.Errorf("%w\n%s", err, data)
	}
	again.Sort()
	sorted, err := again.MarshalJSON()
	if err != nil {
		return err
	}
	if !bytes.Equal(sorted, data) {
		return fmt.Errorf("not sorted, or not read again as written:\n%s\n%s", data, sorted)
	}
	return nil
}

// Equal fails if events are not the ones that are wanted, each in its order, apart
// from their places in the source. Times may differ by a microsecond.
func Equal(t TB, got, want []annotation.Event) {
	t.Helper()
	near := cmp.Comparer(func(a, b time.Duration) bool { return (a - b).Abs() <= time.Microsecond })
	place := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Record" }, cmp.Ignore())
	if diff := cmp.Diff(want, got, near, place); diff != "" {
		t.Errorf("events (- want, + got):\n%s", diff)
	}
}

// Seeds calls add with the text of each file that a pattern names.
func Seeds(f *testing.F, pattern string, add func(text string)) {
	f.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		f.Fatal(pattern, files, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		add(string(data))
	}
}
