package gen

import (
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// threshold adds the vectors below, at and over a limit: line(value) is the
// data file, marked where the problem over the limit is; want are the problems
// below and at it.
func (t *table) threshold(rule videotune.Rule, name, limit string, p videotune.Pointer, value [3]string, line func(string) string, change func(*Vector)) {
	strip1 := func(s string) string { return strings.Replace(s, "§", "", 1) }
	v := []*Vector{
		t.pass(name+"-below", rule, "A little below "+limit+".", strip1(line(value[0]))),
		t.pass(name+"-at", rule, "Exactly "+limit+".", strip1(line(value[1]))).of(name),
		t.fail(name, rule, "A little over "+limit+".", line(value[2]), at(rule, p)),
	}
	for _, v := range v {
		change(v)
	}
}

// lengths are the vectors about how long a video may be.
func lengths(t *table) {
	const rule = "segment-too-long"
	twenty := [3]string{"1199.999999999s", "1200s", "1200.000000001s"}
	five := [3]string{"299.999999999s", "300s", "300.000000001s"}
	judge := func(model, asOf string) func(*Vector) { return func(v *Vector) { v.judge(model, asOf) } }
	segment := func(res string) func(string) string {
		return func(end string) string {
			return lines(in(meta(`§{"startOffset":"0s","endOffset":"`+end+`"}`), res))
		}
	}
	t.threshold(rule, "segment-too-long", "20 minutes at LOW", pMeta, twenty, segment(low), judge("gemini-2.5-flash", ""))
	t.threshold(rule, "segment-too-long-medium", "5 minutes at MEDIUM", pMeta, five, segment(medium), judge("gemini-2.5-flash", ""))
	t.threshold(rule, "segment-too-long-high", "5 minutes at HIGH", pMeta, five, segment(high), judge("gemini-2.5-flash", ""))
	t.threshold(rule, "segment-too-long-old", "20 minutes at LOW, in the edition of 2025-08-29", pMeta, twenty, segment(low), judge("gemini-2.5-flash", "2025-08-29"))
	t.threshold(rule, "segment-too-long-old-medium", "5 minutes at MEDIUM, in the edition of 2025-08-29", pMeta, five, segment(medium), judge("gemini-2.5-flash-lite", "2025-08-29"))
	t.threshold(rule, "segment-too-long-3-medium", "5 minutes at MEDIUM on Gemini 3.5 Flash", pMeta, five, segment(medium), judge("gemini-3.5-flash", ""))
	t.threshold(rule, "segment-too-long-start", "20 minutes between two offsets", pMeta, [3]string{"1205.499999999s", "1205.5s", "1205.500000001s"}, func(end string) string {
		return lines(meta(`§{"startOffset":"5.5s","endOffset":"` + end + `"}`))
	}, judge("", ""))
	t.threshold(rule, "segment-too-long-end-alone", "20 minutes to an end that stands alone", pMeta, twenty, func(end string) string {
		return lines(meta(`§{"endOffset":"` + end + `"}`))
	}, judge("", ""))

	known := func(name, about string, pass bool, line, duration string, want ...Problem) *Vector {
		v := t.fail(name, rule, about, lines(line), want...).facts(`{"gs://b/v.mp4":{"duration":"` + duration + `"}}` + "\n")
		v.Pass = pass
		return v
	}
	whole := edit(base, `"fileData":{`, `"fileData":§{`)
	known("segment-too-long-video", "A whole video a nanosecond longer than 20 minutes, by facts: at the file.", false, whole, "1200.000000001s", at(rule, pFile))
	known("segment-too-long-video-at", "A whole video of exactly 20 minutes.", true, base, "1200s")
	known("segment-too-long-video-below", "A whole video a nanosecond shorter.", true, base, "1199.999999999s")
	known("segment-too-long-open", "A start alone: the segment goes to the end of the video, which facts know.", false, meta(`§{"startOffset":"100s"}`), "1300.000000001s", at(rule, pMeta))
	known("segment-too-long-open-at", "A start alone, exactly 20 minutes before the end.", true, meta(`{"startOffset":"100s"}`), "1300s")
	known("segment-within-long-video", "The video is longer than the limit, the segment within it is not: nothing on the line.", true, seg, "7200s")
	t.pass("segment-too-long-unknown", rule, "The length of a whole video without facts is unknown, and nothing is said.", two(base))
	v := t.fail("segment-too-long-warning", rule, "The severity of the rule is lowered: the example is not dropped.", lines(meta(`§{"endOffset":"1210s"}`)), at(rule, pMeta))
	v.severity(rule, videotune.SeverityWarning)
	t.pass("segment-too-long-off", rule, "The rule is switched off.", lines(meta(`{"endOffset":"1210s"}`))).severity(rule, videotune.SeverityOff)
}

// sizes are the vectors about how large a video may be, by facts.
func sizes(t *table) {
	size := func(name string, rule videotune.Rule, about string, pass bool, bytes int, want ...Problem) *Vector {
		line := base
		if len(want) > 0 {
			line = uri(`§"gs://b/v.mp4"`)
		}
		v := t.fail(name, rule, about, lines(line), want...).facts(fmt.Sprintf(`{"gs://b/v.mp4":{"bytes":%d,"duration":"60s"}}`+"\n", bytes))
		v.Pass = pass
		return v
	}
	size("video-too-large", "video-too-large", "A byte more than 100 MB of 2^20.", false, 104857601, at("video-too-large", pURI))
	size("video-too-large-at", "video-too-large", "Exactly 100 MB of 2^20: near the limit.", true, 104857600, at("video-size-near", pURI)).of("video-too-large")
	size("video-too-large-below", "video-too-large", "A byte less than 100 MB of 2^20: near the limit.", true, 104857599, at("video-size-near", pURI))
	size("video-size-near", "video-size-near", "A byte more than 100 MB of 10^6.", false, 100000001, at("video-size-near", pURI))
	size("video-size-near-at", "video-size-near", "Exactly 100 MB of 10^6.", true, 100000000).of("video-size-near")
	size("video-size-near-below", "video-size-near", "A byte less than 100 MB of 10^6.", true, 99999999)
	t.fail("video-too-large-segment", "video-too-large", "A segment does not make the file smaller.", lines(edit(seg, `"gs://b/v.mp4"`, `§"gs://b/v.mp4"`)), at("video-too-large", pURI)).
		facts(`{"gs://b/v.mp4":{"bytes":200000000,"duration":"3600s"}}` + "\n")
}

// counts are the vectors about how many there may be of something.
func counts(t *table) {
	second := `{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}},{"fileData":§{"fileUri":"gs://b/w.mp4","mimeType":"video/mp4"}},{"text":"What happens?"}`
	v := t.fail("video-count", "video-count", "Two videos in one example: at the second.", lines(parts(second)), at("video-count", "/contents/0/parts/1/fileData")).judge("gemini-2.5-flash", "2026-09-01")
	v.near("video-count-mended", "The second is an image.", `w.mp4","mimeType":"video/mp4"`, `w.png","mimeType":"image/png"`)
	t.pass("video-count-old", "video-count", "The edition of 2025-08-29 says nothing about the number of videos.", lines(parts(strip(second)))).judge("gemini-2.5-flash", "2025-08-29")
	t.fail("video-count-turns", "video-count", "Two videos in two turns.",
		lines(edit(base, `"A dog runs."}]}`, `"A dog runs."}]},{"role":"user","parts":[{"fileData":§{"fileUri":"gs://b/w.mp4","mimeType":"video/mp4"}},{"text":"And here?"}]},{"role":"model","parts":[{"text":"A cat."}]}`)),
		at("video-count", "/contents/2/parts/0/fileData"))

	images := func(n int) string {
		var b strings.Builder
		for i := range n {
			mark := ""
			if i == 30 {
				mark = "§"
			}
			fmt.Fprintf(&b, `{"fileData":%s{"fileUri":"gs://b/frame-%02d.png","mimeType":"image/png"}},`, mark, i)
		}
		return two(parts(b.String() + `{"text":"What is seen?"}`))
	}
	t.pass("image-count-below", "image-count", "29 images.", images(29))
	t.pass("image-count-at", "image-count", "30 images.", images(30)).of("image-count")
	t.fail("image-count", "image-count", "31 images: at the first over.", images(31), at("image-count", "/contents/0/parts/30/fileData"))
	t.fail("image-count-more", "image-count", "32 images are told once.", strings.Replace(images(31), `{"text":"What is seen?"}`, `{"fileData":{"fileUri":"gs://b/last.png","mimeType":"image/png"}},{"text":"What is seen?"}`, 1), at("image-count", "/contents/0/parts/30/fileData"))

	few := func(name, about string, pass bool, n int, want ...Problem) *Vector {
		v := t.fail(name, "examples-few", about, many(n, numbered), want...)
		v.Pass = pass
		delete(v.Severity, "examples-few")
		return v
	}
	few("examples-few", "99 training examples.", false, 99, whole("examples-few"))
	few("examples-few-at", "100 training examples.", true, 100).of("examples-few")
	few("examples-few-above", "101 training examples.", true, 101)
	v = t.pass("examples-few-validation", "examples-few", "The validation file may be small.", many(100, numbered)).val(lines(numberedAs("check", 100)))
	delete(v.Severity, "examples-few")

	over := func(name, about string, pass bool, text string, want ...Problem) *Vector {
		v := t.fail(name, "examples-over", about, text, want...)
		v.Pass, v.Limits = pass, strings.Replace(smallLimits, `"maxFileBytes":1000,`, ``, 1)
		return v
	}
	over("examples-over", "Four examples with media (the limit here is 3).", false, many(4, numbered), whole("examples-over"))
	over("examples-over-at", "Three examples with media.", true, many(3, numbered)).of("examples-over")
	over("examples-over-below", "Two examples with media.", true, many(2, numbered))
	text := func(n int) string {
		return many(n, func(i int) string {
			return edit(parts(fmt.Sprintf(`{"text":"What is dog %d?"}`, i)), "A dog runs.", sentence(i))
		})
	}
	over("examples-over-text", "Five examples of text only (the limit here is 4).", false, text(5), whole("examples-over"), whole("video-none"))
	over("examples-over-text-at", "Four examples of text only.", true, text(4), whole("video-none")).of("examples-over-text")

	val := func(name, about string, pass bool, n int, want ...Problem) *Vector {
		v := t.fail(name, "validation-over", about, many(10, numbered), want...).val(many(n, func(i int) string { return numberedAs("check", i+100) }))
		v.Pass, v.Limits = pass, `{"extends":"gemini-2.5-flash","edition":"small","validation":{"maxExamples":5,"shareFrom":3,"maxShare":0.4}}`+"\n"
		return v
	}
	val("validation-over", "Six validation examples (the limit here is 5).", false, 6, wholeOf(Validation, "validation-over"))
	val("validation-over-share", "Five: more than 4 in 10 of the training examples (a share that holds from 3 on).", false, 5, wholeOf(Validation, "validation-over"))
	val("validation-over-share-at", "Four: exactly 4 in 10.", true, 4).of("validation-over-share")
	val("validation-over-below", "Three: the share does not hold yet.", true, 3)
}

// shares are the vectors about how many examples may be dropped.
func shares(t *table) {
	const rule = "segment-too-long"
	long := func(line, mark string) string {
		return edit(line, `"mimeType":"video/mp4"}`, `"mimeType":"video/mp4"},"videoMetadata":`+mark+`{"startOffset":"0s","endOffset":"1201s"}`)
	}
	file := func(name string, n, dropped int) string {
		return many(n, func(i int) string {
			if i < dropped {
				return long(numberedAs(name, i), "§")
			}
			return numberedAs(name, i)
		})
	}
	want := func(n int) []Problem {
		var ps []Problem
		for range n {
			ps = append(ps, at(rule, pMeta))
		}
		return ps
	}
	for _, c := range []struct {
		name, about string
		n, dropped  int
	}{
		{"dropped-10-of-100", "Exactly a tenth dropped: the job would start.", 100, 10},
		{"dropped-11-of-100", "More than a tenth dropped: the job would fail.", 100, 11},
		{"dropped-9-of-99", "Less than a tenth dropped.", 99, 9},
		{"dropped-10-of-99", "A little more than a tenth dropped.", 99, 10},
		{"dropped-1-of-10", "One of ten dropped.", 10, 1},
		{"dropped-1-of-9", "One of nine dropped.", 9, 1},
	} {
		t.fail(c.name, rule, c.about, file("clip", c.n, c.dropped), want(c.dropped)...)
	}
	t.fail("dropped-validation-10-of-100", rule, "A tenth of the validation file dropped.", many(10, numbered), want(10)...).val(file("check", 100, 10))
	t.fail("dropped-validation-11-of-100", rule, "More than a tenth of the validation file dropped: the job would fail, though the training file is good.", many(10, numbered), want(11)...).val(file("check", 100, 11))
	t.fail("dropped-per-file", rule, "More than a tenth of the training file dropped, though less of both files together.", file("clip", 9, 1), want(1)...).val(many(5, func(i int) string { return numberedAs("check", i+100) }))

	text := many(10, func(i int) string {
		if i == 0 {
			return edit(long(numbered(i), "§"), `{"text":"What happens?"}`, `{"fileData":§{"fileUri":"gs://b/w.mp4","mimeType":"video/mp4"}},{"text":"What happens?"}`)
		}
		return numbered(i)
	})
	t.fail("dropped-once", rule, "Two reasons to drop one example of ten count once.", text, at(rule, pMeta), at("video-count", "/contents/0/parts/1/fileData"))
}
