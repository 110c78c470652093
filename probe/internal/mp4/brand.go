package mp4

import (
	"encoding/binary"
	"strings"
)

// Sniff reports whether head, the first bytes of a file, begins as an ISO base
// media file does: with a box of a type that comes first, of a sound size. 16
// bytes are enough; fewer than 8 are never enough.
//
// Images such as HEIC and AVIF begin so too; [Read] tells them apart.
func Sniff(head []byte) bool {
	if len(head) < headerSize {
		return false
	}
	size := int64(binary.BigEndian.Uint32(head))
	switch string(head[4:8]) {
	case "ftyp", "styp":
		return 16 <= size && size <= 1<<16 && size%4 == 0
	case "wide":
		return size == 8
	case "pnot":
		return size == 20
	case "free", "skip":
		return size == 1 || 8 <= size && size < 1<<29
	case "moov", "moof":
		if size == 1 { // 64 bits follow
			return true
		}
		if len(head) < 16 {
			return 16 <= size && size < 1<<29
		}
		return (size == 0 || 16 <= size) && strings.Contains(" mvhd mfhd trak udta meta iods mvex prfl cmov rmra pssh uuid free skip wide ", " "+string(head[12:16])+" ")
	case "mdat":
		return size == 0 || size == 1 || 8 <= size
	}
	return false
}

// brands are what the ftyp box says of a file.
type brands struct {
	major     string // "" if there is no ftyp, as in old QuickTime files
	fragments bool   // one that is for files with fragments
}

// fragmentBrands are those of ISO/IEC 14496-12 that came with or after tfdt, which
// writers declare for fragments, and those of formats that are made of fragments.
const fragmentBrands = " iso5 iso6 iso7 iso8 iso9 isoa isob isoc dash dsms msdh msix cmfc cmf2 cmff cmfl cmfs ccff piff isml "

// imageBrands are those of HEIF, AVIF and of Canon's raw images.
const imageBrands = " mif1 mif2 msf1 miaf heic heix heim heis hevc hevx hevm hevs avif avis jpeg jpgs j2ki j2is vvic vvis evbi evbs crx  "

func readBrands(content []byte) (b brands) {
	f := fields{b: content}
	b.major = f.kind()
	f.skip(4)
	b.fragments = listed(fragmentBrands, b.major)
	for len(f.b) >= 4 {
		if brand := f.kind(); listed(fragmentBrands, brand) {
			b.fragments = true
		}
	}
	return b
}

func listed(list, brand string) bool { return strings.Contains(list, " "+brand+" ") }

func (b brands) image() bool { return listed(imageBrands, b.major) }

// container returns the name of the format, and the MIME types of a file with and
// without pictures.
func (b brands) container() (name, video, audio string) {
	switch {
	case b.major == "" || b.major == "qt  ":
		return "mov", "video/quicktime", "audio/mp4"
	case strings.HasPrefix(b.major, "3g2"):
		return "3g2", "video/3gpp2", "audio/3gpp2"
	case strings.HasPrefix(b.major, "3g"):
		return "3gp", "video/3gpp", "audio/3gpp"
	}
	return "mp4", "video/mp4", "audio/mp4"
}
