package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/seed-57910ec4/videotune/chunk/cut"
	"github.com/seed-57910ec4/videotune/probe"
)

// localCopies are folders with copies of videos, as --local names them.
type localCopies []struct{ uri, dir string }

// parseCopies reads the values of --local.
func parseCopies(values []string) (localCopies, error) {
	var list localCopies
	for _, v := range values {
		uri, dir, ok := strings.Cut(v, "=")
		if !ok || uri == "" || dir == "" {
			return nil, usagef("--local %s lacks its folder; write it like gs://my-bucket=videos", v)
		}
		list = append(list, struct{ uri, dir string }{strings.TrimSuffix(uri, "/") + "/", dir})
	}
	return list, nil
}

// path returns where the copy of a video lies. ok is false if none of the folders is
// for it.
func (l localCopies) path(uri string) (path string, ok bool, err error) {
	for _, c := range l {
		if rest, ok := strings.CutPrefix(uri, c.uri); ok {
			if rest = filepath.FromSlash(rest); !filepath.IsLocal(rest) {
				return "", false, fmt.Errorf("%w: %q leads out of the folder %s", cut.ErrNotLocal, rest, c.dir)
			}
			return filepath.Join(c.dir, rest), true, nil
		}
	}
	return "", false, nil
}

// local returns what cut.Options want to find copies by. With copiesOnly a video that has
// none is refused, wherever it lies.
func (l localCopies) local(copiesOnly bool) func(ctx context.Context, uri string) (path string, err error) {
	return func(_ context.Context, uri string) (string, error) {
		path, ok, err := l.path(uri)
		if err != nil || ok || !copiesOnly {
			return path, err // "" leaves it to cut
		}
		if _, local := probe.LocalPath(uri); local {
			return "", fmt.Errorf("%w that may be read: --no-local is given", cut.ErrNotLocal)
		}
		return "", nil
	}
}

// A localOpener opens the copies of videos that have one.
type localOpener struct {
	copies localCopies
	next   probe.Opener
}

func (o localOpener) Open(ctx context.Context, uri string) (*probe.Source, error) {
	path, ok, err := o.copies.path(uri)
	if err == nil && !ok {
		return o.next.Open(ctx, uri)
	}
	var src *probe.Source
	if err == nil {
		src, err = probe.File{}.Open(ctx, path)
	}
	if err != nil {
		return nil, &copyError{err}
	}
	return src, nil
}

// A copyError says that there is no copy of a video where one should be.
type copyError struct{ err error }

// Error says that it is the copy that is not there.
func (e *copyError) Error() string { return "its copy, of --local: " + e.err.Error() }

// Unwrap returns why it cannot be opened.
func (e *copyError) Unwrap() error { return e.err }

// Inconclusive is true: the video itself may be there, and be sound.
func (e *copyError) Inconclusive() bool { return true }
