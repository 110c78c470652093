package videotune

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/quick"
	"time"
)

func TestMediaWriteToRefuses(t *testing.T) {
	for _, tt := range []struct {
		uri  string
		m    Media
		want string
	}{
		{"", Media{}, "an empty URI"},
		{"u\xff", Media{}, "invalid UTF-8"},
		{"u", Media{Err: "\xff"}, "invalid UTF-8"},
		{"u", Media{Bytes: -1}, "a negative number"},
		{"u", Media{Duration: -1}, "a negative number"},
		{"u", Media{ContainerDuration: -1}, "a negative number"},
		{"u", Media{Width: -1}, "a negative number"},
		{"u", Media{FrameRate: Rational{25, 0}}, "frame rate 25/0"},
		{"u", Media{FrameRate: Rational{-25, -1}}, "frame rate -25/-1"},
		{"u", Media{Rotation: 360}, "a rotation"},
		{"u", Media{Audio: 3}, "Presence(3)"},
		{"u", Media{ETag: strings.Repeat("x", maxMediaString+1)}, "a string over"},
	} {
		var out bytes.Buffer
		n, err := MediaMap{"a": {}, tt.uri: tt.m}.WriteTo(&out)
		if err == nil || !strings.Contains(err.Error(), tt.want) || n != 0 || out.Len() != 0 {
			t.Errorf("%q: %+v: %d, %v, %q; want an error with %q", tt.uri, tt.m, n, err, out.String(), tt.want)
		}
	}
	if n, err := (MediaMap{"a": {}}).WriteTo(&failingWriter{2}); n != 2 || !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("a failing writer: %d, %v", n, err)
	}
}

// A failingWriter takes some bytes and no more.
type failingWriter struct{ left int }

func (w *failingWriter) Write(p []byte) (int, error) {
	n := min(w.left, len(p))
	w.left -= n
	if n < len(p) {
		return n, io.ErrShortWrite
	}
	return n, nil
}

func TestMediaWriteToBytes(t *testing.T) {
	for _, tt := range []struct {
		m    MediaMap
		want string
	}{
		{nil, "{}\n"},
		{MediaMap{"u": {}}, "{\n\"u\":{}\n}\n"},
		{MediaMap{"b": {Bytes: 1}, "a<&>\u2028\n\x00": {Video: Absent, AudioCodec: "aac"}},
			"{\n\"a<&>\\u2028\\n\\u0000\":{\"audioCodec\":\"aac\",\"video\":false,\"audio\":true},\n\"b\":{\"bytes\":1}\n}\n"},
	} {
		var out bytes.Buffer
		if _, err := tt.m.WriteTo(&out); err != nil || out.String() != tt.want {
			t.Errorf("%v: %q, %v; want %q", tt.m, out.String(), err, tt.want)
		}
	}
}

// Generate makes facts of every kind, zero values more often than chance has it.
func (Media) Generate(r *rand.Rand, size int) reflect.Value {
	number := func() int64 { return r.Int63() >> r.Intn(64) * int64(r.Intn(2)) }
	text := func() string {
		var b strings.Builder
		for range r.Intn(2) * r.Intn(size+1) {
			b.WriteRune([]rune("aé\"\\<>&\u2028\u0085\x00\n😀\ufffd\u007f/")[r.Intn(15)])
		}
		return b.String()
	}
	m := Media{
		Bytes: number(), Duration: time.Duration(number()), ContainerDuration: time.Duration(number()),
		MIMEType: text(), Container: text(), VideoCodec: text(), AudioCodec: text(), ETag: text(), CRC32C: text(), Err: text(),
		Rotation: int(uint64(number()) % 360),
		Width:    int(number() >> 32), Height: int(number() >> 32), Video: Presence(r.Intn(3)), Audio: Presence(r.Intn(3)),
	}
	if r.Intn(2) > 0 {
		m.FrameRate = Rational{number() | 1, number() | 1}
	}
	return reflect.ValueOf(m)
}

func TestMediaRoundTrip(t *testing.T) {
	property := func(m MediaMap) bool {
		delete(m, "") // no URI
		var out, again bytes.Buffer
		if _, err := m.WriteTo(&out); err != nil {
			t.Log(err)
			return false
		}
		got, err := ReadMedia(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Log(err)
			return false
		}
		if _, err := got.WriteTo(&again); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
			t.Log("other bytes", err)
			return false
		}
		want := make(MediaMap)
		for uri, media := range m {
			if media.Video == Unknown && media.VideoCodec != "" {
				media.Video = Present
			}
			if media.Audio == Unknown && media.AudioCodec != "" {
				media.Audio = Present
			}
			want[uri] = media
		}
		return reflect.DeepEqual(got, want)
	}
	if err := quick.Check(property, &quick.Config{MaxCount: 300}); err != nil {
		t.Error(err)
	}
}

func ExampleMediaMap_WriteTo() {
	facts := MediaMap{
		"gs://b/dog.mp4": {Bytes: 40926, Duration: 5080 * time.Millisecond, VideoCodec: "h264"},
		"gs://b/cat.mp4": {Err: "404 Not Found"},
	}
	if _, err := facts.WriteTo(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {
	// "gs://b/cat.mp4":{"error":"404 Not Found"},
	// "gs://b/dog.mp4":{"bytes":40926,"duration":"5.08s","videoCodec":"h264","video":true}
	// }
}
