package videotune

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/internal/pbtime"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// endSlack is how far a segment may end past the end of its file before it is
// worth a word: containers and players round durations.
const endSlack = 500 * time.Millisecond

// A videoUse is one video of a line, and what is used of it.
type videoUse struct {
	uri        string
	hash       uint64 // of the URI, which takes its place for Check; 0 if there is none
	uriAt      int
	uriColumn  int     // in the physical line
	uriPtr     Pointer // where protobuf spellings make another one; see pointer
	turn, part int
	start, end time.Duration // end is meaningful unless open
	open       bool          // to an end of the file that is not known
	length     time.Duration // of what is decoded
	known      bool          // the length
	fps        float64       // sampled
	audio      Presence
	level      MediaResolution // of the part; "" is the line's
	at         int             // of the segment, or of the file where there is none
	segment    bool            // a segment is written
	file       time.Duration   // length of the file; 0 if unknown
	bad        bool            // something of it was refused: lengths must not be judged
	facts      bool            // its size is known, and its length where that matters
}

// segment judges the stretch that a part uses of its file, and notes the video.
func (j *judge) segment(p *wire.Part, turn, part int) {
	meta := func() Pointer { return partAt(turn, part) + "/videoMetadata" }
	written := p.Seen.Has(wire.VideoMetadata)
	use := videoUse{uri: p.FileURI.S, uriAt: p.FileURI.At, turn: turn, part: part, fps: 1, at: p.FileAt, segment: written}
	if p.Bad.Has(wire.VideoMetadata | wire.FileData) {
		use.bad = true
	} else if written {
		use.at = p.MetaAt
		if !p.Seen.Has(wire.FileData | wire.InlineData) {
			if !j.refused(partAt(turn, part)) {
				j.add(RuleSegmentWithoutFile, p.MetaAt, meta(), "videoMetadata in a part without a file: there is no video that it could be a segment of", "put it into the part that holds fileData")
			}
			use.bad = true
		}
		start := j.offset(&p.Start, meta, "/startOffset")
		end := j.offset(&p.End, meta, "/endOffset")
		fps := j.fps(p, meta)
		use.bad = use.bad || !start || !end || !fps
		if fps && p.Meta.Has(wire.FPS) {
			use.fps = p.FPS
		}
	}
	use.bad = use.bad || j.segmentRefused(turn, part)
	use.start, use.end, use.open = span(p)
	if !use.bad && !use.open && use.start >= use.end {
		what := "the segment ends before it starts"
		if use.start == use.end {
			what = "the segment ends where it starts, and holds no frame"
		}
		j.add(RuleSegmentReversed, p.End.At, meta()+"/endOffset", fmt.Sprintf("%s: %s to %s", what, pbtime.Format(use.start), pbtime.Format(use.end)), "endOffset counts from the start of the video, not of the segment")
		use.bad = true
	}
	if !p.Seen.Has(wire.FileData) || p.Bad.Has(wire.FileData) {
		return
	}
	if mime, ok := canonicalMIME(p.MIMEType.S); ok && !strings.HasPrefix(mime, "video/") {
		if written && !strings.HasPrefix(mime, "audio/") {
			j.add(RuleSegmentOnImage, p.MetaAt, meta(), "videoMetadata beside a file of type "+mime+": only a video has segments", "remove it")
		}
		if strings.HasPrefix(mime, "image/") {
			j.image(p, turn, part)
		}
		if m, ok := j.lookup(use.uri); ok && m.Err != "" {
			j.unreadableFile(&use, &m)
		}
		return
	}
	if p.Seen.Has(wire.PartResolution) && j.limits.PartResolution {
		use.level = MediaResolution(p.Level.S)
	}
	j.facts(p, &use)
	j.length(p, &use)
	j.videos = append(j.videos, use)
}

// offset judges the spelling of an offset; ok tells that it can be used or is
// absent.
func (j *judge) offset(o *wire.Offset, meta func() Pointer, member Pointer) (ok bool) {
	name := string(member[1:])
	const hint = `write decimal seconds with an s, such as "5.5s"`
	bad := func(rule Rule, message, hint string) bool {
		j.add(rule, o.At, meta()+member, message, hint)
		return false
	}
	switch o.Kind {
	case wire.Absent, wire.Null:
		return true
	case wire.Number:
		return bad(RuleOffsetSpelling, name+" is the number "+o.Text+"; the service wants a string, and a bare number does not say its unit", hint)
	case wire.Object:
		return bad(RuleOffsetSpelling, name+` is an object; the form with "seconds" and "nanos" is refused by protobuf's JSON readers`, hint)
	case wire.Bool, wire.Array:
		return bad(RuleOffsetSpelling, name+" is "+o.Kind.String()+"; the service wants a string", hint)
	}
	negative := o.D < 0 || strings.HasPrefix(o.Text, "-") // "-0s" too
	if o.Form == pbtime.Strict && !negative {
		return true
	}
	v := quote(o.Text)
	switch o.Form {
	case pbtime.Strict, pbtime.Loose:
		if negative {
			text := o.Text
			if text == "" {
				text = pbtime.Format(o.D)
			}
			return bad(RuleOffsetNegative, name+" is negative: "+text, "offsets count from the start of the video")
		}
		j.add(RuleOffsetLoose, o.At, meta()+member, "readers differ on "+name+" "+v+": some refuse it", "write "+strconv.Quote(pbtime.Format(o.D)))
		return true
	case pbtime.Overflow:
		return bad(RuleOffsetOverflow, name+" "+v+" is beyond what a duration holds", "")
	case pbtime.Empty:
		return bad(RuleOffsetSpelling, name+" is empty", hint+", or leave it out")
	case pbtime.NoUnit:
		return bad(RuleOffsetSpelling, name+" "+v+" has no unit", `write "`+o.Text+`s" if these are seconds`)
	case pbtime.Clock:
		return bad(RuleOffsetSpelling, name+" "+v+" is a clock time, which belongs into text only", hint)
	case pbtime.Unit:
		return bad(RuleOffsetSpelling, name+" "+v+" has another unit than a single lower-case s", hint)
	case pbtime.Space:
		return bad(RuleOffsetSpelling, name+" "+v+" holds a space", hint)
	case pbtime.Exponent:
		return bad(RuleOffsetSpelling, name+" "+v+" has an exponent", hint)
	case pbtime.Digits:
		return bad(RuleOffsetSpelling, name+" "+v+" has more than nine digits after the point", "durations are in nanoseconds: nine digits at most")
	}
	return bad(RuleOffsetSpelling, name+" "+v+" is no duration", hint)
}

// fps judges the sampling rate; ok tells that it can be used or is absent.
func (j *judge) fps(p *wire.Part, meta func() Pointer) (ok bool) {
	switch {
	case p.MetaBad.Has(wire.FPS):
		return false
	case !p.Meta.Has(wire.FPS):
		return true
	case !(p.FPS > 0) || j.limits.MaxFPS > 0 && p.FPS > j.limits.MaxFPS:
		most := ""
		if j.limits.MaxFPS > 0 {
			most = fmt.Sprintf(" and at most %v", j.limits.MaxFPS)
		}
		j.add(RuleFPSRange, p.FPSAt, meta()+"/fps", fmt.Sprintf("fps is %v; it must be over 0%s", p.FPS, most), "leave it out for 1 frame a second")
		return false
	case p.FPS != 1:
		j.addOnce(RuleFPSSet, "", p.FPSAt, func() (ptr Pointer, message, hint string) {
			return meta() + "/fps", fmt.Sprintf("fps is %v: the tuning pages do not document it, and their limits assume 1 frame a second (said once a file)", p.FPS),
				"leave it out unless one frame a second misses the action"
		})
	}
	return true
}

// facts judges what is known of the file itself.
func (j *judge) facts(p *wire.Part, use *videoUse) {
	m, ok := j.lookup(use.uri)
	if !ok {
		return
	}
	use.audio = m.Audio
	uri := func() Pointer { return partAt(use.turn, use.part) + "/fileData/fileUri" }
	if m.Err != "" {
		j.unreadableFile(use, &m)
	} else if m.Video == Absent {
		j.add(RuleMediaNoVideo, use.uriAt, uri(), "the file has no video track; the service has no frame to read", "replace the file")
	}
	l := j.limits
	switch {
	case l.MaxVideoBytes > 0 && m.Bytes > l.MaxVideoBytes:
		j.add(RuleVideoTooLarge, use.uriAt, uri(), fmt.Sprintf("the file has %d bytes; over %d the service drops the example", m.Bytes, l.MaxVideoBytes), "cut the video into chunks, or encode it at a lower resolution")
	case l.WarnVideoBytes > 0 && m.Bytes > l.WarnVideoBytes:
		j.add(RuleVideoSizeNear, use.uriAt, uri(), fmt.Sprintf("the file has %d bytes: over 100 MB if the service counts in powers of ten", m.Bytes), "stay under 100,000,000 bytes to be sure")
	}
	if m.MIMEType != "" {
		says, ok1 := canonicalMIME(p.MIMEType.S)
		is, ok2 := canonicalMIME(m.MIMEType)
		if ok1 && (!ok2 || says != is) {
			j.add(RuleMediaMIME, p.MIMEType.At, partAt(use.turn, use.part)+"/fileData/mimeType", "the file's bytes are "+quote(m.MIMEType)+", the line says "+quote(p.MIMEType.S), mimeHint(&m, is, ok2))
		}
	}
	d, ok := m.Length()
	if ok {
		use.file = d
	}
	use.facts = m.Err != "" || m.Bytes > 0 && (ok || !use.open)
}

// mimeHint returns what to do about a file of another type than the line says. is is
// its type, listed tells that the service lists it.
func mimeHint(m *Media, is string, listed bool) string {
	switch {
	case m.Err != "" || m.Video == Absent: // of which another problem tells
		return "write the type of the file that takes its place"
	case !listed:
		return `the service does not list that type: convert the file to MP4, and write "video/mp4"`
	}
	return `write "` + is + `"`
}

// lookup returns what is known of a file.
func (j *judge) lookup(uri string) (Media, bool) {
	if uri == "" || j.media == nil {
		return Media{}, false
	}
	return j.media(uri)
}

// unreadableFile tells of a file that was looked at in vain.
func (j *judge) unreadableFile(use *videoUse, m *Media) {
	j.add(RuleMediaUnreadable, use.uriAt, partAt(use.turn, use.part)+"/fileData/fileUri", "the file was looked at and could not be read: "+m.Err+"; the service would drop the example", "mend or replace the file")
}

// length finds the length of what is decoded, and judges it against the file.
func (j *judge) length(p *wire.Part, use *videoUse) {
	if use.bad {
		return
	}
	end := use.end
	if use.file > 0 {
		meta := partAt(use.turn, use.part) + "/videoMetadata"
		switch {
		case use.start >= use.file:
			j.add(RuleSegmentAfterEnd, p.Start.At, meta+"/startOffset", fmt.Sprintf("the segment starts at %s and the video ends at %s: there is nothing to decode", pbtime.Format(use.start), pbtime.Format(use.file)), "check whether the offsets belong to this file")
			use.bad = true
			return
		case !use.open && end > use.file+endSlack:
			j.add(RuleSegmentPastEnd, p.End.At, meta+"/endOffset", fmt.Sprintf("the segment ends at %s and the video at %s", pbtime.Format(end), pbtime.Format(use.file)), "end the segment with the video")
		}
		if use.open || end > use.file {
			end = use.file
		}
		use.length, use.known = end-use.start, true
	} else if !use.open {
		use.length, use.known = end-use.start, true
	}
	// length × fps < 1, in whole numbers where fps is 1, which it mostly is.
	if use.known && use.segment && (use.fps == 1 && use.length < time.Second || use.fps != 1 && float64(use.length)*use.fps < float64(time.Second)) {
		j.add(RuleSegmentUnderFrame, use.at, partAt(use.turn, use.part)+"/videoMetadata", fmt.Sprintf("the segment is %s long, less than the %.3g s between two sampled frames", pbtime.Format(use.length), 1/use.fps), "make the segment longer, or raise fps")
	}
}
