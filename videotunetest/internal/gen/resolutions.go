package gen

import (
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// in returns line with another resolution, quotes and marks included.
func in(line, resolution string) string { return edit(line, low, resolution) }

// without returns line without a resolution.
func without(line string) string {
	return edit(line, `,"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}`, ``)
}

// resolutions are the vectors about the resolution of one line and of its parts.
func resolutions(t *table) {
	t.fail("resolution-missing", "resolution-missing", "No line has a resolution: told once a file.", lines(without(base), without(other)), whole("resolution-missing")).
		near("resolution-missing-mended", "Both have one.", without(base)+"\n"+without(other)+"\n", two(base))
	t.fail("resolution-missing-files", "resolution-missing", "No line of either file has one.", lines(without(base), without(other)), whole("resolution-missing"), wholeOf(Validation, "resolution-missing")).
		val(lines(without(numbered(1))))
	t.fail("resolution-missing-unspecified", "resolution-missing", "UNSPECIFIED is as good as absent, and so is null, and an empty generationConfig.",
		lines(in(base, `"MEDIA_RESOLUTION_UNSPECIFIED"`), in(other, `null`), edit(numbered(3), `"mediaResolution":"MEDIA_RESOLUTION_LOW"`, ``), without(numbered(4))), whole("resolution-missing"))

	t.fail("resolution-unknown", "resolution-unknown", "A word; that the line then has no resolution is no problem of its own.", two(in(base, `§"low"`)), at("resolution-unknown", pRes)).
		near("resolution-unknown-mended", "The name of the resolution.", `"low"`, low)
	t.fail("resolution-unknown-capitals", "resolution-unknown", "A word in capitals.", two(in(base, `§"LOW"`)), at("resolution-unknown", pRes))
	t.fail("resolution-unknown-ultra", "resolution-unknown", "ULTRA_HIGH exists on parts only.", two(in(base, `§"MEDIA_RESOLUTION_ULTRA_HIGH"`)), at("resolution-unknown", pRes)).judge("gemini-3.5-flash", "")

	t.fail("resolution-unlisted", "resolution-unlisted", "HIGH is not in the edition of 2025-08-29.", lines(in(base, `§`+high)), at("resolution-unlisted", pRes)).judge("", "2025-08-29").
		near("resolution-unlisted-mended", "MEDIUM is.", high, medium)
	t.pass("resolution-high", "resolution-unlisted", "HIGH is in the edition of 2026-08.", lines(in(base, high))).judge("gemini-2.5-flash", "2026-09-01")
	t.pass("resolution-high-3", "resolution-unlisted", "HIGH on Gemini 3.5 Flash.", lines(in(base, high))).judge("gemini-3.5-flash", "")

	t.fail("resolution-unlisted-all", "resolution-unlisted", "HIGH on all lines, on a day when it was not listed: at each.", lines(in(base, `§`+high), in(other, `§`+high)), at("resolution-unlisted", pRes), at("resolution-unlisted", pRes)).
		judge("", "2025-09-01")
	t.fail("resolution-unlisted-mixed", "resolution-unlisted", "HIGH is not listed, and LOW beside it is another resolution: both are told.", lines(in(base, `§§`+high), other, numbered(3)), at("resolution-unlisted", pRes), at("resolution-mixed", pRes)).
		judge("", "2025-09-01")

	level := func(l string) string {
		return edit(base, `"mimeType":"video/mp4"}`, `"mimeType":"video/mp4"},"mediaResolution":`+l)
	}
	t.fail("part-resolution-unsupported", "part-resolution-unsupported", "A part's resolution on a model of 2.5, although it is the line's.", two(level(`§{"level":"MEDIA_RESOLUTION_LOW"}`)), at("part-resolution-unsupported", pPart+"/mediaResolution")).
		judge("gemini-2.5-flash", "").
		near("part-resolution-unsupported-mended", "The line's alone.", `,"mediaResolution":{"level":"MEDIA_RESOLUTION_LOW"}`, ``)
	const text = `{"text":"What happens?","mediaResolution":{"level":"MEDIA_RESOLUTION_LOW"}}`
	t.fail("part-resolution-without-file", "part-resolution-without-file", "A resolution beside a text.",
		two(edit(base, `{"text":"What happens?"}`, strings.Replace(text, `n":`, `n":§`, 1))), at("part-resolution-without-file", "/contents/0/parts/1/mediaResolution")).judge("gemini-3.5-flash", "").
		near("part-resolution-without-file-mended", "In the part of the file.", `"mimeType":"video/mp4"}},`+text, `"mimeType":"video/mp4"},"mediaResolution":{"level":"MEDIA_RESOLUTION_LOW"}},{"text":"What happens?"}`)
	t.fail("part-resolution-unsupported-old", "part-resolution-unsupported", "The same in the edition of 2025-08-29.", two(level(`§{"level":"MEDIA_RESOLUTION_MEDIUM"}`)), at("part-resolution-unsupported", pPart+"/mediaResolution")).
		judge("gemini-2.5-pro", "2025-08-29")
	t.pass("part-resolution-supported", "part-resolution-unsupported", "The line's resolution on a part, on Gemini 3.5 Flash.", two(level(`{"level":"MEDIA_RESOLUTION_LOW"}`))).judge("gemini-3.5-flash", "")
	t.fail("part-resolution-differs", "part-resolution-differs", "Another resolution than the line's, on Gemini 3.5 Flash.", two(level(`{"level":§"MEDIA_RESOLUTION_HIGH"}`)), at("part-resolution-differs", pPart+"/mediaResolution/level")).
		judge("gemini-3.5-flash", "").
		near("part-resolution-differs-mended", "The line's.", high, low)
	t.fail("part-resolution-unlisted", "resolution-unlisted", "ULTRA_HIGH is for images.", two(level(`{"level":§"MEDIA_RESOLUTION_ULTRA_HIGH"}`)), at("resolution-unlisted", pPart+"/mediaResolution/level")).judge("gemini-3.5-flash", "")
	t.fail("part-resolution-unknown", "resolution-unknown", "A word on a part.", two(level(`{"level":§"low"}`)), at("resolution-unknown", pPart+"/mediaResolution/level")).judge("gemini-3.5-flash", "")
}

// mixed are the vectors about the resolution of all lines of all files.
func mixed(t *table) {
	const rule = "resolution-mixed"
	t.fail("resolution-mixed", rule, "One line of three differs.", lines(base, in(other, `§`+medium), numbered(3)), at(rule, pRes)).
		near("resolution-mixed-mended", "All have one resolution.", medium, low)
	t.fail("resolution-mixed-tie", rule, "Of two values as frequent as each other the first is taken for the right one.", lines(base, in(other, `§`+medium)), at(rule, pRes))
	t.fail("resolution-mixed-first", rule, "The majority counts, not the first line.", lines(in(base, `§`+medium), other, numbered(3)), at(rule, pRes))
	t.fail("resolution-mixed-absent", rule, "One line has none: at the line.", lines(base, `§`+without(other), numbered(3)), at(rule, "")).
		near("resolution-mixed-absent-mended", "It has the one of the others.", without(other)+"\n", other+"\n")
	t.fail("resolution-mixed-present", rule, "One line only has one.", lines(without(base), in(other, `§`+low), without(numbered(3))), at(rule, pRes))
	t.fail("resolution-mixed-unspecified", rule, "UNSPECIFIED beside LOW is absent: at the value.", lines(base, in(other, `§"MEDIA_RESOLUTION_UNSPECIFIED"`), numbered(3)), at(rule, pRes))
	t.fail("resolution-mixed-three", rule, "Three values: both places.", lines(base, in(other, `§`+medium), in(numbered(3), `§`+high), numbered(4)), at(rule, pRes), at(rule, pRes))
	t.fail("resolution-mixed-snake-case", rule, "The line that differs has the protobuf names: the pointer has them, too.",
		lines(base, edit(other, `"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}`, `§"generation_config":{§"media_resolution":§"MEDIA_RESOLUTION_MEDIUM"}`), numbered(3)),
		at("member-snake-case", "/generation_config"), at("member-snake-case", "/generation_config/media_resolution"), at(rule, "/generation_config/media_resolution")).
		near("resolution-mixed-snake-case-mended", "It has the resolution of the others.", `"generation_config":{"media_resolution":"MEDIA_RESOLUTION_MEDIUM"}`, `§"generation_config":{§"media_resolution":"MEDIA_RESOLUTION_LOW"}`,
			at("member-snake-case", "/generation_config"), at("member-snake-case", "/generation_config/media_resolution"))
	t.fail("resolution-mixed-files", rule, "Training has one resolution, validation another.", two(base), at(rule, pRes)).val(lines(in(numbered(1), `§`+medium))).
		near("resolution-mixed-files-mended", "Both have one.", medium, low)
	t.fail("resolution-mixed-files-majority", rule, "The majority is counted over both files, and may be that of the validation.",
		lines(in(base, `§`+medium), in(other, `§`+medium)), at(rule, pRes), at(rule, pRes)).val(lines(numbered(1), numbered(2), numbered(3)))
	t.fail("resolution-mixed-files-tie", rule, "Of two values as frequent as each other that of the training counts.", lines(base), at(rule, pRes)).val(lines(in(other, `§`+medium)))
	t.fail("resolution-mixed-files-absent", rule, "Training has a resolution, validation has none.", two(base), at(rule, "")).val(lines(`§` + without(numbered(1))))
	t.fail("resolution-mixed-files-both", rule, "Places in both files, those of training first.",
		lines(base, other, numbered(3), in(numbered(4), `§`+medium)), at(rule, pRes), at(rule, pRes), at(rule, pRes)).
		val(lines(in(numbered(5), `§`+medium), numbered(6), in(numbered(7), `§`+high)))

	t.fail("resolution-mixed-many", rule, "25 of 60 lines differ: each is told.", many(60, func(i int) string {
		if i%2 == 1 && i < 50 {
			return in(numbered(i), `§`+medium)
		}
		return numbered(i)
	}), repeated(25, at(rule, pRes))...)
	t.fail("resolution-mixed-many-three", rule, "Two other values on half of the lines: each is told, in their order.", many(60, func(i int) string {
		res := [...]string{low, `§` + medium, low, `§` + high}[i%4]
		return in(numbered(i), res)
	}), repeated(30, at(rule, pRes))...)
	t.fail("resolution-mixed-bad-lines", rule, "Lines that cannot be read, or whose resolution was refused, have no say.",
		lines(base, in(other, `§"low"`), strings.Replace(numbered(3), `"user"`, `§user`, 1), in(numbered(4), `§`+medium), numbered(5)),
		at("resolution-unknown", pRes), at("json-syntax", "/contents/0/role"), at(rule, videotune.Pointer(pRes)))
}
