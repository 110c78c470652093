package vertex

import (
	"context"
	"errors"
	"io/fs"
	"time"
)

// An Object is what a storage says of an object. Zero values are unknown.
type Object struct {
	Bytes  int64
	CRC32C string // of the whole object, in base64, as [videotune.Media].CRC32C
	// Updated is when its bytes were written, or its attributes were changed last.
	Updated time.Time
}

// Objects look at objects of Cloud Storage. What implements [Locator] too is asked
// where the buckets of the files lie.
type Objects interface {
	// Stat looks at the object of a gs:// URI without reading it. Where there is no
	// such object or bucket the error wraps [fs.ErrNotExist], where it must not be read
	// [fs.ErrPermission]; any other error says that it could not be found out. Stat is
	// called concurrently.
	Stat(ctx context.Context, uri string) (Object, error)
}

// A Locator knows where buckets lie.
type Locator interface {
	// Location returns the region or the multi-region of a bucket, as the storage spells
	// it, such as "US-CENTRAL1" or "EU". bucket is its name without gs://. To be asked
	// where a bucket lies wants the permission storage.buckets.get, which those who may
	// read its objects do not need to have.
	Location(ctx context.Context, bucket string) (string, error)
}

// ObjectsFunc makes [Objects] of a function.
type ObjectsFunc func(ctx context.Context, uri string) (Object, error)

// Stat calls f.
func (f ObjectsFunc) Stat(ctx context.Context, uri string) (Object, error) { return f(ctx, uri) }

// objectRule returns the rule for an error of Stat, and what it means.
func objectRule(err error) (rule Rule, message, hint string) {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return RuleObjectMissing, "there is no such object", "upload it, or correct the bucket and the name"
	case errors.Is(err, fs.ErrPermission):
		return RuleObjectForbidden, "it must not be read with these credentials",
			"grant storage.objects.get on the bucket, also to the tuning service agent service-PROJECT_NUMBER@gcp-sa-vertex-tune.iam.gserviceaccount.com"
	}
	return RuleObjectUnreachable, "whether it is there could not be found out", "try again"
}
