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
	// [fs.ErrPermission]; any other error says that it could not be found out. An error
	// that has the methods Reason and Remedy, which return strings, is told by these: what
	// is wrong without the name of the object, and what to do. Stat is called concurrently.
	Stat(ctx context.Context, uri string) (Object, error)
}

// A Locator knows where buckets lie.
type Locator interface {
	// Location returns the region or the multi-region of a bucket, as the storage spells
	// it, such as "US-CENTRAL1" or "EU". bucket is its name without gs://. To be asked
	// where a bucket lies wants the permission storage.buckets.get, which those who may
	// read its objects do not need to have. Where there is no such bucket the error wraps
	// [fs.ErrNotExist].
	Location(ctx context.Context, bucket string) (string, error)
}

// ObjectsFunc makes [Objects] of a function.
type ObjectsFunc func(ctx context.Context, uri string) (Object, error)

// Stat calls f.
func (f ObjectsFunc) Stat(ctx context.Context, uri string) (Object, error) { return f(ctx, uri) }

// agentNote tells who must be able to read objects besides who looks at them.
const agentNote = "; the tuning service agent service-PROJECT_NUMBER@gcp-sa-vertex-tune.iam.gserviceaccount.com needs the same"

// objectRule returns the rule for an error of Stat, what it means, and what to do.
func objectRule(err error) (rule Rule, message, hint string) {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		rule, message, hint = RuleObjectMissing, "there is no such object", "upload it, or correct the bucket and the name"
	case errors.Is(err, fs.ErrPermission):
		rule, message, hint = RuleObjectForbidden, "it must not be read with these credentials", "grant storage.objects.get on the bucket"
	default:
		rule, message, hint = RuleObjectUnreachable, "whether it is there could not be found out", "try again"
	}
	var told interface{ Reason() string }
	switch {
	case !errors.As(err, &told):
		message += ": " + err.Error()
	case rule == RuleObjectUnreachable:
		message += ": " + told.Reason()
	default:
		message = told.Reason()
	}
	var remedy interface{ Remedy() string }
	if errors.As(err, &remedy) && remedy.Remedy() != "" {
		hint = remedy.Remedy()
	}
	if rule == RuleObjectForbidden {
		hint += agentNote
	}
	return rule, message, hint
}

// noBucket reports whether it is known that there is no such bucket. Each bucket is asked
// for once.
func (p *preflight) noBucket(ctx context.Context, bucket string) bool {
	locator, ok := p.opts.Objects.(Locator)
	if !ok {
		return false
	}
	gone, asked := p.gone[bucket]
	if !asked {
		_, err := locator.Location(ctx, bucket)
		gone = errors.Is(err, fs.ErrNotExist)
		p.gone[bucket] = gone
	}
	return gone
}

// objectFault returns the rule for an error of Stat of an object in a bucket, what it
// means, and what to do. A bucket that does not exist is what is wrong then: the storage
// does not say so of an object.
func (p *preflight) objectFault(ctx context.Context, bucket string, err error) (rule Rule, message, hint string) {
	if errors.Is(err, fs.ErrNotExist) && p.noBucket(ctx, bucket) {
		return RuleObjectMissing, "there is no such bucket as gs://" + bucket, "see that its name is right, or make it and upload the file"
	}
	return objectRule(err)
}
