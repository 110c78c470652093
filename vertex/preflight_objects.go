package vertex

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"sync"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/regular"
)

// A naming is where an object is named first.
type naming struct {
	file string
	line int
}

// name collects the gs:// objects that the copies name.
func (p *preflight) name(ctx context.Context) error {
	p.named = map[string]*naming{}
	for _, path := range []string{p.report.Train.Path, p.report.Validation.Path} {
		if path == "" {
			continue
		}
		if err := p.nameIn(ctx, path); err != nil {
			return err
		}
	}
	p.report.Objects = len(p.named)
	return nil
}

func (p *preflight) nameIn(ctx context.Context, path string) error {
	f, err := regular.Open(path)
	if err != nil {
		return fmt.Errorf("vertex: %w", err)
	}
	defer f.Close()
	for rec, err := range videotune.NewReader(f, &videotune.ReaderOptions{Name: path}).All() {
		if rec == nil {
			var problems videotune.Problems
			if errors.As(err, &problems) { // no JSONL at all, which Check told
				return nil
			}
			return fmt.Errorf("vertex: %w", err)
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		for _, content := range rec.Example.Contents {
			for _, part := range content.Parts {
				if part.FileData == nil || !strings.HasPrefix(part.FileData.FileURI, "gs://") {
					continue
				}
				if uri := part.FileData.FileURI; p.named[uri] == nil {
					p.named[uri] = &naming{path, rec.Line}
				}
			}
		}
	}
	return nil
}

// sample returns the objects to look for, in the order in which the lines name them.
// A sample is spread over the files as a hash spreads it, the same in every run.
func (p *preflight) sample() []string {
	uris := make([]string, 0, len(p.named))
	for uri := range p.named {
		uris = append(uris, uri)
	}
	if n := p.opts.Sample; n > 0 && n < len(uris) {
		slices.SortFunc(uris, func(a, b string) int {
			return cmp.Or(cmp.Compare(spread(a), spread(b)), strings.Compare(a, b))
		})
		uris = uris[:n]
	}
	slices.SortFunc(uris, func(a, b string) int {
		x, y := p.named[a], p.named[b]
		if x.file != y.file { // the training file first
			return cmp.Compare(btoi(x.file != p.report.Train.Path), btoi(y.file != p.report.Train.Path))
		}
		return cmp.Or(cmp.Compare(x.line, y.line), strings.Compare(a, b))
	})
	return uris
}

// objects looks for the objects that the lines name.
func (p *preflight) objects(ctx context.Context) error {
	if p.opts.Objects == nil {
		p.found().add(RuleObjectsUnchecked, "", "whether the objects exist and can be read was not looked at").Hint = "give PreflightOptions.Objects"
		return nil
	}
	uris := p.sample()
	p.report.Looked = len(uris)
	errs := p.statAll(ctx, uris)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	p.tellObjects(ctx, uris, errs)
	return nil
}

// statAll looks at objects, several at the same time.
func (p *preflight) statAll(ctx context.Context, uris []string) []error {
	errs := make([]error, len(uris))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(p.workers(), len(uris)) {
		wg.Go(func() {
			for i := range next {
				_, errs[i] = p.opts.Objects.Stat(ctx, uris[i])
			}
		})
	}
feed:
	for i := range uris {
		select {
		case next <- i:
		case <-ctx.Done():
			break feed
		}
	}
	close(next)
	wg.Wait()
	return errs
}

// tellObjects makes one finding for each kind of failure in each bucket: a wrong
// bucket is one fault, not a thousand.
func (p *preflight) tellObjects(ctx context.Context, uris []string, errs []error) {
	type kind struct {
		rule   Rule
		bucket string
	}
	told := map[kind]*Finding{}
	for i, uri := range uris {
		if errs[i] == nil {
			continue
		}
		bucket, _, _ := splitURI(uri)
		rule, message, hint := p.objectFault(ctx, bucket, errs[i])
		k := kind{rule, bucket}
		if f := told[k]; f != nil {
			f.Count++
			continue
		}
		at := p.named[uri]
		f := p.found().add(rule, uri, "%s:%d names it: %s", at.file, at.line, message)
		f.Hint, f.Err, f.Count = hint, errs[i], 1
		told[k] = f
	}
	for k, f := range told {
		if f.Count > 1 {
			f.Message += fmt.Sprintf("; and so of %d more in gs://%s", f.Count-1, k.bucket)
		}
	}
}

// spread is the hash by which a sample is taken.
func spread(uri string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(uri))
	return h.Sum64()
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
