package main

import (
	"bytes"

	"github.com/seed-57910ec4/videotune"
)

// canonical appends the canonical form of a record, with its line feed, to dst;
// or it returns why that would lose something.
//
// That nothing is lost is not taken on trust: where the line has problems, its
// canonical form must have the same, but for those that formatting mends.
func canonical(dst []byte, rec *videotune.Record) (line []byte, lost []videotune.Problem) {
	if rec.Lossy {
		return dst, reasons(rec, nil)
	}
	line, err := rec.Example.AppendJSON(dst)
	if err != nil {
		return dst, reasons(rec, func(videotune.Rule) bool { return true })
	}
	line = append(line, '\n')
	if gone := mendedAway(rec.Problems, line); len(gone) > 0 {
		return dst, reasons(rec, func(r videotune.Rule) bool { return gone[r] != 0 })
	}
	return line, nil
}

// mendedAway returns the rules of which a line had other problems than its
// canonical form has.
func mendedAway(before videotune.Problems, line []byte) map[videotune.Rule]int {
	if len(before) == 0 {
		return nil
	}
	diff := map[videotune.Rule]int{}
	for i := range before {
		diff[before[i].Rule]++
	}
	for rec := range videotune.NewReader(bytes.NewReader(line), nil).All() {
		if rec == nil {
			break
		}
		for i := range rec.Problems {
			diff[rec.Problems[i].Rule]--
		}
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

// reasons returns the problems that keep a line from being formatted: those that
// chosen says, or else those of its form; all if there is none of them.
func reasons(rec *videotune.Record, chosen func(videotune.Rule) bool) []videotune.Problem {
	if chosen == nil {
		chosen = ofForm
	}
	var list []videotune.Problem
	for _, p := range rec.Problems {
		if chosen(p.Rule) {
			list = append(list, p)
		}
	}
	switch {
	case len(list) > 0:
		return list
	case len(rec.Problems) > 0:
		return rec.Problems
	}
	return []videotune.Problem{{
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
