package gcs

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"time"

	"cloud.google.com/go/storage"
)

// An Object is what Cloud Storage says of one.
type Object struct {
	// URI is its name, gs://bucket/object.
	URI string
	// Bytes is its size.
	Bytes int64
	// CRC32C is the checksum of its bytes as Cloud Storage spells it, base64 of four
	// bytes, the most significant first: that of videotune.Media.
	CRC32C string
	// Generation is the number of this content of it; another content has another one.
	Generation int64
	// ContentType is its media type; "" if none was given.
	ContentType string
	// Updated is when it was made, or its attributes were changed last.
	Updated time.Time
}

// Objects looks at objects. It may be used by many goroutines at once.
type Objects struct {
	// Client makes the requests; without one all methods return an error.
	Client *storage.Client
	// Retries is as in [Options].
	Retries int
	// Timeout is how long one look may take, with all its tries; 0 is [DefaultTimeout].
	// What takes longer is [ErrSilent].
	Timeout time.Duration
}

// Stat returns what Cloud Storage says of an object, by one request. An error is an
// [*Error], but for a URI that names no object.
func (o *Objects) Stat(ctx context.Context, uri string) (Object, error) {
	handle, err := o.handle(uri)
	if err != nil {
		return Object{}, err
	}
	limit := within(ctx, timeout(o.Timeout))
	defer limit.end()
	attrs, err := handle.Attrs(limit)
	if err != nil {
		return Object{}, objectError("", uri, looking, limit.why(err))
	}
	return objectOf(uri, attrs), nil
}

// Location returns where a bucket lies, as Cloud Storage spells it: "US-CENTRAL1" for a
// region, "US" for several. It wants another permission than objects do,
// storage.buckets.get, so that [ErrDenied] says nothing of them.
func (o *Objects) Location(ctx context.Context, bucket string) (string, error) {
	if o == nil || o.Client == nil {
		return "", errNoClient
	}
	uri := "gs://" + bucket
	if name, object, err := split(uri); err != nil {
		return "", err
	} else if object != "" || name != bucket {
		return "", fmt.Errorf("gcs: %q is no name of a bucket", bucket)
	}
	limit := within(ctx, timeout(o.Timeout))
	defer limit.end()
	attrs, err := o.Client.Bucket(bucket).Retryer(o.retryer()).Attrs(limit)
	if err != nil {
		return "", objectError("", uri, locating, limit.why(err))
	}
	return attrs.Location, nil
}

// Check is Stat and then Read: what package vertex wants to know of each object. With
// these lines an Objects tells it, and where buckets lie too:
//
//	type objects struct{ *gcs.Objects }
//
//	func (o objects) Stat(ctx context.Context, uri string) (vertex.Object, error) {
//		object, err := o.Check(ctx, uri)
//		return vertex.Object{Bytes: object.Bytes, CRC32C: object.CRC32C, Updated: object.Updated}, err
//	}
func (o *Objects) Check(ctx context.Context, uri string) (Object, error) {
	object, err := o.Stat(ctx, uri)
	if err == nil {
		err = o.Read(ctx, uri)
	}
	return object, err
}

// Read reads the first byte of an object, and returns nil if it can be read. That an
// object can be looked at does not mean that its bytes can be had.
func (o *Objects) Read(ctx context.Context, uri string) error {
	handle, err := o.handle(uri)
	if err != nil {
		return err
	}
	limit := within(ctx, timeout(o.Timeout))
	defer limit.end()
	r, err := handle.NewRangeReader(limit, 0, 1)
	if code(err) == http.StatusRequestedRangeNotSatisfiable { // it is empty: there is no first byte
		return nil
	}
	if err == nil {
		defer r.Close()
		_, err = io.Copy(io.Discard, io.LimitReader(r, 1))
	}
	if err != nil {
		return objectError("", uri, reading, limit.why(err))
	}
	return nil
}

// handle returns the handle of an object, with bounded retries.
func (o *Objects) handle(uri string) (*storage.ObjectHandle, error) {
	if o == nil || o.Client == nil {
		return nil, errNoClient
	}
	bucket, object, err := splitObject(uri)
	if err != nil {
		return nil, err
	}
	return o.Client.Bucket(bucket).Object(object).Retryer(o.retryer()), nil
}

// retryer bounds how often a request is made.
func (o *Objects) retryer() storage.RetryOption {
	return storage.WithMaxAttempts(retries(o.Retries) + 1)
}

func objectOf(uri string, a *storage.ObjectAttrs) Object {
	return Object{
		URI: uri, Bytes: a.Size, CRC32C: spell(a.CRC32C), Generation: a.Generation,
		ContentType: a.ContentType, Updated: a.Updated,
	}
}

// spell returns a checksum as Cloud Storage spells it.
func spell(sum uint32) string {
	return base64.StdEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, sum))
}

// String says what the object is, for people.
func (o Object) String() string {
	return fmt.Sprintf("%s (%d bytes, generation %d)", o.URI, o.Bytes, o.Generation)
}
