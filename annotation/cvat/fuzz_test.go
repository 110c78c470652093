package cvat

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

// escape returns a text as it stands in XML.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}

// TestRoundTrip writes events as tracks and reads them.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := videotune.Rational{Num: rapid.Int64Range(1, 60000).Draw(t, "num"), Den: rapid.SampledFrom([]int64{1, 1000, 1001}).Draw(t, "den")}
		step := rapid.Int64Range(1, 5).Draw(t, "step")
		start := rapid.Int64Range(0, 20).Draw(t, "start")
		text := rapid.StringMatching(`[a-zA-Zäß<>&"'][ a-zä&]{0,5}[a-z]`)
		const frames = 200
		var want annotation.Video
		var b strings.Builder
		fmt.Fprintf(&b, `<annotations><version>1.1</version><meta><task><id>1</id><size>%d</size><start_frame>%d</start_frame><stop_frame>%d</stop_frame><frame_filter>step=%d</frame_filter><source>%s</source></task></meta>`,
			frames, start, start+(frames-1)*step, step, escape(`a "b".mp4`))
		for id := range rapid.IntRange(0, 4).Draw(t, "tracks") {
			label, name := text.Draw(t, "label"), text.Draw(t, "attribute")
			fmt.Fprintf(&b, `<track id="%d" label="%s">`, id, escape(label))
			for at := int64(0); ; {
				from := at + rapid.Int64Range(1, 50).Draw(t, "from")
				to := from + rapid.Int64Range(1, 50).Draw(t, "to")
				if at = to; to >= frames {
					break
				}
				value := text.Draw(t, "value")
				for i, n := range []int64{from, to} {
					fmt.Fprintf(&b, `<box frame="%d" outside="%d"><attribute name="%s">%s</attribute></box>`, start+n*step, i, escape(name), escape(value))
				}
				e := annotation.Event{Kind: annotation.KindTrack, Labels: []string{label}, Attributes: map[string]any{"track_id": fmt.Sprint(id), name: value}}
				for i, n := range []int64{from, to} {
					when, err := annotation.FrameTime(start+n*step, rate)
					if err != nil {
						t.Fatal(err)
					}
					if i == 0 {
						e.Start = when.Duration
					}
					e.End = when.Duration
				}
				want.Events = append(want.Events, e)
			}
			b.WriteString("</track>")
		}
		b.WriteString("</annotations>")
		want.Sort()
		var got []*annotation.Video
		for v, err := range Read(videotune.Input{Name: "file", R: strings.NewReader(b.String())}, &annotation.Options{FPS: annotation.Rates{All: rate}}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, v)
		}
		if len(got) != 1 || got[0].ID != `a "b".mp4` || got[0].FrameRate != rate {
			t.Fatalf("videos: %v", got)
		}
		readingtest.Equal(t, got[0].Events, want.Events)
	})
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.xml")
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data), "", "")
		f.Add(string(data), "action", "name")
	}
	f.Fuzz(func(t *testing.T, text, from, texts string) {
		o := annotation.Options{FPS: annotation.Rates{All: videotune.Rational{Num: 30000, Den: 1001}}, LabelFrom: from}
		if texts != "" {
			o.TextAttributes = []string{texts}
		}
		readingtest.Sound(t, Read, text, o)
	})
}
