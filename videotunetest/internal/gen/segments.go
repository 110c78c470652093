package gen

import (
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// offsets are the vectors about how an offset is spelt.
func offsets(t *table) {
	misspelt := func(name, about, value string) *Vector {
		return t.fail(name, "offset-spelling", about, two(meta(`{"startOffset":§`+value+`,"endOffset":"125s"}`)), at("offset-spelling", pStart))
	}
	misspelt("offset-spelling", "Minutes and seconds.", `"1m30s"`).near("offset-spelling-mended", "Seconds.", `"1m30s"`, `"90s"`)
	misspelt("offset-spelling-number", "A number.", `5`).near("offset-spelling-number-mended", "A string with its unit.", `:5,`, `:"5s",`)
	misspelt("offset-spelling-object", "An object of seconds, as an older page shows.", `{"seconds":5}`).near("offset-spelling-object-mended", "A string.", `{"seconds":5}`, `"5s"`)
	misspelt("offset-spelling-clock", "A time of the clock.", `"00:05"`).near("offset-spelling-clock-mended", "Seconds.", `"00:05"`, `"5s"`)
	misspelt("offset-spelling-unit", "No unit.", `"5"`).near("offset-spelling-unit-mended", "The unit.", `"5"`, `"5s"`)
	misspelt("offset-spelling-capital", "A capital unit.", `"5S"`).near("offset-spelling-capital-mended", "A small one.", `"5S"`, `"5s"`)
	misspelt("offset-spelling-digits", "Ten digits behind the point.", `"5.0000000001s"`).near("offset-spelling-digits-mended", "Nine digits.", `"5.0000000001s"`, `"5.000000001s"`)
	misspelt("offset-spelling-ms", "Milliseconds.", `"500ms"`).near("offset-spelling-ms-mended", "Seconds.", `"500ms"`, `"0.5s"`)
	misspelt("offset-spelling-space", "A space.", `"5 s"`).near("offset-spelling-space-mended", "No space.", `"5 s"`, `"5s"`)
	misspelt("offset-spelling-exponent", "An exponent.", `"1e1s"`).near("offset-spelling-exponent-mended", "All digits.", `"1e1s"`, `"10s"`)
	misspelt("offset-spelling-empty", "An empty string.", `""`)
	misspelt("offset-spelling-boolean", "A boolean.", `true`)
	misspelt("offset-spelling-comma", "A decimal comma.", `"5,5s"`)
	misspelt("offset-spelling-words", "A word.", `"start"`)
	t.pass("offset-spelling-null", "offset-spelling", "null is as good as absent.", two(meta(`{"startOffset":null,"endOffset":"125s"}`)))
	t.fail("offset-spelling-end", "offset-spelling", "A misspelt end makes no other problem.", two(meta(`{"startOffset":"5s","endOffset":§"0:25"}`)), at("offset-spelling", pEnd))
	t.fail("offset-spelling-both", "offset-spelling", "Both ends are told.", two(meta(`{"startOffset":§5,"endOffset":§25}`)), at("offset-spelling", pStart), at("offset-spelling", pEnd))

	for _, ok := range []struct{ name, about, value string }{
		{"zero", "Zero.", "0s"}, {"fraction", "A part of a second.", "0.3s"}, {"nine", "Nine digits behind the point.", "5.123456789s"}, {"zeros", "Zeros at the end.", "5.500s"},
	} {
		t.pass("offset-strict-"+ok.name, "offset-loose", ok.about, two(meta(`{"startOffset":"`+ok.value+`","endOffset":"125s"}`)))
	}

	loose := func(name, about, value string) *Vector {
		return t.fail(name, "offset-loose", about, two(meta(`{"startOffset":§"`+value+`","endOffset":"125s"}`)), at("offset-loose", pStart))
	}
	loose("offset-loose", "No digit before the point.", ".5s").near("offset-loose-mended", "The digit.", `".5s"`, `"0.5s"`)
	loose("offset-loose-point", "No digit behind the point.", "5.s").near("offset-loose-point-mended", "No point.", `"5.s"`, `"5s"`)
	loose("offset-loose-plus", "A plus sign.", "+5s").near("offset-loose-plus-mended", "No sign.", `"+5s"`, `"5s"`)
	loose("offset-loose-zero", "A leading zero.", "05s").near("offset-loose-zero-mended", "No leading zero.", `"05s"`, `"5s"`)
	t.fail("offset-loose-read", "offset-loose", "The value is read: here the segment is too long.", two(meta(`①{"startOffset":§"05s","endOffset":"1205.5s"}`)), on('①', "segment-too-long", pMeta), at("offset-loose", pStart))

	t.fail("offset-negative", "offset-negative", "A negative start; that the segment is long is no problem of its own.", two(meta(`{"startOffset":§"-5s","endOffset":"25s"}`)), at("offset-negative", pStart)).
		near("offset-negative-mended", "No sign.", `"-5s"`, `"5s"`)
	t.fail("offset-negative-zero", "offset-negative", "Zero with a sign: readers differ on it.", two(meta(`{"startOffset":§"-0s","endOffset":"25s"}`)), at("offset-negative", pStart)).
		near("offset-negative-zero-mended", "No sign.", `"-0s"`, `"0s"`)
	t.fail("offset-negative-end", "offset-negative", "A negative end.", two(meta(`{"endOffset":§"-0.5s"}`)), at("offset-negative", pEnd))
	t.fail("offset-overflow", "offset-overflow", "More seconds than a duration holds.", two(meta(`{"startOffset":"5s","endOffset":§"315576000001s"}`)), at("offset-overflow", pEnd)).
		near("offset-overflow-mended", "Fewer.", `"315576000001s"`, `"315s"`)
	t.fail("offset-overflow-one", "offset-overflow", "One nanosecond more than 64 bits of them hold.", two(meta(`{"startOffset":"5s","endOffset":§"9223372036.854775808s"}`)), at("offset-overflow", pEnd)).
		severity("tokens-over", videotune.SeverityOff).severity("tokens-near", videotune.SeverityOff).
		near("offset-overflow-at", "As many nanoseconds as 64 bits hold: an offset, if a long one.", `"videoMetadata":{"startOffset":"5s","endOffset":"9223372036.854775808s"}`, `"videoMetadata":§{"startOffset":"5s","endOffset":"9223372036.854775807s"}`, at("segment-too-long", pMeta))
}

// segments are the vectors about the stretch of a video.
func segments(t *table) {
	t.fail("segment-reversed", "segment-reversed", "The end is before the start.", two(meta(`{"startOffset":"25s","endOffset":§"5s"}`)), at("segment-reversed", pEnd)).
		near("segment-reversed-mended", "The end is after the start.", `"startOffset":"25s","endOffset":"5s"`, `"startOffset":"5s","endOffset":"25s"`)
	t.fail("segment-reversed-equal", "segment-reversed", "The end is the start.", two(meta(`{"startOffset":"5s","endOffset":§"5.000s"}`)), at("segment-reversed", pEnd)).
		near("segment-reversed-nanosecond", "The end is a nanosecond after the start, which no frame fits in.", `"videoMetadata":{"startOffset":"5s","endOffset":"5.000s"}`, `"videoMetadata":§{"startOffset":"5s","endOffset":"5.000000001s"}`, at("segment-under-frame", pMeta))
	t.fail("segment-reversed-zero", "segment-reversed", "An end at 0 is an end, and not taken for absent.", two(meta(`{"endOffset":§"0s"}`)), at("segment-reversed", pEnd))

	t.fail("segment-under-frame", "segment-under-frame", "A nanosecond shorter than the second between two frames.", two(meta(`§{"startOffset":"5s","endOffset":"5.999999999s"}`)), at("segment-under-frame", pMeta)).
		near("segment-under-frame-mended", "As long as that.", `"5.999999999s"`, `"6s"`)
	t.fail("segment-under-frame-fps", "segment-under-frame", "With fps 0.5 there are two seconds between two frames.", two(meta(`§{"startOffset":"5s","endOffset":"6.5s","fps":§0.5}`)), at("segment-under-frame", pMeta), at("fps-set", pFPS))
	t.pass("segment-under-frame-fps-mended", "segment-under-frame", "With fps 2 there is half a second.", two(meta(`{"startOffset":"5s","endOffset":"5.5s","fps":§2}`)), at("fps-set", pFPS))

	known := func(d string) string { return `{"gs://b/v.mp4":{"duration":"` + d + `","bytes":1000000}}` + "\n" }
	t.fail("segment-after-end", "segment-after-end", "The segment starts at the end of the video; that it ends past it is no problem of its own.", two(meta(`{"startOffset":§"60s","endOffset":"80s"}`)), at("segment-after-end", pStart)).
		facts(known("60s")).near("segment-after-end-mended", "It starts a second earlier, and ends with the video.", `"startOffset":"60s","endOffset":"80s"`, `"startOffset":"59s","endOffset":"60s"`)
	t.fail("segment-after-end-open", "segment-after-end", "A segment without an end starts after the end of the video.", two(meta(`{"startOffset":§"61s"}`)), at("segment-after-end", pStart)).facts(known("60s"))
	t.fail("segment-past-end", "segment-past-end", "The segment ends more than half a second past the end of the video.", two(meta(`{"startOffset":"5s","endOffset":§"60.500000001s"}`)), at("segment-past-end", pEnd)).
		facts(known("60s")).near("segment-past-end-at", "It ends half a second past the end, as rounded times do.", `"60.500000001s"`, `"60.5s"`)
	t.pass("segment-past-end-below", "segment-past-end", "It ends a little less than half a second past the end.", two(meta(`{"startOffset":"5s","endOffset":"60.499999999s"}`))).facts(known("60s"))
	t.pass("segment-past-end-unknown", "segment-past-end", "Without facts nothing is said about the end of the video.", two(meta(`{"startOffset":"5s","endOffset":"65s"}`))).facts(`{"gs://b/else.mp4":{"duration":"60s"}}` + "\n")
	t.pass("segment-open-end", "segment-past-end", "A start alone is legal.", two(meta(`{"startOffset":"5s"}`)))
	t.pass("segment-open-start", "segment-past-end", "An end alone is legal.", two(meta(`{"endOffset":"25s"}`)))
	t.pass("segment-open-both", "segment-past-end", "videoMetadata without members is legal.", two(meta(`{}`)))

	t.fail("segment-without-file", "segment-without-file", "A segment beside a text, its file in another part.",
		two(edit(base, `{"text":"What happens?"}`, `{"videoMetadata":§{"startOffset":"5s","endOffset":"25s"},"text":"What happens?"}`)), at("segment-without-file", "/contents/0/parts/1/videoMetadata")).
		near("segment-without-file-mended", "In the same part.", `{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}},{"videoMetadata":{"startOffset":"5s","endOffset":"25s"},`, `{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"5s","endOffset":"25s"}},{`)
	t.fail("segment-without-file-alone", "segment-without-file", "A part of a segment only is told once.",
		two(edit(base, `{"text":"What happens?"}`, `{"videoMetadata":§{"startOffset":"5s","endOffset":"25s"}},{"text":"What happens?"}`)), at("segment-without-file", "/contents/0/parts/1/videoMetadata"))

	t.fail("segment-on-image", "segment-on-image", "A segment of an image.",
		two(parts(`{"fileData":{"fileUri":"gs://b/i.png","mimeType":"image/png"},"videoMetadata":§{"startOffset":"5s","endOffset":"25s"}},{"text":"What is seen?"}`)), at("segment-on-image", pMeta)).
		near("segment-on-image-mended", "A segment of a video.", `i.png","mimeType":"image/png"`, `v.mp4","mimeType":"video/mp4"`)

	t.fail("segment-on-document", "segment-on-image", "A segment of a document.",
		two(parts(`{"fileData":{"fileUri":"gs://b/d.pdf","mimeType":"application/pdf"},"videoMetadata":§{"startOffset":"5s","endOffset":"25s"}},{"text":"What is seen?"}`)), at("segment-on-image", pMeta)).
		near("segment-on-document-mended", "The document alone.", `,"videoMetadata":{"startOffset":"5s","endOffset":"25s"}`, ``)

	rate := func(name, about, value string) *Vector {
		return t.fail(name, "fps-range", about, two(meta(`{"fps":§`+value+`}`)), at("fps-range", pFPS))
	}
	rate("fps-range", "A frame rate a little over 24.", "24.001").near("fps-range-at", "24 is in the range; it is remarked on as every fps but 1.", `:24.001}`, `:§24}`, at("fps-set", pFPS))
	rate("fps-range-zero", "0 is not taken for absent.", "0").near("fps-range-small", "A little over 0.", `:0}`, `:§0.001}`, at("fps-set", pFPS))
	rate("fps-range-negative", "A negative rate.", "-1")

	t.fail("fps-set", "fps-set", "An fps other than 1.", two(meta(`{"fps":§2}`)), at("fps-set", pFPS)).
		near("fps-set-mended", "fps 1 is what the service samples anyway.", `{"fps":2}`, `{"fps":1}`)
	t.fail("fps-set-once", "fps-set", "An fps other than 1 is told once a file, at the first.",
		lines(meta(`{"fps":§2}`), strings.Replace(meta(`{"fps":4}`), "v.mp4", "w.mp4", 1)), at("fps-set", pFPS))
}
