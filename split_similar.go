package videotune

import "strings"

// SimilarFiles are URLs that differ in their query alone, and there in more than what
// signs them. Most likely they are one video, but each counts as a recording by itself.
// The zero value is none.
type SimilarFiles struct {
	URLs  int    // distinct ones that have others beside them
	Files int    // that these stand for
	First string // the first such file: the URL without its query
	File  string // where it has a second URL, as the Input is named
	Line  int    // of it, from 1
}

// similarFiles finds them, in some 60 bytes for each distinct URL.
type similarFiles struct {
	SimilarFiles
	urls  map[uint64]struct{} // hashes of those that were seen
	files map[uint64]uint32   // by the hash of the file: of how many URLs
}

// add takes a URI of a line.
func (s *similarFiles) add(uri, file string, line int) {
	uri = VideoName(uri)
	stem, ok := signedFile(uri)
	if !ok {
		return
	}
	if s.urls == nil {
		s.urls, s.files = map[uint64]struct{}{}, map[uint64]uint32{}
	}
	url, at := hashURI(uri), hashURI(stem)
	if _, seen := s.urls[url]; seen {
		return
	}
	s.urls[url] = struct{}{}
	switch s.files[at]++; s.files[at] {
	case 1:
		return
	case 2:
		s.Files++
		s.URLs++ // the first, too
	}
	if s.URLs++; s.First == "" {
		s.First, s.File, s.Line = strings.Clone(stem), file, line
	}
}

// signedFile returns a URL without its query, if that is most likely the name of a
// file: its extension is known, or the query signs it. Queries of pages name the video.
func signedFile(uri string) (file string, ok bool) {
	scheme, rest, ok := strings.Cut(uri, "://")
	if !ok || !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "http") {
		return "", false
	}
	if rest, _, _ = strings.Cut(rest, "?"); extensions[extensionOf(rest)] == nil {
		rule, _, _ := judgeURL(uri)
		ok = rule == RuleURISigned
	}
	return uri[:len(scheme)+len("://")+len(rest)], ok
}
