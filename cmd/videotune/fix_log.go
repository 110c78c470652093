package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/fix"
	"github.com/seed-57910ec4/videotune/render"
)

// A fixLog tells what fix did: as text, or as one JSON object.
type fixLog struct {
	name, output string
	json         bool
	most         int             // changes of a rule that text lists
	given        map[string]bool // flags that mend more than spelling
	out          spool
	listed       map[videotune.Rule]int
	edits        int
}

func (l *fixLog) begin() error {
	l.listed = map[videotune.Rule]int{}
	if !l.json {
		return nil
	}
	name, err := marshalLine(l.name)
	if err != nil {
		return err
	}
	output, err := marshalLine(l.output)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(&l.out, `{"file":%s,"output":%s,"edits":[`, name, output)
	return err
}

// edit tells of one edit.
func (l *fixLog) edit(e *fix.Edit) error {
	if l.json {
		return l.editJSON(e)
	}
	place := render.Clean(l.name)
	if e.Line > 0 {
		place += fmt.Sprintf(":%d", e.Line)
	}
	for i := range e.Changes {
		c := &e.Changes[i]
		if l.listed[c.Rule]++; l.listed[c.Rule] > l.most {
			continue
		}
		if _, err := fmt.Fprintf(&l.out, "%s: %s\n", place, render.Clean(c.String())); err != nil {
			return err
		}
	}
	return nil
}

func (l *fixLog) editJSON(e *fix.Edit) error {
	data, err := marshalLine(struct {
		Line    int          `json:"line,omitempty"`
		Lines   int          `json:"lines,omitempty"`
		Out     int          `json:"out,omitempty"`
		Changes []fix.Change `json:"changes"`
	}{e.Line, e.Lines, e.Out, e.Changes})
	if err != nil {
		return err
	}
	before := "\n"
	if l.edits++; l.edits > 1 {
		before = ",\n"
	}
	_, err = fmt.Fprintf(&l.out, "%s%s", before, data)
	return err
}

// fixFiles are the files beside that of the result: the old one, and where lines go
// that are moved out.
type fixFiles struct{ backup, dropped, left string }

// finish tells what is left, and sums up.
func (l *fixLog) finish(r *fix.Report, files fixFiles) error {
	if r.Dropped == 0 {
		files.dropped = ""
	}
	if r.Unmended == 0 {
		files.left = ""
	}
	if l.json {
		return l.finishJSON(r, files)
	}
	for _, info := range append(videotune.Rules(), videotune.RuleInfo{}) {
		if more := l.listed[info.Rule] - l.most; more > 0 {
			fmt.Fprintf(&l.out, "… and %s more [%s]\n", group(int64(more)), info.Rule)
		}
	}
	var last fix.Obstacle
	for i := range r.Left {
		p := &r.Left[i]
		if p.Severity < videotune.SeverityDrop || l.most == 0 {
			continue
		}
		if err := render.Problem(&l.out, &p.Problem, false); err != nil {
			return err
		}
		if p.Source > 0 && (p.Source != p.Line || l.output != l.name) {
			fmt.Fprintf(&l.out, "    from: %s:%d\n", render.Clean(l.name), p.Source)
		}
		if o := p.Obstacle; o != nil && o.Message != p.Message && *o != last {
			last = *o // which may stand for several lines
			flag := ""
			if o.Flag != "" && !strings.Contains(o.Message, o.Flag) {
				flag = " (" + o.Flag + ")"
			}
			fmt.Fprintf(&l.out, "    not mended: %s: %s%s\n", l.place(o), render.Clean(o.Message), flag)
		}
	}
	_, err := fmt.Fprintf(&l.out, "%s\n%s", l.summary(r, files), l.tip(r))
	return err
}

// place says where what was in the way stands.
func (l *fixLog) place(o *fix.Obstacle) string {
	s := fmt.Sprintf("%s:%d", render.Clean(l.name), o.Line)
	if o.Column > 0 {
		s += fmt.Sprintf(":%d", o.Column)
	}
	if o.Pointer != "" {
		s += ": " + render.Clean(string(o.Pointer))
	}
	return s
}

// tip names the flags that were not given and would mend some of what is left, or move
// it out, and of what is only warned of.
func (l *fixLog) tip(r *fix.Report) string {
	var left, warned []string
	move := false
	for i := range r.Left {
		p := &r.Left[i]
		flag := ""
		if p.Obstacle != nil {
			flag = p.Obstacle.Flag
		}
		if p.Severity < videotune.SeverityDrop {
			warned = l.withFlag(warned, flag)
			continue
		}
		left = l.withFlag(left, flag)
		move = move || flag == "" && p.Line > 0 && p.Rule != videotune.RuleResolutionMixed
	}
	s := ""
	if len(left) > 0 {
		s = "What is left may be mended with " + strings.Join(left, ", ") + ": see videotune fix --help.\n"
	}
	if move && !l.given["--left"] {
		s += "The lines that cannot be mended can be moved out with --left FILE.\n"
	}
	if warned = slices.DeleteFunc(warned, func(f string) bool { return slices.Contains(left, f) }); len(warned) > 0 {
		s += "Some of the warnings may be mended with " + strings.Join(warned, ", ") + ": see videotune fix --help.\n"
	}
	return s
}

// withFlag adds a flag that was not given, and the one that it needs.
func (l *fixLog) withFlag(flags []string, flag string) []string {
	if flag == "--replace-resolution" {
		flags = l.withFlag(flags, "--resolution")
	}
	if flag == "" || l.given[flag] || slices.Contains(flags, flag) {
		return flags
	}
	return append(flags, flag)
}

func (l *fixLog) summary(r *fix.Report, files fixFiles) string {
	s := fmt.Sprintf("%s: %s, %s of them changed", render.Clean(l.output), count(r.Lines, "line"), group(int64(r.Changed)))
	if r.Duplicates > 0 {
		s += "; " + count(r.Duplicates, "duplicate") + " left out"
	}
	if files.dropped != "" {
		s += fmt.Sprintf("; %s moved to %s", count(r.Dropped, "line"), render.Clean(files.dropped))
	}
	if files.left != "" {
		s += fmt.Sprintf("; %s that cannot be mended moved to %s", count(r.Unmended, "line"), render.Clean(files.left))
	}
	if files.backup != "" {
		s += "; the old file is " + render.Clean(files.backup)
	}
	left, warnings := r.LeftOver(), 0
	for i := range r.Check.Files {
		warnings += r.Check.Files[i].Warnings
	}
	switch {
	case left > 0:
		s += "; left over: " + count(left, "problem")
	default:
		s += "; nothing is left over"
	}
	if warnings > 0 {
		s += fmt.Sprintf(" (and %s, which videotune check tells)", count(warnings, "warning"))
	}
	return s + "."
}

func (l *fixLog) finishJSON(r *fix.Report, files fixFiles) error {
	type severities struct {
		Error   int `json:"error"`
		Drop    int `json:"drop"`
		Warning int `json:"warning"`
	}
	var by severities
	for i := range r.Check.Files {
		f := &r.Check.Files[i]
		by.Error, by.Drop, by.Warning = by.Error+f.Errors, by.Drop+f.Drops, by.Warning+f.Warnings
	}
	mended := map[string]int{}
	for rule, n := range r.Mended {
		if rule == "" {
			rule = "line-break"
		}
		mended[string(rule)] = n
	}
	summary, err := marshalLine(struct {
		Lines      int            `json:"lines"`
		Changed    int            `json:"changed"`
		Duplicates int            `json:"duplicates"`
		Dropped    int            `json:"dropped"`
		DroppedTo  string         `json:"dropped_to,omitempty"`
		Unmended   int            `json:"unmended,omitempty"`
		UnmendedTo string         `json:"unmended_to,omitempty"`
		Backup     string         `json:"backup,omitempty"`
		Mended     map[string]int `json:"mended"`
		Left       severities     `json:"left"`
	}{r.Lines, r.Changed, r.Duplicates, r.Dropped, files.dropped, r.Unmended, files.left, files.backup, mended, by})
	if err != nil {
		return err
	}
	if _, err := l.out.Write([]byte("],\n\"left\":[")); err != nil {
		return err
	}
	for i := range r.Left {
		data, err := marshalLine(&r.Left[i])
		if err != nil {
			return err
		}
		before := "\n"
		if i > 0 {
			before = ",\n"
		}
		if _, err := fmt.Fprintf(&l.out, "%s%s", before, data); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(&l.out, "],\n\"summary\":%s}\n", summary)
	return err
}

// marshalLine is json.Marshal without the escapes that only HTML needs.
func marshalLine(v any) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}
