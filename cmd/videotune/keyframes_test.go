package main

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestKeyframeReader(t *testing.T) {
	for _, tt := range []struct {
		name, said string
		want       []time.Duration
	}{
		{"mp4", "packet|pts=0|flags=K__\npacket|pts=512|flags=___\npacket|pts=1|flags=K__\npacket|pts=25600|flags=K__\nstream|time_base=1/12800|start_pts=0\nformat|format_name=mov,mp4,m4a\n",
			[]time.Duration{0, 78125, 2 * time.Second}},
		{"delayed mp4", "packet|pts=12800|flags=K__\nstream|time_base=1/12800|start_pts=12800\nformat|format_name=mov,mp4,m4a\n", []time.Duration{time.Second}},
		{"rounded up", "packet|pts=1|flags=K__\nstream|time_base=1/90000|start_pts=0\nformat|format_name=mov,mp4,m4a\n", []time.Duration{11112}},
		{"another clock", "packet|pts=133500|flags=K__\npacket|pts=223500|flags=K__\nstream|time_base=1/90000|start_pts=133500\nformat|format_name=mpegts\n", []time.Duration{0, time.Second}},
		{"hidden, unknown and older", "packet|pts=-512|flags=KD_\npacket|pts=N/A|flags=K__\npacket|pts=-1|flags=K__\nstream|time_base=1/12800|start_pts=0\nformat|format_name=mov,mp4,m4a\n", nil},
		{"no clock", "packet|pts=0|flags=K__\nstream|time_base=0/0|start_pts=N/A\nformat|format_name=mov,mp4,m4a\n", nil},
		{"nothing", "", nil},
	} {
		var k keyframeReader
		for line := range strings.Lines(tt.said) {
			k.line(strings.TrimSuffix(line, "\n"))
		}
		if got := k.times(); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestKeyframes(t *testing.T) {
	if _, err := exec.LookPath("ffprobe"); err != nil {
		t.Skip("there is no ffprobe")
	}
	for name, want := range map[string][]time.Duration{
		"mp4_faststart_10s.mp4": {0, 2 * time.Second, 4 * time.Second, 6 * time.Second, 8 * time.Second},
		"ts_h264_5s.ts":         {0, 2 * time.Second, 4 * time.Second},
		"mkv_h264_6s.mkv":       {0, 2 * time.Second, 4 * time.Second},
	} {
		got, err := keyframes(t.Context(), filepath.Join(mediaDir, name))
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v; want %v", name, got, err, want)
		}
	}
	if got, err := keyframes(t.Context(), "missing.mp4"); err == nil {
		t.Errorf("of a file that is missing: %v", got)
	}
}
