package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/spf13/cobra"
)

func newRules() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "rules [flags] [RULE]",
		Short: "List the rules by which check judges",
		Long: `rules lists every rule: its id, which is stable; its severity, unless --severity
says otherwise; what it demands or finds; and where that is from. A star marks
those whose problems, or some of them, videotune fix mends. Below them stand the
constants of the rules that compare the answers of a file.

With the id of a rule it explains that one, with the limits of the default model
that it goes by, and the pages that these are from.

A severity says what the service does: error, it refuses the whole job; drop, it
leaves the example out; warning, it takes it, and a person should look.`,
		Example: `  videotune rules
  videotune rules segment-too-long
  videotune rules --format json | jq -r '.rules[] | select(.severity == "drop") | .rule'`,
		Args: atMost(1),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			var ids []string
			for _, info := range videotune.Rules() {
				ids = append(ids, string(info.Rule)+"\t"+info.Sentence)
			}
			return ids, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			rules, constants := videotune.Rules(), ruleConstants
			if len(args) > 0 {
				info, err := lookupRule(args[0])
				if err != nil {
					return err
				}
				rules, constants = []videotune.RuleInfo{info}, constantsOf(info.Rule)
			}
			var text []byte
			switch format, err := choice("--format", format, "text", "json"); {
			case err != nil:
				return err
			case format == "json":
				if text, err = rulesJSON(rules, constants); err != nil {
					return err
				}
			case len(args) > 0:
				limits, err := limitsFor("", "")
				if err != nil {
					return err
				}
				text = ruleText(rules[0], constants, limits)
			default:
				text = rulesText(rules, constants)
			}
			return printOut(cmd, text)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "write this `format`: text or json")
	complete(cmd, "format", "text", "json")
	return cmd
}

// constantsOf returns the constants that rule goes by.
func constantsOf(rule videotune.Rule) []ruleConstant {
	var list []ruleConstant
	for _, c := range ruleConstants {
		for _, r := range c.Rules {
			if r == rule {
				list = append(list, c)
			}
		}
	}
	return list
}

func rulesText(rules []videotune.RuleInfo, constants []ruleConstant) []byte {
	var b bytes.Buffer
	ids := 0
	for _, r := range rules {
		ids = max(ids, len(r.Rule))
	}
	group := ""
	for _, r := range rules {
		if r.Group != group {
			if group != "" {
				b.WriteByte('\n')
			}
			group = r.Group
			fmt.Fprintf(&b, "%s\n", group)
		}
		mark := " "
		if r.Fixable {
			mark = "*"
		}
		fmt.Fprintf(&b, "%s %-*s  %-7s  %s (%s)\n", mark, ids, r.Rule, r.Severity, r.Sentence, r.Source)
	}
	b.WriteString("\nconstants of the rules over answers\n")
	for _, c := range constants {
		fmt.Fprintf(&b, "  %-*s  %-8s  %s\n", ids, c.Name, c.String(), c.Sentence)
	}
	return b.Bytes()
}

func ruleText(r videotune.RuleInfo, constants []ruleConstant, l *videotune.Limits) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n    %s\n\n", r.Rule, r.Sentence)
	fmt.Fprintf(&b, "about:     %s\nseverity:  %s: %s\nsource:    %s\n", r.Group, r.Severity, render.Meaning(r.Severity), r.Source)
	if r.Fixable {
		fmt.Fprintf(&b, "fixable:   %s\n", strings.TrimSpace("by videotune fix "+r.FixFlag))
	}
	b.WriteString(limitsText(r.Rule, l))
	for _, c := range constants {
		fmt.Fprintf(&b, "constant:  %s = %s: %s\n", c.Name, c.String(), c.Sentence)
	}
	fmt.Fprintf(&b, "\nSwitch it off with --severity %s=off.\n", r.Rule)
	return b.Bytes()
}

func rulesJSON(rules []videotune.RuleInfo, constants []ruleConstant) ([]byte, error) {
	type rule struct {
		Rule     videotune.Rule     `json:"rule"`
		Group    string             `json:"group"`
		Severity videotune.Severity `json:"severity"`
		Sentence string             `json:"sentence"`
		Source   string             `json:"source"`
		Fixable  bool               `json:"fixable"`
		FixFlag  string             `json:"fix_flag,omitempty"`
	}
	doc := struct {
		Rules     []rule         `json:"rules"`
		Constants []ruleConstant `json:"constants"`
	}{[]rule{}, append([]ruleConstant{}, constants...)}
	for _, r := range rules {
		doc.Rules = append(doc.Rules, rule(r))
	}
	return indentedJSON(doc)
}

// indentedJSON is json.MarshalIndent without the escapes that only HTML needs,
// and with a line feed at the end.
func indentedJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return b.Bytes(), err
}
