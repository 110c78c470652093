package render

import "github.com/seed-57910ec4/videotune"

// A keeper keeps the first problems of each rule and file for a sink that can
// write them only when all are known, and counts the others. So its memory is
// bounded by the number of rules and files.
type keeper struct {
	max   int // of each rule and file; none for a number below 1
	kept  map[place][]videotune.Problem
	seen  map[place]int
	order []place // of seen, as first met
}

func newKeeper(max int) keeper {
	return keeper{max: max, kept: map[place][]videotune.Problem{}, seen: map[place]int{}}
}

// add takes note of a problem.
func (k *keeper) add(p *videotune.Problem) {
	at := place{p.Rule, p.File}
	n := k.seen[at]
	if n == 0 {
		k.order = append(k.order, at)
	}
	k.seen[at] = n + 1
	if n < k.max {
		k.kept[at] = append(k.kept[at], *p)
	}
}

// Meaning says in words what the service does where a problem has a severity:
// "the service leaves the example out". It is "" for what is no severity.
func Meaning(s videotune.Severity) string {
	switch s {
	case videotune.SeverityOff:
		return "not reported"
	case videotune.SeverityWarning:
		return "the service takes it; a person should look"
	case videotune.SeverityDrop:
		return "the service leaves the example out"
	case videotune.SeverityError:
		return "the service refuses the whole job"
	}
	return ""
}

// severityIn returns the severity that rule has by a policy's severities, or
// else by default.
func severityIn(policy map[videotune.Rule]videotune.Severity, rule videotune.Rule) videotune.Severity {
	if s, ok := policy[rule]; ok {
		return s
	}
	info, _ := videotune.LookupRule(rule)
	return info.Severity
}

// totals returns how many problems of each rule there are: what the report counts,
// or what was told of if that is more.
func (k *keeper) totals(report *videotune.Report) map[videotune.Rule]int {
	told, counted := map[videotune.Rule]int{}, map[videotune.Rule]int{}
	for at, n := range k.seen {
		told[at.rule] += n
	}
	for i := range report.Files {
		for rule, n := range report.Files[i].ByRule {
			counted[rule] += n
		}
	}
	for rule, n := range counted {
		told[rule] = max(told[rule], n)
	}
	return told
}
