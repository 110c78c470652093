package main

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"unsafe"
)

// A generator makes lines as real datasets have them, of about 1.2 KB: a video,
// every second one with a segment, a prompt of about 650 bytes with a list of
// labels, and an answer of 50 to 400 bytes. Four answers in ten are JSON in a code
// fence, three are JSON alone, three are prose; all JSON has one shape.
//
// The same seed gives the same bytes for ever, and a line depends on its number
// alone.
type generator struct {
	seed   uint64
	videos int // distinct videos, over which the lines are spread evenly
	// unlike changes the letters of all texts but those of JSON, so that no two
	// begin alike; their lengths and escapes stay as they are.
	unlike bool
}

// defaultSeed makes the lines of all figures that are told.
const defaultSeed = 20261122

// clipDigits is the width of the number in a prompt that makes a line unlike all
// others.
const clipDigits = 7

// dataset returns lines with the numbers from 0 to n-1.
func (g generator) dataset(n int) *dataset {
	d := &dataset{lines: n, data: make([]byte, 0, n*1250+4096)}
	for i := range n {
		d.data = g.line(d.data, i)
	}
	return d
}

// line appends line i with its newline, in the form in which videotune writes it.
func (g generator) line(dst []byte, i int) []byte {
	r := random(g.seed ^ uint64(i)*0xD1342543DE82EF95)
	video := i % g.videos
	subject := &subjects[video%len(subjects)]
	length := 20 + r.below(40) // of the segment, in seconds

	dst = append(dst, `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://`...)
	dst = append(dst, subject.bucket...)
	dst = number(append(dst, "/2026/recording-"...), video, 6)
	dst = append(dst, `.mp4","mimeType":"video/mp4"}`...)
	if i%2 == 1 {
		start := r.below(900)
		dst = strconv.AppendInt(append(dst, `,"videoMetadata":{"startOffset":"`...), int64(start), 10)
		dst = strconv.AppendInt(append(dst, `s","endOffset":"`...), int64(start+length), 10)
		if r.below(3) == 0 {
			dst = append(dst, ".5"...)
		}
		dst = append(dst, `s"}`...)
	}
	dst = append(dst, `},{"text":"`...)
	prompt := len(dst)
	dst = append(dst, subject.prompt...)
	if g.unlike {
		r.mix(dst[prompt:])
	}
	dst = number(dst, i, clipDigits)
	dst = append(append(dst, ` of `...), places[r.below(len(places))]...)
	dst = append(dst, `.\n"}]},{"role":"model","parts":[{"text":"`...)
	switch kind := r.below(10); {
	case kind < 4:
		dst = append(subject.events(append(dst, "```json\\n"...), &r, length), "\\n```"...)
	case kind < 7:
		dst = subject.events(dst, &r, length)
	default:
		prose := len(dst)
		if dst = subject.prose(dst, &r); g.unlike {
			r.mix(dst[prose:])
		}
	}
	return append(dst, `"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`+"\n"...)
}

// events appends a JSON array of events within a segment, escaped.
func (s *subject) events(dst []byte, r *random, length int) []byte {
	dst = append(dst, '[')
	n := 1 + r.below(3)
	for k := range n {
		if k > 0 {
			dst = append(dst, `,\n `...)
		}
		start := k*length/n + r.below(length/n-4)
		dst = number(append(dst, `{\"start\": \"00:`...), start, 2)
		dst = number(append(dst, `\", \"end\": \"00:`...), start+1+r.below(3), 2)
		dst = append(append(dst, `\", \"label\": \"`...), s.labels[r.below(len(s.labels))]...)
		dst = append(append(dst, `\", \"note\": \"`...), s.notes[r.below(len(s.notes))].json...)
		dst = append(dst, `\"}`...)
	}
	return append(dst, ']')
}

// prose appends an answer of a few sentences, escaped.
func (s *subject) prose(dst []byte, r *random) []byte {
	for k := range 2 + r.below(3) {
		if k > 0 {
			dst = append(dst, ". "...)
		}
		dst = append(dst, s.notes[r.below(len(s.notes))].prose...)
	}
	return append(dst, '.')
}

// number appends n with leading zeros.
func number(dst []byte, n, digits int) []byte {
	for range digits {
		dst = append(dst, '0')
	}
	setNumber(dst[len(dst)-digits:], n)
	return dst
}

// setNumber writes n over all of b.
func setNumber(b []byte, n int) {
	for k := len(b) - 1; k >= 0; k-- {
		b[k] = byte('0' + n%10)
		n /= 10
	}
}

// random is the generator SplitMix64. That of the standard library is not used,
// since how it draws from a range may change.
type random uint64

func (r *random) below(n int) int {
	*r += 0x9E3779B97F4A7C15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return int((z ^ z>>31) % uint64(n))
}

// mix puts other letters in the place of those of b, which are not escapes.
func (r *random) mix(b []byte) {
	for i, c := range b {
		if 'a' <= c && c <= 'z' && (i == 0 || b[i-1] != '\\') {
			b[i] = byte('a' + r.below(26))
		}
	}
}

// A dataset is lines in memory, each with its newline.
type dataset struct {
	data  []byte
	lines int
}

func (d *dataset) reader() io.Reader { return bytes.NewReader(d.data) }

// text returns the lines as a string, without copying them.
func (d *dataset) text() string { return unsafe.String(unsafe.SliceData(d.data), len(d.data)) }

// bytesOf returns the bytes of s, which must not be written to.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// A repeater gives the lines of a dataset again and again, each time with other
// clip numbers, so that no two examples are equal. What it does for a line is
// negligible beside reading it, and the same however many there are.
type repeater struct {
	data  []byte
	clips []int // where the clip numbers stand
	left  int   // lines to give after those of data
	next  int   // clip number
	rest  []byte
}

// repeat returns a reader of n lines of a copy of d; n is a multiple of d.lines.
func repeat(d *dataset, n int) *repeater {
	r := &repeater{data: bytes.Clone(d.data), left: n}
	for at := 0; at < len(r.data); {
		i := at + bytes.Index(r.data[at:], []byte(clipWord)) + len(clipWord)
		r.clips = append(r.clips, i)
		at = i + bytes.IndexByte(r.data[i:], '\n') + 1
	}
	return r
}

// Read gives the next bytes.
func (r *repeater) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		if r.left < len(r.clips) {
			return 0, io.EOF
		}
		for _, at := range r.clips {
			setNumber(r.data[at:at+clipDigits], r.next)
			r.next++
		}
		r.left -= len(r.clips)
		r.rest = r.data
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// escape returns s as it stands between the quotes of a JSON string.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(s)
}
