package videotune

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/internal/answer"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// A Policy says what to judge by. The zero value, and nil, judge by the newest
// edition of [DefaultModel], with default severities, and without facts of media.
type Policy struct {
	Limits *Limits                        // nil: the newest edition of DefaultModel
	Media  func(uri string) (Media, bool) // facts of a file, such as [MediaMap.Lookup]; nil: none are known
	// Severity replaces the default severities of rules; ids that no rule has are
	// ignored. A rule about a whole file or dataset that is set to SeverityDrop
	// counts as SeverityError: there is no example that the service could leave out.
	Severity map[Rule]Severity
}

// Validate returns the problems of one example by the rules that need no other
// line, in the order of its members. Their Line and Column are 0: an Example has
// no position. It returns nil if there are none. A nil example is judged like
// the zero Example.
//
// Validate is pure: it opens nothing and reads no clock. It is safe for
// concurrent use if p.Media is.
func Validate(ex *Example, p *Policy) Problems {
	if ex == nil {
		ex = new(Example)
	}
	j := newJudge(p)
	j.built = true
	var v viewer
	j.judge(v.view(ex, ex.GenerationConfig.MediaResolution))
	return slices.Clone(j.problems)
}

// maxProblems is the number of problems that are kept of one line. The others
// are counted, so that a hostile line takes bounded memory.
const maxProblems = 1000

// A judge holds the verdicts of one line, and reuses its memory from line to
// line. What the rules say in one line depends on that line and the policy
// alone; what needs other lines is the collector's.
type judge struct {
	limits   *Limits
	media    func(string) (Media, bool)
	severity map[Rule]Severity

	// built is set for Examples, which have no bytes: their strings are checked
	// for valid UTF-8 here, since no decoder has done it.
	built bool
	shift int // bytes of the physical line before what was decoded

	decoder  *wire.Decoder // nil for a judge of Examples
	runsOver bool          // the line ends inside a string

	x           *wire.Line
	problems    []Problem
	over        []overflow // problems that were not kept
	worst       Severity
	otherDrop   bool       // dropped for a reason that does not depend on the resolution
	roles       []roleKind // of the turns
	videos      []videoUse // of the line
	cost        cost       // apart from the videos
	weights     []weight   // at each resolution of the limits
	parser      answer.Parser
	scratch     answer.Facts  // of the answer at hand
	keep        *answer.Facts // where the facts of the last answer go; nil for scratch
	answer      *answer.Facts // of the last turn; nil if it is no text
	answerPlace answerPlace
	said        map[onceKey]bool // what is said once a file
	// Where lines are judged in batches, out of order, what is said once a file is
	// said once a batch, and waits in once for who knows the order.
	unordered bool
	once      []onceProblem

	// The faults of the line by the pointer of the object they stand in; see index.
	indexed   bool
	refusals  map[string]bool   // objects with a member that was refused
	segments  map[string]bool   // those whose refused member may be a segment
	spellings map[string]string // camelCase pointers of members in protobuf spelling
}

// An overflow is a problem over maxProblems: it counts, and is not told.
type overflow struct {
	rule     Rule
	severity Severity
}

// drops reports whether a problem of severity drop is among those of the line.
func (j *judge) drops() bool {
	return slices.ContainsFunc(j.problems, func(p Problem) bool { return p.Severity == SeverityDrop }) ||
		slices.ContainsFunc(j.over, func(o overflow) bool { return o.severity == SeverityDrop })
}

// unreadable reports whether the line is none of this format.
func (j *judge) unreadable() bool {
	x := j.x
	return x.Broken || x.Format != wire.Gemini || len(x.Faults) > 0 && x.Faults[0].Kind == wire.NotAnObject
}

// begin makes the judge ready for a line.
func (j *judge) begin(x *wire.Line) {
	j.x, j.problems, j.over, j.worst, j.otherDrop = x, j.problems[:0], j.over[:0], SeverityOff, false
	j.videos, j.cost, j.weights, j.answer, j.once = j.videos[:0], cost{}, j.weights[:0], nil, j.once[:0]
	if j.indexed {
		j.indexed = false
		clear(j.refusals)
		clear(j.segments)
		clear(j.spellings)
	}
}

func newJudge(p *Policy) *judge {
	if p == nil {
		p = new(Policy)
	}
	j := &judge{limits: p.Limits, media: p.Media, severity: p.Severity}
	if j.limits == nil {
		j.limits = defaultLimits()
	}
	return j
}

// defaultLimits returns the newest limits of the default model.
func defaultLimits() *Limits {
	l, err := LimitsFor(DefaultModel, time.Time{})
	if err != nil {
		panic("videotune: the embedded limits lack the default model: " + err.Error()) // a test reads them all
	}
	return l
}

// judge applies the rules of one line to x. The results stand in j until the
// next call.
func (j *judge) judge(x *wire.Line) {
	j.begin(x)
	j.faults()
	if j.unreadable() {
		j.sort()
		return
	}
	j.turns()
	j.system()
	j.resolution()
	j.tools()
	j.limitsOfLine()
	j.sort()
}

// sort puts the problems in the order of the contract.
func (j *judge) sort() {
	if !j.built { // else there are no columns, and the order is that of the members
		sortLine(j.problems)
	}
}

// sortLine sorts the problems of one line.
func sortLine(ps []Problem) {
	if len(ps) > 1 {
		slices.SortStableFunc(ps, func(a, b Problem) int {
			return cmp.Or(a.Column-b.Column, strings.Compare(string(a.Rule), string(b.Rule)))
		})
	}
}

// severityOf returns the severity of a rule under the policy.
func (j *judge) severityOf(rule Rule) Severity {
	if s, ok := j.severity[rule]; ok {
		return s
	}
	return ruleByID[rule].Severity
}

// add adds a problem at byte offset pos of the line.
func (j *judge) add(rule Rule, pos int, ptr Pointer, message, hint string) {
	s := j.severityOf(rule)
	if s == SeverityOff {
		return
	}
	j.worst = max(j.worst, s)
	if s == SeverityDrop && rule != RuleSegmentTooLong && rule != RuleTokensOver {
		j.otherDrop = true
	}
	if len(j.problems) == maxProblems {
		j.over = append(j.over, overflow{rule, s})
		return
	}
	ptr = j.asWritten(ptr)
	column := 0
	if pos != wire.NoPos {
		column = columnOf(pos, j.shift)
	}
	j.problems = append(j.problems, Problem{Rule: rule, Severity: s, Column: column, Pointer: ptr, Message: message, Hint: hint})
}

// columnOf returns the column of a byte offset in what was decoded, before which
// shift bytes of the physical line stand.
func columnOf(at, shift int) int { return at + shift + 1 }

// asWritten puts the protobuf spellings that the line has into a pointer, which
// the rules make of the camelCase ones, so that it leads somewhere in the line.
func (j *judge) asWritten(ptr Pointer) Pointer {
	if j.x == nil || len(j.x.Faults) == 0 {
		return ptr
	}
	if j.index(); len(j.spellings) == 0 {
		return ptr
	}
	written := ""
	for token := range strings.SplitSeq(string(ptr), "/") {
		if token == "" {
			continue
		}
		written += "/" + token
		if as, ok := j.spellings[written]; ok {
			written = as
		}
	}
	return Pointer(written)
}

// index sorts the faults of the line by where they stand: a line may have many
// of them, and many parts that ask.
func (j *judge) index() {
	if j.indexed {
		return
	}
	j.indexed = true
	for i := range j.x.Faults {
		f := &j.x.Faults[i]
		slash := strings.LastIndexByte(f.Pointer, '/')
		if slash < 0 {
			continue
		}
		parent := f.Pointer[:slash]
		switch {
		case f.Kind == wire.SnakeCase:
			put(&j.spellings, parent+"/"+f.Want, f.Pointer)
			continue
		case f.Kind == wire.UndocumentedMember:
			continue
		}
		put(&j.refusals, parent, true)
		name := strings.ToLower(f.Pointer[slash+1:])
		for _, word := range [...]string{"offset", "metadata", "start", "end", "segment", "clip", "time"} {
			if strings.Contains(name, word) && !f.Kind.IsSyntax() {
				put(&j.segments, parent, true)
			}
		}
	}
}

func put[V any](m *map[string]V, key string, v V) {
	if *m == nil {
		*m = make(map[string]V)
	}
	(*m)[key] = v
}

// A onceKey is what is told once a file.
type onceKey struct {
	rule   Rule
	detail string
}

// A onceProblem is a problem that is told once a file for each key.
type onceProblem struct {
	onceKey
	Problem
}

// addOnce is add for a warning that is said once a file: once for each detail.
// words are asked for only if it is said.
func (j *judge) addOnce(rule Rule, detail string, pos int, words func() (ptr Pointer, message, hint string)) {
	if s := j.severityOf(rule); s != SeverityWarning { // said of every line that it drops or refuses
		if s != SeverityOff {
			ptr, message, hint := words()
			j.add(rule, pos, ptr, message, hint)
		}
		return
	}
	if j.said[onceKey{rule, detail}] {
		return
	}
	if j.said == nil {
		j.said = make(map[onceKey]bool)
	}
	key := onceKey{rule, strings.Clone(detail)} // detail is a view of the line
	j.said[key] = true
	n, over, worst := len(j.problems), len(j.over), j.worst
	ptr, message, hint := words()
	j.add(rule, pos, ptr, message, hint)
	if j.unordered && len(j.problems) > n {
		j.once = append(j.once, onceProblem{key, j.problems[n]})
		j.problems, j.over, j.worst = j.problems[:n], j.over[:over], worst
	}
}

// newFile forgets what was said of the file before.
func (j *judge) newFile() { clear(j.said) }

// refused reports whether a member directly in the object at ptr was refused: a
// rule that misses something there then keeps silent, for the member that was
// meant is likely to be the refused one.
func (j *judge) refused(ptr Pointer) bool {
	if len(j.x.Faults) == 0 {
		return false
	}
	j.index()
	return j.refusals[string(j.asWritten(ptr))]
}

// segmentRefused reports whether a member was refused that may be the segment of
// the part, or an end of it: then it is not known what the line means to use.
func (j *judge) segmentRefused(turn, part int) bool {
	if len(j.x.Faults) == 0 {
		return false
	}
	if j.index(); len(j.segments) == 0 {
		return false
	}
	p := partAt(turn, part)
	for _, ptr := range [...]Pointer{"", turnAt(turn), p, p + "/fileData", p + "/videoMetadata"} {
		if j.segments[string(j.asWritten(ptr))] {
			return true
		}
	}
	return false
}

// utf8 tells that a text of an Example that was built in memory is not valid UTF-8.
func (j *judge) utf8(s string, ptr Pointer) {
	if i := invalidUTF8(s); j.built && i >= 0 {
		j.add(RuleTextUTF8, wire.NoPos, ptr, fmt.Sprintf("the text has byte %#02x at %d, which is not valid UTF-8; the service would refuse the line", s[i], i),
			"decode the text from its encoding first, or use strings.ToValidUTF8")
	}
}

// invalidUTF8 returns the position of the first byte of s that is not valid
// UTF-8, or -1.
func invalidUTF8(s string) int {
	for i, r := range s {
		if r == '\uFFFD' && !strings.HasPrefix(s[i:], "\uFFFD") {
			return i
		}
	}
	return -1
}

// at returns the pointer to element i of the array at ptr.
func at(ptr Pointer, i int) Pointer { return ptr + "/" + Pointer(strconv.Itoa(i)) }

// turnAt and partAt return the pointers to a turn and a part of one. Turn -1 is
// the system instruction.
func turnAt(turn int) Pointer {
	if turn < 0 {
		return "/systemInstruction"
	}
	return at("/contents", turn)
}

func partAt(turn, part int) Pointer { return at(turnAt(turn)+"/parts", part) }

// quote quotes a value for a message, cut to a readable length.
func quote(s string) string {
	const most = 80
	if len(s) > most {
		cut := most
		for cut > 0 && s[cut]&0xC0 == 0x80 {
			cut--
		}
		return strconv.Quote(s[:cut]) + "…"
	}
	return strconv.Quote(s)
}
