package gen

import "strings"

// turns are the vectors about contents, roles, and parts.
func turns(t *table) {
	t.fail("contents-missing", "contents-missing", "A line without contents.", two(`§{"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`), at("contents-missing", "")).
		near("contents-missing-mended", "A line with contents.", `{"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`+"\n", base+"\n")
	t.fail("contents-missing-null", "contents-missing", "null is as good as absent.", two(`§{"contents":null,"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`), at("contents-missing", ""))
	t.fail("contents-empty", "contents-empty", "contents without a turn.", two(`{"contents":§[],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`), at("contents-empty", "/contents")).
		near("contents-empty-mended", "contents with turns.", `"contents":[],`, edit(base, `{"contents"`, `"contents"`, `"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`, ``))

	t.fail("role-missing", "role-missing", "A turn without a role that can only be the user's.", two(edit(base, `{"role":"user",`, `§{`)), at("role-missing", "/contents/0")).
		near("role-missing-mended", "The role written.", `[{"parts":[{"fileData":{"fileUri":"gs://b/v.mp4"`, `[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/v.mp4"`)
	t.fail("role-missing-model", "role-missing", "A last turn without a role that can only be the model's.", two(edit(base, `{"role":"model",`, `§{`)), at("role-missing", "/contents/1"))
	t.pass("role-missing-system", "role-missing", "A system instruction needs no role, and its role is ignored.",
		lines(system(base, `{"parts":[{"text":"Answer briefly."}]}`), system(other, `{"role":"system","parts":[{"text":"Answer briefly."}]}`)))
	t.pass("role-missing-function", "role-missing", "The response of a function has no role in the service's own example.",
		two(edit(call(`{"x":1}`), `{"role":"user","parts":[{"functionResponse"`, `{"parts":[{"functionResponse"`)))

	t.fail("role-ambiguous", "role-ambiguous", "Two turns without a role.", two(edit(base, `{"role":"user",`, `§{`, `{"role":"model",`, `§{`)), at("role-ambiguous", "/contents/0"), at("role-ambiguous", "/contents/1")).
		near("role-ambiguous-mended", "With the model's role written, the other can only be the user's.", `[{"parts":[{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}},{"text":"What happens?"}]},{`,
			`[§{"parts":[{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}},{"text":"What happens?"}]},{"role":"model",`, at("role-missing", "/contents/0"))

	t.fail("role-missing-twice", "role-missing", "Two turns without a role, each between turns of the model: only the user's fit.",
		two(edit(edit(base, `"A dog runs."}]}`, `"A dog runs."}]},§{"parts":[{"text":"And then?"}]},{"role":"model","parts":[{"text":"It stops."}]}`), `{"role":"user",`, `§{`)),
		at("role-missing", "/contents/0"), at("role-missing", "/contents/2"))

	unknown := func(name, about, role string) *Vector {
		return t.fail(name, "role-unknown", about, two(edit(base, `"model"`, `§`+role)), at("role-unknown", "/contents/1/role"))
	}
	unknown("role-unknown", "The role of another vendor's assistant; that no turn is the model's is no problem of its own.", `"assistant"`).
		near("role-unknown-mended", "The role that is meant.", `"assistant"`, `"model"`)
	unknown("role-unknown-case", "Roles are lower-case.", `"Model"`)
	unknown("role-unknown-function", "function, on a turn that holds no response of one.", `"function"`)
	t.fail("role-unknown-system", "role-unknown", "A system turn, which belongs to systemInstruction.",
		two(edit(base, `[{"role":"user"`, `[{"role":§"system","parts":[{"text":"Answer briefly."}]},{"role":"user"`)), at("role-unknown", "/contents/0/role"))

	t.fail("role-function", "role-function", "The role function on a function's response.", two(edit(call(`{"x":1}`), `"user","parts":[{"functionR`, `§"function","parts":[{"functionR`)), at("role-function", "/contents/2/role")).
		near("role-function-mended", "The role user.", `"function"`, `"user"`)

	t.fail("role-repeated", "role-repeated", "Two turns of the user: at the second.", two(edit(base, `,{"text":"What happens?"}]}`, `]},§{"role":"user","parts":[{"text":"What happens?"}]}`)), at("role-repeated", "/contents/1")).
		near("role-repeated-mended", "Their parts in one turn.", `]},{"role":"user","parts":[{"text":"What happens?"}]}`, `,{"text":"What happens?"}]}`)
	t.fail("role-repeated-model", "role-repeated", "Two turns of the model.", two(edit(base, `,"generationConfig"`, `,"generationConfig"`, `"A dog runs."}]}`, `"A dog runs."}]},§{"role":"model","parts":[{"text":"It stops."}]}`)), at("role-repeated", "/contents/2"))

	const model = `,{"role":"model","parts":[{"text":"A dog runs."}]}`
	t.fail("turn-model-missing", "turn-model-missing", "No turn of the model: at the contents.", two(edit(base, `"contents":[`, `"contents":§[`, model, ``)), at("turn-model-missing", "/contents")).
		near("turn-model-missing-mended", "A turn of the model.", `"text":"What happens?"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`+"\n"+`{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/other`,
			`"text":"What happens?"}]}`+model+`],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`+"\n"+`{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/other`)
	t.fail("turn-last-not-model", "turn-last-not-model", "The last turn is the user's.", two(edit(base, model, model+`,§{"role":"user","parts":[{"text":"And then?"}]}`)), at("turn-last-not-model", "/contents/2")).
		near("turn-last-not-model-mended", "An answer to it.", `"And then?"}]}`, `"And then?"}]},{"role":"model","parts":[{"text":"It stops."}]}`)

	t.fail("parts-missing", "parts-missing", "A turn without parts.", two(edit(base, `{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}},{"text":"What happens?"}]}`, `§{"role":"user"}`)), at("parts-missing", "/contents/0")).
		near("parts-missing-mended", "A turn with a part.", `{"role":"user"}`, `{"role":"user","parts":[{"text":"What happens?"}]}`)
	t.fail("parts-missing-empty", "parts-missing", "A turn with no part: at the empty array.", two(edit(base, `"parts":[{"text":"A dog runs."}]`, `"parts":§[]`)), at("parts-missing", "/contents/1/parts"))
	t.fail("parts-missing-system", "parts-missing", "A system instruction without parts.", lines(system(base, `§{}`)), at("parts-missing", "/systemInstruction"))

	t.fail("part-empty", "part-empty", "A part without anything.", two(parts(`§{},{"text":"What happens?"}`)), at("part-empty", pPart)).
		near("part-empty-mended", "A part with text.", `{},`, `{"text":"Look."},`)
	t.fail("part-ambiguous", "part-ambiguous", "A file and a text in one part.", two(parts(`§{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"},"text":"What happens?"}`)), at("part-ambiguous", pPart)).
		near("part-ambiguous-mended", "A part each.", `mp4"},"text":`, `mp4"}},{"text":`)

	t.fail("text-empty", "text-empty", "An empty text in the user's turn.", two(edit(base, `"What happens?"`, `§""`)), at("text-empty", pPrompt)).
		near("text-empty-mended", "A text.", `"text":""`, `"text":"?"`)
	t.fail("text-empty-system", "text-empty", "An empty system instruction.", lines(system(base, `{"parts":[{"text":§""}]}`)), at("text-empty", "/systemInstruction/parts/0/text"))
	t.fail("text-placeholder", "text-placeholder", "The placeholder of schema pages.", two(edit(base, `"What happens?"`, `§"string"`)), at("text-placeholder", pPrompt)).
		near("text-placeholder-mended", "A text that holds the word.", `"string"`, `"Which string is played?"`)

	t.fail("system-media", "system-media", "A file in the system instruction.", lines(system(base, `{"parts":[§{"fileData":{"fileUri":"gs://b/logo.png","mimeType":"image/png"}},{"text":"This is our logo."}]}`)), at("system-media", "/systemInstruction/parts/0")).
		near("system-media-mended", "Text only.", `{"fileData":{"fileUri":"gs://b/logo.png","mimeType":"image/png"}},`, ``)
	t.fail("system-media-call", "system-media", "A function call in the system instruction.", lines(system(base, `{"parts":[{"text":"Label the video."},§{"functionCall":{"name":"label","args":{"x":1}}}]}`)), at("system-media", "/systemInstruction/parts/1")).
		near("system-media-call-mended", "Text only.", `,{"functionCall":{"name":"label","args":{"x":1}}}`, ``)
	t.fail("system-media-response", "system-media", "A function's response in the system instruction.", lines(system(base, `{"parts":[{"text":"Label the video."},§{"functionResponse":{"name":"label","response":{"x":1}}}]}`)), at("system-media", "/systemInstruction/parts/1"))
	t.fail("model-media", "model-media", "A file in the model's turn.", two(edit(base, `{"text":"A dog runs."}`, `§{"fileData":{"fileUri":"gs://b/dog.png","mimeType":"image/png"}},{"text":"A dog runs."}`)), at("model-media", "/contents/1/parts/0")).
		near("model-media-mended", "Text only.", `{"fileData":{"fileUri":"gs://b/dog.png","mimeType":"image/png"}},`, ``)
	t.fail("video-after-text", "video-after-text", "The text before the video, said once.", lines(
		parts(`{"text":"What happens?"},§{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}}`),
		edit(other, `{"fileData"`, `{"text":"Look."},{"fileData"`)), at("video-after-text", "/contents/0/parts/1"))
	t.pass("video-after-text-mended", "video-after-text", "The video before the text; an image may follow.",
		two(parts(`{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}},{"text":"What happens?"},{"fileData":{"fileUri":"gs://b/logo.png","mimeType":"image/png"}}`)))
	t.fail("video-after-text-one", "video-after-text", "The text before the only video.", two(parts(`{"text":"What happens?"},§{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}}`)), at("video-after-text", "/contents/0/parts/1")).
		near("video-after-text-one-mended", "The video before the text.", `{"text":"What happens?"},{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}}`, `{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}},{"text":"What happens?"}`)
	t.fail("inline-data", "inline-data", "The bytes of a video in the line.", two(parts(`§{"inlineData":{"mimeType":"video/mp4","data":"AAAA"}},{"text":"What happens?"}`)), at("inline-data", pPart)).
		near("inline-data-mended", "The file by its URI.", `"inlineData":{"mimeType":"video/mp4","data":"AAAA"}`, `"fileData":{"mimeType":"video/mp4","fileUri":"gs://b/v.mp4"}`)
}

// system returns line with a system instruction.
func system(line, content string) string {
	return edit(line, `{"contents"`, `{"systemInstruction":`+content+`,"contents"`)
}

// functions are the vectors about function calls.
func functions(t *table) {
	t.fail("function-name-missing", "function-name-missing", "A call without a name.", two(strings.Replace(call(`{"x":1}`), `"functionCall":{"name":"label",`, `"functionCall":§{`, 1)), at("function-name-missing", "/contents/1/parts/0/functionCall")).
		near("function-name-missing-mended", "A call with a name.", `"functionCall":{`, `"functionCall":{"name":"label",`)
	t.fail("function-name-missing-response", "function-name-missing", "A response without a name.", two(strings.Replace(call(`{"x":1}`), `"functionResponse":{"name":"label",`, `"functionResponse":§{`, 1)), at("function-name-missing", "/contents/2/parts/0/functionResponse"))
	t.pass("function-tools", "raw-json", "Tools, calls and responses hold any JSON of their type.",
		lines(edit(call(`{"label":"dog","at":[1.50,2e3],"note":null}`), `{"contents"`, `{"tools":[{"functionDeclarations":[{"name":"label","description":"Labels a stretch.","parameters":{"type":"OBJECT","properties":{"label":{"type":"STRING"}}}}]}],"contents"`)))
	t.pass("function-parallel", "role-repeated", "Several calls in one turn.",
		two(strings.Replace(call(`{"x":1}`), `}}]},{"role":"user","parts":[{"functionResponse"`, `}},{"functionCall":{"name":"label","args":{"x":2}}}]},{"role":"user","parts":[{"functionResponse"`, 1)))
}
