package job

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/task"
	"go.yaml.in/yaml/v3"
)

// Write returns a job file, with comments, for a source that was surveyed.
func Write(src *Source, s *Survey) ([]byte, error) {
	w := &writer{}
	w.line("# A job of \"videotune build\": run it with")
	w.line("#   videotune build --config THIS-FILE")
	w.line("# Paths are relative to the folder of this file.")
	w.line("")
	if err := w.source(src, s); err != nil {
		return nil, err
	}
	w.task(s)
	w.examples(s)
	w.sides(s)
	return w.Bytes(), nil
}

// A writer writes the lines of a job file.
type writer struct{ bytes.Buffer }

func (w *writer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

// source writes where annotations come from.
func (w *writer) source(src *Source, s *Survey) error {
	members, err := membersOf(src)
	if err != nil {
		return err
	}
	w.line("# Where the annotations come from, and what they do not say themselves. When this was")
	w.line("# written there were %d videos with %d events.", s.Videos, s.Events)
	w.line("source:")
	w.line("  format: %s", src.Format)
	for _, name := range append([]string{"files"}, slices.Sorted(maps.Keys(members))...) {
		if v, ok := members[name]; ok {
			w.line("  %s: %s", name, v)
			delete(members, name)
		}
	}
	if s.Fetchable < s.Videos {
		w.line("  # The service fetches videos by gs, http or https URIs, which %d of them do not have. Say where", s.Videos-s.Fetchable)
		w.line("  # they lie, by what the source says of each: {id}, {file}, {name} (without extension), {path}.")
		if src.Format == annotation.FormatSRT || src.Format == annotation.FormatWebVTT {
			w.line("  # uri: gs://YOUR-BUCKET/{name}.mp4   # {file} is that of the subtitles")
		} else {
			w.line("  # uri: gs://YOUR-BUCKET/{file}")
		}
	}
	w.line("  # What becomes of events that cannot be as they are; these are the defaults:")
	w.line("  # repair: {past_end: clamp, after_end: drop, reversed: drop, empty: point, duplicate: merge}")
	w.line("  # Other options of this format: %s.", strings.Join(annotation.Fits(src.Format), ", "))
	w.line("")
	return nil
}

// membersOf returns the members of a source but its format, as YAML in one line each.
func membersOf(src *Source) (map[string]string, error) {
	var raw map[string]json.RawMessage
	data, err := json.Marshal(src)
	if err == nil {
		err = json.Unmarshal(data, &raw)
	}
	if err != nil {
		return nil, err
	}
	members := make(map[string]string, len(raw))
	for name, v := range raw {
		if string(v) == "null" || name == "format" {
			continue
		}
		var text string
		if json.Unmarshal(v, &text) == nil {
			members[name] = quote(text)
		} else {
			members[name] = flow(v)
		}
	}
	return members, nil
}

// task writes the task and its labels.
func (w *writer) task(s *Survey) {
	name, more := s.task()
	if name == "" {
		w.line("# The conversations are the examples: no task is asked.")
		w.line("")
		return
	}
	w.line("# What is asked: one of %s.", strings.Join(task.Names(), ", "))
	w.line("task:")
	w.line("  name: %s", name)
	for _, l := range more {
		w.line("  %s", l)
	}
	w.line("  # instructions: What to look for, in a sentence or two.")
	w.line("")
	if len(s.Labels) == 0 || name == "caption" || name == "summarize" {
		return
	}
	labels, unfit := s.list(name)
	w.line("# The closed list of labels, which stands in the prompt. One can be written as")
	w.line("# {name: LABEL, definition: what counts as one, aliases: [ANOTHER-NAME]}.")
	w.line("labels:")
	for _, l := range labels {
		n := s.Labels[l.Name]
		text := quote(l.Name)
		if len(l.Aliases) > 0 {
			data, _ := json.Marshal(l) // texts are always JSON
			text = flow(data)
		}
		for _, alias := range l.Aliases {
			n += s.Labels[alias]
		}
		w.line("  - %s   # %d", text, n)
	}
	for _, l := range unfit {
		data, _ := json.Marshal(l)
		w.line("  # not in the list, as no answer can have it: %s, %d", flow(data), s.Labels[l])
	}
	w.line("")
}

// examples writes what an example is.
func (w *writer) examples(s *Survey) {
	w.line("# What one example is made of: video, event, label or window.")
	w.line("per: video")
	w.line("# window: 60s   # the longest, with per: window")
	w.line("# padding: 2s   # before and after it, with per: event; the answer tells of that event alone")
	w.line("")
	w.line("# The limits that count, and what all lines of both files have in common.")
	w.line("# model: gemini-2.5-flash")
	w.line("# resolution: LOW   # LOW, MEDIUM or HIGH")
	w.line("# system: You are a video analysis expert.")
	w.line("")
	w.line("# What the videos really are: \"videotune probe -o facts.json\" writes it, or build with --probe.")
	if s.Measured < s.Videos {
		w.line("# The source does not say how long %d of the videos are: without facts, they are used as a whole.", s.Videos-s.Measured)
	}
	w.line("# facts: [facts.json]")
	w.line("# plans: [mapping.json]   # of \"videotune cut\"")
	w.line("# plan: {overlap: 2s, min_length: 1s, edges: split}")
	w.line("")
}

// sides writes what goes into which file.
func (w *writer) sides(s *Survey) {
	w.line("# Which examples go to validation: whole recordings, chosen by a keyed hash.")
	if s.Splits > 0 {
		w.line("# %d videos have a split in the source, which is kept.", s.Splits)
	}
	w.line("split:")
	w.line("  share: 0.1")
	w.line("  seed: 1")
	w.line("  # stratify: true   # the same shares of labels on both sides; reads the source twice")
	w.line("  # test_as: validation   # else what the source calls test is left out")
	w.line("# negatives: 0.5   # the share that is kept of examples in which nothing happens")
	w.line("# sampling: {LABEL: 2.5}   # how often examples with a label stand there")
	w.line("")
	w.line("output:")
	w.line("  train: train.jsonl")
	w.line("  validation: validation.jsonl")
	w.line("  origins: origins.jsonl   # what each line was made of, and what was left out")
}

// quote returns a text as YAML, in one line.
func quote(s string) string {
	out, err := yaml.Marshal(s)
	if line := strings.TrimSuffix(string(out), "\n"); err == nil && !strings.ContainsFunc(line, unprintable) {
		return line
	}
	data, _ := json.Marshal(s) // a text is always JSON
	return flow(data)
}

// flow returns JSON as YAML, in one line: it is YAML but for characters that YAML does
// not allow as they are. What encoding/json escapes for web pages is written out.
func flow(data []byte) string {
	var b strings.Builder
	for _, r := range string(data) {
		if unprintable(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return unescape.Replace(b.String())
}

var unescape = strings.NewReplacer(`\\`, `\\`, `\u003c`, "<", `\u003e`, ">", `\u0026`, "&")

// unprintable reports whether YAML wants a character of the basic plane to be escaped.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || r == '\ufeff' || r == '\u2028' || r == '\u2029' || r == 0xfffe || r == 0xffff
}
