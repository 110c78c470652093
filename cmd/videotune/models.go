package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/spf13/cobra"
)

func newModels() *cobra.Command {
	var asOf string
	cmd := &cobra.Command{
		Use:   "models [flags] [MODEL]",
		Short: "List the models whose limits are known, or explain the limits of one",
		Long: `models lists the models whose limits for tuning on video are known. With the name
of a model it lists its limits, and where each number is from.

Limits come in editions, the states of the service's pages; --as-of picks the one
of a day.`,
		Example: `  videotune models
  videotune models gemini-2.5-flash --as-of 2025-09-01`,
		Args:              atMost(1),
		ValidArgsFunction: cobra.FixedCompletions(videotune.Models(), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, args []string) error {
			names := videotune.Models()
			if len(args) > 0 {
				names = args
			}
			var all []*videotune.Limits
			for _, name := range names {
				l, err := limitsFor(name, asOf)
				if err != nil {
					return err
				}
				all = append(all, l)
			}
			if len(args) > 0 {
				return printOut(cmd, modelText(all[0]))
			}
			return printOut(cmd, modelsText(all))
		},
	}
	cmd.Flags().StringVar(&asOf, "as-of", "", "list the limits of this `day`, as YYYY-MM-DD (default the newest);\na day before a model's first edition has that first one")
	return cmd
}

// modelsText is one line for each model.
func modelsText(all []*videotune.Limits) []byte {
	width := 0
	for _, l := range all {
		width = max(width, len(l.Model))
	}
	var b bytes.Buffer
	for _, l := range all {
		fmt.Fprintf(&b, "%-*s  %-10s  %s%s\n", width, l.Model, l.Edition, resolutionsText(l), lifeText(l))
	}
	return b.Bytes()
}

func resolutionsText(l *videotune.Limits) string {
	var list []string
	for _, r := range l.Resolutions {
		name := strings.TrimPrefix(string(r.Resolution), "MEDIA_RESOLUTION_")
		list = append(list, name+" "+seconds(r.MaxDuration))
	}
	return strings.Join(list, ", ")
}

func lifeText(l *videotune.Limits) string {
	switch {
	case !l.Retired.IsZero():
		return "; retires " + l.Retired.Format(time.DateOnly)
	case !l.NotRetiredBefore.IsZero():
		return "; stays until " + l.NotRetiredBefore.Format(time.DateOnly) + " at least"
	}
	return ""
}

func seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " s"
}

// A limitRow is one limit of a model.
type limitRow struct {
	name, value string
	source      string // the path in Limits.Sources
	rules       []videotune.Rule
}

// limitRows returns the limits that rules go by.
func limitRows(l *videotune.Limits) []limitRow {
	var rows []limitRow
	for _, r := range l.Resolutions {
		value := seconds(r.MaxDuration) + " of video, " + strconv.Itoa(r.TokensPerFrame) + " tokens a frame"
		if r.RelativeTime > 0 {
			value += ", training time × " + strconv.FormatFloat(r.RelativeTime, 'f', -1, 64)
		}
		rows = append(rows, limitRow{string(r.Resolution), value, "resolutions.maxDuration", []videotune.Rule{videotune.RuleSegmentTooLong}})
	}
	number := func(name string, n int64, unit, source string, rules ...videotune.Rule) {
		value := "no limit"
		if n != 0 {
			value = strconv.FormatInt(n, 10) + unit
		}
		rows = append(rows, limitRow{name, value, source, rules})
	}
	number("video file", l.MaxVideoBytes, " bytes", "maxVideoBytes", videotune.RuleVideoTooLarge, videotune.RuleVideoSizeNear)
	number("videos of an example", int64(l.MaxVideos), "", "maxVideos", videotune.RuleVideoCount)
	number("images of an example", int64(l.MaxImages), "", "maxImages", videotune.RuleImageCount)
	number("tokens of an example", l.MaxTokens, "", "maxTokens", videotune.RuleTokensOver, videotune.RuleTokensNear)
	number("JSONL file", l.MaxFileBytes, " bytes", "maxFileBytes", videotune.RuleFileTooLarge)
	number("training examples with media", int64(l.MaxExamples), "", "maxExamples", videotune.RuleExamplesOver)
	number("training examples without media", int64(l.MaxTextExamples), "", "maxTextExamples", videotune.RuleExamplesOver)
	number("training examples, as advised", int64(l.MinExamples), " or more", "minExamples", videotune.RuleExamplesFew)
	number("validation examples", int64(l.Validation.MaxExamples), "", "validation.maxExamples", videotune.RuleValidationOver)
	return rows
}

// limitsText tells by which limits of l a rule goes, and where they are from; ""
// if it goes by none.
func limitsText(rule videotune.Rule, l *videotune.Limits) string {
	var b strings.Builder
	var sources []string
	line := func(text string) {
		label := ""
		if b.Len() == 0 {
			label = "limits:"
		}
		fmt.Fprintf(&b, "%-11s%s\n", label, text)
	}
	for _, row := range limitRows(l) {
		if !slices.Contains(row.rules, rule) {
			continue
		}
		if b.Len() == 0 {
			line("of " + l.Model + ", edition " + l.Edition)
		}
		line(row.name + ": " + row.value)
		if !slices.Contains(sources, row.source) {
			sources = append(sources, row.source)
		}
	}
	for _, path := range sources {
		if text, ok := l.Sources[path]; ok {
			line(text)
		}
	}
	return b.String()
}

// modelText is all that is known of one model.
func modelText(l *videotune.Limits) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s, edition %s%s\n\n", l.Model, l.Edition, lifeText(l))
	for _, row := range limitRows(l) {
		fmt.Fprintf(&b, "%-34s  %s\n", row.name, row.value)
	}
	if len(l.Sources) > 0 {
		b.WriteString("\nSources\n")
		for _, name := range slices.Sorted(maps.Keys(l.Sources)) {
			fmt.Fprintf(&b, "  %s: %s\n", name, l.Sources[name])
		}
	}
	return b.Bytes()
}
