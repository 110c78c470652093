package gen

import (
	"fmt"
	"strings"

	"github.com/seed-57910ec4/videotune"
)

// tokens are the vectors about the estimate of tokens: 64 a frame at LOW, text
// by its length, and for the upper end 32 of sound and 5 of a timestamp a
// second. The numbers of characters are such that nothing is rounded.
func tokens(t *table) {
	line := func(seconds, prompt, answer int, letter string) string {
		return edit(meta(fmt.Sprintf(`{"startOffset":"0s","endOffset":"%ds","fps":2}`, seconds)),
			"What happens?", strings.Repeat(letter, prompt), "A dog runs.", strings.Repeat(letter, answer))
	}
	add := func(name string, rule videotune.Rule, about string, pass bool, text string, want ...Problem) *Vector {
		mark := strings.Repeat("§", len(want))
		v := t.fail(name, rule, about, lines(mark+text), want...)
		v.Pass = pass
		return v.severity("fps-set", videotune.SeverityOff)
	}
	over, near := at("tokens-over", ""), at("tokens-near", "")
	// 1023 s at 2 frames a second are 130,944 tokens; 768 characters are 128 at least.
	add("tokens-over-below", "tokens-over", "A token below 131,072 by the lower estimate; over it by the upper.", true, line(1023, 756, 6, "a"), near)
	add("tokens-over-at", "tokens-over", "Exactly 131,072 by the lower estimate.", true, line(1023, 762, 6, "a"), near).of("tokens-over")
	add("tokens-over", "tokens-over", "A token over 131,072 by the lower estimate.", false, line(1023, 768, 6, "a"), over)
	// 794 s at 2 frames a second are 131,010 tokens with sound and timestamps; 186 characters are 62 at most.
	add("tokens-near-below", "tokens-near", "A token below 131,072 by the upper estimate.", true, line(794, 177, 6, "a"))
	add("tokens-near-at", "tokens-near", "Exactly 131,072 by the upper estimate.", true, line(794, 180, 6, "a")).of("tokens-near")
	add("tokens-near", "tokens-near", "A token over 131,072 by the upper estimate.", false, line(794, 183, 6, "a"), near)
	// Other scripts than Latin: two characters a token at most.
	add("tokens-near-script-at", "tokens-near", "Exactly 131,072 by the upper estimate, in Japanese.", true, line(794, 120, 4, "犬")).of("tokens-near-script")
	add("tokens-near-script", "tokens-near", "A token over 131,072 by the upper estimate, in Japanese.", false, line(794, 122, 4, "犬"), near)

	// With sound by facts, the lower estimate counts it: 819 s are 131,040 tokens.
	sound := func(v *Vector, audio string) {
		v.facts(`{"gs://b/v.mp4":{"duration":"1000s","bytes":1000000,"video":true,"audio":` + audio + `}}` + "\n")
	}
	sound(add("tokens-over-sound-at", "tokens-over", "Exactly 131,072 by the lower estimate, with sound by facts.", true, line(819, 186, 6, "a"), near).of("tokens-over-sound"), "true")
	sound(add("tokens-over-sound", "tokens-over", "A token over 131,072 by the lower estimate, with sound by facts.", false, line(819, 192, 6, "a"), over), "true")
	// Without sound by facts, the upper estimate has none: 128 + 5 a second are 130,872 for 984 s.
	sound(add("tokens-near-silent-at", "tokens-near", "131,072 by the upper estimate, without sound by facts.", true, line(984, 594, 6, "a")).of("tokens-near-silent"), "false")
	sound(add("tokens-near-silent", "tokens-near", "A token over 131,072 by the upper estimate, without sound by facts.", false, line(984, 597, 6, "a"), near), "false")

	add("tokens-3-at", "tokens-over", "On Gemini 3.5 Flash a frame at LOW is 70 tokens: 936 s are 131,040.", true, line(936, 186, 6, "a"), near).of("tokens-3").judge("gemini-3.5-flash", "")
	add("tokens-3", "tokens-over", "A token over 131,072 on Gemini 3.5 Flash.", false, line(936, 192, 6, "a"), over).judge("gemini-3.5-flash", "")
}
