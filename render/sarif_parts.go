package render

import (
	"fmt"
	"hash/fnv"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// The pages that a log points at.
const (
	projectPage = "https://github.com/seed-57910ec4/videotune"
	rulesPage   = projectPage + "/blob/main/docs/rules.md"
)

// The types below are objects of the standard, with the members that are used of
// them.
type (
	sarifMessage struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifSeverity struct {
		Severity videotune.Severity `json:"severity"`
	}
	sarifConfiguration struct {
		Enabled *bool  `json:"enabled,omitempty"`
		Level   string `json:"level,omitempty"`
	}
	sarifRule struct {
		ID            videotune.Rule      `json:"id"`
		Short         sarifMessage        `json:"shortDescription"`
		Full          sarifMessage        `json:"fullDescription"`
		Help          sarifMessage        `json:"help"`
		HelpURI       string              `json:"helpUri"`
		Configuration sarifConfiguration  `json:"defaultConfiguration"`
		Properties    sarifRuleProperties `json:"properties"`
	}
	sarifRuleProperties struct {
		Tags     []string           `json:"tags"`
		Severity videotune.Severity `json:"severity"`
		Source   string             `json:"source"`
	}
	sarifResult struct {
		RuleID       videotune.Rule    `json:"ruleId"`
		RuleIndex    *int              `json:"ruleIndex,omitempty"`
		Level        string            `json:"level"`
		Message      sarifMessage      `json:"message"`
		Locations    []*sarifLocation  `json:"locations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Properties   sarifSeverity     `json:"properties"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI  string `json:"uri"`
		Base string `json:"uriBaseId,omitempty"`
	}
	sarifRegion struct {
		Line   int `json:"startLine"`
		Column int `json:"startColumn,omitempty"`
	}
	sarifLogical struct {
		Name videotune.Pointer `json:"fullyQualifiedName"`
		Kind string            `json:"kind"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		ExitCode      int                 `json:"exitCode"`
		Description   string              `json:"exitCodeDescription"`
		Overrides     []sarifOverride     `json:"ruleConfigurationOverrides,omitempty"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifOverride struct {
		Descriptor    sarifDescriptor    `json:"descriptor"`
		Configuration sarifConfiguration `json:"configuration"`
	}
	sarifDescriptor struct {
		ID    videotune.Rule `json:"id"`
		Index int            `json:"index"`
	}
	sarifNotification struct {
		Level   string       `json:"level"`
		Message sarifMessage `json:"message"`
	}
)

// notify adds a notification.
func (inv *sarifInvocation) notify(level, text string) {
	inv.Notifications = append(inv.Notifications, sarifNotification{level, newSARIFMessage(text)})
}

// sarifBraces are the characters that stand for arguments in a message (3.11.5 of
// the standard).
var sarifBraces = strings.NewReplacer("{", "{{", "}", "}}")

// newSARIFMessage returns a message without arguments.
func newSARIFMessage(text string) sarifMessage { return sarifMessage{Text: sarifBraces.Replace(text)} }

// sarifLevel returns the level that tells of a severity.
func sarifLevel(s videotune.Severity) string {
	switch s {
	case videotune.SeverityError:
		return "error"
	case videotune.SeverityDrop:
		return "warning"
	case videotune.SeverityWarning:
		return "note"
	}
	return "none"
}

// newSARIFRule returns what is told of a rule.
func newSARIFRule(info videotune.RuleInfo) *sarifRule {
	off := fmt.Sprintf("--severity %s=off", info.Rule)
	page := rulesPage + "#" + string(info.Rule)
	meaning := fmt.Sprintf("Severity: %s: %s.", info.Severity, Meaning(info.Severity))
	short := newSARIFMessage(info.Sentence)
	return &sarifRule{
		ID: info.Rule, Short: short,
		Full: newSARIFMessage(info.Sentence + " " + meaning),
		Help: sarifMessage{
			Text: sarifBraces.Replace(fmt.Sprintf("%s\n\n%s\nSource: %s.\nSwitch it off with %s.\n%s", info.Sentence, meaning, info.Source, off, page)),
			Markdown: sarifBraces.Replace(fmt.Sprintf("%s\n\n- %s\n- Source: %s.\n- Switch it off with `%s`.\n\n[Wrong and right lines](%s)",
				info.Sentence, meaning, info.Source, off, page)),
		},
		HelpURI:       page,
		Configuration: sarifConfiguration{Level: sarifLevel(info.Severity)},
		Properties:    sarifRuleProperties{Tags: []string{info.Group}, Severity: info.Severity, Source: info.Source},
	}
}

// newSARIFLocation returns where a problem is; nil if it is nowhere.
func newSARIFLocation(p *videotune.Problem) *sarifLocation {
	var loc sarifLocation
	if p.File != "" {
		uri := fileURI(p.File)
		loc.Physical = &sarifPhysical{Artifact: sarifArtifact{URI: uri}}
		if !strings.Contains(uri, "://") {
			loc.Physical.Artifact.Base = "%SRCROOT%"
		}
		if p.Line > 0 {
			loc.Physical.Region = &sarifRegion{Line: p.Line, Column: p.Column}
		}
	}
	if p.Pointer != "" {
		loc.Logical = []sarifLogical{{p.Pointer, "value"}}
	}
	if loc.Physical == nil && loc.Logical == nil {
		return nil
	}
	return &loc
}

// lineNumbers are the numbers of lines in a message.
var lineNumbers = regexp.MustCompile(`\b(line|lines) [0-9]+(, [0-9]+)*( …)?`)

// fingerprint returns what a problem is known by when its line has moved. Figures
// of a file as such change with every line, so its message does not count.
func (s *SARIF) fingerprint(p *videotune.Problem) string {
	h := fnv.New64a()
	message := ""
	if p.Line > 0 {
		message = lineNumbers.ReplaceAllString(p.Message, "$1")
	}
	for _, part := range []string{string(p.Rule), p.File, string(p.Pointer), message} {
		_, _ = io.WriteString(h, part)
		_, _ = h.Write([]byte{0})
	}
	sum := h.Sum64()
	s.prints[sum]++
	return fmt.Sprintf("%016x:%s", sum, strconv.Itoa(s.prints[sum]))
}
