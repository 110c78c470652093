package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe"
)

// maxRetryLines bounds the lines that tell of videos that are tried again.
const maxRetryLines = 10

// A look is one look at many videos, of which standard error is told.
type look struct {
	stderr   io.Writer
	progress *progress
	total    int
	done     int
	reused   int // whose facts were known
	failed   int
	left     int // of the failed, that the next run asks for again
	retried  int
	locked   bool // some failed for want of credentials
}

// lookAt returns the facts of videos. All that is there to tell of single ones is
// told on standard error. An error is that of ctx, or of the facts file.
func lookAt(ctx context.Context, uris []string, o *probe.AllOptions, stderr io.Writer) (videotune.MediaMap, *look, error) {
	l := &look{stderr: stderr, total: len(uris)}
	uris = l.storable(uris)
	l.progress = newProgress(stderr, "videos", len(uris))
	defer l.progress.close()
	o.OnProgress, o.OnRetry = l.step, l.again
	media, err := probe.All(ctx, slices.Values(uris), o)
	return media, l, err
}

// storable returns the URIs that facts can be kept for, and tells of the others.
func (l *look) storable(uris []string) []string {
	var good []string
	for _, uri := range uris {
		if _, err := (videotune.MediaMap{uri: {}}).WriteTo(io.Discard); err != nil {
			l.done++
			l.failed++
			tell(l.stderr, err)
			continue
		}
		good = append(good, uri)
	}
	return good
}

// step takes note of a video that was looked at.
func (l *look) step(p probe.Progress) {
	l.done++
	if p.Reused {
		l.reused++
	}
	if p.Err != nil {
		l.failed++
		if probe.Inconclusive(p.Err) {
			l.left++
		}
		l.locked = l.locked || errors.Is(p.Err, fs.ErrPermission) && strings.HasPrefix(strings.ToLower(p.URI), "gs:")
		l.progress.tell(p.Err)
	}
	l.progress.reach(p.Done)
}

// again tells that a video is tried again, unless that was told often enough.
func (l *look) again(_ string, err error, wait time.Duration) {
	switch l.retried++; {
	case l.retried < maxRetryLines:
		l.progress.tell(fmt.Errorf("%w; trying again in %s", err, wait.Round(100*time.Millisecond)))
	case l.retried == maxRetryLines:
		l.progress.tell(errors.New("… and others are tried again, of which no more is told"))
	}
}

// hint tells what may help.
func (l *look) hint() {
	if l.locked && accessToken() == "" {
		fmt.Fprintf(l.stderr, "    hint: to read what is not public, set %s, for instance to what \"gcloud auth print-access-token\" prints\n", tokenVariable)
	}
}

// String sums up, for people.
func (l *look) String() string {
	if l.total == 0 {
		return "no video is named"
	}
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{l.done - l.reused - l.failed, "read"}, {l.reused, "known already"}, {l.failed - l.left, "could not be read"}, {l.left, "left for the next run"}} {
		if p.n > 0 {
			parts = append(parts, group(int64(p.n))+" "+p.what)
		}
	}
	return count(l.total, "video") + ": " + strings.Join(parts, ", ")
}

// besides returns err, or what it joins, without errors that are target.
func besides(err, target error) error {
	if !errors.Is(err, target) {
		return err
	}
	var rest []error
	for _, e := range joined(err) {
		rest = append(rest, besides(e, target))
	}
	return errors.Join(rest...)
}

// listed returns what errors.Join made err of, or else err itself; none for nil.
func listed(err error) []error {
	if list := joined(err); list != nil || err == nil {
		return list
	}
	return []error{err}
}

// joined returns what errors.Join made err of; nil if it was made otherwise.
func joined(err error) []error {
	j, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	list := j.Unwrap()
	if same := errors.Join(list...); same == nil || same.Error() != err.Error() {
		return nil // one error that wraps several, of fmt.Errorf
	}
	return list
}
