// Package survey counts what a dataset holds: lengths of segments, tokens, sizes of
// files, resolutions, types, hosts, prompts, and which stretches of which videos are
// used on which side. [Check] does so while [videotune.Check] judges, in one reading of
// the files:
//
//	report, s, err := survey.Check(data, &videotune.CheckOptions{}, nil)
//
// What is in memory does not grow with the files beyond the bounds that this package
// names; what lies beyond them is counted. The same files give the same Survey, also the
// same sample of examples. What a page or a table makes of it is told elsewhere:
// see package render/page.
package survey
