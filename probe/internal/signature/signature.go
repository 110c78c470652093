// Package signature tells what a file is by its first bytes, where it is not of a
// kind that has a reader of its own.
//
// MP4, WebM, Matroska and MPEG transport streams have one. [Of] says false of them,
// but true of the pictures that have the form of an MP4 file; so it must be asked
// before the reader of MP4 is.
package signature

import (
	"bytes"
	"encoding/binary"
)

// HeadBytes is how much of a file [Of] should be shown. Less is no error; more is
// used to tell audio by several frames and text by more of it.
const HeadBytes = 4 << 10

// A Kind is what a file is.
type Kind struct {
	// Container is the name of the kind, one word in lower case, such as "avi".
	Container string
	// MIMEType is the type that the service lists for it, else the registered one;
	// "" if there is none.
	MIMEType string
	// Video tells that it may hold video.
	Video bool
}

// Kinds that callers have something to say about.
const (
	Empty    = "empty"    // no bytes
	HTML     = "html"     // a page: often that of a login, or an error
	XML      = "xml"      // often the error of a storage service
	JSON     = "json"     // often the error of an API
	Text     = "text"     // any other text
	Playlist = "playlist" // HLS: a text that names the pieces of a video
)

// Of tells what a file is that begins with head, which is all of a short file. ok
// is false if that is not known.
func Of(head []byte) (k Kind, ok bool) {
	if len(head) == 0 {
		return Kind{Container: Empty}, true
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.kind, true
		}
	}
	for _, find := range []func([]byte) (Kind, bool){riff, picture, ogg, elementary, frames, text} {
		if k, ok := find(head); ok {
			return k, true
		}
	}
	return Kind{}, false
}

// magics are the bytes that files of some kinds begin with.
var magics = []struct {
	magic string
	kind  Kind
}{
	{"FLV\x01", Kind{"flv", "video/x-flv", true}},
	{"\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\x00\xAA\x00\x62\xCE\x6C", Kind{"asf", "video/wmv", true}},
	{"\x00\x00\x01\xBA", Kind{"mpegps", "video/mpeg", true}},
	{".RMF\x00\x00\x00", Kind{"rm", "application/vnd.rn-realmedia", true}},
	{"\x06\x0E\x2B\x34\x02\x05\x01\x01\x0D\x01\x02\x01\x01", Kind{"mxf", "application/mxf", true}},
	{"DKIF\x00\x00", Kind{"ivf", "video/x-ivf", true}},
	{"YUV4MPEG2 ", Kind{"y4m", "video/x-yuv4mpeg", true}},

	{"\xFF\xD8\xFF", Kind{"jpeg", "image/jpeg", false}},
	{"\x89PNG\r\n\x1A\n", Kind{"png", "image/png", false}},
	{"GIF87a", Kind{"gif", "image/gif", false}},
	{"GIF89a", Kind{"gif", "image/gif", false}},
	{"II*\x00", Kind{"tiff", "image/tiff", false}},
	{"MM\x00*", Kind{"tiff", "image/tiff", false}},

	{"ID3", Kind{"mp3", "audio/mpeg", false}},
	{"fLaC", Kind{"flac", "audio/flac", false}},
	{"#!AMR", Kind{"amr", "audio/amr", false}},
	{"MThd\x00\x00\x00\x06", Kind{"midi", "audio/midi", false}},

	{"%PDF-", Kind{"pdf", "application/pdf", false}},
	{"PK\x03\x04", Kind{"zip", "application/zip", false}},
	{"PK\x05\x06", Kind{"zip", "application/zip", false}},
	{"\x1F\x8B\x08", Kind{"gzip", "application/gzip", false}},
	{"\x28\xB5\x2F\xFD", Kind{"zstd", "application/zstd", false}},
	{"\xFD7zXZ\x00", Kind{"xz", "application/x-xz", false}},
	{"7z\xBC\xAF\x27\x1C", Kind{"7z", "application/x-7z-compressed", false}},
	{"Rar!\x1A\x07", Kind{"rar", "application/vnd.rar", false}},
	{"#EXTM3U", Kind{Playlist, "application/vnd.apple.mpegurl", false}},
	{"\xEF\xBB\xBF#EXTM3U", Kind{Playlist, "application/vnd.apple.mpegurl", false}},
}

// riff tells files of chunks by what form they have.
func riff(b []byte) (Kind, bool) {
	if len(b) < 12 {
		return Kind{}, false
	}
	switch form := string(b[8:12]); string(b[:4]) {
	case "RIFF", "RF64", "BW64":
		switch form {
		case "AVI ", "AVIX":
			return Kind{"avi", "video/avi", true}, true
		case "WAVE":
			return Kind{"wav", "audio/wav", false}, true
		case "WEBP":
			return Kind{"webp", "image/webp", false}, true
		}
	case "FORM":
		if form == "AIFF" || form == "AIFC" {
			return Kind{"aiff", "audio/aiff", false}, true
		}
	}
	return Kind{}, false
}

// pictures are the brands of HEIF, ISO/IEC 23008-12, of which the first that is
// among the brands of a file tells what it is.
var pictures = []struct {
	brand string
	kind  Kind
}{
	{"avif", Kind{"avif", "image/avif", false}}, {"avis", Kind{"avif", "image/avif", false}},
	{"heic", Kind{"heic", "image/heic", false}}, {"heix", Kind{"heic", "image/heic", false}},
	{"hevc", Kind{"heic", "image/heic", false}}, {"hevx", Kind{"heic", "image/heic", false}},
	{"heim", Kind{"heic", "image/heic", false}}, {"heis", Kind{"heic", "image/heic", false}},
	{"mif1", Kind{"heif", "image/heif", false}}, {"msf1", Kind{"heif", "image/heif", false}},
}

// picture tells pictures that have the form of an MP4 file by their brand. Some
// videos are compatible with such brands, so the main brand must be one.
func picture(b []byte) (Kind, bool) {
	if len(b) < 16 || string(b[4:8]) != "ftyp" {
		return Kind{}, false
	}
	end := int(min(uint64(binary.BigEndian.Uint32(b)), uint64(len(b))))
	brands := [][]byte{b[8:12]}
	for at := 16; at+4 <= end; at += 4 {
		brands = append(brands, b[at:at+4])
	}
	has := func(brands [][]byte, want string) bool {
		for _, brand := range brands {
			if string(brand) == want {
				return true
			}
		}
		return false
	}
	main := false
	for _, p := range pictures {
		main = main || has(brands[:1], p.brand)
	}
	for _, p := range pictures {
		if main && has(brands, p.brand) {
			return p.kind, true
		}
	}
	return Kind{}, false
}

// elementary tells video without a container by the headers that a stream begins
// with.
func elementary(b []byte) (Kind, bool) {
	if bytes.HasPrefix(b, []byte{0, 0, 0, 1}) { // H.264 and H.265 may have a zero more
		b = b[1:]
	}
	if len(b) < 6 || !bytes.HasPrefix(b, []byte{0, 0, 1}) {
		return Kind{}, false
	}
	switch c, next := b[3], b[4]; {
	case c == 0xB3:
		return Kind{"mpegvideo", "video/mpeg", true}, true
	case c == 0x67 || c == 0x27 || c == 0x09 && next&0x1F == 0x10:
		return Kind{"h264", "video/h264", true}, true
	case (c == 0x40 || c == 0x42 || c == 0x46) && next == 0x01:
		return Kind{"hevc", "video/h265", true}, true
	case c == 0xB0:
		return Kind{"m4v", "video/mp4v-es", true}, true
	}
	return Kind{}, false
}
