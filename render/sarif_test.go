package render_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
)

// sarifLog is what the tests read of a log.
type sarifLog struct {
	Version string
	Runs    []struct {
		Tool struct {
			Driver struct {
				Rules []struct {
					ID      string
					HelpURI string `json:"helpUri"`
					Help    struct{ Text, Markdown string }
				}
			}
		}
		Results []struct {
			RuleID    string `json:"ruleId"`
			RuleIndex *int   `json:"ruleIndex"`
			Level     string
			Message   struct{ Text string }
			Locations []struct {
				PhysicalLocation struct {
					ArtifactLocation struct{ URI, URIBaseID string }
					Region           *struct{ StartLine, StartColumn int }
				}
				LogicalLocations []struct{ FullyQualifiedName string }
			}
			PartialFingerprints map[string]string
			Properties          struct{ Severity string }
		}
		Invocations []struct {
			ExitCode                   int
			ExitCodeDescription        string
			ToolExecutionNotifications []struct{ Message struct{ Text string } }
			RuleConfigurationOverrides []struct {
				Descriptor    struct{ ID string }
				Configuration struct {
					Enabled *bool
					Level   string
				}
			}
		}
		Properties struct {
			Omitted int `json:"problems_omitted"`
			Summary struct {
				Fails bool `json:"job_would_fail"`
			}
		}
	}
}

// sarif returns the log of problems.
func sarif(t testing.TB, opts render.SARIFOptions, report *videotune.Report, problems ...videotune.Problem) *sarifLog {
	t.Helper()
	var out bytes.Buffer
	sink := render.NewSARIF(&out, opts)
	for i := range problems {
		sink.Problem(&problems[i])
	}
	if err := sink.Close(report); err != nil {
		t.Fatal(err)
	}
	var log sarifLog
	if err := json.Unmarshal(out.Bytes(), &log); err != nil {
		t.Fatalf("%v in\n%s", err, out.Bytes())
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 || len(log.Runs[0].Invocations) != 1 {
		t.Fatalf("not one run and one invocation: %s", out.Bytes())
	}
	return &log
}

// Each rule is there with its help, and each result points at its own.
func TestSARIFRules(t *testing.T) {
	var problems []videotune.Problem
	for _, info := range videotune.Rules() {
		problems = append(problems, videotune.Problem{Rule: info.Rule, Severity: info.Severity, File: "f", Line: 1, Message: "m"})
	}
	run := sarif(t, render.SARIFOptions{}, passing(), problems...).Runs[0]
	rules := run.Tool.Driver.Rules
	if len(rules) != len(problems) || len(run.Results) != len(problems) {
		t.Fatalf("%d rules and %d results, want %d", len(rules), len(run.Results), len(problems))
	}
	for i, r := range run.Results {
		if r.RuleIndex == nil || rules[*r.RuleIndex].ID != r.RuleID || r.RuleID != string(problems[i].Rule) || r.Properties.Severity != problems[i].Severity.String() {
			t.Errorf("result %d: %+v", i, r)
		}
		if !strings.HasSuffix(rules[i].HelpURI, "/docs/rules.md#"+rules[i].ID) || !strings.Contains(rules[i].Help.Text, "--severity "+rules[i].ID+"=off") {
			t.Errorf("rule %d: %+v", i, rules[i])
		}
	}
}

// Fingerprints stay when lines move and when other lines come between, and equal
// problems have different ones.
func TestSARIFFingerprints(t *testing.T) {
	prints := func(problems ...videotune.Problem) (list []string) {
		for _, r := range sarif(t, render.SARIFOptions{}, passing(), problems...).Runs[0].Results {
			list = append(list, r.PartialFingerprints["videotuneProblem/v1"])
		}
		return list
	}
	at := func(line int, message string) videotune.Problem {
		return videotune.Problem{Rule: videotune.RuleExampleDuplicate, File: "f", Line: line, Pointer: "/contents/0", Message: message}
	}
	whole := videotune.Problem{Rule: videotune.RuleExamplesFew, File: "f", Message: "12 training examples"}
	before := prints(at(3, "it stands on line 1 already"), at(4, "it stands on line 1 already"), at(5, "lines 4, 5, 6 …: b"), whole)
	whole.Message = "13 training examples"
	after := prints(at(13, "it stands on line 10 already"), at(20, "another"), at(44, "it stands on line 11 already"), at(45, "lines 8, 9 …: b"), whole)
	if want := []string{before[0], after[1], before[1], before[2], before[3]}; fmt.Sprint(after) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", after, want)
	}
	seen := map[string]bool{}
	other := at(1, "m")
	other.File = "g"
	pointer := at(1, "m")
	pointer.Pointer = "/contents/1"
	for _, p := range prints(at(1, "m"), at(2, "m"), other, pointer, at(1, "n"), whole) {
		if seen[p] {
			t.Errorf("%s stands twice", p)
		}
		seen[p] = true
	}
}

func TestSARIFLocations(t *testing.T) {
	names := map[string]string{
		"train.jsonl":              "train.jsonl",
		"my data/träin 100%.jsonl": "my%20data/tr%C3%A4in%20100%25.jsonl",
		"a:b.jsonl":                "./a:b.jsonl",
		"../x?y#z":                 "../x%3Fy%23z",
		"-":                        "-",
		"gs://bucket/träin.jsonl":  "gs://bucket/tr%C3%A4in.jsonl",
		"bad\xff\n":                "bad%FF%0A",
	}
	if filepath.Separator == '/' {
		names["/my data/x.jsonl"] = "file:///my%20data/x.jsonl"
		names[`dir\x.jsonl`] = "dir%5Cx.jsonl"
	} else {
		names[`C:\my data\x.jsonl`] = "file:///C:/my%20data/x.jsonl"
		names[`dir\x.jsonl`] = "dir/x.jsonl"
	}
	for name, want := range names {
		log := sarif(t, render.SARIFOptions{}, passing(), videotune.Problem{Rule: videotune.RuleFileBOM, File: name, Message: "m"})
		got := log.Runs[0].Results[0].Locations[0].PhysicalLocation
		if got.ArtifactLocation.URI != want || got.Region != nil {
			t.Errorf("%q: got %+v, want %s", name, got, want)
		}
	}
	r := sarif(t, render.SARIFOptions{}, passing(), videotune.Problem{Rule: videotune.RuleJSONSyntax, Message: "m"}).Runs[0].Results[0]
	if len(r.Locations) != 0 {
		t.Errorf("a problem of nowhere is at %+v", r.Locations)
	}
}

// Braces stand for arguments in messages of SARIF.
func TestSARIFBraces(t *testing.T) {
	log := sarif(t, render.SARIFOptions{}, passing(), videotune.Problem{Rule: videotune.RuleTextPlaceholder, File: "f", Message: "{0} {}"})
	if got := log.Runs[0].Results[0].Message.Text; got != "{{0}} {{}}" {
		t.Errorf("got %q", got)
	}
}

// The run says how it was judged, how it ended, and what is not listed.
func TestSARIFInvocation(t *testing.T) {
	report, problems := failing()
	run := sarif(t, render.SARIFOptions{Max: 2, Severity: map[videotune.Rule]videotune.Severity{
		videotune.RuleExamplesFew: videotune.SeverityOff, videotune.RuleURISigned: videotune.SeverityError,
		videotune.RuleFileBOM: videotune.SeverityError, // its own
	}}, report, problems...).Runs[0]
	inv := run.Invocations[0]
	if inv.ExitCode != 1 || !strings.HasPrefix(inv.ExitCodeDescription, "the job would fail: train.jsonl: 25 of 90") || !run.Properties.Summary.Fails {
		t.Errorf("the verdict is %+v, %+v", inv, run.Properties)
	}
	if o := inv.RuleConfigurationOverrides; len(o) != 2 || o[0].Descriptor.ID != "uri-signed" || o[0].Configuration.Level != "error" ||
		o[1].Descriptor.ID != "examples-few" || o[1].Configuration.Enabled == nil || *o[1].Configuration.Enabled {
		t.Errorf("the overrides are %+v", o)
	}
	if n := inv.ToolExecutionNotifications; len(run.Results) != 2 || run.Properties.Omitted != 26 || len(n) == 0 || !strings.HasPrefix(n[0].Message.Text, "26 more problems") {
		t.Errorf("%d results, %d omitted, notifications %+v", len(run.Results), run.Properties.Omitted, n)
	}
	inv = sarif(t, render.SARIFOptions{}, passing()).Runs[0].Invocations[0]
	if inv.ExitCode != 0 || inv.ExitCodeDescription != "the job would start" || inv.RuleConfigurationOverrides != nil {
		t.Errorf("of what passes: %+v", inv)
	}
}
