package reading

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
)

// run emits videos and returns what comes out of Run, in words.
func run(f annotation.Format, o *annotation.Options, emitted ...*annotation.Video) (got []*annotation.Video, told []string, err error) {
	if o == nil {
		o = new(annotation.Options)
	}
	with := *o
	with.OnDiagnostic = func(d annotation.Diagnostic) { told = append(told, d.String()) }
	for v, e := range Run(f, "file", &with, func(_ *Reading, emit func(*annotation.Video) error) error {
		for _, v := range emitted {
			if err := emit(v); err != nil {
				return err
			}
		}
		return nil
	}) {
		if e != nil {
			err = e
			continue
		}
		got = append(got, v)
	}
	return got, told, err
}

func TestFinish(t *testing.T) {
	o := &annotation.Options{
		URI:      "gs://b/{name}.mp4",
		Duration: annotation.Durations{All: 10 * time.Second, By: map[string]time.Duration{"gs://b/two.mp4": 20 * time.Second}},
		FPS:      annotation.Rates{All: videotune.Rational{Num: 25, Den: 1}},
	}
	rate := videotune.Rational{Num: 30, Den: 1}
	got, told, err := run(annotation.FormatLabelStudio, o,
		&annotation.Video{ID: "one", Events: []annotation.Event{
			{Kind: annotation.KindSegment, Start: 5 * time.Second, End: 12 * time.Second},
			{Kind: annotation.KindSegment, Start: 1 * time.Second, End: 2 * time.Second},
		}},
		&annotation.Video{ID: "2", URI: "/data/two.avi", FrameRate: rate},
		&annotation.Video{ID: "three", Duration: 3 * time.Second},
	)
	if err != nil {
		t.Fatal(err)
	}
	want := []*annotation.Video{
		{File: "file", ID: "one", URI: "gs://b/one.mp4", Duration: 10 * time.Second, FrameRate: videotune.Rational{Num: 25, Den: 1}, Events: []annotation.Event{
			{Kind: annotation.KindSegment, Start: 1 * time.Second, End: 2 * time.Second},
			{Kind: annotation.KindSegment, Start: 5 * time.Second, End: 10 * time.Second},
		}},
		{File: "file", ID: "2", URI: "gs://b/two.mp4", Duration: 20 * time.Second, FrameRate: rate},
		{File: "file", ID: "three", URI: "gs://b/three.mp4", Duration: 3 * time.Second, FrameRate: videotune.Rational{Num: 25, Den: 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(told) != 2 || !strings.HasPrefix(told[0], `file: video "one": the event from 5s to 12s ends 2s after`) || !strings.Contains(told[1], "the option fps says 25/1, and the source 30/1") {
		t.Errorf("%q", told)
	}
}

func TestNegativeLabels(t *testing.T) {
	o := &annotation.Options{NegativeLabels: []string{"Normal", "none"}}
	event := func(labels ...string) annotation.Event {
		return annotation.Event{Kind: annotation.KindWhole, Labels: labels, Record: 1}
	}
	said := annotation.Event{Kind: annotation.KindWhole, Labels: []string{"none"}, Text: "a quiet street", Record: 1}
	in := &annotation.Video{ID: "a", Events: []annotation.Event{event("Normal"), event("Fight", "none"), event(), event("normal"), said}}
	labels := in.Events[1].Labels
	got, told, err := run(annotation.FormatVertex, o, in)
	if err != nil || len(told) != 3 || !strings.Contains(told[0], `"Normal"`) || !strings.Contains(told[1], `"none"`) || !strings.Contains(told[2], `"none"`) {
		t.Fatal(told, err)
	}
	said.Labels = []string{}
	want := []annotation.Event{event(), said, event("Fight"), event("normal")}
	if diff := cmp.Diff(want, got[0].Events); diff != "" {
		t.Error(diff)
	}
	if !cmp.Equal(labels, []string{"Fight", "none"}) {
		t.Errorf("the labels of the reader were written to: %q", labels)
	}
}

func TestRefusals(t *testing.T) {
	cause := errors.New("cause")
	tests := []struct {
		name string
		o    annotation.Options
		read func(r *Reading, emit func(*annotation.Video) error) error
		want annotation.Diagnostic
		is   error
	}{
		{"an option that does not fit", annotation.Options{Deroll: true}, nil, annotation.Diagnostic{Code: annotation.CodeOptionUnfit}, nil},
		{"a plain error", annotation.Options{}, func(*Reading, func(*annotation.Video) error) error { return cause },
			annotation.Diagnostic{Code: annotation.CodeRead, Message: "cause"}, cause},
		{"broken JSON", annotation.Options{}, func(*Reading, func(*annotation.Video) error) error {
			return fmt.Errorf("x: %w", &jsonread.SyntaxError{Line: 3, Err: errors.New("a bracket")})
		}, annotation.Diagnostic{Code: annotation.CodeSyntax, Line: 3, Message: "a bracket"}, nil},
		{"a large value", annotation.Options{}, func(*Reading, func(*annotation.Video) error) error { return jsonread.ErrTooLarge },
			annotation.Diagnostic{Code: annotation.CodeTooLarge, Message: jsonread.ErrTooLarge.Error()}, jsonread.ErrTooLarge},
		{"a refusal", annotation.Options{}, func(r *Reading, _ func(*annotation.Video) error) error {
			return r.Refuse(annotation.CodeValue, At{Line: 2, Record: 1, Video: "v"}, "mend it", "bad: %w", cause)
		}, annotation.Diagnostic{Code: annotation.CodeValue, Line: 2, Record: 1, Video: "v", Message: "bad: cause", Hint: "mend it"}, cause},
		{"a repair that refuses", annotation.Options{Repair: annotation.Repair{Reversed: annotation.RemedyRefuse}}, func(_ *Reading, emit func(*annotation.Video) error) error {
			return emit(&annotation.Video{ID: "v", Events: []annotation.Event{{Kind: annotation.KindSegment, Start: 2, End: 1, Record: 7}}})
		}, annotation.Diagnostic{Code: annotation.CodeReversed, Record: 7, Video: "v"}, nil},
	}
	for _, tt := range tests {
		n := 0
		for v, err := range Run(annotation.FormatVertex, "file", &tt.o, tt.read) {
			n++
			var e *annotation.Error
			if v != nil || !errors.As(err, &e) {
				t.Errorf("%s: %v, %v", tt.name, v, err)
				continue
			}
			tt.want.File, tt.want.Severity = "file", annotation.Refusal
			got := e.Diagnostic
			if tt.want.Message == "" {
				got.Message, got.Hint = "", ""
			}
			if got != tt.want || tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
			}
		}
		if n != 1 {
			t.Errorf("%s: %d pairs", tt.name, n)
		}
	}
}

// TestStop ends a reading whose caller has enough.
func TestStop(t *testing.T) {
	read := 0
	for v, err := range Videos(annotation.FormatVertex, videotune.Input{Name: "f", R: strings.NewReader("{}")}, nil,
		func(_ *Reading, text *bufio.Reader, emit func(*annotation.Video) error) error {
			if all, err := io.ReadAll(text); string(all) != "{}" || err != nil {
				t.Errorf("%q, %v", all, err)
			}
			for range 5 {
				read++
				if err := emit(&annotation.Video{ID: "a"}); err != nil {
					return fmt.Errorf("wrapped: %w", err)
				}
			}
			return nil
		}) {
		if v == nil || err != nil {
			t.Fatal(v, err)
		}
		if read == 2 {
			break
		}
	}
	if read != 2 {
		t.Errorf("%d videos were made, want 2", read)
	}
}

// TestRounded has times that are finer than a microsecond be told once.
func TestRounded(t *testing.T) {
	var told []annotation.Diagnostic
	o := &annotation.Options{OnDiagnostic: func(d annotation.Diagnostic) { told = append(told, d) }}
	f := Frames{Rate: videotune.Rational{Num: 30000, Den: 1001}, First: 1, Inclusive: true}
	for v, err := range Run(annotation.FormatVertex, "f", o, func(r *Reading, emit func(*annotation.Video) error) error {
		start, err1 := r.Start(1, f)
		end, err2 := r.End(2, f)
		if start != 0 || end != 66733*time.Microsecond {
			t.Error(start, end)
		}
		f.Inclusive, f.First = false, 0
		if end, err := r.End(2, f); end != 66733*time.Microsecond || err != nil {
			t.Error(end, err)
		}
		if _, err := r.Start(1, Frames{}); !errors.Is(err, annotation.ErrNotTime) {
			t.Error("frames without a rate:", err)
		}
		return errors.Join(err1, err2, emit(&annotation.Video{ID: "a"}))
	}) {
		if v == nil || err != nil {
			t.Error(v, err)
		}
	}
	want := []annotation.Diagnostic{{Code: annotation.CodeRounded, Severity: annotation.Info, File: "f", Message: "2 times that were finer than a microsecond were rounded to the nearest"}}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
}

// TestPart reads a file that another one names.
func TestPart(t *testing.T) {
	var told []annotation.Diagnostic
	o := &annotation.Options{OnDiagnostic: func(d annotation.Diagnostic) { told = append(told, d) }}
	for _, err := range Run(annotation.FormatAutoML, "top", o, func(r *Reading, _ func(*annotation.Video) error) error {
		if err := r.Part("part", strings.NewReader("\ufeffa"), func(text *bufio.Reader) error {
			all, err := io.ReadAll(text)
			r.Warn(annotation.CodeSkipped, At{}, "", "%s", all)
			return err
		}); err != nil {
			return err
		}
		r.Warn(annotation.CodeSkipped, At{}, "", "b")
		return r.Part("bad", strings.NewReader("{\"videoGcsUri\":1}"), func(*bufio.Reader) error { return nil })
	}) {
		var e *annotation.Error
		if !errors.As(err, &e) || e.File != "bad" || e.Code != annotation.CodeFormat {
			t.Error(err)
		}
	}
	data, err := json.Marshal(told)
	want := `[{"code":"record-skipped","severity":"warning","file":"part","message":"a"},{"code":"record-skipped","severity":"warning","file":"top","message":"b"}]`
	if string(data) != want || err != nil {
		t.Errorf("%s, %v", data, err)
	}
}

func TestPlaces(t *testing.T) {
	var told []string
	r := &Reading{Options: annotation.Options{OnDiagnostic: func(d annotation.Diagnostic) { told = append(told, d.String()) }}}
	p := Places{}
	for i, id := range []string{"a", "b", "a", "A", "a"} {
		p.Meet(r, At{Record: i + 1, Video: id})
	}
	if len(told) != 2 || !strings.Contains(told[1], "record 1 is of the video too") {
		t.Errorf("%q", told)
	}
}
