package subtitle

import (
	"fmt"
	"html"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
	"pgregory.net/rapid"
)

// stamp writes a time as the formats have it.
func stamp(d time.Duration, point string) string {
	ms := d.Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d%s%03d", ms/3600000, ms/60000%60, ms/1000%60, point, ms%1000)
}

// TestRoundTrip writes events as files and reads them back.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		vtt := rapid.Bool().Draw(rt, "vtt")
		indexed := rapid.Bool().Draw(rt, "indexed")
		end := rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(rt, "end")
		word := rapid.StringMatching(`[a-zA-Zäж&<>{}\[\]♪.-]{1,8}|[0-9]{1,3}`)
		n := rapid.IntRange(1, 8).Draw(rt, "cues")
		var b strings.Builder
		want := new(annotation.Video)
		if vtt {
			b.WriteString("WEBVTT\n\n")
		}
		for i := range n {
			start := time.Duration(rapid.Int64Range(0, 400*3600*1000).Draw(rt, "start")) * time.Millisecond
			e := annotation.Event{Kind: annotation.KindCue, Start: start, Record: i + 1}
			e.End = start + time.Duration(rapid.Int64Range(1, 100000).Draw(rt, "length"))*time.Millisecond
			lines := rapid.SliceOfN(word, 1, 3).Draw(rt, "lines")
			e.Text = strings.Join(lines, "\n")
			point := ","
			if vtt {
				point = "."
			}
			if indexed {
				fmt.Fprintf(&b, "%d\n", i+1)
				if vtt {
					e.Attributes = map[string]any{"id": fmt.Sprint(i + 1)}
				}
			}
			fmt.Fprintf(&b, "%s --> %s\n%s\n\n", stamp(e.Start, point), stamp(e.End, point), html.EscapeString(e.Text))
			want.Events = append(want.Events, e)
		}
		want.Sort()
		read := readingtest.Reader(ReadSRT)
		if vtt {
			read = ReadWebVTT
		}
		text := strings.ReplaceAll(b.String(), "\n", end)
		got := readingtest.Videos(rt, read, text, annotation.Options{})
		readingtest.Equal(rt, got[0].Events, want.Events)
	})
}

func TestRepaired(t *testing.T) {
	const text = "00:00:01,000 --> 00:00:02,000\na\n\n00:00:09,000 --> 00:00:11,000\nb\n\n00:00:12,000 --> 00:00:13,000\nc\n\n00:00:05,000 --> 00:00:04,000\nd\n\n-00:00:00,500 --> 00:00:01,000\ne\n"
	o := annotation.Options{Duration: annotation.Durations{All: 10 * time.Second}}
	said := told(&o)
	v := readingtest.Videos(t, ReadSRT, text, o)[0]
	got := ""
	for _, e := range v.Events {
		got += fmt.Sprintf("%s %v-%v ", e.Text, e.Start, e.End)
	}
	if want := "e 0s-1s a 1s-2s b 9s-10s "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, code := range []annotation.Code{annotation.CodePastEnd, annotation.CodeAfterEnd, annotation.CodeReversed, annotation.CodeNegative} {
		if strings.Count(said.String(), string(code)) != 1 {
			t.Errorf("%s is not told once:\n%s", code, said)
		}
	}
}

func TestEmptyFiles(t *testing.T) {
	tests := []struct {
		read       readingtest.Reader
		text       string
		unlabelled bool
		want       string
	}{
		{ReadSRT, "", true, "warning record-skipped"},
		{ReadSRT, "\ufeff\r\n \n", true, "warning record-skipped"},
		{ReadWebVTT, "WEBVTT", false, "info record-skipped"},
		{ReadWebVTT, "\n\nwebvtt\n\nNOTE nothing\n", false, "info record-skipped"},
	}
	for _, tt := range tests {
		var o annotation.Options
		said := told(&o)
		v := readingtest.Videos(t, tt.read, tt.text, o)[0]
		if v.Unlabelled != tt.unlabelled || len(v.Events) != 0 || !strings.Contains(said.String(), tt.want) {
			t.Errorf("%q: %+v\n%s", tt.text, v, said)
		}
	}
}

// TestLeftOut has whatever is no cue be told.
func TestLeftOut(t *testing.T) {
	readingtest.Told(t, ReadSRT, []readingtest.Bad{
		{Text: "by me\n\n1\n" + timed + "a", Code: annotation.CodeSkipped, Line: 1, Says: `"by me"`},
		{Text: timed + "a\n\n0:0:2,5 --> 0:0:3,000\nb", Code: annotation.CodeValue, Says: "1 time with"},
		{Text: timed + "{\\an8}a", Code: annotation.CodeText, Record: 1, Says: "1 style code"},
	})
	readingtest.Told(t, ReadWebVTT, []readingtest.Bad{
		{Text: "WEBVTT\n\nby me\nand you\n\n" + timed + "a", Code: annotation.CodeSkipped, Line: 3, Says: `"by me"`},
		{Text: "WEBVTT\n\n" + timed + "a\n\nWEBVTT\nX: y\n\n" + timed + "b", Code: annotation.CodeSkipped, Line: 6, Says: "second header"},
		{Text: "WEBVTT\n1\n" + timed + "a", Code: annotation.CodeSkipped, Line: 2, Says: "of the header"},
		{Text: "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:x\n\n" + timed + "a", Code: annotation.CodeUnsupported, Line: 2, Says: "X-TIMESTAMP-MAP"},
		{Text: "WEBVTT\n\n" + timed + "a\n\nSTYLE\n\nNOTE x\n", Code: annotation.CodeSkipped, Says: "1 NOTE block, 1 STYLE block"},
		{Text: "WEBVTT\n\n" + timed + " \n", Code: annotation.CodeSkipped, Record: 1, Says: "no text"},
	})
	var o annotation.Options
	said := told(&o)
	readingtest.Videos(t, ReadWebVTT, "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:90000,LOCAL:00:00:01.000\n\n"+timed+"a", o)
	if said.Len() > 0 {
		t.Errorf("a map of a time to itself: %s", said)
	}
}
