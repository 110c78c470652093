package mp4

import (
	"fmt"
	"math"
)

// Types of sample entries and the names that ffprobe has for their codecs. Types
// that are not here are looked for in lower case too. Registered types are listed
// at mp4ra.org; those of QuickTime in Apple's QuickTime File Format Specification.
var videoCodecs = map[string]string{
	"avc1": "h264", "avc2": "h264", "avc3": "h264", "avc4": "h264", "dva1": "h264", "dvav": "h264", "h264": "h264", "x264": "h264",
	"hvc1": "hevc", "hev1": "hevc", "hvc2": "hevc", "hev2": "hevc", "hvc3": "hevc", "hev3": "hevc", "lhv1": "hevc", "lhe1": "hevc", "dvh1": "hevc", "dvhe": "hevc", "h265": "hevc",
	"vvc1": "vvc", "vvi1": "vvc", "evc1": "evc",
	"av01": "av1", "dav1": "av1", "vp08": "vp8", "vp09": "vp9",
	"mp4v": "mpeg4", "xvid": "mpeg4", "divx": "mpeg4", "dx50": "mpeg4", "fmp4": "mpeg4", "3iv2": "mpeg4",
	"s263": "h263", "h263": "h263", "h261": "h261",
	"jpeg": "mjpeg", "mjpg": "mjpeg", "mjpa": "mjpeg", "mjpb": "mjpegb", "avdj": "mjpeg", "dmb1": "mjpeg", "mjp2": "jpeg2000",
	"apcn": "prores", "apch": "prores", "apcs": "prores", "apco": "prores", "ap4h": "prores", "ap4x": "prores",
	"aprn": "prores_raw", "aprh": "prores_raw", "icod": "aic",
	"avdn": "dnxhd", "avdh": "dnxhd", "cfhd": "cfhd", "hap1": "hap", "hap5": "hap", "hapy": "hap", "hapm": "hap",
	"dvc ": "dvvideo", "dvcp": "dvvideo", "dvpp": "dvvideo", "dv5n": "dvvideo", "dv5p": "dvvideo",
	"dvhp": "dvvideo", "dvhq": "dvvideo", "dvh2": "dvvideo", "dvh3": "dvvideo", "dvh5": "dvvideo", "dvh6": "dvvideo", "dvsd": "dvvideo",
	"m1v ": "mpeg1video", "m1v1": "mpeg1video", "mp1v": "mpeg1video", "mpeg": "mpeg1video",
	"m2v1": "mpeg2video", "mp2v": "mpeg2video",
	"vc-1": "vc1", "wmv3": "wmv3", "ovc1": "vc1",
	"svq1": "svq1", "svq3": "svq3", "cvid": "cinepak", "rle ": "qtrle", "rpza": "rpza", "smc ": "smc", "8bps": "8bps",
	"raw ": "rawvideo", "2vuy": "rawvideo", "yuv2": "rawvideo", "yuvs": "rawvideo", "uncv": "rawvideo", "v210": "v210", "r210": "r210", "v410": "v410", "v308": "v308",
	"png ": "png", "mpng": "png", "gif ": "gif", "tiff": "tiff", "ffv1": "ffv1", "flic": "flic", "vp31": "vp3", "vp6f": "vp6f", "iv41": "indeo4", "iv50": "indeo5",
}

// codecFamilies are the first three characters of the types of cameras' formats,
// of which the fourth stands for the picture: XDCAM, HDV, IMX and AVC-Intra.
var codecFamilies = map[string]string{
	"xdv": "mpeg2video", "xd5": "mpeg2video", "hdv": "mpeg2video", "mx3": "mpeg2video", "mx4": "mpeg2video", "mx5": "mpeg2video",
	"ai1": "h264", "ai5": "h264", "aiv": "h264",
}

var audioCodecs = map[string]string{
	"mp4a": "aac", ".mp3": "mp3", "mp3 ": "mp3", "ac-3": "ac3", "sac3": "ac3", "ec-3": "eac3", "ac-4": "ac4", "opus": "opus", "flac": "flac", "alac": "alac",
	"mlpa": "truehd", "dtsc": "dts", "dtsh": "dts", "dtsl": "dts", "dtse": "dts", "dtsx": "dts", "dtsy": "dts",
	"samr": "amr_nb", "sawb": "amr_wb", "sevc": "evrc", "sqcp": "qcelp", "Qclp": "qcelp",
	"mha1": "mpegh_3d_audio", "mha2": "mpegh_3d_audio", "mhm1": "mpegh_3d_audio", "mhm2": "mpegh_3d_audio",
	"ulaw": "pcm_mulaw", "alaw": "pcm_alaw", "raw ": "pcm_u8", "NONE": "pcm_u8", "ima4": "adpcm_ima_qt", "MAC3": "mace3", "MAC6": "mace6",
	"QDM2": "qdm2", "QDMC": "qdmc", "agsm": "gsm", "spex": "speex", "vrbs": "vorbis",
	"ms\x00\x02": "adpcm_ms", "ms\x00\x11": "adpcm_ima_wav", "ms\x00\x55": "mp3",
}

// objectTypes are values of objectTypeIndication, as mp4ra.org lists them.
var objectTypes = map[byte]string{
	0x20: "mpeg4", 0x21: "h264", 0x23: "hevc",
	0x60: "mpeg2video", 0x61: "mpeg2video", 0x62: "mpeg2video", 0x63: "mpeg2video", 0x64: "mpeg2video", 0x65: "mpeg2video",
	0x6a: "mpeg1video", 0x6c: "mjpeg", 0x6d: "png", 0x6e: "jpeg2000", 0xb1: "vp9",
	0x40: "aac", 0x66: "aac", 0x67: "aac", 0x68: "aac", 0x69: "mp3", 0x6b: "mp3",
	0xa5: "ac3", 0xa6: "eac3", 0xa9: "dts", 0xaa: "dts", 0xab: "dts", 0xac: "dts", 0xad: "opus", 0xdd: "vorbis", 0xe1: "qcelp",
}

// pcm returns the name of the samples of sound that is not compressed, by the type
// and the description of an entry.
func pcm(kind string, entry, boxes []byte) string {
	bits, order, letter := uint16(16), "be", "s"
	f := fields{b: entry[26:]}
	switch kind {
	case "sowt", "twos":
		if n := f.u16(); n > 0 && n <= 32 && n%8 == 0 {
			bits = n
		}
		if kind == "sowt" {
			order = "le"
		}
	case "in24", "in32", "fl32", "fl64":
		bits = map[string]uint16{"in24": 24, "in32": 32, "fl32": 32, "fl64": 64}[kind]
		if kind[0] == 'f' {
			letter = "f"
		}
		enda := find(boxes, "enda")
		if enda == nil {
			enda = find(boxes, "wave", "enda")
		}
		if e := (fields{b: enda}); e.u16() == 1 {
			order = "le"
		}
	case "lpcm":
		if entry[17] != 2 || len(entry) < 72 {
			return "pcm_s16be"
		}
		v := fields{b: entry[56:]} // of version 2: bits of a channel, flags
		bits = uint16(min(v.u32(), math.MaxUint16))
		flags := v.u32()
		if flags&1 != 0 {
			letter = "f"
		} else if flags&4 == 0 {
			letter = "u"
		}
		if flags&2 == 0 {
			order = "le"
		}
	case "ipcm", "fpcm":
		c := fields{b: find(boxes, "pcmC")}
		c.full()
		if c.u8()&1 != 0 {
			order = "le"
		}
		bits = uint16(c.u8())
		if kind == "fpcm" {
			letter = "f"
		}
	}
	switch {
	case bits == 0 || bits > 64 || bits%8 != 0:
		return kind
	case bits == 8:
		return "pcm_" + letter + "8"
	}
	return fmt.Sprintf("pcm_%s%d%s", letter, bits, order)
}
