package videotune

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func TestReadMedia(t *testing.T) {
	data, err := os.ReadFile("testdata/media.json")
	if err != nil {
		t.Fatal(err)
	}
	want := MediaMap{
		"gs://b/dog.mp4": {
			Bytes: 40926, Duration: 5 * time.Second, ContainerDuration: 5080 * time.Millisecond, MIMEType: "video/mp4", Container: "mp4",
			Width: 320, Height: 180, FrameRate: Rational{25, 1}, VideoCodec: "h264", AudioCodec: "aac", Video: Present, Audio: Present,
			Rotation: 90, ETag: `"5d8c"`, CRC32C: "yZRlqg==",
		},
		"gs://b/mute & <old>.webm": {Duration: 1001*time.Second + 1, FrameRate: Rational{30000, 1001}, VideoCodec: "vp9", Video: Present, Audio: Absent},
		"https://x/é.mp4":          {Err: "moov atom not found"},
		"https://x/nothing.mp4":    {},
	}
	got, err := ReadMedia(bytes.NewReader(data))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v, %v\nwant\n%+v", got, err, want)
	}
	var out bytes.Buffer
	n, err := got.WriteTo(&out)
	if err != nil || n != int64(out.Len()) || !bytes.Equal(out.Bytes(), data) {
		t.Errorf("WriteTo: %d, %v\n%s\nwant\n%s", n, err, out.Bytes(), data)
	}
}

func TestReadMediaEntry(t *testing.T) {
	for _, tt := range []struct {
		entry string
		want  Media
	}{
		{`{}`, Media{}},
		{" {\r\n\t\"bytes\" : 1 }", Media{Bytes: 1}},
		{`{"bytes":0,"duration":"0s","mimeType":"","frameRate":"0/0","video":null,"error":null,"width":null}`, Media{}},
		{`{"duration":".5s"}`, Media{Duration: 500 * time.Millisecond}},
		{`{"duration":"0.000000001s"}`, Media{Duration: 1}},
		{`{"containerDuration":"9223372036.854775807s"}`, Media{ContainerDuration: 1<<63 - 1}},
		{`{"bytes":9223372036854775807}`, Media{Bytes: 1<<63 - 1}},
		{`{"width":2147483647,"height":1}`, Media{Width: 1<<31 - 1, Height: 1}},
		{`{"frameRate":"25"}`, Media{FrameRate: Rational{25, 1}}},
		{`{"frameRate":"50/2"}`, Media{FrameRate: Rational{50, 2}}},
		{`{"videoCodec":"h264"}`, Media{VideoCodec: "h264", Video: Present}},
		{`{"audioCodec":"aac"}`, Media{AudioCodec: "aac", Audio: Present}},
		{`{"audio":false,"audioCodec":"aac"}`, Media{AudioCodec: "aac", Audio: Absent}},
		{`{"videoCodec":"","video":true,"audio":false}`, Media{Video: Present, Audio: Absent}},
		{`{` + manyMembers(40) + `"bytes":3}`, Media{Bytes: 3}},
		{`{"later":{"bytes":[1,"]}",{}]},"bytes":3,"x":"\"}"}`, Media{Bytes: 3}},
		{`{"\u0062ytes":3,"etag":"\ud83d\ude00\\\u0041"}`, Media{Bytes: 3, ETag: "😀\\A"}},
	} {
		for _, form := range []string{`{"u":%}`, "\ufeff \n{ \"u\"\t:\r\n% }\n", `{"t":{},"u":%,"v":{"bytes":7}}`} {
			m, err := ReadMedia(iotest.OneByteReader(strings.NewReader(strings.Replace(form, "%", tt.entry, 1))))
			if got, ok := m.Lookup("u"); err != nil || !ok || got != tt.want {
				t.Errorf("%s: %+v, %v, %v; want %+v", tt.entry, got, ok, err, tt.want)
			}
		}
	}
	if m, err := ReadMedia(strings.NewReader("{ }")); err != nil || m == nil || len(m) != 0 {
		t.Errorf("{}: %v, %v", m, err)
	}
	if _, ok := (MediaMap)(nil).Lookup("u"); ok {
		t.Error("a nil map has facts")
	}
}

func TestReadMediaRefuses(t *testing.T) {
	long := strings.Repeat("x", maxMediaString+1)
	for _, tt := range []struct{ doc, want string }{
		{``, "the file is empty"},
		{"\ufeff\n", "the file is empty"},
		{`[]`, "line 1, column 1: want one JSON object of facts by URI, got '['"},
		{"{\"u\":{}}\n x", "line 2, column 2: 'x' behind the end"},
		{`{"u":{}`, "line 1, column 8: the file ends in the middle: unexpected EOF"},
		{`{"u":{"bytes":1`, `"u": line 1, column 16: the file ends in the middle`},
		{`{"u`, "the file ends in the middle"},
		{`{"u"`, "the file ends in the middle"},
		{`{"u":`, "the file ends in the middle"},
		{`{"u":nul`, "the file ends in the middle"},
		{`{`, "the file ends in the middle"},
		{`{u:{}}`, "column 2: want a URI in double quotes, got 'u'"},
		{`{,"u":{}}`, "column 2: want a URI in double quotes, got ','"},
		{`{"u" {}}`, `column 6: "u": want a colon, got '{'`},
		{`{"u":{}"v":{}}`, `column 8: want a comma or the closing brace, got '"'`},
		{"{\"u\":{},\n}", "line 1, column 8: a comma with nothing behind it"},
		{"{\"u\":{\"bytes\":1,\n}}", `line 1, column 16: "u": a comma with nothing behind it`},
		{`{"":{}}`, "column 2: an empty URI"},
		{"{\"u\":{},\n \"u\":{}}", `line 2, column 2: "u" is there twice`},
		{`{"u":{},"\u0075":{}}`, `"u" is there twice`},
		{`{"u":{"bytes":1,"bytes":1}}`, `column 17: "u": "bytes" is there twice`},
		{`{"u":{"x":1,"x":1}}`, `"x" is there twice`},
		{`{"u":{` + manyMembers(40) + `"m0":1}}`, `"u": "m0" is there twice`},
		{`{"u":{` + manyMembers(40) + `"m39":1}}`, `"u": "m39" is there twice`},
		{`{"u":5}`, `column 6: "u": want an object, got a number`},
		{`{"u":[{}]}`, `"u": want an object, got an array`},
		{`{"u":null}`, `"u": want an object, got null`},
		{`{"u":}`, `column 6: "u": `},
		{`{"u":,"v":{}}`, `column 6: "u": `},
		{`{"u":{"a":]}}`, `"u": invalid character`},
		{"{\n\"u\":{\n\"bytes\":\"1\"}}", `line 3, column 9: "u": bytes: want a number, got a string`},
		{`{"u":{"bytes":-1}}`, "bytes: -1 is not in 0 …"},
		{`{"u":{"bytes":1.5}}`, "bytes: want a whole number, got 1.5"},
		{`{"u":{"bytes":9223372036854775808}}`, "is not in 0 …"},
		{`{"u":{"width":2147483648}}`, "is not in 0 … 2147483647"},
		{`{"u":{"duration":5}}`, "duration: want a string, got a number"},
		{`{"u":{"duration":""}}`, `duration: "" is no duration`},
		{`{"u":{"duration":"5"}}`, `duration: "5" is no duration`},
		{`{"u":{"duration":"1m"}}`, `"1m" is no duration`},
		{`{"u":{"duration":"-5s"}}`, `"-5s" is negative`},
		{`{"u":{"containerDuration":"9223372036.854775808s"}}`, "is too long"},
		{`{"u":{"frameRate":25}}`, "frameRate: want a string, got a number"},
		{`{"u":{"frameRate":"25/0"}}`, `frameRate: "25/0" is no rate`},
		{`{"u":{"frameRate":"29.97"}}`, `"29.97" is no rate`},
		{`{"u":{"video":1}}`, "video: want true or false, got a number"},
		{`{"u":{"mimeType":true}}`, "mimeType: want a string, got a boolean"},
		{`{"u":{"Bytes":1}}`, `column 7: "u": member "Bytes" is spelt "bytes"`},
		{`{"u":{"container_duration":"1s"}}`, `member "container_duration" is spelt "containerDuration"`},
		{"{\"u\xff\":{}}", "column 4: the URI: invalid UTF-8"},
		{`{"\udc00":{}}`, "column 3: the URI: half of a surrogate pair"},
		{`{"u":{"etag":"\ud800x"}}`, "etag: half of a surrogate pair"},
		{`{"u":{"etag":"\udc00\udc00"}}`, "etag: half of a surrogate pair"},
		{`{"u":{"etag":"\ud800\ue000"}}`, "etag: half of a surrogate pair"},
		{`{"u":{"etag":"\ud800\u0041"}}`, "etag: half of a surrogate pair"},
		{"{\"u\":{\"etag\":\"a\nb\"}}", `line 1, column 16: "u": invalid character`},
		{`{"` + long + `":{}}`, "a URI over 65536 bytes"},
		{`{"u":{"error":"` + long + `"}}`, "error: a string over 65536 bytes"},
		{`{"u":{"x":[` + strings.Repeat("0,", maxMediaEntry), "an entry over 4194304 bytes"},
		{`{"u":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `}`, `"u": `},
	} {
		m, err := ReadMedia(strings.NewReader(tt.doc))
		if m != nil || err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "videotune: media facts: ") {
			t.Errorf("%.100s: %d entries, %.300v; want an error with %q", tt.doc, len(m), err, tt.want)
		}
	}
}

// manyMembers returns n members, each with a comma behind it.
func manyMembers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"m%d":0,`, i)
	}
	return b.String()
}

// Whatever the reader does, its error comes out, and a file that ends too early
// is never taken for a whole one.
func TestReadMediaReader(t *testing.T) {
	const doc = `{"u":{"bytes":1},"v":{"etag":"a\"b"}}`
	for n := range len(doc) {
		if _, err := ReadMedia(io.MultiReader(strings.NewReader(doc[:n]), iotest.ErrReader(io.ErrClosedPipe))); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%s, then an error: %v", doc[:n], err)
		}
		if _, err := ReadMedia(strings.NewReader(doc[:n])); n > 0 && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s, then the end: %v", doc[:n], err)
		}
	}
}

// Memory does not grow with an entry that never ends.
func TestReadMediaBounded(t *testing.T) {
	endless := &endlessReader{head: `{"u":{"error":"`}
	if _, err := ReadMedia(endless); err == nil || endless.n > 2*maxMediaEntry {
		t.Errorf("%v after %d bytes", err, endless.n)
	}
}

type endlessReader struct {
	head string
	n    int
}

func (r *endlessReader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
		if r.n+i < len(r.head) {
			p[i] = r.head[r.n+i]
		}
	}
	r.n += len(p)
	return len(p), nil
}

func FuzzReadMedia(f *testing.F) {
	data, err := os.ReadFile("testdata/media.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"u":{"bytes":1,"duration":".5s","frameRate":"25","later":[{"x":"]"}],"etag":"\ud83d\ude00"},"v":{"videoCodec":"x"}}`))
	f.Add([]byte("\ufeff{ }"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ReadMedia(bytes.NewReader(data))
		if err != nil {
			return
		}
		var out bytes.Buffer
		if _, err := m.WriteTo(&out); err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		again, err := ReadMedia(&out)
		if err != nil || !reflect.DeepEqual(again, m) {
			t.Errorf("%+v, %v; want %+v", again, err, m)
		}
	})
}

func ExampleReadMedia() {
	facts, err := ReadMedia(strings.NewReader(`{
		"gs://b/dog.mp4": {"bytes": 40926, "duration": "5s", "containerDuration": "5.08s", "frameRate": "30000/1001"}
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	dog, ok := facts.Lookup("gs://b/dog.mp4")
	fmt.Println(dog.Bytes, dog.Duration, dog.FrameRate, dog.Audio, ok)
	// Output: 40926 5s 30000/1001 unknown true
}
