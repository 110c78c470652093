package gcs

import (
	"fmt"
	"strings"
)

// split returns bucket and object of a gs URI; the object is "" where the URI names a
// bucket only.
func split(uri string) (bucket, object string, err error) {
	rest, ok := strings.CutPrefix(uri, "gs://")
	if !ok {
		return "", "", fmt.Errorf("gcs: %q is no name in Cloud Storage: want gs://bucket/object", uri)
	}
	bucket, object, _ = strings.Cut(rest, "/")
	// Of such a name the client would make the path of something else.
	if strings.Trim(bucket, ".") == "" || strings.ContainsFunc(bucket, notOfBucket) {
		return "", "", fmt.Errorf("gcs: %q names no bucket: want gs://bucket/object, the bucket of lower-case letters, digits, '-', '_' and '.'", uri)
	}
	return bucket, object, nil
}

// notOfBucket reports whether names of buckets do not have a character, by the
// service's naming rules.
func notOfBucket(r rune) bool {
	return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' && r != '.'
}

// splitObject returns bucket and object of the URI of an object.
func splitObject(uri string) (bucket, object string, err error) {
	bucket, object, err = split(uri)
	switch {
	case err != nil:
		return "", "", err
	case object == "":
		return "", "", fmt.Errorf("gcs: %q names a bucket and no object in it: want gs://bucket/object", uri)
	case object == "." || object == "..":
		return "", "", fmt.Errorf("gcs: %q: no object can be named %q", uri, object)
	}
	return bucket, object, nil
}
