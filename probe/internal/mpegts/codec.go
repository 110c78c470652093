package mpegts

// A kind is what a stream is.
type kind uint8

const (
	other   kind = iota
	unclear      // it may be anything
	video
	audio
)

type streamType struct {
	kind  kind
	codec string // in ffprobe's words
}

// streamTypes are those of ISO/IEC 13818-1 table 2-34, and those of ATSC that do
// not mean other things elsewhere. The layer of MPEG audio stands in its frames.
var streamTypes = map[byte]streamType{
	0x01: {video, "mpeg1video"}, 0x02: {video, "mpeg2video"}, 0x10: {video, "mpeg4"}, 0x1B: {video, "h264"}, 0x20: {video, "h264"},
	0x21: {video, "jpeg2000"}, 0x24: {video, "hevc"}, 0x33: {video, "vvc"}, 0x42: {video, "cavs"}, 0xD1: {video, "dirac"}, 0xD2: {video, "avs2"},
	0xEA: {video, "vc1"},
	0x03: {audio, ""}, 0x04: {audio, ""}, 0x0F: {audio, "aac"}, 0x11: {audio, "aac_latm"}, 0x1C: {audio, "aac"},
	0x2D: {audio, "mpegh_3d_audio"}, 0x2E: {audio, "mpegh_3d_audio"},
	0x81: {audio, "ac3"}, 0x87: {audio, "eac3"}, 0x8A: {audio, "dts"},
}

// blurayTypes are those of a program that is registered as HDMV.
var blurayTypes = map[byte]streamType{
	0x80: {audio, "pcm_bluray"}, 0x82: {audio, "dts"}, 0x83: {audio, "truehd"}, 0x84: {audio, "eac3"}, 0x85: {audio, "dts"},
	0x86: {audio, "dts"}, 0xA1: {audio, "eac3"}, 0xA2: {audio, "dts"},
}

// registrations are the format identifiers of private streams.
var registrations = map[string]streamType{
	"AC-3": {audio, "ac3"}, "EAC3": {audio, "eac3"}, "DTS1": {audio, "dts"}, "DTS2": {audio, "dts"}, "DTS3": {audio, "dts"},
	"Opus": {audio, "opus"}, "BSSD": {audio, "s302m"},
	"KLVA": {}, "CUEI": {}, "ID3 ": {}, "VANC": {},
	"HEVC": {video, "hevc"}, "AV01": {video, "av1"}, "VC-1": {video, "vc1"}, "drac": {video, "dirac"},
}

// privateTags are the descriptors of DVB, ETSI EN 300 468, that tell what a private
// stream is.
var privateTags = map[byte]streamType{
	0x6A: {audio, "ac3"}, 0x7A: {audio, "eac3"}, 0x7B: {audio, "dts"}, 0x7C: {audio, "aac"},
	0x45: {}, 0x46: {}, 0x56: {}, 0x59: {}, // VBI data, teletext, subtitles
	0x25: {}, 0x26: {}, // metadata
}

// classify tells what a stream is by its type, its descriptors, and the
// registration of its program.
func classify(id byte, d descriptorList, program string) (kind, string) {
	if t, ok := streamTypes[id]; ok {
		return t.kind, t.codec
	}
	if t, ok := blurayTypes[id]; ok && program == "HDMV" {
		return t.kind, t.codec
	}
	const private, userPrivate = 0x06, 0x80
	if id != private && id < userPrivate || program == "HDMV" && id >= 0x90 && id <= 0x92 { // subtitles, menus
		return other, ""
	}
	if t, ok := registrations[d.registration()]; ok {
		return t.kind, t.codec
	}
	for tag := range d.all() {
		if t, ok := privateTags[tag]; ok && id == private {
			return t.kind, t.codec
		}
	}
	return unclear, ""
}

// A descriptorList is a row of descriptors: tag, length, contents.
type descriptorList []byte

// all are the tags and contents.
func (d descriptorList) all() func(func(byte, []byte) bool) {
	return func(yield func(byte, []byte) bool) {
		for b := d; len(b) >= 2 && int(b[1]) <= len(b)-2; b = b[2+int(b[1]):] {
			if !yield(b[0], b[2:2+int(b[1])]) {
				return
			}
		}
	}
}

// registration returns the format identifier; "" if there is none.
func (d descriptorList) registration() string {
	for tag, contents := range d.all() {
		if tag == 0x05 && len(contents) >= 4 {
			return string(contents[:4])
		}
	}
	return ""
}

// audioCodec returns the codec of an audio stream. That of MPEG audio is in the
// header of its frames.
func (s *stream) audioCodec() string {
	if s.codec != "" {
		return s.codec
	}
	for i := 0; i+1 < len(s.es); i++ {
		if s.es[i] == 0xFF && s.es[i+1]&0xE0 == 0xE0 {
			return [...]string{"", "mp3", "mp2", "mp1"}[s.es[i+1]>>1&3]
		}
	}
	return ""
}
