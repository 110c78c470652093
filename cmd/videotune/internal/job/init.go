package job

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"go.yaml.in/yaml/v3"
)

// maxLabels is the most labels that a job file is written with: more are no list that
// a prompt could name.
const maxLabels = 2000

// A Survey is what a source turned out to hold.
type Survey struct {
	Videos, Events int
	Fetchable      int            // videos with a URI that the service can fetch
	Measured       int            // videos whose duration is known
	Labels         map[string]int // events with each
	Kinds          map[annotation.Kind]int
	Texts          int // events with a text
	Turns          int // videos with a conversation
	Several        int // videos with more than one label of the whole
	Splits         int // videos that the source puts on a side
}

// Take surveys a source.
func Take(videos iter.Seq2[*annotation.Video, error]) (*Survey, error) {
	s := &Survey{Labels: map[string]int{}, Kinds: map[annotation.Kind]int{}}
	for v, err := range videos {
		if err != nil {
			return nil, err
		}
		s.Videos++
		for _, c := range []struct {
			n  *int
			ok bool
		}{{&s.Fetchable, annotation.Fetchable(v.URI)}, {&s.Measured, v.Duration > 0}, {&s.Turns, len(v.Turns) > 0}, {&s.Splits, v.Split != ""}} {
			if c.ok {
				*c.n++
			}
		}
		whole := 0
		for i := range v.Events {
			e := &v.Events[i]
			s.Events++
			s.Kinds[e.Kind]++
			if e.Text != "" {
				s.Texts++
			}
			for _, l := range e.Labels {
				s.Labels[l]++
			}
			if e.Kind == annotation.KindWhole {
				whole += len(e.Labels)
			}
		}
		if whole > 1 {
			s.Several++
		}
		if len(s.Labels) > maxLabels {
			return nil, fmt.Errorf("it has more than %d different labels: are they texts? Then their role is text", maxLabels)
		}
	}
	return s, nil
}

// task returns the task that fits what the source holds, as the lines of a job file.
func (s *Survey) task() []string {
	whole := s.Events > 0 && s.Kinds[annotation.KindWhole] == s.Events
	switch {
	case s.Turns > 0:
		return nil
	case s.Kinds[annotation.KindCue] > 0 && len(s.Labels) == 0:
		return []string{"name: caption"}
	case whole && len(s.Labels) > 0 && s.Several > 0:
		return []string{"name: classify", "multi: true"}
	case whole && len(s.Labels) > 0:
		return []string{"name: classify"}
	case whole:
		return []string{"name: summarize"}
	case len(s.Labels) > 0 && s.Texts > 0:
		return []string{"name: localize", "describe: true"}
	}
	return []string{"name: localize"}
}

// Write returns a job file, with comments, for a source that was surveyed.
func Write(src *Source, s *Survey) ([]byte, error) {
	var b bytes.Buffer
	p := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	p("# A job of \"videotune build\": run it with")
	p("#   videotune build --config THIS-FILE")
	p("# Paths are relative to the folder of this file. %d videos with %d events were read to write it.", s.Videos, s.Events)
	p("")
	p("# Where the annotations come from, and what they do not say themselves.")
	p("source:")
	text, err := sourceText(src)
	if err != nil {
		return nil, err
	}
	b.WriteString(text)
	if s.Fetchable < s.Videos {
		p("  # %d of the videos have no gs, http or https URI: say where they lie, by {id}, {file}, {name} or {path}.", s.Videos-s.Fetchable)
		p("  # uri: gs://YOUR-BUCKET/{file}")
	}
	p("  # repair: {past_end: clamp, after_end: drop, reversed: drop, empty: point, negative: clamp, duplicate: merge}")
	p("")
	s.writeTask(p)
	p("# What one example is made of: video, event, label or window.")
	p("per: video")
	p("# window: 60s   # with per: window")
	p("# padding: 2s   # with per: event")
	p("")
	p("# The limits that count, and the resolution of all lines of both files.")
	p("# model: gemini-2.5-flash")
	p("# resolution: LOW   # LOW, MEDIUM or HIGH")
	p("# system: You are a video analysis expert.")
	p("")
	p("# What the videos really are: \"videotune probe -o facts.json\" writes it, or build with --probe.")
	if s.Measured < s.Videos {
		p("# The source does not say how long %d of the videos are; without that, they are used as a whole.", s.Videos-s.Measured)
	}
	p("# facts: [facts.json]")
	p("# plans: [mapping.json]   # of \"videotune cut\"")
	p("# plan: {overlap: 2s, min_length: 1s, edges: split}")
	p("")
	p("# Which examples go to validation: whole recordings, chosen by a keyed hash.")
	if s.Splits > 0 {
		p("# %d videos have a split in the source, which is kept.", s.Splits)
	}
	p("split:")
	p("  share: 0.1")
	p("  seed: \"1\"")
	p("  # stratify: true   # the same shares of labels on both sides; reads the source twice")
	p("  # test_as: validation   # else what the source calls test is left out")
	p("# negatives: 0.5   # share of the clips without an event that is kept")
	p("# sampling: {LABEL: 2.5}   # how often examples with a label stand there")
	p("")
	p("output:")
	p("  train: train.jsonl")
	p("  validation: validation.jsonl")
	p("  origins: origins.jsonl   # what each line was made of, and what was left out")
	return b.Bytes(), nil
}

// writeTask writes the task and its labels.
func (s *Survey) writeTask(p func(string, ...any)) {
	lines := s.task()
	if lines == nil {
		p("# The conversations are the examples; no task is asked.")
		p("")
		return
	}
	p("# What is asked: summarize, localize, moderate, caption or classify.")
	p("task:")
	for _, l := range lines {
		p("  %s", l)
	}
	p("  # instructions: What to look for, in a sentence or two.")
	p("")
	if len(s.Labels) == 0 || lines[0] == "name: caption" || lines[0] == "name: summarize" {
		return
	}
	p("# The closed list of labels, which stands in the prompt; one may be written as")
	p("# {name: LABEL, definition: what counts as one}.")
	p("labels:")
	names := slices.SortedFunc(maps.Keys(s.Labels), cmp.Compare[string])
	for _, l := range names {
		p("  - %s   # %d", quote(l), s.Labels[l])
	}
	p("")
}

// sourceText returns the members of a source, indented.
func sourceText(src *Source) (string, error) {
	data, err := json.Marshal(src)
	if err != nil {
		return "", err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return "", err
	}
	var b strings.Builder
	order := []string{"format", "files"}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(order, name) {
			order = append(order, name)
		}
	}
	for _, name := range order {
		if raw := members[name]; raw != nil && string(raw) != "null" {
			fmt.Fprintf(&b, "  %s: %s\n", name, raw) // JSON is YAML
		}
	}
	return b.String(), nil
}

// quote returns a text as YAML, in one line.
func quote(s string) string {
	out, err := yaml.Marshal(s)
	if line := strings.TrimSuffix(string(out), "\n"); err == nil && !strings.ContainsAny(line, "\n") {
		return line
	}
	data, _ := json.Marshal(s) // a string is always JSON
	return string(data)
}
