package probe

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/seed-57910ec4/videotune/internal/words"
)

// Openers hold an Opener for each scheme, in lower case and without its colon,
// such as "https", and under "" one for local paths. They are an Opener
// themselves. A nil map is that of [DefaultOpeners].
type Openers map[string]Opener

// DefaultOpeners returns Openers of local paths and of the schemes file, http,
// https and gs, which the caller may change:
//
//	openers := probe.DefaultOpeners()
//	openers["gs"] = &probe.Storage{Client: authenticated}
func DefaultOpeners() Openers {
	web := new(HTTP)
	return Openers{"": File{}, "file": File{}, "http": web, "https": web, "gs": new(Storage)}
}

var defaultOpeners = sync.OnceValue(DefaultOpeners)

// Open opens the video at uri with the Opener of its scheme. Its errors are those
// of Opener and of that Opener.
func (o Openers) Open(ctx context.Context, uri string) (*Source, error) {
	opener, err := o.Opener(uri)
	if err != nil {
		return nil, err
	}
	return opener.Open(ctx, uri)
}

// Opener returns the Opener of a URI or path.
//
// A URI is what begins with a scheme and "://", or with a scheme of o and ":". All
// else is a path, also what begins with one letter and a colon, a drive of
// Windows. A scheme that is not in o is an [ErrScheme] which lists those that are.
func (o Openers) Opener(uri string) (Opener, error) {
	if uri == "" {
		return nil, errors.New("neither a URI nor a path: it is empty")
	}
	if o == nil {
		o = defaultOpeners()
	}
	scheme := o.scheme(uri)
	if opener := o[scheme]; opener != nil {
		return opener, nil
	}
	if scheme == "" {
		return nil, fmt.Errorf("%w: a local path; known are %s", ErrScheme, o.known())
	}
	return nil, fmt.Errorf("%w %q: known are %s", ErrScheme, clip(scheme), o.known())
}

// scheme returns the scheme of a URI in lower case, "" for a path.
func (o Openers) scheme(uri string) string {
	name, rest, found := strings.Cut(uri, ":")
	if !found || len(name) < 2 || !isScheme(name) {
		return ""
	}
	name = strings.ToLower(name)
	if _, known := o[name]; !known && !strings.HasPrefix(rest, "//") {
		return ""
	}
	return name
}

// isScheme reports whether s has the form of a scheme, by RFC 3986, section 3.1.
func isScheme(s string) bool {
	for i, c := range []byte(s) {
		switch {
		case 'a' <= c|0x20 && c|0x20 <= 'z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return s != ""
}

// known lists the schemes for people.
func (o Openers) known() string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(o)) {
		if name != "" {
			names = append(names, name+":")
		}
	}
	if o[""] != nil {
		names = append(names, "local paths")
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// clip shortens a text for a message.
func clip(s string) string {
	const most = 200
	return words.Clip(s, most)
}
