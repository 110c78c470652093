package videotune

import (
	"strings"
	"testing"
	"time"
)

func TestRational(t *testing.T) {
	for _, tt := range []struct {
		in    string
		want  Rational
		out   string
		float float64
	}{
		{"25/1", Rational{25, 1}, "25/1", 25},
		{"25", Rational{25, 1}, "25/1", 25},
		{"30000/1001", Rational{30000, 1001}, "30000/1001", 30000.0 / 1001},
		{"", Rational{}, "", 0},
		{"0/0", Rational{}, "", 0},
		{"9223372036854775807/1", Rational{1<<63 - 1, 1}, "9223372036854775807/1", 1 << 63},
	} {
		r := Rational{7, 7}
		err := r.UnmarshalText([]byte(tt.in))
		text, err2 := r.MarshalText()
		if err != nil || err2 != nil || r != tt.want || r.String() != tt.out || string(text) != tt.out || r.Float() != tt.float {
			t.Errorf("%q: %v, %v, %q, %v, %v", tt.in, r, err, text, err2, r.Float())
		}
	}
	for _, in := range []string{"a", "/", "25/", "/1", "0/1", "25/0", "-25/1", "25/-1", "+25/1", "25/1/1", "25.0", " 25/1", "9223372036854775808/1"} {
		r := Rational{7, 7}
		if err := r.UnmarshalText([]byte(in)); err == nil || r != (Rational{7, 7}) {
			t.Errorf("%q: %v, %v; want an error and no change", in, r, err)
		}
	}
	if text, err := (Rational{25, 0}).MarshalText(); err == nil {
		t.Errorf("25/0 is written as %q", text)
	}
}

func TestMediaLength(t *testing.T) {
	for _, tt := range []struct {
		m    Media
		want time.Duration
		ok   bool
	}{
		{Media{}, 0, false},
		{Media{Duration: 5}, 5, true},
		{Media{ContainerDuration: 6}, 6, true},
		{Media{Duration: 5, ContainerDuration: 6}, 5, true},
	} {
		if got, ok := tt.m.Length(); got != tt.want || ok != tt.ok {
			t.Errorf("%+v: %v, %v", tt.m, got, ok)
		}
	}
	if got := (Span{3, 5}).Length(); got != 2 {
		t.Errorf("Span: %v", got)
	}
	if got := (Span{5, 3}).Length(); got != -2 {
		t.Errorf("reversed Span: %v", got)
	}
	for p, want := range map[Presence]string{Unknown: "unknown", Absent: "absent", Present: "present", 9: "Presence(9)"} {
		if p.String() != want {
			t.Errorf("Presence %d: %q", uint8(p), p)
		}
	}
}

// A member of the facts that is called otherwise is refused, unless the right one
// is there as well.
func TestReadMediaMisnamed(t *testing.T) {
	for _, tt := range []struct{ doc, want string }{
		{"{\n \"gs://b/a.mp4\":{\"width\":1,\n  \"size\":1}}", `line 3, column 3: "gs://b/a.mp4": member "size" is called "bytes" here: a number such as 40926`},
		{`{"u":{"length":5}}`, `member "length" is called "duration" here: a string such as "5.5s"`},
		{`{"u":{"duration_s":5}}`, `column 7: "u": member "duration_s" is called "duration" here`},
		{`{"u":{"durationSeconds":5}}`, `member "durationSeconds" is called "duration" here`},
		{`{"u":{"mime":"video/mp4"}}`, `member "mime" is called "mimeType" here: a string such as "video/mp4"`},
		{`{"u":{"Content-Type":"video/mp4"}}`, `member "Content-Type" is called "mimeType" here`},
		{`{"u":{"fps":25}}`, `member "fps" is called "frameRate" here: a string such as "30000/1001"`},
		{`{"u":{"codec":"h264"}}`, `member "codec" is called "videoCodec" here`},
		{`{"u":{"has_audio":true}}`, `member "has_audio" is called "audio" here: true or false`},
		{`{"u":{"err":null,"bytes":1}}`, `member "err" is called "error" here`},
		{`{"u":{"byte":1}}`, `member "byte" is called "bytes" here`},
		{`{"u":{"durration":"5s"}}`, `member "durration" is called "duration" here`},
		{`{"u":{"duration":"5s","Duration":"5s"}}`, `member "Duration" is spelt "duration"`},
	} {
		m, err := ReadMedia(strings.NewReader(tt.doc))
		if m != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, %v; want an error with %q", tt.doc, m, err, tt.want)
		}
	}
	for doc, want := range map[string]Media{
		`{"bytes":3,"size":4,"duration":"5s","duration_ms":5000,"length":5}`:                                         {Bytes: 3, Duration: 5 * time.Second},
		`{"duration_ms":5000,"duration":"5s"}`:                                                                       {Duration: 5 * time.Second},
		`{"weight":2,"depth":3,"name":"a","type":"video","format":"mov","sha256":"00","tags":["x"],"votes":1,"":{}}`: {},
	} {
		m, err := ReadMedia(strings.NewReader(`{"u":` + doc + `}`))
		if err != nil || m["u"] != want {
			t.Errorf("%s: %+v, %v; want %+v", doc, m["u"], err, want)
		}
	}
}

// Each other name means a member that there is and whose form is told.
func TestMediaNames(t *testing.T) {
	for name, member := range mediaNames {
		if mediaForms[member] == "" || foldName(name) != name {
			t.Errorf("%q means %q", name, member)
		}
	}
	names := map[string]bool{}
	for _, f := range mediaFields(new(Media)) {
		names[f.name] = true
	}
	for member := range mediaForms {
		if !names[member] {
			t.Errorf("there is no member %q", member)
		}
	}
	if len(names) > 32 {
		t.Errorf("%d members are too many for the bits of a uint", len(names))
	}
}
