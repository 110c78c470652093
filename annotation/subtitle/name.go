package subtitle

import (
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// suffixes are what tools put behind the language in the name of a file, to tell
// several of one language apart.
var suffixes = []string{".sdh", ".cc", ".forced", ".default"}

// nameOf returns the ID of the video and the language that the name of a file says.
func nameOf(file string) (id, lang string) {
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	if file == "" || base == "-" || base == "/" || strings.Trim(base, ".") == "" {
		return "", ""
	}
	id = strings.TrimSuffix(base, path.Ext(base))
	plain := id
	if ext := path.Ext(id); slices.Contains(suffixes, strings.ToLower(ext)) {
		plain = strings.TrimSuffix(id, ext)
	}
	ext := path.Ext(plain)
	if tag := strings.TrimPrefix(ext, "."); ext != plain && isLanguage(tag) {
		return strings.TrimSuffix(plain, ext), strings.TrimSuffix(tag, "-orig")
	}
	return id, ""
}

// isLanguage tells a language from the other parts of names: "cut" and "avi" are
// codes of languages too, but not of any that has a code of two letters.
func isLanguage(tag string) bool {
	parts := strings.FieldsFunc(strings.TrimSuffix(tag, "-orig"), func(c rune) bool { return c == '-' || c == '_' })
	if len(parts) == 0 || len(parts) > 3 || len(parts[0]) > 3 {
		return false
	}
	base, err := language.ParseBase(parts[0])
	if err != nil || len(base.String()) != 2 {
		return false
	}
	for _, p := range parts[1:] {
		if len(p) == 4 {
			_, err = language.ParseScript(p)
		} else {
			_, err = language.ParseRegion(p)
		}
		if err != nil {
			return false
		}
	}
	return true
}
