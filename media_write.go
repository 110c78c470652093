package videotune

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// WriteTo writes the form that [ReadMedia] reads, sorted by URI, one file a
// line: equal maps give equal bytes. It returns the number of bytes written.
//
// What ReadMedia then returns is equal to m, but that a track whose Presence is
// unknown and whose codec is known is Present. Facts that ReadMedia would refuse
// (a negative number, half a rate, invalid UTF-8, an empty URI, a string over 64
// KiB) are an error; nothing is written then.
func (m MediaMap) WriteTo(w io.Writer) (int64, error) {
	uris := slices.Sorted(maps.Keys(m))
	for _, uri := range uris {
		if err := m[uri].writable(uri); err != nil {
			return 0, fmt.Errorf("videotune: media facts: %.200q: %w", uri, err)
		}
	}
	cw := &mediaCounter{w: w}
	bw := bufio.NewWriterSize(cw, 64<<10)
	bw.WriteByte('{') // a bufio.Writer keeps its first error for Flush
	for i, uri := range uris {
		if i > 0 {
			bw.WriteByte(',')
		}
		line, err := m[uri].appendEntry(uri)
		if err != nil {
			return cw.n, fmt.Errorf("videotune: media facts: %.200q: %w", uri, err)
		}
		bw.WriteByte('\n')
		bw.Write(line)
	}
	if len(uris) > 0 {
		bw.WriteByte('\n')
	}
	bw.WriteString("}\n")
	if err := bw.Flush(); err != nil {
		return cw.n, fmt.Errorf("videotune: media facts: %w", err)
	}
	return cw.n, nil
}

// writable returns an error if ReadMedia would not read m back.
func (m Media) writable(uri string) error {
	if uri == "" {
		return errors.New("an empty URI")
	}
	low := min(m.Bytes, int64(m.Duration), int64(m.ContainerDuration), int64(m.Width), int64(m.Height))
	switch {
	case low < 0:
		return errors.New("a negative number")
	case max(int64(m.Width), int64(m.Height)) > math.MaxInt32:
		return errors.New("a width or height that no video has")
	case !m.FrameRate.valid():
		return fmt.Errorf("the frame rate %s: both numbers must be above 0", m.FrameRate)
	case m.Rotation < 0 || m.Rotation > 359:
		return errors.New("a rotation that is not within 0 to 359 degrees")
	case max(m.Video, m.Audio) > Present:
		return fmt.Errorf("%s", max(m.Video, m.Audio))
	}
	for _, s := range []string{uri, m.MIMEType, m.Container, m.VideoCodec, m.AudioCodec, m.ETag, m.CRC32C, m.Err} {
		if !utf8.ValidString(s) {
			return fmt.Errorf("%.100q is invalid UTF-8", s)
		}
		if len(s) > maxMediaString {
			return fmt.Errorf("a string over %d bytes", maxMediaString)
		}
	}
	return nil
}

// appendEntry returns the member of the file's object for m.
func (m Media) appendEntry(uri string) ([]byte, error) {
	m = m.normal()
	duration := func(d time.Duration) string {
		if d == 0 {
			return ""
		}
		return pbtime.Format(d)
	}
	presence := func(p Presence) *bool {
		if p == Unknown {
			return nil
		}
		b := p == Present
		return &b
	}
	key, err := marshalNoEscape(uri)
	if err != nil {
		return nil, err
	}
	value, err := marshalNoEscape(struct {
		Bytes             int64  `json:"bytes,omitempty"`
		Duration          string `json:"duration,omitempty"`
		ContainerDuration string `json:"containerDuration,omitempty"`
		MIMEType          string `json:"mimeType,omitempty"`
		Container         string `json:"container,omitempty"`
		Width             int    `json:"width,omitempty"`
		Height            int    `json:"height,omitempty"`
		FrameRate         string `json:"frameRate,omitempty"`
		VideoCodec        string `json:"videoCodec,omitempty"`
		AudioCodec        string `json:"audioCodec,omitempty"`
		Video             *bool  `json:"video,omitempty"`
		Audio             *bool  `json:"audio,omitempty"`
		Rotation          int    `json:"rotation,omitempty"`
		ETag              string `json:"etag,omitempty"`
		CRC32C            string `json:"crc32c,omitempty"`
		Err               string `json:"error,omitempty"`
	}{
		m.Bytes, duration(m.Duration), duration(m.ContainerDuration), m.MIMEType, m.Container, m.Width, m.Height,
		m.FrameRate.String(), m.VideoCodec, m.AudioCodec, presence(m.Video), presence(m.Audio), m.Rotation, m.ETag, m.CRC32C, m.Err,
	})
	if err != nil {
		return nil, err
	}
	return bytes.Join([][]byte{key, value}, []byte{':'}), nil
}

// A mediaCounter counts what goes through it.
type mediaCounter struct {
	w io.Writer
	n int64
}

func (c *mediaCounter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
