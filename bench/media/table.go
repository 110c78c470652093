package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// writeTable writes the figures as Markdown.
func (f *figures) writeTable(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "Bytes are those that the server sent; of those for ffprobe some 100 KB were under way when it hung up. "+
		"ffprobe %s, which takes %s to start; median of %d; %s, %s/%s, %d cores.\n\n",
		f.version, short(f.start), f.runs, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	b.WriteString("| container | file | requests | bytes | time | ffprobe: requests | bytes | time | lengths |\n" +
		"|---|---|--:|--:|--:|--:|--:|--:|---|\n")
	for _, r := range f.rows {
		fmt.Fprintf(&b, "| %s | %s, %.0f MB | %s | %s | %s |\n", r.container.name, minutes(r.length), float64(r.size)/1e6, r.probe.cells(), r.ffprobe.cells(), r.verdict())
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (c cost) cells() string {
	return fmt.Sprintf("%d | %s | %s", c.Requests, thousands(c.Bytes), short(c.Time))
}

// minutes returns a length as people say it.
func minutes(d time.Duration) string {
	if d%time.Minute == 0 {
		return fmt.Sprintf("%d min", d/time.Minute)
	}
	return fmt.Sprintf("%d s", d/time.Second)
}

// short returns a time with two or three digits.
func short(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.1f ms", float64(d)/1e6)
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Round(time.Millisecond)/time.Millisecond)
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// thousands returns n with commas.
func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// verdict says whether the lengths of the video that were told agree within a frame:
// ours with what was made, and with ffprobe's.
func (r *row) verdict() string {
	ours, theirs := r.media.Duration, r.theirs()
	switch {
	case ours != 0 && !near(ours, r.length):
		return "wrong: " + pbtime.Format(ours)
	case ours == 0 && theirs == "":
		return "unknown to both"
	case ours == 0:
		return "unknown; ffprobe: " + theirs + " s"
	case theirs == "":
		return "agrees with the file; unknown to ffprobe"
	}
	if d, err := time.ParseDuration(theirs + "s"); err != nil || !near(ours, d) {
		return pbtime.Format(ours) + "; ffprobe: " + theirs + " s"
	}
	return "agree"
}

func near(a, b time.Duration) bool { return (a - b).Abs() <= frameLength }

// theirs returns how long the video is in seconds, by ffprobe: its stream, or its
// container where that says it alone; "" if it is unknown.
func (r *row) theirs() string {
	for _, s := range r.answer.Streams {
		if s.CodecType == "video" && s.Duration != "" {
			return s.Duration
		}
	}
	return r.answer.Format.Duration
}

// A jsonRow is a row of the JSON form.
type jsonRow struct {
	Container string `json:"container"`
	Length    string `json:"length"`
	Size      int64  `json:"size"`
	Probe     cost   `json:"probe"`
	FFprobe   cost   `json:"ffprobe"`
	Duration  string `json:"duration"`         // of the video, by package probe; "0s" is unknown
	Theirs    string `json:"ffprobe_duration"` // by ffprobe; "" is unknown
	Lengths   string `json:"lengths"`          // "agree", or what is different
}

// writeJSON writes the figures as one object.
func (f *figures) writeJSON(w io.Writer) error {
	out := struct {
		Start time.Duration `json:"ffprobe_start_ns"`
		Rows  []jsonRow     `json:"rows"`
	}{Start: f.start}
	for _, r := range f.rows {
		theirs := r.theirs()
		if theirs != "" {
			theirs += "s"
		}
		out.Rows = append(out.Rows, jsonRow{
			strings.ReplaceAll(r.container.name, "`", ""), pbtime.Format(r.length), r.size, r.probe, r.ffprobe, pbtime.Format(r.media.Duration), theirs, r.verdict(),
		})
	}
	return json.NewEncoder(w).Encode(out)
}
