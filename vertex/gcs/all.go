package gcs

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"cloud.google.com/go/storage"
	"golang.org/x/sync/errgroup"
)

// Upload uploads files, several at once, and returns what became of each, in their
// order. What has the bytes of its file already is not sent again.
//
// Before anything is sent, all files are looked at: one that is missing, or an object
// that two files would become, is an error, and no Result is returned.
//
// The error joins those of the Results. A file that fails does not keep the others
// from being uploaded, unless all of them would fail: where there is no such bucket,
// the credentials are no good for it, or the service cannot be reached or does not
// answer, no further file is begun ([ErrNotTried]).
func Upload(ctx context.Context, client *storage.Client, files []File, o *Options) ([]Result, error) {
	if client == nil {
		return nil, errNoClient
	}
	if o == nil {
		o = new(Options)
	}
	u := &uploads{client: client, options: o, results: make([]Result, len(files)), sizes: make([]int64, len(files)), done: make([]int64, len(files))}
	if err := u.survey(files); err != nil {
		return nil, err
	}
	var group errgroup.Group
	group.SetLimit(o.workers())
	for i := range files {
		group.Go(func() error {
			u.one(ctx, i)
			return nil
		})
	}
	_ = group.Wait() // each error stands in its Result
	var errs []error
	for _, r := range u.results {
		if !errors.Is(r.Err, ErrNotTried) {
			errs = append(errs, r.Err)
		}
	}
	return u.results, errors.Join(errs...)
}

// Uploads is one call of Upload.
type uploads struct {
	client  *storage.Client
	options *Options
	sizes   []int64 // of the files, as they were at first

	mu       sync.Mutex
	results  []Result
	done     []int64 // bytes of each file that are there
	finished int
	bytes    int64           // of all files
	stopped  map[string]bool // buckets that no further file is begun for
}

// survey looks at all files before anything is sent.
func (u *uploads) survey(files []File) error {
	paths := make(map[string]string, len(files)) // by URI
	var errs []error
	for i, f := range files {
		info, err := os.Stat(f.Path)
		switch {
		case err != nil:
			errs = append(errs, fmt.Errorf("gcs: %w", err))
			continue
		case !info.Mode().IsRegular():
			errs = append(errs, fmt.Errorf("gcs: %s is no regular file", f.Path))
			continue
		}
		if _, _, err := splitObject(f.URI); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", f.Path, err))
			continue
		}
		if other, ok := paths[f.URI]; ok {
			errs = append(errs, fmt.Errorf("gcs: %s and %s would both become %s", other, f.Path, f.URI))
			continue
		}
		paths[f.URI] = filepath.Clean(f.Path)
		u.results[i].File = f
		u.sizes[i] = info.Size()
		u.bytes += info.Size()
	}
	u.stopped = make(map[string]bool)
	return errors.Join(errs...)
}

// one uploads one file.
func (u *uploads) one(ctx context.Context, i int) {
	r := &u.results[i]
	bucket, _, _ := split(r.File.URI)
	u.mu.Lock()
	stopped := u.stopped[bucket]
	u.mu.Unlock()
	switch {
	case stopped:
		r.Err = &Error{Path: r.File.Path, URI: r.File.URI, Kind: ErrNotTried, Do: "the bucket cannot be used, as another file shows"}
	case ctx.Err() != nil:
		r.Err = &Error{Path: r.File.Path, URI: r.File.URI, Err: context.Cause(ctx)}
	default:
		u.tell(i, 0, false)
		s := &sender{client: u.client, options: u.options, file: r.File, arrived: func(n int64) { u.tell(i, n, false) }}
		r.Object, r.Present, r.Err = s.send(ctx)
		if want := r.File.contentType(); r.Present && r.Object.ContentType != want {
			r.WantType = want
		}
	}
	if ofAll(r.Err) {
		u.mu.Lock()
		u.stopped[bucket] = true
		u.mu.Unlock()
	}
	u.tell(i, u.sizes[i], true)
}

// tell tells of a file of which n bytes are there.
func (u *uploads) tell(i int, n int64, ended bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	r := &u.results[i]
	if !ended || r.Err == nil {
		u.done[i] = max(u.done[i], min(n, u.sizes[i]))
	}
	if ended {
		u.finished++
	}
	if u.options.OnProgress == nil {
		return
	}
	p := Progress{File: r.File, Done: u.done[i], Total: u.sizes[i], FilesDone: u.finished, Files: len(u.results), Bytes: u.bytes}
	if ended {
		result := *r
		p.Result = &result
	}
	for _, d := range u.done {
		p.BytesDone += d
	}
	u.options.OnProgress(p)
}
