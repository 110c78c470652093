package ffprobe

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// An answer is the part of ffprobe's JSON that is of interest.
type answer struct {
	Streams []stream `json:"streams"`
	Format  struct {
		Name     string  `json:"format_name"`
		Duration decimal `json:"duration"`
		Start    signed  `json:"start_time"`
		Tags     struct {
			Brand string `json:"major_brand"`
		} `json:"tags"`
	} `json:"format"`
}

type stream struct {
	Type        string  `json:"codec_type"`
	Codec       string  `json:"codec_name"`
	Width       int     `json:"width"`
	Height      int     `json:"height"`
	Average     rate    `json:"avg_frame_rate"`
	Base        rate    `json:"r_frame_rate"`
	Duration    decimal `json:"duration"`
	Start       signed  `json:"start_time"`
	Disposition struct {
		Cover int `json:"attached_pic"`
	} `json:"disposition"`
	Tags struct {
		Duration clock  `json:"DURATION"`
		Rotate   string `json:"rotate"` // clockwise; until ffmpeg 5
	} `json:"tags"`
	SideData []struct {
		Rotation json.Number `json:"rotation"` // counter-clockwise
	} `json:"side_data_list"`
}

// media returns the facts.
func (a *answer) media() videotune.Media {
	m := videotune.Media{ContainerDuration: time.Duration(a.Format.Duration), Video: videotune.Absent, Audio: videotune.Absent}
	for i := range a.Streams {
		s := &a.Streams[i]
		switch {
		case s.Type == "audio" && m.Audio == videotune.Absent:
			m.Audio, m.AudioCodec = videotune.Present, s.codec()
		case s.Type == "video" && s.Disposition.Cover == 0 && m.Video == videotune.Absent:
			s.video(&m)
			if late := s.Start - a.Format.Start; late > 0 && m.Duration > 0 && m.Duration == time.Duration(s.Duration) {
				m.Duration = max(m.Duration, min(m.Duration+time.Duration(late), m.ContainerDuration)) // time 0 is that of the file
			}
			if m.Duration == 0 && len(a.Streams) == 1 {
				m.Duration = m.ContainerDuration
			}
		}
	}
	m.Container, m.MIMEType = a.container(m.Video != videotune.Present)
	return m
}

// video sets what a video stream tells.
func (s *stream) video(m *videotune.Media) {
	m.Video, m.VideoCodec = videotune.Present, s.codec()
	m.Width, m.Height = max(s.Width, 0), max(s.Height, 0)
	m.FrameRate = videotune.Rational(s.Average)
	if m.FrameRate == (videotune.Rational{}) {
		m.FrameRate = videotune.Rational(s.Base)
	}
	m.Duration = time.Duration(s.Duration)
	if m.Duration == 0 {
		m.Duration = time.Duration(s.Tags.Duration)
	}
	m.Rotation = s.rotation()
}

func (s *stream) codec() string {
	if s.Codec == "unknown" || s.Codec == "none" {
		return ""
	}
	return s.Codec
}

// rotation returns by how much the picture is to be turned clockwise. Only quarter
// turns are told.
func (s *stream) rotation() int {
	clockwise, err := strconv.Atoi(s.Tags.Rotate)
	if err != nil {
		clockwise = 0
	}
	for _, d := range s.SideData {
		if n, err := strconv.Atoi(d.Rotation.String()); err == nil {
			clockwise = -n
			break
		}
	}
	if clockwise %= 360; clockwise < 0 {
		clockwise += 360
	}
	if clockwise%90 != 0 {
		return 0
	}
	return clockwise
}

// containers are names and types by ffprobe's names of formats, and the type where
// there is no video. The names are those of the readers and of signatures.
var containers = map[string][3]string{
	"avi": {"avi", "video/avi", ""}, "mpegts": {"mpegts", "video/mp2t", "video/mp2t"},
	"mpeg": {"mpegps", "video/mpeg", ""}, "mpegvideo": {"mpegvideo", "video/mpeg", ""},
	"flv": {"flv", "video/x-flv", ""}, "live_flv": {"flv", "video/x-flv", ""},
	"ogg": {"ogg", "video/ogg", "audio/ogg"}, "asf": {"asf", "video/wmv", "audio/x-ms-wma"}, "asf_o": {"asf", "video/wmv", "audio/x-ms-wma"},
	"mxf": {"mxf", "application/mxf", ""}, "rm": {"rm", "application/vnd.rn-realmedia", ""}, "ivf": {"ivf", "video/x-ivf", ""},
	"yuv4mpegpipe": {"y4m", "video/x-yuv4mpeg", ""}, "h264": {"h264", "video/h264", ""}, "hevc": {"hevc", "video/h265", ""},
	"m4v": {"m4v", "video/mp4v-es", ""}, "gif": {"gif", "image/gif", "image/gif"},
	"mp3": {"mp3", "audio/mpeg", "audio/mpeg"}, "aac": {"aac", "audio/x-aac", "audio/x-aac"}, "wav": {"wav", "audio/wav", "audio/wav"},
	"flac": {"flac", "audio/flac", "audio/flac"}, "ac3": {"ac3", "audio/ac3", "audio/ac3"}, "aiff": {"aiff", "audio/aiff", "audio/aiff"},
}

// container returns the name of the container and its MIME type; "" where they
// are not known.
func (a *answer) container(noVideo bool) (name, mime string) {
	first, _, _ := strings.Cut(a.Format.Name, ",")
	switch first {
	case "matroska":
		return "", ""
	case "mov":
		return movContainer(a.Format.Tags.Brand, noVideo)
	}
	c, ok := containers[first]
	if !ok {
		return first, ""
	}
	if noVideo {
		return c[0], c[2]
	}
	return c[0], c[1]
}

// movContainer tells the members of the family of MP4 apart.
func movContainer(brand string, noVideo bool) (name, mime string) {
	kind := "video/"
	if noVideo {
		kind = "audio/"
	}
	switch {
	case strings.HasPrefix(brand, "qt"):
		return "mov", "video/quicktime"
	case strings.HasPrefix(brand, "3gp"):
		return "3gp", kind + "3gpp"
	case strings.HasPrefix(brand, "3g2"):
		return "3gp", kind + "3gpp2"
	}
	return "mp4", kind + "mp4"
}

// A decimal is a number of seconds, such as "5.080000". What is none, or not above
// 0, is 0.
type decimal time.Duration

// UnmarshalText reads a number of seconds. It never fails.
func (d *decimal) UnmarshalText(text []byte) error {
	*d = decimal(parseSeconds(string(text)))
	return nil
}

// A signed is a decimal that may be below 0, such as "-0.007000".
type signed time.Duration

// UnmarshalText reads a number of seconds. It never fails.
func (s *signed) UnmarshalText(text []byte) error {
	rest, below := strings.CutPrefix(string(text), "-")
	if *s = signed(parseSeconds(rest)); below {
		*s = -*s
	}
	return nil
}

// parseSeconds reads seconds with up to nine digits after the point; further ones
// are cut off.
func parseSeconds(s string) time.Duration {
	whole, fraction, _ := strings.Cut(s, ".")
	fraction = (fraction + "000000000")[:9]
	if !digits(whole) || !digits(fraction) {
		return 0
	}
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || sec >= math.MaxInt64/int64(time.Second) {
		return 0
	}
	ns, _ := strconv.ParseInt(fraction, 10, 64)
	return time.Duration(sec)*time.Second + time.Duration(ns)
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// A clock is a time as Matroska's tag has it, "00:00:06.023000000". What is none is
// 0.
type clock time.Duration

// UnmarshalText reads hours, minutes and seconds. It never fails.
func (c *clock) UnmarshalText(text []byte) error {
	*c = 0
	part := strings.Split(string(text), ":")
	if len(part) != 3 || !digits(part[0]) || !digits(part[1]) || len(part[0]) > 6 || len(part[1]) > 2 {
		return nil
	}
	h, _ := strconv.ParseInt(part[0], 10, 64)
	m, _ := strconv.ParseInt(part[1], 10, 64)
	if s := parseSeconds(part[2]); m < 60 && s < time.Minute {
		*c = clock(time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + s)
	}
	return nil
}

// A rate is a frame rate. What is none, such as "0/0" and "25/0", is the zero rate.
type rate videotune.Rational

// UnmarshalText reads a fraction. It never fails.
func (r *rate) UnmarshalText(text []byte) error {
	var v videotune.Rational
	if v.UnmarshalText(text) != nil {
		v = videotune.Rational{}
	}
	*r = rate(v)
	return nil
}
