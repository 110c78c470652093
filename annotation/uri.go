package annotation

import (
	"fmt"
	"path"
	"strings"
)

// ExpandURI makes the URI of a video of a template. In it {id} stands for the ID of
// the video, {path} for where the source says that it is, {file} for the last part
// of that (or of the ID, where the source does not say), and {name} for {file}
// without its extension; other braces are errors. "" gives "".
func ExpandURI(template, id, source string) (string, error) {
	if source == "" {
		source = id
	}
	file := path.Base(strings.ReplaceAll(source, `\`, "/"))
	values := map[string]string{"id": id, "path": source, "file": file, "name": strings.TrimSuffix(file, path.Ext(file))}
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

// Fetchable reports whether the service could fetch a URI: gs, http or https.
func Fetchable(uri string) bool {
	scheme, rest, ok := strings.Cut(uri, "://")
	switch strings.ToLower(scheme) {
	case "gs", "http", "https":
		return ok && rest != ""
	}
	return false
}
