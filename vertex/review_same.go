package vertex

import (
	"context"
	"fmt"

	"google.golang.org/genai"
)

// An Identification says whether a copy has the bytes that a job read.
type Identification uint8

// The identifications.
const (
	Unidentified Identification = iota // nothing to compare with
	Identical                          // the checksums are equal
	Different                          // they are not
)

// String returns "unidentified", "identical" or "different".
func (i Identification) String() string {
	if int(i) < len(identifications) {
		return identifications[i]
	}
	return fmt.Sprintf("Identification(%d)", uint8(i))
}

var identifications = [...]string{"unidentified", "identical", "different"}

// identify finds out whether the copy is what the job read, and sets Same and Changed.
// want is the checksum that it was compared with, "" for none.
//
// The label tells what the object held right before the job was created. The service
// reads it later: who writes another object meanwhile has the job read that one.
func (r *Review) identify(ctx context.Context, job *genai.TuningJob, copied *FileFacts, objects Objects) (want string, err error) {
	object, err := lookAt(ctx, objects, copied.URI)
	if err != nil {
		return "", err
	}
	dated := !job.CreateTime.IsZero() && !object.Updated.IsZero()
	after := dated && object.Updated.After(job.CreateTime)
	switch want = checksumOf(job); {
	case want == "" && after:
		r.Changed = object.Updated
		return "", nil
	case want == "" || dated && !after && object.CRC32C != "":
		want = object.CRC32C // what lies there since before the job is what it read
	case after && object.CRC32C != want:
		r.Changed = object.Updated
		ended := !job.EndTime.IsZero() && object.Updated.After(job.EndTime)
		if !ended && (copied.CRC32C == want || copied.CRC32C == object.CRC32C) {
			return "", nil // it may have read either
		}
	}
	switch want {
	case "":
	case copied.CRC32C:
		r.Same = Identical
	default:
		r.Same = Different
	}
	return want, nil
}

// lookAt looks at the object of a file: the zero Object where it is gone since, not ours
// to read, or nobody can look.
func lookAt(ctx context.Context, objects Objects, uri string) (Object, error) {
	if _, _, err := splitURI(uri); err != nil || objects == nil {
		return Object{}, nil
	}
	object, err := objects.Stat(ctx, uri)
	if ctx.Err() != nil {
		return Object{}, context.Cause(ctx)
	}
	if err != nil {
		return Object{}, nil
	}
	return object, nil
}
