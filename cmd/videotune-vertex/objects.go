package main

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"cloud.google.com/go/storage"
	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/seed-57910ec4/videotune/vertex/gcs"
)

// Objects looks at objects as package vertex wants to know them.
type objects struct {
	gcs.Objects
	silent atomic.Pointer[error] // of the first look that came to nothing
}

func newObjects(client *storage.Client) *objects {
	return &objects{Objects: gcs.Objects{Client: client, Timeout: patience.Timeout}}
}

// Stat looks at an object, and whether it can be read. Once the service did not answer, or
// could not be reached, it is not asked again: a dataset names thousands of objects, and each would be waited for.
func (o *objects) Stat(ctx context.Context, uri string) (vertex.Object, error) {
	if err := o.silent.Load(); err != nil {
		return vertex.Object{}, *err
	}
	object, err := o.Check(ctx, uri)
	if unanswered(err) {
		o.silent.CompareAndSwap(nil, &err)
	}
	return vertex.Object{Bytes: object.Bytes, CRC32C: object.CRC32C, Updated: object.Updated}, err
}

// unanswered reports whether an error says that Cloud Storage gave no answer.
func unanswered(err error) bool {
	return errors.Is(err, gcs.ErrSilent) || errors.Is(err, gcs.ErrUnreachable)
}

// LateObjects sign in when the first object is looked at: that of a job is only looked
// at where its label does not say what it read.
type lateObjects struct {
	once   sync.Once
	client *storage.Client
	err    error
}

// Stat looks at an object, and whether it can be read.
func (o *lateObjects) Stat(ctx context.Context, uri string) (vertex.Object, error) {
	o.once.Do(func() { o.client, o.err = openStorage(ctx) })
	if o.err != nil {
		return vertex.Object{}, o.err
	}
	return newObjects(o.client).Stat(ctx, uri)
}

// Close ends what was opened.
func (o *lateObjects) Close() {
	if o.client != nil {
		o.client.Close()
	}
}
