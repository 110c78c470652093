package main

import (
	"bytes"

	"github.com/seed-57910ec4/videotune"
)

// A canonizer turns records into canonical lines, and finds those whose canonical
// form would lose something.
//
// That a record is not Lossy is not taken on trust: where a line has problems, its
// canonical form must have the same, but for those that formatting mends. Such
// lines are collected and read again, many at a time.
type canonizer struct {
	line    []byte // the last canonical line, with its line feed
	text    []byte // canonical lines to read again
	records []*videotune.Record
}

// maxAgain is the number of bytes that are read again at a time.
const maxAgain = 1 << 20

// A loss is why a line cannot be formatted.
type loss []videotune.Problem

// add takes the next record. c.line is then its canonical form, unless there are
// losses: of this record, or of others before it.
func (c *canonizer) add(rec *videotune.Record) []loss {
	var err error
	if !rec.Lossy {
		c.line, err = rec.Example.AppendJSON(c.line[:0])
	}
	switch {
	case rec.Lossy:
		return append(c.finish(), reasons(rec, ofForm))
	case err != nil:
		return append(c.finish(), reasons(rec, func(videotune.Rule) bool { return true }))
	}
	c.line = append(c.line, '\n')
	if len(rec.Problems) == 0 {
		return nil
	}
	c.text = append(c.text, c.line...)
	c.records = append(c.records, rec)
	if len(c.text) < maxAgain {
		return nil
	}
	return c.finish()
}

// finish reads what was collected again, and returns the losses among it.
func (c *canonizer) finish() []loss {
	var losses []loss
	i := 0
	for again := range videotune.NewReader(bytes.NewReader(c.text), nil).All() {
		if again == nil || i == len(c.records) {
			break
		}
		if gone := missing(c.records[i].Problems, again.Problems); len(gone) > 0 {
			losses = append(losses, reasons(c.records[i], func(r videotune.Rule) bool { return gone[r] != 0 }))
		}
		i++
	}
	for ; i < len(c.records); i++ { // what we wrote ourselves cannot be read
		losses = append(losses, reasons(c.records[i], ofForm))
	}
	c.text, c.records = c.text[:0], c.records[:0]
	return losses
}

// missing returns the rules of which there are other problems before than after.
func missing(before, after videotune.Problems) map[videotune.Rule]int {
	diff := map[videotune.Rule]int{}
	for i := range before {
		diff[before[i].Rule]++
	}
	for i := range after {
		diff[after[i].Rule]--
	}
	for rule, n := range diff {
		if n == 0 || mends(rule) {
			delete(diff, rule)
		}
	}
	return diff
}

// mends reports whether formatting mends what the rule finds.
func mends(rule videotune.Rule) bool {
	switch rule {
	case videotune.RuleMemberSnakeCase, videotune.RuleOffsetLoose, videotune.RuleFileBOM:
		return true
	}
	return false
}

// reasons returns the problems that keep a line from being formatted: the chosen
// ones, or all if none is chosen.
func reasons(rec *videotune.Record, chosen func(videotune.Rule) bool) loss {
	var list loss
	for _, p := range rec.Problems {
		if chosen(p.Rule) {
			list = append(list, p)
		}
	}
	switch {
	case len(list) > 0:
		return list
	case len(rec.Problems) > 0:
		return loss(rec.Problems)
	}
	return loss{{
		Rule: videotune.RuleMemberUnknown, Severity: videotune.SeverityError, Line: rec.Line,
		Message: "the line holds something that an example does not keep",
	}}
}

// ofForm reports whether what the rule finds may be no part of an example.
func ofForm(rule videotune.Rule) bool {
	switch rule {
	case videotune.RuleInlineData, videotune.RuleContentsTooMany, videotune.RuleRawJSON,
		videotune.RuleOffsetSpelling, videotune.RuleOffsetOverflow:
		return true
	}
	if mends(rule) {
		return false
	}
	info, _ := videotune.LookupRule(rule)
	switch info.Group {
	case "files that are not JSONL", "JSON faults", "other formats", "members":
		return true
	}
	return false
}
