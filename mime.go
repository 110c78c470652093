package videotune

import (
	"strings"
)

// mimeTypes are the types that the service's pages list, with the number of
// the two lists of video types that hold each: the newer one of the model and
// video-understanding pages, and the older one of the inference reference.
// Types of other media stand in one list only, and count as listed in both.
var mimeTypes = map[string]int{
	"video/mp4": 2, "video/mpeg": 2, "video/mpg": 2, "video/wmv": 2,
	"video/x-flv": 1, "video/quicktime": 1, "video/mpegs": 1, "video/webm": 1, "video/3gpp": 1,
	"video/avi": 1, "video/mpegps": 1,

	"image/png": 2, "image/jpeg": 2, "image/webp": 2, "image/heic": 2, "image/heif": 2,

	"audio/x-aac": 2, "audio/flac": 2, "audio/mp3": 2, "audio/m4a": 2, "audio/mpeg": 2, "audio/mpga": 2,
	"audio/mp4": 2, "audio/ogg": 2, "audio/pcm": 2, "audio/wav": 2, "audio/webm": 2,

	"application/pdf": 2, "text/plain": 2,
}

// mimeAliases are other spellings in use, and the listed type that is meant.
// video/mov and video/flv stand in the older list only, where the newer one has
// the registered names.
var mimeAliases = map[string]string{
	"video/mov": "video/quicktime", "video/x-quicktime": "video/quicktime", "video/qt": "video/quicktime",
	"video/flv": "video/x-flv", "video/x-msvideo": "video/avi", "video/msvideo": "video/avi", "video/vnd.avi": "video/avi",
	"video/x-ms-wmv": "video/wmv", "video/x-m4v": "video/mp4", "video/m4v": "video/mp4", "video/mpeg4": "video/mp4",
	"video/mp4v-es": "video/mp4", "application/mp4": "video/mp4", "video/x-mpeg": "video/mpeg", "video/3gp": "video/3gpp",
	"video/mp2p": "video/mpegps",
	"image/jpg":  "image/jpeg", "audio/x-wav": "audio/wav", "audio/wave": "audio/wav", "audio/x-m4a": "audio/m4a",
	"audio/aac": "audio/x-aac", "audio/x-flac": "audio/flac",
}

// extensions are the file extensions whose type is beyond doubt. The types of
// one extension are alternatives; the first is the one that Video writes.
var extensions = map[string][]string{
	"mp4": {"video/mp4"}, "m4v": {"video/mp4"}, "mov": {"video/quicktime"}, "qt": {"video/quicktime"},
	"webm": {"video/webm", "audio/webm"}, "avi": {"video/avi"}, "wmv": {"video/wmv"}, "flv": {"video/x-flv"},
	"mpg":  {"video/mpeg", "video/mpg", "video/mpegs", "video/mpegps"},
	"mpeg": {"video/mpeg", "video/mpg", "video/mpegs", "video/mpegps"},
	"3gp":  {"video/3gpp"}, "3gpp": {"video/3gpp"},
	"mkv": {"video/x-matroska"}, "ogv": {"video/ogg"}, "ts": {"video/mp2t"},
	"png": {"image/png"}, "jpg": {"image/jpeg"}, "jpeg": {"image/jpeg"}, "webp": {"image/webp"}, "heic": {"image/heic"}, "heif": {"image/heif"},
	"mp3": {"audio/mp3", "audio/mpeg", "audio/mpga"}, "wav": {"audio/wav"}, "flac": {"audio/flac"}, "m4a": {"audio/m4a", "audio/mp4"},
	"aac": {"audio/x-aac"}, "ogg": {"audio/ogg"}, "pdf": {"application/pdf"}, "txt": {"text/plain"},
}

// extensionOf returns the extension of a URI's last segment in lower case,
// without the dot and without a query; "" if it has none.
func extensionOf(uri string) string {
	if !strings.HasPrefix(uri, "gs://") {
		if i := strings.IndexAny(uri, "?#"); i >= 0 {
			uri = uri[:i]
		}
	}
	dot := strings.LastIndexByte(uri, '.')
	if dot < 0 || dot < strings.LastIndexByte(uri, '/') || len(uri)-dot > 6 {
		return ""
	}
	return strings.ToLower(uri[dot+1:])
}

// mimeByExtension returns the type of a URI's extension if the service lists it,
// else "".
func mimeByExtension(uri string) string {
	types := extensions[extensionOf(uri)]
	if len(types) == 0 || mimeTypes[types[0]] == 0 {
		return ""
	}
	return types[0]
}

// canonicalMIME returns the listed spelling of a MIME type, and whether there is
// one. Case and parameters do not matter, RFC 2045 section 5.1.
func canonicalMIME(mime string) (string, bool) {
	if mime == "video/mp4" || mimeTypes[mime] > 0 {
		return mime, true
	}
	if i := strings.IndexByte(mime, ';'); i >= 0 {
		mime = mime[:i]
	}
	mime = strings.ToLower(strings.TrimSpace(mime))
	if alias, ok := mimeAliases[mime]; ok {
		mime = alias
	}
	return mime, mimeTypes[mime] > 0
}

// mimeFitsExtension reports whether a listed type is one of those of the URI's
// extension; an extension that says nothing fits everything.
func mimeFitsExtension(mime, uri string) bool {
	types := extensions[extensionOf(uri)]
	for _, t := range types {
		if t == mime {
			return true
		}
	}
	return len(types) == 0
}
