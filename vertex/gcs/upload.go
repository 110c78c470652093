package gcs

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"os"

	"cloud.google.com/go/storage"
)

// A sender uploads one file.
type sender struct {
	client  *storage.Client
	options *Options
	file    File
	arrived func(bytes int64) // is called when so many bytes of the file are there

	f     *os.File
	sum   uint32
	bytes int64
}

// send uploads the file, unless its object has its bytes already.
func (s *sender) send(ctx context.Context) (object Object, present bool, err error) {
	if s.f, err = openFile(s.file.Path); err != nil {
		return Object{}, false, err
	}
	defer s.f.Close()
	if s.sum, s.bytes, err = checksum(ctx, s.f); err != nil {
		return Object{}, false, s.unread(err)
	}
	there, found, err := s.look(ctx)
	switch {
	case err != nil:
		return Object{}, false, err
	case found && s.equal(there):
		return there, true, nil
	case found && s.file.Replace != there.Generation, !found && s.file.Replace != 0:
		return Object{}, false, s.refuse(there, found, nil)
	}
	object, err = s.write(ctx)
	if code(err) != http.StatusPreconditionFailed {
		if err = s.written(object, err); err != nil {
			return Object{}, false, err
		}
		return object, false, nil
	}
	// Someone else was faster; or it was this upload, whose answer was lost.
	failed := err
	there, found, err = s.look(ctx)
	switch {
	case err != nil:
		return Object{}, false, err
	case found && s.equal(there):
		return there, true, nil
	}
	return Object{}, false, s.refuse(there, found, failed)
}

// look returns the object that is there; found tells whether there is one.
func (s *sender) look(ctx context.Context) (object Object, found bool, err error) {
	object, err = (&Objects{Client: s.client, Retries: s.options.Retries, Timeout: s.options.Timeout}).Stat(ctx, s.file.URI)
	var e *Error
	switch {
	case err == nil:
		return object, true, nil
	case errors.Is(err, ErrNoObject):
		return Object{}, false, nil
	case errors.As(err, &e):
		e.Path = s.file.Path
		if errors.Is(err, ErrDenied) {
			e.Do = roles[writing]
		}
	}
	return Object{}, false, err
}

// equal reports whether an object has the bytes of the file.
func (s *sender) equal(o Object) bool { return o.Bytes == s.bytes && o.CRC32C == spell(s.sum) }

// refuse returns the error of an object that may not be replaced.
func (s *sender) refuse(there Object, found bool, err error) error {
	e := s.refusal(there, found, err)
	e.Generation = there.Generation
	return e
}

func (s *sender) refusal(there Object, found bool, err error) *Error {
	what := fmt.Sprintf("it is of generation %d, has %d bytes, and the file %d", there.Generation, there.Bytes, s.bytes)
	switch {
	case !found:
		return s.fail(ErrReplaced, fmt.Sprintf("there is none any more; upload without naming generation %d", s.file.Replace), err)
	case s.file.Replace != 0:
		return s.fail(ErrReplaced, fmt.Sprintf("%s; look at what changed, and name the generation that is there", what), err)
	}
	return s.fail(ErrExists, fmt.Sprintf("%s; choose another name, or say that generation %d may be replaced", what, there.Generation), err)
}

// fail returns the error of the file.
func (s *sender) fail(kind error, do string, err error) *Error {
	return &Error{Path: s.file.Path, URI: s.file.URI, Kind: kind, Do: do, Err: err}
}

// unread returns the error of a file that was not read to its end.
func (s *sender) unread(err error) error {
	if errors.Is(err, ErrChanged) {
		return s.fail(ErrChanged, "nothing was uploaded; upload it when nobody writes to it", nil)
	}
	return s.fail(nil, "", err)
}

// write sends the bytes.
func (s *sender) write(ctx context.Context) (Object, error) {
	// What is not closed is not made: a canceled Writer leaves nothing.
	limit := within(ctx, stallTimes*timeout(s.options.Timeout))
	defer limit.end()
	bucket, name, err := splitObject(s.file.URI)
	if err != nil {
		return Object{}, err
	}
	if _, err := s.f.Seek(0, io.SeekStart); err != nil {
		return Object{}, err
	}
	tries := &tries{most: retries(s.options.Retries)}
	w := s.client.Bucket(bucket).Object(name).If(s.condition()).Retryer(storage.WithErrorFunc(tries.again)).NewWriter(limit)
	w.ContentType = s.file.contentType()
	w.ChunkSize = s.options.chunkSize(s.bytes)
	w.ChunkTransferTimeout = pieceTimes * timeout(s.options.Timeout)
	w.ChunkRetryDeadline = stallTimes * timeout(s.options.Timeout)
	w.CRC32C, w.SendCRC32C = s.sum, true
	w.ProgressFunc = func(n int64) {
		limit.putOff()
		tries.reset()
		s.arrived(n)
	}
	h := crc32.New(castagnoli)
	n, err := io.Copy(io.MultiWriter(w, h), io.LimitReader(s.f, s.bytes+1)) // it may grow for ever
	if err == nil && (n != s.bytes || h.Sum32() != s.sum) {
		err = ErrChanged
	}
	if err != nil {
		err = limit.why(err)
		limit.end()
		_ = w.Close() // says again that it was canceled
		return Object{}, err
	}
	if err := w.Close(); err != nil {
		return Object{}, limit.why(err)
	}
	return objectOf(s.file.URI, w.Attrs()), nil
}

// condition is what must hold at the moment when the object comes to be.
func (s *sender) condition() storage.Conditions {
	if s.file.Replace != 0 {
		return storage.Conditions{GenerationMatch: s.file.Replace}
	}
	return storage.Conditions{DoesNotExist: true}
}

// written judges what write returned.
func (s *sender) written(object Object, err error) error {
	switch {
	case errors.Is(err, ErrChanged):
		return s.unread(err)
	case s.file.Replace != 0 && code(err) == http.StatusForbidden:
		e := s.fail(ErrDenied, roles[writing]+"; or see whether a hold or a retention policy keeps the object that is there", err)
		e.alone = true
		return e
	case err != nil:
		return objectError(s.file.Path, s.file.URI, writing, err)
	case !s.equal(object):
		return s.fail(ErrChecksum, fmt.Sprintf("the service says %d bytes and CRC32C %s, the file has %d and %s; delete generation %d of the object and upload it again",
			object.Bytes, object.CRC32C, s.bytes, spell(s.sum), object.Generation), nil)
	}
	return nil
}
