package page

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// A verdictView says whether the job would start.
type verdictView struct {
	Fails  bool
	Words  string
	Unread []unreadView // files that are no JSONL
	Why    []whyView
	Also   []string
}

// An unreadView is a file that is no JSONL, of which nothing is counted.
type unreadView struct{ File, Message, Hint string }

// A whyView is a reason, and what is behind it.
type whyView struct {
	Reason string
	Rules  []ruleView
}

// A fileView is a row of the table of files.
type fileView struct {
	Name, Split, Examples, Dropped, Share, Bytes string
	Errors, Drops, Warnings                      string
}

func (b *builder) verdict() verdictView {
	v := verdictView{Fails: b.report.WouldFail(), Words: "The job would start."}
	if len(b.report.Files) == 0 {
		return verdictView{Words: "Nothing was checked."}
	}
	if v.Fails {
		v.Words = "The job would fail."
	}
	left := room(verdictRoom)
	v.Unread = b.unread(&left)
	for i, reason := range b.report.FailReasons {
		if i == shownFiles {
			v.Also = append(v.Also, "There are "+counted(len(b.report.FailReasons)-i, "more reason")+" of other files.")
			break
		}
		rules := b.because(reason)
		for k := range rules {
			if len(rules[k].Places) > 0 && !left.take(rules[k].Places[0].Where, rules[k].Places[0].Message, rules[k].Places[0].Hint) {
				rules[k].Places = nil
			}
		}
		v.Why = append(v.Why, whyView{Reason: line(reason, 400) + ".", Rules: rules})
	}
	warnings := 0
	for i := range b.report.Files {
		f := &b.report.Files[i]
		warnings += f.Warnings
		if f.Dropped*10 > f.Examples || i >= shownFiles || f.NotJSONL() != "" {
			continue // told above, or one of very many
		}
		what := "No example"
		if f.Dropped > 0 {
			what = words.Group(int64(f.Dropped)) + " of " + counted(f.Examples, "example") + " (" + share(f.Dropped, f.Examples) + ")"
		}
		v.Also = append(v.Also, what+" of "+line(f.File, 200)+" would be left out; up to 10 % may be.")
	}
	if warnings > 0 {
		v.Also = append(v.Also, counted(warnings, "warning")+": the service takes these, a person should look.")
	}
	return v
}

// unread returns the files that are no JSONL, and what they are.
func (b *builder) unread(left *room) []unreadView {
	var list []unreadView
	for i := range b.report.Files {
		f := &b.report.Files[i]
		rule := f.NotJSONL()
		if rule == "" || len(list) == shownFiles {
			continue
		}
		view := unreadView{File: line(f.File, 200)}
		for _, p := range b.report.Problems {
			if p.Rule == rule && p.File == f.File {
				view.Message, view.Hint = upper(line(p.Message, 500)), line(p.Hint, 300)
				break
			}
		}
		if left.take(view.File, view.Message, view.Hint) {
			list = append(list, view)
		}
	}
	return list
}

// because returns the rules behind a reason: errors or drops of the file that it names.
func (b *builder) because(reason string) []ruleView {
	for i := range b.report.Files {
		f := &b.report.Files[i]
		rest, ok := strings.CutPrefix(reason, f.File+": ")
		if !ok {
			continue
		}
		severity := videotune.SeverityDrop
		if strings.Contains(rest, videotune.SeverityError.String()) {
			severity = videotune.SeverityError
		}
		var list []ruleView
		for _, r := range b.rulesOf(f) {
			if r.severity == severity {
				r.Places = r.Places[:min(len(r.Places), 1)]
				list = append(list, r)
			}
		}
		return list[:min(len(list), 5)]
	}
	return nil
}

func (b *builder) files() []fileView {
	var list []fileView
	for i := range b.report.Files {
		if i == shownFiles {
			list = append(list, fileView{Name: "… and " + counted(len(b.report.Files)-i, "more file")})
			break
		}
		f := &b.report.Files[i]
		row := fileView{
			Name: line(f.File, 200), Split: f.Split.String(), Examples: words.Group(int64(f.Examples)), Dropped: words.Group(int64(f.Dropped)),
			Share: share(f.Dropped, f.Examples), Bytes: words.Group(f.Bytes),
			Errors: words.Group(int64(f.Errors)), Drops: words.Group(int64(f.Drops)), Warnings: words.Group(int64(f.Warnings)),
		}
		if f.NotJSONL() != "" {
			row.Examples, row.Dropped, row.Share = "–", "–", "–" // its lines are no examples
		}
		list = append(list, row)
	}
	return list
}

// A problemsView are the problems by rule.
type problemsView struct {
	Rules []ruleView
	Left  string // what has no place on the page
}

// A ruleView is a rule that was broken.
type ruleView struct {
	Rule, Severity, Sentence, N string
	Places                      []placeView
	More                        string

	severity videotune.Severity
	n        int
}

// A placeView is a problem.
type placeView struct{ Where, Pointer, Message, Hint string }

// shownFiles is the number of files of which is told, each with at most five rules.
const shownFiles = 20

// maxPlaces is the number of places of a rule that are shown.
const maxPlaces = 5

func (b *builder) problems() problemsView {
	var v problemsView
	all := &videotune.FileReport{ByRule: map[videotune.Rule]int{}}
	for i := range b.report.Files {
		for rule, n := range b.report.Files[i].ByRule {
			all.ByRule[rule] += n
		}
	}
	left := room(problemRoom)
	hidden := 0
	for _, r := range b.rulesOf(all) {
		kept := r.Places[:0:0]
		for _, p := range r.Places {
			if len(kept) < maxPlaces && left.take(p.Where, p.Pointer, p.Message, p.Hint) {
				kept = append(kept, p)
			}
		}
		if n := r.n - len(kept); n > 0 {
			r.More = counted(n, "more place")
		}
		if r.Places = kept; len(v.Rules) == 200 || !left.take(r.Rule, r.Sentence) {
			hidden++
			continue
		}
		v.Rules = append(v.Rules, r)
	}
	if hidden > 0 {
		v.Left = counted(hidden, "more rule")
	}
	return v
}

// rulesOf returns the rules that a file breaks, the worst first, with the places that
// the report keeps; all files if it has no name.
func (b *builder) rulesOf(f *videotune.FileReport) []ruleView {
	byRule := map[videotune.Rule]*ruleView{}
	var list []*ruleView
	for rule, n := range f.ByRule {
		info, _ := videotune.LookupRule(rule)
		r := &ruleView{Rule: line(string(rule), 100), Sentence: info.Sentence, N: words.Group(int64(n)), severity: info.Severity, n: n}
		byRule[rule] = r
		list = append(list, r)
	}
	for i := range b.report.Problems {
		p := &b.report.Problems[i]
		r := byRule[p.Rule]
		if r == nil || f.File != "" && p.File != f.File {
			continue
		}
		if len(r.Places) == 0 {
			r.severity = p.Severity
		}
		where := *p
		where.File = line(p.File, 200)
		r.Places = append(r.Places, placeView{where.Position(), line(string(p.Pointer), 200), line(p.Message, 500), line(p.Hint, 300)})
	}
	slices.SortFunc(list, func(x, y *ruleView) int {
		return cmp.Or(cmp.Compare(y.severity, x.severity), cmp.Compare(y.n, x.n), strings.Compare(x.Rule, y.Rule))
	})
	var views []ruleView
	for _, r := range list {
		r.Severity = r.severity.String()
		views = append(views, *r)
	}
	return views
}
