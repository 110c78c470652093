package gen

import "github.com/seed-57910ec4/videotune"

// formats are the vectors about lines of other formats.
func formats(t *table) {
	t.fail("format-chat", "format-chat", "A chat example with messages.",
		two(`{§"messages":[{"role":"user","content":"What happens?"},{"role":"assistant","content":"A dog runs."}]}`), at("format-chat", "/messages")).
		near("format-chat-mended", "The same as contents.", `"messages":[{"role":"user","content":"What happens?"},{"role":"assistant","content":"A dog runs."}]`, base[1:len(base)-1])
	t.fail("format-prompt-completion", "format-prompt-completion", "A prompt and a completion.",
		two(`{§"prompt":"What happens?","completion":"A dog runs."}`), at("format-prompt-completion", "/prompt")).
		near("format-prompt-completion-mended", "The same as contents.", `"prompt":"What happens?","completion":"A dog runs."`, base[1:len(base)-1])
	t.fail("format-input-output", "format-input-output", "input_text and output_text.",
		two(`{§"input_text":"What happens?","output_text":"A dog runs."}`), at("format-input-output", "/input_text")).
		near("format-input-output-mended", "The same as contents.", `"input_text":"What happens?","output_text":"A dog runs."`, base[1:len(base)-1])
	t.fail("format-input-output-reversed", "format-input-output", "text_input and output.",
		two(`{§"text_input":"What happens?","output":"A dog runs."}`), at("format-input-output", "/text_input"))
	t.fail("format-batch-request", "format-batch-request", "A line of a batch prediction, with the answer beside it.",
		two(`{§"request":`+base+`}`), at("format-batch-request", "/request")).
		near("format-batch-request-mended", "What is inside the request.", `{"request":`+base+`}`, base)
	t.fail("format-preference", "format-preference", "An example of preference tuning.",
		two(edit(base, `],"generationConfig"`, `],§"completions":[{"score":1,"completion":{"role":"model","parts":[{"text":"A dog runs."}]}},{"score":0,"completion":{"role":"model","parts":[{"text":"Nothing."}]}}],"generationConfig"`)),
		at("format-preference", "/completions")).
		near("format-preference-mended", "The same without completions.", `"completions":[{"score":1,"completion":{"role":"model","parts":[{"text":"A dog runs."}]}},{"score":0,"completion":{"role":"model","parts":[{"text":"Nothing."}]}}],`, "")
	t.fail("format-preference-user-last", "format-preference", "As preference tuning has it, contents ends in a user's turn; only the format is told.",
		two(edit(base, `,{"role":"model","parts":[{"text":"A dog runs."}]}`, ``, `],"generationConfig"`, `],§"completions":[{"score":1,"completion":{"role":"model","parts":[{"text":"A dog runs."}]}}],"generationConfig"`)),
		at("format-preference", "/completions"))
	t.fail("format-reinforcement", "format-reinforcement", "An example of reinforcement tuning.",
		two(edit(base, `],"generationConfig"`, `],§"references":{"answer":"dog"},"generationConfig"`)), at("format-reinforcement", "/references")).
		near("format-reinforcement-mended", "The same without references.", `"references":{"answer":"dog"},`, "")
	t.fail("format-response", "format-response", "The answer stands in response.",
		two(edit(base, `],"generationConfig"`, `],§"response":"A dog runs.","generationConfig"`)), at("format-response", "/response")).
		near("format-response-mended", "The same without response.", `"response":"A dog runs.",`, "")
}

// members are the vectors about the names of members.
func members(t *table) {
	unknown := func(name, about, line string, p videotune.Pointer) *Vector {
		return t.fail(name, "member-unknown", about, two(line), at("member-unknown", p))
	}
	unknown("member-unknown", "An unknown member of the line.", edit(base, `{"contents"`, `{§"note":"checked","contents"`), "/note").
		near("member-unknown-mended", "The member removed.", `"note":"checked",`, "")
	unknown("member-unknown-turn", "An unknown member of a turn.", edit(base, `{"role":"model"`, `{§"weight":0,"role":"model"`), "/contents/1/weight")
	unknown("member-unknown-part", "An unknown member of a part.", edit(base, `{"text":"What happens?"`, `{§"lang":"en","text":"What happens?"`), "/contents/0/parts/1/lang")
	unknown("member-unknown-file", "An unknown member of fileData.", edit(base, `"video/mp4"`, `"video/mp4",§"sizeBytes":"5"`), pFile+"/sizeBytes")
	unknown("member-unknown-segment", "An unknown member of videoMetadata.", meta(`{"startOffset":"5s","endOffset":"25s",§"label":"dog"}`), pMeta+"/label")
	unknown("member-unknown-config", "An unknown member of generationConfig.", edit(base, `LOW"}`, `LOW",§"quality":1}`), "/generationConfig/quality")
	unknown("member-unknown-escape", "A pointer escapes slash and tilde.", edit(base, `{"contents"`, `{§"a/b~c":1,"contents"`), "/a~1b~0c")
	t.fail("member-unknown-many", "member-unknown", "A fault never hides a later one of its line.",
		two(edit(base, `{"contents"`, `{§"note":1,"contents"`, `"gs://b/v.mp4"`, `§"s3://b/v.mp4"`, `LOW"}`, `LOW",§"quality":1}`)),
		at("member-unknown", "/note"), at("uri-scheme", pURI), at("member-unknown", "/generationConfig/quality"))

	undocumented := func(name, about, line string, p videotune.Pointer) *Vector {
		return t.fail(name, "member-undocumented", about, two(line), at("member-undocumented", p))
	}
	undocumented("member-undocumented", "safetySettings, which requests have.", edit(base, `{"contents"`, `{§"safetySettings":[],"contents"`), "/safetySettings").
		near("member-undocumented-mended", "The member removed.", `"safetySettings":[],`, "")
	for _, m := range []string{"labels", "toolConfig"} {
		undocumented("member-undocumented-"+kebab(m), m+", which requests have.", edit(base, `{"contents"`, `{§"`+m+`":{},"contents"`), videotune.Pointer("/"+m))
	}
	for _, m := range []string{"cachedContent", "model"} {
		undocumented("member-undocumented-"+kebab(m), m+", which requests have.", edit(base, `{"contents"`, `{§"`+m+`":"x","contents"`), videotune.Pointer("/"+m))
	}
	undocumented("member-undocumented-display-name", "displayName of a file.", edit(base, `"video/mp4"`, `"video/mp4",§"displayName":"A dog"`), pFile+"/displayName")
	undocumented("member-undocumented-thought", "A part that is marked as a thought.", edit(base, `"A dog runs."`, `"A dog runs.",§"thought":true`), "/contents/1/parts/0/thought")
	undocumented("member-undocumented-thought-signature", "The signature of a thought.", edit(base, `"A dog runs."`, `"A dog runs.",§"thoughtSignature":"AAAA"`), "/contents/1/parts/0/thoughtSignature")
	undocumented("member-undocumented-temperature", "Another member of generationConfig.", edit(base, `LOW"}`, `LOW",§"temperature":0.5}`), "/generationConfig/temperature")
	undocumented("member-undocumented-schema", "A response schema in generationConfig.", edit(base, `LOW"}`, `LOW",§"responseSchema":{"type":"OBJECT"}}`), "/generationConfig/responseSchema")

	t.fail("member-duplicate", "member-duplicate", "A member twice in one object: at the second.", two(edit(base, `"role":"user",`, `"role":"user",§"role":"user",`)), at("member-duplicate", "/contents/0/role")).
		near("member-duplicate-mended", "The member once.", `"role":"user","role":"user"`, `"role":"user"`)
	t.fail("member-duplicate-escaped", "member-duplicate", "The second is spelt with an escape.", two(edit(base, `"role":"user",`, `"role":"user",§"r\u006fle":"user",`)), at("member-duplicate", "/contents/0/role"))
	t.fail("member-duplicate-args", "member-duplicate", "A member twice within the arguments of a function.", two(call(`{"x":1,§"x":2}`)), at("member-duplicate", pArgs+"/x"))
	t.fail("member-duplicate-thrice", "member-duplicate", "A member three times: the second and the third are told.", two(edit(base, `"role":"user",`, `"role":"user",§"role":"user",§"role":"model",`)),
		at("member-duplicate", "/contents/0/role"), at("member-duplicate", "/contents/0/role"))

	t.fail("member-both-spellings", "member-both-spellings", "A member in both of its spellings: at the second, and nothing else about it.",
		two(edit(base, `"mimeType"`, `§"file_uri":"gs://b/v.mp4","mimeType"`)), at("member-both-spellings", pFile+"/file_uri")).
		near("member-both-spellings-mended", "The camelCase one alone.", `"file_uri":"gs://b/v.mp4",`, "")
	t.fail("member-both-spellings-config", "member-both-spellings", "Both spellings of generationConfig.",
		two(edit(base, `LOW"}`, `LOW"},§"generation_config":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}`)), at("member-both-spellings", "/generation_config"))

	t.fail("member-case", "member-case", "A name in the wrong case; that the URI is missing is no problem of its own.", two(edit(base, `"fileUri"`, `§"fileURI"`)), at("member-case", pFile+"/fileURI")).
		near("member-case-mended", "The right spelling.", `"fileURI"`, `"fileUri"`)
	t.fail("member-case-capital", "member-case", "A name with a capital letter.", two(edit(base, `"role":"user"`, `§"Role":"user"`)), at("member-case", "/contents/0/Role"))
	t.fail("member-case-lower", "member-case", "A name without capitals.", two(edit(base, `"mimeType"`, `§"mimetype"`)), at("member-case", pFile+"/mimetype"))
	t.fail("member-case-config", "member-case", "generationconfig: the line's resolution was meant, and is not told as missing.", two(edit(base, `"generationConfig"`, `§"generationconfig"`)), at("member-case", "/generationconfig"))

	snake(t)

	misplaced := func(name, about, line string, p videotune.Pointer) *Vector {
		return t.fail(name, "member-misplaced", about, two(line), at("member-misplaced", p))
	}
	const segment = `"videoMetadata":{"startOffset":"5s","endOffset":"25s"}`
	misplaced("member-misplaced", "videoMetadata inside fileData.", edit(base, `"mimeType":"video/mp4"}`, `"mimeType":"video/mp4",§`+segment+`}`), pFile+"/videoMetadata").
		near("member-misplaced-mended", "videoMetadata beside fileData.", `"video/mp4",`+segment+`}`, `"video/mp4"},`+segment)
	misplaced("member-misplaced-long", "videoMetadata inside fileData, of a video of 49 minutes: that the whole of it is too long is no problem of its own.", edit(base, `"mimeType":"video/mp4"}`, `"mimeType":"video/mp4",§`+segment+`}`), pFile+"/videoMetadata").
		facts(`{"gs://b/v.mp4":{"bytes":1000000,"duration":"2940s"}}`+"\n").
		near("member-misplaced-long-mended", "videoMetadata beside fileData.", `"video/mp4",`+segment+`}`, `"video/mp4"},`+segment)
	misplaced("member-misplaced-turn", "videoMetadata on the turn.", edit(base, `{"role":"user"`, `{§`+segment+`,"role":"user"`), "/contents/0/videoMetadata")
	misplaced("member-misplaced-line", "videoMetadata on the line.", edit(base, `{"contents"`, `{§`+segment+`,"contents"`), "/videoMetadata")
	misplaced("member-misplaced-offset", "An offset on the part, without videoMetadata.", edit(base, `"mimeType":"video/mp4"}`, `"mimeType":"video/mp4"},§"startOffset":"5s"`), pPart+"/startOffset")
	misplaced("member-misplaced-resolution", "mediaResolution on the line, whose resolution is not told as missing.", edit(base, `"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}`, `§"mediaResolution":"MEDIA_RESOLUTION_LOW"`), "/mediaResolution")
	misplaced("member-misplaced-uri", "fileUri on the part, without fileData.", edit(base, `{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}}`, `{§"fileUri":"gs://b/v.mp4"}`), pPart+"/fileUri")
	misplaced("member-misplaced-config", "generationConfig in a turn.", edit(base, `{"role":"user"`, `{§"generationConfig":{},"role":"user"`), "/contents/0/generationConfig")
}

// snake are the vectors about the protobuf spelling of names.
func snake(t *table) {
	t.fail("member-snake-case", "member-snake-case", "A protobuf name alone: read as the field.", two(edit(base, `"fileUri"`, `§"file_uri"`)), at("member-snake-case", pFile+"/file_uri")).
		near("member-snake-case-mended", "The JSON name.", `"file_uri"`, `"fileUri"`)
	t.fail("member-snake-case-all", "member-snake-case", "Every name of a line in its protobuf spelling; all are read.",
		lines(`{§"system_instruction":{"parts":[{"text":"Answer in one sentence."}]},"contents":[{"role":"user","parts":[{§"file_data":{§"file_uri":"gs://b/v.mp4",§"mime_type":"video/mp4"},§"video_metadata":{§"start_offset":"5s",§"end_offset":"25s"}},{"text":"What happens?"}]},{"role":"model","parts":[{"text":"A dog runs."}]}],§"generation_config":{§"media_resolution":"MEDIA_RESOLUTION_LOW"}}`),
		at("member-snake-case", "/system_instruction"), at("member-snake-case", pPart+"/file_data"), at("member-snake-case", pPart+"/file_data/file_uri"),
		at("member-snake-case", pPart+"/file_data/mime_type"), at("member-snake-case", pPart+"/video_metadata"), at("member-snake-case", pPart+"/video_metadata/start_offset"),
		at("member-snake-case", pPart+"/video_metadata/end_offset"), at("member-snake-case", "/generation_config"), at("member-snake-case", "/generation_config/media_resolution"))
	t.fail("member-snake-case-judged", "member-snake-case", "What stands under a protobuf name is judged, too; the pointer has the name as it is written.",
		two(edit(base, `"fileUri":"gs://b/v.mp4"`, `§"file_uri":§"s3://b/v.mp4"`)), at("member-snake-case", pFile+"/file_uri"), at("uri-scheme", pFile+"/file_uri"))
}

// kebab is a camelCase name in kebab-case.
func kebab(camel string) string {
	var b []byte
	for i := range len(camel) {
		c := camel[i]
		if 'A' <= c && c <= 'Z' {
			b = append(b, '-')
			c |= 0x20
		}
		b = append(b, c)
	}
	return string(b)
}

// types are the vectors about the JSON types of values.
func types(t *table) {
	wrong := func(name, about, line string, p videotune.Pointer) *Vector {
		return t.fail(name, "member-type", about, two(line), at("member-type", p))
	}
	wrong("member-type", "A text that is a number.", edit(base, `"What happens?"`, `§7`), pPrompt).
		near("member-type-mended", "The number as a string.", `"text":7`, `"text":"7"`)
	wrong("member-type-contents", "contents is an object; nothing follows from it.", edit(base, `"contents":[{"role":"user"`, `"contents":§{"role":"user"`, `}]}],"generationConfig"`, `}]},"generationConfig"`, `"What happens?"}]},{"role":"model","parts":[{"text":"A dog runs."}]}`, `"What happens?"}]}`), "/contents")
	wrong("member-type-content", "A turn is a string.", edit(base, `[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}},{"text":"What happens?"}]}`, `[§"What happens?"`), "/contents/0")
	wrong("member-type-parts", "parts is an object.", edit(base, `"parts":[{"text":"A dog runs."}]`, `"parts":§{"text":"A dog runs."}`), "/contents/1/parts")
	wrong("member-type-part", "A part is a string.", edit(base, `{"text":"What happens?"}`, `§"What happens?"`), "/contents/0/parts/1")
	wrong("member-type-role", "A role is a number.", edit(base, `"user"`, `§1`), "/contents/0/role")
	wrong("member-type-file", "fileData is a string.", edit(base, `{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}`, `§"gs://b/v.mp4"`), pFile)
	wrong("member-type-uri", "fileUri is an array.", edit(base, `"gs://b/v.mp4"`, `§["gs://b/v.mp4"]`), pURI)
	wrong("member-type-mime", "mimeType is false.", edit(base, `"video/mp4"`, `§false`), pMIME)
	wrong("member-type-meta", "videoMetadata is an array.", meta(`§["5s","25s"]`), pMeta)
	wrong("member-type-fps", "fps is a string.", meta(`{"fps":§"1"}`), pFPS)
	wrong("member-type-config", "generationConfig is a string.", edit(base, `{"mediaResolution":"MEDIA_RESOLUTION_LOW"}`, `§"MEDIA_RESOLUTION_LOW"`), "/generationConfig")
	wrong("member-type-resolution", "The line's resolution in the form of a part's: an object.", edit(base, low, `§{"level":"MEDIA_RESOLUTION_LOW"}`), pRes)
	wrong("member-type-part-resolution", "A part's resolution in the form of the line's: a string.", edit(base, `"mimeType":"video/mp4"}`, `"mimeType":"video/mp4"},"mediaResolution":§"MEDIA_RESOLUTION_LOW"`), pPart+"/mediaResolution").judge("gemini-3.5-flash", "")
	wrong("member-type-tools", "tools is an object.", edit(base, `{"contents"`, `{"tools":§{"functionDeclarations":[]},"contents"`), "/tools")
	wrong("member-type-args", "The arguments of a function are a string.", call(`§"dog"`), pArgs)
	t.pass("member-type-null", "member-type", "null for an optional member is as good as absent.",
		two(edit(base, `{"contents"`, `{"systemInstruction":null,"tools":null,"contents"`, `"mimeType":"video/mp4"}`, `"mimeType":"video/mp4"},"videoMetadata":null,"mediaResolution":null,"text":null`)))
}
