// Package gcs puts the files of a tuning job into Google Cloud Storage, with
// Google's own client, and looks at what lies there.
//
// [Under] names the objects for both files of a dataset, [Folder] those for all
// files of a folder and [Planned] those for the files that a chunk plan made.
// [Upload] puts them there:
//
//	client, err := storage.NewClient(ctx)
//	if err != nil {
//		return err
//	}
//	files, err := gcs.Under("gs://my-bucket/run-7/", "train.jsonl", "validation.jsonl")
//	if err != nil {
//		return err
//	}
//	results, err := gcs.Upload(ctx, client, files, nil)
//
// # What is promised
//
// Nothing is overwritten unasked: an object is only made where there is none, or in
// the place of the very generation that [File].Replace names. That is checked by the
// service when the object comes to be, not only by a look before.
//
// An object that has the bytes of the file already is taken as it is and said to be
// there ([Result].Present), so that the same call again goes on where an earlier one
// ended. Its content type stays as it is; one that is another than an upload would give
// is told ([Result].WantType).
//
// An object is there as a whole or not at all. Its checksum (CRC32C) is sent along,
// checked by the service before the object comes to be, and compared with what the
// service says in the end. A file that changes while it is sent is not uploaded.
//
// Large files are sent in pieces; a piece that is lost on the way is sent again, and
// only that one. A file whose upload was broken off by the end of the process is sent
// from its beginning the next time.
//
// A service that falls silent is waited for as long as [Options].Timeout says, and no
// longer.
//
// # Looking
//
// [Objects] tells size, generation and checksum of an object, whether it can be read,
// and where a bucket lies. To look and to read are two requests: emulators that listen
// on a port, such as fake-gcs-server, mostly know the second by the JSON API only, for
// which the client is made with storage.WithJSONReads().
//
// # Errors
//
// Errors of objects are [*Error]: they say which file and object, what is wrong, what
// to do, and wrap one of [ErrNoBucket], [ErrNoObject], [ErrDenied], [ErrLogin],
// [ErrExists], [ErrReplaced], [ErrChanged], [ErrChecksum], [ErrSilent],
// [ErrUnreachable] and [ErrNotTried], beside what the service said.
package gcs
