package ffprobe

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
)

func TestSeconds(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"5.080000": 5080 * time.Millisecond, "5": 5 * time.Second, "0.000000001": 1, "0.0000000019": 1, "0.1": 100 * time.Millisecond,
		"9223372035.999999999": 9223372035999999999, "9223372036.0": 0, "99999999999999999999": 0,
		"": 0, "N/A": 0, "-1.0": 0, "1.-5": 0, ".5": 0, "+5": 0, "1e3": 0, "5.": 5 * time.Second, "0x5": 0, "5.0 ": 0,
	} {
		if got := parseSeconds(s); got != want {
			t.Errorf("%q: %v, want %v", s, got, want)
		}
	}
}

func TestClock(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"00:00:06.023000000": 6023 * time.Millisecond, "01:02:03.5": time.Hour + 2*time.Minute + 3500*time.Millisecond,
		"": 0, "1:2": 0, "00:60:00": 0, "00:00:60": 0, "-1:00:00": 0, "a:b:c": 0, "1000000:00:00": 999,
	} {
		var c clock
		if err := c.UnmarshalText([]byte(s)); err != nil || want != 999 && time.Duration(c) != want || want == 999 && c != 0 {
			t.Errorf("%q: %v, %v, want %v", s, time.Duration(c), err, want)
		}
	}
}

func TestAnswer(t *testing.T) {
	const present, absent = videotune.Present, videotune.Absent
	for _, tt := range []struct {
		name, in string
		want     videotune.Media
	}{
		{"nothing", `{}`, videotune.Media{Video: absent, Audio: absent}},
		{"one stream", `{"streams":[{"codec_type":"video","codec_name":"h264","avg_frame_rate":"25/0","r_frame_rate":"30000/1001","width":4,"height":3}],"format":{"format_name":"flv","duration":"5.080000"}}`,
			videotune.Media{Duration: 5080 * time.Millisecond, ContainerDuration: 5080 * time.Millisecond, Container: "flv", MIMEType: "video/x-flv", VideoCodec: "h264",
				Width: 4, Height: 3, FrameRate: videotune.Rational{Num: 30000, Den: 1001}, Video: present, Audio: absent}},
		{"pictures later than sound", `{"streams":[{"codec_type":"video","duration":"5.0","start_time":"1.500000"},{"codec_type":"audio","codec_name":"mp2","start_time":"0.500000"}],"format":{"format_name":"mpeg","duration":"6.1","start_time":"0.500000"}}`,
			videotune.Media{Duration: 6 * time.Second, ContainerDuration: 6100 * time.Millisecond, Container: "mpegps", MIMEType: "video/mpeg", AudioCodec: "mp2", Video: present, Audio: present}},
		{"pictures later than sound, of a length that is the file's", `{"streams":[{"codec_type":"video","duration":"6.1","start_time":"0"},{"codec_type":"audio","codec_name":"mp2"}],"format":{"format_name":"mpeg","duration":"6.1","start_time":"-0.007"}}`,
			videotune.Media{Duration: 6100 * time.Millisecond, ContainerDuration: 6100 * time.Millisecond, Container: "mpegps", MIMEType: "video/mpeg", AudioCodec: "mp2", Video: present, Audio: present}},
		{"a cover", `{"streams":[{"codec_type":"audio","codec_name":"mp3","duration":"9.5"},{"codec_type":"video","codec_name":"png","disposition":{"attached_pic":1}}],"format":{"format_name":"mp3","duration":"9.5"}}`,
			videotune.Media{ContainerDuration: 9500 * time.Millisecond, Container: "mp3", MIMEType: "audio/mpeg", AudioCodec: "mp3", Video: absent, Audio: present}},
		{"turned", `{"streams":[{"codec_type":"video","duration":"1","side_data_list":[{"side_data_type":"x"},{"rotation":-90}],"tags":{"rotate":"270"}}],"format":{"format_name":"mov,mp4","tags":{"major_brand":"qt  "}}}`,
			videotune.Media{Duration: time.Second, Container: "mov", MIMEType: "video/quicktime", Video: present, Audio: absent, Rotation: 90}},
		{"turned by a tag", `{"streams":[{"codec_type":"video","tags":{"rotate":"-90","DURATION":"00:00:02.0"}}],"format":{"format_name":"matroska,webm"}}`,
			videotune.Media{Duration: 2 * time.Second, Video: present, Audio: absent, Rotation: 270}},
		{"a little turned", `{"streams":[{"codec_type":"video","side_data_list":[{"rotation":-45}]}],"format":{"format_name":"new"}}`,
			videotune.Media{Container: "new", Video: present, Audio: absent}},
		{"the first of each", `{"streams":[{"codec_type":"data"},{"codec_type":"video","codec_name":"none"},{"codec_type":"video","codec_name":"vp9"},{"codec_type":"audio","codec_name":"unknown"},{"codec_type":"audio","codec_name":"aac"}],"format":{"format_name":"mov","tags":{"major_brand":"3g2a"}}}`,
			videotune.Media{Container: "3gp", MIMEType: "video/3gpp2", Video: present, Audio: present}},
	} {
		var a answer
		if err := json.Unmarshal([]byte(tt.in), &a); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if got := a.media(); got != tt.want {
			t.Errorf("%s:\ngot  %+v\nwant %+v", tt.name, got, tt.want)
		}
	}
}

func FuzzAnswer(f *testing.F) {
	f.Add([]byte(`{"streams":[{"codec_type":"video","avg_frame_rate":"25/1","duration":"5.04","tags":{"DURATION":"00:00:02.0","rotate":"90"},"side_data_list":[{"rotation":-90}]}],"format":{"format_name":"avi","duration":"5.08"}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var a answer
		if json.Unmarshal(b, &a) != nil {
			return
		}
		m := a.media()
		if m.Duration < 0 || m.ContainerDuration < 0 || m.Width < 0 || m.Height < 0 || m.FrameRate.Num < 0 || m.Rotation%90 != 0 || m.Rotation < 0 {
			t.Errorf("%+v", m)
		}
	})
}
