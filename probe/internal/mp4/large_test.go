package mp4

import (
	"encoding/binary"
	"testing"
	"time"
)

// many are so many fragments of 2 s that an index of them is not read as a whole.
const many = 1800

// TestLargeIndex has fragments of an hour and more, and an index of them: what that
// costs does not depend on the length, unless the index is an odd one.
func TestLargeIndex(t *testing.T) {
	iso5 := ftyp("iso5", "iso6")
	soundLength := span(many*96256, 48000)
	const hour = time.Hour
	media := func(sound bool) *made { m := file(); stream(m, many, 10<<10, sound); return m }
	// indexed is a file with an index of each of so many tracks, and boxes behind these.
	indexed := func(sound bool, tracks, refs int, change func([]byte), media *made) *made {
		f := file(iso5, initial(sound, nil))
		for id := 1; id <= tracks; id++ {
			size := uint32(media.size / many)
			index := sidx(0, uint32(id), 12800, 0, 0, refs, size, 25600)
			if change != nil {
				change(index)
			}
			f.add(index)
		}
		return f.join(media)
	}
	for _, tt := range []struct {
		name       string
		file       func() *made
		video, all time.Duration
		requests   int
		bytes      int64
	}{
		{"a track", func() *made { return indexed(false, 1, many, nil, media(false)) }, hour, hour, 3, Bytes},
		{"two tracks", func() *made { return indexed(true, 2, many, nil, media(true)) }, hour, soundLength, 3, Bytes},
		{"an index for the first of two tracks", func() *made { return indexed(true, 1, many, nil, media(true)) }, hour, soundLength, 4, Bytes},
		{"indexes of two sizes", func() *made {
			m := media(true)
			size := uint32(m.size / many)
			return file(iso5, initial(true, nil), sidx(0, 1, 12800, 0, 0, many, size, 25600), sidx(1, 2, 48000, 0, 0, many, size, 96256)).join(m)
		}, hour, soundLength, 5, Bytes},
		{"it begins late", func() *made {
			f := file()
			for i := range int64(many) {
				f.add(moof(traf(1, (i+9000)*25600, 50)), start("mdat", 10<<10), int64(10<<10))
			}
			return indexed(false, 1, many, nil, f)
		}, hour, hour, 3, Bytes},
		{"the last fragment is short", func() *made {
			f := file()
			stream(f, many-1, 10<<10, false)
			last := cat(moof(traf(1, (many-1)*25600, 10)), start("mdat", 500), zeros(500))
			return indexed(false, 1, many, func(index []byte) {
				binary.BigEndian.PutUint32(index[len(index)-12:], uint32(len(last)))
				binary.BigEndian.PutUint32(index[len(index)-8:], 5120)
			}, f.add(last))
		}, hour - 1600*time.Millisecond, hour - 1600*time.Millisecond, 3, Bytes},
		{"segments that begin with their type", func() *made {
			f := file()
			for i := range int64(many) {
				f.add(bx("styp", "msdh", uint32(0)), moof(traf(1, i*25600, 50)), start("mdat", 10<<10), int64(10<<10))
			}
			return indexed(false, 1, many, nil, f)
		}, hour, hour, 3, Bytes},

		// All of the index is read for these.
		{"a box at the end", func() *made { return indexed(false, 1, many, nil, media(false)).add(bx("free", zeros(100))) }, hour, hour, 5, 40 << 10},
		{"of indexes", func() *made {
			return indexed(false, 1, many, func(index []byte) { index[len(index)-12] |= 0x80 }, media(false))
		}, hour, hour, 4, 40 << 10},
		{"the last size is a lie", func() *made {
			return indexed(false, 1, many, func(index []byte) {
				at := len(index) - 12 // of the last, of which the one before takes the rest
				last := binary.BigEndian.Uint32(index[at:])
				binary.BigEndian.PutUint32(index[at:], last-100)
				binary.BigEndian.PutUint32(index[at-12:], last+100)
			}, media(false))
		}, hour, hour, 5, 40 << 10},
		{"no sound at the end", func() *made {
			f := file()
			stream(f, many, 10<<10, true)
			for i := range int64(many) {
				f.add(moof(traf(1, (i+many)*25600, 50)), start("mdat", 10<<10), int64(10<<10))
			}
			m := file(iso5, initial(true, nil))
			size := uint32(f.size/(2*many)) + 1
			index := sidx(0, 1, 12800, 0, 0, 2*many, size, 25600)
			binary.BigEndian.PutUint32(index[len(index)-12:], uint32(f.size-int64(2*many-1)*int64(size)))
			return m.add(index).join(f)
		}, 2 * hour, 2 * hour, 7, 100 << 10},
		{"cut in the middle", func() *made {
			m := file()
			stream(m, many/2, 10<<10, false)
			index := sidx(0, 1, 12800, 0, 0, many, uint32(m.size/(many/2)), 25600)
			return file(iso5, initial(false, nil), index).join(m).add(moof(traf(1, many/2*25600, 50)), start("mdat", 10<<10), int64(5000))
		}, hour / 2, hour / 2, 7, 60 << 10},

		{"random access", func() *made {
			f := file(iso5, initial(true, nil))
			return f.add(mfra(2, stream(f, many, 10<<10, true), 25600))
		}, hour, soundLength, 3, Bytes},
		{"random access, numbers of four bytes", func() *made {
			f := file(iso5, initial(false, nil))
			var entries []byte
			for i, at := range stream(f, many, 10<<10, false) {
				entries = cat(entries, uint32(i*25600), uint32(at), zeros(12))
			}
			tfra := full("tfra", 0, 0, uint32(1), uint32(0x3f), uint32(many), entries)
			return f.add(bx("mfra", tfra, full("mfro", 0, 0, uint32(len(tfra)+24))))
		}, hour, hour, 3, Bytes},
		{"random access that names no last fragment", func() *made {
			f := file(iso5, initial(false, nil))
			return f.add(mfra(1, stream(f, many, 10<<10, false)[:many-20], 25600))
		}, hour, hour, 40, Bytes + TailBytes},
		{"random access to nowhere", func() *made {
			f := file(iso5, initial(false, nil))
			at := stream(f, many, 10<<10, false)
			for i := range at {
				at[i] += 4
			}
			return f.add(mfra(1, at, 25600))
		}, hour, hour, 8, 100 << 10},
		{"random access to each track", func() *made {
			f := file(iso5, initial(true, nil))
			var at [2][]int64
			for i := range int64(many) {
				at[0] = append(at[0], f.size)
				f.add(moof(traf(1, i*25600, 50)), start("mdat", 10<<10), int64(10<<10))
				at[1] = append(at[1], f.size)
				f.add(moof(traf(2, i*96256, 94)), start("mdat", 2<<10), int64(2<<10))
			}
			first, second := mfra(1, at[0], 25600), mfra(1, at[1], 96256)
			binary.BigEndian.PutUint32(second[8+12:], 2)
			first, second = first[8:len(first)-16], second[8:len(second)-16]
			return f.add(bx("mfra", first, second, full("mfro", 0, 0, uint32(len(first)+len(second)+24))))
		}, hour, soundLength, 9, 40 << 10},

		{"nothing", func() *made { f := file(iso5, initial(true, nil)); stream(f, many, 75<<10, true); return f }, hour, soundLength, 3, 100 << 10},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := tt.file()
			got, cost, err := f.read(t, false)
			if err != nil && tt.video > 0 || got.Duration != tt.video || got.ContainerDuration != tt.all || cost.Requests > tt.requests || cost.Bytes > tt.bytes {
				t.Errorf("%v, %v, %+v, %v; want %v, %v for %d requests, %d bytes", got.Duration, got.ContainerDuration, cost, err, tt.video, tt.all, tt.requests, tt.bytes)
			}
			only, less, err := f.read(t, true)
			if err != nil && tt.video > 0 || only.ContainerDuration != got.ContainerDuration || less.Requests > cost.Requests {
				t.Errorf("length only: %v for %+v after %+v, %v", only.ContainerDuration, less, cost, err)
			}
		})
	}
}
