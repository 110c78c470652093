package lines

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
)

// text is a Line with its bytes copied, and "…" for those of a line that is too long.
func text(l Line) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d@%d %q", l.Number, l.Offset, l.Bytes)
	for _, f := range []struct {
		on   bool
		name string
	}{{l.Blank, " blank"}, {l.TooLong, " long"}, {!l.Terminated, " open"}} {
		if f.on {
			b.WriteString(f.name)
		}
	}
	return b.String()
}

// all reads every line, and the error at the end.
func all(r *Reader) (got []string, err error) {
	for {
		l, err := r.Next()
		if err != nil {
			return got, err
		}
		got = append(got, text(l))
	}
}

func TestNext(t *testing.T) {
	const max = 8
	tests := []struct {
		name, in string
		want     []string
	}{
		{"empty", "", nil},
		{"one", "a\n", []string{`1@0 "a"`}},
		{"no last newline", "a\nb", []string{`1@0 "a"`, `2@2 "b" open`}},
		{"CRLF", "a\r\nb\r\n", []string{`1@0 "a"`, `2@3 "b"`}},
		{"lone CR", "a\rb\n", []string{`1@0 "a\rb"`}},
		{"two CR", "a\r\r\n", []string{`1@0 "a\r"`}},
		{"CR at the end", "a\r", []string{`1@0 "a\r" open`}},
		{"other separators", "a\u2028\u0085\n", []string{`1@0 "a\u2028\u0085"`}},
		{"blank", "\n \t\r\n\r\n ", []string{`1@0 "" blank`, `2@1 " \t" blank`, `3@5 "" blank`, `4@7 " " blank open`}},
		{"at the maximum", "12345678\n", []string{`1@0 "12345678"`}},
		{"at the maximum, CRLF", "12345678\r\nx\n", []string{`1@0 "12345678"`, `2@10 "x"`}},
		{"at the maximum, open", "12345678", []string{`1@0 "12345678" open`}},
		{"over", "123456789\nx\n", []string{`1@0 "12345678" long`, `2@10 "x"`}},
		{"over, CRLF", "123456789\r\nx\n", []string{`1@0 "12345678" long`, `2@11 "x"`}},
		{"over, open", "1234567890123", []string{`1@0 "12345678" long open`}},
		{"over, twice", "1234567890123\n1234567890123\n", []string{`1@0 "12345678" long`, `2@14 "12345678" long`}},
		{"over, blank", "             \nx", []string{`1@0 "        " blank long`, `2@14 "x" open`}},
		{"over, not blank at the end", "             x\n", []string{`1@0 "        " long`}},
	}
	readers := map[string]func(io.Reader) io.Reader{
		"whole":      func(r io.Reader) io.Reader { return r },
		"one byte":   iotest.OneByteReader,
		"half":       iotest.HalfReader,
		"data error": iotest.DataErrReader,
	}
	for _, tt := range tests {
		for name, wrap := range readers {
			for _, peek := range []int{0, 1, 5, 1000} {
				r := New(wrap(strings.NewReader(tt.in)), max)
				head, err := r.Peek(peek)
				if want := tt.in[:min(peek, len(tt.in))]; string(head) != want || (err != nil) != (peek > len(tt.in)) {
					t.Errorf("%s, %s: Peek(%d) = %q, %v", tt.name, name, peek, head, err)
				}
				got, err := all(r)
				if err != io.EOF || fmt.Sprint(got) != fmt.Sprint(tt.want) {
					t.Errorf("%s, %s, peek %d: %q, %v; want %q", tt.name, name, peek, got, err, tt.want)
				}
				if r.BytesRead() != int64(len(tt.in)) {
					t.Errorf("%s: BytesRead = %d, want %d", tt.name, r.BytesRead(), len(tt.in))
				}
				if _, err := r.Next(); err != io.EOF {
					t.Errorf("%s: after the end: %v", tt.name, err)
				}
			}
		}
	}
}

func TestReadError(t *testing.T) {
	broken := errors.New("broken")
	for _, tt := range []struct {
		in   string
		want string
	}{
		{"", "[]"},
		{"a\n", `[1@0 "a"]`},
		{"a\nb", `[1@0 "a"]`},
		{"a\n123456789012345", `[1@0 "a"]`},
		{"a\n123456789012345\nb", `[1@0 "a" 2@2 "12345678" long]`},
	} {
		for _, err := range []error{broken, io.ErrUnexpectedEOF} {
			r := New(io.MultiReader(strings.NewReader(tt.in), iotest.ErrReader(err)), 8)
			got, e := all(r)
			if e != err || fmt.Sprint(got) != tt.want {
				t.Errorf("%q: %v, %v; want %s, %v", tt.in, got, e, tt.want, err)
			}
			if _, again := r.Next(); again != err {
				t.Errorf("%q: the error does not stay: %v", tt.in, again)
			}
		}
	}
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

func TestBadReaders(t *testing.T) {
	for _, tt := range []struct {
		name string
		read readFunc
		want error
	}{
		{"nothing for ever", func([]byte) (int, error) { return 0, nil }, io.ErrNoProgress},
		{"too many", func(p []byte) (int, error) { return len(p) + 1, nil }, errCount},
		{"negative", func([]byte) (int, error) { return -1, nil }, errCount},
	} {
		for _, max := range []int{1, 1 << 20} {
			if _, err := New(tt.read, max).Next(); err != tt.want {
				t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
			}
			r := New(io.MultiReader(strings.NewReader("123"), tt.read), max)
			if _, err := r.Peek(10); err != tt.want {
				t.Errorf("%s: Peek: %v, want %v", tt.name, err, tt.want)
			}
			if _, err := r.Next(); err != tt.want {
				t.Errorf("%s: after Peek: %v, want %v", tt.name, err, tt.want)
			}
		}
	}
	// A few empty reads are no fault.
	n := 0
	r := New(readFunc(func(p []byte) (int, error) {
		if n++; n%10 != 0 {
			return 0, nil
		}
		return copy(p, "ab\n"), nil
	}), 8)
	if l, err := r.Next(); err != nil || string(l.Bytes) != "ab" {
		t.Errorf("%v, %v", l, err)
	}
}

func TestDefaultMax(t *testing.T) {
	for _, max := range []int{0, -1} {
		if r := New(nil, max); r.max != DefaultMax {
			t.Errorf("New(%d): %d", max, r.max)
		}
	}
}

// TestGrowAndShrink tells that the buffer becomes as large as a long line needs,
// no larger than the maximum needs, and small again afterwards.
func TestGrowAndShrink(t *testing.T) {
	const max = 1 << 20
	var in bytes.Buffer
	in.WriteString("x\n" + strings.Repeat("y", max) + "\r\n")
	for in.Len() < 64<<20 {
		in.WriteString(strings.Repeat("z", 999) + "\n")
	}
	r := New(&in, max)
	largest := 0
	for {
		l, err := r.Next()
		if err != nil {
			break
		}
		if l.TooLong {
			t.Fatalf("line %d is said to be too long", l.Number)
		}
		largest = cap(r.buf)
		if l.Number == 2 && (len(l.Bytes) != max || largest > max+2) {
			t.Fatalf("line of %d bytes, buffer of %d", len(l.Bytes), largest)
		}
	}
	if cap(r.buf) != baseSize {
		t.Errorf("at the end the buffer holds %d bytes, want %d", cap(r.buf), baseSize)
	}
}

func TestAllocs(t *testing.T) {
	r := New(readFunc(func(p []byte) (int, error) { return copy(p, "{\"contents\":[]}\n"), nil }), 1<<20)
	if _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(10000, func() {
		if l, err := r.Next(); err != nil || len(l.Bytes) != 15 {
			t.Fatal(l, err)
		}
	}); n != 0 {
		t.Errorf("%v allocations a line", n)
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte("a\r\nbcdefgh\n\n"), 3, 2)
	f.Add([]byte("\r\n\r\r\n"), 1, 1)
	f.Fuzz(func(t *testing.T, in []byte, max, step int) {
		max, step = 1+abs(max)%64, 1+abs(step)%64
		src := in
		r := New(readFunc(func(p []byte) (int, error) {
			if len(src) == 0 {
				return 0, io.EOF
			}
			n := copy(p[:min(step, len(p))], src)
			src = src[n:]
			return n, nil
		}), max)
		var offset int64
		number := 0
		for rest := in; ; {
			l, err := r.Next()
			if err == io.EOF && len(rest) == 0 {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			number++
			want, after, found := bytes.Cut(rest, []byte("\n"))
			size := len(want)
			if found {
				size++
				want = bytes.TrimSuffix(want, []byte("\r"))
			}
			long := len(want) > max
			isBlank := len(bytes.Trim(want, " \t\r")) == 0
			if long {
				want = want[:max]
			}
			if !bytes.Equal(l.Bytes, want) || l.Number != number || l.Offset != offset || l.TooLong != long || l.Terminated != found || l.Blank != isBlank {
				t.Fatalf("%s; want %q, long %v, blank %v, offset %d", text(l), want, long, isBlank, offset)
			}
			rest, offset = after, offset+int64(size)
		}
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}

func BenchmarkNext(b *testing.B) {
	line := strings.Repeat("x", 999) + "\n"
	block := bytes.Repeat([]byte(line), 64)
	at := 0
	r := New(readFunc(func(p []byte) (int, error) {
		n := copy(p, block[at:])
		at = (at + n) % len(block)
		return n, nil
	}), 1<<20)
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Next(); err != nil {
			b.Fatal(err)
		}
	}
}

// TestRandom reads lines of every size around that of the buffer and the
// maximum, in pieces of every size.
func TestRandom(t *testing.T) {
	const max = 200_000
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		var in bytes.Buffer
		var want []int
		for range 40 {
			n := rnd.IntN(1 << (1 + rnd.IntN(19)))
			want = append(want, n)
			in.WriteString(strings.Repeat(string(rune('a'+len(want)%26)), n) + "\n")
		}
		src := in.Bytes()
		r := New(readFunc(func(p []byte) (int, error) {
			if len(src) == 0 {
				return 0, io.EOF
			}
			n := copy(p[:min(len(p), 1+rnd.IntN(1<<(1+rnd.IntN(18))))], src)
			src = src[n:]
			return n, nil
		}), max)
		for i, n := range want {
			l, err := r.Next()
			if err != nil {
				t.Fatal(err)
			}
			keep := n
			if n > max {
				keep = HeadBytes
			}
			if l.Number != i+1 || l.TooLong != (n > max) || len(l.Bytes) != keep || len(bytes.Trim(l.Bytes, string(rune('a'+(i+1)%26)))) != 0 {
				t.Fatalf("line %d of %d bytes: %d bytes, long %v", i+1, n, len(l.Bytes), l.TooLong)
			}
			if len(r.buf) > max+2 {
				t.Fatalf("the buffer holds %d bytes", len(r.buf))
			}
		}
		if _, err := r.Next(); err != io.EOF {
			t.Fatal(err)
		}
	}
}
