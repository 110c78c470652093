package videotune

// ParseMediaResolution returns the resolution that name means: one of the
// constants, or a short or misspelt name of it such as "low", "MEDIUM" or
// "media-resolution-high". ok is false for every other name.
func ParseMediaResolution(name string) (r MediaResolution, ok bool) {
	r = MediaResolution(meantResolution(name))
	return r, r != ""
}

// CanonicalMIMEType returns the spelling of a MIME type that the service's pages
// list: "video/quicktime" for "video/mov", "video/mp4" for "Video/MP4". ok is false
// for a type that they do not list.
func CanonicalMIMEType(mimeType string) (canonical string, ok bool) {
	return canonicalMIME(mimeType)
}
