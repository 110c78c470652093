package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/big"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// maxKeyframes bounds the keyframes of one video: those of three weeks, if there is
// one in two seconds.
const maxKeyframes = 1 << 20

// keyframesOf returns the keyframes of a video of this machine.
func keyframesOf(ctx context.Context, uri string) ([]time.Duration, error) {
	path, err := localPath(uri)
	if err != nil {
		return nil, errors.New("it is not a file of this machine")
	}
	return keyframes(ctx, path)
}

// keyframes asks ffprobe for the times of frames that can be decoded by themselves,
// of a local file: in the time that players show, which begins with the first picture
// in containers other than MP4 and its kin.
func keyframes(ctx context.Context, path string) ([]time.Duration, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, "ffprobe", "-v", "error", "-protocol_whitelist", "file", "-select_streams", "V:0",
		"-show_entries", "packet=pts,flags:stream=time_base,start_pts:format=format_name", "-of", "compact", "-i", "file:"+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var k keyframeReader
	lines := bufio.NewScanner(out)
	for lines.Scan() && len(k.ticks) <= maxKeyframes {
		k.line(lines.Text())
	}
	err = lines.Err()
	if len(k.ticks) > maxKeyframes {
		err = fmt.Errorf("more than %d keyframes", maxKeyframes)
	}
	if err != nil {
		cancel()
		_ = cmd.Wait() // it was killed
		return nil, err
	}
	if err := cmd.Wait(); err != nil {
		return nil, fmt.Errorf("ffprobe: %w", err)
	}
	return k.times(), nil
}

// A keyframeReader reads what ffprobe prints.
type keyframeReader struct {
	ticks    []int64 // of the keyframes
	num, den int64   // of a second, a tick is num/den
	start    int64   // tick of the first picture
	mp4      bool
}

// line reads a line such as "packet|pts=512|flags=K__".
func (k *keyframeReader) line(s string) {
	section, rest, _ := strings.Cut(s, "|")
	fields := make(map[string]string)
	for field := range strings.SplitSeq(rest, "|") {
		name, value, _ := strings.Cut(field, "=")
		fields[name] = value
	}
	switch section {
	case "packet":
		// One with a D is not shown.
		if flags := fields["flags"]; strings.HasPrefix(flags, "K") && !strings.HasPrefix(flags, "KD") {
			if pts, err := strconv.ParseInt(fields["pts"], 10, 64); err == nil {
				k.ticks = append(k.ticks, pts)
			}
		}
	case "stream":
		num, den, _ := strings.Cut(fields["time_base"], "/")
		k.num, _ = strconv.ParseInt(num, 10, 32) // 0 if there is none
		k.den, _ = strconv.ParseInt(den, 10, 32)
		k.start, _ = strconv.ParseInt(fields["start_pts"], 10, 64)
	case "format":
		k.mp4 = strings.HasPrefix(fields["format_name"], "mov,")
	}
}

// times returns the times of the keyframes, rounded up: a cut at one of them must not
// begin before it.
func (k *keyframeReader) times() []time.Duration {
	if k.num <= 0 || k.den <= 0 {
		return nil
	}
	zero := k.start
	if k.mp4 {
		zero = 0
	}
	var times []time.Duration
	for _, tick := range k.ticks {
		n := new(big.Int).Sub(big.NewInt(tick), big.NewInt(zero))
		n.Mul(n, big.NewInt(k.num)).Mul(n, big.NewInt(int64(time.Second)))
		n.Add(n, big.NewInt(k.den-1)).Div(n, big.NewInt(k.den))
		if n.Sign() >= 0 && n.IsInt64() {
			times = append(times, time.Duration(n.Int64()))
		}
	}
	return times
}
