package cut

import (
	"cmp"
	"context"
	"time"
)

const (
	// DefaultQuality is the quality of the picture where [Options] name none. On the
	// scale of libx264 17 or 18 look as if nothing were lost, and 23 is its default, by
	// the guide to H.264 of the ffmpeg project. This is a choice between them.
	DefaultQuality = 20

	// DefaultPreset is that of libx264 where [Options] name none.
	DefaultPreset = "veryfast"

	// DefaultStall is how long a program may be silent where [Options] say nothing else.
	// ffmpeg tells of its progress every half second.
	DefaultStall = 5 * time.Minute
)

// Options say how to make files. The zero value, and nil, are ready to use.
type Options struct {
	// Dir is the folder that the files are made in, which must exist; "" is the current
	// one.
	Dir string

	// FFmpeg and FFprobe are the programs: paths, or names to be looked for on PATH. ""
	// stands for ffmpeg and ffprobe.
	FFmpeg, FFprobe string

	// Local returns the path at which a source lies on this machine, such as that of a
	// copy which it fetches; "" if it knows of none. Then, and where Local is nil, the
	// source lies where [probe.LocalPath] says, and is an [ErrNotLocal] if nowhere.
	Local func(ctx context.Context, uri string) (path string, err error)

	// Encoder is what ffmpeg calls the encoder of the picture. "" is the first that it
	// has of libx264, libopenh264, h264_videotoolbox, h264_mf and mpeg4, of which the
	// last makes no H.264. AudioEncoder is that of the sound; "" is the first of aac,
	// libfdk_aac, aac_at and libmp3lame. Result tells which it was.
	Encoder, AudioEncoder string

	// Preset trades size for speed, as libx264 and its kin name it; "" is DefaultPreset.
	Preset string

	// Quality is the quality of the picture as libx264 counts it, from 1, the best, to
	// 51; 0 is DefaultQuality. However good it is to be, the bits a second are held to
	// those of Plan.Encode and to what the planned size allows.
	Quality int

	// Fresh makes every file anew, also those that are there.
	Fresh bool

	// Stall is how long a program may be silent before it is taken to hang; 0 is
	// DefaultStall.
	Stall time.Duration

	// OnProgress is called while a file is made, by one goroutine at a time; nil for
	// nothing. It should return soon. Done begins anew where a file is made in a second
	// way, or again.
	OnProgress func(Progress)
}

// A Progress tells how far a file is.
type Progress struct {
	URI         string        // of the source
	Name        string        // of the file
	File, Files int           // which one it is, from 1, and how many the plan has at the moment
	Done, Total time.Duration // of the file's length
}

// Share returns how much of the file is done, from 0 to 1.
func (p Progress) Share() float64 {
	if p.Total <= 0 {
		return 0
	}
	return float64(p.Done) / float64(p.Total)
}

func (o *Options) ffmpeg() string       { return cmp.Or(o.FFmpeg, "ffmpeg") }
func (o *Options) ffprobe() string      { return cmp.Or(o.FFprobe, "ffprobe") }
func (o *Options) preset() string       { return cmp.Or(o.Preset, DefaultPreset) }
func (o *Options) stall() time.Duration { return cmp.Or(max(o.Stall, 0), DefaultStall) }
func (o *Options) quality() int         { return min(cmp.Or(max(o.Quality, 0), DefaultQuality), 51) }
