package vertex

import (
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"google.golang.org/genai"
)

// Request returns what asks the tuned model with the very prompt that it was trained
// on: the example without its answer, at the same resolution, with the same system
// instruction and tools, and as little thinking as the documents allow; see
// [Thinking].
//
// model is the base model that was tuned, in any spelling that [videotune.LimitsFor]
// takes; the endpoint to ask is named in the call:
//
//	contents, config, err := vertex.Request("gemini-2.5-flash", ex)
//	…
//	response, err := client.Models.GenerateContent(ctx, job.TunedModel.Endpoint, contents, config)
//
// No response schema is set: the service advises against controlled generation with
// a tuned model, which learnt the form of the answer from the examples.
//
// The error is a [*ConversionError] where the SDK would send something else than the
// line has (see [Contents]), where the last turn is not the model's, or where the turn
// before it is the model's too; and a [*videotune.ModelError] for a model that is not known. The results share no memory
// with ex.
func Request(model string, ex *videotune.Example) ([]*genai.Content, *genai.GenerateContentConfig, error) {
	return new(Conversion).Request(model, ex)
}

// Request is like the function [Request], in the way that c says.
func (c *Conversion) Request(model string, ex *videotune.Example) ([]*genai.Content, *genai.GenerateContentConfig, error) {
	thinking, err := Thinking(model)
	if err != nil {
		return nil, nil, err
	}
	if ex == nil || len(ex.Contents) == 0 {
		return nil, nil, refuse("/contents", "there is no turn to ask with")
	}
	last := len(ex.Contents) - 1
	if ex.Contents[last].Role != videotune.RoleModel {
		return nil, nil, refuse(at("", "contents", last), "the last turn is not the model's, so that there is no answer to leave out; give it the role model")
	}
	if last == 0 {
		return nil, nil, refuse("/contents", "there is no turn before the answer")
	}
	if ex.Contents[last-1].Role == videotune.RoleModel {
		return nil, nil, refuse(at("", "contents", last-1), "the turn before the answer is the model's as well, so that nothing is asked; join the two, or put the user's turn between them")
	}
	prompt := *ex
	prompt.Contents = ex.Contents[:last]
	contents, config, err := c.Contents(&prompt)
	if err != nil {
		return nil, nil, err
	}
	config.ThinkingConfig = thinking
	return contents, config, nil
}

// leastBudgets are the least budgets of thinking, in tokens, of base models up to Gemini
// 2.5 that refuse to be asked without any thinking (the table of budgets at
// docs.cloud.google.com, "Thinking": 128 to 32,768 for Gemini 2.5 Pro, of which
// thinking cannot be turned off).
var leastBudgets = map[string]int32{"gemini-2.5-pro": 128}

// Thinking returns the least thinking with which the documents tell to ask a tuned
// model: a budget of 0 up to Gemini 2.5, the level MINIMAL from Gemini 3 on
// (supervised-tuning, known issues, 2026-08-20). For gemini-2.5-pro it is a budget of
// 128 tokens: the page makes no exception for it, but the service refuses a lower one of
// its base model.
//
// The error is a [*videotune.ModelError] for a model that is not known.
func Thinking(model string) (*genai.ThinkingConfig, error) {
	limits, err := videotune.LimitsFor(model, time.Time{})
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(limits.Model, "gemini-2.") {
		return &genai.ThinkingConfig{ThinkingBudget: genai.Ptr(leastBudgets[limits.Model])}, nil
	}
	return &genai.ThinkingConfig{ThinkingLevel: genai.ThinkingLevelMinimal}, nil
}
