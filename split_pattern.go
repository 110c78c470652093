package videotune

import (
	"fmt"
	"regexp"
	"strings"
)

// RecordingByPattern returns a function for SplitLinesOptions.Recording: the recording
// is what a group of the pattern matches in the URI, the first one that matches
// anything. Where the pattern consists of alternatives, a|b, each is looked for in all
// of the URI before the next is: `/([^/]+)_chunk|^(.+)$` takes each video that is no
// chunk for a recording of its own. A URI in which no group matches anything is an
// error. The pattern must have a group.
func RecordingByPattern(pattern *regexp.Regexp) (func(uri string) (string, error), error) {
	if pattern.NumSubexp() == 0 {
		return nil, fmt.Errorf("videotune: the pattern %s has no group; want one around what names the recording, such as ([^/]+)_chunk", pattern)
	}
	alternatives := alternativesOf(pattern)
	return func(uri string) (string, error) {
		why := "the URI %.200q does not match %s, so that its recording is not known"
		for _, a := range alternatives {
			m := a.FindStringSubmatch(uri)
			if m == nil {
				continue
			}
			for _, group := range m[1:] {
				if group != "" {
					return group, nil
				}
			}
			why = "in the URI %.200q no group of %s matches anything, so that its recording is not known"
		}
		return "", fmt.Errorf(why, uri, pattern)
	}, nil
}

// flagGroup finds flags such as (?i), which hold for all that follows, also in the
// alternatives behind them.
var flagGroup = regexp.MustCompile(`\(\?[a-zA-Z-]+\)`)

// alternativesOf returns the patterns that a pattern is the alternation of; the pattern
// itself if it is none. As one pattern, what matches furthest to the left would win,
// which is mostly the one that shall take what is left.
//
// The text is cut, and not the tree of regexp/syntax, which takes out what alternatives
// begin with alike. A | separates alternatives if what stands before it is a pattern:
// within parentheses, a class or an escape it is none.
func alternativesOf(pattern *regexp.Regexp) []*regexp.Regexp {
	text := pattern.String()
	flags := flagGroup.FindString(text)
	rest, ok := strings.CutPrefix(text, flags)
	if !ok || flagGroup.MatchString(rest) || strings.Contains(text, `\Q`) {
		return []*regexp.Regexp{pattern}
	}
	var list []*regexp.Regexp
	begin := 0
	for i := range len(rest) + 1 {
		if i < len(rest) && rest[i] != '|' {
			continue
		}
		if one, err := regexp.Compile(flags + rest[begin:i]); err == nil {
			list, begin = append(list, one), i+1
		}
	}
	if begin <= len(rest) {
		return []*regexp.Regexp{pattern}
	}
	return list
}
