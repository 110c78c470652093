package fix

import (
	"bytes"
	"strconv"
)

// MarshalJSON writes the problem as [videotune.Problem] does, with "source" in front if
// it is known.
func (l *Left) MarshalJSON() ([]byte, error) {
	data, err := l.Problem.MarshalJSON()
	if err != nil || l.Source == 0 {
		return data, err
	}
	out := append([]byte(`{"source":`), strconv.Itoa(l.Source)...)
	return append(append(out, ','), bytes.TrimPrefix(data, []byte{'{'})...), nil
}
