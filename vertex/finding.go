package vertex

import (
	"fmt"
	"slices"

	"github.com/seed-57910ec4/videotune"
)

// A Finding is one thing that [Preflight] found. It implements error.
type Finding struct {
	Rule     Rule
	Severity videotune.Severity // of the rule
	Where    string             // the field of the Spec, the file or the object; "" if it does not apply
	Message  string             // what, and why it matters
	Hint     string             // what to do; "" if the message says it
	Count    int                // of objects like this one, where Where is the first of them; 0 is 1
	Err      error              // the cause, where there is one, such as the answer of the storage
}

// Error returns "where: message [rule]".
func (f *Finding) Error() string {
	s := fmt.Sprintf("%s [%s]", f.Message, f.Rule)
	if f.Where != "" {
		s = f.Where + ": " + s
	}
	if f.Hint != "" {
		s += "; " + f.Hint
	}
	return s
}

// Is reports whether target is the finding's Rule.
func (f *Finding) Is(target error) bool { return target == error(f.Rule) }

// Unwrap returns Err.
func (f *Finding) Unwrap() error { return f.Err }

// Blocks reports whether the finding keeps a job from being submitted, where those of
// the rules in accept are accepted.
func (f *Finding) Blocks(accept ...Rule) bool {
	if f.Severity < videotune.SeverityError {
		return false
	}
	info, _ := LookupRule(f.Rule)
	return info.Final || !slices.Contains(accept, f.Rule)
}

// findings collect what is found.
type findings []*Finding

func (fs *findings) add(rule Rule, where, format string, args ...any) *Finding {
	info, _ := LookupRule(rule)
	f := &Finding{Rule: rule, Severity: info.Severity, Where: where, Message: fmt.Sprintf(format, args...)}
	*fs = append(*fs, f)
	return f
}
