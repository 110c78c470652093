// Package stats shows what a dataset holds as a table with small bars that fit the
// width of a terminal, or as JSON: lengths, tokens, labels, hosts, prompts, with
// validation beside training.
//
//	report, s, err := survey.Check(data, nil, nil)
//	st := stats.New(report, s)
//	_, err = io.WriteString(os.Stdout, st.Text(80))
//
// [Stats] marshals to JSON as it stands.
package stats

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
	"github.com/seed-57910ec4/videotune/survey"
)

// MaxValues is the number of values of one kind that are listed; the others are summed
// up.
const MaxValues = 1000

// A Pair holds what is known of training and of validation, by [videotune.Split]. In
// JSON it is an object of train and validation.
type Pair[T any] [2]T

// MarshalJSON returns an object.
func (p Pair[T]) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Train      T `json:"train"`
		Validation T `json:"validation"`
	}{p[videotune.Train], p[videotune.Validation]})
}

// Stats say what a dataset holds. Numbers of validation are 0 where there is none.
type Stats struct {
	Model   string `json:"model"`
	Edition string `json:"edition"`
	// Validation tells that there are validation files.
	Validation bool `json:"has_validation"`

	Examples Pair[int]   `json:"examples"` // lines that are not blank, good or bad
	Readable Pair[int]   `json:"readable"` // of these
	Dropped  Pair[int]   `json:"dropped"`  // that the service would leave out
	Bytes    Pair[int64] `json:"bytes"`
	Videos   Pair[int]   `json:"videos"` // distinct ones, of the first survey.MaxVideos

	Lengths []Histogram `json:"lengths"` // what is used of videos, in seconds; one for each resolution that is used
	// Unmeasured counts uses of videos whose length is not known.
	Unmeasured Pair[int]   `json:"unmeasured"`
	Tokens     []Histogram `json:"tokens"` // of examples, at least; one, or none
	Sizes      []Histogram `json:"sizes"`  // bytes of the distinct video files whose facts are known, all counted under training

	Labels      []Values `json:"labels"` // by the member of the answer that holds them
	Resolutions Values   `json:"resolutions"`
	MIMETypes   Values   `json:"mime_types"`
	Places      Values   `json:"places"`  // buckets and hosts
	Prompts     Values   `json:"prompts"` // of the first user's turn
}

// A Histogram counts numbers in bins of one width.
type Histogram struct {
	Of     string       `json:"of"`   // "MEDIA_RESOLUTION_LOW" of lengths; "" else
	Unit   string       `json:"unit"` // "s", "tokens", "bytes"
	Limit  json.Number  `json:"limit,omitempty"`
	Over   Pair[int]    `json:"over"` // the limit
	Median Pair[Number] `json:"median"`
	P95    Pair[Number] `json:"p95"` // 95 % are at most this
	Max    Pair[Number] `json:"max"`
	Bins   []Bin        `json:"bins"` // from the first that is not empty to the last

	limit int64 // 0 for none
}

// A Bin holds what is over From, and at most To; the first holds 0, too.
type Bin struct {
	From Number    `json:"from"`
	To   Number    `json:"to"`
	N    Pair[int] `json:"n"`

	to int64
}

// A Number is a number as JSON has it, in the unit of its histogram.
type Number = json.Number

// Values say how often values stand.
type Values struct {
	Of       string    `json:"of,omitempty"` // the member, of labels; "" for plain answers
	Distinct Pair[int] `json:"distinct"`     // as far as they were told apart
	List     []Value   `json:"list"`         // the most frequent first
	Rest     Pair[int] `json:"rest"`         // how often others stand
}

// A Value is a value and how often it stands.
type Value struct {
	Value string    `json:"value"`
	N     Pair[int] `json:"n"`
}

// New returns the figures of what [survey.Check] returned.
func New(report *videotune.Report, s *survey.Survey) *Stats {
	st := &Stats{Model: report.Model, Edition: report.Edition, Lengths: []Histogram{}, Tokens: []Histogram{}, Sizes: []Histogram{}, Labels: []Values{}}
	for i := range report.Files {
		f := &report.Files[i]
		st.Validation = st.Validation || f.Split == videotune.Validation
		st.Examples[f.Split] += f.Examples
		st.Dropped[f.Split] += f.Dropped
		st.Bytes[f.Split] += f.Bytes
	}
	for i := range s.Videos {
		for side, used := range used(&s.Videos[i]) {
			if used {
				st.Videos[side]++
			}
		}
	}
	a, b := &s.Sides[videotune.Train], &s.Sides[videotune.Validation]
	st.Readable = Pair[int]{a.Examples, b.Examples}
	st.Unmeasured = Pair[int]{a.Unmeasured, b.Unmeasured}
	for i := range a.Lengths {
		if h := newHistogram(&a.Lengths[i].Histogram, &b.Lengths[i].Histogram, "s"); h != nil {
			h.Of = string(a.Lengths[i].Resolution)
			st.Lengths = append(st.Lengths, *h)
		}
	}
	if h := newHistogram(&a.Tokens, &b.Tokens, "tokens"); h != nil {
		st.Tokens = append(st.Tokens, *h)
	}
	if h := newHistogram(&s.Sizes, new(survey.Histogram), "bytes"); h != nil {
		st.Sizes = append(st.Sizes, *h)
	}
	st.Labels = append(st.Labels, labels(report)...)
	st.Resolutions = counted(&a.Resolutions, &b.Resolutions)
	st.MIMETypes = counted(&a.MIMETypes, &b.MIMETypes)
	st.Places = counted(&a.Places, &b.Places)
	st.Prompts = texts(&a.Prompts, &b.Prompts)
	return st
}

func used(v *survey.Video) [2]bool {
	train, validation := v.Used()
	return [2]bool{train, validation}
}

// A tally counts values on both sides.
type tally map[string]*Value

func (t tally) add(value string, side videotune.Split, n int) {
	v := t[value]
	if v == nil {
		v = &Value{Value: value}
		t[value] = v
	}
	v.N[side] += n
}

// values lists what was counted.
func (t tally) values() Values {
	var v Values
	v.List = []Value{}
	list := slices.SortedFunc(maps.Values(t), func(a, b *Value) int {
		return cmp.Or(cmp.Compare(b.N[0]+b.N[1], a.N[0]+a.N[1]), strings.Compare(a.Value, b.Value))
	})
	for i, one := range list {
		for side, n := range one.N {
			if n > 0 {
				v.Distinct[side]++
			}
			if i >= MaxValues {
				v.Rest[side] += n
			}
		}
		if i < MaxValues {
			v.List = append(v.List, *one)
		}
	}
	return v
}

func counted(train, validation *survey.Counts) Values {
	t := tally{}
	for side, counts := range []*survey.Counts{train, validation} {
		for _, c := range counts.List() {
			t.add(c.Value, videotune.Split(side), c.N)
		}
	}
	v := t.values()
	v.Rest[0] += train.Rest
	v.Rest[1] += validation.Rest
	return v
}

func texts(train, validation *survey.Texts) Values {
	t := tally{}
	kept := Pair[int]{}
	for side, all := range []*survey.Texts{train, validation} {
		for _, c := range all.List() {
			text := c.Text
			if c.Cut {
				text += "…"
			}
			t.add(text, videotune.Split(side), c.N)
			kept[side] += c.N
		}
	}
	v := t.values()
	v.Distinct = Pair[int]{train.Distinct, validation.Distinct}
	v.Rest[0] += train.N - kept[0]
	v.Rest[1] += validation.N - kept[1]
	return v
}

// labels returns the members of the answers that hold labels: texts that repeat.
func labels(report *videotune.Report) (list []Values) {
	members := map[string]tally{}
	free := map[string]bool{} // members that hold free text in some file
	var order []string
	for i := range report.Files {
		f := &report.Files[i]
		for _, l := range f.Labels {
			if members[l.Member] == nil {
				members[l.Member] = tally{}
				order = append(order, l.Member)
			}
			free[l.Member] = free[l.Member] || l.Counts == nil
			for label, n := range l.Counts {
				members[l.Member].add(label, f.Split, n)
			}
		}
	}
	for _, member := range order {
		v := members[member].values()
		all := 0
		for i := range v.List {
			all += v.List[i].N[0] + v.List[i].N[1]
		}
		if free[member] || len(v.List) == 0 || len(v.List) > 20 && all < 2*len(v.List) {
			continue
		}
		v.Of = member
		list = append(list, v)
	}
	return list
}

// newHistogram joins those of both sides; nil if they are empty.
func newHistogram(train, validation *survey.Histogram, unit string) *Histogram {
	if train.N+validation.N == 0 {
		return nil
	}
	number := func(n int64) Number {
		text := pbtime.Format(time.Duration(n)) // billionths, of seconds
		if unit == "s" {
			return Number(strings.TrimSuffix(text, "s"))
		}
		data, _ := json.Marshal(n) // a number is always written
		return Number(data)
	}
	h := &Histogram{Unit: unit, Over: Pair[int]{train.Over, validation.Over}, limit: max(train.Limit, validation.Limit)}
	if h.limit > 0 {
		h.Limit = number(h.limit)
	}
	sides := [2]*survey.Histogram{train, validation}
	width := int64(1)
	for i, s := range sides {
		h.Median[i], h.P95[i], h.Max[i] = number(s.AtMost(1, 2)), number(s.AtMost(95, 100)), number(s.Max)
		if s.N > 0 {
			width = max(width, s.Width)
		}
	}
	step := stepOf(width, max(train.Max, validation.Max))
	for i, s := range sides {
		for b, n := range s.Counts {
			row := int(int64(b) * s.Width / step)
			for row >= len(h.Bins) {
				from := int64(len(h.Bins)) * step
				h.Bins = append(h.Bins, Bin{From: number(from), To: number(from + step), to: from + step})
			}
			h.Bins[row].N[i] += n
		}
	}
	for len(h.Bins) > 1 && h.Bins[0].N == (Pair[int]{}) {
		h.Bins = h.Bins[1:]
	}
	return h
}

// maxBins is the number of bins that a histogram has at most.
const maxBins = 12

// stepOf returns a multiple of a width of which maxBins reach up to most: by 1, 2 or 5
// and zeros.
func stepOf(width, most int64) int64 {
	for factor := int64(1); ; factor *= 10 {
		for _, k := range []int64{1, 2, 5} {
			if step := width * factor * k; step >= (most-1)/maxBins+1 || step > 1<<58 {
				return step
			}
		}
	}
}
