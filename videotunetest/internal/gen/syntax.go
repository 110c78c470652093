package gen

import (
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// syntax are the vectors about faults of JSON syntax: commas and brackets,
// strings and characters. In each the second line is good, and read.
func syntax(t *table) {
	t.fail("json-trailing-comma", "json-trailing-comma", "A comma before the bracket that closes an array.",
		two(edit(base, `"What happens?"}]`, `"What happens?"}§,]`)), at("json-trailing-comma", "/contents/0/parts")).
		near("json-trailing-comma-mended", "The comma removed.", "},]", "}]")
	t.fail("json-trailing-comma-object", "json-trailing-comma", "A comma before the brace that closes an object.",
		two(edit(base, `"video/mp4"}`, `"video/mp4"§,}`)), at("json-trailing-comma", pFile))
	t.fail("json-trailing-comma-line", "json-trailing-comma", "A comma before the last brace of the line, and a space after it.",
		two(edit(base, `LOW"}}`, `LOW"}§, }`)), at("json-trailing-comma", ""))

	// The two examples of the founding page have their trailing commas in these places.
	page := `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://example-clips/zoo/0042.mp4","mimeType":"video/mp4"},},{"text":"You label videos of animals. Name the animal that is seen: dog, cat or rabbit.\nAnswer as JSON: [{\"animal_name\": \"…\"}]\n"}]},` +
		`{"role":"model","parts":[{"text":"` + "```json\\n[{\\\"animal_name\\\": \\\"dog\\\"}]\\n```" + `"}]},],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`
	pageSegment := edit(page, `"video/mp4"},}`, `"video/mp4"},"videoMetadata":{"startOffset":"5s","endOffset":"25s"}}`)
	t.fail("json-trailing-comma-page-video", "json-trailing-comma", "The faults of the documentation's example of a full video: two trailing commas, of which the first ends the reading of the line.",
		two(edit(page, `"video/mp4"},}`, `"video/mp4"}§,}`)), at("json-trailing-comma", pPart)).
		near("json-trailing-comma-page-video-half", "The first comma removed: the second is told.", `"video/mp4"},},{"text":"You label videos of animals. Name the animal that is seen: dog, cat or rabbit.\nAnswer as JSON: [{\"animal_name\": \"…\"}]\n"}]},`+
			`{"role":"model","parts":[{"text":"`+"```json\\n[{\\\"animal_name\\\": \\\"dog\\\"}]\\n```"+`"}]},`, `"video/mp4"}},{"text":"You label videos of animals. Name the animal that is seen: dog, cat or rabbit.\nAnswer as JSON: [{\"animal_name\": \"…\"}]\n"}]},`+
			`{"role":"model","parts":[{"text":"`+"```json\\n[{\\\"animal_name\\\": \\\"dog\\\"}]\\n```"+`"}]}§,`, at("json-trailing-comma", "/contents")).Pass = false
	t.pass("json-trailing-comma-page-video-mended", "json-trailing-comma", "The documentation's example of a full video with both commas removed.",
		two(edit(page, `},},`, `}},`, `},],`, `}],`)))
	t.fail("json-trailing-comma-page-segment", "json-trailing-comma", "The fault of the documentation's example of a segment: one trailing comma.",
		two(edit(pageSegment, `]},],`, `]}§,],`)), at("json-trailing-comma", "/contents")).
		near("json-trailing-comma-page-segment-mended", "The documentation's example of a segment with the comma removed.", `]},],`, `]}],`)

	t.fail("json-missing-comma", "json-missing-comma", "No comma between two members: where it should stand.",
		two(edit(base, `mp4","mimeType"`, `mp4"§"mimeType"`)), at("json-missing-comma", pFile)).
		near("json-missing-comma-mended", "The comma set.", `mp4""mime`, `mp4","mime`)
	t.fail("json-missing-comma-elements", "json-missing-comma", "No comma between two elements: right behind the first of them.",
		two(edit(base, `"video/mp4"}},{`, `"video/mp4"}}§ {`)), at("json-missing-comma", "/contents/0/parts"))

	t.fail("json-single-quotes", "json-single-quotes", "A string in single quotes.",
		two(edit(base, `"user"`, `§'user'`)), at("json-single-quotes", "/contents/0/role")).
		near("json-single-quotes-mended", "The string in double quotes.", `'user'`, `"user"`)
	t.fail("json-single-quotes-dict", "json-single-quotes", "A printed Python dict: its first single quote.",
		two("{§"+strings.ReplaceAll(base[1:], `"`, `'`)), at("json-single-quotes", ""))

	t.fail("json-escape", "json-escape", "An escape that JSON does not have.",
		two(answer(`"A §\x64og runs."`)), at("json-escape", pAnswer)).
		near("json-escape-mended", "The escape that JSON has.", `\x64`, `\u0064`)
	t.fail("json-escape-path", "json-escape", "A backslash that is meant as itself.",
		two(answer(`"It is in C:§\videos."`)), at("json-escape", pAnswer))

	t.fail("json-number", "json-number", "A number without a digit before its point.",
		two(meta(`{"fps":§.5}`)), at("json-number", pFPS)).
		near("json-number-mended", "The number with its digit; fps other than 1 is remarked on.", `:.5}`, `:§0.5}`, at("fps-set", pFPS))
	t.fail("json-number-plus", "json-number", "A number with a plus sign.", two(meta(`{"fps":§+1}`)), at("json-number", pFPS))
	t.fail("json-number-hex", "json-number", "A hexadecimal number.", two(meta(`{"fps":§0x1}`)), at("json-number", pFPS))
	t.fail("json-number-zero", "json-number", "A number with a leading zero.", two(meta(`{"fps":§01}`)), at("json-number", pFPS))

	t.fail("json-lone-surrogate", "json-lone-surrogate", "The first half of a surrogate pair alone.",
		two(answer(`"A dog §\ud83d runs."`)), at("json-lone-surrogate", pAnswer)).
		near("json-lone-surrogate-mended", "The whole pair.", `\ud83d`, `\ud83d\udc15`)
	t.fail("json-lone-surrogate-second", "json-lone-surrogate", "The second half of a surrogate pair alone.",
		two(answer(`"A dog §\udc15 runs."`)), at("json-lone-surrogate", pAnswer))

	t.fail("json-utf8", "json-utf8", "A letter in Latin-1.", two(answer("\"Ein Hund l§\xe4uft.\"")), at("json-utf8", pAnswer)).
		near("json-utf8-mended", "The letter in UTF-8.", "l\xe4uft", "läuft")
	t.fail("json-utf8-long", "json-utf8", "A character in more bytes than it needs.", two(answer("\"A dog§\xc0\xaf runs.\"")), at("json-utf8", pAnswer))
	t.fail("json-utf8-surrogate", "json-utf8", "A surrogate in UTF-8.", two(answer("\"A dog§\xed\xa0\xbd runs.\"")), at("json-utf8", pAnswer))

	t.fail("json-control-character", "json-control-character", "A raw tab in a string.", two(answer("\"A dog§\truns.\"")), at("json-control-character", pAnswer)).
		near("json-control-character-mended", "The tab as an escape.", "\t", `\t`)
	t.fail("json-control-character-return", "json-control-character", "A raw carriage return in a string.", two(answer("\"A dog§\rruns.\"")), at("json-control-character", pAnswer))
	t.fail("json-control-character-nul", "json-control-character", "A NUL in a string.", two(answer("\"A dog§\x00runs.\"")), at("json-control-character", pAnswer))
	t.pass("json-control-character-delete", "json-control-character", "DEL is no control character to JSON.", two(answer("\"A dog\x7f runs.\"")))
	t.pass("json-control-character-space", "json-control-character", "A tab between tokens is space.", two(edit(base, `"role":"user"`, "\"role\":\t\"user\"")))

	t.fail("json-trailing-data", "json-trailing-data", "A bracket too many.", two(base+"§}"), at("json-trailing-data", "")).
		near("json-trailing-data-mended", "The bracket removed.", "}}}", "}}")
	t.fail("json-trailing-data-comma", "json-trailing-data", "A comma behind the object, as between the elements of an array.", two(base+"§,"), at("json-trailing-data", ""))
	t.fail("json-trailing-data-word", "json-trailing-data", "Text behind the object.", two(base+" §checked by hand"), at("json-trailing-data", ""))
	t.pass("json-trailing-data-space", "json-trailing-data", "Space around the object is nothing.", two(" \t"+base+" \t"))
	t.pass("json-space-everywhere", "json-syntax", "Space between tokens is nothing.", two(strings.NewReplacer(`{"`, "{ \t\"", `":`, "\" : ", `,"`, " , \"", `]`, " ] ").Replace(base)))
}

// call is a line of a function call, around the arguments args.
func call(args string) string {
	return edit(base, `{"role":"model","parts":[{"text":"A dog runs."}]}`,
		`{"role":"model","parts":[{"functionCall":{"name":"label","args":`+args+`}}]},`+
			`{"role":"user","parts":[{"functionResponse":{"name":"label","response":{"ok":true}}}]},`+
			`{"role":"model","parts":[{"text":"A dog runs."}]}`)
}

const pArgs = "/contents/1/parts/0/functionCall/args"

// syntaxWords are the vectors about things of other languages, about depth, and
// about what has no rule of its own.
func syntaxWords(t *table) {
	t.fail("json-python", "json-python", "Python's None.", two(edit(base, `{"contents"`, `{"systemInstruction":§None,"contents"`)), at("json-python", "/systemInstruction")).
		near("json-python-mended", "JSON's null, which is as good as absent.", "None", "null")
	t.fail("json-python-true", "json-python", "Python's True.", two(call(`{"sure":§True}`)), at("json-python", pArgs+"/sure"))
	t.fail("json-python-false", "json-python", "Python's False.", two(call(`{"sure":§False}`)), at("json-python", pArgs+"/sure"))

	t.fail("json-comment", "json-comment", "A comment to the end of the line.", two(base+" §// checked"), at("json-comment", "")).
		near("json-comment-mended", "The comment removed.", " // checked", "")
	t.fail("json-comment-inner", "json-comment", "A comment within the object.", two(edit(base, `"role":"user"`, `§/* who */"role":"user"`)), at("json-comment", "/contents/0"))
	t.fail("json-comment-hash", "json-comment", "A comment with a number sign.", two(base+"§# checked"), at("json-comment", ""))
	t.pass("json-comment-string", "json-comment", "What looks like a comment may stand in a string.", two(answer(`"A dog /* runs */ // fast # very."`)))

	t.fail("json-nan", "json-nan", "NaN.", two(meta(`{"fps":§NaN}`)), at("json-nan", pFPS)).
		near("json-nan-mended", "A number; 1 frame a second is what the service samples anyway.", "NaN", "1")
	t.fail("json-nan-infinity", "json-nan", "Infinity.", two(call(`{"score":§Infinity}`)), at("json-nan", pArgs+"/score"))
	t.fail("json-nan-minus-infinity", "json-nan", "-Infinity.", two(call(`{"score":§-Infinity}`)), at("json-nan", pArgs+"/score"))

	t.fail("json-equals", "json-equals", "An equals sign in the place of the colon.", two(edit(base, `"role":"user"`, `"role"§="user"`)), at("json-equals", "/contents/0/role")).
		near("json-equals-mended", "The colon.", `"role"=`, `"role":`)

	t.fail("json-bare-name", "json-bare-name", "A name without quotes.", two(edit(base, `"role":"user"`, `§role:"user"`)), at("json-bare-name", "/contents/0")).
		near("json-bare-name-mended", "The name in quotes.", `role:"user"`, `"role":"user"`)

	nested := func(n int, mark string) string {
		// The arguments stand in the line, contents, a turn, its parts, a part and the call: they are the 7th level.
		return `{"a":` + strings.Repeat("[", n-8) + mark + "[" + strings.Repeat("]", n-7) + `}`
	}
	t.fail("json-depth", "json-depth", "Objects and arrays nested 101 deep.", two(call(nested(101, "§"))), at("json-depth", pArgs+"/a"+videotune.Pointer(strings.Repeat("/0", 93)))).
		near("json-depth-at", "Nested 100 deep.", "[[]]", "[]")
	objects := func(n int, mark string) string {
		return strings.Repeat(`{"a":`, n-7) + mark + "{" + strings.Repeat("}", n-6)
	}
	t.fail("json-depth-objects", "json-depth", "Objects nested 101 deep.", two(call(objects(101, "§"))), at("json-depth", pArgs+videotune.Pointer(strings.Repeat("/a", 94))))
	t.pass("json-depth-objects-at", "json-depth", "Objects nested 100 deep.", two(call(objects(100, ""))))
	t.pass("json-depth-below", "json-depth", "Nested 99 deep.", two(call(nested(99, ""))))

	t.fail("json-syntax", "json-syntax", "A word that is no value.", two(edit(base, `"user"`, `§user`)), at("json-syntax", "/contents/0/role")).
		near("json-syntax-mended", "The word in quotes.", ":user,", `:"user",`)
	t.fail("json-syntax-semicolon", "json-syntax", "A semicolon in the place of a comma.", two(edit(base, `"role":"user",`, `"role":"user"§;`)), at("json-syntax", "/contents/0"))
	t.fail("json-syntax-quotes", "json-syntax", "Typographic quotes.", two(edit(base, `"user"`, `§“user”`)), at("json-syntax", "/contents/0/role"))
	t.fail("json-syntax-bracket", "json-syntax", "A brace in the place of a bracket.", two(edit(base, `"A dog runs."}]`, `"A dog runs."}§}`)), at("json-syntax", "/contents/1/parts"))
	t.fail("json-syntax-earlier", "member-unknown", "A fault of a member before a fault of syntax is told too; the rest of the line is not judged.",
		two(edit(uri(`"s3://b/v.mp4"`), `{"contents"`, `{§"note":"x","contents"`, `LOW"}}`, `LOW"}§,}`)), at("member-unknown", "/note"), at("json-trailing-comma", ""))
	t.fail("json-syntax-only", "json-syntax", "All lines of the file are broken: nothing is said about what the file lacks.",
		lines(edit(base, `"user"`, `§user`), edit(other, `"user"`, `§user`)), at("json-syntax", "/contents/0/role"), at("json-syntax", "/contents/0/role"))
}
