package matroska

import (
	"encoding/binary"
	"strconv"
	"strings"
)

// codecs are ffprobe's names of codec IDs, RFC 9559's registry of codec mappings.
// An ID may go on after a slash, or as told: A_AAC/MPEG4/LC is A_AAC.
var codecs = map[string]string{
	"V_VP8": "vp8", "V_VP9": "vp9", "V_AV1": "av1",
	"V_MPEG4/ISO/AVC": "h264", "V_MPEGH/ISO/HEVC": "hevc", "V_MPEGI/ISO/VVC": "vvc",
	"V_MPEG4/ISO": "mpeg4", "V_MPEG4/MS/V3": "msmpeg4v3", "V_MPEG1": "mpeg1video", "V_MPEG2": "mpeg2video",
	"V_THEORA": "theora", "V_MJPEG": "mjpeg", "V_PRORES": "prores", "V_FFV1": "ffv1", "V_UNCOMPRESSED": "rawvideo",
	"V_DIRAC": "dirac", "V_SNOW": "snow", "V_AVS2": "avs2", "V_AVS3": "avs3", "V_CAVS": "cavs",
	"V_REAL/RV10": "rv10", "V_REAL/RV20": "rv20", "V_REAL/RV30": "rv30", "V_REAL/RV40": "rv40",

	"A_OPUS": "opus", "A_VORBIS": "vorbis", "A_AAC": "aac", "A_FLAC": "flac", "A_ALAC": "alac",
	"A_MPEG/L3": "mp3", "A_MPEG/L2": "mp2", "A_MPEG/L1": "mp1", "A_AC3": "ac3", "A_EAC3": "eac3", "A_DTS": "dts",
	"A_TRUEHD": "truehd", "A_MLP": "mlp", "A_TTA1": "tta", "A_WAVPACK4": "wavpack",
	"A_REAL/14_4": "ra_144", "A_REAL/28_8": "ra_288", "A_REAL/COOK": "cook", "A_REAL/SIPR": "sipr", "A_REAL/ATRC": "atrac3",
}

// fourCCs are ffprobe's names of the codecs of AVI files that Matroska holds as
// they were.
var fourCCs = map[string]string{
	"H264": "h264", "X264": "h264", "AVC1": "h264", "HEVC": "hevc", "HVC1": "hevc", "HEV1": "hevc", "AV01": "av1",
	"XVID": "mpeg4", "DIVX": "mpeg4", "DX50": "mpeg4", "MP4V": "mpeg4", "FMP4": "mpeg4",
	"DIV3": "msmpeg4v3", "MP43": "msmpeg4v3", "MP42": "msmpeg4v2", "MJPG": "mjpeg", "FFV1": "ffv1",
	"WMV1": "wmv1", "WMV2": "wmv2", "WMV3": "wmv3", "WVC1": "vc1", "VP80": "vp8", "VP90": "vp9", "MPG2": "mpeg2video",
}

// waveFormats are ffprobe's names of the format tags of WAVE files.
var waveFormats = map[uint16]string{
	0x0050: "mp2", 0x0055: "mp3", 0x00FF: "aac", 0x2000: "ac3", 0x2001: "dts", 0xF1AC: "flac",
	0x0160: "wmav1", 0x0161: "wmav2", 0x0162: "wmapro", 0x0006: "pcm_alaw", 0x0007: "pcm_mulaw",
}

// codec returns ffprobe's name of the track's codec; "" if it is not known.
func (t *track) codec() string {
	id := t.codecID
	for id != "" {
		if name := codecs[id]; name != "" {
			return name
		}
		i := strings.LastIndexByte(id, '/')
		if i < 0 {
			break
		}
		id = id[:i]
	}
	switch t.codecID {
	case "V_MS/VFW/FOURCC": // a BITMAPINFOHEADER
		if len(t.private) >= 20 {
			return fourCCs[strings.ToUpper(string(t.private[16:20]))]
		}
	case "V_QUICKTIME": // a sample description
		if len(t.private) >= 8 {
			return fourCCs[strings.ToUpper(string(t.private[4:8]))]
		}
	case "A_MS/ACM": // a WAVEFORMATEX
		if len(t.private) >= 2 {
			return waveFormats[binary.LittleEndian.Uint16(t.private)]
		}
	case "A_PCM/INT/LIT":
		return t.pcm("s", "le")
	case "A_PCM/INT/BIG":
		return t.pcm("s", "be")
	case "A_PCM/FLOAT/IEEE":
		return t.pcm("f", "le")
	}
	return ""
}

// pcm returns the name of uncompressed audio, whose samples of 8 bits are
// unsigned.
func (t *track) pcm(kind, order string) string {
	switch t.bitDepth {
	case 8:
		return "pcm_u8"
	case 16, 24, 32, 64:
		return "pcm_" + kind + strconv.FormatUint(t.bitDepth, 10) + order
	}
	return ""
}
