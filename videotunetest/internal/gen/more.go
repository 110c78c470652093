package gen

import (
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// several are vectors with several training files.
func several(t *table) {
	const a, b = "a.jsonl", "b.jsonl"
	files := func(name string, rule videotune.Rule, about string, pass bool, texts []string, want ...Problem) *Vector {
		v := t.fail(name, rule, about, "", want...).trains(texts...)
		v.Pass = pass
		return v
	}
	long := meta(`§{"endOffset":"1201s"}`)
	files("files-resolution-mixed", "resolution-mixed", "Two training files with different resolutions.", false, []string{two(base), lines(in(numbered(1), `§`+medium))}, at("resolution-mixed", pRes))
	files("files-dropped", "segment-too-long", "More than a tenth of the second training file dropped, though less of both together: each file counts.", false, []string{many(20, numbered), lines(long)}, at("segment-too-long", pMeta))
	files("files-duplicate", "example-duplicate", "A line of the second training file stands in the first.", false, []string{two(base), lines("§"+other, numbered(1))}, at("example-duplicate", ""))
	files("files-empty", "file-empty", "The second training file is empty.", false, []string{two(base), ""}, wholeOf(b, "file-empty"))
	files("files-video-none", "video-none", "The first training file has no video.", false, []string{lines(parts(`{"text":"What is a dog?"}`)), lines(other)}, wholeOf(a, "video-none"))
	few := func(name, about string, pass bool, m, n int, want ...Problem) {
		v := files(name, "examples-few", about, pass, []string{many(m, numbered), many(n, func(i int) string { return numberedAs("more", i+500) })}, want...)
		delete(v.Severity, "examples-few")
	}
	few("files-examples-few", "99 examples in two training files: told of the first.", false, 50, 49, wholeOf(a, "examples-few"))
	few("files-examples-few-at", "100 examples in two training files.", true, 50, 50)

	t.fail("validation-empty", "file-empty", "The validation file is empty.", two(base), wholeOf(Validation, "file-empty")).val("")
	t.fail("validation-fault", "json-trailing-comma", "A fault in the validation file.", two(base), at("json-trailing-comma", "")).val(lines(edit(numbered(1), `LOW"}}`, `LOW"}§,}`)))
	t.fail("validation-order", "uri-scheme", "The problems of training stand before those of validation; each file is told its disputed types.",
		two(mime(`"gs://b/v.mov"`, `§"video/quicktime"`)), at("mime-disputed", pMIME), at("uri-scheme", pURI), at("mime-disputed", pMIME)).
		val(lines(edit(numbered(1), `"gs://b/clip-0001.mp4","mimeType":"video/mp4"`, `§"s3://b/clip-0001.mov","mimeType":§"video/quicktime"`)))
}

// severities are vectors whose rules have other severities than their own.
func severities(t *table) {
	signed := uri(`§"https://example.com/v.mp4?X-Goog-Signature=abcd"`)
	t.fail("severity-raised", "uri-signed", "A warning made an error: the job would fail.", two(signed), at("uri-signed", pURI)).severity("uri-signed", videotune.SeverityError)
	t.fail("severity-drop", "uri-signed", "A warning made a drop: half of the file would be dropped.", two(signed), at("uri-signed", pURI)).severity("uri-signed", videotune.SeverityDrop)
	t.fail("severity-lowered", "uri-scheme", "An error made a warning.", two(uri(`§"s3://b/v.mp4"`)), at("uri-scheme", pURI)).severity("uri-scheme", videotune.SeverityWarning)
	t.pass("severity-off", "uri-scheme", "An error switched off.", two(uri(`"s3://b/v.mp4"`))).severity("uri-scheme", videotune.SeverityOff)
	t.fail("severity-lowered-mixed", "resolution-mixed", "What is told at the end has other severities, too.", lines(base, in(other, `§`+medium)), at("resolution-mixed", pRes)).severity("resolution-mixed", videotune.SeverityWarning)
	t.fail("severity-raised-file", "video-none", "So has what is told of a file.", lines(parts(`{"text":"What is a dog?"}`)), whole("video-none")).severity("video-none", videotune.SeverityError)
	t.fail("severity-raised-bom", "file-blank-lines", "And what is told of a line without a value.", lines(base, "§", other), lineOf("file-blank-lines")).severity("file-blank-lines", videotune.SeverityError)
	t.pass("severity-off-disputed", "mime-disputed", "What is told once a file, switched off.", two(mime(`"gs://b/v.mov"`, `"video/quicktime"`))).severity("mime-disputed", videotune.SeverityOff)
}

// corners are vectors about the corners of rules.
func corners(t *table) {
	bad := func(name string, rule videotune.Rule, about, line string, p videotune.Pointer) *Vector {
		return t.fail(name, rule, about, two(line), at(rule, p))
	}
	bad("line-raw-newline-crlf", "line-raw-newline", "A line break of two bytes within a string: at the first of them.", edit(base, "A dog runs.", "A dog runs.§\r\nIt barks."), pAnswer)
	t.fail("line-raw-newline-several", "line-raw-newline", "A string over four lines, an empty one among them, is told once.",
		two(edit(base, "A dog runs.", "A dog runs.§\nIt barks.\n§\nIt stops.")), at("line-raw-newline", pAnswer), lineOf("file-blank-lines"))
	bad("json-syntax-double-comma", "json-syntax", "Two commas.", edit(base, `"role":"user",`, `"role":"user",§,`), "/contents/0")
	bad("json-syntax-leading-comma", "json-syntax", "A comma before the first element.", edit(base, `"parts":[{"text":"A`, `"parts":[§,{"text":"A`), "/contents/1/parts/0")
	bad("member-duplicate-contents", "member-duplicate", "contents twice; the first counts.", edit(base, `,"generationConfig"`, `,§"contents":[],"generationConfig"`), "/contents")
	t.pass("member-undocumented-null", "member-undocumented", "null is as good as absent.", two(edit(base, `{"contents"`, `{"safetySettings":null,"contents"`)))
	bad("member-undocumented-code", "member-undocumented", "A part of code, which tuning does not document; the part is not told as empty.", edit(base, `{"text":"What happens?"}`, `{"text":"What happens?"},{§"executableCode":{"language":"PYTHON","code":"1"}}`), "/contents/0/parts/2/executableCode")
	bad("role-missing-empty", "role-missing", "An empty role is as good as none.", edit(base, `{"role":"user"`, `§{"role":""`), "/contents/0")
	bad("uri-missing-empty", "uri-missing", "An empty URI is as good as none.", edit(base, `{"fileUri":"gs://b/v.mp4"`, `§{"fileUri":""`), pFile)
	bad("mime-missing-empty", "mime-missing", "An empty type is as good as none.", edit(base, `{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"`, `§{"fileUri":"gs://b/v.mp4","mimeType":""`), pFile)
	bad("function-name-missing-empty", "function-name-missing", "An empty name is as good as none.", strings.Replace(call(`{"x":1}`), `"functionCall":{"name":"label"`, `"functionCall":§{"name":""`, 1), "/contents/1/parts/0/functionCall")
	bad("mime-alias-case", "mime-alias", "The service spells types in lower case.", edit(base, `"video/mp4"`, `§"Video/MP4"`), pMIME)
	bad("uri-form-space", "uri-form", "A space at the end.", uri(`§"gs://b/v.mp4 "`), pURI)
	bad("uri-local-host", "uri-local", "A server of one's own machine.", uri(`§"http://localhost:8000/v.mp4"`), pURI)
	bad("uri-video-page-vimeo", "uri-video-page", "The page of a video elsewhere.", uri(`§"https://vimeo.com/76979871"`), pURI)
	bad("uri-signed-azure", "uri-signed", "A signed URL of a third cloud.", uri(`§"https://a.blob.core.windows.net/c/v.mp4?sv=2022-11-02&se=2026-12-01T00%3A00%3A00Z&sr=b&sp=r&sig=abcd"`), pURI)
	t.pass("uri-query", "uri-signed", "A query that signs nothing.", two(uri(`"https://example.com/v.mp4?version=2"`)))
	t.pass("fps-set-one", "fps-set", "1 may be written as a decimal number.", two(meta(`{"fps":1.0}`)))
	t.fail("part-ambiguous-call", "part-ambiguous", "A text and a function call in one part.",
		two(strings.Replace(call(`{"x":1}`), `{"functionCall"`, `§{"text":"I label it.","functionCall"`, 1)), at("part-ambiguous", "/contents/1/parts/0"))

	t.fail("order-same-column", "uri-signed", "Two problems at one place stand in the order of their rules.",
		two(uri(`§§"https://example.com/v.mp4?X-Goog-Signature=abcd"`)), at("media-unreadable", pURI), at("uri-signed", pURI)).
		facts(`{"https://example.com/v.mp4?X-Goog-Signature=abcd":{"error":"403 Forbidden"}}` + "\n")

	unset := func(end string) string {
		return lines(without(meta(`§{"startOffset":"0s","endOffset":"` + end + `"}`)))
	}
	t.pass("segment-too-long-unset-at", "segment-too-long", "No line has a resolution: the mildest limit is taken, 20 minutes.", strip(unset("1200s")), whole("resolution-missing"))
	t.fail("segment-too-long-unset", "segment-too-long", "No line has a resolution, and the segment is longer than any allows.", unset("1200.000000001s"), at("segment-too-long", pMeta), whole("resolution-missing"))
	t.fail("segment-too-long-part", "segment-too-long", "The resolution of the part counts on Gemini 3.5 Flash: 5 minutes at MEDIUM.",
		lines(edit(base, `"mimeType":"video/mp4"}`, `"mimeType":"video/mp4"},"videoMetadata":§{"endOffset":"300.5s"},"mediaResolution":{"level":§"MEDIA_RESOLUTION_MEDIUM"}`)),
		at("segment-too-long", pMeta), at("part-resolution-differs", pPart+"/mediaResolution/level")).judge("gemini-3.5-flash", "").
		near("segment-too-long-part-at", "Exactly 5 minutes.", `"300.5s"},"mediaResolution":{"level":`, `"300s"},"mediaResolution":{"level":§`, at("part-resolution-differs", pPart+"/mediaResolution/level"))
	t.fail("segment-too-long-container", "segment-too-long", "The length of the container counts where that of the picture is unknown.",
		lines(edit(base, `"fileData":{`, `"fileData":§{`)), at("segment-too-long", pFile)).facts(`{"gs://b/v.mp4":{"containerDuration":"1200.04s"}}`+"\n").
		near("segment-too-long-container-picture", "The picture is shorter than the container.", `"containerDuration"`, `"duration":"1199.96s","containerDuration"`)
	t.fail("video-too-large-each", "video-too-large", "One file of several lines is told on each.",
		lines(edit(seg, `"gs://b/v.mp4"`, `§"gs://b/v.mp4"`), edit(seg, `"gs://b/v.mp4"`, `§"gs://b/v.mp4"`, `"5s"`, `"6s"`)), at("video-too-large", pURI), at("video-too-large", pURI)).
		facts(`{"gs://b/v.mp4":{"bytes":200000000}}` + "\n")
	t.fail("video-count-three", "video-count", "Three videos are told once, at the second.",
		lines(parts(`{"fileData":{"fileUri":"gs://b/1.mp4","mimeType":"video/mp4"}},{"fileData":§{"fileUri":"gs://b/2.mp4","mimeType":"video/mp4"}},{"fileData":{"fileUri":"gs://b/3.mp4","mimeType":"video/mp4"}},{"text":"What happens?"}`)), at("video-count", "/contents/0/parts/1/fileData"))
	t.fail("image-count-fewer", "image-count", "Limits of one's own: one image.",
		two(parts(`{"fileData":{"fileUri":"gs://b/1.png","mimeType":"image/png"}},{"fileData":§{"fileUri":"gs://b/2.png","mimeType":"image/png"}},{"text":"What is seen?"}`)), at("image-count", "/contents/0/parts/1/fileData")).
		Limits = `{"extends":"gemini-2.5-flash","maxImages":1}` + "\n"
	t.fail("split-overlap-several", "split-overlap", "Each validation line that overlaps is told; another segment of the video is told of the file.",
		lines(meta(`{"endOffset":"100s"}`)), at("split-overlap", pURI), at("split-overlap", pURI), wholeOf(Validation, "split-shared-video")).
		val(lines(edit(seg, `"gs://b/v.mp4"`, `§"gs://b/v.mp4"`), edit(seg, `"gs://b/v.mp4"`, `§"gs://b/v.mp4"`, `"5s"`, `"90s"`, `"25s"`, `"110s"`), edit(seg, `"5s"`, `"100s"`, `"25s"`, `"110s"`)))
	t.fail("many-faults", "member-unknown", "A line with forty faults tells them all.", two(manyFaults(40)), repeatedFaults(40)...)
}

// manyFaults is a line with n unknown members.
func manyFaults(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `§"note%d":1,`, i)
	}
	return edit(base, `{"contents"`, `{`+b.String()+`"contents"`)
}

func repeatedFaults(n int) []Problem {
	var ps []Problem
	for i := range n {
		ps = append(ps, at("member-unknown", videotune.Pointer(fmt.Sprintf("/note%d", i))))
	}
	return ps
}
