package probe

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

const (
	// DefaultStorageURL is where Google Cloud Storage answers.
	DefaultStorageURL = "https://storage.googleapis.com"

	generationHeader = "X-Goog-Generation"
)

// Storage opens objects of Google Cloud Storage, gs://bucket/object, through its XML
// API. The zero value is ready to use, and reads what is public. It may be used by
// many goroutines at once.
//
// All that follows gs://bucket/ is the name of the object as it is: nothing in it is
// percent-encoded, and ? and # are part of it.
//
// Requests, bounds and errors are those of [HTTP]. The ETag of a source is the
// object's generation, such as "generation:1700000000000000", and all reads are of
// that generation; if it is gone, that is an [ErrChanged]. Redirects are not
// followed, since the Client's credentials might go with them. The host of BaseURL may
// be a private one.
type Storage struct {
	// Client makes the requests, with the credentials that it adds itself; nil for
	// one without any.
	Client *http.Client
	// BaseURL is where the service, or an emulator of it, answers, such as
	// "http://localhost:4443"; "" is [DefaultStorageURL].
	BaseURL string
	// Timeout is as in [HTTP].
	Timeout time.Duration
}

var anonymous = sync.OnceValue(func() *http.Client { return &http.Client{Transport: newTransport()} })

// Open asks for the beginning of an object. The Source must be closed.
func (s *Storage) Open(ctx context.Context, uri string) (*Source, error) {
	bucket, object, err := splitObject(uri)
	if err != nil {
		return nil, err
	}
	u, err := objectURL(s.BaseURL, bucket, object)
	if err != nil {
		return nil, err
	}
	client, words := anonymous(), anonymousWords
	if s.Client != nil {
		client, words = s.Client, storageWords
	}
	c := *client
	c.CheckRedirect = func(to *http.Request, _ []*http.Request) error {
		return fmt.Errorf("%w: the storage service leads to the host %q", ErrRedirect, clip(to.URL.Hostname()))
	}
	r, err := open(ctx, &remote{client: &c, timeout: s.Timeout, url: u, words: words})
	if err != nil {
		return nil, err
	}
	if stored := r.header.Get("X-Goog-Stored-Content-Encoding"); stored != "" && !strings.EqualFold(stored, "identity") {
		r.close()
		return nil, fmt.Errorf("%w: the object is stored with Content-Encoding %q: upload the video as it is", ErrEncoding, clip(stored))
	}
	if generation := r.header.Get(generationHeader); isNumber(generation) {
		r.version.generation = generation
		r.url.RawQuery = "generation=" + generation
	}
	source := r.source()
	source.CRC32C = crc32c(r.header)
	return source, nil
}

func isNumber(s string) bool {
	_, ok := parseWhole(s)
	return ok
}

// splitObject returns bucket and object of a gs URI.
func splitObject(uri string) (bucket, object string, err error) {
	const form = "want gs://bucket/object"
	scheme, rest, ok := strings.Cut(uri, "://")
	if !ok || !strings.EqualFold(scheme, "gs") {
		return "", "", errors.New("not a URI of an object: " + form)
	}
	bucket, object, _ = strings.Cut(rest, "/")
	switch {
	case bucket == "":
		return "", "", errors.New("the URI names no bucket: " + form)
	case strings.Trim(bucket, ".") == "" || escape(bucket) != bucket:
		return "", "", fmt.Errorf("%q is not the name of a bucket: %s", clip(bucket), form)
	case object == "":
		return "", "", errors.New("the URI names a bucket and no object in it: " + form)
	case object == "." || object == "..":
		return "", "", fmt.Errorf("no object can be named %q", object)
	}
	return bucket, object, nil
}

// objectURL returns the URL of an object below base.
func objectURL(base, bucket, object string) (*url.URL, error) {
	if base == "" {
		base = DefaultStorageURL
	}
	u, err := webURL(base)
	if err != nil {
		return nil, fmt.Errorf("BaseURL: %w", err)
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("BaseURL: it must not have a query or fragment")
	}
	raw := strings.TrimSuffix(u.EscapedPath(), "/") + "/" + bucket + "/" + escape(object)
	u.Path = strings.TrimSuffix(u.Path, "/") + "/" + bucket + "/" + object
	u.RawPath = raw
	return u, nil
}

// escape percent-encodes all but the characters that RFC 3986 calls unreserved:
// slashes too, so that nothing on the way takes // or /../ for a form of another path.
func escape(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c|0x20 && c|0x20 <= 'z', '0' <= c && c <= '9', c == '-', c == '.', c == '_', c == '~':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// crc32c returns the checksum of the whole object that the header tells.
func crc32c(h http.Header) string {
	for _, line := range h.Values("X-Goog-Hash") {
		for hash := range strings.SplitSeq(line, ",") {
			sum, ok := strings.CutPrefix(strings.TrimSpace(hash), "crc32c=")
			if b, err := base64.StdEncoding.DecodeString(sum); ok && err == nil && len(b) == 4 {
				return sum
			}
		}
	}
	return ""
}

// anonymousWords say what a status means to one without credentials.
func anonymousWords(code int) string {
	switch code {
	case http.StatusUnauthorized, http.StatusForbidden:
		return "the object is not public, or does not exist: read it with credentials (Storage.Client)"
	}
	return storageWords(code)
}

func storageWords(code int) string {
	switch code {
	case http.StatusUnauthorized:
		return "the credentials are not accepted"
	case http.StatusForbidden:
		return "these credentials may not read the object, or it does not exist: the role Storage Object Viewer of the bucket is needed"
	case http.StatusNotFound:
		return "there is no such bucket or object"
	}
	return ""
}
