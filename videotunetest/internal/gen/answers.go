package gen

import (
	"encoding/json"
	"fmt"

	"github.com/seed-57910ec4/videotune"
)

// answers are the vectors about single answers.
func answers(t *table) {
	bad := func(name string, rule videotune.Rule, about, value string) *Vector {
		return t.fail(name, rule, about, two(answer(`§`+value)), at(rule, pAnswer))
	}
	bad("answer-empty", "answer-empty", "An empty answer.", `""`).near("answer-empty-mended", "An answer.", `"text":""`, `"text":"-"`)
	bad("answer-empty-space", "answer-empty", "An answer of white space.", `" \n"`)
	bad("answer-null-word", "answer-null-word", "A missing value as Python prints it.", `"None"`).near("answer-null-word-mended", "In lower case it is a word.", `"None"`, `"none"`)
	bad("answer-null-word-nan", "answer-null-word", "A missing number.", `"nan"`)
	bad("answer-null-word-null", "answer-null-word", "A missing value as JSON.", `"null"`)
	t.pass("answer-null-word-within", "answer-null-word", "The word within an answer.", two(answer(`"None of the dogs runs."`)))
	bad("answer-fence-cut", "answer-fence-cut", "A code fence that is not closed.", "\"```json\\n{\\\"animal\\\": \\\"dog\\\"}\"").
		near("answer-fence-cut-mended", "It is closed.", `\"dog\"}"`, "\\\"dog\\\"}\\n```\"")
	bad("answer-fence-cut-open", "answer-fence-cut", "A code fence that is not opened.", "\"{\\\"animal\\\": \\\"dog\\\"}\\n```\"")
	bad("answer-json-broken", "answer-json-broken", "JSON with a trailing comma.", `"{\"animal\": \"dog\",}"`).near("answer-json-broken-mended", "Without it.", `\"dog\",}`, `\"dog\"}`)
	bad("answer-json-broken-short", "answer-json-broken", "JSON that was cut.", `"[{\"animal\": \"dog\"}, {\"animal\": \"c"`)
	bad("answer-json-broken-fenced", "answer-json-broken", "Broken JSON in a code fence.", "\"```json\\n{'animal': 'dog'}\\n```\"")
	t.fail("answer-each-turn", "answer-empty", "The answer of each turn is judged.",
		two(edit(base, `"A dog runs."}]}`, `§""}]},{"role":"user","parts":[{"text":"And then?"}]},{"role":"model","parts":[{"text":§"None"}]}`)),
		at("answer-empty", pAnswer), at("answer-null-word", "/contents/3/parts/0/text"))
}

// asked is the i-th line of a survey of answers, with the answer text; mark
// stands before its value. Each line has its own video.
func asked(i int, mark, text string) string {
	return edit(numbered(i), `"`+sentence(i)+`"`, mark+quote(text))
}

// quote is text as a JSON string.
func quote(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// survey is a file of n lines with the answers of usual; the last odd of them
// are marked and have those of the function odd.
func survey(n, odd int, usual, strange func(int) string) string {
	return many(n, func(i int) string {
		if i >= n-odd {
			return asked(i, "§", strange(i))
		}
		return asked(i, "", usual(i))
	})
}

// shapes are the vectors about what most answers have in common: from 8 answers
// on, where at least 8 in 10 agree.
func shapes(t *table) {
	summary := func(i int) string { return fmt.Sprintf(`{"summary": %s, "animals": %d}`, quote(sentence(i)), 1+i%3) }
	text := func(i int) string {
		return fmt.Sprintf(`{"summary": %s, "animals": "%d"}`, quote(sentence(i)), 1+i%3)
	}
	fenced := func(i int) string { return "```json\n" + summary(i) + "\n```" }
	shape := func(rule videotune.Rule, what string, usual, strange func(int) string) {
		name := string(rule)
		t.fail(name, rule, "Of eight answers one "+what+".", survey(8, 1, usual, strange), at(rule, pAnswer))
		t.pass(name+"-mended", rule, "All eight answers agree.", survey(8, 0, usual, strange)).of(name)
		t.pass(name+"-seven", rule, "Of seven answers one "+what+": too few for a verdict.", strip(survey(7, 1, usual, strange)))
		t.fail(name+"-two-of-ten", rule, "Of ten answers the last two each "+what+": 8 in 10 agree.", survey(10, 2, usual, strange), whole(rule), at(rule, pAnswer), at(rule, pAnswer))
	}
	less := func(rule videotune.Rule, about string, strange func(int) string) {
		t.pass(string(rule)+"-two-of-nine", rule, about+": less than 8 in 10 agree.", strip(survey(9, 2, summary, strange)))
	}
	shape("answers-not-json", "is prose, where the others are JSON", summary, sentence)
	shape("answers-drift", "has a string where the others have a number", summary, text)
	less("answers-not-json", "Two of nine answers are prose", sentence)
	less("answers-drift", "Two of nine answers have a string where the others have a number", text)
	shape("answers-fence-mixed", "has no code fence, where the others have one", fenced, summary)
	t.fail("answers-fence-mixed-half", "answers-fence-mixed", "Three of eight answers have no code fence: the fence itself needs no majority.", survey(8, 3, fenced, summary),
		append([]Problem{whole("answers-fence-mixed")}, repeated(3, at("answers-fence-mixed", pAnswer))...)...)
	t.pass("answers-fence-mixed-prose", "answers-fence-mixed", "Of nine answers two are prose: less than 8 in 10 are JSON.", many(9, func(i int) string {
		return asked(i, "", [...]func(int) string{sentence, fenced, summary, fenced, fenced, fenced, summary, fenced, sentence}[i](i))
	}))
	t.fail("answers-drift-key", "answers-drift", "One of eight answers lacks a member.", survey(8, 1, summary, func(i int) string {
		return fmt.Sprintf(`{"summary": %s}`, quote(sentence(i)))
	}), at("answers-drift", pAnswer))
	t.pass("answers-drift-order", "answers-drift", "The order of members does not matter, nor how many elements an array has.", survey(8, 0, func(i int) string {
		if i%2 == 0 {
			return `{"note": ` + quote(sentence(i)) + `, "scores": [1, 2]}`
		}
		return `{"scores": [3], "note": ` + quote(sentence(i)) + `}`
	}, nil))
	t.fail("answers-not-json-many", "answers-not-json", "30 of 200 answers are prose: their sum and the first twenty places.",
		many(200, func(i int) string {
			switch {
			case i < 170:
				return asked(i, "", summary(i))
			case i < 190:
				return asked(i, "§", sentence(i))
			}
			return asked(i, "", sentence(i))
		}), append([]Problem{whole("answers-not-json")}, repeated(20, at("answers-not-json", pAnswer))...)...)

	timed(t)

	none := func(int) string { return "[]" }
	event := func(int) string { return `[{"start": 2, "end": 8}]` }
	t.fail("answers-negative", "answers-negative", "Eight of ten answers say that there is nothing.", strip(survey(10, 2, none, event)), whole("answers-negative"))
	t.pass("answers-negative-mended", "answers-negative", "Seven of ten do.", strip(survey(10, 3, none, event))).of("answers-negative")
	t.fail("answers-negative-eight", "answers-negative", "Seven of eight do.", strip(survey(8, 1, none, event)), whole("answers-negative"))
	t.pass("answers-negative-seven", "answers-negative", "Six of seven do: too few for a verdict.", strip(survey(7, 1, none, event)))

	same := func(int) string { return "A dog runs." }
	t.fail("answers-equal", "answers-equal", "All of eight answers are equal.", survey(8, 0, same, nil), whole("answers-equal"))
	t.pass("answers-equal-seven", "answers-equal", "Seven equal answers are too few for a verdict.", survey(7, 0, same, nil))
	t.pass("answers-equal-but-one", "answers-equal", "One of eight answers is another.", strip(survey(8, 1, same, func(int) string { return "A cat runs." }))).of("answers-equal")
	t.pass("answers-equal-two", "answers-equal", "Two answers, four times each.", strip(survey(8, 4, same, func(int) string { return "A cat runs." })))
}

// repeated is p n times.
func repeated(n int, p Problem) []Problem {
	ps := make([]Problem, n)
	for i := range ps {
		ps[i] = p
	}
	return ps
}

// timed are the vectors about times in answers.
func timed(t *table) {
	// segment is line i with a segment of 20 seconds.
	segment := func(i, start int, mark, text string) string {
		return edit(asked(i, mark, text), `"mimeType":"video/mp4"}`, fmt.Sprintf(`"mimeType":"video/mp4"},"videoMetadata":{"startOffset":"%ds","endOffset":"%ds"}`, start, start+20))
	}
	event := func(start, end int) string { return fmt.Sprintf(`[{"start": %d, "end": %d}]`, start, end) }
	const outside, absolute = "answers-time-outside", "answers-time-absolute"
	file := func(n int, last string) string {
		return many(n, func(i int) string {
			if i == n-1 {
				return segment(i, 60+i, "§", last)
			}
			return segment(i, 60+i, "", event(i%8, i%8+9))
		})
	}
	t.fail(outside, outside, "One of eight answers names a time outside its segment of 20 seconds.", file(8, event(3, 44)), at(outside, pAnswer))
	t.pass(outside+"-at", outside, "All times are within their segments, one at the very end.", strip(file(8, event(3, 20)))).of(outside)
	t.pass(outside+"-seven", outside, "One of seven: too few for a verdict.", strip(file(7, event(3, 44))))
	t.fail(outside+"-ms", outside, "The times are in members that say milliseconds.", many(8, func(i int) string {
		if i == 7 {
			return segment(i, 60+i, "§", `[{"start_ms": 3000, "end_ms": 44000}]`)
		}
		return segment(i, 60+i, "", fmt.Sprintf(`[{"start_ms": %d500, "end_ms": 19500}]`, i+1))
	}), at(outside, pAnswer))
	t.fail(outside+"-clock", outside, "The times are written as MM:SS in prose.", many(8, func(i int) string {
		if i == 7 {
			return segment(i, 60+i, "§", "From 00:03 to 00:44 a dog runs.")
		}
		return segment(i, 60+i, "", fmt.Sprintf("From 00:%02d to 00:%02d a dog runs.", i, i+9))
	}), at(outside, pAnswer))

	late := func(n int, offset int) string {
		return many(n, func(i int) string { return segment(i, 600+40*i, "", event(offset+(600+40*i)+i, offset+(600+40*i)+i+9)) })
	}
	t.fail(absolute, absolute, "The times of all answers are those of the whole video: told once, and not line by line.", late(8, 0), whole(absolute))
	t.pass(absolute+"-mended", absolute, "The times are those of the segments.", many(8, func(i int) string { return segment(i, 600+40*i, "", event(i, i+9)) }))
	t.pass(absolute+"-seven", absolute, "Seven answers are too few for a verdict.", late(7, 0)).of(absolute)
}

// labels are the vectors about how often a label occurs.
func labels(t *table) {
	count := func(name string, rule videotune.Rule, about string, pass bool, counts map[string]int, order []string, want ...Problem) *Vector {
		var all []string
		for _, l := range order {
			for range counts[l] {
				all = append(all, l)
			}
		}
		v := t.fail(name, rule, about, many(len(all), func(i int) string { return asked(i, "", all[i]) }), want...)
		v.Pass = pass
		return v
	}
	order := []string{"dog", "cat", "fox"}
	count("label-rare", "label-rare", "A label of 20 answers occurs once only.", false, map[string]int{"dog": 10, "cat": 9, "fox": 1}, order, whole("label-rare"))
	count("label-rare-mended", "label-rare", "It occurs twice.", true, map[string]int{"dog": 10, "cat": 8, "fox": 2}, order).of("label-rare")
	count("label-rare-few", "label-rare", "It occurs once in 19 answers, which are too few for a verdict.", true, map[string]int{"dog": 9, "cat": 9, "fox": 1}, order)
	count("label-skew", "label-skew", "One label stands in 91 of 100 answers.", false, map[string]int{"dog": 91, "cat": 9}, order, whole("label-skew"))
	count("label-skew-at", "label-skew", "It stands in 90 of 100.", true, map[string]int{"dog": 90, "cat": 10}, order).of("label-skew")
	count("label-skew-few", "label-skew", "It stands in 95 of 99, which are too few for a verdict.", true, map[string]int{"dog": 95, "cat": 4}, order)
	order = []string{"safe", "Safe", "unsafe"}
	count("label-spelling", "label-spelling", "One label is spelt in two ways.", false, map[string]int{"safe": 6, "Safe": 2, "unsafe": 2}, order, whole("label-spelling"))
	count("label-spelling-mended", "label-spelling", "It is spelt in one way.", true, map[string]int{"safe": 8, "unsafe": 2}, order).of("label-spelling")
	count("label-spelling-once", "label-spelling", "A spelling that stands once is no rare label.", false, map[string]int{"safe": 12, "Safe": 1, "unsafe": 7}, order, whole("label-spelling"))
	t.fail("label-spelling-json", "label-spelling", "Labels in JSON, with a space behind one.", many(10, func(i int) string {
		return asked(i, "", `{"label": "`+[]string{"safe", "safe", "safe ", "unsafe"}[i%4]+`"}`)
	}), whole("label-spelling"))
	t.pass("label-spelling-prose", "label-spelling", "Texts that hardly repeat are no labels.", many(10, func(i int) string {
		return asked(i, "", []string{"A dog runs", "A cat runs", "a dog runs", "It rains", "It snows"}[i%5])
	}))
	t.fail("label-spelling-validation", "label-spelling", "Validation spells a label in another way than training.", many(10, func(i int) string {
		return asked(i, "", []string{"safe", "unsafe"}[i%2])
	}), wholeOf(Validation, "label-spelling")).val(many(10, func(i int) string { return asked(i+20, "", []string{"Safe", "unsafe"}[i%2]) }))
	t.fail("label-rare-json", "label-rare", "A label in JSON occurs once only.", many(20, func(i int) string {
		label := []string{"dog", "cat"}[i%2]
		if i == 19 {
			label = "fox"
		}
		return asked(i, "", `{"label": "`+label+`"}`)
	}), whole("label-rare"))
	t.pass("label-prose", "label-rare", "Prose that differs from answer to answer holds no labels.", many(20, numbered))
}
