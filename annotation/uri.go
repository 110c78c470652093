package annotation

import (
	"fmt"
	"net/url"
	"path"
	"strings"
)

// ExpandURI makes the URI of a video of a template. In it {id} stands for the ID of
// the video, {path} for where the source says that it is, {file} for the last part
// of that (or of the ID, where the source does not say), and {name} for {file}
// without its extension; other braces are errors. "" gives "".
//
// What follows the path in a source of http or https, a query or a fragment, belongs to
// neither {file} nor {name}. In a template of http or https, what is put in and is no
// address itself is escaped with percent signs, apart from its slashes.
func ExpandURI(template, id, source string) (string, error) {
	if source == "" {
		source = id
	}
	place := strings.ReplaceAll(source, `\`, "/")
	if onWeb(source) {
		place = source
		if i := strings.IndexAny(place, "?#"); i >= 0 {
			place = place[:i]
		}
	}
	file := path.Base(place)
	values := map[string]string{"id": id, "path": source, "file": file, "name": strings.TrimSuffix(file, path.Ext(file))}
	if onWeb(template) {
		for name, value := range values {
			if !onWeb(source) || name == "id" && !onWeb(id) {
				values[name] = escape(value)
			}
		}
	}
	var b strings.Builder
	for rest := template; rest != ""; {
		before, after, ok := strings.Cut(rest, "{")
		b.WriteString(before)
		name, behind, closed := strings.Cut(after, "}")
		value, known := values[name]
		if strings.Contains(before, "}") || ok && !(closed && known) {
			return "", fmt.Errorf("%q is no template: braces stand around id, path, file or name", clip(template))
		}
		if !ok {
			break
		}
		b.WriteString(value)
		rest = behind
	}
	return b.String(), nil
}

// onWeb reports whether a URI is one of http or https.
func onWeb(uri string) bool {
	scheme, _, ok := strings.Cut(uri, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// escape escapes the parts of a path.
func escape(s string) string {
	parts := strings.Split(s, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.Join(parts, "/")
}

// Fetchable reports whether the service could fetch a URI: gs, http or https.
func Fetchable(uri string) bool {
	scheme, rest, ok := strings.Cut(uri, "://")
	switch strings.ToLower(scheme) {
	case "gs", "http", "https":
		return ok && rest != ""
	}
	return false
}
