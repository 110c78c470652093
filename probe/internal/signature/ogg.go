package signature

import "bytes"

// oggVideo and oggAudio are what the first packets of streams begin with.
var (
	oggVideo = []string{"\x80theora", "BBCD\x00", "OVP80", "\x01video\x00"}
	oggAudio = []string{"OpusHead", "\x01vorbis", "\x7FFLAC", "Speex   ", "PCM     "}
)

// ogg tells an Ogg file with video from one that has audio only. The first pages of
// all streams come before all others, RFC 3533 section 4.
func ogg(b []byte) (Kind, bool) {
	if !bytes.HasPrefix(b, []byte("OggS\x00")) {
		return Kind{}, false
	}
	video, audio := false, false
	for page, ok := oggPage(b); ok; page, ok = oggPage(b) {
		if !page.first {
			break
		}
		video = video || beginsWith(page.body, oggVideo)
		audio = audio || beginsWith(page.body, oggAudio)
		b = page.rest
	}
	if audio && !video {
		return Kind{"ogg", "audio/ogg", false}, true
	}
	return Kind{"ogg", "video/ogg", true}, true
}

type oggPageInfo struct {
	first      bool // of its stream
	body, rest []byte
}

// oggPage reads the page that b begins with.
func oggPage(b []byte) (p oggPageInfo, ok bool) {
	const head = 27
	if len(b) < head || string(b[:4]) != "OggS" {
		return p, false
	}
	n := int(b[26])
	if len(b) < head+n {
		return p, false
	}
	size := 0
	for _, s := range b[head : head+n] {
		size += int(s)
	}
	p.first, p.body = b[5]&2 != 0, b[head+n:]
	if size < len(p.body) {
		p.body, p.rest = p.body[:size], p.body[size:]
	}
	return p, true
}

func beginsWith(b []byte, prefixes []string) bool {
	for _, p := range prefixes {
		if len(b) >= len(p) && string(b[:len(p)]) == p {
			return true
		}
	}
	return false
}
