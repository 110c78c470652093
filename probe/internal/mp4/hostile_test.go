package mp4

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune/probe/internal/window"
)

func TestHostile(t *testing.T) {
	const many = 10_000_000
	free := bx("free")
	iso5 := ftyp("iso5")
	head := full("mvhd", 0, 0, zeros(8), uint32(1000), uint32(10000), zeros(80))
	traks := func(inside []byte) []byte { return bx("moov", head, bx("trak", inside)) }
	deep := free
	for range 200 {
		deep = bx("trak", deep)
	}
	for _, tt := range []struct {
		name string
		file *made
		err  error  // nil: none, or any
		text string // part of it
	}{
		{"empty", file(), ErrNoIndex, "0 bytes"},
		{"seven bytes", file([]byte("\x00\x00\x00\x20fty")), ErrNoIndex, "7 bytes"},
		{"ftyp only", file(isom), ErrNoIndex, "at byte 32"},
		{"cut before moov", file(isom, mdat[:500]), ErrNoIndex, "mdat claims 1008 bytes, the file ends at byte 532: the transfer or the recording was likely cut"},
		{"no moov", file(isom, mdat), ErrNoIndex, "after mdat the file ends: the recording was likely stopped"},
		{"no moov, mdat to the end", file(isom, cat(uint32(0), "mdat"), int64(1<<20)), ErrNoIndex, "likely stopped"},
		{"no moov, zeros", file(isom, mdat, int64(1<<20)), ErrNoIndex, "zeros"},
		{"no moov, something else", file(isom, mdat, bytes.Repeat([]byte{7}, 1<<10)), ErrNoIndex, `at byte 1040: the structure of the file is broken: no box begins here: "\a\a\a\a"`},
		{"a segment", file(bx("styp", "msdh", uint32(0)), moof(traf(1, 0, 50)), mdat), ErrNoIndex, "initialization segment"},
		{"no file of boxes", file([]byte("<!DOCTYPE html><html>")), ErrNoIndex, "claims 1008813135 bytes"},
		{"noise", file(bytes.Repeat([]byte{3}, 1000)), ErrMalformed, "at byte 0: "},
		{"an HEIC", file(ftyp("heic", "mif1"), full("meta", 0, 0)), ErrImage, "heic"},
		{"an AVIF", file(ftyp("avif", "mif1"), full("meta", 0, 0)), ErrImage, "avif"},
		{"a moving AVIF", file(ftyp("avis", "msf1"), one.bytes()), ErrImage, "avis"},
		{"compressed", file(ftyp("qt  ", "qt  "), bx("moov", bx("cmov", zeros(100)))), ErrUnsupported, "moov/cmov at byte 28"},

		{"moov claims 2 GB", file(isom, start("moov", 2<<30), one.bytes()[8:]), ErrCut, "the index claims 2147483656 bytes"},
		{"moov claims 2^64 bytes", file(isom, cat(uint32(1), "moov", uint64(math.MaxUint64)), one.bytes()[8:]), ErrCut, ""},
		{"moov of 2 GB", file(isom, start("moov", 2<<30), head, int64(2<<30)-int64(len(head))), nil, ""},
		{"moov of 2 GB of noise", file(isom, start("moov", 16<<27), head).repeat([]byte("\x00\x00\x00\x10qwer12345678"), 1<<27), nil, ""},
		{"trak of 2 GB", file(isom, start("moov", int64(2<<30)+8+int64(len(head))), head, start("trak", 2<<30), int64(2<<30)), nil, ""},
		{"mdat of 2^63 bytes", file(isom, cat(uint32(1), "mdat", uint64(1)<<63), int64(1<<20)), ErrNoIndex, "claims 9223372036854775808"},
		{"cut behind moov", file(isom, one.bytes()), ErrCut, "right behind its index"},
		{"cut media", file(isom, one.bytes(), start("mdat", 1<<20), int64(1000)), ErrCut, "mdat at byte"},

		{"a size of 7", file(isom, cat(uint32(7), "free")), ErrNoIndex, "a size of 7 bytes"},
		{"a size of 7 in moov", file(isom, bx("moov", head, cat(uint32(7), "trak"))), ErrMalformed, "moov/trak at byte 148: "},
		{"a 64-bit size of 15", file(isom, cat(uint32(1), "free", uint64(15))), ErrNoIndex, "15 bytes"},
		{"a 64-bit size that is cut", file(isom, cat(uint32(1), "free")), ErrNoIndex, ""},
		{"a size of 0 in moov", file(isom, bx("moov", head, cat(uint32(0), "trak", zeros(100)))), ErrMalformed, "size of 0"},
		{"past moov", file(isom, bx("moov", head, cat(uint32(100), "trak")), int64(1000)), ErrMalformed, "moov/trak at byte 148: "},
		{"past trak", file(isom, traks(cat(uint32(100), "mdia")), int64(1000)), ErrMalformed, "moov/trak[1]/mdia at byte 156: "},
		{"no tracks", file(isom, bx("moov", head)), ErrMalformed, "no tracks"},
		{"an empty moov", file(isom, bx("moov")), ErrMalformed, "no tracks"},
		{"short mvhd", file(isom, bx("moov", full("mvhd", 1, 0, zeros(40)))), ErrMalformed, "moov/mvhd"},
		{"short tkhd", file(isom, traks(full("tkhd", 1, 0, zeros(40)))), ErrMalformed, "moov/trak[1]/tkhd"},
		{"short mdhd", file(isom, traks(bx("mdia", full("mdhd", 0, 0)))), ErrMalformed, "moov/trak[1]/mdia/mdhd"},
		{"elst of 2^32 entries", file(isom, traks(bx("edts", full("elst", 0, 0, uint32(math.MaxUint32))))), ErrMalformed, "moov/trak[1]/edts/elst"},
		{"no description", file(isom, traks(bx("mdia", full("hdlr", 0, 0, uint32(0), "vide"), bx("minf", bx("stbl", full("stsd", 0, 0, uint32(0))))))), ErrMalformed, "moov/trak[1]/mdia/minf/stbl/stsd"},
		{"deep", file(isom, bx("moov", head, deep)), nil, ""},

		{"tiny boxes", file(isom).repeat(free, many), window.ErrBudget, "the index (moov) is not among the boxes before"},
		{"tiny boxes in moov", file(isom, start("moov", 8*many)).repeat(free, many), window.ErrBudget, ""},
		{"tiny boxes after mvhd", file(isom, start("moov", int64(len(head))+8*many), head).repeat(free, many), nil, ""},
		{"tiny tracks", file(isom, start("moov", int64(len(head))+8*many), head).repeat(bx("trak"), many), nil, ""},
		{"tiny boxes in trak", file(isom, start("moov", int64(len(head))+8+8*many), head, start("trak", 8*many)).repeat(free, many), nil, ""},
		{"tiny boxes in mvex", file(iso5, start("moov", int64(len(head))+8+8*many), head, start("mvex", 8*many)).repeat(free, many), nil, ""},
		{"tiny boxes after moov", file(iso5, initial(true, nil)).repeat(free, many), nil, ""},
		{"tiny boxes after a fragment", file(iso5, initial(true, nil), moof(traf(1, 0, 50)), mdat).repeat(free, many), nil, ""},
		{"tiny fragments", file(iso5, initial(true, nil)).repeat(bx("moof"), many), nil, ""},
		{"tiny fragments that begin well", file(iso5, initial(true, nil)).repeat(moof(), many), nil, ""},
		{"tiny indexes", file(iso5, initial(true, nil)).repeat(sidx(0, 1, 1, 0, 0, 0, 0, 0), many), nil, ""},
		{"tiny boxes in mfra", file(iso5, initial(true, nil), moof(traf(1, 0, 50)), mdat, start("mfra", 8*many+16)).repeat(free, many).
			add(full("mfro", 0, 0, uint32(8*many+24))), nil, ""},
		{"mfra that is the file", file(iso5, initial(true, nil), moof(traf(1, 0, 50)), mdat, full("mfro", 0, 0, uint32(3000))), nil, ""},
		{"mfra of itself", file(iso5, initial(true, nil), moof(traf(1, 0, 50)), mdat, mfra(1, []int64{math.MaxInt64}, 1)), nil, ""},
		{"trun of 2^32 samples", file(iso5, initial(false, nil), moof(bx("traf", full("tfhd", 0, 0, uint32(1)), full("tfdt", 0, 0, uint32(0)), full("trun", 0, 0x100, uint32(math.MaxUint32))), mdat)), nil, ""},
		{"2^32 samples that take 2^32", file(iso5, initial(false, nil), moof(bx("traf", full("tfhd", 0, 8, uint32(1), uint32(math.MaxUint32)),
			full("tfdt", 1, 0, uint64(math.MaxUint64)), full("trun", 0, 0, uint32(math.MaxUint32)), full("trun", 0, 0, uint32(math.MaxUint32)))), mdat), nil, ""},
		{"the largest edits", file(iso5, initial(false, func(s *moovSpec) {
			s.tracks[0].version, s.tracks[0].edits = 1, []edit{{length: math.MaxUint64, empty: true}, {start: math.MaxInt64}}
		}), moof(traf(1, math.MaxInt64, 50)), mdat), nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, only := range []bool{false, true} {
				begin := time.Now()
				got, cost, err := tt.file.read(t, only)
				if took := time.Since(begin); took > 2*time.Second {
					t.Errorf("took %v", took)
				}
				if tt.err != nil && !errors.Is(err, tt.err) || err != nil && !strings.Contains(err.Error(), tt.text) {
					t.Errorf("error %v; want %v with %q", err, tt.err, tt.text)
				}
				var box *BoxError
				if err != nil && !errors.As(err, &box) {
					t.Errorf("%v does not say where", err)
				}
				if cost.Bytes > Bytes+IndexBytes+FollowBytes+TailBytes+WalkBytes || cost.Requests > Requests+IndexRequests+FollowRequests+TailRequests+WalkRequests {
					t.Errorf("cost %+v", cost)
				}
				if got.Duration < 0 || got.ContainerDuration < 0 {
					t.Errorf("%+v", got)
				}
			}
		})
	}
}

// TestPartial reads what a file that is cut in its index says before that.
func TestPartial(t *testing.T) {
	whole := both(trakSpec{samples: 3000}).bytes()
	got, _, err := file(isom, whole[:2000]).read(t, false)
	if !errors.Is(err, ErrCut) || got.Duration != 10*time.Second || got.VideoCodec != "h264" || got.AudioCodec != "aac" || got.Container != "mp4" {
		t.Errorf("%+v, %v", got, err)
	}
}

var errSource = errors.New("the source failed")

// failing is a file of which reads past a position fail.
type failing struct {
	made *made
	from int64
	err  error
}

func (f failing) ReadAt(b []byte, at int64) (int, error) {
	if at >= f.from {
		return 0, f.err
	}
	return f.made.ReadAt(b, at)
}

// TestSourceFails has the source fail where facts are optional, too.
func TestSourceFails(t *testing.T) {
	fragmented := file(ftyp("iso5"), initial(true, nil))
	stream(fragmented, 100, 1<<20, true)
	for name, m := range map[string]*made{
		"moov last":     file(isom, start("mdat", 1<<20), int64(1<<20), one.bytes()),
		"second track":  file(isom, moovSpec{tracks: []trakSpec{{samples: 9000}, {samples: 9000}}}.bytes(), mdat),
		"the last part": fragmented,
	} {
		for _, e := range []error{errSource, io.EOF} {
			want := e
			if e == io.EOF {
				want = io.ErrUnexpectedEOF
			}
			if _, err := Read(window.New(failing{m, 4096, e}, m.size, Requests, Bytes), false); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", name, err, want)
			}
		}
	}
}
