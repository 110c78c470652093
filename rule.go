package videotune

// A Rule is the id of a rule. Ids are stable once released: match them, not the
// message texts. A Rule implements error, so that
// errors.Is(err, videotune.RuleResolutionMixed) finds it in what [Writer.Write],
// [Builder.Build] and [Problems.Err] return.
type Rule string

// Error returns the id.
func (r Rule) Error() string { return string(r) }

// The rules about files that are not JSONL.
const (
	RuleFileEmpty         Rule = "file-empty"
	RuleFileCompressed    Rule = "file-compressed"
	RuleFileEncoding      Rule = "file-encoding"
	RuleFileBOM           Rule = "file-bom"
	RuleFilePrettyPrinted Rule = "file-pretty-printed"
	RuleFileJSONArray     Rule = "file-json-array"
	RuleFileCSV           Rule = "file-csv"
	RuleFileHTML          Rule = "file-html"
	RuleFileNotJSONL      Rule = "file-not-jsonl"
	RuleFileTooLarge      Rule = "file-too-large"
	RuleFileBlankLines    Rule = "file-blank-lines"
	RuleLineTooLong       Rule = "line-too-long"
	RuleLineCutShort      Rule = "line-cut-short"
	RuleLineRawNewline    Rule = "line-raw-newline"
	RuleLineRunTogether   Rule = "line-run-together"
	RuleLineNotObject     Rule = "line-not-object"
)

// The rules about JSON faults.
const (
	RuleJSONTrailingComma    Rule = "json-trailing-comma"
	RuleJSONMissingComma     Rule = "json-missing-comma"
	RuleJSONSingleQuotes     Rule = "json-single-quotes"
	RuleJSONPython           Rule = "json-python"
	RuleJSONComment          Rule = "json-comment"
	RuleJSONNaN              Rule = "json-nan"
	RuleJSONEquals           Rule = "json-equals"
	RuleJSONBareName         Rule = "json-bare-name"
	RuleJSONEscape           Rule = "json-escape"
	RuleJSONNumber           Rule = "json-number"
	RuleJSONLoneSurrogate    Rule = "json-lone-surrogate"
	RuleJSONUTF8             Rule = "json-utf8"
	RuleJSONControlCharacter Rule = "json-control-character"
	RuleJSONTrailingData     Rule = "json-trailing-data"
	RuleJSONDepth            Rule = "json-depth"
	RuleJSONSyntax           Rule = "json-syntax"
)

// The rules about other formats.
const (
	RuleFormatChat             Rule = "format-chat"
	RuleFormatPromptCompletion Rule = "format-prompt-completion"
	RuleFormatInputOutput      Rule = "format-input-output"
	RuleFormatBatchRequest     Rule = "format-batch-request"
	RuleFormatPreference       Rule = "format-preference"
	RuleFormatReinforcement    Rule = "format-reinforcement"
	RuleFormatResponse         Rule = "format-response"
)

// The rules about members.
const (
	RuleMemberUnknown       Rule = "member-unknown"
	RuleMemberUndocumented  Rule = "member-undocumented"
	RuleMemberDuplicate     Rule = "member-duplicate"
	RuleMemberBothSpellings Rule = "member-both-spellings"
	RuleMemberCase          Rule = "member-case"
	RuleMemberSnakeCase     Rule = "member-snake-case"
	RuleMemberMisplaced     Rule = "member-misplaced"
	RuleMemberType          Rule = "member-type"
)

// The rules about turns and parts.
const (
	RuleContentsMissing     Rule = "contents-missing"
	RuleContentsEmpty       Rule = "contents-empty"
	RuleContentsTooMany     Rule = "contents-too-many"
	RuleRoleMissing         Rule = "role-missing"
	RuleRoleAmbiguous       Rule = "role-ambiguous"
	RuleRoleUnknown         Rule = "role-unknown"
	RuleRoleFunction        Rule = "role-function"
	RuleRoleRepeated        Rule = "role-repeated"
	RuleTurnModelMissing    Rule = "turn-model-missing"
	RuleTurnLastNotModel    Rule = "turn-last-not-model"
	RulePartsMissing        Rule = "parts-missing"
	RulePartEmpty           Rule = "part-empty"
	RulePartAmbiguous       Rule = "part-ambiguous"
	RuleTextEmpty           Rule = "text-empty"
	RuleTextPlaceholder     Rule = "text-placeholder"
	RuleTextUTF8            Rule = "text-utf8"
	RuleRawJSON             Rule = "raw-json"
	RuleFunctionNameMissing Rule = "function-name-missing"
	RuleSystemMedia         Rule = "system-media"
	RuleVideoAfterText      Rule = "video-after-text"
	RuleModelMedia          Rule = "model-media"
	RuleInlineData          Rule = "inline-data"
)

// The rules about files of an example.
const (
	RuleURIMissing        Rule = "uri-missing"
	RuleURIScheme         Rule = "uri-scheme"
	RuleURIForm           Rule = "uri-form"
	RuleURIFolder         Rule = "uri-folder"
	RuleURIWildcard       Rule = "uri-wildcard"
	RuleURILocal          Rule = "uri-local"
	RuleURIFilesAPI       Rule = "uri-files-api"
	RuleURIStorageBrowser Rule = "uri-storage-browser"
	RuleURIVideoPage      Rule = "uri-video-page"
	RuleURISigned         Rule = "uri-signed"
	RuleURIPlaceholder    Rule = "uri-placeholder"
	RuleMIMEMissing       Rule = "mime-missing"
	RuleMIMEUnknown       Rule = "mime-unknown"
	RuleMIMEAlias         Rule = "mime-alias"
	RuleMIMEDisputed      Rule = "mime-disputed"
	RuleMIMEExtension     Rule = "mime-extension"
	RuleVideoNone         Rule = "video-none"
)

// The rules about segments.
const (
	RuleOffsetSpelling     Rule = "offset-spelling"
	RuleOffsetLoose        Rule = "offset-loose"
	RuleOffsetNegative     Rule = "offset-negative"
	RuleOffsetOverflow     Rule = "offset-overflow"
	RuleSegmentReversed    Rule = "segment-reversed"
	RuleSegmentUnderFrame  Rule = "segment-under-frame"
	RuleSegmentAfterEnd    Rule = "segment-after-end"
	RuleSegmentPastEnd     Rule = "segment-past-end"
	RuleSegmentWithoutFile Rule = "segment-without-file"
	RuleSegmentOnImage     Rule = "segment-on-image"
	RuleFPSRange           Rule = "fps-range"
	RuleFPSSet             Rule = "fps-set"
)

// The rules about resolution.
const (
	RuleResolutionMissing         Rule = "resolution-missing"
	RuleResolutionMixed           Rule = "resolution-mixed"
	RuleResolutionUnknown         Rule = "resolution-unknown"
	RuleResolutionUnlisted        Rule = "resolution-unlisted"
	RulePartResolutionUnsupported Rule = "part-resolution-unsupported"
	RulePartResolutionWithoutFile Rule = "part-resolution-without-file"
	RulePartResolutionDiffers     Rule = "part-resolution-differs"
)

// The rules about limits.
const (
	RuleSegmentTooLong Rule = "segment-too-long"
	RuleVideoTooLarge  Rule = "video-too-large"
	RuleVideoSizeNear  Rule = "video-size-near"
	RuleVideoCount     Rule = "video-count"
	RuleImageCount     Rule = "image-count"
	RuleTokensOver     Rule = "tokens-over"
	RuleTokensNear     Rule = "tokens-near"
	RuleExamplesOver   Rule = "examples-over"
	RuleExamplesFew    Rule = "examples-few"
	RuleValidationOver Rule = "validation-over"
)

// The rules about facts of media.
const (
	RuleMediaUnreadable Rule = "media-unreadable"
	RuleMediaNoVideo    Rule = "media-no-video"
	RuleMediaMIME       Rule = "media-mime"
)

// The rules about the dataset.
const (
	RuleExampleDuplicate Rule = "example-duplicate"
	RuleSplitOverlap     Rule = "split-overlap"
	RuleSplitSharedVideo Rule = "split-shared-video"
	RuleSplitIdentical   Rule = "split-identical"
	RuleSystemPartial    Rule = "system-partial"
)

// The rules about answers.
const (
	RuleAnswerEmpty         Rule = "answer-empty"
	RuleAnswerNullWord      Rule = "answer-null-word"
	RuleAnswerFenceCut      Rule = "answer-fence-cut"
	RuleAnswerJSONBroken    Rule = "answer-json-broken"
	RuleAnswersNotJSON      Rule = "answers-not-json"
	RuleAnswersDrift        Rule = "answers-drift"
	RuleAnswersFenceMixed   Rule = "answers-fence-mixed"
	RuleAnswersTimeOutside  Rule = "answers-time-outside"
	RuleAnswersTimeAbsolute Rule = "answers-time-absolute"
	RuleAnswersNegative     Rule = "answers-negative"
	RuleAnswersEqual        Rule = "answers-equal"
	RuleAnswersConflict     Rule = "answers-conflict"
	RuleLabelSpelling       Rule = "label-spelling"
	RuleLabelRare           Rule = "label-rare"
	RuleLabelSkew           Rule = "label-skew"
)
