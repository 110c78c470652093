package mpegts

const (
	maxPrograms = 64
	maxStreams  = 64 // of a program
)

// tables are the programs of a stream.
type tables struct {
	programs []*program
	sections map[uint16]*section
}

// A program is an entry of the PAT and its PMT.
type program struct {
	number, pid uint16
	known       bool // the PMT was read
	streams     []entry
}

// An entry is a stream in a PMT.
type entry struct {
	pid   uint16
	kind  kind
	codec string // "" where only the stream itself tells, or it is not known
}

// readTables reads the tables that are in data, the beginning of a file.
func readTables(f framing, data []byte) *tables {
	t := &tables{sections: map[uint16]*section{0: {}}}
	for p := range f.packets(data, 0) {
		s := t.sections[p.pid]
		if s == nil {
			continue
		}
		s.add(p, func(b []byte) {
			if p.pid == 0 {
				t.readPAT(b)
			} else {
				t.readPMT(p.pid, b)
			}
		})
	}
	return t
}

// program returns the first program that has video, else the first that has audio,
// else the first whose PMT was read; nil if none was.
func (t *tables) program() *program {
	for _, k := range []kind{video, audio, other} {
		for _, p := range t.programs {
			if p.known && k == other {
				return p
			}
			for _, s := range p.streams {
				if s.kind == k {
					return p
				}
			}
		}
	}
	return nil
}

// complete reports whether nothing would change the choice of the program.
func (t *tables) complete() bool {
	for _, p := range t.programs {
		if !p.known {
			return false
		}
		for _, s := range p.streams {
			if s.kind == video {
				return true
			}
		}
	}
	return len(t.programs) > 0
}

// readPAT reads a section of the program association table.
func (t *tables) readPAT(b []byte) {
	if b = body(b, 0x00); b == nil {
		return
	}
	for ; len(b) >= 4; b = b[4:] {
		number, pid := be16(b), be16(b[2:])&0x1FFF
		if number == 0 || t.find(number) != nil || len(t.programs) == maxPrograms {
			continue // 0 is not a program but the network
		}
		t.programs = append(t.programs, &program{number: number, pid: pid})
		if t.sections[pid] == nil {
			t.sections[pid] = &section{}
		}
	}
}

func (t *tables) find(number uint16) *program {
	for _, p := range t.programs {
		if p.number == number {
			return p
		}
	}
	return nil
}

// readPMT reads a program map table. The first of a program counts.
func (t *tables) readPMT(pid uint16, b []byte) {
	number := be16(b[3:])
	if b = body(b, 0x02); len(b) < 4 {
		return
	}
	p := t.find(number)
	if p == nil || p.pid != pid || p.known {
		return
	}
	info, b, ok := descriptors(b[2:])
	if !ok {
		return
	}
	p.known = true
	registration := info.registration()
	for len(b) >= 5 && len(p.streams) < maxStreams {
		id, pid := b[0], be16(b[1:])&0x1FFF
		var d descriptorList
		if d, b, ok = descriptors(b[3:]); !ok {
			return
		}
		k, codec := classify(id, d, registration)
		p.streams = append(p.streams, entry{pid, k, codec})
	}
}

// body returns what a section of a table holds that is in force now; nil if it is
// no such section.
func body(b []byte, table byte) []byte {
	const head, sum = 8, 4
	if b[0] != table || len(b) < head+sum || b[5]&1 == 0 {
		return nil
	}
	return b[head : len(b)-sum]
}

// descriptors splits b into a list of descriptors, after its length of 12 bits,
// and the rest.
func descriptors(b []byte) (d descriptorList, rest []byte, ok bool) {
	n := int(be16(b) & 0xFFF)
	if n > len(b)-2 {
		return nil, nil, false
	}
	return b[2 : 2+n], b[2+n:], true
}

func be16(b []byte) uint16 { return uint16(b[0])<<8 | uint16(b[1]) }
