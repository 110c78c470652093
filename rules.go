package videotune

import "strings"

// A RuleInfo describes a rule.
type RuleInfo struct {
	Rule     Rule
	Group    string   // what the rule is about, such as "segments"
	Severity Severity // unless Policy.Severity says otherwise
	Sentence string   // what it demands or finds
	Source   string   // the page or standard it is from; "inferred" and "own bound" are ours
	// Fixable tells that package fix mends what the rule finds, or some of it: what
	// can be mended without guessing what is meant.
	Fixable bool
	// FixFlag is the flag of "videotune fix" without which it does not, as "--resolution";
	// "" if none is needed, or the rule is not Fixable.
	FixFlag string
}

// Rules returns all rules, in the order of their groups.
func Rules() []RuleInfo { return append([]RuleInfo(nil), ruleTable...) }

// LookupRule returns the rule that is called id.
func LookupRule(id Rule) (RuleInfo, bool) {
	info, ok := ruleByID[id]
	return info, ok
}

// ofFile reports whether a problem of the rule that names no line is one of a
// file, and of no value in it.
func (info RuleInfo) ofFile() bool {
	switch info.Group {
	case "files that are not JSONL", "the dataset":
		return true
	case "answers":
		return !strings.HasPrefix(string(info.Rule), "answer-")
	}
	switch info.Rule {
	case RuleVideoNone, RuleResolutionMissing, RuleResolutionMixed, RuleExamplesOver, RuleExamplesFew, RuleValidationOver:
		return true
	}
	return false
}

var ruleByID = func() map[Rule]RuleInfo {
	m := make(map[Rule]RuleInfo, len(ruleTable))
	for _, info := range ruleTable {
		m[info.Rule] = info
	}
	return m
}()

// ruleTable is the one place where a rule is made; testdata/rules.golden holds
// what was released of it.
var ruleTable = withFixes([]rule{
	// files that are not JSONL
	{RuleFileEmpty, "files that are not JSONL", SeverityError, "The file holds no example.", "inferred"},
	{RuleFileCompressed, "files that are not JSONL", SeverityError, "The file is compressed; the service reads plain JSONL.", "prepare-data"},
	{RuleFileEncoding, "files that are not JSONL", SeverityError, "The file is UTF-16 or UTF-32; the service reads UTF-8.", "RFC 8259 8.1"},
	{RuleFileBOM, "files that are not JSONL", SeverityError, "The file begins with a byte order mark, which JSON forbids.", "RFC 8259 8.1"},
	{RuleFilePrettyPrinted, "files that are not JSONL", SeverityError, "The JSON is spread over lines; each example must be one line.", "video tuning"},
	{RuleFileJSONArray, "files that are not JSONL", SeverityError, "The file is one JSON array; each example must be a line of its own.", "prepare-data"},
	{RuleFileCSV, "files that are not JSONL", SeverityError, "The file is a table (CSV or TSV), not JSONL.", "prepare-data"},
	{RuleFileHTML, "files that are not JSONL", SeverityError, "The file is an HTML or XML page, not JSONL.", "prepare-data"},
	{RuleFileNotJSONL, "files that are not JSONL", SeverityError, "The file is something else than JSON lines.", "prepare-data"},
	{RuleFileTooLarge, "files that are not JSONL", SeverityError, "A JSONL file may have 1 GB.", "supervised-tuning"},
	{RuleFileBlankLines, "files that are not JSONL", SeverityWarning, "Blank lines are no examples; some readers refuse them.", "inferred"},
	{RuleLineTooLong, "files that are not JSONL", SeverityError, "The line is longer than the reader's bound.", "own bound"},
	{RuleLineCutShort, "files that are not JSONL", SeverityError, "The line ends in the middle of a value.", "RFC 8259"},
	{RuleLineRawNewline, "files that are not JSONL", SeverityError, "A string runs over the end of the line: a line break in a string is written \\n.", "RFC 8259 7"},
	{RuleLineRunTogether, "files that are not JSONL", SeverityError, "Several JSON objects stand on one line.", "prepare-data"},
	{RuleLineNotObject, "files that are not JSONL", SeverityError, "The line's value is no JSON object.", "prepare-data"},
	// JSON faults
	{RuleJSONTrailingComma, "JSON faults", SeverityError, "A comma stands before a closing bracket, as in the service's own examples.", "RFC 8259; video tuning prints it"},
	{RuleJSONMissingComma, "JSON faults", SeverityError, "A comma is missing between two members or elements.", "RFC 8259"},
	{RuleJSONSingleQuotes, "JSON faults", SeverityError, "JSON strings stand in double quotes.", "RFC 8259 7"},
	{RuleJSONPython, "JSON faults", SeverityError, "The line is a printed Python value, not JSON.", "RFC 8259"},
	{RuleJSONComment, "JSON faults", SeverityError, "JSON has no comments.", "RFC 8259"},
	{RuleJSONNaN, "JSON faults", SeverityError, "JSON has no NaN and no Infinity.", "RFC 8259 6"},
	{RuleJSONEquals, "JSON faults", SeverityError, "A member's name and value are joined by a colon.", "RFC 8259 4"},
	{RuleJSONBareName, "JSON faults", SeverityError, "A member's name stands in double quotes.", "RFC 8259 4"},
	{RuleJSONEscape, "JSON faults", SeverityError, "The string holds an escape that JSON does not have.", "RFC 8259 7"},
	{RuleJSONNumber, "JSON faults", SeverityError, "The number is not spelt as JSON wants it.", "RFC 8259 6"},
	{RuleJSONLoneSurrogate, "JSON faults", SeverityError, "Half of a surrogate pair is no character.", "RFC 8259 8.2"},
	{RuleJSONUTF8, "JSON faults", SeverityError, "The text is not valid UTF-8.", "RFC 8259 8.1"},
	{RuleJSONControlCharacter, "JSON faults", SeverityError, "A control character in a string is written as an escape.", "RFC 8259 7"},
	{RuleJSONTrailingData, "JSON faults", SeverityError, "Something follows the object on its line.", "RFC 8259"},
	{RuleJSONDepth, "JSON faults", SeverityError, "The value is nested more than 100 deep, where protobuf's readers stop too.", "protobuf"},
	{RuleJSONSyntax, "JSON faults", SeverityError, "The line is not JSON.", "RFC 8259"},
	// other formats
	{RuleFormatChat, "other formats", SeverityError, "The line is a chat example with messages, another vendor's format.", "prepare-data"},
	{RuleFormatPromptCompletion, "other formats", SeverityError, "The line has prompt and completion, another format.", "prepare-data"},
	{RuleFormatInputOutput, "other formats", SeverityError, "The line has input and output texts, the format of older models.", "prepare-data"},
	{RuleFormatBatchRequest, "other formats", SeverityError, "The line is a batch request; tuning takes what is inside it.", "prepare-data"},
	{RuleFormatPreference, "other formats", SeverityError, "The line is an example for preference tuning.", "preference-tuning"},
	{RuleFormatReinforcement, "other formats", SeverityError, "The line is an example for reinforcement tuning.", "reinforcement-tuning"},
	{RuleFormatResponse, "other formats", SeverityError, "The line keeps the answer in response; it belongs into a model turn.", "prepare-data"},
	// members
	{RuleMemberUnknown, "members", SeverityError, "The service does not know the member.", "Content reference"},
	{RuleMemberUndocumented, "members", SeverityWarning, "Requests have the member, tuning does not document it.", "prepare-data"},
	{RuleMemberDuplicate, "members", SeverityError, "The member stands twice.", "protobuf JSON"},
	{RuleMemberBothSpellings, "members", SeverityError, "The member stands in both of its spellings.", "protobuf JSON"},
	{RuleMemberCase, "members", SeverityError, "Member names are spelt exactly so.", "protobuf JSON"},
	{RuleMemberSnakeCase, "members", SeverityWarning, "The member is spelt as in protobuf; readers that only know JSON names lose it.", "protobuf JSON"},
	{RuleMemberMisplaced, "members", SeverityError, "The member belongs elsewhere.", "Content reference"},
	{RuleMemberType, "members", SeverityError, "The value is of another JSON type than the member wants.", "Content reference"},
	// turns and parts
	{RuleContentsMissing, "turns and parts", SeverityError, "An example needs contents.", "prepare-data"},
	{RuleContentsEmpty, "turns and parts", SeverityError, "An example needs at least one turn.", "prepare-data"},
	{RuleContentsTooMany, "turns and parts", SeverityError, "The example has more turns or parts than the reader takes.", "own bound"},
	{RuleRoleMissing, "turns and parts", SeverityWarning, "A turn without a role is read as the only one it can be.", "prepare-data"},
	{RuleRoleAmbiguous, "turns and parts", SeverityError, "A turn has no role, and more than one is possible.", "prepare-data"},
	{RuleRoleUnknown, "turns and parts", SeverityError, "A role is user or model.", "Content reference"},
	{RuleRoleFunction, "turns and parts", SeverityWarning, "The role of a function's response is left out or user.", "function-calling"},
	{RuleRoleRepeated, "turns and parts", SeverityWarning, "Two turns of one role follow each other.", "Google's notebook"},
	{RuleTurnModelMissing, "turns and parts", SeverityError, "Without a turn of the model there is nothing to learn.", "prepare-data"},
	{RuleTurnLastNotModel, "turns and parts", SeverityError, "The last turn is the answer to learn, the model's.", "prepare-data"},
	{RulePartsMissing, "turns and parts", SeverityError, "A turn needs at least one part.", "Content reference"},
	{RulePartEmpty, "turns and parts", SeverityError, "A part needs text, a file or a function call.", "Content reference"},
	{RulePartAmbiguous, "turns and parts", SeverityError, "A part has exactly one of text, file and function call.", "Content reference"},
	{RuleTextEmpty, "turns and parts", SeverityWarning, "Empty text says nothing; the service refuses it in requests.", "Google's notebook"},
	{RuleTextPlaceholder, "turns and parts", SeverityWarning, "The text is a placeholder copied from documentation.", "Google's notebooks"},
	{RuleTextUTF8, "turns and parts", SeverityError, "The text is not valid UTF-8.", "RFC 8259 8.1"},
	{RuleRawJSON, "turns and parts", SeverityError, "Tools, args and response are JSON values of their type.", "function-calling"},
	{RuleFunctionNameMissing, "turns and parts", SeverityError, "A function call or response needs the function's name.", "function-calling"},
	{RuleSystemMedia, "turns and parts", SeverityError, "A system instruction holds text only.", "prepare-data"},
	{RuleVideoAfterText, "turns and parts", SeverityWarning, "The service advises to put the video before the text.", "video understanding"},
	{RuleModelMedia, "turns and parts", SeverityWarning, "What a file in a model turn does is not documented.", "prepare-data"},
	{RuleInlineData, "turns and parts", SeverityError, "Tuning takes files by URI, not inline bytes.", "prepare-data"},
	// files of an example
	{RuleURIMissing, "files of an example", SeverityError, "A file needs its URI.", "Content reference"},
	{RuleURIScheme, "files of an example", SeverityError, "A file is a gs:// object or a public http(s) URL.", "video tuning"},
	{RuleURIForm, "files of an example", SeverityError, "The URI does not name one object.", "video tuning"},
	{RuleURIFolder, "files of an example", SeverityError, "The URI names a folder, not an object.", "video tuning"},
	{RuleURIWildcard, "files of an example", SeverityError, "The URI holds a wildcard; one line has one file.", "video tuning"},
	{RuleURILocal, "files of an example", SeverityError, "The service cannot read a path of your machine.", "video tuning"},
	{RuleURIFilesAPI, "files of an example", SeverityError, "Files of the Gemini API cannot be read by Vertex tuning.", "video tuning"},
	{RuleURIStorageBrowser, "files of an example", SeverityError, "The URL is a page of the storage browser, not the object.", "inferred"},
	{RuleURIVideoPage, "files of an example", SeverityWarning, "The URL is the page of a video, which tuning does not document.", "inference reference"},
	{RuleURISigned, "files of an example", SeverityWarning, "A signed URL expires before the job may read it.", "inferred"},
	{RuleURIPlaceholder, "files of an example", SeverityError, "The URI is a placeholder copied from documentation.", "video tuning"},
	{RuleMIMEMissing, "files of an example", SeverityError, "A file needs its MIME type.", "Content reference"},
	{RuleMIMEUnknown, "files of an example", SeverityError, "The service does not list the MIME type.", "video understanding"},
	{RuleMIMEAlias, "files of an example", SeverityWarning, "The MIME type is usually spelt otherwise.", "video understanding"},
	{RuleMIMEDisputed, "files of an example", SeverityWarning, "The service's pages disagree about the MIME type.", "video understanding; inference"},
	{RuleMIMEExtension, "files of an example", SeverityWarning, "MIME type and file extension disagree.", "Content reference"},
	{RuleVideoNone, "files of an example", SeverityWarning, "No example of the file has a video.", "video tuning"},
	// segments
	{RuleOffsetSpelling, "segments", SeverityError, "An offset is decimal seconds with an s, such as \"5.5s\".", "protobuf JSON"},
	{RuleOffsetLoose, "segments", SeverityWarning, "Readers differ on this spelling of an offset.", "protobuf JSON"},
	{RuleOffsetNegative, "segments", SeverityError, "An offset counts from the start of the video.", "protobuf JSON"},
	{RuleOffsetOverflow, "segments", SeverityError, "The offset is beyond what a duration holds.", "protobuf JSON"},
	{RuleSegmentReversed, "segments", SeverityError, "A segment ends after it starts.", "video tuning"},
	{RuleSegmentUnderFrame, "segments", SeverityWarning, "The segment is shorter than the time between two sampled frames.", "video understanding"},
	{RuleSegmentAfterEnd, "segments", SeverityDrop, "The segment starts at or after the end of the video.", "video tuning"},
	{RuleSegmentPastEnd, "segments", SeverityWarning, "The segment ends past the end of the video.", "video tuning"},
	{RuleSegmentWithoutFile, "segments", SeverityError, "A segment needs its file in the same part.", "Content reference"},
	{RuleSegmentOnImage, "segments", SeverityWarning, "Only a video has segments, not an image or a document.", "Content reference"},
	{RuleFPSRange, "segments", SeverityError, "The frame rate is over 0 and at most 24.", "Content reference"},
	{RuleFPSSet, "segments", SeverityWarning, "Tuning does not document fps; limits and token counts assume 1.", "Content reference"},
	// resolution
	{RuleResolutionMissing, "resolution", SeverityWarning, "No line sets the resolution.", "image tuning"},
	{RuleResolutionMixed, "resolution", SeverityError, "All lines of training and validation have one resolution.", "video tuning"},
	{RuleResolutionUnknown, "resolution", SeverityError, "The resolution has no such value.", "GenerationConfig reference"},
	{RuleResolutionUnlisted, "resolution", SeverityError, "Video tuning does not list the resolution.", "video tuning"},
	{RulePartResolutionUnsupported, "resolution", SeverityError, "Only Gemini 3 and later know a resolution on a part.", "Gemini 3 guide"},
	{RulePartResolutionWithoutFile, "resolution", SeverityError, "A resolution on a part needs its file there.", "Content reference"},
	{RulePartResolutionDiffers, "resolution", SeverityWarning, "The part's resolution differs from the line's.", "video tuning"},
	// limits
	{RuleSegmentTooLong, "limits", SeverityDrop, "The segment, or whole video, is longer than the resolution allows.", "video tuning"},
	{RuleVideoTooLarge, "limits", SeverityDrop, "A video file may have 100 MB.", "video tuning"},
	{RuleVideoSizeNear, "limits", SeverityWarning, "The file is over 100,000,000 and up to 104,857,600 bytes: readers of \"100 MB\" differ.", "video tuning"},
	{RuleVideoCount, "limits", SeverityDrop, "An example has one video.", "video tuning"},
	{RuleImageCount, "limits", SeverityDrop, "An example has more images than the service takes.", "image tuning"},
	{RuleTokensOver, "limits", SeverityDrop, "The example has more tokens than a training example may have.", "supervised-tuning"},
	{RuleTokensNear, "limits", SeverityWarning, "The example may have more tokens than a training example may have.", "supervised-tuning"},
	{RuleExamplesOver, "limits", SeverityError, "The training file has more examples than the service takes.", "supervised-tuning"},
	{RuleExamplesFew, "limits", SeverityWarning, "The service advises to start with 100 examples.", "prepare-data"},
	{RuleValidationOver, "limits", SeverityWarning, "The validation file is larger than the service takes.", "supervised-tuning"},
	// facts of media
	{RuleMediaUnreadable, "facts of media", SeverityDrop, "The file was looked at and could not be read.", "facts of the file"},
	{RuleMediaNoVideo, "facts of media", SeverityDrop, "The file has no video track.", "facts of the file"},
	{RuleMediaMIME, "facts of media", SeverityWarning, "The file's bytes are of another type than the line says.", "facts of the file"},
	// the dataset
	{RuleExampleDuplicate, "the dataset", SeverityWarning, "The example stands in the file before.", "inferred"},
	{RuleSplitOverlap, "the dataset", SeverityWarning, "Training and validation use overlapping segments of one video.", "inferred"},
	{RuleSplitSharedVideo, "the dataset", SeverityWarning, "Training and validation use different segments of one video.", "inferred"},
	{RuleSplitIdentical, "the dataset", SeverityWarning, "The validation file is the training file.", "inferred"},
	{RuleSystemPartial, "the dataset", SeverityWarning, "Some lines have a system instruction and some have none.", "Google's notebook"},
	// answers
	{RuleAnswerEmpty, "answers", SeverityWarning, "The answer is empty.", "Google's skill"},
	{RuleAnswerNullWord, "answers", SeverityWarning, "The answer is the printed form of a missing value.", "Google's skill"},
	{RuleAnswerFenceCut, "answers", SeverityWarning, "The answer has half of a code fence.", "inferred"},
	{RuleAnswerJSONBroken, "answers", SeverityWarning, "The answer begins as JSON and does not parse.", "inferred"},
	{RuleAnswersNotJSON, "answers", SeverityWarning, "Most answers are JSON, these are not.", "inferred"},
	{RuleAnswersDrift, "answers", SeverityWarning, "Most answers have the same JSON members and types, these differ.", "inferred"},
	{RuleAnswersFenceMixed, "answers", SeverityWarning, "Some JSON answers stand in a code fence and some do not.", "inferred"},
	{RuleAnswersTimeOutside, "answers", SeverityWarning, "The answer names a time outside its segment.", "video tuning"},
	{RuleAnswersTimeAbsolute, "answers", SeverityWarning, "Times in answers look relative to the whole video, not to the segment.", "video tuning"},
	{RuleAnswersNegative, "answers", SeverityWarning, "Most answers are empty or negative.", "inferred"},
	{RuleAnswersEqual, "answers", SeverityWarning, "All answers are equal.", "inferred"},
	{RuleAnswersConflict, "answers", SeverityWarning, "Examples with one input have different answers.", "inferred"},
	{RuleLabelSpelling, "answers", SeverityWarning, "Labels differ in capitals or spaces around them only.", "inferred"},
	{RuleLabelRare, "answers", SeverityWarning, "A label occurs once only.", "inferred"},
	{RuleLabelSkew, "answers", SeverityWarning, "One label stands in over 90 % of the answers.", "inferred"},
})

// A rule is a row of the table.
type rule struct {
	Rule     Rule
	Group    string
	Severity Severity
	Sentence string
	Source   string
}

// withFixes adds to each row of the table what fixes says of it.
func withFixes(rows []rule) []RuleInfo {
	table := make([]RuleInfo, len(rows))
	for i, r := range rows {
		flag, fixable := fixes[r.Rule]
		table[i] = RuleInfo{r.Rule, r.Group, r.Severity, r.Sentence, r.Source, fixable, flag}
	}
	return table
}

// fixes are the rules whose problems package fix mends, each with the flag that this
// takes, "" for none.
var fixes = map[Rule]string{
	RuleFileEncoding: "", RuleFileBOM: "", RuleFilePrettyPrinted: "", RuleFileJSONArray: "", RuleFileBlankLines: "",
	RuleLineRawNewline: "", RuleLineRunTogether: "", RuleLineNotObject: "",

	RuleJSONTrailingComma: "", RuleJSONMissingComma: "", RuleJSONSingleQuotes: "", RuleJSONPython: "", RuleJSONComment: "",
	RuleJSONEquals: "", RuleJSONBareName: "", RuleJSONNumber: "", RuleJSONControlCharacter: "", RuleJSONTrailingData: "", RuleJSONSyntax: "",

	RuleFormatChat: "", RuleFormatBatchRequest: "",
	RuleMemberCase: "", RuleMemberSnakeCase: "", RuleMemberUnknown: "--remove-unknown",
	RuleRoleUnknown:    "",
	RuleMIMEAlias:      "",
	RuleOffsetSpelling: "", RuleOffsetLoose: "",
	RuleResolutionUnknown: "",
	RuleResolutionMissing: "--resolution", RuleResolutionMixed: "--replace-resolution",

	RuleExampleDuplicate: "--drop-duplicates",
	RuleSegmentAfterEnd:  "--dropped", RuleSegmentTooLong: "--dropped", RuleVideoTooLarge: "--dropped", RuleVideoCount: "--dropped",
	RuleImageCount: "--dropped", RuleTokensOver: "--dropped", RuleMediaUnreadable: "--dropped", RuleMediaNoVideo: "--dropped",
}
