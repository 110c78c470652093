package cut

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/internal/ffmpeg"
)

// A job is a file to be made of a source.
type job struct {
	plan   *chunk.Plan
	source *source
	cut    *stretch
	note   string // that the file is to carry
	over   []over // what came out over a limit before
	target string // where it is made
}

// head begins every command: nothing is read from the terminal, and one input follows,
// which is a local file.
func head(program string, overwrite bool) Command {
	c := Command{program, "-hide_banner", "-nostdin", "-nostats", "-loglevel", "error"}
	if overwrite {
		return append(c, "-y")
	}
	return append(c, "-n")
}

func input(path string) []string {
	return append(ffmpeg.Guards(), "-i", ffmpeg.FileURL(path))
}

// output ends every command. MP4 has its index first and no edit lists; what the
// source says of itself is left out, as it may tell who recorded it and where.
func output(note, path string) []string {
	return []string{
		"-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-metadata", "comment=" + note,
		"-avoid_negative_ts", "make_zero", "-use_editlist", "0", "-movflags", "+faststart", "-f", "mp4", ffmpeg.FileURL(path),
	}
}

// encode returns the command that encodes the file.
func (t *tools) encode(j *job) Command {
	s, cut := j.source, j.cut
	c := append(head(t.ffmpegPath, true), "-progress", "pipe:1", "-copyts", "-noaccurate_seek")
	// All times are those of the container up to the filters, which cut exactly.
	if seek := s.clock.time(cut.key) - time.Second; cut.hasKey && seek > max(s.begin, 0) {
		c = append(c, "-seek_timestamp", "1", "-ss", seconds(seek))
	}
	c = append(c, input(s.path)...)
	c = append(c, "-map", fmt.Sprint("0:", s.video.index))
	length := cut.span.Length()
	base, at := s.clock, s.clock.time(cut.first)
	filter := fmt.Sprintf("settb=%s,", base)
	if cut.steady != (clock{}) {
		base = cut.steady
		at = s.origin() + base.time(cut.first)
		filter += fmt.Sprintf("setpts=PTS-%s,fps=fps=%d/%d:round=down,", minus(fmt.Sprint(s.zero)), base.den, base.num)
	}
	filter += fmt.Sprintf("trim=start_pts=%d:end_pts=%d,setpts=PTS-%s", cut.first, cut.end, minus(fmt.Sprint(cut.first)))
	c = append(c, "-filter:v", filter+size(j.plan.Encode))
	c = append(c, t.passthrough...)
	r := newRates(j.plan, length, s.audio.channels)
	c = append(c, r.options(t.video, t.o)...)
	base = t.encoderClock(base)
	c = append(c, "-enc_time_base:v", base.String(), "-video_track_timescale", strconv.FormatInt(base.den, 10), "-pix_fmt", "yuv420p")
	if s.audio.codec != "" {
		from, to := seconds(at), seconds(s.origin()+cut.span.End)
		c = append(c, "-map", fmt.Sprint("0:", s.audio.index),
			"-filter:a", fmt.Sprintf("atrim=start=%s:end=%s,asetpts=PTS-%s/TB,%s", from, to, minus(from), t.fill(s.audio)))
		c = append(c, t.sound(s.audio, r)...)
	}
	return append(c, output(j.note, j.target)...)
}

// minus puts a time into brackets if it is negative.
func minus(s string) string {
	if strings.HasPrefix(s, "-") {
		return "(" + s + ")"
	}
	return s
}

// copy returns the command that copies the pictures. Audio is copied too if it is of a
// kind that goes into MP4.
func (t *tools) copy(j *job) Command {
	s, cut := j.source, j.cut
	c := append(head(t.ffmpegPath, true), "-progress", "pipe:1")
	// Times count from the first thing in the file here, and are rounded down, since
	// what is before them is left out.
	from := max((s.clock.time(cut.begin.copyKey) - s.begin).Truncate(time.Microsecond), 0)
	if from > 0 {
		c = append(c, "-ss", seconds(from))
	}
	if !cut.finish.all {
		c = append(c, "-t", seconds(s.clock.time(cut.finish.copyEnd)-s.begin-from))
	}
	c = append(c, input(s.path)...)
	c = append(c, "-map", fmt.Sprint("0:", s.video.index), "-c:v", "copy", "-copypriorss", "0")
	if s.video.codec == "hevc" {
		c = append(c, "-tag:v", "hvc1")
	}
	if s.audio.codec != "" {
		c = append(c, "-map", fmt.Sprint("0:", s.audio.index))
		if t.copiesSound(s) {
			c = append(c, "-c:a", "copy")
		} else {
			c = append(c, "-filter:a", t.fill(s.audio))
			c = append(c, t.sound(s.audio, newRates(j.plan, cut.span.Length(), s.audio.channels))...)
		}
	}
	return append(c, output(j.note, j.target)...)
}

func (t *tools) copiesSound(s *source) bool { return s.audio.codec == "aac" || s.audio.codec == "mp3" }

// size returns the filters that make the picture as large as it is to be. H.264 wants
// even numbers.
func size(e *chunk.Encode) string {
	if e == nil {
		return ",crop=trunc(iw/2)*2:trunc(ih/2)*2"
	}
	return fmt.Sprintf(",scale=%d:%d", e.Width, e.Height)
}

// encoderClock returns the clock that an encoder counts by: that of the pictures, if it
// is no finer than a microsecond. That of MPEG-4 part 2 has 16 bits.
func (t *tools) encoderClock(c clock) clock {
	const fine, most = 1_000_000, 1<<16 - 1
	if c.den > fine {
		c = clock{1, fine}
	}
	if t.video != "mpeg4" && t.video != "libxvid" || c.den <= most {
		return c
	}
	for k := (c.den + most - 1) / most; k < 100; k++ {
		if c.den%k == 0 {
			return clock{c.num, c.den / k}
		}
	}
	return clock{1, 60_000}
}

// fill returns the filter that has the sound begin with the picture: without an edit
// list it cannot begin later, nor with what an encoder puts before it. So much is left
// out at the beginning as an encoder adds: it says 1024 samples for aac.
func (t *tools) fill(a track) string { return fill(t.audio, a) }

func fill(encoder string, a track) string {
	delay := 4096
	if encoder == "aac" {
		delay = 1024
	}
	return fmt.Sprintf("aresample=%d:async=1:first_pts=%d", sampleRate(a), delay)
}

// sampleRate returns that of the sound, if AAC has it.
func sampleRate(a track) int64 {
	switch a.sampleRate {
	case 16000, 22050, 24000, 32000, 44100, 48000:
		return a.sampleRate
	}
	return 48000
}

// sound returns the options of the encoder of the sound, of two channels at most.
func (t *tools) sound(a track, r rates) []string {
	args := []string{"-c:a", t.audio, "-b:a", strconv.FormatInt(r.audio, 10)}
	if a.channels > 2 || a.channels == 0 {
		args = append(args, "-ac", "2")
	}
	return args
}
