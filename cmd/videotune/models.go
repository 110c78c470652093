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
	cmd.Flags().StringVar(&asOf, "as-of", "", "list the limits of this `day`, as YYYY-MM-DD (default the newest)")
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

// modelText is all that is known of one model.
func modelText(l *videotune.Limits) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s, edition %s%s\n\n", l.Model, l.Edition, lifeText(l))
	row := func(name, value string) { fmt.Fprintf(&b, "%-34s  %s\n", name, value) }
	number := func(name string, n int64, unit string) {
		if n == 0 {
			row(name, "no limit")
			return
		}
		row(name, strconv.FormatInt(n, 10)+unit)
	}
	for _, r := range l.Resolutions {
		value := seconds(r.MaxDuration) + " of video, " + strconv.Itoa(r.TokensPerFrame) + " tokens a frame"
		if r.RelativeTime > 0 {
			value += ", training time × " + strconv.FormatFloat(r.RelativeTime, 'f', -1, 64)
		}
		row(string(r.Resolution), value)
	}
	number("video file", l.MaxVideoBytes, " bytes")
	number("videos of an example", int64(l.MaxVideos), "")
	number("images of an example", int64(l.MaxImages), "")
	number("tokens of an example", l.MaxTokens, "")
	number("JSONL file", l.MaxFileBytes, " bytes")
	number("training examples with media", int64(l.MaxExamples), "")
	number("training examples without media", int64(l.MaxTextExamples), "")
	number("training examples, as advised", int64(l.MinExamples), " or more")
	number("validation examples", int64(l.Validation.MaxExamples), "")
	if len(l.Sources) > 0 {
		b.WriteString("\nSources\n")
		for _, name := range slices.Sorted(maps.Keys(l.Sources)) {
			fmt.Fprintf(&b, "  %s: %s\n", name, l.Sources[name])
		}
	}
	return b.Bytes()
}
