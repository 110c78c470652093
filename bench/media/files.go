package main

import (
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// A clip is encoded once and repeated. Its sound is a little shorter than its
// picture, so that the length of all is a multiple of that of the picture.
const (
	clipLength  = 10 * time.Second
	frameLength = 40 * time.Millisecond
)

// A clip is what files are made of.
type clip struct {
	name string
	args string // how it is encoded
}

var (
	clipH264 = clip{"clip.mp4", "-c:v libx264 -preset ultrafast -bf 2 -g 50 -pix_fmt yuv420p -c:a aac -b:a 32k"}
	clipVP8  = clip{"clip.webm", "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 60k -g 50 -c:a libopus -b:a 24k"}
)

// A container is a way to put a video into a file.
type container struct {
	name string // as the table says it
	ext  string
	clip *clip
	args string // of ffmpeg's muxer
}

const fragments = "-movflags +frag_keyframe+empty_moov+default_base_moof"

var containers = []container{
	{"MP4, `moov` first", ".mp4", &clipH264, "-movflags +faststart"},
	{"MP4, `moov` last", ".mp4", &clipH264, ""},
	{"MP4, fragmented, `sidx`", ".mp4", &clipH264, fragments + "+global_sidx+skip_trailer"},
	{"MP4, fragmented, `mfra`", ".mp4", &clipH264, fragments},
	{"MP4, fragmented, no index", ".mp4", &clipH264, fragments + "+skip_trailer"},
	{"Matroska", ".mkv", &clipH264, ""},
	{"WebM", ".webm", &clipVP8, ""},
	{"WebM, live, no Duration", ".webm", &clipVP8, "-live 1"},
	{"MPEG-TS", ".ts", &clipH264, ""},
}

// makeClips encodes the clips into the folder.
func (b *bench) makeClips() error {
	for _, c := range []clip{clipH264, clipVP8} {
		b.progress("encoding " + c.name)
		args := fmt.Sprintf("-f lavfi -i testsrc2=s=160x90:r=25:d=%g -f lavfi -i sine=r=48000:d=%g ", clipLength.Seconds(), (clipLength - 100*time.Millisecond).Seconds())
		if err := b.ffmpeg(args+c.args, c.name); err != nil {
			return err
		}
	}
	return nil
}

// makeFile makes a file of the length, and returns its name.
func (b *bench) makeFile(c *container, length time.Duration) (name string, err error) {
	name = "video" + c.ext
	return name, b.ffmpeg(fmt.Sprintf("-stream_loop %d -i %s -c copy %s", length/clipLength-1, c.clip.name, c.args), name)
}

// ffmpeg has the program write a file into the folder.
func (b *bench) ffmpeg(args, name string) error {
	all := append([]string{"-v", "error", "-nostdin", "-y"}, strings.Fields(args)...)
	cmd := exec.Command(b.programs["ffmpeg"], append(all, name)...)
	cmd.Dir = b.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("ffmpeg %s: %w: %.500s", args, err, out)
	}
	return nil
}
