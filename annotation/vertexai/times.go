package vertexai

import (
	"errors"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// Errors of annotations.
var (
	errLabel = errors.New("an annotation has no label")
	errStart = errors.New("a start at the end of the video is none")
	errNone  = errors.New("a box has no time")
)

// moment reads seconds, with or without the "s" that JSON lines have behind them.
// "Infinity" and "inf" are [annotation.ToEnd].
func moment(r *reading.Reading, text string) (time.Duration, error) {
	switch strings.ToLower(strings.TrimPrefix(text, "+")) {
	case "inf", "infinity":
		return annotation.ToEnd, nil
	}
	t, err := annotation.Seconds(strings.TrimSuffix(text, "s"))
	return r.Time(t), err
}

// offset reads when a box is.
func offset(r *reading.Reading, text string) (time.Duration, error) {
	if text == "" {
		return 0, errNone
	}
	d, err := moment(r, text)
	if err == nil && d == annotation.ToEnd {
		err = errStart
	}
	return d, err
}

// place gives an event its times and its kind.
func place(e *annotation.Event, start, end time.Duration) error {
	switch {
	case start == annotation.ToEnd:
		return errStart
	case start == 0 && end == annotation.ToEnd:
		e.Kind = annotation.KindWhole
		return nil
	case start == end:
		e.Kind = annotation.KindPoint
	default:
		e.Kind = annotation.KindSegment
	}
	e.Start, e.End = start, end
	return nil
}
