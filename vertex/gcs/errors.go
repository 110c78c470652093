package gcs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"slices"
	"strings"

	"cloud.google.com/go/storage"
	"google.golang.org/api/googleapi"
)

// What is wrong, for [errors.Is]. An [*Error] that wraps one says more.
var (
	// ErrNoBucket is that of a bucket that does not exist. It is [fs.ErrNotExist] too.
	ErrNoBucket = errors.New("there is no such bucket")
	// ErrNoObject is that of an object that does not exist, or whose bucket does not. It
	// is [fs.ErrNotExist] too.
	ErrNoObject = errors.New("there is no such object")
	// ErrDenied is status 403: the credentials are good, and may not do this. It is
	// [fs.ErrPermission] too.
	ErrDenied = errors.New("permission denied")
	// ErrLogin is status 401: there are no credentials, or they are not accepted. It is
	// [fs.ErrPermission] too.
	ErrLogin = errors.New("no valid credentials")
	// ErrExists is that of an object with another content, which nobody allowed to
	// replace. It is [fs.ErrExist] too.
	ErrExists = errors.New("an object with another content is there")
	// ErrReplaced is that of an object whose generation is not the one that may be
	// replaced.
	ErrReplaced = errors.New("the object is not of the generation that may be replaced")
	// ErrChanged is that of a file that changed while it was read.
	ErrChanged = errors.New("the file changed while it was read")
	// ErrChecksum is that of an object that has not the bytes of the file.
	ErrChecksum = errors.New("the object has another checksum or size than the file")
	// ErrSilent is that of a service that said nothing for as long as it may take. It is
	// [context.DeadlineExceeded] too.
	ErrSilent = errors.New("the service does not answer")
	// ErrUnreachable is that of a service to which there was no connection.
	ErrUnreachable = errors.New("the service cannot be reached")
	// ErrNotTried is that of a file that was not begun, since another one met a fault of
	// the whole bucket or of the credentials.
	ErrNotTried = errors.New("not tried")
)

// errNoClient is that of a call without a client.
var errNoClient = errors.New("gcs: the client is nil; make one with storage.NewClient")

// An Error is that of one object.
type Error struct {
	// Path is the file, "" where none is concerned.
	Path string
	// URI is the object, or the bucket.
	URI string
	// Kind is one of the errors of this package; nil for another one.
	Kind error
	// Do says what to do; "" where there is nothing to say.
	Do string
	// Err is what the service, the client or the file system said; nil if nothing.
	Err error
	// Generation is that of the object that is there, of an [ErrExists] and an
	// [ErrReplaced], by which File.Replace allows to replace it; 0 where there is none.
	Generation int64

	what  string // that was tried, where that is not plain
	alone bool   // other files of the bucket need not meet it
}

// Error says which file and object, what is wrong, and what to do.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("gcs: ")
	if e.Path != "" {
		b.WriteString(e.Path + ": ")
	}
	b.WriteString(e.URI)
	if reason := e.Reason(); reason != "" {
		b.WriteString(": " + reason)
	}
	if e.Do != "" {
		b.WriteString("; " + e.Do)
	}
	return b.String()
}

// Reason returns what is wrong, in the words of the service too: Error without the file,
// the object, and what to do.
func (e *Error) Reason() string {
	var parts []string
	if e.what != "" {
		parts = append(parts, e.what)
	}
	if e.Kind != nil {
		parts = append(parts, e.Kind.Error())
	}
	if text := detail(e.Err); text != "" {
		parts = append(parts, text)
	}
	return strings.Join(parts, ": ")
}

// Remedy returns Do.
func (e *Error) Remedy() string { return e.Do }

// Unwrap returns Kind and Err.
func (e *Error) Unwrap() []error {
	return slices.DeleteFunc([]error{e.Kind, e.Err}, func(err error) bool { return err == nil })
}

// Is reports whether target is the error of package fs that Kind belongs to.
func (e *Error) Is(target error) bool {
	switch e.Kind {
	case ErrNoBucket, ErrNoObject:
		return target == fs.ErrNotExist
	case ErrDenied, ErrLogin:
		return target == fs.ErrPermission
	case ErrExists:
		return target == fs.ErrExist
	}
	return false
}

// detail returns what the service said, in one line and without the words of the
// client around it.
func detail(err error) string {
	var status *googleapi.Error
	switch {
	case err == nil:
		return ""
	case !errors.As(err, &status):
		return err.Error()
	case status.Message != "":
		return fmt.Sprintf("the service says %q (status %d)", strings.TrimSpace(status.Message), status.Code)
	}
	return strings.TrimSpace(fmt.Sprintf("status %d %s", status.Code, http.StatusText(status.Code)))
}

// code returns the HTTP status of an error, 0 if it has none.
func code(err error) int {
	var status *googleapi.Error
	if errors.As(err, &status) {
		return status.Code
	}
	return 0
}

// An action is what was tried.
type action int

const (
	looking action = iota
	reading
	writing
	locating
)

// roles are what the credentials need, by the table of IAM roles of Cloud Storage.
var roles = map[action]string{
	looking:  "grant these credentials the role Storage Object Viewer (roles/storage.objectViewer) on the bucket, or see that the name is right",
	reading:  "grant these credentials the role Storage Object Viewer (roles/storage.objectViewer) on the bucket",
	locating: "grant these credentials a role with storage.buckets.get on the bucket, such as Storage Legacy Bucket Reader (roles/storage.legacyBucketReader)",
	writing:  "grant these credentials the role Storage Object User (roles/storage.objectUser) on the bucket, which may look, create and replace",
}

// objectError returns the Error of what was tried with an object.
func objectError(path, uri string, did action, err error) error {
	e := &Error{Path: path, URI: uri, Err: err}
	if did == reading {
		e.what = "its bytes cannot be read"
	}
	bucket, _, _ := split(uri)
	switch status := code(err); {
	case errors.As(err, new(silence)):
		e.Kind, e.Do = ErrSilent, "see that the network is up, and try again"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
	case status == http.StatusUnauthorized:
		e.Kind, e.Do = ErrLogin, "log in with \"gcloud auth application-default login\", or name a service account in GOOGLE_APPLICATION_CREDENTIALS"
	case status == http.StatusForbidden:
		e.Kind, e.Do = ErrDenied, roles[did]
	case errors.Is(err, storage.ErrBucketNotExist), status == http.StatusNotFound && (did == writing || did == locating),
		errors.Is(err, storage.ErrObjectNotExist) && strings.Contains(detail(err), "bucket"):
		e.Kind, e.Do = ErrNoBucket, fmt.Sprintf("see that the name is right, or make it: gcloud storage buckets create gs://%s", bucket)
	case did == reading && (errors.Is(err, storage.ErrObjectNotExist) || status == http.StatusNotFound):
		e.Kind, e.Do = ErrNoObject, "see that the name is right; a look at an object and the reading of it are two requests, and the client for an emulator may want storage.WithJSONReads for the second"
	case errors.Is(err, storage.ErrObjectNotExist), status == http.StatusNotFound:
		e.Kind, e.Do = ErrNoObject, "see that the name is right, or upload the file"
	case status == 0 && unreached(err):
		e.Kind, e.Do = ErrUnreachable, "see that the network is up, and try again"
	}
	return e
}

// unreached reports whether err says that there was no connection to ask by.
func unreached(err error) bool {
	var op *net.OpError
	var name *net.DNSError
	return errors.As(err, &op) && op.Op == "dial" || errors.As(err, &name)
}

// ofAll reports whether an error would be met by every file of the same bucket.
func ofAll(err error) bool {
	if e := (*Error)(nil); errors.As(err, &e) && e.alone {
		return false
	}
	return errors.Is(err, ErrNoBucket) || errors.Is(err, ErrDenied) || errors.Is(err, ErrLogin) || errors.Is(err, ErrSilent) || errors.Is(err, ErrUnreachable)
}
