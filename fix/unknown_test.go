package fix_test

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/fix"
)

// TestConversations converts what is clear, and nothing else.
func TestConversations(t *testing.T) {
	line := func(file, first string) string {
		return `{` + file + `"conversations":[{"from":"human","value":"` + first + `"},{"from":"gpt","value":"b"}]}`
	}
	want := func(parts string) string {
		return `{"contents":[{"role":"user","parts":[` + parts + `]},{"role":"model","parts":[{"text":"b"}]}]}`
	}
	const file = `{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}}`
	for _, c := range []struct{ in, want string }{
		{line("", "a"), want(`{"text":"a"}`)},
		{line(`"video":"gs://b/v.mp4",`, `<video>\na\u0021`), want(file + `,{"text":"a\u0021"}`)},
		{line(`"video":"gs://b/v.mp4",`, `a\n<video>`), want(`{"text":"a"},` + file)},
		{line(`"video":"gs://b/v.mp4",`, `a\\n<video>`), want(`{"text":"a\\n"},` + file)},
		{line(`"videos":["gs://b/v.mp4"],`, `<video>`), want(file)},
		{`{"conversations":[{"from":"system","value":"s"},{"from":"user","value":"<image>a"},{"from":"assistant","value":"b"}],"image":"https://h/a.png"}`,
			`{"systemInstruction":{"parts":[{"text":"s"}]},` + want(`{"fileData":{"fileUri":"https://h/a.png","mimeType":"image/png"}},{"text":"a"}`)[1:]},

		{line(`"video":"clips/v.mp4",`, `<video>\na`), ""}, {line(`"video":"gs://b/v",`, `<video>\na`), ""}, {line(`"video":"gs://b/v.mp4",`, `a`), ""},
		{line("", `<video>\na`), ""}, {line(`"video":"gs://b/v.mp4",`, `<video><video>`), ""}, {line(`"video":"gs://b/v.mp4",`, `a <video> b`), ""},
		{line(`"video":"gs://b/v.mp4",`, `<image>\na`), ""}, {line(`"videos":["gs://b/v.mp4","gs://b/w.mp4"],`, `<video>`), ""},
		{line(`"video":"gs://b/v.mp4","image":"gs://b/a.png",`, `<video>`), ""}, {`{"conversations":[]}`, ""}, {`{"conversations":[7]}`, ""},
		{`{"conversations":[{"from":"human","value":"a","weight":1}]}`, ""}, {`{"conversations":[{"from":"bot","value":"a"}]}`, ""}, {`{"conversations":[{"from":"human","value":7}]}`, ""},
		{`{"messages":[{"role":"user","content":"<video>a"},{"role":"assistant","content":"b"}],"videos":["gs://b/v.mp4"]}`, ""},
	} {
		if c.want == "" {
			c.want = c.in
		}
		for _, o := range []*fix.Options{nil, {RemoveUnknown: true}} { // which loses none of it
			out, report := mend(t, []byte(c.in+"\n"), o)
			if string(out) != c.want+"\n" || report.Edited() != (c.want != c.in) {
				t.Errorf("%s\nbecame %swant   %s", c.in, out, c.want)
			}
		}
	}
}

// TestRemoveUnknown leaves out what is not known, wherever it stands.
func TestRemoveUnknown(t *testing.T) {
	rest := x[1:]
	for in, want := range map[string]string{
		`{"a":1,` + rest: x, x[:len(x)-1] + `,"a":1}`: x, x[:len(x)-1] + ` , "a" : {"b":[1]} , "c":2 }`: x[:len(x)-1] + `  }`,
		`{"a":1,"b":2, "b":3,` + rest: x, `{"a":1}`: `{}`, `{"a":1,"b":2}`: `{}`,
		strings.Replace(x, `"text":"a"`, `"text":"a","z":1`, 1): x, strings.Replace(x, `{"role":"user"`, `{"z":{},"role":"user"`, 1): x,
		x[:len(x)-1] + `,"labels":{"a":"b"}}`: "", x[:len(x)-1] + `,"videos":["gs://b/v.mp4"]}`: "",
	} {
		if want == "" {
			want = in
		}
		out, report := mend(t, []byte(in+"\n"), &fix.Options{RemoveUnknown: true})
		if string(out) != want+"\n" || report.Edited() != (in != want) {
			t.Errorf("%s\nbecame %swant   %s", in, out, want)
		}
		if plain, _ := mend(t, []byte(in+"\n"), nil); string(plain) != in+"\n" {
			t.Errorf("%s\nbecame %s without being asked for it", in, plain)
		}
	}
}

// TestUnmended takes out of any file what fails the job: the rest passes, nothing is
// lost, and a second time changes nothing.
func TestUnmended(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := x + "\n" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 12).Draw(t, "pieces"), "")
		var moved bytes.Buffer
		o := &fix.Options{Unmended: &moved, RemoveUnknown: rapid.Bool().Draw(t, "remove"), MaxValueBytes: rapid.SampledFrom([]int{0, 200}).Draw(t, "most")}
		var out, again bytes.Buffer
		report, err := fix.File(strings.NewReader(in), &out, o)
		if err != nil {
			t.Fatal(err)
		}
		if report.LeftOver() > 0 || report.Check.WouldFail() {
			t.Fatalf("%q: %q is left of it: %+v", in, out.String(), report.Left)
		}
		if n := bytes.Count(moved.Bytes(), []byte{'\n'}); n != report.Unmended {
			t.Fatalf("%q: %d lines are moved, %d told: %q", in, n, report.Unmended, moved.String())
		}
		second, err := fix.File(bytes.NewReader(out.Bytes()), &again, o)
		if err != nil || again.String() != out.String() || second.Unmended > 0 {
			t.Fatalf("%q became %q, and then %q", in, out.String(), again.String())
		}
	})
}

// TestReplaceResolution replaces another resolution only if that is asked for.
func TestReplaceResolution(t *testing.T) {
	in := `{"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_HIGH"},"contents":[]}` + "\n"
	want := strings.Replace(in, "HIGH", "LOW", 1)
	for _, o := range []fix.Options{{ReplaceResolution: true}, {Resolution: videotune.ResolutionLow}} {
		if out, _ := mend(t, []byte(in), &o); string(out) != in {
			t.Errorf("%+v: %s", o, out)
		}
	}
	out, report := mend(t, []byte(in), &fix.Options{ReplaceResolution: true, Resolution: videotune.ResolutionLow})
	if string(out) != want || report.Mended[videotune.RuleResolutionMixed] != 1 {
		t.Errorf("%s %v", out, report.Mended)
	}
}
