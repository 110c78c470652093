package gen

import (
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// facts are the vectors about what a video file really is.
func facts(t *table) {
	marked := lines(uri(`§"gs://b/v.mp4"`))
	t.fail("media-unreadable", "media-unreadable", "The file was looked at and could not be read.", marked, at("media-unreadable", pURI)).
		facts(`{"gs://b/v.mp4":{"error":"moov atom not found"}}`+"\n").
		near("media-unreadable-mended", "It could be read.", `"error":"moov atom not found"`, `"duration":"60s"`)
	t.fail("media-unreadable-missing", "media-unreadable", "The file is not there; nothing else is said of it.", lines(edit(seg, `"gs://b/v.mp4"`, `§"gs://b/v.mp4"`)), at("media-unreadable", pURI)).
		facts(`{"gs://b/v.mp4":{"error":"404 Not Found"}}` + "\n")
	t.fail("media-unreadable-image", "media-unreadable", "An image was looked at and could not be read.",
		two(edit(base, `{"text":"What happens?"}`, `{"fileData":{"fileUri":§"gs://b/logo.png","mimeType":"image/png"}},{"text":"Is this logo seen?"}`)), at("media-unreadable", "/contents/0/parts/1/fileData/fileUri")).
		facts(`{"gs://b/logo.png":{"error":"404 Not Found"}}`+"\n").
		near("media-unreadable-image-mended", "It could be read.", `"error":"404 Not Found"`, `"width":64`)
	t.fail("media-no-video", "media-no-video", "The file has sound only.", marked, at("media-no-video", pURI)).
		facts(`{"gs://b/v.mp4":{"duration":"60s","bytes":40926,"video":false,"audio":true}}`+"\n").
		near("media-no-video-mended", "It has a picture, too.", `"video":false`, `"video":true`)
	t.fail("media-mime", "media-mime", "The bytes are of another type than the line says.", lines(edit(base, `"video/mp4"`, `§"video/mp4"`)), at("media-mime", pMIME)).
		facts(`{"gs://b/v.mp4":{"duration":"60s","bytes":40926,"mimeType":"video/webm","container":"webm"}}`+"\n").
		near("media-mime-mended", "They are of that type.", `"mimeType":"video/webm","container":"webm"`, `"mimeType":"video/mp4","container":"mp4"`)
	t.pass("media-unknown", "media-unreadable", "Facts of other files say nothing.", lines(base)).facts(`{"gs://b/else.mp4":{"error":"404 Not Found"}}` + "\n")
	t.pass("media-good", "media-mime", "A good file.", lines(seg)).
		facts(`{"gs://b/v.mp4":{"bytes":40926000,"duration":"600.04s","containerDuration":"600.1s","mimeType":"video/mp4","container":"mp4","videoCodec":"h264","audioCodec":"aac","width":1280,"height":720,"frameRate":"30000/1001","video":true,"audio":true}}` + "\n")
}

// dataset are the vectors about lines that are known already.
func dataset(t *table) {
	t.fail("example-duplicate", "example-duplicate", "The third line is the first.", lines(base, other, "§"+base), at("example-duplicate", "")).
		near("example-duplicate-mended", "It asks something else.", other+"\n"+base, other+"\n"+edit(base, "What happens?", "Who is seen?"))
	t.fail("example-duplicate-twice", "example-duplicate", "Each repetition is told.", lines(base, "§"+base, other, "§"+base), at("example-duplicate", ""), at("example-duplicate", ""))
	t.fail("example-duplicate-spelling", "example-duplicate", "The same example, spelt otherwise: another order of members, space, escapes.",
		lines(base, `§{ "generationConfig" : {"mediaResolution":"MEDIA_RESOLUTION_LOW"}, "contents":[{"parts":[{"fileData":{"mimeType":"video\/mp4","fileUri":"gs://b/v.mp4"}},{"text":"What \u0068appens?"}],"role":"user"},{"parts":[{"text":"A dog runs."}],"role":"model"}] }`), at("example-duplicate", ""))
	t.pass("example-duplicate-answers", "example-duplicate", "One video may be asked about twice.", lines(base, edit(base, "What happens?", "How does it end?", "A dog runs.", "A dog stops.")))
	t.pass("example-duplicate-segments", "example-duplicate", "Two segments of one video are two examples.", lines(seg, edit(seg, `"25s"`, `"26s"`)))

	conflicts(t)
	names(t)

	later := func(mark, start, end string) string {
		return lines(edit(seg, `"gs://b/v.mp4"`, mark+`"gs://b/v.mp4"`, `"5s"`, start, `"25s"`, end))
	}
	t.fail("split-overlap", "split-overlap", "Validation uses the last nanosecond of a segment of training.", lines(seg), at("split-overlap", pURI)).val(later("§", `"24.999999999s"`, `"45s"`)).
		near("split-shared-video", "It begins where that of training ends: another segment of the same video.", `"24.999999999s"`, `"25s"`, wholeOf(Validation, "split-shared-video")).Rule = "split-overlap"
	t.pass("split-shared-video-before", "split-overlap", "It ends where that of training begins.", lines(seg), wholeOf(Validation, "split-shared-video")).val(later("", `"0s"`, `"5s"`))
	t.fail("split-overlap-before", "split-overlap", "It ends a nanosecond after that of training begins.", lines(seg), at("split-overlap", pURI)).val(later("§", `"0s"`, `"5.000000001s"`))
	t.fail("split-overlap-whole", "split-overlap", "Training uses the whole of a video, validation a segment of it.", two(base), at("split-overlap", pURI)).val(later("§", `"5s"`, `"25s"`))
	t.fail("split-overlap-within", "split-overlap", "A long segment overlaps, though a later one that is nearer does not.",
		lines(edit(seg, `"25s"`, `"100s"`), edit(seg, `"5s"`, `"10s"`, `"25s"`, `"20s"`)), at("split-overlap", pURI)).val(later("§", `"50s"`, `"60s"`))
	t.fail("split-shared-video-only", "split-shared-video", "Training and validation use different segments of one video.", lines(seg), wholeOf(Validation, "split-shared-video")).val(later("", `"100s"`, `"120s"`)).
		near("split-shared-video-mended", "They use different videos.", `v.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"100s"`, `w.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"100s"`)

	t.fail("split-identical", "split-identical", "Both files are the same: told once, and not of each line.", two(base), wholeOf(Validation, "split-identical")).val(two(base))
	t.pass("split-identical-mended", "split-identical", "One line less: the files are not the same, but the line stands in training.", two(base), at("split-overlap", pURI)).
		val(lines(uri(`§"gs://b/v.mp4"`))).of("split-identical")
	copied := func(i int) string {
		return edit(numbered(i), fmt.Sprintf(`"gs://b/clip-%04d.mp4"`, i), fmt.Sprintf(`§"gs://b/clip-%04d.mp4"`, i))
	}
	t.fail("split-overlap-copies", "split-overlap", "Two of three validation examples stand in training word for word: their sum and their places, at the end.",
		many(10, numbered), on('①', "uri-scheme", pURI), wholeOf(Validation, "split-overlap"), at("split-overlap", pURI), at("split-overlap", pURI)).
		val(lines(copied(3), edit(numberedAs("check", 100), `"gs://b/check-0100.mp4"`, `①"s3://b/check-0100.mp4"`), copied(7)))
	t.fail("split-overlap-copies-many", "split-overlap", "25 copies: their sum and the first twenty places.",
		many(30, numbered), append([]Problem{wholeOf(Validation, "split-overlap")}, repeated(20, at("split-overlap", pURI))...)...).
		val(many(25, func(i int) string {
			if i < 20 {
				return copied(i)
			}
			return numbered(i)
		}))
	t.pass("split-apart", "split-shared-video", "Training and validation have no video in common.", many(10, numbered)).val(many(2, func(i int) string { return numberedAs("check", i+100) }))

	briefly := `{"parts":[{"text":"Answer briefly."}]}`
	t.fail("system-partial", "system-partial", "One line of two has a system instruction.", lines(system(base, briefly), other), whole("system-partial")).
		near("system-partial-mended", "None has.", `"systemInstruction":`+briefly+`,`, ``)
	t.pass("system-partial-all", "system-partial", "Both have.", lines(system(base, briefly), system(other, briefly)))
	t.pass("system-partial-null", "system-partial", "null is as good as absent.", lines(system(base, `null`), other))
}

// conflicts are the vectors about examples with one input.
func conflicts(t *table) {
	const rule = "answers-conflict"
	stops := edit(base, `"A dog runs."`, `§"A dog stops."`)
	t.fail(rule, rule, "The third line has the input of the first, and another answer.", lines(base, other, stops), at(rule, pAnswer)).
		near(rule+"-mended", "It is another segment.", `"gs://b/v.mp4","mimeType":"video/mp4"}},{"text":"What happens?"}]},{"role":"model","parts":[{"text":"A dog stops."`,
			`"gs://b/v.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"5s"}},{"text":"What happens?"}]},{"role":"model","parts":[{"text":"A dog stops."`)
	t.fail(rule+"-each", rule, "Each answer that is not the first is told; that it is a copy of another, too.",
		lines(base, stops, edit(base, `"A dog runs."`, `①"A cat runs."`), edit(base, "{\"contents\"", "②{\"contents\"", `"A dog runs."`, `③"A dog stops."`)),
		at(rule, pAnswer), on('①', rule, pAnswer), on('②', "example-duplicate", ""), on('③', rule, pAnswer))
	t.fail(rule+"-first-again", "example-duplicate", "The answer of the first line once more contradicts nothing that is not told already.",
		lines(base, edit(base, `"A dog runs."`, `①"A dog stops."`), "§"+base), on('①', rule, pAnswer), at("example-duplicate", ""))
	t.fail(rule+"-names", rule, "The video is called by its URL.",
		lines(base, edit(stops, "gs://b/v.mp4", "https://storage.googleapis.com/b/v.mp4")), at(rule, pAnswer))
	t.pass(rule+"-system", rule, "The system instruction is another.", lines(system(base, `{"parts":[{"text":"Be brief."}]}`), edit(system(base, `{"parts":[{"text":"Be clear."}]}`), "A dog runs.", "A dog stops.")))
	t.pass(rule+"-question", rule, "The prompt is another.", lines(base, edit(base, "What happens?", "Who is seen?", "A dog runs.", "A dog.")))
	turn := `{"role":"user","parts":[{"text":"And then?"}]},{"role":"model","parts":[{"text":"It stops."}]}`
	turns := edit(base, `"A dog runs."}]}`, `"A dog runs."}]},`+turn)
	t.pass(rule+"-turns", rule, "Of two conversations, the earlier answers differ too: these are two inputs.", lines(turns, edit(turns, "A dog runs.", "A cat runs.", "It stops.", "It sits.")))
	t.fail(rule+"-last-turn", rule, "Two conversations differ in the last answer alone.", lines(turns, edit(turns, `"It stops."`, `§"It sits."`)), at(rule, "/contents/3/parts/0/text"))
	t.fail(rule+"-refused", "member-unknown", "What was refused may be what tells the inputs apart: nothing more is said of the lines.",
		lines(edit(base, `{"contents"`, `{§"clip":1,"contents"`), edit(base, `{"contents"`, `{①"clip":2,"contents"`, "A dog runs.", "A dog stops.")),
		at("member-unknown", "/clip"), on('①', "member-unknown", "/clip"))
	inline := func(mark, data string) string {
		return parts(mark + `{"inlineData":{"mimeType":"video/mp4","data":"` + data + `"}},{"text":"What happens?"}`)
	}
	t.fail(rule+"-inline", "inline-data", "Bytes in the line are not compared.", lines(inline("§", "AAAA"), edit(inline("①", "BBBB"), "A dog runs.", "A dog stops.")),
		at("inline-data", "/contents/0/parts/0"), on('①', "inline-data", "/contents/0/parts/0"), whole("video-none"))
	t.fail(rule+"-offsets", "offset-spelling", "Nor are two offsets without a unit one.",
		lines(edit(seg, `"5s"`, `§"5"`), edit(seg, `"5s"`, `①"6"`, "A dog runs.", "A dog stops.")), at("offset-spelling", pStart), on('①', "offset-spelling", pStart))
	t.fail(rule+"-validation", rule, "Validation has another answer to an input of training.", lines(base, other), on('①', "split-overlap", pURI), at(rule, pAnswer)).
		val(lines(edit(stops, `"gs://b/v.mp4"`, `①"gs://b/v.mp4"`)))
}

// names are the vectors about a video with several names.
func names(t *table) {
	clip := func(uri string) string {
		return lines(edit(seg, "gs://b/v.mp4", uri, `"`+uri, `§"`+uri, `"5s"`, `"6s"`))
	}
	overlap := func(name, about, train, validation string) {
		t.fail("split-overlap-"+name, "split-overlap", about, lines(edit(seg, "gs://b/v.mp4", train)), at("split-overlap", pURI)).
			val(clip(validation)).Severity["uri-signed"] = videotune.SeverityOff
	}
	overlap("url", "Training calls the object by gs://, validation by its URL, where the name is percent-encoded.", "gs://b/clips/v 1.mp4", "https://storage.googleapis.com/b/clips%2Fv%201.mp4")
	overlap("host", "The bucket may stand in the host.", "gs://b/v.mp4", "https://b.storage.googleapis.com/v.mp4")
	overlap("signed", "Two signed URLs of one file.", "https://h.example/v.mp4?X-Amz-Expires=60&X-Amz-Signature=1", "https://h.example/v.mp4?X-Amz-Expires=90&X-Amz-Signature=2")
	t.fail("example-duplicate-url", "example-duplicate", "The same example, its video called by its URL.", lines(base, "§"+edit(base, "gs://b/v.mp4", "https://storage.googleapis.com/b/v.mp4")), at("example-duplicate", ""))
	t.pass("split-apart-url", "split-overlap", "In gs:// nothing is encoded: these are two objects.", lines(edit(seg, "gs://b/v.mp4", "gs://b/v%201.mp4"))).
		val(lines(edit(seg, "gs://b/v.mp4", "https://storage.googleapis.com/b/v%201.mp4")))
	t.pass("split-apart-query", "split-overlap", "Another query may be another video.", lines(edit(seg, "gs://b/v.mp4", "https://h.example/v.mp4?id=1"))).
		val(lines(edit(seg, "gs://b/v.mp4", "https://h.example/v.mp4?id=2")))
}

// clean are vectors in which nothing is found: no false alarms.
func clean(t *table) {
	t.pass("clean", "file-not-jsonl", "An ordinary dataset of 100 examples, and ten for validation.", many(100, numbered)).
		val(many(10, func(i int) string { return numberedAs("check", i+100) })).Severity = nil
	t.pass("clean-order", "member-unknown", "The order of members does not matter.",
		two(`{"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"},"contents":[{"parts":[{"videoMetadata":{"endOffset":"25s","startOffset":"5s"},"fileData":{"mimeType":"video/mp4","fileUri":"gs://b/v.mp4"}},{"text":"What happens?"}],"role":"user"},{"parts":[{"text":"A dog runs."}],"role":"model"}]}`))
	t.pass("clean-escapes", "member-unknown", "Escapes in names and values do not matter.",
		two(`{"\u0063ontents":[{"\u0072ole":"us\u0065r","parts":[{"fileData":{"fileUri":"gs:\/\/b\/v.mp4","mimeType":"video\/mp4"},"videoMetadata":{"startOffset":"5\u0073","endOffset":"25s"}},{"text":"What \u0068appens?\n\t\"Now\""}]},{"role":"model","parts":[{"text":"A dog \ud83d\udc15 runs."}]}],"generationConfig":{"mediaResolution":"MEDIA\u005fRESOLUTION_LOW"}}`))
	t.pass("clean-unicode", "json-control-character", "Line separators and letters of all scripts may stand in strings.", two(answer("\"犬\u2028走る\u2029\u0085 café ﷺ 👩‍👩‍👧 \u200b\"")))
	t.pass("clean-turns", "role-repeated", "A conversation of several turns.",
		two(edit(base, `"A dog runs."}]}`, `"A dog runs."}]},{"role":"user","parts":[{"text":"And then?"}]},{"role":"model","parts":[{"text":"It stops."}]}`)))
	t.pass("clean-texts", "part-ambiguous", "Several texts in one turn.", two(edit(base, `{"text":"What happens?"}`, `{"text":"You watch animals."},{"text":"What happens?"}`)))
	t.pass("clean-image", "media-mime", "A video and an image that shows what to look for.", two(edit(base, `{"text":"What happens?"}`, `{"fileData":{"fileUri":"gs://b/logo.png","mimeType":"image/png"}},{"text":"Is this logo seen?"}`)))
	t.pass("clean-text-line", "video-none", "Some lines may be text only.", two(parts(`{"text":"What is a dog?"}`)))
	t.pass("clean-medium", "resolution-mixed", "MEDIUM on all lines of both files.", lines(in(base, medium), in(other, medium))).val(lines(in(numbered(3), medium)))
	t.pass("clean-pretty-answer", "answer-json-broken", "An answer may be JSON that is spread over lines.", two(answer(`"{\n  \"animal\": \"dog\"\n}"`)))
	t.pass("clean-fenced-answer", "answer-fence-cut", "An answer may be JSON in a code fence.", two(answer(`"`+"```json\\n[{\\\"animal\\\": \\\"dog\\\"}]\\n```"+`"`)))
	t.pass("clean-markdown-answer", "answer-json-broken", "An answer may begin with a bracket and be no JSON.", two(answer(`"[Music] A dog runs {fast}."`)))
	t.pass("clean-clock-answer", "answers-time-outside", "A few answers with times are no ground for a verdict.", lines(edit(seg, "A dog runs.", "At 01:35 a dog runs.")))
	for _, c := range []struct{ name, about, model, asOf string }{
		{"clean-2.5-pro", "Gemini 2.5 Pro.", "gemini-2.5-pro", ""},
		{"clean-2.5-flash-lite", "Gemini 2.5 Flash-Lite, in the edition of 2025-08-29.", "gemini-2.5-flash-lite", "2025-08-29"},
		{"clean-3.1-flash-lite", "Gemini 3.1 Flash-Lite.", "gemini-3.1-flash-lite", ""},
		{"clean-3.5-flash", "Gemini 3.5 Flash, by its full name.", "publishers/google/models/gemini-3.5-flash", ""},
		{"clean-3.5-flash-lite", "Gemini 3.5 Flash-Lite.", "gemini-3.5-flash-lite", ""},
	} {
		t.pass(c.name, "segment-too-long", "Nothing is wrong with an ordinary line for "+c.about, two(seg)).judge(c.model, c.asOf)
	}
	t.pass("clean-before-first-edition", "segment-too-long", "A date before the first edition means the first.", two(seg)).judge("gemini-2.5-flash", "2024-01-01")
	t.pass("clean-long-prompt", "tokens-near", "A prompt of 20,000 characters.", two(edit(base, "What happens?", strings.Repeat("Look at the dog. ", 1250))))
}
