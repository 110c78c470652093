package videotune

// This file holds the members of an entry of facts.json, and what is taken for a
// misspelling of one.

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/internal/nearest"
)

// facts reads the facts of one file into s.media.
func (s *mediaScanner) facts(v jsonValue) error {
	s.media = Media{}
	members, err := v.members()
	if err != nil {
		return err
	}
	var known uint // of s.fields
	for _, member := range members {
		i := s.field(member)
		if i < 0 {
			continue
		}
		known |= 1 << i
		if member.value.raw[0] == 'n' {
			continue
		}
		if err := s.fields[i].read(member.value); err != nil {
			return jsonWithin(member.name, err)
		}
	}
	for _, member := range members {
		if s.field(member) < 0 {
			if err := s.misnamed(member, known); err != nil {
				return err
			}
		}
	}
	return nil
}

// field returns the index of a member in s.fields, -1 if it is unknown.
func (s *mediaScanner) field(member jsonMember) int {
	return slices.IndexFunc(s.fields, func(f jsonField) bool { return f.name == member.name })
}

// misnamed returns an error if an unknown member is likely meant for a known one.
// known tells which of s.fields the entry has.
func (s *mediaScanner) misnamed(member jsonMember, known uint) error {
	fold := foldName(member.name)
	meant := mediaNames[fold]
	for i, name := range mediaFolded {
		if name == fold {
			return faultf(member.off, "member %q is spelt %q", member.name, s.fields[i].name)
		}
		if meant == "" && mediaForms[s.fields[i].name] != "" && len(fold) >= len(name)-1 && len(fold) <= len(name)+1 && nearest.Distance(fold, name) == 1 {
			meant = s.fields[i].name
		}
	}
	i := slices.IndexFunc(s.fields, func(f jsonField) bool { return f.name == meant })
	if i < 0 || known>>i&1 != 0 {
		return nil
	}
	return faultf(member.off, "member %.100q is called %q here: %s", member.name, meant, mediaForms[meant])
}

// mediaForms are the members whose misspelling switches rules or estimates off,
// each with the form of its value.
var mediaForms = map[string]string{
	"bytes":             `a number such as 40926`,
	"duration":          `a string such as "5.5s"`,
	"containerDuration": `a string such as "5.5s"`,
	"mimeType":          `a string such as "video/mp4"`,
	"frameRate":         `a string such as "30000/1001"`,
	"videoCodec":        `a string such as "h264"`,
	"audioCodec":        `a string such as "aac"`,
	"video":             `true or false`,
	"audio":             `true or false`,
	"error":             `a string that says why the file cannot be read`,
}

// mediaNames holds these members by other names for the same, as foldName returns
// those.
var mediaNames = func() map[string]string {
	m := make(map[string]string)
	for member, names := range map[string]string{
		"bytes": "size sizebytes sizeinbytes bytesize filesize filesizebytes contentlength",
		"duration": "length lengthsec lengthseconds durations durationsec durationsecs durationseconds durationinseconds " +
			"durationms durationmillis durationmilliseconds durationns durationnanos seconds videoduration",
		"containerDuration": "formatduration containerdurations containerdurationseconds containerdurationms",
		"mimeType":          "mime contenttype mediatype",
		"frameRate":         "fps framespersecond rframerate avgframerate",
		"videoCodec":        "codec codecname vcodec",
		"audioCodec":        "acodec",
		"video":             "hasvideo videotrack",
		"audio":             "hasaudio audiotrack",
		"error":             "err errormessage errormsg",
	} {
		for _, name := range strings.Fields(names) {
			m[name] = member
		}
	}
	return m
}()

// mediaFolded are the names of the fields that mediaFields returns, as foldName
// returns them.
var mediaFolded = func() []string {
	var names []string
	for _, f := range mediaFields(new(Media)) {
		names = append(names, foldName(f.name))
	}
	return names
}()

// foldName returns name without what people spell differently.
func foldName(name string) string {
	return foldReplacer.Replace(strings.ToLower(name))
}

var foldReplacer = strings.NewReplacer("_", "", "-", "")

// mediaFields are the members of an entry.
func mediaFields(m *Media) []jsonField {
	text := func(p *string) func(jsonValue) error {
		return func(v jsonValue) (err error) {
			if *p, err = v.text(); err == nil && len(*p) > maxMediaString {
				err = faultf(v.off, "a string over %d bytes", maxMediaString)
			}
			return err
		}
	}
	duration := func(p *time.Duration) func(jsonValue) error {
		return func(v jsonValue) (err error) { *p, err = v.duration(); return err }
	}
	presence := func(p *Presence) func(jsonValue) error {
		return func(v jsonValue) error {
			b, err := v.boolean()
			*p = Absent
			if b {
				*p = Present
			}
			return err
		}
	}
	rate := func(v jsonValue) error {
		s, err := v.text()
		if err != nil {
			return err
		}
		var ok bool
		if m.FrameRate, ok = parseRational(s); !ok {
			return faultf(v.off, `%.100q is no rate: want two whole numbers above 0, such as "30000/1001"`, s)
		}
		return nil
	}
	return []jsonField{
		{"bytes", wholeField(&m.Bytes, 0, math.MaxInt64)},
		{"duration", duration(&m.Duration)},
		{"containerDuration", duration(&m.ContainerDuration)},
		{"mimeType", text(&m.MIMEType)},
		{"container", text(&m.Container)},
		{"width", wholeField(&m.Width, 0, math.MaxInt32)},
		{"height", wholeField(&m.Height, 0, math.MaxInt32)},
		{"frameRate", rate},
		{"videoCodec", text(&m.VideoCodec)},
		{"audioCodec", text(&m.AudioCodec)},
		{"video", presence(&m.Video)},
		{"audio", presence(&m.Audio)},
		{"rotation", wholeField(&m.Rotation, 0, 359)},
		{"etag", text(&m.ETag)},
		{"crc32c", text(&m.CRC32C)},
		{"error", text(&m.Err)},
	}
}

// normal returns m with the tracks that its codecs imply.
func (m Media) normal() Media {
	if m.Video == Unknown && m.VideoCodec != "" {
		m.Video = Present
	}
	if m.Audio == Unknown && m.AudioCodec != "" {
		m.Audio = Present
	}
	return m
}
