package gcs

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/chunk"
)

// JSONLines is the content type with which files *.jsonl are uploaded. No type is
// registered for them; this one is proposed by jsonlines.org.
const JSONLines = "application/jsonl"

// A File is one to be uploaded.
type File struct {
	// Path is where the file lies on this machine.
	Path string
	// URI is the object that it is to become, gs://bucket/object. All that follows
	// gs://bucket/ is the object's name as it is; nothing is percent-encoded.
	URI string
	// ContentType is the object's; "" is that which belongs to the extension of Path:
	// [JSONLines] for *.jsonl, the types that the tuning service lists for media, and
	// application/octet-stream for all others.
	ContentType string
	// Replace is the generation of the object that may be replaced, as
	// [Object].Generation and the text of an [ErrExists] tell it; 0 replaces nothing.
	Replace int64
}

// Under returns Files that stand under their own names below a prefix, such as
// "gs://my-bucket/run-7", with or without a slash at its end. Two paths that end in
// the same name are an error, since one object cannot hold both.
func Under(prefix string, paths ...string) ([]File, error) {
	base, err := folder(prefix)
	if err != nil {
		return nil, err
	}
	var files []File
	first := make(map[string]string, len(paths))
	for _, p := range paths {
		name := filepath.Base(p)
		if other, ok := first[name]; ok {
			return nil, fmt.Errorf("gcs: %s and %s would both become %s%s: rename one, or give them prefixes of their own", other, p, base, name)
		}
		first[name] = p
		files = append(files, File{Path: p, URI: base + name})
	}
	return files, nil
}

// Planned returns Files for all that chunk/cut made for a set of plans in the folder
// dir, under the URIs by which the pieces of the plans are named. A file that is not
// made yet, and one whose plans name no base in Cloud Storage, is an error.
func Planned(set *chunk.Set, dir string) ([]File, error) {
	if set == nil {
		return nil, errors.New("gcs: the set of plans is nil")
	}
	var files []File
	for _, plan := range set.Plans {
		for _, f := range plan.Files() {
			if !f.Made {
				return nil, fmt.Errorf("gcs: %s of %s is not made yet: run videotune cut first, and name its mapping", f.Name, plan.Source.URI)
			}
			if _, _, err := splitObject(f.URI); err != nil {
				return nil, fmt.Errorf("%w; plan the files with a base such as gs://my-bucket/chunks", err)
			}
			files = append(files, File{Path: filepath.Join(dir, filepath.FromSlash(f.Name)), URI: f.URI})
		}
	}
	return files, nil
}

// folder returns a prefix with a slash at its end.
func folder(prefix string) (string, error) {
	if _, _, err := split(prefix); err != nil {
		return "", err
	}
	return strings.TrimRight(prefix, "/") + "/", nil
}

// contentType returns the type with which the file is uploaded.
func (f *File) contentType() string {
	if f.ContentType != "" {
		return f.ContentType
	}
	ext := strings.ToLower(path.Ext(filepath.ToSlash(f.Path)))
	if ext == ".jsonl" {
		return JSONLines
	}
	// What Video says of an extension that it does not know is a guess.
	if mime := videotune.Video("x" + ext).FileData.MIMEType; mime != "video/mp4" || ext == ".mp4" || ext == ".m4v" {
		return mime
	}
	return "application/octet-stream"
}
