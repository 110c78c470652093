package videotune

import (
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/wire"
)

// faults turns what the decoder refused into problems.
func (j *judge) faults() {
	if x := j.x; x.Format != wire.Gemini && !x.Broken {
		r := formatRules[x.Format]
		j.add(r.rule, x.FormatAt, Pointer("/"+x.FormatName), r.message, r.hint)
	}
	for i := range j.x.Faults {
		f := &j.x.Faults[i]
		rule, message, hint := explain(f)
		if j.built && f.Kind.IsSyntax() {
			rule, hint = RuleRawJSON, "make the value with json.Marshal"
		}
		j.add(rule, f.At, Pointer(f.Pointer), message, hint)
	}
}

var formatRules = map[wire.Format]struct {
	rule          Rule
	message, hint string
}{
	wire.ChatMessages: {RuleFormatChat, `the line has "messages", the chat format of other vendors; Gemini's tuning reads "contents"`,
		`make each message a content: role "assistant" becomes "model", "system" moves to systemInstruction, content becomes parts`},
	wire.PromptCompletion: {RuleFormatPromptCompletion, `the line has "prompt" and "completion"; Gemini's tuning reads "contents"`,
		"put the prompt into a user turn and the completion into a model turn"},
	wire.InputOutput: {RuleFormatInputOutput, `the line has an input and an output text, the format of older models; the service answers "Missing required contents field"`,
		"put the input into a user turn and the output into a model turn"},
	wire.BatchRequest: {RuleFormatBatchRequest, `the line is a request of batch prediction; tuning reads what is inside "request"`,
		`take the value of "request" as the line, and add the answer as a model turn`},
	wire.Preference: {RuleFormatPreference, `the line has "completions", the format of preference tuning, which takes text only`,
		"for supervised tuning end contents with the preferred answer as a model turn"},
	wire.Reinforcement: {RuleFormatReinforcement, `the line has "references", the format of reinforcement tuning`,
		"for supervised tuning end contents with the answer as a model turn"},
	wire.ResponseMember: {RuleFormatResponse, `the line keeps the answer in "response", which supervised tuning does not read`,
		"move the answer into contents, as a last turn of role model"},
}

// explain returns the rule and the words for a fault of the decoder.
func explain(f *wire.Fault) (rule Rule, message, hint string) {
	name := quote(f.Name)
	switch f.Kind {
	case wire.UnknownMember:
		if f.Want != "" {
			return RuleMemberUnknown, "unknown member " + name + "; the service would refuse it or lose it", "did you mean " + quote(f.Want) + "?"
		}
		return RuleMemberUnknown, "unknown member " + name + "; the service would refuse it or lose it", "remove it"
	case wire.UndocumentedMember:
		return RuleMemberUndocumented, "requests have a member " + name + ", but tuning does not document it: it may be ignored or refused", "remove it, unless you know that the service takes it"
	case wire.DuplicateMember:
		return RuleMemberDuplicate, "the member " + name + " stands twice in one object: readers keep the first, the last, or refuse both", "keep one of them"
	case wire.BothSpellings:
		return RuleMemberBothSpellings, "one member in both spellings, " + f.Want + ": protobuf's readers refuse it as a duplicate", "keep the camelCase one"
	case wire.WrongCase:
		return RuleMemberCase, "unknown member " + name + ": member names are case-sensitive, and the service would lose this one", "write " + quote(f.Want)
	case wire.SnakeCase:
		return RuleMemberSnakeCase, name + " is the protobuf spelling; readers that know only the JSON name lose the member in silence", "write " + quote(f.Want)
	case wire.Misplaced:
		return RuleMemberMisplaced, name + " does not belong here, where the service does not read it", "put it " + f.Want
	case wire.WrongType:
		if strings.HasSuffix(f.Pointer, "/text") && (f.Got == wire.Object || f.Got == wire.Array) {
			hint = "write the JSON as a string; ModelJSON of a Builder does it"
		}
		return RuleMemberType, "found " + f.Got.String() + " where the service wants " + f.Want, hint
	case wire.NotAnObject:
		if f.Got == wire.String {
			hint = "if it is an object that was encoded twice, write the object itself"
		}
		return RuleLineNotObject, "the line is " + f.Got.String() + "; each line is a JSON object with contents", hint
	case wire.TooManyContents:
		return RuleContentsTooMany, fmt.Sprintf("more than %d turns in one example", wire.MaxContents), "split the conversation into several examples"
	case wire.TooManyParts:
		return RuleContentsTooMany, fmt.Sprintf("more than %d parts in one example", wire.MaxParts), "join the texts of a turn into one part"
	}
	return explainSyntax(f, name)
}

func explainSyntax(f *wire.Fault, name string) (rule Rule, message, hint string) {
	switch f.Kind {
	case wire.CutShort:
		return RuleLineCutShort, "the line ends in the middle of a JSON value", "the file may have been cut off while it was written or copied; write the example again, on one line"
	case wire.CutInString:
		return RuleLineRawNewline, "the line ends in the middle of a string: a line break in a text ends the line, and the example with it", `write the line break as \n`
	case wire.TrailingComma:
		return RuleJSONTrailingComma, "trailing comma: JSON has none before a closing bracket, although the service's own examples print them", "remove the comma"
	case wire.MissingComma:
		return RuleJSONMissingComma, "a comma is missing here", ""
	case wire.SingleQuote:
		return RuleJSONSingleQuotes, "single quotes: JSON strings stand in double quotes", "if this is a printed Python value, write it with json.dumps"
	case wire.PythonWord:
		return RuleJSONPython, name + " is Python; JSON writes null, true and false", "write the line with json.dumps, not with str or print"
	case wire.Comment:
		return RuleJSONComment, "a comment: JSON has none", "remove it"
	case wire.NaN:
		return RuleJSONNaN, name + " is no JSON number", "leave the member out, or write null"
	case wire.EqualsSign:
		return RuleJSONEquals, "'=' between a member's name and its value", "write ':'"
	case wire.BareName:
		return RuleJSONBareName, "the member name " + name + " has no quotes", "write it in double quotes"
	case wire.BadEscape:
		return RuleJSONEscape, "JSON has no escape " + name, `write a backslash as \\`
	case wire.BadNumber:
		return RuleJSONNumber, name + " is not how JSON writes a number", ""
	case wire.LoneSurrogate:
		return RuleJSONLoneSurrogate, "half of a surrogate pair: it is no character, and readers refuse it or replace it", "write both halves, or the character itself"
	case wire.InvalidUTF8:
		return RuleJSONUTF8, "the line is not valid UTF-8 here", "write the file as UTF-8"
	case wire.ControlCharacter:
		return RuleJSONControlCharacter, "a raw control character (" + f.Name + ") in a string", `write it as an escape, such as \t`
	case wire.TooDeep:
		return RuleJSONDepth, fmt.Sprintf("nested more than %d deep, where protobuf's readers stop too", wire.MaxDepth), ""
	case wire.RunTogether:
		return RuleLineRunTogether, "another object begins on the same line; the service reads one example a line", "put each object on its own line"
	case wire.TrailingData:
		if f.Name == "," {
			return RuleJSONTrailingData, "a comma follows the object, as in a JSON array", "remove it: lines are not joined by commas"
		}
		return RuleJSONTrailingData, "something follows the object: " + name, "one JSON object a line, and nothing after it"
	}
	switch f.Name {
	case "U+FEFF":
		return RuleJSONSyntax, "a byte order mark within the file, which is no JSON; perhaps files were joined", "remove it"
	case "“", "”", "„", "‘", "’":
		return RuleJSONSyntax, "a typographic quote " + name + " where JSON wants a straight one", `write "`
	}
	if want, advice, _ := strings.Cut(f.Want, "; "); want != "" {
		return RuleJSONSyntax, "not JSON: found " + name + " where " + want + " belongs", advice
	}
	return RuleJSONSyntax, "not JSON: unexpected " + name, ""
}
