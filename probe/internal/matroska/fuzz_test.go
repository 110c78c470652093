package matroska

import (
	"bytes"
	"testing"

	"github.com/seed-57910ec4/videotune/probe/internal/window"

	"github.com/seed-57910ec4/videotune/probe/internal/testmedia"
)

func FuzzRead(f *testing.F) {
	for _, name := range []string{"webm_vp9_opus_5s.webm", "webm_live_no_duration_5s.webm", "mkv_h264_6s.mkv"} {
		data := testmedia.Data(f, name)
		f.Add(data[:6000])
		f.Add(join(data[:1500], data[len(data)-3000:]))
	}
	for _, l := range layouts() {
		if len(l.data) < 10_000 {
			f.Add(l.data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, only := range []bool{false, true} {
			file := window.New(bytes.NewReader(data), int64(len(data)), 0, 0)
			m, err := Read(file, only)
			if c := file.Cost(); c.Requests > mostCost.Requests || c.Bytes > mostCost.Bytes {
				t.Errorf("cost %+v", c)
			}
			if m.Duration < 0 || m.ContainerDuration < 0 || m.Width < 0 || m.Height < 0 || m.FrameRate.Num < 0 {
				t.Errorf("%+v", m)
			}
			if err == nil && (m.Container == "" || m.MIMEType == "") {
				t.Errorf("%+v", m)
			}
			if err == nil && !Sniff(data) {
				t.Error("read what Sniff does not like")
			}
		}
	})
}
