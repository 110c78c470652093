package reading

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/seed-57910ec4/videotune/annotation"
)

// wide writes a text in UTF-16; high is the place of the high byte.
func wide(high int, s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		unit := [2]byte{byte(u), byte(u)}
		unit[high] = byte(u >> 8)
		b.Write(unit[:])
	}
	return b.String()
}

func TestDecode(t *testing.T) {
	const text = "a é ж 中 😀 \uFFFD\n"
	plain := strings.ReplaceAll(text, "\uFFFD", "")
	tests := []struct{ name, in, encoding, want string }{
		{"UTF-8", text, "", text},
		{"UTF-8 by name", text, "utf8", text},
		{"UTF-8 by another name", text, "UTF-8", text},
		{"a mark", "\ufeff" + text, "", text},
		{"a mark and another name", "\ufeff" + text, "windows-1252", text},
		{"two marks", "\ufeff\ufeffa", "", "\ufeffa"},
		{"UTF-16 LE", "\xff\xfe" + wide(1, plain), "", plain},
		{"UTF-16 BE", "\xfe\xff" + wide(0, plain), "", plain},
		{"UTF-16 BE and another name", "\xfe\xff" + wide(0, plain), "utf-16le", plain},
		{"UTF-16 by name", wide(1, plain), "utf-16", plain},
		{"UTF-16 BE by name", wide(0, plain), "utf-16be", plain},
		{"windows-1252", "\x93ol\xe9\x94 \x80", "windows-1252", "“olé” €"},
		{"iso-8859-1", "ol\xe9", "iso-8859-1", "olé"},
		{"Shift JIS", "\x83\x65", "shift_jis", "テ"},
		{"empty", "", "", ""},
		{"a part of a mark", "\xef\xbb", "windows-1252", "ï»"},
	}
	for _, tt := range tests {
		for name, slow := range map[string]func(io.Reader) io.Reader{
			"whole": func(r io.Reader) io.Reader { return r }, "by bytes": iotest.OneByteReader, "by halves": iotest.HalfReader, "with the error": iotest.DataErrReader,
		} {
			r, err := decode(bufio.NewReader(slow(strings.NewReader(tt.in))), tt.encoding)
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
				continue
			}
			got, err := io.ReadAll(iotest.OneByteReader(r))
			if string(got) != tt.want || err != nil {
				t.Errorf("%s, %s: %q, %v; want %q", tt.name, name, got, err, tt.want)
			}
		}
	}
}

// TestDecodeRefuses reads bytes that stand for nothing: what is before them comes, and
// then an error with the line, however the bytes come.
func TestDecodeRefuses(t *testing.T) {
	tests := []struct {
		name, in, encoding, before string
		line                       int
	}{
		{"UTF-8", "a\nol\xe9\nb", "", "a\nol", 2},
		{"half a character at the end", "a\n\nж\xd0", "", "a\n\nж", 3},
		{"a surrogate in UTF-8", "\xed\xa0\x80", "", "", 1},
		{"NUL", "ab\n\x00", "", "ab\n", 2},
		{"half a pair", "\xff\xfea\x00\n\x00\x00\xd8b\x00", "", "a\n", 2},
		{"half a pair before a NUL", "\xfe\xff\x00a\xd8\x00\x00a\x00\x00", "", "a", 1},
		{"NUL before half a pair", "\xfe\xff\x00a\x00\x00\x00a\xd8\x00\x00a", "", "a", 1},
		{"an odd byte", "\xfe\xff\x00a\x00", "", "a", 1},
		{"NUL in UTF-16", "\xfe\xff\x00a\x00\x00", "", "a", 1},
		{"Shift JIS", "a\n\n\xff", "shift_jis", "a\n\n", 3},
	}
	for _, tt := range tests {
		for pad := range 6 {
			for _, size := range []int{1, 2, 3, 4096} {
				in := tt.in
				if tt.encoding == "" && tt.in[0] < 0x80 {
					in = strings.Repeat("x", 4090+pad) + in // the edge of the decoder's buffer
				}
				r, err := decode(bufio.NewReader(strings.NewReader(in)), tt.encoding)
				if err != nil {
					t.Fatal(err)
				}
				got, err := readBy(r, size)
				var e *EncodingError
				if !errors.As(err, &e) || !errors.Is(err, ErrEncoding) || e.Line != tt.line || strings.TrimLeft(got, "x") != tt.before {
					t.Errorf("%s by %d, %d: %q, %v; want %q and line %d", tt.name, size, pad, got, err, tt.before, tt.line)
				}
			}
		}
	}
	if _, err := decode(bufio.NewReader(strings.NewReader("")), "latin-99"); err == nil {
		t.Error("an unknown encoding")
	}
}

func readBy(r io.Reader, size int) (string, error) {
	var all []byte
	p := make([]byte, size)
	for {
		n, err := r.Read(p)
		all = append(all, p[:n]...)
		if err != nil {
			return string(all), err
		}
	}
}

func TestTextErrors(t *testing.T) {
	broken := errors.New("broken pipe")
	tests := []struct {
		f        annotation.Format
		in       io.Reader
		encoding string
		code     annotation.Code
		line     int
		says     string
	}{
		{annotation.FormatRows, strings.NewReader("a,b\n\xe9"), "", annotation.CodeEncoding, 2, "option encoding"},
		{annotation.FormatVIA, strings.NewReader("{\n\xe9"), "", annotation.CodeEncoding, 2, "convert it to UTF-8"},
		{annotation.FormatRows, strings.NewReader(wide(1, "video,label,start\n")), "", annotation.CodeEncoding, 0, "utf-16le"},
		{annotation.FormatRows, strings.NewReader(strings.Repeat("a\x00\x00\x00", 50)), "", annotation.CodeEncoding, 0, "UTF-32"},
		{annotation.FormatRows, strings.NewReader("a"), "latin-99", annotation.CodeOptionInvalid, 0, "latin-99"},
		{annotation.FormatRows, io.MultiReader(strings.NewReader("a"), iotest.ErrReader(broken)), "", annotation.CodeRead, 0, "broken pipe"},
	}
	for i, tt := range tests {
		r := &Reading{Format: tt.f, File: "f", Options: annotation.Options{Encoding: tt.encoding}}
		_, err := r.text(tt.in)
		var e *annotation.Error
		if !errors.As(err, &e) || e.Code != tt.code || e.Line != tt.line || !strings.Contains(fmt.Sprint(err), tt.says) || e.File != "f" {
			t.Errorf("%d: %v", i, err)
		}
		if tt.code == annotation.CodeRead && !errors.Is(err, broken) {
			t.Errorf("%v does not wrap its cause", err)
		}
	}
	if _, err := (&Reading{Format: annotation.FormatVIA}).text(strings.NewReader("\xff\xfe" + wide(1, `{"a":1}`))); err != nil {
		t.Error("UTF-16 with a mark:", err)
	}
	if _, err := (&Reading{Format: annotation.FormatRows, Options: annotation.Options{Encoding: "utf-16be"}}).text(strings.NewReader(wide(0, "video,label\n"))); err != nil {
		t.Error("UTF-16 without a mark, by name:", err)
	}
}
