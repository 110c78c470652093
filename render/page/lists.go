package page

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/words"
	"github.com/seed-57910ec4/videotune/survey"
)

// Bounds of lists.
const (
	shownLabels  = 60 // of a member
	shownMembers = 16
	shownValues  = 25
	shownTexts   = 15
)

// A labelsView are the labels of the answers.
type labelsView struct {
	Members []memberView
	Texts   string // members that hold texts, no labels
	Left    string
}

// A memberView are the labels of one member of the answers.
type memberView struct {
	Name string
	Rows []labelRow
	More string
}

// A labelRow is a label, in training beside validation.
type labelRow struct {
	Label, Train, TrainShare, Validation, ValidationShare string
	TrainWidth, ValidationWidth                           string // of bars, of 100
	n                                                     [2]int
}

func (b *builder) labels() labelsView {
	var v labelsView
	counts := map[string]*[2]map[string]int{}
	texts := map[string]bool{}
	var order []string
	for i := range b.report.Files {
		f := &b.report.Files[i]
		for _, l := range f.Labels {
			sides := counts[l.Member]
			if sides == nil {
				sides = new([2]map[string]int)
				counts[l.Member] = sides
				order = append(order, l.Member)
			}
			texts[l.Member] = texts[l.Member] || l.Counts == nil
			side := &sides[f.Split]
			if *side == nil {
				*side = map[string]int{}
			}
			for label, n := range l.Counts {
				(*side)[label] += n
			}
		}
	}
	left := room(labelRoom)
	var other []string
	hidden := 0
	for _, member := range order {
		m := memberOf(member, counts[member])
		switch {
		case texts[member] || !labelled(counts[member]):
			other = append(other, m.Name)
		case len(v.Members) == shownMembers:
			hidden++
		default:
			fit := slices.IndexFunc(m.Rows, func(r labelRow) bool { return !left.take(r.Label, strings.Repeat(" ", 500)) })
			if fit >= 0 {
				m.More = counted(len(m.Rows)-fit, "more label")
				m.Rows = m.Rows[:fit]
			}
			v.Members = append(v.Members, m)
		}
	}
	if len(other) > 0 {
		v.Texts = line(strings.Join(other, ", "), 1000)
	}
	if hidden > 0 {
		v.Left = counted(hidden, "more member")
	}
	return v
}

// labelled reports whether texts repeat as labels do.
func labelled(sides *[2]map[string]int) bool {
	n, all := 0, 0
	for _, counts := range sides {
		n += len(counts)
		for _, c := range counts {
			all += c
		}
	}
	return n > 0 && (n <= 20 || all >= 2*n)
}

func memberOf(name string, sides *[2]map[string]int) memberView {
	m := memberView{Name: line(name, 200)}
	if name == "" {
		m.Name = "plain answers"
	}
	var sum [2]int
	rows := map[string]*labelRow{}
	for split, counts := range sides {
		for label, n := range counts {
			if rows[label] == nil {
				rows[label] = &labelRow{Label: line(label, 100)}
			}
			rows[label].n[split] += n
			sum[split] += n
		}
	}
	list := slices.SortedFunc(maps.Values(rows), func(x, y *labelRow) int {
		return cmp.Or(y.n[0]-x.n[0], y.n[1]-x.n[1], strings.Compare(x.Label, y.Label))
	})
	for i, r := range list {
		if i == shownLabels {
			m.More = counted(len(list)-i, "more label")
			break
		}
		r.Train, r.TrainShare, r.TrainWidth = words.Group(int64(r.n[0])), share(r.n[0], sum[0]), width(r.n[0], sum[0])
		r.Validation, r.ValidationShare, r.ValidationWidth = words.Group(int64(r.n[1])), share(r.n[1], sum[1]), width(r.n[1], sum[1])
		m.Rows = append(m.Rows, *r)
	}
	return m
}

// width returns the width of a bar, of 100.
func width(n, of int) string {
	if of == 0 {
		return "0"
	}
	return strconv.FormatInt(int64(n)*100/int64(of), 10)
}

// A tableView are values, in training beside validation.
type tableView struct {
	Title, Value string
	Rows         []valueRow
	More         string
}

type valueRow struct{ Value, Train, Validation string }

// media returns the tables of what media there are.
func (b *builder) media() []tableView {
	of := func(title, value, none string, counts func(*survey.Side) *survey.Counts) tableView {
		return tableOf(title, value, none, counts(&b.survey.Sides[0]), counts(&b.survey.Sides[1]))
	}
	return []tableView{
		of("Resolution of the lines", "resolution", "none is set", func(s *survey.Side) *survey.Counts { return &s.Resolutions }),
		of("MIME types of files", "type", "none is set", func(s *survey.Side) *survey.Counts { return &s.MIMETypes }),
		of("Hosts and buckets of files", "place", "a local path", func(s *survey.Side) *survey.Counts { return &s.Places }),
	}
}

func tableOf(title, value, none string, train, validation *survey.Counts) tableView {
	t := tableView{Title: title, Value: value}
	list := train.List()
	for _, c := range validation.List() {
		if train.Of(c.Value) == 0 {
			list = append(list, survey.Count{Value: c.Value})
		}
	}
	for i, c := range list {
		if i == shownValues {
			t.More = counted(len(list)-i, "more value")
			break
		}
		row := valueRow{line(c.Value, survey.MaxValueBytes), words.Group(int64(c.N)), words.Group(int64(validation.Of(c.Value)))}
		if row.Value == "" {
			row.Value = none
		}
		t.Rows = append(t.Rows, row)
	}
	if rest := train.Rest + validation.Rest; rest > 0 {
		t.More += " (" + words.Group(int64(rest)) + " beyond the first " + words.Group(survey.MaxValues) + " not told apart)"
	}
	return t
}

// A textsView are the variants of a text.
type textsView struct {
	Title, Words string
	Rows         []textRow
}

type textRow struct{ N, Where, Line, Text string }

// prompts returns the variants of prompts and of system instructions.
func (b *builder) prompts() []textsView {
	left := room(textRoom)
	var list []textsView
	for split := range b.survey.Sides {
		s := &b.survey.Sides[split]
		for _, t := range []struct {
			title string
			texts *survey.Texts
		}{{sideNames[split] + ": prompts", &s.Prompts}, {sideNames[split] + ": system instructions", &s.Systems}} {
			if t.texts.N > 0 {
				list = append(list, textsOf(t.title, t.texts, &left))
			}
		}
	}
	return list
}

func textsOf(title string, texts *survey.Texts, left *room) textsView {
	v := textsView{Title: title, Words: counted(texts.Distinct, "variant") + " of " + counted(texts.N, "text") + "."}
	if texts.Rest > 0 {
		v.Words = "More than " + v.Words
	}
	shown := 0
	for _, t := range texts.List() {
		text := cut(t.Text, 2000)
		if t.Cut && !strings.HasSuffix(text, "…") {
			text += "…"
		}
		if shown == shownTexts || !left.take(text, oneLine(text), t.File) {
			break
		}
		shown++
		v.Rows = append(v.Rows, textRow{words.Group(int64(t.N)), line(t.File, 200) + ":" + strconv.Itoa(t.Line), oneLine(text), text})
	}
	if shown < texts.Distinct {
		v.Words += " The most frequent are shown."
	}
	return v
}
