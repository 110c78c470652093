package vertex

import (
	"context"
	"errors"
	"io/fs"
)

// An Object is what a storage says of an object. Zero values are unknown.
type Object struct {
	Bytes  int64
	CRC32C string // of the whole object, in base64, as [videotune.Media].CRC32C
}

// Objects look at objects of Cloud Storage.
type Objects interface {
	// Stat looks at the object of a gs:// URI without reading it. Where there is no
	// such object or bucket the error wraps [fs.ErrNotExist], where it must not be read
	// [fs.ErrPermission]; any other error says that it could not be found out. Stat is
	// called concurrently.
	Stat(ctx context.Context, uri string) (Object, error)
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
