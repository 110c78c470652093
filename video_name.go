package videotune

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// VideoName returns the name by which a video is known where files are compared, as
// [Check] and [SplitWriter] do: one for all URIs that certainly name one file, so that
// equal names are one file. The reverse does not hold: a copy in another place has
// another name. It is for comparing only: a signed URL without what signs it cannot be
// read.
//
// An object of Cloud Storage has the URLs of its XML API and of the storage browser
// besides its gs:// URI, all of which are called by that. In these URLs the name is
// percent-encoded, in gs:// it stands as it is, and the query says how to read the
// object, but for one that asks for an older generation of it. Of other URLs, what signs
// them is left out of the query. A URI of any other form, and a
// text that is none, is its own name.
func VideoName(uri string) string {
	if strings.HasPrefix(uri, "gs://") {
		return uri
	}
	scheme, rest, ok := strings.Cut(uri, "://")
	if !ok || !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "http") {
		return uri
	}
	rest, _, _ = strings.Cut(rest, "#") // which is not sent
	rest, query, _ := strings.Cut(rest, "?")
	host, path, _ := strings.Cut(rest, "/")
	if bucket, object, ok := storageObject(host, path); ok {
		if hasParameter(query, "generation") {
			return uri
		}
		return "gs://" + bucket + "/" + object
	}
	if query == "" {
		return uri
	}
	return withoutSignature(uri, path, query)
}

// The hosts of Cloud Storage, by its page of request endpoints. A bucket is the first
// segment of the path or, before the first of them, a part of the host.
const (
	storageHost    = "storage.googleapis.com"
	storageBrowser = "storage.cloud.google.com"
)

// storageObject returns the object of Cloud Storage that a URL names.
func storageObject(host, path string) (bucket, object string, ok bool) {
	host = strings.ToLower(host)
	switch host {
	case storageHost, storageBrowser:
		if bucket, path, ok = strings.Cut(path, "/"); !ok {
			return "", "", false
		}
		switch bucket {
		case "storage", "download", "upload", "batch":
			return "", "", false // paths of the JSON API
		}
	default:
		if bucket, ok = strings.CutSuffix(host, "."+storageHost); !ok {
			return "", "", false
		}
	}
	object, err := url.PathUnescape(path)
	if err != nil || object == "" || !utf8.ValidString(object) || bucket == "" || strings.ContainsFunc(bucket, notOfBucket) {
		return "", "", false
	}
	for segment := range strings.SplitSeq(object, "/") {
		if segment == "." || segment == ".." {
			return "", "", false // which clients resolve, or not
		}
	}
	return bucket, object, true
}

func hasParameter(query, name string) bool {
	for p := range strings.SplitSeq(query, "&") {
		if key, _, _ := strings.Cut(p, "="); key == name {
			return true
		}
	}
	return false
}

// signatures are the parameters of signed URLs, by the one that signs.
var signatures = []struct {
	by      []string // all of these are there
	prefix  string   // of others that belong to it; "" for none
	names   []string // others that belong to it
	ofFiles bool     // only where the path names a file: else it may be what is asked for
}{
	{by: []string{"X-Goog-Signature"}, prefix: "X-Goog-"},
	{by: []string{"X-Amz-Signature"}, prefix: "X-Amz-"},
	// Cloud Storage and S3, version 2, and CloudFront.
	{by: []string{"Signature"}, names: []string{"Expires", "GoogleAccessId", "AWSAccessKeyId", "Policy", "Key-Pair-Id", "Hash-Algorithm"}, ofFiles: true},
	// A shared access signature of Azure.
	{by: []string{"sig", "sv"}, names: []string{"ss", "srt", "sp", "se", "st", "spr", "sr", "sip", "si", "sdd", "skoid", "sktid", "skt", "ske", "sks", "skv", "saoid", "suoid", "scid"}},
	{by: []string{"token"}, ofFiles: true},
}

// withoutSignature returns a URL without fragment and without the parameters that sign
// it; the URL itself if it is not signed.
func withoutSignature(uri, path, query string) string {
	params := strings.Split(query, "&")
	all := len(params)
	for _, s := range signatures {
		if s.ofFiles && extensions[extensionOf(path)] == nil {
			continue
		}
		if slices.ContainsFunc(s.by, func(name string) bool { return !hasParameter(query, name) }) {
			continue
		}
		params = slices.DeleteFunc(params, func(p string) bool {
			key, _, _ := strings.Cut(p, "=")
			return s.prefix != "" && strings.HasPrefix(key, s.prefix) || slices.Contains(s.by, key) || slices.Contains(s.names, key)
		})
	}
	if len(params) == all {
		return uri
	}
	uri, _, _ = strings.Cut(uri, "?")
	if len(params) > 0 {
		uri += "?" + strings.Join(params, "&")
	}
	return uri
}
