package videotune

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/nearest"
)

// A ModelError says that [LimitsFor] has no limits for a model.
type ModelError struct {
	Model   string   // as it was given
	Reason  string   // why the model cannot be tuned on video, where that is known; else ""
	Nearest string   // the known model whose name is most like Model; "" if none is
	Known   []string // the models that have limits
}

// Error says what is wrong with the name, and lists the known ones.
func (e *ModelError) Error() string {
	var b strings.Builder
	if e.Reason != "" {
		fmt.Fprintf(&b, "videotune: model %q cannot be tuned on video: %s", e.Model, e.Reason)
	} else {
		fmt.Fprintf(&b, "videotune: unknown model %q", e.Model)
	}
	if e.Nearest != "" {
		fmt.Fprintf(&b, "; did you mean %s?", e.Nearest)
	}
	fmt.Fprintf(&b, " (known models: %s)", strings.Join(e.Known, ", "))
	return b.String()
}

// untunableVariants are the kinds of models that cannot be tuned, by a word of
// their names.
//
// Source: google/skills, agent-platform-tuning, 2026-08-19, for all but "live",
// which is inferred: no supervised-tuning page ever listed one.
var untunableVariants = []struct{ word, reason string }{
	{"tts", "the text-to-speech variants cannot be tuned"},
	{"image", "the image-generation variants cannot be tuned"},
	{"embedding", "embedding models cannot be tuned on video"},
	{"native-audio", "the native-audio variants cannot be tuned"},
	{"computer-use", "the computer-use variants cannot be tuned"},
	{"live", "the live variants are not listed for tuning"},
}

// untunableFamilies are models that the service knows or knew, and does not
// tune on video, by the beginning of their names.
//
// Source: the video tuning page of 2025-08-29 lists 2.5 only; the
// supervised-tuning table lost its 2.0 columns on 2026-07-29.
var untunableFamilies = []struct{ prefix, reason string }{
	{"gemini-1.0", "Gemini 1.0 is retired, and was never listed for video tuning"},
	{"gemini-1.5", "Gemini 1.5 is retired, and the video tuning page does not list it"},
	{"gemini-2.0", "the video tuning page does not list Gemini 2.0, and supervised tuning dropped it on 2026-07-29"},
	{"gemini-pro-vision", "Gemini 1.0 is retired, and was never listed for video tuning"},
	{"gemini-ultra", "Gemini 1.0 is retired, and was never listed for video tuning"},
}

// movingNames are aliases that mean another model every few months.
var movingNames = []string{"gemini-flash", "gemini-flash-lite", "gemini-pro"}

// resolveModel returns the known model that a name means.
func resolveModel(name string) (string, error) {
	if name == "" {
		return DefaultModel, nil
	}
	known := Models()
	fail := func(reason, nearest string) error {
		return &ModelError{Model: name, Reason: reason, Nearest: nearest, Known: known}
	}
	short, tuned := trimResource(name)
	if tuned {
		return "", fail("the name of a tuned model does not tell its base model: name that", "")
	}
	// The longest name first: gemini-2.5-flash begins gemini-2.5-flash-lite.
	for _, model := range slices.Backward(known) {
		if rest, ok := strings.CutPrefix(short, model); ok && isVersion(rest) {
			return model, nil
		}
	}
	for _, v := range untunableVariants {
		if strings.Contains("-"+short+"-", "-"+v.word+"-") {
			return "", fail(v.reason, "")
		}
	}
	for _, f := range untunableFamilies {
		if strings.HasPrefix(short, f.prefix) {
			return "", fail(f.reason, "")
		}
	}
	for _, alias := range movingNames {
		if rest, ok := strings.CutPrefix(short, alias); ok && isVersion(rest) {
			return "", fail("it is an alias that means another model every few months: name the model", "")
		}
	}
	return "", fail("", nearest.Word(strings.ReplaceAll(strings.ToLower(short), " ", "-"), known))
}

// trimResource returns the last segment of a resource name of a published
// model, or name as it is. tuned tells that it is a resource of the user's
// project: a tuned model, its endpoint or job.
func trimResource(name string) (short string, tuned bool) {
	if rest, ok := strings.CutPrefix(name, "projects/"); ok {
		seg := strings.SplitN(rest, "/", 4)
		if len(seg) < 4 || seg[1] != "locations" {
			return name, false
		}
		name = seg[3]
		if !strings.HasPrefix(name, "publishers/") {
			kind, _, _ := strings.Cut(name, "/")
			return name, kind == "models" || kind == "endpoints" || kind == "tuningJobs"
		}
	}
	name = strings.TrimPrefix(name, "publishers/google/")
	name = strings.TrimPrefix(name, "google/")
	return strings.TrimPrefix(name, "models/"), false
}

// isVersion reports whether s, the rest of a name behind a model, is empty or a
// version: "-001", "@001", "-preview-09-2025", "-latest", "@default".
func isVersion(s string) bool {
	for s != "" {
		if s[0] != '-' && s[0] != '@' {
			return false
		}
		word := s[1:]
		if i := strings.IndexAny(word, "-@"); i >= 0 {
			word = word[:i]
		}
		s = s[1+len(word):]
		switch word {
		case "latest", "default", "stable", "preview", "exp", "experimental":
		default:
			if len(word) < 2 || len(word) > 4 || strings.Trim(word, "0123456789") != "" {
				return false
			}
		}
	}
	return true
}

// splitEdition splits "MODEL@EDITION" where the library has that edition of some
// model; another "@" belongs to the model's version.
func splitEdition(ref string) (model, edition string) {
	if i := strings.LastIndexByte(ref, '@'); i >= 0 && strings.Contains(ref[i:], "-") {
		return ref[:i], ref[i+1:]
	}
	return ref, ""
}
