package mp4

import "strings"

// An entry is what a sample entry says: what the samples of a track are.
type entry struct {
	codec         string // as ffprobe names it
	width, height int    // of pictures as they are coded
}

// still reports whether the samples are most likely single pictures, such as a
// cover or those of chapters.
func (e entry) still() bool {
	switch e.codec {
	case "mjpeg", "png", "gif", "tiff", "bmp":
		return true
	}
	return false
}

// Bytes of a sample entry with its header, up to the boxes in it.
const (
	visualEntry = 86
	audioEntry  = 36
)

func entrySize(handler string) int {
	if handler == kindVideo {
		return visualEntry
	}
	return audioEntry
}

// deep reports whether the codec stands in the boxes of the first entry: in those
// of encrypted ones, and of formats of many codecs.
func deep(stsd []byte) bool {
	if len(stsd) < 16 {
		return false
	}
	switch string(stsd[12:16]) {
	case "encv", "enca", "mp4v", "mp4a":
		return true
	}
	return false
}

// readEntry reads the first entry of the content of an stsd box, of which the end
// may be missing.
func readEntry(stsd []byte, handler string) (e entry, ok bool) {
	f := fields{b: stsd}
	f.full()
	if f.u32() == 0 {
		return entry{}, false
	}
	size := f.u32()
	kind := f.kind()
	if f.short || size < 16 {
		return entry{}, false
	}
	data := stsd[8:min(len(stsd), 8+int(min(size, 1<<20)))]
	if len(data) < entrySize(handler) {
		return entry{}, false
	}
	boxes := data[entrySize(handler):]
	if handler == kindVideo {
		f = fields{b: data[32:]}
		e.width, e.height = int(f.u16()), int(f.u16())
	} else {
		boxes = data[min(len(data), audioEntry+soundExtra(data)):]
	}
	if kind == "encv" || kind == "enca" {
		if original := find(boxes, "sinf", "frma"); len(original) >= 4 {
			kind = string(original[:4])
		}
	}
	e.codec = codecOf(kind, handler, data, boxes)
	return e, true
}

// soundExtra returns how many bytes the description of sound in an entry is longer
// than that of ISO: QuickTime has two longer versions of it.
func soundExtra(entry []byte) int {
	switch entry[17] {
	case 1:
		if look := entry[audioEntry:]; len(look) >= 8 && named(string(look[4:8])) && look[0] == 0 && string(look[4:8]) > " " {
			return 0 // version 1 of ISO, in which the boxes follow at once
		}
		return 16
	case 2:
		return 36
	}
	return 0
}

// codecOf returns ffprobe's name of the codec of an entry, or the four characters
// that stand for it.
func codecOf(kind, handler string, entry, boxes []byte) string {
	switch kind {
	case "mp4v", "mp4a":
		esds := find(boxes, "esds")
		if esds == nil {
			esds = find(boxes, "wave", "esds")
		}
		if name := objectTypes[objectType(esds)]; name != "" {
			return name
		}
	case "lpcm", "sowt", "twos", "in24", "in32", "fl32", "fl64", "ipcm", "fpcm":
		return pcm(kind, entry, boxes)
	}
	names := videoCodecs
	if handler == kindAudio {
		names = audioCodecs
	}
	if name := names[kind]; name != "" {
		return name
	}
	lower := strings.ToLower(kind)
	if name := names[lower]; name != "" {
		return name
	}
	if handler == kindVideo {
		for prefix, name := range codecFamilies {
			if strings.HasPrefix(lower, prefix) {
				return name
			}
		}
	}
	return printable(kind)
}

// printable returns a type of four characters, those that are not ASCII as "?".
func printable(kind string) string {
	b := []byte(kind)
	for i, c := range b {
		if c < 0x20 || c > 0x7e {
			b[i] = '?'
		}
	}
	return strings.TrimRight(string(b), " ")
}

// find returns the content of the first box of a path in boxes that follow one
// another, of which the end may be missing; nil if there is none.
func find(boxes []byte, path ...string) []byte {
	for len(boxes) >= headerSize {
		f := fields{b: boxes}
		size, kind := int(min(f.u32(), 1<<24)), f.kind()
		if size < headerSize {
			return nil
		}
		body := boxes[headerSize:min(size, len(boxes))]
		switch {
		case kind == path[0] && len(path) == 1:
			return body
		case kind == path[0]:
			return find(body, path[1:]...)
		}
		boxes = boxes[min(size, len(boxes)):]
	}
	return nil
}

// objectType returns the objectTypeIndication of an esds box, ISO/IEC 14496-1
// section 7.2.6; 0 if it cannot be found.
func objectType(esds []byte) byte {
	f := fields{b: esds}
	f.full()
	if tag := descriptor(&f); tag == 3 { // ES_Descriptor
		f.skip(2)
		flags := f.u8()
		if flags&0x80 != 0 { // it depends on another stream
			f.skip(2)
		}
		if flags&0x40 != 0 { // with a URL
			f.skip(int(f.u8()))
		}
		if flags&0x20 != 0 { // with a clock of its own
			f.skip(2)
		}
	} else {
		return 0
	}
	if tag := descriptor(&f); tag != 4 { // DecoderConfigDescriptor
		return 0
	}
	return f.u8()
}

// descriptor reads a descriptor's tag and passes over its length: up to four bytes
// of which all but the last have their first bit set.
func descriptor(f *fields) byte {
	tag := f.u8()
	for range 4 {
		if f.u8()&0x80 == 0 {
			break
		}
	}
	return tag
}
