package videotune

import (
	"fmt"
	"regexp"
	"regexp/syntax"
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

// alternativesOf returns the patterns that a pattern is the alternation of; the pattern
// itself if it is none. As one pattern, what matches furthest to the left would win,
// which is mostly the one that shall take what is left.
func alternativesOf(pattern *regexp.Regexp) []*regexp.Regexp {
	tree, err := syntax.Parse(pattern.String(), syntax.Perl)
	if err != nil || tree.Op != syntax.OpAlternate {
		return []*regexp.Regexp{pattern}
	}
	var list []*regexp.Regexp
	for _, sub := range tree.Sub {
		one, err := regexp.Compile(sub.String())
		if err != nil {
			return []*regexp.Regexp{pattern}
		}
		list = append(list, one)
	}
	return list
}
