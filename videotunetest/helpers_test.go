package videotunetest_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/videotunetest"
)

// A recorder is a TestingT that keeps what it is told.
type recorder struct{ errors []string }

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

// good returns a line that nothing is wrong with.
func good(i int) string {
	return fmt.Sprintf(`{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/%d.mp4","mimeType":"video/mp4"}},{"text":"What happens?"}]},{"role":"model","parts":[{"text":"Scene %d: a dog runs."}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`, i, i)
}

// writes returns a producer of the text.
func writes(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

// wrong returns the violations of what Conform returns.
func wrong(t *testing.T, err error) []*videotunetest.Violation {
	t.Helper()
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("Conform returned a %T", err)
	}
	var vs []*videotunetest.Violation
	for _, err := range joined.Unwrap() {
		var v *videotunetest.Violation
		if !errors.As(err, &v) {
			t.Fatalf("Conform joined a %T", err)
		}
		vs = append(vs, v)
	}
	return vs
}

func TestConform(t *testing.T) {
	run := 0
	broken := errors.New("no database")
	canonical := &videotunetest.Options{Canonical: true}
	spaced := strings.Replace(good(2), `{"contents":[`, `{"contents": [`, 1)
	for _, c := range []struct {
		name    string
		produce func(io.Writer) error
		opts    *videotunetest.Options
		want    []string // "LINE part of the explanation"
		is      error
	}{
		{name: "good", produce: writes(good(1) + "\n" + good(2) + "\n"), opts: canonical},
		{name: "no last newline is nothing by default", produce: writes(good(1))},
		{name: "no last newline", produce: writes(good(1)), opts: canonical, want: []string{"1 does not end in a newline"}},
		{name: "spelling is nothing by default", produce: writes(spaced + "\n")},
		{name: "spelling", produce: writes(good(1) + "\n" + spaced + "\n"), opts: canonical, want: []string{"2 column 13: the bytes are not those"}},
		{name: "nothing", produce: writes(""), want: []string{"0 [file-empty]"}, is: videotune.RuleFileEmpty},
		{name: "error", produce: writes(good(1) + "\n" + strings.Replace(good(2), "gs:", "s3:", 1) + "\n"), want: []string{"2 [uri-scheme]"}, is: videotune.RuleURIScheme},
		{name: "drop", produce: writes(good(1) + "\n" + strings.Replace(good(2), `"video/mp4"}`, `"video/mp4"},"videoMetadata":{"endOffset":"1201s"}`, 1) + "\n"), want: []string{"2 [segment-too-long]"}, is: videotune.RuleSegmentTooLong},
		{name: "mixed", produce: writes(good(1) + "\n" + good(2) + "\n" + strings.Replace(good(3), "_LOW", "_MEDIUM", 1) + "\n"), want: []string{"3 [resolution-mixed]"}, is: videotune.RuleResolutionMixed},
		{name: "warning is nothing by default", produce: writes(good(1) + "\n" + good(1) + "\n")},
		{name: "warning", produce: writes(good(1) + "\n" + good(1) + "\n"), opts: &videotunetest.Options{Warnings: true},
			want: []string{"2 [example-duplicate]"}, is: videotune.RuleExampleDuplicate}, // and none of examples-few
		{name: "policy", produce: writes(good(1) + "\n" + good(1) + "\n"), opts: &videotunetest.Options{Warnings: true,
			Policy: &videotune.Policy{Severity: map[videotune.Rule]videotune.Severity{videotune.RuleExampleDuplicate: videotune.SeverityOff}}}},
		{name: "few as an error", produce: writes(good(1) + "\n"), opts: &videotunetest.Options{
			Policy: &videotune.Policy{Severity: map[videotune.Rule]videotune.Severity{videotune.RuleExamplesFew: videotune.SeverityError}}},
			want: []string{"0 [examples-few]"}, is: videotune.RuleExamplesFew},
		{name: "producer fails", produce: func(io.Writer) error { return broken }, want: []string{"0 no database"}, is: broken},
		{name: "producer fails the second time", produce: func(w io.Writer) error {
			if run++; run == 2 {
				return broken
			}
			return writes(good(1) + "\n")(w)
		}, want: []string{"0 when it ran again: no database"}, is: broken},
		{name: "unstable line", produce: func(w io.Writer) error { run++; return writes(good(1) + "\n" + good(run) + "\n")(w) }, want: []string{"2 another line when it ran again; an order"}},
		{name: "unstable spelling", produce: func(w io.Writer) error {
			run++
			return writes(good(1) + "\n" + strings.Replace(good(2), `{"contents":[`, `{"contents":`+strings.Repeat(" ", run)+`[`, 1) + "\n")(w)
		}, want: []string{"2 the examples are equal"}},
		{name: "unstable number", produce: func(w io.Writer) error {
			run++
			for i := range run {
				if err := writes(good(i) + "\n")(w); err != nil {
					return err
				}
			}
			return nil
		}, want: []string{"0 wrote 1 lines, and 2"}},
		{name: "unstable is allowed", produce: func(w io.Writer) error { run++; return writes(good(run) + "\n")(w) }, opts: &videotunetest.Options{Unstable: true}},
		{name: "write error ignored", produce: func(w io.Writer) error { _ = writes(good(1) + "\n")(w); return nil }, want: []string{"0 returned nil although its writer failed"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			run = 0
			err := videotunetest.Conform(c.produce, c.opts)
			got := wrong(t, err)
			if len(got) != len(c.want) {
				t.Fatalf("got %d violations, want %d:\n%v", len(got), len(c.want), err)
			}
			for i, v := range got {
				line, text, _ := strings.Cut(c.want[i], " ")
				if fmt.Sprint(v.Line) != line || !strings.Contains(v.Explanation, text) {
					t.Errorf("violation %d is %q, want %q", i, v, c.want[i])
				}
			}
			if c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("errors.Is(%v, %v) is false", err, c.is)
			}
			var r recorder
			run = 0
			videotunetest.Run(&r, c.produce, c.opts)
			if len(r.errors) != len(c.want) {
				t.Errorf("Run made %d errors, want %d", len(r.errors), len(c.want))
			}
		})
	}
}

func TestMatchProblems(t *testing.T) {
	p := func(rule videotune.Rule, line int, ptr videotune.Pointer) videotune.Problem {
		return videotune.Problem{Rule: rule, Severity: videotune.SeverityError, File: "a", Line: line, Column: 7, Pointer: ptr, Message: "m"}
	}
	const scheme, few = videotune.RuleURIScheme, videotune.RuleExamplesFew
	match := videotunetest.Match
	for _, c := range []struct {
		name string
		got  videotune.Problems
		want []videotunetest.Matcher
		ok   bool
	}{
		{"nothing", nil, nil, true},
		{"equal", videotune.Problems{p(scheme, 1, "/a")}, []videotunetest.Matcher{match(scheme).At(1).Pointer("/a").In("a").Column(7).Severity(videotune.SeverityError)}, true},
		{"any order", videotune.Problems{p(scheme, 1, ""), p(few, 0, "")}, []videotunetest.Matcher{match(few).At(0), match(scheme)}, true},
		{"surplus", videotune.Problems{p(scheme, 1, ""), p(scheme, 2, "")}, []videotunetest.Matcher{match(scheme)}, false},
		{"missing", videotune.Problems{p(scheme, 1, "")}, []videotunetest.Matcher{match(scheme), match(scheme)}, false},
		{"all missing", nil, []videotunetest.Matcher{match(scheme)}, false},
		{"rule", videotune.Problems{p(scheme, 1, "")}, []videotunetest.Matcher{match(few)}, false},
		{"line", videotune.Problems{p(scheme, 1, "")}, []videotunetest.Matcher{match(scheme).At(2)}, false},
		{"column", videotune.Problems{p(scheme, 1, "")}, []videotunetest.Matcher{match(scheme).Column(8)}, false},
		{"file", videotune.Problems{p(scheme, 1, "")}, []videotunetest.Matcher{match(scheme).In("b")}, false},
		{"pointer", videotune.Problems{p(scheme, 1, "/a")}, []videotunetest.Matcher{match(scheme).Pointer("")}, false},
		{"no pointer", videotune.Problems{p(few, 0, "")}, []videotunetest.Matcher{match(few).Pointer("")}, false},
		{"severity", videotune.Problems{p(scheme, 1, "")}, []videotunetest.Matcher{match(scheme).Severity(videotune.SeverityDrop)}, false},
		{"zero matches all", videotune.Problems{p(scheme, 1, "/a")}, []videotunetest.Matcher{{}}, true},
		{"a vague one leaves the exact one its problem", videotune.Problems{p(scheme, 1, ""), p(scheme, 2, "")}, []videotunetest.Matcher{match(scheme), match(scheme).At(1)}, true},
		{"and so in a chain", videotune.Problems{p(scheme, 1, ""), p(scheme, 2, ""), p(few, 3, "")}, []videotunetest.Matcher{{}, match(scheme), match(scheme).At(1)}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r recorder
			if ok := videotunetest.MatchProblems(&r, c.got, c.want...); ok != c.ok || ok != (len(r.errors) == 0) {
				t.Errorf("got %v and %q, want %v", ok, r.errors, c.ok)
			}
		})
	}
}

func TestDiff(t *testing.T) {
	line := good(1)
	for _, c := range []struct{ name, want, got, diff string }{
		{"equal", line, line, ""},
		{"newline", line, line + "\n", "the examples are equal, their bytes are not"},
		{"fps", edited(line, `"video/mp4"}`, `"video/mp4"},"videoMetadata":{"fps":2}`), edited(line, `"video/mp4"}`, `"video/mp4"},"videoMetadata":{"fps":2.5}`), "/contents/0/parts/0/videoMetadata/fps:\n- 2\n+ 2.5\n"},
		{"segment added", line, edited(line, `"video/mp4"}`, `"video/mp4"},"videoMetadata":{"endOffset":"5s"}`), "/contents/0/parts/0/videoMetadata:\n- nothing\n+ {\"endOffset\":\"5s\"}\n"},
		{"offset removed", edited(line, `"video/mp4"}`, `"video/mp4"},"videoMetadata":{"startOffset":"0s","endOffset":"5s"}`), edited(line, `"video/mp4"}`, `"video/mp4"},"videoMetadata":{"endOffset":"5s"}`), "/contents/0/parts/0/videoMetadata/startOffset:\n- \"0s\"\n+ nothing\n"},
		{"resolution", line, edited(line, "_LOW", "_MEDIUM"), "/generationConfig/mediaResolution:\n- \"MEDIA_RESOLUTION_LOW\"\n+ \"MEDIA_RESOLUTION_MEDIUM\"\n"},
		{"uri", line, edited(line, "gs://b/1.mp4", "gs://b/2.mp4"), "/contents/0/parts/0/fileData/fileUri:\n- \"gs://b/1.mp4\"\n+ \"gs://b/2.mp4\"\n"},
		{"part added", line, edited(line, `{"text":"What happens?"}`, `{"text":"What happens?"},{"text":"Now."}`), "/contents/0/parts/2:\n+ {\"text\":\"Now.\"}\n"},
		{"tools", edited(line, `{"contents"`, `{"tools":[{"a":1}],"contents"`), edited(line, `{"contents"`, `{"tools":[{"a":2}],"contents"`), "/tools:\n- [{\"a\":1}]\n+ [{\"a\":2}]\n"},
		{"want broken", line[:40], line, "want cannot be read: "},
		{"got broken", line, line[:40], "got cannot be read: "},
		{"both broken", "{", "[", "neither line can be read\ncolumn 1:\n- {\n+ [\n"},
		{"shorter", line[:40], line[:41], "column 41:\n- " + line[:40] + " (end)\n+ " + line[:41] + "\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := videotunetest.Diff([]byte(c.want), []byte(c.got))
			if c.diff == "" && got != "" || !strings.Contains(got, c.diff) {
				t.Errorf("got\n%s\nwant\n%s", got, c.diff)
			}
		})
	}
}

// TestDiffLong shows the place of a difference in a long text.
func TestDiffLong(t *testing.T) {
	long := strings.Repeat("é", 500)
	got := videotunetest.Diff([]byte(edited(good(1), "What happens?", long+"a"+long)), []byte(edited(good(1), "What happens?", long+"b"+long)))
	for _, line := range strings.Split(strings.TrimSuffix(got, "\n"), "\n") {
		if len(line) > 160 || bytes.ContainsRune([]byte(line), '\uFFFD') {
			t.Errorf("a line of %d bytes: %s", len(line), line)
		}
	}
	if !strings.Contains(got, "éaé") || !strings.Contains(got, "ébé") {
		t.Errorf("the difference is not shown:\n%s", got)
	}
}

func edited(s, old, repl string) string { return strings.Replace(s, old, repl, 1) }

func TestMust(t *testing.T) {
	if got := videotunetest.Must(3, nil); got != 3 {
		t.Errorf("got %d", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("Must did not panic")
		}
	}()
	videotunetest.Must(3, io.EOF)
}

func TestFakeMedia(t *testing.T) {
	m := videotunetest.FakeMedia(time.Minute, "gs://b/1.mp4", "gs://b/2.mp4")
	for _, uri := range []string{"gs://b/1.mp4", "gs://b/2.mp4"} {
		if facts, ok := m.Lookup(uri); !ok || facts != videotunetest.FakeVideo(time.Minute) {
			t.Errorf("%s: %+v, %v", uri, facts, ok)
		}
	}
	if m := videotunetest.FakeVideo(0); m.Bytes <= 0 {
		t.Errorf("a video of %d bytes", m.Bytes)
	}
	var data bytes.Buffer
	if _, err := m.WriteTo(&data); err != nil {
		t.Error(err)
	}
	if back, err := videotune.ReadMedia(&data); err != nil || len(back) != 2 || back["gs://b/1.mp4"] != m["gs://b/1.mp4"] {
		t.Errorf("read back: %v, %v", back, err)
	}
}
