package fix

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// MarshalJSON writes the problem as [videotune.Problem] does, with "source" in front and
// "obstacle" behind if they are known.
func (l *Left) MarshalJSON() ([]byte, error) {
	data, err := l.Problem.MarshalJSON()
	if err != nil {
		return nil, err
	}
	if l.Source > 0 {
		out := append([]byte(`{"source":`), strconv.Itoa(l.Source)...)
		data = append(append(out, ','), bytes.TrimPrefix(data, []byte{'{'})...)
	}
	if l.Obstacle != nil {
		b := bytes.NewBuffer(append(bytes.TrimSuffix(data, []byte{'}'}), `,"obstacle":`...))
		enc := json.NewEncoder(b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(l.Obstacle); err != nil {
			return nil, err
		}
		data = append(bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), '}')
	}
	return data, nil
}
